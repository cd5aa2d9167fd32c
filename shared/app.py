"""The composition root: every part is built on first use, from the settings and the parts below it.

Nothing heavy is imported until a part that needs it is asked for; the only file that knows the adapters.
"""

import os
import random
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING

from shared.core.clock import Clock, SystemClock
from shared.core.ids import IdSource, random_id
from shared.core.settings import Settings
from shared.manifest import Manifest, read_manifest

if TYPE_CHECKING:
    from shared.adapters.local.blobs import LocalBlobs
    from shared.adapters.local.database import Database
    from shared.adapters.local.jobs import LocalJobs
    from shared.adapters.local.queue import LocalQueue
    from shared.auth.keys import ApiKeys
    from shared.auth.tokens import Tokens
    from shared.effects.ledger import EffectLedger
    from shared.egress import EgressRules
    from shared.http import Http
    from shared.leads.enrichment import EnrichmentPlan, Enrichments
    from shared.leads.intake import Intake
    from shared.leads.store import LeadStore
    from shared.ports.documents import DocumentStore
    from shared.ports.events import EventBus
    from shared.tasks.ledger import TaskLedger
    from shared.tasks.runner import TaskRunner

HOME = Path(__file__).parent.parent

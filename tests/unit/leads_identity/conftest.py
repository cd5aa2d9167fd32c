"""A house with real parts in a temporary folder: embedded store, directory buckets, task ledger, merges, undo."""

import importlib.util
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from shared.adapters.local.blobs import LocalBlobs
from shared.adapters.local.database import Database
from shared.adapters.local.documents import LocalDocuments
from shared.adapters.local.queue import LocalQueue
from shared.core import faults
from shared.core.clock import ManualClock
from shared.leads.enrichment import Declaration
from shared.leads.export import Exporter
from shared.leads.fields import Fields
from shared.leads.imports import Imports
from shared.leads.intake import Intake
from shared.leads.merges import Merges
from shared.leads.model import Import, Lead
from shared.leads.ordering import EnrichmentPlan
from shared.leads.store import LeadStore
from shared.leads.undo import Undo
from shared.manifest import read_manifest
from shared.ports.blobs import ObjectRef
from shared.tasks.ledger import TaskLedger

ROOT = Path(__file__).parents[3]
ENRICHERS = (
    Declaration("split_name", make=None, needs=frozenset({"full_name"}), gives=frozenset({"first_name", "last_name"})),
    Declaration("website", make=None, needs=frozenset({"website_url"}), gives=frozenset({"language"})),
    Declaration("video", make=None, wants=frozenset({"language"}), gives=frozenset({"video"}), stage="render"),
)


@dataclass
class House:
    """The parts, and the few words in which the stories are told."""

    folder: Path
    clock: ManualClock
    database: Database
    documents: LocalDocuments
    blobs: LocalBlobs
    tasks: TaskLedger
    fields: Fields
    intake: Intake
    leads: LeadStore
    imports: Imports
    exporter: Exporter
    merges: Merges
    undo: Undo

    def put(self, content: bytes | str, name: str = "leads.csv", **options: str) -> ObjectRef:
        data = content.encode() if isinstance(content, str) else content
        blob = self.blobs.put("uploads", name, data, metadata=options)
        return ObjectRef("uploads", name, blob.generation)

    def drop(self, content: bytes | str, name: str = "leads.csv", **options: str) -> Import:
        done = self.intake.run(self.put(content, name, **options))
        assert done is not None
        assert done.rows == done.created + done.merged + done.updated + done.rejected
        return done

    def only(self) -> Lead:
        (lead,) = self.leads.all()
        return lead

    def exported(self, format: str = "jsonl", **options: Any) -> bytes:
        target = BytesIO()
        self.exporter.write(format, target, **options)
        return target.getvalue()


@pytest.fixture
def make_house(tmp_path: Path) -> Iterator[Callable[..., House]]:
    made: list[House] = []

    def make(name: str = "house", *, rehearse: bool = True, clock: ManualClock | None = None) -> House:
        manifest = read_manifest(ROOT / "manifest.yaml")
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        clock = clock or ManualClock(datetime.now(UTC))
        database = Database(folder / "leadreel.db")
        documents = LocalDocuments(database, manifest.indexes, rehearse=rehearse)
        blobs = LocalBlobs(folder, database, clock)
        queue = LocalQueue(database, manifest.queues, clock, random.Random(1))
        tasks = TaskLedger(documents, queue, clock, {"enrich": "enrich", "render": "render"})
        fields = Fields(documents)
        merges = Merges(documents, clock, tasks)
        undo = Undo(documents, clock, merges, tasks, {one.name: one for one in ENRICHERS})
        intake = Intake(
            documents, blobs, tasks, fields, lambda until: EnrichmentPlan(ENRICHERS, until), clock, merges=merges
        )
        leads = LeadStore(documents, clock)
        exporter = Exporter(leads, fields)
        house = House(
            folder,
            clock,
            database,
            documents,
            blobs,
            tasks,
            fields,
            intake,
            leads,
            Imports(documents),
            exporter,
            merges,
            undo,
        )
        made.append(house)
        return house

    yield make
    faults.disarm()
    for house in made:
        house.database.close()


@pytest.fixture
def house(make_house: Callable[..., House]) -> House:
    return make_house()


@pytest.fixture(scope="session")
def duplicates() -> ModuleType:
    """The generator of labelled duplicates."""
    spec = importlib.util.spec_from_file_location("labelled_duplicates", ROOT / "tests" / "data" / "duplicates.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module

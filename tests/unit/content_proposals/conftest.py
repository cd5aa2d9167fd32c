"""A house that proposes: real documents, queue and ledger of effects, a stand-in for the vendor, an inventory."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest

from sandbox.openai.web import OpenAI as Vendor
from sandbox.standin import StandIn, serve
from shared.adapters.local.database import Database
from shared.adapters.local.documents import LocalDocuments
from shared.adapters.local.queue import LocalQueue
from shared.ai.model import Price
from shared.ai.openai_threads import OpenAIThreads
from shared.content.assistant import Assistant, ContextFile, ThreadAssistant
from shared.content.model import Asset, Inventory, PastDraft
from shared.content.profile import Profile
from shared.content.proposals import ProposalService
from shared.content.rules import RuleProposer
from shared.content.thinking import Known, Thinker
from shared.core.clock import ManualClock
from shared.core.ids import stable_id
from shared.effects.budget import Budget
from shared.effects.ledger import EffectLedger
from shared.manifest import read_manifest
from shared.tasks.ledger import TaskLedger

KEY = "sk-sandbox"


def asset(name: str, clock: ManualClock, **more: Any) -> Asset:
    kind = {"jpg": "image", "mp4": "video", "mp3": "audio"}[name.rpartition(".")[2]]
    group, folder = name.rpartition("/")[0], name.partition("/")[0]
    size: dict[str, Any] = {} if kind == "audio" else {"width": 1080, "height": 1920, "orientation": "portrait"}
    length: dict[str, Any] = {} if kind == "image" else {"duration": 12.0, "sounds": True}
    given: dict[str, Any] = {**size, **length, **more}
    return Asset("content", name, 1, kind, folder, group, 1000, "x/y", clock.now() - timedelta(days=3), **given)


MANIFEST = read_manifest(Path(__file__).parents[3] / "manifest.yaml")  # once: it takes longer than most tests here


@pytest.fixture
def documents(database: Database) -> LocalDocuments:
    return LocalDocuments(database, MANIFEST.indexes, rehearse=True)


@pytest.fixture
def queue(database: Database, clock: ManualClock) -> LocalQueue:
    return LocalQueue(database, MANIFEST.queues, clock, Random(1))


@pytest.fixture
def inventory(clock: ManualClock) -> Inventory:
    names = [f"wip_photos/{work}/step{number}.jpg" for work in ("oak-table", "walnut-bench") for number in range(5)]
    names += ["video_uploads/oak-table/film.mp4", "video_uploads/cherry-box/film.mp4", "music_uploads/calm.mp3"]
    return Inventory(clock.now(), "content", tuple(asset(name, clock) for name in names))


@dataclass
class House:
    """Everything that a run needs; `budget` None: no money."""

    documents: LocalDocuments
    queue: LocalQueue
    clock: ManualClock
    vendor: Vendor
    standin: StandIn
    inventory: Inventory
    analytics: dict[str, Any] = field(default_factory=dict)
    past: list[PastDraft] = field(default_factory=list)
    context: list[ContextFile] = field(default_factory=list)
    budget: Decimal | None = Decimal(1)
    made: int = 0

    def ids(self) -> str:
        self.made += 1
        return stable_id("test", self.made)

    @property
    def effects(self) -> EffectLedger:
        return EffectLedger(self.documents, self.clock, self.ids, budget=Budget(self.budget))

    @property
    def tasks(self) -> TaskLedger:
        return TaskLedger(self.documents, self.queue, self.clock, {"draft": "content"}, ids=self.ids)

    def assistant(self, **more: Any) -> ThreadAssistant:
        model = OpenAIThreads(KEY, url=f"{self.standin.url}/v1", price=Price(Decimal(1), Decimal(4)))
        return ThreadAssistant(model, self.documents, self.clock, context=lambda: tuple(self.context), **more)

    def service(self, assistant: Assistant | None = None, **more: Any) -> ProposalService:
        asked = assistant or self.assistant()
        thinker = Thinker(asked, self.effects, lambda: Profile(files=tuple(self.context)))
        more.setdefault("thinker", thinker)
        look: Callable[[], Known] = lambda: Known(self.inventory, self.analytics, self.past)  # noqa: E731 - its type is told
        return ProposalService(
            self.documents, self.tasks, self.clock, self.ids, look=look, rules=RuleProposer(), **more
        )

    def asked(self) -> list[dict[str, Any]]:
        return [one.body for one in self.standin.processed if one.path.endswith("/responses") and one.status == 200]


@pytest.fixture
def house(documents: LocalDocuments, queue: LocalQueue, clock: ManualClock, inventory: Inventory) -> Iterator[House]:
    vendor = Vendor(now=lambda: clock.now().timestamp())
    with serve("openai", vendor) as standin:
        yield House(documents, queue, clock, vendor, standin, inventory)


@pytest.fixture
def good() -> Callable[..., dict[str, Any]]:
    """A draft that nothing is wrong with."""
    import json

    def make(number: int = 0, **changes: Any) -> dict[str, Any]:
        work = ("oak-table", "walnut-bench")[number % 2]
        names = [f"wip_photos/{work}/step{one}.jpg" for one in range(number % 3, number % 3 + 2)]
        scenes = [{"duration": 3, "elements": [{"type": "image", "src": name, "resize": "cover"}]} for name in names]
        draft = {
            "strategy": f"Show how the {work} grew, take {number}, so that people wait for the end.",
            "intent": "teach",
            "resources": names,
            "caption": f"How a {work} is made, part {number}. #craft",
            "movie": json.dumps({"resolution": "instagram-story", "scenes": scenes}),
        }
        return {**draft, **changes}

    return make

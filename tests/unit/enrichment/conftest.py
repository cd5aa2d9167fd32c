"""A real store, the real ledger and runner, and the sample websites on loopback."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest

from sandbox.hunter.web import Hunter
from sandbox.openai.web import OpenAI as Model
from sandbox.sites import Sites, serve
from sandbox.standin import StandIn
from sandbox.standin import serve as serve_vendor
from shared.adapters.local.database import Database
from shared.adapters.local.documents import LocalDocuments
from shared.adapters.local.queue import LocalQueue
from shared.ai.openai import OpenAI
from shared.core.clock import ManualClock, SystemClock
from shared.core.errors import AppError
from shared.core.ids import IdSource, random_id
from shared.core.retry import RetryPolicy
from shared.effects.budget import Budget
from shared.effects.ledger import EffectLedger
from shared.egress import EgressRules
from shared.http import Http
from shared.leads.enriching import Enrichments
from shared.leads.enrichment import Declaration, Enricher, Enrichment, at_work, declarations
from shared.leads.finders import finders
from shared.leads.model import FieldValue, Lead, Provenance
from shared.leads.ordering import EnrichmentPlan
from shared.leads.paying import Paying
from shared.leads.store import LeadStore
from shared.leads.tools import Tools
from shared.leads.waterfall import Waterfall
from shared.leads.waterfall_buying import Answers
from shared.leads.waterfall_orders import fingerprints, missing, orders, wanted
from shared.leads.waterfall_rests import Rests, go_on
from shared.manifest import read_manifest
from shared.tasks.ledger import TaskLedger
from shared.tasks.model import Ending, Task
from shared.tasks.runner import TaskRunner

HOME = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def sites() -> Iterator[Sites]:
    with serve() as running:
        yield running


@pytest.fixture
def tools(sites: Sites) -> Tools:
    rules = EgressRules(allow=frozenset(sites.allow), network=False)
    return Tools(Http(rules, network=False, clock=SystemClock()), video_type="demo")


@pytest.fixture
def lead(clock: ManualClock) -> Callable[..., Lead]:
    def make(id: str = "l1", **fields: str) -> Lead:
        origin = Provenance("import", "fair.csv", clock.now())
        return Lead(id, {name: FieldValue(value, origin) for name, value in fields.items()}, clock.now(), clock.now())

    return make


class Scripted:
    """An enricher that does what a test wants."""

    def __init__(self, one: Declaration, script: Callable[[Lead], Enrichment]) -> None:
        self.name, self.needs, self.wants, self.gives = one.name, one.needs, one.wants, one.gives
        self.price = Decimal(0)
        self.enrich = script


@pytest.fixture
def scripted() -> Callable[..., Declaration]:
    def declare(
        name: str, script: Callable[[Lead], Enrichment], *, needs: str = "", wants: str = "", gives: str = "x"
    ) -> Declaration:
        def make(_tools: Tools) -> Enricher:
            return Scripted(one, script)

        words = (frozenset(text.split()) for text in (needs, wants, gives))
        one = Declaration(name, make, *words, where=f"tests.{name}")
        return one

    return declare


class House:
    """Leads, their enrichers and the work between them; `run` does everything that is due, in some order."""

    def __init__(self, documents: LocalDocuments, queue: LocalQueue, clock: ManualClock, tools: Tools) -> None:
        self.documents, self.clock, self.tools = documents, clock, tools
        self.ledger = TaskLedger(documents, queue, clock, {"enrich": "enrich", "render": "render"})
        self.leads = LeadStore(documents, clock)
        self.order: list[str] = []
        self.use(at_work(declarations()))

    def use(self, enrichers: Sequence[Declaration], attempts: int = 3) -> None:
        self.plan = EnrichmentPlan(enrichers)
        self.enrichments = Enrichments(self.documents, self.clock, enrichers, self.tools)
        handlers: dict[str, Any] = {
            "enrich": lambda: self._handle,
            "attach_video": lambda: self.enrichments.attach_video,
        }
        policies = {"enrich": RetryPolicy(max_attempts=attempts)}
        self.runner = TaskRunner(self.ledger, handlers, policies, self.clock, {})

    def _handle(self, task: Task) -> Ending:
        self.order.append(task.name)
        return self.enrichments.run(task)

    def add(self, lead: Lead, import_id: str = "i1") -> None:
        self.leads.create(lead)
        present = frozenset(name for name, held in lead.fields.items() if held.value)
        self.documents.batch(self.ledger.plan(self.plan.tasks_for(lead.id, present, import_id), "c1"))

    def states(self, lead: str = "l1") -> dict[str, str]:
        return {task.name: task.state for task in self.ledger.for_lead(lead) if task.kind == "enrich"}

    def task(self, name: str, lead: str = "l1") -> Task:
        return next(task for task in self.ledger.for_lead(lead) if task.name == name)

    def run(self, seed: int = 0, limit: int = 200) -> None:
        """Until nothing is queued; a task that was buried lets those go that waited for it."""
        dice = Random(seed)
        for _ in range(limit):
            due = list(self.ledger.list(kind="enrich", state="queued"))
            if not due:
                return
            chosen = dice.choice(due)
            try:
                outcome = self.runner.run(chosen.id)
            except AppError:
                self.clock.advance(400)
                continue
            if outcome == "dead":
                self.ledger.wake(self.enrichments.blocked(chosen.lead))
        raise AssertionError("the work does not come to an end")


@pytest.fixture
def house(documents: LocalDocuments, clock: ManualClock, tools: Tools, tmp_path: Path) -> Iterator[House]:
    database = Database(tmp_path / "queue.db")
    queue = LocalQueue(database, read_manifest(HOME / "manifest.yaml").queues, clock, Random(1))
    yield House(documents, queue, clock, replace(tools))
    database.close()


class Market:
    """Hunter and a language model on loopback, and a house whose enrichers buy from them."""

    def __init__(self, house: House, hunter: StandIn, openai: StandIn, ids: IdSource = random_id) -> None:
        self.house, self.hunter, self.openai = house, hunter, openai
        self.budget: Decimal | None = Decimal(5)
        self.key, self.setting, self.ids = "hunter-sandbox", "", ids
        self.open()

    def open(self) -> None:
        """The parts anew, as another process would have them."""
        house = self.house
        env = {"LEADREEL_HUNTER_KEY": self.key, "LEADREEL_OPENAI_KEY": "sk-sandbox"}
        self.marks = fingerprints(env)
        self.effects = EffectLedger(house.documents, house.clock, self.ids, budget=Budget(self.budget))
        self.rests = Rests(house.documents, house.clock)
        providers = finders(
            hunter_key=self.key,
            hunter_url=self.hunter.url,
            model=OpenAI("sk-sandbox", url=self.openai.url),
            fingerprints=self.marks,
            clock=house.clock,
            network=False,
        )
        paying = Paying(house.documents, self.effects, limit=self.budget)
        answers = Answers(house.documents, self.effects, self.rests, house.clock, paying.of)
        self.waterfall = Waterfall(orders(self.setting), providers, answers, missing(providers))
        house.tools = replace(house.tools, waterfall=self.waterfall)
        house.use([one for one in at_work(declarations(), wanted(self.setting, env)) if one.name != "video"], 6)

    def go_on(self) -> int:
        return go_on(self.rests, self.house.ledger, self.marks)

    def asked(self, name: str = "verified_email", lead: str = "l1") -> list[dict[str, str]]:
        return list(self.house.task(name, lead).result.get("asked", []))

    @property
    def spent(self) -> Decimal:
        return self.effects.spent()


@pytest.fixture
def market(house: House) -> Iterator[Market]:
    with serve_vendor("hunter", Hunter()) as hunter, serve_vendor("openai", Model()) as openai:
        yield Market(house, hunter, openai)

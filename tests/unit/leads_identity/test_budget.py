"""What paid enrichers cost: told before, stopped at the budget, gone on with more, never paid twice."""

import contextlib
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from sandbox.sample import sample_csv
from shared.core import faults
from shared.core.errors import AppError, InvalidInput, NotFound, TransientError
from shared.core.ids import random_id
from shared.core.retry import RetryPolicy
from shared.effects.budget import Budget
from shared.effects.ledger import EffectLedger
from shared.leads.enriching import Enrichments
from shared.leads.enrichment import Declaration, Enrichment, Found
from shared.leads.estimate import Estimate, pace_of
from shared.leads.intake import Intake
from shared.leads.model import Lead
from shared.leads.ordering import EnrichmentPlan
from shared.leads.paying import Paying, amount, resume
from shared.tasks.runner import TaskRunner

House = Any
PRICE = Decimal("0.10")


@dataclass
class Finder:
    """A finder that costs ten cents a call, and counts its calls."""

    calls: list[str] = field(default_factory=list)
    fail: Callable[[], None] = lambda: None

    def __post_init__(self) -> None:
        self.name = "finder"
        self.needs = frozenset({"company_name"})
        self.wants: frozenset[str] = frozenset()
        self.gives = frozenset({"industry"})
        self.price = PRICE

    def enrich(self, lead: Lead) -> Enrichment:
        self.calls.append(lead.id)
        self.fail()
        return Enrichment([Found("industry", "Roofing", 0.9, "asked")], cost=PRICE)


@dataclass
class Shop:
    """A house whose enrichers are a free one and one that is paid."""

    house: House
    limit: Decimal | None = None
    finder: Finder = field(default_factory=Finder)

    def __post_init__(self) -> None:
        house, finder = self.house, self.finder
        paid = Declaration(
            "finder", lambda tools: finder, needs=finder.needs, gives=finder.gives, price=PRICE, where="tests.finder"
        )
        free = Declaration("free", lambda tools: Free(), gives=frozenset({"notes"}), wants=frozenset({"industry"}))
        self.enrichers = (paid, free)
        self.plan = EnrichmentPlan(self.enrichers)
        house.intake = Intake(
            house.documents, house.blobs, house.tasks, house.fields, lambda until: self.plan, house.clock
        )
        self.effects = EffectLedger(house.documents, house.clock, random_id, budget=Budget(self.limit))
        paying = Paying(house.documents, self.effects, limit=self.limit)
        self.enrichments = Enrichments(house.documents, house.clock, self.enrichers, None, paying)  # type: ignore[arg-type] # no tools wanted
        policies = {"enrich": RetryPolicy(max_attempts=3)}
        self.runner = TaskRunner(house.tasks, {"enrich": lambda: self.enrichments.run}, policies, house.clock, {})

    def work(self) -> None:
        """Until nothing is queued."""
        while due := list(self.house.tasks.list(kind="enrich", state="queued", limit=100)):
            for task in due:
                try:
                    self.runner.run(task.id)
                except AppError:
                    self.house.clock.advance(4_000)

    def states(self, name: str) -> dict[str, int]:
        counted: dict[str, int] = {}
        for task in self.house.tasks.list(kind="enrich"):
            if task.name == name:
                counted[task.state] = counted.get(task.state, 0) + 1
        return counted


class Free:
    name = "free"

    def enrich(self, lead: Lead) -> Enrichment:
        return Enrichment([Found("notes", "seen", 0.9, "free")])


@pytest.fixture
def shop(make_house: Callable[..., House]) -> Shop:
    return Shop(make_house(rehearse=False))


ROWS = "name,company\n" + "".join(f"Ana Diaz{number},Firm {number} Ltd\n" for number in range(10)) + "Ben Lee,\n"


def test_the_budget_stops_paid_calls_and_nothing_else_and_more_money_goes_on(shop: Shop) -> None:
    done = shop.house.drop(ROWS, budget="0.35")
    assert done.estimated_cost == Decimal("1.00")
    shop.work()
    assert len(shop.finder.calls) == 3
    assert shop.house.imports.get(done.id).spent == Decimal("0.30")
    assert shop.states("finder") == {"done": 3, "skipped": 8}
    assert shop.states("free") == {"done": 11}
    assert sum("budget" in task.reason for task in shop.house.tasks.list(state="skipped", kind="enrich")) == 7

    assert resume(shop.house.documents, shop.house.clock, shop.house.tasks, done.id, Decimal("0.60")) == 7
    shop.work()
    assert len(shop.finder.calls) == 6
    assert resume(shop.house.documents, shop.house.clock, shop.house.tasks, done.id, Decimal(5)) == 4
    shop.work()
    assert len(shop.finder.calls) == len(set(shop.finder.calls)) == 10
    assert shop.house.imports.get(done.id).spent == Decimal("1.00")
    assert resume(shop.house.documents, shop.house.clock, shop.house.tasks, done.id, None) == 0


def test_without_a_budget_nothing_is_paid(shop: Shop) -> None:
    done = shop.house.drop(ROWS)
    shop.work()
    assert shop.finder.calls == []
    reason = next(
        task.reason for task in shop.house.tasks.list(state="skipped", kind="enrich") if "finder" in task.reason
    )
    assert "no budget is set" in reason
    assert shop.house.imports.get(done.id).spent == 0


def test_the_whole_houses_budget_bounds_every_file(make_house: Callable[..., House]) -> None:
    shop = Shop(make_house(rehearse=False), limit=Decimal("0.50"))
    shop.house.drop(ROWS, "one.csv", budget="0.30")
    shop.house.drop(ROWS.replace("Ana", "Eva"), "two.csv", budget="9")
    shop.work()
    assert len(shop.finder.calls) == 5
    assert shop.effects.account().spent == Decimal("0.50")


def test_calls_made_side_by_side_do_not_go_over_the_budget(shop: Shop) -> None:
    shop.house.drop(ROWS, budget="0.50")
    tasks = [task.id for task in shop.house.tasks.list(kind="enrich", state="queued") if task.name == "finder"]

    def some(ids: list[str]) -> None:
        for id in ids:
            with contextlib.suppress(AppError):
                shop.runner.run(id)

    workers = [threading.Thread(target=some, args=(tasks[start::4],)) for start in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(shop.finder.calls) <= 5
    assert shop.effects.account().spent <= Decimal("0.50")


@pytest.mark.parametrize("point", ["enrichment.after_enrich", "effects.after_done", "tasks.before_settle"])
def test_an_attempt_that_dies_behind_the_call_does_not_buy_again_what_was_answered(shop: Shop, point: str) -> None:
    shop.house.drop("name,company\nAna Diaz,Acme\n", budget="5")
    faults.arm(point, faults.fail)
    shop.work()
    assert shop.states("finder") == {"done": 1}
    assert len(shop.finder.calls) == (2 if point == "enrichment.after_enrich" else 1)  # there the answer was lost


def test_what_a_lead_has_is_not_bought(shop: Shop) -> None:
    done = shop.house.drop("name,company,industry\nAna Diaz,Acme,Roofing\n", budget="5")
    shop.work()
    assert (shop.finder.calls, done.estimated_cost) == ([], 0)


def test_the_newest_file_with_a_budget_pays(shop: Shop) -> None:
    first = shop.house.drop(ROWS, budget="0")
    shop.work()
    assert shop.finder.calls == []
    shop.house.clock.advance(60)
    again = shop.house.drop(ROWS, budget="5")
    resume(shop.house.documents, shop.house.clock, shop.house.tasks, first.id, None)
    shop.work()
    assert len(shop.finder.calls) == 10
    assert shop.house.imports.get(again.id).spent == Decimal("1.00")


def test_limit_takes_the_first_rows_alone(shop: Shop) -> None:
    done = shop.house.drop(ROWS, limit="4", budget="5")
    shop.work()
    assert (done.created, len(shop.finder.calls)) == (4, 4)


def test_the_estimate_for_the_sample_is_what_it_costs(shop: Shop, tmp_path: Path) -> None:
    file = tmp_path / "sample.csv"
    sample_csv(file, [f"http://127.0.0.1:{port}" for port in range(9001, 9006)])
    seen = shop.house.intake.preview(file)
    done = shop.house.drop(file.read_bytes(), "sample.csv", budget="100")
    shop.work()
    spent = shop.house.imports.get(done.id).spent
    assert (seen.created, seen.merged, seen.updated, seen.rejected) == (
        done.created,
        done.merged,
        done.updated,
        done.rejected,
    )
    assert seen.estimated_cost == done.estimated_cost
    assert abs(seen.estimated_cost - spent) <= spent * Decimal("0.1"), (seen.estimated_cost, spent)
    assert seen.paid_calls == pytest.approx(len(shop.finder.calls), rel=0.1)
    assert seen.estimated_seconds > 0


def test_time_is_estimated_by_what_tasks_took(shop: Shop) -> None:
    shop.finder.fail = lambda: shop.house.clock.advance(2)
    shop.house.drop("name,company\nAna Diaz,Acme\n", budget="5")
    shop.work()
    pace = pace_of(shop.house.tasks.list(state="done", kind="enrich"))
    assert pace["finder"] == 2.0
    estimate = Estimate(shop.plan.enrichers, pace)
    for _ in range(10):
        estimate.add(frozenset({"company_name"}))
    assert estimate.seconds(2) == pytest.approx(10.0)


@pytest.mark.parametrize("text", ["much", "-1", "NaN", "Infinity"])
def test_what_is_no_amount_is_said(text: str) -> None:
    with pytest.raises(InvalidInput, match="no amount"):
        amount(text)


def test_only_an_import_can_be_resumed(shop: Shop) -> None:
    with pytest.raises(NotFound, match="imports list"):
        resume(shop.house.documents, shop.house.clock, shop.house.tasks, "nobody", None)


def test_an_outage_is_tried_again_and_paid_once(shop: Shop) -> None:
    outages = [TransientError("away").without_effect()]

    def fail() -> None:
        if outages:
            raise outages.pop()

    shop.finder.fail = fail
    done = shop.house.drop("name,company\nAna Diaz,Acme\n", budget="0.10")
    shop.work()
    assert shop.states("finder") == {"done": 1}
    assert shop.house.imports.get(done.id).spent == PRICE

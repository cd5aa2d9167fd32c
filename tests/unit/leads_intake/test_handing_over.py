"""A file that is longer than one call may take goes from call to call, and every row becomes one lead."""

from collections import Counter
from contextlib import suppress
from random import Random
from typing import Any

import pytest

from shared.core import faults
from shared.core.errors import TransientError
from shared.core.retry import RetryPolicy
from shared.leads.handing import KIND
from shared.leads.intake import Intake
from shared.leads.ordering import EnrichmentPlan
from shared.tasks.runner import TaskRunner

ROWS = 20_000
TICK = 0.1  # seconds that storing a group of chunks takes here


class Killed(BaseException):
    """The process ends here, without another word."""


def table(rows: int) -> str:
    lines = (f'Ana{n} Diaz{n},a{n}@x{n % 97}-test.com,"Bonn, a line\nand another"' for n in range(1, rows + 1))
    return "Full Name,Email,City\n" + "\n".join(lines) + "\n"


class Calls:
    """An intake whose calls may last a quarter of a second, and the queue that goes on with what they leave."""

    def __init__(self, house: Any, patience: float = 0.25) -> None:
        self.house = house
        self.count = 0
        plan = lambda until: EnrichmentPlan((), until)  # noqa: E731 - as in the house
        self.intake = Intake(
            house.documents, house.blobs, house.tasks, house.fields, plan, house.clock, patience=patience
        )
        handlers = {KIND: lambda: self.intake.go_on}
        self.runner = TaskRunner(house.tasks, handlers, {KIND: RetryPolicy(max_attempts=99)}, house.clock, {KIND: 60})

    def again(self, work: Any) -> None:
        """One delivery. What was cut off or put off is delivered again later."""
        self.count += 1
        try:
            work()
        except (Killed, TransientError):
            self.house.clock.advance(61)

    def until_done(self, ref: Any, twice: bool = False) -> None:
        while self.count < 2_000:
            found = next(iter(self.house.imports.list()), None)
            if found is not None and found.state == "done":
                return
            with suppress(Killed):
                self.house.tasks.drain()
            open_tasks = [
                task.id for state in ("queued", "running") for task in self.house.tasks.list(kind=KIND, state=state)
            ]
            for id in open_tasks:
                for _ in range(1 + twice):
                    self.again(lambda id=id: self.runner.run(id))
            if not open_tasks or (twice and self.count % 3 == 0):
                self.again(lambda: self.intake.run(ref))
        raise AssertionError("it never ended")


@pytest.fixture(autouse=True)
def disarmed() -> Any:
    yield
    faults.disarm()


def always(point: str, action: Any) -> None:
    def again(name: str) -> None:
        always(point, action)
        action(name)

    faults.arm(point, again)


def every_row_is_one_lead(house: Any, rows: int) -> None:
    (done,) = house.imports.list()
    assert (done.state, done.rows, done.created) == ("done", rows, rows)
    assert house.leads.count() == rows
    told = Counter(one.row for one in house.imports.rows(done.id))
    assert told == Counter(range(1, rows + 1))
    said = {found.data["fields"]["email"] for found in house.leads.by_id()}
    assert len(said) == rows


def test_a_long_file_takes_many_calls_and_each_row_is_stored_once(house: Any) -> None:
    always("intake.after_chunk", lambda _: house.clock.advance(TICK))
    calls = Calls(house)
    ref = house.put(table(ROWS), stop_at="leads")
    calls.again(lambda: calls.intake.run(ref))
    (begun,) = house.imports.list()
    assert begun.state == "running" and 0 < begun.rows < ROWS / 4
    calls.until_done(ref)
    assert calls.count >= 8
    every_row_is_one_lead(house, ROWS)
    tasks = list(house.tasks.list(kind=KIND))
    assert {task.state for task in tasks} == {"done"}
    assert len({task.payload["row"] for task in tasks}) == len(tasks) == calls.count - 1


@pytest.mark.parametrize("seed", [1, 2])
def test_nor_do_kills_and_repeated_deliveries_store_a_row_twice(house: Any, seed: int) -> None:
    dice = Random(seed)

    def step(point: str) -> None:
        if point == "intake.after_chunk":
            house.clock.advance(TICK)
        if dice.random() < 0.1:
            raise Killed

    for point in (
        "intake.after_chunk", "intake.before_chunk", "intake.before_hand_over", "intake.after_hand_over",
        "tasks.before_work", "tasks.before_settle", "tasks.after_settle", "tasks.before_enqueue",
        "intake.before_finish", "intake.after_finish",
    ):  # fmt: skip
        always(point, step)
    calls = Calls(house)
    calls.until_done(house.put(table(4_000), stop_at="leads"), twice=True)
    faults.disarm()
    every_row_is_one_lead(house, 4_000)


def test_a_file_that_cannot_be_divided_goes_on_as_well(house: Any) -> None:
    text = "[" + ",".join(f'{{"email": "a{n}@x-test.com", "name": "Ana {n}"}}' for n in range(3_000)) + "]"
    calls = Calls(house, patience=0.0)
    calls.until_done(house.put(text, "leads.json", stop_at="leads"))
    assert calls.count > 3
    every_row_is_one_lead(house, 3_000)


def test_what_remains_of_an_import_that_was_undone_meanwhile_is_left_alone(house: Any) -> None:
    calls = Calls(house, patience=0.0)
    ref = house.put(table(2_000), stop_at="leads")
    begun = calls.intake.run(ref)
    house.documents.set("imports", begun.id, {**house.documents.get("imports", begun.id), "state": "undone"})
    (task,) = house.tasks.list(kind=KIND)
    assert calls.runner.run(task.id) == "done"
    assert house.imports.get(begun.id).rows == begun.rows

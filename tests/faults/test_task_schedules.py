"""Messages that repeat, get lost or come late, workers that die anywhere: each task's work is committed once."""

import json
from collections import Counter
from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from shared.adapters.local.queue import LocalQueue
from shared.core.errors import TransientError
from shared.core.retry import RetryPolicy
from shared.ops.reaper import Reaper
from shared.ports.documents import Update
from shared.ports.queue import Dispatch, QueueConfig
from shared.tasks.ledger import TaskLedger
from shared.tasks.model import Consequences, Ending, Handler, NewTask, Task
from shared.tasks.runner import TaskRunner

LEASE, KILL = 60.0, 50.0  # seconds


class House:
    """One lead, on which three tasks work: `a` finds something, `b` needs it, `w` waits for it; `a` also orders `c`."""

    def __init__(self, stage: Any, handler: Callable[["House"], Handler] | None = None) -> None:
        self.stage = stage
        self.lead = f"lead{stage.seed}"
        self.queue_name = f"q{stage.seed}"
        policy = RetryPolicy(max_attempts=-1, min_backoff=5, max_backoff=20)
        config = QueueConfig(self.queue_name, "enrich", rate=500, burst=500, dispatch_deadline=KILL, retry=policy)
        self.queue = LocalQueue(stage.database, {self.queue_name: config}, stage.clock, Random(stage.seed))
        self.ledger = TaskLedger(
            stage.documents,
            self.queue,
            stage.clock,
            {"enrich": self.queue_name, "order": self.queue_name},
            ids=stage.id,
        )
        work = handler(self) if handler else self.work
        kinds = {"enrich": lambda: work, "order": lambda: work}
        self.runner = TaskRunner(
            self.ledger, kinds, {"enrich": policy, "order": policy}, stage.clock, {"enrich": LEASE, "order": LEASE}
        )
        self.reaper = Reaper(self.ledger, stage.clock, backlog=self.queue.backlog)
        self.seen: list[Dispatch] = []

    def task(self, name: str, *, kind: str = "enrich", waiting: bool = False) -> NewTask:
        return NewTask(kind, lead=self.lead, name=name, waiting=waiting)

    def begin(self) -> None:
        tasks = [self.task("a"), self.task("b"), self.task("w", waiting=True)]
        self.stage.documents.batch(self.ledger.plan(tasks, "c1"))

    def work(self, task: Task) -> Ending:
        found = self.stage.documents.get("leads", self.lead)
        self.stage.point("far.after")  # whatever it does outside takes its time
        if task.name == "b" and "a" not in found:
            return Ending("skipped", reason="a is missing")

        def apply(reader: Any) -> Consequences:
            lead = reader.get("leads", self.lead)
            counted = Update("leads", self.lead, {**lead, task.name: lead.get(task.name, 0) + 1})
            if task.name != "a":
                return Consequences([counted])
            wake = [self.task("w").id, self.task("b").id]
            return Consequences([counted], [self.task("c", kind="order")], wake)

        return Ending(apply=apply)

    def deliver(self, dispatch: Dispatch) -> None:
        try:
            self.runner.run(json.loads(dispatch.body)["task"], dispatch.attempt)
        except TransientError as error:
            self.queue.fail(dispatch, reason=str(error), retry_after=error.retry_after)
        else:
            self.queue.succeed(dispatch)

    def receive(self) -> list[Dispatch]:
        dispatches = list(self.queue.lease(4))
        self.seen += dispatches
        return dispatches


def play(stage: Any, house: House, *, steps: int = 70) -> None:
    stage.documents.set("leads", house.lead, {"n": 0})
    house.begin()
    for _ in range(steps):
        _move(stage, house)
    stage.calm()
    for _ in range(12):
        stage.clock.advance(400)
        try:
            house.reaper.rescue()
        except TransientError:
            continue
        while dispatches := house.receive():
            for dispatch in dispatches:
                house.deliver(dispatch)
    states = Counter(task.state for task in house.ledger.for_lead(house.lead))
    assert states == {"done": 4}, f"SEED={stage.seed}: {dict(states)} although everything works again"
    lead = stage.documents.get("leads", house.lead)
    assert lead == {"n": 0, "a": 1, "b": 1, "w": 1, "c": 1}, f"SEED={stage.seed}: committed {lead}"


def _move(stage: Any, house: House) -> None:
    move = stage.random.random()
    if move < 0.15 and len(stage.live) < 4:
        for dispatch in house.receive():
            if stage.chance_of(0.15):
                house.queue.succeed(dispatch)  # the message is lost
            else:
                stage.start(lambda dispatch=dispatch: house.deliver(dispatch))
    elif move < 0.20 and house.seen:
        again = stage.random.choice(house.seen)
        stage.start(lambda: house.deliver(again))
    elif move < 0.25:
        stage.start(house.reaper.rescue)
    elif move < 0.28:
        stage.start(house.ledger.drain)
    elif move < 0.32 and stage.live:
        stage.kill(stage.random.choice(stage.live))
    elif move < 0.45:
        stage.pass_time(stage.random.uniform(0, 30), kill_after=KILL)
    elif stage.live:
        stage.step_some()


def test_every_tasks_work_is_committed_once_and_none_is_left_behind(new_stage, seeds) -> None:
    for seed in seeds(40):
        stage = new_stage(seed)
        play(stage, House(stage))


def counting_outside(house: House) -> Handler:
    """A handler that writes on its own, instead of with the end of its task."""

    def work(task: Task) -> Ending:
        ending = house.work(task)
        if ending.apply and task.name != "a":
            for write in ending.apply(house.stage.documents).writes:
                house.stage.documents.set(write.collection, write.id, write.data)
            return Ending()
        return ending

    return work


def test_the_schedules_see_a_handler_that_writes_before_its_end_is_recorded(new_stage) -> None:
    for seed in range(80):
        stage = new_stage(seed)
        try:
            play(stage, House(stage, counting_outside))
        except AssertionError:
            return
    pytest.fail("80 schedules saw nothing")


def test_the_schedules_see_a_lost_awakening(new_stage, monkeypatch: pytest.MonkeyPatch) -> None:
    real = TaskLedger.settle

    def forgetful(self: TaskLedger, task: Task, ending: Ending) -> Task:
        data = self._documents.get("tasks", task.id)
        if data and data.pop("again", None):
            self._documents.set("tasks", task.id, data)
        return real(self, task, ending)

    monkeypatch.setattr(TaskLedger, "settle", forgetful)
    for seed in range(115, 315):  # the first to see it is 119
        stage = new_stage(seed)
        try:
            play(stage, House(stage))
        except AssertionError:
            return
    pytest.fail("200 schedules saw nothing")

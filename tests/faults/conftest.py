"""A stage on which deliveries run one step at a time, in an order that a seed decides.

Each delivery is a thread that runs only while it holds the baton and gives it back at every fault point and at every
call to the store; so a schedule is a list of choices, and a failing seed replays with `SEED=n`. `SCHEDULES=n` runs more
of them. A process dies by an exception that nothing in the house catches.
"""

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest

from shared.adapters.local.database import Database
from shared.adapters.local.documents import LocalDocuments
from shared.core import faults
from shared.core.clock import ManualClock
from shared.core.errors import Conflict, TransientError
from shared.manifest import read_manifest

HOME = Path(__file__).parents[2]


class Died(BaseException):
    """The process of this delivery is no more."""


class Delivery:
    """One attempt, from its arrival to its end or death."""

    def __init__(self, stage: "Stage", work: Callable[[], Any]) -> None:
        self.began = stage.clock.now()
        self.ended = False
        self.result: Any = None
        self._verdict: BaseException | None = None
        self._go = threading.Semaphore(0)
        self._parked = threading.Semaphore(0)
        self._stage = stage
        self._thread = threading.Thread(target=self._run, args=(work,), daemon=True)
        self._thread.start()

    def step(self, verdict: BaseException | None = None) -> None:
        """Run to the next point; with a verdict, that is raised where the delivery stands."""
        self._verdict = verdict
        self._go.release()
        self._parked.acquire()
        if self.ended:
            self._thread.join()

    def park(self) -> None:
        self._parked.release()
        self._go.acquire()
        if self._verdict is not None:
            raise self._verdict

    def _run(self, work: Callable[[], Any]) -> None:
        self._stage.here.delivery = self
        self._go.acquire()
        try:
            if self._verdict is not None:
                raise self._verdict
            self.result = work()
        except Died as death:
            self.result = death
        except Exception as error:  # noqa: BLE001 - what a delivery ends with is the schedule's business
            self.result = error
        finally:
            self.ended = True
            self._parked.release()


class Stage:
    """The clock, the store and the deliveries of one schedule."""

    def __init__(self, seed: int, documents: LocalDocuments, database: Database) -> None:
        self.seed = seed
        self.database = database
        self.random = Random(seed)
        self.clock = ManualClock()
        self.here = threading.local()
        self.live: list[Delivery] = []
        self.quiet = False  # no more faults
        self.documents = Store(self, documents)
        self._numbers = 0

    def id(self) -> str:
        self._numbers += 1
        return f"s{self.seed}n{self._numbers}"

    def point(self, name: str) -> None:
        delivery = getattr(self.here, "delivery", None)
        room, _, step = name.partition(".")
        # The points around a commit are the store's own here; parking at both would only make schedules longer.
        if delivery is not None and not self.quiet and (room in {"store", "far"} or step.endswith(("send", "work"))):
            delivery.park()

    def chance(self, odds: float) -> bool:
        """A misfortune of the delivery at work."""
        return not self.quiet and getattr(self.here, "delivery", None) is not None and self.random.random() < odds

    def chance_of(self, odds: float) -> bool:
        """A choice of the schedule itself."""
        return self.random.random() < odds

    def start(self, work: Callable[[], Any]) -> Delivery:
        delivery = Delivery(self, work)
        self.live.append(delivery)
        return delivery

    def step_some(self) -> None:
        """Let one delivery run for a while."""
        delivery = self.random.choice(self.live)
        for _ in range(self.random.choice([1, 1, 2, 4, 12])):
            delivery.step()
            if delivery.ended:
                self.live.remove(delivery)
                return

    def pass_time(self, seconds: float, *, kill_after: float) -> None:
        """Let the clock run; the platform ends whoever has taken too long."""
        self.clock.advance(seconds)
        for delivery in list(self.live):
            if (self.clock.now() - delivery.began).total_seconds() >= kill_after:
                self.kill(delivery)

    def kill(self, delivery: Delivery) -> None:
        while not delivery.ended:
            delivery.step(Died())
        self.live.remove(delivery)

    def calm(self) -> None:
        """The end of all faults: whoever is left dies, and from now on everything works."""
        for delivery in list(self.live):
            self.kill(delivery)
        self.quiet = True


class Store:
    """The real store, reached over a line that fails, loses answers and repeats transactions."""

    def __init__(self, stage: Stage, real: LocalDocuments) -> None:
        self._stage = stage
        self._real = real

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    def transaction(self, work: Callable[[Any], Any]) -> Any:
        return self._over_the_line(lambda: self._real.transaction(work))

    def batch(self, writes: Sequence[Any]) -> None:
        self._over_the_line(lambda: self._real.batch(writes))

    def delete(self, *arguments: Any, **named: Any) -> None:
        self._over_the_line(lambda: self._real.delete(*arguments, **named))

    def _over_the_line(self, call: Callable[[], Any]) -> Any:
        self._stage.point("store.before")
        if self._stage.chance(0.05):
            raise TransientError("the store does not answer")
        answer = call()
        if self._stage.chance(0.05):
            kind = self._stage.random.choice([TransientError, Conflict])
            raise kind("the answer was lost, the commit was not")
        self._stage.point("store.after")
        return answer


@pytest.fixture
def new_stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[int], Stage]]:
    stages: list[Stage] = []

    class Everywhere(dict[str, Callable[[str], None]]):
        def get(self, point: str, default: Any = None) -> Any:
            return stages[-1].point if stages else None

    monkeypatch.setattr(faults, "_armed", Everywhere(any=lambda _: None))
    database = Database(tmp_path / "state.db")
    documents = LocalDocuments(database, read_manifest(HOME / "manifest.yaml").indexes)

    def new(seed: int) -> Stage:
        stages.append(Stage(seed, documents, database))
        return stages[-1]

    yield new
    database.close()


@pytest.fixture
def seeds() -> Callable[[int], Sequence[int]]:
    """The seeds to run: `SEED` alone, or as many as `SCHEDULES` says, or the default given."""

    def choose(default: int) -> Sequence[int]:
        if "SEED" in os.environ:
            return [int(os.environ["SEED"])]
        return range(int(os.environ.get("SCHEDULES", default)))

    return choose

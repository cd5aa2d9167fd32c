"""The delivering side: what a door answers decides what becomes of the task."""

import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from local.calling import OuterDoors
from local.worker import Answer, Worker
from shared.app import App
from shared.core.settings import Settings
from shared.ports.queue import Dispatch, QueueTask


@pytest.fixture
def house(tmp_path: Path) -> Iterator[App]:
    app = App(Settings(data=tmp_path / "data", network=False))
    yield app
    app.database.close()


def deliver(house: App, door: object, seconds: float = 5.0) -> None:
    """Run a worker until its queues are empty or the time is up."""
    stop = threading.Event()
    worker = Worker(house.queue, door)  # type: ignore[arg-type]
    thread = threading.Thread(target=worker.run, args=(stop,))
    thread.start()
    end = time.monotonic() + seconds
    while time.monotonic() < end and (any(house.queue.backlog().values()) or worker.under_way):
        time.sleep(0.01)
    stop.set()
    thread.join()


def test_an_accepted_task_is_over(house: App) -> None:
    seen: list[bytes] = []

    def door(dispatch: Dispatch) -> Answer:
        seen.append(dispatch.body)
        return Answer(204)

    house.queue.enqueue_many(QueueTask("enrich", b"%d" % n, f"t{n}") for n in range(20))
    deliver(house, door)
    assert sorted(seen) == sorted(b"%d" % n for n in range(20))
    assert not any(house.queue.backlog().values())


def test_a_refused_task_comes_again_and_knows_how_often(house: App) -> None:
    counts: list[str] = []

    def door(dispatch: Dispatch) -> Answer:
        counts.append(dispatch.headers["X-CloudTasks-TaskRetryCount"])
        return Answer(500, "not yet") if len(counts) == 1 else Answer(200)

    house.queue.enqueue(QueueTask("enrich", b"x", "t"))
    deliver(house, door)
    assert counts == ["0", "1"]


def test_a_door_that_breaks_down_stops_nobody_else(house: App) -> None:
    done: list[bytes] = []

    def door(dispatch: Dispatch) -> Answer:
        if dispatch.body == b"bad":
            raise RuntimeError("a defect of the caller itself")
        done.append(dispatch.body)
        return Answer(200)

    house.queue.enqueue(QueueTask("enrich", b"bad", "bad"))
    house.queue.enqueue_many(QueueTask("enrich", b"%d" % n, f"t{n}") for n in range(5))
    deliver(house, door, seconds=1)
    assert len(done) == 5


def test_a_call_that_outlasts_its_deadline_ends_the_functions_process(house: App) -> None:
    import os

    env = {**os.environ, **house.settings.environment(), "LEADREEL_FAULTS": "intake.before_claim=hang"}
    doors = OuterDoors(house.manifest.functions, house.signer, house.clock, env, house.state)
    try:
        doors.start()
        first = doors._process
        assert first
        blob = house.blobs.put("uploads", "a.csv", b"full_name\nAna\n")
        from shared.ports.events import finalized

        house.events.publish(finalized(blob))
        (dispatch,) = house.queue.lease(1)
        soon = Dispatch(**{name: getattr(dispatch, name) for name in Dispatch.__slots__} | {
            "deadline": house.clock.now() + timedelta(seconds=1.5)
        })  # fmt: skip
        answer = doors(soon)
        assert (answer.status, "deadline" in answer.reason) == (0, True)
        assert first.poll() is not None
        doors.start()
        assert doors._process and doors._process.pid != first.pid
    finally:
        doors.stop()

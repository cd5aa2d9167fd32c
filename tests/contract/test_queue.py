"""What every task queue promises: Cloud Tasks' behaviour."""

import os
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.core.errors import Conflict, InvalidInput
from shared.core.retry import RetryPolicy
from shared.ports.queue import Dispatch, QueueConfig, QueueTask

FAST = RetryPolicy(max_attempts=3, min_backoff=2, max_backoff=60, max_doublings=3)
PLAIN = QueueConfig("enrich", "enrich", rate=100, burst=100, max_concurrent=100, dispatch_deadline=60, retry=FAST)
OTHER = replace(PLAIN, name="render", function="render")
HOUR = 3600.0
delivering = pytest.mark.one_machine("in the cloud the platform delivers")


def task(name: str | None = None, **more: Any) -> QueueTask:
    return QueueTask("enrich", b"body", name=name, **more)


def names(dispatches: Any) -> list[str]:
    return [dispatch.name for dispatch in dispatches]


def only(dispatches: Any) -> Dispatch:
    (dispatch,) = dispatches
    return dispatch  # type: ignore[no-any-return] # dispatches come from either back end


# Sending


@delivering
def test_a_task_is_handed_out_once_with_what_it_carries(shelf: Any) -> None:
    queue = shelf.queue(PLAIN)
    queue.enqueue(QueueTask("enrich", b"\x00\xff body", name="t1", headers={"X-Own": "1"}))
    dispatch = only(queue.lease(10))
    assert (dispatch.queue, dispatch.name, dispatch.function) == ("enrich", "t1", "enrich")
    assert dispatch.body == b"\x00\xff body"
    assert dispatch.attempt == 1
    assert dispatch.deadline == shelf.clock.now() + timedelta(seconds=60)
    assert (
        dispatch.headers.items()
        >= {
            "X-Own": "1",
            "X-CloudTasks-TaskName": "t1",
            "X-CloudTasks-QueueName": "enrich",
            "X-CloudTasks-TaskRetryCount": "0",
            "X-CloudTasks-TaskExecutionCount": "0",
        }.items()
    )
    assert float(dispatch.headers["X-CloudTasks-TaskETA"]) == shelf.clock.now().timestamp()
    assert not queue.lease(10)
    queue.succeed(dispatch)
    assert queue.backlog() == {"enrich": 0}
    assert queue.next_due() is None


@delivering
def test_a_name_is_refused_while_pending_and_for_24_hours_after_the_end(shelf: Any) -> None:
    queue = shelf.queue(PLAIN)
    queue.enqueue(task("t1"))
    with pytest.raises(Conflict, match="t1"):
        queue.enqueue(task("t1"))
    dispatch = only(queue.lease(1))
    with pytest.raises(Conflict):
        queue.enqueue(task("t1"))
    queue.succeed(dispatch)
    shelf.clock.advance(24 * HOUR - 1)
    with pytest.raises(Conflict):
        queue.enqueue(task("t1"))
    shelf.clock.advance(2)
    assert queue.enqueue(task("t1")) == "t1"
    assert only(queue.lease(1)).attempt == 1


def test_names_belong_to_their_queue(shelf: Any) -> None:
    queue = shelf.queue(PLAIN, OTHER)
    queue.enqueue(task("t1"))
    queue.enqueue(QueueTask("render", b"", name="t1"))
    assert shelf.waiting(queue) == 2


def test_tasks_without_a_name_are_all_different(shelf: Any) -> None:
    queue = shelf.queue(PLAIN)
    assert queue.enqueue(task()) != queue.enqueue(task())
    assert shelf.waiting(queue) == 2


def test_many_are_accepted_at_once_and_taken_names_passed_over(shelf: Any) -> None:
    queue = shelf.queue(PLAIN)
    queue.enqueue(task("t5"))
    assert queue.enqueue_many(task(f"t{number}") for number in range(601)) == 600
    assert queue.enqueue_many([task("t1"), task("new"), task("new")]) == 1
    assert queue.enqueue_many([]) == 0
    assert shelf.waiting(queue) == 602


@delivering
def test_a_waiting_task_can_be_taken_back_and_its_name_stays_refused(shelf: Any) -> None:
    queue = shelf.queue(PLAIN)
    queue.enqueue_many([task("t1"), task("t2")])
    assert queue.cancel("enrich", "t1")
    assert not queue.cancel("enrich", "t1")
    assert not queue.cancel("enrich", "nothing")
    assert names(queue.lease(5)) == ["t2"]
    assert not queue.cancel("enrich", "t2")  # it is running
    with pytest.raises(Conflict):
        queue.enqueue(task("t1"))


@delivering
def test_a_task_waits_for_its_time(shelf: Any) -> None:
    queue = shelf.queue(PLAIN)
    later = shelf.clock.now() + timedelta(hours=1)
    queue.enqueue(task("t1", not_before=later))
    assert not queue.lease(1)
    assert queue.next_due() == later
    shelf.clock.advance(HOUR)
    assert names(queue.lease(1)) == ["t1"]


@pytest.mark.parametrize(
    "wrong",
    [
        QueueTask("nowhere", b""),
        QueueTask("enrich", b"x" * 1_048_577),
        QueueTask("enrich", b"", name="a b"),
        QueueTask("enrich", b"", name=""),
        QueueTask("enrich", b"", name="x" * 501),
        QueueTask("enrich", b"", name="a/b"),
    ],
)
def test_what_cloud_tasks_refuses_is_refused(shelf: Any, wrong: QueueTask) -> None:
    queue = shelf.queue(PLAIN)
    with pytest.raises(InvalidInput):
        queue.enqueue(wrong)
    with pytest.raises(InvalidInput):
        queue.enqueue_many([wrong])
    assert shelf.waiting(queue) == 0


def test_a_task_is_due_within_30_days(shelf: Any) -> None:
    queue = shelf.queue(PLAIN)
    queue.enqueue(task("t1", not_before=shelf.clock.now() + timedelta(days=30)))
    with pytest.raises(InvalidInput, match="30 days"):
        queue.enqueue(task("t2", not_before=shelf.clock.now() + timedelta(days=30, seconds=1)))


def test_a_name_is_refused_while_pending_and_after_it_was_taken_back(shelf: Any) -> None:
    queue = shelf.queue(PLAIN)
    assert queue.enqueue(task("t1")) == "t1"
    with pytest.raises(Conflict, match="t1"):
        queue.enqueue(task("t1"))
    assert queue.cancel("enrich", "t1")
    assert not queue.cancel("enrich", "t1")
    assert not queue.cancel("enrich", "nothing")
    with pytest.raises(Conflict):
        queue.enqueue(task("t1"))
    assert shelf.waiting(queue) == 0


# Retries


@delivering
def test_a_failed_task_comes_back_after_growing_waits_and_is_given_up_at_last(shelf: Any) -> None:
    queue = shelf.queue(PLAIN)
    queue.enqueue(task("t1"))
    for attempt, wait in ((1, 2), (2, 4)):
        dispatch = only(queue.lease(1))
        assert dispatch.attempt == attempt
        assert dispatch.headers["X-CloudTasks-TaskRetryCount"] == str(attempt - 1)
        assert dispatch.headers["X-CloudTasks-TaskExecutionCount"] == str(attempt - 1)
        queue.fail(dispatch, reason="500")
        assert queue.next_due() == shelf.clock.now() + timedelta(seconds=wait)
        shelf.clock.advance(wait - 0.1)
        assert not queue.lease(1)
        shelf.clock.advance(0.1)
    queue.fail(only(queue.lease(1)), reason="the last 500")
    shelf.clock.advance(HOUR)
    assert not queue.lease(1)
    assert queue.backlog() == {"enrich": 0}
    (buried,) = queue.buried()
    assert (buried.queue, buried.name, buried.attempts, buried.reason) == ("enrich", "t1", 3, "the last 500")
    with pytest.raises(Conflict):
        queue.enqueue(task("t1"))


@delivering
def test_both_limits_must_be_reached_where_both_are_set(shelf: Any) -> None:
    queue = shelf.queue(
        replace(PLAIN, retry=RetryPolicy(max_attempts=2, min_backoff=10, max_doublings=0, max_duration=35))
    )
    queue.enqueue(task("t1"))
    attempts = 0
    while queue.backlog()["enrich"]:
        for dispatch in queue.lease(1):
            attempts += 1
            queue.fail(dispatch, reason="500")
        shelf.clock.advance(1)
    assert attempts == 4  # at 0, 10, 30 and 60 s: the second attempt ended before the 35 s were over


@delivering
def test_without_limits_a_task_is_tried_for_ever(shelf: Any) -> None:
    queue = shelf.queue(replace(PLAIN, retry=RetryPolicy(max_attempts=-1, min_backoff=1, max_backoff=1)))
    queue.enqueue(task("t1"))
    for attempt in range(1, 40):
        dispatch = only(queue.lease(1))
        assert dispatch.attempt == attempt
        queue.fail(dispatch, reason="500")
        shelf.clock.advance(1)


@delivering
def test_retry_after_lengthens_the_wait_of_that_task_alone(shelf: Any) -> None:
    queue = shelf.queue(PLAIN)
    queue.enqueue_many([task("t1"), task("t2")])
    first = next(each for each in queue.lease(1))
    queue.fail(first, reason="come later", retry_after=50)
    assert names(queue.lease(5)) == [name for name in ("t1", "t2") if name != first.name]
    shelf.clock.advance(49)
    assert not queue.lease(5)
    shelf.clock.advance(1)
    assert names(queue.lease(5)) == [first.name]


@delivering
def test_slow_down_holds_the_whole_queue_back_and_no_other(shelf: Any) -> None:
    queue = shelf.queue(PLAIN, OTHER)
    queue.enqueue_many([task("t1"), task("t2"), QueueTask("render", b"", name="r1")])
    dispatch = next(each for each in queue.lease(3) if each.queue == "enrich")
    queue.enqueue_many([task("t3"), QueueTask("render", b"", name="r2")])
    queue.fail(dispatch, reason="429", retry_after=30, slow_down=True)
    assert names(queue.lease(5)) == ["r2"]
    shelf.clock.advance(29)
    assert not queue.lease(5)
    assert queue.next_due() == shelf.clock.now() + timedelta(seconds=1)
    shelf.clock.advance(1)
    assert set(names(queue.lease(5))) == {dispatch.name, "t3"}


# Leases


@delivering
def test_an_attempt_that_does_not_answer_in_time_is_counted_and_handed_out_again(shelf: Any) -> None:
    queue = shelf.queue(PLAIN)
    queue.enqueue(task("t1"))
    late = only(queue.lease(1))
    shelf.clock.advance(59.9)
    assert not queue.lease(1)
    shelf.clock.advance(0.1)
    again = only(queue.lease(1))
    assert again.attempt == 2
    assert again.headers["X-CloudTasks-TaskRetryCount"] == "1"
    assert again.headers["X-CloudTasks-TaskExecutionCount"] == "0"  # there was no answer
    queue.succeed(late)  # too late: the task belongs to the second attempt
    queue.fail(late, reason="too late")
    assert queue.backlog() == {"enrich": 1}
    queue.succeed(again)
    assert queue.backlog() == {"enrich": 0}


@delivering
def test_a_task_that_never_answers_is_given_up(shelf: Any) -> None:
    queue = shelf.queue(PLAIN)
    queue.enqueue(task("t1"))
    for _ in range(3):
        only(queue.lease(1))
        shelf.clock.advance(60)
    assert not queue.lease(1)
    assert "deadline" in next(iter(queue.buried())).reason


@delivering
def test_what_a_dead_process_held_is_handed_out_at_once(shelf: Any) -> None:
    queue = shelf.queue(PLAIN)
    queue.enqueue(task("t1"))
    script = (
        "import sys, time; from pathlib import Path; from random import Random\n"
        "from shared.adapters.local.database import Database; from shared.adapters.local.queue import LocalQueue\n"
        "from shared.core.clock import ManualClock; from shared.ports.queue import QueueConfig\n"
        "queues = {'enrich': QueueConfig('enrich', 'f')}\n"
        "queue = LocalQueue(Database(Path(sys.argv[1])), queues, ManualClock(), Random(1))\n"
        "print(len(queue.lease(1)), flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", script, str(shelf.folder / "state" / "state.db")]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    with process.stdout:
        assert process.stdout.readline() == "1\n"
        assert not queue.lease(1)
        process.kill()
        process.wait()
    shelf.clock.advance(6)
    assert only(queue.lease(1)).attempt == 2


# Pace


@delivering
def test_the_rate_is_a_bucket_of_tokens_shared_by_all_processes(shelf: Any) -> None:
    config = replace(PLAIN, rate=10, burst=5)
    one, two = shelf.queue(config), shelf.queue(config)
    one.enqueue_many(task(f"t{number}") for number in range(100))
    assert len(one.lease(3)) + len(two.lease(50)) == 5
    assert not one.lease(50)
    assert one.next_due() == shelf.clock.now() + timedelta(seconds=0.1)
    shelf.clock.advance(0.3)
    assert len(two.lease(50)) == 3
    shelf.clock.advance(HOUR)
    assert len(one.lease(50)) == 5


@delivering
def test_no_more_run_at_once_than_the_queue_allows(shelf: Any) -> None:
    queue = shelf.queue(replace(PLAIN, max_concurrent=2))
    queue.enqueue_many(task(f"t{number}") for number in range(5))
    first = queue.lease(10)
    assert len(first) == 2
    assert not queue.lease(10)
    assert queue.next_due() == first[0].deadline
    queue.succeed(first[0])
    assert len(queue.lease(10)) == 1
    queue.fail(first[1], reason="500")
    assert len(queue.lease(10)) == 1


@delivering
def test_a_full_queue_does_not_starve_another(shelf: Any) -> None:
    queue = shelf.queue(PLAIN, OTHER)
    queue.enqueue_many(task(f"t{number}") for number in range(50))
    queue.enqueue_many(QueueTask("render", b"", name=f"r{number}") for number in range(3))
    turns = Counter(dispatch.queue for _ in range(2) for dispatch in queue.lease(3))
    assert turns["render"] >= 2
    assert turns["enrich"] >= 2


@delivering
@pytest.mark.parametrize("number", [1, 2])
def test_threads_never_get_the_same_attempt(shelf: Any, number: int) -> None:
    queues = [shelf.queue(replace(PLAIN, rate=500, burst=500, max_concurrent=500)) for _ in range(number)]
    queues[0].enqueue_many(task(f"t{each}") for each in range(120))

    def work(worker: int) -> list[str]:
        queue = queues[worker % number]
        done = []
        while dispatches := queue.lease(7):
            for dispatch in dispatches:
                done.append(dispatch.name)
                queue.succeed(dispatch)
        return done

    with ThreadPoolExecutor(4) as pool:
        done = [name for part in pool.map(work, range(4)) for name in part]
    assert sorted(done) == sorted(f"t{each}" for each in range(120))


# Laws


@given(st.lists(st.sampled_from(["enqueue", "lease", "succeed", "fail", "wait", "expire"]), max_size=30))
@settings(max_examples=40, deadline=None)
def test_no_accepted_task_is_ever_lost_or_done_twice(moves: list[str]) -> None:
    """Whatever happens, each task ends exactly once: succeeded, or given up after its tries."""
    import tempfile
    from random import Random

    from shared.adapters.local.database import Database
    from shared.adapters.local.queue import LocalQueue
    from shared.core.clock import ManualClock

    with tempfile.TemporaryDirectory() as folder:
        clock = ManualClock()
        queue = LocalQueue(Database(Path(folder) / "s.db"), {"enrich": PLAIN}, clock, Random(1))
        accepted, held, ended = 0, [], Counter[str]()

        def finish(dispatch: Dispatch) -> None:
            queue.succeed(dispatch)

        for move in [*moves, *["expire", "lease", "succeed"] * 8]:
            if move == "enqueue":
                queue.enqueue(task(f"t{accepted}"))
                accepted += 1
            elif move == "lease":
                held += queue.lease(2)
            elif move == "succeed" and held:
                dispatch = held.pop(0)
                before = queue.backlog()["enrich"]
                finish(dispatch)
                ended[dispatch.name] += before - queue.backlog()["enrich"]
            elif move == "fail" and held:
                queue.fail(held.pop(), reason="500")
            elif move == "wait":
                clock.advance(3)
            elif move == "expire":
                clock.advance(61)
        open_ = queue.backlog()["enrich"]
        buried = [each.name for each in queue.buried()]
        assert len(buried) == len(set(buried))
        assert not set(buried) & {name for name, count in ended.items() if count}
        assert all(count <= 1 for count in ended.values())
        assert open_ + len(buried) + sum(ended.values()) == accepted
        queue.close()


# Processes that die

_SEND = """
import sys; from pathlib import Path; from random import Random
from shared.adapters.local.database import Database
from shared.adapters.local.queue import LocalQueue
from shared.core.clock import SystemClock
from shared.ports.queue import QueueConfig, QueueTask

config = QueueConfig("enrich", "enrich", rate=500, burst=500, max_concurrent=500)
queue = LocalQueue(Database(Path(sys.argv[1])), {"enrich": config}, SystemClock(), Random(1))
for number in range(6):
    queue.enqueue_many([QueueTask("enrich", b"", name=f"t{number}")])
    for dispatch in queue.lease(5):
        print(dispatch.name, flush=True)
        queue.succeed(dispatch)
"""


def run_to_end(path: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", _SEND, path]
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=False)


@delivering
@pytest.mark.parametrize("step", ["enqueue_many", "lease", "succeed"])
@pytest.mark.parametrize("side", ["before", "after"])
def test_a_process_killed_at_any_step_loses_no_task(shelf: Any, step: str, side: str) -> None:
    path = str(shelf.folder / "state" / "state.db")
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    faulty = {**env, "LEADREEL_FAULTS": f"queue.{side}_{step}=kill@3"}
    killed = run_to_end(path, faulty)
    assert killed.returncode == -9
    second = run_to_end(path, env)
    assert second.returncode == 0, second.stderr
    seen = Counter([*killed.stdout.split(), *second.stdout.split()])
    assert seen.keys() == {f"t{number}" for number in range(6)}
    assert seen.total() <= 7  # one at most was handed out again

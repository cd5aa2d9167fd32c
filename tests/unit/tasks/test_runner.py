import pytest

from shared.core import faults
from shared.core.errors import Conflict, InvalidInput, PermanentError, TransientError
from shared.core.log import correlation_id
from shared.core.retry import RetryPolicy
from shared.tasks.ledger import TaskLedger
from shared.tasks.model import Consequences, Ending, NewTask
from shared.tasks.runner import TaskRunner

TASK = NewTask("enrich", lead="l1", name="split_name")


@pytest.fixture
def ledger(documents, queue, clock) -> TaskLedger:
    ledger = TaskLedger(documents, queue, clock, {"enrich": "enrich"})
    documents.batch(ledger.plan([TASK], "c1"))
    ledger.drain()
    return ledger


@pytest.fixture(autouse=True)
def no_faults():
    yield
    faults.disarm()


def runner(ledger, clock, handler, **policy) -> TaskRunner:
    return TaskRunner(ledger, {"enrich": lambda: handler}, {"enrich": RetryPolicy(**policy)}, clock, {"enrich": 60})


def failing(error: Exception):
    def handler(task) -> Ending:
        raise error

    return handler


def test_a_task_is_done_once_however_often_it_is_delivered(ledger, clock) -> None:
    done = []

    def handler(task) -> Ending:
        done.append((task.lead, correlation_id()))
        return Ending(result={"n": 1})

    run = runner(ledger, clock, handler).run
    assert [run(TASK.id, attempt) for attempt in (1, 2, 3)] == ["done", "nothing", "nothing"]
    assert done == [("l1", "c1")]


def test_a_handler_is_made_at_its_first_task_only(ledger, clock) -> None:
    made = []

    def make():
        made.append(1)
        return lambda task: Ending("skipped", reason="nothing to do")

    def never():
        raise AssertionError("not asked for")

    tasks = TaskRunner(ledger, {"enrich": make, "render": never}, {}, clock, {})
    assert made == []
    assert tasks.run(TASK.id, 1) == "skipped"
    ledger.wake([TASK.id])
    tasks.run(TASK.id, 1)
    assert made == [1]


def test_an_outage_is_recorded_and_told_to_the_queue(ledger, clock) -> None:
    with pytest.raises(TransientError) as caught:
        runner(ledger, clock, failing(TransientError("limit reached", retry_after=60))).run(TASK.id, 1)
    assert caught.value.retry_after == 60
    task = ledger.get(TASK.id)
    assert (task.state, task.reason) == ("queued", "limit reached")


@pytest.mark.parametrize("error", [InvalidInput("bad"), PermanentError("bad"), Conflict("bad")])
def test_what_another_try_cannot_mend_is_buried(ledger, clock, error) -> None:
    assert runner(ledger, clock, failing(error)).run(TASK.id, 1) == "dead"
    assert ledger.get(TASK.id).reason == "bad"


def test_a_defect_is_tried_again_and_then_buried_with_its_name(ledger, clock) -> None:
    run = runner(ledger, clock, failing(KeyError("website")), max_attempts=2).run
    with pytest.raises(TransientError, match="unforeseen: KeyError"):
        run(TASK.id, 1)
    assert run(TASK.id, 2) == "dead"
    assert "KeyError" in ledger.get(TASK.id).reason


def test_a_defect_in_what_an_ending_writes_is_no_different(ledger, clock) -> None:
    def broken(reader) -> Consequences:
        raise ZeroDivisionError

    with pytest.raises(TransientError, match="ZeroDivisionError"):
        runner(ledger, clock, lambda task: Ending(apply=broken)).run(TASK.id, 1)


def test_a_collision_at_the_end_is_read_anew(ledger, clock) -> None:
    def collide(reader) -> Consequences:
        raise Conflict("lead l1 was changed by someone else")

    with pytest.raises(TransientError, match="someone else"):
        runner(ledger, clock, lambda task: Ending(apply=collide)).run(TASK.id, 1)
    assert ledger.get(TASK.id).state == "queued"


def test_a_kind_that_nobody_does_is_buried(ledger, clock) -> None:
    assert TaskRunner(ledger, {}, {}, clock, {}).run(TASK.id, 1) == "dead"
    assert "nothing does tasks of kind 'enrich'" in ledger.get(TASK.id).reason


def test_a_task_cancelled_while_it_runs_stays_cancelled(ledger, clock) -> None:
    def handler(task) -> Ending:
        ledger.cancel([task.id])
        return Ending()

    with pytest.raises(TransientError):
        runner(ledger, clock, handler).run(TASK.id, 1)
    assert ledger.get(TASK.id).state == "cancelled"
    assert runner(ledger, clock, handler).run(TASK.id, 2) == "nothing"


def test_a_task_that_is_gone_is_nothing_to_do(ledger, clock) -> None:
    assert runner(ledger, clock, failing(AssertionError())).run("gone", 1) == "nothing"


@pytest.mark.parametrize("point", ["tasks.before_claim", "tasks.after_claim", "tasks.before_work", "tasks.after_work"])
def test_a_crash_anywhere_leaves_a_task_that_a_later_delivery_ends(ledger, clock, point: str) -> None:
    done = []

    def handler(task) -> Ending:
        done.append(1)
        return Ending()

    def crash(name: str) -> None:
        raise SystemExit(name)

    faults.arm(point, crash)
    with pytest.raises(SystemExit):
        runner(ledger, clock, handler).run(TASK.id, 1)
    clock.advance(61)
    assert runner(ledger, clock, handler).run(TASK.id, 2) == "done"

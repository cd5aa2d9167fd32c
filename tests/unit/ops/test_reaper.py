import pytest

from shared.core.errors import PermanentError, TransientError
from shared.ops.reaper import BLIND_PATIENCE, PATIENCE, Reaper, Rescue
from shared.tasks.ledger import TaskLedger
from shared.tasks.model import NewTask

TASK = NewTask("enrich", lead="l1")


@pytest.fixture
def ledger(documents, queue, clock) -> TaskLedger:
    return TaskLedger(documents, queue, clock, {"enrich": "enrich", "render": "render"})


@pytest.fixture
def reaper(ledger, queue, clock) -> Reaper:
    return Reaper(ledger, clock, backlog=queue.backlog)


def commit(ledger, documents, *tasks: NewTask) -> None:
    documents.batch(ledger.plan(tasks, "c1"))


def lose_messages(queue) -> None:
    for dispatch in queue.lease(100):
        queue.succeed(dispatch)


def test_on_a_quiet_day_there_is_nothing_to_do(reaper) -> None:
    assert reaper.rescue() == Rescue()


def test_what_a_crash_left_in_the_outbox_is_sent(ledger, documents, reaper, queue) -> None:
    commit(ledger, documents, TASK)
    assert reaper.rescue() == Rescue(sent=1)
    assert queue.backlog()["enrich"] == 1


def test_a_task_whose_worker_died_goes_on(ledger, documents, reaper, queue, clock) -> None:
    commit(ledger, documents, TASK)
    ledger.drain()
    lose_messages(queue)
    ledger.claim(TASK.id, 60)
    assert reaper.rescue() == Rescue()
    clock.advance(61)
    assert reaper.rescue() == Rescue(revived=1)
    assert ledger.get(TASK.id).attempts[-1].outcome == "abandoned"
    assert len(queue.lease(10)) == 1
    assert ledger.claim(TASK.id, 60) is not None


def test_a_task_whose_message_was_lost_is_sent_under_a_new_name(ledger, documents, reaper, queue, clock) -> None:
    commit(ledger, documents, TASK)
    ledger.drain()
    lose_messages(queue)
    clock.advance(PATIENCE - 1)
    assert reaper.rescue() == Rescue()
    clock.advance(1)
    assert reaper.rescue() == Rescue(resent=1)
    assert ledger.get(TASK.id).sends == 2
    assert len(queue.lease(10)) == 1


def test_a_long_queue_is_not_a_lost_message(ledger, documents, reaper, clock) -> None:
    commit(ledger, documents, TASK)
    ledger.drain()
    clock.advance(BLIND_PATIENCE * 2)
    assert reaper.rescue() == Rescue()


def test_a_task_that_the_far_side_told_to_wait_is_left_waiting(ledger, documents, reaper, queue, clock) -> None:
    commit(ledger, documents, TASK)
    ledger.drain()
    lose_messages(queue)
    ledger.fail(ledger.claim(TASK.id, 60), TransientError("limit", retry_after=3600))
    clock.advance(3600)
    assert reaper.rescue() == Rescue()
    clock.advance(PATIENCE)
    assert reaper.rescue() == Rescue(resent=1)


def test_where_nobody_knows_the_queue_patience_is_longer(ledger, documents, queue, clock) -> None:
    blind = Reaper(ledger, clock)
    commit(ledger, documents, TASK)
    ledger.drain()
    clock.advance(BLIND_PATIENCE - 1)
    assert blind.rescue().resent == 0
    clock.advance(1)
    assert blind.rescue().resent == 1


def test_a_step_that_fails_does_not_stop_the_others(ledger, documents, clock) -> None:
    def down() -> int:
        raise TransientError("the store is down")

    pruned = []
    reaper = Reaper(ledger, clock, overdue=down, prunes=[down, lambda: pruned.append(1) or 3])
    commit(ledger, documents, TASK)
    with pytest.raises(TransientError, match="overdue: the store is down; prune"):
        reaper.rescue()
    assert pruned == [1]
    assert list(ledger.list(state="queued"))
    assert ledger.drain() == 0, "the outbox was sent"


def test_a_task_for_a_queue_that_is_no_more_holds_up_nobody(documents, queue, clock) -> None:
    gone = TaskLedger(documents, queue, clock, {"old": "retired"})
    commit(gone, documents, NewTask("old"))
    clock.advance(1)
    ledger = TaskLedger(documents, queue, clock, {"enrich": "enrich"})
    commit(ledger, documents, TASK)
    assert Reaper(ledger, clock).rescue().sent == 1


def test_dead_work_is_left_to_a_person(ledger, documents, reaper, clock) -> None:
    commit(ledger, documents, TASK)
    ledger.drain()
    ledger.fail(ledger.claim(TASK.id, 60), PermanentError("no"))
    clock.advance(BLIND_PATIENCE * 2)
    assert reaper.rescue() == Rescue()

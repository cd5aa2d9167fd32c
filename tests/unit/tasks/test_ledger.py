import json
import time
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.core import faults
from shared.core.clock import iso
from shared.core.errors import Conflict, InvalidInput, NotFound, PermanentError, TransientError
from shared.core.retry import RetryPolicy
from shared.ports.documents import Create, Delete, Query, Set, Update
from shared.tasks.ledger import TaskLedger
from shared.tasks.model import Consequences, Ending, NewTask, Task

ROUTES = {"enrich": "enrich", "render": "render"}
SPLIT = NewTask("enrich", lead="l1", name="split_name", import_id="i1")


@pytest.fixture
def ledger(documents, queue, clock) -> TaskLedger:
    return TaskLedger(documents, queue, clock, ROUTES)


@pytest.fixture(autouse=True)
def no_faults():
    yield
    faults.disarm()


def announce(ledger: TaskLedger, documents, *tasks: NewTask) -> list[str]:
    documents.batch(ledger.plan(tasks, "c1"))
    ledger.drain()
    return [task.id for task in tasks]


def claimed(ledger: TaskLedger, id: str, lease: float = 60) -> Task:
    task = ledger.claim(id, lease)
    assert task is not None
    return task


def outbox(documents) -> list:
    return list(documents.query(Query("outbox", order_by="created_at")))


def test_a_plan_is_one_write_for_each_task_and_one_for_the_outbox(ledger) -> None:
    tasks = [NewTask("enrich", lead=f"l{number}") for number in range(5)]
    writes = ledger.plan(tasks, "c1")
    assert len(writes) == 6
    assert [write.collection for write in writes] == ["tasks"] * 5 + ["outbox"]
    assert ledger.plan([], "c1") == []


_LEADS = st.lists(st.sampled_from(["l1", "l2", "l3", 'l"4"', "lé5"]), unique=True)
_TASKS = st.lists(
    st.builds(
        NewTask,
        st.sampled_from(["enrich", "render"]),
        name=st.sampled_from(["", "a", "b"]),
        key=st.sampled_from(["", "k"]),
        payload=st.sampled_from([{}, {"n": 1, "of": ["x"]}]),
        import_id=st.sampled_from(["", "i1"]),
        waiting=st.booleans(),
    ),
    unique_by=lambda task: (task.kind, task.name, task.key),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(leads=_LEADS, alike=_TASKS, other=_TASKS, correlation=st.sampled_from(["", "c1"]))
def test_a_plan_for_many_leads_is_the_plan_of_all_their_tasks(ledger, leads, alike, other, correlation) -> None:
    pairs = [(lead, other if lead == "l2" else alike) for lead in leads]
    single = ledger.plan([replace(task, lead=lead) for lead, tasks in pairs for task in tasks], correlation)
    together = ledger.plan_for(pairs, correlation)
    assert [(write.collection, write.id, dict(write.data)) for write in together] == [
        (write.collection, write.id, dict(write.data)) for write in single
    ]


def test_a_plan_touches_nothing_until_it_is_committed(ledger, documents, queue) -> None:
    ledger.plan([SPLIT], "c1")
    assert ledger.find(SPLIT.id) is None
    assert ledger.drain() == 0
    assert queue.backlog().get("enrich", 0) == 0


def test_a_stored_task_holds_no_empty_fields(ledger, documents) -> None:
    announce(ledger, documents, NewTask("enrich", lead="l1"))
    stored = next(documents.query(Query("tasks"))).data
    assert set(stored) == {"kind", "state", "created_at", "updated_at", "lead", "correlation_id", "sends"}


def test_a_task_named_twice_in_one_plan_is_recorded_once(ledger, documents) -> None:
    announce(ledger, documents, SPLIT, SPLIT)
    assert ledger.counts() == {"queued": 1}


def test_planning_costs_little_for_each_task(ledger) -> None:
    tasks = [NewTask("enrich", lead=f"lead{number:016}", name="split_name", import_id="i1") for number in range(220)]
    best = min(_seconds(lambda: ledger.plan(tasks, "c1")) for _ in range(30))
    assert best / 220 < 20e-6, "the promise is 4 µs on a quiet machine"


def _seconds(work) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def test_what_is_sent_names_the_task_and_the_event_that_began_it(ledger, documents, queue) -> None:
    announce(ledger, documents, SPLIT)
    (sent,) = queue.lease(10)
    assert json.loads(sent.body) == {"task": SPLIT.id, "correlation_id": "c1"}
    assert (sent.queue, sent.name) == ("enrich", f"{SPLIT.id}-1")
    assert outbox(documents) == []


def test_draining_again_after_a_crash_sends_nothing_twice(ledger, documents, queue) -> None:
    documents.batch(ledger.plan([SPLIT], "c1"))
    faults.arm("tasks.after_enqueue", faults.fail)
    with pytest.raises(faults.InjectedFault):
        ledger.drain()
    assert len(outbox(documents)) == 1
    assert ledger.drain() == 0
    assert outbox(documents) == []
    assert queue.backlog()["enrich"] == 1


def test_drain_now_sends_what_was_just_committed(ledger, documents, queue) -> None:
    writes = ledger.plan([SPLIT], "c1")
    documents.batch(writes)
    assert ledger.drain_now([writes[-1].id]) == 1
    assert ledger.drain_now([writes[-1].id]) == 0


def test_a_waiting_task_is_recorded_but_not_sent(ledger, documents, queue) -> None:
    waiting = NewTask("enrich", lead="l1", name="website", waiting=True)
    announce(ledger, documents, waiting)
    assert ledger.get(waiting.id).state == "waiting"
    assert ledger.claim(waiting.id, 60) is None
    assert queue.backlog().get("enrich", 0) == 0


def test_one_attempt_at_a_time_holds_a_task(ledger, documents, clock) -> None:
    (id,) = announce(ledger, documents, SPLIT)
    claimed(ledger, id, lease=60)
    clock.advance(20)
    with pytest.raises(TransientError) as caught:
        ledger.claim(id, 60)
    assert caught.value.retry_after == 40


def test_when_a_lease_has_ended_the_next_attempt_takes_over_and_the_late_one_is_dropped(
    ledger, documents, clock
) -> None:
    (id,) = announce(ledger, documents, SPLIT)
    first = claimed(ledger, id, lease=60)
    clock.advance(61)
    second = claimed(ledger, id)
    assert [attempt.outcome for attempt in second.attempts] == ["abandoned", ""]
    with pytest.raises(Conflict):
        ledger.settle(first, Ending(apply=lambda reader: Consequences([Create("leads", "late", {"n": 1})])))
    with pytest.raises(Conflict):
        ledger.fail(first, TransientError("late"))
    ledger.settle(second, Ending(result={"n": 2}))
    assert documents.get("leads", "late") is None
    assert ledger.get(id).result == {"n": 2}


def test_a_commit_that_the_store_repeats_because_its_answer_was_lost_counts_once(documents, queue, clock) -> None:
    class Repeating:
        def __getattr__(self, name: str):
            return getattr(documents, name)

        def transaction(self, work):
            documents.transaction(work)
            return documents.transaction(work)

    ledger = TaskLedger(Repeating(), queue, clock, ROUTES)
    (id,) = announce(ledger, documents, SPLIT)
    task = ledger.fail(claimed(ledger, id), TransientError("busy"))
    assert (task.state, task.tries, len(task.attempts)) == ("queued", 1, 1)
    ending = Ending(apply=lambda reader: Consequences(tasks=[NewTask("render", lead="l1")]))
    assert ledger.settle(claimed(ledger, id), ending).state == "done"
    assert ledger.counts(kind="render") == {"queued": 1}


def test_where_a_process_is_known_to_be_dead_nobody_waits_for_its_lease(documents, queue, clock) -> None:
    owners = iter(["p1", "p2"])
    ledger = TaskLedger(documents, queue, clock, ROUTES, ids=lambda: next(owners), is_dead=lambda owner: owner == "p1")
    (id,) = announce(ledger, documents, SPLIT)
    assert ledger.is_abandoned(claimed(ledger, id))
    second = claimed(ledger, id)
    assert (second.owner, ledger.is_abandoned(second)) == ("p2", False)


def test_an_ending_and_what_follows_from_it_are_one_commit(ledger, documents, queue) -> None:
    documents.set("leads", "l1", {"n": 1})
    waiting = NewTask("enrich", lead="l1", name="website", waiting=True)
    (id, _) = announce(ledger, documents, SPLIT, waiting)
    task = claimed(ledger, id)

    def apply(reader) -> Consequences:
        lead = reader.get("leads", "l1")
        return Consequences(
            writes=[Update("leads", "l1", {"n": lead["n"] + 1})],
            tasks=[NewTask("render", lead="l1")],
            wake=[waiting.id, "unknown"],
        )

    settled = ledger.settle(task, Ending(result={"found": 1}, apply=apply))
    assert settled.state == "done"
    assert documents.get("leads", "l1") == {"n": 2}
    assert {task.kind: task.state for task in ledger.for_lead("l1") if task.id != id} == {
        "render": "queued",
        "enrich": "queued",
    }
    assert {name: left for name, left in queue.backlog().items() if left} == {"enrich": 2, "render": 1}
    assert outbox(documents) == []


def test_an_ending_that_cannot_be_written_changes_nothing(ledger, documents) -> None:
    documents.set("leads", "l1", {"n": 1})
    (id,) = announce(ledger, documents, SPLIT)
    task = claimed(ledger, id)
    version = documents.snapshot("leads", "l1").version
    documents.set("leads", "l1", {"n": 2})
    for write in (Update("leads", "l1", {"n": 9}, version), Delete("leads", "l1", version), Create("leads", "l1", {})):
        with pytest.raises(Conflict):
            ledger.settle(task, Ending(apply=lambda reader, write=write: Consequences(writes=[write])))
    assert ledger.get(id).state == "running"
    assert documents.get("leads", "l1") == {"n": 2}


def test_settling_twice_is_settling_once(ledger, documents) -> None:
    (id,) = announce(ledger, documents, SPLIT)
    task = claimed(ledger, id)
    calls = []

    def apply(reader) -> Consequences:
        calls.append(1)
        return Consequences(tasks=[NewTask("render", lead="l1")], writes=[Set("leads", "l1", {"n": 1})])

    ledger.settle(task, Ending(apply=apply))
    before = len(calls)
    assert ledger.settle(task, Ending(apply=apply)).state == "done"
    assert len(calls) == before
    assert ledger.counts(kind="render") == {"queued": 1}


def test_a_crash_after_the_commit_leaves_the_outbox_to_the_next_drain(ledger, documents, queue) -> None:
    (id,) = announce(ledger, documents, SPLIT)
    task = claimed(ledger, id)
    faults.arm("tasks.after_settle", faults.fail)
    ending = Ending(apply=lambda reader: Consequences(tasks=[NewTask("render", lead="l1")]))
    with pytest.raises(faults.InjectedFault):
        ledger.settle(task, ending)
    assert ledger.get(id).state == "done"
    assert queue.backlog().get("render", 0) == 0
    assert ledger.drain() == 1
    assert queue.backlog()["render"] == 1


def test_a_task_announced_again_meets_its_record(ledger, documents) -> None:
    (id, other) = announce(ledger, documents, SPLIT, NewTask("enrich", lead="l1", name="b"))
    ledger.settle(claimed(ledger, other), Ending())
    ledger.settle(
        claimed(ledger, id),
        Ending(apply=lambda reader: Consequences(tasks=[NewTask("enrich", lead="l1", name="b"), SPLIT])),
    )
    assert ledger.counts() == {"done": 2}


def test_a_skipped_task_can_be_woken_and_a_finished_one_cannot(ledger, documents, queue) -> None:
    skipped, done = announce(ledger, documents, SPLIT, NewTask("enrich", lead="l1", name="b"))
    ledger.settle(claimed(ledger, skipped), Ending("skipped", reason="no full name"))
    ledger.settle(claimed(ledger, done), Ending())
    assert ledger.wake([skipped, done, "unknown"]) == 1
    assert ledger.get(skipped).state == "queued"
    assert ledger.get(skipped).sends == 2
    assert {dispatch.name for dispatch in queue.lease(10)} >= {f"{skipped}-2"}


def test_news_that_comes_while_a_task_runs_is_not_missed(ledger, documents) -> None:
    (id,) = announce(ledger, documents, SPLIT)
    task = claimed(ledger, id)
    assert ledger.wake([id]) == 1
    ledger.settle(task, Ending("skipped", reason="no website yet"))
    assert ledger.get(id).state == "queued"
    assert ledger.get(id).sends == 2
    ledger.settle(claimed(ledger, id), Ending("skipped", reason="still none"))
    assert ledger.get(id).state == "skipped", "woken once, it runs once more"


def test_a_failure_that_may_pass_is_left_to_the_queue(ledger, documents, clock) -> None:
    (id,) = announce(ledger, documents, SPLIT)
    task = ledger.fail(claimed(ledger, id), TransientError("busy", retry_after=3600))
    assert (task.state, task.sends) == ("queued", 1)
    assert ledger.get(id).due_at == clock.now() + timedelta(hours=1)
    assert ledger.get(id).attempts[-1].outcome == "retry"
    assert claimed(ledger, id).due_at is None


def test_a_failure_that_will_not_pass_buries_the_task_with_its_reason(ledger, documents) -> None:
    (id,) = announce(ledger, documents, SPLIT)
    ledger.fail(claimed(ledger, id), PermanentError("the key of ana@example.com was refused"))
    (dead,) = ledger.dead()
    assert dead.reason == "the key of <email> was refused"
    assert ledger.claim(id, 60) is None


def test_attempts_are_counted_and_end(ledger, documents) -> None:
    (id,) = announce(ledger, documents, SPLIT)
    policy = RetryPolicy(max_attempts=3)
    states = [ledger.fail(claimed(ledger, id), TransientError("busy"), policy).state for _ in range(3)]
    assert states == ["queued", "queued", "dead"]


def test_a_task_sent_again_by_a_person_has_all_its_attempts_again(ledger, documents) -> None:
    (id,) = announce(ledger, documents, SPLIT)
    policy = RetryPolicy(max_attempts=2)
    for _ in range(2):
        ledger.fail(claimed(ledger, id), TransientError("busy"), policy)
    assert ledger.retry([id]) == 1
    assert ledger.retry([id]) == 0, "it is queued already"
    assert ledger.fail(claimed(ledger, id), TransientError("busy"), policy).state == "queued"
    assert [attempt.number for attempt in ledger.get(id).attempts] == [1, 2, 3]


def test_retry_without_ids_takes_all_that_are_dead(ledger, documents) -> None:
    ids = announce(ledger, documents, *[NewTask("enrich", lead=f"l{n}", import_id="i1") for n in range(3)])
    for id in ids[:2]:
        ledger.fail(claimed(ledger, id), PermanentError("no"))
    assert ledger.retry(kind="render") == 0
    assert ledger.retry(import_id="i1") == 2
    assert ledger.counts() == {"queued": 3}


def test_only_the_last_ten_attempts_are_kept_though_all_are_counted(ledger, documents, clock) -> None:
    (id,) = announce(ledger, documents, SPLIT)
    policy = RetryPolicy(max_attempts=15, max_duration=100)
    for _ in range(20):
        clock.advance(10)
        task = ledger.fail(claimed(ledger, id), TransientError("busy"), policy)
        if task.state == "dead":
            break
    assert (task.tries, len(task.attempts), task.attempts[-1].number) == (15, 10, 15)


def test_a_task_that_kills_its_worker_each_time_dies_in_the_end(ledger, documents, clock) -> None:
    (id,) = announce(ledger, documents, SPLIT)
    policy = RetryPolicy(max_attempts=3)
    for _ in range(3):
        assert ledger.claim(id, 60, policy) is not None
        clock.advance(61)
        ledger.resend([id])
    assert ledger.claim(id, 60, policy) is None
    assert ledger.get(id).reason == "its worker died; it was tried 3 times"


def test_cancelled_work_is_not_begun_and_its_late_result_is_dropped(ledger, documents) -> None:
    queued, running = announce(ledger, documents, SPLIT, NewTask("enrich", lead="l1", name="b"))
    task = claimed(ledger, running)
    assert ledger.cancel([queued, running], "the import was undone") == 2
    assert ledger.claim(queued, 60) is None
    with pytest.raises(Conflict):
        ledger.settle(task, Ending())
    assert ledger.get(running).reason == "the import was undone"
    assert ledger.retry([queued]) == 1


def test_lists_go_through_declared_indexes_only(ledger, documents, clock) -> None:
    tasks = [
        NewTask(kind, lead=f"l{number % 2}", name=str(number), import_id="i1")
        for number, kind in enumerate(["enrich", "render"] * 3)
    ]
    for task in tasks:
        announce(ledger, documents, task)
        clock.advance(1)
    ledger.fail(claimed(ledger, tasks[3].id), PermanentError("no"))

    def names(**filters) -> list[str]:
        return [task.name for task in ledger.list(**filters)]

    assert names() == ["0", "1", "2", "3", "4", "5"]
    assert names(limit=2) == ["0", "1"]
    assert names(kind="render") == ["1", "3", "5"]
    assert names(state="dead") == ["3"]
    assert names(kind="enrich", state="dead") == []
    assert names(lead="l1", state="queued") == ["1", "5"]
    assert sorted(names(import_id="i1", kind="enrich")) == ["0", "2", "4"]
    assert names(import_id="i1", state="dead") == ["3"]
    assert ledger.counts(import_id="i1") == {"queued": 5, "dead": 1}
    assert ledger.counts_by_kind() == {"enrich": {"queued": 3}, "render": {"queued": 2, "dead": 1}}


def test_an_unknown_task_is_named(ledger) -> None:
    with pytest.raises(NotFound, match="tasks list"):
        ledger.get("nope")
    assert ledger.claim("nope", 60) is None


def test_hundreds_of_tasks_are_changed_in_bounded_commits(ledger, documents) -> None:
    tasks = [NewTask("enrich", lead=str(number)) for number in range(450)]
    announce(ledger, documents, *tasks)
    assert ledger.cancel([task.id for task in tasks]) == 450
    assert ledger.retry([task.id for task in tasks]) == 450
    assert ledger.drain() == 0, "each change sent what it wrote"


@given(
    tasks=st.lists(
        st.builds(
            NewTask,
            kind=st.sampled_from(["enrich", "render"]),
            lead=st.text("ab", max_size=2),
            name=st.text("xy", max_size=1),
            waiting=st.booleans(),
        ),
        max_size=12,
    )
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_task_of_a_plan_is_recorded_and_those_that_do_not_wait_are_sent(ledger, tasks: list[NewTask]) -> None:
    writes = ledger.plan(tasks, "c1")
    first = {task.id: task for task in reversed(tasks)}
    created = {write.id for write in writes if write.collection == "tasks"}
    sent = {
        entry
        for write in writes
        if write.collection == "outbox"
        for entries in write.data["send"].values()
        for entry in entries
    }
    assert created == set(first)
    assert sent == {f"{id}.1" for id, task in first.items() if not task.waiting}
    assert len(writes) <= len(tasks) + 1


def test_the_moments_of_a_task_are_stored_as_text_that_sorts(ledger, documents, clock) -> None:
    (id,) = announce(ledger, documents, SPLIT)
    claimed(ledger, id)
    stored = documents.get("tasks", id)
    assert stored["lease_until"] == iso(clock.now() + timedelta(seconds=60))


def test_too_much_for_one_commit_is_refused_whole(ledger, documents) -> None:
    (id,) = announce(ledger, documents, SPLIT)
    task = claimed(ledger, id)
    many = [NewTask("render", lead=str(number)) for number in range(500)]
    with pytest.raises(InvalidInput):
        ledger.settle(task, Ending(apply=lambda reader: Consequences(tasks=many)))
    assert ledger.get(id).state == "running"

"""Tasks that are announced and not recorded yet: nobody can tell the difference."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.adapters.local.documents import LocalDocuments
from shared.adapters.local.queue import LocalQueue
from shared.core import faults
from shared.core.clock import ManualClock
from shared.core.errors import TransientError
from shared.ports.documents import Delete, Query
from shared.tasks.ledger import TaskLedger
from shared.tasks.model import Consequences, Ending, NewTask, Task

ROUTES = {"enrich": "enrich", "render": "render"}
FIRST = [
    NewTask("enrich", name="find_email", import_id="i1"),
    NewTask("enrich", name="video", import_id="i1", waiting=True),
]
OTHER = [NewTask("render", name="film", import_id="i1")]
LEADS = [("aaaa00", FIRST), ("aaaa01", FIRST), ("aaaa02", OTHER), ("bbbb00", FIRST)]


@pytest.fixture
def ledger(documents: LocalDocuments, queue: LocalQueue, clock: ManualClock) -> TaskLedger:
    return TaskLedger(documents, queue, clock, ROUTES)


@pytest.fixture(autouse=True)
def no_faults() -> Iterator[None]:
    yield
    faults.disarm()


def announce(ledger: TaskLedger, documents: LocalDocuments) -> None:
    documents.batch(ledger.announce(LEADS, "c1"))


def look(ledger: TaskLedger) -> dict[str, object]:
    """All that can be asked of a ledger."""
    every = list(ledger.list())
    return {
        "all": every,
        "of an import": list(ledger.list(import_id="i1")),
        "of none": list(ledger.list(import_id="i2")),
        "queued": list(ledger.list(state="queued")),
        "of a kind": list(ledger.list(kind="render")),
        "of leads": {lead: ledger.for_lead(lead) for lead, _ in LEADS},
        "counts": dict(ledger.counts()),
        "counts of an import": dict(ledger.counts(import_id="i1", kind="enrich")),
        "by kind": {kind: dict(counts) for kind, counts in ledger.counts_by_kind().items()},
        "one by one": [ledger.find(task.id) for task in every],
        "pages": pages(ledger),
    }


def pages(ledger: TaskLedger) -> list[Task]:
    found: list[Task] = []
    while page := ledger.page(limit=3, after=found[-1] if found else None):
        found += page
    return found


def test_an_announced_task_is_seen_as_it_will_be_recorded(ledger: TaskLedger, documents: LocalDocuments) -> None:
    announce(ledger, documents)
    assert documents.count(Query("tasks")) == 0
    assert documents.count(Query("outbox")) == 2, "leads that lie side by side share a document"
    before = look(ledger)
    assert len(before["all"]) == 7
    assert before["counts"] == {"waiting": 3, "queued": 4}
    assert ledger.drain() == 4
    assert documents.count(Query("tasks")) == 7
    assert documents.count(Query("outbox")) == 0
    assert look(ledger) == before


def test_announced_tasks_become_what_planned_ones_are(
    ledger: TaskLedger, documents: LocalDocuments, queue: LocalQueue
) -> None:
    announce(ledger, documents)
    ledger.drain()
    announced = {found.id: found.data for found in documents.query(Query("tasks"))}
    sent = {(one.queue, one.name, one.body) for one in queue.lease(10)}
    for found in list(documents.query(Query("tasks"))):
        documents.delete("tasks", found.id)
    written = ledger.plan_for(LEADS, "c1")
    documents.batch(written)
    assert {found.id: found.data for found in documents.query(Query("tasks"))} == announced
    assert ledger.drain() == 0, "the queue knows their names"
    assert len(sent) == 4


def test_one_that_is_claimed_before_it_was_recorded_is_recorded_with_its_neighbours(
    ledger: TaskLedger, documents: LocalDocuments
) -> None:
    announce(ledger, documents)
    (task,) = [task for task in ledger.for_lead("aaaa00") if task.state == "queued"]
    assert ledger.claim(task.id, 60).state == "running"
    assert documents.count(Query("tasks")) == 5, "those of its document"
    assert dict(ledger.counts()) == {"waiting": 3, "queued": 3, "running": 1}
    assert ledger.drain() == 4


def test_one_that_waits_is_woken_by_the_end_of_another(ledger: TaskLedger, documents: LocalDocuments) -> None:
    announce(ledger, documents)
    old = NewTask("enrich", lead="aaaa00", name="website")
    documents.batch(ledger.plan([old], "c1"))
    waiting = next(task.id for task in ledger.for_lead("aaaa00") if task.state == "waiting")

    def wake(reader: object) -> Consequences:
        assert reader.get("tasks", waiting)["state"] == "waiting"  # type: ignore[attr-defined]
        return Consequences(wake=[waiting])

    ledger.settle(ledger.claim(old.id, 60), Ending(apply=wake))
    assert ledger.get(waiting).state == "queued"


def test_cancelling_what_is_only_announced_holds(ledger: TaskLedger, documents: LocalDocuments) -> None:
    announce(ledger, documents)
    assert ledger.cancel([task.id for task in ledger.list(import_id="i1")]) == 7
    assert dict(ledger.counts()) == {"cancelled": 7}
    ledger.drain()
    assert dict(ledger.counts()) == {"cancelled": 7}


def test_many_tasks_are_announced_in_documents_that_one_transaction_can_record(
    ledger: TaskLedger, documents: LocalDocuments
) -> None:
    tasks = [NewTask("enrich", name=f"n{number}") for number in range(7)]
    writes = ledger.announce([(f"cccc{place:02x}", tasks) for place in range(256)], "c1")
    documents.batch(writes)
    assert len(writes) == 4
    assert dict(ledger.counts()) == {"queued": 7 * 256}
    assert ledger.drain() == 7 * 256
    assert documents.count(Query("tasks")) == 7 * 256


def test_a_task_that_was_recorded_by_other_means_holds_nothing_up(
    ledger: TaskLedger, documents: LocalDocuments
) -> None:
    announce(ledger, documents)
    taken = ledger.for_lead("aaaa01")[0]
    times = dict.fromkeys(("created_at", "updated_at"), "2026-01-01T00:00:00Z")
    documents.create("tasks", taken.id, {"kind": "enrich", "state": "done", "lead": "aaaa01", **times})
    ledger.drain()
    assert ledger.get(taken.id).state == "done"
    assert len(list(ledger.list())) == 7


POINTS = ["tasks.before_record", "tasks.after_record", "tasks.before_enqueue", "tasks.after_enqueue"]


@pytest.mark.parametrize("point", POINTS)
def test_a_drain_that_fails_is_made_good_by_the_next(
    ledger: TaskLedger, documents: LocalDocuments, queue: LocalQueue, point: str
) -> None:
    announce(ledger, documents)
    before = look(ledger)
    faults.arm(point, faults.fail)
    with pytest.raises(TransientError):
        ledger.drain()
    assert look(ledger) == before
    ledger.drain()
    assert look(ledger) == before
    assert len(queue.lease(20)) == 4
    assert documents.count(Query("outbox")) == 0


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(st.text("abc0123456789", min_size=4, max_size=4), st.integers(0, 2), min_size=1, max_size=12),
    st.data(),
)
def test_whatever_the_leads_each_task_is_there_once(
    ledger: TaskLedger, documents: LocalDocuments, leads: dict[str, int], data: st.DataObject
) -> None:
    for collection in ("tasks", "outbox"):  # of the example before
        documents.batch([Delete(collection, found.id) for found in documents.query(Query(collection))])
    sorts = [FIRST, OTHER, [*FIRST, *OTHER]]
    documents.batch(ledger.announce([(lead, sorts[sort]) for lead, sort in leads.items()], "c1"))
    wanted = {lead: len(sorts[sort]) for lead, sort in leads.items()}
    picked = data.draw(st.sampled_from(sorted(leads)))
    ledger.claim(ledger.for_lead(picked)[0].id, 60)
    assert {lead: len(ledger.for_lead(lead)) for lead in leads} == wanted
    assert sum(ledger.counts().values()) == sum(wanted.values())
    ids = [task.id for task in ledger.list()]
    assert len(ids) == len(set(ids)) == sum(wanted.values())
    ledger.drain()
    assert [task.id for task in ledger.list()] == ids

"""Firestore: what is known when an answer is lost, what is sent, and how fast."""

from typing import Any

import pytest

from shared.adapters.gcp.bulk import Ramp
from shared.adapters.gcp.cloud import Cloud
from shared.adapters.gcp.documents import FirestoreDocuments
from shared.adapters.gcp.values import TOKEN
from shared.core.clock import ManualClock
from shared.core.errors import Conflict, InvalidInput, TransientError
from shared.ports.documents import Create, Query, Set, Transaction, Where


def count_up(transaction: Transaction) -> int:
    now: int = (transaction.get("counters", "c") or {"n": 0})["n"] + 1
    transaction.set("counters", "c", {"n": now})
    return now


@pytest.mark.parametrize("done", [True, False])
def test_a_create_whose_answer_was_lost_is_ones_own(documents: Any, unreliable: Any, done: bool) -> None:
    documents._commits._client = unreliable(documents._client, "commit", done=done)
    documents.create("claims", "c", {"owner": "me"})
    assert documents.get("claims", "c") == {"owner": "me"}
    assert documents._commits._client.calls == 2


def test_an_equal_create_of_somebody_else_is_a_conflict_although_the_answer_was_lost(
    documents: Any, unreliable: Any
) -> None:
    documents.create("claims", "c", {"owner": "all write the same"})
    documents._commits._client = unreliable(documents._client, "commit", done=False)
    with pytest.raises(Conflict, match="claims/c"):
        documents.create("claims", "c", {"owner": "all write the same"})


@pytest.mark.parametrize("done", [True, False])
def test_an_increment_whose_answer_was_lost_counts_once(documents: Any, unreliable: Any, done: bool) -> None:
    documents.transaction(count_up)
    documents._commits._client = unreliable(documents._client, "commit", done=done)
    assert documents.transaction(count_up) == 2
    assert documents.get("counters", "c") == {"n": 2}


def test_a_delete_by_version_whose_answer_was_lost_is_done(documents: Any, unreliable: Any) -> None:
    documents.create("leads", "l", {})
    version = documents.snapshot("leads", "l").version
    documents._commits._client = unreliable(documents._client, "commit", done=True)
    documents.delete("leads", "l", version=version)
    assert documents.get("leads", "l") is None


def test_an_outage_that_lasts_is_told_as_one_that_may_have_done_its_work(documents: Any, unreliable: Any) -> None:
    documents._commits._client = unreliable(documents._client, "commit", done=False, times=99)
    with pytest.raises(TransientError, match="claims/c") as lost:
        documents.create("claims", "c", {})
    assert not lost.value.not_applied


def test_the_stores_own_field_is_seen_by_nobody_and_given_to_nobody(documents: Any) -> None:
    documents.create("leads", "l", {"a": 1})
    assert documents.get("leads", "l") == {"a": 1}
    assert [found.data for found in documents.query(Query("leads"))] == [{"a": 1}]
    with pytest.raises(InvalidInput, match=TOKEN):
        documents.set("leads", "l", {TOKEN: "x"})


def test_work_that_searches_is_done_under_the_services_locks(documents: Any) -> None:
    documents.batch([Create("leads", f"l{n}", {"city": "Ulm"}) for n in range(3)])
    runs = []

    def work(transaction: Transaction) -> int:
        runs.append(1)
        found = list(transaction.query(Query("leads", (Where("city", "==", "Ulm"),))))
        known = transaction.get("counters", "c")
        transaction.set("counters", "c", {"n": len(found), "before": known})
        return len(found)

    assert documents.transaction(work) == 3
    assert documents.get("counters", "c") == {"n": 3, "before": None}
    assert len(runs) == 2  # once without locks, as far as the search
    with pytest.raises(Conflict):
        documents.transaction(lambda t: (list(t.query(Query("leads"))), t.create("leads", "l0", {})))
    with pytest.raises(ZeroDivisionError):
        documents.transaction(lambda t: (list(t.query(Query("leads"))), 1 // 0))


def test_work_that_reads_more_than_a_commit_can_hold_conditions_for_is_done_under_locks(documents: Any) -> None:
    ids = [f"l{n}" for n in range(600)]
    documents.write_all(Set("leads", id, {}) for id in ids)

    def work(transaction: Transaction) -> int:
        found = transaction.get_many("leads", ids)
        transaction.set("counters", "c", {"n": len(found)})
        return len(found)

    assert documents.transaction(work) == 600
    assert documents.get("counters", "c") == {"n": 600}


def test_what_was_only_read_must_not_have_changed_either(documents: Any) -> None:
    documents.batch([Set("flags", "open", {"yes": True}), Set("counters", "c", {"n": 0})])
    interfered = []

    def work(transaction: Transaction) -> bool:
        is_open = bool(transaction.get("flags", "open")["yes"])  # type: ignore[index] # it is there
        absent = transaction.get("flags", "closed") is None
        if not interfered:
            interfered.append(1)
            documents.set("flags", "open", {"yes": False})
        transaction.set("counters", "c", {"n": int(is_open and absent)})
        return is_open

    assert documents.transaction(work) is False
    assert documents.get("counters", "c") == {"n": 0}

    def claim(transaction: Transaction) -> bool:
        absent = transaction.get("flags", "closed") is None
        if len(interfered) == 1:
            interfered.append(2)
            documents.create("flags", "closed", {})
        transaction.set("counters", "c", {"n": 7 if absent else 8})
        return absent

    assert documents.transaction(claim) is False
    assert documents.get("counters", "c") == {"n": 8}


def test_reads_of_one_transaction_are_of_one_moment(documents: Any) -> None:
    documents.batch([Set("pairs", "a", {"n": 1}), Set("pairs", "b", {"n": 1})])
    seen = []

    def work(transaction: Transaction) -> None:
        first = transaction.get("pairs", "a")
        if not seen:
            documents.batch([Set("pairs", "a", {"n": 2}), Set("pairs", "b", {"n": 2})])
        seen.append((first, transaction.get("pairs", "b")))

    documents.transaction(work)
    assert seen == [({"n": 1}, {"n": 1})]


def test_traffic_begins_at_500_a_second_and_grows_by_half_every_five_minutes() -> None:
    clock = ManualClock()
    ramp = Ramp(clock.monotonic)
    written: dict[int, int] = {}
    while clock.monotonic() < 900:
        clock.advance(ramp.wait_for(500))
        part = int(clock.monotonic() // 300)
        written[part] = written.get(part, 0) + 500
    assert [round(written[part] / 300) for part in range(3)] == pytest.approx([500, 750, 1125], rel=0.01)


def test_only_real_traffic_ramps_up(documents: Any) -> None:
    assert documents._bulk._ramp is None


def test_vectors_lie_as_vectors_and_are_read_as_lists(project: Cloud) -> None:
    from google.cloud.firestore import Client
    from google.cloud.firestore_v1.vector import Vector

    from shared.ports.documents import Index

    store = FirestoreDocuments(project, [Index("chunks", ("made.embedding",), 3)])
    store.set("chunks", "c", {"made": {"embedding": [1, 2.5, 0], "other": [1, 2]}, "embedding": [1, 2, 3]})
    raw = Client(project=project.project).collection("chunks").document("c").get().to_dict()
    assert raw["made"]["embedding"] == Vector([1.0, 2.5, 0.0])
    assert raw["made"]["other"] == [1, 2]
    assert raw["embedding"] == [1, 2, 3]
    assert store.get("chunks", "c")["made"]["embedding"] == [1.0, 2.5, 0.0]  # type: ignore[index] # it is there

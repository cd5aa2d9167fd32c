"""What every document store promises."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cmp_to_key
from itertools import count
from math import hypot
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.core.errors import AppError, Conflict, InvalidInput, NotFound
from shared.ports.documents import (
    MAX_DOCUMENT,
    MAX_WRITES,
    Create,
    Delete,
    DocumentStore,
    Encoded,
    Index,
    Query,
    Set,
    Snapshot,
    Transaction,
    Update,
    Where,
)


@pytest.fixture
def documents(shelf: Any) -> DocumentStore:
    store: DocumentStore = shelf.documents(rehearse=True)
    return store


def ids(found: Iterator[Snapshot]) -> list[str]:
    return [snapshot.id for snapshot in found]


# One document


def test_an_id_is_taken_only_once(documents: DocumentStore) -> None:
    documents.create("leads", "l1", {"n": 1})
    with pytest.raises(Conflict, match="leads/l1"):
        documents.create("leads", "l1", {"n": 2})
    assert documents.get("leads", "l1") == {"n": 1}


def test_what_was_stored_is_read_back_with_its_types(documents: DocumentStore) -> None:
    document = {
        "text": "Zoë 𝒳 \\ \" ' \n",
        "whole": 2**63 - 1,
        "least": -(2**63),
        "half": 0.5,
        "one": 1.0,
        "yes": True,
        "nothing": None,
        "list": [1, "a", None, {"x": [1]}],
        "object": {"a.b": 1, "a b": {"'": 2, '"': 3}, "ключ": 4, "a`b": 5, "$[0]": 6},
        "empty": {"list": [], "object": {}, "text": ""},
    }
    documents.set("leads", "l1", document)
    read = documents.get("leads", "l1")
    assert read == document
    assert type(read["one"]) is float
    assert type(read["yes"]) is bool


def test_set_replaces_whatever_was_there(documents: DocumentStore) -> None:
    documents.set("leads", "l1", {"a": 1})
    documents.set("leads", "l1", {"b": 2})
    assert documents.get("leads", "l1") == {"b": 2}


def test_a_document_that_is_not_there_is_none(documents: DocumentStore) -> None:
    assert documents.get("leads", "l1") is None
    assert documents.snapshot("leads", "l1") is None
    assert documents.get_many("leads", ["l1", "l2"]) == {}
    assert ids(documents.query(Query("leads"))) == []
    assert documents.count(Query("leads")) == 0


def test_update_wants_the_document_to_be_there(documents: DocumentStore) -> None:
    with pytest.raises(NotFound, match="leads/l1"):
        documents.update("leads", "l1", {"a": 1})
    assert documents.get("leads", "l1") is None


def test_an_update_with_a_version_meets_a_change_as_a_conflict(documents: DocumentStore) -> None:
    documents.create("leads", "l1", {"n": 1})
    read = documents.snapshot("leads", "l1")
    documents.update("leads", "l1", {"n": 2}, version=read.version)
    with pytest.raises(Conflict):
        documents.update("leads", "l1", {"n": 3}, version=read.version)
    with pytest.raises(Conflict):
        documents.delete("leads", "l1", version=read.version)
    assert documents.get("leads", "l1") == {"n": 2}


def test_a_document_made_anew_does_not_have_the_old_ones_version(documents: DocumentStore) -> None:
    documents.create("leads", "l1", {"n": 1})
    old = documents.snapshot("leads", "l1").version
    documents.delete("leads", "l1")
    documents.create("leads", "l1", {"n": 1})
    with pytest.raises(Conflict):
        documents.update("leads", "l1", {"n": 2}, version=old)


def test_delete_is_quiet_when_there_is_nothing(documents: DocumentStore) -> None:
    documents.delete("leads", "l1")
    documents.create("leads", "l1", {})
    documents.delete("leads", "l1")
    documents.delete("leads", "l1", version="17")
    assert documents.get("leads", "l1") is None


def test_collections_of_equal_last_name_are_apart(documents: DocumentStore) -> None:
    documents.create("calls/c1/chunks", "x", {"n": 1})
    documents.create("calls/c2/chunks", "x", {"n": 2})
    documents.create("chunks", "x", {"n": 3})
    assert documents.get("calls/c1/chunks", "x") == {"n": 1}
    assert documents.get("chunks", "x") == {"n": 3}
    assert documents.count(Query("calls/c2/chunks")) == 1
    documents.create("Chunks", "x", {"n": 4})
    assert documents.get("chunks", "x") == {"n": 3}


def test_get_many_returns_those_that_exist(documents: DocumentStore) -> None:
    names = [f"n{number}" for number in range(1200)]
    for start in range(0, 1200, 400):
        documents.batch([Set("leads", name, {"n": name}) for name in names[start : start + 400]])
    found = documents.get_many("leads", [*names, "missing", "ü'\""])
    assert found.keys() == set(names)
    assert found["n7"] == {"n": "n7"}


# What is refused


@pytest.mark.parametrize("id", ["", ".", "..", "a/b", "__x__", "____", "x" * 1501, "ü" * 751, "\udc80", "a\0b"])
def test_an_id_that_firestore_refuses_is_refused(documents: DocumentStore, id: str) -> None:
    for act in (
        lambda: documents.create("leads", id, {}),
        lambda: documents.get("leads", id),
        lambda: documents.get_many("leads", [id]),
        lambda: documents.delete("leads", id),
    ):
        with pytest.raises(InvalidInput):
            act()


@pytest.mark.parametrize("id", ["x" * 1500, "ü" * 750, "a b", "…", "'; DROP TABLE x; --", '"', "__x", "__", "%", "\n"])
def test_any_other_id_is_fine(documents: DocumentStore, id: str) -> None:
    documents.create("leads", id, {"id": id})
    assert documents.get("leads", id) == {"id": id}
    assert list(documents.get_many("leads", [id])) == [id]
    assert ids(documents.query(Query("leads"))) == [id]


@pytest.mark.parametrize("collection", ["", "/", "a/b", "a//b", "leads/", "a/../b", "__x__"])
def test_a_path_that_is_no_collection_is_refused(documents: DocumentStore, collection: str) -> None:
    for act in (
        lambda: documents.create(collection, "x", {}),
        lambda: documents.get(collection, "x"),
        lambda: documents.query(Query(collection)),
    ):
        with pytest.raises(InvalidInput):
            act()


@pytest.mark.parametrize(
    ("document", "field"),
    [
        ({"": 1}, "field"),
        ({"__x__": 1}, "__x__"),
        ({"a": {"b": {"": 1}}}, "a.b"),
        ({"a": [{"__x__": 1}]}, "a.0"),
        ({"a": [[1]]}, "a.0"),
        ({"a": [1, [2]]}, "a.1"),
        ({"a": {"b": 2**63}}, "a.b"),
        ({"a": -(2**63) - 1}, "a"),
        ({"a": float("nan")}, "a"),
        ({"a": [float("inf")]}, "a.0"),
        ({"a": {1, 2}}, "a"),
        ({"a": b"x"}, "a"),
        ({"a": object()}, "a"),
        ({1: "x"}, "1"),
        ({"a": "\udc80"}, "Unicode"),
    ],
)
def test_a_field_that_firestore_refuses_is_named(documents: DocumentStore, document: Any, field: str) -> None:
    with pytest.raises(InvalidInput, match=f"leads/l1.*{field}"):
        documents.set("leads", "l1", document)
    with pytest.raises(InvalidInput):
        documents.transaction(lambda transaction: transaction.set("leads", "l1", document))
    assert documents.get("leads", "l1") is None


def test_an_object_between_two_arrays_is_fine(documents: DocumentStore) -> None:
    documents.set("leads", "l1", {"a": [{"b": [1]}, "[[", ',["__x__']})
    assert documents.get("leads", "l1") == {"a": [{"b": [1]}, "[[", ',["__x__']}


def test_a_document_over_one_mebibyte_is_refused(documents: DocumentStore) -> None:
    documents.set("leads", "small", {"a": "x" * 1_000_000})
    with pytest.raises(InvalidInput, match="1,048,576"):
        documents.set("leads", "large", {"a": "x" * 1_048_577})
    assert documents.count(Query("leads")) == 1


def test_a_document_nested_too_deep_is_refused_without_harm(documents: DocumentStore) -> None:
    deep: dict[str, Any] = {}
    for _ in range(3000):
        deep = {"a": deep}
    with pytest.raises(InvalidInput, match="deep"):
        documents.set("leads", "l1", deep)


# Batches


def test_a_batch_is_all_or_nothing(documents: DocumentStore) -> None:
    documents.create("leads", "taken", {})
    with pytest.raises(Conflict, match="leads/taken"):
        documents.batch([Set("tasks", "t1", {}), Create("leads", "new", {}), Create("leads", "taken", {})])
    with pytest.raises(NotFound, match="leads/missing"):
        documents.batch([Set("tasks", "t1", {}), Update("leads", "missing", {})])
    with pytest.raises(Conflict):
        documents.batch([Set("tasks", "t1", {}), Delete("leads", "taken", version="0")])
    assert documents.get("tasks", "t1") is None
    assert ids(documents.query(Query("leads"))) == ["taken"]


def test_a_batch_holds_500_writes_and_not_one_more(documents: DocumentStore) -> None:
    documents.batch([Create("leads", f"l{n}", {"n": n}) for n in range(MAX_WRITES)])
    assert documents.count(Query("leads")) == MAX_WRITES
    with pytest.raises(InvalidInput, match="500"):
        documents.batch([Set("leads", f"x{n}", {}) for n in range(MAX_WRITES + 1)])
    with pytest.raises(InvalidInput, match="500"):
        documents.transaction(lambda t: [t.set("leads", f"x{n}", {}) for n in range(MAX_WRITES + 1)])
    assert documents.count(Query("leads")) == MAX_WRITES


def test_the_writes_of_a_batch_follow_each_other(documents: DocumentStore) -> None:
    documents.batch([Create("leads", "l1", {"n": 1}), Update("leads", "l1", {"n": 2}), Set("leads", "l2", {})])
    documents.batch([Delete("leads", "l2"), Create("leads", "l2", {"n": 3}), Delete("leads", "l1")])
    assert documents.get("leads", "l1") is None
    assert documents.get("leads", "l2") == {"n": 3}
    with pytest.raises(Conflict):
        documents.batch([Set("leads", "l3", {}), Create("leads", "l3", {})])


def test_an_empty_batch_does_nothing(documents: DocumentStore) -> None:
    documents.batch([])


def test_writes_without_number_are_all_there_afterwards(documents: DocumentStore) -> None:
    assert documents.write_all(Create("leads", f"l{n}", {"n": n}) for n in range(2 * MAX_WRITES + 1)) == 1001
    assert documents.count(Query("leads")) == 1001
    assert documents.write_all([]) == 0
    with pytest.raises(Conflict, match="leads/l7"):
        documents.write_all([Create("leads", "l7", {})])
    with pytest.raises(InvalidInput):
        documents.write_all([Create("leads", "x", {"": 1})])


# Transactions


def test_a_transaction_reads_then_writes(documents: DocumentStore) -> None:
    documents.set("counters", "c", {"n": 1})

    def work(transaction: Transaction) -> int:
        before = transaction.get("counters", "c")
        known = transaction.get_many("counters", ["c", "d"])
        found = ids(transaction.query(Query("counters")))
        transaction.update("counters", "c", {"n": before["n"] + 1})
        transaction.create("counters", "d", {"n": len(known) + len(found)})
        transaction.set("counters", "e", {})
        transaction.delete("counters", "f")
        return int(before["n"])

    assert documents.transaction(work) == 1
    assert documents.get("counters", "c") == {"n": 2}
    assert documents.get("counters", "d") == {"n": 2}


@pytest.mark.parametrize(
    "read",
    [
        lambda t: t.get("leads", "x"),
        lambda t: t.snapshot("leads", "x"),
        lambda t: t.get_many("leads", ["x"]),
        lambda t: t.query(Query("leads")),
    ],
)
def test_a_read_after_a_write_is_refused(documents: DocumentStore, read: Callable[[Transaction], Any]) -> None:
    def work(transaction: Transaction) -> None:
        transaction.set("leads", "l1", {})
        read(transaction)

    with pytest.raises(InvalidInput, match="read"):
        documents.transaction(work)
    assert documents.get("leads", "l1") is None


def test_a_transaction_that_raises_leaves_nothing(documents: DocumentStore) -> None:
    def work(transaction: Transaction) -> None:
        transaction.set("leads", "l1", {})
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        documents.transaction(work)
    with pytest.raises(Conflict):
        documents.transaction(lambda t: (t.create("leads", "a", {}), t.create("leads", "a", {})))
    assert documents.count(Query("leads")) == 0


def _count_up(transaction: Transaction) -> int:
    now: int = (transaction.get("counters", "c") or {"n": 0})["n"] + 1
    transaction.set("counters", "c", {"n": now})
    return now


def test_transactions_given_together_run_in_order_and_each_sees_those_before_it(documents: DocumentStore) -> None:
    assert documents.transactions([]) == []
    assert documents.transactions([_count_up] * 5) == [1, 2, 3, 4, 5]
    assert documents.get("counters", "c") == {"n": 5}


def test_of_transactions_given_together_those_before_a_misfit_stand(documents: DocumentStore) -> None:
    documents.create("leads", "taken", {})
    works = [_count_up, _count_up, lambda t: (t.set("leads", "x", {}), t.create("leads", "taken", {})), _count_up]
    with pytest.raises(Conflict):
        documents.transactions(works)
    assert documents.get("counters", "c") == {"n": 2}
    assert documents.get("leads", "x") is None


def test_each_of_transactions_given_together_may_write_as_much_as_one_alone(documents: DocumentStore) -> None:
    def fill(name: str, writes: int) -> Callable[[Transaction], None]:
        return lambda t: [t.set("leads", f"{name}{n}", {}) for n in range(writes)] and None

    documents.transactions([fill("a", MAX_WRITES), fill("b", MAX_WRITES)])
    assert documents.count(Query("leads")) == 2 * MAX_WRITES
    with pytest.raises(InvalidInput):
        documents.transactions([fill("c", 1), fill("d", MAX_WRITES + 1)])
    assert documents.get("leads", "c0") == {}
    assert documents.get("leads", "d0") is None


def test_a_transactions_function_may_run_again_so_a_rehearsal_always_does(shelf: Any) -> None:
    runs = count()
    documents = shelf.documents(rehearse=True)
    documents.transaction(lambda t: t.create("leads", f"run{next(runs)}", {}))
    assert ids(documents.query(Query("leads"))) == ["run1"]


def test_no_increment_is_lost_between_threads(shelf: Any) -> None:
    documents = shelf.documents()
    documents.set("counters", "c", {"n": 0})

    def increment(transaction: Transaction) -> None:
        now = transaction.get("counters", "c")
        transaction.update("counters", "c", {"n": now["n"] + 1})

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: documents.transaction(increment), range(80)))
    assert documents.get("counters", "c") == {"n": 80}


def test_of_many_claims_to_one_id_exactly_one_wins(shelf: Any) -> None:
    stores = [shelf.documents() for _ in range(4)]

    def claim(number: int) -> bool:
        try:
            stores[number % 4].create("claims", "the-one", {"owner": number})
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        winners = [number for number, won in enumerate(pool.map(claim, range(32))) if won]
    assert [stores[0].get("claims", "the-one")["owner"]] == winners


def test_exactly_one_update_with_the_same_version_wins(shelf: Any) -> None:
    documents = shelf.documents()
    documents.set("leads", "l1", {"n": 0})
    version = documents.snapshot("leads", "l1").version

    def update(number: int) -> bool:
        try:
            documents.update("leads", "l1", {"n": number}, version=version)
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(update, range(1, 17))) == 1


# Queries


def test_the_types_follow_each_other_in_firestores_order(documents: DocumentStore) -> None:
    ordered = [None, False, True, -(2**63), -1.5, -1, 0, 0.5, 1, 2**53, 2**53 + 1, 1e300]
    ordered += ["", "B", "a", "ab", "b", "é", "｡", "𝒳", [], [1], [1, 2], [2], {}, {"a": 1}, {"a": 2}, {"b": 0}]
    for number, value in enumerate(reversed(ordered)):
        documents.set("leads", f"{number:03}", {"v": value})
    documents.set("leads", "without", {"w": 1})
    documents.set("leads", "deeper", {"v.w": 1})
    assert [found.data["v"] for found in documents.query(Query("leads", order_by="v"))] == ordered
    falling = documents.query(Query("leads", order_by="v", descending=True))
    assert [found.data["v"] for found in falling] == ordered[::-1]


def test_a_range_stays_within_one_type(documents: DocumentStore) -> None:
    for id, value in {"t": True, "z": 0, "i": 1, "f": 1.5, "s": "1", "n": None, "l": [1], "m": {"a": 1}}.items():
        documents.set("leads", id, {"v": value})

    def among(op: Any, value: Any) -> list[str]:
        return ids(documents.query(Query("leads", (Where("v", op, value),))))

    assert among(">=", 0) == ["z", "i", "f"]
    assert among(">", 0) == ["i", "f"]
    assert among("<", 1.5) == ["z", "i"]
    assert among("<=", True) == ["t"]
    assert among(">", False) == ["t"]
    assert among("<", "2") == ["s"]
    assert among("==", 1.0) == ["i"]
    assert among("==", True) == ["t"]
    assert among("==", None) == ["n"]
    assert among("in", ["1", 0, True]) == ["s", "t", "z"]


def test_ties_are_broken_by_the_ids_bytes(documents: DocumentStore) -> None:
    names = ["B", "a", "b", "é", "｡", "𝒳"]
    for name in reversed(names):
        documents.set("leads", name, {"v": 1, "city": "x", "size": 2})
    assert ids(documents.query(Query("leads", order_by="v"))) == names
    assert ids(documents.query(Query("leads"))) == names
    assert ids(documents.query(Query("leads", order_by="v", descending=True))) == names[::-1]
    both = Query("leads", (Where("city", "==", "x"),), order_by="size", descending=True, limit=2)
    assert ids(documents.query(both)) == ["𝒳", "｡"]


@pytest.mark.parametrize(("order", "descending"), [(None, False), ("size", False), ("size", True)])
def test_pages_joined_give_the_whole(documents: DocumentStore, order: str | None, descending: bool) -> None:
    for number in range(23):
        documents.set("leads", f"l{number:02}", {"size": number % 3, "city": "x"})
    for where in ((), (Where("city", "==", "x"),)):
        whole = ids(documents.query(Query("leads", where, order_by=order, descending=descending)))
        pages: list[str] = []
        after = None
        while page := list(documents.query(Query("leads", where, order, descending, limit=4, after=after))):
            pages += [found.id for found in page]
            after = (page[-1].data["size"] if order else None, page[-1].id)
        assert pages == whole
        assert len(whole) == 23


def test_a_dotted_path_looks_into_objects(documents: DocumentStore) -> None:
    documents.set("leads", "in", {"a": {"b": {"c": 7}}})
    documents.set("leads", "flat", {"a.b.c": 7})
    documents.set("leads", "list", {"a": [{"b": 1}]})
    assert ids(documents.query(Query("leads", (Where("a.b.c", "==", 7),)))) == ["in"]
    assert ids(documents.query(Query("leads", order_by="a.b.c"))) == ["in"]


def test_hostile_field_names_and_values_find_only_themselves(documents: DocumentStore) -> None:
    hostile = ["x' OR '1'='1", '"', "a b", "$[0]", "%", "*", "'); DROP TABLE doc_leads; --"]
    for number, name in enumerate(hostile):
        documents.set("leads", f"l{number}", {name: name})
    for number, name in enumerate(hostile):
        assert ids(documents.query(Query("leads", (Where(name, "==", name),)))) == [f"l{number}"]
    assert documents.count(Query("leads")) == len(hostile)


def test_array_contains_finds_a_member_of_a_list(documents: DocumentStore) -> None:
    documents.set("leads", "list", {"tags": ["a", 1, None]})
    documents.set("leads", "text", {"tags": "a"})
    documents.set("leads", "deeper", {"tags": [{"a": 1}]})
    assert ids(documents.query(Query("leads", (Where("tags", "array_contains", "a"),)))) == ["list"]
    assert ids(documents.query(Query("leads", (Where("tags", "array_contains", 1.0),)))) == ["list"]
    assert ids(documents.query(Query("leads", (Where("tags", "array_contains", True),)))) == []


def test_a_group_searches_all_collections_of_a_name(documents: DocumentStore) -> None:
    documents.set("calls/c2/chunks", "a", {"position": 1, "call": "c2"})
    documents.set("calls/c1/chunks", "b", {"position": 2, "call": "c1"})
    documents.set("calls/c1/chunks", "a", {"position": 1, "call": "c1"})
    documents.set("chunks", "top", {"position": 0})
    found = list(documents.query(Query("chunks", order_by="position", group=True)))
    assert [(each.collection, each.id) for each in found] == [
        ("chunks", "top"),
        ("calls/c1/chunks", "a"),
        ("calls/c2/chunks", "a"),
        ("calls/c1/chunks", "b"),
    ]
    assert documents.count(Query("chunks", group=True)) == 4
    rest = Query("chunks", order_by="position", group=True, after=(1, "calls/c1/chunks/a"))
    assert [each.collection for each in documents.query(rest)] == ["calls/c2/chunks", "calls/c1/chunks"]
    one = Query("chunks", (Where("call", "==", "c1"),), order_by="position", group=True, limit=1)
    assert ids(documents.query(one)) == ["a"]


def test_count_leaves_limit_and_cursor_aside(documents: DocumentStore) -> None:
    documents.batch([Set("leads", f"l{n}", {"size": n} if n else {}) for n in range(10)])
    assert documents.count(Query("leads", limit=3, after=(None, "l5"))) == 10
    assert documents.count(Query("leads", order_by="size")) == 9
    assert documents.count(Query("leads", (Where("size", ">", 5),))) == 4


@pytest.mark.parametrize(
    "query",
    [
        Query("leads", (Where("city", "==", "x"),), order_by="name"),
        Query("leads", (Where("city", "==", "x"), Where("size", ">", 1)), order_by="name"),
        Query("leads", (Where("state", "==", "x"), Where("size", ">", 1))),
        Query("leads", (Where("city", "in", ["x"]), Where("state", "==", 1)), order_by="name"),
        Query("leads", (Where("tags", "array_contains", "x"),), order_by="size"),
        Query("leads", (Where("size", ">", 1), Where("name", "<", "x"))),
        Query("leads", (Where("size", ">", 1),), order_by="name"),
        Query("leads", (Where("a", "in", list(range(31))),)),
        Query("leads", (Where("a", "in", []),)),
        Query("leads", (Where("a", "in", list(range(6))), Where("b", "in", list(range(6))))),
        Query("leads", (Where("", "==", 1),)),
        Query("leads", (Where("a..b", "==", 1),)),
        Query("leads", (Where("a", ">", None),)),
        Query("leads", (Where("a", "==", float("nan")),)),
        Query("leads", (Where("a", "==", 2**63),)),
        Query("leads", limit=0),
        Query("leads", descending=True),
        Query("leads", after=(1, "l1")),
        Query("a/b/leads", group=True),
    ],
)
def test_a_query_that_firestore_refuses_is_refused_before_it_runs(documents: DocumentStore, query: Query) -> None:
    with pytest.raises(InvalidInput):
        documents.query(query)
    with pytest.raises(InvalidInput):
        documents.count(query)
    with pytest.raises(InvalidInput):
        documents.transaction(lambda transaction: transaction.query(query))


def test_the_refusal_says_which_index_to_declare(documents: DocumentStore) -> None:
    query = Query("a/b/leads", (Where("state", "==", 1), Where("city", "==", 2)), order_by="name")
    with pytest.raises(InvalidInput) as refusal:
        documents.query(query)
    assert "- {collection: leads, fields: [city, state, name]}" in str(refusal.value)


def test_equalities_alone_need_no_index(documents: DocumentStore) -> None:
    documents.set("leads", "l1", {"a": 1, "b": 2, "c": 3})
    documents.set("leads", "l2", {"a": 1, "b": 2, "c": 4})
    where = (Where("a", "==", 1), Where("b", "in", [2, 3]), Where("c", "==", 3))
    assert ids(documents.query(Query("leads", where))) == ["l1"]


def test_a_query_is_a_steady_view_while_documents_change(documents: DocumentStore) -> None:
    documents.batch([Set("leads", f"l{n:03}", {"size": n}) for n in range(450)])
    seen = []
    for found in documents.query(Query("leads", order_by="size")):
        seen.append(found.id)
        documents.set("leads", found.id, {"size": 10_000 + found.data["size"]})
        assert documents.get("leads", found.id)["size"] >= 10_000  # one's own write is seen at once
    assert len(seen) == 450


# Vectors


def test_the_nearest_come_first(documents: DocumentStore) -> None:
    vectors = {"east": [1.0, 0.0], "north": [0.0, 2.0], "northeast": [3, 3], "west": [-1.0, 0.0]}
    for id, vector in vectors.items():
        documents.set("chunks", id, {"vector": vector, "call": "c1"})
    documents.set("chunks", "other", {"vector": [1.0, 0.0], "call": "c2"})
    documents.set("chunks", "none", {"call": "c1"})
    documents.set("chunks", "longer", {"vector": [1.0, 0.0, 0.0], "call": "c1"})
    documents.set("chunks", "zero", {"vector": [0.0, 0.0], "call": "c1"})
    found = documents.nearest("chunks", "vector", [2.0, 0.1], limit=3, where=(Where("call", "==", "c1"),))
    assert [snapshot.id for snapshot, _ in found] == ["east", "northeast", "north"]
    expected = 1 - (2.0 * 3 + 0.1 * 3) / (hypot(2.0, 0.1) * hypot(3, 3))
    assert found[1][1] == pytest.approx(expected)


@pytest.mark.parametrize(("vector", "limit"), [([], 1), ([1.0] * 2049, 1), ([1.0], 0), ([1.0], 1001), ([0.0], 1)])
def test_a_vector_search_keeps_firestores_limits(documents: DocumentStore, vector: list[float], limit: int) -> None:
    with pytest.raises(InvalidInput):
        documents.nearest("chunks", "vector", vector, limit=limit)


# Watching


def test_a_watcher_is_told_of_changes_by_anyone(shelf: Any) -> None:
    watched, writer = shelf.documents(), shelf.documents()
    told = threading.Event()
    subscription = watched.watch(Query("leads"), told.set)
    for write in (
        lambda: writer.set("leads", "l1", {"n": 1}),
        lambda: watched.set("leads", "l1", {"n": 2}),
        lambda: writer.delete("leads", "l1"),
    ):
        told.clear()
        write()
        assert told.wait(3)
    subscription.stop()


def test_a_watcher_is_not_called_for_others_or_after_stop(shelf: Any) -> None:
    documents = shelf.documents()
    told, other = threading.Event(), threading.Event()
    mine = documents.watch(Query("leads"), told.set)
    theirs = documents.watch(Query("tasks"), other.set)
    documents.set("tasks", "t1", {"n": 1})
    assert other.wait(3)
    assert not told.is_set()
    mine.stop()
    other.clear()
    documents.batch([Set("leads", "l1", {}), Set("tasks", "t1", {"n": 2})])
    assert other.wait(3)
    assert not told.is_set()
    theirs.stop()


def test_a_callback_may_stop_its_own_subscription_and_one_that_fails_harms_no_other(shelf: Any) -> None:
    documents = shelf.documents()
    told = threading.Event()
    subscriptions: list[Any] = []

    def fall() -> None:
        subscriptions[0].stop()
        raise ValueError("a subscriber's own fault")

    subscriptions.append(documents.watch(Query("leads"), fall))
    subscriptions.append(documents.watch(Query("leads"), told.set))
    for number in range(2):
        told.clear()
        documents.set("leads", "l1", {"n": number})
        assert told.wait(3)
    subscriptions[1].stop()


# Processes that die

_COUNT = """
def work(transaction):
    now = (transaction.get("counters", "c") or {"n": 0})["n"]
    transaction.set("counters", "c", {"n": now + 1})
    transaction.create("steps", f"{now:04}", {"by": sys.argv[1]})
    transaction.create("echo", f"{now:04}", {})
    return now
for _ in range(int(sys.argv[2])):
    print(store.transaction(work), flush=True)
"""
_COUNT_TOGETHER = _COUNT.replace("print(store.transaction(work)", "print(*store.transactions([work] * 3)")


def _count_in_a_process(
    shelf: Any, name: str, steps: int, faults: str = "", *, script: str = _COUNT
) -> subprocess.Popen[str]:
    env = {**os.environ, "LEADREEL_FAULTS": faults, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", f"import sys\n{shelf.store_in_a_script}\n{script}", name, str(steps)]
    return subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True)


def test_processes_share_the_store_without_losing_a_step(shelf: Any) -> None:
    documents = shelf.documents()
    processes = [_count_in_a_process(shelf, name, shelf.rounds) for name in ("a", "b", "c")]
    printed = [int(line) for process in processes for line in process.communicate(timeout=60)[0].split()]
    assert sorted(printed) == list(range(3 * shelf.rounds))
    assert documents.get("counters", "c") == {"n": 3 * shelf.rounds}
    assert documents.count(Query("steps")) == 3 * shelf.rounds


@pytest.mark.parametrize("step", ["before_commit", "after_commit"])
@pytest.mark.parametrize("script", [_COUNT, _COUNT_TOGETHER], ids=["one by one", "together"])
def test_a_process_killed_at_a_commit_leaves_whole_transactions(shelf: Any, step: str, script: str) -> None:
    _kill_at(shelf, shelf.fault_points[step], script)


@pytest.mark.parametrize("step", ["before_apply", "after_apply"])
@pytest.mark.parametrize("script", [_COUNT, _COUNT_TOGETHER], ids=["one by one", "together"])
def test_a_process_killed_before_its_commit_leaves_whole_transactions(embedded: Any, step: str, script: str) -> None:
    _kill_at(embedded, f"documents.{step}", script)


def _kill_at(shelf: Any, point: str, script: str) -> None:
    shelf.documents()
    process = _count_in_a_process(shelf, "a", 10, f"{point}=kill@4", script=script)
    printed = len(process.communicate(timeout=60)[0].split())
    assert process.returncode == -9
    documents = shelf.documents()
    steps = documents.count(Query("steps"))
    assert documents.get("counters", "c") == ({"n": steps} if steps else None)
    assert documents.count(Query("echo")) == steps
    together = 3 if script == _COUNT_TOGETHER else 1
    assert printed <= steps <= printed + together  # what was acknowledged is there; the last may be, unacknowledged
    assert documents.transaction(_count_up) == steps + 1


# The law: a query finds what a plain reading of Firestore's rules finds

_scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.sampled_from([2**53, 2**53 + 1, -(2**63), 2**63 - 1]),
    st.sampled_from([-1.5, -0.0, 0.0, 1.0, 2.5, 1e300, float(2**53)]),
    st.text("ab\x00é𝒳", max_size=3),
)
_values = st.one_of(
    _scalars,
    st.lists(st.one_of(_scalars, st.dictionaries(st.sampled_from("xy"), _scalars, max_size=2)), max_size=3),
    st.dictionaries(st.sampled_from(["d", "e", "é"]), _scalars, max_size=2),
)
_documents = st.dictionaries(st.sampled_from(["a", "b", "c", "a.b", "c.d"]), _values, max_size=4)
_comparable = _scalars.filter(lambda value: value is not None)
_fields = st.sampled_from(["a", "b", "c", "c.d"])


_LAW_INDEXES = [("a", "b"), ("b", "a"), ("a", "c.d"), ("a", "b", "c")]


@st.composite
def _queries(draw: st.DrawFn) -> Query:
    declared = draw(st.booleans())  # of the shape of a declared index, or of any shape at all
    *equal, order = draw(st.sampled_from(_LAW_INDEXES)) if declared else draw(st.lists(_fields, min_size=1, max_size=3))
    order = draw(st.one_of(st.just(order), st.none()))
    where = []
    for name in equal:
        wanted = draw(st.lists(_comparable, min_size=1, max_size=4))
        where.append(draw(st.sampled_from([Where(name, "==", draw(_scalars)), Where(name, "in", wanted)])))
    if not declared and draw(st.booleans()):
        where.append(Where(draw(_fields), "array_contains", draw(_scalars)))
    for _ in range(draw(st.integers(0, 2)) if order or not declared else 0):
        op = draw(st.sampled_from(["<", "<=", ">", ">="]))
        where.append(Where(order or "a", op, draw(_comparable)))
    ordered = order is not None or any(each.op not in {"==", "in", "array_contains"} for each in where)
    after = draw(st.one_of(st.none(), st.tuples(_values if ordered else st.none(), st.sampled_from(["k2", "k5", "é"]))))
    limit = draw(st.one_of(st.none(), st.integers(1, 4)))
    return Query("things", tuple(where), order, draw(st.booleans()), limit, after)


_MISSING = object()


def _at(document: dict[str, Any], path: str) -> Any:
    value: Any = document
    for name in path.split("."):
        if not isinstance(value, dict) or name not in value:
            return _MISSING
        value = value[name]
    return value


def _rank(value: Any) -> int:
    kinds: list[Any] = [type(None), bool, (int, float), str, list, dict]
    return next(number for number, kind in enumerate(kinds) if isinstance(value, kind))


def _compare(left: Any, right: Any) -> int:
    if _rank(left) != _rank(right):
        return _rank(left) - _rank(right)
    if left is None:
        return 0
    if isinstance(left, str):
        left, right = left.encode(), right.encode()
    elif isinstance(left, list):
        steps = (_compare(a, b) for a, b in zip(left, right, strict=False))
        return next((step for step in steps if step), len(left) - len(right))
    elif isinstance(left, dict):
        flat = [[item for key in sorted(each, key=str.encode) for item in (key, each[key])] for each in (left, right)]
        return _compare(flat[0], flat[1])
    return (left > right) - (left < right)


def _matches(document: dict[str, Any], where: Where) -> bool:
    value = _at(document, where.field)
    if value is _MISSING:
        return False
    if where.op == "in":
        return any(_compare(value, wanted) == 0 for wanted in where.value)
    if where.op == "array_contains":
        return isinstance(value, list) and any(_compare(item, where.value) == 0 for item in value)
    difference = _compare(value, where.value)
    if where.op == "==":
        return difference == 0
    if _rank(value) != _rank(where.value):
        return False
    return {"<": difference < 0, "<=": difference <= 0, ">": difference > 0, ">=": difference >= 0}[where.op]


def _model(stored: dict[str, dict[str, Any]], query: Query) -> tuple[list[str], int]:
    """The ids that the query finds by a plain reading, and how many there are without limit and cursor."""
    ranged = next((each.field for each in query.where if each.op in {"<", "<=", ">", ">="}), None)
    order = query.order_by or ranged
    rows = [
        (_at(document, order) if order else None, id)
        for id, document in stored.items()
        if all(_matches(document, where) for where in query.where)
    ]
    rows = [row for row in rows if row[0] is not _MISSING]

    def compare(left: tuple[Any, str], right: tuple[Any, str]) -> int:
        return _compare(left[0], right[0]) or _compare(left[1], right[1])

    total = len(rows)
    rows.sort(key=cmp_to_key(compare), reverse=query.descending)
    if query.after is not None:
        sign = -1 if query.descending else 1
        rows = [row for row in rows if sign * compare(row, query.after) > 0]
    return [id for _, id in rows[: query.limit]], total


def _is_refused(query: Query, error: AppError) -> bool:
    ranged = {each.field for each in query.where if each.op in {"<", "<=", ">", ">="}}
    fields = {each.field for each in query.where} | ({query.order_by} - {None})
    contained = sum(each.op == "array_contains" for each in query.where)
    return isinstance(error, InvalidInput) and (
        (bool(ranged | {query.order_by} - {None}) and len(fields) > 1)
        or contained > 1
        or (query.descending and not ranged and query.order_by is None)
    )


@given(
    stored=st.dictionaries(st.sampled_from([f"k{n}" for n in range(8)] + ["é", "Z"]), _documents, max_size=8),
    queries=st.lists(_queries(), min_size=1, max_size=6),
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_query_finds_what_firestores_rules_say(
    embedded: Any, stored: dict[str, dict[str, Any]], queries: list[Query]
) -> None:
    _follow_the_law(embedded, stored, queries)


@given(
    stored=st.dictionaries(st.sampled_from([f"k{n}" for n in range(8)] + ["é", "Z"]), _documents, max_size=8),
    queries=st.lists(_queries(), min_size=1, max_size=6),
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_emulator_finds_the_same(google: Any, stored: dict[str, dict[str, Any]], queries: list[Query]) -> None:
    _follow_the_law(google, stored, queries)


def _follow_the_law(shelf: Any, stored: dict[str, dict[str, Any]], queries: list[Query]) -> None:
    documents = shelf.documents([Index("things", fields) for fields in _LAW_INDEXES])
    old = ids(documents.query(Query("things")))
    documents.batch([Delete("things", id) for id in old] + [Set("things", id, data) for id, data in stored.items()])
    for query in queries:
        try:
            found = ids(documents.query(query))
        except InvalidInput as error:
            assert _is_refused(query, error), query
            continue
        expected, total = _model(stored, query)
        assert found == expected, query
        assert documents.count(query) == total


# Documents that were encoded elsewhere


@pytest.mark.parametrize("known", [{}, {"city": "Ulm"}, {"city": "Ulm", "size": 3}])
def test_a_document_that_was_encoded_elsewhere_is_stored_and_found_like_any_other(
    documents: DocumentStore, known: dict[str, Any]
) -> None:
    documents.create("leads", "near", {"city": "Ulm", "size": 2})
    documents.batch(
        [
            Create("leads", "far", Encoded('{"city":"Ulm","size":3,"list":[{"x":null}]}', known)),
            Set("leads", "none", Encoded('{"city":"Ulm"}', {"city": "Ulm"})),
        ]
    )
    assert documents.get("leads", "far") == {"city": "Ulm", "size": 3, "list": [{"x": None}]}
    sized = Query("leads", (Where("city", "==", "Ulm"),), order_by="size", descending=True)
    assert ids(documents.query(sized)) == ["far", "near"]
    assert documents.count(Query("leads", (Where("city", "==", "Ulm"),))) == 3
    documents.update("leads", "far", Encoded('{"city":"Bonn"}', {}))
    assert ids(documents.query(sized)) == ["near"]
    with pytest.raises(Conflict, match="leads/far"):
        documents.transaction(lambda t: t.create("leads", "far", Encoded("{}", {})))


def test_an_encoded_document_keeps_to_the_size_of_a_document(documents: DocumentStore) -> None:
    for text in ("a" * MAX_DOCUMENT, "ü" * (MAX_DOCUMENT // 2)):
        with pytest.raises(InvalidInput, match=r"leads/l1: .* bytes"):
            documents.set("leads", "l1", Encoded(f'{{"text":"{text}"}}', {}))
    largest = "ü" * 524_243  # a text alone has at most 1,048,487 bytes
    documents.set("leads", "l1", Encoded(f'{{"text":"{largest}"}}', {}))
    with pytest.raises(InvalidInput, match="1,048,487"):
        documents.set("leads", "l1", Encoded(f'{{"text":"{largest}ü"}}', {}))
    with pytest.raises(InvalidInput, match="1,048,487"):
        documents.set("leads", "l1", {"deep": [{"text": f"{largest}ü"}]})


def test_an_encoded_document_reads_as_the_document_that_it_is() -> None:
    document = Encoded('{"a":1,"b":{"c":[2]}}', {"a": 1})
    assert document == {"a": 1, "b": {"c": [2]}}
    assert {**document, "a": 3} == {"a": 3, "b": {"c": [2]}}
    assert (document["a"], document.get("d"), len(document)) == (1, None, 2)


@pytest.mark.parametrize(
    ("body", "known", "told"),
    [
        ('{"a":1}', {"a": 2}, "a is not what its JSON says"),
        ("{}", {"a": None}, "a is not what its JSON says"),
        ('{"a":[[1]]}', {}, "an array directly in an array"),
        ('{"__a__":1}', {}, "field names"),
        ("[]", {}, "not a valid"),
    ],
)
def test_a_rehearsal_brings_to_light_what_was_encoded_badly(
    shelf: Any, body: str, known: dict[str, Any], told: str
) -> None:
    with pytest.raises(InvalidInput, match=told):
        shelf.documents(rehearse=True).set("leads", "l1", Encoded(body, known))

"""What a search index promises, on one machine and in documents."""

from pathlib import Path
from typing import Any

import pytest

from shared.adapters.gcp.search import DocumentSearch
from shared.adapters.local.database import Database
from shared.adapters.local.search import LocalSearch
from shared.core.clock import ManualClock, iso
from shared.ports.search import Entry, Lookup, Range, SearchIndex


@pytest.fixture(params=["sqlite", "embedded documents", "firestore"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> SearchIndex:
    if request.param == "sqlite":
        return LocalSearch(Database(tmp_path / "search.db"))
    shelf: Any = request.getfixturevalue("google" if request.param == "firestore" else "embedded")
    return DocumentSearch(shelf.documents())


def entry(id: str, *tokens: str, age: int = 0, **numbers: float) -> Entry:
    clock = ManualClock()
    clock.advance(-age)
    return Entry(id, iso(clock.now()), f"s{id}", tokens, numbers)


def ids(index: SearchIndex, **wanted: Any) -> set[str]:
    return {hit.id for hit in index.find(Lookup(**wanted), limit=100)}


def test_words_facets_and_numbers_must_all_fit(index: SearchIndex) -> None:
    index.put([
        entry("a", "ana", "köln", "§ecity", employees=50),
        entry("b", "ana", "bonn", "§hvideo", employees=5),
        entry("c", "会社", "anas", employees=-1.5),
    ])  # fmt: skip
    assert ids(index, tokens=("ana",)) == {"a", "b"}
    assert ids(index, tokens=("ana", "köln")) == {"a"}
    assert ids(index, tokens=("会社",)) == {"c"}
    assert ids(index, tokens=("ana",), lacking=("§hvideo",)) == {"a"}
    assert ids(index, lacking=("§hvideo", "§ecity")) == {"c"}
    assert ids(index, ranges=(Range("employees", low=5),)) == {"a", "b"}
    assert ids(index, ranges=(Range("employees", 5, 10),)) == {"b"}
    assert ids(index, ranges=(Range("employees", high=0),), tokens=()) == {"c"}
    assert ids(index, ranges=(Range("revenue", low=0),)) == set()
    assert ids(index) == {"a", "b", "c"}
    assert index.count(Lookup(tokens=("ana",)), at_most=10) == 2
    assert index.count(Lookup(), at_most=2) == 2


def test_what_is_entered_again_replaces_what_was_known(index: SearchIndex) -> None:
    index.put([entry("a", "old", n=1), entry("b", "old")])
    index.put([entry("a", "new", n=2)], removed=["b", "never"])
    assert (ids(index, tokens=("old",)), ids(index, tokens=("new",))) == (set(), {"a"})
    assert ids(index, ranges=(Range("n", 1, 1),)) == set()
    assert index.stamps(["a", "b", "c"]) == {"a": "sa"}


def test_pages_follow_each_other_without_gap_or_repetition(index: SearchIndex) -> None:
    index.put([entry(f"l{n:03}", "x", age=n % 7) for n in range(120)])
    seen: list[str] = []
    cursor = ""
    while found := index.find(Lookup(tokens=("x",)), limit=25, after=cursor):
        seen += [hit.id for hit in found]
        cursor = found[-1].cursor
    assert sorted(seen) == [f"l{n:03}" for n in range(120)]


def test_its_state_is_remembered(index: SearchIndex) -> None:
    assert index.state() == {}
    index.put([], state={"walked": "x"})
    index.put([entry("a", "x")])
    assert index.state() == {"walked": "x"}


@pytest.mark.parametrize("hostile", ['"', "'", "a OR b", "NEAR(", "*", "-", "^", ":", "\0", "x" * 5000, "§"])
def test_no_word_is_a_command(index: SearchIndex, hostile: str) -> None:
    index.put([entry("a", "x")])
    assert ids(index, tokens=(hostile,)) == set()
    assert ids(index, tokens=("x",), lacking=(hostile,)) == {"a"}


# One machine alone


def test_the_newest_come_first_and_the_beginning_of_a_word_is_enough(tmp_path: Path) -> None:
    index = LocalSearch(Database(tmp_path / "search.db"))
    index.put([entry(f"l{age}", "acme", age=age) for age in (3, 1, 2)])
    assert [hit.id for hit in index.find(Lookup(prefixes=("ac",)), limit=9)] == ["l1", "l2", "l3"]
    index.put([entry("l3", "acme", "new", age=3)])
    assert [hit.id for hit in index.find(Lookup(prefixes=("acm",)), limit=9)] == ["l1", "l2", "l3"]


def test_many_records_of_one_moment_all_have_their_place(tmp_path: Path) -> None:
    index = LocalSearch(Database(tmp_path / "search.db"))
    index.put([entry(f"l{n}", "x") for n in range(3000)])
    assert index.count(Lookup(tokens=("x",)), at_most=9999) == 3000

"""Seeded schedules of deaths, lost and late answers, duplicates and clock jumps against the publish service itself."""

import logging
import os

import pytest

from bench import publish
from bench.publishing.bugs import BUGS
from bench.publishing.memory import MemoryDocuments
from shared.core.errors import Conflict, InvalidInput, NotFound

COUNT = int(os.environ.get("SCHEDULES", "500")) * 2


@pytest.fixture(autouse=True)
def _without_a_word(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL, "shared")  # thousands of planned refusals


def test_no_post_is_out_twice_and_every_one_comes_to_an_end() -> None:
    found = publish.run(0, COUNT)
    assert found.faults == []
    assert found.ended["posted"] > COUNT * 0.8
    assert found.ended["refused"] > 0
    assert found.ended["needs_human"] > 0


def test_looking_then_posting_then_noting_doubles_posts_in_the_same_schedules() -> None:
    twice = [told for told in publish.run(0, 200, naive=True).faults if "times" in told]
    assert len(twice) > 50


@pytest.mark.parametrize("bug", BUGS)
def test_a_planted_mistake_is_seen(bug: str) -> None:
    assert publish.seen_at(bug) is not None


# The store in memory keeps what the documents' contract promises, as far as publishing relies on it


def test_an_id_is_taken_only_once() -> None:
    documents = MemoryDocuments()
    documents.create("posts", "p1", {"n": 1})
    with pytest.raises(Conflict, match="posts/p1"):
        documents.create("posts", "p1", {"n": 2})
    with pytest.raises(Conflict, match="posts/p1"):
        documents.transaction(lambda transaction: transaction.create("posts", "p1", {"n": 2}))
    with pytest.raises(NotFound, match="posts/p2"):
        documents.transaction(lambda transaction: transaction.update("posts", "p2", {}))
    assert documents.get("posts", "p1") == {"n": 1}


def test_what_is_read_is_nobody_elses() -> None:
    documents = MemoryDocuments()
    mine = {"list": [1]}
    documents.set("posts", "p1", mine)
    mine["list"].append(2)
    documents.get("posts", "p1")["list"].append(3)
    assert documents.get("posts", "p1") == {"list": [1]}


def test_a_transaction_runs_again_when_what_it_read_has_changed() -> None:
    rival = iter([{"n": 10}])

    def pause(step: str) -> None:
        if step == "commit" and (data := next(rival, None)):
            documents._put(("posts", "p1"), data)

    documents = MemoryDocuments(pause)
    documents._put(("posts", "p1"), {"n": 1})
    seen = []

    def add(transaction) -> int:
        seen.append(transaction.get("posts", "p1")["n"])
        transaction.set("posts", "p1", {"n": seen[-1] + 1})
        return seen[-1]

    assert documents.transaction(add) == 10
    assert seen == [1, 10]
    assert documents.get("posts", "p1") == {"n": 11}


def test_a_transaction_that_raises_writes_nothing_and_reads_before_it_writes() -> None:
    documents = MemoryDocuments()

    def fail(transaction) -> None:
        transaction.set("posts", "p1", {})
        transaction.get("posts", "p1")

    with pytest.raises(InvalidInput, match="read everything first"):
        documents.transaction(fail)
    assert documents.get("posts", "p1") is None

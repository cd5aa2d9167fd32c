"""What a model is shown of an account: bounded, as data, the promising first; and how it is told to think."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from shared.adapters.local.blobs import LocalBlobs
from shared.adapters.local.database import Database
from shared.adapters.local.documents import LocalDocuments
from shared.content.digest import LARGEST, digest, shown_in
from shared.content.draft_store import DraftStore
from shared.content.knowledge import ANALYTICS, Knowledge
from shared.content.model import Asset, Draft, Inventory, PastDraft, Proposal
from shared.content.profile import DEFAULT_INTENTS, Places, read_profile
from shared.content.proposal_store import Batch, ProposalStore
from shared.core.clock import ManualClock
from shared.core.errors import InvalidInput


def photo(name: str, clock: ManualClock, days: float = 3, **more: Any) -> Asset:
    group = name.rpartition("/")[0]
    at = clock.now() - timedelta(days=days)
    return Asset("content", name, 1, "image", "f", group, 1, "image/jpeg", at, width=1080, height=1920, **more)


def proposal(id: str, clock: ManualClock, **more: Any) -> Proposal:
    fields: dict[str, Any] = {"strategy": "Show it.", "intent": "teach", "caption": "c", "resources": (), "movie": {}}
    return Proposal(id, "b", clock.now(), **{**fields, **more})


def test_a_large_inventory_is_shown_in_a_bounded_piece(clock: ManualClock) -> None:
    assets = tuple(photo(f"wip_photos/work{n // 20:05}/step{n}.jpg", clock, days=n / 100) for n in range(20_000))
    past = [PastDraft(proposal(f"p{n}", clock, caption="word " * 400, strategy="x " * 150)) for n in range(100)]
    analytics = {
        "media": [{"id": str(n), "caption": "w " * 999, "comments": [{"text": "t " * 500}] * 50} for n in range(50)]
    }
    text = digest(Inventory(clock.now(), "content", assets), analytics, past, 3, clock.now(), ["r " * 900] * 50)
    assert len(text) <= LARGEST
    told = json.loads(text)["inventory"]
    assert (told["assets"], told["all_groups"]) == (20_000, 1_000)
    assert told["groups_left_out"] == 1_000 - len(told["groups"])
    assert len(shown_in(text)) > 50
    assert "wip_photos/work00000/step0.jpg" in text  # the newest


def test_what_worked_comes_first_and_what_was_used_comes_last(clock: ManualClock) -> None:
    assets = tuple(photo(f"w/{name}/a.jpg", clock) for name in ("used", "fresh", "loved"))

    def past(name: str, views: float) -> PastDraft:
        of = proposal(name, clock, resources=(f"w/{name}/a.jpg",))
        return PastDraft(of, "Posted", posted_at=clock.now(), results={"views": views})

    before = [past("used", 10), past("used", 12), past("loved", 9_000)]
    groups = json.loads(digest(Inventory(clock.now(), "c", assets), {}, before, 1, clock.now()))["inventory"]["groups"]
    assert [one["group"] for one in groups][-1] == "w/used"


def test_denied_drafts_are_told_with_their_reason_and_posted_ones_with_their_figures(clock: ManualClock) -> None:
    past = [
        PastDraft(proposal("a", clock), "Denied", reason="too dark\u202e"),
        PastDraft(proposal("b", clock), "Posted", results={"views": 500.0}),
    ]
    told = json.loads(digest(Inventory(clock.now(), "c", ()), {}, past, 1, clock.now()))["past"]
    assert [(one["status"], one.get("reason"), one.get("results")) for one in told] == [
        ("Denied", "too dark", None),
        ("Posted", None, {"views": 500.0}),
    ]


def test_names_that_cannot_be_shown_stay_out(clock: ManualClock) -> None:
    names = ("w/a/ok.jpg", "w/a/new\nline.jpg", "w/a/{{x}}.jpg", f"w/a/{'x' * 300}.jpg", "w/a/\u202egpj.jpg")
    assets = (*(photo(name, clock) for name in names), photo("w/a/broken.jpg", clock, problem="no picture"))
    assert shown_in(digest(Inventory(clock.now(), "c", assets), {}, [], 1, clock.now())) == {"w/a/ok.jpg"}


@pytest.mark.parametrize(
    "analytics", [{"media": 3}, {"media": [None, {"caption": None}]}, {"account": []}, {"posts": {}}]
)
def test_figures_that_are_none_are_passed_over(analytics: dict[str, Any], clock: ManualClock) -> None:
    json.loads(digest(Inventory(clock.now(), "c", ()), analytics, [], 1, clock.now()))


# What is gathered


@pytest.fixture
def blobs(database: Database, tmp_path: Path, clock: ManualClock) -> Iterator[LocalBlobs]:
    return LocalBlobs(tmp_path / "data", database, clock)


def test_the_fate_of_drafts_comes_with_their_proposals(
    documents: LocalDocuments, blobs: LocalBlobs, clock: ManualClock
) -> None:
    store, drafts = ProposalStore(documents), DraftStore(documents)
    nested = {"scenes": [], "variables": {"rows": [[1, 2], [3]]}}  # what no document may hold as it is
    made = [proposal("p1", clock, movie=nested), proposal("p2", clock), proposal("p3", clock)]
    documents.batch(store.writes(Batch("b", clock.now(), 3, ("p1", "p2", "p3")), made))
    one = drafts.create(Draft("", 0, "p1", clock.now(), "c", "s"))
    drafts.change(one.id, lambda draft: replace(draft, status="Posted", post="77", posted_at=clock.now()))
    two = drafts.create(Draft("", 0, "p2", clock.now(), "c", "s"))
    drafts.change(two.id, lambda draft: replace(draft, status="Denied", reason="dull"))
    figures = {"media": [{"id": "77", "likes": 5, "comments_count": 2, "metrics": {"views": 900, "odd": "x"}}, 3]}
    blobs.put("content", ANALYTICS, json.dumps(figures).encode())
    known = Knowledge(blobs, store, drafts, clock).look()
    by_id = {past.proposal.id: past for past in known.past}
    assert by_id["p1"].results == {"likes": 5.0, "comments": 2.0, "views": 900.0}
    assert (by_id["p2"].status, by_id["p2"].reason) == ("Denied", "dull")
    assert by_id["p3"].status == "Draft"
    assert store.get("p1").movie == nested
    assert known.inventory.assets == ()  # nothing has been counted yet


def test_unreadable_analytics_are_none(documents: LocalDocuments, blobs: LocalBlobs, clock: ManualClock) -> None:
    blobs.put("content", ANALYTICS, b"{cut off")
    assert Knowledge(blobs, ProposalStore(documents), DraftStore(documents), clock).look().analytics == {}


# How it is told to think


def test_the_configurations_files_come_first_then_the_buckets_then_the_houses(
    blobs: LocalBlobs, tmp_path: Path
) -> None:
    assert read_profile(Places(), blobs).intents == DEFAULT_INTENTS
    blobs.put("content", "context/personality.md", b"Dry.")
    blobs.put("content", "context/instructions.md", b"\xef\xbb\xbfNo puns.")
    blobs.put("content", "context/intents.yaml", b"tease: Show a corner of it.\nprove: {prompt: Show the result.}")
    blobs.put("content", "context/models.json", b"{}")
    found = read_profile(Places(), blobs)
    assert found.instructions == "No puns."
    assert found.intents == {"tease": "Show a corner of it.", "prove": "Show the result."}
    assert [one.name for one in found.files] == ["personality.md", "models.json"]
    own = tmp_path / "mine.md"
    own.write_text("Warm, by @oakworks.")
    mine = read_profile(Places(personality=own, others=(str(own),)), blobs)
    assert [one.name for one in mine.files] == ["personality.md", "mine.md", "models.json"]
    assert "@oakworks" in mine.given


def test_a_context_file_that_is_missing_or_no_use_is_named(blobs: LocalBlobs, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"none\.md: cannot be read"):
        read_profile(Places(personality=tmp_path / "none.md"), blobs)
    blobs.put("content", "context/intents.yaml", b"- a\n- b")
    with pytest.raises(InvalidInput, match=r"content/context/intents\.yaml: expected"):
        read_profile(Places(), blobs)
    blobs.put("content", "context/intents.yaml", b"")
    blobs.put("content", "context/big.txt", b"x" * 1_000_001)
    with pytest.raises(InvalidInput, match=r"big\.txt: 1,000,001 bytes"):
        read_profile(Places(), blobs)

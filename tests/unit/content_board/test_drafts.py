"""Drafts are numbered once and approved for what was seen."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from shared.adapters.local.documents import LocalDocuments
from shared.content import approval
from shared.content.draft_store import DraftStore
from shared.content.model import Draft
from shared.core.errors import Conflict, InvalidInput, NotFound

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)


def draft(proposal: str = "p1", **given: object) -> Draft:
    known = {"caption": "Three ways to sleep better", "strategy": "teach", "sha256": "ab" * 32, "video": "drafts/1.mp4"}
    return Draft(id="", number=0, proposal=proposal, produced_at=NOW, **{**known, **given})  # type: ignore[arg-type] # plain


@pytest.fixture
def drafts(documents: LocalDocuments) -> DraftStore:
    return DraftStore(documents)


def test_a_proposal_becomes_one_draft_with_the_next_number_however_often_it_is_delivered(drafts: DraftStore) -> None:
    first, second, again = (drafts.create(draft(name)) for name in ("p1", "p2", "p1"))
    assert (first.number, second.number) == (1, 2)
    assert again == first
    assert drafts.named("2") == drafts.named("#2") == drafts.named(second.id) == second
    assert [one.number for one in drafts.list()] == [2, 1]
    assert [one.number for one in drafts.list(before=2)] == [1]
    with pytest.raises(NotFound, match="number 3"):
        drafts.named("3")
    with pytest.raises(InvalidInput, match="Denied"):
        drafts.list(("Lost",))  # type: ignore[arg-type] # what a request may hold


def test_an_approval_holds_for_what_was_seen_and_for_nothing_else(drafts: DraftStore) -> None:
    made = drafts.create(draft())
    with pytest.raises(Conflict, match="changed since it was shown"):
        drafts.change(made.id, lambda one: approval.approve(one, by="ana", at=NOW, seen="other"))
    approved = drafts.change(made.id, lambda one: approval.approve(one, by="ana", at=NOW, seen=made.content_hash))
    assert approval.is_approved(approved)
    assert [one.id for one in drafts.list(("Approved",))] == [made.id]

    edited = drafts.change(made.id, lambda one: approval.recaption(one, "Four ways"))
    assert (edited.status, edited.approved_hash, edited.approver) == ("Draft", "", "")
    assert "approve it again" in edited.error
    assert edited.content_hash != made.content_hash

    drafts.change(made.id, lambda one: approval.approve(one, by="ana", at=NOW, seen=edited.content_hash))
    other = drafts.change(made.id, lambda one: approval.revideo(one, replace(one, sha256="cd" * 32)))
    assert (other.status, "its video" in other.error) == ("Draft", True)
    assert not approval.is_approved(replace(approved, caption="slipped in"))


def test_denied_keeps_its_reason_and_posted_is_final() -> None:
    denied = approval.deny(approval.sealed(draft()), by="ben", at=NOW, reason="too loud")
    assert (denied.status, denied.reason) == ("Denied", "too loud")
    assert approval.deny(denied, by="ben", at=NOW).reason == "too loud"
    with pytest.raises(Conflict, match="too loud"):
        approval.approve(denied, by="ana", at=NOW, seen=denied.content_hash)
    again = approval.reopen(denied)
    assert (again.status, again.reason) == ("Draft", "too loud")

    approved = approval.approve(again, by="ana", at=NOW, seen=again.content_hash)
    out = approval.posted(approved, posted_hash=approved.approved_hash, post="m1", permalink="https://x/1", at=NOW)
    assert (out.status, out.error) == ("Posted", "")
    assert approval.posted(out, posted_hash="", post="m1", permalink="", at=NOW) == out
    with pytest.raises(Conflict, match="second post"):
        approval.posted(out, posted_hash="", post="m2", permalink="", at=NOW)
    for step in (
        lambda: approval.deny(out, by="ben", at=NOW),
        lambda: approval.reopen(out),
        lambda: approval.recaption(out, "x"),
        lambda: approval.revideo(out, draft()),
        lambda: approval.approve(out, by="ana", at=NOW, seen=out.content_hash),
    ):
        with pytest.raises(Conflict, match="is posted"):
            step()


def test_a_post_that_overtook_a_change_is_recorded_with_a_note() -> None:
    seen = approval.sealed(draft())
    approved = approval.approve(seen, by="ana", at=NOW, seen=seen.content_hash)
    denied = approval.deny(approved, by="ben", at=NOW, reason="no")
    out = approval.posted(denied, posted_hash=approved.approved_hash, post="m1", permalink="", at=NOW)
    assert (out.status, "on its way" in out.error) == ("Posted", True)
    with pytest.raises(InvalidInput, match="no video"):
        approval.approve(approval.sealed(draft(sha256="")), by="ana", at=NOW, seen="")
    with pytest.raises(InvalidInput, match="10,001"):
        approval.recaption(seen, "x" * 10_001)

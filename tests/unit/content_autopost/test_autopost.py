"""What a person approved is posted once, the latest first; what was not approved, or no longer, never."""

import re
from pathlib import Path
from typing import Any

import pytest

from shared.content.autopost import BEGUN, Pace, account_of
from shared.content.model import Draft
from shared.core import faults
from shared.core.errors import InvalidInput, TransientError
from shared.ports.documents import Query
from shared.publish.model import Account

HOME = Path(__file__).parents[3] / "shared"


def kept(desk: Any) -> int:
    return len(list(desk.house.documents.query(Query(BEGUN))))


def test_the_latest_approval_is_posted_one_a_run_and_the_draft_says_so(desk: Any) -> None:
    first, second, third = desk.draft("1"), desk.draft("2"), desk.draft("3", approved=False)
    assert desk.run().posted == 1
    assert desk.captions() == ["2"]
    posted = desk.get(second)
    assert (posted.status, posted.permalink) == ("Posted", "https://street.test/remote-h1") and posted.posted_at
    assert desk.run().posted == 1 and desk.run().drafts == () and desk.run().posted == 0
    assert desk.captions() == ["2", "1"]
    assert (desk.get(first).status, desk.get(third).status) == ("Posted", "Draft")
    assert kept(desk) == 0


def test_more_are_posted_where_more_are_allowed(desk: Any) -> None:
    for number in range(4):
        desk.draft(str(number))
    desk.house.autopost._pace = Pace(per_run=3)
    assert desk.run().posted == 3 and desk.captions() == ["3", "2", "1"]
    desk.street.looks = 100
    desk.draft("4")
    desk.run()
    assert sorted(told.number for told in desk.run().drafts) == [1, 5]  # each is told of once


def test_the_same_event_five_times_posts_its_one_post(desk: Any) -> None:
    desk.draft("1"), desk.draft("2")
    for _ in range(5):
        desk.run("autopost 2026-11-21T09:00:00Z")
    assert desk.captions() == ["2"]
    desk.run("autopost 2026-11-21T09:15:00Z")
    assert desk.captions() == ["2", "1"]


def test_what_is_being_processed_is_looked_at_until_the_runs_time_is_up_and_gone_on_with_in_the_next(desk: Any) -> None:
    desk.street.looks = 40
    draft = desk.draft("1")
    report = desk.run()
    assert [told.state for told in report.drafts] == ["waiting"] and desk.captions() == []
    assert 400 <= desk.clock.monotonic() <= 425
    assert 18 <= desk.street.seen["h1"] <= 24
    other = desk.draft("2")
    assert [(told.number, told.state) for told in desk.run().drafts] == [(1, "posted")]
    assert desk.captions() == ["1"] and desk.street.made == 1
    assert (desk.get(draft).status, desk.get(other).status) == ("Posted", "Approved")


def test_an_approval_that_is_taken_back_on_the_way_stops_the_post_before_it_is_shown(desk: Any) -> None:
    desk.street.looks = 3
    draft = desk.draft("1")
    desk.street.hinder = lambda: desk.street.seen and desk.house.approvals.reopen(draft.id)
    report = desk.run()
    assert [told.state for told in report.drafts] == ["withdrawn"] and desk.captions() == []
    assert kept(desk) == 0 and desk.run().drafts == ()
    desk.street.hinder = None
    desk.approve(draft)
    desk.clock.advance(300)
    assert desk.run().posted == 1 and desk.captions() == ["1"]


def test_a_caption_edited_on_the_way_is_posted_as_it_is_approved_again_and_only_so(desk: Any) -> None:
    desk.street.looks = 100
    draft = desk.draft("fense")
    desk.run()
    desk.house.approvals.edit(draft.id, "fence")
    desk.street.looks = 0
    assert desk.run().posted == 0 and desk.captions() == []
    desk.approve(draft)
    desk.clock.advance(300)
    desk.run()
    assert desk.captions() == ["fence"]


def test_a_video_replaced_in_the_bucket_voids_the_approval(desk: Any) -> None:
    draft = desk.draft("1")
    desk.house.blobs.put("content", draft.video, b"another film", content_type="video/mp4")
    report = desk.run()
    assert [told.state for told in report.drafts] == ["changed"] and desk.captions() == []
    changed = desk.get(draft)
    assert changed.status == "Draft" and "changed after it was approved" in changed.error
    desk.approve(draft)
    desk.run()
    assert desk.captions() == ["1"]


def test_a_video_that_is_gone_is_told_and_the_next_draft_is_posted(desk: Any) -> None:
    desk.draft("1")
    draft = desk.draft("2")
    desk.house.blobs.delete("content", draft.video)
    report = desk.run()
    assert [(told.number, told.state) for told in report.drafts] == [(2, "refused"), (1, "posted")]
    assert "is not in the bucket content any more" in desk.get(draft).error


def test_a_used_up_quota_is_told_and_waited_for_without_asking_again(desk: Any) -> None:
    desk.street.quota = 3600.0
    draft = desk.draft("1")
    report = desk.run()
    assert [told.state for told in report.drafts] == ["waiting"] and desk.clock.monotonic() < 60
    assert "50 posts in 24 hours" in desk.get(draft).error
    desk.street.quota = 0
    desk.clock.advance(3700)
    assert desk.run().posted == 1 and desk.get(draft).error == ""


def test_a_dead_token_is_told_and_posting_goes_on_by_itself_once_somebody_has_logged_in(desk: Any) -> None:
    desk.street.dead = "account instagram-main: log in again with `leadreel accounts login`"
    draft = desk.draft("1")
    for _ in range(3):
        assert [told.state for told in desk.run().drafts] == ["needs_human"]
        desk.clock.advance(900)
    assert "log in again" in desk.get(draft).error and desk.get(draft).status == "Approved"
    desk.street.dead = ""
    assert desk.run().posted == 1 and desk.captions() == ["1"]


def test_a_lost_answer_is_asked_after_and_never_posted_again(desk: Any) -> None:
    desk.street.lose = 1
    draft = desk.draft("1")
    report = desk.run()
    assert len(desk.street.shown) == 1
    for _ in range(4):
        if desk.get(draft).status == "Posted":
            break
        assert [told.state for told in report.drafts] == ["waiting"]
        desk.clock.advance(900)
        report = desk.run()
    assert desk.get(draft).status == "Posted" and len(desk.street.shown) == 1


def test_a_withdrawn_draft_that_may_be_out_is_seen_through_and_never_shown_again(desk: Any) -> None:
    desk.street.lose = 1
    desk.house.autopost._pace = Pace(total=1.0)
    draft = desk.draft("1")
    desk.run()
    desk.house.approvals.deny(draft.id, by="ana", reason="no")
    assert [told.state for told in desk.run().drafts] == ["waiting"]  # nobody knows yet
    desk.clock.advance(900)
    desk.run()
    assert len(desk.street.shown) == 1
    assert desk.get(draft).status == "Posted" and "changed when it was on its way" in desk.get(draft).error


def test_a_refused_post_is_told_and_stands_in_nobodys_way(desk: Any) -> None:
    good, bad = desk.draft("1"), desk.draft("x" * 3000)
    report = desk.run()
    assert [(told.number, told.state) for told in report.drafts] == [(2, "refused"), (1, "posted")]
    assert "too long" in desk.get(bad).error and desk.get(good).status == "Posted"


def test_a_rehearsal_tells_and_changes_nothing(desk: Any) -> None:
    draft, other = desk.draft("1"), desk.draft("2")
    report = desk.house.autopost.rehearse()
    assert [(told.number, told.reason) for told in report.drafts] == [(2, "would be posted")] and report.dry_run
    assert desk.captions() == [] and kept(desk) == 0
    assert {desk.get(draft).status, desk.get(other).status} == {"Approved"}


def test_nothing_is_posted_when_the_board_cannot_be_read(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.draft("1")

    def away() -> Any:
        raise TransientError("the sheet's quota is used up", retry_after=61)

    monkeypatch.setattr(desk.house.approvals, "poll", away)
    with pytest.raises(TransientError):
        desk.run()
    assert desk.captions() == []


def test_a_draft_goes_to_the_account_it_names_the_configured_one_or_the_only_one(desk: Any) -> None:
    draft: Draft = desk.draft("1")
    accounts = desk.house.accounts
    assert account_of(draft, accounts).id == "instagram-main"
    accounts.put(Account("second", "instagram", "222"))
    with pytest.raises(InvalidInput, match="several accounts \\(instagram-main, second\\)"):
        account_of(draft, accounts)
    assert account_of(draft, accounts, "222").id == "second"
    assert account_of(draft, accounts, "333", "instagram") == Account(
        "instagram-main", "instagram", "333", flavour="instagram"
    )


class PowerCut(BaseException):
    """Nothing catches it."""


def points() -> list[str]:
    found = []
    for file in ("content/autopost.py", "content/draft_store.py", "publish/service.py", "effects/ledger.py"):
        found += re.findall(r'reach\("([^"]+)"\)', (HOME / file).read_text())
    return found


def test_a_power_cut_at_any_point_leaves_one_post_and_a_draft_that_says_so(desk: Any) -> None:
    came = set()
    for number, point in enumerate(points()):
        desk.draft(point)
        desk.street.lose = point.startswith("effects.") and "reconcile" in point

        def cut(name: str) -> None:
            raise PowerCut(name)

        faults.arm(point, cut)
        try:
            for _ in range(3):
                desk.run(f"event {number}")
                desk.clock.advance(900)
        except PowerCut:
            came.add(point)
            faults.disarm()
            desk.die()
            desk.clock.advance(4000)
        faults.disarm()
        for _ in range(4):
            desk.run(f"event {number}")
            desk.clock.advance(900)
        assert desk.captions() == points()[: number + 1], point
        drafts = desk.house.drafts.list()
        assert [draft.status for draft in drafts] == ["Posted"] * (number + 1), point
        assert all(draft.permalink for draft in drafts)
        assert kept(desk) == 0, point
    assert {point for point in points() if point.startswith("autopost.")} <= came
    assert len(came) >= 20

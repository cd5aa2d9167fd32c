"""A sheet as the board: people edit it as they like, and nothing is approved but what they saw."""

from contextlib import suppress

import pytest

from sandbox.sheets.grid import Cell, Tab
from sandbox.standin import Fault
from shared.content.board_sheets import LEASE
from shared.core import faults
from shared.core.errors import PermanentError, TransientError


def test_drafts_come_onto_the_sheet_and_an_approval_there_is_one_here(desk) -> None:
    first, second = desk.draft(), desk.draft("=1+1 is a caption")
    polled = desk.poll()
    assert [one.number for one in polled.logged] == [1, 2]
    assert polled.approved == ()
    assert desk.tab.frozen == 1
    assert desk.shows(second, "Caption") == "=1+1 is a caption"
    assert desk.shows(first, "Status") == "Draft"

    desk.type(second, "Status", " aPPROVED ")
    desk.type(second, "Approver", "Ana")
    polled = desk.poll()
    assert [one.id for one in polled.approved] == [second.id]
    assert desk.now(second).approver == "Ana"

    out = desk.approvals.posted(
        second.id, posted_hash=polled.approved[0].approved_hash, post="179", permalink="https://instagram.example/p/1"
    )
    assert (desk.shows(second, "Status"), desk.shows(second, "Permalink")) == ("Posted", out.permalink)
    assert desk.poll().approved == ()


def test_a_poll_with_nothing_to_do_asks_the_sheet_once(desk) -> None:
    for _ in range(3):
        desk.draft()
    desk.poll()
    desk.type(desk.drafts.named("1"), "Status", "Denied")
    desk.type(desk.drafts.named("1"), "Reason", "too long")
    desk.type(desk.drafts.named("2"), "Status", "Approved")
    desk.type(desk.drafts.named("3"), "Status", "approoved")
    desk.poll()
    desk.poll()
    asked = len(desk.vendor.served)
    desk.poll()
    assert desk.vendor.served[asked:] == ["read"]


def test_changes_are_written_in_one_batch(desk) -> None:
    drafts = [desk.draft() for _ in range(5)]
    desk.poll()
    for draft in drafts:
        desk.type(draft, "Status", "Yes!")
    asked = len(desk.vendor.served)
    desk.poll()
    assert desk.vendor.served[asked:] == ["read", "read", "write"]
    assert all("is no status" in desk.shows(draft, "Error") for draft in drafts)
    for draft in drafts:
        desk.type(draft, "Status", "Approved")
    assert len(desk.poll().approved) == 5
    assert all(desk.shows(draft, "Error") == "" for draft in drafts)


def test_a_caption_edited_in_the_sheet_needs_a_new_approval(desk) -> None:
    draft = desk.draft()
    desk.poll()
    desk.type(draft, "Status", "Approved")
    desk.type(draft, "Caption", "Better words")
    assert desk.poll().approved == ()
    assert (desk.now(draft).caption, desk.now(draft).status) == ("Better words", "Draft")
    assert (desk.shows(draft, "Status"), desk.shows(draft, "Content Hash")) == ("Draft", desk.now(draft).content_hash)
    assert "read it once more" in desk.shows(draft, "Error")
    desk.type(draft, "Status", "Approved")
    assert [one.caption for one in desk.poll().approved] == ["Better words"]
    desk.type(draft, "Caption", "Still better words")
    assert desk.poll().approved == ()
    assert desk.shows(draft, "Status") == "Draft"


def test_a_video_made_anew_is_not_approved_by_the_old_row(desk) -> None:
    from dataclasses import replace

    from shared.content import approval

    draft = desk.draft()
    desk.poll()
    desk.type(draft, "Status", "Approved")
    desk.drafts.change(draft.id, lambda one: approval.revideo(one, replace(one, sha256="ff" * 32, link="https://l/2")))
    assert desk.poll().approved == ()
    assert "had changed before" in desk.shows(draft, "Error")
    assert (desk.shows(draft, "Link"), desk.shows(draft, "Status")) == ("https://l/2", "Draft")
    desk.type(draft, "Status", "Approved")
    assert len(desk.poll().approved) == 1


def test_columns_and_rows_may_stand_anywhere(desk) -> None:
    drafts = [desk.draft() for _ in range(4)]
    desk.poll()
    desk.tab.move_column("Draft ID", 1)
    desk.tab.insert_column(3)
    desk.tab.move_row(3, 5)
    desk.tab.sort("Video Number", descending=True)
    desk.tab.delete_column("Error")
    desk.type(drafts[2], "Status", "Approved")
    desk.type(drafts[0], "Status", "maybe")
    assert [one.number for one in desk.poll().approved] == [3]
    assert "is no status" in desk.shows(drafts[0], "Error")
    fifth = desk.draft()
    desk.poll()
    assert desk.shows(fifth, "Caption") == "Caption 5"


def test_rows_sorted_between_the_read_and_the_write_are_found_again(desk) -> None:
    drafts = [desk.draft() for _ in range(4)]
    desk.poll()
    for draft in drafts[:2]:
        desk.type(draft, "Status", "nonsense")
    read = desk.approvals.board.tab.read
    calls = []

    def sorted_after_the_first(*_):
        calls.append(1)
        if len(calls) == 2:
            desk.tab.sort("Video Number", descending=True)
        return read()

    desk.approvals.board.tab.__dict__["read"] = sorted_after_the_first
    desk.poll()
    assert ["is no status" in desk.shows(draft, "Error") for draft in drafts] == [True, True, False, False]


def test_rows_sorted_in_the_moment_of_the_write_approve_nothing(desk) -> None:
    """The worst case: an approval from the console is written where another row has come to stand."""
    drafts = [desk.draft() for _ in range(4)]
    desk.poll()
    desk.vendor.between = lambda: desk.tab.sort("Video Number", descending=True)
    desk.approvals.approve(drafts[0].id, by="ana", seen=drafts[0].content_hash)
    polled = desk.poll()
    assert polled.approved == ()  # it stands twice now, and the fourth's row is gone
    assert desk.now(drafts[0]).error.startswith("this draft stands in several rows")
    assert desk.now(drafts[3]).error.startswith("its row was deleted")


def test_a_draft_that_stands_twice_is_posted_only_if_both_rows_say_the_same(desk) -> None:
    draft = desk.draft()
    desk.poll()
    desk.type(draft, "Status", "Approved")
    desk.poll()
    desk.tab.copy_row(2, 3)
    assert len(desk.poll().approved) == 1
    desk.tab.type_into(3, "Status", "Denied")
    assert desk.poll().approved == ()
    assert [one["Error"][:24] for one in desk.tab.records()] == ["this draft stands in sev"] * 2
    desk.tab.delete_row(3)
    assert desk.poll().approved == ()  # the approval was taken back; it is asked for again
    assert (desk.shows(draft, "Status"), desk.shows(draft, "Error")) == ("Draft", "")
    desk.type(draft, "Status", "Approved")
    assert len(desk.poll().approved) == 1


def test_a_deleted_row_takes_the_approval_back_and_does_not_return_by_itself(desk) -> None:
    first, second = desk.draft(), desk.draft()
    desk.poll()
    desk.type(first, "Status", "Approved")
    desk.poll()
    desk.tab.delete_row(desk.row(first))
    assert desk.poll().approved == ()
    assert desk.now(first).error.startswith("its row was deleted")
    desk.poll()
    assert [one["Draft ID"] for one in desk.tab.records()] == [second.id]
    desk.approvals.approve(first.id, by="ana", seen=first.content_hash)  # in the console
    assert [one.id for one in desk.poll().approved] == [first.id]


@pytest.mark.parametrize("column", ["Content Hash", "Link", "Video Number"])
def test_what_is_not_for_people_is_put_right_and_approved_anew(desk, column: str) -> None:
    draft = desk.draft()
    desk.poll()
    before = desk.shows(draft, column)
    desk.type(draft, column, "9999")
    desk.type(draft, "Status", "Approved")
    assert desk.poll().approved == ()
    assert (desk.shows(draft, column), desk.shows(draft, "Status")) == (before, "Draft")
    assert "by hand" in desk.shows(draft, "Error")
    desk.type(draft, "Status", "Approved")
    assert len(desk.poll().approved) == 1


def test_ids_that_were_typed_over_are_told_of(desk) -> None:
    first, second = desk.draft(), desk.draft()
    desk.poll()
    desk.type(first, "Status", "Approved")
    desk.type(first, "Draft ID", "mine")
    assert desk.poll().approved == ()
    assert desk.tab.records()[0]["Error"] == "no draft has this Draft ID, so nothing will be posted for this row"
    desk.tab.type_into(2, "Draft ID", second.id)
    assert desk.poll().approved == ()
    assert desk.now(second).error.startswith("this draft stands in several rows")


def test_statuses_that_moved_to_other_rows_are_no_approvals(desk) -> None:
    first, second, third = desk.draft(), desk.draft(), desk.draft()
    desk.poll()
    desk.type(first, "Status", "Approved")
    desk.poll()
    desk.tab.swap((desk.row(first), "Status"), (desk.row(third), "Status"))
    assert desk.poll().approved == ()
    assert "changed rows" in desk.shows(third, "Error")
    desk.tab.swap((desk.row(first), "Caption"), (desk.row(second), "Caption"))
    desk.type(first, "Status", "Approved")
    assert desk.poll().approved == ()
    assert (desk.shows(first, "Caption"), desk.now(second).caption) == ("Caption 1", "Caption 2")


def test_posted_is_said_by_us_alone_and_stays(desk) -> None:
    draft, other = desk.draft(), desk.draft()
    desk.poll()
    desk.type(other, "Status", "Posted")
    desk.poll()
    assert (desk.shows(other, "Status"), desk.now(other).status) == ("Draft", "Draft")
    desk.type(draft, "Status", "Approved")
    approved = desk.poll().approved[0]
    desk.approvals.posted(draft.id, posted_hash=approved.approved_hash, post="1", permalink="https://x/1")
    desk.type(draft, "Status", "Draft")
    desk.poll()
    assert (desk.shows(draft, "Status"), desk.now(draft).status) == ("Posted", "Posted")


def test_denied_keeps_its_reason_even_when_it_is_typed_later(desk) -> None:
    draft = desk.draft()
    desk.poll()
    desk.type(draft, "Status", "Denied")
    desk.poll()
    desk.type(draft, "Reason", "the cut is too fast")
    desk.poll()
    assert (desk.now(draft).status, desk.now(draft).reason) == ("Denied", "the cut is too fast")
    desk.type(draft, "Status", "Approved")
    assert desk.poll().approved == ()
    assert (desk.shows(draft, "Status"), "type Draft" in desk.shows(draft, "Error")) == ("Denied", True)
    desk.type(draft, "Status", "Draft")
    desk.poll()
    desk.type(draft, "Status", "Approved")
    assert len(desk.poll().approved) == 1


def test_an_approval_taken_back_before_it_was_acknowledged_is_taken_back(desk, reopened) -> None:
    draft = desk.draft()
    desk.poll()
    desk.type(draft, "Status", "Approved")
    decided = desk.approvals.board.decisions()
    desk.approvals.board.__dict__["show"] = lambda _: (_ for _ in ()).throw(TransientError("died"))
    with pytest.raises(TransientError):
        desk.approvals.poll()
    assert [one.act for one in decided] == ["approve"]
    assert desk.now(draft).status == "Approved"
    desk.type(draft, "Status", "Draft")
    desk = reopened(desk)
    assert desk.poll().approved == ()
    assert desk.now(draft).status == "Draft"


def test_a_row_whose_answer_was_lost_is_found_and_not_appended_twice(desk) -> None:
    desk.draft()
    desk.poll()
    second = desk.draft()
    desk.fault(Fault("drop_answer", "POST", ":batchUpdate"))
    assert desk.poll().logged == ()
    assert desk.now(second).status == "Draft"
    desk.poll()
    desk.poll()
    assert [one["Draft ID"] for one in desk.tab.records()].count(second.id) == 1
    third = desk.draft()
    desk.fault(Fault("drop_request", "POST", ":batchUpdate"))
    assert desk.poll().logged == ()
    assert third.id not in [one["Draft ID"] for one in desk.tab.records()]
    desk.clock.advance(200)
    assert [one.id for one in desk.poll().logged] == [third.id]


def test_a_write_whose_answer_was_lost_is_made_again_and_decides_nothing(desk) -> None:
    draft = desk.draft()
    desk.poll()
    desk.fault(Fault("drop_answer", "POST", "values:batchUpdate"))
    desk.approvals.approve(draft.id, by="ana", seen=draft.content_hash)
    desk.approvals.reopen(draft.id)
    assert desk.poll().approved == ()
    assert desk.shows(draft, "Status") == "Draft"
    desk.fault(Fault("drop_request", "POST", "values:batchUpdate"))
    desk.approvals.approve(draft.id, by="ana", seen=draft.content_hash)
    assert desk.shows(draft, "Status") == "Draft"
    assert len(desk.poll().approved) == 1
    assert (desk.shows(draft, "Status"), desk.shows(draft, "Approver")) == ("Approved", "ana")


def test_over_the_quota_nothing_is_posted_and_the_minute_is_told(desk) -> None:
    draft = desk.draft()
    desk.poll()
    desk.type(draft, "Status", "Approved")
    desk.vendor.reads = 1
    with pytest.raises(TransientError, match="429") as caught:
        for _ in range(3):
            desk.approvals.poll()
    assert caught.value.retry_after == 61
    desk.vendor.reads = 60
    assert len(desk.poll().approved) == 1


def test_what_a_person_must_mend_is_said_in_so_many_words(desk) -> None:
    desk.draft()
    book = desk.vendor.spreadsheets["sandbox-sheet"]
    book.shared_with.clear()
    with pytest.raises(PermanentError, match=r"Share the sheet with board@.* as an editor"):
        desk.poll()
    book.shared_with.add(desk.vendor.account.email)
    desk.poll()
    desk.tab.type_into(1, 20, "Status")
    with pytest.raises(PermanentError, match="'Status' twice"):
        desk.poll()
    desk.tab.type_into(1, 20, "")
    desk.tab.title = "Old"
    with pytest.raises(PermanentError, match="was it renamed"):
        desk.poll()
    desk.tab_gone = None
    book.tabs[1].title = "Drafts"
    desk.tab.rows[:] = desk.tab.rows[1:]
    with pytest.raises(PermanentError, match="none of the first ten names"):
        desk.poll()


def test_a_sheet_that_people_had_before_is_taken_as_it_is(desk) -> None:
    book = desk.vendor.spreadsheets["sandbox-sheet"]
    rows = [
        ["Our videos of 2026"],
        ["Video Number", "status", "Caption", "Notes", "Link", "Strategy", "Production date"],
        ["1", "Posted", "An old one", "nice", "https://x/1", "teach", "2026-03-01"],
        ["2", "Approved", "Another old one"],
    ]
    book.tabs.append(Tab("Drafts", id=3, width=8, rows=[[Cell(cell) for cell in row] for row in rows]))
    draft = desk.draft()
    desk.poll()
    shown = desk.tab.texts()
    assert shown[1][:7] == rows[1]
    assert shown[1][7:] == ["Reason", "Error", "Approver", "Permalink", "Post ID", "Draft ID", "Content Hash"]
    assert shown[4][:3] == ["1", "Draft", "Caption 1"]
    assert "no draft has this Draft ID" in " ".join(shown[3])
    desk.tab.type_into(5, 2, "approved")
    assert [one.id for one in desk.poll().approved] == [draft.id]


POINTS = ("header", "append", "appended", "logged", "show", "trying", "shown")


@pytest.mark.parametrize("point", POINTS)
def test_wherever_a_poll_dies_the_next_ones_come_to_the_same_end(desk, reopened, point: str) -> None:
    draft, other = desk.draft(), desk.draft()
    faults.arm(f"board.{point}", faults.fail)
    try:
        for _ in range(3):
            with suppress(TransientError):
                desk.poll()
            desk = reopened(desk)
        desk.clock.advance(LEASE)
        desk.poll()
        desk.type(draft, "Status", "Approved")
        desk.type(other, "Status", "no idea")
        for _ in range(3):
            with suppress(TransientError):
                desk.poll()
            desk = reopened(desk)
    finally:
        faults.disarm()
    assert [one.id for one in desk.poll().approved] == [draft.id]
    assert sorted(one["Draft ID"] for one in desk.tab.records()) == sorted([draft.id, other.id])
    assert "is no status" in desk.shows(other, "Error")


def test_what_a_person_types_while_a_poll_is_under_way_is_not_overwritten(desk) -> None:
    draft = desk.draft()
    desk.poll()
    desk.type(draft, "Caption", "Better words")
    desk.type(draft, "Status", "Approved")  # would be put back: the caption is new
    read, calls = desk.approvals.board.tab.read, []

    def denied_after_the_first():
        calls.append(1)
        if len(calls) == 2:
            desk.type(draft, "Status", "Denied")
        return read()

    desk.approvals.board.tab.__dict__["read"] = denied_after_the_first
    desk.poll()
    assert desk.shows(draft, "Status") == "Denied"
    desk.poll()
    assert (desk.now(draft).status, desk.now(draft).caption) == ("Denied", "Better words")

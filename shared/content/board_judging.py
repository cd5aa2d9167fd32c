"""What a table's rows say about drafts: pure, so that every edit a person can make is thought through here.

Three things are compared: the draft, its row, and what the row was last seen to show. Where the row differs from what
it showed, a person did it; where only the draft differs, the row is behind. An approval counts when a person's word
stands in the one row with this draft's id, and hash, link, number and caption in that row are the draft's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from shared.content import approval
from shared.content import board_table as table
from shared.content.board import Decision
from shared.content.board_table import Row, plain, short_hash
from shared.content.model import Draft

BY: Final = "sheet"  # who, when the row does not say

_GONE: Final = (
    "its row was deleted from the sheet, which takes an approval back; undo that there, or decide with "
    "`leadreel drafts` or in the console"
)
_TWICE: Final = "this draft stands in several rows that differ; delete all but the right one"
_HASH: Final = "the row's Draft ID or Content Hash was changed by hand; the row is put right: look at it, then approve"
_LINK: Final = "the row's Link or Video Number was changed by hand; the row is put right: look at it, then approve"
_BEHIND: Final = "the draft had changed before it was approved; look at it again, then approve it"
_EDITED: Final = "the caption was edited in the sheet; read it once more, then approve it"
_EMPTIED: Final = "its Status was emptied; type Approved again if it is to be posted"
_POSTED: Final = "Posted is what Leadreel says when it has posted; type Approved if it is to be posted"
_IS_POSTED: Final = "this one is posted; its Status cannot be changed any more"
_DENIED: Final = "it was denied; type Draft to take it up again, then approve it"
_MOVED: Final = (
    "Status cells seem to have changed rows, as when one column alone is sorted; look at the video, then approve it"
)
NO_DRAFT: Final = "no draft has this Draft ID, so nothing will be posted for this row"


@dataclass(frozen=True, slots=True)
class Shown:
    """What a draft's row was last seen to show. `caption` and `link` as short hashes."""

    draft: str
    board: str
    status: str  # empty: no status at all
    caption: str = ""
    hash: str = ""
    link: str = ""
    standing: str = ""  # a note that goes when its reason has gone
    gone: bool = False  # the row was deleted, and that was dealt with
    tried: tuple[str, str, str] = ("", "", "")  # status, caption and hash of a write whose answer is not known
    tried_at: str = ""

    @property
    def statuses(self) -> set[str]:
        """The words that are nobody's decision: what was there, and Approved if we may have put it there since. Another
        word of ours that comes late approves nothing."""
        return {self.status, "Approved"} if self.tried[0] == "Approved" else {self.status}

    @property
    def captions(self) -> set[str]:
        return {self.caption, self.tried[1] or self.caption}

    @property
    def hashes(self) -> set[str]:
        return {self.hash, self.tried[2] or self.hash}


def shown_of(draft: Draft, board: str, *, word: bool = True, standing: str = "") -> Shown:
    """A row that shows the draft. `word` False: but for its status, which is none."""
    marks = (short_hash(plain(draft.caption)), draft.content_hash, short_hash(draft.link))
    return Shown(draft.id, board, draft.status if word else "", *marks, standing=standing)


def print_of(rows: Sequence[Row]) -> str:
    """The same as long as nobody has changed what decides anything in these rows."""
    return short_hash(" ".join(sorted(row.print for row in rows)))


def alike(rows: Sequence[Row]) -> bool:
    """Whether rows of one draft say the same."""
    return len({row.print for row in rows}) == 1


# What a person did


def judge(draft: Draft, rows: Sequence[Row], shown: Shown | None, captions: Mapping[str, str]) -> Decision | None:
    """What is to be done about a draft, or None. `captions`: of all open drafts, each with its draft's id."""
    if not rows and (shown is None or shown.gone):
        return None
    found = _told(draft, rows, shown, captions)
    settled = found or Decision("show", draft.id)
    after, note = _after(draft, settled)
    standing = note if settled.standing else ""
    if settled.act == "show" and shown and shown.standing and draft.error == shown.standing:
        return Decision("tell", draft.id, read=print_of(rows))  # its reason has gone
    quiet = settled.act in {"show", "hold", "tell"} and after == draft
    if quiet and shown and not repairs(after, rows) and shown == remembered(after, shown.board, rows, shown, standing):
        return None
    return replace(settled, read=print_of(rows))


def remembered(draft: Draft, board: str, rows: Sequence[Row], old: Shown | None, standing: str) -> Shown:
    """What is to be kept in mind once `repairs` are made: of rows that differ, only why nothing is done."""
    if not rows:
        return Shown(draft.id, board, "", standing=standing, gone=True)
    if old and not alike(rows):
        return replace(old, standing=standing)
    return shown_of(draft, board, word=not _kept_word(draft, rows[0]), standing=standing)


def _after(draft: Draft, decision: Decision) -> tuple[Draft, str]:
    if decision.act == "hold":
        return approval.held(draft, decision.note), decision.note
    return (approval.noted(draft, decision.note), decision.note) if decision.act == "tell" else (draft, "")


def _told(draft: Draft, rows: Sequence[Row], shown: Shown | None, captions: Mapping[str, str]) -> Decision | None:
    if not rows:
        return Decision("hold", draft.id, note=_GONE)
    if not alike(rows):
        return Decision("hold", draft.id, note=_TWICE, standing=True)
    ours = shown.statuses if shown and not shown.gone else {"Draft"}
    if draft.status == "Posted":
        return _of_posted(draft, rows[0], ours)
    if draft.status == "Denied":
        return _of_denied(draft, rows[0], ours)
    if rows[0].status == "Denied" and "Denied" not in ours:
        return _denied(draft, rows[0])
    return _of_content(draft, rows[0], shown, captions, ours) or _of_status(draft, rows[0], ours)


def _of_content(
    draft: Draft, row: Row, shown: Shown | None, captions: Mapping[str, str], ours: set[str]
) -> Decision | None:
    """A row that does not show this draft's content approves nothing."""
    says_so = row.status == "Approved" and "Approved" not in ours
    if row.cells[table.HASH] != draft.content_hash:
        if shown is None or row.cells[table.HASH] not in shown.hashes:
            return Decision("hold", draft.id, note=_HASH)
        told = says_so or short_hash(row.cells[table.CAPTION]) not in shown.captions
        return (
            Decision("hold", draft.id, note=_BEHIND) if told and draft.status == "Draft" else Decision("show", draft.id)
        )
    behind = shown is not None and short_hash(row.cells[table.LINK]) == shown.link
    if row.cells[table.LINK] != draft.link and not behind:
        return Decision("hold", draft.id, note=_LINK)
    if not table.same_number(row.cells[table.NUMBER], draft.number):
        return Decision("hold", draft.id, note=_LINK)
    if row.cells[table.CAPTION] != plain(draft.caption):
        return _edited(draft, row, captions)
    return None


def _edited(draft: Draft, row: Row, captions: Mapping[str, str]) -> Decision:
    caption = row.cells[table.CAPTION]
    if caption and captions.get(caption, draft.id) != draft.id:
        told = "the caption of another draft came into this row; its own is put back: look at it, then approve"
        return Decision("hold", draft.id, note=told)
    again = row.status == "Approved" or draft.status == "Approved"
    return Decision("edit", draft.id, caption=caption, note=_EDITED if again else "")


def _of_status(draft: Draft, row: Row, ours: set[str]) -> Decision | None:
    word = row.status
    if word == draft.status:
        return None
    if word is None:
        return _no_word(draft, row)
    if word in ours:  # nobody touched it, unless it was approved here: then it has been taken back since
        return Decision("reopen", draft.id) if draft.approved_on else Decision("show", draft.id)
    if word == "Approved":
        by = row.cells[table.APPROVER].strip() or BY
        return Decision("approve", draft.id, seen=row.cells[table.HASH], by=by)
    return Decision("reopen", draft.id) if word == "Draft" else Decision("hold", draft.id, note=_POSTED)


def _no_word(draft: Draft, row: Row) -> Decision:
    if not row.cells[table.STATUS].strip():
        approved = draft.status == "Approved"
        return Decision("hold", draft.id, note=_EMPTIED) if approved else Decision("show", draft.id)
    return Decision("hold", draft.id, note=unknown_word(row), standing=True)


def unknown_word(row: Row) -> str:
    word = " ".join(row.cells[table.STATUS].split())[:40]
    return f"{word!r} is no status; type Draft, Approved or Denied"


def _of_posted(draft: Draft, row: Row, ours: set[str]) -> Decision | None:
    if row.status == "Posted":
        return None
    behind = row.status in ours and "Posted" not in ours
    return Decision("show", draft.id) if behind else Decision("tell", draft.id, note=_IS_POSTED)


def _of_denied(draft: Draft, row: Row, ours: set[str]) -> Decision | None:
    reason = row.cells[table.REASON].strip()
    if row.status == "Denied":
        return _denied(draft, row) if reason and reason != draft.reason else None
    if row.status == "Draft" and "Draft" not in ours:
        return Decision("reopen", draft.id)
    if row.status in ours or not row.cells[table.STATUS].strip():
        return Decision("show", draft.id)
    if row.status is None:
        return Decision("tell", draft.id, note=unknown_word(row), standing=True)
    return Decision("tell", draft.id, note=_DENIED)


def _denied(draft: Draft, row: Row) -> Decision:
    by = row.cells[table.APPROVER].strip() or BY
    return Decision("deny", draft.id, reason=row.cells[table.REASON].strip(), by=by)


def without_moved(decisions: Sequence[Decision]) -> list[Decision]:
    """Approvals that came together with statuses which vanished elsewhere, or which nobody could mean, are held: one
    column was sorted, or cells were swapped."""
    odd = any(one.act == "reopen" or one.note in {_POSTED, _IS_POSTED, _EMPTIED} for one in decisions)
    if not odd:
        return list(decisions)
    return [replace(one, act="hold", note=_MOVED, seen="", by="") if one.act == "approve" else one for one in decisions]


# What is to be written


def repairs(draft: Draft, rows: Sequence[Row]) -> dict[tuple[int, str], str]:
    """The cells, by row and column name, that must change so that the rows show the draft.

    Whoever writes a status or a part of the identity writes all of the identity with it: should the rows move in the
    moment before the write lands, then another row becomes a second row of this draft, which approves nothing, instead
    of a row that seems to be approved.
    """
    if not rows:
        return {}
    if not alike(rows):
        return {(row.index, table.ERROR): draft.error for row in rows if row.cells[table.ERROR] != plain(draft.error)}
    return {(row.index, name): text for row in rows for name, text in _row_repairs(draft, row).items()}


def _row_repairs(draft: Draft, row: Row) -> dict[str, str]:
    wanted = table.cells_of(draft)
    names = [name for name in _written(draft, row) if plain(wanted[name]) != row.cells[name]]
    if table.NUMBER in names and table.same_number(row.cells[table.NUMBER], draft.number):
        names.remove(table.NUMBER)
    if any(name in {table.STATUS, *table.IDENTITY} for name in names):
        names = list(dict.fromkeys([*names, *table.IDENTITY]))
    if table.STATUS in names and draft.status == "Draft":
        names.append(table.APPROVER)  # nobody approved this; whoever does will be named anew
    return {name: wanted[name] for name in names if wanted[name] != row.cells[name] or name in table.IDENTITY}


def _written(draft: Draft, row: Row) -> list[str]:
    names = [*table.IDENTITY, table.ERROR]
    if row.status != draft.status and not _kept_word(draft, row):
        names.append(table.STATUS)
    if draft.status == "Denied" and draft.reason:
        names.append(table.REASON)
    if draft.approver and draft.approver != BY and draft.status != "Draft":
        names.append(table.APPROVER)
    return names + ([table.PERMALINK, table.POST] if draft.post else [])


def _kept_word(draft: Draft, row: Row) -> bool:
    """A word that is no status is left for its writer to correct."""
    return row.status is None and bool(row.cells[table.STATUS].strip()) and draft.status != "Posted"

"""A Google sheet as the approval board: a row a draft, found again by its id wherever it was moved.

The records decide, the sheet is where people say what they want. A poll reads the tab once; what it finds is judged in
`board_judging.py`. Before anything is written the tab is read again, so that rows which moved meanwhile are found, and
a row that a person changed meanwhile is left for the next poll. Writes to cells need no ledger of their own: each
carries whole values with the row's identity, and is made again until the sheet shows it. Rows are appended through the
ledger of effects: when an answer is lost, the sheet is asked for the id first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from shared.content import board_judging as judging
from shared.content import board_table as table
from shared.content.board import Change, Decision
from shared.content.board_judging import Shown
from shared.content.board_table import Row, Table, read_table, short_hash
from shared.content.draft_store import DraftStore
from shared.content.model import STATUSES, Draft
from shared.content.sheets import LATE, SheetTab
from shared.core import faults
from shared.core.clock import Clock, iso, parse_iso
from shared.core.codec import from_plain, to_plain
from shared.core.errors import NotFound, PermanentError, TransientError
from shared.core.ids import stable_id
from shared.core.log import get_log
from shared.effects.ledger import EffectLedger
from shared.effects.model import Absent, Effect, Finding, Receipt
from shared.ports.documents import DocumentStore, Set

ROWS: Final = "board_rows"
BOARDS: Final = "boards"
AT_ONCE: Final = 20  # rows appended in one poll: each is two requests of the sixty a minute
LEASE: Final = 900.0  # seconds; longer than any attempt to append lives
REMEMBERED: Final = 3000  # reasons of denied drafts that are known

log = get_log(__name__)


@dataclass(frozen=True)
class SheetsBoard:
    """One tab. Its rows' memory lies in documents, under the spreadsheet's and the tab's name."""

    tab: SheetTab
    documents: DocumentStore
    drafts: DraftStore
    effects: EffectLedger
    clock: Clock
    name: str = "sheets"

    @cached_property
    def id(self) -> str:
        return stable_id("sheet", self.tab.spreadsheet, self.tab.tab)

    # The protocol

    def log(self, drafts: Sequence[Draft]) -> Sequence[Draft]:
        known = self._shown(drafts)
        missing = sorted((draft for draft in drafts if draft.id not in known), key=lambda draft: draft.number)
        if not missing:
            return ()
        there = self._table(make=True)
        return [draft for draft in missing[:AT_ONCE] if self._logged(draft, there)]

    def decisions(self) -> Sequence[Decision]:
        read = self._table()
        rows = read.by_id()
        drafts = {draft.id: draft for draft in self.drafts.open()}
        captions = {table.plain(draft.caption): draft.id for draft in drafts.values()}
        asked = self._closed(rows, drafts)
        known = {**drafts, **self.drafts.many(asked)}
        shown = self._shown(list(known.values()))
        judged = (judging.judge(draft, rows.get(id, []), shown.get(id), captions) for id, draft in known.items())
        strays = (self._stray(row) for id in rows for row in rows[id] if id not in known and (not id or id in asked))
        return judging.without_moved([one for one in (*judged, *strays) if one])

    def show(self, changes: Sequence[Change]) -> None:
        read = self._table(make=True)
        rows = read.by_id()
        shown = self._shown([change.draft for change in changes if change.draft])
        cells: dict[tuple[int, str], str] = {}
        kept: list[Shown] = []
        for change in changes:
            if change.draft is None:
                cells |= _noted(change, read)
                continue
            own = rows.get(change.draft.id, [])
            old = shown.get(change.draft.id)
            if not own and old is None:
                continue  # the next poll puts it there
            if _moved_on(change, own, old):
                log.info("the row has changed since it was read", draft=change.draft.id)
                continue
            cells |= judging.repairs(change.draft, own)
            kept.append(judging.remembered(change.draft, self.id, own, old, change.note if change.standing else ""))
        faults.reach("board.show")
        if cells:
            now = iso(self.clock.now())
            self._remember([_trying(shown[one.draft], one, now) for one in kept if one.draft in shown], {})
            faults.reach("board.trying")
            self.tab.write({(row, read.columns[name]): text for (row, name), text in cells.items()})
        faults.reach("board.shown")
        self._remember([self._still(shown.get(one.draft), one) for one in kept], _reasons(rows, cells))

    # Logging

    def _logged(self, draft: Draft, there: Table) -> bool:
        """Whether the draft has its row now; one that is in doubt has it later."""
        own = there.of(draft.id)
        if not own:
            try:
                self._append(draft, there)
            except TransientError as error:
                log.warning("the draft comes onto the board later", draft=draft.id, error=error)
                return False
        self._remember([_shown_by(own[0], draft, self.id) if own else judging.shown_of(draft, self.id)], {})
        faults.reach("board.logged")
        return not own

    def _append(self, draft: Draft, there: Table) -> None:
        cells = table.cells_of(draft)
        places = {place: name for name, place in there.columns.items()}
        row = [cells[places[place]] if place in places else "" for place in range(max(places) + 1)]

        def send(_: Effect) -> Receipt:
            faults.reach("board.append")
            self.tab.append(row)
            faults.reach("board.appended")
            return Receipt()

        def ask(_: Effect) -> Finding:
            return Receipt() if self._table().of(draft.id) else Absent()

        key = stable_id("row", self.id, draft.id)
        self.effects.perform(
            "sheets.row",
            key,
            {"draft": draft.id},
            send=send,
            subject=draft.id,
            reconcile=ask,
            quarantine=LATE,
            lease=LEASE,
        )

    # Reading

    def _table(self, *, make: bool = False) -> Table:
        """The tab as it is now; with `make`, with its columns, and made if there never was one."""
        try:
            read = read_table(self.tab.read())
        except NotFound as error:
            if self._known_before():
                told = f"{error}; was it renamed? Give it its name back, or name the new one in worksheet_name"
                raise PermanentError(told) from error
            if not make:
                return Table(-1, {}, ())
            self.tab.make()
            read = Table(-1, {}, ())
        return self._with_columns(read) if make and read.missing else read

    def _with_columns(self, read: Table) -> Table:
        if read.header < 0 and self._known_before():
            raise PermanentError(
                f"the tab {self.tab.tab!r} is empty, and drafts had stood there; undo that in the sheet (File, Version "
                "history), or name another tab in worksheet_name"
            )
        names = {read.width + place: name for place, name in enumerate(read.missing)}
        status = next((place for place, name in names.items() if name == table.STATUS), read.columns.get(table.STATUS))
        faults.reach("board.header")
        self.tab.header(max(read.header, 0), names, status=status, statuses=STATUSES)
        return read_table(self.tab.read())

    def _known_before(self) -> bool:
        return self.documents.get(BOARDS, self.id) is not None

    def _closed(self, rows: Mapping[str, Sequence[Row]], opened: Mapping[str, Draft]) -> list[str]:
        """Ids whose drafts are to be looked up: rows that a person may have changed after the draft was closed."""
        reasons = (self.documents.get(BOARDS, self.id) or {}).get("reasons", {})
        return [
            id
            for id, own in rows.items()
            if id and id not in opened and len(id) < 100 and "/" not in id and _asks(own[0], reasons.get(id, ""))
        ]

    def _stray(self, row: Row) -> Decision | None:
        if row.status != "Approved" or row.cells[table.ERROR] == judging.NO_DRAFT:
            return None
        return Decision("note", note=judging.NO_DRAFT, read=row.print)

    # Memory

    def _shown(self, drafts: Sequence[Draft]) -> dict[str, Shown]:
        ids = {self._key(draft.id): draft.id for draft in drafts}
        found = self.documents.get_many(ROWS, list(ids))
        return {ids[key]: from_plain(Shown, plain) for key, plain in found.items()}

    def _remember(self, shown: Sequence[Shown], reasons: Mapping[str, str]) -> None:
        """`reasons`: what rows say about why, by draft; it is looked at again when it changes."""
        board = self.documents.get(BOARDS, self.id)
        held = board or {"spreadsheet": self.tab.spreadsheet, "tab": self.tab.tab, "reasons": {}}
        denied = {one.draft: _mark(reasons.get(one.draft, "")) for one in shown if one.status == "Denied"}
        after = {**held, "reasons": dict(list({**held["reasons"], **denied}.items())[-REMEMBERED:])}
        writes = [Set(ROWS, self._key(one.draft), to_plain(one)) for one in shown]
        if after != board:
            writes.append(Set(BOARDS, self.id, after))
        self.documents.write_all(writes)

    def _still(self, old: Shown | None, new: Shown) -> Shown:
        """A write without an answer may still land, behind one that had one."""
        if old is None or not old.tried_at or (self.clock.now() - parse_iso(old.tried_at)).total_seconds() > LATE:
            return new
        return replace(new, tried=old.tried, tried_at=old.tried_at)

    def _key(self, draft: str) -> str:
        return stable_id(self.id, draft)


def _asks(row: Row, reason: str) -> bool:
    """Whether a row of a draft that is not open wants to be looked at."""
    if row.status == "Denied":
        return bool(row.cells[table.REASON].strip()) and _mark(row.cells[table.REASON]) != reason
    return row.status != "Posted"


def _mark(reason: str) -> str:
    return short_hash(reason.strip())[:8]


def _reasons(rows: Mapping[str, Sequence[Row]], cells: Mapping[tuple[int, str], str]) -> dict[str, str]:
    """What rows say about why once `cells` are written."""
    first = {id: own[0] for id, own in rows.items()}
    return {id: cells.get((row.index, table.REASON), row.cells[table.REASON]) for id, row in first.items()}


def _shown_by(row: Row, draft: Draft, board: str) -> Shown:
    """A row that was found: whatever stands there is not taken for somebody's decision."""
    marks = (short_hash(row.cells[table.CAPTION]), row.cells[table.HASH], short_hash(row.cells[table.LINK]))
    return Shown(draft.id, board, row.status or "", *marks)


def _noted(change: Change, read: Table) -> dict[tuple[int, str], str]:
    """A note for a row without a draft, if it is still there and there is no doubt which it is."""
    found = [row for row in read.rows if row.print == change.read]
    return {(row.index, table.ERROR): change.note for row in found if row.cells[table.ERROR] != change.note}


def _moved_on(change: Change, rows: Sequence[Row], old: Shown | None) -> bool:
    """Whether a person changed the row since it was read, or last shown: then the next poll hears them first."""
    if change.draft is None or change.draft.status == "Posted" or not rows:
        return False
    if change.read:
        return judging.print_of(rows) != change.read
    if old is None or old.gone:
        return True
    row = rows[0]
    return row.status not in old.statuses or short_hash(row.cells[table.CAPTION]) not in old.captions


def _trying(old: Shown, new: Shown, now: str) -> Shown:
    """What may stand there if we hear no more of the write."""
    return replace(old, tried=(new.status, new.caption, new.hash), tried_at=now)

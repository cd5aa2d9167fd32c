"""Whatever people do to the sheet: what may be posted is what one row of it says, whole, in a person's word.

The model reads the sheet as a person does. It knows no hashes and no memory: an approval that the house gives must be
one that everybody who looks at the sheet would give as well, and nothing is approved that has no row of its own.
"""

from collections.abc import Mapping
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sandbox.sheets.grid import Cell, Tab, typed
from shared.adapters.local.database import Database
from shared.adapters.local.documents import LocalDocuments
from shared.content.approvals import Approvals
from shared.content.board_sheets import SheetsBoard
from shared.content.board_table import STATUS, status_of
from shared.content.draft_store import DraftStore
from shared.content.model import Draft
from shared.core.clock import ManualClock
from shared.core.errors import AppError, TransientError
from shared.effects.ledger import EffectLedger
from shared.manifest import read_manifest

DRAFTS = 3
INDEXES = read_manifest(Path(__file__).parents[3] / "manifest.yaml").indexes
NAMES = ("Status", "Caption", "Draft ID", "Content Hash", "Link", "Video Number", "Reason", "Error")
WORDS = ("Approved", " approved", "Draft", "Denied", "Posted", "maybe", "")
rows = st.integers(2, DRAFTS + 2)
column = st.sampled_from(NAMES)
edits = st.one_of(
    st.tuples(st.just("say"), rows, st.sampled_from(WORDS)),
    st.tuples(st.just("say"), rows, st.just("Approved")),
    st.tuples(st.just("type"), rows, column, st.sampled_from(("", "new words", "7", "=A1"))),
    st.tuples(st.just("type and approve"), rows, column, st.sampled_from(("", "new words", "7", "=A1"))),
    st.tuples(st.just("copy and approve"), rows, rows, column),
    st.tuples(st.just("copy cell"), rows, rows, column),
    st.tuples(st.just("swap"), rows, rows, column),
    st.tuples(st.just("copy row"), rows, rows),
    st.tuples(st.just("move row"), rows, rows),
    st.tuples(st.just("delete row"), rows),
    st.tuples(st.just("insert row"), rows),
    st.tuples(st.just("sort"), column, st.booleans()),
    st.tuples(st.just("sort one"), column, column),
    st.tuples(st.just("move column"), column, st.integers(1, 8)),
    st.tuples(st.just("insert column"), st.integers(1, 8)),
    st.tuples(st.just("poll")),
    st.tuples(st.just("lose"), st.sampled_from(("before", "after"))),
    st.tuples(st.just("meanwhile"), st.sampled_from(("sort", "say"))),
    st.tuples(st.just("console"), st.integers(0, DRAFTS - 1), st.sampled_from(("approve", "deny", "reopen", "edit"))),
    st.tuples(st.just("post")),
)


class Ours(Cell):
    """A cell that the house wrote: whatever it says, no person said it."""


class SheetInMemory:
    """What `SheetTab` is, over a tab in memory: the same table without a wire between."""

    spreadsheet, tab = "s", "Drafts"

    def __init__(self) -> None:
        self.sheet = Tab("Drafts")
        self.lost = ""  # before or after: what becomes of the next write's answer
        self.meanwhile: Any = None  # what a person does before the next write lands

    def read(self) -> list[list[str]]:
        return self.sheet.texts()

    def make(self) -> None:
        """It is there."""

    def header(self, row: int, names: Mapping[int, str], **_: Any) -> None:
        for place, name in names.items():
            self.sheet.put(row, place, typed(name))

    def write(self, cells: Mapping[tuple[int, int], str]) -> None:
        self._lose("before")
        act, self.meanwhile = self.meanwhile, None
        if act:
            act()
        for place, text in cells.items():
            self.sheet.put(*place, Ours(text))
        self._lose("after")

    def append(self, row: list[str]) -> None:
        self._lose("before")
        self.sheet.append([[Ours(text) for text in row]])
        self._lose("after")

    def said_by_nobody(self, row: int) -> bool:
        """Whether the status in this row is one that the house wrote, and nobody has touched since."""
        place = self.sheet.texts()[0].index(STATUS)
        return isinstance(self.sheet.at(row - 1, place), Ours)

    def touched(self) -> None:
        """A person has moved single cells about: from now on what they say is theirs."""
        place = self.sheet.texts()[0].index(STATUS) if STATUS in self.sheet.texts()[0] else -1
        for row in range(self.sheet.last() if place >= 0 else 0):
            self.sheet.put(row, place, Cell(self.sheet.at(row, place).shown))

    def _lose(self, when: str) -> None:
        if self.lost == when:
            self.lost = ""
            raise TransientError("the answer was lost")


class World:
    def __init__(self, folder: Any) -> None:
        self.database = Database(folder)
        documents = LocalDocuments(self.database, INDEXES)
        self.clock, owners = ManualClock(), count(1)
        self.drafts = DraftStore(documents)
        self.tab = SheetInMemory()
        effects = EffectLedger(documents, self.clock, lambda: f"o{next(owners)}")
        board = SheetsBoard(self.tab, documents, self.drafts, effects, self.clock)  # type: ignore[arg-type] # in memory
        self.approvals = Approvals(self.drafts, board, self.clock)
        self.ids = [self._draft(number).id for number in range(1, DRAFTS + 1)]
        self.approved: dict[str, str] = {}  # at the last poll
        self.by_console: dict[str, str] = {}  # draft → the hash that was approved there

    def _draft(self, number: int) -> Draft:
        return self.drafts.create(
            Draft(
                "",
                0,
                f"p{number}",
                self.clock.now(),
                f"Words {number}",
                "s",
                sha256=f"{number:064x}",
                link=f"l/{number}",
            )
        )

    def read_by_a_person(self) -> dict[str, list[Mapping[str, str]]]:
        found: dict[str, list[Mapping[str, str]]] = {}
        for row, record in enumerate(self.tab.sheet.records(), 2):
            nobody = "yes" if "Status" in record and self.tab.said_by_nobody(row) else ""
            found.setdefault(record.get("Draft ID", "").strip(), []).append({**record, "nobody": nobody})
        return found

    def poll(self) -> None:
        self.clock.advance(130)
        seen = self.read_by_a_person()
        try:
            polled = self.approvals.poll()
        except AppError:
            return  # nothing is posted then
        for draft in polled.approved:
            assert draft.status == "Approved" and draft.approved_hash == draft.content_hash
            if self.by_console.get(draft.id) == draft.content_hash and not draft.approved_on:
                continue
            own = seen.get(draft.id, [])
            assert own, f"{draft.number} is approved and has no row"
            before = self.approved.get(draft.id) == draft.content_hash
            assert before or not all(record["nobody"] for record in own), f"nobody approved {draft.number}"
            for record in own:
                assert status_of(record[STATUS]) == "Approved", record
                assert (record["Caption"], record["Link"]) == (draft.caption, draft.link), record
                assert record["Content Hash"] == draft.content_hash
        self.approved = {draft.id: draft.content_hash for draft in polled.approved}

    def post(self) -> None:
        for draft in self.drafts.list(("Approved",)):
            self.approvals.posted(
                draft.id, posted_hash=draft.content_hash, post=f"m{draft.number}", permalink="https://p/1"
            )
            return

    def console(self, id: str, act: str) -> None:
        draft = self.drafts.get(id)
        try:
            if act == "approve":
                self.approvals.approve(id, by="ana", seen=draft.content_hash)
                self.by_console[id] = draft.content_hash
            elif act == "deny":
                self.approvals.deny(id, by="ana", reason="no")
            elif act == "reopen":
                self.approvals.reopen(id)
                self.by_console.pop(id, None)
            else:
                self.approvals.edit(id, draft.caption + "!")
        except AppError:
            pass

    def edit(self, act: str, *given: Any) -> None:
        sheet = self.tab.sheet
        place = {name: spot for spot, name in enumerate(sheet.texts()[0], 1) if name} if sheet.last() else {}
        match act:
            case "poll":
                self.poll()
            case "post":
                self.post()
            case "console":
                self.console(self.ids[given[0]], given[1])
            case "lose":
                self.tab.lost = given[0]
            case "meanwhile" if given[0] == "sort":
                self.tab.meanwhile = lambda: self.edit("sort", "Video Number", True)
            case "meanwhile":
                self.tab.meanwhile = lambda: self.edit("say", 3, "Draft")
            case "say" if "Status" in place:
                sheet.type_into(given[0], place["Status"], given[1])
            case "type" if given[1] in place:
                sheet.type_into(given[0], place[given[1]], given[2])
            case "type and approve":
                self.edit("type", *given)
                self.edit("say", given[0], "Approved")
            case "copy and approve":
                self.edit("copy cell", *given)
                self.edit("say", given[1], "Approved")
            case "copy cell" if given[2] in place:
                spot = place[given[2]] - 1
                sheet.put(given[1] - 1, spot, sheet.at(given[0] - 1, spot))
                self.tab.touched()
            case "swap" if given[2] in place:
                sheet.swap((given[0], place[given[2]]), (given[1], place[given[2]]))
                self.tab.touched()
            case "copy row" if given[0] <= sheet.last():
                sheet.copy_row(given[0], given[1])
                self.tab.touched()
            case "move row" if given[0] <= sheet.last():
                sheet.move_row(given[0], given[1])
            case "delete row":
                sheet.delete_row(given[0])
            case "insert row":
                sheet.insert_row(given[0])
            case "sort" if given[0] in place:
                sheet.sort(place[given[0]], descending=given[1])
            case "sort one" if given[0] in place and given[1] in place:
                sheet.sort(place[given[0]], only=[place[given[1]]])
                self.tab.touched()
            case "move column" if given[0] in place:
                sheet.move_column(place[given[0]], given[1])
            case "insert column":
                sheet.insert_column(given[0])


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(edits, min_size=2, max_size=16), at_last=st.lists(rows, max_size=DRAFTS + 1))
def test_nothing_is_ever_approved_that_the_sheet_does_not_say(steps, at_last, tmp_path_factory) -> None:
    world = World(tmp_path_factory.mktemp("w") / "state.db")
    try:
        world.poll()
        for step in steps:
            world.edit(*step)
        for row in at_last:
            world.edit("say", row, "Approved")
        world.poll()
        world.poll()
        _settles(world)
    finally:
        world.database.close()


def _settles(world: World) -> None:
    """Left alone, the sheet and the records come to rest: a further poll writes nothing."""
    world.tab.lost, world.tab.meanwhile = "", None
    for _ in range(3):
        world.poll()
    with suppress(AppError):  # a person must mend the header first
        assert world.approvals.board.decisions() == []

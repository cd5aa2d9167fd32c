"""A board as a table of texts: which column is which, wherever people moved it, and what stands in each row."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from shared.content.model import STATUSES, Draft, DraftStatus
from shared.core.errors import PermanentError

STATUS: Final = "Status"
NUMBER: Final = "Video Number"
DATE: Final = "Production Date"
CAPTION: Final = "Caption"
LINK: Final = "Link"
STRATEGY: Final = "Strategy"
ID: Final = "Draft ID"
HASH: Final = "Content Hash"
APPROVER: Final = "Approver"
POST: Final = "Post ID"
PERMALINK: Final = "Permalink"
ERROR: Final = "Error"
REASON: Final = "Reason"
COLUMNS: Final = (
    STATUS, NUMBER, DATE, CAPTION, LINK, STRATEGY, REASON, ERROR, APPROVER, PERMALINK, POST, ID, HASH,
)  # fmt: skip
IDENTITY: Final = (ID, HASH, NUMBER, LINK, CAPTION)
"""What tells a row's draft and what is approved in it. Who writes one of its cells writes them all."""

_HEADER_WITHIN: Final = 10  # rows
_HEADER_NAMES: Final = 3  # known names that make a row the header


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it was read. `index` counts from 0."""

    index: int
    cells: Mapping[str, str]

    @property
    def id(self) -> str:
        return self.cells[ID].strip()

    @property
    def status(self) -> DraftStatus | None:
        """None: the word is no status."""
        return status_of(self.cells[STATUS])

    @property
    def print(self) -> str:
        """The same as long as nothing that decides anything is changed."""
        return short_hash("\n".join(f"{name}={self.cells[name]}" for name in (STATUS, *IDENTITY)))

    @property
    def place(self) -> str:
        return f"row {self.index + 1}"


@dataclass(frozen=True, slots=True)
class Table:
    """What was read. `columns`: known names and where they stand; `missing`: those that stand nowhere."""

    header: int  # row of the names; -1: there is none, and nothing else either
    columns: Mapping[str, int]
    rows: Sequence[Row]
    width: int = 0

    @property
    def missing(self) -> list[str]:
        return [name for name in COLUMNS if name not in self.columns]

    def of(self, id: str) -> list[Row]:
        return [row for row in self.rows if row.id == id]

    def by_id(self) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for row in self.rows:
            found.setdefault(row.id, []).append(row)
        return found


def status_of(word: str) -> DraftStatus | None:
    """The status that a person typed, in any case and with spaces around.

    >>> status_of("  aPProved ")
    'Approved'
    >>> status_of("Aproved") is None
    True
    """
    folded = _folded(word)
    return next((status for status in STATUSES if status.lower() == folded), None)


def short_hash(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:20]


def plain(text: str) -> str:
    """A text as it comes back out of a cell: with one kind of line break."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_table(values: Sequence[Sequence[str]]) -> Table:
    """Raises PermanentError, with what to do, when there are rows and no header, or a column twice."""
    if not any(any(cell.strip() for cell in row) for row in values):
        return Table(-1, {}, ())
    header = _header(values)
    columns: dict[str, int] = {}
    for place, cell in enumerate(values[header]):
        name = _KNOWN.get(_folded(cell))
        if name in columns:
            raise PermanentError(
                f"the sheet has the column {name!r} twice ({_letter(columns[name])} and {_letter(place)}); "
                "rename or delete one of them"
            )
        if name:
            columns[name] = place
    width = max(len(row) for row in values)
    return Table(header, columns, list(_rows(values, header, columns)), width)


def _rows(values: Sequence[Sequence[str]], header: int, columns: Mapping[str, int]) -> Iterator[Row]:
    for index in range(header + 1, len(values)):
        cells = values[index]
        known = {name: _cell(cells, columns.get(name)) for name in COLUMNS}
        if any(known.values()):
            yield Row(index, known)


def _cell(cells: Sequence[str], place: int | None) -> str:
    return plain(cells[place]) if place is not None and place < len(cells) else ""


def _header(values: Sequence[Sequence[str]]) -> int:
    counts = [len({_KNOWN.get(_folded(cell)) for cell in row} - {None}) for row in values[:_HEADER_WITHIN]]
    best = max(range(len(counts)), key=lambda index: (counts[index], -index))
    if counts[best] < _HEADER_NAMES:
        raise PermanentError(
            "the sheet's tab has rows, and none of the first ten names its columns; put the names back into the first "
            f"row: {', '.join(COLUMNS)}"
        )
    return best


def _folded(word: str) -> str:
    return re.sub(r"\s+", " ", word.replace("\u00a0", " ")).strip().casefold()


def _letter(column: int) -> str:
    from shared.content.sheets import letters

    return letters(column)


_KNOWN: Final[Mapping[str, str]] = {_folded(name): name for name in COLUMNS}


def cells_of(draft: Draft) -> dict[str, str]:
    """A draft's row as it is to be, all columns."""
    return {
        STATUS: draft.status,
        NUMBER: str(draft.number),
        DATE: f"{draft.produced_at:%Y-%m-%d %H:%M}",
        CAPTION: plain(draft.caption),
        LINK: draft.link,
        STRATEGY: draft.strategy,
        REASON: draft.reason,
        ERROR: draft.error,
        APPROVER: draft.approver,
        PERMALINK: draft.permalink,
        POST: draft.post,
        ID: draft.id,
        HASH: draft.content_hash,
    }


def same_number(cell: str, number: int) -> bool:
    """Whether a cell, however it is formatted, shows this number.

    >>> same_number("7.00", 7), same_number(" 1,207", 1207), same_number("8", 7)
    (True, True, False)
    """
    try:
        return float(cell.strip().removeprefix("#").replace(",", "")) == number
    except ValueError:
        return False

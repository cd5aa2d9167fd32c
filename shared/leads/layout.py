"""Where a table begins and what its columns are called, found from its first rows."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

LOOK_AHEAD = 30  # rows in which a header may still come


@dataclass(frozen=True, slots=True)
class Layout:
    """`skip` records stand above the header, or above the first data row where there is no header."""

    skip: int
    has_header: bool
    width: int


_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_DATA = re.compile(
    r"""\s*(?:[^\s@,]+@[^\s@,]+\.[^\s@,]{2,}          # e-mail
    |https?://\S+|www\.\S+                              # address on the web
    |\+?\(?\d[\d()\s./-]{6,}                            # phone, date, long number
    |[-+$€£]?\s?\d+(?:[.,]\d+)*\s?[%€$£]?               # number, amount
    |[plf]:\+?\d+)\s*""",
    re.VERBOSE,
)


def find(rows: Sequence[Sequence[str]], known: Callable[[str], bool]) -> Layout:
    """The layout of a table whose first records are `rows`; `known` says whether a text is a usual column name."""
    widths = Counter(len(row) for row in rows if len(row) > 1)
    width = max(widths.items(), key=lambda item: (item[1], item[0]))[0] if widths else 1
    start = _first_full(rows, width)
    if start >= len(rows):
        return Layout(0, True, width)
    named = _first_named(rows[:start], known)
    if named is not None and not any(map(known, rows[start])):
        return Layout(named, True, len(rows[named]))  # a narrow header above rows with cells too many
    return Layout(start, _is_header(rows[start], rows[start + 1 :], known), width)


def _first_named(rows: Sequence[Sequence[str]], known: Callable[[str], bool]) -> int | None:
    """The first record of which every cell is a usual column name, and there are at least two."""
    for place, row in enumerate(rows[:LOOK_AHEAD]):
        cells = [cell.strip() for cell in row if cell.strip()]
        if len(cells) >= 2 and all(map(known, cells)):
            return place
    return None


def _first_full(rows: Sequence[Sequence[str]], width: int) -> int:
    """The first record that is about as wide as the table: titles and notes above it have a cell or two."""
    first_filled = len(rows)
    for place, row in enumerate(rows[:LOOK_AHEAD]):
        filled = sum(1 for cell in row if cell.strip())
        if not filled:
            continue
        first_filled = min(first_filled, place)
        if len(row) >= width * 0.6 and filled >= min(width, max(2, width * 0.4)):
            return place
    return first_filled


def _is_header(row: Sequence[str], below: Sequence[Sequence[str]], known: Callable[[str], bool]) -> bool:
    """Names, not values. When nothing tells them apart, the first row is taken for names, as everywhere."""
    cells = [cell.strip() for cell in row if cell.strip()]
    if any(_EMAIL.fullmatch(cell) for cell in cells):
        return False
    if any(map(known, cells)):
        return True
    data = sum(1 for cell in cells if _DATA.fullmatch(cell))
    if data * 2 > len(cells):
        return False
    if data and below:
        return not _values_continue(row, below)
    return True


def _values_continue(row: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """True when the columns that hold values in `row` hold the same kind below: then it is a row like the others."""
    places = [place for place, cell in enumerate(row) if _DATA.fullmatch(cell)]
    for place in places:
        column = [other[place] for other in below if len(other) > place and other[place].strip()]
        if column and sum(1 for cell in column if _DATA.fullmatch(cell)) * 2 > len(column):
            return True
    return False


def names(header: Sequence[str]) -> tuple[str, ...]:
    """Column names as they stand in the file; an empty one is called by its place.

    >>> names(["Name", " ", "E-Mail "])
    ('Name', 'column_2', 'E-Mail')
    """
    return tuple(
        " ".join(name.replace("\0", "").split()) or f"column_{place}" for place, name in enumerate(header, start=1)
    )

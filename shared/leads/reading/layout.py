"""Where a table begins and what its columns are called, found from its first rows."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

LOOK_AHEAD = 30  # rows in which a header may still come
MOST_HEADER_ROWS = 4

Rows = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Layout:
    """`skip` records stand above the header, or above the first data row where there is no header."""

    skip: int
    has_header: bool
    width: int
    header_rows: int = 1  # records, blank ones between them counted


_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_DATA = re.compile(
    r"""\s*(?:[^\s@,]+@[^\s@,]+\.[^\s@,]{2,}          # e-mail
    |https?://\S+|www\.\S+                              # address on the web
    |\+?\(?\d[\d()\s./-]{6,}                            # phone, date, long number
    |[-+$€£]?\s?\d+(?:[.,]\d+)*\s?[%€$£]?               # number, amount
    |[-+]?\d*\.?\d+[eE][-+]?\d+                         # number with an exponent
    |[plf]:\+?\d+)\s*""",
    re.VERBOSE,
)
_LONG = 300  # characters; no longer text is looked at


def _is_data(cell: str) -> bool:
    return len(cell) <= _LONG and _DATA.fullmatch(cell) is not None


def find(rows: Rows, known: Callable[[str], bool]) -> Layout:
    """The layout of a table whose first records are `rows`; `known` says whether a text is a usual column name."""
    widths = Counter(len(row) for row in rows if len(row) > 1)
    width = max(widths.items(), key=lambda item: (item[1], item[0]))[0] if widths else 1
    start = _first_full(rows, width)
    if start >= len(rows):
        return Layout(0, True, width)
    named = _first_named(rows[:start], known)
    if named is not None and not any(map(known, rows[start])):
        return Layout(named, True, len(rows[named]))  # a narrow header above rows with cells too many
    has_header = _is_header(rows[start], rows[start + 1 :], known)
    if not has_header:
        return Layout(start, False, width)
    if start + 1 < len(rows) and _is_title(rows[start], rows[start + 1], known):
        start += 1
    first = _first_group(rows, start)
    return Layout(first, True, width, _last_header(rows, start, known) - first + 1)


def _first_named(rows: Rows, known: Callable[[str], bool]) -> int | None:
    """The first record of which every cell is a usual column name, and there are at least two."""
    for place, row in enumerate(rows[:LOOK_AHEAD]):
        cells = [cell.strip() for cell in row if cell.strip()]
        if len(cells) >= 2 and all(map(known, cells)):
            return place
    return None


def _first_full(rows: Rows, width: int) -> int:
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


def _first_group(rows: Rows, start: int) -> int:
    """The first row of names of groups above the names themselves: each stands where its group begins."""
    first = start
    while first and start - first < MOST_HEADER_ROWS - 1 and _groups(rows[first - 1], rows[first]):
        first -= 1
    return first


def _groups(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Whether the texts of `upper` are needed to tell the columns of `lower` apart: some of these have the same name,
    or none. Other lines above a header are titles of the whole."""
    filled = [place for place, cell in enumerate(upper) if cell.strip()]
    below = [_at(lower, place).casefold() for place in range(max(len(upper), len(lower)))]
    gaps = sum(1 for place, name in enumerate(below) if name and not _at(upper, place))
    if len(filled) < 2 or gaps < 2 or any(_is_data(upper[place]) for place in filled):
        return False
    named = [name for name in below if name]
    return len(set(named)) < len(named) or any(not below[place] for place in filled)


def _is_title(row: Sequence[str], below: Sequence[str], known: Callable[[str], bool]) -> bool:
    """Whether `row` is a title in several cells above the names, which need no more to be told apart."""
    names = [cell.strip().casefold() for cell in below]
    gaps = sum(1 for place, name in enumerate(names) if name and not _at(row, place))
    return gaps >= 2 and len(set(names)) == len(names) and "" not in names and sum(map(known, below)) * 2 >= len(names)


def _last_header(rows: Rows, start: int, known: Callable[[str], bool]) -> int:
    """The last row of a header that begins at `start`."""
    last = start
    place = start + 1
    while place < len(rows) and place - start < MOST_HEADER_ROWS:
        row = rows[place]
        if not any(cell.strip() for cell in row):
            place += 1
            continue
        if not (_same(rows[start], row) or _continues(rows[last], row, rows[place + 1 :], known)):
            break
        last = place
        place += 1
    return last


def _same(row: Sequence[str], other: Sequence[str]) -> bool:
    return [cell.strip().casefold() for cell in row] == [cell.strip().casefold() for cell in other]


def _continues(upper: Sequence[str], row: Sequence[str], below: Rows, known: Callable[[str], bool]) -> bool:
    """Whether `row` names columns that `upper` leaves without a name of their own, where values stand below."""
    filled = [place for place, cell in enumerate(row) if cell.strip()]
    gaps = [place for place in filled if not _at(upper, place)]
    if len(gaps) < 2 or len(filled) < 2 or any(_is_data(row[place]) for place in filled):
        return False
    if sum(1 for place in filled if known(row[place])) * 2 >= len(filled):
        return True
    values = sum(1 for place in filled if _mostly_data(below, place))
    return values * 2 >= len(filled)


def _mostly_data(rows: Rows, place: int) -> bool:
    column = [row[place] for row in rows[:60] if len(row) > place and row[place].strip()]
    return bool(column) and sum(map(_is_data, column)) * 2 > len(column)


def _at(row: Sequence[str], place: int) -> str:
    return row[place].strip() if place < len(row) else ""


def _is_header(row: Sequence[str], below: Rows, known: Callable[[str], bool]) -> bool:
    """Names, not values. When nothing tells them apart, the first row is taken for names, as everywhere."""
    cells = [cell.strip() for cell in row if cell.strip()]
    if any(len(cell) <= _LONG and _EMAIL.fullmatch(cell) for cell in cells):
        return False
    if any(map(known, cells)):
        return True
    data = sum(map(_is_data, cells))
    if data * 2 > len(cells):
        return False
    if data and below:
        return not _values_continue(row, below)
    return True


def _values_continue(row: Sequence[str], below: Rows) -> bool:
    """True when the columns that hold values in `row` hold the same kind below: then it is a row like the others."""
    return any(_mostly_data(below, place) for place, cell in enumerate(row) if _is_data(cell))


def titles(header: Rows) -> list[str]:
    """What stands above each column, the rows of the header joined from top to bottom.

    >>> titles([["Person", "", "Firm"], ["Name", "E-Mail", "Name"]])
    ['Person Name', 'Person E-Mail', 'Firm Name']
    """
    return [" ".join(part for part in parts if part) for parts in _parts(header)]


def names(header: Rows) -> tuple[str, ...]:
    """Column names, in one line each; an empty one is called by its place, what is said twice is said once.

    >>> names([["Name", " ", "E-Mail "]])
    ('Name', 'column_2', 'E-Mail')
    """
    found = []
    for place, parts in enumerate(_parts(header), start=1):
        tidy = (" ".join(part.replace("\\0", "").split()) for part in parts)
        found.append(" ".join(dict.fromkeys(part for part in tidy if part)) or f"column_{place}")
    return tuple(found)


def _parts(header: Rows) -> list[list[str]]:
    """By column, the texts of the header's rows; the name of a group reaches to the columns right of it."""
    rows = [list(row) for row in header]
    if len(rows) == 1:
        return [[cell] for cell in rows[0]]
    width = max(map(len, rows), default=0)
    rows = [row + [""] * (width - len(row)) for row in rows]
    for upper, lower in zip(rows[-2::-1], rows[:0:-1], strict=True):
        for place in range(1, width):
            if not upper[place].strip() and lower[place].strip() and _within(upper, lower, place):
                upper[place] = upper[place - 1]
    return [[row[place] for row in rows] for place in range(width)]


def _within(upper: Sequence[str], lower: Sequence[str], place: int) -> bool:
    """Whether the column left of `place` belongs to a group: it has a name above and one of its own below."""
    return bool(upper[place - 1].strip() and lower[place - 1].strip())

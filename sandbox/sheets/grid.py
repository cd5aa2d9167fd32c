"""Tabs of a spreadsheet as a person and as the API see them: typed cells, A1 ranges, RAW and USER_ENTERED input."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

Value = str | int | float | bool
EPOCH: Final = date(1899, 12, 30)  # day 0 of a spreadsheet
MAX_CELL: Final = 50_000  # characters

_AREA = re.compile(r"([A-Za-z]{0,3})([0-9]{0,7})(?::([A-Za-z]{0,3})([0-9]{0,7}))?$")
_NUMBER = re.compile(r"[-+]?(\d[\d,]*)(\.\d+)?(%)?$")
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})$|(\d{1,2})/(\d{1,2})/(\d{4})$")


class Refused(Exception):
    """400 INVALID_ARGUMENT, in the vendor's words."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A value, or a formula; `shown_as` is how its number format shows it."""

    value: Value = ""
    formula: str = ""
    shown_as: str = ""

    @property
    def shown(self) -> str:
        if self.formula:
            return "#ERROR!"  # nothing is calculated here; what matters is that it is no longer the text
        if self.shown_as:
            return self.shown_as
        if isinstance(self.value, bool):
            return str(self.value).upper()
        return f"{self.value:g}" if isinstance(self.value, float) else str(self.value)

    def rendered(self, option: str) -> Value:
        if option == "FORMULA":
            return self.formula or self.value
        return self.value if option == "UNFORMATTED_VALUE" and not self.formula else self.shown


EMPTY: Final = Cell()


def entered(value: Any, *, raw: bool) -> Cell:
    """The cell that `value` becomes. RAW keeps a text a text; USER_ENTERED takes it as typed into the browser."""
    if isinstance(value, dict | list):
        raise Refused(f"Invalid values[0][0]: {'struct_value' if isinstance(value, dict) else 'list_value'}")
    if isinstance(value, str) and len(value) > MAX_CELL:
        raise Refused("Your input contains more than the maximum of 50000 characters in a single cell.")
    return Cell(value) if raw or not isinstance(value, str) else typed(value)


def typed(text: str) -> Cell:
    """What becomes of keystrokes."""
    if text.startswith("'"):
        return Cell(text[1:])
    if text.startswith(("=", "+")) and len(text) > 1 and not _NUMBER.match(text):
        return Cell(formula="=" + text[1:])
    if text.upper() in {"TRUE", "FALSE"}:
        return Cell(text.upper() == "TRUE")
    return _number(text.strip()) or _day(text.strip()) or Cell(text)


def _number(text: str) -> Cell | None:
    found = _NUMBER.match(text)
    if not found:
        return None
    number = float(text.rstrip("%").replace(",", ""))
    if found[3]:
        return Cell(number / 100, shown_as=text)
    return Cell(int(number) if number.is_integer() and not found[2] else number)


def _day(text: str) -> Cell | None:
    found = _DATE.match(text)
    if not found:
        return None
    year, month, day = (found[1], found[2], found[3]) if found[1] else (found[6], found[4], found[5])
    try:
        return Cell((date(int(year), int(month), int(day)) - EPOCH).days, shown_as=text)
    except ValueError:
        return None


def column_number(letters: str) -> int:
    """0 for A."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letters(number: int) -> str:
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of a tab, from 0, ends excluded; None = as far as the grid goes."""

    tab: "Tab"
    top: int = 0
    left: int = 0
    bottom: int | None = None
    right: int | None = None

    @property
    def name(self) -> str:
        bottom = self.bottom if self.bottom is not None else self.tab.height
        right = self.right if self.right is not None else self.tab.width
        area = f"{column_letters(self.left)}{self.top + 1}:{column_letters(right - 1)}{bottom}"
        quoted = self.tab.title if re.fullmatch(r"[A-Za-z_]\w*", self.tab.title) else f"'{self.tab.title}'"
        return f"{quoted}!{area}"


@dataclass
class Tab:
    """One sheet. `rows` holds what has content; the grid is as large as `height` and `width` say."""

    title: str
    id: int = 0
    height: int = 1000
    width: int = 26
    rows: list[list[Cell]] = field(default_factory=list)
    frozen: int = 0
    validations: list[dict[str, Any]] = field(default_factory=list)

    # Cells

    def at(self, row: int, column: int) -> Cell:
        held = self.rows[row] if row < len(self.rows) else []
        return held[column] if column < len(held) else EMPTY

    def put(self, row: int, column: int, cell: Cell) -> None:
        if row >= self.height or column >= self.width:
            raise Refused(
                f"Range ({self.title}!{column_letters(column)}{row + 1}) exceeds grid limits. "
                f"Max rows: {self.height}, max columns: {self.width}"
            )
        while len(self.rows) <= row:
            self.rows.append([])
        held = self.rows[row]
        held.extend([EMPTY] * (column + 1 - len(held)))
        held[column] = cell

    def last(self) -> int:
        """How many rows there are down to the last one with content."""
        return max((index + 1 for index, row in enumerate(self.rows) if any(cell.shown for cell in row)), default=0)

    def values(self, area: Area, option: str = "FORMATTED_VALUE") -> list[list[Value]]:
        """Row by row, without empty cells at the end of a row and without empty rows at the end."""
        found: list[list[Value]] = []
        bottom = min(area.bottom if area.bottom is not None else self.height, len(self.rows))
        right = area.right if area.right is not None else self.width
        for row in range(area.top, bottom):
            line = [self.at(row, column).rendered(option) for column in range(area.left, right)]
            while line and line[-1] == "":
                line.pop()
            found.append(line)
        while found and not found[-1]:
            found.pop()
        return found

    def write(self, area: Area, values: Sequence[Sequence[Any]], *, raw: bool) -> int:
        """Rows of values from the area's corner; null leaves a cell as it is. How many cells were written."""
        height = (area.bottom if area.bottom is not None else self.height) - area.top
        width = (area.right if area.right is not None else self.width) - area.left
        corner = height == width == 1  # one cell says where to begin, and nothing else
        if not corner and (len(values) > height or any(len(line) > width for line in values)):
            raise Refused(f"Requested writing within range [{area.name}], but tried writing outside of it")
        cells = [
            (area.top + down, area.left + over, entered(value, raw=raw))
            for down, line in enumerate(values)
            for over, value in enumerate(line)
            if value is not None
        ]
        for row, column, cell in cells:
            self.put(row, column, cell)
        return len(cells)

    def append(self, values: Sequence[Sequence[Cell]], left: int = 0) -> int:
        """Rows behind the last one with content, the grid grown for them; the index of the first."""
        start = self.last()
        self.height = max(self.height, start + len(values))
        for down, line in enumerate(values):
            for over, cell in enumerate(line):
                self.put(start + down, left + over, cell)
        return start

    # What people do there. Rows and columns are counted from 1, as the screen does.

    def type_into(self, row: int, column: int | str, text: str) -> None:
        """A person types into a cell; `column` may be a name from the first row."""
        self.put(row - 1, self._column(column), typed(text) if text else EMPTY)

    def texts(self) -> list[list[str]]:
        """What is to be seen."""
        return [[str(value) for value in line] for line in self.values(Area(self))]

    def records(self) -> list[dict[str, str]]:
        """What is to be seen below the first row, by its names."""
        names, *lines = self.texts() or [[]]
        return [{name: line[i] if i < len(line) else "" for i, name in enumerate(names)} for line in lines]

    def delete_row(self, row: int) -> None:
        if row <= len(self.rows):
            del self.rows[row - 1]

    def insert_row(self, row: int, cells: Sequence[Cell] = ()) -> None:
        """Before the one that stands there now."""
        while len(self.rows) < row - 1:
            self.rows.append([])
        self.rows.insert(row - 1, list(cells))
        self.height += 1

    def copy_row(self, row: int, to: int) -> None:
        self.insert_row(to, self.rows[row - 1])

    def move_row(self, row: int, to: int) -> None:
        line = self.rows.pop(row - 1)
        self.rows.insert(to - 1, line)

    def sort(self, column: int | str, *, descending: bool = False, only: Sequence[int | str] = ()) -> None:
        """The rows below the first, by one column; `only`: these columns alone are moved, as happens to people."""
        place = self._column(column)
        self._reordered(lambda row: str(self.at(row, place).shown), descending, [self._column(one) for one in only])

    def _reordered(self, key: Callable[[int], str], descending: bool, only: Sequence[int]) -> None:
        order = sorted(range(1, self.last()), key=key, reverse=descending)
        lines = [list(self.rows[row]) for row in range(self.last())]
        for to, origin in enumerate(order, start=1):
            if not only:
                self.rows[to] = lines[origin]
            for column in only:
                self.put(to, column, lines[origin][column] if column < len(lines[origin]) else EMPTY)

    def insert_column(self, column: int) -> None:
        for row in self.rows:
            if len(row) >= column:
                row.insert(column - 1, EMPTY)
        self.width += 1

    def move_column(self, column: int | str, to: int) -> None:
        place = self._column(column)
        widest = max((len(row) for row in self.rows), default=0)
        for row in self.rows:
            row.extend([EMPTY] * (widest - len(row)))
            row.insert(to - 1, row.pop(place))

    def delete_column(self, column: int | str) -> None:
        place = self._column(column)
        for row in self.rows:
            if place < len(row):
                del row[place]
        self.width -= 1

    def swap(self, first: tuple[int, int | str], second: tuple[int, int | str]) -> None:
        """Two cells change places."""
        (row, column), (other, its) = (first[0] - 1, self._column(first[1])), (second[0] - 1, self._column(second[1]))
        one, two = self.at(row, column), self.at(other, its)
        self.put(row, column, two)
        self.put(other, its, one)

    def _column(self, column: int | str) -> int:
        if isinstance(column, int):
            return column - 1
        for place, cell in enumerate(self.rows[0] if self.rows else []):
            if cell.shown == column:
                return place
        raise KeyError(f"{self.title} has no column {column!r}")


def area_of(tabs: Sequence[Tab], name: str) -> Area:
    """The rectangle that an A1 range names. Raises Refused."""
    tab, _, place = name.rpartition("!") if "!" in name else ("", "", name)
    wanted = _unquoted(tab)
    if not tab and any(one.title == _unquoted(place) for one in tabs):
        wanted, place = _unquoted(place), ""
    found = next((one for one in tabs if one.title == wanted), None) if wanted else tabs[0]
    parts = _AREA.match(place)
    if found is None or parts is None or (place and not any(parts.groups())):
        raise Refused(f"Unable to parse range: {name}")
    left, top, right, bottom = parts.groups()
    if not place:
        return Area(found)
    single = right is None and bottom is None
    return Area(
        found,
        int(top) - 1 if top else 0,
        column_number(left) if left else 0,
        int(top) if single and top else int(bottom) if bottom else None,
        column_number(left) + 1 if single and left else column_number(right) + 1 if right else None,
    )


def _unquoted(name: str) -> str:
    return name[1:-1].replace("''", "'") if len(name) > 1 and name[0] == name[-1] == "'" else name

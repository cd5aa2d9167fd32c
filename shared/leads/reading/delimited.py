"""Records of delimited text: csv.reader on the hot path, and a second look at what it cannot read.

csv.reader reads strictly: it stops at a quote that closes a cell before its end, or never does. Only then are the
lines of that record looked at again. So a quote that was left open costs no row below it, and none is made of many.
"""

import csv
from collections import deque
from collections.abc import Iterator

from shared.leads.reading import quotes
from shared.leads.reading.dialect import Dialect

Record = tuple[int, list[str], str]
"""Line of the file where it begins, cells, why it cannot be taken ("" = it can)."""

MAX_ROW = 250_000  # characters; a lead is one document of at most 1 MiB
MAX_CELL = 131_072  # characters; csv.reader refuses a longer one
MAX_PROBLEMS = 50
_OTHERS = ",", ";", "\t", "|"  # that a row may be parted by in a table of another delimiter

csv.field_size_limit(MAX_CELL)


class Delimited:
    """The records of lines, in order."""

    def __init__(self, lines: Iterator[str], dialect: Dialect, line: int = 1) -> None:
        """`line`: the number of the first one."""
        self.dialect = dialect
        self.problems: list[str] = []
        self._source = lines
        self._again: deque[str] = deque()  # lines to be read once more, after a rescue
        self._pending: list[str] = []  # lines of the record that is being read
        self._line = line  # where that record begins
        self._plain = dialect.plain
        self._records = dialect.reader(self._feed(), strict=True)

    def _feed(self) -> Iterator[str]:
        again, pending, source, dialect = self._again, self._pending, self._source, self.dialect
        plain = self._plain
        while True:
            while again:
                line = again.popleft()
                pending.append(line)
                yield line
            if (line := next(source, "")) == "":
                return
            if not plain:
                line = dialect.prepared(line)
            pending.append(line)
            yield line

    def take(self, width: int) -> Record | None:
        """The next record of a table that has `width` columns (0 = not known yet); None at the end."""
        pending = self._pending
        line = self._line
        try:
            cells = next(self._records)
        except StopIteration:
            return None
        except csv.Error:  # quotes that fit nothing, or a cell over the limit
            return self._second_look(width)
        if len(pending) > 1:
            if self._swallowed(cells, width):
                return self._rescued(width)
            fault = _fault(sum(map(len, pending)))
        else:
            fault = "" if len(pending[0]) <= MAX_ROW else _fault(len(pending[0]))
            if len(cells) != width > 1 and cells and not fault:
                cells = self._other_delimiter(pending[0], cells, width)
        self._line = line + len(pending)
        pending.clear()
        return line, cells if self._plain else self.dialect.restored(cells), fault

    def _second_look(self, width: int) -> Record:
        """What csv.reader stopped at: one record with wrong quotes, or several behind a quote that was left open."""
        pending = self._pending
        size = sum(map(len, pending))
        if len(pending) > 1 and (self._later_rows(width) * 2 > len(pending) - 1 or size > MAX_ROW):
            return self._rescued(width)
        line, text = self._line, "".join(pending)
        if size > MAX_ROW:
            return self._dropped(text, _fault(size))
        if max(map(len, text.split(self.dialect.mark))) > MAX_CELL:
            return self._dropped(text, f"has a cell of over {MAX_CELL:,} characters; shorten it")
        cells = quotes.cells_of(text, self.dialect, width)
        if cells is None and len(pending) > 1:
            return self._rescued(width)
        if cells is None:
            cells = quotes.cells_of(text, self.dialect, 0) or []
        self.report(f"line {line}: a quote stands inside a cell; double it. The row was read as it seems to be meant")
        self._line += len(pending)
        pending.clear()
        self._restart()
        return line, self.dialect.restored(cells), ""

    def _dropped(self, text: str, fault: str) -> Record:
        line = self._line
        self._line += len(self._pending)
        self._pending.clear()
        self._restart()
        return line, [text[:MAX_CELL]], fault

    def _restart(self) -> None:
        """A reader that has met the end inside a quote is at its end; a new one reads what is left."""
        self._records = self.dialect.reader(self._feed(), strict=True)

    def _swallowed(self, cells: list[str], width: int) -> bool:
        """Whether a sound record over several lines is several rows behind a quote that was left open."""
        if width < 2 or len(cells) == width:
            return False
        first = quotes.cells_of(self._pending[0], self.dialect, width)
        return first is not None and self._later_rows(width) * 2 > len(self._pending) - 1

    def _later_rows(self, width: int) -> int:
        """How many lines of the record, but for its first, are rows by themselves."""
        return sum(1 for line in self._pending[1:] if len(self._alone(line)) == max(width, 2))

    def _alone(self, line: str) -> list[str]:
        try:
            return next(iter(self.dialect.reader([line.rstrip("\r\n")])), [])
        except csv.Error:
            return []

    def _other_delimiter(self, text: str, cells: list[str], width: int) -> list[str]:
        """A row that has the table's width when it is parted by another of the usual delimiters."""
        if len(cells) > 2 or not self._plain:
            return cells
        for delimiter in _OTHERS:
            if delimiter != self.dialect.delimiter and text.count(delimiter) >= width - 1:
                other = Dialect(delimiter, self.dialect.quote or '"', self.dialect.escape)
                try:
                    found = next(iter(other.reader([text.rstrip("\r\n")], strict=True)), [])
                except csv.Error:
                    continue
                if len(found) == width:
                    return found
        return cells

    def _rescued(self, width: int) -> Record:
        """The first line of the record as a row of its own; the others are read again."""
        line, (first, *rest) = self._line, self._pending
        self._pending.clear()
        self._again.extendleft(reversed(rest))
        self._restart()
        self._line = line + 1
        self.report(f"line {line}: a quote is opened and never closed; the rows below it were read all the same")
        if len(first) > MAX_ROW:
            return line, [first[:MAX_CELL]], _fault(len(first))
        cells = quotes.cells_of(first, self.dialect, width) or quotes.cells_of(first, self.dialect, 0) or []
        return line, self.dialect.restored(cells), ""

    @property
    def settled(self) -> bool:
        """Whether every line that was taken from the source belongs to a record that was given."""
        return not self._pending and not self._again

    def report(self, problem: str) -> None:
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(problem)

    def notes(self) -> list[str]:
        """Doubts about what was read so far, with line and remedy."""
        return list(self.problems)


def _fault(size: int) -> str:
    return f"has {size:,} characters; at most {MAX_ROW:,} fit into a lead. Shorten its cells" if size > MAX_ROW else ""

"""Tables read without parameters, streamed: encoding, dialect and header are found from the bytes.

The hot path is csv.reader over incrementally decoded lines. What csv.reader would pass over in silence is watched
here: a quote that is never closed (the rows behind it are rescued), a cell or row over the limits, a header that
comes again.
"""

import csv
from collections import deque
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import BinaryIO

from shared.core.errors import InvalidInput
from shared.core.text import shorten
from shared.leads import dialect as dialects
from shared.leads import encoding as encodings
from shared.leads import layout as layouts
from shared.leads.dialect import Dialect
from shared.leads.synonyms import is_column_name

Row = tuple[int, int, list[str], str]
"""Number (1 = the first data row), line of the file where it begins, cells, why it cannot be taken ("" = it can)."""

MAX_ROW = 250_000  # characters; a lead is one document of at most 1 MiB
MAX_CELL = 131_072  # characters; csv.reader refuses a longer one
MAX_COLUMNS = 1_000
MAX_PROBLEMS = 50
_END = "\ufdd0\ufdd1\ufdd0"  # noncharacters: no text holds them

csv.field_size_limit(MAX_CELL)


_SHORT_TOLD = 20  # short rows that are named one by one
_MORE_SHORT = "more rows have fewer cells than the header; the missing ones are left empty"


def _too_short(row: int, cells: int, width: int) -> str:
    return (
        f"row {row} has {cells} cells, the header has {width}; the missing ones are left empty, add what belongs there"
    )


class Table:
    """One table of a stream. `rows()` may be asked for once."""

    def __init__(self, name: str, lines: Iterator[str], decoder: encodings.Decoder, dialect: Dialect) -> None:
        self.name = name
        self.dialect = dialect
        self.header: tuple[str, ...] = ()
        self.has_header = True
        self.problems: list[str] = []
        self._decoder = decoder
        self._source = lines
        self._again: deque[str] = deque()  # lines to be read once more, after a rescue
        self._pending: list[str] = []  # lines of the record that is being read
        self._line = 1  # where that record begins
        self._end_sent = False
        self._records = dialect.reader(self._feed())

    @property
    def encoding(self) -> str:
        return self._decoder.changed_to or self._decoder.encoding

    def _feed(self) -> Iterator[str]:
        again, pending, source = self._again, self._pending, self._source
        while True:
            while again:
                line = again.popleft()
                pending.append(line)
                yield line
            if (following := next(source, None)) is None:
                self._end_sent = True
                yield _END + "\n"  # a record that swallows this was never closed
                return
            pending.append(following)
            yield following

    def begin(self, layout: layouts.Layout, first_line: int) -> None:
        """Pass over what stands above the table and take its header."""
        self._line = first_line
        width = layout.width
        for _ in range(layout.skip):
            self._next_record(width)
        self.has_header = layout.has_header
        if layout.has_header:
            record = self._next_record(width)
            self.header = layouts.names(record[1] if record else [])
        else:
            self.header = tuple(f"column_{place}" for place in range(1, width + 1))
        if len(self.header) > MAX_COLUMNS:
            raise InvalidInput(
                f"{self.name}: {len(self.header):,} columns; at most {MAX_COLUMNS:,} are read. "
                "Split the file, or look whether its delimiter is what it seems"
            )

    def rows(self) -> Iterator[Row]:
        """The data rows in order; blank lines are no rows."""
        number = short = 0
        width = len(self.header)
        header = list(self.header)
        while (record := self._next_record(width)) is not None:
            line, cells, fault = record
            if not cells or (len(cells) == 1 and width > 1 and not cells[0].strip() and not fault):
                continue
            number += 1
            if not fault and cells[0].strip() == header[0] and self.has_header and list(layouts.names(cells)) == header:
                fault = "repeats the header; remove the line"
            if len(cells) < width and not fault and short <= _SHORT_TOLD:
                short += 1
                self.problems.append(_too_short(number, len(cells), width) if short <= _SHORT_TOLD else _MORE_SHORT)
            yield number, line, cells, fault

    def _next_record(self, width: int) -> tuple[int, list[str], str] | None:
        """Line, cells and fault of the next record; None at the end."""
        pending = self._pending
        line = self._line
        try:
            cells = next(self._records)
        except StopIteration:
            return None
        except csv.Error:  # a cell over the limit
            return self._over_the_limit(width)
        if len(pending) == 1 and not self._end_sent:
            fault = "" if len(pending[0]) <= MAX_ROW else _too_long(len(pending[0]))
            pending.clear()
            self._line = line + 1
            return line, cells, fault
        return self._long_record(line, cells, width)

    def _long_record(self, line: int, cells: list[str], width: int) -> tuple[int, list[str], str] | None:
        """A record over several lines, or the last one."""
        pending = self._pending
        if not pending and cells == [_END]:
            return None
        if (cells and cells[-1].endswith((_END, _END + "\n"))) or self._swallowed(cells, width):
            return self._rescued(width)
        size = sum(map(len, pending))
        self._line = line + len(pending)
        pending.clear()
        return line, cells, "" if size <= MAX_ROW else _too_long(size)

    def _over_the_limit(self, width: int) -> tuple[int, list[str], str]:
        if len(self._pending) > 1:
            return self._rescued(width)
        line, text = self._line, self._pending[0]
        self._pending.clear()
        self._line += 1
        return line, [text[:MAX_CELL]], f"has a cell of over {MAX_CELL:,} characters; shorten it"

    def _swallowed(self, cells: list[str], width: int) -> bool:
        """Whether a record over several lines is several rows behind a quote that was left open."""
        lines = self._pending
        sound = self._well_formed(lines)
        if sound and len(cells) == width:
            return False
        if width < 2:
            return not sound
        later = sum(1 for line in lines[1:] if len(self._literal(line, width)) == width)
        return later * 2 > len(lines) - 1 and (not sound or len(self._literal(lines[0], width)) == width)

    def _well_formed(self, lines: list[str]) -> bool:
        """Whether every quote that closes a cell of the record stands at the cell's end."""
        dialect = self.dialect
        try:
            for _ in csv.reader(
                lines,
                delimiter=dialect.delimiter,
                quotechar=dialect.quote or None,
                quoting=csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE,
                escapechar=dialect.escape or None,
                skipinitialspace=dialect.skip_space,
                strict=True,
            ):
                pass
        except csv.Error:
            return False
        return True

    def _alone(self, line: str) -> list[str]:
        try:
            return next(iter(self.dialect.reader([line.rstrip("\r\n")])), [])
        except csv.Error:
            return []

    def _literal(self, line: str, width: int) -> list[str]:
        """A line whose quote is never closed: the quote ends with the line, or is an ordinary character."""
        closed = self._alone(line)
        if len(closed) == width:
            return closed
        try:
            plain = next(iter(self.dialect.unquoted().reader([line.rstrip("\r\n")])), [])
        except csv.Error:
            plain = []
        return [cell.strip(self.dialect.quote) for cell in plain] if len(plain) == width else closed

    def _rescued(self, width: int) -> tuple[int, list[str], str]:
        """The first line of the record as a row of its own; the others are read again."""
        line, (first, *rest) = self._line, self._pending
        self._pending.clear()
        self._again.extendleft(reversed(rest))
        if self._end_sent:
            self._end_sent = False
            self._records = self.dialect.reader(self._feed())
        self._line = line + 1
        self.report(f"line {line}: a quote is opened and never closed; the rows below it were read all the same")
        if len(first) > MAX_ROW:
            return line, [first[:MAX_CELL]], _too_long(len(first))
        return line, self._literal(first, width), ""

    def report(self, problem: str) -> None:
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(problem)

    def finish(self) -> tuple[str, ...]:
        """What is to be said about the file as a whole, once its rows have been read."""
        found = list(self.problems)
        if self._decoder.changed_to:
            found.append(f"not all of it is UTF-8; the rest was read as {self._decoder.changed_to}")
        if self._decoder.foreign:
            found.append(f"{self._decoder.foreign} bytes are no characters in {self.encoding}; they show as \ufffd")
        return tuple(found)


def _too_long(size: int) -> str:
    return f"has {size:,} characters; at most {MAX_ROW:,} fit into a lead. Shorten its cells"


def open_table(stream: BinaryIO, name: str) -> Table:
    """The table in a stream. Raises InvalidInput when there is none, with what is there instead."""
    head = stream.read(encodings.SAMPLE)
    if not head.strip(b"\0 \t\r\n\x1a\xef\xbb\xbf\xff\xfe"):
        raise InvalidInput(f"{name}: the file is empty; export it again, with a header and at least one row")
    if what := encodings.foreign_format(head):
        raise InvalidInput(f"{name}: this is {what}, not a table; save the table as CSV and try again")
    encoding, mark = encodings.detect(head)
    decoder = encodings.Decoder(encoding)
    text, complete = _decoded(head[mark:], encoding, len(head) < encodings.SAMPLE)
    first = next(iter(StringIO(text, newline="")), "")
    hint = dialects.hinted(first)
    if hint:
        text = text[len(first) :]
    sample = text if complete else text[: max(text.rfind("\n"), text.rfind("\r")) + 1] or text
    dialect = dialects.detect(sample)
    if hint and hint != dialect.delimiter:
        dialect = Dialect(hint, dialect.quote, dialect.escape)
    lines = encodings.lines(stream, decoder, head[mark:])
    if hint:
        next(lines)
    table = Table(name, lines, decoder, dialect)
    layout = layouts.find(dialects.sample_rows(sample, dialect), is_column_name)
    table.begin(layout, first_line=2 if hint else 1)
    return table


def _decoded(data: bytes, encoding: str, complete: bool) -> tuple[str, bool]:
    return encodings.Decoder(encoding).decode(data, final=complete), complete


def read_rows(path: str | Path) -> list[list[str]]:
    """Header and rows of a file as they are read, blank lines and repeated headers left out.

    Raises InvalidInput for what is no table, NotFound's plain words for what is not there.
    """
    with open_path(path) as stream:
        table = open_table(stream, Path(path).name)
        return [list(table.header), *(cells for _, _, cells, fault in table.rows() if not fault)]


def open_path(path: str | Path) -> BinaryIO:
    """A file for reading. Raises InvalidInput in one line for a folder, a missing or a forbidden file."""
    path = Path(path)
    try:
        return path.open("rb")
    except IsADirectoryError as error:
        raise InvalidInput(f"{path}: this is a folder; name the files in it") from error
    except FileNotFoundError as error:
        raise InvalidInput(f"{path}: there is no such file") from error
    except OSError as error:
        raise InvalidInput(f"{path}: cannot be read: {shorten(error.strerror or str(error), 100)}") from error

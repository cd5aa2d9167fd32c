"""Places inside a long file from which it can be read: a function's time limit is not the file's.

One fast pass finds where records begin. Blocks of lines whose quotes all stand where quotes belong are only counted;
the others go the way on which the reader reads them, so that both number the rows alike. Where none can be found for
certain (UTF-16, archives, spreadsheets, JSON, bytes of two encodings, a second table) there are no places, and the
rest of the file is read in one go.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from shared.leads.reader import REPEATED, Plain, Table, open_table
from shared.leads.reading.delimited import MAX_CELL, Delimited

_LONGEST: Final = 1_000_000  # bytes of a line
_BLOCK: Final = 1 << 20
_SLOW: Final = 100  # lines that are read before counting is tried again
_BLANK: Final = " \t\0\x1a\ufeff"
_BOM: Final = b"\xef\xbb\xbf"
_STATEFUL: Final = ("iso2022", "utf-7", "utf_7", "hz")  # what a byte means depends on those before it


@dataclass(frozen=True, slots=True)
class Mark:
    """A place between two rows."""

    row: int  # that ends here; 1 = the first data row
    line: int  # that begins here
    byte: int


def marks(stream: BinaryIO, name: str, every: int = 50_000) -> list[Mark]:
    """Places behind about every `every` rows. Reads the stream from its beginning to its end, in the memory of a line.
    Raises InvalidInput for what is no table."""
    stream.seek(0)
    table = open_table(stream, name)
    plain = table.plain
    if plain is None or not _divisible(plain):
        return []
    return list(_Pass(stream, table, plain).marks(every))


def before(stream: BinaryIO, name: str, row: int, known: Mark | None = None, every: int = 2_000) -> Mark | None:
    """The last place that is found before the end of `row`; None when there is none. It looks from a `known` one on."""
    stream.seek(0)
    table = open_table(stream, name)
    plain = table.plain
    if plain is None or not _divisible(plain):
        return None
    last = known
    for mark in _Pass(stream, table, plain, known).marks(every):
        if mark.row > row:
            break
        last = mark
    return last


def open_at(stream: BinaryIO, name: str, mark: Mark) -> Table:
    """The table of a stream, its rows beginning behind a mark."""
    stream.seek(0)
    table = open_table(stream, name)
    table.go_to(stream, mark.row, mark.line, mark.byte)
    return table


def _divisible(plain: Plain) -> bool:
    """Whether line ends and quotes are the same bytes everywhere in the text, and no letter holds one of them."""
    ascii_bytes = bytes(range(128))
    return (
        plain.dialect.plain
        and not plain.dialect.escape
        and not plain.encoding.startswith(_STATEFUL)
        and ascii_bytes.decode(plain.encoding, "replace") == ascii_bytes.decode()
    )


class _Pass:
    """One pass over the lines of a text."""

    def __init__(self, stream: BinaryIO, table: Table, plain: Plain, start: Mark | None = None) -> None:
        layout = plain.layout
        self._stream = stream
        self._table = table
        self._plain = plain
        self._held = b""  # read and not yet passed
        self._byte = plain.bom
        self._line = 1
        self._row = self._last = 0
        self._above = layout.skip + (layout.header_rows if layout.has_header else 0)  # records before the first row
        self._start = start
        if start is not None:
            self._above, self._row, self._line, self._byte = 0, start.row, start.line, start.byte
            self._last = start.row
        self._records = Delimited(self._lines(), plain.dialect, start.line if start else 1)
        self._record = _record_pattern(plain.dialect.delimiter.encode(plain.encoding), plain.dialect.quote.encode())
        self._doubtful = _doubtful_pattern(table, plain)

    def marks(self, every: int) -> Iterator[Mark]:
        """The places; it ends at the first line from which on none is certain."""
        self._stream.seek(self._byte)
        if self._plain.hint and self._start is None:
            self._next_line()
        while self._fill():
            if not self._above and (found := self._countable()):
                yield from self._counted(found, every)
                continue
            for _ in range(_SLOW):
                before = self._row
                if not self._held and not self._fill():
                    return
                if not self._read():
                    return
                if self._row - self._last >= every and self._row > before:
                    yield self._mark()

    def _mark(self) -> Mark:
        self._last = self._row
        return Mark(self._row, self._line, self._byte)

    def _fill(self) -> bool:
        """Have a block in hand; False at the end."""
        if len(self._held) < _BLOCK:
            self._held += self._stream.read(_BLOCK)
        return bool(self._held)

    def _countable(self) -> list[bytes]:
        """The whole records in hand, when it is certain where each ends and that each is a row."""
        found = self._record.findall(self._held)
        block = b"".join(found)
        if (
            not found
            or not self._held.startswith(block)
            or max(map(len, found)) > MAX_CELL
            or block.count(b"\r") != block.count(b"\r\n")
            or self._doubtful.search(b"\n" + block)
            or _BOM in block
            or not self._decodes(block)
        ):
            return []
        return found

    def _counted(self, found: list[bytes], every: int) -> Iterator[Mark]:
        while found:
            part = found[: max(1, every - (self._row - self._last))]
            found = found[len(part) :]
            self._row += len(part)
            self._pass(b"".join(part))
            if self._row - self._last >= every:
                yield self._mark()

    def _decodes(self, data: bytes) -> bool:
        if self._plain.encoding != "utf-8" or data.isascii():
            return True
        try:
            data.decode()
        except UnicodeDecodeError:
            return False
        return True

    def _pass(self, data: bytes) -> None:
        self._held = self._held[len(data) :]
        self._byte += len(data)
        self._line += data.count(b"\n")

    def _next_line(self) -> bytes:
        """The next line, passed; empty at the end, or when the reader might find another line here."""
        while (end := self._held.find(b"\n") + 1) == 0 and len(self._held) < _LONGEST:
            more = self._stream.read(_BLOCK)
            self._held += more
            if not more:
                end = len(self._held)
                break
        line = self._held[:end]
        if not end or len(line) > _LONGEST or b"\r" in line[:-2] or _BOM in line or not self._decodes(line):
            return b""
        self._pass(line)
        return line

    def _lines(self) -> Iterator[str]:
        while line := self._next_line():
            yield line.decode(self._plain.encoding, "replace")

    def _read(self) -> bool:
        """Count the records of the next line and of those that belong to it; False when no later place is certain."""
        width = len(self._table.header)
        while True:
            line = self._line
            record = self._records.take(self._plain.layout.width if self._above else width)
            if record is None:
                return False
            _, cells, fault = record
            if self._above:
                self._above -= 1
            elif cells and not (len(cells) == 1 and width > 1 and not cells[0].strip(_BLANK) and not fault):
                self._row += 1
                if not fault and self._table.stray_header(cells, line) not in {"", REPEATED}:
                    return False
            if self._records.settled:
                return True


def _record_pattern(delimiter: bytes, quote: bytes) -> re.Pattern[bytes]:
    """One record, every quote of which opens a cell, closes one, or is doubled inside one."""
    if not quote:
        return re.compile(rb"[^\n]*+\n")
    mark, edge = re.escape(quote), re.escape(delimiter)
    opened = (
        rb"(?<![^\n" + edge + rb"])" + mark + rb"[^" + mark + rb"]*+(?:" + mark * 2 + rb"[^" + mark + rb"]*+)*+" + mark
    )
    return re.compile(rb"[^\n" + mark + rb"]*+(?:" + opened + rb"(?![^\r\n" + edge + rb"])[^\n" + mark + rb"]*+)*+\n")


def _doubtful_pattern(table: Table, plain: Plain) -> re.Pattern[bytes]:
    """Blank lines, and what begins as the header does."""
    doubts = [rb"[ \t\0\x1a]*\r?\n"]
    if plain.layout.has_header:
        first = {table.titles[0].strip(), table.header[0]} - {""}
        doubts += [rb"[ \t]*[\"']?" + re.escape(text.encode(plain.encoding, "replace")) for text in first]
    return re.compile(rb"\n(?:" + rb"|".join(doubts) + rb")")

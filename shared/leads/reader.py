"""Tables read without parameters, streamed: form, encoding, dialect and header are found from the bytes.

Whatever the form, the rows are the same: a number, the line where each begins, its cells, and why it cannot be taken.
The hot path is csv.reader over incrementally decoded lines (`reading/delimited.py`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Protocol, cast
from zipfile import ZipFile, ZipInfo

from shared.core.errors import InvalidInput
from shared.core.text import shorten
from shared.leads.reading import dialect as dialects
from shared.leads.reading import encoding as encodings
from shared.leads.reading import layout as layouts
from shared.leads.reading import objects, sheets, unpack
from shared.leads.reading.delimited import MAX_CELL, MAX_PROBLEMS, MAX_ROW, Delimited, Record
from shared.leads.reading.dialect import Dialect
from shared.leads.synonyms import is_column_name

__all__ = [
    "MAX_CELL",
    "MAX_COLUMNS",
    "MAX_ROW",
    "SUFFIXES",
    "Row",
    "Table",
    "contents",
    "open_path",
    "open_table",
    "read_rows",
]

Row = tuple[int, int, list[str], str]
"""Number (1 = the first data row), line of the file where it begins, cells, why it cannot be taken ("" = it can)."""

SUFFIXES = frozenset({".csv", ".tsv", ".txt", ".tab", ".json", ".jsonl", ".ndjson", ".xlsx", ".xlsm", ".gz", ".zip"})
MAX_COLUMNS = 1_000

_SHORT_TOLD = 20  # short rows that are named one by one
_MORE_SHORT = "more rows have fewer cells than the header; the missing ones are left empty"
REPEATED = "repeats the header; remove the line"
_SECOND = "belongs to a second table with other columns, which begins at line {}; save that as a file of its own"
_NOTE = "is a note below the table and no row; remove the line"


def _too_short(row: int, cells: int, width: int) -> str:
    return (
        f"row {row} has {cells} cells, the header has {width}; the missing ones are left empty, add what belongs there"
    )


class Records(Protocol):
    """What a table is made of: delimited text, a sheet, JSON."""

    problems: list[str]

    def take(self, width: int) -> Record | None:
        """The next record of a table that has `width` columns (0 = not known yet); None at the end."""

    def notes(self) -> list[str]:
        """Doubts about what was read so far, with line and remedy."""


@dataclass(frozen=True, slots=True)
class Plain:
    """What must be known of a text to read it from a place inside it."""

    encoding: str
    bom: int  # bytes
    hint: bool  # whether its first line names the delimiter
    dialect: Dialect
    layout: layouts.Layout


class Table:
    """One table of a stream. `rows()` may be asked for once."""

    def __init__(
        self,
        name: str,
        records: Records,
        *,
        decoder: encodings.Decoder | None = None,
        dialect: Dialect | None = None,
        sources: tuple[unpack.Expanding, ...] = (),
    ) -> None:
        self.name = name
        self.dialect = dialect
        self.header: tuple[str, ...] = ()  # a name for each column
        self.titles: list[str] = []  # what the file says above each column; empty when it says nothing
        self.has_header = True
        self.problems: list[str] = []
        self.left_out: list[str] = []
        self.lost = 0
        self.plain: Plain | None = None  # how its text is written; None for what is unpacked, a sheet or JSON
        self._before = 0  # rows that were passed over
        self._records = records
        self._decoder = decoder
        self._sources = sources
        self.following: Iterator[Table | str] | None = None  # tables that may go on with the same columns, or why not

    @property
    def encoding(self) -> str:
        if self._decoder is None:
            return "utf-8"
        return self._decoder.changed_to or self._decoder.encoding

    def begin(self, layout: layouts.Layout) -> None:
        """Pass over what stands above the table and take its header."""
        width = layout.width
        for _ in range(layout.skip):
            self._records.take(width)
        self.has_header = layout.has_header
        if layout.has_header:
            taken = [record[1] for _ in range(layout.header_rows) if (record := self._records.take(width))]
            rows = [cells for cells in taken if any(cell.strip() for cell in cells)] or taken[:1] or [[]]
            self.header, self.titles = layouts.names(rows), layouts.titles(rows)
        else:
            self.header = tuple(f"column_{place}" for place in range(1, width + 1))
        if len(self.header) > MAX_COLUMNS:
            raise InvalidInput(
                f"{self.name}: {len(self.header):,} columns; at most {MAX_COLUMNS:,} are read. "
                "Split the file, or look whether its delimiter is what it seems"
            )

    def go_to(self, stream: BinaryIO, row: int, line: int, byte: int) -> None:
        """Let `rows()` begin behind `row`, where that is known to end (`offsets.py`)."""
        if self.plain is None:
            raise InvalidInput(f"{self.name}: it can only be read from its beginning")
        stream.seek(byte)
        self._decoder = encodings.Decoder(self.plain.encoding)
        self._records = Delimited(encodings.lines(stream, self._decoder), self.plain.dialect, line)
        self._before = row

    def rows(self) -> Iterator[Row]:
        """The data rows in order; blank lines are no rows."""
        return self._own_rows() if self.following is None else self._joined_rows(self.following)

    def _joined_rows(self, following: "Iterator[Table | str]") -> Iterator[Row]:
        number = 0
        for row in self._own_rows():
            number = row[0]
            yield row
        for other in following:
            if isinstance(other, str) or other.header != self.header:
                reason = other if isinstance(other, str) else f"{other.name} in the archive has other columns"
                self.problems.append(f"{reason}; it was not read, give it by itself")
                continue
            for _, line, cells, fault in other._own_rows():
                number += 1
                yield number, line, cells, fault
            self.problems.extend(f"{other.name}: {problem}" for problem in other.finish())

    def _own_rows(self) -> Iterator[Row]:
        number, short, second = self._before, 0, 0
        after_blank = False
        width = len(self.header)
        firsts = {self.header[0], self.titles[0].strip()} if self.titles else set[str]()
        take = self._records.take
        while (record := take(width)) is not None:
            line, cells, fault = record
            if not cells or (len(cells) == 1 and width > 1 and not cells[0].strip(_BLANK) and not fault):
                after_blank = True
                continue
            number += 1
            if not fault and cells[0].strip(_BLANK) in firsts:
                fault = self.stray_header(cells, line)
                second = second or (line if fault and fault != REPEATED else 0)
            elif not fault and second:
                fault = _SECOND.format(second)
            if len(cells) < width and not fault:
                if width > 2 and _is_note(cells, after_blank):
                    fault = _NOTE
                elif short <= _SHORT_TOLD:
                    short += 1
                    told = _too_short(number, len(cells), width) if short <= _SHORT_TOLD else _MORE_SHORT
                    self.problems.append(told)
            after_blank = False
            yield number, line, cells, fault

    def stray_header(self, cells: list[str], line: int) -> str:
        """Why a row that begins as the header does is none; "" when it only begins so."""
        header = list(self.header)
        if len(cells) == len(header) and (list(layouts.names([cells])) == header or cells == self.titles):
            return REPEATED
        names = {name for name in header if not name.startswith("column_")}
        shared = sum(1 for cell in cells if cell.strip() in names)
        if len(cells) != len(header) and shared >= 2 and shared * 2 >= len(cells):
            return _SECOND.format(line)
        return ""

    def finish(self) -> tuple[str, ...]:
        """What is to be said about the file as a whole, once its rows have been read."""
        found = [*self._records.notes(), *self.problems]
        if self._decoder is not None and self._decoder.changed_to:
            found.append(f"not all of it is UTF-8; the rest was read as {self._decoder.changed_to}")
        if self._decoder is not None and self._decoder.foreign:
            found.append(f"{self._decoder.foreign} bytes are no characters in {self.encoding}; they show as \ufffd")
        found.extend(source.damage for source in self._sources if source.damage)
        return tuple(found)


def _is_note(cells: list[str], after_blank: bool) -> bool:
    """Whether a short row is a note below the table: a total, a source, when it was made."""
    text = cells[0].strip().casefold()
    if "@" in text or any(cells[2:]):
        return False
    lonely = len(cells) == 1 and ((after_blank and len(text.split()) > 3) or not text.strip("-=_*. "))
    return lonely or text.startswith(_NOTES)


_BLANK = " \t\0\x1a\ufeff"  # what may stand alone in a line and is nothing
_NOTES = ("total:", "totals:", "grand total", "source:", "quelle:", "note:", "notes:", "generated ", "generated:",
          "exported ", "exported:", "report ", "end of ", "*", "©", "(c) ", "-- ", "copyright", "page ", "rows:",
          "records:", "total records", "total rows", "summe:", "erstellt ")  # fmt: skip


# --- opening --------------------------------------------------------------------------------------------------------


def open_table(stream: BinaryIO, name: str) -> Table:
    """The table in a stream. Raises InvalidInput when there is none, with what is there instead."""
    head = stream.read(encodings.SAMPLE)
    if head.startswith(unpack.GZIP):
        inside = unpack.ungzipped(stream, head, name)
        head = _filled(inside)
        if not head and inside.damage:
            raise InvalidInput(f"{name}: {inside.damage}")
        _refuse_nested(head, name)
        return _text_table(cast(BinaryIO, inside), head, name, (inside,))
    if head.startswith(unpack.EMPTY_ZIP):
        raise InvalidInput(f"{name}: the archive is empty; put a .csv or .xlsx file into it")
    if head.startswith(unpack.ZIP):
        return _zipped(unpack.seekable(stream, head, name), name)
    return _text_table(stream, head, name)


def _filled(stream: unpack.Expanding) -> bytes:
    """The first bytes of a stream that gives few at a time."""
    pieces: list[bytes] = []
    size = 0
    while size < encodings.SAMPLE and (piece := stream.read(encodings.SAMPLE - size)):
        pieces.append(piece)
        size += len(piece)
    return b"".join(pieces)


def _refuse_nested(head: bytes, name: str) -> None:
    if head.startswith((unpack.GZIP, unpack.ZIP)):
        raise InvalidInput(f"{name}: there is an archive inside the archive; unpack the outer one")


def _zipped(stream: BinaryIO, name: str, *, inner: bool = False) -> Table:
    archive = unpack.opened_zip(stream, name)
    if sheets.WORKBOOK in archive.NameToInfo:
        return _sheet_table(sheets.Workbook(archive, name), sheets.Workbook(archive, name), name)
    if "content.xml" in archive.NameToInfo:
        raise InvalidInput(f"{name}: this is an OpenDocument file, not a table; save the sheet as CSV or .xlsx")
    if inner:
        _refuse_nested(unpack.ZIP, name)
    first, *others = unpack.tables_in(archive, name)
    table = _member_table(archive, first, name, name)
    table.following = _following(archive, others, name)
    return table


def _following(archive: ZipFile, infos: Iterable[ZipInfo], name: str) -> Iterator[Table | str]:
    for info in infos:
        try:
            yield _member_table(archive, info, name, shorten(info.filename, 60))
        except InvalidInput as error:
            yield str(error)


def _member_table(archive: ZipFile, info: ZipInfo, archive_name: str, name: str) -> Table:
    """The table in one member; it is called `name`."""
    inside = unpack.member(archive, info, archive_name)
    head = _filled(inside)
    if not head and inside.damage:
        raise InvalidInput(f"{name}: {inside.damage}")
    if head.startswith(unpack.ZIP) and info.filename.lower().endswith((".xlsx", ".xlsm")):
        return _zipped(unpack.seekable(cast(BinaryIO, inside), head, name), name, inner=True)
    _refuse_nested(head, name)
    return _text_table(cast(BinaryIO, inside), head, name, (inside,))


def _sheet_table(sample: sheets.Workbook, book: sheets.Workbook, name: str) -> Table:
    table = Table(name, book)
    table.begin(layouts.find(_first_rows(sample), is_column_name))
    return table


def _first_rows(records: Records, width: int = 0) -> list[list[str]]:
    taken = iter(lambda: records.take(width), None)
    return [record[1] for record in islice(taken, dialects.SAMPLE_ROWS) if record]


def _text_table(stream: BinaryIO, head: bytes, name: str, sources: tuple[unpack.Expanding, ...] = ()) -> Table:
    if not head.strip(b"\0 \t\r\n\x1a\xef\xbb\xbf\xff\xfe"):
        raise InvalidInput(f"{name}: the file is empty; export it again, with a header and at least one row")
    if what := encodings.foreign_format(head):
        raise InvalidInput(f"{name}: this is {what}, not a table; save the table as CSV and try again")
    encoding, mark = encodings.detect(head)
    decoder = encodings.Decoder(encoding)
    complete = len(head) < encodings.SAMPLE
    text = encodings.Decoder(encoding).decode(head[mark:], final=complete)
    if objects.looks_like(text):
        return _json_table(unpack.seekable(stream, head, name), name, encoding, mark, sources)
    first = next(iter(StringIO(text, newline="")), "")
    hint = dialects.hinted(first)
    if hint:
        text = text[len(first) :]
    sample = text if complete else text[: max(text.rfind("\n"), text.rfind("\r")) + 1] or text
    dialect = dialects.detect(sample)
    if hint and hint != dialect.delimiter and dialects.parts(sample, hint):
        dialect = dialects.with_delimiter(dialect, hint)
    lines = encodings.lines(stream, decoder, head[mark:])
    if sources:
        lines = _whole(lines, sources[0])
    if hint:
        next(lines)
    start = 2 if hint else 1
    table = Table(name, Delimited(lines, dialect, start), decoder=decoder, dialect=dialect, sources=sources)
    layout = _layout(sample, dialect)
    table.begin(layout)
    if not sources:
        table.plain = Plain(encoding, mark, bool(hint), dialect, layout)
    return table


def _whole(lines: Iterator[str], source: unpack.Expanding) -> Iterator[str]:
    """The lines but for one that breaks off with the archive: half a row is worse than none."""
    for line in lines:
        if source.damage and line[-1] not in "\r\n" and source.short:
            source.damage += f"; its last line breaks off and was left out: {shorten(line, 60)!r}"
            return
        yield line


def _layout(sample: str, dialect: Dialect) -> layouts.Layout:
    """The layout of delimited text, read twice: its width is what wrong quotes are put right by."""
    width = 0
    found = layouts.Layout(0, True, 1)
    for _ in range(2):
        rows = _first_rows(Delimited(iter(StringIO(sample, newline="")), dialect), width)
        found = layouts.find(rows, is_column_name)
        if found.width == width:
            break
        width = found.width
    return found


def _json_table(stream: BinaryIO, name: str, encoding: str, mark: int, sources: tuple[unpack.Expanding, ...]) -> Table:
    decoders: list[encodings.Decoder] = []

    def pieces() -> Iterator[str]:
        stream.seek(mark)
        decoders[:] = [encodings.Decoder(encoding)]
        while data := stream.read(encodings.CHUNK):
            yield decoders[0].decode(data)
        yield decoders[0].decode(b"", final=True)

    table = Table(name, objects.Objects(pieces, name), decoder=decoders[0], sources=sources)
    table.begin(layouts.Layout(0, True, 1))
    return table


def contents(table: Table) -> Iterator[list[str]]:
    """Header and rows as they are read: notes above and below the table, rows without a value and repeated headers
    left out. A table without a header begins with its first row. What could not be read is told by the table's
    `left_out`, and counted by `lost`."""
    if table.has_header:
        yield table.titles
    for number, line, cells, fault in table.rows():
        if fault and fault not in {REPEATED, _NOTE}:
            table.lost += 1
            if len(table.left_out) < MAX_PROBLEMS:
                table.left_out.append(f"row {number} (line {line}) {fault}")
        if not fault and any(map(str.strip, cells)):
            yield cells


def read_rows(path: str | Path) -> list[list[str]]:
    """Header and rows of a file, see `contents`; an empty file has none.

    Raises InvalidInput for what is no table, for a folder, and for what is not there.
    """
    with open_path(path) as stream:
        if not stream.read(1):
            return []
        stream.seek(0)
        return list(contents(open_table(stream, Path(path).name)))


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

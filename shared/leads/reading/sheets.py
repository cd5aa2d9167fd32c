"""Rows of a spreadsheet (.xlsx), streamed from its archive.

A sheet is XML of the simplest kind; reading it as a stream keeps the memory within bounds, and no document type, and
so no entity, is allowed in it. Dates are told by the format of their cell, as spreadsheets do.
"""

import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Final
from xml.parsers import expat

from shared.core.errors import InvalidInput
from shared.leads.reading import unpack
from shared.leads.reading.delimited import MAX_CELL, MAX_ROW, Record

WORKBOOK: Final = "xl/workbook.xml"
MAX_COLUMNS: Final = 16_384  # a spreadsheet's own limit
MAX_SHARED: Final = 60_000_000  # characters of texts that cells share
MAX_TEXTS: Final = 1_500_000
_PIECE: Final = 1 << 16
_DATE_FORMATS: Final = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_LITERAL: Final = re.compile(r'"[^"]*"|\\.|\[(?!h|m|s)[^\]]*\]|_.|\*.', re.IGNORECASE)
_ERRORS: Final = frozenset({"#N/A", "#NULL!", "#NAME?", "#REF!", "#VALUE!", "#DIV/0!", "#NUM!"})

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]


class Workbook:
    """The first sheet with anything in it."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self.problems: list[str] = []
        self._archive = archive
        self._name = name
        self._members = {one.filename: one for one in archive.infolist()}
        sheets, self._since_1904 = self._sheets()
        self._texts = self._shared_texts()
        self._dates = self._date_styles()
        self._rows: Iterator[Record] = iter(())
        self._choose(sheets)

    def take(self, width: int) -> Record | None:  # noqa: ARG002 - a sheet's cells are parted already
        """The next row that has a cell; None at the end."""
        return next(self._rows, None)

    def again(self) -> "Workbook":
        """The same rows from the first one on."""
        return Workbook(self._archive, self._name)

    def notes(self) -> list[str]:
        return list(self.problems)

    def _choose(self, sheets: list[tuple[str, str]]) -> None:
        for place, (title, path) in enumerate(sheets):
            rows = self._rows_of(path)
            if first := list(islice(rows, 1)):
                self._rows = _chained(first, rows)
                if len(sheets) - place > 1:
                    self.problems.append(
                        f"only the sheet {title!r} was read; {len(sheets) - place - 1} behind it were not. Save each "
                        "as a file of its own if they hold leads"
                    )
                return
        raise InvalidInput(f"{self._name}: the spreadsheet is empty; export it again, with a header and a row below it")

    # --- parts of the archive -----------------------------------------------------------------------------------------

    def _sheets(self) -> tuple[list[tuple[str, str]], bool]:
        """Title and path of the visible sheets in their order, and whether days count from 1904."""
        found: list[tuple[str, str]] = []
        targets: dict[str, str] = {}
        since_1904 = False

        def on_sheet(tag: str, attributes: dict[str, str]) -> None:
            nonlocal since_1904
            if tag == "sheet" and attributes.get("state", "visible") == "visible":
                found.append((attributes.get("name", ""), attributes.get("r:id", attributes.get("id", ""))))
            elif tag == "workbookPr":
                since_1904 = attributes.get("date1904", "0") in {"1", "true"}

        def on_relation(tag: str, attributes: dict[str, str]) -> None:
            if tag == "Relationship":
                targets[attributes.get("Id", "")] = attributes.get("Target", "")

        self._parse(WORKBOOK, on_sheet)
        if "xl/_rels/workbook.xml.rels" in self._members:
            self._parse("xl/_rels/workbook.xml.rels", on_relation)
        paths = [(title, _path(targets.get(id, ""))) for title, id in found]
        present = [(title, path) for title, path in paths if path in self._members]
        if not present:
            usual = sorted(name for name in self._members if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name))
            present = [(name.rsplit("/", 1)[-1], name) for name in usual]
        return present, since_1904

    def _shared_texts(self) -> list[str]:
        texts: list[str] = []
        if "xl/sharedStrings.xml" not in self._members:
            return texts
        collected = _Text()
        size = 0

        def on_start(tag: str, attributes: dict[str, str]) -> None:  # noqa: ARG001 - one form for all handlers
            if tag == "si":
                collected.begin()
            collected.enter(tag)

        def on_end(tag: str) -> None:
            nonlocal size
            collected.leave(tag)
            if tag == "si":
                texts.append(collected.text())
                size += len(texts[-1])
                if size > MAX_SHARED or len(texts) > MAX_TEXTS:
                    raise self._too_large()

        self._parse("xl/sharedStrings.xml", on_start, on_end, collected.add)
        return texts

    def _date_styles(self) -> frozenset[int]:
        """The numbers of cell formats that show a date or a time."""
        formats: dict[int, str] = {}
        styles: list[int] = []
        inside = False

        def on_start(tag: str, attributes: dict[str, str]) -> None:
            nonlocal inside
            if tag == "numFmt":
                formats[_number(attributes.get("numFmtId"))] = attributes.get("formatCode", "")[:300]
            elif tag == "cellXfs":
                inside = True
            elif tag == "xf" and inside and len(styles) < 65_536:
                styles.append(_number(attributes.get("numFmtId")))

        def on_end(tag: str) -> None:
            nonlocal inside
            inside = inside and tag != "cellXfs"

        if "xl/styles.xml" in self._members:
            self._parse("xl/styles.xml", on_start, on_end)
        return frozenset(
            place for place, style in enumerate(styles) if style in _DATE_FORMATS or _shows_date(formats.get(style, ""))
        )

    # --- one sheet ----------------------------------------------------------------------------------------------------

    def _rows_of(self, path: str) -> Iterator[Record]:
        ready: list[Record] = []
        sheet = _Sheet(self._texts, self._dates, self._since_1904, ready.append)
        for _ in self._pieces(path, sheet.start, sheet.end, sheet.text.add):
            yield from ready
            ready.clear()
        yield from ready

    def _parse(self, path: str, start: Start, end: End | None = None, text: End | None = None) -> None:
        for _ in self._pieces(path, start, end or (lambda _: None), text or (lambda _: None)):
            pass

    def _pieces(self, path: str, start: Start, end: End, text: End) -> Iterator[None]:
        """Parse one part; it pauses after each piece. What is broken off is told, not raised."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = lambda tag, attributes: start(_local(tag), attributes)
        parser.EndElementHandler = lambda tag: end(_local(tag))
        parser.CharacterDataHandler = text
        parser.StartDoctypeDeclHandler = self._refuse
        with unpack.member(self._archive, self._members[path], self._name, unpack.FREE_IN_SHEETS) as stream:
            try:
                while piece := stream.read(_PIECE):
                    parser.Parse(piece, False)
                    yield
                if not stream.damage:
                    parser.Parse(b"", True)
            except expat.ExpatError as error:
                self.problems.append(
                    f"the spreadsheet is broken ({path}: {error}); what lies before that was read. Save it again"
                )
            if stream.damage:
                self.problems.append(stream.damage)
        yield

    def _refuse(self, *_: object) -> None:
        raise InvalidInput(
            f"{self._name}: the spreadsheet declares a document type, which none that people save does; it was not "
            "read. Save it anew"
        )

    def _too_large(self) -> InvalidInput:
        return InvalidInput(f"{self._name}: the spreadsheet is too large to be read as such; save the sheet as CSV")


class _Text:
    """The text inside `t` elements, phonetic readings left out."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._size = 0
        self._inside = False
        self._phonetic = False

    def begin(self) -> None:
        self._pieces.clear()
        self._size = 0
        self._inside = self._phonetic = False

    def enter(self, tag: str) -> None:
        if tag == "rPh":
            self._phonetic = True
        elif tag in {"t", "v"} and not self._phonetic:
            self._inside = True

    def leave(self, tag: str) -> None:
        if tag == "rPh":
            self._phonetic = False
        elif tag in {"t", "v"}:
            self._inside = False

    def add(self, data: str) -> None:
        if self._inside and self._size <= MAX_CELL:
            self._pieces.append(data)
            self._size += len(data)

    def text(self) -> str:
        return _unescaped("".join(self._pieces))


class _Sheet:
    """The handlers of a sheet's elements."""

    def __init__(
        self, texts: list[str], dates: frozenset[int], since_1904: bool, done: Callable[[Record], None]
    ) -> None:
        self.text = _Text()
        self._texts = texts
        self._dates = dates
        self._epoch = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet's time has no zone
        self._done = done
        self._line = 0
        self._cells: list[str] = []
        self._size = 0
        self._kind = ""
        self._style = 0
        self._place = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            place = _column(attributes.get("r", ""))
            self._place = len(self._cells) if place is None else place
            self._kind = attributes.get("t", "n")
            self._style = _number(attributes.get("s"))
            self.text.begin()
        elif tag == "row":
            self._line = _number(attributes.get("r")) or self._line + 1
            self._cells = []
            self._size = 0
        else:
            self.text.enter(tag)

    def end(self, tag: str) -> None:
        if tag == "c":
            self._put(self._value(self.text.text()))
        elif tag == "row":
            self._end_row()
        else:
            self.text.leave(tag)

    def _put(self, value: str) -> None:
        if self._place >= MAX_COLUMNS or not value:
            return
        if self._place >= len(self._cells):
            self._cells.extend([""] * (self._place + 1 - len(self._cells)))
        self._cells[self._place] = value
        self._size += len(value)

    def _end_row(self) -> None:
        if not self._cells:
            return
        fault = ""
        if any(len(cell) > MAX_CELL for cell in self._cells):
            fault = f"has a cell of over {MAX_CELL:,} characters; shorten it"
        elif self._size > MAX_ROW:
            fault = f"has {self._size:,} characters; at most {MAX_ROW:,} fit into a lead. Shorten its cells"
        self._done((self._line, [cell[:MAX_CELL] for cell in self._cells] if fault else self._cells, fault))

    def _value(self, text: str) -> str:
        if self._kind == "s":
            place = _number(text)
            return self._texts[place] if text and 0 <= place < len(self._texts) else ""
        if self._kind == "b":
            return {"1": "TRUE", "0": "FALSE"}.get(text, text)
        if self._kind == "e" or text in _ERRORS:
            return ""
        if self._kind != "n" or not text:
            return text
        return self._numeral(text)

    def _numeral(self, text: str) -> str:
        try:
            value = float(text)
        except ValueError:
            return text
        if self._style in self._dates and 0 <= value < 2_958_466:
            return _as_date(self._epoch, value)
        if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        return repr(value) if "e" in text.lower() or len(text) > 15 else text


def _as_date(epoch: datetime, value: float) -> str:
    moment = epoch + timedelta(seconds=round(value * 86_400))
    if value < 1:
        return moment.strftime("%H:%M:%S")
    return moment.strftime("%Y-%m-%d") if value.is_integer() else moment.strftime("%Y-%m-%d %H:%M:%S")


def _shows_date(code: str) -> bool:
    """Whether a number format shows a date: it has day, month, year or hour letters beside its literal text."""
    plain = _LITERAL.sub("", code.split(";", maxsplit=1)[0]).lower()
    return "general" not in plain and re.search(r"[dmyhs]", plain) is not None


def _chained(first: list[Record], rest: Iterator[Record]) -> Iterator[Record]:
    yield from first
    yield from rest


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]


def _path(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _number(text: str | None) -> int:
    try:
        return int(text) if text and len(text) < 12 else 0
    except ValueError:
        return 0


def _column(reference: str) -> int | None:
    """The column, from 0, of a cell's reference such as AB12; None without one."""
    place = 0
    for mark in reference[:4]:
        if not "A" <= mark <= "Z":
            break
        place = place * 26 + ord(mark) - 64
    return place - 1 if place else None


_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")


def _unescaped(text: str) -> str:
    """Characters that XML cannot hold are written `_x000D_`."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(_character, text)


def _character(found: re.Match[str]) -> str:
    number = int(found.group(1), 16)
    return "\ufffd" if 0xD800 <= number <= 0xDFFF else chr(number)

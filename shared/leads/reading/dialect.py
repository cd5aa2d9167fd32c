"""How a table is written: delimiter, quote, escape, or columns cut by position, found from a sample of its text.

Every candidate reads the sample; the best reading is the one whose rows agree in width, whose cells look like things
that people write in cells, and which leaves no quotes or line ends lying about inside them. Delimiters that few
people use are tried only when the usual ones make no table.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from io import StringIO
from itertools import islice

QUOTES = '"', "'"
DELIMITERS = ",", ";", "\t", "|", ":", "^", "~", " "
SELDOM = "\x1f", "\x1e", "\x01", "\x02", "§", "¦", "¬", "þ", "¤", "#", "!", "&", "*"
_PLAIN = frozenset({",", ";", "\t", "|"})
SAMPLE_ROWS = 250
_ENOUGH = 0.45  # the score from which a reading is a table beyond doubt
_CUT = "\ufdd2"  # a noncharacter: it stands for a delimiter that csv.reader cannot be given
_RULE = re.compile(r"[\s|+:=\-]*-{3}[\s|+:=\-]*")


@dataclass(frozen=True, slots=True)
class Dialect:
    """`quote` or `escape` empty = there is none; a quote inside quotes is doubled unless there is an escape."""

    delimiter: str = ","  # may be several characters
    quote: str = '"'
    escape: str = ""
    skip_space: bool = False  # a space behind the delimiter is no part of the cell
    padded: bool = False  # nor is any space around a cell; lines drawn between rows are no rows
    runs: bool = False  # any number of delimiters in a row is one
    wrapped: bool = False  # every line as a whole stands in quotes
    starts: tuple[int, ...] = ()  # where columns begin, in characters, when position alone parts them

    @property
    def plain(self) -> bool:
        """Whether csv.reader can be given the lines as they are."""
        return len(self.delimiter) == 1 and not (self.padded or self.runs or self.wrapped or self.starts)

    def reader(self, lines: Iterable[str], *, strict: bool = False) -> Iterator[list[str]]:
        """Rows of `lines`, prepared; a csv.reader, so that the hot path has nothing of ours in it.

        `strict`: csv.Error for a quote that closes a cell before its end, or never."""
        delimiter = self.mark
        if not self.quote:
            return csv.reader(
                lines,
                delimiter=delimiter,
                quoting=csv.QUOTE_NONE,
                escapechar=self.escape or None,
                skipinitialspace=self.skip_space,
            )
        return csv.reader(
            lines,
            delimiter=delimiter,
            quotechar=self.quote,
            escapechar=self.escape or None,
            skipinitialspace=self.skip_space,
            strict=strict,
        )

    def prepared(self, line: str) -> str:
        """A line as `reader` wants it."""
        if self.plain:
            return line
        text = line.rstrip("\r\n")
        if self.starts:
            ends = (*self.starts[1:], len(text))
            cells = [text[start:end].strip() for start, end in zip(self.starts, ends, strict=True)]
            return "\n" if _RULE.fullmatch(text) else (_CUT.join(cells) if any(cells) else "") + "\n"
        if self.padded:
            if _RULE.fullmatch(text):
                return "\n"
            text = text.strip()
            if text.startswith(self.delimiter) and text.endswith(self.delimiter) and len(text) > 1:
                text = text[1:-1]
        if self.wrapped and len(text) > 1 and text[0] == text[-1] == self.quote:
            text = text[1:-1].replace(self.quote * 2, self.quote)
            return (
                text.replace(self.delimiter, _CUT) + "\n" if self.quote not in text else _parted(text, self.delimiter)
            )
        if self.runs:
            mark = re.escape(self.delimiter[0])
            return _CUT.join(re.split(rf"{mark}{{{len(self.delimiter)},}}", text.strip())) + "\n"
        return text.replace(self.delimiter, _CUT) + "\n"

    def restored(self, cells: list[str]) -> list[str]:
        """Cells of a prepared line as they were written."""
        if self.plain:
            return cells
        if self.padded:
            cells = [cell.strip() for cell in cells]
        return [cell.replace(_CUT, self.delimiter) if _CUT in cell else cell for cell in cells]

    @property
    def mark(self) -> str:
        """What parts the cells of a prepared line."""
        return self.delimiter if self.plain else _CUT


def _parted(text: str, delimiter: str) -> str:
    """A line that was wrapped in quotes, its own delimiters marked and those inside its cells left."""
    pieces = re.split(r'("[^"]*")', text)
    return "".join(piece if piece[:1] == '"' else piece.replace(delimiter, _CUT) for piece in pieces) + "\n"


_HINT = re.compile(r"^\ufeff?[\"']?sep=(.)[\"']?[,;\t]*\r?\n?$", re.IGNORECASE)


def hinted(line: str) -> str | None:
    """The delimiter that a first line such as `sep=;` announces.

    >>> hinted("sep=;\\r\\n")
    ';'
    """
    found = _HINT.match(line)
    return found.group(1) if found else None


_TYPES = re.compile(
    r"""\s*(?:
      [-+(]?[$€£¥]?\s?\d[\d.,' \u00a0]*%?\)?(?:\s?(?:€|\$|£|[A-Z]{3}|[kKmM]))?   # number, amount
    | [-+]?\d*[.,]?\d+(?:[eE][-+]?\d+)?                                         # number with an exponent
    | [^\s@,;|]+@[^\s@,;|]+\.[^\s@,;|]+                                         # e-mail
    | (?:https?://|www\.)[^\s;|]+                                               # address on the web
    | [a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/\S*)?                                      # domain
    | \+?[\d()\s./-]{6,}                                                        # phone
    | \d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T ]\d{1,2}:\d\d(?::\d\d)?\S*)?         # date, time
    | \d{1,2}:\d\d(?::\d\d)?
    | [^\W\d_][\w'’.&-]*(?:\ [\w'’.&()+/-]+){0,5}                               # a few words
    | n/a | - | \#\w+
    )\s*""",
    re.VERBOSE | re.IGNORECASE,
)
_VALUE = re.compile(r"\d|@|^\W*$")
_LONG_CELL = 200  # characters; a longer one is a text, and no pattern is tried on it


def looks_typed(cell: str) -> bool:
    """Whether a cell is of a kind that tables hold: empty, number, date, e-mail, address, phone, a few words."""
    return not cell or (len(cell) <= _LONG_CELL and _TYPES.fullmatch(cell) is not None)


def candidates(text: str, delimiters: Iterable[str] = DELIMITERS) -> Iterator[Dialect]:
    """What may be tried on `text`, the plainest first: on equal scores the earlier one is taken."""
    present = [delimiter for delimiter in delimiters if delimiter in text]
    quotes = QUOTES if "'" in text else QUOTES[:1]
    escapes = ["", "\\"] if re.search(r"\\[\"']", text) else [""]
    for delimiter in present:
        spaced = not delimiter.isspace() and text.count(delimiter + " ") * 10 >= max(1, text.count(delimiter)) * 9
        for quote in quotes:
            if quote == "'" and not _opens_cells(text, quote, delimiter):
                continue
            for escape in escapes:
                yield Dialect(delimiter, quote, escape, skip_space=spaced)


def _opens_cells(text: str, quote: str, delimiter: str) -> bool:
    """An apostrophe is a quote only where it begins a cell and ends one; elsewhere it belongs to O'Brien."""
    mark, edge = re.escape(quote), re.escape(delimiter)
    opening = len(re.findall(rf"(?:^|{edge}\s?){mark}", text, re.MULTILINE))
    closing = len(re.findall(rf"{mark}(?:{edge}|\r?$)", text, re.MULTILINE))
    return opening > 1 and closing > 1 and opening + closing >= text.count(quote) * 0.6


def score(rows: Sequence[Sequence[str]], dialect: Dialect) -> float:
    """How much the rows that `dialect` made look like a table: 0 to 1."""
    filled = [row for row in rows if row]
    if not filled:
        return 0.0
    shares = {width: count / len(filled) for width, count in Counter(map(len, filled)).items() if width > 1}
    if not shares:
        return 0.05
    width = max(shares, key=lambda width: (shares[width], width))
    agreement = sum(share * share for share in shares.values())  # two tables in a file agree each with itself
    often = {width, *(width for width, share in shares.items() if share >= 0.2)}
    cells = [cell for row in filled if len(row) in often for cell in row]
    typed = sum(map(looks_typed, cells)) / len(cells)
    stray = sum(1 for cell in cells if dialect.quote in cell or "\n" in cell) / len(cells) if dialect.quote else 0.0
    if dialect.quote == '"' and not dialect.escape:
        stray /= 2  # doubled quotes leave quotes inside cells, and notes hold line ends
    empty = sum(1 for cell in cells if not cell) / len(cells)
    rare = (
        1.0 if dialect.delimiter in _PLAIN or len(dialect.delimiter) > 1 else 0.8 if dialect.delimiter != " " else 0.6
    )
    if dialect.delimiter == " " and sum(1 for cell in cells if _VALUE.search(cell)) * 5 < len(cells):
        rare = 0.02  # words in a row are a text, or names
    return agreement * (0.15 + 0.85 * typed) * (1 - stray) * (1 - 0.3 * empty) * rare * (1 - 0.5 / width)


def detect(text: str) -> Dialect:
    """The dialect of a table that begins with `text` (whole lines). Plain comma when nothing speaks for another."""
    best, best_score = Dialect(), 0.05  # one column
    for dialect in (*candidates(text), *_several(text), *_drawn(text), *_wrapped(text)):
        points = score(sample_rows(text, dialect), dialect)
        if len(dialect.delimiter) > 1 or dialect.padded:
            points *= 1.1  # where it fits at all, its single characters are not what parts the cells
        if points > best_score + 1e-9:
            best, best_score = dialect, points
    if best_score < _ENOUGH:
        needed = max(best_score * 1.5, 0.25)
        for dialect in (*_spaced(text), *candidates(text, SELDOM)):
            points = score(sample_rows(text, dialect), dialect)
            if dialect.starts:
                points *= 1.3  # an empty cell leaves its place, and costs no column
            if points > needed + 1e-9:
                best, needed = dialect, points
    return best


def _several(text: str) -> Iterator[Dialect]:
    """Delimiters of two or three characters that occur in every line, and of which hardly a character occurs alone."""
    lines = [line for line in islice(StringIO(text), 60) if line.strip()]
    if not lines:
        return
    found = Counter(re.findall(r"(?=([^\w\s\"'.\-]{2,3}))", lines[0]))
    for token in sorted(found, key=len, reverse=True):
        counts = Counter(line.count(token) for line in lines)
        alone = {mark: sum(line.count(mark) for line in lines) for mark in set(token)}
        whole = sum(line.count(token) for line in lines)
        most, agreeing = counts.most_common(1)[0]
        fits = all(whole * token.count(mark) * 100 >= alone[mark] * 85 for mark in alone)
        if most and agreeing * 10 >= len(lines) * 8 and fits:
            yield Dialect(token)
            return


def _drawn(text: str) -> Iterator[Dialect]:
    """Cells padded with spaces between bars, as consoles and text documents draw tables."""
    lines = [line for line in islice(StringIO(text), 60) if line.strip() and not _RULE.fullmatch(line.rstrip("\r\n"))]
    bars = sum(line.count("|") for line in lines)
    inner = sum(len(re.findall(r"(?<=\s)\|(?=\s)|^\s*\||\|\s*$", line.rstrip("\r\n"))) for line in lines)
    if len(lines) > 1 and bars >= len(lines) and inner * 10 >= bars * 9:
        yield Dialect("|", padded=True)


def _wrapped(text: str) -> Iterator[Dialect]:
    """Lines that a second export has quoted as a whole."""
    lines = [line.rstrip("\r\n") for line in islice(StringIO(text), 60) if line.strip()]
    whole = [line for line in lines if re.fullmatch(r'"(?:[^"]|"")*"', line)]
    if len(lines) > 1 and len(whole) * 10 >= len(lines) * 9:
        for delimiter in (",", ";", "\t", "|"):
            if all(delimiter in line for line in whole):
                yield Dialect(delimiter, wrapped=True)


def _spaced(text: str) -> Iterator[Dialect]:
    """Columns that stand one below the other, or are parted by several spaces."""
    if starts := _columns(text):
        yield Dialect(" ", "", starts=starts)
    if "  " in text:
        yield Dialect(" ", "", runs=True)
        yield Dialect("  ", "", runs=True)
    if "\t\t" in text:
        yield Dialect("\t", runs=True)


def _columns(text: str) -> tuple[int, ...]:
    """Where columns begin that are blank in front in every line of the sample; empty when there are not two."""
    lines = [line.rstrip() for line in islice(StringIO(text), SAMPLE_ROWS) if line.strip()]
    lines = [line for line in lines if not _RULE.fullmatch(line)]
    if len(lines) < 3 or any("\t" in line for line in lines):
        return ()
    clear = len(lines) >= 5  # in few lines a column is blank by chance
    width = max(map(len, lines))
    if width > 2_000:
        return ()
    used = bytearray(width)
    for line in lines:
        for place, mark in enumerate(line):
            if mark != " ":
                used[place] = 1
    starts = [place for place in range(width) if used[place] and (place == 0 or not used[place - 1])]
    gaps = [
        start
        for start in starts[1:]
        if start >= 2 and (not used[start - 2] or (clear and lines[0][start : start + 1] > " "))
    ]
    return (0, *gaps) if gaps else ()


def sample_rows(text: str, dialect: Dialect) -> list[list[str]]:
    """The first records of `text`. Where a quote that was left open would swallow most of them, line by line."""
    rows: list[list[str]] = []
    reader = dialect.reader(map(dialect.prepared, StringIO(text, newline="")))
    with suppress(csv.Error):  # a field over the limit: what was read so far is judged
        rows.extend(map(dialect.restored, islice(reader, SAMPLE_ROWS)))
    lines = list(islice(StringIO(text, newline=""), SAMPLE_ROWS))
    if len(rows) * 2 >= len(lines):
        return rows
    alone: list[list[str]] = []
    for line in lines:
        with suppress(csv.Error):
            alone.extend(map(dialect.restored, dialect.reader([dialect.prepared(line.rstrip("\r\n"))])))
    return alone if score(alone, dialect) > score(rows, dialect) else rows


def parts(text: str, delimiter: str) -> bool:
    """Whether the delimiter that a hint names does part the lines of `text`."""
    return any(delimiter in line for line in islice(StringIO(text), 3))


def with_delimiter(dialect: Dialect, delimiter: str) -> Dialect:
    """The same with another delimiter, such as a hint names."""
    return replace(dialect, delimiter=delimiter, padded=False, runs=False, starts=())

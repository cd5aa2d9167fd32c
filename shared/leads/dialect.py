"""How a table is written: delimiter, quote, escape, found from a sample of its text.

Every candidate reads the sample; the best reading is the one whose rows agree in width, whose cells look like things
that people write in cells, and which leaves no quotes or line ends lying about inside them.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from io import StringIO
from itertools import islice

QUOTES = '"', "'"
DELIMITERS = ",", ";", "\t", "|", ":", "^", "~", " "
_PLAIN = frozenset({",", ";", "\t", "|"})
SAMPLE_ROWS = 250


@dataclass(frozen=True, slots=True)
class Dialect:
    """`quote` or `escape` empty = there is none; a quote inside quotes is doubled unless there is an escape."""

    delimiter: str = ","
    quote: str = '"'
    escape: str = ""
    skip_space: bool = False  # a space behind the delimiter is no part of the cell

    def reader(self, lines: Iterable[str]) -> Iterator[list[str]]:
        """Rows of `lines`; a csv.reader, so that the hot path has nothing of ours in it."""
        if self.quote:
            return csv.reader(
                lines,
                delimiter=self.delimiter,
                quotechar=self.quote,
                escapechar=self.escape or None,
                skipinitialspace=self.skip_space,
            )
        return csv.reader(
            lines,
            delimiter=self.delimiter,
            quoting=csv.QUOTE_NONE,
            escapechar=self.escape or None,
            skipinitialspace=self.skip_space,
        )

    def unquoted(self) -> "Dialect":
        """The same, with quotes taken as ordinary characters."""
        return Dialect(self.delimiter, "", "", self.skip_space)


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


def looks_typed(cell: str) -> bool:
    """Whether a cell is of a kind that tables hold: empty, number, date, e-mail, address, phone, a few words."""
    return not cell or _TYPES.fullmatch(cell) is not None


def candidates(text: str) -> Iterator[Dialect]:
    """What may be tried on `text`, the plainest first: on equal scores the earlier one is taken."""
    present = [delimiter for delimiter in DELIMITERS if delimiter in text] or [","]
    quotes = [quote for quote in QUOTES if quote in text] or [QUOTES[0]]
    escapes = ["", "\\"] if re.search(r"\\[\"']", text) else [""]
    for delimiter in present:
        spaced = delimiter != " " and text.count(delimiter + " ") * 10 >= max(1, text.count(delimiter)) * 9
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
    widths = Counter(map(len, filled))
    width, agreeing = max(widths.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]))
    if width < 2:
        return 0.05
    cells = [cell for row in filled if len(row) == width for cell in row]
    typed = sum(map(looks_typed, cells)) / len(cells)
    stray = sum(1 for cell in cells if dialect.quote in cell or "\n" in cell) / len(cells) if dialect.quote else 0.0
    if dialect.quote == '"' and not dialect.escape:
        stray /= 2  # doubled quotes leave quotes inside cells, and notes hold line ends
    empty = sum(1 for cell in cells if not cell) / len(cells)
    agreement = agreeing / len(filled)
    rare = 1.0 if dialect.delimiter in _PLAIN else 0.8 if dialect.delimiter != " " else 0.6
    return agreement * agreement * (0.15 + 0.85 * typed) * (1 - stray) * (1 - 0.3 * empty) * rare * (1 - 0.5 / width)


def detect(text: str) -> Dialect:
    """The dialect of a table that begins with `text` (whole lines). Plain comma when nothing speaks for another."""
    best, best_score = Dialect(), -1.0
    for dialect in candidates(text):
        points = score(sample_rows(text, dialect), dialect)
        if points > best_score + 1e-9:
            best, best_score = dialect, points
    return best


def sample_rows(text: str, dialect: Dialect) -> list[list[str]]:
    """The first records of `text`. Where a quote that was left open would swallow most of them, line by line."""
    rows: list[list[str]] = []
    reader = dialect.reader(StringIO(text, newline=""))
    with suppress(csv.Error):  # a field over the limit: what was read so far is judged
        rows.extend(islice(reader, SAMPLE_ROWS))
    lines = list(islice(StringIO(text, newline=""), SAMPLE_ROWS))
    if len(rows) * 2 >= len(lines):
        return rows
    alone: list[list[str]] = []
    for line in lines:
        with suppress(csv.Error):
            alone.extend(dialect.reader([line.rstrip("\r\n")]))
    return alone if score(alone, dialect) > score(rows, dialect) else rows

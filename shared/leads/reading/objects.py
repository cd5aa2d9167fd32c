"""Rows of JSON: one object a line, an array of objects or of arrays, or an object that holds such an array.

One value at a time is taken from the text, so the memory depends on the largest value and not on the file. Keys of
objects inside objects are joined by a dot; simple values of a list by a semicolon.
"""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from shared.core.errors import InvalidInput
from shared.core.text import shorten
from shared.leads.reading.delimited import MAX_CELL, MAX_PROBLEMS, MAX_ROW, Record

MAX_KEYS: Final = 1_000  # different ones in a file
_LONGEST: Final = 2_000_000  # characters of one value
_DEEPEST: Final = 6  # levels that become columns; what lies deeper stays JSON in a cell
_BEGIN = re.compile(r"\ufeff?\s*(?:\{\s*[\"}]|\[\s*(?:[\[{\]]|$))")
_BLANK = re.compile(r"[\s,]*")
_NEXT = re.compile(r"[}\]]\s*,?\s*(?=[{\[])")
_STRING = r'"(?:[^"\\]|\\.){0,2000}"'
_ARRAY = re.compile(  # an object that holds the array, perhaps behind a few simple values
    rf"\s*\{{\s*(?:{_STRING}\s*:\s*(?:{_STRING}|[-\w.+]{{1,40}})\s*,\s*){{0,40}}{_STRING}\s*:\s*\[\s*(?=[\[{{])"
)

_decoder = json.JSONDecoder(
    strict=False, parse_int=str, parse_float=str, parse_constant=lambda _: ""
)  # numbers stay as they were written, whatever their size; NaN is no value


def looks_like(text: str) -> bool:
    """Whether a text begins as JSON does that holds rows.

    >>> looks_like('[{"email": "a@example.com"}]'), looks_like("[name],[email]")
    (True, False)
    """
    return _BEGIN.match(text[:2_000]) is not None


class Objects:
    """The rows of a JSON text: first the column names, then the values, as records."""

    def __init__(self, pieces: Callable[[], Iterator[str]], name: str) -> None:
        """`pieces` gives the text from its beginning, and may be asked again."""
        self.problems: list[str] = []
        self._pieces = pieces
        self._name = name
        self._keys = self._all_keys()
        self._rows = self._records()

    def take(self, width: int) -> Record | None:  # noqa: ARG002 - the keys give the width
        """The next row, the keys first; None at the end."""
        return next(self._rows, None)

    def notes(self) -> list[str]:
        return list(self.problems)

    def _all_keys(self) -> dict[str, int]:
        """Every key and its column, in the order of first appearance; empty for arrays of arrays."""
        keys: dict[str, int] = {}
        found, reason = False, ""
        for _, value in values(self._pieces()):
            found = found or isinstance(value, dict | list)
            if isinstance(value, Broken):
                reason = reason or f"line {value.line} {value.reason}"
            if not isinstance(value, dict):
                continue
            for key in flat(value):
                if key not in keys:
                    keys[key] = len(keys)
                    if len(keys) > MAX_KEYS:
                        raise InvalidInput(
                            f"{self._name}: over {MAX_KEYS:,} different keys; at most so many columns are read. "
                            "Leave out what is no part of a lead"
                        )
        if not found:
            reason = reason or "there is no object in the JSON"
            raise InvalidInput(f'{self._name}: {reason}; each row is an object such as {{"email": "ana@example.com"}}')
        return keys

    def _records(self) -> Iterator[Record]:
        if self._keys:
            yield 1, list(self._keys), ""
        for line, value in values(self._pieces()):
            yield line, *self._row(value)

    def _row(self, value: object) -> tuple[list[str], str]:
        if isinstance(value, Broken):
            if len(self.problems) < MAX_PROBLEMS:
                self.problems.append(f"line {value.line}: {value.reason}")
            return [shorten(value.text, 200)], value.reason
        if isinstance(value, dict):
            row = [""] * len(self._keys)
            for key, cell in flat(value).items():
                row[self._keys[key]] = cell
        elif isinstance(value, list):
            row = [_cell(item) for item in value]
        else:
            return [_cell(value)], 'is no JSON object; write it as {"column": "value"}'
        if any(len(cell) > MAX_CELL for cell in row):
            return [cell[:MAX_CELL] for cell in row], f"has a cell of over {MAX_CELL:,} characters; shorten it"
        size = sum(map(len, row))
        if size > MAX_ROW:
            return row, f"has {size:,} characters; at most {MAX_ROW:,} fit into a lead. Shorten its cells"
        return row, ""


class Broken:
    """A piece of the text that is no JSON."""

    __slots__ = ("line", "reason", "text")

    def __init__(self, line: int, text: str, reason: str) -> None:
        self.line = line
        self.text = text
        self.reason = reason


def flat(value: dict[str, Any], before: str = "", depth: int = 1) -> dict[str, str]:
    """Cells by column name.

    >>> flat({"name": "Ana", "firm": {"size": 3}, "tags": ["a", "b"]})
    {'name': 'Ana', 'firm.size': '3', 'tags': 'a; b'}
    """
    cells: dict[str, str] = {}
    for key, item in value.items():
        column = before + _sound(key)
        if isinstance(item, dict) and item and depth < _DEEPEST:
            cells |= flat(item, f"{column}.", depth + 1)
        else:
            cells[column] = _cell(item)
    return cells


def _cell(item: object) -> str:
    if item is None:
        return ""
    if isinstance(item, str):
        return _sound(item)
    if isinstance(item, bool):
        return "true" if item else "false"
    if isinstance(item, list) and not any(isinstance(one, dict | list) for one in item):
        return "; ".join(map(_cell, item))
    try:
        return json.dumps(item, ensure_ascii=False)[: MAX_CELL + 1]
    except RecursionError:
        return ""


def _sound(text: str) -> str:
    """Half characters, which JSON can write and nothing can store, shown as a question mark."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def values(pieces: Iterator[str]) -> Iterator[tuple[int, Any]]:
    """Line and value of every row of a text. What is no JSON is a `Broken`, and the value behind it is found again."""
    text = _Window(pieces)
    text.open()
    while text.more():
        line = text.line
        try:
            value, end = _decoder.raw_decode(text.held, text.place)
        except json.JSONDecodeError as error:
            if not text.at_end and len(text.held) - text.place <= _LONGEST and text.grow():
                continue
            yield line, Broken(line, text.drop(), f"is no JSON ({error.msg}); correct it")
        except (RecursionError, ValueError):
            yield line, Broken(line, text.drop(), "is nested too deeply; leave out what is no part of a lead")
        else:
            text.pass_to(end)
            yield line, value


class _Window:
    """The part of a text that is looked at, and where in it."""

    def __init__(self, pieces: Iterator[str]) -> None:
        self.held = ""
        self.place = 0
        self.line = 1
        self.at_end = False
        self._in_array = False
        self._pieces = pieces

    def grow(self) -> bool:
        """Take in as much again as there is left, so that a long value is not tried over and over."""
        wanted = max(1, len(self.held) - self.place)
        found: list[str] = []
        while sum(map(len, found)) < wanted and (piece := next(self._pieces, "")):
            found.append(piece)
        self.at_end = not found
        self.held = self.held[self.place :] + "".join(found)
        self.place = 0
        return bool(found)

    def open(self) -> None:
        """Pass over what stands before the first row: `[`, or the object around the array."""
        self.grow()
        self.held = self.held.removeprefix("\ufeff")
        if found := _ARRAY.match(self.held) or re.match(r"\s*\[\s*(?=[\[{\]]|$)", self.held):
            self.pass_to(found.end())
            self._in_array = True

    def pass_to(self, place: int) -> None:
        self.line += self.held.count("\n", self.place, place)
        self.place = place

    def more(self) -> bool:
        """Whether another value begins; blanks, commas and what closes the array are passed over."""
        while True:
            found = _BLANK.match(self.held, self.place)
            self.pass_to(found.end() if found else self.place)
            if self.place < len(self.held):
                if self.held[self.place] not in "]}":
                    return True
                self.pass_to(self.place + 1)
                if self._only_metadata():
                    return False
            elif not self.grow():
                return False

    def _only_metadata(self) -> bool:
        """Whether the array was part of an object, whose other keys come now."""
        found = re.match(r'\s*,\s*"', self.held[self.place : self.place + 200])
        return found is not None

    def drop(self) -> str:
        """Pass over a value that cannot be read, up to where the next one may begin."""
        dropped = self.held[self.place : self.place + 1_000]
        start = self.place + 1
        while (end := self._next_value(start)) < 0:
            self.pass_to(len(self.held))
            if not self.grow():
                return dropped
            start = 0
        self.pass_to(end)
        return dropped

    def _next_value(self, start: int) -> int:
        """Where the next value may begin: on the next line, or behind a closing bracket; -1 when it is not in sight."""
        line = self.held.find("\n", start) + 1
        if not self._in_array:
            return line or -1
        found = _NEXT.search(self.held, start)
        if found and (not line or found.end() < line or "}" not in self.held[start:line]):
            return found.end()  # several on a line, or one over several lines
        return line or -1

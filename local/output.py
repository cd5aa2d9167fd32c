"""What the command line says: data on stdout, talk on stderr."""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shared.core.codec import encode


@dataclass(frozen=True, slots=True)
class Output:
    """`json` True: one JSON object a line on stdout, nothing else there."""

    json: bool = False

    def one(self, value: Mapping[str, Any]) -> None:
        """One object: a JSON line, or `name: value` lines for people."""
        if self.json:
            self.line(value)
            return
        width = max((len(str(name)) for name in value), default=0)
        for name, item in value.items():
            _write(f"{name:<{width}}  {_plain(item)}\n")

    def story(self, value: Mapping[str, Any]) -> None:
        """One object with parts in parts: a JSON line, or an outline for people."""
        if self.json:
            self.line(value)
            return
        for line in _outline(value, ""):
            _write(line + "\n")

    def many(self, values: Iterable[Mapping[str, Any]], columns: Sequence[str], *, empty: str) -> int:
        """Many objects: JSON Lines, or a table of `columns`; `empty` is said when there is none. Returns how many."""
        if self.json:
            count = 0
            for value in values:
                self.line(value)
                count += 1
            return count
        rows = [[_plain(value.get(column)) for column in columns] for value in values]
        if not rows:
            self.talk(empty)
            return 0
        _table(columns, rows)
        return len(rows)

    def line(self, value: Any) -> None:
        """A JSON value on a line of its own, whatever the form of the rest. Who reads along has it at once."""
        _write(encode(value).decode() + "\n")
        sys.stdout.flush()

    def talk(self, text: str) -> None:
        """A sentence for people, on stderr."""
        sys.stderr.write(text + "\n")


def _outline(value: Any, indent: str) -> Iterator[str]:
    """`name: value` lines; what has parts is indented below its name, lists are marked by a dash."""
    if isinstance(value, Mapping):
        width = max((len(str(name)) for name, item in value.items() if not _has_parts(item)), default=0)
        for name, item in value.items():
            if _has_parts(item):
                yield f"{indent}{name}"
                yield from _outline(item, indent + "  ")
            elif item not in ("", None, [], {}):
                yield f"{indent}{name:<{width}}  {_plain(item)}"
    else:
        for item in value:
            first, *rest = (list(_outline(item, "  ")) if _has_parts(item) else []) or [f"  {_plain(item)}"]
            yield f"{indent}-{first[1:]}"
            yield from (indent + line for line in rest)


def _has_parts(value: Any) -> bool:
    if isinstance(value, Mapping):
        return bool(value)
    return isinstance(value, list | tuple) and any(isinstance(item, Mapping) for item in value)


def _write(text: str) -> None:
    sys.stdout.write(text)


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_plain(item)}" for name, item in value.items())
    if isinstance(value, list | tuple):
        return "; ".join(map(_plain, value))
    return str(value)


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Rich draws it on a terminal; into a pipe it goes as tab-separated lines that tools can cut."""
    if not sys.stdout.isatty():
        for row in [columns, *rows]:
            _write("\t".join(cell.replace("\t", " ").replace("\n", " ") for cell in row) + "\n")
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table(box=None, header_style="bold", pad_edge=False)
    for column in columns:
        table.add_column(column, no_wrap=column == "id", min_width=20 if column == "id" else None)  # ids are copied
    for row in rows:
        table.add_row(*map(escape, row))
    Console().print(table)

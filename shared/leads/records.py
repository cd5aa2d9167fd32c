"""Rows to records: every cell in the form in which it is stored, under the field that its column fills.

Prepared once a table, so that a row costs one small call a filled cell.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from shared.leads.canonical import canonical_email, canonical_linkedin, canonical_phone, canonical_url
from shared.leads.evidence import beginnings_of_nothing, is_nothing
from shared.leads.formula import bared
from shared.leads.model import ColumnJoin, ColumnMap, FieldDefinition
from shared.leads.places import parts_of, region_of_place
from shared.leads.reader import MAX_ROW

Convert = Callable[[str], str | None]

_PARTS: Final = frozenset({"city", "state", "country"})
_BETWEEN = re.compile(r"[,;|/\s]+")
_LONGEST_NOTHING = 13  # characters of the longest text that stands for "no value"
_MARKED: Final = beginnings_of_nothing() | {"'"}


@dataclass(frozen=True, slots=True)
class _Cell:
    """What is done with the cells of one column."""

    index: int
    field: str
    convert: Convert | None  # None: stored as it stands, without the space around it
    given: str  # field for a text that the converter refuses: nothing is thrown away
    parts: tuple[str, ...]  # further fields that the value is split into
    country: int = -1  # column that names the country of a row's phone numbers
    region: str = ""  # the country of those where it names none


@dataclass(frozen=True, slots=True)
class Recorder:
    """Turns rows into values by field. `columns` names the column that each field comes from."""

    width: int
    columns: Mapping[str, str]
    cells: tuple[_Cell, ...]
    joins: tuple[ColumnJoin, ...]
    also: set[str] = field(default_factory=set)  # fields beside the mapped ones that rows have needed
    plan: tuple[tuple[int, str, Convert | None, _Cell], ...] = field(init=False)  # what is asked of each cell first

    def __post_init__(self) -> None:
        plan = tuple((cell.index, cell.field, cell.convert, cell) for cell in self.cells)
        object.__setattr__(self, "plan", plan)

    def values(self, row: Sequence[str]) -> dict[str, str]:
        """The values of a row by field; empty when there is none."""
        values: dict[str, str] = {}
        present = len(row)
        for index, name, convert, cell in self.plan:
            if index >= present or not (text := row[index].strip()):
                continue
            if text[0] in _MARKED:
                if len(text) <= _LONGEST_NOTHING and is_nothing(text):
                    continue
                text = bared(text)
            if convert is not None:
                abroad = cell.country >= 0 and text[0] != "+"  # a number that its row's country completes
                value = _phone(text, _country(cell, row)) if abroad else convert(text)
                if value is None or (value != text and _says_more(text, value)):
                    values[cell.given] = text
                    self.also.add(cell.given)
                if value is None:
                    continue
                text = value
            values[name] = text
            if cell.parts:
                found = parts_of(text)
                for part in cell.parts:
                    if part in found:
                        values[part] = found[part]
        for join in self.joins:
            if joined := join.separator.join(
                text for index in join.columns if index < present and (text := row[index].strip())
            ):
                values[join.target] = joined
        return values

    def fault(self, row: Sequence[str]) -> str:
        """Why a row cannot be taken, with the remedy; empty when it can. Short rows can: their missing cells are
        empty. So can long ones whose surplus cells are."""
        if len(row) > self.width and any(cell.strip() for cell in row[self.width :]):
            return f"has {len(row)} cells, the header has {self.width}; quote cells that hold the delimiter"
        return ""


def _says_more(text: str, value: str) -> bool:
    """Whether a cell holds more than what was taken from it: a second address, a name beside it, an extension."""
    if value[0] == "+":
        return sum(map(str.isdigit, text)) > len(value) + 1 or any(map(str.isalpha, text[4:]))
    return "@" in value and text.lower().removeprefix("mailto:") != value and "://" not in value


def recorder(
    maps: Sequence[ColumnMap], joins: Sequence[ColumnJoin], fields: Sequence[FieldDefinition], region: str
) -> Recorder:
    """The recorder of a table whose columns are mapped so. `region`: the country of phone numbers without a code."""
    kinds = {definition.name: definition.kind for definition in fields}
    cells = []
    columns: dict[str, str] = {}
    country = _column_of_countries(maps)
    for column in maps:
        name = column.targets[0] if column.targets else column.custom
        parts = tuple(part for part in column.targets[1:] if part in _PARTS)
        kind = kinds.get(name, "text")
        where = country if kind == "phone" else -1
        convert = _converter(name, kind, region)
        cells.append(_Cell(column.index, name, convert, f"{name}_given", parts, where, region))
        columns |= dict.fromkeys(column.targets or (name,), column.column)
    names = {column.index: column.column for column in maps}
    columns |= {join.target: " + ".join(names[index] for index in join.columns) for join in joins}
    return Recorder(len(maps), columns, tuple(cells), tuple(joins))


def _column_of_countries(maps: Sequence[ColumnMap]) -> int:
    """The column that tells in which country a row is, by itself or behind its town; -1 when none does."""
    telling = [column for column in maps if not {"country", "location"}.isdisjoint(column.targets)]
    return min(telling, key=lambda column: column.targets != ("country",)).index if telling else -1


def _country(cell: _Cell, row: Sequence[str]) -> str:
    named = row[cell.country].strip() if cell.country < len(row) else ""
    return (named and region_of_place(named)) or cell.region


def _phone(text: str, region: str) -> str | None:
    return canonical_phone(text, region) or _as_dialled(text)


def _converter(name: str, kind: str, region: str) -> Convert | None:
    if name == "linkedin_url":
        return _linkedin
    if kind == "email":
        return _first_email
    if kind == "url":
        return canonical_url
    if kind == "phone":
        return lambda text: _phone(text, region)
    return None


def _first_email(text: str) -> str | None:
    if found := canonical_email(text):
        return found
    if text.count("@") < 2:
        return None
    return next((email for part in _BETWEEN.split(text) if (email := canonical_email(part))), None)


def _linkedin(text: str) -> str | None:
    """A profile in its one spelling; a page inside the sales tool stays an address, and proves no identity."""
    if found := canonical_linkedin(text):
        return found
    return canonical_url(text) if "/sales/" in text else None


def _as_dialled(text: str) -> str | None:
    """A number whose country is not certain, as it was written."""
    digits = sum(ch.isdigit() for ch in text)
    return text if digits >= 5 and digits * 2 >= len(text) and len(text) <= 40 and text[0] != "+" else None


def too_large(row: Sequence[str]) -> str:
    """Why a row exceeds what one lead can hold; empty when it does not."""
    size = len("".join(row))
    return "" if size <= MAX_ROW else f"has {size:,} characters; at most {MAX_ROW:,} fit into a lead. Shorten its cells"


def also_defined(names: Sequence[str], fields: Sequence[FieldDefinition]) -> list[FieldDefinition]:
    """Definitions of the fields that keep what a converter refused."""
    labels = {definition.name: definition.label for definition in fields}
    return [
        FieldDefinition(name, f"{labels.get(name.removesuffix('_given'), name)} (as given)", custom=True)
        for name in names
    ]

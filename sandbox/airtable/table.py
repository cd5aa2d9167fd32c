"""A table: typed columns and records, with the rules by which Airtable takes, refuses and shows cells."""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

LONGEST = 100_000
READ_ONLY = frozenset(
    {"formula", "rollup", "count", "lookup", "multipleLookupValues", "autoNumber", "createdTime", "lastModifiedTime"}
)
NUMBERS = frozenset({"number", "currency", "percent", "rating", "duration"})
_serial = itertools.count(1)


class Refused(Exception):
    """The request is answered with 422 and this."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


def new_id(prefix: str) -> str:
    """An id in Airtable's form: three letters and fourteen characters."""
    return f"{prefix}{next(_serial):014d}"


@dataclass
class Column:
    name: str
    kind: str = "singleLineText"
    options: list[str] = field(default_factory=list)
    id: str = field(default_factory=lambda: new_id("fld"))

    def schema(self) -> dict[str, Any]:
        told: dict[str, Any] = {"id": self.id, "name": self.name, "type": self.kind}
        if self.kind in {"singleSelect", "multipleSelects"}:
            told["options"] = {"choices": [{"id": f"sel{n:014d}", "name": name} for n, name in enumerate(self.options)]}
        elif self.kind in {"number", "percent"}:
            told["options"] = {"precision": 0}
        elif self.kind == "currency":
            told["options"] = {"precision": 2, "symbol": "$"}
        elif self.kind == "rating":
            told["options"] = {"icon": "star", "max": 5, "color": "yellowBright"}
        elif self.kind == "duration":
            told["options"] = {"durationFormat": "h:mm"}
        elif self.kind == "checkbox":
            told["options"] = {"icon": "check", "color": "greenBright"}
        elif self.kind == "date":
            told["options"] = {"dateFormat": {"name": "iso", "format": "YYYY-MM-DD"}}
        elif self.kind == "dateTime":
            told["options"] = {
                "timeZone": "utc",
                "dateFormat": {"name": "iso", "format": "YYYY-MM-DD"},
                "timeFormat": {"name": "24hour", "format": "HH:mm"},
            }
        elif self.kind == "lastModifiedTime":
            told["options"] = {
                "isValid": True,
                "referencedFieldIds": [],
                "result": {
                    "type": "dateTime",
                    "options": {
                        "timeZone": "utc",
                        "dateFormat": {"name": "iso", "format": "YYYY-MM-DD"},
                        "timeFormat": {"name": "24hour", "format": "HH:mm"},
                    },
                },
            }
        elif self.kind == "formula":
            told["options"] = {"isValid": True, "formula": "''", "referencedFieldIds": [], "result": None}
        return told

    def taken(self, value: Any, *, typecast: bool) -> Any:
        """The cell that a written value becomes, None for an empty one. Raises Refused."""
        if self.kind in READ_ONLY:
            raise Refused(
                "INVALID_VALUE_FOR_COLUMN", f'Field "{self.name}" cannot accept a value because the field is computed'
            )
        if value is None or value in ("", [], False):
            return None
        if self.kind in NUMBERS:
            return self._number(value, typecast=typecast)
        if self.kind in {"singleSelect", "multipleSelects"}:
            return self._choices(value, typecast=typecast)
        if self.kind in {"date", "dateTime"}:
            return self._time(value)
        return self._is(value, bool) if self.kind == "checkbox" else self._text(value, typecast=typecast)

    def _choices(self, value: Any, *, typecast: bool) -> Any:
        if self.kind == "singleSelect":
            return self._choice(value, typecast=typecast)
        return [self._choice(one, typecast=typecast) for one in self._is(value, list)]

    def _text(self, value: Any, *, typecast: bool) -> str:
        if not isinstance(value, str):
            if typecast:
                return str(value)
            raise self._misfit()
        if len(value) > LONGEST:
            raise Refused("INVALID_VALUE_FOR_COLUMN", f'Field "{self.name}" cannot hold more than 100,000 characters')
        return value

    def _misfit(self) -> Refused:
        return Refused("INVALID_VALUE_FOR_COLUMN", f'Field "{self.name}" cannot accept the provided value')

    def _is(self, value: Any, kind: type) -> Any:
        if not isinstance(value, kind):
            raise self._misfit()
        return value

    def _number(self, value: Any, *, typecast: bool) -> Any:
        if isinstance(value, str) and typecast:
            try:
                return float(value)
            except ValueError as error:
                raise self._misfit() from error
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self._misfit()
        return value

    def _choice(self, value: Any, *, typecast: bool) -> str:
        text = str(self._is(value, str))
        if text not in self.options:
            if not typecast:
                raise Refused(
                    "INVALID_MULTIPLE_CHOICE_OPTIONS",
                    f'Insufficient permissions to create new select option "{text}" in field "{self.name}"',
                )
            self.options.append(text)
        return text

    def _time(self, value: Any) -> str:
        try:
            moment = datetime.fromisoformat(str(self._is(value, str)))
        except ValueError as error:
            raise self._misfit() from error
        if self.kind == "date":
            return moment.strftime("%Y-%m-%d")
        return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


@dataclass
class Row:
    id: str
    created: datetime
    changed: datetime
    cells: dict[str, Any] = field(default_factory=dict)  # by column id


@dataclass
class Table:
    """A table by its columns; `rows` in the order of their making."""

    name: str
    columns: list[Column]
    id: str = field(default_factory=lambda: new_id("tbl"))
    rows: dict[str, Row] = field(default_factory=dict)
    _looked_up: dict[str, dict[str, dict[str, None]]] = field(default_factory=dict)

    def column(self, name: str) -> Column:
        """By name or id. Raises Refused."""
        for one in self.columns:
            if name in {one.name, one.id}:
                return one
        raise Refused("UNKNOWN_FIELD_NAME", f'Unknown field name: "{name}"')

    def schema(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "name": self.name,
            "primaryFieldId": self.columns[0].id,
            "fields": [column.schema() for column in self.columns],
            "views": [{"id": "viw00000000000001", "name": "Grid view", "type": "grid"}],
        }

    def cells(self, fields: Mapping[str, Any], *, typecast: bool) -> dict[str, Any]:
        """What is written, by column id. Raises Refused."""
        found = {}
        for name, value in fields.items():
            column = self.column(name)
            found[column.id] = column.taken(value, typecast=typecast)
        return found

    def add(self, cells: Mapping[str, Any], now: datetime) -> Row:
        row = Row(new_id("rec"), now, now, {id: cell for id, cell in cells.items() if cell is not None})
        self.rows[row.id] = row
        self._note(row, row.cells)
        return row

    def change(self, row: Row, cells: Mapping[str, Any], now: datetime, *, whole: bool = False) -> list[str]:
        """Write cells; the ids of the columns that changed. `whole` clears what is not named."""
        writable = [column.id for column in self.columns if column.kind not in READ_ONLY]
        wanted = {**(dict.fromkeys(writable) if whole else {}), **cells}
        changed = [id for id, cell in wanted.items() if row.cells.get(id) != cell]
        for id in changed:
            if wanted[id] is None:
                row.cells.pop(id, None)
            else:
                row.cells[id] = wanted[id]
        if changed:
            row.changed = now
            self._note(row, row.cells)
        return changed

    def shown(self, row: Row, only: Sequence[str] = (), *, by_id: bool = False) -> dict[str, Any]:
        """A record as an answer holds it: without empty cells. `only`: columns, by name or id."""
        wanted = [self.column(name) for name in only] if only else self.columns
        fields: dict[str, Any] = {}
        for column in wanted:
            cell = _stamp(row.changed) if column.kind == "lastModifiedTime" else row.cells.get(column.id)
            if cell is not None:
                fields[column.id if by_id else column.name] = cell
        return {"id": row.id, "createdTime": _stamp(row.created), "fields": fields}

    def matching(self, keys: Sequence[Column], cells: Mapping[str, Any]) -> list[Row]:
        """The rows that hold the same in these columns. A single text column is looked up: tables grow long."""
        held = cells.get(keys[0].id)
        rows: Iterable[Row] = self.rows.values()
        if len(keys) == 1 and isinstance(held, str):
            ids = self._places(keys[0].id).get(held, ())
            rows = [self.rows[id] for id in ids if id in self.rows]
        return [row for row in rows if all(row.cells.get(key.id) == cells.get(key.id) for key in keys)]

    def _places(self, column: str) -> dict[str, dict[str, None]]:
        """Row ids by the text of a column; what was changed since stays and is passed over."""
        if column not in self._looked_up:
            self._looked_up[column] = {}
            for row in self.rows.values():
                self._note(row, row.cells)
        return self._looked_up[column]

    def _note(self, row: Row, cells: Mapping[str, Any]) -> None:
        for column, places in self._looked_up.items():
            if isinstance(cell := cells.get(column), str):
                places.setdefault(cell, {})[row.id] = None


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"

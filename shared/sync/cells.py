"""Values of leads as cells of a table, and back.

Both ways end in one plain form, so that what a table makes of a value (a number, a list of one, a time with
milliseconds) is never taken for an edit.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from math import isfinite
from typing import Final

from shared.core.errors import InvalidInput
from shared.leads.model import Value
from shared.sync.model import Cell, FieldLink

LONGEST: Final = 100_000  # characters in a cell

READ_ONLY: Final = frozenset(
    [
        "aiText",
        "autoNumber",
        "button",
        "count",
        "createdBy",
        "createdTime",
        "externalSyncSource",
        "formula",
        "lastModifiedBy",
        "lastModifiedTime",
        "multipleLookupValues",
        "rollup",
    ]
)
NOT_OURS: Final = frozenset(
    [
        "barcode",
        "manualSort",
        "multipleAttachments",
        "multipleCollaborators",
        "multipleRecordLinks",
        "singleCollaborator",
    ]
)
"""Types whose cells hold other things than a value."""

_YES: Final = frozenset({"true", "yes", "1", "y", "x", "ja", "oui", "si"})
_NO: Final = frozenset({"", "false", "no", "0", "n", "nein", "non"})


def cell_of(link: FieldLink, value: Value | None) -> Cell:
    """The cell that stands for a value. Raises InvalidInput with the reason and the remedy when none can."""
    if value is None or value == "":
        return None
    return _MAKE.get(link.kind, _text)(link, value)


def value_of(link: FieldLink, cell: Cell) -> Value | None:
    """The value that a cell stands for, None when it is empty."""
    plain = plain_cell(link, cell)
    if plain is None:
        return None
    if link.kind == "checkbox":
        return "true" if plain else None
    if isinstance(plain, list):
        return ", ".join(map(str, plain)) or None
    if isinstance(plain, float) and plain.is_integer():
        return str(int(plain))
    return str(plain)


def plain_cell(link: FieldLink, cell: Cell) -> Cell:
    """The form in which two cells are compared."""
    if cell is None or cell is False or cell in ("", []):
        return None
    if isinstance(cell, str):
        return _plain_text(link, cell)
    if isinstance(cell, list):
        return [_label(item) for item in cell]
    if isinstance(cell, int | float) and link.kind in _NUMBERS:
        return float(cell)
    return _label(cell)


def _plain_text(link: FieldLink, text: str) -> str | None:
    if link.kind == "dateTime":
        return _moment(text) or text
    if link.kind in {"multilineText", "richText"}:
        return text.rstrip("\n") or None  # rich text comes back with a line break at its end
    return text


def _label(item: Cell) -> Cell:
    """What stands on an AI text, a button, a collaborator, a linked record."""
    if not isinstance(item, Mapping):
        return item
    return str(item.get("value") or item.get("name") or item.get("label") or item.get("id") or item)


Tidy = Callable[[str, Value], Value]
"""How the house keeps what was typed into a field: one spelling of an address, a number, a page."""


def as_typed(_: str, value: Value) -> Value:
    return value


def same(link: FieldLink, value: Value | None, cell: Cell, tidy: Tidy = as_typed) -> bool:
    """Whether a value and a cell say the same."""
    if (value is None or value == "") and plain_cell(link, cell) is None:
        return True
    try:
        if plain_cell(link, cell_of(link, value)) == plain_cell(link, cell):
            return True
    except InvalidInput:
        pass
    said = value_of(link, cell)
    return value is not None and said is not None and str(value) in {str(said), str(tidy(link.ours, said))}


def _text(link: FieldLink, value: Value) -> str:
    text = str(value)
    if len(text) > LONGEST:
        raise InvalidInput(
            f"{link.theirs}: {len(text):,} characters; a cell holds {LONGEST:,}. Shorten {link.ours} of this lead"
        )
    return text


def _number(link: FieldLink, value: Value) -> float | int:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    try:
        number = float(str(value).replace(",", "").replace(" ", ""))
    except ValueError as error:
        wrong = f"{link.theirs} takes numbers; {str(value)[:40]!r} is none. Make the column a text, or correct the lead"
        raise InvalidInput(wrong) from error
    if not isfinite(number):
        raise InvalidInput(f"{link.theirs} takes numbers; {str(value)[:40]!r} is none. Correct the lead")
    return int(number) if number.is_integer() and abs(number) < 2**53 else number


def _checkbox(link: FieldLink, value: Value) -> bool | None:
    text = str(value).strip().casefold()
    if text in _YES:
        return True
    if text in _NO:
        return None
    raise InvalidInput(f"{link.theirs} is a checkbox; {str(value)[:40]!r} is neither yes nor no. Correct the lead")


def _choice(link: FieldLink, value: Value) -> str:
    text = _text(link, value)
    if link.options and text not in link.options and not link.typecast:
        known = ", ".join(link.options[:8])
        raise InvalidInput(
            f'{link.theirs} has no option {text[:60]!r} (it has {known}); add it there, or set "typecast": true in the '
            "field map"
        )
    return text


def _choices(link: FieldLink, value: Value) -> list[str]:
    parts = [part.strip() for part in str(value).split(",") if part.strip()]
    return [_choice(link, part) for part in dict.fromkeys(parts)]


def _moment(text: str) -> str | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def _time(link: FieldLink, value: Value) -> str:
    found = _moment(str(value))
    if found is None:
        raise InvalidInput(f"{link.theirs} takes times such as 2026-11-21T09:30:00Z; {str(value)[:40]!r} is none")
    return found


def _date(link: FieldLink, value: Value) -> str:
    return _time(link, value)[:10]


_NUMBERS: Final = frozenset({"number", "percent", "currency", "rating", "duration"})
_MAKE: Final[Mapping[str, Callable[[FieldLink, Value], Cell]]] = {
    **dict.fromkeys(_NUMBERS, _number),
    "checkbox": _checkbox,
    "singleSelect": _choice,
    "multipleSelects": _choices,
    "dateTime": _time,
    "date": _date,
}

"""Advice on columns whose meaning is not certain: one question a file, and nothing of the answer is taken on trust.

The rules decide first. Only where they are unsure, and someone who can be asked is there, the columns' names and a few
of their values are shown; a suggestion counts when it names a column that was asked about and a field that is free, and
when the column's values do not forbid it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

from shared.core.log import get_log
from shared.core.text import shorten
from shared.leads import evidence as evidences
from shared.leads.judging import verdict
from shared.leads.mapping import SAMPLE_ROWS
from shared.leads.model import ColumnMap, FieldDefinition

UNSURE: Final = 0.6  # confidence below which advice is asked for
TRUST: Final = 0.55  # confidence of what was advised
VALUES, VALUE_LENGTH, COLUMNS = 3, 60, 60  # values a column, characters a value, columns a question

log = get_log(__name__)


@dataclass(frozen=True, slots=True)
class Unsure:
    """A column that advice is asked for: its number in the table, its name and a few of its values."""

    index: int
    name: str
    values: tuple[str, ...]


class ColumnAdvisor(Protocol):
    """Someone who may know what a column means: a language model, as a rule."""

    def advise(self, columns: Sequence[Unsure], fields: Sequence[str], header: Sequence[str]) -> Mapping[int, str]:
        """Fields by column number, for those that it dares to name. Empty when it cannot be asked; never raises."""


def advised(
    maps: Sequence[ColumnMap],
    sample: Sequence[Sequence[str]],
    fields: Sequence[FieldDefinition],
    advisor: ColumnAdvisor,
) -> tuple[ColumnMap, ...]:
    """The decisions with what the advisor could add to the unsure ones. It is not asked when none is."""
    taken = {target for column in maps for target in column.targets}
    free = [field.name for field in fields if not field.custom and field.name not in taken]
    asked = [_unsure(column, sample) for column in maps if _is_unsure(column)]
    asked = [column for column in asked if column.values][:COLUMNS]
    if not asked or not free:
        return tuple(maps)
    answer = advisor.advise(asked, free, [column.column for column in maps])
    allowed = {column.index for column in asked}
    found = dict(maps_by_index := {column.index: column for column in maps})
    for index, field in sorted(answer.items()):
        if index in allowed and field in free and verdict(field, _seen(index, sample)) >= 0:
            free.remove(field)
            reason = f"advised: “{shorten(maps_by_index[index].column, 60)}” means {field}"
            found[index] = replace(found[index], targets=(field,), custom="", confidence=TRUST, reason=reason)
    return tuple(found[column.index] for column in maps)


def _is_unsure(column: ColumnMap) -> bool:
    """Columns that fill a field keep it: advice only adds, it takes nothing away."""
    return not column.targets and column.confidence < UNSURE


def _unsure(column: ColumnMap, sample: Sequence[Sequence[str]]) -> Unsure:
    cells = (row[column.index].strip() for row in sample[:SAMPLE_ROWS] if column.index < len(row))
    values = list(dict.fromkeys(shorten(cell, VALUE_LENGTH) for cell in cells if not evidences.is_nothing(cell)))
    return Unsure(column.index, shorten(column.column, VALUE_LENGTH), tuple(values[:VALUES]))


def _seen(index: int, sample: Sequence[Sequence[str]]) -> evidences.Evidence:
    return evidences.of_column([row[index] for row in sample[:SAMPLE_ROWS] if index < len(row)])


def as_data(columns: Sequence[Unsure], header: Sequence[str]) -> str:
    """What is shown of a table: JSON, so that no cell can end the data and begin to speak for itself."""
    told = {
        "all_column_names": [shorten(name, VALUE_LENGTH) for name in header[:200]],
        "columns": [{"number": column.index, "name": column.name, "values": column.values} for column in columns],
    }
    return json.dumps(told, ensure_ascii=False)

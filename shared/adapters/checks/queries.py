"""The reason why Firestore would refuse a query, an index that is not declared included."""

import math
from collections.abc import Sequence
from typing import Any

from shared.core.errors import InvalidInput
from shared.ports.documents import Index, Query, Where

_MAX_ALTERNATIVES = 30
_LARGEST = 2**63
_MAX_DIMENSIONS = 2_048
_MAX_NEAREST = 1_000
RANGES = frozenset({"<", "<=", ">", ">="})


def check(query: Query, indexes: Sequence[Index]) -> None:
    """Raise InvalidInput for what Firestore refuses, or what it would need an undeclared index for."""
    for where in query.where:
        _check_where(where)
    _check_alternatives(query.where)
    if query.limit is not None and query.limit < 1:
        raise InvalidInput(f"query over {query.collection}: limit is {query.limit}; it must be 1 or more, or None")
    if query.group and "/" in query.collection:
        raise InvalidInput(f"query over the group {query.collection!r}: a group is named by its last segment alone")
    if query.descending and ordered_field(query) is None:
        raise InvalidInput(f"query over {query.collection}: Firestore does not go backwards by id; name an order_by")
    _check_after(query)
    _check_index(query, indexes)


def _check_where(where: Where) -> None:
    values = where.value if where.op == "in" else [where.value]
    if where.op == "in" and not (isinstance(values, list | tuple) and 1 <= len(values) <= _MAX_ALTERNATIVES):
        raise InvalidInput(f"condition on {where.field}: `in` takes a list of 1 to {_MAX_ALTERNATIVES} values")
    if not where.field or "" in where.field.split("."):
        raise InvalidInput(f"condition on {where.field!r}: an empty field name")
    for value in values:
        _check_value(where, value)


def _check_value(where: Where, value: Any) -> None:
    fits = type(value) in {str, bool, int, float} or (value is None and where.op in {"==", "array_contains"})
    if type(value) is int:
        fits = -_LARGEST <= value < _LARGEST
    elif type(value) is float:
        fits = value - value == 0.0
    if not fits:
        raise InvalidInput(
            f"condition on {where.field}: cannot compare {where.op} with {value!r:.60}; use a text, number or bool"
            " (times as core.clock.iso writes them)"
        )


def _check_alternatives(conditions: Sequence[Where]) -> None:
    alternatives = 1
    for where in conditions:
        alternatives *= len(where.value) if where.op == "in" else 1
    if alternatives > _MAX_ALTERNATIVES:
        raise InvalidInput(f"{alternatives} combinations of `in` values; Firestore takes {_MAX_ALTERNATIVES} at most")
    if sum(where.op == "array_contains" for where in conditions) > 1:
        raise InvalidInput("a query takes one array_contains; filter the rest after reading")


def ordered_field(query: Query) -> str | None:
    """The field that the result is sorted by, None when by id alone. Raises InvalidInput for ranges on other fields."""
    ranged = {where.field for where in query.where if where.op in RANGES}
    if query.order_by is not None:
        ranged.add(query.order_by)
    if len(ranged) > 1:
        raise InvalidInput(
            f"query over {query.collection}: ranges and order_by name {', '.join(sorted(ranged))}; only one field may"
        )
    return next(iter(ranged), None)


def _check_after(query: Query) -> None:
    if query.after is None:
        return
    value, id = query.after
    if ordered_field(query) is None and value is not None:
        raise InvalidInput(f"query over {query.collection}: without order_by the cursor's value is None")
    if query.group != ("/" in id):
        raise InvalidInput(
            f"query over {query.collection}: the cursor's id is "
            + ("`collection/id` in a group" if query.group else f"the document's own, not {id!r:.80}")
        )


def _check_index(query: Query, indexes: Sequence[Index]) -> None:
    order = ordered_field(query)
    equal = {where.field for where in query.where if where.op not in RANGES} - {order}
    if order is None or not equal:
        return
    name = query.collection.rpartition("/")[2]
    lists = any(where.op == "array_contains" for where in query.where)
    declared = any(
        index.vector is None
        and index.collection == name
        and index.fields[-1] == order
        and set(index.fields[:-1]) == equal
        for index in indexes
    )
    if not declared or lists:
        raise InvalidInput(
            f"query over {name}: no index is declared; add to `indexes` in manifest.yaml:"
            f" - {{collection: {name}, fields: [{', '.join([*sorted(equal), order])}]}}"
            + (" (and filter array_contains after reading)" if lists else "")
        )


def check_nearest(
    collection: str,
    field: str,
    vector: Sequence[float],
    limit: int,
    where: Sequence[Where],
    indexes: Sequence[Index],
) -> None:
    """Raise InvalidInput for a search by vector that Firestore refuses, or whose index is not declared."""
    if not 1 <= len(vector) <= _MAX_DIMENSIONS or not 1 <= limit <= _MAX_NEAREST:
        raise InvalidInput(f"nearest, {collection}: {len(vector)} numbers, limit {limit}; 2,048 and 1,000 at most")
    if any(condition.op not in {"==", "in", "array_contains"} for condition in where):
        raise InvalidInput(f"nearest over {collection}: a vector search takes equalities alone, no ranges")
    norm = math.hypot(*vector)
    if not norm or not math.isfinite(norm):
        raise InvalidInput(f"nearest over {collection}: the vector has no direction")
    name = collection.rpartition("/")[2]
    equal = sorted({condition.field for condition in where})
    if Index(name, (*equal, field), len(vector)) not in {
        Index(index.collection, (*sorted(index.fields[:-1]), index.fields[-1]), index.vector) for index in indexes
    }:
        raise InvalidInput(
            f"nearest over {name}: no index for vectors of {len(vector)} numbers is declared; add to `indexes` in"
            f" manifest.yaml: - {{collection: {name}, fields: [{', '.join([*equal, field])}], vector: {len(vector)}}}"
        )

"""A query as SQL, or the reason why Firestore would refuse it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from shared.adapters.local.order import sort_key, type_range
from shared.adapters.local.tables import Layout, split
from shared.core.errors import InvalidInput
from shared.ports.documents import Index, Query, Where

_MAX_ALTERNATIVES = 30
_RANGES = frozenset({"<", "<=", ">", ">="})
_LARGEST = 2**63


@dataclass(slots=True)
class _Sql:
    """Text and values that grow side by side."""

    text: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)

    def add(self, text: str, *values: Any) -> None:
        self.text.append(text)
        self.values += values


def check(query: Query, indexes: Sequence[Index]) -> None:
    """Raise InvalidInput for what Firestore refuses, or what it would need an undeclared index for."""
    for where in query.where:
        _check_where(where)
    _check_alternatives(query.where)
    if query.limit is not None and query.limit < 1:
        raise InvalidInput(f"query over {query.collection}: limit is {query.limit}; it must be 1 or more, or None")
    if query.group and "/" in query.collection:
        raise InvalidInput(f"query over the group {query.collection!r}: a group is named by its last segment alone")
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
    ranged = {where.field for where in query.where if where.op in _RANGES}
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
    equal = {where.field for where in query.where if where.op not in _RANGES} - {order}
    if order is None or not equal:
        return
    name = query.collection.rpartition("/")[2]
    lists = any(where.op == "array_contains" for where in query.where)
    declared = any(
        index.collection == name and index.fields[-1] == order and set(index.fields[:-1]) == equal for index in indexes
    )
    if not declared or lists:
        raise InvalidInput(
            f"query over {name}: no index is declared; add to `indexes` in manifest.yaml:"
            f" - {{collection: {name}, fields: [{', '.join([*sorted(equal), order])}]}}"
            + (" (and filter array_contains after reading)" if lists else "")
        )


def select(query: Query, layout: Layout) -> tuple[str, list[Any]]:
    """SQL for rows of id, version, body, parent in the query's order."""
    sql = _Sql()
    order = ordered_field(query)
    _conditions(query, layout, order, sql)
    terms = _order_terms(query, layout, order)
    if query.after is not None:
        _after(query, terms, order, sql)
    direction = " DESC" if query.descending else ""
    # A plus keeps SQLite from walking all ids in order, where an index on a condition's field finds the few that match.
    found_by_key = order is None and any(where.field in layout.columns for where in query.where)
    by = f"+id{direction}" if found_by_key and not query.group else ", ".join(f"{text}{direction}" for text, _ in terms)
    ids = f"SELECT rowid AS place FROM {layout.table} WHERE {' AND '.join(sql.text)} ORDER BY {by} LIMIT ?"  # noqa: S608 - names are quoted or our own
    # The inner select sorts small rows (an index alone, often); bodies are fetched one by one in its order.
    text = (
        f"SELECT d.id, d.version, d.body, d.parent FROM ({ids}) AS found"  # noqa: S608 - as above
        f" CROSS JOIN {layout.table} AS d ON d.rowid = found.place"
    )
    by_values = [value for _, values in terms for value in values]
    return text, [*sql.values, *by_values, -1 if query.limit is None else query.limit]


def count(query: Query, layout: Layout) -> tuple[str, list[Any]]:
    """SQL for the number of matches, `limit` and `after` apart."""
    sql = _Sql()
    _conditions(query, layout, ordered_field(query), sql)
    return f"SELECT count(*) FROM {layout.table} WHERE {' AND '.join(sql.text)}", sql.values  # noqa: S608 - as above


def _key(layout: Layout, name: str) -> tuple[str, tuple[str, ...]]:
    """SQL for a field's sort key: its column, or worked out from the body."""
    column = layout.columns.get(name)
    return (column, ()) if column else ("document_key(body, ?)", (name,))


def _conditions(query: Query, layout: Layout, order: str | None, sql: _Sql) -> None:
    if query.group:
        sql.add("1")
    else:
        sql.add("parent = ?", split(query.collection)[0])
    for where in query.where:
        _condition(where, layout, sql)
    if order is not None:
        text, values = _key(layout, order)
        sql.add(f"{text} IS NOT NULL", *values)


def _condition(where: Where, layout: Layout, sql: _Sql) -> None:
    if where.op == "array_contains":
        sql.add("document_holds(body, ?, ?)", where.field, sort_key(where.value))
        return
    text, values = _key(layout, where.field)
    if where.op == "==":
        sql.add(f"{text} = ?", *values, sort_key(where.value))
    elif where.op == "in":
        keys = sorted({sort_key(value) for value in where.value})
        sql.add(f"{text} IN ({', '.join('?' * len(keys))})", *values, *keys)
    else:
        key = sort_key(where.value)
        first, end = type_range(key)
        sql.add(f"{text} {where.op} ?", *values, key)
        if where.op in {"<", "<="}:
            sql.add(f"{text} >= ?", *values, first)
        else:
            sql.add(f"{text} < ?", *values, end)


def _order_terms(query: Query, layout: Layout, order: str | None) -> list[tuple[str, tuple[str, ...]]]:
    terms = [_key(layout, order)] if order is not None else []
    if query.group:
        terms.append(("parent", ()))
    return [*terms, ("id", ())]


def _after(query: Query, terms: list[tuple[str, tuple[str, ...]]], order: str | None, sql: _Sql) -> None:
    value, id = query.after or (None, "")
    seen: list[Any] = [] if order is None else [sort_key(value)]
    if query.group:
        collection, _, id = id.rpartition("/")
        seen.append(split(collection)[0])
    seen.append(id)
    left = ", ".join(text for text, _ in terms)
    values = chain.from_iterable(values for _, values in terms)
    comparison = "<" if query.descending else ">"
    sql.add(f"({left}) {comparison} ({', '.join('?' * len(seen))})", *values, *seen)

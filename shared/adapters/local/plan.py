"""A query as SQL."""

from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from shared.adapters.checks.queries import ordered_field
from shared.adapters.checks.values import split
from shared.adapters.local.layout import Layout
from shared.adapters.local.order import sort_key, type_range
from shared.ports.documents import Query, Where


@dataclass(slots=True)
class _Sql:
    """Text and values that grow side by side."""

    text: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)

    def add(self, text: str, *values: Any) -> None:
        self.text.append(text)
        self.values += values


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
    if layout.has_young:
        rows = f"SELECT id, version, body, parent FROM {layout.documents}"  # noqa: S608 - names are quoted or our own
        text = f"{rows} WHERE {' AND '.join(sql.text)} ORDER BY {by} LIMIT ?"
    else:
        text = _in_two_steps(layout, sql, by)
    by_values = [value for _, values in terms for value in values]
    return text, [*sql.values, *by_values, -1 if query.limit is None else query.limit]


def _in_two_steps(layout: Layout, sql: _Sql, by: str) -> str:
    """The inner select sorts small rows (an index alone, often); bodies are fetched one by one in its order."""
    ids = f"SELECT rowid AS place FROM {layout.table} WHERE {' AND '.join(sql.text)} ORDER BY {by} LIMIT ?"  # noqa: S608 - names are quoted or our own
    return (
        f"SELECT d.id, d.version, d.body, d.parent FROM ({ids}) AS found"  # noqa: S608 - as above
        f" CROSS JOIN {layout.table} AS d ON d.rowid = found.place"
    )


def count(query: Query, layout: Layout) -> tuple[str, list[Any]]:
    """SQL for the number of matches, `limit` and `after` apart."""
    sql = _Sql()
    _conditions(query, layout, ordered_field(query), sql)
    return f"SELECT count(*) FROM {layout.documents} WHERE {' AND '.join(sql.text)}", sql.values  # noqa: S608 - as above


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

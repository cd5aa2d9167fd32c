"""The newest documents of a collection, in a small table before its large one.

Ids that are hashes fall all over a large table: each of a thousand new documents changes another page of it, and a
page that changed goes to the disk whole. So what is set by the hundred is laid into a small table first, whose few
pages each commit fills, and moves on into the large one in the order of ids, a stretch of neighbours at a time.

A document of the small table stands for the one of that id in the large one. Whoever reads looks into both; every
other kind of write first brings the documents that it means into the large one.
"""

from collections.abc import Iterable, Sequence
from itertools import repeat
from math import isqrt
from typing import Any

from shared.adapters.local.database import Connection
from shared.adapters.local.layout import Layout
from shared.ports.documents import Set, Write

MANY = 200  # documents set together that go to the small table
_REPLACING = "ON CONFLICT (parent, id) DO UPDATE SET version = excluded.version, body = excluded.body"
_LEAST = 20_000  # documents that the small table holds before any of them moves on
_MOST = 160_000
_COMMITTED = 13_000  # documents between two commits: the two tables' changed pages then cost the least together


def takes(kind: type[Write], ids: Sequence[str]) -> bool:
    """Whether writes of this kind go to the small table."""
    return kind is Set and len(ids) >= MANY


def put(connection: Connection, layout: Layout, rows: Iterable[tuple[Any, ...]], count: int) -> None:
    """Set documents (parent, id, version, body): in any order, for the whole table is at hand."""
    connection.executemany(
        f"INSERT INTO {layout.young} VALUES (?, ?, ?, ?) {_REPLACING}",  # noqa: S608 - the name is quoted
        rows,
    )
    ((held, *after),) = connection.execute(
        "UPDATE young SET documents = documents + ? WHERE name = ? RETURNING documents, parent, id",
        (count, layout.name),
    ).fetchall()
    ((place,),) = connection.execute(f"SELECT max(rowid) FROM {layout.table}").fetchall()  # noqa: S608 - as above
    if held > min(_MOST, max(_LEAST, isqrt(_COMMITTED * (place or 0)))):
        _move_on(connection, layout, after, count + count // 4)


def _move_on(connection: Connection, layout: Layout, after: Sequence[str], count: int) -> None:
    """Move the next `count` documents behind the last one that moved."""
    behind = f"{layout.young} WHERE (parent, id) > (?, ?)"
    last = connection.execute(
        f"SELECT parent, id FROM {behind} ORDER BY parent, id LIMIT 1 OFFSET ?",  # noqa: S608 - as above
        (*after, count - 1),
    ).fetchone()
    stretch = f"{behind} AND (parent, id) <= (?, ?)" if last else behind
    bounds = (*after, *(last or ()))
    connection.execute(_moving(layout, stretch), bounds)
    connection.execute(f"DELETE FROM {stretch}", bounds)  # noqa: S608 - as above
    if last:
        connection.execute(
            "UPDATE young SET documents = documents - ?, parent = ?, id = ? WHERE name = ?", (count, *last, layout.name)
        )
    else:  # it begins again in front; what was replaced or deleted is counted out
        connection.execute(
            f"UPDATE young SET documents = (SELECT count(*) FROM {layout.young}), parent = '', id = '' WHERE name = ?",  # noqa: S608 - as above
            (layout.name,),
        )


def _moving(layout: Layout, where: str) -> str:
    return (
        f"INSERT INTO {layout.table} (parent, id, version, body) SELECT parent, id, version, body FROM {where}"  # noqa: S608 - as above
        f" ORDER BY parent, id {_REPLACING}"
    )


def bring(connection: Connection, layout: Layout, parent: str, ids: Sequence[str]) -> None:
    """Move these documents, where they are in the small table: they are about to be written otherwise."""
    one = f"{layout.young} WHERE parent = ? AND id = ?"
    pairs = list(zip(repeat(parent), ids))
    connection.executemany(_moving(layout, one), pairs)
    connection.executemany(f"DELETE FROM {one}", pairs)  # noqa: S608 - as above


def bring_all(connection: Connection, layout: Layout) -> None:
    """Move all documents: the large table is about to get an index."""
    connection.execute(_moving(layout, f"{layout.young} WHERE 1"))
    connection.execute(f"DELETE FROM {layout.young}")  # noqa: S608 - as above
    connection.execute("UPDATE young SET documents = 0, parent = '', id = '' WHERE name = ?", (layout.name,))

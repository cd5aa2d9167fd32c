"""All documents of a store in the order of their paths: for export, backup and comparison."""

import heapq
from collections.abc import Iterator
from sqlite3 import Connection

from shared.adapters.local.database import Database
from shared.adapters.local.layout import Layout
from shared.adapters.local.tables import Tables
from shared.core.codec import decode
from shared.ports.documents import Snapshot

_CHUNK = 200  # rows of one table held at once
_Path = tuple[bytes, ...]
_Row = tuple[_Path, str, str, int, str, str]  # path, collection, id, version, body, and the name against ties


def scan(database: Database, tables: Tables, after: str) -> Iterator[Snapshot]:
    """As of one moment; little is held in memory, whatever there is."""
    begin = _path(after) if after else ()
    with database.read() as connection:
        connection.execute("BEGIN")
        names = [name for (name,) in connection.execute("SELECT name FROM collections").fetchall()]
        layouts = [layout for name in names if (layout := tables.find(connection, name))]
        for _, collection, id, version, body, _ in heapq.merge(
            *(_table(connection, layout, begin) for layout in layouts)
        ):
            yield Snapshot(id, decode(dict, body), str(version), collection)


def _table(connection: Connection, layout: Layout, begin: _Path) -> Iterator[_Row]:
    """One table's documents. The table sorts parents as plain text, where `/` is a letter among others."""
    parents = [parent for (parent,) in connection.execute(f"SELECT DISTINCT parent FROM {layout.documents}")]  # noqa: S608
    for parent in sorted(parents, key=_path):
        collection = f"{parent}/{layout.name}" if parent else layout.name
        prefix = _path(collection)
        if begin and prefix < begin[: len(prefix)]:
            continue
        same = bool(begin) and prefix == begin[: len(prefix)] and len(begin) > len(prefix)
        lowest = begin[len(prefix)].decode() if same else ""
        # a child collection's documents come behind their parent, so with a longer `after` the parent has been seen
        cursor = connection.execute(
            f"SELECT id, version, body FROM {layout.documents} WHERE parent = ? AND id > ? ORDER BY id",  # noqa: S608
            (parent, lowest),
        )
        while rows := cursor.fetchmany(_CHUNK):
            for id, version, body in rows:
                yield (*prefix, id.encode()), collection, id, version, body, layout.name


def _path(text: str) -> _Path:
    return tuple(part.encode() for part in text.split("/")) if text else ()

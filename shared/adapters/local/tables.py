"""One table for all collections with the same last path segment.

Beside the JSON body stands one column for each field that a declared index names, holding its `sort_key`: an index over
these columns sorts exactly as Firestore does, and writing a document costs SQLite no JSON parsing.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from shared.adapters.local.database import Connection, Database
from shared.core.codec import decode, encode
from shared.ports.documents import Index

_PLAIN_NAME = re.compile(r"[a-z][a-z0-9_]*")

_REGISTER = """
CREATE TABLE IF NOT EXISTS collections (
    name TEXT PRIMARY KEY,
    fields TEXT NOT NULL,    -- JSON array: the fields that have a column, in the order of k0, k1, ...
    changes INTEGER NOT NULL -- rises with every transaction that writes here; the version of what it wrote
)"""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a collection's table looks."""

    name: str
    fields: tuple[str, ...]
    table: str = field(init=False)  # quoted
    columns: Mapping[str, str] = field(init=False)  # field → column
    paths: tuple[tuple[str, ...], ...] = field(init=False)
    insert: str = field(init=False)
    upsert: str = field(init=False)
    replace: str = field(init=False)  # takes what `insert` takes, then parent and id again

    def __post_init__(self) -> None:
        columns = {name: f"k{number}" for number, name in enumerate(self.fields)}
        keys = list(columns.values())
        table = f'"{table_name(self.name)}"'
        names = ", ".join(["parent", "id", "version", *keys, "body"])
        marks = ", ".join("?" * (len(keys) + 4))
        insert = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608 - names are quoted or our own
        update = ", ".join(f"{name} = excluded.{name}" for name in ["version", *keys, "body"])
        replace = ", ".join(f"{name} = ?{number}" for number, name in enumerate(["version", *keys, "body"], 3))
        derived = {
            "table": table,
            "columns": columns,
            "paths": tuple(tuple(name.split(".")) for name in self.fields),
            "insert": insert,
            "upsert": f"{insert} ON CONFLICT (parent, id) DO UPDATE SET {update}",
            "replace": f"UPDATE {table} SET {replace} WHERE parent = ?1 AND id = ?2",  # noqa: S608 - as above
        }
        for name, value in derived.items():
            object.__setattr__(self, name, value)


def table_name(collection: str) -> str:
    """SQLite folds case in names, Firestore does not: an unusual name is spelled in hexadecimal.

    >>> table_name("leads"), table_name("Leads")
    ('doc_leads', 'doc__4c65616473')
    """
    if _PLAIN_NAME.fullmatch(collection):
        return f"doc_{collection}"
    return f"doc__{collection.encode().hex()}"


@lru_cache(maxsize=1024)
def _layout(name: str, fields: str) -> Layout:
    return Layout(name, tuple(decode(list[str], fields)))


class Tables:
    """The tables of a store, made when the first document arrives or an index is declared."""

    def __init__(self, database: Database, indexes: Sequence[Index]) -> None:
        self._wanted: dict[str, list[Index]] = {}
        for index in indexes:
            if index.vector is not None:  # vectors are compared one by one
                continue
            self._wanted.setdefault(index.collection, []).append(index)
        self._known: set[str] = set()
        self._prepare(database)

    def find(self, connection: Connection, name: str) -> Layout | None:
        """The layout for reading, None when nothing was ever stored there."""
        row = connection.execute("SELECT fields FROM collections WHERE name = ?", (name,)).fetchone()
        return None if row is None else _layout(name, row[0])

    def exists(self, connection: Connection, name: str) -> bool:
        if name in self._known:
            return True
        if self.find(connection, name) is None:
            return False
        if not connection.in_transaction:  # a transaction sees its own tables, and may yet be rolled back
            self._known.add(name)
        return True

    def open(self, connection: Connection, name: str) -> tuple[Layout, int]:
        """Inside a write: the layout, and the version for what this transaction writes."""
        rows = connection.execute(
            "UPDATE collections SET changes = changes + 1 WHERE name = ? RETURNING fields, changes", (name,)
        ).fetchall()
        if not rows:
            self._create(connection, name)
            return self.open(connection, name)
        return _layout(name, rows[0][0]), rows[0][1]

    def _prepare(self, database: Database) -> None:
        """Make what the declared indexes need; looks first, so that an ordinary start takes no write lock."""
        with database.read() as connection:
            found = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'collections'").fetchone()
            if found and all(self._is_ready(connection, name) for name in self._wanted):
                return
        with database.write() as connection:
            connection.execute(_REGISTER)
            for name in self._wanted:
                self._create(connection, name)

    def _is_ready(self, connection: Connection, name: str) -> bool:
        layout = self.find(connection, name)
        if layout is None:
            return False
        there = connection.execute("SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = ?", (
            table_name(name),
        ))  # fmt: skip
        names = {row[0] for row in there}
        return all(
            layout.columns.keys() >= set(index.fields) and _index_name(layout, index) in names
            for index in self._wanted[name]
        )

    def _create(self, connection: Connection, name: str) -> None:
        """The table with every column and index that is declared; grows one that is there."""
        wanted = self._wanted.get(name, [])
        before = self.find(connection, name)
        fields = list(before.fields) if before else []
        fields += dict.fromkeys(name for index in wanted for name in index.fields if name not in fields)
        layout = _layout(name, encode(fields).decode())
        if before is None:
            keys = "".join(f"{column} BLOB, " for column in layout.columns.values())
            connection.execute(
                f"CREATE TABLE {layout.table} "
                f"(parent TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, {keys}body TEXT NOT NULL, "
                "UNIQUE (parent, id))"
            )
            connection.execute("INSERT INTO collections VALUES (?, ?, 0)", (name, encode(fields).decode()))
        elif layout.fields != before.fields:
            _add_columns(connection, before, layout)
        for index in wanted:
            # Without the id at its end: equal keys then lie in the order of arrival, so that a batch of new documents
            # fills one page instead of touching hundreds; the order by id is sorted out among equal keys when reading.
            columns = ", ".join(layout.columns[field] for field in index.fields)
            connection.execute(
                f'CREATE INDEX IF NOT EXISTS "{_index_name(layout, index)}" ON {layout.table} (parent, {columns})'
            )


def _add_columns(connection: Connection, before: Layout, after: Layout) -> None:
    new = [name for name in after.fields if name not in before.columns]
    for name in new:
        connection.execute(f"ALTER TABLE {after.table} ADD COLUMN {after.columns[name]} BLOB")
    filling = ", ".join(f"{after.columns[name]} = document_key(body, ?)" for name in new)
    connection.execute(f"UPDATE {after.table} SET {filling}", new)  # noqa: S608 - names are quoted or our own
    connection.execute(
        "UPDATE collections SET fields = ? WHERE name = ?", (encode(list(after.fields)).decode(), after.name)
    )


def _index_name(layout: Layout, index: Index) -> str:
    return "_".join([table_name(layout.name), "by", *(layout.columns[field] for field in index.fields)])

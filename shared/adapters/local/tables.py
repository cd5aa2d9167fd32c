"""One table for all collections with the same last path segment.

Beside the JSON body stands one column for each field that a declared index names, holding its `sort_key`: an index over
these columns sorts exactly as Firestore does, and writing a document costs SQLite no JSON parsing.
"""

from collections.abc import Sequence

from shared.adapters.local.database import Connection, Database
from shared.adapters.local.layout import Layout, layout_of, table_name
from shared.adapters.local.young import bring_all
from shared.core.codec import encode
from shared.ports.documents import Index

_HAS_YOUNG = "EXISTS (SELECT 1 FROM young WHERE young.name = collections.name)"

_REGISTER = """
CREATE TABLE IF NOT EXISTS collections (
    name TEXT PRIMARY KEY,
    fields TEXT NOT NULL,    -- JSON array: the fields that have a column, in the order of k0, k1, ...
    changes INTEGER NOT NULL -- rises with every transaction that writes here; the version of what it wrote
)"""
_YOUNG = """
CREATE TABLE IF NOT EXISTS young (
    name TEXT PRIMARY KEY,      -- of a collection that has a small table for its newest documents
    documents INTEGER NOT NULL, -- in the small table, or more
    parent TEXT NOT NULL,       -- of the document that was the last one to move on into the large table
    id TEXT NOT NULL
)"""


class Tables:
    """The tables of a store, made when the first document arrives or an index is declared."""

    def __init__(self, database: Database, indexes: Sequence[Index]) -> None:
        self._wanted: dict[str, list[Index]] = {}
        for index in indexes:
            if index.vector is not None:  # vectors are compared one by one
                continue
            self._wanted.setdefault(index.collection, []).append(index)
        self._known: dict[str, Layout] = {}
        self._prepare(database)

    def find(self, connection: Connection, name: str) -> Layout | None:
        """The layout for reading, None when nothing was ever stored there."""
        row = connection.execute(f"SELECT fields, {_HAS_YOUNG} FROM collections WHERE name = ?", (name,)).fetchone()  # noqa: S608 - our own
        return None if row is None else layout_of(name, *row)

    def known(self, connection: Connection, name: str) -> Layout | None:
        """As `find`, where nobody asks for indexes: most tables stay as they were found."""
        if layout := self._known.get(name):
            return layout
        layout = self.find(connection, name)
        # A transaction sees its own tables, and may yet be rolled back; a table without indexes may get a small one.
        if layout is not None and (layout.fields or layout.has_young) and not connection.in_transaction:
            self._known[name] = layout
        return layout

    def open(self, connection: Connection, name: str) -> tuple[Layout, int]:
        """Inside a write: the layout, and the version for what this transaction writes."""
        rows = connection.execute(
            f"UPDATE collections SET changes = changes + 1 WHERE name = ? RETURNING changes, fields, {_HAS_YOUNG}",  # noqa: S608 - our own
            (name,),
        ).fetchall()
        if not rows:
            self._create(connection, name)
            return self.open(connection, name)
        return layout_of(name, *rows[0][1:]), rows[0][0]

    def rejuvenate(self, connection: Connection, layout: Layout) -> Layout:
        """Inside a write: the layout of the same table, with a small one for its newest documents."""
        if layout.has_young:
            return layout
        connection.execute(
            f"CREATE TABLE {layout.young} (parent TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, "
            "body TEXT NOT NULL, PRIMARY KEY (parent, id)) WITHOUT ROWID"
        )
        connection.execute("INSERT INTO young VALUES (?, 0, '', '')", (layout.name,))
        return layout_of(layout.name, "[]", 1)

    def _prepare(self, database: Database) -> None:
        """Make what the declared indexes need; looks first, so that an ordinary start takes no write lock."""
        with database.read() as connection:
            found = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'young'").fetchone()
            if found and all(self._is_ready(connection, name) for name in self._wanted):
                return
        with database.write() as connection:
            connection.execute(_REGISTER)
            connection.execute(_YOUNG)
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
        layout = layout_of(name, encode(fields).decode())
        if before is None:
            keys = "".join(f"{column} BLOB, " for column in layout.columns.values())
            connection.execute(
                f"CREATE TABLE {layout.table} "
                f"(parent TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, {keys}body TEXT NOT NULL, "
                "UNIQUE (parent, id))"
            )
            connection.execute("INSERT INTO collections VALUES (?, ?, 0)", (name, encode(fields).decode()))
        elif layout.fields != before.fields:
            if before.has_young:
                bring_all(connection, before)
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

"""Documents in SQLite, as strict as Firestore.

What Firestore refuses is refused here too, a composite query without a declared index included: a journey that works on
this shelf works on the other.
"""

import math
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from heapq import nsmallest
from itertools import islice
from typing import Any, TypeVar

import msgspec

from shared.adapters.checks.queries import check, check_nearest
from shared.adapters.checks.values import check_id, check_ids, split
from shared.adapters.local import plan, young
from shared.adapters.local.database import Connection, Database
from shared.adapters.local.layout import Layout
from shared.adapters.local.order import MISSING, dig, field_key, sort_key
from shared.adapters.local.scan import scan
from shared.adapters.local.sieve import Sieve
from shared.adapters.local.tables import Tables
from shared.adapters.local.watch import Watcher
from shared.adapters.local.writing import Group, Many, apply, prepared
from shared.core import faults
from shared.core.errors import AppError, InvalidInput
from shared.ports.documents import (
    MAX_WRITES,
    Create,
    Delete,
    Document,
    Index,
    Query,
    Set,
    Snapshot,
    Subscription,
    Transaction,
    Update,
    Where,
    Write,
)

T = TypeVar("T")

_CHUNK = 200  # rows fetched at once while a query streams
_decode: Callable[[str], Any] = msgspec.json.Decoder().decode


def _document_key(body: str, field: str) -> bytes | None:
    return field_key(_decode(body), tuple(field.split(".")))


def _document_holds(body: str, field: str, key: bytes) -> bool:
    value = dig(_decode(body), tuple(field.split(".")))
    return type(value) is list and any(sort_key(item) == key for item in value)


class LocalDocuments:
    """The embedded document store."""

    def __init__(self, database: Database, indexes: Sequence[Index], *, rehearse: bool = False) -> None:
        """`indexes`: the composite ones that the manifest declares. `rehearse` runs every transaction's function
        twice and throws the first result away, which brings effects inside it to light; and it checks what was
        encoded elsewhere."""
        self._database = database
        self._indexes = tuple(indexes)
        self._rehearse = rehearse
        database.define("document_key", 2, _document_key)
        database.define("document_holds", 3, _document_holds)
        self._tables = Tables(database, indexes)
        self._watcher = Watcher(database)
        self._sieves: dict[str, Sieve] = {}  # by collection's name; whoever holds the write lock uses them

    # Reading

    def get(self, collection: str, id: str) -> dict[str, Any] | None:
        found = self.snapshot(collection, id)
        return None if found is None else found.data

    def snapshot(self, collection: str, id: str) -> Snapshot | None:
        with self._database.read() as connection:
            return self._snapshot(connection, collection, id)

    def get_many(self, collection: str, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
        with self._database.read() as connection:
            return self._get_many(connection, collection, ids)

    def query(self, query: Query) -> Iterator[Snapshot]:
        check(query, self._indexes)
        split(query.collection)
        return self._stream(query)

    def count(self, query: Query) -> int:
        check(query, self._indexes)
        split(query.collection)
        with self._database.read() as connection:
            layout = self._tables.find(connection, split(query.collection)[1])
            if layout is None:
                return 0
            number: int = connection.execute(*plan.count(query, layout)).fetchone()[0]
            return number

    def nearest(
        self, collection: str, field: str, vector: Sequence[float], *, limit: int, where: tuple[Where, ...] = ()
    ) -> list[tuple[Snapshot, float]]:
        check_nearest(collection, field, vector, limit, where, self._indexes)
        norm = math.hypot(*vector)
        path = tuple(field.split("."))
        unit = [number / norm for number in vector]
        measured = (
            (found, distance)
            for found in self.query(Query(collection, where=where))
            if (distance := _cosine_distance(unit, dig(found.data, path))) is not None
        )
        return nsmallest(limit, measured, key=lambda pair: (pair[1], pair[0].id))

    def watch(self, query: Query, on_change: Callable[[], None]) -> Subscription:
        check(query, self._indexes)
        return self._watcher.add(split(query.collection)[1], on_change)

    # Writing

    def create(self, collection: str, id: str, data: Document) -> None:
        self.batch([Create(collection, id, data)])

    def set(self, collection: str, id: str, data: Document) -> None:
        self.batch([Set(collection, id, data)])

    def update(self, collection: str, id: str, data: Document, *, version: str | None = None) -> None:
        self.batch([Update(collection, id, data, version)])

    def delete(self, collection: str, id: str, *, version: str | None = None) -> None:
        self.batch([Delete(collection, id, version)])

    def batch(self, writes: Sequence[Write]) -> None:
        groups = prepared(writes, rehearse=self._rehearse)
        if not groups:
            return
        with self._writing() as connection:
            self._apply(connection, groups)

    def write_all(self, writes: Iterable[Write]) -> int:
        rest, count = iter(writes), 0
        while part := list(islice(rest, MAX_WRITES)):
            self.batch(part)
            count += len(part)
        return count

    def everything(self, after: str = "") -> Iterator[Snapshot]:
        return scan(self._database, self._tables, after)

    def transaction(self, work: Callable[[Transaction], T]) -> T:
        with self._writing() as connection:
            return self._run(connection, work)

    def transactions(self, works: Sequence[Callable[[Transaction], T]]) -> list[T]:
        """One commit for all: a page that several of them change goes to the disk once."""
        if len(works) > 1:
            try:
                with self._writing() as connection:
                    return [self._run(connection, work) for work in works]
            except AppError:
                pass  # nothing of it stands: one by one, those before the misfit do
        return [self.transaction(work) for work in works]

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """A write transaction. What the sieves learned of one that fails is not true."""
        whole = False
        try:
            with self._database.write() as connection:
                yield connection
            whole = True
        finally:
            if not whole:
                self._sieves = {}

    def _run(self, connection: Connection, work: Callable[[Transaction], T]) -> T:
        if self._rehearse:
            work(_LocalTransaction(self, connection))  # what it would write is dropped
        transaction = _LocalTransaction(self, connection)
        result = work(transaction)
        self._apply(connection, prepared(transaction.writes, rehearse=self._rehearse))
        return result

    # The common parts: `connection` is a reader's, or the writer's inside a transaction

    def _snapshot(self, connection: Connection, collection: str, id: str) -> Snapshot | None:
        parent, name = split(collection)
        check_id(id, collection)
        layout = self._tables.known(connection, name)
        if layout is None:
            return None
        row = connection.execute(_select_one(layout.young), (parent, id)).fetchone() if layout.has_young else None
        row = row or connection.execute(_select_one(layout.table), (parent, id)).fetchone()
        return None if row is None else Snapshot(id, _decode(row[1]), str(row[0]), collection)

    def _get_many(self, connection: Connection, collection: str, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
        parent, name = split(collection)
        check_ids(ids, collection)
        layout = self._tables.known(connection, name) if ids else None
        if layout is None:
            return {}
        if connection.in_transaction and len(ids) >= young.MANY:  # a few are asked for sooner than a sieve is looked at
            ids = self._sieves.setdefault(name, Sieve()).possible(connection, layout, ids)
        rows = _select(connection, layout.young, parent, ids) if layout.has_young else []
        if len(rows) < len(ids):
            newer = {id for id, _ in rows}
            rows += _select(connection, layout.table, parent, [id for id in ids if id not in newer] if newer else ids)
        return {id: _decode(body) for id, body in rows}

    def _rows(self, connection: Connection, query: Query) -> sqlite3.Cursor | None:
        layout = self._tables.find(connection, split(query.collection)[1])
        return None if layout is None else connection.execute(*plan.select(query, layout))

    def _stream(self, query: Query) -> Iterator[Snapshot]:
        """A steady view of one moment; the connection is kept only while there are rows to come."""
        with self._database.read() as connection:
            cursor = self._rows(connection, query)
            if cursor is None:
                return
            try:
                while rows := cursor.fetchmany(_CHUNK):
                    yield from (_found(query, row) for row in rows)
            finally:
                cursor.close()

    def _read_all(self, connection: Connection, query: Query) -> list[Snapshot]:
        check(query, self._indexes)
        cursor = self._rows(connection, query)
        return [] if cursor is None else [_found(query, row) for row in cursor.fetchall()]

    def _apply(self, connection: Connection, groups: Sequence[Group]) -> None:
        opened: dict[str, tuple[Layout, int]] = {}
        faults.reach("documents.before_apply")
        for group in groups:
            if group.name not in opened:
                opened[group.name] = self._tables.open(connection, group.name)
            layout, version = opened[group.name]
            if not layout.has_young and not layout.fields and young.takes(group.kind, group.ids):
                layout = self._tables.rejuvenate(connection, layout)
                opened[group.name] = layout, version
            apply(connection, layout, version, group)
            if sieve := self._sieves.get(group.name):
                sieve.add(group.ids, version)
        faults.reach("documents.after_apply")


class _LocalTransaction:
    """What a transaction's function is given. Writes are gathered and applied when it returns."""

    def __init__(self, store: LocalDocuments, connection: Connection) -> None:
        self._store = store
        self._connection = connection
        self.writes: list[Write | Many] = []

    def get(self, collection: str, id: str) -> dict[str, Any] | None:
        found = self.snapshot(collection, id)
        return None if found is None else found.data

    def snapshot(self, collection: str, id: str) -> Snapshot | None:
        self._check_reading(collection)
        return self._store._snapshot(self._connection, collection, id)

    def get_many(self, collection: str, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
        self._check_reading(collection)
        return self._store._get_many(self._connection, collection, ids)

    def query(self, query: Query) -> Iterator[Snapshot]:
        self._check_reading(query.collection)
        return iter(self._store._read_all(self._connection, query))

    def create(self, collection: str, id: str, data: Document) -> None:
        self.writes.append(Create(collection, id, data))

    def set(self, collection: str, id: str, data: Document) -> None:
        self.writes.append(Set(collection, id, data))

    def create_all(self, collection: str, documents: Mapping[str, Document]) -> None:
        if documents:
            self.writes.append(Many(Create, collection, documents))

    def set_all(self, collection: str, documents: Mapping[str, Document]) -> None:
        if documents:
            self.writes.append(Many(Set, collection, documents))

    def update(self, collection: str, id: str, data: Document) -> None:
        self.writes.append(Update(collection, id, data))

    def delete(self, collection: str, id: str) -> None:
        self.writes.append(Delete(collection, id))

    def _check_reading(self, collection: str) -> None:
        if self.writes:
            raise InvalidInput(f"transaction: {collection} is read after a write; read everything first")


@lru_cache(maxsize=1024)
def _select_one(table: str) -> str:
    return f"SELECT version, body FROM {table} WHERE parent = ? AND id = ?"  # noqa: S608 - quoted


@lru_cache(maxsize=1024)
def _select_many(table: str) -> str:
    # One text for any number of ids keeps the statement prepared.
    return f"SELECT id, body FROM {table} WHERE parent = ? AND id IN (SELECT value FROM json_each(?))"  # noqa: S608 - quoted


def _select(connection: Connection, table: str, parent: str, ids: Sequence[str]) -> list[tuple[str, str]]:
    return (
        connection.execute(_select_many(table), (parent, msgspec.json.encode(ids).decode())).fetchall() if ids else []
    )


def _found(query: Query, row: tuple[str, int, str, str]) -> Snapshot:
    id, version, body, parent = row
    collection = query.collection
    if query.group and parent:
        collection = f"{parent}/{collection}"
    return Snapshot(id, _decode(body), str(version), collection)


def _cosine_distance(unit: Sequence[float], value: Any) -> float | None:
    """1 - cosine, None when the value is no vector of that length."""
    if value is MISSING or type(value) is not list or len(value) != len(unit):
        return None
    try:
        norm = math.hypot(*value)
        return 1.0 - sum(map(float.__mul__, unit, map(float, value))) / norm if norm else None
    except TypeError:
        return None

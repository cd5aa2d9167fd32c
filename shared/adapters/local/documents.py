"""Documents in SQLite, as strict as Firestore.

What Firestore refuses is refused here too, a composite query without a declared index included: a journey that works on
this shelf works on the other.
"""

import math
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from heapq import nsmallest
from itertools import islice, repeat
from typing import Any, TypeVar

import msgspec

from shared.adapters.checks.queries import check, check_nearest
from shared.adapters.checks.values import check_encoded, check_id, check_ids, checked_json, encoded_json, split
from shared.adapters.local import plan, young
from shared.adapters.local.database import Connection, Database
from shared.adapters.local.layout import Layout
from shared.adapters.local.order import MISSING, dig, field_key, sort_key
from shared.adapters.local.scan import scan
from shared.adapters.local.sieve import Sieve
from shared.adapters.local.tables import Tables
from shared.adapters.local.watch import Watcher
from shared.core import faults
from shared.core.errors import AppError, Conflict, InvalidInput, NotFound
from shared.ports.documents import (
    MAX_WRITES,
    Create,
    Delete,
    Document,
    Encoded,
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
        prepared = self._prepare(writes)
        if not prepared:
            return
        with self._writing() as connection:
            self._apply(connection, prepared)

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
        self._apply(connection, self._prepare(transaction.writes))
        return result

    def _prepare(self, writes: Sequence[Write]) -> list["_Prepared"]:
        if len(writes) > MAX_WRITES:
            raise InvalidInput(f"{len(writes)} writes at once; Firestore takes {MAX_WRITES}, send them in parts")
        if self._rehearse:
            check_encoded(writes)
        return [_prepared(group) for group in _grouped(writes)]

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

    def _apply(self, connection: Connection, prepared: Sequence["_Prepared"]) -> None:
        opened: dict[str, tuple[Layout, int]] = {}
        faults.reach("documents.before_apply")
        for group in prepared:
            if group.name not in opened:
                opened[group.name] = self._tables.open(connection, group.name)
            layout, version = opened[group.name]
            kind = type(group.writes[0])
            if kind is Set and len(group.ids) >= young.MANY and not layout.fields:
                layout = self._tables.rejuvenate(connection, layout)
                opened[group.name] = layout, version
                young.put(connection, layout, _rows(layout, version, group))
                self._learn(group, version)
                continue
            if layout.has_young:
                young.bring(connection, layout, group.parent, group.ids)
            _APPLY[kind](connection, layout, version, group)
            self._learn(group, version)
        faults.reach("documents.after_apply")

    def _learn(self, group: "_Prepared", version: int) -> None:
        if sieve := self._sieves.get(group.name):
            sieve.add(group.ids, version)


class _LocalTransaction:
    """What a transaction's function is given. Writes are gathered and applied when it returns."""

    def __init__(self, store: LocalDocuments, connection: Connection) -> None:
        self._store = store
        self._connection = connection
        self.writes: list[Write] = []

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

    def update(self, collection: str, id: str, data: Document) -> None:
        self.writes.append(Update(collection, id, data))

    def delete(self, collection: str, id: str) -> None:
        self.writes.append(Delete(collection, id))

    def _check_reading(self, collection: str) -> None:
        if self.writes:
            raise InvalidInput(f"transaction: {collection} is read after a write; read everything first")


@dataclass(frozen=True, slots=True)
class _Prepared:
    """Writes of one kind to one collection, checked and encoded, that are sent together."""

    parent: str
    name: str
    writes: Sequence[Write]
    ids: Sequence[str]
    bodies: Sequence[str]  # JSON; none of a Delete


def _grouped(writes: Sequence[Write]) -> list[list[Write]]:
    """Writes that can be sent together. Their order matters only where a document is written twice."""
    count = len(writes)
    if len({write.id for write in writes}) < count and len({(write.collection, write.id) for write in writes}) < count:
        return [[write] for write in writes]
    groups: dict[tuple[str, type[Write]], list[Write]] = {}
    collection, kind, group = "", None, list[Write]()
    for write in writes:
        if write.collection != collection or type(write) is not kind:
            collection, kind = write.collection, type(write)
            group = groups.setdefault((collection, kind), [])
        group.append(write)
    return list(groups.values())


def _prepared(writes: Sequence[Write]) -> _Prepared:
    collection = writes[0].collection
    parent, name = split(collection)
    ids = check_ids([write.id for write in writes], collection)
    documents = [(write.id, write.data) for write in writes if not isinstance(write, Delete)]
    bodies = [
        encoded_json(collection, id, data) if type(data) is Encoded else checked_json(collection, id, data)
        for id, data in documents
    ]
    return _Prepared(parent, name, writes, ids, bodies)


def _rows(layout: Layout, version: int, group: _Prepared) -> list[tuple[Any, ...]]:
    """The rows of a group, by id: neighbours meet the same pages of the store."""
    if not layout.paths:
        return sorted(zip(repeat(group.parent), group.ids, repeat(version), group.bodies))
    keys = _Keys(layout.paths)
    parent = group.parent
    return [
        (parent, write.id, version, *keys.of(write.data), body)  # type: ignore[union-attr] # no Delete comes here
        for write, body in zip(group.writes, group.bodies, strict=True)
    ]


class _Keys:
    """The keys of a group's documents for a table's columns. What many documents say alike becomes keys once."""

    def __init__(self, paths: Sequence[tuple[str, ...]]) -> None:
        self._paths = paths
        self._shared: dict[int, tuple[bytes | None, ...] | None] = {}  # by identity of `known`: the group holds it

    def of(self, document: Document) -> Sequence[bytes | None]:
        if type(document) is not Encoded:
            return [field_key(document, path) for path in self._paths]
        known = document.known
        if id(known) not in self._shared:
            told = all(path[0] in known for path in self._paths)
            self._shared[id(known)] = tuple(field_key(known, path) for path in self._paths) if told else None
        shared = self._shared[id(known)]
        return shared if shared is not None else [field_key(document.decoded(), path) for path in self._paths]


def _create(connection: Connection, layout: Layout, version: int, group: _Prepared) -> None:
    try:
        connection.executemany(layout.insert, _rows(layout, version, group))
    except sqlite3.IntegrityError as error:
        # Of the group's rows, those before the taken one stand in this unfinished transaction with our version.
        select = f"SELECT 1 FROM {layout.table} WHERE parent = ? AND id = ? AND version <> ?"  # noqa: S608 - quoted
        taken = (
            write
            for write in group.writes
            if connection.execute(select, (group.parent, write.id, version)).fetchone() is not None
        )
        write = next(taken, group.writes[0])
        raise Conflict(f"{write.collection}/{write.id} is there already; read it, then decide") from error


def _set(connection: Connection, layout: Layout, version: int, group: _Prepared) -> None:
    connection.executemany(layout.upsert, _rows(layout, version, group))


def _update(connection: Connection, layout: Layout, version: int, group: _Prepared) -> None:
    for write in group.writes:
        _check_version(connection, layout, group.parent, write, must_exist=True)
    connection.executemany(layout.replace, _rows(layout, version, group))


def _delete(connection: Connection, layout: Layout, _version: int, group: _Prepared) -> None:
    for write in group.writes:
        _check_version(connection, layout, group.parent, write, must_exist=False)
    connection.executemany(
        f"DELETE FROM {layout.table} WHERE parent = ? AND id = ?",  # noqa: S608 - the name is quoted
        [(group.parent, id) for id in group.ids],
    )


def _check_version(connection: Connection, layout: Layout, parent: str, write: Write, *, must_exist: bool) -> None:
    expected = write.version if isinstance(write, Update | Delete) else None
    if expected is None and not must_exist:
        return
    row = connection.execute(
        f"SELECT version FROM {layout.table} WHERE parent = ? AND id = ?",  # noqa: S608 - the name is quoted
        (parent, write.id),
    ).fetchone()
    if row is None and must_exist:
        raise NotFound(f"{write.collection}/{write.id} is not there; create it first")
    if row is not None and expected is not None and str(row[0]) != expected:
        raise Conflict(f"{write.collection}/{write.id} has changed since it was read; read it again, then decide")


_APPLY: dict[type[Write], Callable[[Connection, Layout, int, _Prepared], None]] = {
    Create: _create,
    Set: _set,
    Update: _update,
    Delete: _delete,
}


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

"""Writes to the tables of collections: gathered by collection and kind, checked, encoded, and sent together."""

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any

from shared.adapters.checks.values import check_encoded, check_ids, checked_json, encoded_json, split
from shared.adapters.local import young
from shared.adapters.local.database import Connection
from shared.adapters.local.layout import Layout
from shared.adapters.local.order import field_key
from shared.core.errors import Conflict, InvalidInput, NotFound
from shared.ports.documents import MAX_WRITES, Create, Delete, Document, Encoded, Set, Update, Write


@dataclass(frozen=True, slots=True)
class Many:
    """Documents of one collection that are written alike: Create or Set."""

    kind: type[Create] | type[Set]
    collection: str
    documents: Mapping[str, Document]


@dataclass(frozen=True, slots=True)
class Group:
    """Writes of one kind to one collection, checked and encoded, that are sent together."""

    kind: type[Write]
    collection: str
    parent: str
    name: str
    ids: Sequence[str]
    documents: Sequence[Document]  # none of a Delete
    bodies: Sequence[str]  # their JSON
    versions: Sequence[str | None]  # that Updates and Deletes expect


def prepared(writes: Sequence[Write | Many], *, rehearse: bool) -> list[Group]:
    """What is to be sent, in an order that does not matter. `rehearse` checks what was encoded elsewhere."""
    count = sum(len(write.documents) if isinstance(write, Many) else 1 for write in writes)
    if count > MAX_WRITES:
        raise InvalidInput(f"{count} writes at once; Firestore takes {MAX_WRITES}, send them in parts")
    if rehearse or _meets(writes):
        singly = list(_singly(writes))
        if rehearse:
            check_encoded(singly)
        return [_group(group) for group in _grouped(singly)]
    many = [_many(write) for write in writes if isinstance(write, Many)]
    return [_group(group) for group in _grouped([write for write in writes if not isinstance(write, Many)])] + many


def _singly(writes: Iterable[Write | Many]) -> Iterable[Write]:
    for write in writes:
        if isinstance(write, Many):
            yield from (write.kind(write.collection, id, data) for id, data in write.documents.items())
        else:
            yield write


def _meets(writes: Sequence[Write | Many]) -> bool:
    """Whether a document that is written with many others is written once more."""
    seen: dict[str, set[str]] = {}
    for many in writes:
        if isinstance(many, Many):
            ids = seen.setdefault(many.collection, set())
            if not ids.isdisjoint(many.documents):
                return True
            ids.update(many.documents)
    return any(not isinstance(write, Many) and write.id in seen.get(write.collection, ()) for write in writes)


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


def _group(writes: Sequence[Write]) -> Group:
    first = writes[0]
    ids = [write.id for write in writes]
    documents = [write.data for write in writes if not isinstance(write, Delete)]
    versions = [write.version if isinstance(write, Update | Delete) else None for write in writes]
    return _checked(type(first), first.collection, ids, documents, versions)


def _many(many: Many) -> Group:
    return _checked(many.kind, many.collection, list(many.documents), list(many.documents.values()), ())


def _checked(
    kind: type[Write], collection: str, ids: list[str], documents: list[Document], versions: Sequence[str | None]
) -> Group:
    parent, name = split(collection)
    check_ids(ids, collection)
    bodies: list[str] = []
    last: Document | None = None
    for id, data in zip(ids, documents, strict=False):  # a Delete has none
        if data is not last:  # one document is often written under several ids
            last = data
            body = encoded_json(collection, id, data) if type(data) is Encoded else checked_json(collection, id, data)
        bodies.append(body)
    return Group(kind, collection, parent, name, ids, documents, bodies, versions)


# --- sending -------------------------------------------------------------------------------------------------------


def apply(connection: Connection, layout: Layout, version: int, group: Group) -> None:
    """Write a group. Raises Conflict or NotFound for its first misfit."""
    if layout.has_young:
        if young.takes(group.kind, group.ids):
            rows = zip(repeat(group.parent), group.ids, repeat(version), group.bodies)
            young.put(connection, layout, rows, len(group.ids))
            return
        young.bring(connection, layout, group.parent, group.ids)
    _APPLY[group.kind](connection, layout, version, group)


def _rows(layout: Layout, version: int, group: Group) -> list[tuple[Any, ...]]:
    """The rows of a group, by id: neighbours meet the same pages of the store."""
    if not layout.paths:
        return sorted(zip(repeat(group.parent), group.ids, repeat(version), group.bodies))
    keys = _Keys(layout.paths)
    parent = group.parent
    return [
        (parent, id, version, *keys.of(document), body)
        for id, document, body in zip(group.ids, group.documents, group.bodies, strict=True)
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


def _create(connection: Connection, layout: Layout, version: int, group: Group) -> None:
    try:
        connection.executemany(layout.insert, _rows(layout, version, group))
    except sqlite3.IntegrityError as error:
        # Of the group's rows, those before the taken one stand in this unfinished transaction with our version.
        select = f"SELECT 1 FROM {layout.table} WHERE parent = ? AND id = ? AND version <> ?"  # noqa: S608 - quoted
        taken = (
            id for id in group.ids if connection.execute(select, (group.parent, id, version)).fetchone() is not None
        )
        id = next(taken, group.ids[0])
        raise Conflict(f"{group.collection}/{id} is there already; read it, then decide") from error


def _set(connection: Connection, layout: Layout, version: int, group: Group) -> None:
    connection.executemany(layout.upsert, _rows(layout, version, group))


def _update(connection: Connection, layout: Layout, version: int, group: Group) -> None:
    _check_versions(connection, layout, group, must_exist=True)
    connection.executemany(layout.replace, _rows(layout, version, group))


def _delete(connection: Connection, layout: Layout, _version: int, group: Group) -> None:
    _check_versions(connection, layout, group, must_exist=False)
    connection.executemany(
        f"DELETE FROM {layout.table} WHERE parent = ? AND id = ?",  # noqa: S608 - the name is quoted
        [(group.parent, id) for id in group.ids],
    )


def _check_versions(connection: Connection, layout: Layout, group: Group, *, must_exist: bool) -> None:
    select = f"SELECT version FROM {layout.table} WHERE parent = ? AND id = ?"  # noqa: S608 - the name is quoted
    for id, expected in zip(group.ids, group.versions, strict=True):
        if expected is None and not must_exist:
            continue
        row = connection.execute(select, (group.parent, id)).fetchone()
        if row is None and must_exist:
            raise NotFound(f"{group.collection}/{id} is not there; create it first")
        if row is not None and expected is not None and str(row[0]) != expected:
            raise Conflict(f"{group.collection}/{id} has changed since it was read; read it again, then decide")


_APPLY: dict[type[Write], Callable[[Connection, Layout, int, Group], None]] = {
    Create: _create,
    Set: _set,
    Update: _update,
    Delete: _delete,
}

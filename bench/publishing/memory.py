"""Documents in memory, as strict as the store's contract where publishing relies on it: transactions read, commit
only while what they read still stands, and run again otherwise. Between any two steps others may go on."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

import msgspec

from shared.core.errors import Conflict, InvalidInput, NotFound, TransientError
from shared.ports.documents import Document, Query, Snapshot

T = TypeVar("T")
Key = tuple[str, str]
Pause = Callable[[str], None]
"""Told before a request leaves, before a commit, and after it: may let others go on, lose it, or end the process."""

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(dict[str, Any]).decode
TRIES = 8


class MemoryDocuments:
    """Nobody sees another's dict: documents lie here as JSON."""

    __slots__ = ("_clock", "_kept", "_pause")

    def __init__(self, pause: Pause = lambda _: None) -> None:
        self._kept: dict[Key, tuple[int, bytes]] = {}
        self._clock = 0  # versions
        self._pause = pause

    def get(self, collection: str, id: str) -> dict[str, Any] | None:
        self._pause("read")
        found = self._kept.get((collection, id))
        return None if found is None else _decode(found[1])

    def get_many(self, collection: str, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
        self._pause("read")
        found = ((id, self._kept.get((collection, id))) for id in ids)
        return {id: _decode(one[1]) for id, one in found if one is not None}

    def snapshot(self, collection: str, id: str) -> Snapshot | None:
        found = self._kept.get((collection, id))
        return None if found is None else Snapshot(id, _decode(found[1]), str(found[0]), collection)

    def query(self, query: Query) -> Iterator[Snapshot]:
        raise InvalidInput(f"{query.collection}: this store answers no queries")

    def create(self, collection: str, id: str, data: Document) -> None:
        self._pause("write")
        if (collection, id) in self._kept:
            raise Conflict(f"{collection}/{id} is there already; read it, then decide")
        self._put((collection, id), data)
        self._pause("written")

    def set(self, collection: str, id: str, data: Document) -> None:
        self._pause("write")
        self._put((collection, id), data)
        self._pause("written")

    def transaction(self, work: Callable[["MemoryTransaction"], T]) -> T:
        kept = self._kept
        for _ in range(TRIES):
            self._pause("read")
            transaction = MemoryTransaction(kept)
            result = work(transaction)
            if not transaction.writes:
                return result
            self._pause("commit")
            if transaction.stands(kept):
                for key, data in transaction.writes.items():
                    self._put(key, data)
                self._pause("written")
                return result
        raise TransientError("others write the same documents all the time")

    def _put(self, key: Key, data: Document | None) -> None:
        if data is None:
            self._kept.pop(key, None)
            return
        self._clock += 1
        self._kept[key] = self._clock, _encode(data)


_NOTHING = (0, b"")


class MemoryTransaction:
    """What a transaction's function is given; nothing is read after a write."""

    __slots__ = ("_kept", "_must", "seen", "writes")

    def __init__(self, kept: dict[Key, tuple[int, bytes]]) -> None:
        self._kept = kept
        self.seen: dict[Key, int] = {}
        self.writes: dict[Key, Document | None] = {}
        self._must: list[tuple[Key, bool]] = []

    def get(self, collection: str, id: str) -> dict[str, Any] | None:
        if self.writes:
            raise InvalidInput(f"transaction: {collection} is read after a write; read everything first")
        key = (collection, id)
        version, body = self._kept.get(key, _NOTHING)
        self.seen[key] = version
        return _decode(body) if version else None

    def snapshot(self, collection: str, id: str) -> Snapshot | None:
        data = self.get(collection, id)
        return None if data is None else Snapshot(id, data, str(self.seen[collection, id]), collection)

    def get_many(self, collection: str, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
        found = {id: self.get(collection, id) for id in ids}
        return {id: data for id, data in found.items() if data is not None}

    def query(self, query: Query) -> Iterator[Snapshot]:
        raise InvalidInput(f"{query.collection}: this store answers no queries")

    def create(self, collection: str, id: str, data: Document) -> None:
        self._must.append(((collection, id), False))
        self.writes[collection, id] = data

    def set(self, collection: str, id: str, data: Document) -> None:
        self.writes[collection, id] = data

    def update(self, collection: str, id: str, data: Document) -> None:
        self._must.append(((collection, id), True))
        self.writes[collection, id] = data

    def delete(self, collection: str, id: str) -> None:
        self.writes[collection, id] = None

    def stands(self, kept: dict[Key, tuple[int, bytes]]) -> bool:
        """Whether what was read is still so. Raises for what it says is, or is not, there."""
        for key, version in self.seen.items():
            if kept.get(key, _NOTHING)[0] != version:
                return False
        for key, there in self._must:
            if (key in kept) is not there:
                raise (NotFound if there else Conflict)(f"{'/'.join(key)} is {'not ' if there else ''}there")
        return True

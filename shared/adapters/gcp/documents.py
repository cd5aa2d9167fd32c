"""Documents in Firestore.

Transactions take no locks where they can do without: what they read is read at one moment, and the commit carries as
conditions that it has not changed since. Work that meets a change runs again. Where that cannot be said by conditions
(a query was read, or there are more than 500 of them), the service's own transaction with its locks is used.
"""

import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from shared.adapters.checks.queries import check, check_nearest, ordered_field
from shared.adapters.checks.values import check_encoded, check_id, split
from shared.adapters.gcp import queries
from shared.adapters.gcp.bulk import Bulk
from shared.adapters.gcp.cloud import Cloud, firestore_client
from shared.adapters.gcp.commits import TIMEOUT, Commits, Stale, pause
from shared.adapters.gcp.errors import translated
from shared.adapters.gcp.steps import checked, guarded, steps_of, version_of
from shared.adapters.gcp.values import DISTANCE, expiring_of, plain, vectors_of
from shared.adapters.gcp.watch import watch
from shared.core.errors import InvalidInput, TransientError
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

_PAGE = 300  # documents fetched at once while a query streams
_STEADY = 3_000.0  # seconds for which the service can be asked about one moment (an hour, with room)
_TRANSACTION_TRIES = 40


class FirestoreDocuments:
    """The document store of the cloud."""

    def __init__(
        self,
        cloud: Cloud,
        indexes: Sequence[Index],
        *,
        rehearse: bool = False,
        sleep: Callable[[float], None] = time.sleep,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`indexes`, `rehearse`: as on the embedded shelf. An emulator's traffic need not ramp up."""
        self._cloud = cloud
        self._indexes = tuple(indexes)
        self._rehearse = rehearse
        self._sleep = sleep
        self._client = firestore_client(cloud)
        self._commits = Commits(self._client, cloud, vectors_of(indexes), expiring=expiring_of(indexes), sleep=sleep)
        self._bulk = Bulk(self._commits, ramp=not cloud.firestore_emulator, sleep=sleep, monotonic=monotonic)
        self._contended = threading.Lock()

    # Reading

    def get(self, collection: str, id: str) -> dict[str, Any] | None:
        found = self.snapshot(collection, id)
        return None if found is None else found.data

    def snapshot(self, collection: str, id: str) -> Snapshot | None:
        return self._read(collection, [id], {})[0].get(id)

    def get_many(self, collection: str, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
        return {id: found.data for id, found in self._read(collection, ids, {})[0].items()}

    def query(self, query: Query) -> Iterator[Snapshot]:
        check(query, self._indexes)
        split(query.collection)
        return self._stream(query)

    def count(self, query: Query) -> int:
        from google.cloud.firestore_v1.types import RunAggregationQueryRequest

        check(query, self._indexes)
        request = RunAggregationQueryRequest.pb()(parent=queries.parent_of(query, self._cloud.documents_root))
        request.structured_aggregation_query.structured_query.CopyFrom(queries.counting(query))
        aggregation = request.structured_aggregation_query.aggregations.add()
        aggregation.alias = "number"
        aggregation.count.SetInParent()
        with translated(f"counting {query.collection}"):
            answers = self._client.run_aggregation_query(
                request=RunAggregationQueryRequest.wrap(request), timeout=TIMEOUT
            )
            return sum(answer.result.aggregate_fields["number"].integer_value for answer in answers)

    def nearest(
        self, collection: str, field: str, vector: Sequence[float], *, limit: int, where: tuple[Where, ...] = ()
    ) -> list[tuple[Snapshot, float]]:
        check_nearest(collection, field, vector, limit, where, self._indexes)
        parent = queries.parent_of(Query(collection), self._cloud.documents_root)
        message = queries.nearest(collection, field, list(map(float, vector)), limit, where)
        measured = [
            (self._snapshot(document), document.fields[DISTANCE].double_value)
            for document, _ in self._run(parent, message, {}, collection)
        ]
        real = [pair for pair in measured if pair[1] == pair[1]]  # a vector without direction has no distance
        return sorted(real, key=lambda pair: (pair[1], pair[0].id))

    def watch(self, query: Query, on_change: Callable[[], None]) -> Subscription:
        check(query, self._indexes)
        return watch(self._cloud, query, on_change)

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
        self._check(writes)
        if steps := steps_of(writes):
            checked(steps)
            self._commits.apply(steps)

    def write_all(self, writes: Iterable[Write]) -> int:
        return self._bulk.write(writes, self._check)

    def everything(self, after: str = "") -> Iterator[Snapshot]:
        root, cursor = self._cloud.documents_root, after
        began, at = time.monotonic(), dict[str, Any]()
        while True:
            found = list(self._run(root, queries.of_everything(root, limit=_PAGE, after=cursor), at, "everything"))
            for document, _ in found:
                yield self._snapshot(document)
            if len(found) < _PAGE:
                return
            cursor = found[-1][0].name.removeprefix(f"{root}/")
            at = {"read_time": found[-1][1]} if time.monotonic() - began < _STEADY else {}

    def transaction(self, work: Callable[[Transaction], T]) -> T:
        for attempt in range(_TRANSACTION_TRIES):
            try:
                if attempt == 0:
                    if self._rehearse:
                        work(_Free(self))  # what it would write is dropped
                    return self._attempt(_Free(self), work)
                with self._contended:  # rivals of one process wait in line instead of spoiling each other's tries
                    return self._attempt(_Free(self), work)
            except Stale:
                self._sleep(pause(min(attempt, 5)))
            except _NeedsLocks:
                return self._locked(work)
        raise TransientError("what this work reads keeps changing; try again later", retry_after=5)

    def transactions(self, works: Sequence[Callable[[Transaction], T]]) -> list[T]:
        return [self.transaction(work) for work in works]

    def _attempt(self, transaction: "_Free", work: Callable[[Transaction], T]) -> T:
        result = work(transaction)
        self._check(transaction.writes)
        steps = steps_of(transaction.writes)
        checked(steps)
        if steps:
            steps = guarded(steps, transaction.versions)
            if len(steps) > MAX_WRITES:
                raise _NeedsLocks
            self._commits.apply_if_unchanged(steps, transaction.versions)
        return result

    def _locked(self, work: Callable[[Transaction], T]) -> T:
        """Run `work` in a transaction of the service."""
        retry = b""
        for attempt in range(_TRANSACTION_TRIES):
            options = {"read_write": {"retry_transaction": retry}} if retry else {"read_write": {}}
            with translated("beginning a transaction"):
                retry = self._client.begin_transaction(
                    request={"database": self._cloud.database_name, "options": options}, timeout=TIMEOUT
                ).transaction
            transaction = _Held(self, retry)
            try:
                result = work(transaction)
                self._check(transaction.writes)
                steps = steps_of(transaction.writes)
                checked(steps)
                if steps:
                    self._commits.apply_locked(steps, retry)
                else:
                    self._roll_back(retry)
                return result
            except Stale:
                self._sleep(pause(min(attempt, 5)))
            except BaseException:
                self._roll_back(retry)
                raise
        raise TransientError("what this work reads keeps changing; try again later", retry_after=5)

    def _roll_back(self, transaction: bytes) -> None:
        from google.api_core.exceptions import GoogleAPICallError

        request = {"database": self._cloud.database_name, "transaction": transaction}
        try:
            self._client.rollback(request=request, retry=None, timeout=TIMEOUT)
        except GoogleAPICallError:
            return  # it ends by itself

    def _check(self, writes: Sequence[Write]) -> None:
        if self._rehearse:
            check_encoded(writes)

    # The common parts: `moment` is what the service is told about when to read: nothing, a time, or a transaction

    def _read(self, collection: str, ids: Sequence[str], moment: dict[str, Any]) -> tuple[dict[str, Snapshot], Any]:
        """Those that exist, by id, and the moment at which they were read."""
        split(collection)
        for id in ids:
            check_id(id, collection)
        if not ids:
            return {}, None
        root = f"{self._cloud.documents_root}/{collection}"
        names = [f"{root}/{id}" for id in dict.fromkeys(ids)]
        request = {"database": self._cloud.database_name, "documents": names, **moment}
        found, at = {}, None
        with translated(f"reading {collection}"):
            for answer in self._client.batch_get_documents(request=request, timeout=TIMEOUT):
                message = type(answer).pb(answer)
                if message.HasField("read_time"):
                    at = message.read_time
                if message.WhichOneof("result") == "found":
                    one = self._snapshot(message.found)
                    found[one.id] = one
        return found, at

    def _stream(self, query: Query, moment: dict[str, Any] | None = None) -> Iterator[Snapshot]:
        """Page after page as of one moment: no call is open while the reader works on what it was given."""
        root = self._cloud.documents_root
        parent, order = queries.parent_of(query, root), ordered_field(query)
        left, cursor, began = query.limit, None, time.monotonic()
        at = moment or {}
        while left is None or left > 0:
            page = _PAGE if left is None else min(left, _PAGE)
            found = list(
                self._run(parent, queries.structured(query, root, limit=page, cursor=cursor), at, query.collection)
            )
            for document, _ in found:
                yield self._snapshot(document)
            if len(found) < page:
                return
            left = None if left is None else left - page
            last, read_time = found[-1]
            cursor = (_dig(last.fields, order) if order else None, last.name)
            if moment is None:
                at = {"read_time": read_time} if time.monotonic() - began < _STEADY else {}

    def _run(self, parent: str, message: Any, moment: dict[str, Any], what: str) -> Iterator[tuple[Any, Any]]:
        from google.cloud.firestore_v1.types import RunQueryRequest

        request = RunQueryRequest.pb()(parent=parent, structured_query=message, **moment)
        with translated(f"searching {what}"):
            for answer in self._client.run_query(request=RunQueryRequest.wrap(request), timeout=TIMEOUT):
                found = type(answer).pb(answer)
                if found.HasField("document"):
                    yield found.document, found.read_time

    def _snapshot(self, document: Any) -> Snapshot:
        place = document.name.removeprefix(self._cloud.documents_root + "/")
        collection, _, id = place.rpartition("/")
        return Snapshot(id, plain(document.fields), version_of(document.update_time), collection)


class _NeedsLocks(Exception):
    """This work cannot be guarded by conditions."""


class _Gathering(ABC):
    """What a transaction's function is given. Writes are gathered and sent when it returns."""

    def __init__(self, store: FirestoreDocuments) -> None:
        self._store = store
        self.writes: list[Write] = []

    def get(self, collection: str, id: str) -> dict[str, Any] | None:
        found = self.snapshot(collection, id)
        return None if found is None else found.data

    def snapshot(self, collection: str, id: str) -> Snapshot | None:
        return self._read(collection, [id]).get(id)

    def get_many(self, collection: str, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
        return {id: found.data for id, found in self._read(collection, ids).items()}

    def query(self, query: Query) -> Iterator[Snapshot]:
        self._check_reading(query.collection)
        check(query, self._store._indexes)
        return iter(self._search(query))

    def create(self, collection: str, id: str, data: Document) -> None:
        self.writes.append(Create(collection, id, data))

    def set(self, collection: str, id: str, data: Document) -> None:
        self.writes.append(Set(collection, id, data))

    def update(self, collection: str, id: str, data: Document) -> None:
        self.writes.append(Update(collection, id, data))

    def delete(self, collection: str, id: str) -> None:
        self.writes.append(Delete(collection, id))

    @abstractmethod
    def _read(self, collection: str, ids: Sequence[str]) -> dict[str, Snapshot]:
        """Those that exist, as of the transaction's moment."""

    @abstractmethod
    def _search(self, query: Query) -> list[Snapshot]:
        """What a query finds, as of the transaction's moment."""

    def _check_reading(self, collection: str) -> None:
        if self.writes:
            raise InvalidInput(f"transaction: {collection} is read after a write; read everything first")


class _Free(_Gathering):
    """Without locks: everything is read as of the moment of the first reading."""

    def __init__(self, store: FirestoreDocuments) -> None:
        super().__init__(store)
        self.versions: dict[tuple[str, str], str | None] = {}
        self._moment: dict[str, Any] = {}

    def _read(self, collection: str, ids: Sequence[str]) -> dict[str, Snapshot]:
        self._check_reading(collection)
        if len(self.versions) + len(ids) > MAX_WRITES:  # each would be a condition; sooner said, less done in vain
            raise _NeedsLocks
        found, at = self._store._read(collection, ids, self._moment)
        if at is not None and not self._moment:
            self._moment = {"read_time": at}
        self.versions |= {(collection, id): found[id].version if id in found else None for id in ids}
        return found

    def _search(self, query: Query) -> list[Snapshot]:  # noqa: ARG002 - whatever it asks for
        raise _NeedsLocks


class _Held(_Gathering):
    """With the service's locks."""

    def __init__(self, store: FirestoreDocuments, transaction: bytes) -> None:
        super().__init__(store)
        self._moment = {"transaction": transaction}

    def _read(self, collection: str, ids: Sequence[str]) -> dict[str, Snapshot]:
        self._check_reading(collection)
        return self._store._read(collection, ids, self._moment)[0]

    def _search(self, query: Query) -> list[Snapshot]:
        return list(self._store._stream(query, self._moment))


def _dig(fields: Any, path: str) -> Any:
    *outer, last = path.split(".")
    for name in outer:
        fields = fields[name].map_value.fields
    return fields[last]

"""Collections of JSON documents, each with an id and a version.

A collection is named by its path: `leads`, or `calls/c1/chunks` for one that belongs to a document. Documents are JSON
objects: str, int (64 bit), float, bool, None, list, dict; times are ISO 8601 strings (`core.clock.iso`). Both shelves
refuse what Firestore refuses: a document over 1 MiB, ids that are empty, `.`, `..`, hold a `/` or exceed 1,500 bytes,
field names that are empty or look like `__x__`, an array directly in an array, more than 500 writes at once, a query
over several fields whose index `manifest.yaml` does not declare.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol, TypeVar, runtime_checkable

from msgspec import Struct  # made in a tenth of a dataclass's time: ingestion makes writes by the million

from shared.core.codec import decode

Document = Mapping[str, Any]
Operator = Literal["==", "<", "<=", ">", ">=", "in", "array_contains"]
T = TypeVar("T")

MAX_WRITES = 500  # in one batch or transaction
MAX_DOCUMENT = 1_048_576  # bytes


class Encoded(Mapping[str, Any]):
    """A document whose JSON was made elsewhere: in another process, or from a text that many of them share.

    It may be written wherever a document may. Who makes one answers for its JSON being what a store takes; a store
    that keeps JSON asks for nothing but its size. `known` are top-level values that can be told without decoding.
    """

    __slots__ = ("_data", "body", "known")

    def __init__(self, body: str, known: Document) -> None:
        self.body = body
        self.known = known
        self._data: dict[str, Any] | None = None

    def decoded(self) -> dict[str, Any]:
        """The document as a store would give it back."""
        if self._data is None:
            self._data = decode(dict[str, Any], self.body)
        return self._data

    def __getitem__(self, name: str) -> Any:
        return self.known[name] if name in self.known else self.decoded()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.decoded())

    def __len__(self) -> int:
        return len(self.decoded())


@dataclass(frozen=True, slots=True)
class Index:
    """A composite index as `manifest.yaml` declares it: equalities in any order, then the ordered field.

    With `vector`, the last field holds lists of so many numbers, which `nearest` searches. With `expires`, the only
    field holds the time after which a document may go: in the cloud the store itself removes it, within a day or so.
    """

    collection: str
    fields: tuple[str, ...]
    vector: int | None = None
    expires: bool = False


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A document as it was read. `version` changes with every write and means nothing else."""

    id: str
    data: dict[str, Any]
    version: str
    collection: str


@dataclass(frozen=True, slots=True)
class Where:
    """One condition. `field` is a dotted path; `in` takes at most 30 values; ranges compare within one type."""

    field: str
    op: Operator
    value: Any


@dataclass(frozen=True, slots=True)
class Query:
    """Equalities (any number), then at most one range field, which is then the ordered field.

    Documents without the ordered field are left out; ties are broken by id (UTF-8 bytes). `after` is the ordered
    value and the id of the last document seen (value None when there is no `order_by`). Without an ordered
    field there is no `descending`. `group` searches every collection whose last path segment is `collection`.
    """

    collection: str
    where: tuple[Where, ...] = ()
    order_by: str | None = None
    descending: bool = False
    limit: int | None = None
    after: tuple[Any, str] | None = None
    group: bool = False


class Create(Struct, frozen=True):
    """Store a new document; Conflict when the id is taken."""

    collection: str
    id: str
    data: Document


class Set(Struct, frozen=True):
    """Store a document, whatever was there."""

    collection: str
    id: str
    data: Document


class Update(Struct, frozen=True):
    """Replace a document; NotFound when it is not there, Conflict when `version` is given and is not its own."""

    collection: str
    id: str
    data: Document
    version: str | None = None


class Delete(Struct, frozen=True):
    """Remove a document; nothing happens when it is not there, Conflict when `version` is given and differs."""

    collection: str
    id: str
    version: str | None = None


Write = Create | Set | Update | Delete


class Reader(Protocol):
    """What can be read inside and outside a transaction."""

    def get(self, collection: str, id: str) -> dict[str, Any] | None:
        """The document, or None."""

    def snapshot(self, collection: str, id: str) -> Snapshot | None:
        """The document with its version, or None."""

    def get_many(self, collection: str, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
        """Those of the documents that exist, by id, in one round trip."""

    def query(self, query: Query) -> Iterator[Snapshot]:
        """The matching documents in order, streamed. Raises InvalidInput for an undeclared index."""


class Transaction(Reader, Protocol):
    """Reads, then writes; they are applied together or not at all. A read after a write raises InvalidInput."""

    def create(self, collection: str, id: str, data: Document) -> None: ...
    def set(self, collection: str, id: str, data: Document) -> None: ...
    def update(self, collection: str, id: str, data: Document) -> None: ...
    def delete(self, collection: str, id: str) -> None: ...


@runtime_checkable
class TakesMany(Protocol):
    """A transaction to which many documents of a collection cost less than one by one."""

    def create_all(self, collection: str, documents: Mapping[str, Document]) -> None: ...
    def set_all(self, collection: str, documents: Mapping[str, Document]) -> None: ...


def create_all(transaction: Transaction, collection: str, documents: Mapping[str, Document]) -> None:
    """`create` each of the documents."""
    if isinstance(transaction, TakesMany):
        transaction.create_all(collection, documents)
    else:
        for id, data in documents.items():
            transaction.create(collection, id, data)


def set_all(transaction: Transaction, collection: str, documents: Mapping[str, Document]) -> None:
    """`set` each of the documents."""
    if isinstance(transaction, TakesMany):
        transaction.set_all(collection, documents)
    else:
        for id, data in documents.items():
            transaction.set(collection, id, data)


class Subscription(Protocol):
    def stop(self) -> None:
        """No call follows once this has returned."""


class DocumentStore(Reader, Protocol):
    """The store. Every write is durable when the call returns."""

    def create(self, collection: str, id: str, data: Document) -> None:
        """Store a new document. Raises Conflict if the id is taken."""

    def set(self, collection: str, id: str, data: Document) -> None:
        """Store a document, whatever was there."""

    def update(self, collection: str, id: str, data: Document, *, version: str | None = None) -> None:
        """Replace a document. Raises NotFound, or Conflict when `version` is no longer its own."""

    def delete(self, collection: str, id: str, *, version: str | None = None) -> None:
        """Remove a document if it is there. Raises Conflict when `version` is no longer its own."""

    def batch(self, writes: Sequence[Write]) -> None:
        """At most 500 writes, all or none. Raises what the first misfit raises alone."""

    def write_all(self, writes: Iterable[Write]) -> int:
        """Any number of writes of different documents, many at once and in no order; how many there were.

        Not together: what was written before a misfit stands, and running it again must be harmless.
        """

    def everything(self, after: str = "") -> Iterator[Snapshot]:
        """Every document of every collection, by path (its segments as UTF-8 bytes), behind the path `after`."""

    def transaction(self, work: Callable[[Transaction], T]) -> T:
        """Run `work` and commit its writes with its reads still true. It may run several times: no effects inside.

        Raises TransientError when contention does not end.
        """

    def transactions(self, works: Sequence[Callable[[Transaction], T]]) -> list[T]:
        """Run each in a transaction of its own, in this order, all as durable as one when the call returns.

        A store may bring them to the disk together. When one raises, those before it stand and no later one is run.
        """

    def count(self, query: Query) -> int:
        """How many documents match; `limit` and `after` are ignored."""

    def nearest(
        self, collection: str, field: str, vector: Sequence[float], *, limit: int, where: tuple[Where, ...] = ()
    ) -> list[tuple[Snapshot, float]]:
        """Documents by cosine distance of `field` (a list of at most 2,048 numbers), nearest first; limit ≤ 1,000.

        Raises InvalidInput when no index with `vector` is declared for the field and those of `where`.
        """

    def watch(self, query: Query, on_change: Callable[[], None]) -> Subscription:
        """Call `on_change` soon after anything that `query` may match has changed; calls may be merged."""

"""The console's parts out of the house's own."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from containers.console.parts import Row
from shared.leads.model import Lead
from shared.leads.store import COLLECTION, LeadStore
from shared.ports.documents import DocumentStore, Query


@dataclass(frozen=True, slots=True)
class ListedLeads:
    """The lead store, and a quick way through many leads that builds no nouns."""

    store: LeadStore
    documents: DocumentStore

    def get(self, id: str) -> Lead:
        return self.store.get(id)

    def many(self, ids: Sequence[str]) -> Sequence[Lead]:
        return self.store.many(ids)

    def page(self, *, limit: int, after: tuple[str, str] | None, descending: bool) -> Iterable[Lead]:
        return self.store.page(limit=limit, after=after, descending=descending)

    def rows(self, limit: int) -> Iterator[Row]:
        query = Query(COLLECTION, order_by="created_at", descending=True, limit=limit)
        for found in self.documents.query(query):
            data = found.data
            yield Row(found.id, data["fields"], data["created_at"], data["updated_at"], data.get("imports", ()))

    def count(self) -> int:
        return self.store.count()

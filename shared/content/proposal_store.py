"""Proposals in documents, by run. A run's proposals, its record and the tasks that render them are stored together."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from shared.content.model import Proposal
from shared.core.codec import from_plain, to_plain
from shared.core.errors import NotFound
from shared.core.ids import stable_id
from shared.ports.documents import Create, DocumentStore, Query, Write

COLLECTION: Final = "proposals"
BATCHES: Final = "proposal_batches"


@dataclass(frozen=True, slots=True)
class Batch:
    """One run: what was asked for, what came of it, and why it came out so."""

    id: str
    created_at: datetime
    asked: int
    proposals: tuple[str, ...] = ()
    model: str = ""  # who was asked; empty: nobody
    cost: Decimal = Decimal(0)  # USD
    notes: tuple[str, ...] = ()


def proposal_id(batch: str, index: int) -> str:
    return stable_id("proposal", batch, index)


class ProposalStore:
    def __init__(self, documents: DocumentStore) -> None:
        self._documents = documents

    def writes(self, batch: Batch, proposals: Sequence[Proposal]) -> list[Write]:
        """What stores a run, once: its record is created, so a second delivery of it is a conflict."""
        made: list[Write] = [Create(BATCHES, batch.id, to_plain(batch))]
        return made + [Create(COLLECTION, one.id, _document(one)) for one in proposals]

    def batch(self, id: str) -> Batch | None:
        found = self._documents.get(BATCHES, id)
        return from_plain(Batch, found) if found else None

    def of_batch(self, batch: Batch) -> list[Proposal]:
        found = self._documents.get_many(COLLECTION, list(batch.proposals))
        return [_proposal(found[id]) for id in batch.proposals if id in found]

    def get(self, id: str) -> Proposal:
        """Raises NotFound."""
        found = self._documents.get(COLLECTION, id)
        if found is None:
            raise NotFound(f"there is no proposal {id[:60]}; `leadreel proposals list` shows them")
        return _proposal(found)

    def recent(self, limit: int) -> Iterator[Proposal]:
        """The newest first."""
        query = Query(COLLECTION, order_by="created_at", descending=True, limit=limit)
        return (_proposal(found.data) for found in self._documents.query(query))


def _document(proposal: Proposal) -> dict[str, Any]:
    """The movie stays a text: it may hold what no document may, such as a list in a list."""
    return {**to_plain(proposal), "movie": json.dumps(proposal.movie, ensure_ascii=False)}


def _proposal(document: Mapping[str, Any]) -> Proposal:
    movie = document["movie"]
    return from_plain(Proposal, {**document, "movie": json.loads(movie) if isinstance(movie, str) else movie})

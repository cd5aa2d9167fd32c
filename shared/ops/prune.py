"""Bookkeeping that has had its time."""

from collections.abc import Callable

from shared.core.clock import Clock, iso
from shared.ports.documents import Delete, DocumentStore, Query, Where

_AT_ONCE = 400  # deletes in one batch


def expired(documents: DocumentStore, collection: str, field: str, clock: Clock) -> Callable[[], int]:
    """Removes the documents whose `field` (a stored time) has passed, some hundreds at each call; gives how many."""

    def prune() -> int:
        query = Query(collection, (Where(field, "<", iso(clock.now())),), order_by=field, limit=_AT_ONCE)
        over = [Delete(collection, found.id, found.version) for found in documents.query(query)]
        if over:
            documents.batch(over)
        return len(over)

    return prune

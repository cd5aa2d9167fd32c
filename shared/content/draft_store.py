"""The drafts' records. One proposal has one draft; its number counts up from 1, as people name it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from shared.content.approval import sealed
from shared.content.model import STATUSES, Draft, DraftStatus
from shared.core import faults
from shared.core.codec import from_plain, to_plain
from shared.core.errors import InvalidInput, NotFound
from shared.core.ids import stable_id
from shared.ports.documents import DocumentStore, Query, Subscription, Transaction, Where

COLLECTION: Final = "drafts"
COUNTERS: Final = "counters"
OPEN: Final[tuple[DraftStatus, ...]] = ("Draft", "Approved")


def draft_id(proposal: str) -> str:
    """The id of the one draft that a proposal becomes."""
    return stable_id("draft", proposal)


class DraftStore:
    """Drafts in documents. Every step of a draft's life goes through `change`, so that none is lost."""

    def __init__(self, documents: DocumentStore) -> None:
        self._documents = documents

    def create(self, draft: Draft) -> Draft:
        """The draft as stored, with the next number; the one that is there already when its proposal has come before.

        `id`, `number` and `content_hash` of what is given do not matter.
        """
        if not draft.proposal:
            raise InvalidInput("a draft comes from a proposal; this one names none")
        id = draft_id(draft.proposal)

        def work(transaction: Transaction) -> Draft:
            if found := transaction.get(COLLECTION, id):
                return from_plain(Draft, found)
            number = (transaction.get(COUNTERS, COLLECTION) or {"last": 0})["last"] + 1
            made = sealed(replace(draft, id=id, number=number))
            transaction.set(COUNTERS, COLLECTION, {"last": number})
            transaction.create(COLLECTION, id, to_plain(made))
            return made

        faults.reach("drafts.create")
        made = self._documents.transaction(work)
        faults.reach("drafts.created")
        return made

    def change(self, id: str, step: Callable[[Draft], Draft]) -> Draft:
        """The draft after `step`, which may run several times and whose refusal is passed on. The content hash is
        always that of what is stored. Raises NotFound."""

        def work(transaction: Transaction) -> Draft:
            found = transaction.get(COLLECTION, id)
            if found is None:
                raise NotFound(f"there is no draft {id}; `leadreel drafts list` shows them")
            before = from_plain(Draft, found)
            after = sealed(step(before))
            if after != before:
                transaction.update(COLLECTION, id, to_plain(after))
            return after

        faults.reach("drafts.change")
        changed = self._documents.transaction(work)
        faults.reach("drafts.changed")
        return changed

    def get(self, id: str) -> Draft:
        """Raises NotFound."""
        found = self._documents.get(COLLECTION, id)
        if found is None:
            raise NotFound(f"there is no draft {id}; `leadreel drafts list` shows them")
        return from_plain(Draft, found)

    def named(self, name: str) -> Draft:
        """The draft with this number (7 or #7) or id. Raises NotFound."""
        text = name.strip().removeprefix("#")
        if text.isdecimal() and len(text) < 10:
            wanted = Query(COLLECTION, (Where("number", "==", int(text)),), limit=1)
            found = next(self._documents.query(wanted), None)
            if found is None:
                raise NotFound(f"there is no draft with the number {text}; `leadreel drafts list` shows them")
            return from_plain(Draft, found.data)
        return self.get(text)

    def of_proposal(self, proposal: str) -> Draft | None:
        found = self._documents.get(COLLECTION, draft_id(proposal))
        return from_plain(Draft, found) if found else None

    def many(self, ids: Sequence[str]) -> dict[str, Draft]:
        """Those that exist, by id."""
        found = self._documents.get_many(COLLECTION, list(dict.fromkeys(ids)))
        return {id: from_plain(Draft, plain) for id, plain in found.items()}

    def list(self, statuses: Iterable[DraftStatus] = (), *, limit: int | None = None, before: int = 0) -> list[Draft]:
        """The newest first, of these statuses (none: all), at most `limit`; only numbers below `before`, if given."""
        return list(self._found(statuses, limit, before))

    def open(self) -> Sequence[Draft]:
        """All that wait for a person, or to be posted."""
        return self.list(OPEN)

    def count(self, status: DraftStatus) -> int:
        return self._documents.count(Query(COLLECTION, (Where("status", "==", status),)))

    def watch(self, on_change: Callable[[], None]) -> Subscription:
        """`on_change` soon after any draft has changed."""
        return self._documents.watch(Query(COLLECTION), on_change)

    def _found(self, statuses: Iterable[DraftStatus], limit: int | None, before: int) -> Iterator[Draft]:
        wanted = tuple(dict.fromkeys(statuses))
        if unknown := set(wanted) - set(STATUSES):
            raise InvalidInput(f"no status of a draft: {', '.join(sorted(unknown))}; there are {', '.join(STATUSES)}")
        where = (Where("status", "in", list(wanted)),) if wanted else ()
        below = (Where("number", "<", before),) if before else ()
        query = Query(COLLECTION, (*where, *below), order_by="number", descending=True, limit=limit)
        for found in self._documents.query(query):
            yield from_plain(Draft, found.data)

"""The search index in documents, for stores without a text search of their own: Firestore.

One document a record holds its tokens; one token is looked up (`array_contains`, which Firestore indexes by itself),
the others are compared here. Whole words only, and a search looks at a bounded number of documents.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from shared.ports.documents import Delete, DocumentStore, Query, Set, Snapshot, Where, Write
from shared.ports.search import Entry, Hit, Lookup

COLLECTION: Final = "lead_search"
STATE: Final = "search_state"
LOOKED_AT: Final = 20_000  # documents in one call
_STATE_ID: Final = "leads"
_LONGEST: Final = 200  # characters of a word that is looked up


class DocumentSearch:
    def __init__(self, documents: DocumentStore, looked_at: int = LOOKED_AT) -> None:
        self._documents = documents
        self._looked_at = looked_at

    def put(
        self, entries: Sequence[Entry], removed: Sequence[str] = (), state: Mapping[str, Any] | None = None
    ) -> None:
        writes: list[Write] = [Set(COLLECTION, entry.id, _document(entry)) for entry in entries]
        writes += [Delete(COLLECTION, id) for id in removed]
        self._documents.write_all(writes)
        if state is not None:  # afterwards: what is entered twice does no harm, what is passed over would
            self._documents.set(STATE, _STATE_ID, dict(state))

    def state(self) -> dict[str, Any]:
        return self._documents.get(STATE, _STATE_ID) or {}

    def stamps(self, ids: Sequence[str]) -> dict[str, str]:
        return {id: data["stamp"] for id, data in self._documents.get_many(COLLECTION, ids).items()}

    def find(self, lookup: Lookup, *, limit: int, after: str = "") -> Sequence[Hit]:
        hits: list[Hit] = []
        for found in self._candidates(lookup, after):
            if _fits(found.data, lookup):
                hits.append(Hit(found.id, found.id))
                if len(hits) >= limit:
                    break
        return hits

    def count(self, lookup: Lookup, *, at_most: int) -> int:
        return len(self.find(lookup, limit=at_most))

    def _candidates(self, lookup: Lookup, after: str) -> Iterator[Snapshot]:
        words = [*lookup.tokens, *lookup.prefixes]
        if any(len(word) > _LONGEST for word in words):
            return
        where = (Where("tokens", "array_contains", _rarest(words)),) if words else ()
        cursor = (None, after) if after else None
        yield from self._documents.query(Query(COLLECTION, where, limit=self._looked_at, after=cursor))


def _rarest(words: Sequence[str]) -> str:
    """A value's facet is rarer than a word, and a longer word than a shorter one, more often than not."""
    return max(
        words, key=lambda word: (word.startswith("§e"), word.startswith("§i"), not word.startswith("§"), len(word))
    )


def _fits(data: Mapping[str, Any], lookup: Lookup) -> bool:
    tokens = frozenset(data["tokens"])
    if not tokens.issuperset(lookup.tokens) or not tokens.isdisjoint(lookup.lacking):
        return False
    if not tokens.issuperset(lookup.prefixes):
        return False
    numbers = data.get("numbers", {})
    return all(
        one.name in numbers
        and (one.low is None or numbers[one.name] >= one.low)
        and (one.high is None or numbers[one.name] <= one.high)
        for one in lookup.ranges
    )


def _document(entry: Entry) -> dict[str, Any]:
    return {
        "tokens": list(entry.tokens),
        "numbers": dict(entry.numbers),
        "stamp": entry.stamp,
        "created_at": entry.created_at,
    }

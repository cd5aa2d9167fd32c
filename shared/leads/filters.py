"""Searches that people keep, by name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.core.clock import Clock
from shared.core.codec import from_plain, to_plain
from shared.core.errors import InvalidInput, NotFound
from shared.core.ids import stable_id
from shared.core.text import fold
from shared.leads.query import parse
from shared.ports.documents import DocumentStore, Query

COLLECTION = "filters"
MAX_NAME = 80


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """A search under a name; `query` is what a person would type."""

    name: str
    query: str
    by: str
    updated_at: datetime


class Filters:
    def __init__(self, documents: DocumentStore, clock: Clock) -> None:
        self._documents = documents
        self._clock = clock

    def save(self, name: str, query: str, by: str) -> SavedFilter:
        """Keep a search, in place of the one of the same name. Raises InvalidInput when it cannot be read."""
        parse(query)
        saved = SavedFilter(checked_name(name, "filter"), query.strip(), by, self._clock.now())
        self._documents.set(COLLECTION, name_id(name), to_plain(saved))
        return saved

    def get(self, name: str) -> SavedFilter:
        """Raises NotFound."""
        data = self._documents.get(COLLECTION, name_id(name))
        if data is None:
            raise NotFound(f"no filter {name[:MAX_NAME]!r}; `leadreel filters list` shows them")
        return _saved(data)

    def list(self) -> list[SavedFilter]:
        """By name."""
        found = (_saved(held.data) for held in self._documents.query(Query(COLLECTION)))
        return sorted(found, key=lambda one: fold(one.name))

    def remove(self, name: str) -> None:
        """Raises NotFound."""
        self.get(name)
        self._documents.delete(COLLECTION, name_id(name))


def checked_name(name: str, what: str) -> str:
    stripped = " ".join(name.split())
    if not stripped or len(stripped) > MAX_NAME:
        raise InvalidInput(f"a {what} needs a name of 1 to {MAX_NAME} characters")
    return stripped


def name_id(name: str) -> str:
    """Names that differ in case or space are one."""
    return stable_id("named", fold(name))


def _saved(data: Mapping[str, Any]) -> SavedFilter:
    return from_plain(SavedFilter, data)

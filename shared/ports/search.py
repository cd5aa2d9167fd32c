"""An index of words and facets, by which records are found without looking through them all.

It is a guess about where to look: whoever searches checks each find against the record itself. So an index may lag
behind, and never shows what is not there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Entry:
    """What a record can be found by. `stamp` tells whether it has changed since it was entered."""

    id: str
    created_at: str  # ISO 8601, as `core.clock.iso` writes it
    stamp: str
    tokens: Sequence[str]  # words (letters and digits) and facets (`§` and letters), each once
    numbers: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Range:
    """Bounds of a number; None = open."""

    name: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Lookup:
    """All of `tokens` and none of `lacking`, a word beginning with each of `prefixes`, each number in its range."""

    tokens: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    ranges: tuple[Range, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that may fit; `cursor` continues behind it."""

    id: str
    cursor: str


class SearchIndex(Protocol):
    def put(
        self, entries: Sequence[Entry], removed: Sequence[str] = (), state: Mapping[str, Any] | None = None
    ) -> None:
        """Enter records in place of what was known of them, take others out, and remember `state`, all or nothing as
        far as the store can: running it again must be harmless."""

    def state(self) -> dict[str, Any]:
        """What was remembered last; empty for a new index."""

    def stamps(self, ids: Sequence[str]) -> dict[str, str]:
        """The stamps of those records that are entered."""

    def find(self, lookup: Lookup, *, limit: int, after: str = "") -> Sequence[Hit]:
        """Records that may fit, in the index's own order, behind a cursor; fewer than `limit` = there are no more."""

    def count(self, lookup: Lookup, *, at_most: int) -> int:
        """How many entered records may fit; `at_most` is a bound of the work, and of the answer."""

"""The leads as a table: which ones, in which order, a page at a time.

The order of making comes from the store's own index and costs the same with ten leads and with a million. A search
goes through the search index, over all leads. Any other order sorts the first `SCANNED` leads that fit; the page says
so when there are more.
"""

import base64
import binascii
import re
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Protocol

import msgspec

from containers.console.parts import ReadsLeads, Row
from shared.core.clock import Clock, iso
from shared.core.codec import ready
from shared.core.errors import InvalidInput
from shared.core.text import fold
from shared.leads.model import Lead
from shared.leads.query import number_of

SCANNED = 20_000
REMEMBERED = 2.0  # seconds that a looked-through order stays good
MAX_PAGE = 200
TIMES = frozenset({"created_at", "updated_at"})
_FIELD = re.compile(r"\w{1,80}")


@dataclass(frozen=True, slots=True)
class Wish:
    """What a reader wants to see. `q`: words that all stand somewhere in the lead; `has`/`lacks`: fields."""

    q: str = ""
    has: str = ""
    lacks: str = ""
    imported: str = ""  # id of an import that touched it
    sort: str = "created_at"
    descending: bool = True
    limit: int = 50
    cursor: str = ""

    def __post_init__(self) -> None:
        if not _FIELD.fullmatch(self.sort):
            raise InvalidInput(f"cannot sort by {self.sort[:40]!r}; name a field, created_at or updated_at")
        if not 1 <= self.limit <= MAX_PAGE:
            raise InvalidInput(f"limit is {self.limit}; choose 1 to {MAX_PAGE}")

    @property
    def query(self) -> str:
        """The wish as a search."""
        named = (("has", self.has), ("lacks", self.lacks), ("import", self.imported))
        return " ".join([self.q, *(f'{name}:"{value}"' for name, value in named if value)]).strip()

    @property
    def plain(self) -> bool:
        """Answered by the store's index alone."""
        return self.sort == "created_at" and not (self.q or self.has or self.lacks or self.imported)


@dataclass(frozen=True, slots=True)
class Page:
    """A part of the table. `next` and `previous` are cursors, empty at the ends; `total` counts all that match."""

    leads: Sequence[Lead]
    total: int
    next: str = ""
    previous: str = ""
    capped: bool = False  # only the newest SCANNED were looked at


class _Spot(msgspec.Struct, omit_defaults=True):
    """A place between two leads: behind (or, going back, before) one of them, or a number of leads from the start."""

    at: str = ""
    id: str = ""
    back: bool = False
    skip: int = 0


def _encode(spot: _Spot) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(spot)).decode("ascii").rstrip("=")


def _decode(cursor: str) -> _Spot:
    try:
        return msgspec.json.decode(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)), type=ready(_Spot))
    except (msgspec.MsgspecError, binascii.Error, ValueError) as error:
        raise InvalidInput("the cursor is not one of ours; start again without it") from error


class _HasText(Protocol):
    def text(self, name: str) -> str: ...


def name_of(lead: _HasText) -> str:
    """A lead's name however it came: whole, or in parts."""
    return lead.text("full_name").strip() or f"{lead.text('first_name')} {lead.text('last_name')}".strip()


def rank(lead: Row, name: str) -> tuple[int, float, str] | None:
    """Where a value sorts: numbers before words, words without case and accents; None when there is no value."""
    if name in TIMES:
        return 1, 0.0, lead.created_at if name == "created_at" else lead.updated_at
    text = name_of(lead) if name == "name" else lead.text(name).strip()
    if not text:
        return None
    number = number_of(text, name)
    return (1, 0.0, fold(text)) if number is None else (0, number, "")


def matches(lead: Row, wish: Wish, words: Sequence[str]) -> bool:
    """True when the lead is among what is wished for; `words` are folded."""
    if wish.imported and wish.imported not in lead.imports:
        return False
    if wish.has and not lead.text(wish.has):
        return False
    if wish.lacks and lead.text(wish.lacks):
        return False
    if not words:
        return True
    text = fold(" ".join(map(str, lead.fields.values())))
    return lead.id in words or all(word in text for word in words)


@dataclass(frozen=True, slots=True)
class _Order:
    ids: Sequence[str]
    capped: bool
    good_until: float


@dataclass(slots=True)
class Table:
    """Pages of leads. Safe to use from several threads."""

    leads: ReadsLeads
    clock: Clock
    search: Callable[[str, int], Iterable[Row]] | None = None
    _orders: OrderedDict[tuple[Any, ...], _Order] = field(default_factory=OrderedDict)
    _counted: tuple[int, float] = (0, -1.0)
    _lock: Lock = field(default_factory=Lock)

    def page(self, wish: Wish) -> Page:
        return self._by_index(wish) if wish.plain else self._by_scan(wish)

    def count(self) -> int:
        """All leads; a second old at most."""
        now = self.clock.monotonic()
        number, good_until = self._counted
        if now >= good_until:
            number = self.leads.count()
            self._counted = number, now + 1.0
        return number

    def _by_index(self, wish: Wish) -> Page:
        spot = _decode(wish.cursor) if wish.cursor else _Spot()
        after = (spot.at, spot.id) if spot.id else None
        found = list(
            self.leads.page(limit=wish.limit + 1, after=after, descending=wish.descending is not spot.back),
        )
        more = len(found) > wish.limit
        found = found[: wish.limit]
        if spot.back:
            found.reverse()
        behind, before = (bool(spot.id), more) if spot.back else (more, bool(spot.id))
        return Page(
            found,
            self.count(),
            next=_encode(_Spot(iso(found[-1].created_at), found[-1].id)) if found and behind else "",
            previous=_encode(_Spot(iso(found[0].created_at), found[0].id, back=True)) if found and before else "",
        )

    def _by_scan(self, wish: Wish) -> Page:
        order = self._order(wish)
        skip = _decode(wish.cursor).skip if wish.cursor else 0
        end = skip + wish.limit
        return Page(
            self.leads.many(order.ids[skip:end]),
            len(order.ids),
            next=_encode(_Spot(skip=end)) if end < len(order.ids) else "",
            previous=_encode(_Spot(skip=max(0, skip - wish.limit))) if skip else "",
            capped=order.capped,
        )

    def _order(self, wish: Wish) -> _Order:
        key = (wish.q, wish.has, wish.lacks, wish.imported, wish.sort, wish.descending)
        with self._lock:  # a second reader of the same order waits for the first one's work
            now = self.clock.monotonic()
            held = self._orders.get(key)
            if held is None or now >= held.good_until:
                held = self._looked_through(wish)
                self._orders[key] = held
            self._orders.move_to_end(key)
            while len(self._orders) > 4:
                self._orders.popitem(last=False)
            return held

    def _looked_through(self, wish: Wish) -> _Order:
        words = fold(wish.q).split()
        ranked: list[tuple[tuple[int, float, str], str]] = []
        without: list[str] = []
        capped = False
        query = wish.query
        found = self.search(query, SCANNED + 1) if self.search and query else self.leads.rows(SCANNED + 1)
        for number, lead in enumerate(found):
            if number >= SCANNED:
                capped = True
                break
            if self.search or matches(lead, wish, words):
                place = rank(lead, wish.sort)
                if place is None:
                    without.append(lead.id)
                else:
                    ranked.append((place, lead.id))
        ranked.sort(reverse=wish.descending)
        ids = [id for _, id in ranked] + without  # what has no value stands last in both directions
        return _Order(ids, capped, self.clock.monotonic() + REMEMBERED)

"""Leads by what stands in them, through an index that follows behind: nothing of it is paid while leads are stored.

What there is to enter is found in three ways. `lead_news` names leads that were changed one by one. The records of an
import name the leads of its rows, once it has ended. And a walk through all leads enters what was there before the
index was, and then goes round and round slowly, so that whatever slipped through is found in the end.

Whoever asks brings the index up to date for a moment first, so a small store is always searched whole.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import islice
from typing import Any, Final, Protocol

from shared.core import faults
from shared.core.clock import Clock
from shared.core.errors import InvalidInput
from shared.core.log import get_log
from shared.leads.imports import Imports
from shared.leads.model import Lead
from shared.leads.query import Filter, TaskIs, numbers_of, parse, tokens_of
from shared.leads.store import COLLECTION, NEWS, lead_of
from shared.ports.documents import DocumentStore, Query, Snapshot, Transaction
from shared.ports.search import Entry, SearchIndex

_EDITION: Final = 2  # of what leads can be found by; another one, and the index is gone through anew
AT_ONCE: Final = 500  # leads entered together
MAX_PAGE: Final = 1_000
FRESH: Final = 1.5  # seconds for which a search brings the index up to date first
_RECENT: Final = timedelta(days=7)  # an import that runs for longer is found by the walk
_TASKS_LOOKED_AT: Final = 20_000

log = get_log(__name__)
Stored = Mapping[str, Any]
OnChange = Callable[[str, Stored], None]


class Tasks(Protocol):
    """Which leads have a task in a state; `name` is an enricher's, or a kind of task."""

    def __call__(self, name: str, state: str) -> Iterator[str]: ...


@dataclass(frozen=True, slots=True)
class Found:
    """A page of leads, the newest first on one machine. `next` continues it; `behind` = not all is entered yet."""

    leads: Sequence[Lead]
    next: str = ""
    behind: bool = False


class LeadSearch:
    """Search over all leads, and the index behind it."""

    def __init__(
        self,
        documents: DocumentStore,
        index: SearchIndex,
        clock: Clock,
        tasks: Tasks,
        on_change: OnChange | None = None,
    ) -> None:
        """`on_change` is told each changed lead, at least once, when the index takes notice of it."""
        self._documents = documents
        self._index = index
        self._clock = clock
        self._tasks = tasks
        self._on_change = on_change
        self._imports = Imports(documents)

    # Asking

    def page(self, query: str | Filter, *, limit: int = 50, cursor: str = "") -> Found:
        """Leads that fit. Raises InvalidInput for what cannot be read."""
        if not 1 <= limit <= MAX_PAGE:
            raise InvalidInput(f"limit is {limit}; choose 1 to {MAX_PAGE}")
        wanted = parse(query) if isinstance(query, str) else query
        behind = not self.catch_up(FRESH) if not cursor else False
        hits = list(islice(self._hits(wanted, cursor), limit + 1))
        more = hits[limit - 1][1] if len(hits) > limit else ""
        return Found([lead_of(id, data) for id, _, data in hits[:limit]], more, behind)

    def ids(self, query: str | Filter) -> Iterator[str]:
        """All that fit, streamed. What changes meanwhile may or may not be among them."""
        wanted = parse(query) if isinstance(query, str) else query
        self.catch_up(None)
        return (id for id, _, _ in self._hits(wanted, ""))

    def stored(self, query: str | Filter, limit: int) -> Iterator[tuple[str, Stored]]:
        """The stored forms of at most so many leads that fit, for lists that need no more."""
        wanted = parse(query) if isinstance(query, str) else query
        self.catch_up(FRESH)
        return ((id, data) for id, _, data in islice(self._hits(wanted, ""), limit))

    def count(self, query: str | Filter, *, at_most: int = 100_000) -> int:
        """About how many leads fit: as many as the index holds of them."""
        wanted = parse(query) if isinstance(query, str) else query
        if wanted.tasks:
            return sum(1 for _ in islice(self._hits(wanted, ""), at_most))
        return self._index.count(wanted.lookup(), at_most=at_most)

    def _hits(self, wanted: Filter, cursor: str) -> Iterator[tuple[str, str, Stored]]:
        """Id, cursor and stored form of each lead that fits."""
        candidates = self._with_tasks(wanted.tasks, cursor) if wanted.tasks else self._indexed(wanted, cursor)
        while part := list(islice(candidates, 200)):
            held = self._documents.get_many(COLLECTION, [id for id, _ in part])
            for id, place in part:
                data = held.get(id)
                if data is not None and wanted.matches(data):
                    yield id, place, data

    def _indexed(self, wanted: Filter, cursor: str) -> Iterator[tuple[str, str]]:
        lookup, size = wanted.lookup(), 100
        while True:
            found = self._index.find(lookup, limit=size, after=cursor)
            yield from ((hit.id, hit.cursor) for hit in found)
            if len(found) < size:
                return
            cursor, size = found[-1].cursor, min(2_000, size * 4)

    def _with_tasks(self, wanted: Sequence[TaskIs], cursor: str) -> Iterator[tuple[str, str]]:
        first, *others = wanted
        sets = [frozenset(islice(self._tasks(one.name, one.state), _TASKS_LOOKED_AT)) for one in others]
        ids = dict.fromkeys(islice(self._tasks(first.name, first.state), _TASKS_LOOKED_AT))
        skip = int(cursor) if cursor.isdigit() else 0
        for place, id in enumerate(islice(ids, skip, None), start=skip + 1):
            if all(id in one for one in sets):
                yield id, str(place)

    # Following

    def catch_up(self, seconds: float | None, *, round_again: bool = False) -> bool:
        """Enter what is new, for at most so many seconds; True when all is entered.

        `round_again` goes on with the slow walk through leads that are entered already.
        """
        end = None if seconds is None else self._clock.monotonic() + seconds
        state = self._begun(self._index.state())

        def time_is_up() -> bool:
            return end is not None and self._clock.monotonic() >= end

        done = self._take_news(time_is_up) and self._take_imports(state, time_is_up) and self._walk(state, time_is_up)
        if done and round_again and not time_is_up():
            self._walk_on(state)
        return done

    def take_news(self, seconds: float) -> bool:
        """Enter the leads that were changed one by one, for at most so many seconds; True when all are."""
        end = self._clock.monotonic() + seconds
        return self._take_news(lambda: self._clock.monotonic() >= end)

    def _begun(self, state: dict[str, Any]) -> dict[str, Any]:
        """A new index starts with the walk, which meets all that has come before it."""
        if state.get("edition") == _EDITION:
            return state
        if state:
            return {**state, "edition": _EDITION, "walked": "", "whole": False}
        ended = {one.id: "*" for one in self._recent_imports() if one.state != "running"}
        return {"edition": _EDITION, "walked": "", "whole": False, "imports": ended}

    def _take_news(self, time_is_up: Callable[[], bool]) -> bool:
        while found := list(self._documents.query(Query(NEWS, limit=AT_ONCE))):
            self._enter([one.id for one in found], tell=True)
            faults.reach("search.before_forget")
            self._documents.transactions([partial(_forget, one) for one in found])
            if time_is_up():
                return False
        return True

    def _take_imports(self, state: dict[str, Any], time_is_up: Callable[[], bool]) -> bool:
        recent = self._recent_imports()
        known: dict[str, str] = state["imports"]
        for one in recent:
            if one.state == "running" or known.get(one.id) == "*":
                continue
            for chunk, leads in self._imports.touched(one.id, known.get(one.id, "")):
                known[one.id] = chunk
                self._enter(list(leads), state=state, tell=True)
                if time_is_up():
                    return False
            known[one.id] = "*"
            state["imports"] = known = {id: known[id] for id in known if _among(id, recent)}
            self._index.put([], state=state)
        return not any(one.state == "running" for one in recent)

    def _walk(self, state: dict[str, Any], time_is_up: Callable[[], bool]) -> bool:
        while not state["whole"]:
            if time_is_up():
                return False
            self._walk_on(state)
        return True

    def _walk_on(self, state: dict[str, Any]) -> None:
        """One step of the walk; at its end it begins anew."""
        after = (None, state["walked"]) if state["walked"] else None
        found = list(self._documents.query(Query(COLLECTION, limit=AT_ONCE, after=after)))
        stamps = self._index.stamps([one.id for one in found])
        changed = [one for one in found if stamps.get(one.id) != _stamp(one.data)]
        if state["whole"] and self._on_change is not None:  # what was there before the index was is no news
            for one in changed:
                self._on_change(one.id, one.data)
        state["walked"] = found[-1].id if len(found) == AT_ONCE else ""
        state["whole"] = state["whole"] or len(found) < AT_ONCE
        faults.reach("search.before_walk_step")
        self._index.put([entry_of(one.id, one.data) for one in changed], state=state)

    def _enter(self, ids: Sequence[str], *, state: Stored | None = None, tell: bool = False) -> None:
        for start in range(0, len(ids), AT_ONCE):
            part = ids[start : start + AT_ONCE]
            held = self._documents.get_many(COLLECTION, part)
            for id, data in held.items():
                if tell and self._on_change is not None:
                    self._on_change(id, data)
            last = start + AT_ONCE >= len(ids)
            faults.reach("search.before_put")
            self._index.put(
                [entry_of(id, data) for id, data in held.items()],
                [id for id in part if id not in held],
                state if last else None,
            )
            faults.reach("search.after_put")

    def _recent_imports(self) -> list[Any]:
        since = self._clock.now() - _RECENT
        found = []
        for one in self._imports.list(limit=1_000):
            if one.created_at < since:
                break
            found.append(one)
        return found


def entry_of(id: str, data: Stored) -> Entry:
    """What a stored lead can be found by."""
    return Entry(id, data["created_at"], _stamp(data), list(dict.fromkeys(tokens_of(data))), numbers_of(data))


def _stamp(data: Stored) -> str:
    return f"{_EDITION}:{data['updated_at']}"


def _among(id: str, recent: Sequence[Any]) -> bool:
    return any(one.id == id for one in recent)


def _forget(seen: Snapshot, transaction: Transaction) -> None:
    """Take a piece of news away, unless there is newer one of the same lead."""
    now = transaction.snapshot(NEWS, seen.id)
    if now is not None and now.version == seen.version:
        transaction.delete(NEWS, seen.id)

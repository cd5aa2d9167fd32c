"""The gate before a base: all workers share its five requests a second, its thirty seconds of penalty and its month.

A worker reserves the next free moment in one transaction and waits for it; so there is no queue, and no holder who
could die.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from shared.core.clock import Clock, iso, parse_iso
from shared.core.errors import TransientError
from shared.ports.documents import DocumentStore, Transaction

COLLECTION: Final = "sync_gates"
PENALTY: Final = 31.0  # seconds after a 429 during which the far side answers nobody; one more, for clocks


@dataclass(frozen=True, slots=True)
class Gate:
    """Passing it is allowed `rate` times a second, all workers together. `patience`: seconds that a worker waits."""

    documents: DocumentStore
    clock: Clock
    base: str
    rate: float = 4.5  # a little below five: requests do not arrive as evenly as they leave
    patience: float = 240.0

    def wait(self) -> None:
        """Return when a request may be sent. Raises TransientError when that is later than `patience` allows."""
        moment = self.documents.transaction(self._reserve)
        seconds = (moment - self.clock.now()).total_seconds()
        if seconds > 0:
            self.clock.sleep(seconds)

    def _reserve(self, transaction: Transaction) -> datetime:
        now = self.clock.now()
        held = transaction.get(COLLECTION, self.base) or {}
        moment = max(now, _time(held, "next"), _time(held, "closed_until"))
        seconds = (moment - now).total_seconds()
        if seconds > self.patience:
            raise TransientError(held.get("reason") or "the base is busy", retry_after=seconds)
        transaction.set(
            COLLECTION,
            self.base,
            {**held, "next": iso(moment + timedelta(seconds=1 / self.rate)), "calls": held.get("calls", 0) + 1},
        )
        return moment

    def punished(self) -> None:
        """A 429 was answered: nobody calls for thirty seconds."""
        self._close(self.clock.now() + timedelta(seconds=PENALTY), "Airtable answered 429; nobody calls it for 30 s")

    def spent(self) -> TransientError:
        """The month's calls are used up: nobody calls until the next one. Returns what is to be raised."""
        now = self.clock.now()
        start = datetime(now.year + now.month // 12, now.month % 12 + 1, 1, tzinfo=UTC)
        reason = (
            f"the Airtable plan's calls of this month are used up; the sync goes on after {start:%Y-%m-%d}. A larger "
            "plan lifts the limit at once: then run `leadreel sync --now`"
        )
        self._close(start, reason)
        return TransientError(reason, retry_after=(start - now).total_seconds())

    def open(self) -> None:
        """A person says that the limit is lifted."""
        self._change(lambda held: {**held, "closed_until": "", "reason": ""})

    def calls(self) -> int:
        """How many requests have passed, ever."""
        return int((self.documents.get(COLLECTION, self.base) or {}).get("calls", 0))

    def _close(self, until: datetime, reason: str) -> None:
        def change(held: dict[str, Any]) -> dict[str, Any]:
            return {**held, "closed_until": iso(max(until, _time(held, "closed_until"))), "reason": reason}

        self._change(change)

    def _change(self, change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
        def work(transaction: Transaction) -> None:
            transaction.set(COLLECTION, self.base, change(transaction.get(COLLECTION, self.base) or {}))

        self.documents.transaction(work)


def _time(held: dict[str, Any], name: str) -> datetime:
    return parse_iso(held[name]) if held.get(name) else datetime.min.replace(tzinfo=UTC)

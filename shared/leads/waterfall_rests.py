"""Providers that rest: after a refusal nobody asks them until the time told, or until their key is changed.

One document a service: what it rests for and until when, how often it failed in a row, and its calls of this month.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Protocol

from shared.core.clock import Clock, iso
from shared.core.codec import from_plain, to_plain
from shared.core.errors import AppError, TransientError
from shared.core.log import get_log
from shared.core.text import shorten
from shared.leads.paying import RESTING
from shared.leads.waterfall import NotNow
from shared.ports.documents import DocumentStore, Query, Transaction, Where
from shared.tasks.model import Task, TaskState

COLLECTION = "providers"
FIRST: Final = 10.0  # seconds of rest after a failure that named no time; doubled with each further one
LONGEST: Final = 900.0
_REFUSALS: Final = frozenset({401, 402, 403})
REFUSED: Final = 86_400.0  # seconds after which a refused key is tried again, unless it is changed before

log = get_log(__name__)


@dataclass(frozen=True, slots=True)
class Rest:
    """What is known of a service's health."""

    until: datetime | None = None
    reason: str = ""
    strikes: int = 0  # failures in a row
    fingerprint: str = ""  # of the key that was refused; "" = the rest has nothing to do with the key
    month: str = ""  # such as 2026-11
    calls: int = 0  # in that month
    waiting: bool = False  # tasks were put by until it is over

    def over(self, now: datetime, fingerprint: str) -> bool:
        changed = bool(self.fingerprint and fingerprint and self.fingerprint != fingerprint)
        return self.until is None or self.until <= now or changed


class Tasks(Protocol):
    def list(self, *, state: TaskState, kind: str) -> Iterator[Task]: ...
    def retry(self, ids: Sequence[str]) -> int: ...


class Rests:
    """The rests of all services."""

    def __init__(self, documents: DocumentStore, clock: Clock) -> None:
        self._documents, self._clock = documents, clock

    def check(self, service: str, fingerprint: str) -> None:
        """Raises NotNow while the service rests."""
        now = self._clock.now()
        for name in (vendor_of(service), service):
            rest = self.of(name)
            if rest.until and not rest.over(now, fingerprint):
                told = f"{name} rests until {iso(rest.until)[:16]}Z: {rest.reason}"
                raise NotNow(name, told, (rest.until - now).total_seconds())

    def of(self, service: str) -> Rest:
        return from_plain(Rest, self._documents.get(COLLECTION, service) or {})

    def count(self, service: str, quota: int | None) -> None:
        """Note a call that is about to be made. Raises NotNow when the month's quota is used up."""
        if quota is None:
            return

        def work(transaction: Transaction) -> float | None:
            rest, now = _read(transaction, service), self._clock.now()
            month = f"{now:%Y-%m}"
            calls = rest.calls if rest.month == month else 0
            if calls >= quota:
                return (next_month(now) - now).total_seconds()
            _write(transaction, service, replace(rest, month=month, calls=calls + 1))
            return None

        if (wait := self._documents.transaction(work)) is not None:
            raise NotNow(service, f"the quota of {quota} calls a month is used up", wait)

    def succeeded(self, service: str) -> None:
        """It answers again."""
        if self.of(service).strikes:
            self._change(service, lambda rest: replace(rest, strikes=0, until=None, reason="", fingerprint=""))

    def failed(self, service: str, error: AppError, fingerprint: str) -> NotNow:
        """Let it rest; what to say to whoever asked. A refusal is logged once, however many calls were under way."""
        hard = error.status in _REFUSALS
        service = vendor_of(service) if hard else service  # what is sold under one key is refused with it
        told = shorten(str(error), 300)

        def work(transaction: Transaction) -> tuple[float, bool]:
            rest, now = _read(transaction, service), self._clock.now()
            if rest.until and not rest.over(now, fingerprint) and (not hard or rest.fingerprint):
                return (rest.until - now).total_seconds(), False  # others that were under way told already
            wait = REFUSED if hard else min(LONGEST, FIRST * 2.0 ** min(rest.strikes, 10))
            if isinstance(error, TransientError) and error.retry_after:
                wait = max(1.0, error.retry_after)
            until, mark = now + timedelta(seconds=wait), fingerprint if hard else ""
            _write(
                transaction,
                service,
                replace(rest, until=until, reason=told, strikes=rest.strikes + 1, fingerprint=mark),
            )
            return wait, True

        wait, first = self._documents.transaction(work)
        if first:
            log.warning("provider rests", provider=service, seconds=round(wait), reason=told)
        return NotNow(service, told, wait)

    def wait_for(self, service: str) -> None:
        """Remember that tasks were put by until it answers again."""
        if not self.of(service).waiting:
            self._change(service, lambda rest: replace(rest, waiting=True))

    def rested(self, fingerprints: Mapping[str, str]) -> list[str]:
        """Services that others wait for, and that may be asked again."""
        now = self._clock.now()
        found = self._documents.query(Query(COLLECTION, (Where("waiting", "==", True),)))
        held = ((snapshot.id, from_plain(Rest, snapshot.data)) for snapshot in found)
        return [service for service, rest in held if rest.over(now, fingerprints.get(service, ""))]

    def gone_on(self, service: str) -> None:
        """Those that waited were sent."""
        self._change(service, lambda rest: replace(rest, waiting=False))

    def _change(self, service: str, change: Callable[[Rest], Rest]) -> None:
        self._documents.transaction(
            lambda transaction: _write(transaction, service, change(_read(transaction, service)))
        )


def go_on(rests: Rests, tasks: Tasks, fingerprints: Mapping[str, str]) -> int:
    """Send the tasks again that were put by for a provider whose rest is over; how many."""
    sent = 0
    for service in rests.rested(fingerprints):
        put_by = [task.id for task in tasks.list(state="skipped", kind="enrich") if task.result.get(RESTING) == service]
        if not put_by:  # only now: one that was about to be put by during the last look is found at this one
            rests.gone_on(service)
        sent += sum(tasks.retry(put_by[start : start + 200]) for start in range(0, len(put_by), 200))
    return sent


def _read(transaction: Transaction, service: str) -> Rest:
    return from_plain(Rest, transaction.get(COLLECTION, service) or {})


def _write(transaction: Transaction, service: str, rest: Rest) -> None:
    plain: dict[str, Any] = {key: value for key, value in to_plain(rest).items() if value not in ("", None)}
    transaction.set(COLLECTION, service, plain)


def vendor_of(service: str) -> str:
    """
    >>> vendor_of("hunter_finder"), vendor_of("model")
    ('hunter', 'model')
    """
    return service.partition("_")[0]


def next_month(now: datetime) -> datetime:
    """The first moment of the next calendar month.

    >>> next_month(datetime(2026, 12, 31, 23, tzinfo=UTC)).isoformat()
    '2027-01-01T00:00:00+00:00'
    """
    return datetime(now.year + now.month // 12, now.month % 12 + 1, 1, tzinfo=UTC)

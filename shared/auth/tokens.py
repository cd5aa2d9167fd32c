"""Tokens of other platforms: kept sealed, renewed before they end, replaced without ever being without one.

A renewed token is stored before it is used, and the old one is kept until the new one has answered once. So a process
may die at any line: either the old token still counts, or the new one is there to be proved by the next care.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final, Literal, Protocol

from shared.auth.sealing import Seal
from shared.core import faults
from shared.core.clock import Clock, iso
from shared.core.codec import from_plain, to_plain
from shared.core.errors import AppError, Conflict, NotFound, PermanentError, TransientError
from shared.core.log import get_log, redact
from shared.core.text import shorten
from shared.ports.documents import DocumentStore, Query, Where

TOKENS = "tokens"
BEFORE: Final = timedelta(days=7)  # a token is renewed so long before its end
LOOK: Final = timedelta(days=1)  # between two looks whether a token still lives
_OFTEN: Final = timedelta(hours=1)  # at least between two looks that went well
_RETRY: Final = (300.0, 900.0, 3600.0, 10800.0, 21600.0)  # seconds until a renewal is tried again

TokenState = Literal["alive", "paused", "dead"]
"""paused: it lives, and nothing is posted with it until a person has looked · dead: a person must log in again"""

log = get_log(__name__)


class Fresh(Protocol):
    """A token as a platform gives it. `lasts`: seconds, None when it does not say."""

    @property
    def value(self) -> str: ...
    @property
    def lasts(self) -> float | None: ...


class TokenMaker(Protocol):
    """A platform's way to other tokens."""

    @property
    def youngest(self) -> float:
        """Seconds; a younger token is not renewed there."""

    def renew(self, value: str) -> Fresh:
        """A token that lives longer, made from one that lives. Raises an AppError when there is none."""

    def prove(self, value: str) -> str:
        """ "" when the token lives, else why it does not, for people. Raises an AppError when nobody knows."""


@dataclass(frozen=True, slots=True)
class TokenRecord:
    """A token as people may see it. `reason`: what stands in the way, for people."""

    account: str
    platform: str
    flavour: str = ""
    state: TokenState = "alive"
    reason: str = ""
    stored_at: datetime | None = None
    expires_at: datetime | None = None  # None: the platform has not said yet
    checked_at: datetime | None = None  # it answered then
    renewed_at: datetime | None = None
    attempts: int = 0  # renewals that failed, one after the other
    pending: bool = False  # a new one is stored and not proved yet

    def left(self, now: datetime) -> timedelta | None:
        return None if self.expires_at is None else self.expires_at - now


@dataclass(frozen=True, slots=True)
class Given:
    """A token that the settings hold for an account: the first one, or the one of a new log-in."""

    platform: str
    flavour: str
    value: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Kept:
    """The record with its sealed values. `next`: renewed, not proved."""

    record: TokenRecord
    sealed: str = field(repr=False)
    next: str = field(default="", repr=False)
    next_expires_at: datetime | None = None
    given: str = ""  # the fingerprint of the settings' token that it began with


Makers = Callable[[TokenRecord], TokenMaker]
"""The maker for a token's platform and flavour."""


class TokenCare:
    """The tokens of all accounts. `care` is called by a schedule; the rest by whoever needs a token."""

    def __init__(
        self,
        documents: DocumentStore,
        clock: Clock,
        secret: Callable[[], bytes],
        makers: Makers,
        *,
        given: Callable[[str], Given | None] = lambda _: None,
        before: timedelta = BEFORE,
    ) -> None:
        """`given`: what the settings hold for an account. It is taken in once; its renewals are kept here."""
        self._documents = documents
        self._clock = clock
        self._secret = secret
        self._makers = makers
        self._given = given
        self._before = before

    # Using

    def use(self, account: str, *, posting: bool = False) -> str:
        """The token that counts now. Raises PermanentError with what to do when there is none that lives, or when it is
        for `posting` and the account is paused."""
        self._take_in(account)
        kept, _ = self._get(account)
        record = kept.record
        if record.state == "dead" or (posting and record.state == "paused"):
            raise PermanentError(f"account {account}: {record.reason}").without_effect()
        if record.expires_at is not None and record.expires_at <= self._clock.now():
            if kept.next:
                return self._open(kept.next, account)
            raise PermanentError(f"account {account}: {_ended(record)}").without_effect()
        return self._open(kept.sealed, account)

    def refused(self, account: str, value: str, reason: str) -> None:
        """The platform no longer takes this token. One that was replaced meanwhile tells nothing."""
        kept, version = self._get(account)
        if kept.record.state != "dead" and not kept.next and self._open(kept.sealed, account) == value:
            self._keep(_died(kept, reason), version)

    def pause(self, account: str, reason: str) -> None:
        """Nothing is posted there until a person says `resume`; looking is still allowed."""
        kept, version = self._get(account)
        if kept.record.state == "alive":
            log.error("posting is paused", account=account, reason=reason)
            record = replace(kept.record, state="paused", reason=shorten(redact(reason), 400))
            self._keep(replace(kept, record=record), version)

    def resume(self, account: str) -> TokenRecord:
        """A person has looked. Raises NotFound; a dead token stays dead."""
        kept, version = self._get(account)
        if kept.record.state == "paused":
            kept = replace(kept, record=replace(kept.record, state="alive", reason=""))
            self._keep(kept, version)
        return kept.record

    # Keeping

    def put(self, account: str, platform: str, flavour: str, value: str, *, lasts: float | None = None) -> TokenRecord:
        """Keep a token that a person gave, in place of any other."""
        return self._begin(account, Given(platform, flavour, value), "", lasts)

    def _begin(self, account: str, given: Given, fingerprint: str, lasts: float | None = None) -> TokenRecord:
        now = self._clock.now()
        expires_at = None if lasts is None else now + timedelta(seconds=lasts)
        record = TokenRecord(account, given.platform, given.flavour, stored_at=now, expires_at=expires_at)
        kept = _Kept(record, self._seal.close(given.value, account), given=fingerprint)
        self._documents.set(TOKENS, account, self._plain(kept, now))
        return record

    def _take_in(self, account: str) -> None:
        """What the settings hold counts when nothing is kept yet; later only when it is another one than before, and
        not over a token that a person gave and that lives."""
        given = self._given(account)
        if given is None:
            return
        fingerprint = sha256(f"{account} {given.value}".encode()).hexdigest()
        found = self._documents.snapshot(TOKENS, account)
        kept = from_plain(_Kept, found.data) if found else None
        if kept is None or (kept.given != fingerprint and (kept.given or kept.record.state == "dead")):
            self._begin(account, given, fingerprint)

    def forget(self, account: str) -> None:
        self._documents.delete(TOKENS, account)

    def record(self, account: str) -> TokenRecord:
        """Raises NotFound."""
        return self._get(account)[0].record

    # Care

    def care(self, *, account: str = "", now_due: bool = False) -> list[TokenRecord]:
        """Look after the tokens that are due, or after one account's; `now_due` renews it whatever its age.

        Quick when nothing is due: one query. A token in trouble never keeps another one from its care.
        """
        if account:
            self._take_in(account)
            return [self._one(account, renew=now_due)]
        due = (Where("due_at", "<=", iso(self._clock.now())),)
        found = [one.id for one in self._documents.query(Query(TOKENS, due, order_by="due_at"))]
        return [self._one(id, renew=False) for id in found]

    def _one(self, account: str, *, renew: bool) -> TokenRecord:
        kept, version = self._get(account)
        try:
            return self._step(kept, version, renew=renew).record
        except Conflict:  # someone else cares for it at this moment
            return self._get(account)[0].record
        except AppError as error:
            log.warning("a token could not be looked after", account=account, reason=str(error))
            failed = replace(kept.record, attempts=kept.record.attempts + 1, reason=self._trouble(kept.record, error))
            return self._again(replace(kept, record=failed), version)

    def _again(self, kept: _Kept, version: str) -> TokenRecord:
        try:
            self._keep(kept, version, wait=_RETRY[min(kept.record.attempts, len(_RETRY)) - 1])
            return kept.record
        except Conflict:
            return self._get(kept.record.account)[0].record

    def _step(self, kept: _Kept, version: str, *, renew: bool) -> _Kept:
        """What is to be done next, and whatever follows from it."""
        record, now = kept.record, self._clock.now()
        if record.state == "dead":
            return kept
        maker = self._makers(record)
        if kept.next:
            return self._proved(kept, version, maker)
        if record.expires_at is not None and record.expires_at <= now:
            return self._stored(_died(kept, _ended(record)), version)
        if renew or self._renew_at(record, maker) <= now:
            return self._renewed(kept, version, maker)
        return self._checked(kept, version, maker)

    def _renewed(self, kept: _Kept, version: str, maker: TokenMaker) -> _Kept:
        account = kept.record.account
        value = self._open(kept.sealed, account)
        try:
            faults.reach("tokens.before_renew")
            fresh = maker.renew(value)
            faults.reach("tokens.after_renew")
        except TransientError:
            raise
        except AppError as error:  # refused: does the old one live at all?
            if why := maker.prove(value):
                return self._stored(_died(kept, why), version)
            now = self._clock.now()
            attempts, reason = kept.record.attempts + 1, self._trouble(kept.record, error)
            record = replace(kept.record, checked_at=now, attempts=attempts, reason=reason)
            return self._stored(replace(kept, record=record), version, wait=LOOK.total_seconds())
        expires_at = None if fresh.lasts is None else self._clock.now() + timedelta(seconds=fresh.lasts)
        sealed = self._seal.close(fresh.value, account)
        pending = replace(kept, record=replace(kept.record, pending=True), next=sealed, next_expires_at=expires_at)
        faults.reach("tokens.before_store")
        self._keep(pending, version)
        faults.reach("tokens.after_store")
        return self._proved(*self._get(account), maker)

    def _proved(self, kept: _Kept, version: str, maker: TokenMaker) -> _Kept:
        """The new token counts once it has answered; one that does not live is dropped, and the old one goes on."""
        faults.reach("tokens.before_prove")
        why = maker.prove(self._open(kept.next, kept.record.account))
        faults.reach("tokens.after_prove")
        now = self._clock.now()
        if why:
            record = replace(kept.record, pending=False, attempts=kept.record.attempts + 1)
            reason = f"a renewed token was refused: {shorten(redact(why), 300)}"
            dropped = replace(kept, record=replace(record, reason=reason), next="", next_expires_at=None)
            return self._stored(dropped, version, wait=_RETRY[-1])
        record = replace(
            kept.record,
            expires_at=kept.next_expires_at,
            renewed_at=now,
            checked_at=now,
            attempts=0,
            pending=False,
            reason=kept.record.reason if kept.record.state == "paused" else "",
        )
        log.info("token renewed", account=record.account, until=iso(record.expires_at) if record.expires_at else "")
        return self._stored(_Kept(record, kept.next, given=kept.given), version)

    def _checked(self, kept: _Kept, version: str, maker: TokenMaker) -> _Kept:
        if why := maker.prove(self._open(kept.sealed, kept.record.account)):
            return self._stored(_died(kept, why), version)
        record = replace(kept.record, checked_at=self._clock.now())
        return self._stored(replace(kept, record=record), version)

    def _renew_at(self, record: TokenRecord, maker: TokenMaker) -> datetime:
        """Early enough, but not sooner than the platform allows; at once when nobody has said yet how long it lives."""
        began = record.renewed_at or record.stored_at or self._clock.now()
        earliest = began + timedelta(seconds=maker.youngest)
        if record.expires_at is None:
            return began if record.renewed_at is None and not record.attempts else earliest
        life = record.expires_at - began
        if life < timedelta(seconds=maker.youngest):  # short: exchanged at once
            return began
        return max(record.expires_at - min(self._before, life / 2), min(earliest, record.expires_at))

    def _trouble(self, record: TokenRecord, error: AppError) -> str:
        if record.state == "paused":
            return record.reason
        ends = f"it ends on {record.expires_at:%Y-%m-%d}; " if record.expires_at else ""
        return f"the token is not renewed: {ends}{shorten(redact(str(error)), 300)}"

    # Storing

    @property
    def _seal(self) -> Seal:
        return Seal(self._secret(), TOKENS)

    def _open(self, sealed: str, account: str) -> str:
        return self._seal.open(sealed, account)

    def _get(self, account: str) -> tuple[_Kept, str]:
        found = self._documents.snapshot(TOKENS, account)
        if found is None:
            raise NotFound(f"account {account} has no token; give one to `leadreel accounts add {account}`")
        return from_plain(_Kept, found.data), found.version

    def _stored(self, kept: _Kept, version: str, *, wait: float | None = None) -> _Kept:
        faults.reach("tokens.before_note")
        self._keep(kept, version, wait=wait)
        faults.reach("tokens.after_note")
        return kept

    def _keep(self, kept: _Kept, version: str, *, wait: float | None = None) -> None:
        now = self._clock.now()
        if kept.record.state == "dead":
            log.error("an account needs a new log-in", account=kept.record.account, reason=kept.record.reason)
        due = now + timedelta(seconds=wait) if wait is not None else self._due(kept, now)
        self._documents.update(TOKENS, kept.record.account, self._plain(kept, due), version=version)

    def _due(self, kept: _Kept, now: datetime) -> datetime:
        """When it wants care again; whether it is renewed then is decided then."""
        if kept.next:
            return now
        looks = [(kept.record.checked_at or now) + LOOK]
        if kept.record.expires_at is not None:
            looks.append(kept.record.expires_at - self._before)
        return max(min(looks), now + _OFTEN)

    def _plain(self, kept: _Kept, due: datetime) -> Mapping[str, Any]:
        plain = to_plain(kept)
        living = {} if kept.record.state == "dead" else {"due_at": iso(due)}
        return {**plain, "state": kept.record.state, **living}


def records(documents: DocumentStore) -> Iterator[TokenRecord]:
    """All of them, by account."""
    for found in documents.query(Query(TOKENS)):
        yield from_plain(_Kept, found.data).record


def ailing(documents: DocumentStore, now: datetime) -> Iterator[TokenRecord]:
    """Those that a person should know of: dead, paused, or near their end without a renewal."""
    for record in records(documents):
        left = record.left(now)
        late = record.attempts > 2 if left is None else record.attempts > 0 and left < BEFORE
        if record.state != "alive" or late or (left is not None and left <= timedelta(0)):
            yield record


def _died(kept: _Kept, reason: str) -> _Kept:
    told = shorten(redact(reason), 300)
    remedy = f"log in again, then: leadreel accounts add {kept.record.account}"
    said = told if remedy in told else f"{told}; {remedy}"
    record = replace(kept.record, state="dead", reason=said, pending=False)
    return replace(kept, record=record, next="", next_expires_at=None)


def _ended(record: TokenRecord) -> str:
    at = f" on {record.expires_at:%Y-%m-%d}" if record.expires_at else ""
    return f"its token ended{at}; log in again, then: leadreel accounts add {record.account}"

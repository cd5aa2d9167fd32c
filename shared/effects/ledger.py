"""The ledger of effects: every change to the outside is intended, made and known here.

No outside call can be made exactly once by calling it carefully: the process may die between the call and its record,
and an answer may be lost. So the intent is stored first, the moment before the call is stored, and after any doubt the
far side is asked before anything is sent again. Nothing here tries again by itself; the task that asked does.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from itertools import islice
from typing import Any, Literal, get_args

from msgspec.structs import replace

from shared.core import faults
from shared.core.clock import Clock, iso
from shared.core.codec import encode_sorted, from_plain, plain_value, to_plain
from shared.core.errors import AppError, Conflict, InvalidInput, NotFound, PermanentError, TransientError
from shared.core.ids import IdSource, stable_id
from shared.core.log import correlation_id, get_log, redact
from shared.core.text import shorten
from shared.effects.budget import BUDGETS, TOTAL, Account, Budget
from shared.effects.commits import committed
from shared.effects.model import Effect, EffectState, Prepare, Ready, Receipt, Reconcile, Send, TooEarly, Unclear
from shared.ports.documents import DocumentStore, Query, Reader, Transaction, Where

EFFECTS = "effects"
STATES: tuple[EffectState, ...] = get_args(EffectState)
DEFAULT_LEASE = 2100.0  # seconds; longer than any hard kill of a door (30 minutes)

_HELD: frozenset[EffectState] = frozenset({"intent", "sending", "reconciling"})

log = get_log(__name__)


class EffectLedger:
    """Effects in documents. `budget` bounds everything that is paid through this ledger.

    Where it can be told that an attempt's process has ended, `is_dead` says so of the owner token that `ids` made for
    it: what it held is then free at once, instead of at the end of its lease.
    """

    def __init__(
        self,
        documents: DocumentStore,
        clock: Clock,
        ids: IdSource,
        *,
        budget: Budget | None = None,
        is_dead: Callable[[str], bool] = lambda _: False,
    ) -> None:
        self._is_dead = is_dead
        self._documents = documents
        self._clock = clock
        self._ids = ids
        self._budget = budget or Budget(None)

    def perform(
        self,
        kind: str,
        key: str,
        payload: Any,
        *,
        send: Send,
        subject: str = "",
        estimate: Decimal = Decimal(0),
        prepare: Prepare | None = None,
        ready: Ready | None = None,
        reconcile: Reconcile | None = None,
        repeatable: bool = False,
        quarantine: float = 0.0,
        lease: float = DEFAULT_LEASE,
        budget: Budget | None = None,
    ) -> Effect:
        """The effect, done: by this call or by an earlier one, whose result is returned without another call.

        `prepare` runs first and its handle is stored; `ready` says when it may be used; then `send` is called once.
        After a doubt `reconcile` decides; it is asked no sooner than `quarantine` seconds after the call: longer than
        a request may be late and a list may lag. Without it a person decides, unless the call is `repeatable`
        (idempotent over there, or merely paid). `lease`: seconds, longer than the platform's hard kill of an attempt.
        Both must hold what the clocks of different machines may differ. `budget` is checked beside the ledger's; where
        that one allows nothing of itself, it alone counts.

        Raises TransientError when a later call may know more, Conflict when the key was used with another payload,
        PermanentError when a person must decide or the budget does not allow it, and what `send` raises.
        """
        terms = _Terms(lease, quarantine)
        intent = self._intent(kind, key, payload, subject, estimate, budget, terms)
        while True:
            effect = self._claim(intent, terms, budget)
            if effect.state == "done":
                return effect
            if effect.state == "unknown" or effect.owner != intent.owner:
                continue
            if effect.state == "reconciling":
                effect = self._ask(effect, reconcile, repeatable=repeatable)
                if effect.state == "done":
                    return effect
                continue
            if prepare and not effect.handle:
                effect = self._prepared(effect, prepare)
            if ready and (receipt := self._stands(effect, ready)):
                return self._done(effect, receipt)
            return self._sent(effect, send, quarantine)

    def _intent(
        self,
        kind: str,
        key: str,
        payload: Any,
        subject: str,
        estimate: Decimal,
        budget: Budget | None,
        terms: "_Terms",
    ) -> Effect:
        now = self._clock.now()
        return Effect(
            id=effect_id(kind, key),
            kind=kind,
            key=key,
            state="intent",
            payload_hash=payload_hash(payload),
            created_at=now,
            updated_at=now,
            subject=subject,
            correlation_id=correlation_id() or "",
            owner=self._ids(),
            lease_until=now + terms.lease,
            estimate=estimate,
            budget=budget.name if budget and budget.name != TOTAL else "",
        )

    # Claiming

    def _claim(self, intent: Effect, terms: "_Terms", budget: Budget | None) -> Effect:
        """The effect as `intent` or `reconciling` in our name, or done; `unknown`, or in another's name, when
        something had to be noted first."""

        def take(transaction: Transaction) -> Effect:
            now = self._clock.now()
            data = transaction.get(EFFECTS, intent.id)
            if data is None:
                claimed, plain = intent, _plain(intent)
            else:
                found = _effect(intent.id, data)
                if found.state == "done":
                    _check_content(found, intent)
                    return found
                if found.owner == intent.owner and found.state in _HELD:  # our own commit came back as a conflict
                    return found
                changes = self._later(found, intent, now, terms)
                claimed, plain = replace(found, **changes), _merged(data, changes)
            accounts = self._accounts(transaction, claimed) if claimed.state == "intent" else {}
            accounts = {name: account.hold(claimed.id, claimed.estimate) for name, account in accounts.items()}
            allowed = budget is not None and budget.limit is not None
            for limit in (self._budget, budget):
                if limit is self._budget and limit.limit is None and allowed:
                    continue  # nobody bounds the whole, and who asks has allowed this
                if limit and limit.name in accounts:
                    accounts[limit.name].check(limit, f"{claimed.kind} (${claimed.estimate})")
            _set(transaction, intent.id, plain, accounts)
            return claimed

        faults.reach("effects.before_claim")
        claimed = committed(self._documents, take)
        faults.reach("effects.after_claim")
        return claimed

    def _later(self, found: Effect, intent: Effect, now: datetime, terms: "_Terms") -> dict[str, Any]:
        """What an attempt that comes later changes in the record. Raises when it must wait or may not go on."""
        if found.state in _HELD and found.lease_until and not self._is_dead(found.owner):
            wait = found.lease_until - now
            if wait > max(terms.lease, timedelta(seconds=DEFAULT_LEASE)):  # written by a clock that ran ahead
                return {"lease_until": now + terms.lease, "updated_at": now}
            if wait > timedelta(0):
                told = f"{found.kind} is under way in another attempt"
                raise TooEarly(told, retry_after=wait.total_seconds()).without_effect()
        return _taken_over(found, intent, now, terms)

    # Acting

    def _prepared(self, effect: Effect, prepare: Prepare) -> Effect:
        try:
            faults.reach("effects.before_prepare")
            handle = prepare(effect)
            faults.reach("effects.after_prepare")
        except Exception as error:  # nothing that counts was asked for yet
            self._not_applied(effect, error)
            raise
        return self._move(effect, handle=handle, handles=effect.handles + 1, prepared_at=self._clock.now())

    def _stands(self, effect: Effect, ready: Ready) -> Receipt | None:
        """What the far side says of the handle: a Receipt when it was used already. Raises when it may not be yet."""
        try:
            faults.reach("effects.before_ready")
            standing = ready(effect)
            faults.reach("effects.after_ready")
        except Exception as error:  # nothing that counts was asked for yet
            self._not_applied(effect, error)
            raise
        if standing is None or isinstance(standing, Receipt):
            return standing
        told = standing.reason or "it can no longer be used"
        gone = TransientError(f"{effect.kind}: what was prepared is prepared anew: {told}")
        self._not_applied(effect, gone, handle="")
        raise gone.without_effect()

    def _sent(self, effect: Effect, send: Send, quarantine: float) -> Effect:
        effect = self._move(effect, state="sending", sent_at=self._clock.now())
        if effect.lease_until and effect.lease_until <= self._clock.now():  # somebody may have taken us for dead
            late = TransientError(f"{effect.kind}: the attempt took too long to make the call").without_effect()
            self._not_applied(effect, late)
            raise late
        try:
            faults.reach("effects.before_send")
            receipt = send(effect)
            faults.reach("effects.after_send")
        except AppError as error:
            if error.not_applied:
                self._not_applied(effect, error)
                raise
            self._unknown(effect, error)
            raise TransientError(
                f"{effect.kind}: whether it was done is not known yet: {_said(error)}",
                retry_after=max(getattr(error, "retry_after", None) or 0.0, quarantine) or None,
            ) from error
        except Exception as error:
            self._unknown(effect, error)
            raise
        return self._done(effect, receipt)

    def _ask(self, effect: Effect, reconcile: Reconcile | None, *, repeatable: bool) -> Effect:
        """What becomes of an effect of unknown fate: done, or open for another call. Raises when neither is certain."""
        if reconcile is None:
            if not repeatable:
                raise self._to_a_person(
                    effect, f"{effect.reason}; nobody knows whether it was done, and none can be asked"
                )
            log.warning("effect is repeated", effect=effect.id, kind=effect.kind, reason=effect.reason)
            return self._book(effect, effect.estimate, state="not_applied", lease_until=None)
        try:
            faults.reach("effects.before_reconcile")
            finding = reconcile(effect)
            faults.reach("effects.after_reconcile")
        except AppError as error:  # asked again as soon as it may help: nothing more was sent
            self._move(effect, state="unknown", lease_until=None, reason=_said(error))
            raise
        if isinstance(finding, Receipt):
            return self._done(effect, finding)
        if isinstance(finding, Unclear):
            raise self._to_a_person(effect, finding.reason)
        handle = effect.handle if finding.keep_handle else ""
        return self._move(effect, state="not_applied", handle=handle, lease_until=None, reason="asked: it was not done")

    def _to_a_person(self, effect: Effect, reason: str) -> PermanentError:
        self._move(effect, state="needs_human", lease_until=None, reason=_said(reason))
        return PermanentError(_for_a_person(effect, reason))

    # Writing

    def _not_applied(self, effect: Effect, error: Exception, **changes: Any) -> None:
        self._book(effect, Decimal(0), state="not_applied", lease_until=None, reason=_said(error), **changes)

    def _unknown(self, effect: Effect, error: Exception) -> None:
        self._move(effect, state="unknown", lease_until=None, sent_at=self._clock.now(), reason=_said(error))

    def _done(self, effect: Effect, receipt: Receipt) -> Effect:
        """A receipt counts whoever holds the lease by now: it keeps the next attempt from calling again."""

        def finish(transaction: Transaction) -> Effect:
            data = transaction.get(EFFECTS, effect.id)
            if data is None:
                raise PermanentError(f"effect {effect.id} was removed from the ledger while it was under way")
            found = _effect(effect.id, data)
            if found.state == "done":
                return found
            cost = effect.estimate if receipt.cost is None else receipt.cost
            accounts = self._accounts(transaction, found, cost)
            return _put(
                transaction,
                data,
                found,
                {name: account.book(effect.id, cost) for name, account in accounts.items()},
                state="done",
                handle=receipt.handle or effect.handle,
                result=plain_value(receipt.result),
                cost=found.cost + cost if cost else found.cost,
                lease_until=None,
                reason="",
                updated_at=self._clock.now(),
            )

        faults.reach("effects.before_done")
        done = committed(self._documents, finish)
        faults.reach("effects.after_done")
        log.info("effect done", effect=done.id, kind=done.kind, subject=done.subject, cost=str(done.cost))
        return done

    def _move(self, effect: Effect, **changes: Any) -> Effect:
        """The effect with `changes`, stored; raises TransientError when it is no longer ours."""

        def move(transaction: Transaction) -> Effect:
            data = _owned(transaction, effect)
            found = _effect(effect.id, data)
            return _put(transaction, data, found, {}, **changes, updated_at=self._clock.now())

        faults.reach("effects.before_move")
        moved = committed(self._documents, move)
        faults.reach("effects.after_move")
        return moved

    def _book(self, effect: Effect, cost: Decimal, **changes: Any) -> Effect:
        """`_move` that gives up the reservation and books `cost` instead."""

        def move(transaction: Transaction) -> Effect:
            data = _owned(transaction, effect)
            found = _effect(effect.id, data)
            accounts = self._accounts(transaction, found)
            booked = {name: account.book(found.id, cost) for name, account in accounts.items()}
            paid = {"cost": found.cost + cost} if cost else {}
            return _put(transaction, data, found, booked, **changes, **paid, updated_at=self._clock.now())

        faults.reach("effects.before_book")
        moved = committed(self._documents, move)
        faults.reach("effects.after_book")
        return moved

    def _accounts(self, reader: Reader, effect: Effect, cost: Decimal = Decimal(0)) -> dict[str, Account]:
        """The accounts that this effect's money moves in; none for what is free, so that it waits for no other."""
        if not effect.estimate and not cost:
            return {}
        names = list(dict.fromkeys([TOTAL, self._budget.name, *filter(None, [effect.budget])]))
        found = reader.get_many(BUDGETS, names)
        return {name: from_plain(Account, found.get(name, {})) for name in names}

    # A person's part

    def resolve(self, id: str, outcome: Literal["done", "not_applied"], *, by: str, note: str = "") -> Effect:
        """What a person found out about an effect of unknown fate. Raises InvalidInput when there is no doubt.

        What is not there for certain may be done with other content next time.
        """

        def decide(transaction: Transaction) -> Effect:
            found = _read(transaction, id)
            if found is None:
                raise NotFound(_nowhere(id))
            now = self._clock.now()
            lost = found.state in _HELD - {"intent"} and (found.lease_until is None or found.lease_until <= now)
            agreed = found.state == outcome == "not_applied"
            if found.state not in {"unknown", "needs_human"} and not lost and not agreed:
                raise InvalidInput(f"effect {id} is {found.state}; only unknown and needs_human ones are resolved")
            cost = found.estimate if outcome == "done" else Decimal(0)
            accounts = self._accounts(transaction, found)
            reason = f"{by} says {outcome}{': ' + note if note else ''}"
            decided = replace(found, state=outcome, lease_until=None, cost=found.cost + cost, reason=reason, owner="")
            sent_at = None if outcome == "not_applied" else found.sent_at
            decided = replace(decided, sent_at=sent_at, updated_at=now)
            _set(transaction, id, _plain(decided), {name: account.book(id, cost) for name, account in accounts.items()})
            return decided

        return self._documents.transaction(decide)

    # Looking

    def get(self, id: str) -> Effect:
        """Raises NotFound."""
        found = _read(self._documents, id)
        if found is None:
            raise NotFound(_nowhere(id))
        return found

    def look(self, reader: Reader, id: str) -> Effect | None:
        """An effect as a transaction sees it; None when it was never begun."""
        return _read(reader, id)

    def list(
        self,
        *,
        state: str = "",
        subject: str = "",
        kind: str = "",
        since: datetime | None = None,
        limit: int | None = None,
    ) -> Iterator[Effect]:
        """Effects, the latest change first within each state; those of one subject over all states."""
        found = (effect for effect in self._find(state, subject, since) if not kind or effect.kind == kind)
        return islice((effect for effect in found if not state or effect.state == state), limit)

    def _find(self, state: str, subject: str, since: datetime | None) -> Iterator[Effect]:
        later = (Where("updated_at", ">=", iso(since)),) if since else ()
        fields = [("subject", subject)] if subject else [("state", each) for each in ([state] if state else STATES)]
        for field, value in fields:
            conditions = (Where(field, "==", value), *later)
            for snapshot in self._documents.query(Query(EFFECTS, conditions, order_by="updated_at", descending=True)):
                yield _effect(snapshot.id, snapshot.data)

    def counts(self) -> Mapping[EffectState, int]:
        """How many effects are in each state that has any."""
        counted = {state: self._documents.count(Query(EFFECTS, (Where("state", "==", state),))) for state in STATES}
        return {state: count for state, count in counted.items() if count}

    def spent(self, subject: str | None = None, since: datetime | None = None) -> Decimal:
        """USD paid: in all, for one subject, or by effects that changed since a moment."""
        if subject is None and since is None:
            return self.account().spent
        return sum((effect.cost for effect in self.list(subject=subject or "", since=since)), Decimal(0))

    def account(self, name: str = TOTAL) -> Account:
        """What has been spent and is reserved under a budget's name."""
        return from_plain(Account, self._documents.get(BUDGETS, name) or {})


@lru_cache(maxsize=4096)  # an attempt asks for it several times
def effect_id(kind: str, key: str) -> str:
    return stable_id("effect", kind, key)


def payload_hash(payload: Any) -> str:
    """Equal for equal content, whatever the order of its keys."""
    return sha256(encode_sorted(payload)).hexdigest()


@dataclass(frozen=True, slots=True)
class _Terms:
    """What an attempt goes by, in seconds."""

    lease_seconds: float
    quarantine: float

    @property
    def lease(self) -> timedelta:
        return timedelta(seconds=self.lease_seconds)


def _taken_over(found: Effect, intent: Effect, now: datetime, terms: _Terms) -> dict[str, Any]:
    """Raises when it is too early, or may not be."""
    renewed = _check_content(found, intent)
    if found.state == "needs_human":
        raise PermanentError(_for_a_person(found, found.reason))
    if found.state == "sending":  # its holder may have called until the end of its lease, or until it was found dead
        latest = min(found.lease_until or now, now)
        died = {"state": "unknown", "lease_until": None, "sent_at": latest, "reason": "the attempt died"}
        return {**died, "updated_at": now}
    ours = {"owner": intent.owner, "lease_until": now + terms.lease, "updated_at": now}
    if found.state in {"intent", "not_applied"}:
        again = {"estimate": intent.estimate, "budget": intent.budget, "attempt": found.attempt + 1}
        return {**ours, **again, **renewed, "state": "intent"}
    if found.sent_at and (wait := (found.sent_at - now).total_seconds() + terms.quarantine) > 0:
        if wait > terms.quarantine + DEFAULT_LEASE:  # written by a clock that ran ahead
            return {"sent_at": now, "updated_at": now}
        raise TooEarly(f"{found.kind} may still arrive over there; it is asked later", retry_after=wait)
    return {**ours, "state": "reconciling"}


def _check_content(found: Effect, intent: Effect) -> dict[str, Any]:
    """Raises Conflict for other content, unless nothing was ever sent: then the new content counts, and what was
    prepared, which holds the old one, does not."""
    if found.payload_hash == intent.payload_hash:
        return {}
    if found.sent_at is None and found.state in {"intent", "not_applied"}:
        return {"payload_hash": intent.payload_hash, "handle": ""}
    raise Conflict(
        f"{found.kind} {found.key!r} was begun with other content at {iso(found.created_at)}; "
        "use a new key for new content"
    ).without_effect()


def _owned(reader: Reader, effect: Effect) -> dict[str, Any]:
    """The record as it is stored, while it is ours."""
    data = reader.get(EFFECTS, effect.id)
    if data is None or data.get("owner", "") != effect.owner or data["state"] in {"done", "needs_human"}:
        raise TransientError(f"{effect.kind}: another attempt took over")
    return data


def _read(reader: Reader, id: str) -> Effect | None:
    data = reader.get(EFFECTS, id)
    return None if data is None else _effect(id, data)


def _effect(id: str, data: Mapping[str, Any]) -> Effect:
    return from_plain(Effect, {**data, "id": id})


def _plain(effect: Effect) -> dict[str, Any]:
    plain = {key: value for key, value in to_plain(effect).items() if value or value not in _EMPTY}
    del plain["id"]
    return plain


def _merged(data: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """The stored record with `changes`: the rest of it is neither taken apart nor put together again."""
    plain = dict(data)
    for name, value in changes.items():
        if value or value not in _EMPTY:
            plain[name] = plain_value(value)
        else:
            plain.pop(name, None)
    return plain


def _put(
    transaction: Transaction, data: Mapping[str, Any], found: Effect, accounts: Mapping[str, Account], **changes: Any
) -> Effect:
    """`found`, which stands in `data`, as the changes leave it."""
    _set(transaction, found.id, _merged(data, changes), accounts)
    return replace(found, **changes)


def _set(transaction: Transaction, id: str, plain: Mapping[str, Any], accounts: Mapping[str, Account]) -> None:
    transaction.set(EFFECTS, id, plain)
    for name, account in accounts.items():
        transaction.set(BUDGETS, name, to_plain(account))


_EMPTY: tuple[Any, ...] = ("", None, {})  # what is not written


def _said(error: Exception | str) -> str:
    return shorten(redact(str(error)) or type(error).__name__, 500)


def _for_a_person(effect: Effect, reason: str) -> str:
    return (
        f"{effect.kind} for {effect.subject or effect.key!r} waits for a person: {_said(reason)}; look there, then "
        f"`leadreel effects resolve {effect.id} done|not_applied`"
    )


def _nowhere(id: str) -> str:
    return f"no effect {id!r}; `leadreel effects list` shows them"

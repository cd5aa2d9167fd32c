"""Mistakes that publishing protocols are known to make, each planted into the house's own classes for a moment."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from bench.publishing.platforms import Platform
from bench.publishing.schedule import World
from shared.core.codec import to_plain
from shared.core.errors import AppError, Conflict, InvalidInput, TransientError
from shared.core.ids import stable_id
from shared.effects import ledger
from shared.effects.ledger import EffectLedger
from shared.effects.model import Absent, Effect, Receipt, Unclear
from shared.publish import service
from shared.publish.model import Post
from shared.publish.publisher import posted
from shared.publish.service import PublishService

Swap = tuple[Any, str, Any]
"""Whose attribute, its name, what stands there instead."""


@contextmanager
def planted(name: str) -> Iterator[None]:
    """With this bug in the house."""
    before = [(owner, attribute, getattr(owner, attribute)) for owner, attribute, _ in BUGS[name]]
    try:
        for owner, attribute, wrong in BUGS[name]:
            setattr(owner, attribute, wrong)
        yield
    finally:
        for owner, attribute, right in before:
            setattr(owner, attribute, right)


# Claims and leases

_later, _taken_over, _check_content = EffectLedger._later, ledger._taken_over, ledger._check_content
_perform, _claim, _sent, _done, _ask = (
    EffectLedger.perform,
    EffectLedger._claim,
    EffectLedger._sent,
    EffectLedger._done,
    EffectLedger._ask,
)


def _no_claim(self: EffectLedger, intent: Effect, terms: Any, budget: Any) -> Effect:
    found = self.look(self._documents, intent.id)
    if found is None or found.state in {"intent", "not_applied"}:
        claimed = intent if found is None else replace(found, owner=intent.owner, state="intent")
        self._documents.set("effects", intent.id, to_plain(claimed))
        return claimed
    return _claim(self, intent, terms, budget)


def _any_time(self: EffectLedger, found: Effect, intent: Effect, now: datetime, terms: Any) -> dict[str, Any]:  # noqa: ARG001
    return _taken_over(found, intent, now, terms)


def _with(**wrong: Any) -> Callable[..., Effect]:
    def perform(self: EffectLedger, *arguments: Any, **options: Any) -> Effect:
        return _perform(self, *arguments, **{**options, **wrong})

    return perform


def _anybodys(reader: Any, effect: Effect) -> Any:
    return reader.get("effects", effect.id)


def _endless(self: EffectLedger, found: Effect, intent: Effect, now: datetime, terms: Any) -> dict[str, Any]:
    if found.state in {"intent", "sending", "reconciling"}:
        raise TransientError("under way", retry_after=600.0)
    return _later(self, found, intent, now, terms)


def _believed_ahead(self: EffectLedger, found: Effect, intent: Effect, now: datetime, terms: Any) -> dict[str, Any]:
    if found.lease_until and found.lease_until > now and found.state in {"intent", "sending", "reconciling"}:
        raise TransientError("under way", retry_after=600.0)
    return _later(self, found, intent, now, terms)


class _Uptime:
    """The clock of wrong kind: counts from the start of its own process."""

    def __init__(self, world: World) -> None:
        self._world = world

    def now(self) -> datetime:
        began = min((one.began_at for one in self._world.live), default=self._world.now)
        return datetime(2026, 11, 21, tzinfo=UTC) + timedelta(seconds=self._world.now - began)


_init = PublishService.__init__


def _by_uptime(self: PublishService, posts: Any, effects: Any, publishers: Any, clock: Any, *, kill: float) -> None:
    clock = effects._clock = _Uptime(clock._world)
    _init(self, posts, effects, publishers, clock, kill=kill)


# Handles


def _not_stored(self: EffectLedger, effect: Effect, prepare: Any) -> Effect:  # noqa: ARG001
    return replace(effect, handle=prepare(effect))  # stored with the receipt, if it comes to that


def _perform_anew(self: EffectLedger, kind: str, key: str, payload: Any, **options: Any) -> Effect:
    """One container for the doubt, another one for the call: both may become a post."""
    send, prepare = options["send"], options["prepare"]
    options["send"] = lambda effect: send(replace(effect, handle=prepare(effect)))
    return _perform(self, kind, key, payload, **options)


def _never_renewed(self: EffectLedger, effect: Effect, ready: Any) -> Receipt | None:
    standing = ready(effect)
    if isinstance(standing, Absent):
        error = TransientError("it has run out; later, perhaps")
        self._not_applied(effect, error)
        raise error
    result: Receipt | None = standing
    return result


# The call and its doubts


def _as_failed(self: EffectLedger, effect: Effect, error: Exception) -> None:
    self._book(effect, Decimal(0), state="not_applied", lease_until=None, reason=str(error))


def _unannounced(self: EffectLedger, effect: Effect, send: Any, quarantine: float) -> Effect:  # noqa: ARG001
    try:
        return self._done(effect, send(effect))
    except AppError as error:
        (self._not_applied if error.not_applied else self._unknown)(effect, error)
        raise TransientError(str(error)) from error


def _dead_did_nothing(found: Effect, intent: Effect, now: datetime, terms: Any) -> dict[str, Any]:
    if found.state == "sending":
        found = replace(found, state="not_applied")
    return _taken_over(found, intent, now, terms)


def _person_is_overruled(found: Effect, intent: Effect, now: datetime, terms: Any) -> dict[str, Any]:
    if found.state == "needs_human":
        found = replace(found, state="not_applied")
    return _taken_over(found, intent, now, terms)


def _twice(call: Callable[..., Receipt]) -> Callable[..., Receipt]:
    def send(self: Platform, post: Post, handle: str) -> Receipt:
        try:
            return call(self, post, handle)
        except TransientError:
            return call(self, post, handle)

    return send


def _server_errors_do_nothing(call: Callable[..., Receipt]) -> Callable[..., Receipt]:
    def send(self: Platform, post: Post, handle: str) -> Receipt:
        try:
            return call(self, post, handle)
        except AppError as error:
            raise (error.without_effect() if error.status >= 500 else error) from error

    return send


def _client_errors_do_nothing(call: Callable[..., Receipt]) -> Callable[..., Receipt]:
    def send(self: Platform, post: Post, handle: str) -> Receipt:
        try:
            return call(self, post, handle)
        except TransientError as error:
            raise error.without_effect() from error

    return send


# Asking


def _newest(self: PublishService, post: Post, effect: Effect, publisher: Any) -> Any:  # noqa: ARG001
    found = publisher.newest()
    return posted(found.remote) if found else Absent()


def _nothing_is_absence(self: PublishService, post: Post, effect: Effect, publisher: Any) -> Any:
    try:
        return _find(self, post, effect, publisher)
    except TransientError:
        return Absent()


def _unclear_is_absence(self: PublishService, post: Post, effect: Effect, publisher: Any) -> Any:
    found = _find(self, post, effect, publisher)
    return Absent() if isinstance(found, Unclear) else found


def _only_just_now(self: PublishService, post: Post, effect: Effect, publisher: Any) -> Any:
    return publisher.find(post, effect.handle, self._clock.now() - timedelta(seconds=60))


def _unasked(self: EffectLedger, effect: Effect, reconcile: Any, *, repeatable: bool) -> Effect:  # noqa: ARG001
    return self._move(effect, state="not_applied", lease_until=None)


_find, _note, _told = PublishService._find, PublishService._note, service._told


# What is told


def _other_words_too(found: Effect, intent: Effect) -> dict[str, Any]:  # noqa: ARG001
    return {}


def _told_at_once(effect: Any, error: Any, now: datetime, begun_at: datetime, terms: Any) -> dict[str, Any]:
    told = _told(effect, error, now, begun_at, terms)
    return {**told, "state": "posted"} if told["state"] in {"sending", "unknown"} else told


def _never_refused(effect: Any, error: Any) -> Any:
    return "waiting" if isinstance(error, InvalidInput) else _state(effect, error)


def _refused_at_once(effect: Any, error: Any) -> Any:
    return "refused" if isinstance(error, TransientError) else _state(effect, error)


_state = service._state


def _anybodys_record(self: PublishService, post: Post, id: str, publisher: Any, error: Any) -> Any:
    try:
        return _note(self, post, id, publisher, error)
    except Conflict:
        self._decided(self.record(id), publisher.guarantee)
        return self.posts.get(id)


def _done_for_an_hour(self: EffectLedger, intent: Effect, terms: Any, budget: Any) -> Effect:
    found = self.look(self._documents, intent.id)
    if found and found.state == "done" and self._clock.now() - found.updated_at > timedelta(hours=1):
        self._documents.set("effects", intent.id, to_plain(replace(found, state="not_applied", handle="")))
    return _claim(self, intent, terms, budget)


def _hasty(self: PublishService, id: str, outcome: Any, *, by: str, note: str = "") -> Any:
    if outcome == "not_posted":
        effect = self._effects.get(service._effect_id(self.record(id)))
        self._effects.resolve(effect.id, "not_applied", by=by, note=note)
        return self._again(id, "")
    return _decide(self, id, outcome, by=by, note=note)


_decide: Any = PublishService.decide
_id: Any = Post.id
_numbers = iter(range(10**12))

BUGS: dict[str, tuple[Swap, ...]] = {
    "the claim is skipped": ((EffectLedger, "_claim", _no_claim),),
    "leases are ignored": ((EffectLedger, "_later", _any_time),),
    "a short lease, and nobody checks whose it is": (
        (EffectLedger, "perform", _with(lease=5.0)),
        (ledger, "_owned", _anybodys),
    ),
    "a short lease": ((EffectLedger, "perform", _with(lease=5.0)),),
    "a dead attempt holds its lease for ever": ((EffectLedger, "_later", _endless),),
    "a lease from a clock that ran ahead is believed": ((EffectLedger, "_later", _believed_ahead),),
    "the clock of wrong kind": ((PublishService, "__init__", _by_uptime),),
    "the handle is stored after the post": ((EffectLedger, "_prepared", _not_stored),),
    "one container is asked about, another is published": ((EffectLedger, "perform", _perform_anew),),
    "a handle that has run out is kept": ((EffectLedger, "_stands", _never_renewed),),
    "unknown is taken for failed": ((EffectLedger, "_unknown", _as_failed),),
    "sending is not announced": ((EffectLedger, "_sent", _unannounced),),
    "a dead attempt is believed to have done nothing": ((ledger, "_taken_over", _dead_did_nothing),),
    "what a person must decide is tried again": (
        (ledger, "_taken_over", _person_is_overruled),
        (PublishService, "_rests", lambda self, kept: False),  # noqa: ARG005
    ),
    "the call is tried twice": ((Platform, "publish", _twice(Platform.publish)),),
    "5xx is treated as not applied": ((Platform, "publish", _server_errors_do_nothing(Platform.publish)),),
    "a time-out is treated as not applied": ((Platform, "publish", _client_errors_do_nothing(Platform.publish)),),
    "the newest post is taken for ours": ((PublishService, "_find", _newest),),
    "a broken list is taken for absence": ((PublishService, "_find", _nothing_is_absence),),
    "an unclear list is taken for absence": ((PublishService, "_find", _unclear_is_absence),),
    "only the last minute is searched": ((PublishService, "_find", _only_just_now),),
    "nobody is asked": ((EffectLedger, "_ask", _unasked),),
    "no quarantine": ((service, "quarantine", lambda _: 0.0),),
    "the quarantine forgets that lists lag": ((service, "quarantine", lambda terms: terms.lateness),),
    "the quarantine forgets late requests": ((service, "quarantine", lambda terms: terms.lag),),
    "the content is not compared": ((ledger, "_check_content", _other_words_too),),
    "another one's record is told": ((PublishService, "_note", _anybodys_record),),
    "it is told before it is known": ((service, "_told", _told_at_once),),
    "a refusal is tried for ever": ((service, "_state", _never_refused),),
    "an outage is taken for a refusal": ((service, "_state", _refused_at_once),),
    "every attempt has a key of its own": ((Post, "id", property(lambda self: f"{_id.fget(self)}{next(_numbers)}")),),
    "one account under two names": (
        (Post, "id", property(lambda self: stable_id("post", self.account.id, self.subject))),
    ),
    "what is done is forgotten after an hour": (
        (EffectLedger, "_claim", _done_for_an_hour),
        (PublishService, "_rests", lambda self, kept: False),  # noqa: ARG005
    ),
    "a person is believed too early": ((PublishService, "decide", _hasty),),
}

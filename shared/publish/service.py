"""Every post appears once, or a person learns why not.

The effect ledger carries a post through: reserved → a handle is made and stored → the platform works on it → sending →
posted. After any doubt the platform is asked about this very handle, or searched for this post's marker; nothing is
shown a second time before the answer. What is told of a post always follows from the ledger; the store of posts keeps
what people read, and what is needed to go on.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Literal

from msgspec.structs import replace

from shared.core import faults
from shared.core.clock import Clock, iso
from shared.core.errors import AppError, Conflict, InvalidInput, PermanentError, TransientError
from shared.core.log import get_log, redact
from shared.core.text import shorten
from shared.effects.ledger import EffectLedger, effect_id, payload_hash
from shared.effects.model import Absent, Effect, EffectState, Finding, Receipt, TooEarly
from shared.ports.documents import Transaction
from shared.publish.model import Post, PostRecord, PostState
from shared.publish.publisher import SKEW, Guarantee, Publisher, posted
from shared.publish.store import Kept, PostStore

KILL = 600.0  # seconds after which the platform has ended any attempt
PATIENCE = 86400.0  # seconds after which a post that is neither out nor refused is handed to a person
LOOK_BACK = 86400.0  # seconds before a post was begun that are searched, too: our clock may have been wrong
GIVE_UP = 259200.0  # seconds after which nobody tries any more by itself: longer than any quota's window
HANDLES = 5  # containers made for one post before a person looks why they break
PAUSE = 60.0  # seconds until the next look when nobody says more

Publishers = Callable[[str], Publisher]
"""The publisher of a platform; raises InvalidInput for one that is not known."""

log = get_log(__name__)


class PublishService:
    """Publishes. `kill`: seconds in which whatever runs an attempt has ended it for certain."""

    def __init__(
        self, posts: PostStore, effects: EffectLedger, publishers: Publishers, clock: Clock, *, kill: float = KILL
    ) -> None:
        self.posts = posts
        self._effects = effects
        self._publishers = publishers
        self._clock = clock
        self._kill = kill

    def publish(self, post: Post) -> PostRecord:
        """Brings the post as far as it comes now, without waiting; to be called again at `retry_at` until it is over.

        Any number of calls, at once or later, from any machine, make one post. Raises Conflict when the same media was
        begun for the same subject with other words and may be out, TransientError when our own store is out of reach.
        """
        publisher = self._publishers(post.account.platform)
        kept = self.posts.open(post, self._clock.now())
        if kept.record.over and kept.post == post and self._rests(kept):
            return self._linked(kept, publisher)
        try:
            self._perform(post, kept, publisher)
        except TooEarly as error:
            if kept.record.state in _UNDER_WAY and self._fresh(kept):
                return replace(kept.record, retry_at=self._clock.now() + timedelta(seconds=error.retry_after or PAUSE))
            return self._noted(post, kept, publisher, error)
        except AppError as error:
            if isinstance(error, Conflict) and error.not_applied:
                raise
            return self._noted(post, kept, publisher, error)
        return self._noted(post, kept, publisher, None)

    def _noted(self, post: Post, kept: Kept, publisher: Publisher, error: AppError | None) -> PostRecord:
        return self._linked(self._note(post, kept.record.id, publisher, error), publisher)

    def finish(self, post: Post) -> PostRecord:
        """`publish`, for a task: raises TransientError while the post is not over, so that the task comes again."""
        record = self.publish(post)
        if not record.over:
            wait = (record.retry_at - self._clock.now()).total_seconds() if record.retry_at else PAUSE
            raise TransientError(f"{record.platform}: {record.reason or record.state}", retry_after=max(1.0, wait))
        return record

    def _fresh(self, kept: Kept) -> bool:
        return self._clock.now() - kept.begun_at < timedelta(seconds=GIVE_UP)

    def _rests(self, kept: Kept) -> bool:
        """Whether the post is out, or it is a person's turn and no attempt goes on, or died, behind what was told."""
        if kept.record.state == "posted":
            return True
        effect = self._effects.look(self.posts.reader, _effect_id(kept.record))
        return effect is None or effect.state in {"not_applied", "needs_human"}

    def _perform(self, post: Post, kept: Kept, publisher: Publisher) -> Effect:
        terms = publisher.guarantee
        return self._effects.perform(
            f"publish.{publisher.platform}",
            kept.record.id,
            _content(post),
            subject=post.subject,
            prepare=lambda effect: self._prepare(post, effect, kept, publisher),
            ready=lambda effect: self._ready(post, effect, kept, publisher),
            send=lambda effect: publisher.publish(post, effect.handle),
            reconcile=lambda effect: self._find(post, effect, publisher),
            quarantine=quarantine(terms),
            lease=self._kill + SKEW,
        )

    # The steps

    def _prepare(self, post: Post, effect: Effect, kept: Kept, publisher: Publisher) -> str:
        publisher.check(post)
        if effect.handles - kept.handles >= HANDLES:
            raise PermanentError(f"{HANDLES} uploads broke; the last one: {effect.reason}")
        return publisher.prepare(post)

    def _ready(self, post: Post, effect: Effect, kept: Kept, publisher: Publisher) -> Receipt | Absent | None:
        progress = publisher.progress(post, effect.handle)
        if progress.stage == "ready":
            return None
        if progress.stage == "published":
            return posted(progress.remote, **progress.facts)
        if progress.stage == "refused":
            raise InvalidInput(progress.reason or "the platform does not take it and does not say why")
        if progress.stage == "gone":
            return Absent(keep_handle=False, reason=progress.reason)
        begun_at = max(kept.begun_at, effect.prepared_at or kept.begun_at)  # nobody may have come for days
        if self._clock.now() - begun_at > timedelta(seconds=PATIENCE):
            raise PermanentError(f"the platform has worked on it for {PATIENCE / 3600:.0f} hours")
        raise TransientError(progress.reason or "the platform works on it", retry_after=progress.retry_after)

    def _find(self, post: Post, effect: Effect, publisher: Publisher) -> Finding:
        since = min(effect.created_at, self._clock.now()) - timedelta(seconds=LOOK_BACK)
        return publisher.find(post, effect.handle, since)

    # What is told

    def _note(self, post: Post, id: str, publisher: Publisher, error: AppError | None) -> Kept:
        """The post's record by what the ledger says at this moment, whatever this attempt believes."""
        now, content = self._clock.now(), payload_hash(_content(post))

        def change(kept: Kept, transaction: Transaction) -> Kept:
            effect = self._effects.look(transaction, _effect_id(kept.record))
            if effect is not None and effect.payload_hash != content:
                raise Conflict(f"post {id} was begun with other words: what became of it is not yours").without_effect()
            told = _told(effect, error, now, kept.begun_at, publisher.guarantee)
            record = replace(kept.record, handle=effect.handle if effect else "", **told)
            return replace(kept, post=post, record=record)

        faults.reach("publish.before_note")
        kept = self.posts.change(id, change)
        faults.reach("publish.after_note")
        record = kept.record
        log.info("post", post=id, platform=record.platform, state=record.state, reason=record.reason)
        return kept

    def _linked(self, kept: Kept, publisher: Publisher) -> PostRecord:
        """With its address, if the platform tells it now: the post is recorded whatever becomes of this."""
        record = kept.record
        if record.state != "posted" or record.permalink or not record.remote:
            return record
        try:
            link = publisher.permalink(kept.post.account, record.remote)
            linked = replace(record, permalink=link)
            return self.posts.change(record.id, lambda kept, _: replace(kept, record=linked)).record if link else record
        except AppError as error:
            log.warning("permalink is not known yet", post=record.id, reason=str(error))
            return record

    def record(self, id: str) -> PostRecord:
        """Raises NotFound."""
        return self.posts.get(id).record

    # A person's part

    def decide(self, id: str, outcome: Literal["posted", "not_posted"], *, by: str, note: str = "") -> PostRecord:
        """What a person saw over there. `not_posted` opens the post for another try, with other words if need be.

        Raises InvalidInput when there is no doubt, NotFound.
        """
        kept = self.posts.get(id)
        publisher = self._publishers(kept.post.account.platform)
        effect = self._effects.get(_effect_id(kept.record))
        if outcome == "posted":
            self._effects.resolve(effect.id, "done", by=by, note=note)
            return self._decided(kept.record, publisher.guarantee)
        if effect.state in {"intent", "sending", "reconciling"}:
            raise InvalidInput(f"an attempt at post {id} is under way; `leadreel publish retry {id}`, then look again")
        sure = effect.sent_at and effect.sent_at + timedelta(seconds=quarantine(publisher.guarantee))
        if effect.state == "unknown" and sure and sure > self._clock.now():
            raise InvalidInput(f"post {id} may still appear until {iso(sure)}; look there again after that")
        self._effects.resolve(effect.id, "not_applied", by=by, note=note)
        return self._again(id, f"{by} says not posted{': ' + note if note else ''}")

    def retry(self, id: str, *, by: str) -> Post:
        """The post, free to be published again, for whoever publishes it. Raises InvalidInput when it is in doubt:
        a person must look first, and `decide`."""
        kept = self.posts.get(id)
        if kept.record.state == "posted":
            raise InvalidInput(f"post {id} is out: {kept.record.permalink or kept.record.remote}")
        effect = self._effects.look(self.posts.reader, _effect_id(kept.record))
        if effect is not None and effect.state == "needs_human":
            told = f"post {id} may be out: look there, then `leadreel publish decide {id} posted|not_posted`"
            raise InvalidInput(told)
        self._again(id, f"{by} asks for it again")
        return kept.post

    def _decided(self, record: PostRecord, terms: Guarantee) -> PostRecord:
        now = self._clock.now()

        def change(kept: Kept, transaction: Transaction) -> Kept:
            effect = self._effects.look(transaction, _effect_id(record))
            return replace(kept, record=replace(kept.record, **_told(effect, None, now, kept.begun_at, terms)))

        return self.posts.change(record.id, change).record

    def _again(self, id: str, reason: str) -> PostRecord:
        now = self._clock.now()

        def change(kept: Kept, transaction: Transaction) -> Kept:
            effect = self._effects.look(transaction, _effect_id(kept.record))
            record = replace(kept.record, state="reserved", reason=reason, retry_at=None)
            return Kept(kept.post, record, now, effect.handles if effect else 0)

        return self.posts.change(id, change).record


def quarantine(terms: Guarantee) -> float:
    """Seconds after a call in doubt in which no answer of the platform proves that nothing comes."""
    return terms.quarantine


def _content(post: Post) -> dict[str, Any]:
    """What the post consists of: another one under the same id is an error."""
    return {"media": post.media.sha256, "caption": post.caption, "settings": post.settings}


def _effect_id(record: PostRecord) -> str:
    return effect_id(f"publish.{record.platform}", record.id)


def _told(
    effect: Effect | None, error: AppError | None, now: datetime, begun_at: datetime, terms: Guarantee
) -> dict[str, Any]:
    """What a record says of an effect, and of the error with which an attempt at it ended."""
    if effect is not None and effect.state == "done":
        remote = str(effect.result.get("remote") or "")
        out = {"state": "posted", "remote": remote, "posted_at": effect.updated_at}
        return {**out, "reason": "", "retry_at": None}
    state = _state(effect, error)
    reason = shorten(redact(str(error or "")), 500)
    if state in _GOES_ON and now - begun_at > timedelta(seconds=GIVE_UP):
        state, reason = "needs_human", f"tried for {GIVE_UP / 86400:.0f} days: {reason}"
    if state not in _GOES_ON:
        return {"state": state, "reason": reason, "retry_at": None}
    wait = getattr(error, "retry_after", None) or (quarantine(terms) if state == "unknown" else PAUSE)
    return {"state": state, "reason": reason, "retry_at": now + timedelta(seconds=wait)}


def _state(effect: Effect | None, error: AppError | None) -> PostState:
    if effect is not None and effect.state in _IN_FLIGHT:
        lost = effect.state == "unknown" and isinstance(error, InvalidInput | PermanentError)  # nobody answers us
        return "needs_human" if lost else _IN_FLIGHT[effect.state]
    if isinstance(error, InvalidInput):
        return "refused"
    if isinstance(error, PermanentError):
        return "needs_human"
    return "waiting" if effect else "reserved"


_GOES_ON: frozenset[PostState] = frozenset({"reserved", "waiting", "sending", "unknown"})
_UNDER_WAY: frozenset[PostState] = frozenset({"waiting", "sending", "unknown"})
_IN_FLIGHT: dict[EffectState, PostState] = {
    "intent": "waiting",
    "sending": "sending",
    "unknown": "unknown",
    "reconciling": "unknown",
    "needs_human": "needs_human",
}

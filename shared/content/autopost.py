"""What a person approved is posted, once: the latest approval first, one a run unless more are allowed.

A run asks the board once, goes on with what earlier runs began, then begins what may be begun. Before a post is begun
its whole content is kept here; after it is out the draft says so, then the board, then it is forgotten here. Wherever
a run ends, the next one finds what it needs: the publishing service knows whether a post is out, and never shows it a
second time. Until the very moment of showing, an approval can be taken back.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

from shared.content import approval
from shared.content.approvals import Approvals
from shared.content.board import Change
from shared.content.model import Draft
from shared.core import faults
from shared.core.clock import Clock, iso
from shared.core.codec import from_plain, to_plain
from shared.core.errors import AppError, Conflict, InvalidInput, NotFound, TransientError
from shared.core.ids import stable_id
from shared.core.log import get_log, redact
from shared.core.text import shorten
from shared.effects.model import Finding, Receipt
from shared.ports.blobs import BlobStore
from shared.ports.documents import DocumentStore, Query, Transaction
from shared.publish.accounts import Accounts
from shared.publish.model import Account, Media, Post, PostRecord
from shared.publish.publisher import Guarantee, Progress, Publisher
from shared.publish.service import PublishService

BEGUN: Final = "autoposts"
RUNS: Final = "autopost_runs"
_FAR: Final = 120.0  # seconds: what is due later than this is left to a later run
_LINK_PATIENCE: Final = timedelta(hours=1)  # in which a platform may still tell where a post is seen
_RUN_KEPT: Final = timedelta(days=7)

log = get_log(__name__)


@dataclass(frozen=True, slots=True)
class Begun:
    """A post on its way, as it was approved."""

    draft: str
    number: int
    content_hash: str
    post: Post
    begun_at: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a draft in a run, for people."""

    draft: str
    number: int
    state: str  # posted, known, waiting, refused, needs_human, withdrawn, changed, held
    permalink: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AutopostReport:
    """One run. `approved`: how many drafts could have been posted."""

    approved: int
    drafts: tuple[Told, ...] = ()
    notes: tuple[str, ...] = ()  # what the board told people
    dry_run: bool = False

    @property
    def posted(self) -> int:
        return sum(told.state == "posted" for told in self.drafts)


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds: between two looks at a post that is on its way, and in all. `per_run`: posts."""

    interval: float = 20.0
    total: float = 420.0
    per_run: int = 1


@dataclass(slots=True)
class Guarded:
    """A platform at which nothing is shown that is no longer `allowed`: asked each time, just before."""

    inner: Publisher
    allowed: Callable[[Post], bool]
    platform: str = field(init=False)
    guarantee: Guarantee = field(init=False)

    def __post_init__(self) -> None:
        self.platform, self.guarantee = self.inner.platform, self.inner.guarantee

    def check(self, post: Post) -> None:
        self.inner.check(post)

    def prepare(self, post: Post) -> str:
        self._stop(post)
        return self.inner.prepare(post)

    def progress(self, post: Post, handle: str) -> Progress:
        self._stop(post)
        return self.inner.progress(post, handle)

    def publish(self, post: Post, handle: str) -> Receipt:
        self._stop(post)
        return self.inner.publish(post, handle)

    def find(self, post: Post, handle: str, since: datetime) -> Finding:
        return self.inner.find(post, handle, since)

    def permalink(self, account: Account, remote: str) -> str:
        return self.inner.permalink(account, remote)

    def _stop(self, post: Post) -> None:
        if not self.allowed(post):
            raise TransientError("its approval was taken back").without_effect()


def may_be_shown(drafts: Callable[[str], Draft]) -> Callable[[Post], bool]:
    """Whether a draft is approved with exactly what a post shows."""

    def allowed(post: Post) -> bool:
        try:
            draft = drafts(post.subject)
        except NotFound:
            return False
        same = (draft.sha256, draft.caption) == (post.media.sha256, post.caption)
        return same and approval.is_approved(draft)

    return allowed


class Autopost:
    """Posts approved drafts. `account` says where a draft is to be posted, or raises InvalidInput. The publishers of
    `publishing` are `Guarded`."""

    def __init__(
        self,
        approvals: Approvals,
        publishing: PublishService,
        documents: DocumentStore,
        blobs: BlobStore,
        clock: Clock,
        account: Callable[[Draft], Account],
        pace: Pace | None = None,
    ) -> None:
        self._approvals, self._publishing, self._documents = approvals, publishing, documents
        self._blobs, self._clock, self._account = blobs, clock, account
        self._pace = pace or Pace()

    def run(self, key: str = "") -> AutopostReport:
        """One poll. `key` names the event that asked for it: a second delivery begins nothing more.

        Raises what the board raises, with nothing posted.
        """
        end = self._clock.monotonic() + self._pace.total
        begun = self._under_way()
        polled = self._approvals.poll()
        told = [self._carried(one, end) for one in begun]
        room = self._pace.per_run - sum(one.state in {"posted", "waiting"} for one in told)
        known = {one.draft for one in begun}
        for draft in polled.approved:
            if room <= 0:
                break
            if draft.id not in known and (outcome := self._begin(draft, key, end)):
                told.append(outcome)
                room -= outcome.state in {"posted", "waiting"}
        for one in told:
            log.info("autopost", draft=one.draft, number=one.number, state=one.state, reason=one.reason)
        return AutopostReport(len(polled.approved), tuple(told), polled.notes)

    def asked(self, query: Mapping[str, str], key: str = "") -> dict[str, Any]:
        """A run that somebody asks for over HTTPS, as JSON; with `dry_run` in the query, what one would do."""
        dry = query.get("dry_run", "").lower() not in {"", "0", "false", "no"}
        report = self.rehearse() if dry else self.run(f"request {key}" if key else "")
        return {**to_plain(report), "posted": report.posted}

    def rehearse(self) -> AutopostReport:
        """What a run would post by what is recorded now; nothing is changed, and nobody is asked."""
        drafts = [draft for draft in self._approvals.drafts.list(("Approved",)) if approval.is_approved(draft)]
        begun = self._under_way()
        told = [Told(one.draft, one.number, "waiting", reason="would go on") for one in begun]
        room = self._pace.per_run - len(told)
        for draft in sorted(drafts, key=_latest, reverse=True)[: max(0, room + len(begun))]:
            if draft.id not in {one.draft for one in begun} and room > 0:
                told.append(Told(draft.id, draft.number, "waiting", reason="would be posted"))
                room -= 1
        return AutopostReport(len(drafts), tuple(told), dry_run=True)

    # One draft

    def _begin(self, draft: Draft, key: str, end: float) -> Told | None:
        """None when this event has had its share."""
        try:
            post = self._post_of(draft)
        except AppError as error:
            return self._hindered(draft, "refused" if isinstance(error, InvalidInput) else "waiting", error)
        if post is None:
            return Told(draft.id, draft.number, "changed", reason="its video is not the one that was approved")
        begun = Begun(draft.id, draft.number, draft.content_hash, post, self._clock.now())
        if not self._kept(begun, key):
            return None
        return self._carried(begun, end)

    def _carried(self, begun: Begun, end: float) -> Told:
        """Brings a post as far as it comes in this run."""
        record = self._publishing.publish(begun.post)
        if record.state == "needs_human" and self._freed(record, begun):
            record = self._publishing.publish(begun.post)
        while not record.over and (wait := self._wait(record)) <= end - self._clock.monotonic():
            if not self._goes_on(record, begun):
                break
            self._clock.sleep(wait)
            record = self._publishing.publish(begun.post)
        return self._settled(begun, record)

    def _settled(self, begun: Begun, record: PostRecord) -> Told:
        reason = shorten(redact(record.reason), 300)
        told = Told(begun.draft, begun.number, record.state, record.permalink, reason)
        if record.state == "posted":
            return self._shown(begun, record, told)
        if not record.over and self._goes_on(record, begun):
            told = replace(told, state="waiting")
            self._note(begun.draft, reason if record.state == "unknown" or _is_far(record, self._clock.now()) else "")
            return told
        self._forget(begun)
        if not record.over:
            return replace(told, state="withdrawn", reason="its approval was taken back before it was out")
        self._note(begun.draft, f"{'refused' if record.state == 'refused' else 'stopped'}: {reason}")
        return told

    def _shown(self, begun: Begun, record: PostRecord, told: Told) -> Told:
        faults.reach("autopost.before_posted")
        try:
            if self._approvals.drafts.get(begun.draft).status == "Posted":
                told = replace(told, state="known")  # by an earlier run, which died before it could forget it
            self._approvals.posted(
                begun.draft, posted_hash=begun.content_hash, post=record.remote, permalink=record.permalink
            )
        except NotFound:
            log.warning("a post is out whose draft is gone", draft=begun.draft, post=record.id)
        faults.reach("autopost.after_posted")
        if record.permalink or self._clock.now() - begun.begun_at > _LINK_PATIENCE:
            self._forget(begun)
        return told

    def _goes_on(self, record: PostRecord, begun: Begun) -> bool:
        """Whether a later look is worth it: what may be out is always seen through."""
        if record.state in {"sending", "unknown"}:
            return True
        try:
            draft = self._approvals.drafts.get(begun.draft)
        except NotFound:
            return False
        return approval.is_approved(draft) and draft.content_hash == begun.content_hash

    def _freed(self, record: PostRecord, begun: Begun) -> bool:
        """A post that waits for a person and is certainly not out is tried again: the person may have done it."""
        try:
            self._publishing.retry(record.id, by="autopost")
        except (InvalidInput, NotFound):
            return False
        return self._goes_on(record, begun)

    def _wait(self, record: PostRecord) -> float:
        """Seconds until the next look."""
        if record.retry_at is None:
            return self._pace.interval
        until = max(0.0, (record.retry_at - self._clock.now()).total_seconds())
        if record.state == "waiting" and until <= _FAR:
            return min(until, self._pace.interval)
        return until

    # What is posted

    def _post_of(self, draft: Draft) -> Post | None:
        """The post of a draft; None when its video is another one than was approved, which voids the approval."""
        account = self._account(draft)
        blob = self._blobs.stat(draft.bucket, draft.video)
        if blob is None:
            raise InvalidInput(f"its video {draft.video} is not in the bucket {draft.bucket} any more; render it again")
        with self._blobs.open(draft.bucket, draft.video, generation=blob.generation) as film:
            found = hashlib.file_digest(film, "sha256").hexdigest()  # type: ignore[arg-type] # any stream of bytes
        if found != draft.sha256:
            other = replace(draft, generation=blob.generation, sha256=found)
            self._change(draft.id, lambda one: approval.revideo(one, other))
            return None
        media = Media(
            draft.bucket,
            draft.video,
            blob.generation,
            found,
            blob.size,
            blob.content_type or "video/mp4",
            draft.duration,
            draft.width,
            draft.height,
        )
        return Post(account, media, draft.caption, draft.id)

    def _hindered(self, draft: Draft, state: str, error: AppError) -> Told:
        reason = shorten(redact(str(error)), 300)
        self._note(draft.id, reason)
        return Told(draft.id, draft.number, "refused" if state == "refused" else "held", reason=reason)

    # What is kept

    def _under_way(self) -> list[Begun]:
        found = [from_plain(Begun, snapshot.data) for snapshot in self._documents.query(Query(BEGUN, limit=100))]
        return sorted(found, key=lambda one: (one.begun_at, one.draft))

    def _kept(self, begun: Begun, key: str) -> bool:
        """Keeps what is begun, with the event's share of it; False when that is used up."""
        run = stable_id("autopost", key) if key else ""

        def work(transaction: Transaction) -> bool:
            share: dict[str, Any] = (transaction.get(RUNS, run) if run else None) or {"drafts": []}
            transaction.get(BEGUN, begun.draft)
            if run and begun.draft not in share["drafts"]:
                if len(share["drafts"]) >= self._pace.per_run:
                    return False
                ends_at = iso(self._clock.now() + _RUN_KEPT)
                transaction.set(RUNS, run, {"drafts": [*share["drafts"], begun.draft], "ends_at": ends_at})
            transaction.set(BEGUN, begun.draft, to_plain(begun))
            return True

        faults.reach("autopost.before_begin")
        kept = self._documents.transaction(work)
        faults.reach("autopost.after_begin")
        return kept

    def _forget(self, begun: Begun) -> None:
        faults.reach("autopost.before_forget")
        self._documents.delete(BEGUN, begun.draft)
        faults.reach("autopost.after_forget")

    def _note(self, id: str, text: str) -> None:
        """What stands in the way, on the draft and its board; written only when it is news."""
        try:
            if self._approvals.drafts.get(id).error != text:
                self._approvals.note(id, text)
        except NotFound:
            log.warning("draft is gone", draft=id)

    def _change(self, id: str, step: Callable[[Draft], Draft]) -> None:
        try:
            draft = self._approvals.drafts.change(id, step)
        except Conflict as error:
            log.warning("draft was not changed", draft=id, reason=str(error))
            return
        self._approvals.board.show([Change(draft)])


def account_of(draft: Draft, accounts: Accounts, remote: str = "", login: str = "facebook") -> Account:
    """Where a draft is to be posted: on the account it names, else the one that the configuration names by the
    platform's own id, else the only one there is. Raises InvalidInput where that says nothing, NotFound."""
    if draft.account:
        return accounts.get(draft.account)
    known = list(accounts.list(platform="instagram"))
    if remote:
        of_it = [account for account in known if account.remote == remote]
        return of_it[0] if of_it else Account("instagram-main", "instagram", remote, flavour=login)
    if len(known) == 1:
        return known[0]
    names = ", ".join(account.id for account in known)
    raise InvalidInput(
        f"there are several accounts ({names}); name one by instagram_account_id in the configuration"
        if known
        else "there is no account to post on; set instagram_account_id, or add one with `leadreel accounts add`"
    )


def _latest(draft: Draft) -> tuple[str, int]:
    return (iso(draft.approved_at) if draft.approved_at else "", draft.number)


def _is_far(record: PostRecord, now: datetime) -> bool:
    return record.retry_at is not None and (record.retry_at - now).total_seconds() > _FAR

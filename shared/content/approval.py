"""What may become of a draft: each step takes the draft and returns it changed, or refuses.

    Draft ⇄ Approved → Posted        Draft, Approved → Denied → Draft

An approval holds for one content hash. Whatever changes video, caption or account makes the draft a Draft again. Posted
is final: it is a fact, no opinion.
"""

from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Final

from shared.content.model import Draft
from shared.core.errors import Conflict, InvalidInput

EDITED: Final = "changed after it was approved; approve it again"
MAX_CAPTION: Final = 10_000  # characters; each platform has its own limit below this
MAX_REASON: Final = 1_000


def content_hash(draft: Draft) -> str:
    """SHA-256 over what is seen: the video's own SHA-256, the caption, the account. Lengths go before the parts."""
    parts = (draft.sha256, draft.caption, draft.account)
    return sha256("".join(f"{len(part)}:{part}" for part in parts).encode()).hexdigest()


def sealed(draft: Draft) -> Draft:
    """The draft with the hash of what it shows."""
    return replace(draft, content_hash=content_hash(draft))


def is_approved(draft: Draft) -> bool:
    """Whether this very content may be posted."""
    return draft.status == "Approved" and draft.approved_hash == content_hash(draft) != ""


def approve(draft: Draft, *, by: str, at: datetime, seen: str, on: str = "") -> Draft:
    """Approved by `by` on the board `on`, who saw the content with the hash `seen`. Raises Conflict when that is no
    longer the content, or when the draft is posted or denied; InvalidInput when there is no video to approve."""
    _not_posted(draft, "approved")
    if draft.status == "Denied":
        raise Conflict(
            f"draft {draft.number} was denied ({draft.reason or 'no reason'}); take it up again first, then approve it"
        )
    if not draft.sha256:
        raise InvalidInput(f"draft {draft.number} has no video yet; it can be approved once it is rendered")
    if seen != content_hash(draft):
        raise Conflict(f"draft {draft.number} has changed since it was shown; look at it again, then approve it")
    if is_approved(draft):
        return draft
    return replace(
        draft,
        status="Approved",
        approved_hash=content_hash(draft),
        approver=by,
        approved_at=at,
        approved_on=on,
        reason="",
        error="",
    )


def deny(draft: Draft, *, by: str, at: datetime, reason: str = "") -> Draft:
    """Denied, with the reason, which the next proposals learn from. An earlier reason is kept if none is given.
    Raises Conflict when it is posted."""
    _not_posted(draft, "denied")
    kept = reason.strip()[:MAX_REASON] or draft.reason
    if draft.status == "Denied":
        return replace(draft, reason=kept)
    return replace(
        draft, status="Denied", reason=kept, approver=by, approved_at=at, approved_on="", approved_hash="", error=""
    )


def reopen(draft: Draft, *, note: str = "") -> Draft:
    """A Draft again: an approval is taken back, or a denied one is taken up again. What it was denied for is kept.
    Raises Conflict when it is posted."""
    _not_posted(draft, "taken back")
    if draft.status == "Draft" and (not note or draft.error == note):
        return draft
    return replace(_open(draft), error=note)


def held(draft: Draft, note: str) -> Draft:
    """No approval holds; why stands beside it. What is posted or denied stays so, and is told of."""
    closed = draft.status in {"Posted", "Denied"}
    return noted(draft, note) if closed else reopen(draft, note=note)


def recaption(draft: Draft, caption: str) -> Draft:
    """Another caption. An approval of the old one is void. Raises Conflict when it is posted, InvalidInput when the
    caption is longer than any platform takes."""
    if caption == draft.caption:
        return draft
    _not_posted(draft, "edited")
    if len(caption) > MAX_CAPTION:
        raise InvalidInput(
            f"draft {draft.number}: the caption has {len(caption):,} characters; {MAX_CAPTION:,} are the most"
        )
    return _changed(draft, replace(draft, caption=caption), "its caption")


def revideo(draft: Draft, rendered: Draft) -> Draft:
    """`draft` with the video of `rendered` (object, hash, size, link). Raises Conflict when it is posted."""
    _not_posted(draft, "rendered again")
    shown = replace(
        draft,
        bucket=rendered.bucket,
        video=rendered.video,
        generation=rendered.generation,
        sha256=rendered.sha256,
        link=rendered.link,
        duration=rendered.duration,
        width=rendered.width,
        height=rendered.height,
        cost=rendered.cost,
    )
    return _changed(draft, shown, "its video")


def posted(draft: Draft, *, posted_hash: str, post: str, permalink: str, at: datetime) -> Draft:
    """It is out there under the platform's id `post`, with the content of `posted_hash`. A fact is recorded whatever
    people decided meanwhile. Raises Conflict when it is known under another id."""
    if draft.status == "Posted":
        if draft.post != post:
            raise Conflict(f"draft {draft.number} is posted as {draft.post} already; {post} would be a second post")
        return replace(draft, permalink=permalink or draft.permalink)
    late = "" if is_approved(draft) and draft.approved_hash == posted_hash else "changed when it was on its way already"
    return replace(draft, status="Posted", post=post, permalink=permalink, posted_at=at, error=late)


def noted(draft: Draft, note: str) -> Draft:
    """The draft with what stands in the way, for people. Nothing else changes."""
    return draft if draft.error == note else replace(draft, error=note)


def _changed(before: Draft, after: Draft, what: str) -> Draft:
    after = sealed(after)
    if before.status != "Approved" or after.content_hash == before.content_hash:
        return after
    return replace(_open(after), error=f"{what} was {EDITED}")


def _open(draft: Draft) -> Draft:
    return replace(draft, status="Draft", approved_hash="", approver="", approved_at=None, approved_on="")


def _not_posted(draft: Draft, act: str) -> None:
    if draft.status == "Posted":
        raise Conflict(f"draft {draft.number} is posted ({draft.permalink or draft.post}); it cannot be {act} any more")

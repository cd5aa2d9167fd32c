"""What proposals are made from, gathered: the inventory, the account's figures, and what became of proposals before."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from shared.content.draft_store import DraftStore, draft_id
from shared.content.model import Draft, Inventory, PastDraft, Proposal
from shared.content.proposal_store import ProposalStore
from shared.content.thinking import Known
from shared.core.clock import Clock
from shared.core.codec import decode
from shared.core.errors import NotFound
from shared.core.log import get_log
from shared.ports.blobs import BlobStore

ANALYTICS, INVENTORY = "state/analytics.json", "state/inventory.json"
REMEMBERED: Final = 200  # proposals before, with which new ones are compared
_FIGURES = {"likes": "likes", "comments_count": "comments"}

log = get_log(__name__)


class Knowledge:
    """`inventory`: asked first; without it, what was last written into the bucket counts."""

    def __init__(
        self,
        blobs: BlobStore,
        proposals: ProposalStore,
        drafts: DraftStore,
        clock: Clock,
        *,
        inventory: Callable[[], Inventory] | None = None,
        bucket: str = "content",
    ) -> None:
        self._blobs, self._proposals, self._drafts, self._clock = blobs, proposals, drafts, clock
        self._take, self._bucket = inventory, bucket

    def look(self) -> Known:
        analytics = self._analytics()
        return Known(self._inventory(), analytics, tuple(self._past(analytics)))

    def _inventory(self) -> Inventory:
        if self._take is not None:
            return self._take()
        try:
            return decode(Inventory, self._blobs.read(self._bucket, INVENTORY))
        except NotFound:
            return Inventory(self._clock.now(), self._bucket, ())

    def _analytics(self) -> Mapping[str, Any]:
        try:
            found = json.loads(self._blobs.read(self._bucket, ANALYTICS))
        except NotFound:
            return {}
        except ValueError:
            log.warning("analytics are not readable as JSON", bucket=self._bucket, object=ANALYTICS)
            return {}
        return found if isinstance(found, dict) else {}

    def _past(self, analytics: Mapping[str, Any]) -> Iterator[PastDraft]:
        """The newest first."""
        proposals = list(self._proposals.recent(REMEMBERED))
        drafts = self._drafts.many([draft_id(one.id) for one in proposals])
        posts = _by_post(analytics)
        for one in proposals:
            yield _past(one, drafts.get(draft_id(one.id)), posts)


def _past(proposal: Proposal, draft: Draft | None, posts: Mapping[str, Mapping[str, float]]) -> PastDraft:
    if draft is None:
        return PastDraft(proposal)
    results = posts.get(draft.post) or posts.get(draft.permalink) or {}
    posted: datetime | None = draft.posted_at
    return PastDraft(proposal, draft.status, draft.reason, draft.error, posted, results if draft.post else {})


def _by_post(analytics: Mapping[str, Any]) -> dict[str, Mapping[str, float]]:
    """Figures by the platform's id of a post, and by its address."""
    found: dict[str, Mapping[str, float]] = {}
    media = analytics.get("media")
    for post in media if isinstance(media, list) else ():
        if not isinstance(post, Mapping):
            continue
        metrics = post.get("metrics")
        every: dict[str, Any] = {ours: post.get(name) for name, ours in _FIGURES.items()}
        every |= metrics if isinstance(metrics, Mapping) else {}
        figures = {name: float(value) for name, value in every.items() if _is_number(value)}
        found |= {str(post[name]): figures for name in ("id", "permalink") if post.get(name)}
    return found


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)

"""Posts in documents: what was to be posted, and how it last stood. What really happened stands in the ledger."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from operator import attrgetter
from typing import Any

from msgspec import Struct

from shared.core.codec import from_plain, plain_value, to_plain
from shared.core.errors import Conflict, NotFound
from shared.effects.commits import committed
from shared.ports.documents import DocumentStore, Query, Reader, Transaction, Where
from shared.publish.model import Post, PostRecord, PostState

POSTS = "posts"


class Kept(Struct, frozen=True):
    """A post with its record. `begun_at`: when it was first asked for, or when a person last asked for it again;
    `handles`: how many uploads had been made by then."""

    post: Post
    record: PostRecord
    begun_at: datetime
    handles: int = 0


class PostStore:
    """The collection of posts."""

    def __init__(self, documents: DocumentStore) -> None:
        self._documents = documents

    @property
    def reader(self) -> Reader:
        """For looking at what lies beside the posts."""
        return self._documents

    def find(self, id: str) -> Kept | None:
        found = self._documents.get(POSTS, id)
        return None if found is None else _kept(found)

    def get(self, id: str) -> Kept:
        """Raises NotFound."""
        found = self.find(id)
        if found is None:
            raise NotFound(f"no post {id!r}; `leadreel publish list` shows them")
        return found

    def open(self, post: Post, now: datetime) -> Kept:
        """The post as it is known, or newly kept."""
        id = post.id
        kept = self.find(id)
        if kept is None:
            record = PostRecord(id, post.account.platform, post.account.id, post.subject, "reserved")
            kept = Kept(post, record, now)
            try:
                self._documents.create(POSTS, id, _plain(kept))
            except Conflict:  # another delivery was quicker, or our own answer was lost
                kept = self.get(id)
        return kept

    def change(self, id: str, change: Callable[[Kept, Transaction], Kept]) -> Kept:
        """The post as `change` leaves it; `change` may read more in the same transaction, and may run again, also when
        it was applied already."""

        def work(transaction: Transaction) -> Kept:
            data = transaction.get(POSTS, id)
            if data is None:
                raise NotFound(f"no post {id!r}; `leadreel publish list` shows them")
            kept = _kept(data)
            changed = change(kept, transaction)
            if not _alike(kept, changed):
                transaction.set(POSTS, id, _changed(data, kept, changed))
            return changed

        return committed(self._documents, work)

    def list(self, *, state: PostState | None = None) -> Iterator[Kept]:
        """The newest first."""
        where = (Where("state", "==", state),) if state else ()
        for found in self._documents.query(Query(POSTS, where, order_by="begun_at", descending=True)):
            yield _kept(found.data)


_said = attrgetter("state", "reason", "handle", "account", "remote", "permalink")


def _alike(kept: Kept, changed: Kept) -> bool:
    """Whether there is nothing new to keep: at most the moment of the next look moves by a few seconds."""
    before, after = kept.record.retry_at, changed.record.retry_at
    if before and after and abs((after - before).total_seconds()) < 30:
        return _said(changed.record) == _said(kept.record) and changed.post == kept.post
    return changed == kept


def _changed(data: Mapping[str, Any], kept: Kept, changed: Kept) -> dict[str, Any]:
    """What is written: the post itself, which seldom changes, is not taken apart again."""
    if changed.post != kept.post:
        return _plain(changed)
    record = to_plain(changed.record)
    begun = {"begun_at": plain_value(changed.begun_at), "handles": changed.handles}
    return {**data, "record": record, "state": changed.record.state, **begun}


def _plain(kept: Kept) -> dict[str, Any]:
    plain = to_plain(kept)
    return {**plain, "state": kept.record.state, "begun_at": plain["begun_at"]}


def _kept(data: dict[str, Any]) -> Kept:
    return from_plain(Kept, data)

"""The nouns of publishing: what is to appear where, and the proof that it did."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, Literal

from msgspec import Struct, field  # changed, compared and read in a fraction of a dataclass's time

from shared.core.ids import stable_id

PostState = Literal["reserved", "waiting", "sending", "posted", "refused", "unknown", "needs_human"]
"""reserved: nothing is out there yet · waiting: the platform works on the upload · sending: the call that shows it may
have been made · posted · refused: the platform or our own check said no · unknown: nobody knows yet · needs_human"""


class Account(Struct, frozen=True):
    """Somewhere to post. Its token lies with the tokens, under this id."""

    id: str  # ours, e.g. instagram-main
    platform: str
    remote: str  # the platform's id of it
    name: str = ""  # as people know it, @…
    flavour: str = ""  # instagram: facebook or instagram (log-in)
    settings: Mapping[str, Any] = field(default_factory=dict)


class Media(Struct, frozen=True):
    """One generation of a finished video in a bucket. Lengths in seconds and pixels."""

    bucket: str
    name: str
    generation: int
    sha256: str
    size: int
    content_type: str = "video/mp4"
    duration: float = 0.0
    width: int = 0
    height: int = 0


class Post(Struct, frozen=True):
    """What is to appear once: this media, on this account, for this subject (a draft's id, …). Another caption is no
    other post: it is the same one with another payload, which the ledger refuses."""

    account: Account
    media: Media
    caption: str
    subject: str
    settings: Mapping[str, Any] = field(default_factory=dict)  # the platform's own: cover offset, share to feed, …

    @property
    def id(self) -> str:
        """One account may be known here under two names: what it is called over there counts."""
        return _post_id(self.account.platform, self.account.remote, self.media.sha256, self.subject)


@lru_cache(maxsize=4096)
def _post_id(platform: str, remote: str, sha256: str, subject: str) -> str:
    return stable_id("post", platform, remote, sha256, subject)


class PostRecord(Struct, frozen=True):
    """A post as it stands. `receipt` fields are empty until it is posted."""

    id: str
    platform: str
    account: str
    subject: str
    state: PostState
    handle: str = ""  # the platform's name of the unpublished container or upload
    remote: str = ""  # the platform's id of the post
    permalink: str = ""
    posted_at: datetime | None = None
    reason: str = ""  # for people: why it waits, was refused, or needs one of them
    retry_at: datetime | None = None

    @property
    def over(self) -> bool:
        """Nothing more happens by itself."""
        return self.state in {"posted", "refused", "needs_human"}

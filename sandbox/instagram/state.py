"""What the vendor knows: accounts, tokens, containers and media."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

Flavour = Literal["facebook", "instagram"]

SHORT_LIFE = timedelta(hours=1)
LONG_LIFE: Mapping[str, timedelta] = {"facebook": timedelta(seconds=5183944), "instagram": timedelta(days=60)}
CONTAINER_LIFE = timedelta(hours=24)
WINDOW = timedelta(hours=24)  # of posts and of containers


@dataclass
class User:
    """A professional account. Its figures are what its fields answer."""

    id: str = "17841400000000001"
    username: str = "sandbox"
    name: str = "Sandbox"
    biography: str = "We build things."
    followers_count: int = 1_250
    follows_count: int = 310
    website: str = "https://sandbox.example"
    page: str = "100000000000001"  # the linked page, Facebook log-in only


@dataclass
class Token:
    """`dead`: the name of the trouble it meets, once a person has ended it."""

    value: str
    flavour: Flavour
    user: str
    made: datetime
    ends: datetime
    long: bool = False
    dead: str = ""


@dataclass
class Container:
    """An upload that may become a post. `status` is what the vendor calls status_code."""

    id: str
    user: str
    params: dict[str, Any]
    made: datetime
    resumable: bool = False
    looks: int = 0
    status: str = "IN_PROGRESS"
    told: str = ""
    held: bytearray = field(default_factory=bytearray)  # of a resumable upload
    size: int | None = None
    media: str = ""  # what it became

    def is_over(self, now: datetime) -> bool:
        return self.status != "PUBLISHED" and now - self.made > CONTAINER_LIFE


@dataclass
class Media:
    """A post. `figures` are its insights by metric."""

    id: str
    user: str
    caption: str
    at: datetime
    container: str = ""
    product: str = "REELS"
    like_count: int = 0
    comments: list[dict[str, Any]] = field(default_factory=list)
    figures: dict[str, int] = field(default_factory=dict)
    few_viewers: bool = False  # its insights are refused with code 10

    @property
    def permalink(self) -> str:
        return f"https://www.instagram.com/reel/S{self.id[-10:]}/"

    @property
    def fields(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "caption": self.caption,
            "media_type": "VIDEO",
            "media_product_type": self.product,
            "permalink": self.permalink,
            "shortcode": f"S{self.id[-10:]}",
            "timestamp": stamp(self.at),
            "like_count": self.like_count,
            "comments_count": len(self.comments),
            "is_shared_to_feed": True,
            "media_url": f"https://cdn.sandbox.example/{self.id}.mp4",
            "thumbnail_url": f"https://cdn.sandbox.example/{self.id}.jpg",
            "username": "sandbox",
        }


@dataclass
class Rules:
    """How the vendor behaves where nobody can be sure, and its numbers. Times in seconds."""

    looks: int = 1  # how often a container is IN_PROGRESS before it is FINISHED
    refuses_reuse: bool = False  # a second publication of one container; whether the vendor refuses it is unconfirmed
    listing_lag: float = 0.0  # a post is missing from the list for so long
    status_lag: float = 0.0  # a container still says FINISHED for so long after it was published
    insights_lag: float = 0.0  # figures are an empty list for so long after a post; the vendor's can take 48 h
    resumable_for_instagram: bool = False  # Instagram log-in takes resumable uploads
    rotates: bool = True  # a refresh gives another token; False: the same one with a new life
    quota: int | None = 100  # posts in 24 h, as the limit says; None: it says nothing
    posts_allowed: int | None = None  # what is really allowed; None: `quota`
    containers: int = 400  # in 24 h
    calls_an_hour: int = 200  # what 100 % of X-App-Usage is
    fetch: bool = True  # `video_url` is fetched; False: taken as good
    app_id: str = "sandbox-app"
    app_secret: str = "sandbox-secret"  # noqa: S105 - of a stand-in


@dataclass
class State:
    """All of it. `now` is the vendor's clock."""

    now: Callable[[], datetime]
    rules: Rules
    users: dict[str, User] = field(default_factory=dict)
    tokens: dict[str, Token] = field(default_factory=dict)
    containers: dict[str, Container] = field(default_factory=dict)
    media: dict[str, Media] = field(default_factory=dict)
    published: list[tuple[datetime, str]] = field(default_factory=list)  # each publication: when, which container
    calls: list[datetime] = field(default_factory=list)
    counter: int = 0

    def next_id(self, prefix: str) -> str:
        self.counter += 1
        return f"{prefix}{self.counter:010d}"

    def make_token(self, user: str, flavour: Flavour, *, long: bool = True, life: timedelta | None = None) -> Token:
        """A token as the vendor would give it now; short ones live an hour."""
        self.counter += 1
        prefix = "EAA" if flavour == "facebook" else "IGAA"
        value = f"{prefix}sandbox{'Long' if long else 'Short'}{self.counter:06d}"
        ends = self.now() + (life or (LONG_LIFE[flavour] if long else SHORT_LIFE))
        token = Token(value, flavour, user, self.now(), ends, long)
        self.tokens[value] = token
        return token

    def posts_in_window(self, user: str) -> int:
        since = self.now() - WINDOW
        return sum(at > since and self.containers[id].user == user for at, id in self.published)


def stamp(at: datetime) -> str:
    """A time as Graph writes it.

    >>> from datetime import UTC
    >>> stamp(datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))
    '2026-01-02T03:04:05+0000'
    """
    return at.strftime("%Y-%m-%dT%H:%M:%S+0000")

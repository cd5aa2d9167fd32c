"""The nouns of analytics: what an account and its posts have come to, and what could not be told.

A figure that the platform does not give is missing, never zero.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

Metrics = Mapping[str, float]
"""Figures by the platform's name: `views`, `reach`, `saved`, `ig_reels_avg_watch_time` (ms), …"""


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody wrote below a post: foreign text, never to be trusted."""

    id: str
    text: str
    username: str = ""
    at: datetime | None = None
    likes: int = 0


@dataclass(frozen=True, slots=True)
class MediaFigures:
    """A post and what became of it."""

    id: str  # the platform's
    posted_at: datetime | None = None
    caption: str = ""
    kind: str = ""  # REELS, FEED, STORY, …
    permalink: str = ""
    likes: int | None = None  # None: hidden by the account
    comments_count: int = 0
    metrics: Metrics = field(default_factory=dict)
    comments: tuple[Comment, ...] = ()
    measured_at: datetime | None = None  # when `metrics` were asked for; None: never with success


@dataclass(frozen=True, slots=True)
class DayFigures:
    """One day of the account, in UTC. `final`: it will not be asked for again."""

    day: str  # YYYY-MM-DD
    metrics: Metrics
    final: bool = False


@dataclass(frozen=True, slots=True)
class AccountFigures:
    """The account as it stands. None: not told."""

    id: str  # ours
    remote: str  # the platform's
    username: str = ""
    name: str = ""
    biography: str = ""
    followers: int | None = None
    follows: int | None = None
    media_count: int | None = None


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that could not be told, and why, for people."""

    what: str  # e.g. media 123 insights, account insights 2026-11-01
    reason: str


@dataclass(frozen=True, slots=True)
class Analytics:
    """What is known of an account at a moment. `media`: the newest first; `days`: the oldest first."""

    taken_at: datetime
    account: AccountFigures
    media: tuple[MediaFigures, ...] = ()
    days: tuple[DayFigures, ...] = ()
    unavailable: tuple[Missing, ...] = ()
    calls: int = 0  # that it took
    usage: int = 0  # percent of the calls that the platform allows, by its last word

"""What worked and what did not: an account's figures and the fate of past drafts, as factors around 1.

Older results count less (half after six weeks), and few results count little: a factor leaves 1 only as far as there
is evidence. What a person denied weighs more than what an audience scrolled past.
"""

import math
import re
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from shared.content.model import PastDraft

HALF_LIFE: Final = 45.0  # days
_PRIOR = 3.0  # results that would have to agree to outweigh "we do not know"
_DENIED = 0.55  # factor of one fresh denial
_LISTS = ("media", "recent_media", "reels", "posts")
_METRICS = (("views", 1.0), ("reach", 1.2), ("video_views", 1.0), ("plays", 1.0))
_TAG = re.compile(r"#([^\W_]{3,28})")
_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Slot:
    """When posts did best. `lift`: by which factor, against the account's middle."""

    weekday: int
    hour: int  # UTC, the first of three
    lift: float
    posts: int

    @property
    def told(self) -> str:
        return f"{_NAMES[self.weekday]} between {self.hour}:00 and {(self.hour + 3) % 24}:00 UTC"


@dataclass(frozen=True, slots=True)
class Learned:
    """Factors: 1 = nothing is known; above, it worked."""

    families: Mapping[str, float] = field(default_factory=dict)
    intents: Mapping[str, float] = field(default_factory=dict)
    resources: Mapping[str, float] = field(default_factory=dict)
    used: Mapping[str, float] = field(default_factory=dict)  # how often, older uses counting less
    slot: Slot | None = None
    tags: tuple[str, ...] = ()  # of the posts that did best
    pace: float = 1.0  # below 1: people found the videos too long
    wordless: bool = False  # people found too much text
    posts: int = 0  # results seen


def learn(analytics: Mapping[str, Any] | None, past: Sequence[PastDraft], now: datetime) -> Learned:
    posts = list(_posts(analytics or {}))
    results = [(one, value) for one in past if (value := _value(one.results)) is not None]
    middle = _middle([value for _, value, _ in posts] + [value for _, value in results])
    reasons = " ".join(f" {one.reason.lower()} " for one in past if one.status == "Denied")
    return Learned(
        families=_factors(past, lambda one: [one.family], middle, now),
        intents=_factors(past, lambda one: [one.proposal.intent], middle, now),
        resources=_factors(past, lambda one: one.proposal.resources, middle, now),
        used=_used(past, now),
        slot=_slot(posts, middle, now),
        tags=_tags(posts, middle),
        pace=_pace(reasons),
        wordless=any(words in reasons for words in ("too much text", "too many words", "less text", "wordy")),
        posts=len(posts) + len(results),
    )


def fade(then: datetime | None, now: datetime) -> float:
    """The weight of something by its age; 0.5 after `HALF_LIFE` days."""
    if then is None:
        return 0.5
    days = max(0.0, (now - then).total_seconds() / 86_400)
    return math.pow(0.5, days / HALF_LIFE)


def _factors(past: Sequence[PastDraft], keys: Any, middle: float | None, now: datetime) -> dict[str, float]:
    """A geometric mean of what is known of each key, held back by how little that is."""
    sums: defaultdict[str, float] = defaultdict(float)
    weights: defaultdict[str, float] = defaultdict(float)
    for one in past:
        found = _judged(one, middle)
        if found is None:
            continue
        weight, value = fade(one.posted_at or one.proposal.created_at, now), found
        for key in keys(one):
            sums[key] += weight * math.log(value)
            weights[key] += weight
    return {
        key: min(2.5, max(0.2, math.exp(total / (weights[key] + (_PRIOR if total > 0 else 1.0)) * 1.5)))
        for key, total in sums.items()
        if key
    }


def _judged(one: PastDraft, middle: float | None) -> float | None:
    """How good it was: 1 = as all others."""
    if one.status == "Denied":
        return _DENIED
    if one.error and one.status != "Posted":
        return 0.8
    value = _value(one.results)
    if value is not None and middle:
        return min(4.0, max(0.25, value / middle))
    return 1.1 if one.status in {"Approved", "Posted"} else None


def _used(past: Sequence[PastDraft], now: datetime) -> dict[str, float]:
    used: defaultdict[str, float] = defaultdict(float)
    for one in past:
        for name in one.proposal.resources:
            used[name] += fade(one.proposal.created_at, now)
    return dict(used)


def _pace(reasons: str) -> float:
    longer, shorter = reasons.count("too short") + reasons.count("too fast"), reasons.count("too long")
    shorter += reasons.count("too slow") + reasons.count("boring")
    return min(1.25, max(0.75, 1 + 0.1 * (longer - shorter)))


# An account's figures. They come from a file that others write: nothing is taken for granted


def _posts(analytics: Mapping[str, Any]) -> Iterator[tuple[datetime, float, str]]:
    """Time, value and caption of posts."""
    seen = set[str]()
    for name in _LISTS:
        found = analytics.get(name)
        for post in found if isinstance(found, list | tuple) else ():
            if not isinstance(post, Mapping) or (post.get("id") and str(post["id"]) in seen):
                continue
            seen.add(str(post.get("id", "")))
            when, value = (
                _time(post.get("at") or post.get("timestamp") or post.get("posted_at")),
                _value(_figures(post)),
            )
            if when is not None and value is not None:
                yield when, value, str(post.get("caption") or "")[:5000]


def _figures(post: Mapping[str, Any]) -> dict[str, float]:
    """A post's own numbers, and those of its insights."""
    inner = post.get("insights") or post.get("metrics") or {}
    every = {**post, **(inner if isinstance(inner, Mapping) else {})}
    return {
        name: float(value)
        for name, value in every.items()
        if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value) and value >= 0
    }


def _value(figures: Mapping[str, float]) -> float | None:
    """What counts: how many saw it; where nobody says so, how many reacted."""
    for name, factor in _METRICS:
        if figures.get(name, 0) > 0:
            return figures[name] * factor
    likes, comments = (
        figures.get("likes", figures.get("like_count")),
        figures.get("comments", figures.get("comments_count")),
    )
    if likes is None and comments is None:
        return None
    return 1 + (likes or 0) * 10 + (comments or 0) * 40


def _time(value: Any) -> datetime | None:
    if isinstance(value, datetime):
        return value
    try:
        found = datetime.fromisoformat(str(value).replace("+0000", "+00:00"))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _middle(values: Iterable[float]) -> float | None:
    found = [value for value in values if value > 0]
    return statistics.median(found) if found else None


def _slot(posts: Sequence[tuple[datetime, float, str]], middle: float | None, now: datetime) -> Slot | None:
    """The weekday and three hours in which posts did best; None while fewer than six posts are known."""
    if middle is None or len(posts) < 6:
        return None
    sums: defaultdict[tuple[int, int], list[tuple[float, float]]] = defaultdict(list)
    for when, value, _ in posts:
        at = when.astimezone(UTC)
        sums[at.weekday(), at.hour // 3 * 3].append((fade(when, now), min(4.0, max(0.25, value / middle))))
    best = max(sums, key=lambda key: (_held_back(sums[key]), -key[0], -key[1]))
    lift = _held_back(sums[best])
    return Slot(*best, round(lift, 2), len(sums[best])) if lift > 1.05 else None


def _held_back(found: Sequence[tuple[float, float]]) -> float:
    weight = sum(one for one, _ in found)
    return math.exp(sum(one * math.log(value) for one, value in found) / (weight + 1.0))


def _tags(posts: Sequence[tuple[datetime, float, str]], middle: float | None) -> tuple[str, ...]:
    counted = Counter[str]()
    for _, value, caption in posts:
        if middle and value > middle:
            counted.update({tag.lower() for tag in _TAG.findall(caption)})
    return tuple(tag for tag, _ in sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:3])

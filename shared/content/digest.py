"""What a model is shown: the inventory, the account's figures and the fate of past drafts, in a bounded piece of JSON.

File names, captions, comments and reasons are other people's texts. They stand in JSON as data, shortened and without
signs that nobody sees; what cannot be shown so is left out.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from shared.content.model import Asset, Inventory, PastDraft
from shared.content.performance import Learned, fade, learn
from shared.content.seasons import season_of
from shared.content.shelf import usable
from shared.core.text import shorten

GROUPS, SAMPLES, TRACKS, PAST, POSTS, COMMENTS = 30, 6, 8, 20, 8, 6
LARGEST: Final = 30_000  # characters in all
_NAME: Final = 200  # characters of a name that can be shown
_FIGURES = ("views", "reach", "likes", "like_count", "comments", "comments_count", "saved", "shares")


def digest(
    inventory: Inventory,
    analytics: Mapping[str, Any] | None,
    past: Sequence[PastDraft],
    count: int,
    now: datetime,
    rejected: Sequence[str] = (),
) -> str:
    """The data of a question, in JSON. Groups that did well, are new or were seldom used come first."""
    learned = learn(analytics, past, now)
    told: dict[str, Any] = {
        "count": count,
        "today": {"date": now.date().isoformat(), "season": season_of(now.date()).occasion},
        "account": _account(analytics or {}),
        "posts": list(_posts(analytics or {})),
        "best_time": learned.slot.told if learned.slot else "",
        "past": [_past(one) for one in past[:PAST]],
        "rejected": [shorten(one, 300) for one in rejected[:20]],
        "inventory": _shelves(inventory, learned, now),
    }
    return _within(told)


def _within(told: dict[str, Any]) -> str:
    """The least promising groups go, then the oldest drafts, until it fits."""
    groups: list[Any] = told["inventory"]["groups"]
    while len(text := json.dumps(told, ensure_ascii=False)) > LARGEST:
        if len(groups) > 3:
            del groups[max(3, len(groups) - 1 - (len(text) - LARGEST) // 2_000) :]
        elif told["past"]:
            told["past"].pop()
        elif told["posts"]:
            told["posts"].pop()
        else:
            break
    told["inventory"]["groups_left_out"] = told["inventory"]["all_groups"] - len(groups)
    return json.dumps(told, ensure_ascii=False)


def shown_in(data: str) -> set[str]:
    """The names of the assets that a digest shows."""
    groups = json.loads(data)["inventory"]["groups"]
    return {asset["name"] for group in groups for asset in group["assets"]}


def _shelves(inventory: Inventory, learned: Learned, now: datetime) -> dict[str, Any]:
    groups: defaultdict[str, list[Asset]] = defaultdict(list)
    tracks: list[Asset] = []
    for asset in inventory.assets:
        if usable(asset) and len(asset.name) <= _NAME and asset.name.isprintable():
            (tracks if asset.kind == "audio" else groups[asset.group]).append(asset)

    def worth(asset: Asset) -> float:
        liked = learned.resources.get(asset.name, 1.0)
        return liked * (0.3 + fade(asset.updated, now)) / (1 + learned.used.get(asset.name, 0.0))

    def best(assets: Sequence[Asset], most: int) -> list[Asset]:
        return sorted(assets, key=lambda one: (-worth(one), one.name))[:most]

    samples = {name: best(assets, SAMPLES) for name, assets in groups.items()}
    order = sorted(samples, key=lambda name: (-sum(map(worth, samples[name][:2])), name))[:GROUPS]
    told = [_group(name, samples[name], len(groups[name])) for name in order]
    if tracks:
        told.append(_group("music", best(tracks, TRACKS), len(tracks)))
    return {"assets": len(inventory.assets), "all_groups": len(groups) + bool(tracks), "groups": told}


def _group(name: str, samples: Sequence[Asset], all: int) -> dict[str, Any]:
    more = {"more": all - len(samples)} if all > len(samples) else {}
    return {"group": shorten(name, _NAME), "assets": [_asset(one) for one in samples], **more}


def _asset(asset: Asset) -> dict[str, Any]:
    length = {"seconds": round(asset.duration, 1)} if asset.duration and asset.kind != "image" else {}
    shape = {"shape": asset.orientation} if asset.orientation else {}
    return {"name": asset.name, "kind": asset.kind, **length, **shape, "date": asset.updated.date().isoformat()}


def _past(one: PastDraft) -> dict[str, Any]:
    proposal = one.proposal
    told: dict[str, Any] = {
        "date": proposal.created_at.date().isoformat(),
        "strategy": shorten(proposal.strategy, 200),
        "intent": shorten(proposal.intent, 40),
        "caption": shorten(proposal.caption, 160),
        "resources": [name for name in proposal.resources[:8] if len(name) <= _NAME and name.isprintable()],
        "status": one.status,
        "reason": shorten(_plain(one.reason), 200),
        "results": dict(list(one.results.items())[:8]),
    }
    return {name: value for name, value in told.items() if value not in ("", {}, [])}


def _account(analytics: Mapping[str, Any]) -> dict[str, Any]:
    raw = analytics.get("account")
    account = raw if isinstance(raw, Mapping) else {}
    told = {name: account.get(name) for name in ("username", "name", "biography", "followers", "media_count")}
    return {
        name: shorten(_plain(value), 200) if isinstance(value, str) else value
        for name, value in told.items()
        if isinstance(value, str | int) and value
    }


def _posts(analytics: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The posts that did best, with a few comments."""
    lists = (analytics.get(name) for name in ("media", "recent_media", "reels", "posts"))
    found: Any = next(filter(None, lists), [])
    posts = [one for one in found if isinstance(one, Mapping)] if isinstance(found, list | tuple) else []
    for post in sorted(posts, key=_rank, reverse=True)[:POSTS]:
        told: dict[str, Any] = {"caption": shorten(_plain(str(post.get("caption") or "")), 200), **_figures(post)}
        if said := list(_comments(post.get("comments_sample") or post.get("comments")))[:COMMENTS]:
            told["said"] = said
        yield told


def _comments(raw: Any) -> Iterator[str]:
    inner = raw.get("data") if isinstance(raw, Mapping) else raw
    for one in inner if isinstance(inner, list | tuple) else ():
        text = one.get("text") if isinstance(one, Mapping) else one
        if isinstance(text, str) and text.strip():
            yield shorten(_plain(text), 140)


def _figures(post: Mapping[str, Any]) -> dict[str, float]:
    inner = post.get("insights") or post.get("metrics")
    every = {**post, **(inner if isinstance(inner, Mapping) else {})}
    return {
        name: every[name]
        for name in _FIGURES
        if isinstance(every.get(name), int | float) and not isinstance(every[name], bool)
    }


def _rank(post: Mapping[str, Any]) -> float:
    figures = _figures(post)
    return float(figures.get("views") or figures.get("reach") or 0) + 20 * float(
        figures.get("likes", figures.get("like_count", 0))
    )


def _plain(text: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in text[:2_000])

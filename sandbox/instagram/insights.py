"""Figures of posts and of the account: the metrics that exist today, the retired ones refused by name."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, Final

from sandbox.instagram.errors import refuse
from sandbox.instagram.state import Media, State, User
from sandbox.standin import Answer

MEDIA_METRICS: Final = (
    "views", "reach", "likes", "comments", "shares", "saved", "total_interactions", "reposts",
    "ig_reels_avg_watch_time", "ig_reels_video_view_total_time", "reels_skip_rate",
)  # fmt: skip
RETIRED: Final = (
    "impressions", "plays", "video_views", "clips_replays_count", "ig_reels_aggregated_all_plays_count",
)  # fmt: skip
ACCOUNT_METRICS: Final = (
    "reach", "views", "accounts_engaged", "total_interactions", "follows_and_unfollows", "profile_links_taps",
)  # fmt: skip
KEPT: Final = timedelta(days=90)
WIDEST: Final = timedelta(days=30)
NEEDED: Final = 100  # followers, for some metrics


def of_media(state: State, media: Media, metrics: list[str]) -> Answer:
    """`GET /{media}/insights`."""
    for place, metric in enumerate(metrics):
        if metric in RETIRED:
            raise refuse("invalid", f"(#100) The {metric} metric is no longer supported for the queried media")
        if metric not in MEDIA_METRICS:
            known = ", ".join(MEDIA_METRICS)
            raise refuse("invalid", f"(#100) metric[{place}] must be one of the following values: {known}")
    if media.few_viewers:
        raise refuse("few_viewers")
    if (state.now() - media.at).total_seconds() < state.rules.insights_lag:
        return Answer(200, {"data": []})
    data = [
        {
            "name": metric,
            "period": "lifetime",
            "values": [{"value": media.figures[metric]}],
            "title": metric.replace("_", " "),
            "description": "",
            "id": f"{media.id}/insights/{metric}/lifetime",
        }
        for metric in metrics
        if metric in media.figures
    ]
    return Answer(200, {"data": data})


def of_account(state: State, user: User, params: dict[str, Any]) -> Answer:
    """`GET /{user}/insights`."""
    metrics = names(params.get("metric"))
    for place, metric in enumerate(metrics):
        if metric in (*RETIRED, "profile_views", "website_clicks", "follower_count"):
            raise refuse("invalid", f"(#100) The {metric} metric is no longer supported")
        if metric not in ACCOUNT_METRICS:
            known = ", ".join(ACCOUNT_METRICS)
            raise refuse("invalid", f"(#100) metric[{place}] must be one of the following values: {known}")
    if params.get("period") != "day":
        raise refuse("invalid", "(#100) The parameter period is required")
    since, until = _window(state, params)
    if params.get("metric_type") == "total_value":
        return Answer(200, {"data": _totals(state, user, metrics, since, until)})
    if wrong := [one for one in metrics if one != "reach"]:
        told = f"(#100) The following metrics ({', '.join(wrong)}) should be specified with parameter"
        raise refuse("invalid", f"{told} metric_type=total_value")
    return Answer(200, {"data": [_series(state, user, since, until)] if metrics else []})


def _window(state: State, params: dict[str, Any]) -> tuple[datetime, datetime]:
    now = state.now()
    until = _moment(params["until"]) if params.get("until") else now
    since = _moment(params["since"]) if params.get("since") else until - timedelta(days=1)
    if until - since > WIDEST:
        raise refuse("invalid", "(#100) There cannot be more than 30 days (2592000 s) between since and until")
    if since >= until:
        raise refuse("invalid", "(#100) since must be before until")
    return since, until


def _totals(state: State, user: User, metrics: list[str], since: datetime, until: datetime) -> list[dict[str, Any]]:
    """One number for the whole window; nothing where it is too old, or where too few people follow."""
    if until <= state.now() - KEPT:
        return []
    days = max(1, round((until - since) / timedelta(days=1)))
    shown = [one for one in metrics if one != "follows_and_unfollows" or user.followers_count >= NEEDED]
    return [
        {
            "name": metric,
            "period": "day",
            "title": metric,
            "total_value": {"value": sum(figure(user, metric, since + timedelta(days=day)) for day in range(days))},
            "id": f"{user.id}/insights/{metric}/day",
        }
        for metric in shown
    ]


def _series(state: State, user: User, since: datetime, until: datetime) -> dict[str, Any]:
    oldest = max(since, state.now() - KEPT)
    values = []
    end = since + timedelta(days=1)
    while end <= until:
        if end > oldest:
            told = end.strftime("%Y-%m-%dT%H:%M:%S+0000")
            values.append({"value": figure(user, "reach", end - timedelta(days=1)), "end_time": told})
        end += timedelta(days=1)
    return {"name": "reach", "period": "day", "values": values, "title": "reach", "id": f"{user.id}/insights/reach/day"}


def figure(user: User, metric: str, day: datetime) -> int:
    """What the vendor knows of one day: always the same number."""
    seed = sha256(f"{user.id} {metric} {day.date()}".encode()).digest()
    return int.from_bytes(seed[:2], "big") % 900 + 10


def _moment(value: Any) -> datetime:
    try:
        return datetime.fromtimestamp(int(value), UTC)
    except ValueError:
        try:
            return datetime.fromisoformat(str(value)).replace(tzinfo=UTC)
        except ValueError:
            raise refuse("invalid", "(#100) since and until are no times") from None


def names(value: Any) -> list[str]:
    """A list as Graph takes it: parted by commas."""
    return [one for one in str(value or "").split(",") if one]

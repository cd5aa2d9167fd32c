"""What an account and its posts have come to, from Instagram's Graph API, in few calls.

Posts are asked about the less often the older they are, days only until they are final. Whatever cannot be told is
named with its reason and keeps nothing else from being told; what was known before stays. Once nearly all allowed calls
are used, the rest waits for the next time.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from shared.content.figures import AccountFigures, Analytics, Comment, DayFigures, MediaFigures, Metrics, Missing
from shared.core.clock import Clock
from shared.core.codec import decode, encode
from shared.core.errors import AppError, InvalidInput, NotFound, PermanentError, TransientError
from shared.core.log import get_log, redact
from shared.core.text import shorten
from shared.ports.blobs import BlobStore
from shared.publish.graph import Graph, kind_of, words_of
from shared.publish.model import Account

BUCKET: Final = "content"
FILE: Final = "state/analytics.json"
POSTS: Final = 50  # of the newest
DAYS: Final = 28
KEPT: Final = 365  # days from before those
COMMENTS: Final = 50  # of a post
FIELDS: Final = ("username", "name", "biography", "followers_count", "follows_count", "media_count")
MEDIA_FIELDS: Final = "id,caption,media_type,media_product_type,permalink,timestamp,like_count,comments_count"
METRICS: Final = ("views", "reach", "likes", "comments", "shares", "saved", "total_interactions", "reposts")
REEL_METRICS: Final = ("ig_reels_avg_watch_time", "ig_reels_video_view_total_time", "reels_skip_rate")
DAY_METRICS: Final = (
    "reach", "views", "accounts_engaged", "total_interactions", "follows_and_unfollows", "profile_links_taps",
)  # fmt: skip
_SETTLED: Final = timedelta(days=2)  # figures may come so late
_ASKED_FOR: Final = timedelta(days=90)  # after that, a post's figures are as they are
_PLACE = re.compile(r"\bmetric\[(\d+)\] must be one of")

log = get_log(__name__)


class Analyst:
    """Asks, and keeps what it was told in the content bucket.

    `graphs`: the way to the API for an account. `refused` is told of an account whose token is no longer taken.
    """

    def __init__(
        self,
        blobs: BlobStore,
        clock: Clock,
        graphs: Callable[[Account], Graph],
        refused: Callable[[Account, str, str], None],
    ) -> None:
        self._blobs = blobs
        self._clock = clock
        self._graphs = graphs
        self._refused = refused

    def take(self, account: Account, *, main: bool = True, days: int = DAYS, posts: int = POSTS) -> Analytics:
        """Ask, store, and tell. `main`: the account that proposals are made for; others lie in files of their own.

        Raises PermanentError when the token is no longer taken, TransientError when nothing at all was told.
        """
        graph, before = self._graphs(account), self.last(account, main=main)
        asking = _Asking(graph, account, before, self._clock.now())
        try:
            taken = asking.everything(days, posts)
        except PermanentError as error:
            if kind_of(error) == "reauth":
                self._refused(account, graph.token, words_of(error))
            raise
        self._blobs.put(BUCKET, file_of(account, main=main), encode(taken), content_type="application/json")
        log.info("analytics taken", account=account.id, calls=taken.calls, missing=len(taken.unavailable))
        return taken

    def last(self, account: Account, *, main: bool = True) -> Analytics | None:
        """What was stored last for this account; None when there is nothing, or nothing readable."""
        try:
            found = decode(Analytics, self._blobs.read(BUCKET, file_of(account, main=main)))
        except (NotFound, InvalidInput):
            return None
        return found if found.account.id == account.id else None

    def is_old(self, account: Account, *, main: bool = True, after: timedelta = timedelta(hours=12)) -> bool:
        last = self.last(account, main=main)
        return last is None or self._clock.now() - last.taken_at >= after


def file_of(account: Account, *, main: bool) -> str:
    return FILE if main else f"state/analytics-{account.id}.json"


@dataclass(slots=True)
class _Asking:
    """One go. `metrics` shrinks by those that the platform turns out not to have any more."""

    graph: Graph
    account: Account
    before: Analytics | None
    now: datetime
    missing: list[Missing] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)
    ended: str = ""  # why nothing more is asked in this go

    def everything(self, days: int, posts: int) -> Analytics:
        first = self.graph.usage.calls
        account = self._account()
        media = self._media(posts)
        if self.ended and not media and self.before is None:
            raise TransientError(f"Instagram tells nothing at the moment: {self.ended}")
        media = [self._measured(one) for one in media]
        media = [self._discussed(one) for one in media]
        known = self._days(days)
        usage = self.graph.usage
        return Analytics(
            self.now, account, tuple(media), tuple(known), tuple(self.missing), usage.calls - first, usage.percent
        )

    # One question

    def _ask(self, what: str, question: Callable[[], Mapping[str, Any]]) -> Mapping[str, Any] | None:
        """The answer, or None with the reason noted. Raises when the token is dead: then nothing can be asked."""
        if self._is_over():
            self._miss(what, self.ended)
            return None
        try:
            return question()
        except AppError as error:
            self._failed(what, error)
            return None

    def _failed(self, what: str, error: AppError) -> None:
        kind = kind_of(error)
        if kind == "reauth":
            raise error
        told = "too few people have seen it" if "Not enough viewers" in str(error) else str(error)
        if kind == "retry" and error.status < 500:  # a limit: asking on makes it worse
            self.ended = shorten(str(error), 200)
        self._miss(what, told)

    def _is_over(self) -> bool:
        if not self.ended and self.graph.usage.is_full:
            self.ended = f"{self.graph.usage.percent} % of the calls that Instagram allows are used; the rest follows"
        return bool(self.ended)

    def _miss(self, what: str, reason: str) -> None:
        self.missing.append(Missing(what, shorten(redact(reason), 300)))

    def _without(self, names: Sequence[str], what: str, ask: Callable[[str], Mapping[str, Any]]) -> Mapping[str, Any]:
        """The answer for those of the names that the platform knows: one unknown name fails a whole call."""
        wanted = [name for name in names if name not in self.gone]
        while wanted:
            try:
                return ask(",".join(wanted))
            except InvalidInput as error:
                unknown = _unknown(str(error), wanted)
                if unknown is None:
                    raise
                self.gone.add(unknown)
                wanted.remove(unknown)
                self._miss(f"{what} {unknown}", "Instagram no longer tells it")
        return {}

    # What there is

    def _account(self) -> AccountFigures:
        node = "me" if self.account.flavour == "instagram" else self.account.remote
        found = self._ask(
            "account", lambda: self._without(FIELDS, "account", lambda names: self.graph.get(node, fields=names))
        )
        if found is None:
            known = self.before.account if self.before else None
            return known or AccountFigures(self.account.id, self.account.remote, self.account.name.lstrip("@"))
        return AccountFigures(
            self.account.id,
            self.account.remote,
            username=str(found.get("username") or ""),
            name=str(found.get("name") or ""),
            biography=str(found.get("biography") or ""),
            followers=_whole(found.get("followers_count")),
            follows=_whole(found.get("follows_count")),
            media_count=_whole(found.get("media_count")),
        )

    def _media(self, posts: int) -> list[MediaFigures]:
        """The newest posts, with what was known of each; without a list, those that were known."""
        known = {one.id: one for one in (self.before.media if self.before else ())}
        found: list[MediaFigures] = []
        if self._is_over():
            self._miss("posts", self.ended)
        else:
            try:
                for item in self.graph.pages(f"{self.account.remote}/media", most=posts, fields=MEDIA_FIELDS):
                    if item.get("id"):
                        found.append(_post(item, known.get(str(item["id"]))))
            except AppError as error:
                self._failed("posts", error)
        if any(miss.what == "posts" for miss in self.missing):
            seen = {one.id for one in found}
            found += [one for one in known.values() if one.id not in seen]
        return found[:posts]

    def _measured(self, post: MediaFigures) -> MediaFigures:
        if post.kind == "STORY" or not _is_due(post, self.now):
            return post
        names = (*METRICS, *(REEL_METRICS if post.kind == "REELS" else ()))
        what = f"insights of post {post.id}"
        answer = self._ask(
            what,
            lambda: self._without(
                names, "insights", lambda wanted: self.graph.get(f"{post.id}/insights", metric=wanted)
            ),
        )
        if answer is None:
            return post
        metrics = _figures(answer)
        if not metrics:
            self._miss(what, "not told yet; figures come up to 48 hours after a post")
            return post
        return replace(post, metrics=metrics, measured_at=self.now)

    def _discussed(self, post: MediaFigures) -> MediaFigures:
        known = next((one for one in (self.before.media if self.before else ()) if one.id == post.id), None)
        if post.comments_count == 0:
            return replace(post, comments=())
        if known and known.comments and known.comments_count == post.comments_count:
            return post
        fields = "id,text,username,timestamp,like_count"
        answer = self._ask(
            f"comments of post {post.id}",
            lambda: {"data": list(self.graph.pages(f"{post.id}/comments", most=COMMENTS, fields=fields))},
        )
        if answer is None:
            return post
        comments = (_comment(item) for item in answer["data"])
        return replace(post, comments=tuple(one for one in comments if one))

    def _days(self, days: int) -> list[DayFigures]:
        """Each day that is not final yet is asked for by itself: a wider window gives one number for all of it. Older
        ones that were told once are kept: the platform forgets them after 90 days."""
        known = {one.day: one for one in (self.before.days if self.before else ())}
        today = self.now.astimezone(UTC).date()
        wanted = [today - timedelta(days=back) for back in range(days)]
        told = []
        for day in wanted:
            held = known.get(day.isoformat())
            told.append(held if held and held.final else self._day(day) or held)
        older = sorted(day for day in known if day < wanted[-1].isoformat())[-KEPT:]
        return [*(known[day] for day in older), *(one for one in reversed(told) if one)]

    def _day(self, day: date) -> DayFigures | None:
        since = datetime(day.year, day.month, day.day, tzinfo=UTC)
        until = min(since + timedelta(days=1), self.now)
        window = {"since": int(since.timestamp()), "until": int(until.timestamp())}
        if window["since"] >= window["until"]:
            return None
        what = f"account insights {day.isoformat()}"
        answer = self._ask(
            what,
            lambda: self._without(
                DAY_METRICS,
                "account insights",
                lambda wanted: self.graph.get(
                    f"{self.account.remote}/insights", metric=wanted, metric_type="total_value", period="day", **window
                ),
            ),
        )
        if answer is None:
            return None
        metrics = _figures(answer)
        if not metrics:
            self._miss(what, "Instagram tells nothing of that day")
            return None
        return DayFigures(day.isoformat(), metrics, final=self.now - since >= _SETTLED + timedelta(days=1))


def _unknown(told: str, names: Sequence[str]) -> str | None:
    """The name that an error complains of: by its place, or by itself.

    >>> _unknown("(#100) metric[1] must be one of the following values: views", ["views", "plays"])
    'plays'
    >>> _unknown("(#100) The plays metric is no longer supported", ["views", "plays"])
    'plays'
    """
    if found := _PLACE.search(told):
        place = int(found[1])
        return names[place] if place < len(names) else None
    return next((name for name in names if re.search(rf"\b{name}\b", told)), None)


def _is_due(post: MediaFigures, now: datetime) -> bool:
    """Whether a post is asked about again: a tenth of its age after the last time, an hour to a week."""
    if post.measured_at is None or post.posted_at is None:
        return True
    age = now - post.posted_at
    if post.measured_at - post.posted_at > _ASKED_FOR:
        return False
    return now - post.measured_at >= min(max(age / 10, timedelta(hours=1)), timedelta(days=7))


def _post(item: Mapping[str, Any], known: MediaFigures | None) -> MediaFigures:
    kept = known or MediaFigures(str(item["id"]))
    return replace(
        kept,
        posted_at=_moment(item.get("timestamp")) or kept.posted_at,
        caption=str(item.get("caption") or ""),
        kind=str(item.get("media_product_type") or item.get("media_type") or ""),
        permalink=str(item.get("permalink") or ""),
        likes=_whole(item.get("like_count")),
        comments_count=_whole(item.get("comments_count")) or 0,
    )


def _comment(item: Mapping[str, Any]) -> Comment | None:
    if not item.get("id"):
        return None
    text, name = str(item.get("text") or ""), str(item.get("username") or "")
    return Comment(str(item["id"]), text, name, _moment(item.get("timestamp")), _whole(item.get("like_count")) or 0)


def _figures(answer: Mapping[str, Any]) -> Metrics:
    """One number a metric, from either form of an insights answer; what is not there stays out."""
    return dict(_pairs(answer.get("data") or ()))


def _pairs(data: Sequence[Any]) -> Iterator[tuple[str, float]]:
    for one in data:
        if not isinstance(one, dict) or not one.get("name"):
            continue
        total, values = one.get("total_value"), one.get("values") or ()
        value = total.get("value") if isinstance(total, dict) else values[-1].get("value") if values else None
        if isinstance(value, int | float) and not isinstance(value, bool):
            yield str(one["name"]), value


def _whole(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _moment(value: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(str(value)).astimezone(UTC)
    except ValueError:
        return None

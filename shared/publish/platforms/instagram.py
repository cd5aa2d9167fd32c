"""Instagram: Reels by the Graph API, through either log-in.

A container is made (the handle), filled by us or fetched by the platform from a signed address, looked at once a
minute, published by one call. After a doubt the container's own status decides, then a search for the post's caption.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, BinaryIO, Final, Protocol

from shared.core import faults
from shared.core.clock import Clock
from shared.core.errors import AppError, InvalidInput, NotFound, PermanentError, TransientError
from shared.core.text import shorten
from shared.effects.model import Absent, Finding, Receipt, Unclear
from shared.ports.blobs import BlobStore
from shared.publish.graph import FLAVOURS, Flavour, Graph, kind_of, kind_of_subcode, words_of
from shared.publish.model import Account, Media, Post
from shared.publish.mp4 import Film, read_film
from shared.publish.publisher import Guarantee, Progress, posted

GUARANTEE: Final = Guarantee(
    lateness=600.0,
    lag=300.0,
    proof="handle",
    handle_life=86400.0,
    refuses_reuse=False,
    basis="A container has a status of its own (PUBLISHED, FINISHED, EXPIRED after 24 hours). How late a request can be"
    " carried out, and how soon a status tells of it, is not stated by Meta: ten and five minutes are assumed. That a"
    " second publication of one container is refused is not confirmed, and not relied upon.",
)
CAPTION: Final = 2200  # characters, an emoji of two UTF-16 units counted as two
HASHTAGS: Final = 30
MENTIONS: Final = 20
LARGEST: Final = 300_000_000  # bytes
LONGEST: Final = 900.0  # seconds
SHORTEST: Final = 3.0
WIDEST: Final = 1920  # pixels
QUICKEST: Final = 25_500_000  # bits a second, of pictures and sound
QUOTA: Final = 50  # posts in 24 hours, where the platform does not say
LOOKED_BACK: Final = 200  # posts that a search reads at most
SETTINGS: Final = ("upload", "share_to_feed", "cover_url", "thumb_offset", "collaborators", "location_id", "audio_name")
_PASSED_ON: Final = SETTINGS[1:]
_TYPES: Final = ("video/mp4", "video/quicktime")
_PICTURES: Final = ("avc1", "avc3", "hvc1", "hev1")
_FEWEST, _MOST = 22.9, 60.1  # pictures a second, as indexes round them
_PIECE: Final = 1 << 20  # bytes read at a time
_ADDRESS_LIFE: Final = timedelta(hours=24)  # as long as a container lives
_OFTEN, _SELDOM, _TOO_LONG = 60.0, 300.0, 7200.0  # seconds: between looks, after five minutes, until it is hopeless
_HASHTAG = re.compile(r"#\w+")
_MENTION = re.compile(r"(?<![\w.])@[A-Za-z0-9_.]+")
_SUBCODE = re.compile(r"\b(22070\d\d)\b")


class Tokens(Protocol):
    """Who knows the accounts' tokens."""

    def use(self, account: str, *, posting: bool = False) -> str:
        """Raises PermanentError with what a person must do."""

    def refused(self, account: str, value: str, reason: str) -> None:
        """The platform no longer takes this token."""

    def pause(self, account: str, reason: str) -> None:
        """Nothing more is to be posted there until a person has looked."""


@dataclass(frozen=True, slots=True)
class _Handle:
    """What is known of an unpublished container. `uri`: where its bytes go, empty when the platform fetches them."""

    id: str
    uri: str = ""
    made: float = 0.0  # seconds since 1970

    def text(self) -> str:
        return json.dumps({"id": self.id, "uri": self.uri, "made": self.made})

    @staticmethod
    def read(text: str) -> "_Handle":
        try:
            return _Handle(**json.loads(text))
        except (ValueError, TypeError) as error:
            raise PermanentError(f"{text[:80]!r} is no container of Instagram's") from error


class InstagramPublisher:
    """`graphs`: a way to the API for a token and a flavour."""

    platform = "instagram"
    guarantee = GUARANTEE

    def __init__(
        self, tokens: Tokens, blobs: BlobStore, clock: Clock, graphs: Callable[[str, Flavour], Graph] = Graph
    ) -> None:
        self._tokens = tokens
        self._blobs = blobs
        self._clock = clock
        self._graphs = graphs

    def check(self, post: Post) -> None:
        wrong = [*_caption_faults(post.caption), *_media_faults(post.media), *_settings_faults(post)]
        if wrong:
            raise InvalidInput(f"Instagram would refuse this post: {'; '.join(wrong)}")

    def prepare(self, post: Post) -> str:
        self._check_media(post.media)
        with self._way(post.account, posting=True) as graph:
            self._check_quota(graph, post.account)
            address = self._address(post)
            body = {"media_type": "REELS", "caption": post.caption, **_settings(post)}
            body |= {"video_url": address} if address else {"upload_type": "resumable"}
            faults.reach("instagram.before_container")
            try:
                answer = graph.post(f"{post.account.remote}/media", **body)
            except InvalidInput as error:
                raise _explained(error, fetched=bool(address)) from error
            faults.reach("instagram.after_container")
        id, uri = answer.get("id"), answer.get("uri")
        if not id or not (address or uri):
            raise TransientError("Instagram: the answer holds no container")
        return _Handle(str(id), "" if address else str(uri), self._clock.now().timestamp()).text()

    def progress(self, post: Post, handle: str) -> Progress:
        held = _Handle.read(handle)
        with self._way(post.account, posting=True) as graph:
            try:
                found = self._container(graph, held)
                status = found.get("status_code")
                if status == "IN_PROGRESS" and held.uri:
                    self._upload(graph, held, post.media, found)
            except NotFound as error:  # the same answer is known for containers that are there
                if self._age(held) > GUARANTEE.handle_life or kind_of(error) != "hidden":
                    return Progress("gone", str(error))
                raise TransientError(str(error), retry_after=_SELDOM) from error
            if status == "PUBLISHED":
                return Progress("published", remote=self._remote(graph, post, held.made))
            if status == "FINISHED":
                return self._allowed(graph, post.account)
            if status == "ERROR":
                return _failed(str(found.get("status") or ""))
            if status == "EXPIRED":
                return Progress("gone", "the container was not published within 24 hours")
        return self._waiting(held)

    def publish(self, post: Post, handle: str) -> Receipt:
        held = _Handle.read(handle)
        with self._way(post.account, posting=True) as graph:
            faults.reach("instagram.before_publish")
            answer = graph.post(f"{post.account.remote}/media_publish", creation_id=held.id)
            faults.reach("instagram.after_publish")
        if not answer.get("id"):
            raise TransientError("Instagram: the answer to a publication holds no id")
        return posted(str(answer["id"]))

    def find(self, post: Post, handle: str, since: datetime) -> Finding:
        held = _Handle.read(handle)
        with self._way(post.account) as graph:
            try:
                status = str(self._container(graph, held).get("status_code") or "")
            except NotFound:
                status = "hidden"
            if status == "FINISHED":
                return Absent(keep_handle=True)
            if status == "IN_PROGRESS":
                raise TransientError("Instagram still works on the container", retry_after=_OFTEN)
            alike = self._alike(graph, post, since)
        return _finding(status, alike, marked=bool(_marker(post.caption)))

    def permalink(self, account: Account, remote: str) -> str:
        with self._way(account) as graph:
            return str(graph.get(remote, fields="permalink").get("permalink") or "")

    # The steps

    def _way(self, account: Account, *, posting: bool = False) -> "_Way":
        if account.flavour not in FLAVOURS:
            raise InvalidInput(
                f"account {account.id}: its log-in is {account.flavour!r}; it can be {', '.join(FLAVOURS)}"
            )
        token = self._tokens.use(account.id, posting=posting)
        return _Way(self._graphs(token, account.flavour), self._tokens, account.id)

    def _check_media(self, media: Media) -> None:
        """The bytes that were approved are still the ones that lie there, and are a film that is taken."""
        found = self._blobs.stat(media.bucket, media.name)
        if found is None:
            raise InvalidInput(f"{media.bucket}/{media.name} is gone")
        if found.generation != media.generation:
            raise InvalidInput(f"{media.bucket}/{media.name} was replaced since this post was made; approve it anew")
        with self._blobs.open(media.bucket, media.name, generation=media.generation) as stream:
            wrong = list(_film_faults(read_film(stream)))
        if wrong:
            raise InvalidInput(f"Instagram would refuse this film: {'; '.join(wrong)}")

    def _address(self, post: Post) -> str:
        """Where the platform fetches the film, "" when it is sent there."""
        way = str(post.settings.get("upload") or post.account.settings.get("upload") or "auto")
        if way == "resumable":
            return ""
        address = self._blobs.signed_url(post.media.bucket, post.media.name, valid_for=_ADDRESS_LIFE)
        reached = address.startswith("https://") or (way == "url" and address.startswith("http://"))
        if way == "url" and not reached:
            raise InvalidInput("upload is `url`, and the film has no address that Instagram reaches from outside")
        return address if reached else ""

    def _check_quota(self, graph: Graph, account: Account) -> None:
        allowed = self._allowed(graph, account)
        if allowed.stage == "waiting":
            raise TransientError(allowed.reason, retry_after=allowed.retry_after).without_effect()

    def _allowed(self, graph: Graph, account: Account) -> Progress:
        """Ready, or waiting until the oldest post of the last 24 hours no longer counts."""
        answer = graph.get(f"{account.remote}/content_publishing_limit", fields="config,quota_usage")
        found = next((item for item in answer.get("data") or () if isinstance(item, dict)), {})
        config = found.get("config")
        total = int(config.get("quota_total") or QUOTA) if isinstance(config, dict) else QUOTA
        used = int(found.get("quota_usage") or 0)
        if used < total:
            return Progress("ready")
        now = self._clock.now()
        oldest = min((at for at, _, _ in self._posts(graph, account, now - timedelta(days=1))), default=now)
        wait = max(60.0, (oldest + timedelta(days=1) - now).total_seconds())
        return Progress("waiting", f"{used} of {total} posts of 24 hours are used", retry_after=wait)

    def _container(self, graph: Graph, held: _Handle) -> dict[str, Any]:
        fields = "status_code,status,video_status" if held.uri else "status_code,status"
        return graph.get(held.id, fields=fields)

    def _upload(self, graph: Graph, held: _Handle, media: Media, found: Mapping[str, Any]) -> None:
        """Whatever bytes are missing over there. A broken line is gone on with by the next look."""
        phase = ((found.get("video_status") or {}).get("uploading_phase")) or {}
        offset = int(phase.get("bytes_transferred") or phase.get("bytes_transfered") or 0)
        if offset >= media.size:
            return
        faults.reach("instagram.before_upload")
        with self._blobs.open(media.bucket, media.name, generation=media.generation) as film:
            film.seek(offset)
            graph.upload(held.uri, _pieces(film), offset=offset, size=media.size)
        faults.reach("instagram.after_upload")

    def _waiting(self, held: _Handle) -> Progress:
        age = self._age(held)
        if age > _TOO_LONG:
            return Progress("gone", f"Instagram has worked on the container for {age / 3600:.0f} hours")
        often = _OFTEN if age < _SELDOM else _SELDOM
        return Progress("waiting", "Instagram works on the upload", retry_after=often)

    def _age(self, held: _Handle) -> float:
        return self._clock.now().timestamp() - held.made

    # Finding

    def _remote(self, graph: Graph, post: Post, since: float) -> str:
        """The id of a post that is out for certain; "" unless exactly one has its caption."""
        alike = self._alike(graph, post, datetime.fromtimestamp(since - 300, self._clock.now().tzinfo))
        return alike[0] if len(alike) == 1 else ""

    def _alike(self, graph: Graph, post: Post, since: datetime) -> list[str]:
        """Posts since then with this very caption; none where there is no caption to know one by."""
        wanted = _marker(post.caption)
        if not wanted:
            return []
        return [id for _, id, caption in self._posts(graph, post.account, since) if _marker(caption) == wanted]

    def _posts(self, graph: Graph, account: Account, since: datetime) -> Iterator[tuple[datetime, str, str]]:
        """Time, id and caption of posts since then, the newest first. Raises TransientError for an unreadable list."""
        fields = "id,caption,timestamp,media_product_type"
        for item in graph.pages(f"{account.remote}/media", most=LOOKED_BACK, fields=fields):
            try:
                at = datetime.fromisoformat(str(item["timestamp"]))
                id = str(item["id"])
            except (KeyError, ValueError) as error:
                raise TransientError("Instagram: the list of posts cannot be read") from error
            if at < since:
                return
            yield at, id, str(item.get("caption") or "")


class _Way:
    """A way to the API that tells the keeper of tokens what the platform says of one."""

    def __init__(self, graph: Graph, tokens: Tokens, account: str) -> None:
        self._graph = graph
        self._tokens = tokens
        self._account = account

    def __enter__(self) -> Graph:
        return self._graph

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if not isinstance(error, AppError):
            return
        kind = kind_of(error)
        if kind == "reauth":
            self._tokens.refused(self._account, self._graph.token, words_of(error))
        elif kind == "stop":
            self._tokens.pause(self._account, str(error))


def _finding(status: str, alike: list[str], *, marked: bool) -> Finding:
    """What a container's status and the posts with its caption, if it is `marked` by one, come to."""
    one = alike[0] if len(alike) == 1 else ""
    if status == "PUBLISHED":
        return posted(one)
    if status == "EXPIRED" and not alike:
        return Absent(keep_handle=False)
    if status in {"ERROR", "hidden"} and one:
        return posted(one)
    if status == "ERROR" and marked and not alike:
        return Absent(keep_handle=False)
    if status == "hidden" and marked and not alike:
        raise TransientError("Instagram does not show the container at the moment", retry_after=_SELDOM)
    told = "a post" if one else f"{len(alike)} posts" if alike else "no post"
    return Unclear(f"Instagram tells {status or 'nothing'} of the container, and {told} with this caption is there")


def _failed(told: str) -> Progress:
    """A container in ERROR: its status may name the subcode."""
    found = _SUBCODE.search(told)
    kind = kind_of_subcode(int(found[1])) if found else "again"
    reason = shorten(told, 300) or "Instagram could not use the upload"
    return Progress("refused" if kind in {"reject", "fetch"} else "gone", reason)


def _explained(error: InvalidInput, *, fetched: bool) -> InvalidInput:
    told = str(error)
    if kind_of(error) == "fetch":
        told += "; its signed address must be reached from outside without a log-in or a redirect"
    elif not fetched and "video_url" in told:
        told += "; this log-in takes no uploads: let it fetch the film (on Google Cloud), or log in through Facebook"
    explained = InvalidInput(told)
    explained.code = error.code
    return explained.without_effect()


def _pieces(film: BinaryIO) -> Iterator[bytes]:
    while piece := film.read(_PIECE):
        yield piece


def _marker(caption: str) -> str:
    """What a caption is recognised by, whatever becomes of its white space over there."""
    return " ".join(unicodedata.normalize("NFC", caption).split())


def _caption_faults(caption: str) -> Iterator[str]:
    length = len(caption.encode("utf-16-le")) // 2
    if length > CAPTION:
        yield f"the caption has {length:,} characters, at most {CAPTION:,} are taken"
    for found, most, name in ((_HASHTAG, HASHTAGS, "hashtags"), (_MENTION, MENTIONS, "mentions")):
        if (count := len(found.findall(caption))) > most:
            yield f"the caption has {count} {name}, at most {most} are taken"


def _media_faults(media: Media) -> Iterator[str]:
    if media.content_type not in _TYPES:
        yield f"the film is {media.content_type}, not MP4 or MOV"
    if not 0 < media.size <= LARGEST:
        yield f"the film has {media.size:,} bytes, at most {LARGEST:,} are taken"
    if media.duration and not SHORTEST <= media.duration <= LONGEST:
        yield f"the film lasts {media.duration:.1f} s, {SHORTEST:.0f} s to {LONGEST / 60:.0f} minutes are taken"
    if media.duration and (rate := media.size * 8 / media.duration) > QUICKEST:
        yield f"the film has {rate / 1e6:.1f} Mbit a second, at most {QUICKEST / 1e6:.0f} are taken"
    if media.width > WIDEST:
        yield f"the film is {media.width} pixels wide, at most {WIDEST} are taken"


def _film_faults(film: Film) -> Iterator[str]:
    if not film.index_first:
        yield "its index lies behind its pictures; write it with `-movflags +faststart`"
    if film.duration and not SHORTEST <= film.duration <= LONGEST:
        yield f"it lasts {film.duration:.1f} s, {SHORTEST:.0f} s to {LONGEST / 60:.0f} minutes are taken"
    pictures, sounds = film.of("vide"), film.of("soun")
    if film.tracks and not pictures:
        yield "it holds no pictures"
    for track in pictures:
        if track.codec not in _PICTURES:
            yield f"its pictures are {track.codec!r}, H.264 and HEVC are taken"
        if track.fps and not _FEWEST <= track.fps <= _MOST:
            yield f"it shows {track.fps:.2f} pictures a second, 23 to 60 are taken"
        if track.width > WIDEST:
            yield f"it is {track.width} pixels wide, at most {WIDEST} are taken"
        if track.has_edits:
            yield "its pictures are cut by an edit list; encode it anew"
    for track in sounds:
        if track.codec != "mp4a":
            yield f"its sound is {track.codec!r}, AAC is taken"


def _settings_faults(post: Post) -> Iterator[str]:
    settings = {**post.account.settings, **post.settings}
    for name in sorted(settings.keys() - set(SETTINGS)):
        yield f"there is no setting {name!r}; known are {', '.join(SETTINGS)}"
    if settings.get("upload", "auto") not in {"auto", "url", "resumable"}:
        yield "`upload` can be auto, url or resumable"
    offset = settings.get("thumb_offset", 0)
    if isinstance(offset, bool) or not isinstance(offset, int | float) or offset < 0:
        yield "`thumb_offset` is a time in milliseconds"
    elif post.media.duration and offset >= post.media.duration * 1000:
        yield f"`thumb_offset` lies behind the film's end at {post.media.duration:.1f} s"
    cover = settings.get("cover_url", "")
    if cover and not (str(cover).startswith("https://") and str(cover).isascii()):
        yield "`cover_url` is no public https address in ASCII"
    people = settings.get("collaborators", ())
    if isinstance(people, str) or len(people) > 3:
        yield "`collaborators` is a list of at most three names"


def _settings(post: Post) -> dict[str, Any]:
    settings = {**post.account.settings, **post.settings}
    body = {name: settings[name] for name in _PASSED_ON if settings.get(name) not in (None, "", [], ())}
    if "thumb_offset" in body:
        body["thumb_offset"] = str(int(body["thumb_offset"]))
    return body

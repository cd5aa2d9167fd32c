"""Meta's Graph API as Instagram is reached through it, by either log-in: calls, what its errors mean, how much is left.

Its status numbers say little; the code and subcode in the body decide. What a refused call certainly did not do is
marked so only where the refusal comes before anything is done: an error answer to `media_publish` has been seen with
the post live.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal
from urllib.parse import urlsplit

from shared.core.errors import AppError, InvalidInput, NotFound, PermanentError, TransientError
from shared.core.log import redact
from shared.core.text import shorten
from shared.http import Api, Reply

Flavour = Literal["facebook", "instagram"]
Kind = Literal["retry", "not_ready", "again", "wait", "fetch", "reauth", "config", "reject", "stop", "hidden"]
"""What an error asks for. retry: later · not_ready: the container is still worked on · again: with a new container ·
wait: until a quota's window moves · fetch: the video's address · reauth: a log-in · config: the app's rights · reject:
never again so · stop: no more posts until a person has looked · hidden: not there, or not shown: they use one code"""

FLAVOURS: Final[tuple[Flavour, ...]] = ("facebook", "instagram")
VERSION: Final = "v26.0"  # lives until 2028 at least; LEADREEL_INSTAGRAM_VERSION names another
URLS: Final[Mapping[str, str]] = {"facebook": "https://graph.facebook.com", "instagram": "https://graph.instagram.com"}
UPLOADS: Final = "https://rupload.facebook.com"
FULL: Final = 95  # percent of the allowed calls from which on only what must be asked is asked

_SERVERS: Final = 500
_KINDS: Final[Mapping[tuple[int, int], Kind]] = {
    **dict.fromkeys([(1, 0), (2, 0), (4, 0), (17, 0), (32, 0), (613, 0)], "retry"),
    (9007, 2207027): "not_ready",
    **dict.fromkeys([(-2, 2207003), (-1, 2207001), (-1, 2207032), (-1, 2207053), (-2, 2207020)], "again"),
    (9, 2207042): "wait",
    (9004, 2207052): "fetch",
    **dict.fromkeys([(190, 0), (102, 0)], "reauth"),
    **dict.fromkeys([(10, 0), (200, 0), (2635, 0)], "config"),
    **dict.fromkeys([(352, 0), (36000, 0), (36001, 0), (36003, 0), (1, 2207057), (100, 0)], "reject"),
    **dict.fromkeys([(4, 2207051), (25, 2207050), (25, 0), (368, 0)], "stop"),
    (100, 33): "hidden",
}
_BY_SUBCODE: Final[Mapping[int, Kind]] = {sub: kind for (_, sub), kind in _KINDS.items() if sub > 2207000} | {
    2207026: "reject",
    2207004: "reject",
    2207005: "reject",
    2207009: "reject",
}
_CASES: Final = range(80000, 80015)  # limits by use case
_CERTAIN: Final = frozenset({"not_ready", "wait", "reauth", "config"})
_REAUTH: Final = "the token is no longer valid; log in again and give the new one to `leadreel accounts add`"
_REMEDIES: Final[Mapping[str, str]] = {
    "reauth": _REAUTH,
    "config": "check the app's permissions and the API version",
    "stop": "Instagram restricts this account; look there, and let posting go on with `leadreel accounts resume`",
}


@dataclass(frozen=True, slots=True)
class Trouble:
    """An error as Graph tells it."""

    code: int
    subcode: int = 0
    message: str = ""
    transient: bool = False
    status: int = 400
    trace: str = ""

    @property
    def kind(self) -> Kind:
        """
        >>> Trouble(4, 2207051).kind, Trouble(4).kind, Trouble(190, 463).kind
        ('stop', 'retry', 'reauth')
        """
        exact = _KINDS.get((self.code, self.subcode)) or _BY_SUBCODE.get(self.subcode)
        if exact:
            return exact
        if self.transient or self.status >= _SERVERS or self.code in _CASES:
            return "retry"
        return _KINDS.get((self.code, 0), "reject")

    @property
    def named(self) -> str:
        return f"{self.code}/{self.subcode}" if self.subcode else str(self.code)


@dataclass(slots=True)
class Usage:
    """How much of what is allowed is used, by the headers of the last answer."""

    percent: int = 0
    regain: float = 0.0  # seconds until calls are taken again, when too many were made
    calls: int = 0  # made through this client

    @property
    def is_full(self) -> bool:
        return self.percent >= FULL

    def note(self, headers: Mapping[str, str]) -> None:
        app, cases = _object(headers.get("x-app-usage")), _object(headers.get("x-business-use-case-usage"))
        shares = [app, *(share for found in cases.values() if isinstance(found, list) for share in found)]
        told = [share for share in shares if isinstance(share, dict) and share]
        if told:
            names = ("call_count", "total_time", "total_cputime")
            self.percent = max(_number(share.get(name)) for share in told for name in names)
            self.regain = max(60.0 * _number(share.get("estimated_time_to_regain_access")) for share in told)


@dataclass(slots=True)
class Graph:
    """One account's way to the API. Each call is tried once.

    `url`: instead of the vendor's. `token` "": the call carries one of its own.
    """

    token: str = field(repr=False)
    flavour: Flavour = "facebook"
    url: str = ""
    version: str = VERSION
    network: bool = True
    usage: Usage = field(default_factory=Usage)
    hidden: tuple[str, ...] = field(default=(), repr=False)  # further secrets that stand in no error text
    _api: Api = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._api = self._connect(self.url or URLS[self.flavour], "Bearer")

    def _connect(self, url: str, scheme: str) -> Api:
        headers = {"Authorization": f"{scheme} {self.token}"} if self.token else {}
        return Api(
            url,
            name="Instagram",
            headers=headers,
            secrets=[self.token, *self.hidden],
            network=self.network,
            timeout=60.0,
            max_bytes=8_000_000,
            judge=self._judge,
        )

    def _judge(self, reply: Reply) -> AppError | None:
        self.usage.calls += 1
        self.usage.note(reply.headers)
        trouble = trouble_of(reply)
        return None if trouble is None else self._error(trouble)

    def _error(self, trouble: Trouble) -> AppError:
        told = trouble.message
        for secret in filter(None, (self.token, *self.hidden)):
            told = told.replace(secret, "<secret>")
        return as_error(trouble, shorten(redact(told), 300), self.usage.regain)

    def get(self, path: str, **params: str | int) -> dict[str, Any]:
        """What a node or an edge answers. `path` without the version."""
        return _answered(self._api.call("GET", f"{self.version}/{path}", params=params))

    def post(self, path: str, **body: Any) -> dict[str, Any]:
        return _answered(self._api.call("POST", f"{self.version}/{path}", body=body))

    def ask(self, path: str, **params: str | int) -> dict[str, Any]:
        """`get` of what has no version: Instagram's token addresses."""
        return _answered(self._api.call("GET", path, params=params))

    def pages(self, path: str, *, most: int, **params: str | int) -> Iterator[dict[str, Any]]:
        """The items of an edge, at most so many, by cursors: the address of the next page, which is theirs, is not
        followed."""
        after: dict[str, str | int] = {}
        left = most
        while left > 0:
            answer = self.get(path, **{"limit": min(left, 50), **params, **after})
            items = [item for item in answer.get("data") or () if isinstance(item, dict)]
            yield from items[:left]
            left -= len(items)
            paging = answer.get("paging") or {}
            cursor = (paging.get("cursors") or {}).get("after")
            if not items or not paging.get("next") or not cursor or after.get("after") == cursor:
                return
            after = {"after": str(cursor)}

    def upload(self, uri: str, pieces: Iterable[bytes], *, offset: int, size: int) -> None:
        """The bytes of a resumable upload from `offset` on. Raises TransientError when it can be gone on with,
        NotFound when that upload is over."""
        split = urlsplit(uri)
        origin = f"{split.scheme}://{split.netloc}"
        own = urlsplit(self.url or URLS[self.flavour])
        if origin not in {UPLOADS, f"{own.scheme}://{own.netloc}"}:  # the token goes nowhere else
            raise PermanentError(f"Instagram names an upload address at a strange host: {split.hostname}")
        headers = {"offset": str(offset), "file_size": str(size), "Content-Length": str(size - offset)}
        api = self._connect(origin, "OAuth")
        api.call("POST", split.path, content=pieces, headers=headers, timeout=120.0)


def trouble_of(reply: Reply) -> Trouble | None:
    """The error in an answer, wherever its status puts it; None when there is none that reads like Graph's."""
    body = _object(reply.body.decode("utf-8", "replace")) if b"rror" in reply.body or reply.status >= 300 else {}
    upload, found = body.get("debug_info"), body.get("error")
    if isinstance(upload, dict) and reply.status >= 300:
        told = f"{upload.get('type', '')}: {upload.get('message', '')}"
        return Trouble(0, 0, told, bool(upload.get("retriable")), reply.status)
    if not isinstance(found, dict):
        return None
    message = str(found.get("error_user_msg") or found.get("message") or "")
    if (plain := str(found.get("message") or "")) not in message:
        message = f"{message} ({plain})"
    code, subcode = _number(found.get("code")), _number(found.get("error_subcode"))
    transient, trace = bool(found.get("is_transient")), str(found.get("fbtrace_id") or "")
    return Trouble(code, subcode, message, transient, reply.status, trace)


def as_error(trouble: Trouble, told: str, regain: float = 0.0) -> AppError:
    """The house's error for Graph's. Its `code` is Graph's own."""
    kind = trouble.kind
    said = f"Instagram says {trouble.named}: {told}" if trouble.code else f"Instagram's upload says {told}"
    error: AppError
    if not trouble.code:
        error = TransientError(said, retry_after=10.0) if trouble.transient else NotFound(said)
    elif kind in {"retry", "again"}:
        error = TransientError(said, retry_after=regain or None)
    elif kind == "not_ready":
        error = TransientError(said, retry_after=60.0)
    elif kind == "wait":
        error = TransientError(said, retry_after=3600.0)
    elif kind in _REMEDIES:
        error = PermanentError(f"{said}; {_REMEDIES[kind]}")
    elif kind == "hidden":
        error = NotFound(said)
    else:
        error = InvalidInput(said)
    error.code = trouble.named
    return error.without_effect() if kind in _CERTAIN else error


def kind_of(error: AppError) -> Kind | None:
    """What one of our errors asks for; None when it is not Graph's."""
    code, _, subcode = error.code.partition("/")
    if not code.lstrip("-").isdigit() or code == "0":
        return None
    return Trouble(int(code), int(subcode or 0), status=error.status).kind


def words_of(error: AppError) -> str:
    """What the platform said, without the remedy that we put behind it."""
    kind = kind_of(error)
    return str(error).removesuffix(f"; {_REMEDIES.get(kind, '')}") if kind else str(error)


def kind_of_subcode(subcode: int) -> Kind:
    """For a subcode that is told without its code, as in a container's status; `again` for one that is not known."""
    return _BY_SUBCODE.get(subcode, "again")


def _answered(answer: Any) -> dict[str, Any]:
    if not isinstance(answer, dict):
        raise TransientError("Instagram: the answer is no object")
    return answer


def _object(text: str | None) -> dict[str, Any]:
    try:
        found = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _number(value: Any) -> int:
    try:
        return int(value or 0)
    except (ValueError, TypeError, OverflowError):
        return 0

"""What every request passes first: known host, limits on size and time, session, and headers on the way out."""

import asyncio
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from containers.console import problems
from containers.console.parts import Parts
from containers.console.problems import Refused
from containers.console.sessions import COOKIE, LIFETIME, Session, Sessions
from shared.problem import Problem

MAX_BODY = 1024 * 1024  # bytes, for everything but files
MAX_HOOK = 32 * 1024 * 1024
BODY_SECONDS = 20.0  # for a whole body; a file has this long for each of its pieces
LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
OWN_AUTH = ("/api/", "/hooks/")  # these take an API key with every request
OPEN = ("/static/", "/login", "/healthz", "/readyz")
FILES = ("/uploads", "/api/imports")

HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}


def hostname(host: str) -> str:
    """A Host header without its port, in lower case.

    >>> hostname("LOCALHOST:8080"), hostname("[::1]:80"), hostname("evil.example")
    ('localhost', '[::1]', 'evil.example')
    """
    name, colon, port = host.rpartition(":")
    return (name if colon and port.isdigit() else host).lower()


def same_origin(headers: Headers) -> bool:
    """False when a browser says that another site's page sent this request."""
    site = headers.get("sec-fetch-site", "")
    if site not in {"", "same-origin", "none"}:
        return False
    origin = headers.get("origin")
    if origin == "null":  # a form of a page that sends no referrer: only the browser's own word tells whose it is
        return site == "same-origin"
    return origin is None or urlsplit(origin).netloc.lower() == headers.get("host", "").lower()


def set_cookie(sessions: Sessions, session: Session, *, secure: bool) -> str:
    """The Set-Cookie header of a session."""
    age = int(LIFETIME.total_seconds())
    attributes = f"Path=/; Max-Age={age}; HttpOnly; SameSite=Lax"
    return f"{COOKIE}={sessions.cookie(session)}; {attributes}{'; Secure' if secure else ''}"


class Guard:
    """Pure ASGI, so that bodies and answers stream through it."""

    def __init__(self, app: ASGIApp, *, parts: Parts, sessions: Sessions) -> None:
        self._app = app
        self._parts = parts
        self._sessions = sessions
        known = urlsplit(parts.public_url).hostname
        self._hosts = LOOPBACK | ({known.lower()} if known else set())
        self._secure = parts.public_url.startswith("https:")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        session = self._session(headers)
        fresh = session is None and not self._parts.public and self._is_page(scope["path"])
        if fresh:
            session = self._sessions.start()
        scope.setdefault("state", {})["session"] = session
        cookie = set_cookie(self._sessions, session, secure=self._secure) if fresh and session else None

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                out = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    out.setdefault(name, value)
                out.setdefault("cache-control", "no-store")
                if cookie:
                    out.append("set-cookie", cookie)
                self._parts.metrics.add("console_requests_total", method=scope["method"], status=str(message["status"]))
            await send(message)

        early = self._refusal(scope, headers, session)
        if early is not None:
            await early(scope, receive, answer)
            return
        await self._app(scope, _limited(scope["path"], receive, self._parts.max_upload), answer)

    def _is_page(self, path: str) -> bool:
        return not path.startswith((*OWN_AUTH, *OPEN, "/metrics", "/openapi.json"))

    def _session(self, headers: Headers) -> Session | None:
        try:
            held = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
        except CookieError:
            return None
        session = self._sessions.read(held.value) if held else None
        if session is None or (not session.key and self._parts.public):
            return None
        return session

    def _refusal(self, scope: Scope, headers: Headers, session: Session | None) -> Response | None:
        """The answer for a request that goes no further, or None."""
        if not self._parts.public and hostname(headers.get("host", "")) not in self._hosts:
            message = "this console answers to its own names alone"
            return problems.as_json(Problem("unknown_host", 421, message, "open http://127.0.0.1 and the port"))
        length = headers.get("content-length", "0")
        limit = _limit(scope["path"], self._parts.max_upload)
        if not length.isdigit() or int(length) > limit:
            return problems.as_json(problems.problem_of(_too_large(limit)))
        path = scope["path"]
        if self._parts.public and session is None and not path.startswith((*OWN_AUTH, *OPEN)):
            if path in {"/metrics", "/openapi.json"} and _key_of(headers):
                return None  # the route checks the key
            if scope["method"] == "GET" and "text/html" in headers.get("accept", ""):
                return RedirectResponse("/login", 303)
            return problems.as_json(problems.problem_of(Refused(401, "unauthorized", "log in first", "open /login")))
        return None


def _key_of(headers: Headers) -> str:
    """The API key of a request, empty when it has none."""
    kind, _, plain = headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer" and plain:
        return plain.strip()
    return headers.get("x-api-key", "").strip()


def key_of(request: Request) -> str:
    return _key_of(request.headers)


def _limit(path: str, max_upload: int) -> int:
    if path in FILES:
        return max_upload
    return MAX_HOOK if path.startswith("/hooks/") else MAX_BODY


def _too_large(limit: int) -> Refused:
    return Refused(413, "too_large", f"the body has over {limit:,} bytes", "send a smaller file, or split it")


def _limited(path: str, receive: Receive, max_upload: int) -> Receive:
    """`receive` that stops a body which is too large or too slow; a wait for the end of a call has no limit."""
    limit = _limit(path, max_upload)
    seen = 0
    whole = False
    left = BODY_SECONDS

    async def limited() -> Message:
        nonlocal seen, whole, left
        if whole:
            return await receive()
        loop = asyncio.get_running_loop()
        start = loop.time()
        try:
            message = await asyncio.wait_for(receive(), left)
        except TimeoutError as error:
            raise Refused(408, "too_slow", "the body did not arrive in time", "send it again, faster") from error
        if path not in FILES:
            left = max(0.01, left - (loop.time() - start))
        if message["type"] == "http.request":
            seen += len(message.get("body", b""))
            whole = not message.get("more_body", False)
            if seen > limit:
                raise _too_large(limit)
        return message

    return limited

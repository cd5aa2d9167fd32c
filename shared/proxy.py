"""The egress guard for a browser: a proxy on loopback that reaches nothing but what the rules of `egress.py` allow.

A browser goes through it because intercepting its requests one by one misses redirects and WebSockets.
"""

import select
import socket
import threading
import time
from collections import Counter, deque
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol

from shared.core.errors import AppError, InvalidInput, NotFound
from shared.core.log import get_log
from shared.egress import EgressRules, Target, canonical_host, parse_url

_BACKGROUND = (  # what Chromium calls for itself
    "accounts.google.com",
    "android.clients.google.com",
    "clients2.google.com",
    "clients2.googleusercontent.com",
    "clientservices.googleapis.com",
    "content-autofill.googleapis.com",
    "edgedl.me.gvt1.com",
    "mtalk.google.com",
    "optimizationguide-pa.googleapis.com",
    "redirector.gvt1.com",
    "safebrowsing.googleapis.com",
    "safebrowsingohttpgateway.googleapis.com",
    "update.googleapis.com",
)
_MAX_HEAD = 65536
_HOP_BY_HOP = frozenset({b"connection", b"keep-alive", b"proxy-connection", b"proxy-authorization", b"upgrade", b"te"})

log = get_log(__name__)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A request that the proxy did not carry out."""

    host: str
    port: int
    reason: str


@dataclass(frozen=True, slots=True)
class ProxyLimits:
    """What one page, or whatever uses the proxy, may take."""

    connections: int = 64  # at once
    connection_bytes: int = 64_000_000  # received over one connection
    total_bytes: int = 512_000_000  # received in the proxy's life
    seconds: float = 180.0  # life of one connection
    idle: float = 30.0  # seconds without a byte
    connect: float = 10.0  # seconds until the far side must have answered


class EgressProxy:
    """A small HTTP proxy on loopback for a browser: every host is judged by the rules, whatever asked for it.

        with EgressProxy(rules) as proxy:
            browser.new_context(proxy={"server": proxy.url, "bypass": "<-loopback>"})

    A browser keeps loopback from its proxy unless told so by that bypass, and needs
    `--webrtc-ip-handling-policy=disable_non_proxied_udp`, since UDP passes by any proxy.
    """

    def __init__(self, rules: EgressRules, limits: ProxyLimits | None = None) -> None:
        self._rules = rules
        self._limits = limits or ProxyLimits()
        self._room = threading.BoundedSemaphore(self._limits.connections)
        self._lock = threading.Lock()
        self._counts: Counter[str] = Counter()
        self._refused: deque[Refusal] = deque(maxlen=1000)
        self._open: set[socket.socket] = set()
        self._listener: socket.socket | None = None

    def __enter__(self) -> "EgressProxy":
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        threading.Thread(target=self._accept, args=(self._listener,), name="egress-proxy", daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        listener, self._listener = self._listener, None
        if listener is not None:
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)  # wakes the thread that accepts
            listener.close()
        with self._lock:
            left = list(self._open)
        for connection in left:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    @property
    def url(self) -> str:
        """Raises OSError outside the `with` block."""
        if self._listener is None:
            raise OSError("the proxy is not running")
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    @property
    def counts(self) -> Mapping[str, int]:
        """opened, refused, background (the browser's own calls), failed, cut (a limit was reached), bytes."""
        with self._lock:
            return dict(self._counts)

    @property
    def refusals(self) -> Sequence[Refusal]:
        """The latest thousand, oldest first, without the browser's own calls."""
        with self._lock:
            return tuple(self._refused)

    def _count(self, name: str, amount: int = 1) -> int:
        with self._lock:
            self._counts[name] += amount
            return self._counts[name]

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:  # closed: the proxy has ended
                return
            if not self._room.acquire(blocking=False):
                self._count("cut")
                _answer(client, 503, "too many connections at once")
                client.close()
                continue
            threading.Thread(target=self._serve, args=(client,), name="egress-connection", daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with self._lock:
            self._open.add(client)
        try:
            client.settimeout(self._limits.idle)
            self._carry(client)
        except OSError as error:
            log.debug("connection ended", reason=str(error))
        finally:
            with self._lock:
                self._open.discard(client)
            client.close()
            self._room.release()

    def _carry(self, client: socket.socket) -> None:
        head, rest = _read_head(client)
        if head is None:
            return
        try:
            request = _parse_head(head)
        except InvalidInput as error:
            self._refuse(client, "", 0, str(error))
            return
        target = request.target
        if target.host in _BACKGROUND:
            self._count("background")
            _answer(client, 403, "a browser's own call")
            return
        try:
            server = self._rules.connect(target.host, target.port, self._limits.connect)
        except InvalidInput as error:
            self._refuse(client, target.host, target.port, str(error))
            return
        except AppError as error:
            self._count("failed")
            _answer(client, 404 if isinstance(error, NotFound) else 502, str(error))
            return
        with server:
            self._count("opened")
            server.settimeout(self._limits.idle)
            if request.tunnel:
                client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                self._relay(client, server, rest, _Plain())
            else:
                self._relay(client, server, request.forwarded + rest, _OneAnswer())

    def _refuse(self, client: socket.socket, host: str, port: int, reason: str) -> None:
        self._count("refused")
        with self._lock:
            self._refused.append(Refusal(host, port, reason))
        log.warning("egress refused", host=host, port=port, reason=reason)
        _answer(client, 403, reason)

    def _relay(self, client: socket.socket, server: socket.socket, first: bytes, passing: "_Passing") -> None:
        """Carry bytes both ways until either side ends or a limit is reached."""
        if first:
            server.sendall(first)
        end = time.monotonic() + self._limits.seconds
        received = 0
        while True:
            wait = min(self._limits.idle, end - time.monotonic())
            ready = select.select([client, server], [], [], wait)[0] if wait > 0 else []
            if not ready:
                self._count("cut")
                return
            for side in ready:
                data = side.recv(65536)
                if not data:  # no browser closes half a connection: whichever side ends, it is over
                    return
                if side is client:
                    server.sendall(data)
                    continue
                received += len(data)
                total = self._count("bytes", len(data))
                if received > self._limits.connection_bytes or total > self._limits.total_bytes:
                    self._count("cut")
                    log.warning("egress cut", reason="too many bytes", received=received)
                    return
                client.sendall(passing.feed(data))


class _Passing(Protocol):
    """What the server sends, on its way to the browser."""

    def feed(self, data: bytes) -> bytes: ...


class _Plain:
    """A tunnel's bytes."""

    def feed(self, data: bytes) -> bytes:
        return data


class _OneAnswer:
    """An answer's bytes, its head saying that the connection closes.

    So a browser never sends a second request here, which would reach this server whatever host it names.
    """

    def __init__(self) -> None:
        self._held = b""
        self._done = False

    def feed(self, data: bytes) -> bytes:
        if self._done:
            return data
        self._held += data
        head, mark, rest = self._held.partition(b"\r\n\r\n")
        if not mark:
            if len(self._held) > _MAX_HEAD:
                raise OSError("the answer's head is too long")
            return b""
        if head.split(b" ", 2)[1:2] == [b"100"]:  # an interim answer; the real one follows
            self._held = b""
            return head + mark + self.feed(rest)
        self._done = True
        first, *lines = head.split(b"\r\n")
        kept = [line for line in lines if line.partition(b":")[0].strip().lower() not in _HOP_BY_HOP]
        return b"\r\n".join([first, *kept, b"Connection: close"]) + mark + rest


@dataclass(frozen=True, slots=True)
class _Request:
    target: Target
    tunnel: bool
    forwarded: bytes = b""  # the head as the server gets it


def _read_head(client: socket.socket) -> tuple[bytes | None, bytes]:
    """The head of a request and what came with it; None when none came."""
    held = b""
    while b"\r\n\r\n" not in held:
        data = client.recv(65536)
        if not data or len(held) > _MAX_HEAD:
            return None, b""
        held += data
    head, _, rest = held.partition(b"\r\n\r\n")
    return head, rest


def _parse_head(head: bytes) -> _Request:
    first, *lines = head.split(b"\r\n")
    try:
        method, where, _version = first.decode("ascii").split(" ")
    except ValueError as error:
        raise InvalidInput("not a request that a proxy understands") from error
    if method == "CONNECT":
        host, _, port = where.rpartition(":")
        if not port.isascii() or not port.isdigit():
            raise InvalidInput(f"{where[:80]!r} names no port")
        return _Request(Target("https", canonical_host(host), int(port), "/"), tunnel=True)
    target = parse_url(where)
    if target.scheme != "http":
        raise InvalidInput("only http is forwarded; https needs a tunnel")
    dropped = {*_HOP_BY_HOP, b"host"}
    kept = [line for line in lines if line.partition(b":")[0].strip().lower() not in dropped]
    start = f"{method} {target.path} HTTP/1.1\r\nHost: {target.authority}\r\nConnection: close".encode("ascii")
    return _Request(target, tunnel=False, forwarded=b"\r\n".join([start, *kept]) + b"\r\n\r\n")


def _answer(client: socket.socket, status: int, reason: str) -> None:
    body = reason.encode()
    head = f"HTTP/1.1 {status} Refused\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {len(body)}\r\n"
    with suppress(OSError):
        client.sendall(head.encode() + b"Connection: close\r\n\r\n" + body)

"""The egress guard: what strangers' pages may make this house connect to.

A lead's site is hostile until proven otherwise: its address, its redirects and whatever its pages load. Every such
request is resolved once, each answer is judged, and the connection goes to the judged address, so that a name which
changes its mind in between gains nothing. `http.py` connects through `resolve`; a browser goes through `EgressProxy`,
since intercepting its requests one by one misses redirects and WebSockets.
"""

import ipaddress
import re
import select
import socket
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from urllib.parse import SplitResult, quote, urlsplit

from shared.core.errors import AppError, InvalidInput, NotFound, TransientError
from shared.core.log import get_log, redact

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Lookup = Callable[[str, int], Sequence[str]]
"""Name and port to numeric addresses. Raises OSError as socket.getaddrinfo does."""

_DEFAULT_PORTS = {"http": 80, "https": 443}
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
# Our own table: what the ipaddress module calls private differs between releases of Python. From IANA's registries of
# special-purpose addresses; of IPv6, only what is handed out (2000::/3) may be reached at all.
_SPECIAL: tuple[tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, str], ...] = tuple(
    (ipaddress.ip_network(network), word)
    for network, word in (
        ("0.0.0.0/8", "unspecified"),
        ("10.0.0.0/8", "private"),
        ("100.64.0.0/10", "carrier's private"),
        ("127.0.0.0/8", "loopback"),
        ("169.254.0.0/16", "link-local"),
        ("172.16.0.0/12", "private"),
        ("192.0.0.0/24", "special"),
        ("192.0.2.0/24", "documentation"),
        ("192.88.99.0/24", "6to4 relay"),
        ("192.168.0.0/16", "private"),
        ("198.18.0.0/15", "benchmark"),
        ("198.51.100.0/24", "documentation"),
        ("203.0.113.0/24", "documentation"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
        ("::/128", "unspecified"),
        ("::1/128", "loopback"),
        ("::ffff:0:0/96", "mapped IPv4"),
        ("2001::/23", "tunnel or special"),
        ("2001:db8::/32", "documentation"),
        ("2002::/16", "6to4"),
        ("3fff::/20", "documentation"),
        ("fc00::/7", "private"),
        ("fe80::/10", "link-local"),
        ("ff00::/8", "multicast"),
    )
)
_HANDED_OUT = ipaddress.ip_network("2000::/3")
_NEVER = frozenset(  # metadata and host agents, refused even where the host and port are allowed
    map(ipaddress.ip_address, ("169.254.169.254", "169.254.170.2", "168.63.129.16", "100.100.100.200", "fd00:ec2::254"))
)
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

log = get_log(__name__)


@dataclass(frozen=True, slots=True)
class Target:
    """Where a URL leads. `host` is a lower-case ASCII name, or an address without brackets."""

    scheme: str
    host: str
    port: int
    path: str  # with the query, at least "/"

    @property
    def authority(self) -> str:
        """Host and port as they stand in a URL and in the Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _DEFAULT_PORTS.get(self.scheme) else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.authority}{self.path}"


def system_lookup(host: str, port: int) -> Sequence[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True, slots=True)
class EgressRules:
    """Who may be reached. `allow` names host:port pairs that may be private and use any port, e.g. 127.0.0.1:8123.

    A pair counts for the name as it was asked for: allowing 127.0.0.1:8123 opens nothing to a stranger's name that
    resolves there. Without `network`, nothing but allowed pairs that lie on this machine is reached.
    """

    allow: frozenset[str] = frozenset()
    ports: frozenset[int] = frozenset({80, 443})
    network: bool = True
    lookup: Lookup = system_lookup

    def check_url(self, url: str) -> Target:
        """The target of an http(s) URL; nothing is looked up. Raises InvalidInput with the reason."""
        target = parse_url(url)
        self._check_port(target.host, target.port)
        return target

    def resolve(self, host: str, port: int) -> Sequence[str]:
        """The addresses to connect to, each judged. Raises InvalidInput when any answer is forbidden.

        NotFound when there is no such name, TransientError when the look-up fails.
        """
        host = canonical_host(host)
        self._check_port(host, port)
        allowed = self.allows(host, port)
        literal = _literal(host)
        if not self.network and not (allowed and (literal is None or literal.is_loopback)):
            raise InvalidInput(
                f"{self._shown(host, port)} is not on this machine, and the network is switched off in the settings"
            )
        answers = [str(literal)] if literal else self._look_up(host, port)
        for answer in answers:
            self._judge(host, port, answer, allowed=allowed)
        return answers

    def connect(self, host: str, port: int, timeout: float) -> socket.socket:
        """A connection to a judged address. Raises what `resolve` raises, and TransientError when none answers."""
        deadline = time.monotonic() + timeout
        problem: OSError | None = None
        for address in self.resolve(host, port):
            try:
                return socket.create_connection((address, port), max(0.05, deadline - time.monotonic()))
            except OSError as error:
                problem = error
        raise TransientError(f"{self._shown(host, port)} does not answer: {problem}") from problem

    def allows(self, host: str, port: int) -> bool:
        return self._shown(host, port) in self.allow

    @staticmethod
    def _shown(host: str, port: int) -> str:
        return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"

    def _check_port(self, host: str, port: int) -> None:
        if port not in self.ports and not self.allows(host, port):
            known = ", ".join(map(str, sorted(self.ports)))
            raise InvalidInput(
                f"{self._shown(host, port)}: port {port} is not among those that may be reached ({known})"
            )

    def _look_up(self, host: str, port: int) -> Sequence[str]:
        try:
            answers = self.lookup(host, port)
        except socket.gaierror as error:
            if error.errno in {socket.EAI_AGAIN, socket.EAI_FAIL}:
                raise TransientError(f"{host}: the name cannot be looked up right now") from error
            raise NotFound(f"{host}: there is no such name") from error
        except (OSError, UnicodeError) as error:
            raise TransientError(f"{host}: the name cannot be looked up: {error}") from error
        if not answers:
            raise NotFound(f"{host}: the name has no address")
        return answers

    def _judge(self, host: str, port: int, answer: str, *, allowed: bool) -> None:
        address = ipaddress.ip_address(answer.partition("%")[0])
        if _unpacked(address) in _NEVER:
            raise InvalidInput(
                f"{self._shown(host, port)} leads to {address}, a metadata service, which is never reached"
            )
        if allowed:
            if not self.network and not address.is_loopback:
                raise InvalidInput(
                    f"{self._shown(host, port)} leads to {address}, off this machine, and the network is off"
                )
            return
        if word := _forbidden(address):
            raise InvalidInput(
                f"{self._shown(host, port)} leads to {address} ({word}), which strangers' pages may not reach"
            )


def parse_url(url: str) -> Target:
    """The one reading of a URL that everything outbound shares. Raises InvalidInput with the reason."""
    shown = redact(url[:200])
    text = url.strip()
    if text.startswith("-"):
        raise InvalidInput(f"{shown!r} looks like a command's option, not like a URL")
    if any(ch <= " " or ch in "\\\x7f" for ch in text):
        raise InvalidInput(f"{shown!r} holds a blank, a control character or a backslash; write it as %20 or the like")
    try:
        split = urlsplit(text)
        port = split.port
    except ValueError as error:
        raise InvalidInput(f"{shown!r} cannot be read as a URL: {error}") from error
    if split.scheme not in _DEFAULT_PORTS:
        raise InvalidInput(f"{shown!r} does not begin with http:// or https://; nothing else is fetched")
    if "@" in split.netloc:
        raise InvalidInput(f"{shown!r} carries a user name; remove what stands before the @")
    host = canonical_host(split.hostname or "")
    return Target(split.scheme, host, _DEFAULT_PORTS[split.scheme] if port is None else port, _path(split))


def _path(split: SplitResult) -> str:
    # Percent signs stay: what is escaped is escaped already.
    path = quote(split.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(split.query, safe="/%:@!$&'()*+,;=~-._?[]{}|")
    return f"{path}?{query}" if query else path


def canonical_host(host: str) -> str:
    """The one spelling of a host. Raises InvalidInput for what is neither a name nor a plainly written address.

    Decimal, octal, hexadecimal and shortened addresses are refused rather than read: programs read them differently.

    >>> canonical_host("Bücher.Example.")
    'xn--bcher-kva.example'
    """
    text = host.lower().removesuffix(".")
    if ":" in text:
        return _canonical_v6(text.strip("[]"), host)
    if not text.isascii():
        text = _ascii(text, host)
    if not text or len(text) > 253:
        raise InvalidInput(f"{host[:80]!r} is not a host")
    labels = text.split(".")
    if _NUMBER.fullmatch(labels[-1]):
        try:
            return str(ipaddress.IPv4Address(text))
        except ValueError as error:
            raise InvalidInput(f"{host!r} is an address in an odd spelling; write it as four plain numbers") from error
    if not all(map(_LABEL.fullmatch, labels)):
        raise InvalidInput(f"{host[:80]!r} is not a host")
    return text


def _canonical_v6(text: str, host: str) -> str:
    try:
        if "%" in text:
            raise ValueError("a zone has no meaning here")
        return str(ipaddress.IPv6Address(text))
    except ValueError as error:
        raise InvalidInput(f"{host[:80]!r} is not an IPv6 address: {error}") from error


def _ascii(text: str, host: str) -> str:
    try:
        import idna
    except ImportError as error:
        raise InvalidInput(f"{host[:80]!r} needs the package idna (uv sync --extra leads)") from error
    try:
        return idna.encode(text, uts46=True, transitional=False).decode("ascii")
    except idna.IDNAError as error:
        raise InvalidInput(f"{host[:80]!r} is not a host: {error}") from error


def _literal(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _unpacked(address: Address) -> Address:
    """The IPv4 address that a translated or mapped one stands for, else the address itself."""
    if isinstance(address, ipaddress.IPv6Address):
        if address in _NAT64:
            return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        return address.ipv4_mapped or address.sixtofour or address
    return address


def _forbidden(address: Address) -> str:
    """Why an address is not reached, in a word; empty for public ones."""
    if address in _NAT64:  # how IPv6-only networks reach the IPv4 world
        return _forbidden(_unpacked(address))
    for network, word in _SPECIAL:
        if address in network:
            return word
    if isinstance(address, ipaddress.IPv6Address):
        if address not in _HANDED_OUT:
            return "special"
        if (int(address) >> 32) & 0xFDFFFFFF == 0x00005EFE:  # carries an IPv4 address in its last 32 bits
            return "tunnel"
    return ""


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


class _Passing:
    """What the server sends, on its way to the browser."""

    def feed(self, data: bytes) -> bytes:
        raise NotImplementedError


class _Plain(_Passing):
    """A tunnel's bytes."""

    def feed(self, data: bytes) -> bytes:
        return data


class _OneAnswer(_Passing):
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


_MAX_HEAD = 65536
_HOP_BY_HOP = frozenset({b"connection", b"keep-alive", b"proxy-connection", b"proxy-authorization", b"upgrade", b"te"})


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

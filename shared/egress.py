"""The egress guard: what strangers' pages may make this house connect to.

A lead's site is hostile until proven otherwise: its address, its redirects and whatever its pages load. Every such
request is resolved once, each answer is judged, and the connection goes to the judged address, so that a name which
changes its mind in between gains nothing. `http.py` connects through `resolve`; a browser goes through `proxy.py`.
"""

import ipaddress
import re
import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urlsplit

from shared.core.errors import InvalidInput, NotFound, TransientError
from shared.core.log import redact

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

"""The one outbound HTTP layer: `Http` reads strangers' pages, `Api` talks to vendors.

Neither tries again by itself: what is tried again is decided by the task, and for writes by the ledger of effects.
Every foreign failure becomes one of the five errors here.
"""

import json
import re
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache, cached_property
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urljoin

from shared.core.clock import Clock
from shared.core.errors import AppError, Conflict, InvalidInput, NotFound, PermanentError, TransientError
from shared.core.log import get_log, redact
from shared.core.text import shorten
from shared.egress import EgressRules, Target, parse_url

if TYPE_CHECKING:
    import ssl

    import httpcore
    import httpx

AGENT = "Leadreel/0.1 (reads public pages of businesses; one request at a time)"
PAGES = ("text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml")
MAX_HOPS = 5

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MAX_AGE = re.compile(r"(?i)(?:^|[,\s])max-age\s*=\s*\"?(\d{1,9})")
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))

log = get_log(__name__)


@dataclass(frozen=True, slots=True)
class Page:
    """What a site answered."""

    url: str  # after redirects
    status: int
    content_type: str  # lower case, without parameters
    body: bytes
    text: str  # the body in its own charset, as far as it can be told
    truncated: bool  # more was there than was read
    max_age: float | None = None  # seconds for which the sender lets its answer be kept; None when it did not say


class Http:
    """Reads pages of strangers' sites, through the egress rules, without cookies or credentials."""

    def __init__(self, rules: EgressRules, *, network: bool, clock: Clock, agent: str = AGENT) -> None:
        self._rules = replace(rules, network=rules.network and network)
        self._clock = clock
        self._agent = agent

    def fetch(
        self, url: str, *, max_bytes: int = 2_000_000, timeout: float = 10.0, accept: Sequence[str] = PAGES
    ) -> Page:
        """The page at `url`, after at most five redirects, each judged anew. Content not in `accept` is not read.

        `timeout`: seconds for everything together. `max_bytes` counts before and after decompression. Raises NotFound
        (404, 410, no such name), InvalidInput (a forbidden or unreadable address, a site that turns programs away,
        a bad certificate) and TransientError (time-outs, refused connections, 429, 5xx).
        """
        import httpcore

        target = self._rules.check_url(url)
        deadline = _Deadline(self._clock, timeout)
        pool = httpcore.ConnectionPool(
            ssl_context=self._ssl, network_backend=_guarded_backend(self._rules, deadline), retries=0
        )
        with pool, _foreign_errors(target.host):
            for _ in range(MAX_HOPS + 1):
                with pool.stream("GET", _core_url(target), headers=self._headers(target, accept)) as response:
                    headers = _Headers(response.headers)
                    place = headers.get("location")
                    if response.status not in _REDIRECTS or not place:
                        return _page(target, response, headers, max_bytes, accept)
                target = self._rules.check_url(_joined(target.url, place))
        raise InvalidInput(f"{url[:200]}: more than {MAX_HOPS} redirects")

    def _headers(self, target: Target, accept: Sequence[str]) -> dict[bytes | str, bytes | str]:
        return {
            "Host": target.authority,
            "User-Agent": self._agent,
            "Accept": ", ".join([*accept, "*/*;q=0.1"]) if accept else "*/*",
            "Accept-Encoding": "gzip, deflate",
            "Connection": "close",
        }

    @cached_property
    def _ssl(self) -> "ssl.SSLContext":
        import httpcore

        return httpcore.default_ssl_context()


class _Deadline:
    """The seconds that are left of an allowance."""

    def __init__(self, clock: Clock, seconds: float) -> None:
        self._clock = clock
        self._end = clock.monotonic() + seconds

    def left(self, asked: float | None = None) -> float:
        """At most what was asked for. Raises TransientError once nothing is left."""
        seconds = self._end - self._clock.monotonic()
        if seconds <= 0:
            raise TransientError("the site took longer than it may")
        return seconds if asked is None else min(seconds, asked)


def _guarded_backend(rules: EgressRules, deadline: _Deadline) -> "httpcore.NetworkBackend":
    """Connects to judged addresses only, and lets no single read outlast the whole."""
    import httpcore

    class Stream(httpcore.NetworkStream):
        def __init__(self, inner: httpcore.NetworkStream) -> None:
            self._inner = inner

        def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
            return self._inner.read(max_bytes, deadline.left(timeout))

        def write(self, buffer: bytes, timeout: float | None = None) -> None:
            self._inner.write(buffer, deadline.left(timeout))

        def close(self) -> None:
            self._inner.close()

        def start_tls(
            self, ssl_context: "ssl.SSLContext", server_hostname: str | None = None, timeout: float | None = None
        ) -> httpcore.NetworkStream:
            return Stream(self._inner.start_tls(ssl_context, server_hostname, deadline.left(timeout)))

        def get_extra_info(self, info: str) -> Any:
            return self._inner.get_extra_info(info)

    class Backend(httpcore.NetworkBackend):
        def connect_tcp(
            self,
            host: str,
            port: int,
            timeout: float | None = None,
            local_address: str | None = None,
            socket_options: Iterable[Any] | None = None,
        ) -> httpcore.NetworkStream:
            connect = httpcore.SyncBackend().connect_tcp
            problem: Exception | None = None
            for address in rules.resolve(host, port):
                try:
                    inner = connect(address, port, deadline.left(timeout), local_address, socket_options)
                    return Stream(inner)
                except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                    problem = error
            raise TransientError(f"{host} does not answer on port {port}: {problem}") from problem

        def sleep(self, seconds: float) -> None:
            time.sleep(min(seconds, deadline.left()))

    return Backend()


@contextmanager
def _foreign_errors(host: str) -> Iterator[None]:
    """Turns what httpcore raises into the house's errors."""
    import ssl

    import httpcore

    try:
        yield
    except httpcore.ConnectError as error:
        if isinstance(cause := _root(error), ssl.SSLError):
            raise InvalidInput(f"{host}: no trustworthy connection: {cause.reason or cause}") from error
        raise TransientError(f"{host} cannot be reached: {error}") from error
    except httpcore.TimeoutException as error:
        raise TransientError(f"{host} took longer than it may") from error
    except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
        raise TransientError(f"{host} broke off: {error or type(error).__name__}") from error


def _root(error: BaseException) -> BaseException:
    while inner := error.__cause__ or error.__context__:
        error = inner
    return error


def _core_url(target: Target) -> "httpcore.URL":
    import httpcore

    return httpcore.URL(scheme=target.scheme, host=target.host, port=target.port, target=target.path)


def _joined(base: str, place: str) -> str:
    """A redirect's target; blanks and foreign letters, which servers do send, are escaped."""
    return urljoin(base, quote(place.strip(), safe="/%:@!$&'()*+,;=~-._?#[]|")).partition("#")[0]


class _Headers:
    """Header values by lower-case name; of repeated ones the first."""

    def __init__(self, pairs: Iterable[tuple[bytes, bytes]]) -> None:
        self._values: dict[str, str] = {}
        for name, value in pairs:
            self._values.setdefault(name.decode("latin-1").lower(), _header_text(value))

    def get(self, name: str) -> str:
        return self._values.get(name, "")


def _header_text(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _page(
    target: Target, response: "httpcore.Response", headers: _Headers, max_bytes: int, accept: Sequence[str]
) -> Page:
    _check_status(target.host, response.status, headers)
    content_type, _, parameters = headers.get("content-type").partition(";")
    content_type = content_type.strip().lower()
    wanted = not accept or not content_type or content_type in accept
    body, truncated = b"", True
    if wanted:
        body, truncated = _body(response.iter_stream(), headers.get("content-encoding").lower(), max_bytes)
    text = body.decode(_charset(body, parameters, cut=truncated), "replace")
    kept = _MAX_AGE.search(headers.get("cache-control"))
    max_age = float(kept.group(1)) if kept else None
    return Page(target.url, response.status, content_type, body, text, truncated, max_age)


def _check_status(host: str, status: int, headers: _Headers) -> None:
    if status < 300:
        return
    if status in {404, 410}:
        raise NotFound(f"{host} has no such page ({status})")
    if status in {408, 425, 429} or status >= 500:
        raise TransientError(f"{host} answered {status}", retry_after=retry_after(headers.get("retry-after")))
    raise InvalidInput(f"{host} answered {status}: it does not serve this page to programs")


def _body(chunks: Iterator[bytes], encoding: str, max_bytes: int) -> tuple[bytes, bool]:
    """At most `max_bytes` of the decoded body, and whether there was more; a bomb is never unpacked further."""
    decoder = _decoder(encoding)
    held = bytearray()
    received = 0
    for chunk in chunks:
        received += len(chunk)
        room = max_bytes - len(held) + 1
        try:
            held += decoder.decompress(chunk, room) if decoder else chunk[:room]
        except zlib.error as error:
            raise TransientError(f"the page cannot be unpacked: {error}") from error
        if len(held) > max_bytes or received > max_bytes:
            return bytes(held[:max_bytes]), True
        if decoder and decoder.eof:
            break
    return bytes(held), False


def _decoder(encoding: str) -> Any:
    """zlib's, which takes a limit for each piece; None when nothing is packed."""
    if encoding in {"", "identity"}:
        return None
    if encoding in {"gzip", "x-gzip", "deflate"}:
        return zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
    raise InvalidInput(f"the page is packed as {encoding[:40]!r}, which was not asked for")


def _charset(body: bytes, parameters: str, *, cut: bool) -> str:
    """Byte order mark, then the header, then the page's own word, then UTF-8 where it fits, then Windows-1252."""
    for mark, name in _BOMS:
        if body.startswith(mark):
            return name
    named = re.search(r"charset\s*=\s*\"?([A-Za-z0-9_:.-]+)", parameters, re.IGNORECASE)
    meta = _META_CHARSET.search(body[:4096])
    for name in (named.group(1) if named else "", meta.group(1).decode("ascii") if meta else ""):
        if name and _is_text_codec(name):
            return "windows-1252" if name.lower() in {"iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii"} else name
    try:
        body.decode("utf-8")
    except UnicodeDecodeError as error:
        return "utf-8" if cut and error.start >= len(body) - 3 else "windows-1252"  # cut inside a character
    return "utf-8"


def _is_text_codec(name: str) -> bool:
    import codecs

    try:
        return codecs.lookup(name)._is_text_encoding  # only this tells utf-8 from zlib and rot13
    except LookupError:
        return False


def retry_after(value: str, now: datetime | None = None) -> float | None:
    """Seconds from a Retry-After header, which holds seconds or a date; None when it holds neither."""
    from email.utils import parsedate_to_datetime

    if value.strip().isdigit():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - (now or datetime.now(UTC))).total_seconds())


@dataclass(frozen=True, slots=True)
class Reply:
    """What a vendor answered, for whoever judges its answers. Header names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Api:
    """One vendor's HTTP API: JSON in and out, time-outs always, one try a call, no redirects, no cookies.

    Errors carry `not_applied` when the vendor certainly did nothing: the connection was never made, or it said so
    with a 4xx. A time-out, a broken connection or a 5xx after sending does not say.
    """

    def __init__(
        self,
        base_url: str,
        *,
        name: str,
        headers: Mapping[str, str] | None = None,
        secrets: Sequence[str] = (),
        network: bool = True,
        timeout: float = 30.0,
        max_bytes: int = 32_000_000,
        judge: Callable[[Reply], AppError | None] | None = None,
    ) -> None:
        """`name`: the vendor, as users know it. `secrets` are struck out of every error text.

        `judge` sees every answer first, for vendors whose bodies or headers say more than their status numbers: the
        error that it makes of one is raised; None leaves the judgement to the status.
        """
        self._target = parse_url(base_url)
        self._base = base_url.rstrip("/")
        self._name = name
        self._headers = dict(headers or {})
        self._secrets = [secret for secret in secrets if secret]
        self._network = network
        self._timeout = timeout
        self._max_bytes = max_bytes
        self._judge = judge

    def call(
        self,
        method: str,
        path: str,
        *,
        body: Any = None,
        content: bytes | Iterable[bytes] | None = None,
        params: Mapping[str, str | int | float | bool] | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float | None = None,
    ) -> Any:
        """The decoded answer, None when it is empty. `body` is sent as JSON, `content` as it is.

        Content in pieces needs its length in `headers`, as Content-Length.
        """
        answer = self.send(method, path, body=body, content=content, params=params, headers=headers, timeout=timeout)
        if not answer.strip():
            return None
        try:
            return json.loads(answer)
        except (ValueError, RecursionError) as error:
            raise TransientError(f"{self._name}: the answer is not JSON: {self._shown(answer)}") from error

    def send(
        self,
        method: str,
        path: str,
        *,
        body: Any = None,
        content: bytes | Iterable[bytes] | None = None,
        params: Mapping[str, str | int | float | bool] | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float | None = None,
    ) -> bytes:
        """The answer's bytes."""
        import httpx

        self._check_network()
        seconds = timeout or self._timeout
        try:
            with (
                httpx.Client(
                    timeout=httpx.Timeout(seconds, connect=min(10.0, seconds)), trust_env=False, verify=_trusted()
                ) as client,
                client.stream(
                    method,
                    f"{self._base}/{path.lstrip('/')}",
                    json=body,
                    content=content,
                    params=params,
                    headers={"User-Agent": AGENT, **self._headers, **(headers or {})},
                ) as response,
            ):
                answer = self._read(response)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise TransientError(
                f"{self._name} cannot be reached: {self._clean(str(error))}"
            ).without_effect() from error
        except httpx.TimeoutException as error:
            raise TransientError(f"{self._name} gave no answer within {seconds:g} s") from error
        except httpx.HTTPError as error:
            raise TransientError(f"{self._name} broke off: {self._clean(str(error))}") from error
        reply = Reply(response.status_code, response.headers, answer)
        if self._judge and (judged := self._judge(reply)):
            judged.status = response.status_code
            raise judged
        if response.status_code >= 300:
            refusal = self._error(response.status_code, response.headers.get("retry-after", ""), answer)
            refusal.status = response.status_code
            raise refusal
        return answer

    def _check_network(self) -> None:
        if not self._network and not _on_loopback(self._target.host):
            off = f"{self._name} is not on this machine, and the network is switched off in the settings"
            raise InvalidInput(off).without_effect()

    def _read(self, response: "httpx.Response") -> bytes:
        held = bytearray()
        for chunk in response.iter_bytes():
            held += chunk
            if len(held) > self._max_bytes:
                raise PermanentError(f"{self._name}: the answer exceeds {self._max_bytes:,} bytes")
        return bytes(held)

    def _error(self, status: int, wait: str, answer: bytes) -> AppError:
        """Retry (5xx), wait (429), log in again (401), configure (403), reject (other 4xx)."""
        said = f"{self._name} answered {status}: {self._shown(answer)}"
        error: AppError
        if status in {408, 425, 429} or status >= 500:
            later = TransientError(said, retry_after=retry_after(wait))
            return later.without_effect() if status in {425, 429} else later
        if status == 401:
            error = PermanentError(f"{said}; renew the key or the log-in of {self._name}")
        elif status in {402, 403}:
            error = PermanentError(f"{said}; check the plan and the rights of the key")
        elif status == 404:
            error = NotFound(said)
        elif status in {409, 412}:
            error = Conflict(said)
        else:
            error = InvalidInput(said)
        return error.without_effect() if status >= 400 else error

    def _shown(self, answer: bytes) -> str:
        return shorten(self._clean(answer[:2000].decode("utf-8", "replace")), 300)

    def _clean(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, "<secret>")
        return redact(text)


@cache
def _trusted() -> "ssl.SSLContext":
    """The authorities that vendors' certificates are checked by: reading them takes longer than many a call."""
    import httpx

    return httpx.create_ssl_context(trust_env=False)


def _on_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"

"""Five little websites on loopback, to rehearse with: each on a port of its own, as five firms would have them.

Beside its pages every site answers `/dead` with 404, `/slow?seconds=3` late, and `/broken` with 503.
"""

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

HOME = Path(__file__).parent / "websites"
NAMES = ("ridgeline", "brightwater", "casaluma", "brandtvogel", "loopdesk")
LONGEST_WAIT = 60.0  # seconds

_MISSING = b"<!doctype html><html lang=en><title>Not found</title><h1>404: there is no such page</h1></html>"
_BROKEN = b"<!doctype html><html lang=en><title>Out of order</title><h1>503: back in a moment</h1></html>"


@dataclass(frozen=True, slots=True)
class Sites:
    """The running sites. `requests` grows as they are visited: `name path`, in the order of arrival."""

    host: str
    ports: tuple[int, ...]
    requests: list[str] = field(default_factory=list)

    @property
    def urls(self) -> tuple[str, ...]:
        """The address of every site, in the order of `NAMES`."""
        return tuple(f"http://{self.host}:{port}/" for port in self.ports)

    @property
    def url(self) -> str:
        return self.urls[0]

    @property
    def dead(self) -> str:
        """The address of a page that is gone."""
        return f"{self.url}dead"

    @property
    def allow(self) -> tuple[str, ...]:
        """What the egress rules must allow, as host:port."""
        return tuple(f"{self.host}:{port}" for port in self.ports)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A visitor that hangs up early is no news."""


class _Handler(BaseHTTPRequestHandler):
    def __init__(self, *args: Any, name: str, pages: Mapping[str, bytes], requests: list[str]) -> None:
        self._name, self._pages, self._requests = name, pages, requests
        super().__init__(*args)

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        self._requests.append(f"{self._name} {asked.path}")
        if asked.path == "/slow":
            time.sleep(_seconds(asked.query))
        if asked.path == "/broken":
            return self._answer(503, _BROKEN)
        page = self._pages.get("/" if asked.path == "/slow" else asked.path.rstrip("/") or "/")
        return self._answer(404, _MISSING) if page is None else self._answer(200, page)

    def do_HEAD(self) -> None:
        self.do_GET()

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Silence: `Sites.requests` remembers."""


def _seconds(query: str) -> float:
    try:
        return min(float(parse_qs(query).get("seconds", ["3"])[0]), LONGEST_WAIT)
    except ValueError:
        return 3.0


def pages_of(name: str) -> dict[str, bytes]:
    """The pages of a site by path."""
    files = sorted((HOME / name).glob("*.html"))
    return {"/" if file.stem == "index" else f"/{file.stem}": file.read_bytes() for file in files}


@contextmanager
def serve(host: str = "127.0.0.1", port: int = 0, names: Sequence[str] = NAMES) -> Iterator[Sites]:
    """Serve the sites until the block ends. `port`: of the first, the others follow it; 0 = whichever are free."""
    requests: list[str] = []
    servers: list[_Server] = []
    try:
        for at, name in enumerate(names):
            handler = partial(_Handler, name=name, pages=pages_of(name), requests=requests)
            servers.append(_Server((host, port + at if port else 0), handler))
        for server in servers:
            threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
        yield Sites(host, tuple(server.server_address[1] for server in servers), requests)
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()

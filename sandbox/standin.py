"""What every stand-in for a vendor shares: a server on loopback, a fault plan, and a log of what was PROCESSED.

A vendor is a function from a request to an answer; its state is its own. The server takes one request at a time, as a
vendor's database would, and the fault plan decides what becomes of request and answer:

    Fault("drop_answer", "PATCH", times=2)    it is processed, then the connection breaks
    Fault("drop_request")                     the connection breaks before anything happens
    Fault("status", status=503, times=5)      answered so, unprocessed
    Fault("slow", seconds=3)                  processed late
    Fault("status_after", status=500)         processed, and yet answered so
    Fault("late", "POST", seconds=400)        the connection breaks; processed once the stand-in's clock is so far
"""

import json
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal
from urllib.parse import parse_qsl, unquote, urlsplit

LARGEST = 64_000_000  # bytes of a body


@dataclass(frozen=True, slots=True)
class Asked:
    """A request. `path` is decoded; `query` keeps repeated names in order."""

    method: str
    path: str
    query: Sequence[tuple[str, str]] = ()
    headers: Mapping[str, str] = field(default_factory=dict)  # names in lower case
    body: bytes = b""

    @property
    def json(self) -> Any:
        """The body, {} when there is none. Raises ValueError."""
        return json.loads(self.body) if self.body else {}

    def first(self, name: str, default: str = "") -> str:
        return next((value for key, value in self.query if key == name), default)

    def all(self, *names: str) -> list[str]:
        return [value for key, value in self.query if key in names]


@dataclass(frozen=True, slots=True)
class Answer:
    """`body`: JSON, or bytes as they are."""

    status: int = 200
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)


Vendor = Callable[[Asked], Answer]


@dataclass(slots=True)
class Fault:
    """One thing that goes wrong, `times` times, after `skip` matching requests that go well. Empty patterns match all;
    `path` is a regular expression that is searched for."""

    action: Literal["drop_answer", "drop_request", "status", "slow", "status_after", "late"]
    method: str = ""
    path: str = ""
    times: int = 1
    skip: int = 0
    status: int = 500
    body: Any = None
    seconds: float = 0.0
    headers: Mapping[str, str] = field(default_factory=dict)

    def fires(self, asked: Asked) -> bool:
        if (self.method and self.method != asked.method) or not re.search(self.path, asked.path) or not self.times:
            return False
        if self.skip:
            self.skip -= 1
            return False
        self.times -= 1
        return True


@dataclass(frozen=True, slots=True)
class Processed:
    """A request that had its effect, whatever became of the answer. `at`: seconds since the server began."""

    method: str
    path: str
    status: int
    at: float
    body: Any = None


@dataclass
class StandIn:
    """A running stand-in. `asked` counts every request that arrived, `processed` tells those that were answered by
    the vendor itself."""

    name: str
    vendor: Vendor
    url: str = ""
    faults: list[Fault] = field(default_factory=list)
    processed: list[Processed] = field(default_factory=list)
    asked: int = 0
    remember: bool = True  # False: `processed` stays empty
    started: float = field(default_factory=time.monotonic)
    clock: Callable[[], float] = time.monotonic  # what `late` goes by; a test's own clock, where it has one
    _waiting: list[tuple[float, Asked]] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, asked: Asked) -> Answer | None:
        """The answer to send; None when the connection is to break."""
        with self._lock:
            self.asked += 1
            self._arrive()
            fault = next((one for one in self.faults if one.fires(asked)), None)
            if fault and fault.action == "late":
                self._waiting.append((self.clock() + fault.seconds, asked))
            if fault and fault.action in {"drop_request", "late"}:
                return None
            if fault and fault.action == "status":
                return _planned(fault)
        if fault and fault.action == "slow":
            time.sleep(fault.seconds)
        with self._lock:
            answer = self._process(asked)
        if fault and fault.action == "status_after":
            return _planned(fault)
        return None if fault and fault.action == "drop_answer" else answer

    def _arrive(self) -> None:
        """Requests that were late arrive, whoever has given them up by now."""
        due = [one for one in self._waiting if one[0] <= self.clock()]
        self._waiting = [one for one in self._waiting if one not in due]
        for _, asked in due:
            self._process(asked)

    def _process(self, asked: Asked) -> Answer:
        answer = self.vendor(asked)
        if self.remember:
            self._log(asked, answer)
        return answer

    def _log(self, asked: Asked, answer: Answer) -> None:
        try:
            body = asked.json if asked.body else None
        except ValueError:
            body = f"{len(asked.body)} bytes"
        at = time.monotonic() - self.started
        self.processed.append(Processed(asked.method, asked.path, answer.status, round(at, 4), body))

    def count(self, method: str = "", path: str = "", status: int = 0) -> int:
        """How many processed requests match; `path` is searched for, 0 = any status."""
        return sum(
            (not method or one.method == method) and bool(re.search(path, one.path)) and status in {0, one.status}
            for one in self.processed
        )


def _planned(fault: Fault) -> Answer:
    return Answer(fault.status, fault.body or {"error": {"type": "FAULT", "message": "planned"}}, fault.headers)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that hangs up early is no news."""


def _handler(standin: StandIn) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def _serve(self) -> None:
            split = urlsplit(self.path)
            size = min(int(self.headers.get("Content-Length") or 0), LARGEST)
            asked = Asked(
                self.command,
                unquote(split.path),
                parse_qsl(split.query, keep_blank_values=True),
                {name.lower(): value for name, value in self.headers.items()},
                self.rfile.read(size),
            )
            answer = standin.take(asked)
            if answer is None:
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            self._send(answer)

        def _send(self, answer: Answer) -> None:
            raw = isinstance(answer.body, bytes)
            body = answer.body if raw else b"" if answer.body is None else json.dumps(answer.body).encode()
            self.send_response(answer.status)
            given = {name.lower() for name in answer.headers}
            if "content-type" not in given:
                self.send_header("Content-Type", "application/octet-stream" if raw else "application/json")
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = _serve  # noqa: N815 - names that http.server wants

        def log_message(self, format: str, *args: Any) -> None:
            """Silence: `StandIn.processed` remembers."""

    return Handler


@contextmanager
def serve(name: str, vendor: Vendor, *, host: str = "127.0.0.1", port: int = 0) -> Iterator[StandIn]:
    """Serve a vendor until the block ends; `port` 0 = whichever is free."""
    standin = StandIn(name, vendor)
    server = _Server((host, port), _handler(standin))
    standin.url = f"http://{host}:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield standin
    finally:
        server.shutdown()
        server.server_close()


def stand(name: str, vendor: Vendor, port: int, tell: Sequence[str] = (), *, path: str = "") -> None:
    """Serve a vendor until Ctrl-C or SIGTERM, after telling on stdout where it is and what else to set. `path`: where
    below the address its API begins, if not at the top."""
    import signal
    import sys

    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with serve(name, vendor, port=port) as standin:
        sys.stdout.write(
            "".join(f"{line}\n" for line in (f"LEADREEL_{name.upper()}_BASE_URL={standin.url}{path}", *tell))
        )
        sys.stdout.flush()
        while not stop.wait(0.5):  # a signal may reach another thread, which wakes nobody
            pass

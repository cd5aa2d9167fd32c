"""What is sent to a collector of spans and to Sentry, and what never is."""

import gzip
import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from shared.app import App
from shared.core import log, trace
from shared.core.errors import InvalidInput
from shared.core.settings import Settings
from shared.ops import reporting, tracing
from shared.ports.queue import QueueTask

ROOT = Path(__file__).parents[3]


@pytest.fixture
def lines(tmp_path: Path) -> Iterator[Callable[[], list[dict[str, Any]]]]:
    tracer = tracing.spans("functions", "1", "file", tmp_path)
    trace.install(tracer)
    yield lambda: [json.loads(line) for line in (tmp_path / "traces.jsonl").read_text().splitlines()]
    trace.install(None)
    tracer.close()


def test_spans_of_one_object_are_one_trace_whatever_process_they_come_from(lines: Any) -> None:
    with log.bound(correlation_id="c1"), trace.span("ingest_csv"):
        carried = trace.headers()
        with trace.span("read", rows="3"):
            pass
    with log.bound(correlation_id="c1"), trace.span("enrich", carried):  # the queue brought the header
        pass
    with log.bound(correlation_id="c1"), trace.span("render"):  # a job that knows the id alone
        pass
    with log.bound(correlation_id="c2"), trace.span("other"):
        pass
    read, ingest, enrich, render, other = lines()
    assert len({span["trace"] for span in (read, ingest, enrich, render)}) == 1
    assert other["trace"] != read["trace"]
    root = trace.of_correlation("c1")
    assert root
    assert ingest["trace"] == root.trace_id
    assert (read["parent"], enrich["parent"]) == (ingest["span"], ingest["span"])
    assert (ingest["parent"], render["parent"]) == (root.span_id, root.span_id)
    assert read["attributes"] == {"rows": "3"}


def test_a_foreign_trace_is_linked_and_not_joined(lines: Any) -> None:
    foreign = {"traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}
    with log.bound(correlation_id="c1"), trace.span("accept", foreign):
        pass
    (span,) = lines()
    assert span["links"] == ["0af7651916cd43dd8448eb211c80319c"]
    assert span["trace"] == trace.of_correlation("c1").trace_id  # type: ignore[union-attr]


def test_a_failed_span_tells_the_kind_of_error_and_not_its_text(lines: Any) -> None:
    with pytest.raises(InvalidInput), log.bound(correlation_id="c1"), trace.span("x", to="ana@example.com"):
        raise InvalidInput("'Ana Diaz' is no number")
    (span,) = lines()
    assert span["error"] == "InvalidInput"
    assert "Ana" not in json.dumps(span) and "ana@" not in json.dumps(span)


def test_a_queues_messages_carry_the_span_that_sends_them(lines: Any) -> None:
    sent: list[QueueTask] = []

    class Queue:
        def enqueue_many(self, tasks: Any) -> int:
            sent.extend(tasks)
            return len(sent)

    with log.bound(correlation_id="c1"), trace.span("enrich"):
        here = trace.current()
        tracing.TracedQueue(Queue()).enqueue_many([QueueTask("enrich", b"{}")])  # type: ignore[arg-type]
    assert here and sent[0].headers["traceparent"] == here.header


def test_an_address_that_is_none_is_refused_with_what_to_give(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="4318"):
        tracing.spans("x", "", "somewhere", tmp_path)


def test_without_settings_nothing_of_it_is_imported(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from shared.app import App; from shared.core.settings import Settings;"
        "App(Settings(data=Path('x'))).observe('x');"
        "print([m for m in sys.modules if m.split('.')[0] in ('opentelemetry', 'sentry_sdk', 'requests')])"
    )
    env, command = {"PYTHONPATH": str(ROOT)}, [sys.executable, "-c", script]
    run = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


# Sentry


class Sentry(BaseHTTPRequestHandler):
    """Takes envelopes as Sentry does."""

    received: list[bytes]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.received.append(gzip.decompress(body) if self.headers.get("Content-Encoding") == "gzip" else body)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_: Any) -> None: ...


@pytest.fixture
def sentry() -> Iterator[tuple[str, list[bytes]]]:
    Sentry.received = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Sentry)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://publickey@127.0.0.1:{server.server_port}/1", Sentry.received
    server.shutdown()
    server.server_close()


def test_sentry_hears_where_it_failed_and_nothing_about_people(sentry: tuple[str, list[bytes]]) -> None:
    dsn, received = sentry
    reports = reporting.reports(dsn, "enrich", "1")
    stop = log.report_errors(reports)
    password = "hunter2-in-a-variable"
    try:
        raise ValueError(
            f"row 12: 'Ana Diaz' ana@acme.test +1 512 555 0100 https://acme.test/?key=quux /srv/{len(password)}/data"
        )
    except ValueError as error:
        with log.bound(correlation_id="c1", task="t1"):
            log.get_log("shared.test").error("unforeseen", error=error, lead="l1", name="Ana Diaz", api_key="k")
    stop()
    reports.close()
    text = b"".join(received).decode()
    event = json.loads(text.splitlines()[2])
    (failure,) = event["exception"]["values"]
    assert failure["type"] == "ValueError"
    assert failure["stacktrace"]["frames"][-1]["function"].startswith("test_sentry_hears")
    assert event["tags"] == {"correlation_id": "c1", "task": "t1"}
    assert event["message"] == "unforeseen"
    for secret in ("Ana", "Diaz", "ana@", "512 555", "acme", "quux", password, "/srv", str(ROOT), "api_key", "argv"):
        assert secret not in text, secret


def test_a_dsn_that_is_none_is_named_and_no_network_means_no_reports(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="LEADREEL_SENTRY_DSN"):
        reporting.reports("nonsense", "x", "")
    App(Settings(data=tmp_path, sentry_dsn="nonsense", network=False)).observe("x")

"""Log lines as Cloud Logging reads them, and the trace that follows an object."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.core import log, trace
from shared.core.metrics import Metrics
from shared.core.trace import TraceContext

HERE = TraceContext("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331")
NAME = "shared.core.test"


@pytest.fixture
def written() -> Iterator[Callable[[], list[dict[str, Any]]]]:
    stream = io.StringIO()
    kept = logging.getLogger().handlers[:]
    log.set_up("INFO", stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logging.getLogger().handlers[:] = kept
    log.serve_as(log.Service())


def test_a_line_has_the_fields_of_cloud_logging(written: Any) -> None:
    log.serve_as(log.Service("enrich", "enrich-00007", "my-project"))
    with log.bound(correlation_id="c1", task="t1"):
        log.get_log(NAME).info("task ended", lead="l1")
    (line,) = written()
    root = trace.of_correlation("c1")
    assert root
    assert (line["severity"], line["message"], line["lead"], line["correlation_id"]) == (
        "INFO",
        "task ended",
        "l1",
        "c1",
    )
    assert line["time"].endswith("Z")
    assert line["logging.googleapis.com/trace"] == f"projects/my-project/traces/{root.trace_id}"
    assert line["logging.googleapis.com/spanId"] == root.span_id
    assert line["logging.googleapis.com/trace_sampled"] is True
    assert line["logging.googleapis.com/labels"] == {"correlation_id": "c1", "task": "t1"}
    place = line["logging.googleapis.com/sourceLocation"]
    assert place["file"] == "shared/core/test.py"
    assert place["function"] == "test_a_line_has_the_fields_of_cloud_logging"
    assert int(place["line"]) > 0
    assert "@type" not in line


def test_an_error_has_the_shape_of_error_reporting_without_secrets(written: Any) -> None:
    log.serve_as(log.Service("enrich", "enrich-00007", ""))
    try:
        raise ValueError("ana@example.com, sk-0123456789abcdef0123")
    except ValueError as error:
        log.get_log(NAME).error("unforeseen", error=error)
    (line,) = written()
    assert line["@type"].endswith("clouderrorreporting.v1beta1.ReportedErrorEvent")
    assert line["serviceContext"] == {"service": "enrich", "version": "enrich-00007"}
    assert line["stack_trace"].startswith("Traceback (most recent call last):")
    assert "ValueError: <email>, <secret>" in line["stack_trace"]
    assert "logging.googleapis.com/trace" not in line


def test_reporters_hear_of_errors_and_of_nothing_else(written: Any) -> None:
    heard: list[tuple[str, Any]] = []
    stop = log.report_errors(lambda event, fields, error: heard.append((event, fields["correlation_id"])))
    with log.bound(correlation_id="c1"):
        log.get_log(NAME).warning("nothing")
        log.get_log(NAME).error("failed")
        stop()
        log.get_log(NAME).error("failed again")
    assert heard == [("failed", "c1")]


@given(st.text(min_size=1), st.text(min_size=1))
def test_a_correlation_id_has_one_trace_and_no_two_share_one(one: str, other: str) -> None:
    first, second = trace.of_correlation(one), trace.of_correlation(other)
    assert first and second
    assert (first.trace_id == second.trace_id) == (one == other)
    assert trace.from_headers({"Traceparent": first.header}) == first


@pytest.mark.parametrize(
    "header",
    [
        "",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\nx: y",
    ],
)
def test_a_bad_traceparent_counts_as_none(header: str) -> None:
    assert trace.from_headers({"traceparent": header}) is None


def test_a_later_version_and_googles_own_header_are_understood() -> None:
    later = "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more"
    assert trace.from_headers({"traceparent": later}) == HERE
    google = {"X-Cloud-Trace-Context": f"{HERE.trace_id}/{int(HERE.span_id, 16)};o=1"}
    assert trace.from_headers(google) == HERE
    assert trace.from_headers({"X-Cloud-Trace-Context": f"{HERE.trace_id}/99999999999999999999;o=1"}) is None


def test_without_a_tracer_messages_carry_nothing() -> None:
    with log.bound(correlation_id="c1"), trace.span("x", {"traceparent": HERE.header}, a="b"):
        assert trace.headers() == {}


# Metrics


def test_figures_of_another_process_are_counted_in_and_each_family_has_its_type() -> None:
    metrics = Metrics()
    metrics.add("tasks_total", kind="enrich")
    metrics.join(lambda: [("tasks_total", {"kind": "enrich"}, 2.0), ("tasks_total", {"kind": "render"}, 1.0)])
    metrics.join(list)
    with metrics.timed("render"):
        pass
    text = metrics.render({'backlog{queue="a"}': 1, 'backlog{queue="b"}': 2})
    assert 'leadreel_tasks_total{kind="enrich"} 3\nleadreel_tasks_total{kind="render"} 1\n' in text
    assert text.count("# TYPE leadreel_render_seconds summary\n") == 1
    assert text.count("# TYPE leadreel_backlog gauge\n") == 1
    seen: set[str] = set()
    for line in text.splitlines():  # a family's lines stand together, behind its type
        if line.startswith("# TYPE"):
            name = line.split()[2]
            assert name not in seen
            seen.add(name)
        else:
            assert line.startswith(name)

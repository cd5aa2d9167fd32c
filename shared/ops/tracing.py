"""Spans by OpenTelemetry: sent to a collector, or written to a file beside the log. An extra: `leadreel[tracing]`."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from shared.core import trace as traces
from shared.core.codec import encode
from shared.core.errors import InvalidInput
from shared.core.log import redact
from shared.core.trace import TraceContext
from shared.ports.queue import QueueTask, TaskQueue

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
    from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult
    from opentelemetry.trace import SpanContext

FILE = "file"


class Spans:
    """Our spans as OpenTelemetry's, in the trace that the correlation id gives."""

    def __init__(self, provider: "TracerProvider") -> None:
        self._provider = provider
        self._tracer = provider.get_tracer("leadreel")

    @contextmanager
    def span(
        self, name: str, attributes: Mapping[str, str], parent: TraceContext | None, link: TraceContext | None
    ) -> Iterator[None]:
        from opentelemetry import trace

        here = trace.get_current_span().get_span_context()
        inside = here.is_valid and (parent is None or f"{here.trace_id:032x}" == parent.trace_id)
        context = None
        if not inside and parent is not None:
            context = trace.set_span_in_context(trace.NonRecordingSpan(_foreign(parent)))
        told = {key: redact(value) for key, value in attributes.items()}
        links = [trace.Link(_foreign(link))] if link else []
        with self._tracer.start_as_current_span(
            name, context, attributes=told, links=links, record_exception=False, set_status_on_exception=False
        ) as span:
            try:
                yield
            except BaseException as error:
                # the kind alone: a message may quote what people wrote, and the log has it, redacted
                span.set_status(trace.Status(trace.StatusCode.ERROR, type(error).__name__))
                raise

    def current(self) -> TraceContext | None:
        from opentelemetry import trace

        here = trace.get_current_span().get_span_context()
        if not here.is_valid:
            return None
        return TraceContext(f"{here.trace_id:032x}", f"{here.span_id:016x}", here.trace_flags.sampled)

    def close(self) -> None:
        """Send what is still held."""
        self._provider.shutdown()


@dataclass(frozen=True, slots=True)
class TracedQueue:
    """A queue whose messages carry the span that sends them."""

    queue: TaskQueue

    def enqueue(self, task: QueueTask) -> str:
        return self.queue.enqueue(_carrying(task))

    def enqueue_many(self, tasks: Iterable[QueueTask]) -> int:
        return self.queue.enqueue_many(map(_carrying, tasks))

    def cancel(self, queue: str, name: str) -> bool:
        return self.queue.cancel(queue, name)


def _carrying(task: QueueTask) -> QueueTask:
    return replace(task, headers={**traces.headers(), **task.headers})


def spans(service: str, version: str, to: str, folder: Path) -> Spans:
    """A tracer that sends to a collector's address (OTLP over HTTP), or with `file` to `traces.jsonl` in `folder`.

    Raises InvalidInput when the extra is not installed, or the address is none.
    """
    try:
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor, SimpleSpanProcessor
    except ImportError as error:
        raise InvalidInput("LEADREEL_TRACES is set, but leadreel[tracing] is not installed; install it") from error
    named = {"service.name": service, "service.version": version}
    provider = TracerProvider(resource=Resource.create({key: value for key, value in named.items() if value}))
    if to == FILE:
        provider.add_span_processor(SimpleSpanProcessor(_lines(folder / "traces.jsonl")))
    elif to.startswith(("http://", "https://")):
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

        endpoint = to.rstrip("/").removesuffix("/v1/traces") + "/v1/traces"
        provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=endpoint)))
    else:
        raise InvalidInput(
            f"LEADREEL_TRACES={to!r}: give `file`, or a collector's address such as http://127.0.0.1:4318"
        )
    return Spans(provider)


def install(tracer: Spans) -> None:
    traces.install(tracer)


def _foreign(context: TraceContext) -> "SpanContext":
    from opentelemetry.trace import SpanContext
    from opentelemetry.trace.span import TraceFlags

    flags = TraceFlags(TraceFlags.SAMPLED if context.sampled else TraceFlags.DEFAULT)
    return SpanContext(int(context.trace_id, 16), int(context.span_id, 16), is_remote=True, trace_flags=flags)


def _lines(file: Path) -> "SpanExporter":
    from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult

    class Lines(SpanExporter):  # type: ignore[misc]  # mypy does not follow the namespace
        """One JSON object a span; several processes may write to one file, a line is one write."""

        def export(self, spans: "Sequence[ReadableSpan]") -> "SpanExportResult":
            text = b"".join(encode(_plain(span)) + b"\n" for span in spans)
            try:
                file.parent.mkdir(parents=True, exist_ok=True)
                with file.open("ab", buffering=0) as target:
                    target.write(text)
            except OSError:  # the work itself will say what is wrong with the folder
                return SpanExportResult.FAILURE
            return SpanExportResult.SUCCESS

    return Lines()


def _plain(span: "ReadableSpan") -> dict[str, object]:
    context = span.get_span_context()
    return {
        "trace": f"{context.trace_id:032x}" if context else "",
        "span": f"{context.span_id:016x}" if context else "",
        "parent": f"{span.parent.span_id:016x}" if span.parent else None,
        "links": [f"{link.context.trace_id:032x}" for link in span.links],
        "name": span.name,
        "service": span.resource.attributes.get("service.name", ""),
        "start": span.start_time,  # nanoseconds since 1970
        "end": span.end_time,
        "error": span.status.description or "",
        "attributes": dict(span.attributes or {}),
    }

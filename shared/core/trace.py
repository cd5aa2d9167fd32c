"""One trace for each correlation id: whoever works for an object, in whichever process, adds spans to the same trace.

The trace's id is made from the correlation id, so it needs no storing: a task that lay in the outbox for a day, or a
job that another machine runs, finds its trace by the id that it carries anyway. A `traceparent` header (W3C Trace
Context) that comes along with a call refines this: it names the very span that caused it. A header of a foreign trace,
such as a load balancer's, is kept as a link. Without a tracer nothing of this costs more than a look at a variable.
"""

import re
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Protocol

from shared.core import log as logs

HEADER = "traceparent"

_TRACEPARENT = re.compile(r"([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?\Z")
_GOOGLE = re.compile(r"([0-9a-fA-F]{32})/(\d{1,20})(?:;o=(\d))?\Z")
_NO_TRACE, _NO_SPAN = "0" * 32, "0" * 16


@dataclass(frozen=True, slots=True)
class TraceContext:
    """A span, as it is named beyond its process."""

    trace_id: str  # 32 hexadecimal digits
    span_id: str  # 16
    sampled: bool = True

    @property
    def header(self) -> str:
        return f"00-{self.trace_id}-{self.span_id}-{'01' if self.sampled else '00'}"


class Tracer(Protocol):
    """What records spans."""

    def span(
        self, name: str, attributes: Mapping[str, str], parent: TraceContext | None, link: TraceContext | None
    ) -> AbstractContextManager[None]:
        """A span of the running code; `parent` counts unless a span of the same trace is already under way here."""

    def current(self) -> TraceContext | None:
        """The span under way in this thread."""


_tracer: Tracer | None = None


def install(tracer: Tracer | None) -> None:
    """Let this process record its spans with `tracer`; None stops it."""
    global _tracer  # noqa: PLW0603 - one process has one tracer
    _tracer = tracer


def span(name: str, incoming: Mapping[str, str] | None = None, /, **attributes: str) -> AbstractContextManager[None]:
    """Record the block as a span of the bound correlation id's trace. `incoming`: the headers of the call, if any."""
    if _tracer is None:
        return nullcontext()
    given = from_headers(incoming) if incoming is not None else None
    own = of_correlation(logs.correlation_id())
    if own is None or given is None or given.trace_id == own.trace_id:
        return _tracer.span(name, attributes, given or own, None)
    return _tracer.span(name, attributes, own, given)


def current() -> TraceContext | None:
    """The span under way, else the root of the bound correlation id's trace, else None."""
    return (_tracer.current() if _tracer is not None else None) or of_correlation(logs.correlation_id())


def headers() -> dict[str, str]:
    """What a message carries so that its receiver's spans hang below ours: nothing when nobody records any."""
    if _tracer is None:
        return {}
    here = current()
    return {HEADER: here.header} if here else {}


@lru_cache(maxsize=1024)
def of_correlation(id: str | None) -> TraceContext | None:
    """The root of the trace that belongs to a correlation id."""
    if not id:
        return None
    digest = sha256(f"trace {id}".encode()).hexdigest()
    return TraceContext(digest[:32], digest[32:48])


def from_headers(headers: Mapping[str, str]) -> TraceContext | None:
    """The caller's span, from `traceparent` or Google's `X-Cloud-Trace-Context`; None for none or a bad one."""
    found = _TRACEPARENT.match(_header(headers, HEADER))
    if found:
        version, trace, parent, flags, more = found.groups()
        if version == "ff" or (version == "00" and more) or trace == _NO_TRACE or parent == _NO_SPAN:
            return None
        return TraceContext(trace, parent, bool(int(flags, 16) & 1))
    google = _GOOGLE.match(_header(headers, "x-cloud-trace-context"))
    if google and google[1] != _NO_TRACE and 0 < int(google[2]) < 2**64:
        return TraceContext(google[1].lower(), f"{int(google[2]):016x}", google[3] == "1")
    return None


def _header(headers: Mapping[str, str], name: str) -> str:
    """A header's value, in whatever case its name came."""
    return next((value.strip() for key, value in headers.items() if key.lower() == name), "")

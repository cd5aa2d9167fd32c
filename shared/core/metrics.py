"""Counters and timings of this process, in Prometheus' text form."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from threading import Lock
from time import perf_counter

from shared.core import trace

_Labels = tuple[tuple[str, str], ...]
Figure = tuple[str, Mapping[str, str], float]
"""Name, labels, sum."""


class Metrics:
    """Named sums with labels; a timing is a pair of sums (`_seconds_sum`, `_seconds_count`) and a span of the trace."""

    def __init__(self) -> None:
        self._sums: dict[tuple[str, _Labels], float] = defaultdict(float)
        self._lock = Lock()
        self._others: list[Callable[[], Iterable[Figure]]] = []

    def add(self, name: str, amount: float = 1.0, /, **labels: str) -> None:
        with self._lock:
            self._sums[name, tuple(sorted(labels.items()))] += amount

    @contextmanager
    def timed(self, name: str, /, **labels: str) -> Iterator[None]:
        start = perf_counter()
        try:
            with trace.span(name, None, **labels):
                yield
        finally:
            self.add(f"{name}_seconds_sum", perf_counter() - start, **labels)
            self.add(f"{name}_seconds_count", 1.0, **labels)

    def figures(self) -> list[Figure]:
        """This process' own sums."""
        with self._lock:
            return [(name, dict(labels), value) for (name, labels), value in sorted(self._sums.items())]

    def join(self, other: Callable[[], Iterable[Figure]]) -> None:
        """Count in the sums of another process, asked for at each `render`; `other` gives none when it is not there."""
        self._others.append(other)

    def render(self, gauges: Mapping[str, float] | None = None) -> str:
        """The exposition text; `gauges` are figures read from elsewhere at this moment."""
        sums: dict[tuple[str, _Labels], float] = defaultdict(float)
        for figures in [self.figures, *self._others]:
            for name, named, value in figures():
                sums[name, tuple(sorted(named.items()))] += value
        lines: dict[str, list[str]] = defaultdict(list)
        for (name, labels), value in sorted(sums.items()):
            lines[_typed(name)].append(f"leadreel_{name}{_braced(labels)} {value:.10g}")
        for name, value in sorted((gauges or {}).items()):
            lines[f"{name.partition('{')[0]} gauge"].append(f"leadreel_{name} {value:.10g}")
        return "".join(f"# TYPE leadreel_{kind}\n" + "".join(f"{line}\n" for line in lines[kind]) for kind in lines)


def _typed(name: str) -> str:
    """The family that a sum belongs to, and its type."""
    for ending in ("_sum", "_count"):
        if name.endswith("_seconds" + ending):
            return f"{name.removesuffix(ending)} summary"
    return f"{name} counter"


def _braced(labels: _Labels) -> str:
    inner = ",".join(f'{name}="{_escaped(value)}"' for name, value in labels)
    return f"{{{inner}}}" if inner else ""


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


metrics = Metrics()

"""Counters and timings of this process, in Prometheus' text form."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import Lock
from time import perf_counter

_Labels = tuple[tuple[str, str], ...]


class Metrics:
    """Named sums with labels; a timing is a pair of sums (`_seconds_sum`, `_seconds_count`)."""

    def __init__(self) -> None:
        self._sums: dict[tuple[str, _Labels], float] = defaultdict(float)
        self._lock = Lock()

    def add(self, name: str, amount: float = 1.0, /, **labels: str) -> None:
        with self._lock:
            self._sums[name, tuple(sorted(labels.items()))] += amount

    @contextmanager
    def timed(self, name: str, /, **labels: str) -> Iterator[None]:
        start = perf_counter()
        try:
            yield
        finally:
            self.add(f"{name}_seconds_sum", perf_counter() - start, **labels)
            self.add(f"{name}_seconds_count", 1.0, **labels)

    def render(self, gauges: Mapping[str, float] | None = None) -> str:
        """The exposition text; `gauges` are figures read from elsewhere at this moment."""
        with self._lock:
            sums = sorted(self._sums.items())
        lines = [f"leadreel_{name}{_braced(labels)} {value:g}" for (name, labels), value in sums]
        lines += [f"leadreel_{name} {value:g}" for name, value in sorted((gauges or {}).items())]
        return "\n".join(lines) + "\n"


def _braced(labels: _Labels) -> str:
    inner = ",".join(f'{name}="{_escaped(value)}"' for name, value in labels)
    return f"{{{inner}}}" if inner else ""


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


metrics = Metrics()

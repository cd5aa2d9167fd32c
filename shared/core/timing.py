"""How long things take: one word for a block and for a function.

    with timed("draft_render", renderer="house"):
        ...

    @timed("inventory")
    def take(self) -> Inventory: ...

Each adds to the process' figures (`<name>_seconds_sum`, `_count`), is a span of the trace where spans are recorded,
and one line of the log at DEBUG. `wall` and `cpu` of the block can be read from what `with` gives.
"""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import wraps
from types import TracebackType
from typing import ParamSpec, TypeVar

from shared.core.log import get_log
from shared.core.metrics import metrics

P = ParamSpec("P")
T = TypeVar("T")

log = get_log(__name__)


class timed:  # noqa: N801 - used as a verb, before a function or a block
    """Times a block or every call of a function. Reads `wall` and `cpu` (of the whole process): seconds, 0 before the
    end of the block."""

    def __init__(self, name: str, /, **labels: str) -> None:
        self._name, self._labels = name, labels
        self._inner: AbstractContextManager[None] | None = None
        self._begun = (0.0, 0.0)
        self.wall = self.cpu = 0.0

    def __enter__(self) -> "timed":
        self._inner = metrics.timed(self._name, **self._labels)
        self._inner.__enter__()
        self._begun = (time.perf_counter(), time.process_time())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.wall, self.cpu = time.perf_counter() - self._begun[0], time.process_time() - self._begun[1]
        if self._inner is not None:
            self._inner.__exit__(kind, error, trace)
        seconds, cpu = round(self.wall, 4), round(self.cpu, 4)
        log.debug("timed", timing=self._name, seconds=seconds, cpu_seconds=cpu, failed=kind is not None, **self._labels)

    def __call__(self, function: Callable[P, T]) -> Callable[P, T]:
        @wraps(function)
        def timing(*args: P.args, **kwargs: P.kwargs) -> T:
            with timed(self._name, **self._labels):
                return function(*args, **kwargs)

        return timing

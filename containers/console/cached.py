"""A value that is good for a while."""

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

from shared.core.clock import Clock

T = TypeVar("T")


class Cached(Generic[T]):
    """Calls `make` again only when its last value is older than `seconds`; one caller at a time."""

    def __init__(self, make: Callable[[], T], seconds: float, clock: Clock) -> None:
        self._make = make
        self._seconds = seconds
        self._clock = clock
        self._lock = Lock()
        self._held: tuple[T, float] | None = None

    def __call__(self) -> T:
        with self._lock:
            if self._held is None or self._clock.monotonic() >= self._held[1]:
                self._held = self._make(), self._clock.monotonic() + self._seconds
            return self._held[0]

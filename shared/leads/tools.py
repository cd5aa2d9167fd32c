"""What an enricher may use: pages of the web, shared with its neighbours, and a few settings."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Protocol

from shared.core.clock import Clock, SystemClock
from shared.core.errors import AppError, TransientError

if TYPE_CHECKING:
    from shared.leads.waterfall import Waterfall


class Page(Protocol):
    """A fetched page, as the HTTP layer returns it."""

    @property
    def url(self) -> str: ...  # after redirects
    @property
    def status(self) -> int: ...
    @property
    def content_type(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def truncated(self) -> bool: ...


class Http(Protocol):
    """The outbound HTTP layer: time-outs, byte limits and egress rules are its business."""

    def fetch(self, url: str, *, max_bytes: int, timeout: float) -> Page: ...


class PageCache:
    """The pages fetched last, for the enrichers that look at the same site within minutes of each other."""

    def __init__(self, clock: Clock | None = None, *, keep: float = 300.0, characters: int = 8_000_000) -> None:
        """`keep`: seconds for which a page may be served again; `characters`: of all pages together."""
        self._clock = clock or SystemClock()
        self._keep, self._limit = keep, characters
        self._held: OrderedDict[str, tuple[float, Page | AppError]] = OrderedDict()
        self._size = 0
        self._lock = Lock()
        self._fetching: dict[str, Lock] = {}

    def get(self, url: str, fetch: Callable[[], Page]) -> Page:
        """The page at `url`; fetched once even when several threads ask. What will not change is remembered too."""
        with self._lock:
            turn = self._fetching.setdefault(url, Lock())
        with turn:
            try:
                outcome = self._recall(url) or self._remember(url, fetch)
            finally:
                with self._lock:
                    self._fetching.pop(url, None)
        if isinstance(outcome, AppError):
            raise outcome
        return outcome

    def _recall(self, url: str) -> Page | AppError | None:
        with self._lock:
            at, outcome = self._held.get(url, (float("-inf"), None))
        return outcome if self._clock.monotonic() - at < self._keep else None

    def _remember(self, url: str, fetch: Callable[[], Page]) -> Page | AppError:
        outcome: Page | AppError
        try:
            outcome = fetch()
        except TransientError:
            raise
        except AppError as error:
            outcome = error
        with self._lock:
            self._drop(url)
            self._held[url] = (self._clock.monotonic(), outcome)
            self._size += _weight(outcome)
            while self._size > self._limit and self._held:
                self._drop(next(iter(self._held)))
        return outcome

    def _drop(self, url: str) -> None:
        if held := self._held.pop(url, None):
            self._size -= _weight(held[1])


def _weight(outcome: Page | AppError) -> int:
    return 500 if isinstance(outcome, AppError) else 500 + len(outcome.text)


@dataclass(frozen=True, slots=True)
class Tools:
    """What an enricher may use; it is given to the constructor of those that have one."""

    http: Http
    network: bool = False  # may the open internet be asked (name servers)? Sites always pass by `http`'s own rules
    default_region: str = "US"  # ISO 3166, for what a value itself does not say
    video_type: str = ""
    pages: PageCache = field(default_factory=PageCache)
    waterfall: "Waterfall | None" = None  # who is asked for money; None = nobody

    def page(self, url: str, *, max_bytes: int = 1_500_000, timeout: float = 10.0) -> Page:
        """The page at `url`, shared with the other enrichers of this process. Raises the house's errors."""
        return self.pages.get(url, lambda: self.http.fetch(url, max_bytes=max_bytes, timeout=timeout))

"""Many independent writes: 500 to a commit, several commits under way, at a rate that grows as the service asks.

Firestore wants new traffic to begin at 500 writes a second and to grow by half every five minutes (its documentation
calls it the 500/50/5 rule), so that it can part its ranges in time.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import islice

from shared.adapters.gcp.commits import Commits
from shared.adapters.gcp.steps import checked, steps_of
from shared.ports.documents import MAX_WRITES, Write

UNDER_WAY = 4  # commits at once
FIRST_RATE = 500.0  # writes a second
GROWTH = 1.5
EVERY = 300.0  # seconds


class Ramp:
    """How fast may be written by now."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._began: float | None = None
        self._free = 0.0  # when the writes that were let through will have had their time

    def wait_for(self, writes: int) -> float:
        """Seconds to wait before these writes are sent; those asked for next come after them."""
        now = self._monotonic()
        if self._began is None:
            self._began = self._free = now
        start = max(now, self._free)
        rate = FIRST_RATE * float(GROWTH ** int((start - self._began) / EVERY))
        self._free = start + writes / rate
        return start - now


class Bulk:
    """The road for writes by the thousand."""

    def __init__(
        self,
        commits: Commits,
        *,
        ramp: bool,
        sleep: Callable[[float], None] = time.sleep,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._commits = commits
        self._ramp = Ramp(monotonic) if ramp else None
        self._sleep = sleep

    def write(self, writes: Iterable[Write], check: Callable[[Sequence[Write]], None]) -> int:
        """How many were written. The first misfit ends it once what is under way has ended."""
        rest, count = iter(writes), 0
        under_way: set[Future[None]] = set()
        with ThreadPoolExecutor(UNDER_WAY, thread_name_prefix="bulk") as pool:
            while part := list(islice(rest, MAX_WRITES)):
                self._hold_back(len(part))
                if len(under_way) >= UNDER_WAY:
                    done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
                    for one in done:
                        one.result()
                under_way.add(pool.submit(self._commit, part, check))
                count += len(part)
            for one in under_way:
                one.result()
        return count

    def _commit(self, writes: Sequence[Write], check: Callable[[Sequence[Write]], None]) -> None:
        check(writes)
        steps = steps_of(writes)
        checked(steps)
        self._commits.apply(steps)

    def _hold_back(self, writes: int) -> None:
        if self._ramp is not None and (delay := self._ramp.wait_for(writes)):
            self._sleep(delay)

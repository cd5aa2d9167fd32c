"""The delivering side of the queues: lease what is due, post it to its door, record the answer."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from shared.core import log as logs
from shared.core.metrics import metrics
from shared.ports.queue import Dispatch, DispatchingQueue

log = logs.get_log(__name__)

IDLE_WAIT = 0.15  # seconds between looks at empty queues
BUSY_WAIT = 0.01


@dataclass(frozen=True, slots=True)
class Answer:
    """What a door said. Status 0 = nothing: it was not reached, or its time was up."""

    status: int
    reason: str = ""
    retry_after: float | None = None

    @property
    def accepted(self) -> bool:
        return 200 <= self.status < 300

    @property
    def overloaded(self) -> bool:
        return self.status in {429, 503}


Door = Callable[[Dispatch], Answer]


class Worker:
    """Keeps at most `threads` calls under way; the queues' own limits hold below that."""

    def __init__(self, queue: DispatchingQueue, door: Door, threads: int = 8) -> None:
        self._queue = queue
        self._door = door
        self._threads = threads
        self._under_way = 0
        self._lock = threading.Lock()

    @property
    def under_way(self) -> int:
        """Calls that have not been answered."""
        return self._under_way

    def run(self, stop: threading.Event) -> None:
        """Deliver until `stop`; calls under way are then waited for."""
        with ThreadPoolExecutor(self._threads, thread_name_prefix="delivery") as pool:
            while not stop.is_set():
                room = self._threads - self._under_way
                leased = self._queue.lease(room) if room else ()
                for dispatch in leased:
                    self._count(+1)
                    pool.submit(self._deliver, dispatch)
                if not leased:
                    stop.wait(BUSY_WAIT if self._under_way else IDLE_WAIT)

    def _deliver(self, dispatch: Dispatch) -> None:
        try:
            with metrics.timed("delivery", function=dispatch.function):
                answer = self._door(dispatch)
            self._record(dispatch, answer)
        except Exception as error:  # noqa: BLE001 - the lease ends and the task comes back; the loop must go on
            log.error("delivery failed", error=error, queue=dispatch.queue, task=dispatch.name)
        finally:
            self._count(-1)

    def _record(self, dispatch: Dispatch, answer: Answer) -> None:
        metrics.add("deliveries", function=dispatch.function, status=str(answer.status))
        if answer.accepted:
            self._queue.succeed(dispatch)
        else:
            self._queue.fail(
                dispatch, reason=answer.reason, retry_after=answer.retry_after, slow_down=answer.overloaded
            )

    def _count(self, change: int) -> None:
        with self._lock:
            self._under_way += change

"""The whole cloud in one process group: buckets watched, queues delivered, schedules fired, jobs run."""

import fcntl
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from local.scheduler import Scheduler
from local.watcher import Watcher
from local.worker import Answer, Worker
from shared.app import App
from shared.core import log as logs
from shared.core.errors import TransientError
from shared.ports.jobs import SupervisedJobs
from shared.ports.queue import Dispatch, DispatchingQueue

log = logs.get_log(__name__)

JOBS_BUSY = 0.05  # seconds between looks at running jobs
JOBS_IDLE = 0.4
DRAIN_EVERY = 0.5
FOLLOW_EVERY = 3.0


class Doors(Protocol):
    """Where tasks are delivered to."""

    def start(self) -> None: ...
    def stop(self) -> None: ...
    def __call__(self, dispatch: Dispatch) -> Answer: ...


@dataclass(frozen=True, slots=True)
class Cloud:
    """The parts that move by themselves."""

    watcher: Watcher
    queue: DispatchingQueue
    scheduler: Scheduler
    jobs: SupervisedJobs
    drain: Callable[[], int]  # sends what the outbox holds; returns how much that was
    doors: Doors
    state: Path  # the folder of the lock
    follow: Callable[[], object] = lambda: None  # lets the search index and the rules take notice of changed leads


class Host:
    """Runs the cloud's threads between `start` and `stop`. One host owns a data folder at a time."""

    def __init__(self, cloud: Cloud, threads: int = 8) -> None:
        self._cloud = cloud
        self._worker = Worker(cloud.queue, cloud.doors, threads)
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []
        self._jobs_under_way = 0

    def start(self) -> None:
        self._cloud.doors.start()
        loops: Sequence[Callable[[threading.Event], None]] = (
            self._cloud.watcher.run,
            self._worker.run,
            self._cloud.scheduler.run,
            self._run_jobs,
            self._run_outbox,
            self._run_following,
        )
        self._threads = [
            threading.Thread(target=self._guard, args=(loop,), daemon=True, name=getattr(loop, "__qualname__", "loop"))
            for loop in loops
        ]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Let calls under way end, send SIGTERM to jobs; what has not ended goes on at the next start."""
        self._stop.set()
        for thread in self._threads:
            thread.join(timeout=15)
        self._cloud.jobs.stop()
        self._cloud.doors.stop()

    def idle(self) -> bool:
        """True when nothing is announced, queued, under way or waiting to be sent."""
        return (
            self._cloud.watcher.look() == 0
            and not self._cloud.watcher.expecting()
            and self._cloud.drain() == 0
            and self._worker.under_way == 0
            and not any(self._cloud.queue.backlog().values())
            and self._cloud.jobs.supervise() == 0
        )

    def missing(self) -> list[str]:
        """The loops that do not run."""
        if not self._threads:
            return ["the host has not started"]
        return [thread.name for thread in self._threads if not thread.is_alive()]

    def _guard(self, loop: Callable[[threading.Event], None]) -> None:
        """A loop that fails is started again: one bad moment must not stop the house in silence."""
        while not self._stop.is_set():
            try:
                loop(self._stop)
            except Exception as error:  # noqa: BLE001 - logged with its trace; the loop begins anew
                log.error("loop failed, starts again", error=error, loop=getattr(loop, "__qualname__", str(loop)))
                self._stop.wait(1.0)

    def _run_jobs(self, stop: threading.Event) -> None:
        while not stop.is_set():
            self._jobs_under_way = self._cloud.jobs.supervise()
            stop.wait(JOBS_BUSY if self._jobs_under_way else JOBS_IDLE)

    def _run_outbox(self, stop: threading.Event) -> None:
        while not stop.is_set():
            if not self._cloud.drain():
                stop.wait(DRAIN_EVERY)

    def _run_following(self, stop: threading.Event) -> None:
        while not stop.wait(FOLLOW_EVERY):
            self._cloud.follow()


@contextmanager
def owning(state: Path) -> Iterator[None]:
    """Hold the lock of a data folder. Raises TransientError when another process holds it."""
    state.mkdir(parents=True, exist_ok=True)
    with (state / "host.lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise TransientError(f"{state.parent} is in use by another `leadreel up`; stop it or use it") from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def is_owned(state: Path) -> bool:
    """True when some process hosts this data folder now."""
    try:
        with (state / "host.lock").open("r") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            return False
    except FileNotFoundError:
        return False
    except OSError:
        return True


def cloud_of(app: App, doors: Doors) -> Cloud:
    """The moving parts of an installation."""
    buckets = sorted({trigger.bucket for trigger in app.manifest.triggers})
    return Cloud(
        watcher=Watcher(app.arrivals, app.events, buckets, app.settings.data),
        queue=app.deliveries,
        scheduler=Scheduler(app.manifest.schedules, app.documents, app.deliveries, app.clock),
        jobs=app.runs,
        drain=app.tasks.drain,
        doors=doors,
        state=app.state,
        follow=app.follow_news,
    )

"""Task queues with Cloud Tasks' behaviour: at least once, unordered, rate-limited, a repeated name refused."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from shared.core.retry import RetryPolicy


@dataclass(frozen=True, slots=True)
class QueueConfig:
    """One queue as `manifest.yaml` declares it."""

    name: str
    function: str  # the door that its tasks are posted to
    rate: float = 100.0  # dispatches a second, at most 500
    burst: float = 10.0
    max_concurrent: int = 4
    dispatch_deadline: float = 600.0  # seconds, 15 to 1,800
    retry: RetryPolicy = field(default_factory=RetryPolicy)


@dataclass(frozen=True, slots=True)
class QueueTask:
    """A message to a door. `name` is unique within the queue; a hashed one keeps it off hot ranges."""

    queue: str
    body: bytes
    name: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    not_before: datetime | None = None  # at most 30 days ahead


class TaskQueue(Protocol):
    """The sending side."""

    def enqueue(self, task: QueueTask) -> str:
        """Accept a task and return its name. Raises Conflict when the name is pending or ended within 24 h."""

    def enqueue_many(self, tasks: Iterable[QueueTask]) -> int:
        """Accept tasks, passing over names that are taken; the number accepted."""

    def cancel(self, queue: str, name: str) -> bool:
        """Take back a task that has not been dispatched; False when there is none."""


@dataclass(frozen=True, slots=True)
class Dispatch:
    """A task handed out for one attempt; the lease ends at `deadline`, after which it is handed out again."""

    queue: str
    name: str
    function: str
    body: bytes
    headers: Mapping[str, str]  # with X-CloudTasks-TaskName, -TaskRetryCount, -TaskExecutionCount
    attempt: int  # 1 = the first
    deadline: datetime
    lease: str  # proves that this attempt still owns the task


class DispatchingQueue(TaskQueue, Protocol):
    """The delivering side, which the platform is in the cloud and `local/worker.py` is here."""

    def lease(self, limit: int) -> Sequence[Dispatch]:
        """Tasks that are due now under their queues' rate, concurrency and pauses."""

    def succeed(self, dispatch: Dispatch) -> None:
        """The door answered 2xx."""

    def fail(
        self, dispatch: Dispatch, *, reason: str, retry_after: float | None = None, slow_down: bool = False
    ) -> None:
        """The door answered anything else, or nothing. `slow_down` (429, 503) holds the whole queue back."""

    def next_due(self) -> datetime | None:
        """When `lease` may next return something, None when every queue is empty."""

    def backlog(self) -> Mapping[str, int]:
        """Tasks not ended, by queue."""

"""The nouns of tasks: one piece of work, done at least once, recorded once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, Literal

from shared.core.ids import stable_id
from shared.ports.documents import Reader, Write

TaskState = Literal["waiting", "queued", "running", "done", "skipped", "dead", "cancelled"]
"""waiting: for other tasks of the lead · skipped: nothing to do, may be woken · dead: a person must look"""


def task_id(kind: str, lead: str, name: str = "", key: str = "") -> str:
    """The id of a task. A lead's tasks begin with its id: they lie side by side in the store and are found by it."""
    return lead + _of_a_lead(kind, name, key) if lead else stable_id("task", kind, name, key)


def ending_of(task: "NewTask") -> str:
    """What follows a lead's id in the id of such a task."""
    return _of_a_lead(task.kind, task.name, task.key)


@lru_cache(maxsize=4096)  # a file's leads get the same tasks, hundreds of thousands of times
def _of_a_lead(kind: str, name: str, key: str) -> str:
    return "-" + stable_id("task", kind, name, key)[:10]


@dataclass(frozen=True, slots=True)
class NewTask:
    """Work to be recorded. Its id comes from kind, lead, name and key: a second announcement meets the first."""

    kind: str  # chooses the handler; also the queue, unless the kind is routed elsewhere
    lead: str = ""
    name: str = ""  # which enricher, which video type, ...
    key: str = ""  # what else makes it distinct, e.g. a hash of its inputs
    payload: Mapping[str, Any] = field(default_factory=dict)
    import_id: str = ""
    waiting: bool = False  # recorded, but not sent until another task wakes it

    @property
    def id(self) -> str:
        return task_id(self.kind, self.lead, self.name, self.key)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try. `ended_at` None = it is running, or it died."""

    number: int
    started_at: datetime
    ended_at: datetime | None = None
    outcome: str = ""  # done, skipped, retry, dead, abandoned
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """A recorded task."""

    id: str
    kind: str
    state: TaskState
    created_at: datetime
    updated_at: datetime
    lead: str = ""
    name: str = ""
    payload: Mapping[str, Any] = field(default_factory=dict)
    import_id: str = ""
    correlation_id: str = ""
    owner: str = ""  # token of the attempt that holds the lease
    lease_until: datetime | None = None
    sends: int = 0  # how often it was put on the queue: part of the queue's task name, since a used name is refused
    due_at: datetime | None = None  # the far side wants no further try before this
    again: bool = False  # woken while it ran: it may have looked before the news came
    tries: int = 0  # attempts since it was last sent by a person or woken: what the retry policy counts
    tried_since: datetime | None = None  # when the first of these began
    attempts: tuple[Attempt, ...] = ()  # the last ten
    reason: str = ""
    result: Mapping[str, Any] = field(default_factory=dict)  # small, plain facts for `explain`


@dataclass(frozen=True, slots=True)
class Consequences:
    """What is committed together with the end of a task."""

    writes: Sequence[Write] = ()
    tasks: Sequence[NewTask] = ()
    wake: Sequence[str] = ()  # ids of waiting or skipped tasks that may run now


@dataclass(frozen=True, slots=True)
class Ending:
    """What a handler returns. `apply` reads inside the closing transaction and says what to write; it may run again."""

    state: Literal["done", "skipped"] = "done"
    reason: str = ""
    result: Mapping[str, Any] = field(default_factory=dict)
    apply: Callable[[Reader], Consequences] | None = None


Handler = Callable[[Task], Ending]
"""Does a task's work. Raises TransientError to be tried again, any other AppError to be buried with its reason."""

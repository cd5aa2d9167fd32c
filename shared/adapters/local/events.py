"""Events as tasks on an internal queue for each function: what Eventarc does, with its retries."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any
from urllib.parse import quote, unquote

from shared.adapters.local.queue import BuriedTask, LocalQueue
from shared.core import faults
from shared.core.clock import iso, parse_iso
from shared.core.codec import decode, encode
from shared.core.ids import stable_id
from shared.core.retry import RetryPolicy
from shared.ports.events import FINALIZED, DeadEvent, Event, storage_source
from shared.ports.queue import QueueConfig, QueueTask

Trigger = tuple[str, str]  # bucket, function

_DAY = 24 * 3600.0
_RETRY = RetryPolicy(max_attempts=-1, min_backoff=10.0, max_backoff=600.0, max_doublings=6, max_duration=_DAY)
_PRINTABLE = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) not in '"%')


def event_queues(
    triggers: Sequence[Trigger], timeouts: Mapping[str, float], concurrency: Mapping[str, int] | None = None
) -> dict[str, QueueConfig]:
    """The internal queues of the triggers' functions, by name: retried after 10 to 600 s for 24 hours."""
    functions = dict.fromkeys(function for _, function in triggers)
    return {
        _queue(function): QueueConfig(
            _queue(function),
            function,
            rate=100.0,
            burst=100.0,
            max_concurrent=(concurrency or {}).get(function, 4),
            dispatch_deadline=timeouts[function],
            retry=_RETRY,
        )
        for function in functions
    }


class LocalEvents:
    """Hands events to the functions that wait for them."""

    def __init__(self, queue: LocalQueue, triggers: Sequence[Trigger]) -> None:
        """`queue` must know the queues of `event_queues(triggers, ...)`."""
        self._queue = queue
        self._triggers = tuple(triggers)

    def publish(self, event: Event) -> None:
        self._queue.enqueue_many(
            _task(event, function)
            for bucket, function in self._triggers
            if event.type == FINALIZED and event.source == storage_source(bucket)
        )

    def dead(self, limit: int = 1000) -> list[DeadEvent]:
        functions = {_queue(function): function for _, function in self._triggers}
        found = (one for one in self._queue.buried() if one.queue in functions)
        return [_dead(one, functions[one.queue]) for one in islice(found, limit)]

    def release(self, letters: Iterable[DeadEvent]) -> None:
        """They were never hidden."""

    def redeliver(self, letter: DeadEvent) -> None:
        self._queue.enqueue_many([_task(letter.event, letter.function, again=letter.receipt)])
        faults.reach("events.redelivered")
        self.bury(letter)

    def bury(self, letter: DeadEvent) -> None:
        self._queue.forget(int(letter.receipt))


def _queue(function: str) -> str:
    return f"events-{function}"


def _task(event: Event, function: str, again: str = "") -> QueueTask:
    """The event as an HTTP request in CloudEvents' binary mode. `again` tells it from the one that was given up."""
    headers = {
        "ce-specversion": "1.0",
        "ce-id": _header(event.id),
        "ce-source": _header(event.source),
        "ce-type": _header(event.type),
        "ce-subject": _header(event.subject),
        "ce-time": iso(event.time),
        "content-type": "application/json",
    }
    name = stable_id("event", event.source, event.id, function, *([again] if again else []))
    return QueueTask(_queue(function), encode(dict(event.data)), name=name, headers=headers)


def _dead(buried: BuriedTask, function: str) -> DeadEvent:
    told = {name: unquote(value) for name, value in buried.headers.items() if name.startswith("ce-")}
    data = decode(dict[str, Any], buried.body)
    event = Event(
        told["ce-id"], told["ce-source"], told["ce-type"], told["ce-subject"], parse_iso(told["ce-time"]), data
    )
    bucket = told["ce-source"].rpartition("/")[2]
    return DeadEvent(event, bucket, function, buried.attempts, buried.reason, str(buried.id))


def _header(value: str) -> str:
    """CloudEvents' HTTP binding, 3.1.3.2: what is no printable ASCII is percent-encoded, and so are space, " and %."""
    return quote(value, safe=_PRINTABLE)

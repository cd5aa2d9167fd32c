"""The record of all work: what is to be done, who is at it, how it ended, and why.

A task is stored together with the record that causes it, and with an outbox document that says which tasks are to be
sent; `drain` puts them on their queues afterwards. A crash between the two leaves the outbox document, never a lead
without its task. The queue delivers at least once; `claim` and `settle` make the record change once. The tasks of many
new leads are announced in the outbox alone (see `planned`): `drain` records them too, and whoever reads or changes
tasks here need not know the difference.
"""

import heapq
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from itertools import islice, takewhile
from typing import Any, TypeVar, get_args

from shared.core import faults
from shared.core.clock import Clock, iso
from shared.core.codec import encode, from_plain, to_plain
from shared.core.errors import AppError, Conflict, NotFound, TransientError
from shared.core.ids import IdSource, random_id, stable_id
from shared.core.log import correlation_id as bound_correlation_id
from shared.core.log import get_log, redact
from shared.core.retry import RetryPolicy
from shared.core.text import shorten
from shared.ports.documents import (
    Create,
    Delete,
    DocumentStore,
    Encoded,
    Query,
    Reader,
    Set,
    Transaction,
    Update,
    Where,
    Write,
)
from shared.ports.queue import QueueTask, TaskQueue
from shared.tasks import planned
from shared.tasks.model import Attempt, Consequences, Ending, NewTask, Task, TaskState, ending_of
from shared.tasks.planned import OUTBOX, TASKS, Seeing

STATES: tuple[TaskState, ...] = get_args(TaskState)

T = TypeVar("T")

KEPT_ATTEMPTS = 10
_OF_A_LEAD = 1000  # tasks that are looked at
_AT_ONCE = 200  # tasks changed by one transaction, well below the store's 500 writes
_TOGETHER = 8  # outbox documents that are recorded by one commit, and sent by one
_MAX_PLAIN = 400  # characters of an id that can stand in the name of a message
_OPEN = frozenset({"waiting", "queued", "running"})
_RESTARTABLE = frozenset({"dead", "skipped", "cancelled"})

log = get_log(__name__)


class TaskLedger:
    """Tasks in documents. `routes` names every kind and its queue; a kind without one uses the queue of its name.

    Where it can be told that an attempt's process has ended, `is_dead` says so of the owner token that `ids` made for
    it: what it held is then free at once, instead of at the end of its lease.
    """

    def __init__(
        self,
        documents: DocumentStore,
        queue: TaskQueue,
        clock: Clock,
        routes: Mapping[str, str],
        *,
        ids: IdSource = random_id,
        is_dead: Callable[[str], bool] = lambda _: False,
    ) -> None:
        self._is_dead = is_dead
        self._documents = documents
        self._queue = queue
        self._clock = clock
        self._routes = routes
        self._ids = ids

    # Announcing work

    def plan(self, tasks: Sequence[NewTask], correlation_id: str) -> list[Write]:
        """The writes that record new tasks and have them sent; the caller commits them with its own records.

        At most `len(tasks) + 1` writes: one for each distinct task, and one outbox document unless all of them wait.
        After the commit call `drain`, or `drain_now` with the id of the last write.
        """
        now = iso(self._clock.now())
        writes: dict[str, Write] = {}
        entries: dict[str, list[str]] = {}
        for task in tasks:
            id = task.id
            if id in writes:
                continue
            writes[id] = Create(TASKS, id, _new_document(task, now, correlation_id))
            if not task.waiting:
                entries.setdefault(task.kind, []).append(f"{id}.1")
        planned = list(writes.values())
        if entries:
            planned.append(_outbox(entries, now, correlation_id))
        return planned

    def plan_for(self, leads: Iterable[tuple[str, Sequence[NewTask]]], correlation_id: str) -> list[Write]:
        """`plan` for many leads, each with its tasks: these are distinct, and name no lead.

        Leads that get the same tasks share one sequence; their documents are then made from one text.
        """
        now = iso(self._clock.now())
        templates: dict[int, list[_Template]] = {}
        writes: list[Write] = []
        entries: dict[str, list[str]] = {}
        for lead, tasks in leads:
            alike = templates.get(id(tasks))
            if alike is None:
                alike = templates[id(tasks)] = [_template(task, now, correlation_id, entries) for task in tasks]
            quoted = encode(lead).decode()
            for ending, head, known, sends in alike:
                task_id = lead + ending
                writes.append(Create(TASKS, task_id, Encoded(f"{head}{quoted}}}", known)))
                if sends is not None:
                    sends.append(f"{task_id}.1")
        if entries:
            writes.append(_outbox(entries, now, correlation_id))
        return writes

    def announce(self, leads: Iterable[tuple[str, Sequence[NewTask]]], correlation_id: str) -> list[Write]:
        """`plan_for` in a few documents of the outbox: the tasks are there for whoever looks, and recorded by `drain`.

        Leads that get the same tasks share one sequence. Their ids have one length, and those that differ in the
        last two characters alone share a document. None of these tasks is known yet.
        """
        now = iso(self._clock.now())
        shared: dict[int, planned.Announced] = {}

        def announced(tasks: Sequence[NewTask]) -> planned.Announced:
            if id(tasks) not in shared:
                shared[id(tasks)] = {ending_of(task): _new_document(task, now, correlation_id) for task in tasks}
            return shared[id(tasks)]

        return list(planned.announcements(((lead, announced(tasks)) for lead, tasks in leads), now, correlation_id))

    def drain(self, limit: int = 100) -> int:
        """Record and send what at most `limit` outbox documents hold; the number of tasks accepted by the queues, or of
        documents where all of their tasks wait: 0 = nothing was left to do.

        Safe to run beside other drainers and to die anywhere: names repeat, so a queue passes over what it has, and
        a task that is sent twice all the same is claimed once.
        """
        found = list(self._documents.query(Query(OUTBOX, order_by="created_at", limit=limit)))
        return sum(self._pass_on(part) for part in _parts([snapshot.id for snapshot in found], _TOGETHER))

    def drain_now(self, ids: Sequence[str]) -> int:
        """Record and send what these outbox documents hold; those already drained are passed over."""
        return sum(self._record_and_send(part) for part in _parts(ids, _TOGETHER))

    def _pass_on(self, ids: Sequence[str]) -> int:
        """One document that can never be sent, e.g. to a queue that is no more, must not hold up the others."""
        try:
            return self._record_and_send(ids)
        except AppError as error:
            if error.retryable:
                raise
            if len(ids) > 1:
                return sum(self._pass_on([id]) for id in ids)
            log.error("outbox document cannot be sent", error=error, outbox=ids[0])
            return 0

    def _record_and_send(self, ids: Sequence[str]) -> int:
        found = self._documents.get_many(OUTBOX, ids)
        announced = [id for id, data in found.items() if planned.is_announcement(data)]
        recorded = self._record(announced)
        waiting = {id: data for id, data in {**found, **recorded}.items() if data.get("send")}
        return self._send(waiting) or len(announced)

    def _record(self, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
        """Make tasks of what these documents announce; what each of them holds now, for the queues."""
        if not ids:
            return {}
        faults.reach("tasks.before_record")
        try:
            left = self._documents.transactions([partial(_record, id=id) for id in ids])
        except Conflict:  # some of a document's tasks were recorded by other means
            left = [self._documents.transaction(partial(_record, id=id, some=True)) for id in ids]
        faults.reach("tasks.after_record")
        return dict(zip(ids, left, strict=True))

    def _send(self, outbox: Mapping[str, Mapping[str, Any]]) -> int:
        if not outbox:
            return 0
        faults.reach("tasks.before_enqueue")
        accepted = self._queue.enqueue_many(
            QueueTask(self.queue_of(kind), encode({"task": id, "correlation_id": correlation_id}), _name(id, sends))
            for data in outbox.values()
            for correlation_id in (data.get("correlation_id", ""),)
            for kind, entries in data["send"].items()
            for id, _, sends in (entry.partition(".") for entry in entries)
        )
        faults.reach("tasks.after_enqueue")
        self._documents.batch([Delete(OUTBOX, id) for id in outbox])
        return accepted

    def queue_of(self, kind: str) -> str:
        return self._routes.get(kind, kind)

    # Doing work

    def claim(self, id: str, lease_seconds: float, policy: RetryPolicy | None = None) -> Task | None:
        """The task, now ours until `lease_seconds` have passed; None when there is nothing to do.

        The lease must be longer than the platform's hard kill of an attempt, so that a holder is dead before the
        next one starts. Raises TransientError while another attempt holds it. With `policy`, a task whose attempts
        died again and again without a word is buried here.
        """
        token = self._ids()

        def take(transaction: Transaction) -> Task | None:
            data = _known(transaction, [id]).get(id)
            if data is None:
                log.warning("task is gone", task=id)
                return None
            task = _task(id, data)
            if task.owner == token:  # our own commit came back as a conflict
                return task if task.state == "running" else None
            now = self._clock.now()
            if task.state not in {"queued", "running"}:
                return None
            if task.state == "running":
                if task.lease_until and not self.is_abandoned(task):
                    wait = (task.lease_until - now).total_seconds()
                    raise TransientError(f"task {id} is held by another attempt", retry_after=wait)
                task = _closed(task, "abandoned", "the attempt ended without a word", now)
            if policy and task.tries and policy.exhausted(task.tries, _elapsed(task, now)):
                task = replace(task, state="dead", reason=f"its worker died; it was tried {task.tries} times")
                transaction.update(TASKS, id, _document(task))
                return None
            task = _claimed(task, token, now, lease_seconds)
            transaction.update(TASKS, id, _document(task))
            return task

        faults.reach("tasks.before_claim")
        claimed = self._transaction(take)
        faults.reach("tasks.after_claim")
        return claimed

    def is_abandoned(self, task: Task) -> bool:
        """Whether a running task's attempt is over without having said so."""
        over = task.lease_until is None or task.lease_until <= self._clock.now()
        return task.state == "running" and (over or self._is_dead(task.owner))

    def settle(self, task: Task, ending: Ending) -> Task:
        """Record the end of a claimed task with everything that follows from it, in one transaction.

        Tasks that the ending announces and that are known already are left as they are; those it wakes are sent
        again when they waited or had been skipped. Raises Conflict, with nothing written, when the task is no longer
        ours.
        """

        def close(transaction: Transaction) -> tuple[Task, str]:
            data = self._owned(transaction, task)
            current = _task(task.id, data)
            if current.state != "running":  # our own commit came back as a conflict
                return current, ""  # what it wants sent waits in the outbox
            consequences = ending.apply(Seeing(transaction)) if ending.apply else Consequences()
            return self._close(transaction, current, ending, consequences)

        faults.reach("tasks.before_settle")
        settled, outbox_id = self._transaction(close)
        faults.reach("tasks.after_settle")
        if outbox_id:
            self.drain_now([outbox_id])
        return settled

    def _close(self, transaction: Transaction, task: Task, ending: Ending, then: Consequences) -> tuple[Task, str]:
        now = self._clock.now()
        fresh = {new.id: new for new in then.tasks}
        known = _known(transaction, list(dict.fromkeys([*fresh, *then.wake])))
        _check_versions(transaction, then.writes)

        ended = replace(
            _closed(task, ending.state, ending.reason, now),
            state=ending.state,
            reason=ending.reason,
            result=ending.result,
        )
        entries: dict[str, list[str]] = {}
        woken: dict[str, Task] = {}
        if task.again and ending.state == "skipped":  # what it lacked may have come while it ran
            ended = _resent(ended, now, entries)
        for id in then.wake:
            if id != task.id and id in known and id not in woken:
                other = _woken(_task(id, known[id]), now, entries)
                if other is not None:
                    woken[id] = other

        planned = self.plan([new for id, new in fresh.items() if id not in known], task.correlation_id)
        created = [write for write in planned if write.collection == TASKS]
        for write in planned[len(created) :]:
            for kind, sent in write.data["send"].items() if isinstance(write, Create) else ():
                entries.setdefault(kind, []).extend(sent)
        outbox = _outbox(entries, iso(now), task.correlation_id) if entries else None

        for write in [*then.writes, *created, *([outbox] if outbox else [])]:
            _apply(transaction, write)
        for each in (*woken.values(), ended):
            transaction.update(TASKS, each.id, _document(each))
        return ended, outbox.id if outbox else ""

    def fail(self, task: Task, error: AppError, policy: RetryPolicy | None = None) -> Task:
        """Record a failed attempt: queued again when `error` may pass and `policy` allows, dead with its reason else.

        A queued task is not sent anew: the queue that delivered it tries again, since its door answers 503.
        Raises Conflict when the task is no longer ours.
        """
        allowed = policy or RetryPolicy()
        reason = shorten(redact(str(error)) or type(error).__name__, 500)

        def record(transaction: Transaction) -> Task:
            data = self._owned(transaction, task)
            current = _task(task.id, data)
            if current.state != "running":
                return current
            now = self._clock.now()
            again = error.retryable and not allowed.exhausted(current.tries, _elapsed(current, now))
            current = _closed(current, "retry" if again else "dead", reason, now)
            pause = error.retry_after if isinstance(error, TransientError) else None
            due_at = now + timedelta(seconds=pause) if again and pause else None
            current = replace(current, state="queued" if again else "dead", reason=reason, due_at=due_at)
            transaction.update(TASKS, task.id, _document(current))
            return current

        faults.reach("tasks.before_fail")
        failed = self._documents.transaction(record)
        faults.reach("tasks.after_fail")
        return failed

    def _owned(self, reader: Reader, task: Task) -> dict[str, Any]:
        data = reader.get(TASKS, task.id)
        if data is None or data.get("owner") != task.owner:
            raise Conflict(f"task {task.id} was cancelled or taken over by another attempt; this result is dropped")
        return data

    # Steering work

    def retry(self, ids: Sequence[str] = (), *, kind: str = "", import_id: str = "") -> int:
        """Send dead, skipped or cancelled tasks again, with all their attempts; without ids, those that are dead."""
        chosen = ids or [task.id for task in self.list(state="dead", kind=kind, import_id=import_id)]
        return self._change(chosen, _restarted)

    def resend(self, ids: Sequence[str]) -> int:
        """Send tasks that are recorded as queued, or whose attempt is over without having said so, under a new name."""

        def again(task: Task, now: datetime, entries: dict[str, list[str]]) -> Task | None:
            if self.is_abandoned(task):
                task = _closed(task, "abandoned", "the attempt ended without a word", now)
            elif task.state != "queued":
                return None
            # The attempts so far still count: a task that kills its worker each time must die in the end.
            return replace(_resent(task, now, entries), tries=task.tries, tried_since=task.tried_since)

        return self._change(ids, again)

    def wake(self, ids: Sequence[str]) -> int:
        """Let waiting or skipped tasks run now."""
        return self._change(ids, _woken)

    def cancel(self, ids: Sequence[str], reason: str = "cancelled by a person") -> int:
        """End tasks that have not ended. What a running one brings later is dropped."""

        def stop(task: Task, now: datetime, _entries: dict[str, list[str]]) -> Task | None:
            if task.state not in _OPEN:
                return None
            if task.state == "running":
                task = _closed(task, "abandoned", reason, now)
            return replace(task, state="cancelled", owner="", reason=reason, updated_at=now)

        return self._change(ids, stop)

    def _change(self, ids: Iterable[str], change: "_Change") -> int:
        """Apply `change` to tasks in transactions of bounded size; the number changed."""
        remaining = iter(dict.fromkeys(ids))
        total = 0
        while part := list(islice(remaining, _AT_ONCE)):
            changed, outbox_id = self._transaction(partial(self._change_some, ids=part, change=change))
            total += changed
            faults.reach("tasks.after_change")
            if outbox_id:
                self.drain_now([outbox_id])
        return total

    def _change_some(self, transaction: Transaction, *, ids: Sequence[str], change: "_Change") -> tuple[int, str]:
        now = self._clock.now()
        entries: dict[str, list[str]] = {}
        known = _known(transaction, ids)
        changed = [task for id, data in known.items() if (task := change(_task(id, data), now, entries))]
        for task in changed:
            transaction.update(TASKS, task.id, _document(task))
        outbox = _outbox(entries, iso(now), bound_correlation_id() or "") if entries else None
        if outbox:
            transaction.create(OUTBOX, outbox.id, outbox.data)
        return len(changed), outbox.id if outbox else ""

    def _transaction(self, work: Callable[[Transaction], T]) -> T:
        """A transaction about tasks that may be announced only: they are recorded before it is tried again."""
        while True:
            try:
                return self._documents.transaction(work)
            except _Announced as found:
                self._record(sorted(found.outbox))

    # Looking

    def seeing(self, reader: Reader) -> Reader:
        """A reader to which announced tasks are there as well, by their ids."""
        return Seeing(reader)

    def find(self, id: str) -> Task | None:
        data = Seeing(self._documents).get(TASKS, id)
        return _task(id, data) if data is not None else None

    def get(self, id: str) -> Task:
        """Raises NotFound."""
        task = self.find(id)
        if task is None:
            raise NotFound(f"no task {id!r}; `leadreel tasks list` shows them")
        return task

    def list(
        self, *, state: str = "", kind: str = "", lead: str = "", import_id: str = "", limit: int | None = None
    ) -> Iterator[Task]:
        """Tasks, oldest first; those of one import by id."""
        found = (
            task
            for task in self._find(state=state, kind=kind, lead=lead, import_id=import_id)
            if (not state or task.state == state)
            and (not kind or task.kind == kind)
            and (not lead or task.lead == lead)
            and (not import_id or task.import_id == import_id)
        )
        return islice(found, limit)

    def _find(self, *, state: str, kind: str, lead: str, import_id: str) -> Iterator[Task]:
        """A superset of what is asked for, through a declared index."""
        # What is announced is looked up first: a task that is recorded meanwhile is met twice, never missed.
        if lead:
            announced = (_task(id, data) for id, data in planned.of_lead(self._documents, lead))
            tasks = {task.id: task for task in (*announced, *self._of_lead(lead))}
            yield from sorted(tasks.values(), key=_by_age)
        elif import_id:
            given = (("import", import_id), ("kind", kind), ("state", state))
            query = Query(TASKS, tuple(Where(field, "==", value) for field, value in given if value))
            yield from _merged([self._announced(Query(OUTBOX)), self._query(query)], lambda task: (task.id,))
        else:
            streams = [
                self._query(Query(TASKS, (Where("kind", "==", one), Where("state", "==", each)), order_by="created_at"))
                for one in ([kind] if kind else self._routes)
                for each in ([state] if state else STATES)
            ]
            yield from _merged([self._announced(Query(OUTBOX, order_by="created_at")), *streams], _by_age)

    def _announced(self, query: Query) -> Iterator[Task]:
        """The tasks that the outbox announces, in the query's order."""
        for snapshot in self._documents.query(query):
            if planned.is_announcement(snapshot.data):
                tasks = [_task(id, data) for id, data in planned.tasks_in(snapshot.data)]
                yield from reversed(tasks) if query.descending else tasks

    def page(self, *, state: str = "", limit: int = 50, after: Task | None = None) -> Sequence[Task]:
        """Tasks, newest first, behind the one seen last."""
        place = (iso(after.created_at), after.id) if after else None
        lists = [
            self._query(
                Query(
                    TASKS,
                    (Where("kind", "==", kind), Where("state", "==", each)),
                    order_by="created_at",
                    descending=True,
                    limit=limit,
                    after=place,
                )
            )
            for kind in self._routes
            for each in ([state] if state else STATES)
        ]
        return tuple(islice(_merged([self._announced_before(after, state), *lists], _by_age, reverse=True), limit))

    def _announced_before(self, after: Task | None, state: str) -> Iterator[Task]:
        """The announced tasks in this state, newest first, behind the one seen last."""
        where = (Where("created_at", "<=", iso(after.created_at)),) if after else ()
        found = self._announced(Query(OUTBOX, where, order_by="created_at", descending=True))
        return (
            task
            for task in found
            if (not state or task.state == state) and (after is None or _by_age(task) < _by_age(after))
        )

    def _of_lead(self, lead: str) -> Iterator[Task]:
        """By the order of ids alone: those of a lead's tasks begin with the lead's."""
        prefix = f"{lead}-"
        found = self._query(Query(TASKS, after=(None, prefix), limit=_OF_A_LEAD))
        return takewhile(lambda task: task.id.startswith(prefix), found)

    def _query(self, query: Query) -> Iterator[Task]:
        return (_task(snapshot.id, snapshot.data) for snapshot in self._documents.query(query))

    def for_lead(self, lead: str) -> Sequence[Task]:
        return tuple(self.list(lead=lead))

    def dead(self, limit: int | None = None) -> Sequence[Task]:
        return tuple(self.list(state="dead", limit=limit))

    def counts(self, *, kind: str = "", import_id: str = "") -> Mapping[TaskState, int]:
        """How many tasks are in each state that has any."""
        kinds = [kind] if kind else list(self._routes)
        announced = self._announced_numbers(import_id)
        counted = {
            state: sum(announced[one, state] + self._recorded_number(one, state, import_id) for one in kinds)
            for state in STATES
        }
        return {state: count for state, count in counted.items() if count}

    def counts_by_kind(self) -> Mapping[str, Mapping[TaskState, int]]:
        """`counts` of every kind that has a route."""
        announced = self._announced_numbers()
        counted = {
            kind: {state: announced[kind, state] + self._recorded_number(kind, state) for state in STATES}
            for kind in self._routes
        }
        return {kind: {state: count for state, count in of.items() if count} for kind, of in counted.items()}

    def _announced_numbers(self, import_id: str = "") -> Counter[tuple[str, str]]:
        numbers: Counter[tuple[str, str]] = Counter()
        for snapshot in self._documents.query(Query(OUTBOX)):
            if planned.is_announcement(snapshot.data):
                numbers.update(planned.numbers(snapshot.data, import_id))
        return numbers

    def _recorded_number(self, kind: str, state: TaskState, import_id: str = "") -> int:
        given = (("import", import_id), ("kind", kind), ("state", state))
        return self._documents.count(Query(TASKS, tuple(Where(field, "==", value) for field, value in given if value)))


class _Announced(Exception):
    """A transaction met tasks that are announced by these documents, and not recorded."""

    def __init__(self, outbox: Iterable[str]) -> None:
        super().__init__(*outbox)
        self.outbox = outbox


def _known(transaction: Transaction, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Those of the tasks that there are. Raises _Announced when some of them are not recorded yet."""
    found = transaction.get_many(TASKS, ids)
    if len(found) < len(ids):
        holders, _ = planned.holding(transaction, [id for id in ids if id not in found])
        if holders:
            raise _Announced(holders)
    return found


def _record(transaction: Transaction, *, id: str, some: bool = False) -> dict[str, Any]:
    """Record what a document announces, `some` of which may be recorded; what is left of it to be sent."""
    data = transaction.get(OUTBOX, id)
    if data is None or not planned.is_announcement(data):
        return data or {}
    tasks = dict(planned.recorded(data))
    known = transaction.get_many(TASKS, list(tasks)) if some else {}
    send = planned.to_send(data)
    left = {"created_at": data["created_at"], "correlation_id": data["correlation_id"], "send": send} if send else {}
    for task_id, task in tasks.items():
        if task_id not in known:
            transaction.create(TASKS, task_id, task)
    transaction.set(OUTBOX, id, left) if left else transaction.delete(OUTBOX, id)
    return left


def _name(id: str, sends: str) -> str:
    """The queue's name for a task's message: those of neighbours lie side by side."""
    plain = len(id) < _MAX_PLAIN and id.isascii() and id.replace("-", "").isalnum()
    return f"{id}-{sends}" if plain else stable_id(id, sends)


def _by_age(task: Task) -> tuple[datetime, str]:
    return task.created_at, task.id


def _merged(streams: Iterable[Iterator[Task]], key: Callable[[Task], Any], *, reverse: bool = False) -> Iterator[Task]:
    """Sorted streams as one. Of a task that is in several of them the last word counts."""
    last: Task | None = None
    for task in heapq.merge(*streams, key=key, reverse=reverse):
        if last is not None and last.id != task.id:
            yield last
        last = task
    if last is not None:
        yield last


def _parts(ids: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    return (ids[place : place + size] for place in range(0, len(ids), size))


_Change = Callable[[Task, datetime, dict[str, list[str]]], Task | None]
"""What becomes of a task at a moment, or None; what is to be sent goes into the entries."""


def _new_document(task: NewTask, now: str, correlation_id: str) -> dict[str, Any]:
    """Built by hand and without empty fields: ingestion makes thousands of these a second."""
    document: dict[str, Any] = {
        "kind": task.kind,
        "state": "waiting" if task.waiting else "queued",
        "created_at": now,
        "updated_at": now,
    }
    if task.lead:
        document["lead"] = task.lead
    if task.name:
        document["name"] = task.name
    if task.payload:
        document["payload"] = task.payload
    if task.import_id:
        document["import"] = task.import_id
    if correlation_id:
        document["correlation_id"] = correlation_id
    if not task.waiting:
        document["sends"] = 1
    return document


_Template = tuple[str, str, dict[str, Any], list[str] | None]
"""What tasks of many leads share: the end of the id, the JSON up to the lead, what all of them say, what is sent."""


def _template(task: NewTask, now: str, correlation_id: str, entries: dict[str, list[str]]) -> _Template:
    known = _new_document(task, now, correlation_id)
    head = encode(known).decode().removesuffix("}") + ',"lead":'
    return ending_of(task), head, known, None if task.waiting else entries.setdefault(task.kind, [])


def _outbox(entries: Mapping[str, Sequence[str]], now: str, correlation_id: str) -> Create:
    """The document that says what is to be sent: by kind, `task id.number of the send`."""
    id = stable_id("outbox", *(entry for kind in entries for entry in entries[kind]))
    return Create(OUTBOX, id, {"created_at": now, "correlation_id": correlation_id, "send": entries})


def _task(id: str, data: Mapping[str, Any]) -> Task:
    return from_plain(Task, {**data, "id": id, "import_id": data.get("import", "")})


def _document(task: Task) -> dict[str, Any]:
    """`task` as it is stored, without empty fields."""
    plain = to_plain(task)
    plain["import"] = plain.pop("import_id")
    del plain["id"]
    return {key: value for key, value in plain.items() if value not in ("", None, 0, False, {}, [])}


def _claimed(task: Task, token: str, now: datetime, lease_seconds: float) -> Task:
    number = task.attempts[-1].number + 1 if task.attempts else 1
    attempts = (*task.attempts, Attempt(number=number, started_at=now))
    return replace(
        task,
        state="running",
        owner=token,
        lease_until=now + timedelta(seconds=lease_seconds),
        due_at=None,
        again=False,
        tries=task.tries + 1,
        tried_since=task.tried_since or now,
        attempts=attempts[-KEPT_ATTEMPTS:],
        updated_at=now,
    )


def _closed(task: Task, outcome: str, reason: str, now: datetime) -> Task:
    """`task` with its running attempt ended and its lease given up; the owner stays, to know our own commit again."""
    attempts = task.attempts
    if attempts and attempts[-1].ended_at is None:
        attempts = (*attempts[:-1], replace(attempts[-1], ended_at=now, outcome=outcome, reason=reason))
    return replace(task, attempts=attempts, lease_until=None, updated_at=now)


def _elapsed(task: Task, now: datetime) -> float:
    return (now - task.tried_since).total_seconds() if task.tried_since else 0.0


def _resent(task: Task, now: datetime, entries: dict[str, list[str]]) -> Task:
    """`task` queued under a new name: the old one may be refused for a day."""
    sends = task.sends + 1
    entries.setdefault(task.kind, []).append(f"{task.id}.{sends}")
    return replace(
        task, state="queued", sends=sends, tries=0, tried_since=None, due_at=None, again=False, updated_at=now
    )


def _woken(task: Task, now: datetime, entries: dict[str, list[str]]) -> Task | None:
    if task.state == "running":
        return None if task.again else replace(task, again=True)
    return _resent(task, now, entries) if task.state in {"waiting", "skipped"} else None


def _restarted(task: Task, now: datetime, entries: dict[str, list[str]]) -> Task | None:
    return _resent(task, now, entries) if task.state in _RESTARTABLE else None


def _check_versions(reader: Reader, writes: Sequence[Write]) -> None:
    """Inside a transaction a write carries no version, so one that was read outside is compared here."""
    for write in writes:
        if isinstance(write, Update | Delete) and write.version is not None:
            found = reader.snapshot(write.collection, write.id)
            if found is None or found.version != write.version:
                raise Conflict(f"{write.collection}/{write.id} was changed by someone else; read it again")


def _apply(transaction: Transaction, write: Write) -> None:
    match write:
        case Create(collection, id, data):
            transaction.create(collection, id, data)
        case Set(collection, id, data):
            transaction.set(collection, id, data)
        case Update(collection, id, data):
            transaction.update(collection, id, data)
        case Delete(collection, id):
            transaction.delete(collection, id)

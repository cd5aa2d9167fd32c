"""Task queues in SQLite that behave as Cloud Tasks does.

A task is one row. While it waits, `due` is when it may run; while it runs, `due` is when its lease ends: both become
due in the same index. A named task's row outlives it by 24 hours, so that its name stays refused.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice, zip_longest
from random import Random
from typing import Any

from shared.adapters.checks.tasks import check_queue, check_task
from shared.adapters.local.alive import Alive
from shared.adapters.local.database import Connection, Database
from shared.core import faults
from shared.core.clock import Clock
from shared.core.codec import decode, encode
from shared.core.errors import Conflict
from shared.core.rate import TokenBucket
from shared.ports.queue import Dispatch, QueueConfig, QueueTask

_SECOND = 1_000_000  # the unit of all times in the tables is the microsecond
_NAME_REST = 24 * 3600 * _SECOND
_BURIED_REST = 30 * 24 * 3600 * _SECOND
_CHUNK = 2_000  # tasks that are accepted by one commit
_ROUNDING = 1e-5  # of a token, which time as a float may be short of
_LOOK_FOR_DEAD = 5.0  # seconds between two looks for leases whose process has died
_PRUNE = 600.0  # seconds

_SCHEMA = (
    """
    CREATE TABLE IF NOT EXISTS queue_tasks (
        id INTEGER PRIMARY KEY,
        queue TEXT NOT NULL,
        name TEXT NOT NULL,
        named INTEGER NOT NULL,
        body BLOB NOT NULL,
        headers TEXT NOT NULL,
        eta INTEGER NOT NULL,
        due INTEGER NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0,
        answers INTEGER NOT NULL DEFAULT 0,
        first_attempt INTEGER,
        lease TEXT,
        owner TEXT,
        ended INTEGER,
        UNIQUE (queue, name)
    )""",
    "CREATE INDEX IF NOT EXISTS queue_due ON queue_tasks (queue, due) WHERE ended IS NULL",
    "CREATE INDEX IF NOT EXISTS queue_leased ON queue_tasks (queue, due, owner) WHERE lease IS NOT NULL",
    "CREATE INDEX IF NOT EXISTS queue_ended ON queue_tasks (ended) WHERE ended IS NOT NULL",
    """
    CREATE TABLE IF NOT EXISTS queue_pace (
        queue TEXT PRIMARY KEY,
        tokens REAL NOT NULL,
        at REAL NOT NULL,
        held_until INTEGER NOT NULL DEFAULT 0
    )""",
    """
    CREATE TABLE IF NOT EXISTS queue_buried (
        id INTEGER PRIMARY KEY,
        queue TEXT NOT NULL,
        name TEXT NOT NULL,
        body BLOB NOT NULL,
        headers TEXT NOT NULL,
        attempts INTEGER NOT NULL,
        reason TEXT NOT NULL,
        at INTEGER NOT NULL
    )""",
)

_INSERT = """
INSERT INTO queue_tasks (queue, name, named, body, headers, eta, due) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (queue, name) DO UPDATE SET
    named = excluded.named, body = excluded.body, headers = excluded.headers, eta = excluded.eta, due = excluded.due,
    attempts = 0, answers = 0, first_attempt = NULL, lease = NULL, owner = NULL, ended = NULL
WHERE ended <= ?
"""
_HAND_OUT = """
UPDATE queue_tasks SET lease = ?, owner = ?, due = ?, attempts = attempts + 1,
    first_attempt = coalesce(first_attempt, ?)
WHERE id = ?
"""


@dataclass(frozen=True, slots=True)
class BuriedTask:
    """A task whose tries are used up. The platform drops such a task; here it can still be looked at for 30 days."""

    queue: str
    name: str
    body: bytes
    headers: Mapping[str, str]
    attempts: int
    reason: str  # of the last failure
    at: datetime
    id: int


@dataclass(frozen=True, slots=True)
class _Row:
    """A task as it stands in the table."""

    id: int
    name: str
    body: bytes
    headers: str
    eta: int
    attempts: int
    answers: int
    first_attempt: int | None
    named: int
    lease: str | None


_COLUMNS = "id, name, body, headers, eta, attempts, answers, first_attempt, named, lease"


class LocalQueue:
    """All queues of one machine, shared by its processes."""

    def __init__(self, database: Database, queues: Mapping[str, QueueConfig], clock: Clock, random: Random) -> None:
        self._database = database
        self._queues = dict(queues)
        self._clock = clock
        self._random = random
        self._alive = Alive(database.path.parent / "alive")
        self._turn = 0
        self._looked_for_dead = float("-inf")
        self._pruned = clock.monotonic()
        with database.write() as connection:
            for statement in _SCHEMA:
                connection.execute(statement)

    # Sending

    def enqueue(self, task: QueueTask) -> str:
        row = self._row(task, self._clock.now())
        faults.reach("queue.before_enqueue")
        with self._database.write() as connection:
            accepted = connection.execute(_INSERT, row).rowcount
        if not accepted:
            raise Conflict(f"queue {task.queue}: the name {task.name} is pending or ended within 24 h; use another")
        faults.reach("queue.after_enqueue")
        return str(row[1])

    def enqueue_many(self, tasks: Iterable[QueueTask]) -> int:
        rest = iter(tasks)
        accepted = 0
        while part := list(islice(rest, _CHUNK)):
            moment = self._clock.now()
            rows = [self._row(task, moment) for task in part]
            faults.reach("queue.before_enqueue_many")
            with self._database.write() as connection:
                accepted += connection.executemany(_INSERT, rows).rowcount
            faults.reach("queue.after_enqueue_many")
        return accepted

    def cancel(self, queue: str, name: str) -> bool:
        now = self._now()
        with self._database.write() as connection:
            row = connection.execute(
                "SELECT id, named FROM queue_tasks"
                " WHERE queue = ? AND name = ? AND ended IS NULL AND (lease IS NULL OR due <= ?)",
                (queue, name, now),
            ).fetchone()
            if row is None:
                return False
            _end(connection, row[0], row[1], now)
        return True

    # Delivering

    def lease(self, limit: int) -> Sequence[Dispatch]:
        self._free_the_dead()
        self._prune_now_and_then()
        now = self._now()
        if limit < 1 or not self._is_anything_due(now):
            return ()
        faults.reach("queue.before_lease")
        with self._database.write() as connection:
            offered = [self._offers(connection, config, now, limit) for config in self._in_turn()]
            rounds = zip_longest(*offered)
            chosen = list(islice((offer for row in rounds for offer in row if offer is not None), limit))
            dispatches = [self._hand_out(connection, config, row, now) for config, row in chosen]
            for name in {config.name for config, _ in chosen}:
                self._spend(connection, name, now, sum(config.name == name for config, _ in chosen))
        faults.reach("queue.after_lease")
        return dispatches

    def succeed(self, dispatch: Dispatch) -> None:
        faults.reach("queue.before_succeed")
        with self._database.write() as connection:
            row = _held(connection, dispatch)
            if row is not None:
                _end(connection, row.id, row.named, self._now())
        faults.reach("queue.after_succeed")

    def fail(
        self, dispatch: Dispatch, *, reason: str, retry_after: float | None = None, slow_down: bool = False
    ) -> None:
        now = self._now()
        policy = check_queue(dispatch.queue, self._queues).retry
        wait = max(policy.delay(dispatch.attempt), retry_after or 0.0)
        faults.reach("queue.before_fail")
        with self._database.write() as connection:
            if slow_down:
                self._hold(connection, dispatch.queue, now, min(wait, policy.max_backoff))
            row = _held(connection, dispatch)
            if row is not None and self._is_exhausted(dispatch.queue, row, now):
                _bury(connection, dispatch.queue, row, reason, now)
            elif row is not None:
                connection.execute(
                    "UPDATE queue_tasks SET lease = NULL, owner = NULL, answers = answers + 1, eta = ?1, due = ?1"
                    " WHERE id = ?2",
                    (now + _microseconds(wait), row.id),
                )
        faults.reach("queue.after_fail")

    def next_due(self) -> datetime | None:
        now = self._now()
        with self._database.read() as connection:
            times = [self._next_of(connection, config, now) for config in self._queues.values()]
        due = min((time for time in times if time is not None), default=None)
        return None if due is None else datetime.fromtimestamp(due / _SECOND, UTC)

    def backlog(self) -> Mapping[str, int]:
        counts = dict.fromkeys(self._queues, 0)
        with self._database.read() as connection:
            counts |= dict(
                connection.execute(
                    "SELECT queue, count(*) FROM queue_tasks WHERE ended IS NULL GROUP BY queue"
                ).fetchall()
            )
        return counts

    def buried(self) -> Iterator[BuriedTask]:
        """Tasks that were given up in the last 30 days, the newest first."""
        with self._database.read() as connection:
            rows = connection.execute(
                "SELECT queue, name, body, headers, attempts, reason, at, id FROM queue_buried"
                " ORDER BY at DESC, id DESC"
            ).fetchall()
        for queue, name, body, headers, attempts, reason, at, id in rows:
            yield BuriedTask(
                queue,
                name,
                body,
                decode(dict[str, str], headers),
                attempts,
                reason,
                datetime.fromtimestamp(at / _SECOND, UTC),
                id,
            )

    def forget(self, buried: int) -> None:
        """Show a buried task no more, by its id; again changes nothing."""
        with self._database.write() as connection:
            connection.execute("DELETE FROM queue_buried WHERE id = ?", (buried,))

    def prune(self) -> int:
        """Forget names that ended more than 24 hours ago and what was buried 30 days ago; the number of rows gone."""
        now = self._now()
        with self._database.write() as connection:
            gone = connection.execute("DELETE FROM queue_tasks WHERE ended <= ?", (now - _NAME_REST,)).rowcount
            gone += connection.execute("DELETE FROM queue_buried WHERE at <= ?", (now - _BURIED_REST,)).rowcount
        return gone

    def close(self) -> None:
        """Let go of what this process has leased: it is handed out again at once."""
        self._alive.close()

    # Parts

    def _row(self, task: QueueTask, moment: datetime) -> tuple[Any, ...]:
        check_task(task, self._queues, moment)
        now = _stamp(moment)
        due = now if task.not_before is None else max(now, _stamp(task.not_before))
        name = task.name or f"{self._random.getrandbits(100):025x}"
        headers = encode(dict(task.headers)).decode() if task.headers else "{}"
        return task.queue, name, task.name is not None, task.body, headers, due, due, now - _NAME_REST

    def _now(self) -> int:
        return _stamp(self._clock.now())

    def _in_turn(self) -> list[QueueConfig]:
        """The queues, another one first at each call."""
        configs = list(self._queues.values())
        self._turn = (self._turn + 1) % max(1, len(configs))
        return configs[self._turn :] + configs[: self._turn]

    def _is_anything_due(self, now: int) -> bool:
        with self._database.read() as connection:
            return any(
                connection.execute(
                    "SELECT 1 FROM queue_tasks WHERE queue = ? AND ended IS NULL AND due <= ? LIMIT 1", (name, now)
                ).fetchone()
                for name in self._queues
            )

    def _offers(
        self, connection: Connection, config: QueueConfig, now: int, limit: int
    ) -> list[tuple[QueueConfig, _Row]]:
        """Due tasks that the queue's pace and concurrency allow now."""
        bucket, held_until = self._pace(connection, config, now)
        running = _running(connection, config.name, now)
        allowed = 0 if held_until > now else min(limit, int(bucket.tokens + _ROUNDING), config.max_concurrent - running)
        if allowed < 1:
            return []
        rows = connection.execute(
            f"SELECT {_COLUMNS} FROM queue_tasks WHERE queue = ? AND ended IS NULL AND due <= ? ORDER BY due LIMIT ?",  # noqa: S608 - our own names
            (config.name, now, allowed),
        ).fetchall()
        offers = []
        for row in (_Row(*values) for values in rows):
            if row.lease and self._is_exhausted(config.name, row, now):
                _bury(connection, config.name, row, "the last attempt did not end before its deadline", now)
            else:
                offers.append((config, row))
        return offers

    def _hand_out(self, connection: Connection, config: QueueConfig, row: _Row, now: int) -> Dispatch:
        owner = self._alive.token()
        lease = f"{owner}-{self._random.getrandbits(64):016x}"
        deadline = now + _microseconds(config.dispatch_deadline)
        connection.execute(_HAND_OUT, (lease, owner, deadline, now, row.id))
        headers = {
            **decode(dict[str, str], row.headers),
            "X-CloudTasks-QueueName": config.name,
            "X-CloudTasks-TaskName": row.name,
            "X-CloudTasks-TaskRetryCount": str(row.attempts),
            "X-CloudTasks-TaskExecutionCount": str(row.answers),
            "X-CloudTasks-TaskETA": f"{row.eta / _SECOND:.6f}",
        }
        ends = datetime.fromtimestamp(deadline / _SECOND, UTC)
        return Dispatch(config.name, row.name, config.function, row.body, headers, row.attempts + 1, ends, lease)

    def _is_exhausted(self, queue: str, row: _Row, now: int) -> bool:
        elapsed = 0 if row.first_attempt is None else now - row.first_attempt
        return check_queue(queue, self._queues).retry.exhausted(row.attempts, elapsed / _SECOND)

    def _pace(self, connection: Connection, config: QueueConfig, now: int) -> tuple[TokenBucket, int]:
        """The queue's tokens at this moment, and until when it is held back."""
        burst = max(1.0, config.burst)
        row = connection.execute(
            "SELECT tokens, at, held_until FROM queue_pace WHERE queue = ?", (config.name,)
        ).fetchone()
        tokens, at, held_until = row or (burst, now / _SECOND, 0)
        return TokenBucket(config.rate, burst, tokens, at).refill(now / _SECOND), held_until

    def _spend(self, connection: Connection, queue: str, now: int, count: int) -> None:
        bucket, _ = self._pace(connection, check_queue(queue, self._queues), now)
        connection.execute(
            "INSERT INTO queue_pace (queue, tokens, at) VALUES (?, ?, ?)"
            " ON CONFLICT (queue) DO UPDATE SET tokens = excluded.tokens, at = excluded.at",
            (queue, bucket.tokens - count, bucket.at),
        )

    def _hold(self, connection: Connection, queue: str, now: int, seconds: float) -> None:
        bucket, _ = self._pace(connection, check_queue(queue, self._queues), now)
        connection.execute(
            "INSERT INTO queue_pace (queue, tokens, at, held_until) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (queue) DO UPDATE SET held_until = max(held_until, excluded.held_until)",
            (queue, bucket.tokens, bucket.at, now + _microseconds(seconds)),
        )

    def _next_of(self, connection: Connection, config: QueueConfig, now: int) -> int | None:
        row = connection.execute(
            "SELECT min(due) FROM queue_tasks WHERE queue = ? AND ended IS NULL", (config.name,)
        ).fetchone()
        if row[0] is None:
            return None
        bucket, held_until = self._pace(connection, config, now)
        _, wait = bucket.take(now / _SECOND)
        return max(int(row[0]), held_until, now + _microseconds(wait), self._next_free(connection, config, now))

    def _next_free(self, connection: Connection, config: QueueConfig, now: int) -> int:
        """When one more task may run at the latest: now, or at the end of the first lease."""
        if _running(connection, config.name, now) < config.max_concurrent:
            return 0
        row = connection.execute(
            "SELECT min(due) FROM queue_tasks WHERE queue = ? AND lease IS NOT NULL AND due > ?", (config.name, now)
        ).fetchone()
        return int(row[0])

    def _free_the_dead(self) -> None:
        """Make what a killed process had leased due at once, instead of at the end of the lease."""
        if self._clock.monotonic() - self._looked_for_dead < _LOOK_FOR_DEAD:
            return
        self._looked_for_dead = self._clock.monotonic()
        with self._database.read() as connection:
            owners = connection.execute("SELECT DISTINCT owner FROM queue_tasks WHERE lease IS NOT NULL").fetchall()
        dead = [owner for (owner,) in owners if self._alive.is_dead(owner)]
        if dead:
            with self._database.write() as connection:
                connection.executemany(
                    "UPDATE queue_tasks SET lease = NULL, owner = NULL, due = ? WHERE lease IS NOT NULL AND owner = ?",
                    [(self._now(), owner) for owner in dead],
                )

    def _prune_now_and_then(self) -> None:
        if self._clock.monotonic() - self._pruned >= _PRUNE:
            self._pruned = self._clock.monotonic()
            self.prune()


def _stamp(moment: datetime) -> int:
    return round(moment.timestamp() * _SECOND)


def _microseconds(seconds: float) -> int:
    return round(seconds * _SECOND)


def _running(connection: Connection, queue: str, now: int) -> int:
    count: int = connection.execute(
        "SELECT count(*) FROM queue_tasks WHERE queue = ? AND lease IS NOT NULL AND due > ?", (queue, now)
    ).fetchone()[0]
    return count


def _held(connection: Connection, dispatch: Dispatch) -> _Row | None:
    """The task, if this attempt still owns it: an answer that comes after the lease was given to another is void."""
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM queue_tasks WHERE queue = ? AND name = ? AND lease = ?",  # noqa: S608 - our own names
        (dispatch.queue, dispatch.name, dispatch.lease),
    ).fetchone()
    return None if row is None else _Row(*row)


def _end(connection: Connection, id: int, named: int, now: int) -> None:
    """The task is over; its name, if it was given one, stays refused for a while."""
    if named:
        connection.execute(
            "UPDATE queue_tasks SET ended = ?, lease = NULL, owner = NULL, body = x'', headers = '{}' WHERE id = ?",
            (now, id),
        )
    else:
        connection.execute("DELETE FROM queue_tasks WHERE id = ?", (id,))


def _bury(connection: Connection, queue: str, row: _Row, reason: str, now: int) -> None:
    connection.execute(
        "INSERT INTO queue_buried (queue, name, body, headers, attempts, reason, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (queue, row.name, row.body, row.headers, row.attempts, reason, now),
    )
    _end(connection, row.id, row.named, now)

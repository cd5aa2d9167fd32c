"""Jobs as subprocesses, with Cloud Run's variables, time-outs and retries.

What is to run stands in SQLite; one supervisor at a time (a locked file) runs it. A task that was running when its
supervisor died is started again as a new attempt by the next one.
"""

import fcntl
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

from shared.adapters.checks.tasks import check_job, check_run
from shared.adapters.local.database import Connection, Database
from shared.core import faults
from shared.core.clock import Clock, iso
from shared.core.codec import decode, encode
from shared.core.errors import NotFound
from shared.core.ids import IdSource, random_id
from shared.core.log import get_log
from shared.ports.jobs import Execution, ExecutionState, JobConfig

log = get_log(__name__)

_GRACE = 10.0  # seconds between SIGTERM and SIGKILL
_LOG_LIMIT = 2_000_000  # bytes an attempt
_LOGS_KEPT = 14 * 24 * 3600.0  # seconds
_LOST_ATTEMPTS = 20  # attempts that may be lost with their supervisor before the task itself is suspected
_LAUNCHER = str(Path(__file__).with_name("launcher.py"))

_SCHEMA = (
    """
    CREATE TABLE IF NOT EXISTS job_executions (
        id TEXT PRIMARY KEY,
        job TEXT NOT NULL,
        tasks INTEGER NOT NULL,
        args TEXT NOT NULL,
        env TEXT NOT NULL,
        cancelled INTEGER NOT NULL DEFAULT 0
    )""",
    """
    CREATE TABLE IF NOT EXISTS job_tasks (
        id INTEGER PRIMARY KEY, -- the order in which they start
        execution TEXT NOT NULL,
        job TEXT NOT NULL,
        number INTEGER NOT NULL,
        state TEXT NOT NULL,
        attempt INTEGER NOT NULL DEFAULT 0,
        failures INTEGER NOT NULL DEFAULT 0,
        reason TEXT NOT NULL DEFAULT '',
        UNIQUE (execution, number)
    )""",
    "CREATE INDEX IF NOT EXISTS job_tasks_open ON job_tasks (job, state, id) WHERE state IN ('pending', 'running')",
)


@dataclass(frozen=True, slots=True)
class _Task:
    """One task of an execution, about to run."""

    id: int
    execution: str
    job: str
    number: int
    attempt: int
    tasks: int
    args: str
    env: str


@dataclass(slots=True)
class _Running:
    """An attempt with its process."""

    task: _Task
    process: subprocess.Popen[bytes]
    timeout: float
    ends: float  # on the monotonic clock
    killed_at: float | None = None  # when SIGKILL is due, once SIGTERM was sent
    reason: str = ""  # why it was ended from outside


class LocalJobs:
    """Jobs of one machine."""

    def __init__(
        self,
        database: Database,
        jobs: Mapping[str, JobConfig],
        clock: Clock,
        *,
        env: Mapping[str, str],
        logs: Path,
        ids: IdSource = random_id,
    ) -> None:
        """`env`: what every task inherits. `logs`: the folder for `<execution>-<index>-<attempt>.log`."""
        self._database = database
        self._jobs = dict(jobs)
        self._clock = clock
        self._env = dict(env)
        self._logs = logs
        self._ids = ids
        self._running: dict[int, _Running] = {}
        self._lock: BinaryIO | None = None
        self._guard = threading.Lock()  # the host stops from another thread than the one that supervises
        with database.write() as connection:
            for statement in _SCHEMA:
                connection.execute(statement)

    # The asking side

    def run(self, job: str, *, args: Sequence[str] = (), env: Mapping[str, str] | None = None, tasks: int = 1) -> str:
        check_run(job, env or {}, tasks, self._jobs)
        id = f"{job}-{self._ids()}"
        faults.reach("jobs.before_run")
        with self._database.write() as connection:
            connection.execute(
                "INSERT INTO job_executions (id, job, tasks, args, env) VALUES (?, ?, ?, ?, ?)",
                (id, job, tasks, encode(list(args)).decode(), encode(dict(env or {})).decode()),
            )
            connection.executemany(
                "INSERT INTO job_tasks (execution, job, number, state) VALUES (?, ?, ?, 'pending')",
                [(id, job, number) for number in range(tasks)],
            )
        faults.reach("jobs.after_run")
        return id

    def execution(self, id: str) -> Execution:
        with self._database.read() as connection:
            head = connection.execute("SELECT job, tasks, cancelled FROM job_executions WHERE id = ?", (id,)).fetchone()
            counts = dict(
                connection.execute(
                    "SELECT state, count(*) FROM job_tasks WHERE execution = ? GROUP BY state", (id,)
                ).fetchall()
            )
            reason = connection.execute(
                "SELECT reason FROM job_tasks WHERE execution = ? AND reason <> '' ORDER BY number LIMIT 1", (id,)
            ).fetchone()
            started = connection.execute(
                "SELECT 1 FROM job_tasks WHERE execution = ? AND attempt > 0 LIMIT 1", (id,)
            ).fetchone()
        if head is None:
            raise NotFound(f"there is no execution {id}")
        state = _state(counts, bool(head[2]), started is not None)
        succeeded, failed = counts.get("succeeded", 0), counts.get("failed", 0)
        return Execution(id, head[0], state, head[1], succeeded, failed, reason[0] if reason else "")

    def cancel(self, id: str) -> None:
        with self._database.write() as connection:
            connection.execute("UPDATE job_executions SET cancelled = 1 WHERE id = ?", (id,))
            connection.execute(
                "UPDATE job_tasks SET state = 'cancelled' WHERE execution = ? AND state = 'pending'", (id,)
            )

    # The running side

    def supervise(self) -> int:
        with self._guard:
            if self._is_in_charge():
                self._reap()
                self._end_what_must_end()
                self._start_what_is_due()
        with self._database.read() as connection:
            number: int = connection.execute(
                "SELECT count(*) FROM job_tasks WHERE state IN ('pending', 'running')"
            ).fetchone()[0]
        return number

    def stop(self) -> None:
        with self._guard:
            self._stop()

    def _stop(self) -> None:
        for running in self._running.values():
            self._terminate(running, "the host was stopped")
        end = self._clock.monotonic() + _GRACE
        while self._running and self._clock.monotonic() < end:
            self._reap(stopping=True)
            if self._running:
                self._clock.sleep(0.05)
        for running in self._running.values():
            _signal(running, signal.SIGKILL)
            running.process.wait()
        self._reap(stopping=True)
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def prune(self) -> int:
        """Remove what was said by attempts of more than two weeks ago; the number of files gone."""
        over = self._clock.now().timestamp() - _LOGS_KEPT
        old = [file for file in self._logs.glob("*-*-*.log") if file.stat().st_mtime < over]
        for file in old:
            file.unlink(missing_ok=True)
        return len(old)

    def _is_in_charge(self) -> bool:
        """True when this is the machine's one supervisor; what a dead one left running is then taken over."""
        if self._lock is not None:
            return True
        lock = self._database.path.with_name("jobs.lock").open("ab")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            return False
        self._lock = lock
        self._take_over()
        return True

    def _take_over(self) -> None:
        with self._database.write() as connection:
            lost = connection.execute("SELECT id, attempt, failures FROM job_tasks WHERE state = 'running'").fetchall()
            for id, attempt, failures in lost:
                suspect = attempt - failures > _LOST_ATTEMPTS
                _record(connection, id, "failed" if suspect else "pending", "its host ended while it ran")
            _cancel_open(connection)

    def _reap(self, *, stopping: bool = False) -> None:
        for running in list(self._running.values()):
            code = _exit_code(running)
            if code is not None:
                del self._running[running.task.id]
                self._settle(running, code, stopping=stopping)

    def _settle(self, running: _Running, code: int, *, stopping: bool) -> None:
        """Record how an attempt ended."""
        task = running.task
        words = _last_words(running)
        reason = "" if code == 0 else running.reason or words or f"exit code {code}"
        faults.reach("jobs.before_settle")
        with self._database.write() as connection:
            cancelled, failures = connection.execute(
                "SELECT cancelled, failures FROM job_executions JOIN job_tasks ON execution = job_executions.id"
                " WHERE job_tasks.id = ?",
                (task.id,),
            ).fetchone()
            if code == 0:
                _record(connection, task.id, "succeeded", "")
            elif cancelled:
                _record(connection, task.id, "cancelled", reason)
            elif stopping:
                _record(connection, task.id, "pending", reason)
            else:
                final = failures >= check_job(task.job, self._jobs).max_retries
                connection.execute("UPDATE job_tasks SET failures = failures + 1 WHERE id = ?", (task.id,))
                _record(connection, task.id, "failed" if final else "pending", reason)
        faults.reach("jobs.after_settle")
        if code:
            log.warning("a job's task failed", execution=task.execution, index=task.number, reason=reason)

    def _end_what_must_end(self) -> None:
        cancelled = self._cancelled()
        now = self._clock.monotonic()
        for running in self._running.values():
            if running.killed_at is not None and now >= running.killed_at:
                _signal(running, signal.SIGKILL)
            elif running.task.execution in cancelled:
                self._terminate(running, "cancelled")
            elif now >= running.ends:
                self._terminate(running, f"not done within {running.timeout:g} s")

    def _cancelled(self) -> set[str]:
        if not self._running:
            return set()
        with self._database.read() as connection:
            rows = connection.execute(
                "SELECT DISTINCT execution FROM job_tasks JOIN job_executions ON execution = job_executions.id"
                " WHERE state = 'running' AND cancelled"
            ).fetchall()
        return {row[0] for row in rows}

    def _terminate(self, running: _Running, reason: str) -> None:
        if running.killed_at is None:
            running.reason = reason
            running.killed_at = self._clock.monotonic() + _GRACE
            _signal(running, signal.SIGTERM)

    def _start_what_is_due(self) -> None:
        for name, config in self._jobs.items():
            free = config.parallelism - sum(running.task.job == name for running in self._running.values())
            for task in self._claim(name, free) if free > 0 else ():
                self._running[task.id] = self._start(task, config)

    def _claim(self, job: str, limit: int) -> list[_Task]:
        """Mark tasks as running before they run: a crash in between costs an attempt, never a double start."""
        with self._database.read() as connection:
            waiting = connection.execute(
                "SELECT 1 FROM job_tasks WHERE job = ? AND state = 'pending' LIMIT 1", (job,)
            ).fetchone()
        if not waiting:
            return []
        faults.reach("jobs.before_claim")
        with self._database.write() as connection:
            rows = connection.execute(
                "SELECT t.id, t.execution, t.job, t.number, t.attempt, e.tasks, e.args, e.env"
                " FROM job_tasks AS t JOIN job_executions AS e ON t.execution = e.id"
                " WHERE t.job = ? AND t.state = 'pending' ORDER BY t.id LIMIT ?",
                (job, limit),
            ).fetchall()
            connection.executemany(
                "UPDATE job_tasks SET state = 'running', attempt = attempt + 1 WHERE id = ?", [row[:1] for row in rows]
            )
        faults.reach("jobs.after_claim")
        return [_Task(*row) for row in rows]

    def _start(self, task: _Task, config: JobConfig) -> _Running:
        self._logs.mkdir(parents=True, exist_ok=True)
        written = self._logs / f"{task.execution}-{task.number}-{task.attempt}.log"
        command = [sys.executable, "-m", config.module, *decode(list[str], task.args)]
        process = subprocess.Popen(  # noqa: S603 - an argument list, the module comes from the manifest
            [sys.executable, "-I", "-S", _LAUNCHER, str(_LOG_LIMIT), str(written), *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=self._variables(task, config),
            start_new_session=True,
        )
        faults.reach("jobs.after_start")
        return _Running(task, process, config.timeout, self._clock.monotonic() + config.timeout)

    def _variables(self, task: _Task, config: JobConfig) -> dict[str, str]:
        deadline = self._clock.now() + timedelta(seconds=config.timeout)
        return {
            **self._env,
            **config.env,
            **decode(dict[str, str], task.env),
            "CLOUD_RUN_JOB": task.job,
            "CLOUD_RUN_EXECUTION": task.execution,
            "CLOUD_RUN_TASK_INDEX": str(task.number),
            "CLOUD_RUN_TASK_COUNT": str(task.tasks),
            "CLOUD_RUN_TASK_ATTEMPT": str(task.attempt),
            "LEADREEL_ATTEMPT_DEADLINE": iso(deadline),
        }


def _state(counts: Mapping[str, int], cancelled: bool, started: bool) -> ExecutionState:
    if counts.get("running") or (counts.get("pending") and started):
        return "running"
    if counts.get("pending"):
        return "pending"
    if cancelled and counts.get("cancelled"):
        return "cancelled"
    return "failed" if counts.get("failed") else "succeeded"


def _record(connection: Connection, id: int, state: str, reason: str) -> None:
    connection.execute("UPDATE job_tasks SET state = ?, reason = ? WHERE id = ?", (state, reason, id))


def _cancel_open(connection: Connection) -> None:
    connection.execute(
        "UPDATE job_tasks SET state = 'cancelled' WHERE state = 'pending'"
        " AND execution IN (SELECT id FROM job_executions WHERE cancelled)"
    )


def _exit_code(running: _Running) -> int | None:
    """The exit code of an attempt that has ended; what it left behind in its process group ends with it."""
    process = running.process
    if process.returncode is not None:
        return process.returncode
    if os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        return None
    _signal(running, signal.SIGKILL)  # the leader is not reaped yet, so that the group's number is still its own
    return process.wait()


def _last_words(running: _Running) -> str:
    with running.process as process:  # closes its pipes
        words = b"" if process.stdout is None else process.stdout.read()
    return words.decode("utf-8", "replace").strip()


def _signal(running: _Running, number: int) -> None:
    try:
        os.killpg(running.process.pid, number)
    except (ProcessLookupError, PermissionError):  # macOS says EPERM for a group of zombies
        return

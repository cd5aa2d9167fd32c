"""What only the embedded shelf knows: its one file, its indexes, its pruning, its processes."""

import fcntl
import os
import sqlite3
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import psutil
import pytest

from shared.adapters.local.alive import Alive
from shared.adapters.local.database import Database
from shared.adapters.local.documents import LocalDocuments
from shared.adapters.local.jobs import LocalJobs
from shared.adapters.local.queue import LocalQueue
from shared.core.clock import ManualClock, SystemClock
from shared.core.errors import PermanentError, TransientError
from shared.ports.documents import Index, Query, Set, Where
from shared.ports.jobs import JobConfig
from shared.ports.queue import QueueConfig, QueueTask

HOUR = 3600.0


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / "state" / "state.db")


# The file


def test_the_file_is_safe_against_power_cuts(database: Database) -> None:
    with database.write() as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)


def test_readers_cannot_write(database: Database) -> None:
    with database.read() as connection, pytest.raises(sqlite3.OperationalError, match="readonly"):
        connection.execute("CREATE TABLE t (a)")


def test_a_write_within_a_write_is_a_fault_not_a_deadlock(database: Database) -> None:
    documents = LocalDocuments(database, ())
    with pytest.raises(RuntimeError, match="transaction"):
        documents.transaction(lambda _: documents.set("leads", "l1", {}))
    documents.set("leads", "l1", {})


def test_a_store_that_another_process_holds_for_too_long_is_a_passing_trouble(tmp_path: Path) -> None:
    database = Database(tmp_path / "s.db", patience=0.05)
    documents = LocalDocuments(database, ())
    other = sqlite3.connect(tmp_path / "s.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(TransientError, match=r"s\.db"):
        documents.set("leads", "l1", {})
    other.execute("ROLLBACK")
    documents.set("leads", "l1", {})
    other.close()


def test_a_file_that_is_no_store_is_named_with_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "s.db").write_bytes(b"this is no database" * 100)
    with pytest.raises(PermanentError, match="backup"):
        LocalDocuments(Database(tmp_path / "s.db"), ())


def test_a_full_disk_is_a_passing_trouble_that_leaves_nothing_behind(database: Database) -> None:
    documents = LocalDocuments(database, ())
    documents.set("leads", "l1", {"n": 1})
    with database.write() as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(TransientError, match="space"):
        documents.batch([Set("leads", f"x{n}", {"text": "x" * 1000}) for n in range(100)])
    assert documents.count(Query("leads")) == 1


# Indexes


def test_an_index_declared_later_covers_what_is_there_already(database: Database) -> None:
    before = LocalDocuments(database, ())
    before.batch([Set("leads", f"l{n}", {"city": "x", "size": {"n": n}} if n % 2 else {}) for n in range(10)])
    after = LocalDocuments(database, [Index("leads", ("city", "size.n"))])
    query = Query("leads", (Where("city", "==", "x"), Where("size.n", ">", 3)))
    assert [found.id for found in after.query(query)] == ["l5", "l7", "l9"]
    before.set("leads", "l11", {"city": "x", "size": {"n": 11}})  # a process that does not know the index fills it
    assert [found.id for found in after.query(query)] == ["l5", "l7", "l9", "l11"]


@pytest.mark.parametrize(
    "query",
    [
        Query("leads", (Where("city", "==", "x"),), order_by="size", limit=10),
        Query("leads", (Where("city", "==", "x"), Where("size", ">=", 5)), limit=10),
        Query("leads", (Where("city", "==", "x"),), order_by="size", after=(4, "l4"), limit=10),
        Query("leads", (Where("city", "==", "x"),), limit=10),
        Query("leads", (Where("city", "in", ["x", "y"]),)),
    ],
)
def test_a_declared_query_uses_its_index(database: Database, query: Query) -> None:
    from shared.adapters.local import plan

    indexes = [Index("leads", ("city", "size"))]
    documents = LocalDocuments(database, indexes)
    documents.set("leads", "l1", {"city": "x", "size": 1})
    with database.read() as connection:
        layout = documents._tables.find(connection, "leads")
        assert layout is not None
        sql, values = plan.select(query, layout)
        steps = " | ".join(row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", values))
    assert "doc_leads_by_k0_k1 (parent=? AND k0=?" in steps
    assert "SCAN doc_leads" not in steps


# The queue


def test_ended_names_and_old_graves_are_forgotten_in_time(database: Database) -> None:
    clock = ManualClock()
    queue = LocalQueue(database, {"q": QueueConfig("q", "f")}, clock, Random(1))
    queue.enqueue_many(QueueTask("q", b"", name=f"t{n}") for n in range(4))
    for dispatch in queue.lease(2):
        queue.succeed(dispatch)
    clock.advance(23 * HOUR)
    assert queue.prune() == 0
    clock.advance(2 * HOUR)
    assert queue.prune() == 2
    assert queue.backlog() == {"q": 2}
    queue.close()


def test_ended_names_are_pruned_while_the_queue_works(database: Database) -> None:
    clock = ManualClock()
    queue = LocalQueue(database, {"q": QueueConfig("q", "f")}, clock, Random(1))
    queue.enqueue(QueueTask("q", b"", name="t"))
    queue.succeed(queue.lease(1)[0])
    clock.advance(25 * HOUR)
    queue.lease(1)
    with database.read() as connection:
        assert connection.execute("SELECT count(*) FROM queue_tasks").fetchone() == (0,)
    queue.close()


def test_leasing_is_cheap_with_many_tasks_waiting(database: Database) -> None:
    config = QueueConfig("q", "f", rate=500, burst=500, max_concurrent=500)
    queue = LocalQueue(database, {"q": config}, SystemClock(), Random(1))
    queue.enqueue_many(QueueTask("q", b"", name=f"t{n}") for n in range(50_000))
    start = time.perf_counter()
    for _ in range(10):
        assert len(queue.lease(10)) == 10
        queue.next_due()
    assert time.perf_counter() - start < 1.0  # about 0.02 s where nothing else runs
    queue.close()


# Processes


def test_a_token_is_dead_when_its_holder_is(tmp_path: Path) -> None:
    script = "import sys, time; from pathlib import Path; from shared.adapters.local.alive import Alive\n"
    script += "alive = Alive(Path(sys.argv[1])); print(alive.token(), flush=True); time.sleep(60)"
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    holder = subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], env=env, stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    with holder.stdout:
        token = holder.stdout.readline().strip()
    me = Alive(tmp_path)
    assert not me.is_dead(token)
    assert not me.is_dead(me.token())
    assert not Alive(tmp_path).is_dead(me.token())
    holder.kill()
    holder.wait()
    assert me.is_dead(token)
    assert not me.is_dead("")  # nobody holds what was handed on
    assert me.is_dead("never-there")
    mine = me.token()
    me.close()
    assert Alive(tmp_path).is_dead(mine)
    assert list(tmp_path.iterdir()) == []


def run_job(folder: Path, source: str) -> tuple[LocalJobs, str]:
    (folder / "job_module.py").write_text(source)
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(folder), *sys.path])}
    jobs = LocalJobs(
        Database(folder / "state" / "state.db"),
        {"job": JobConfig("job", "job_module", max_retries=0)},
        SystemClock(),
        env=env,
        logs=folder / "logs",
    )
    id = jobs.run("job")
    end = time.monotonic() + 30
    while jobs.supervise():
        assert time.monotonic() < end
        time.sleep(0.02)
    return jobs, id


def test_a_tasks_output_is_kept_up_to_a_limit(tmp_path: Path) -> None:
    source = "import sys\nfor _ in range(300): print('x' * 9_999)\nsys.exit('é' * 100_000 + 'the reason')"
    jobs, id = run_job(tmp_path, source)
    (log,) = (tmp_path / "logs").iterdir()
    assert log.name == f"{id}-0-0.log"
    assert 2_000_000 <= log.stat().st_size <= 2_000_100
    assert log.read_bytes().endswith(b"[the output was cut here]\n")
    reason = jobs.execution(id).reason
    assert reason.endswith("the reason")
    assert len(reason) <= 2_000
    jobs.stop()


def is_running(pid: int) -> bool:
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def test_what_a_task_leaves_running_ends_with_it(tmp_path: Path) -> None:
    source = (
        "import subprocess, sys\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        "print(child.pid, flush=True)\n"
    )
    jobs, id = run_job(tmp_path, source)
    assert jobs.execution(id).state == "succeeded"
    pid = int((tmp_path / "logs" / f"{id}-0-0.log").read_text())
    end = time.monotonic() + 10
    while is_running(pid):
        assert time.monotonic() < end
        time.sleep(0.02)
    jobs.stop()


def test_importing_the_shelf_loads_nothing_heavy() -> None:
    names = ("blobs", "database", "documents", "events", "jobs", "queue")
    imports = "; ".join(f"import shared.adapters.local.{name}" for name in names)
    heavy = "{'numpy', 'httpx', 'grpc', 'yaml', 'rich', 'fastapi', 'asyncio'}"
    script = f"import sys; {imports}; print(sorted({heavy} & set(sys.modules)))"
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    printed = subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True, check=True)
    assert printed.stdout.strip() == "[]"


def test_what_attempts_said_is_kept_for_two_weeks(tmp_path: Path) -> None:
    clock = ManualClock(datetime(2026, 5, 20, tzinfo=UTC))
    jobs = LocalJobs(Database(tmp_path / "state.db"), {}, clock, env={}, logs=tmp_path / "logs")
    (tmp_path / "logs").mkdir()
    for name, day in (("old-0-0.log", 1), ("new-0-0.log", 10), ("leadreel.jsonl", 1)):
        file = tmp_path / "logs" / name
        file.write_text("said")
        at = datetime(2026, 5, day, tzinfo=UTC).timestamp()
        os.utime(file, (at, at))
    assert jobs.prune() == 1
    assert sorted(file.name for file in (tmp_path / "logs").iterdir()) == ["leadreel.jsonl", "new-0-0.log"]


def test_threads_that_ask_first_at_once_are_told_the_same_token(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, locked, waits = Path.mkdir, fcntl.flock, iter([0.3])

    def make(self: Path, *args: Any, **named: Any) -> None:
        time.sleep(0.05)  # all come to it
        made(self, *args, **named)

    def lock(file: Any, how: int) -> None:
        time.sleep(next(waits, 0.0))  # the first is overtaken
        locked(file, how)

    monkeypatch.setattr(Path, "mkdir", make)
    monkeypatch.setattr(fcntl, "flock", lock)
    me, told = Alive(tmp_path), list[str]()
    threads = [threading.Thread(target=lambda: told.append(me.token()), daemon=True) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(5)
    assert told == [me.token()] * 4

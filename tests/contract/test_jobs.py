"""What every job runner promises, and its running side on one machine."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest

from shared.core.clock import SystemClock, parse_iso
from shared.core.errors import InvalidInput, NotFound
from shared.ports.jobs import JobConfig

REPORT = """
import json, os, sys
from pathlib import Path
names = [name for name in os.environ if name.startswith(("CLOUD_RUN_", "OWN_", "LEADREEL_ATTEMPT"))]
line = {**{name: os.environ[name] for name in names}, "args": sys.argv[1:]}
with (Path(__file__).parent / "report").open("a") as file:
    file.write(json.dumps(line) + "\\n")
"""
FAIL_TWICE = (
    REPORT
    + """
print("on the way", flush=True)
if int(os.environ["CLOUD_RUN_TASK_ATTEMPT"]) < 2:
    sys.exit("attempt %s fell\\n\\n" % os.environ["CLOUD_RUN_TASK_ATTEMPT"])
"""
)
HANG = (
    REPORT
    + """
import signal, subprocess, time
def end(*_):
    (Path(__file__).parent / "terminated").touch()
    sys.exit(1)
signal.signal(signal.SIGTERM, end)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
(Path(__file__).parent / "new").write_text(f"{os.getpid()} {child.pid}")
(Path(__file__).parent / "new").rename(Path(__file__).parent / "pids")
time.sleep(600)
"""
)
DEAF = (
    REPORT
    + """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
(Path(__file__).parent / "pids").write_text(str(os.getpid()))
time.sleep(600)
"""
)

running = pytest.mark.one_machine("in the cloud the platform runs the tasks")


def config(shelf: Any, source: str, **more: Any) -> JobConfig:
    (shelf.folder / "job_module.py").write_text(source)
    return JobConfig("renderer", "job_module", **more)


def reports(shelf: Any) -> list[dict[str, Any]]:
    path = shelf.folder / "report"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def until(condition: Callable[[], Any], jobs: Any = None, *, seconds: float = 20) -> Any:
    end = time.monotonic() + seconds
    while not (result := condition()):
        assert time.monotonic() < end, "it did not happen in time"
        if jobs is not None:
            jobs.supervise()
        time.sleep(0.02)
    return result


def pids(shelf: Any) -> list[int]:
    path = shelf.folder / "pids"
    return [int(pid) for pid in path.read_text().split()] if path.exists() else []


def is_gone(pid: int) -> bool:
    try:
        return bool(psutil.Process(pid).status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True


@running
def test_each_task_learns_who_it_is(shelf: Any) -> None:
    jobs = shelf.jobs(config(shelf, REPORT, env={"OWN_A": "job", "OWN_B": "job"}, timeout=60))
    id = jobs.run("renderer", args=["--lead", "a b; rm -rf /"], env={"OWN_B": "run"}, tasks=3)
    assert jobs.execution(id).state == "pending"
    until(lambda: jobs.supervise() == 0)
    execution = jobs.execution(id)
    assert (execution.job, execution.state, execution.tasks) == ("renderer", "succeeded", 3)
    assert (execution.succeeded, execution.failed, execution.reason) == (3, 0, "")
    lines = sorted(reports(shelf), key=lambda line: line["CLOUD_RUN_TASK_INDEX"])
    assert [line["CLOUD_RUN_TASK_INDEX"] for line in lines] == ["0", "1", "2"]
    for line in lines:
        deadline = parse_iso(line.pop("LEADREEL_ATTEMPT_DEADLINE"))
        assert (deadline - shelf.clock.now()).total_seconds() == 60
        assert line == {
            "CLOUD_RUN_JOB": "renderer",
            "CLOUD_RUN_EXECUTION": id,
            "CLOUD_RUN_TASK_INDEX": line["CLOUD_RUN_TASK_INDEX"],
            "CLOUD_RUN_TASK_COUNT": "3",
            "CLOUD_RUN_TASK_ATTEMPT": "0",
            "OWN_A": "job",
            "OWN_B": "run",
            "args": ["--lead", "a b; rm -rf /"],
        }


@running
def test_a_task_that_fails_is_tried_again_with_the_attempt_counted(shelf: Any) -> None:
    jobs = shelf.jobs(config(shelf, FAIL_TWICE, max_retries=2))
    id = jobs.run("renderer")
    until(lambda: jobs.execution(id).reason == "attempt 0 fell", jobs)
    assert jobs.execution(id).state == "running"
    until(lambda: jobs.supervise() == 0)
    assert jobs.execution(id).state == "succeeded"
    assert [line["CLOUD_RUN_TASK_ATTEMPT"] for line in reports(shelf)] == ["0", "1", "2"]


@running
def test_a_task_that_goes_on_failing_fails_with_its_last_words(shelf: Any) -> None:
    jobs = shelf.jobs(config(shelf, FAIL_TWICE, max_retries=1))
    id = jobs.run("renderer")
    until(lambda: jobs.supervise() == 0)
    execution = jobs.execution(id)
    assert (execution.state, execution.failed, execution.reason) == ("failed", 1, "attempt 1 fell")
    assert len(reports(shelf)) == 2


@running
def test_a_task_that_ends_without_a_word_fails_with_its_exit_code(shelf: Any) -> None:
    jobs = shelf.jobs(config(shelf, "import os; os.kill(os.getpid(), 9)", max_retries=0))
    id = jobs.run("renderer")
    until(lambda: jobs.supervise() == 0)
    assert jobs.execution(id).reason == "exit code 137"


@running
def test_a_task_over_its_time_is_asked_to_end_and_its_children_with_it(shelf: Any) -> None:
    jobs = shelf.jobs(config(shelf, HANG, timeout=5, max_retries=0))
    id = jobs.run("renderer")
    until(lambda: pids(shelf), jobs)
    shelf.clock.advance(4)
    jobs.supervise()
    assert not (shelf.folder / "terminated").exists()
    shelf.clock.advance(2)
    until(lambda: jobs.supervise() == 0)
    assert (shelf.folder / "terminated").exists()
    assert jobs.execution(id).reason == "not done within 5 s"
    until(lambda: all(map(is_gone, pids(shelf))))


@running
def test_a_task_that_does_not_listen_is_killed_after_the_grace_time(shelf: Any) -> None:
    jobs = shelf.jobs(config(shelf, DEAF, timeout=5, max_retries=0))
    id = jobs.run("renderer")
    until(lambda: pids(shelf), jobs)
    shelf.clock.advance(6)
    jobs.supervise()
    shelf.clock.advance(9)
    jobs.supervise()
    time.sleep(0.1)
    assert not is_gone(pids(shelf)[0])
    shelf.clock.advance(2)
    until(lambda: jobs.supervise() == 0)
    assert jobs.execution(id).state == "failed"
    assert is_gone(pids(shelf)[0])


@running
def test_no_more_tasks_run_at_once_than_the_job_allows(shelf: Any) -> None:
    jobs = shelf.jobs(config(shelf, HANG, parallelism=2))
    id = jobs.run("renderer", tasks=5)
    until(lambda: len(reports(shelf)) == 2, jobs)
    for _ in range(5):
        assert jobs.supervise() == 5
    assert len(reports(shelf)) == 2
    assert jobs.execution(id).state == "running"


@running
def test_a_cancelled_execution_ends_and_is_not_tried_again(shelf: Any) -> None:
    jobs = shelf.jobs(config(shelf, HANG, parallelism=1))
    id = jobs.run("renderer", tasks=2)
    until(lambda: pids(shelf), jobs)
    shelf.jobs(config(shelf, HANG)).cancel(id)  # by another process
    until(lambda: jobs.supervise() == 0)
    execution = jobs.execution(id)
    assert (execution.state, execution.succeeded, execution.failed) == ("cancelled", 0, 0)
    assert len(reports(shelf)) == 1
    waiting = jobs.run("renderer")
    jobs.cancel(waiting)
    assert jobs.supervise() == 0
    assert jobs.execution(waiting).state == "cancelled"


def test_what_is_wrong_is_refused(shelf: Any) -> None:
    jobs = shelf.jobs(config(shelf, REPORT))
    with pytest.raises(InvalidInput, match="renderer"):
        jobs.run("nothing")
    with pytest.raises(InvalidInput, match="tasks"):
        jobs.run("renderer", tasks=0)
    with pytest.raises(InvalidInput, match="CLOUD_RUN_JOB"):
        jobs.run("renderer", env={"CLOUD_RUN_JOB": "x"})
    with pytest.raises(NotFound):
        jobs.execution("nothing")
    jobs.cancel("nothing")


@running
def test_stopped_tasks_start_again_as_a_new_attempt_that_costs_no_retry(shelf: Any) -> None:
    shelf.clock = SystemClock()
    jobs = shelf.jobs(config(shelf, HANG, max_retries=0))
    id = jobs.run("renderer")
    until(lambda: pids(shelf), jobs)
    jobs.stop()
    assert (shelf.folder / "terminated").exists()
    assert all(map(is_gone, pids(shelf)))
    assert jobs.execution(id).state == "running"
    again = shelf.jobs(config(shelf, REPORT, max_retries=0))
    until(lambda: again.supervise() == 0)
    assert again.execution(id).state == "succeeded"
    assert [line["CLOUD_RUN_TASK_ATTEMPT"] for line in reports(shelf)] == ["0", "1"]


@running
def test_only_one_supervisor_runs_the_tasks(shelf: Any) -> None:
    one = shelf.jobs(config(shelf, HANG))
    two = shelf.jobs(config(shelf, HANG))
    one.run("renderer")
    until(lambda: pids(shelf), one)
    for _ in range(3):
        assert two.supervise() == 1
    assert len(reports(shelf)) == 1


HOST = """
import os, sys, time; from pathlib import Path
from shared.adapters.local.database import Database
from shared.adapters.local.jobs import LocalJobs
from shared.core.clock import SystemClock
from shared.ports.jobs import JobConfig

root = Path(sys.argv[1])
jobs = {"renderer": JobConfig("renderer", "job_module", max_retries=0)}
host = LocalJobs(Database(root / "state" / "state.db"), jobs, SystemClock(), env=os.environ, logs=root / "logs")
if "run" in sys.argv:
    host.run("renderer")
while host.supervise():
    time.sleep(0.02)
"""


def start_host(folder: Path, *more: str, faults: str = "") -> subprocess.Popen[bytes]:
    path = os.pathsep.join([str(folder), *sys.path])
    env = {**os.environ, "PYTHONPATH": path, "LEADREEL_FAULTS": faults}
    return subprocess.Popen([sys.executable, "-c", HOST, str(folder), *more], env=env)


@running
def test_a_killed_host_leaves_no_orphan_and_the_next_one_starts_the_task_again(shelf: Any) -> None:
    (shelf.folder / "job_module.py").write_text(HANG)
    host = start_host(shelf.folder, "run")
    both = until(lambda: len(pids(shelf)) == 2 and pids(shelf))
    host.send_signal(signal.SIGKILL)
    host.wait()
    until(lambda: all(map(is_gone, both)))
    (shelf.folder / "job_module.py").write_text(REPORT)
    assert start_host(shelf.folder).wait(30) == 0
    assert [line["CLOUD_RUN_TASK_ATTEMPT"] for line in reports(shelf)] == ["0", "1"]


@running
@pytest.mark.parametrize(
    "point", ["after_run", "before_claim", "after_claim", "after_start", "before_settle", "after_settle"]
)
def test_a_host_killed_at_any_step_loses_no_task(shelf: Any, point: str) -> None:
    (shelf.folder / "job_module.py").write_text(REPORT)
    assert start_host(shelf.folder, "run", faults=f"jobs.{point}=kill").wait(30) == -9
    assert start_host(shelf.folder).wait(30) == 0
    jobs = shelf.jobs(config(shelf, REPORT))
    (id,) = {line["CLOUD_RUN_EXECUTION"] for line in reports(shelf)}
    assert jobs.execution(id).state == "succeeded"

"""One run of the renderer: `python -m containers.renderer.main RENDER_JOB_ID...`, or `--manifest ID` for this task's
share of a campaign, or `--draft PROPOSAL_ID` for one draft of content. Ids in, exit code out.

On Google Cloud it is one process for each core, each with an encoder of one thread and a browser of its own; on one
machine as many tasks run at once as the manifest says, each of one process.

After its own jobs it goes on with whatever waits while its time lasts: a warm browser and loaded media serve many
leads, and an execution whose job somebody else has done ends at once.

0 = done or nothing to do · 1 = a job failed, with its reason in the job · 143 = asked to stop, leases given back
"""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from types import FrameType

from shared.app import app
from shared.core import log as logging
from shared.core.clock import parse_iso
from shared.core.errors import AppError, InvalidInput
from shared.video.worker import Tally

STOPPED = 128 + signal.SIGTERM
_PROCESS = "LEADREEL_RENDER_PROCESS"  # which of how many in this task: 0/2
_ARENAS = -8  # M_ARENA_MAX of malloc.h
_TIMEOUT = 840.0  # seconds, when nobody tells the deadline


def deadline(env: Mapping[str, str], now: datetime) -> datetime:
    """When this attempt will be ended by force."""
    told = env.get("LEADREEL_ATTEMPT_DEADLINE", "")
    if not told:
        return now + timedelta(seconds=_TIMEOUT)
    try:
        return parse_iso(told)
    except ValueError as error:
        raise InvalidInput(f"LEADREEL_ATTEMPT_DEADLINE: {told!r} is not an ISO 8601 time with an offset") from error


def owner(env: Mapping[str, str], attempt: int) -> str:
    """The name under which this attempt holds leases; a later attempt of the same task knows it."""
    execution = env.get("CLOUD_RUN_EXECUTION") or f"process-{os.getpid()}"
    return f"{execution}/{place(env)[0]}/{attempt}"


def place(env: Mapping[str, str]) -> tuple[int, int]:
    """Which of how many workers this process is, over all tasks of the execution and their processes."""
    task, tasks = int(env.get("CLOUD_RUN_TASK_INDEX") or 0), int(env.get("CLOUD_RUN_TASK_COUNT") or 1)
    process, _, processes = env.get(_PROCESS, "0/1").partition("/")
    return task * int(processes) + int(process), tasks * int(processes)


def processes(env: Mapping[str, str], shelf: str) -> int:
    """How many this task is to be. A process that was started as one of several starts no others."""
    if _PROCESS in env:
        return 1
    return int(env.get("LEADREEL_RENDER_PROCESSES") or ((os.cpu_count() or 1) if shelf == "gcp" else 1))


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(STOPPED)


def together(count: int, arguments: Sequence[str], env: Mapping[str, str]) -> int:
    """This task as several processes: the worst of their exit codes. Asked to stop, all are asked."""
    command = [sys.executable, "-m", "containers.renderer.main", *arguments]
    started: list[subprocess.Popen[bytes]] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        for process in started:
            process.send_signal(number)

    signal.signal(signal.SIGTERM, stop)
    for number in range(count):
        # An argument list without a shell; what stands in it are ids.
        started.append(subprocess.Popen(command, env={**env, _PROCESS: f"{number}/{count}"}))  # noqa: S603
    codes = [process.wait() for process in started]
    if STOPPED in codes:
        return STOPPED
    return 1 if any(codes) else 0


def share_arenas() -> None:
    """Let all threads of this process share two arenas of memory, where the C library is GNU's. By itself it gives
    each thread one of its own, which keeps what that thread once needed: a tenth of a worker that runs for long."""
    if sys.platform == "linux":
        with suppress(AttributeError):  # another C library
            ctypes.CDLL(None).mallopt(_ARENAS, 2)


def work(arguments: Sequence[str], env: Mapping[str, str]) -> tuple[Sequence[str], Callable[[Tally], None]]:
    """The jobs to begin with, and who hears how far they are."""
    if list(arguments[:1]) != ["--manifest"]:
        return arguments, lambda _: None
    campaigns, id = app().campaigns, arguments[1]
    index, count = place(env)
    return (
        campaigns.manifest(id).share(index, count),
        lambda tally: campaigns.report(id, str(index), tally.done, tally.failed),
    )


def draft(arguments: Sequence[str], env: Mapping[str, str]) -> int:
    """One draft, by one process: its renderer takes what cores there are."""
    attempt = int(env.get("CLOUD_RUN_TASK_ATTEMPT") or 0)
    run = f"@{env.get('CLOUD_RUN_EXECUTION') or f'process-{os.getpid()}'}/"
    mine = app().owner() + run
    worker = app().draft_worker
    signal.signal(signal.SIGTERM, _stop)
    try:
        done = [
            worker.work(id, owner=f"{mine}{attempt}", before=lambda owner: run in owner and owner != f"{mine}{attempt}")
            for id in arguments
        ]
    except SystemExit:
        worker.give_back()
        os._exit(STOPPED)
    return 0 if all(done) else 1


def main(arguments: Sequence[str]) -> int:
    env = os.environ
    house = app()
    if list(arguments[:1]) == ["--draft"]:
        return draft(arguments[1:], env)
    if (count := processes(env, house.settings.shelf)) > 1:
        return together(count, arguments, env)
    attempt = int(env.get("CLOUD_RUN_TASK_ATTEMPT", "0") or 0)
    if attempt > 0:  # the attempt before this one is dead: its leases need not be waited for
        house.renders.take_over(owner(env, attempt - 1))
    worker = house.render_worker
    signal.signal(signal.SIGTERM, _stop)
    try:
        ids, progress = work(arguments, env)
        until = deadline(env, house.clock.now())
        tally = worker.work(ids, owner=owner(env, attempt), until=until, on_progress=progress)
    except SystemExit:
        worker.give_back()
        os._exit(STOPPED)  # at once: the browser's thread may be waiting for a slow page
    return 1 if tally.failed else 0


def _log_file() -> Path | None:
    """On one machine all lines of the house come together in one file."""
    settings = app().settings
    return settings.data / "logs" / "leadreel.jsonl" if settings.shelf != "gcp" else None


def run(arguments: Sequence[str]) -> int:
    share_arenas()
    try:
        logging.set_up(os.environ.get("LEADREEL_LOG_LEVEL", "INFO"), sys.stderr, _log_file())
        app().observe("renderer")
        return main(arguments)
    except AppError as error:
        sys.stderr.write(f"{error}\n")
        return 1


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))

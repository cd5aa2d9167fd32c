"""One run of the renderer: `python -m containers.renderer.main RENDER_JOB_ID...`. Ids in, exit code out.

After its own jobs it goes on with whatever waits while its time lasts: a warm browser and loaded media serve many
leads, and an execution whose job somebody else has done ends at once.

0 = done or nothing to do · 1 = a job failed, with its reason in the job · 143 = asked to stop, leases given back
"""

import os
import signal
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from types import FrameType

from shared.app import app
from shared.core import log as logging
from shared.core.clock import parse_iso
from shared.core.errors import AppError, InvalidInput

STOPPED = 128 + signal.SIGTERM
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
    return f"{execution}/{env.get('CLOUD_RUN_TASK_INDEX', '0')}/{attempt}"


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(STOPPED)


def main(ids: Sequence[str]) -> int:
    env = os.environ
    house = app()
    attempt = int(env.get("CLOUD_RUN_TASK_ATTEMPT", "0") or 0)
    if attempt > 0:  # the attempt before this one is dead: its leases need not be waited for
        house.renders.take_over(owner(env, attempt - 1))
    worker = house.render_worker
    signal.signal(signal.SIGTERM, _stop)
    try:
        tally = worker.work(ids, owner=owner(env, attempt), until=deadline(env, house.clock.now()))
    except SystemExit:
        worker.give_back()
        os._exit(STOPPED)  # at once: the browser's thread may be waiting for a slow page
    return 1 if tally.failed else 0


def _log_file() -> Path | None:
    """On one machine all lines of the house come together in one file."""
    settings = app().settings
    return settings.data / "logs" / "leadreel.jsonl" if settings.shelf == "local" else None


def run(ids: Sequence[str]) -> int:
    try:
        logging.set_up(os.environ.get("LEADREEL_LOG_LEVEL", "INFO"), sys.stderr, _log_file())
        app().observe("renderer")
        return main(ids)
    except AppError as error:
        sys.stderr.write(f"{error}\n")
        return 1


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))

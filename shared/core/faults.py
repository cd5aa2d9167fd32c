"""Named fault points: places where a test, or a rehearsal, may crash, delay or fail the work.

A point costs one dictionary look-up when nothing is armed. `LEADREEL_FAULTS="name=kill@3,other=raise"`
arms points in a child process: the action fires at the N-th arrival (the first by default).
"""

import os
import signal
import time
from collections.abc import Callable, Mapping

from shared.core.errors import TransientError

Action = Callable[[str], None]
_armed: dict[str, Action] = {}


class InjectedFault(TransientError):
    """Raised by an armed point; handled as any outage is."""


def reach(point: str) -> None:
    """Announce that the work has come to `point` (a literal `room.step`, unique in the repository)."""
    if _armed and (action := _armed.get(point)):
        action(point)


def arm(point: str, action: Action, *, at: int = 1) -> None:
    """Let `action` run at the `at`-th arrival at `point`, once."""
    remaining = at

    def count_down(name: str) -> None:
        nonlocal remaining
        remaining -= 1
        if remaining == 0:
            action(name)

    _armed[point] = count_down


def disarm() -> None:
    _armed.clear()


def kill(_point: str) -> None:
    """End this process as a power cut would: nothing is flushed, nothing is closed."""
    os.kill(os.getpid(), signal.SIGKILL)


def fail(point: str) -> None:
    raise InjectedFault(f"fault injected at {point}")


def hang(_point: str) -> None:
    time.sleep(3600)


ACTIONS: Mapping[str, Action] = {"kill": kill, "raise": fail, "hang": hang}


def arm_from(env: Mapping[str, str]) -> None:
    """Arm what `LEADREEL_FAULTS` names. Raises KeyError for an unknown action."""
    for entry in filter(None, env.get("LEADREEL_FAULTS", "").split(",")):
        point, _, rest = entry.partition("=")
        action, _, at = rest.partition("@")
        arm(point, ACTIONS[action], at=int(at or 1))


arm_from(os.environ)

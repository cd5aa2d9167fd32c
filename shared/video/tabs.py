"""The memory of a browser's tabs: each is a process of its own, and one that takes too much is ended."""

import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_PROC = Path("/proc")
_PAGE = 4096


def end_greedy_tabs(mark: str, most: int) -> int:
    """Kill the tabs of the browser whose command line holds `mark` that take more than `most` bytes; how many.

    Where there is no /proc nothing is done: the other limits remain.
    """
    ended = 0
    for pid in _descendants(os.getpid()):
        command = _read(pid, "cmdline")
        if "--type=renderer" not in command or _memory(pid) <= most or not _belongs(pid, mark):
            continue
        with suppress(OSError):
            os.kill(pid, signal.SIGKILL)
            ended += 1
    return ended


def memory_below(pid: int) -> int:
    """Bytes of a process and of all below it; what they share is counted in parts."""
    return sum(_proportional(one) for one in (pid, *_descendants(pid)))


def _descendants(pid: int) -> Iterator[int]:
    for task in _tasks(pid):
        for child in _read(pid, f"task/{task}/children").split():
            yield int(child)
            yield from _descendants(int(child))


def _tasks(pid: int) -> list[str]:
    """Threads: each may have children of its own."""
    try:
        return [path.name for path in (_PROC / str(pid) / "task").iterdir()]
    except OSError:
        return []


def _belongs(pid: int, mark: str) -> bool:
    while pid > 1:
        if mark in _read(pid, "cmdline"):
            return True
        parent = _read(pid, "stat").rpartition(")")[2].split()
        pid = int(parent[1]) if len(parent) > 1 else 0
    return False


def _memory(pid: int) -> int:
    fields = _read(pid, "statm").split()
    return int(fields[1]) * _PAGE if len(fields) > 1 else 0


def _proportional(pid: int) -> int:
    for line in _read(pid, "smaps_rollup").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return _memory(pid)


def _read(pid: int, name: str) -> str:
    try:
        return (_PROC / str(pid) / name).read_bytes().decode("utf-8", "replace")
    except OSError:
        return ""

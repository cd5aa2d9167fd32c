"""For all tests: what is missing skips with its remedy, and fails where CI demands it (`REQUIRE_EMULATORS=1`)."""

import fcntl
import os
import re
import subprocess
import sys
import time
from collections.abc import Generator, Mapping
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
NAMES = ("FIRESTORE_EMULATOR_HOST", "PUBSUB_EMULATOR_HOST", "STORAGE_EMULATOR_HOST")


def pytest_make_parametrize_id(val: object) -> str | None:
    """Bytes are no name: packed ones hold the time, and two workers that collect them would not agree."""
    return "bytes" if isinstance(val, bytes) else None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
    report = yield
    if report.skipped and os.environ.get("REQUIRE_EMULATORS") == "1":
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        report.outcome = "failed"
        report.longrepr = f"nothing may be missing here (REQUIRE_EMULATORS=1): {item.nodeid}: {reason}"
    return report


@pytest.fixture(scope="session")
def emulators(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """Where Google's emulators listen: those of the environment, else ones started for this whole session.

    All workers share one set; it ends itself when the session's first process has gone.
    """
    if all(name in os.environ for name in NAMES):
        return {name: os.environ[name] for name in NAMES}
    worker = "PYTEST_XDIST_WORKER" in os.environ
    folder = tmp_path_factory.getbasetemp().parent if worker else tmp_path_factory.getbasetemp()
    with (folder / "emulators.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        found = _variables(folder / "emulators.env") or _started(folder, os.getppid() if worker else os.getpid())
    os.environ.update(found)
    return found


def _variables(file: Path) -> dict[str, str]:
    text = file.read_text() if file.exists() else ""
    return dict(re.findall(r"^export (\w+_EMULATOR_HOST)=(.*)$", text, re.MULTILINE))


def _started(folder: Path, parent: int) -> dict[str, str]:
    refusal = folder / "emulators.refused"
    if not refusal.exists():
        command = [sys.executable, str(ROOT / "scripts" / "emulators.py")]
        command += ["--env", str(folder / "emulators.env"), "--parent", str(parent)]
        with (folder / "emulators.log").open("w+") as log:
            process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )
            while process.poll() is None:
                if found := _variables(folder / "emulators.env"):
                    return found
                time.sleep(0.05)
            log.seek(0)
            refusal.write_text(" ".join(log.read().split()))
    return pytest.skip(f"no emulators: {refusal.read_text()} (then: make emulators)")

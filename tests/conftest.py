"""For all tests: what is missing skips with its remedy, and fails where CI demands it (`REQUIRE_EMULATORS=1`)."""

import fcntl
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Mapping
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
os.environ.pop("PYTHONUNBUFFERED", None)  # a program that keeps its words to itself must be caught wherever tests run
NAMES = ("FIRESTORE_EMULATOR_HOST", "PUBSUB_EMULATOR_HOST", "STORAGE_EMULATOR_HOST")


def pytest_make_parametrize_id(val: object) -> str | None:
    """Bytes are no name: packed ones hold the time, and two workers that collect them would not agree."""
    return "bytes" if isinstance(val, bytes) else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What is marked as load waits for `make faults`, which says how many schedules there shall be."""
    load = [item for item in items if item.get_closest_marker("load")]
    if load and "SCHEDULES" not in os.environ and not config.option.markexpr:
        items[:] = [item for item in items if item not in load]
        config.hook.pytest_deselected(items=load)


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
    folder = _begun(tmp_path_factory)
    while not (found := _variables(folder / "emulators.env")):
        if not _is_alive(int((folder / "emulators.pid").read_text())):
            said = " ".join((folder / "emulators.log").read_text().split())
            pytest.skip(f"no emulators: {said} (then: make emulators)")
        time.sleep(0.05)
    os.environ.update(found)
    return found


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the sample media, which take seconds to make: made once for all workers."""
    from shared.video.media import ensure_media

    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "samples"
    ensure_media(folder)
    return folder


@pytest.fixture(scope="session")
def with_samples(samples: Path) -> Callable[[Path], Path]:
    """Puts the samples into a data folder that is yet to be used."""

    def put(data: Path) -> Path:
        shutil.copytree(samples, data / "cache" / "media", copy_function=os.link)
        return data

    return put


@pytest.fixture(scope="session", autouse=True)
def _emulators_are_begun(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> None:
    """They start while other tests run, when this session has tests that will ask for them."""
    items = request.session.items
    if any(map(_asks_for_emulators, items)) and not all(name in os.environ for name in NAMES):
        _begun(tmp_path_factory)


def _asks_for_emulators(item: pytest.Item) -> bool:
    names = set(getattr(item, "fixturenames", ()))
    params = item.callspec.params if hasattr(item, "callspec") else {}
    chosen = {params.get(name) for name in ("shelf", "settled")} & {"gcp", "emulators"}
    return bool(names & {"emulators", "google"} or chosen)


def _begun(factory: pytest.TempPathFactory) -> Path:
    """The folder in which the session's emulators tell where they are, once they listen."""
    worker = "PYTEST_XDIST_WORKER" in os.environ
    folder = factory.getbasetemp().parent if worker else factory.getbasetemp()
    with (folder / "emulators.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "emulators.pid").exists():
            parent = os.getppid() if worker else os.getpid()
            command = [sys.executable, str(ROOT / "scripts" / "emulators.py")]
            command += ["--env", str(folder / "emulators.env"), "--parent", str(parent)]
            with (folder / "emulators.log").open("w") as log:
                process = subprocess.Popen(
                    command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
                )
            (folder / "emulators.pid").write_text(str(process.pid))
    return folder


def _variables(file: Path) -> dict[str, str]:
    text = file.read_text() if file.exists() else ""
    return dict(re.findall(r"^export (\w+_EMULATOR_HOST)=(.*)$", text, re.MULTILINE))


def _is_alive(pid: int) -> bool:
    """Of a child that ended and was not waited for, this says no."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False

"""Whole journeys on one machine: the real host in a process of its own, over a temporary data folder."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from shared.app import App
from shared.core.ids import random_id
from shared.core.settings import Settings

ROOT = Path(__file__).parents[2]


def until(true: Callable[[], object], seconds: float = 60.0) -> Any:
    """The first true answer; fails when the time is up."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if answer := true():
            return answer
        time.sleep(0.02)
    return pytest.fail(f"not within {seconds:g} s: {getattr(true, '__name__', true)}")


class Up:
    """`leadreel up` on a free port, in a process group of its own."""

    def __init__(self, data: Path, env: dict[str, str] | None = None) -> None:
        self.data = data
        self._env = {
            **os.environ,
            "PYTHONFAULTHANDLER": "1",
            "LEADREEL_NETWORK": "off",
            "LEADREEL_LOG_LEVEL": "INFO",
            **(env or {}),
        }
        self._log = data.parent / "up.log"
        self.process: subprocess.Popen[bytes] | None = None
        self.url = ""

    def start(self) -> "Up":
        out = self.data.parent / "up.out"
        out.unlink(missing_ok=True)
        with out.open("wb") as stdout, self._log.open("ab") as stderr:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "local.cli", "--json", "--data", str(self.data), "up", "--port", "0"],
                cwd=ROOT, env=self._env, stdout=stdout, stderr=stderr, start_new_session=True,
            )  # fmt: skip
        line = until(lambda: out.read_text().strip() or self._ended(), 30)
        self.url = json.loads(line)["console"]
        return self

    def _ended(self) -> str:
        if self.process and self.process.poll() is not None:
            pytest.fail(f"`leadreel up` ended: {self._log.read_text()[-2000:]}")
        return ""

    def kill(self) -> None:
        """End the host as a power cut would; what it started must die with it."""
        assert self.process
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> int:
        """Ctrl-C."""
        if self.process is None or self.process.poll() is not None:
            return 0
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(30)

    def group(self) -> list[int]:
        """Processes of the host's group and below that are alive."""
        import psutil

        assert self.process
        return [one.pid for one in psutil.process_iter() if _belongs(one, self.data)]


def _belongs(process: Any, data: Path) -> bool:
    import psutil

    try:
        return process.environ().get("LEADREEL_DATA") == str(data) and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


@pytest.fixture
def data(tmp_path: Path, with_samples: Callable[[Path], Path]) -> Path:
    return with_samples(tmp_path / "data")


@pytest.fixture
def house(data: Path) -> Iterator[App]:
    """The installation, seen from outside the host's process."""
    app = App(Settings(data=data, network=False))
    yield app
    app.database.close()


@pytest.fixture
def up(data: Path) -> Iterator[Callable[..., Up]]:
    started: list[Up] = []

    def start(**env: str) -> Up:
        started.append(Up(data, {"LEADREEL_DATA": str(data), **env}).start())
        return started[-1]

    yield start
    for one in started:
        if one.process and one.process.poll() is None:
            one.process.kill()
            one.process.wait()


@pytest.fixture(params=["local", "emulators"])
def settled(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """An installation of its own, on each shelf in turn: on the emulators, in a project of its own."""
    if request.param == "local":
        return Settings(data=tmp_path / "data", network=False)
    request.getfixturevalue("emulators")
    return Settings(data=tmp_path / "data", network=False, shelf="emulators", project=f"test-{random_id()}")

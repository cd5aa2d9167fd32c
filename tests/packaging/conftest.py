"""Functions packed as they are deployed, and environments that hold what they ask for and nothing else."""

import json
import os
import signal
import socket
import subprocess
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from scripts.package import HERE, Packer
from scripts.pins import requirements_of, uv, write_project
from shared.app import App
from shared.core.settings import Settings

DRIVER = Path(__file__).with_name("driver.py")


@dataclass(frozen=True, slots=True)
class Packed:
    """A function's folder, unpacked where nothing of the repository is in reach, and an environment made for it."""

    name: str
    folder: Path
    python: Path

    def pins(self) -> set[str]:
        lines = (self.folder / "requirements.txt").read_text().splitlines()
        return {line.partition("==")[0] for line in lines if line}

    def call(self, data: Path, *calls: dict[str, object], python: Path | str = "", **env: str) -> dict[str, Any]:
        """Post to the door as the framework opens it, in its own process; what came back and what was loaded."""
        done = subprocess.run(
            [python or self.python, DRIVER, self.name],
            cwd=self.folder,
            env={**environment(data), **env},
            input=json.dumps(calls),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    @contextmanager
    def served(self, data: Path, log: Path) -> Iterator[str]:
        """The framework's own server over the folder, as the cloud starts it; gives its address."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        words = ["--target", self.name, "--host", "127.0.0.1", "--port", str(port)]
        with log.open("w") as out:
            server = subprocess.Popen(
                [self.python.with_name("functions-framework"), *words],
                cwd=self.folder,
                env=environment(data),
                stdout=out,
                stderr=out,
                start_new_session=True,
            )
        try:
            _wait_for(port, server, log)
            yield f"http://127.0.0.1:{port}/"
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(20)


def _wait_for(port: int, server: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until and server.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    pytest.fail(f"the framework did not start: {log.read_text()}")


def environment(data: Path) -> dict[str, str]:
    """The variables of a process that knows the data folder and nothing of this repository."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    return {**kept, "LEADREEL_DATA": str(data), "LEADREEL_NETWORK": "off"}


@pytest.fixture(scope="session")
def environment_of() -> Callable[[Path], dict[str, str]]:
    return environment


@pytest.fixture(scope="session")
def packer() -> Packer:
    """Has read the house once."""
    return Packer(HERE)


@pytest.fixture(scope="session")
def packed(tmp_path_factory: pytest.TempPathFactory, packer: Packer) -> Callable[[str], Packed]:
    """Each function packed once for the whole session."""
    made: dict[str, Packed] = {}
    environments: dict[str, Path] = {}  # by what is pinned: what is compiled for one function serves its like

    def of(name: str) -> Packed:
        if name not in made:
            home = tmp_path_factory.mktemp(f"packed-{name}")
            packer.make(name, home / "out")
            with zipfile.ZipFile(home / "out" / f"{name}.zip") as archive:
                archive.extractall(home / "elsewhere")
            pins = (home / "elsewhere" / "requirements.txt").read_text()
            if pins not in environments:
                environments[pins] = _environment(name, home / "environment", packer)
            made[name] = Packed(name, home / "elsewhere", environments[pins])
        return made[name]

    return of


def _environment(name: str, folder: Path, packer: Packer) -> Path:
    """The Python of a new environment that holds what a function asks for, as the lock pins it, and nothing else."""
    folder.mkdir()
    wanted = requirements_of(HERE / "functions" / name / "requirements.txt")
    write_project(folder, name, wanted, packer.lock)
    uv("sync", "--frozen", "--offline", "--quiet", cwd=folder)
    return folder / ".venv" / "bin" / "python"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[App]:
    """The installation whose data folder the packed functions serve."""
    app = App(Settings(data=tmp_path / "data", network=False))
    yield app
    app.database.close()

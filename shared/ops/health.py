"""What a machine needs, as values: there, or missing with its remedy. Nothing here raises because a part is missing."""

import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from shared.core.errors import AppError
from shared.core.text import shorten

MIN_SQLITE = (3, 35, 0)  # RETURNING
MIN_FREE = 1_000_000_000  # bytes


@dataclass(frozen=True, slots=True)
class Check:
    """One part. `needed` False: the rest works without it."""

    name: str
    ok: bool
    detail: str
    remedy: str = ""  # what to run or to set; empty when all is well
    needed: bool = True


def python() -> Check:
    version = ".".join(map(str, sys.version_info[:3]))
    remedy = "" if sys.version_info >= (3, 11) else "install Python 3.11 or newer; `uv python install 3.11` brings one"
    return Check("Python", not remedy, version, remedy)


def sqlite() -> Check:
    remedy = "" if sqlite3.sqlite_version_info >= MIN_SQLITE else "use a Python whose SQLite is 3.35 or newer"
    return Check("SQLite", not remedy, sqlite3.sqlite_version, remedy)


def data_folder(folder: Path) -> Check:
    """Whether the folder can be written, and has room."""
    name = "data folder"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder):
            free = shutil.disk_usage(folder).free
    except OSError as error:
        return Check(name, False, f"{folder}: {error.strerror}", "name another with --data or LEADREEL_DATA")
    detail = f"{folder}, {free / 1e9:.1f} GB free"
    if free < MIN_FREE:
        return Check(name, False, detail, "free at least 1 GB, or name another folder with --data or LEADREEL_DATA")
    return Check(name, True, detail)


def program(
    name: str, find: Callable[[], Path | str | None], remedy: str, *, version: str = "--version", needed: bool = False
) -> Check:
    """A program that `find` looks for, asked for its version so that it is known to start."""
    try:
        path = find()
    except AppError as error:
        return Check(name, False, str(error), remedy, needed)
    if not path:
        return Check(name, False, "not found", remedy, needed)
    try:
        # The path is the machine's own; nothing of a stranger's gets here.
        run = subprocess.run([str(path), version], capture_output=True, timeout=20, check=True)  # noqa: S603
    except subprocess.CalledProcessError as error:
        said = shorten((error.stderr or b"").decode("utf-8", "replace"), 200)
        return Check(name, False, f"{path} does not start: {said or error.returncode}", remedy, needed)
    except (OSError, subprocess.TimeoutExpired) as error:
        return Check(name, False, f"{path} does not start: {error}", remedy, needed)
    said = run.stdout.decode("utf-8", "replace").strip().partition("\n")[0]
    return Check(name, True, f"{shorten(said, 100)} ({path})", needed=needed)


def module(name: str, package: str, remedy: str, *, needed: bool = False) -> Check:
    """A Python package that can be imported; it is looked for, not loaded."""
    if find_spec(package) is None:
        return Check(name, False, f"the package {package} is not installed", remedy, needed)
    return Check(name, True, f"the package {package} is installed", needed=needed)


def fonts(find: Callable[[], Sequence[Path]], remedy: str) -> Check:
    found = find()
    if not found:
        return Check("fonts", False, "none found", remedy, needed=False)
    return Check("fonts", True, f"{len(found)}, e.g. {found[0].name}", needed=False)


def network(allowed: bool, look_up: Callable[[str], object] = socket.gethostbyname) -> Check:
    """Whether names outside can be looked up. Nothing is connected to."""
    if not allowed:
        return Check(
            "network", True, "switched off in the settings; nothing beyond this machine is tried", needed=False
        )
    try:
        look_up("example.com")
    except OSError as error:
        detail = f"names cannot be looked up: {error}"
        remedy = "connect this machine, or set LEADREEL_NETWORK=off so that nothing waits for an answer"
        return Check("network", False, detail, remedy, needed=False)
    return Check("network", True, "names can be looked up", needed=False)


def service_key(service: str, variable: str, env: Mapping[str, str], use: str) -> Check:
    """Whether the key of a paid or remote service is set; its value is never shown."""
    if env.get(variable, "").strip():
        return Check(service, True, f"{variable} is set", needed=False)
    return Check(
        service, False, f"{variable} is not set", f"set {variable} for {use}; all else works without", needed=False
    )

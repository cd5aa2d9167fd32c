"""Who looks into foreign media: a process that is fenced in, watched, and replaced when one of them brings it down."""

import json
import os
import select
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from shared.core.errors import PermanentError, TransientError

PATIENCE: Final = 20.0  # seconds for one file
_START = 60.0  # seconds until it must be ready
_FILES = 500  # after which a fresh one goes on: what decoders leak is given back
_ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Seen:
    """What is in a file. `problem` tells people why it cannot be used; all else is then unknown."""

    duration: float | None = None
    width: int | None = None
    height: int | None = None
    fps: float | None = None
    sounds: bool | None = None
    thumbnail: bool = False  # one was written
    problem: str = ""


class Looker:
    """Starts on first use; ends with the `with` block."""

    def __init__(self, patience: float = PATIENCE, program: tuple[str, ...] = ("-m", "shared.content.looking")) -> None:
        self._patience, self._program = patience, program
        self._process: subprocess.Popen[bytes] | None = None
        self._done = 0
        self._rest = b""

    def __enter__(self) -> "Looker":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def look(self, path: Path, kind: str, thumbnail: Path | None = None) -> Seen:
        """Never raises for what a file does. Raises PermanentError where films cannot be read at all."""
        process = self._ready()
        asked = {"path": str(path), "kind": kind, "thumbnail": str(thumbnail) if thumbnail else ""}
        assert process.stdin is not None
        try:
            process.stdin.write(json.dumps(asked).encode() + b"\n")
            process.stdin.flush()
            found = self._answer(self._patience)
        except BrokenPipeError:
            found = {}
        if found is None:
            self._end()
            return Seen(problem=f"not read within {self._patience:g} s")
        if not found:
            self._end()
            return Seen(problem="reading it brought the reader down")
        self._done += 1
        if self._done >= _FILES:
            self._end()
        return Seen(**found)

    def _ready(self) -> "subprocess.Popen[bytes]":
        if self._process is not None:
            return self._process
        env = {name: value for name in ("PATH", "SYSTEMROOT", "TMPDIR") if (value := os.environ.get(name))}
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own module; paths go through a pipe, never a shell
                [sys.executable, *self._program],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=_ROOT,
                env={**env, "PYTHONPATH": os.pathsep.join([str(_ROOT), *filter(None, sys.path)])},
            )
        except OSError as error:
            raise TransientError(f"no process can be started to look into media: {error.strerror}") from error
        self._rest, self._done = b"", 0
        hello = self._answer(_START)
        if hello and hello.get("ready"):
            return self._process
        self._end()
        if hello and "missing" in hello:
            raise PermanentError(
                f"films and photos cannot be read here: {hello['missing']} is missing; uv sync --extra video"
            )
        raise TransientError("the process that looks into media did not start")

    def _answer(self, patience: float) -> dict[str, Any] | None:
        """Its next line; empty when it ended, None when it took too long."""
        assert self._process is not None
        assert self._process.stdout is not None
        pipe = self._process.stdout.fileno()
        until = time.monotonic() + patience
        while b"\n" not in self._rest:
            left = until - time.monotonic()
            if left <= 0 or not select.select([pipe], [], [], left)[0]:
                return None
            piece = os.read(pipe, 65_536)
            if not piece:
                return {}
            self._rest += piece
        line, _, self._rest = self._rest.partition(b"\n")
        try:
            found = json.loads(line)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()
        process.wait()

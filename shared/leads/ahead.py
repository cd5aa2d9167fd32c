"""A long file is read ahead by a second process, while this one stores what was read.

The reader needs nothing but the file, what its columns mean, and a pipe: it ends when the pipe does, so it never
outlives the process that started it. Where there is one processor, where a blob is no file, or where no process can be
started, the same rows are cut in this process.
"""

import os
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Final, cast

import msgspec

from shared.core import faults
from shared.core.codec import ready
from shared.core.collecting import uncollected
from shared.core.errors import AppError, InvalidInput, TransientError
from shared.leads.chunks import Chunk, Reading, Source, cut, read
from shared.leads.model import ColumnMap, FieldDefinition
from shared.leads.offsets import Mark

LONG = 2_000  # rows behind which a file counts as long
HANDOVER = 5_000  # rows that are cut here in any case: a process takes its time to start
_PIPE: Final = 1 << 20  # bytes that wait in the pipe, where its size can be chosen
_AHEAD: Final = 8 << 20  # bytes that wait before it: more than one group of chunks, so that nobody waits for the other
_ROOT: Final = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Job:
    """The rows behind `skip` of one table, at most up to row `limit`."""

    source: Source
    name: str
    maps: tuple[ColumnMap, ...]
    fields: tuple[FieldDefinition, ...]
    region: str
    skip: int = 0
    limit: int | None = None
    place: Mark | None = None  # from where on it can be read


class _Said(msgspec.Struct, frozen=True):
    """What the reader sends: chunks, and last of all what is to be said about the file, or why it stopped."""

    chunk: Chunk | None = None
    problems: tuple[str, ...] | None = None
    refusal: str = ""


def chunks(reading: Reading, job: Job, reopen: Callable[[], BinaryIO]) -> Generator[Chunk, None, None]:
    """All chunks of a job, in order. `reopen` gives the same bytes once more."""
    rows = reading.behind(job.skip, job.limit)
    long, border = job.skip + LONG, job.skip + HANDOVER
    last = job.skip
    other: _Reader | None = None
    try:
        for chunk in cut(reading, job.source, islice(rows, HANDOVER)):
            if last < long <= chunk.last and processors() > 1:
                other = _start(replace(job, skip=border), reopen)
            yield chunk
            last = chunk.last
        if other is None:
            yield from cut(reading, job.source, rows)
        elif last == border:
            yield from other.chunks()
            reading.told.extend(other.problems)
    finally:
        if other is not None:
            other.close()


def processors() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _start(job: Job, reopen: Callable[[], BinaryIO]) -> "_Reader | None":
    try:
        with closing(reopen()) as stream:
            return _Reader(job, stream.fileno())
    except (AppError, OSError):  # no file, gone since, or no further process: it is read here
        return None


class _Reader:
    """The second process, seen from the first."""

    def __init__(self, job: Job, file: int) -> None:
        self.problems: tuple[str, ...] = ()
        self._process = subprocess.Popen(  # noqa: S603 - ourselves, with a number
            [sys.executable, "-m", "shared.leads.ahead", str(file)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            pass_fds=(file,),
            pipesize=_PIPE,
            cwd=_ROOT,
        )
        self._out = cast(BinaryIO, self._process.stdout)
        try:
            with cast(BinaryIO, self._process.stdin) as pipe:
                pipe.write(msgspec.msgpack.encode(job))
        except OSError:
            self.close()
            raise

    def chunks(self) -> Iterator[Chunk]:
        """Its chunks, as they come. Raises TransientError when it ended before the file did."""
        decoder = msgspec.msgpack.Decoder(ready(_Said))
        while len(head := self._out.read(4)) == 4:
            size = int.from_bytes(head, "big")
            if len(data := self._out.read(size)) < size:
                break
            said = decoder.decode(data)
            if said.refusal:
                raise InvalidInput(said.refusal)
            if said.chunk is None:
                self.problems = said.problems or ()
                return
            yield said.chunk
        raise TransientError("the process that reads the file ahead has died; the import goes on where it stopped")

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        self._out.close()


def main(file: int) -> None:
    """The second process: a job on standard input, its chunks on standard output."""
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # nobody listens any more: end without a word
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # meant for the first one, whose end is ours
    job = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=ready(Job))
    sys.setswitchinterval(0.0002)  # seconds: who speaks has little to do, and somebody waits for it
    with os.fdopen(file, "rb") as stream, closing(_Mouth(sys.stdout.buffer)) as mouth:
        try:
            reading = read(stream, job.name, job.fields, job.region, job.maps, job.place)
            for chunk in uncollected(cut(reading, job.source, reading.behind(job.skip, job.limit))):
                faults.reach("ahead.before_chunk")
                mouth.say(_Said(chunk=chunk))
            mouth.say(_Said(problems=reading.table.finish()))
        except InvalidInput as error:
            mouth.say(_Said(refusal=str(error)))


class _Mouth:
    """Says what it is given while the next is being cut: the one who listens stores many chunks at a time."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._waiting: deque[bytes] = deque()
        self._bytes = 0
        self._ended = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._speak)
        self._thread.start()

    def say(self, said: _Said) -> None:
        data = msgspec.msgpack.encode(said)
        with self._changed:
            self._changed.wait_for(lambda: self._bytes < _AHEAD)
            self._waiting.append(len(data).to_bytes(4, "big") + data)
            self._bytes += len(data)
            self._changed.notify()

    def close(self) -> None:
        """Say the rest."""
        with self._changed:
            self._ended = True
            self._changed.notify()
        self._thread.join()

    def _speak(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._ended)
                if not self._waiting:
                    return
                data = self._waiting.popleft()
                self._bytes -= len(data) - 4
                self._changed.notify()
            self._out.write(data)
            self._out.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]))

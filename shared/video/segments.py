"""Encoded segments kept by what they show: in memory, on this machine's disk, in the bucket.

A key is the hash of all that decides a segment's packets, so an entry is never wrong, only unused; what is deleted is
made again. Several workers and machines may share the shelves.
"""

import os
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol, TypeVar

import msgspec

from shared.core import faults
from shared.core.codec import ready
from shared.core.errors import AppError, Conflict, NotFound
from shared.core.log import get_log
from shared.ports.blobs import BlobStore

BUCKET = "segments"
_FORMAT = b"leadreel-segment-1\n"
T = TypeVar("T")

log = get_log(__name__)


class Shelf(Protocol):
    """Bytes by key. `put` may be called for the same key by several at once: all bring the same."""

    def get(self, key: str) -> bytes | None: ...

    def put(self, key: str, content: bytes) -> None: ...


class DiskShelf:
    """A folder that never grows beyond `most` bytes: what was used longest ago goes first."""

    def __init__(self, folder: Path, most: int = 4_000_000_000) -> None:
        self._folder = folder
        self._most = most
        self._size: int | None = None

    def get(self, key: str) -> bytes | None:
        path = self._path(key)
        try:
            content = path.read_bytes()
        except OSError:
            return None
        with suppress(OSError):
            os.utime(path)
        return content

    def put(self, key: str, content: bytes) -> None:
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        faults.reach("segments.before_keep")
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".part-", delete=False) as part:
            part.write(content)
        Path(part.name).replace(path)
        faults.reach("segments.after_keep")
        self._size = (self._used() if self._size is None else self._size) + len(content)
        if self._size > self._most:
            self._evict()

    @contextmanager
    def alone(self, key: str) -> Iterator[None]:
        """One process of this machine at a time; the others wait, and then find what it made."""
        import fcntl

        path = self._path(key).with_suffix(".lock")
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            yield
            path.unlink(missing_ok=True)  # who waits for it goes on; at worst two make the same

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / key

    def _files(self) -> list[tuple[float, int, Path]]:
        found = []
        for path in self._folder.glob("??/*"):
            with suppress(OSError):
                status = path.stat()
                found.append((status.st_mtime, status.st_size, path))
        return sorted(found)

    def _used(self) -> int:
        return sum(size for _, size, _ in self._files())

    def _evict(self) -> None:
        """Down to nine tenths, so that not every further segment costs a look at the folder."""
        files = self._files()
        used = sum(size for _, size, _ in files)
        for _, size, path in files:
            if used <= self._most * 0.9:
                break
            path.unlink(missing_ok=True)
            used -= size
        self._size = used


class BucketShelf:
    """The bucket, which all machines share. The first to bring a segment wins; the others bring the same."""

    def __init__(self, blobs: BlobStore) -> None:
        self._blobs = blobs

    def get(self, key: str) -> bytes | None:
        try:
            return self._blobs.read(BUCKET, key)
        except NotFound:
            return None
        except AppError as error:  # a cache out of reach is an empty one
            log.warning("segments out of reach", reason=str(error))
            return None

    def put(self, key: str, content: bytes) -> None:
        try:
            self._blobs.put(BUCKET, key, content, if_generation=0)
        except Conflict:
            return
        except AppError as error:
            log.warning("segment not kept in the bucket", reason=str(error))


class SegmentCache:
    """The shelves together. Thread-safe; `memory` bytes are held by the process itself."""

    def __init__(self, disk: DiskShelf | None = None, bucket: Shelf | None = None, memory: int = 64_000_000) -> None:
        self._disk, self._bucket = disk, bucket
        self._most = memory
        self._held: OrderedDict[str, tuple[int, object]] = OrderedDict()
        self._lock = threading.Lock()
        self.made: list[str] = []  # keys that were made here, for reports and tests

    def get(self, key: str, kind: type[T], make: Callable[[], T], *, common: bool) -> tuple[T, bool]:
        """The value, and whether it had to be made. `common` = others will want it: it goes to memory and bucket."""
        found = self._found(key, kind, common=common)
        if found is not None:
            return found, False
        with self._disk.alone(key) if common and self._disk else _nobody_else():
            found = self._found(key, kind, common=common)
            if found is not None:
                return found, False
            value = make()
            self._keep(key, value, common=common)
        return value, True

    def _found(self, key: str, kind: type[T], *, common: bool) -> T | None:
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                held = self._held[key][1]
                assert isinstance(held, kind)
                return held
        for shelf in (self._disk, self._bucket if common else None):
            content = shelf.get(key) if shelf else None
            value = _decoded(content, kind) if content else None
            if value is None or content is None:
                continue
            if common:
                self._hold(key, value, len(content))
                if shelf is self._bucket and self._disk:
                    self._disk.put(key, content)
            return value
        return None

    def _keep(self, key: str, value: T, *, common: bool) -> None:
        self.made.append(key)
        del self.made[:-1000]
        content = _FORMAT + msgspec.msgpack.encode(value)
        if common:
            self._hold(key, value, len(content))
        if self._disk:
            self._disk.put(key, content)
        if self._bucket and common:
            self._bucket.put(key, content)

    def _hold(self, key: str, value: object, size: int) -> None:
        with self._lock:
            self._held[key] = (size, value)
            while self._held and sum(one for one, _ in self._held.values()) > self._most:
                self._held.popitem(last=False)


@contextmanager
def _nobody_else() -> Iterator[None]:
    yield


def _decoded(content: bytes, kind: type[T]) -> T | None:
    """None for what another version wrote, or what was cut off: it is made again."""
    if not content.startswith(_FORMAT):
        return None
    try:
        return msgspec.msgpack.decode(memoryview(content)[len(_FORMAT) :], type=ready(kind))
    except msgspec.DecodeError:
        return None

"""What lies inside gzip and zip archives, within bounds: an archive of a few bytes may hold more than any disk.

Nothing is written under a name from an archive, and no archive inside an archive is opened.
"""

import gzip
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterable
from io import RawIOBase
from pathlib import PurePosixPath
from typing import BinaryIO, Final, cast

from shared.core.errors import InvalidInput
from shared.core.text import shorten

GZIP: Final = b"\x1f\x8b"
ZIP: Final = b"PK\x03\x04"
EMPTY_ZIP: Final = b"PK\x05\x06"
MAX_EXPANDED: Final = 8 << 30  # bytes of one table
MAX_RATIO: Final = 200  # expanded bytes for one packed one; tables pack to a fifth or a twentieth
FREE: Final = 128 << 20  # expanded bytes for which nobody asks about the ratio
MAX_MEMBERS: Final = 1_000
TABLES: Final = frozenset({".csv", ".tsv", ".txt", ".tab", ".json", ".jsonl", ".ndjson", ".xlsx", ".xlsm"})
_DIRECTORY: Final = 4 << 20  # bytes of a zip's directory that are read
_SPOOL: Final = 16 << 20  # bytes kept in memory before a temporary file is made


class Expanding(RawIOBase):
    """A stream of what another one expands to. It ends, and says why, where the archive is broken; it raises
    InvalidInput where the archive expands beyond all measure."""

    def __init__(self, inner: BinaryIO, packed: BinaryIO | None, size: int, name: str) -> None:
        """`packed`: the stream whose position tells how much has been expanded; without it, `size` packed bytes."""
        self.damage = ""
        self._inner = inner
        self._packed = packed
        self._size = size
        self._name = name
        self._given = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        if self.damage:
            return b""
        try:
            data = self._inner.read(size)
        except (EOFError, OSError, zlib.error, zipfile.BadZipFile, ValueError) as error:
            self.damage = f"the archive is broken ({shorten(str(error), 60)}); what lies before that was read"
            return b""
        self._given += len(data)
        if self._given > FREE:
            taken = self._packed.tell() if self._packed is not None else self._size
            if self._given > MAX_EXPANDED or self._given > max(1, taken) * MAX_RATIO:
                raise InvalidInput(
                    f"{self._name}: the archive expands to over {self._given >> 20:,} MB, far more than its "
                    f"{max(1, taken) >> 10:,} kB can honestly hold; unpack it yourself and look what is in it"
                )
        return data

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override] # any buffer does
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._inner.close()
        super().close()


def ungzipped(stream: BinaryIO, head: bytes, name: str) -> Expanding:
    """What a gzip stream, of which `head` has been read, expands to."""
    packed = joined(head, stream)
    return Expanding(cast(BinaryIO, gzip.GzipFile(fileobj=packed, mode="rb")), packed, 0, name)


class _Joined(RawIOBase):
    """Bytes that were read already, then the rest of their stream."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = head
        self._rest = rest
        self._at = 0

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def read(self, size: int = -1) -> bytes:
        if self._head:
            data, self._head = (self._head, b"") if size < 0 else (self._head[:size], self._head[size:])
        else:
            data = self._rest.read(size)
        self._at += len(data)
        return data

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override] # any buffer does
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def joined(head: bytes, rest: BinaryIO) -> BinaryIO:
    """A stream from its beginning again, without going back in it."""
    return cast(BinaryIO, _Joined(head, rest))


def seekable(stream: BinaryIO, head: bytes, name: str) -> BinaryIO:
    """The stream at its beginning; where one cannot go back in it, a copy."""
    if stream.seekable():
        stream.seek(0)
        return stream
    copy = tempfile.SpooledTemporaryFile(_SPOOL)  # noqa: SIM115 - it lives as long as the table does
    copy.write(head)
    size = len(head)
    while data := stream.read(1 << 20):
        size += len(data)
        if size > MAX_EXPANDED:
            raise InvalidInput(f"{name}: over {MAX_EXPANDED >> 30} GB; split it into several files")
        copy.write(data)
    copy.seek(0)
    return cast(BinaryIO, copy)


def opened_zip(stream: BinaryIO, name: str) -> zipfile.ZipFile:
    """The archive in a stream that can be sought. Raises InvalidInput when it is broken or is made to harm."""
    _check_directory(stream, name)
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error) as error:
        raise InvalidInput(
            f"{name}: this is a zip archive or a spreadsheet (.xlsx), and it is broken ({shorten(str(error), 60)}); "
            "make or download it again"
        ) from error
    if len(archive.namelist()) > MAX_MEMBERS:
        raise InvalidInput(f"{name}: the archive holds over {MAX_MEMBERS:,} files; unpack it and give the tables alone")
    return archive


def _check_directory(stream: BinaryIO, name: str) -> None:
    """Refuse a directory that would fill the memory, before it is read."""
    size = stream.seek(0, 2)
    stream.seek(max(0, size - 65_600))
    tail = stream.read()
    place = tail.rfind(b"PK\x05\x06")
    stream.seek(0)
    if place >= 0 and len(tail) >= place + 22:
        length = int(struct.unpack_from("<I", tail, place + 12)[0])
        if length > _DIRECTORY or tail.find(b"PK\x06\x06") >= 0:
            raise InvalidInput(f"{name}: the archive lists too many files; unpack it and give the tables alone")


def tables_in(archive: zipfile.ZipFile, name: str) -> list[zipfile.ZipInfo]:
    """The members that are tables by their names, or the only one there is. Raises InvalidInput when there is none."""
    files = [one for one in archive.infolist() if not one.is_dir() and not _aside(one.filename)]
    found = [one for one in files if PurePosixPath(one.filename).suffix.lower() in TABLES] or (
        files if len(files) == 1 else []
    )
    if not found:
        said = ", ".join(shorten(PurePosixPath(one.filename).name, 40) for one in files[:3]) or "nothing"
        raise InvalidInput(f"{name}: there is no table in the archive, but {said}; put a .csv or .xlsx file into it")
    return sorted(found, key=lambda one: one.filename)


def _aside(name: str) -> bool:
    """What an operating system puts into archives beside the files."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return "__MACOSX" in parts or (bool(parts) and parts[-1].startswith("."))


def member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> Expanding:
    """One member's bytes. Raises InvalidInput when it is locked or packed in a way that cannot be read."""
    try:
        inner = archive.open(info)
    except RuntimeError as error:
        raise InvalidInput(f"{name}: the archive is locked with a password; save it without one") from error
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, EOFError) as error:
        raise InvalidInput(
            f"{name}: {shorten(info.filename, 60)} cannot be unpacked ({shorten(str(error), 60)}); pack it again"
        ) from error
    return Expanding(cast(BinaryIO, inner), None, max(info.compress_size, 1), name)


def leftovers(infos: Iterable[zipfile.ZipInfo]) -> str:
    """Names of members, in a few words."""
    names = [shorten(PurePosixPath(one.filename).name, 40) for one in infos]
    more = f" and {len(names) - 5} more" if len(names) > 5 else ""
    return ", ".join(names[:5]) + more

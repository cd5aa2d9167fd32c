"""What lies inside gzip and zip archives, within bounds: an archive of a few bytes may hold more than any disk.

Nothing is written under a name from an archive, and no archive inside an archive is opened.
"""

import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterable
from io import RawIOBase
from pathlib import PurePosixPath
from typing import IO, BinaryIO, Final, cast

from shared.core.errors import InvalidInput
from shared.core.text import shorten

GZIP: Final = b"\x1f\x8b"
ZIP: Final = b"PK\x03\x04"
EMPTY_ZIP: Final = b"PK\x05\x06"
MAX_EXPANDED: Final = 8 << 30  # bytes of one table
MAX_RATIO: Final = 200  # expanded bytes for one packed one; tables pack to a fifth or a twentieth
FREE: Final = 8 << 20  # expanded bytes for which nobody asks about the ratio
FREE_IN_SHEETS: Final = 32 << 20  # in a spreadsheet a million empty cells may have a colour
MAX_MEMBERS: Final = 1_000
TABLES: Final = frozenset({".csv", ".tsv", ".txt", ".tab", ".json", ".jsonl", ".ndjson", ".xlsx", ".xlsm"})
_DIRECTORY: Final = 4 << 20  # bytes of a zip's directory that are read
_PACKED: Final = 1 << 14  # packed bytes that are expanded at a time: so many are lost where one is damaged
_PIECE: Final = 1 << 17
_SPOOL: Final = 16 << 20  # bytes kept in memory before a temporary file is made


class Expanding(RawIOBase):
    """What a packed stream expands to. It ends, and says why, where the packing is broken: what came before is good.
    It raises InvalidInput where the stream expands beyond all measure."""

    def __init__(
        self,
        packed: BinaryIO,
        name: str,
        *,
        gzipped: bool = True,
        size: int = 0,
        checksum: int = 0,
        free: int = FREE,
    ) -> None:
        """Of a gzip stream, or of `size` deflated bytes (negative: bytes as they are)."""
        self.damage = ""
        self.short = False  # whether something is missing at the end
        self._packed = packed
        self._name = name
        self._free = free
        self._gzipped = gzipped
        self._stored = size < 0
        self._left = abs(size)
        self._checksum = checksum
        self._inflate = zlib.decompressobj(-15)
        self._sum = self._taken = self._given = 0
        self._input = b""
        self._done = gzipped and not self._header()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override] # any buffer does
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes, at least one before the end."""
        wanted = _PIECE if size < 0 else size
        while not self._done:
            if data := self._piece(wanted):
                self._sum = zlib.crc32(data, self._sum)
                self._given += len(data)
                self._check_ratio()
                return data
        return b""

    def _piece(self, wanted: int) -> bytes:
        """The next bytes; empty where more must be tried or nothing is left."""
        if self._stored:
            data = self._take(min(wanted, self._left))
            if not data:
                self._end_member(self._checksum, whole=not self._left)
            return data
        if self._inflate.eof:
            self._end()
            return b""
        if not self._input:
            self._input = self._take(_PACKED)
            if not self._input:
                return self._broken("it ends too early", short=True)
        try:
            data = self._inflate.decompress(self._input, wanted)
        except zlib.error:
            return self._broken("its bytes are damaged", short=True)
        self._input = self._inflate.unused_data if self._inflate.eof else self._inflate.unconsumed_tail
        return data

    def _take(self, size: int) -> bytes:
        """Packed bytes."""
        if not self._gzipped:
            size = min(size, self._left)
        try:
            data = self._packed.read(size)
        except (OSError, ValueError, zipfile.BadZipFile):
            data = b""
        self._left -= 0 if self._gzipped else len(data)
        self._taken += len(data)
        return data

    def _exactly(self, size: int) -> bytes:
        while len(self._input) < size and (more := self._take(_PACKED)):
            self._input += more
        data, self._input = self._input[:size], self._input[size:]
        return data

    def _header(self) -> bool:
        """Pass over the head of a gzip member; False when there is none."""
        head = self._exactly(10)
        if len(head) < 10 or not head.startswith(GZIP + b"\x08"):
            self._broken("it is none")
            return False
        if head[3] & 4:
            self._exactly(int.from_bytes(self._exactly(2), "little"))
        for flag in (8, 16):  # a name, a comment
            while head[3] & flag and self._exactly(1) not in {b"\0", b""}:
                pass
        if head[3] & 2:
            self._exactly(2)
        return True

    def _end(self) -> None:
        """The end of a member: its sum is compared, and a next one begun."""
        if not self._gzipped:
            self._end_member(self._checksum)
            return
        self._end_member(int.from_bytes(self._exactly(8)[:4], "little"))
        following = self._exactly(2)
        while following and not following.strip(b"\0"):
            following = self._exactly(_PACKED)
        if not following or self.damage:
            return
        if following != GZIP:
            self._broken("other bytes follow it")
            return
        self._input = following + self._input
        self._inflate = zlib.decompressobj(-15)
        self._done = not self._header()

    def _end_member(self, checksum: int, *, whole: bool = True) -> None:
        if self._sum != checksum or not whole:
            self._broken("its check sum is wrong")
        self._sum = 0
        self._done = True

    def _broken(self, why: str, *, short: bool = False) -> bytes:
        self.short = short
        self.damage = f"the archive is broken ({why}); what lies before that was read, make or download it again"
        self._done = True
        return b""

    def _check_ratio(self) -> None:
        if self._given > self._free and (self._given > MAX_EXPANDED or self._given > max(1, self._taken) * MAX_RATIO):
            raise InvalidInput(
                f"{self._name}: the archive expands to over {self._given >> 20:,} MB, far more than its bytes can "
                "honestly hold; unpack it yourself and look what is in it"
            )


def ungzipped(stream: BinaryIO, head: bytes, name: str) -> Expanding:
    """What a gzip stream, of which `head` has been read, expands to."""
    return Expanding(joined(head, stream), name)


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


def member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, free: int = FREE) -> Expanding:
    """One member's bytes. Raises InvalidInput when it is locked or packed in a way that cannot be read."""
    if info.flag_bits & 1:
        raise InvalidInput(f"{name}: the archive is locked with a password; save it without one")
    packed = archive.fp
    if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} or packed is None:
        raise InvalidInput(
            f"{name}: {shorten(info.filename, 60)!r} is packed in a way that few programs know; pack it again as a "
            "plain zip archive"
        )
    size = info.compress_size if info.compress_type == zipfile.ZIP_DEFLATED else -info.compress_size
    return Expanding(
        cast(BinaryIO, _Member(packed, info)), name, gzipped=False, size=size, checksum=info.CRC, free=free
    )


class _Member(RawIOBase):
    """The packed bytes of one member of an archive that several may read in turn."""

    def __init__(self, archive: IO[bytes], info: zipfile.ZipInfo) -> None:
        self._archive = archive
        archive.seek(info.header_offset)
        head = archive.read(30)
        if len(head) < 30 or not head.startswith(ZIP):
            raise InvalidInput(
                f"{shorten(info.filename, 60)!r} is not where the archive says; make or download it again"
            )
        self._at = info.header_offset + 30 + sum(struct.unpack_from("<HH", head, 26))

    def read(self, size: int = -1) -> bytes:
        self._archive.seek(self._at)
        data = self._archive.read(size)
        self._at += len(data)
        return data


def leftovers(infos: Iterable[zipfile.ZipInfo]) -> str:
    """Names of members, in a few words."""
    names = [shorten(PurePosixPath(one.filename).name, 40) for one in infos]
    more = f" and {len(names) - 5} more" if len(names) > 5 else ""
    return ", ".join(names[:5]) + more

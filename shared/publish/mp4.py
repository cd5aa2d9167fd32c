"""What an MP4 or MOV says of itself in its index, read without decoding anything: platforms refuse by it."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from shared.core.errors import InvalidInput

LARGEST_INDEX: Final = 64_000_000  # bytes
_WITH_BOXES: Final = frozenset({b"moov", b"trak", b"mdia", b"minf", b"stbl", b"edts"})
_DEEPEST: Final = 6


@dataclass(frozen=True, slots=True)
class Track:
    """One stream. `codec`: the four letters of its samples' format; `fps`: samples a second, None: not told."""

    kind: str  # vide, soun, …
    codec: str = ""
    width: int = 0
    height: int = 0
    fps: float | None = None
    has_edits: bool = False  # more than the one edit that plays all of it


@dataclass(frozen=True, slots=True)
class Film:
    """The whole. `index_first`: it can be played while it is still being fetched."""

    index_first: bool
    duration: float  # seconds
    tracks: tuple[Track, ...]

    def of(self, kind: str) -> list[Track]:
        return [track for track in self.tracks if track.kind == kind]


def read_film(stream: BinaryIO) -> Film:
    """Raises InvalidInput when it is no MP4 or MOV, or its index is missing or broken."""
    index, first = b"", True
    pictures_seen = False
    for kind, start, size in _top(stream):
        if kind == b"mdat":
            pictures_seen = True
        elif kind == b"moov":
            if size > LARGEST_INDEX:
                raise InvalidInput(f"the film's index has {size:,} bytes; that is no film")
            stream.seek(start)
            index, first = stream.read(size), not pictures_seen
            if len(index) < size:
                raise InvalidInput("the film's index is cut off")
            break
    else:
        raise InvalidInput("the film has no index; it was not written to its end")
    try:
        return _film(index, first)
    except (struct.error, IndexError, ZeroDivisionError, UnicodeDecodeError) as error:
        raise InvalidInput(f"the film's index cannot be read: {error}") from error


def _top(stream: BinaryIO) -> Iterator[tuple[bytes, int, int]]:
    """Kind, start and size of each box's content; the first must tell a film from anything else."""
    place, number = 0, 0
    while number < 1000:
        stream.seek(place)
        head = stream.read(16)
        if len(head) < 8:
            return
        size, kind, width = int.from_bytes(head[:4], "big"), head[4:8], 8
        if size == 1 and len(head) == 16:
            size, width = int.from_bytes(head[8:], "big"), 16
        if number == 0 and kind not in {b"ftyp", b"moov", b"wide", b"skip", b"free", b"mdat"}:
            raise InvalidInput("it is no MP4 or MOV")
        if size == 0:  # up to the end of the file
            size = stream.seek(0, 2) - place
        if size < width:
            raise InvalidInput("the film is broken: a part of it has no size")
        yield kind, place + width, size - width
        place, number = place + size, number + 1


def _boxes(data: bytes, depth: int = 0) -> Iterator[tuple[bytes, bytes]]:
    """Kind and content of the boxes in a row. Raises IndexError where the index itself holds anything else."""
    place = 0
    while place + 8 <= len(data) and depth < _DEEPEST:
        size, kind, width = int.from_bytes(data[place : place + 4], "big"), data[place + 4 : place + 8], 8
        if size == 1:
            size, width = int.from_bytes(data[place + 8 : place + 16], "big"), 16
        if size < width or place + size > len(data):
            if not depth:
                raise IndexError("it is broken")
            return
        yield kind, data[place + width : place + size]
        place += size


def _inside(data: bytes, depth: int = 1) -> Iterator[tuple[bytes, bytes]]:
    """All boxes below, those that hold others opened."""
    for kind, content in _boxes(data, depth):
        yield kind, content
        if kind in _WITH_BOXES and kind != b"trak":
            yield from _inside(content, depth + 1)


def _film(index: bytes, first: bool) -> Film:
    duration, tracks = 0.0, []
    for kind, content in _boxes(index):
        if kind == b"mvhd":
            scale, length = _times(content)
            duration = length / scale if scale else 0.0
        elif kind == b"trak":
            tracks.append(_track(content))
    return Film(first, duration, tuple(tracks))


def _track(content: bytes) -> Track:
    parts = dict(_inside(content))
    kind = parts.get(b"hdlr", b"")[8:12].decode("ascii", "replace")
    samples = parts.get(b"stsd", b"")
    scale, length = _times(parts[b"mdhd"]) if b"mdhd" in parts else (0, 0)
    count = _samples(parts.get(b"stts", b""))
    seconds = length / scale if scale else 0.0
    shown = parts.get(b"tkhd", b"")[-8:]
    width, height = struct.unpack(">II", shown) if len(shown) == 8 else (0, 0)
    edits = int.from_bytes(parts.get(b"elst", b"")[4:8], "big")
    fps = count / seconds if count and seconds else None
    return Track(kind, samples[12:16].decode("ascii", "replace"), width >> 16, height >> 16, fps, edits > 1)


def _times(content: bytes) -> tuple[int, int]:
    """Ticks a second and length in ticks, of a header in either version."""
    if content[0] == 1:
        return struct.unpack(">IQ", content[20:32])
    return struct.unpack(">II", content[12:20])


def _samples(content: bytes) -> int:
    entries = int.from_bytes(content[4:8], "big")
    most = min(entries, (len(content) - 8) // 8)
    return sum(count for count, _ in struct.iter_unpack(">II", content[8 : 8 + 8 * max(0, most)]))

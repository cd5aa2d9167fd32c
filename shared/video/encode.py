"""Pictures into H.264 packets, such that stretches made apart from each other can stand side by side in one file."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import msgspec

from shared.core.errors import PermanentError
from shared.video.timeline import Canvas


@dataclass(frozen=True, slots=True)
class Encoding:
    """How libx264 is asked to work. Stretches that are to be joined need equal headers: `joinable` tells."""

    preset: str = "veryfast"
    crf: float = 23
    params: str = ""

    @property
    def reorders(self) -> bool:
        """It uses B-frames, so that packets are decoded in another order than shown and the file has an edit list."""
        return "bframes=0" not in self.params


# The same headers for all three, so that they can be joined. Without B-frames the file needs no edit list and costs a
# quarter less; one reference is enough for pages, which move by whole pixels. Figures: docs/guide/rendering.md.
_ALIKE = "bframes=0:keyint=150:ref=1:cabac=1:8x8dct=1:weightp=1"
# Pages, words, stills: the search of slower presets finds nothing more in them, their entropy coder and tree do.
UNIQUE = Encoding("ultrafast", 26, f"{_ALIKE}:deblock=0,0:aq-mode=1:mbtree=1:rc-lookahead=4:partitions=i4x4,i8x8")
# Camera pictures over much of the canvas: a real search halves their bytes for a sixth more time.
MOVING = Encoding("superfast", 24, f"{_ALIKE}:mbtree=1:rc-lookahead=4:subme=1")
# What is encoded once for all leads may take its time. Its bytes lie in every file: as near to the composed frames as
# camera noise allows without files a quarter larger than those of `veryfast`, crf 23. Fewer key frames pay for a part.
SHARED = Encoding("medium", 21.5, f"{_ALIKE}:keyint=300:psy=0:rc-lookahead=20")


class Packet(msgspec.Struct, frozen=True, array_like=True):
    """A packet as the encoder gave it, before any container changed it: only so can it stand beside fresh ones."""

    content: bytes
    pts: int  # frames from the segment's first
    dts: int
    key: bool


class Segment(msgspec.Struct, frozen=True, array_like=True):
    """An encoded stretch that begins with a key frame and needs nothing outside itself."""

    header: bytes  # SPS and PPS
    packets: tuple[Packet, ...]

    @property
    def size(self) -> int:
        return sum(len(packet.content) for packet in self.packets)


def encode(frames: Iterable[Any], length: int, canvas: Canvas, encoding: Encoding, threads: int) -> Segment:
    """Raises PermanentError when not every frame came out."""
    import av

    encoder: Any = av.CodecContext.create("libx264", "w")
    tune(encoder, canvas, encoding, threads)
    encoder.open()
    packets = [_packet(packet) for frame in frames for packet in encoder.encode(frame)]
    packets += [_packet(packet) for packet in encoder.encode(None)]
    if len(packets) != length:
        raise PermanentError(f"{len(packets)} frames came out of the encoder, not {length}")
    return Segment(bytes(encoder.extradata), tuple(packets))


def _packet(packet: Any) -> Packet:
    return Packet(bytes(packet), packet.pts, packet.dts, packet.is_keyframe)


def tune(encoder: Any, canvas: Canvas, encoding: Encoding, threads: int) -> None:
    import av

    encoder.width, encoder.height, encoder.pix_fmt = canvas.width, canvas.height, "yuv420p"
    encoder.framerate, encoder.time_base = canvas.rate, 1 / canvas.rate
    encoder.thread_count, encoder.thread_type = threads, "FRAME"  # slices are slower and larger
    encoder.color_primaries = encoder.color_trc = encoder.colorspace = encoder.color_range = 1  # BT.709, limited
    encoder.flags |= av.codec.context.Flags.global_header | av.codec.context.Flags.closed_gop
    encoder.options = {
        "preset": encoding.preset,
        "crf": str(encoding.crf),
        "profile": "high",
        "x264-params": f"stitchable=1:{encoding.params}",
    }


@lru_cache(maxsize=32)
def header(canvas: Canvas, encoding: Encoding) -> bytes:
    """SPS and PPS without the encoder's remark about its options."""
    import av

    encoder: Any = av.CodecContext.create("libx264", "w")
    tune(encoder, canvas, encoding, 1)
    encoder.open()
    return parameter_sets(bytes(encoder.extradata))


def parameter_sets(extradata: bytes) -> bytes:
    """The NAL units 7 and 8 of Annex B headers; x264 adds a unit 6 that names its version and options."""
    units = extradata.replace(b"\0\0\0\1", b"\0\0\1").split(b"\0\0\1")
    return b"".join(b"\0\0\0\1" + unit for unit in units if unit and unit[0] & 31 in {7, 8})


def joinable(canvas: Canvas, first: Encoding, second: Encoding) -> bool:
    return header(canvas, first) == header(canvas, second)


@lru_cache(maxsize=1)
def engine() -> str:
    """Everything outside a timeline that decides what its packets look like: a part of every key."""
    import av
    import numpy

    libraries = ".".join(str(part) for version in av.library_versions.values() for part in version)
    return f"planes-4|{av.__version__}|{libraries}|{numpy.__version__}"

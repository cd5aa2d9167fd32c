"""What is in a video file, read with PyAV: there is no ffprobe on a fresh machine."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

from shared.core.errors import InvalidInput, NotFound

_EXTRA_BOXES = {b"moov", b"trak", b"edts"}


@dataclass(frozen=True, slots=True)
class VideoStream:
    codec: str
    profile: str
    pixels: str  # e.g. yuv420p
    width: int
    height: int
    rate: Fraction  # frames a second
    frames: int
    start: float  # seconds
    seconds: float
    steady: bool  # every frame lasts as long as every other, and decoding order never steps back
    matrix: str  # bt709, or other
    limited: bool  # limited range, as televisions and browsers expect it


@dataclass(frozen=True, slots=True)
class AudioStream:
    codec: str
    rate: int  # samples a second
    channels: int
    start: float  # seconds
    seconds: float
    gaps: int  # places where a packet does not follow the one before it


@dataclass(frozen=True, slots=True)
class Probe:
    """`flaws` is empty when the file plays everywhere: phones, browsers, mail clients and platforms."""

    path: Path
    size: int  # bytes
    seconds: float
    video: VideoStream | None
    audio: AudioStream | None
    faststart: bool  # the index lies before the pictures, so that playing starts while loading
    edit_lists: int  # some platforms refuse them
    comment: str

    @property
    def flaws(self) -> tuple[str, ...]:
        return tuple(_flaws(self))


def probe(path: Path) -> Probe:
    """The facts about a file, from its packets: nothing is decoded. Raises NotFound or InvalidInput."""
    import av

    if not path.is_file():
        raise NotFound(f"{path}: no such file")
    try:
        with av.open(str(path)) as film:
            comment = film.metadata.get("comment", "")
            packets: dict[int, list[tuple[int, int, int]]] = {stream.index: [] for stream in film.streams}
            for packet in film.demux():
                if packet.pts is not None and packet.dts is not None:
                    packets[packet.stream_index].append((packet.pts, packet.dts, packet.duration or 0))
            videos = [_video(stream, packets[stream.index]) for stream in film.streams.video]
            audios = [_audio(stream, packets[stream.index]) for stream in film.streams.audio]
    except (av.FFmpegError, ValueError) as error:
        raise InvalidInput(f"{path}: not readable as a video: {getattr(error, 'strerror', None) or error}") from error
    names = list(_boxes(path))
    video, audio = next(iter(videos), None), next(iter(audios), None)
    return Probe(
        path=path,
        size=path.stat().st_size,
        seconds=max(video.seconds if video else 0.0, audio.seconds if audio else 0.0),
        video=video,
        audio=audio,
        faststart=b"mdat" in names and b"moov" in names and names.index(b"moov") < names.index(b"mdat"),
        edit_lists=names.count(b"elst"),
        comment=comment,
    )


def _video(stream: Any, packets: list[tuple[int, int, int]]) -> VideoStream:
    context = stream.codec_context
    pts = sorted(packet[0] for packet in packets)
    dts = [packet[1] for packet in packets]
    steps = {later - earlier for earlier, later in pairwise(pts)}
    rate = Fraction(stream.average_rate or 0)
    start = float((pts[0] if pts else 0) * stream.time_base)
    return VideoStream(
        codec=context.name,
        profile=str(context.profile or ""),
        pixels=str(context.pix_fmt or ""),
        width=context.width,
        height=context.height,
        rate=rate,
        frames=len(packets),
        start=start,
        seconds=start + float(len(packets) / rate) if rate else 0.0,
        steady=len(steps) <= 1 and all(later > earlier for earlier, later in pairwise(dts)),
        matrix="bt709" if int(context.colorspace) == 1 else "other",
        limited=int(context.color_range) == 1,
    )


def _audio(stream: Any, packets: list[tuple[int, int, int]]) -> AudioStream:
    context = stream.codec_context
    base = stream.time_base
    gaps = sum(a[0] + a[2] != b[0] for a, b in pairwise(packets))
    last = packets[-1] if packets else (0, 0, 0)
    return AudioStream(
        codec=context.name,
        rate=context.sample_rate,
        channels=context.channels,
        start=float((packets[0][0] if packets else 0) * base),
        seconds=float((last[0] + last[2]) * base),
        gaps=gaps,
    )


def _boxes(path: Path) -> Iterator[bytes]:
    """The names of an MP4's boxes in order, those within `moov` too; nothing for another kind of file."""
    with path.open("rb") as file:
        yield from _boxes_within(file, 0, path.stat().st_size)


def _boxes_within(file: Any, at: int, end: int) -> Iterator[bytes]:
    while at + 8 <= end:
        file.seek(at)
        head = file.read(16)
        size, name = int.from_bytes(head[:4], "big"), head[4:8]
        if size == 1:
            size = int.from_bytes(head[8:16], "big")
        elif size == 0:
            size = end - at
        if size < 8 or not re.fullmatch(rb"[\x20-\x7e\xa9]{4}", name):
            return
        yield name
        if name in _EXTRA_BOXES:
            yield from _boxes_within(file, at + 8, min(end, at + size))
        at += size


def _flaws(found: Probe) -> Iterator[str]:
    video, audio = found.video, found.audio
    if video is None:
        yield "no picture"
    else:
        if (video.codec, video.pixels) != ("h264", "yuv420p"):
            yield f"the picture is {video.codec} {video.pixels}, not h264 yuv420p"
        if not video.frames:
            yield "no frames"
        if not video.steady:
            yield "the frames do not follow each other evenly"
        if abs(video.start) > 0.001:
            yield f"the picture starts at {video.start:.3f} s"
    if audio is None:
        yield "no sound track"
    else:
        if (audio.codec, audio.rate, audio.channels) != ("aac", 48000, 2):
            yield f"the sound is {audio.codec}, {audio.rate} Hz, {audio.channels} channels, not AAC 48 kHz stereo"
        if audio.gaps:
            yield f"{audio.gaps} gaps in the sound"
        if video and abs(audio.seconds - video.seconds) > 0.1:
            yield f"sound lasts {audio.seconds:.2f} s, the picture {video.seconds:.2f} s"
    if not found.faststart:
        yield "the index lies behind the pictures"


def decodes_clean(path: Path) -> str:
    """Empty when every frame and every sound can be decoded, else the first complaint."""
    import av

    frames = 0
    try:
        with av.open(str(path)) as film:
            for stream in film.streams:
                stream.codec_context.options = {"err_detect": "explode"}
            for frame in film.decode():
                if getattr(frame, "is_corrupt", False):
                    return f"frame at {frame.time} s is damaged"
                frames += isinstance(frame, av.VideoFrame)
    except av.FFmpegError as error:
        return error.strerror or str(error)
    return "" if frames else "no frames"

"""Packets into an MP4 that plays everywhere: index first, no edit list where nothing is reordered."""

import os
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shared.core.errors import PermanentError
from shared.video.encode import Encoding, Segment, header, parameter_sets, tune
from shared.video.timeline import Canvas

if TYPE_CHECKING:
    from shared.video.audio import AacTrack

_AUDIO_TICK = Fraction(1, 48_000)
_AAC_FRAME = 1024


def mux(
    path: Path, canvas: Canvas, segments: Sequence[Segment], track: "AacTrack", encoding: Encoding, comment: str
) -> None:
    """Raises PermanentError when segments came from unequal encoders: joined, they would not decode."""
    import av

    wanted = header(canvas, encoding)
    if any(parameter_sets(segment.header) != wanted for segment in segments):
        raise PermanentError("segments came from unequal encoders and cannot be joined; empty the segment cache")
    options = {"movflags": "+faststart", "use_editlist": "1" if encoding.reorders else "0"}
    with av.open(str(path), "w", format="mp4", options=options) as film:
        film.metadata["comment"] = comment
        # These two encoders encode nothing: they give the file its stream headers, to which every packet fits.
        video: Any = film.add_stream("libx264", rate=canvas.rate)
        tune(video.codec_context, canvas, encoding, threads=1)
        audio: Any = film.add_stream("aac", rate=48_000, layout="stereo")
        film.start_encoding()
        if bytes(audio.codec_context.extradata) != track.header:
            raise PermanentError("the sound came from another encoder and cannot be joined; empty the segment cache")
        for packet in _interleaved(_pictures(segments, canvas, video), _sounds(track, audio)):
            film.mux_one(packet)


def with_sound(pictures: Path, path: Path, track: "AacTrack", comment: str) -> None:
    """The pictures of a film that another program wrote, with the house's sound."""
    import av

    options = {"movflags": "+faststart", "use_editlist": "0"}
    with av.open(str(pictures)) as source, av.open(str(path), "w", format="mp4", options=options) as film:
        film.metadata["comment"] = comment
        stream = source.streams.video[0]
        video: Any = film.add_stream_from_template(stream)
        audio: Any = film.add_stream("aac", rate=48_000, layout="stereo")
        film.start_encoding()
        packets = [packet for packet in source.demux(stream) if packet.dts is not None]
        for packet in packets:
            packet.stream = video
        for packet in _interleaved(iter(packets), _sounds(track, audio)):
            film.mux_one(packet)


def _pictures(segments: Sequence[Segment], canvas: Canvas, stream: Any) -> Iterator[Any]:
    import av

    at, tick = 0, 1 / canvas.rate
    for segment in segments:
        for one in segment.packets:
            packet: Any = av.Packet(one.content)
            packet.stream, packet.time_base = stream, tick
            packet.pts, packet.dts = at + one.pts, at + one.dts
            packet.duration, packet.is_keyframe = 1, one.key
            yield packet
        at += len(segment.packets)


def _sounds(track: "AacTrack", stream: Any) -> Iterator[Any]:
    import av

    for number, content in enumerate(track.packets):
        packet: Any = av.Packet(content)
        packet.stream, packet.time_base = stream, _AUDIO_TICK
        packet.pts = packet.dts = number * _AAC_FRAME
        packet.duration, packet.is_keyframe = _AAC_FRAME, True
        yield packet


def _interleaved(*streams: Iterator[Any]) -> list[Any]:
    packets = [(packet.dts * float(packet.time_base), packet) for stream in streams for packet in stream]
    return [packet for _, packet in sorted(packets, key=lambda pair: pair[0])]


def publish(target: Path, write: Callable[[Path], None], frames: int) -> None:
    """Write under a temporary name, look at what was written, and only then give it its own name."""
    from shared.video.probe import probe

    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.stem}.{os.getpid()}.part.mp4")
    try:
        write(part)
        found = probe(part)
        flaws = [*found.flaws]
        if found.video and found.video.frames != frames:
            flaws.append(f"{found.video.frames} frames, not {frames}")
        if flaws:
            raise PermanentError(f"{target.name}: the finished file is not right: {'; '.join(flaws)}")
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)

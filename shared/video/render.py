"""From a timeline to an MP4 that plays everywhere: the renderer protocol, and the one that composes in this process.

Scenes are encoded one by one by equal encoders and joined packet by packet. Shared scenes and the sound are encoded
once for a process: a further lead pays for its own seconds alone.
"""

import os
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from shared.core.errors import PermanentError
from shared.video.timeline import Canvas, Scene, Timeline, check, digest

if TYPE_CHECKING:
    from shared.video.audio import AacTrack
    from shared.video.compose import Files, LayerCache

T = TypeVar("T")
_AUDIO_TICK = Fraction(1, 48_000)
_KEPT_SEGMENTS = 24


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished file and what it took."""

    path: Path
    frames: int
    seconds: float  # of video
    cpu_seconds: float  # of this process, while it was made
    reused_frames: int = 0  # copied from scenes that were encoded before


class Renderer(Protocol):
    """Makes a timeline into a file. The file appears whole or not at all."""

    name: str

    def render(self, timeline: Timeline, files: "Files", target: Path, *, comment: str = "") -> Rendered:
        """Raises InvalidInput for a timeline or a file that cannot be rendered."""


@dataclass(frozen=True, slots=True)
class _Segment:
    """A scene as the encoder gave it, before any container changed it: only so can it stand beside fresh packets."""

    packets: tuple[tuple[bytes, bool], ...]  # bytes, is it a key frame
    header: bytes


class PlaneRenderer:
    """Composes on YUV planes and encodes with libx264 through PyAV. `threads` = encoder threads; 1 for one of several
    workers. Not to be used by two threads at once."""

    name = "planes"

    def __init__(self, threads: int = 1) -> None:
        self._threads = threads
        self._segments: OrderedDict[str, _Segment] = OrderedDict()
        self._tracks: OrderedDict[str, AacTrack] = OrderedDict()
        self._layers: LayerCache | None = None

    def render(self, timeline: Timeline, files: "Files", target: Path, *, comment: str = "") -> Rendered:
        from shared.video.audio import encode_sounds

        start = time.process_time()
        canvas = check(timeline).canvas
        reused = sum(scene.length for scene in timeline.scenes if self._known(scene, canvas))
        segments = [self._segment(scene, canvas, files) for scene in timeline.scenes]
        key = digest((timeline.sounds, timeline.length, canvas.rate))
        track = _kept(self._tracks, key, lambda: encode_sounds(timeline.sounds, canvas, timeline.length, files))
        _publish(target, lambda part: _mux(part, canvas, segments, track, comment), timeline)
        return Rendered(target, timeline.length, timeline.seconds, time.process_time() - start, reused)

    def _known(self, scene: Scene, canvas: Canvas) -> bool:
        return scene.shared and digest((scene, canvas)) in self._segments

    def _segment(self, scene: Scene, canvas: Canvas, files: "Files") -> _Segment:
        if not scene.shared:
            return self._encode(scene, canvas, files)
        return _kept(self._segments, digest((scene, canvas)), lambda: self._encode(scene, canvas, files))

    def _encode(self, scene: Scene, canvas: Canvas, files: "Files") -> _Segment:
        from shared.video.compose import LayerCache, Painter

        self._layers = self._layers or LayerCache()
        painter = Painter(canvas, files, self._layers)
        encoder = _encoder(canvas, self._threads)
        packets = [packet for frame in painter.frames(scene, 0) for packet in encoder.encode(frame)]
        packets += encoder.encode(None)
        if len(packets) != scene.length:
            raise PermanentError(
                f"scene {scene.name!r}: {len(packets)} frames came out of the encoder, not {scene.length}"
            )
        return _Segment(tuple((bytes(packet), packet.is_keyframe) for packet in packets), bytes(encoder.extradata))


def _kept(store: "OrderedDict[str, T]", key: str, make: Callable[[], T]) -> T:
    held = store.pop(key, None)
    store[key] = make() if held is None else held
    if len(store) > _KEPT_SEGMENTS:
        store.popitem(last=False)
    return store[key]


def _encoder(canvas: Canvas, threads: int) -> Any:
    """libx264 as every scene gets it. Without B-frames the file needs no edit list, and costs a quarter less."""
    import av

    encoder: Any = av.CodecContext.create("libx264", "w")
    _tune(encoder, canvas, threads)
    encoder.open()
    return encoder


def _tune(encoder: Any, canvas: Canvas, threads: int) -> None:
    import av

    encoder.width, encoder.height, encoder.pix_fmt = canvas.width, canvas.height, "yuv420p"
    encoder.framerate, encoder.time_base = canvas.rate, 1 / canvas.rate
    encoder.thread_count, encoder.thread_type = threads, "FRAME"  # slices are slower and larger
    encoder.color_primaries = encoder.color_trc = encoder.colorspace = encoder.color_range = 1  # BT.709, limited
    encoder.flags |= av.codec.context.Flags.global_header | av.codec.context.Flags.closed_gop
    encoder.options = {
        "preset": "veryfast",
        "crf": "23",
        "profile": "high",
        # One reference and a short search: a third less time for 7 % more bytes at the same fidelity, since pages
        # move by whole pixels.
        "x264-params": "stitchable=1:bframes=0:keyint=150:ref=1:subme=1",
    }


def _mux(part: Path, canvas: Canvas, segments: list[_Segment], track: "AacTrack", comment: str) -> None:
    import av

    options = {"movflags": "+faststart", "use_editlist": "0"}
    with av.open(str(part), "w", format="mp4", options=options) as film:
        film.metadata["comment"] = comment
        # These two encoders encode nothing: they give the file its stream headers, to which every packet must fit.
        video: Any = film.add_stream("libx264", rate=canvas.rate)
        _tune(video.codec_context, canvas, threads=1)
        audio: Any = film.add_stream("aac", rate=48_000, layout="stereo")
        film.start_encoding()
        headers = {bytes(video.codec_context.extradata), *(segment.header for segment in segments)}
        if len(headers) != 1 or bytes(audio.codec_context.extradata) != track.header:
            raise PermanentError("scenes came from unequal encoders and cannot be joined; restart the renderer")
        for packet in _interleaved(_video_packets(segments, canvas, video), _audio_packets(track, audio)):
            film.mux(packet)


def _video_packets(segments: list[_Segment], canvas: Canvas, stream: Any) -> Iterator[Any]:
    import av

    number = 0
    for segment in segments:
        for content, key in segment.packets:
            packet: Any = av.Packet(content)
            packet.stream, packet.time_base = stream, 1 / canvas.rate
            packet.pts = packet.dts = number
            packet.duration, packet.is_keyframe = 1, key
            number += 1
            yield packet


def _audio_packets(track: "AacTrack", stream: Any) -> Iterator[Any]:
    import av

    for number, content in enumerate(track.packets):
        packet: Any = av.Packet(content)
        packet.stream, packet.time_base = stream, _AUDIO_TICK
        packet.pts = packet.dts = number * 1024
        packet.duration, packet.is_keyframe = 1024, True
        yield packet


def _interleaved(*streams: Iterator[Any]) -> list[Any]:
    packets = [packet for stream in streams for packet in stream]
    return sorted(packets, key=lambda packet: packet.dts * packet.time_base)


def _publish(target: Path, write: Callable[[Path], None], timeline: Timeline) -> None:
    """Write under a temporary name, look at what was written, and only then give it its own name."""
    from shared.video.probe import probe

    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.stem}.{os.getpid()}.part.mp4")
    try:
        write(part)
        found = probe(part)
        flaws = [*found.flaws]
        if found.video and found.video.frames != timeline.length:
            flaws.append(f"{found.video.frames} frames, not {timeline.length}")
        if flaws:
            raise PermanentError(f"{target.name}: the finished file is not right: {'; '.join(flaws)}")
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)

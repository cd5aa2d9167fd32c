"""The renderer that composes in this process: each lead pays for its own seconds alone."""

import resource
from pathlib import Path
from typing import TYPE_CHECKING

from shared.core.errors import InvalidInput
from shared.video.checks import check
from shared.video.encode import MOVING, SHARED, UNIQUE, Encoding, Segment, encode, engine, joinable
from shared.video.mux import mux, publish
from shared.video.plan import Piece, films, pieces, segment_key, writes
from shared.video.render import Rendered
from shared.video.segments import SegmentCache
from shared.video.sounds import Stretch, stretch_key, stretches
from shared.video.timeline import Timeline, digest

if TYPE_CHECKING:
    from shared.video.audio import AacTrack
    from shared.video.compose import LayerCache
    from shared.video.layers.base import Files


class PlaneRenderer:
    """Composes on YUV planes and encodes with libx264 through PyAV. `threads` = encoder threads; 1 for one of several
    workers. Not to be used by two threads at once."""

    name = "planes"

    def __init__(
        self,
        threads: int = 1,
        cache: SegmentCache | None = None,
        *,
        unique: Encoding = UNIQUE,
        moving: Encoding = MOVING,
        shared: Encoding = SHARED,
    ) -> None:
        self._threads = threads
        self._cache = cache or SegmentCache()
        self._unique, self._moving, self._shared = unique, moving, shared
        self._layers: LayerCache | None = None

    def render(self, timeline: Timeline, files: "Files", target: Path, *, comment: str = "") -> Rendered:
        start = cpu_seconds()
        canvas = check(timeline).canvas
        if not all(joinable(canvas, self._unique, other) for other in (self._moving, self._shared)):
            raise InvalidInput("the encodings of the segments give unequal headers; make them alike")
        parts = pieces(timeline)
        # What is shared comes first: its encoder is the large one, and finds the memory unbroken.
        order = sorted(parts, key=lambda piece: piece.kind != "shared")
        done = {piece: self._segment(timeline, piece, files) for piece in order}
        segments = [done[piece][0] for piece in parts]
        reused = sum(piece.length for piece in parts if not done[piece][1])
        track = self._track(timeline, files)
        publish(target, lambda part: mux(part, canvas, segments, track, self._unique, comment), timeline.length)
        return Rendered(target, timeline.length, timeline.seconds, cpu_seconds() - start, reused)

    def prepare(self, timeline: Timeline, files: "Files") -> int:
        """Encode what all leads share, before the first of them: the number of frames that had to be made."""
        check(timeline)
        shared = [piece for piece in pieces(timeline) if piece.kind == "shared"]
        made = [piece.length for piece in shared if self._segment(timeline, piece, files)[1]]
        for stretch in stretches(timeline):
            if not stretch.depends:
                self._stretch(timeline, stretch, files)
        return sum(made)

    def _segment(self, timeline: Timeline, piece: Piece, files: "Files") -> tuple[Segment, bool]:
        encoding = self._encoding(timeline, piece)
        context = [engine(), encoding, _fonts() if writes(timeline, piece) else ""]
        key = segment_key(timeline, piece, digest(context))
        return self._cache.get(
            key, Segment, lambda: self._encoded(timeline, piece, encoding, files), common=piece.kind != "unique"
        )

    def _encoding(self, timeline: Timeline, piece: Piece) -> Encoding:
        if piece.kind == "shared":
            return self._shared
        return self._moving if films(timeline, piece) else self._unique

    def _encoded(self, timeline: Timeline, piece: Piece, encoding: Encoding, files: "Files") -> Segment:
        from shared.video.compose import LayerCache, Painter

        self._layers = self._layers or LayerCache()
        frames = Painter(timeline.canvas, files, self._layers).frames(timeline, piece.start, piece.stop, reuse=True)
        return encode(frames, piece.length, timeline.canvas, encoding, self._threads)

    def _track(self, timeline: Timeline, files: "Files") -> "AacTrack":
        """The sound; silence where there is none, since some players want a sound track."""
        from shared.video.audio import AacTrack

        parts = [self._stretch(timeline, stretch, files) for stretch in stretches(timeline)]
        return AacTrack(tuple(packet for part in parts for packet in part.packets), parts[0].header)

    def _stretch(self, timeline: Timeline, stretch: Stretch, files: "Files") -> "AacTrack":
        from shared.video.audio import AacTrack, encode_stretch

        key = stretch_key(timeline, stretch, engine())
        track, _ = self._cache.get(
            key, AacTrack, lambda: encode_stretch(timeline, stretch, files), common=not stretch.depends
        )
        return track


def _fonts() -> str:
    from shared.video import fonts

    return fonts.fingerprint()


def cpu_seconds() -> float:
    """Seconds of this process and of those it started."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)

"""The plan of a video: where it may be cut, what of it is the same for whom, and how every part is known again.

Pure: it looks at the timeline alone. A cut costs one key frame and nothing else, so the picture is cut wherever the
set of the lead's variables that decide it changes, and at the hard ends of scenes, so that an edit stays local.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from shared.video.checks import where
from shared.video.timeline import Captions, Clip, Fill, Footage, Page, Picture, Scene, Text, Timeline, digest

Kind = Literal["shared", "keyed", "unique"]
SINGULAR = frozenset({"lead", "website_url", "email", "full_name", "last_name", "linkedin_url", "phone", "voice"})
"""Variables that hardly two leads have in common. A stretch that depends on others alone is made once a value."""

_SHORTEST = 0.5  # seconds of a shared stretch between personal ones that is worth a cut of its own
_WORTH_SAYING = 2.0  # seconds that an overlay makes unique before somebody is told


@dataclass(frozen=True, slots=True)
class Piece:
    """Frames that are encoded together."""

    start: int  # first frame
    stop: int  # first frame behind it
    depends: tuple[str, ...]  # variables, sorted

    @property
    def length(self) -> int:
        return self.stop - self.start

    @property
    def kind(self) -> Kind:
        if not self.depends:
            return "shared"
        return "unique" if SINGULAR & set(self.depends) else "keyed"


@dataclass(frozen=True, slots=True)
class _Seen:
    """A clip in the frames of the whole timeline."""

    scene: Scene
    clip: Clip
    start: int
    stop: int


def pieces(timeline: Timeline) -> tuple[Piece, ...]:
    """The whole timeline in stretches, without gap or overlap."""
    cuts = _hard_ends(timeline)
    shortest = max(1, timeline.canvas.frames(_SHORTEST))
    return tuple(_joined(_without_slivers(_joined(_by_dependence(timeline), cuts), shortest), cuts))


def _joined(parts: Iterable[Piece], cuts: frozenset[int]) -> list[Piece]:
    """Neighbours that are the same for the same leads become one, but not over the hard end of a scene."""
    joined: list[Piece] = []
    for part in parts:
        last = joined[-1] if joined else None
        alike = last and (last.depends == part.depends or last.kind == part.kind == "unique")
        if last and alike and part.start not in cuts:
            joined[-1] = _both(last, part)
        else:
            joined.append(part)
    return joined


def _both(first: Piece, second: Piece) -> Piece:
    return Piece(first.start, second.stop, tuple(sorted({*first.depends, *second.depends})))


def _hard_ends(timeline: Timeline) -> frozenset[int]:
    """First frames of scenes that begin without a transition."""
    return frozenset(at for scene, at in zip(timeline.scenes, timeline.starts(), strict=True) if scene.enter is None)


def _by_dependence(timeline: Timeline) -> Iterator[Piece]:
    """The shortest stretches within which the same clips are seen."""
    seen = list(_seen(timeline))
    edges = {0, timeline.length, *_hard_ends(timeline)}
    for one in seen:
        if one.clip.depends:  # what is the same for all needs no cut
            edges |= {one.start, one.stop}
    for start, stop in pairwise(sorted(edges)):
        depends = {name for one in seen if one.start < stop and one.stop > start for name in one.clip.depends}
        yield Piece(start, stop, tuple(sorted(depends)))


def _seen(timeline: Timeline) -> Iterator[_Seen]:
    for scene, at in zip(timeline.scenes, timeline.starts(), strict=True):
        for clip in scene.clips():
            yield _Seen(scene, clip, at + clip.start, at + clip.start + clip.length)


def _without_slivers(parts: list[Piece], shortest: int) -> Iterator[Piece]:
    """Short stretches go to a neighbour that depends on no less: a key frame would cost more than it saves."""
    kept: list[Piece] = []
    for part in parts:
        last = kept[-1] if kept else None
        if last and min(part.length, last.length) < shortest and _one_within_other(last, part):
            kept[-1] = _both(last, part)
        else:
            kept.append(part)
    return iter(kept)


def _one_within_other(first: Piece, second: Piece) -> bool:
    """Joining them makes nothing long depend on more than it did: only a short one takes over the other's variables."""
    longer, shorter = sorted((first, second), key=lambda piece: -piece.length)
    return set(shorter.depends) <= set(longer.depends)


def segment_key(timeline: Timeline, piece: Piece, context: str) -> str:
    """By what a stretch shows, wherever it stands. `context` = engine, encoder, fonts."""
    shown = []
    for scene, at in zip(timeline.scenes, timeline.starts(), strict=True):
        clips = [
            replace(clip, start=at + clip.start - piece.start, depends=(), name="")
            for clip in scene.clips()
            if at + clip.start < piece.stop and at + clip.start + clip.length > piece.start
        ]
        end = at + scene.length
        if at < piece.stop and end > piece.start:
            way = (scene.enter, at - piece.start) if scene.enter and at + scene.enter.length > piece.start else None
            shown.append((clips, max(at, piece.start) - piece.start, min(end, piece.stop) - piece.start, way))
    return digest((context, timeline.canvas, piece.length, shown))


def writes(timeline: Timeline, piece: Piece) -> bool:
    """Words are seen in it, so that fonts decide how it looks."""
    return any(
        isinstance(one.clip.element, Text | Captions)
        for one in _seen(timeline)
        if one.start < piece.stop and one.stop > piece.start
    )


def films(timeline: Timeline, piece: Piece) -> bool:
    """Camera pictures cover much of it."""
    half = timeline.canvas.width * timeline.canvas.height / 2
    return any(
        isinstance(one.clip.element, Footage)
        and one.clip.element.shape == "rect"
        and (one.clip.width or timeline.canvas.width) * (one.clip.height or timeline.canvas.height) > half
        for one in _seen(timeline)
        if one.start < piece.stop and one.stop > piece.start
    )


def warnings(timeline: Timeline) -> tuple[str, ...]:
    """Where a small personal thing makes seconds unique that all leads could share."""
    return tuple(dict.fromkeys(_warnings(timeline)))


def _warnings(timeline: Timeline) -> Iterator[str]:
    rate = timeline.canvas.rate
    for scene in timeline.scenes:
        personal = [clip for clip in scene.clips() if clip.depends]
        if not personal or any(_large(clip) for clip in personal):
            continue
        for clip in personal:
            alone = not any(other is not clip and other.depends != () for other in scene.clips())
            seconds = float(clip.length / rate)
            if seconds >= _WORTH_SAYING:
                names = ", ".join(clip.depends)
                cure = "show it for a shorter time" if alone else "show them together and for a shorter time"
                yield (
                    f"{where(scene, clip)}: it shows {names} over a picture that all leads share, which makes "
                    f"{seconds:.1f} s of it personal; {cure}, or move it to a segment that is personal already"
                )


def _large(clip: Clip) -> bool:
    """The personal thing is the picture itself, not something on it."""
    return isinstance(clip.element, Page | Fill | Picture | Footage)

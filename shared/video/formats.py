"""One timeline for every place: upright, square and wide, with what matters inside the part that no button covers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from msgspec.structs import replace as changed

from shared.core.errors import InvalidInput
from shared.video.checks import check
from shared.video.drawing import draw_text
from shared.video.layers.base import Files
from shared.video.timeline import (
    Canvas,
    Captions,
    Clip,
    Fill,
    Footage,
    Page,
    Picture,
    Scene,
    Shape,
    Text,
    Timeline,
    Track,
)

STATE = "2026-11"  # of the numbers below; platforms move their buttons without a word


@dataclass(frozen=True, slots=True)
class Safe:
    """What a platform covers, in parts of the picture's height and width."""

    top: float = 0.05
    bottom: float = 0.05
    left: float = 0.05
    right: float = 0.05

    def box(self, canvas: Canvas) -> tuple[int, int, int, int]:
        """Left, top, width, height of what stays free, in pixels."""
        left, top = round(canvas.width * self.left), round(canvas.height * self.top)
        right, bottom = round(canvas.width * self.right), round(canvas.height * self.bottom)
        return left, top, canvas.width - left - right, canvas.height - top - bottom


@dataclass(frozen=True, slots=True)
class Format:
    name: str
    width: int
    height: int
    safe: Safe = Safe()
    longest: float = 3600.0  # seconds

    def canvas(self, like: Canvas) -> Canvas:
        return Canvas(self.width, self.height, like.rate)


FORMATS: Mapping[str, Format] = {
    one.name: one
    for one in (
        Format("wide", 1920, 1080),
        Format("square", 1080, 1080),
        Format("upright", 1080, 1920, Safe(0.12, 0.20, 0.06, 0.12)),
        Format("youtube", 1920, 1080, Safe(0.05, 0.10, 0.05, 0.05), 12 * 3600),
        Format("youtube-short", 1080, 1920, Safe(0.10, 0.20, 0.05, 0.14), 180),
        Format("instagram-reel", 1080, 1920, Safe(0.14, 0.22, 0.06, 0.12), 180),
        Format("instagram-feed", 1080, 1350, Safe(), 3600),
        Format("facebook-reel", 1080, 1920, Safe(0.14, 0.22, 0.06, 0.12), 90),
        Format("tiktok", 1080, 1920, Safe(0.08, 0.21, 0.06, 0.13), 600),
        Format("x", 1280, 720, Safe(), 140),
        Format("linkedin", 1080, 1350, Safe(), 600),
        Format("mail", 640, 360, Safe(), 120),
    )
}


def format_named(name: str) -> Format:
    if name not in FORMATS:
        raise InvalidInput(f"no format is called {name!r}; there are: {', '.join(FORMATS)}")
    return FORMATS[name]


_NO_FILES: Files = {}


def reframed(timeline: Timeline, target: Format, files: Files = _NO_FILES) -> Timeline:
    """The timeline on another canvas. Grounds fill it; what stands together stays together, inside the safe part.

    `files`: for typefaces of the user's own. Raises InvalidInput for a timeline that is too long for the place.
    """
    if timeline.seconds > target.longest:
        raise InvalidInput(
            f"{target.name}: {timeline.seconds:.1f} s are too long, at most {target.longest:g} s (state {STATE})"
        )
    frame = _Reframe(timeline.canvas, target.canvas(timeline.canvas), target.safe, files)
    return check(Timeline(frame.new, tuple(frame.scene(scene) for scene in timeline.scenes), timeline.sounds))


@dataclass(frozen=True, slots=True)
class _Box:
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class _Reframe:
    old: Canvas
    new: Canvas
    safe: Safe
    files: Files

    @property
    def unit(self) -> float:
        """How much larger things become: by the shorter sides, but never out of the height."""
        by_side = min(self.new.width, self.new.height) / min(self.old.width, self.old.height)
        return min(by_side, self.new.height / self.old.height * 1.3)

    def scene(self, scene: Scene) -> Scene:
        return replace(scene, tracks=tuple(self._track(track) for track in scene.tracks))

    def _track(self, track: Track) -> Track:
        """Grounds and subtitles by themselves; the rest of a track moves as one."""
        members = [clip for clip in track.clips if not self._ground(clip) and not isinstance(clip.element, Captions)]
        boxes = {id(clip): self._box(clip) for clip in members}
        place = self._place(members, list(boxes.values())) if members else None
        clips = []
        for clip in track.clips:
            if isinstance(clip.element, Captions):
                clips.append(self._captions(clip))
            elif self._ground(clip):
                clips.append(self._filled(clip))
            elif len(members) == 1 and isinstance(clip.element, Text):
                clips.append(self._alone(clip, boxes[id(clip)]))
            else:
                assert place is not None
                clips.append(self._moved(clip, *place))
        return Track(track.name, tuple(clips))

    def _ground(self, clip: Clip) -> bool:
        """It covers (nearly) everything, so it has to do so again."""
        if isinstance(clip.element, Page):
            return True
        if not isinstance(clip.element, Fill | Picture | Footage):
            return False
        if isinstance(clip.element, Footage) and clip.element.shape == "round":
            return False
        wide, high = clip.width or self.old.width, clip.height or self.old.height
        return wide >= self.old.width * 0.95 and high >= self.old.height * 0.95

    def _filled(self, clip: Clip) -> Clip:
        element: Any = clip.element
        if isinstance(element, Picture | Footage) and element.fit == "fill":
            element = changed(element, fit="cover")
        if isinstance(element, Page):
            speed = round(element.speed * self.new.height / self.old.height / 2) * 2
            element = changed(element, speed=max(2, speed) if element.speed else 0)
        size = (self.new.width, self.new.height) if clip.width or clip.height else (0, 0)
        return replace(clip, element=element, x=0, y=0, anchor="left", stand="top", width=size[0], height=size[1])

    def _box(self, clip: Clip) -> _Box:
        element = clip.element
        if isinstance(element, Text):
            image, margin = draw_text(element, clip.width or round(self.old.width * 0.92), self.files)
            wide, high = image.width - 2 * margin, image.height - 2 * margin
        else:
            wide = clip.width or self.old.width
            high = clip.height or (clip.width if isinstance(element, Shape | Footage) else self.old.height)
        left = clip.x - {"left": 0, "center": wide / 2, "right": wide}[clip.anchor]
        top = clip.y - {"top": 0, "middle": high / 2, "bottom": high}[clip.stand]
        return _Box(left, top, wide, high)

    def _place(self, clips: Sequence[Clip], boxes: Sequence[_Box]) -> tuple[float, float, float]:
        """Scale and shift of a group: (factor, x, y), so that new = old * factor + shift."""
        left, top = min(box.left for box in boxes), min(box.top for box in boxes)
        wide = max(1.0, max(box.left + box.width for box in boxes) - left)
        high = max(1.0, max(box.top + box.height for box in boxes) - top)
        loose = all(isinstance(clip.element, Shape) for clip in clips)  # ornaments may be cut by the edge
        room = (0, 0, self.new.width, self.new.height) if loose else self.safe.box(self.new)
        factor = self.unit if loose else min(self.unit, room[2] / wide, room[3] / high)
        x = room[0] + _share(left, wide, self.old.width) * (room[2] - wide * factor)
        y = room[1] + _share(top, high, self.old.height) * (room[3] - high * factor)
        return factor, x - left * factor, y - top * factor

    def _moved(self, clip: Clip, factor: float, across: float, down: float) -> Clip:
        return replace(
            clip,
            element=_scaled(clip.element, factor),
            x=round(clip.x * factor + across),
            y=round(clip.y * factor + down),
            width=_size(clip.width, factor),
            height=_size(clip.height, factor),
            rise=round(clip.rise * factor),
        )

    def _alone(self, clip: Clip, box: _Box) -> Clip:
        """A text that stands alone may break into more lines instead of shrinking."""
        assert isinstance(clip.element, Text)
        left, top, wide, high = self.safe.box(self.new)
        text = _scaled(clip.element, self.unit)
        own = text.width or round((clip.width or self.old.width * 0.92) * self.unit)
        text = changed(
            text, width=min(own, wide), lines=max(text.lines, text.lines + round(box.width * self.unit / wide))
        )
        image, margin = draw_text(text, wide, self.files)
        size = (image.width - 2 * margin, image.height - 2 * margin)
        x = left + _share(box.left, box.width, self.old.width) * (wide - size[0])
        y = top + _share(box.top, box.height, self.old.height) * (high - size[1])
        moved = {"left": 0, "center": size[0] / 2, "right": size[0]}[clip.anchor]
        sunk = {"top": 0, "middle": size[1] / 2, "bottom": size[1]}[clip.stand]
        return replace(
            clip, element=text, x=round(x + moved), y=round(y + sunk), width=wide, rise=round(clip.rise * self.unit)
        )

    def _captions(self, clip: Clip) -> Clip:
        """At the foot, in the middle or at the head of the safe part, as wide as it allows."""
        assert isinstance(clip.element, Captions)
        left, top, wide, high = self.safe.box(self.new)
        style = changed(_scaled(clip.element.style, self.unit), width=wide)
        y = {"top": top, "middle": top + high // 2, "bottom": top + high}[clip.stand]
        element = changed(clip.element, style=style)
        return replace(clip, element=element, x=left + wide // 2, y=y, anchor="center", width=wide)


def _share(at: float, own: float, whole: int) -> float:
    """Where something stands in the room that it leaves: 0 at one edge, 1 at the other."""
    free = whole - own
    return min(1.0, max(0.0, at / free)) if free > 1 else 0.5


def _scaled(element: Any, factor: float) -> Any:
    if isinstance(element, Text):
        return changed(
            element,
            size=max(8, round(element.size * factor)),
            width=_size(element.width, factor),
            padding=round(element.padding * factor),
            radius=round(element.radius * factor),
            outline=round(element.outline * factor) if element.outline * factor >= 1 else min(element.outline, 1),
            spacing=element.spacing * factor,
        )
    return changed(element, radius=round(element.radius * factor)) if isinstance(element, Shape) else element


def _size(value: int, factor: float) -> int:
    return max(2, min(4096, round(value * factor))) if value else 0

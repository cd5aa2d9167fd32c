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
_SLACK = 0.97  # letters have whole sizes: a scaled line may come out a little wider


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
        """Tracks one by one; what would newly cover another group moves above it, or below."""
        tracks, groups = [], list[tuple[_Box, _Box]]()
        for track in scene.tracks:
            moved, old, new = self._track(track)
            if old and new:
                down = self._aside(old, new, groups)
                groups.append((old, replace(new, top=new.top + down)))
                clips = (replace(clip, y=clip.y + round(down)) if self._member(clip) else clip for clip in moved.clips)
                moved = replace(moved, clips=tuple(clips))
            tracks.append(moved)
        return replace(scene, tracks=tuple(tracks))

    def _aside(self, old: "_Box", new: "_Box", groups: Sequence[tuple["_Box", "_Box"]]) -> float:
        """How far down (or up, below 0) a group has to move so that it covers the least, then the nearest such way."""
        _, top, _, high = self.safe.box(self.new)
        gap = self.unit * 14
        others = [placed for before, placed in groups if not _meet(old, before)]
        places = [
            new.top,
            *(one.top - gap - new.height for one in others),
            *(one.top + one.height + gap for one in others),
        ]
        inside = [at for at in places if top <= at <= top + high - new.height] or [new.top]
        best = min(
            inside, key=lambda at: (sum(_common(replace(new, top=at), one) for one in others), abs(at - new.top))
        )
        return best - new.top

    def _member(self, clip: Clip) -> bool:
        """It belongs to what stands on the ground; a ground on the new canvas is as large as that."""
        if isinstance(clip.element, Captions):
            return True
        if isinstance(clip.element, Page) or (isinstance(clip.element, Fill) and not clip.width):
            return False
        return (clip.width, clip.height) != (self.new.width, self.new.height)

    def _track(self, track: Track) -> tuple[Track, "_Box | None", "_Box | None"]:
        """Grounds and subtitles by themselves; the rest of a track moves as one, from its old box to its new one."""
        members = [clip for clip in track.clips if not self._ground(clip) and not isinstance(clip.element, Captions)]
        boxes = [self._box(clip) for clip in members]
        loose = all(isinstance(clip.element, Shape) for clip in members)  # ornaments may be cut by the edge
        old = new = None
        done: dict[int, Clip] = {}
        if len(members) == 1 and isinstance(members[0].element, Text):
            old = boxes[0]
            done[id(members[0])], new = self._alone(members[0], old)
        elif members:
            old = _around(boxes)
            factor, x, y = self._place(old, loose=loose)
            new = _Box(old.left * factor + x, old.top * factor + y, old.width * factor, old.height * factor)
            done = {id(clip): self._moved(clip, factor, x, y) for clip in members}
        said = [clip for clip in track.clips if isinstance(clip.element, Captions)]
        if said and not members:
            old, new = _caption_box(said[0], self.old), _caption_box(self._captions(said[0]), self.new)
        clips = tuple(self._other(clip) if id(clip) not in done else done[id(clip)] for clip in track.clips)
        counts = bool(said) or not loose
        return Track(track.name, clips), old if counts else None, new if counts else None

    def _other(self, clip: Clip) -> Clip:
        return self._captions(clip) if isinstance(clip.element, Captions) else self._filled(clip)

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

    def _place(self, old: _Box, *, loose: bool) -> tuple[float, float, float]:
        """Scale and shift of a group: (factor, x, y), so that new = old * factor + shift."""
        wide, high = max(1.0, old.width), max(1.0, old.height)
        room = (0, 0, self.new.width, self.new.height) if loose else self.safe.box(self.new)
        factor = self.unit if loose else min(self.unit, room[2] * _SLACK / wide, room[3] * _SLACK / high)
        x = room[0] + _share(old.left, wide, self.old.width) * (room[2] - wide * factor)
        y = room[1] + _share(old.top, high, self.old.height) * (room[3] - high * factor)
        return factor, x - old.left * factor, y - old.top * factor

    def _moved(self, clip: Clip, factor: float, across: float, down: float) -> Clip:
        element, x = _scaled(clip.element, factor), round(clip.x * factor + across)
        if isinstance(element, Text) and clip.anchor == "left":  # not beyond the safe part's right edge
            left, _, wide, _ = self.safe.box(self.new)
            room = max(16, left + wide - x)
            element = changed(element, width=min(element.width or room, room))
        return replace(
            clip,
            element=element,
            x=x,
            y=round(clip.y * factor + down),
            width=_size(clip.width, factor),
            height=_size(clip.height, factor),
            rise=round(clip.rise * factor),
        )

    def _alone(self, clip: Clip, box: _Box) -> tuple[Clip, _Box]:
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
        made = replace(
            clip, element=text, x=round(x + moved), y=round(y + sunk), width=wide, rise=round(clip.rise * self.unit)
        )
        return made, _Box(x, y, *size)

    def _captions(self, clip: Clip) -> Clip:
        """As high or low in the safe part as it stood in the picture, and as wide as that allows."""
        assert isinstance(clip.element, Captions)
        left, top, wide, high = self.safe.box(self.new)
        style = changed(_scaled(clip.element.style, self.unit), width=wide)
        share = (clip.y - self.old.height * 0.05) / (self.old.height * 0.9)
        y = top + round(high * min(1.0, max(0.0, share)))
        element = changed(clip.element, style=style)
        return replace(clip, element=element, x=left + wide // 2, y=y, anchor="center", width=wide)


def _caption_box(clip: Clip, canvas: Canvas) -> _Box:
    """What two lines of subtitles may cover."""
    assert isinstance(clip.element, Captions)
    style = clip.element.style
    wide, high = clip.width or round(canvas.width * 0.9), round(style.size * style.leading * style.lines)
    left = clip.x - {"left": 0, "center": wide // 2, "right": wide}[clip.anchor]
    return _Box(left, clip.y - {"top": 0, "middle": high // 2, "bottom": high}[clip.stand], wide, high)


def _around(boxes: Sequence[_Box]) -> _Box:
    left, top = min(box.left for box in boxes), min(box.top for box in boxes)
    right, foot = max(box.left + box.width for box in boxes), max(box.top + box.height for box in boxes)
    return _Box(left, top, right - left, foot - top)


def _meet(one: _Box, other: _Box) -> bool:
    across = one.left < other.left + other.width and other.left < one.left + one.width
    return across and one.top < other.top + other.height and other.top < one.top + one.height


def _common(one: _Box, other: _Box) -> float:
    """The area that two boxes share."""
    across = min(one.left + one.width, other.left + other.width) - max(one.left, other.left)
    down = min(one.top + one.height, other.top + other.height) - max(one.top, other.top)
    return max(0.0, across) * max(0.0, down)


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

"""The timeline: a video as data. Whole frames at a rational rate, sources known by their content, frozen and hashable.

A timeline is scenes one after the other; a scene is tracks, later ones on top; a track is clips; a clip shows one
element for some frames. Nothing here knows how pictures are made: a `Renderer` reads it, a template writes it.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import msgspec

from shared.core.codec import encode_sorted
from shared.core.errors import InvalidInput

Align = Literal["left", "center", "right"]
Stand = Literal["top", "middle", "bottom"]
MAX_SIDE = 4096  # pixels
MAX_FRAMES = 60 * 60 * 30  # an hour at 30 fps
_COLOR = re.compile(r"#(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{8})\Z")


@dataclass(frozen=True, slots=True)
class Asset:
    """A file known by its content: two files with equal bytes are one asset, wherever they lie."""

    name: str  # for people
    sha256: str  # hex; what a renderer looks the file up by


@dataclass(frozen=True, slots=True)
class Canvas:
    """The picture: even numbers of pixels, whole frames at an exact rate."""

    width: int
    height: int
    rate: Fraction  # frames a second

    def frames(self, seconds: float | Fraction) -> int:
        """The nearest whole number of frames."""
        return round(Fraction(seconds).limit_denominator(100_000) * self.rate)


class Element(msgspec.Struct, frozen=True, tag=True):
    """What a clip shows. Colours are `#rrggbb` or `#rrggbbaa`."""


class Fill(Element, frozen=True, tag="fill"):
    """One colour, or a slope of two from the upper left to the lower right corner."""

    color: str
    to: str = ""


class Page(Element, frozen=True, tag="page"):
    """A tall picture that scrolls: it stands for `hold` frames, gathers speed, and stops at its end."""

    asset: Asset
    hold: int = 0  # frames
    speed: int = 8  # pixels a frame at most, even: odd steps make small text shimmer


class Picture(Element, frozen=True, tag="picture"):
    """A still image, scaled to cover its box or to fit into it."""

    asset: Asset
    fit: Literal["cover", "contain"] = "cover"


class Footage(Element, frozen=True, tag="footage"):
    """A film clip from `offset` on; a short one begins again. `round` = a bubble with ring and shadow."""

    asset: Asset
    shape: Literal["rect", "round"] = "rect"
    offset: int = 0  # frames of the canvas' rate
    ring: str = "#ffffff"


class Text(Element, frozen=True, tag="text"):
    """Words, drawn once. Too long: the letters shrink to six tenths, then an ellipsis ends the text."""

    text: str
    size: int  # pixels, height of the letters' em
    color: str = "#ffffff"
    bold: bool = True
    width: int = 0  # most pixels a line may take, 0 = the canvas less a margin
    lines: int = 1  # most lines
    align: Align = "left"
    panel: str = ""  # colour of the plate behind the words; empty: none
    padding: int = 0  # pixels between words and the plate's edge
    radius: int = 0  # of the plate's corners
    shadow: bool = False  # a soft one, for what stands on a picture


class Shape(Element, frozen=True, tag="shape"):
    """A plain figure: a box with round corners, a disc, or a tick in a disc."""

    kind: Literal["box", "disc", "tick"]
    color: str
    ink: str = "#ffffff"  # of the tick
    radius: int = 0


AnyElement = Fill | Page | Picture | Footage | Text | Shape


@dataclass(frozen=True, slots=True)
class Clip:
    """An element in its place and time.

    `x` is its left edge, centre or right edge, as `anchor` says; `y` its top, middle or bottom, as `stand` says. What
    has a width and a height of its own (fills, films) is placed by its upper left corner.
    """

    element: AnyElement
    start: int  # first frame in the scene
    length: int  # frames, at least 1
    x: int = 0
    y: int = 0
    anchor: Align = "left"
    stand: Stand = "top"
    width: int = 0  # pixels; 0 = the element's own size, or the canvas where it has none
    height: int = 0
    fade_in: int = 0  # frames
    fade_out: int = 0  # frames
    rise: int = 0  # pixels that the element moves up while it fades in


@dataclass(frozen=True, slots=True)
class Track:
    """Clips on one level; they may overlap, later ones on top."""

    name: str
    clips: tuple[Clip, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """A stretch with hard ends. `shared` = it depends on nothing of the lead, so that it is encoded once for all."""

    name: str
    length: int  # frames
    tracks: tuple[Track, ...]
    shared: bool = False

    def clips(self) -> Iterator[Clip]:
        for track in self.tracks:
            yield from track.clips


@dataclass(frozen=True, slots=True)
class Sound:
    """An audible stretch of an asset over the whole timeline, repeated when it is too short."""

    asset: Asset
    start: int  # first frame
    length: int  # frames
    gain: float = 1.0  # factor, 0 to 4
    offset: int = 0  # first frame taken from the asset
    fade_in: int = 0  # frames
    fade_out: int = 0  # frames


@dataclass(frozen=True, slots=True)
class Timeline:
    canvas: Canvas
    scenes: tuple[Scene, ...]
    sounds: tuple[Sound, ...] = ()

    @property
    def length(self) -> int:
        """Frames from the first to the last."""
        return sum(scene.length for scene in self.scenes)

    @property
    def seconds(self) -> float:
        return float(self.length / self.canvas.rate)

    def assets(self) -> frozenset[Asset]:
        """All that must be at hand before the first frame."""
        shown = (clip.element for scene in self.scenes for clip in scene.clips())
        seen = {element.asset for element in shown if isinstance(element, Page | Picture | Footage)}
        return frozenset(seen | {sound.asset for sound in self.sounds})


def digest(part: object) -> str:
    """SHA-256 of a timeline or any part of it: equal parts, equal pictures."""
    return hashlib.sha256(encode_sorted(part)).hexdigest()


def check(timeline: Timeline) -> Timeline:
    """The timeline itself. Raises InvalidInput that names the scene and the clip which cannot be drawn."""
    canvas = timeline.canvas
    if (
        canvas.width % 2
        or canvas.height % 2
        or not (16 <= canvas.width <= MAX_SIDE and 16 <= canvas.height <= MAX_SIDE)
    ):
        raise InvalidInput(
            f"canvas {canvas.width} x {canvas.height}: both sides must be even and within 16 to {MAX_SIDE}"
        )
    if not 1 <= canvas.rate <= 120:
        raise InvalidInput(f"canvas: {canvas.rate} frames a second is not within 1 to 120")
    if not 1 <= timeline.length <= MAX_FRAMES:
        raise InvalidInput(f"the timeline has {timeline.length} frames; 1 to {MAX_FRAMES} can be rendered")
    for scene in timeline.scenes:
        if scene.length < 1:
            raise InvalidInput(f"scene {scene.name!r} has {scene.length} frames; give it at least 1")
        for track in scene.tracks:
            for index, clip in enumerate(track.clips, 1):
                _check_clip(f"scene {scene.name!r}, track {track.name!r}, clip {index}", scene, clip)
    return timeline


def _check_clip(where: str, scene: Scene, clip: Clip) -> None:
    if clip.length < 1 or clip.start < 0 or clip.start + clip.length > scene.length:
        raise InvalidInput(
            f"{where}: frames {clip.start} to {clip.start + clip.length} leave the scene's {scene.length}"
        )
    if isinstance(clip.element, Page) and (clip.element.speed % 2 or clip.element.speed < 0):
        raise InvalidInput(f"{where}: a page scrolls by an even number of pixels a frame, not {clip.element.speed}")
    for name in ("color", "to", "panel", "ring", "ink"):
        color = getattr(clip.element, name, "")
        if color and not _COLOR.match(color):
            raise InvalidInput(f"{where}: {name} {color!r} is not a colour such as #1d4ed8 or #1d4ed8cc")

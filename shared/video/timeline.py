"""The timeline: a video as data. Whole frames at a rational rate, sources known by their content, frozen and hashable.

A timeline is scenes one after the other, joined by hard cuts or transitions; a scene is tracks, later ones on top; a
track is clips; a clip shows one element for some frames. Sounds lie beside the scenes, over the whole. Nothing here
knows how pictures are made: a front end writes it (`stage.py` from video types), a `Renderer` reads it.

What depends on the lead says so: `depends` names the variables. All else is the same for every lead of a campaign.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Literal

import msgspec

from shared.core.codec import encode_sorted

Align = Literal["left", "center", "right"]
Stand = Literal["top", "middle", "bottom"]
Fit = Literal["cover", "contain", "fill"]
MAX_SIDE = 4096  # pixels
MAX_FRAMES = 60 * 60 * 30  # an hour at 30 fps


@dataclass(frozen=True, slots=True)
class Asset:
    """A file known by its content: two files with equal bytes are one asset, wherever they lie."""

    name: str  # for people
    sha256: str = ""  # hex; what a renderer looks the file up by


@dataclass(frozen=True, slots=True)
class Canvas:
    """The picture: even numbers of pixels, whole frames at an exact rate."""

    width: int
    height: int
    rate: Fraction  # frames a second

    def frames(self, seconds: float | Fraction) -> int:
        """The nearest whole number of frames."""
        return round(Fraction(seconds).limit_denominator(100_000) * self.rate)


# How a source is looked at, before it is placed


@dataclass(frozen=True, slots=True)
class ChromaKey:
    """One colour of a source becomes transparent. Distances are those of the colour planes, 0 to 1."""

    color: str
    tolerance: float = 0.2  # nearer than this: gone
    blend: float = 0.1  # the width of the soft edge behind it


@dataclass(frozen=True, slots=True)
class Light:
    """A correction of the picture; the defaults leave it as it is."""

    brightness: float = 0.0  # -1 to 1, added
    contrast: float = 1.0  # 0 to 4, about middle grey
    saturation: float = 1.0  # 0 to 4


@dataclass(frozen=True, slots=True)
class Crop:
    """The part of a source that is used, in parts of its width and height (0 to 1)."""

    x: float = 0.0
    y: float = 0.0
    width: float = 1.0
    height: float = 1.0


@dataclass(frozen=True, slots=True)
class Move:
    """A slow zoom or pan over the clip's length: what is in sight, from the first frame to the last.

    `zoom` 1 shows all, 2 the half of it. `x` and `y` say where the sight stands in the room that the zoom leaves:
    0 left or top, 1 right or bottom. Positions fall between pixels, so nothing trembles.
    """

    zoom: tuple[float, float] = (1.0, 1.0)
    x: tuple[float, float] = (0.5, 0.5)
    y: tuple[float, float] = (0.5, 0.5)
    ease: bool = True  # gather speed and lose it


@dataclass(frozen=True, slots=True)
class Look:
    """What is done to a picture or film before it is placed, in this order."""

    crop: Crop = Crop()
    flip: Literal["", "horizontal", "vertical", "both"] = ""
    key: ChromaKey | None = None
    light: Light = Light()
    mask: Asset | None = None  # its brightness says how much of the box is seen
    turn: float = 0.0  # degrees, clockwise, about the middle of the box


PLAIN = Look()


# Elements


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
    """A still image, scaled to cover its box, to fit into it, or to fill it whatever its shape."""

    asset: Asset
    fit: Fit = "cover"
    look: Look = PLAIN
    move: Move | None = None


class Footage(Element, frozen=True, tag="footage"):
    """A film clip from `offset` on. `round` = a bubble with ring and shadow."""

    asset: Asset
    shape: Literal["rect", "round"] = "rect"
    offset: int = 0  # frames of the canvas' rate
    ring: str = "#ffffff"
    fit: Fit = "cover"
    look: Look = PLAIN
    move: Move | None = None
    again: bool = True  # a short clip begins again; else its last frame stands


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
    font: Asset | None = None  # a typeface of the user's own
    family: str = ""  # a typeface of the machine by its name; unknown: the house's own
    italic: bool = False
    outline: int = 0  # pixels round the letters
    outline_color: str = "#000000"
    spacing: float = 0.0  # pixels between letters
    leading: float = 1.28  # height of a line, in sizes of its letters


class Shape(Element, frozen=True, tag="shape"):
    """A plain figure: a box with round corners, a disc, or a tick in a disc."""

    kind: Literal["box", "disc", "tick"]
    color: str
    ink: str = "#ffffff"  # of the tick
    radius: int = 0


class Html(Element, frozen=True, tag="html"):
    """A piece of HTML, drawn once by a browser without network on a transparent ground. `resolve` makes it a picture
    before the first frame; a renderer refuses what was not resolved."""

    html: str
    width: int  # pixels
    height: int


@dataclass(frozen=True, slots=True)
class Word:
    """A spoken word in the clip's own frames."""

    text: str
    start: int  # first frame
    end: int  # first frame behind it


class Captions(Element, frozen=True, tag="captions"):
    """Subtitles: a few words at a time, the one that is spoken marked. `style.text` is not used."""

    words: tuple[Word, ...]
    style: Text
    most: int = 5  # words that stand together
    mark: str = "#facc15"  # colour of the spoken word; empty: none is marked
    plate: str = ""  # colour of a plate behind the spoken word
    gap: int = 12  # frames of silence after which words begin anew
    linger: int = 6  # frames for which words stand when nothing follows


class Bars(Element, frozen=True, tag="bars"):
    """How loud it is, as upright bars about the middle of the box: `count` heights of 0 to 255 for each frame."""

    levels: bytes
    count: int
    color: str = "#ffffff"


AnyElement = Fill | Page | Picture | Footage | Text | Shape | Html | Captions | Bars


@dataclass(frozen=True, slots=True)
class Clip:
    """An element in its place and time.

    `x` is its left edge, centre or right edge, as `anchor` says; `y` its top, middle or bottom, as `stand` says.
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
    opacity: float = 1.0
    depends: tuple[str, ...] = ()  # variables of the lead that decide what is seen here
    name: str = ""  # for messages


@dataclass(frozen=True, slots=True)
class Track:
    """Clips on one level; they may overlap, later ones on top."""

    name: str
    clips: tuple[Clip, ...]


TransitionKind = Literal[
    "fade",
    "black",  # through black
    "wipe-left",
    "wipe-right",
    "wipe-up",
    "wipe-down",
    "slide-left",
    "slide-right",
    "slide-up",
    "slide-down",
    "circle",  # opens from the middle
]


@dataclass(frozen=True, slots=True)
class Transition:
    """The way from the scene before into this one; both are seen for `length` frames, so the whole gets shorter."""

    kind: TransitionKind
    length: int  # frames


@dataclass(frozen=True, slots=True)
class Scene:
    name: str
    length: int  # frames, those of its transitions included
    tracks: tuple[Track, ...]
    enter: Transition | None = None  # not for the first scene

    @property
    def shared(self) -> bool:
        """It shows nothing of the lead."""
        return not any(clip.depends for clip in self.clips())

    def clips(self) -> Iterator[Clip]:
        for track in self.tracks:
            yield from track.clips


@dataclass(frozen=True, slots=True)
class Sound:
    """An audible stretch of an asset over the whole timeline."""

    asset: Asset
    start: int  # first frame
    length: int  # frames
    gain: float = 1.0  # factor, 0 to 4
    offset: int = 0  # first frame taken from the asset
    fade_in: int = 0  # frames
    fade_out: int = 0  # frames
    again: bool = True  # a short asset begins again; else silence follows
    voice: bool = False  # others may step back for it
    duck: float = 1.0  # factor to which this one sinks while a voice is heard
    depends: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Timeline:
    canvas: Canvas
    scenes: tuple[Scene, ...]
    sounds: tuple[Sound, ...] = ()

    @property
    def length(self) -> int:
        """Frames from the first to the last."""
        return sum(scene.length - (scene.enter.length if scene.enter else 0) for scene in self.scenes)

    @property
    def seconds(self) -> float:
        return float(self.length / self.canvas.rate)

    def starts(self) -> tuple[int, ...]:
        """The first frame of each scene, its transition included."""
        places = [0]
        for scene, following in pairwise(self.scenes):
            places.append(places[-1] + scene.length - (following.enter.length if following.enter else 0))
        return tuple(places[: len(self.scenes)])

    def assets(self) -> frozenset[Asset]:
        """All that must be at hand before the first frame."""
        shown = {asset for scene in self.scenes for clip in scene.clips() for asset in element_assets(clip.element)}
        return frozenset(shown | {sound.asset for sound in self.sounds})


def element_assets(element: AnyElement) -> Iterator[Asset]:
    if isinstance(element, Page | Picture | Footage):
        yield element.asset
    if isinstance(element, Picture | Footage) and element.look.mask:
        yield element.look.mask
    style = element.style if isinstance(element, Captions) else element
    if isinstance(style, Text) and style.font:
        yield style.font


def digest(part: object) -> str:
    """SHA-256 of a timeline or any part of it: equal parts, equal pictures."""
    return hashlib.sha256(encode_sorted(part)).hexdigest()

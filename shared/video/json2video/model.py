"""The nouns of a movie as the JSON2Video format has them, after variables were filled in. Times are seconds, places
pixels. `place` is the path in the movie's JSON, such as movie.scenes[1].elements[0], for messages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Position = Literal[
    "custom",
    "top-left",
    "top-center",
    "top-right",
    "center-left",
    "center-center",
    "center-right",
    "bottom-left",
    "bottom-center",
    "bottom-right",
]
Resize = Literal["", "cover", "contain", "fill", "fit"]
NATURAL, CONTAINER = -1.0, -2.0  # durations that are not seconds


@dataclass(frozen=True, slots=True)
class Timing:
    start: float = 0.0
    duration: float = NATURAL
    extra_time: float = 0.0  # behind the element, in which it is no longer seen
    fade_in: float = 0.0
    fade_out: float = 0.0


@dataclass(frozen=True, slots=True)
class Placing:
    """Where and how large. -1 = the source's own size, or in its proportion."""

    position: Position = "custom"
    x: float = 0.0
    y: float = 0.0
    width: float = -1.0
    height: float = -1.0
    resize: Resize = ""


@dataclass(frozen=True, slots=True)
class Dressing:
    """What is done to a picture or film."""

    crop: tuple[float, float, float, float] | None = None  # x, y, width, height in pixels of the source
    angle: float = 0.0  # degrees, clockwise
    flip_x: bool = False
    flip_y: bool = False
    mask: str = ""  # source of a picture
    key: str = ""  # colour
    key_tolerance: float = 25.0  # 1 to 100
    brightness: float = 0.0
    contrast: float = 1.0
    saturation: float = 1.0
    zoom: float = 0.0  # -10 to 10
    pan: str = ""
    pan_distance: float = 0.1


@dataclass(frozen=True, slots=True)
class Hearing:
    volume: float = 1.0
    muted: bool = False
    seek: float = 0.0
    loop: float = 1.0  # times; -1 for ever


@dataclass(frozen=True, slots=True)
class Common:
    place: str
    id: str
    timing: Timing
    z: int = 0


@dataclass(frozen=True, slots=True)
class Image:
    common: Common
    src: str
    placing: Placing
    dressing: Dressing


@dataclass(frozen=True, slots=True)
class Video:
    common: Common
    src: str
    placing: Placing
    dressing: Dressing
    hearing: Hearing


@dataclass(frozen=True, slots=True)
class Words:
    """A text element: a canvas, and in it a box that is aligned."""

    common: Common
    text: str
    placing: Placing
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Markup:
    common: Common
    html: str
    src: str
    wait: float
    placing: Placing


@dataclass(frozen=True, slots=True)
class Audio:
    common: Common
    src: str
    hearing: Hearing


@dataclass(frozen=True, slots=True)
class Voice:
    common: Common
    text: str
    voice: str
    model: str
    hearing: Hearing


@dataclass(frozen=True, slots=True)
class Audiogram:
    common: Common
    placing: Placing
    color: str
    opacity: float
    amplitude: float


@dataclass(frozen=True, slots=True)
class Subtitles:
    common: Common
    captions: str  # SRT, VTT or ASS, or where it lies
    language: str
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Component:
    common: Common
    component: str
    placing: Placing
    settings: Mapping[str, Any] = field(default_factory=dict)


Element = Image | Video | Words | Markup | Audio | Voice | Audiogram | Subtitles | Component


@dataclass(frozen=True, slots=True)
class Passage:
    """The way into a scene."""

    style: str
    duration: float


@dataclass(frozen=True, slots=True)
class RawScene:
    """A scene whose own keys are checked; its elements wait for what only their neighbours know."""

    place: str
    name: str
    background: str
    duration: float
    passage: Passage | None
    elements: tuple[tuple[str, Mapping[str, Any]], ...]  # place, JSON
    scope: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a finished movie is announced."""

    place: str
    kind: str
    endpoint: str
    content_type: str


@dataclass(frozen=True, slots=True)
class Movie:
    width: int
    height: int
    fps: float
    scenes: tuple[RawScene, ...]
    elements: tuple[tuple[str, Mapping[str, Any]], ...]
    scope: Mapping[str, Any]
    id: str = ""
    client_data: Mapping[str, Any] = field(default_factory=dict)
    destinations: tuple[Destination, ...] = ()

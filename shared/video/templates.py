"""Video types: what a video of a kind is made of, as YAML files. `stage.py` makes timelines of them."""

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from shared.core.codec import ready
from shared.core.errors import InvalidInput, NotFound
from shared.video.timeline import Canvas

SHIPPED = Path(__file__).parent / "types"
PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")

Seconds = Annotated[float, Meta(gt=0, le=600)]
Color = Annotated[str, Meta(pattern="^#[0-9a-fA-F]{6}$")]
Side = Annotated[int, Meta(ge=16, le=4096, multiple_of=2)]
Name = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
Words = Annotated[str, Meta(min_length=1, max_length=200)]
MediaName = Annotated[str, Meta(pattern=r"^[^/\\]{1,200}$")]


class _Part(Struct, frozen=True, forbid_unknown_fields=True):
    pass


class Resolution(_Part, frozen=True):
    width: Side = 1280
    height: Side = 720


class Brand(_Part, frozen=True):
    """Colours: cards pass from `primary` to `secondary`, `accent` is for buttons and ticks, `ink` stands on it."""

    primary: Color = "#1d4ed8"
    secondary: Color = "#1e1b4b"
    accent: Color = "#facc15"
    ink: Color = "#111827"
    text: Color = "#ffffff"


class Music(_Part, frozen=True):
    media: MediaName
    gain: Annotated[float, Meta(ge=0, le=4)] = 0.6


class Bubble(_Part, frozen=True):
    """A round picture of somebody who speaks; the clip's own sound is heard."""

    media: MediaName
    size: Annotated[float, Meta(gt=0, le=1)] = 0.36  # part of the picture's height
    place: Literal["bottom-left", "bottom-right", "top-left", "top-right"] = "bottom-left"


class Scroll(_Part, frozen=True):
    hold: Annotated[float, Meta(ge=0, le=60)] = 1.0  # seconds before the page moves
    speed: Annotated[int, Meta(ge=0, le=2000)] = 240  # pixels a second at most, in a picture 720 high


class Personal(_Part, frozen=True, tag_field="kind", tag="personal"):
    """The lead's site behind a speaker, with a greeting."""

    name: Name
    seconds: Seconds
    background: Literal["website", "brand"] = "website"
    scroll: Scroll = Scroll()
    bubble: Bubble | None = None
    headline: Words = "Hi {first_name}!"
    line: Annotated[str, Meta(max_length=200)] = ""
    plain: Words = "{company_name}"  # large words on the background that stands for a site that cannot be shown


class Card(_Part, frozen=True, tag_field="kind", tag="card"):
    """A branded card: a title, then either points that appear one by one, or a button."""

    name: Name
    seconds: Seconds
    title: Words
    points: Annotated[tuple[Words, ...], Meta(max_length=5)] = ()
    button: Annotated[str, Meta(max_length=60)] = ""
    note: Annotated[str, Meta(max_length=120)] = ""
    bubble: Bubble | None = None


class Film(_Part, frozen=True, tag_field="kind", tag="footage"):
    """A film clip of the user's, with its sound; where it is missing, a card with `title`."""

    name: Name
    seconds: Seconds
    media: MediaName
    title: Words


Segment = Personal | Card | Film


class VideoType(_Part, frozen=True, kw_only=True):
    """A kind of video. `fallbacks` gives the words for every placeholder that a lead may not fill."""

    name: Name
    title: Words
    resolution: Resolution = Resolution()
    fps: int | str = 30  # 25, or 30000/1001
    brand: Brand = Brand()
    music: Music | None = None
    fallbacks: Mapping[Name, Words] = msgspec.field(default_factory=lambda: {"first_name": "there"})
    segments: Annotated[tuple[Segment, ...], Meta(min_length=1, max_length=50)]

    def media(self) -> frozenset[str]:
        """Names of the media that it shows or plays."""
        names = {part.bubble.media for part in self.segments if isinstance(part, Personal | Card) and part.bubble}
        names |= {part.media for part in self.segments if isinstance(part, Film)}
        return frozenset(names | ({self.music.media} if self.music else set()))

    def fields(self) -> frozenset[str]:
        """Names of the lead's fields that its texts mention."""
        return frozenset(name for words in _words(self) for name in PLACEHOLDER.findall(words))

    @property
    def shows_website(self) -> bool:
        return any(isinstance(part, Personal) and part.background == "website" for part in self.segments)

    def rows(self, most: int = 6000) -> int:
        """How many rows of a page can come into sight: no more need be photographed."""
        shown = [
            part.scroll.speed * part.seconds * self.resolution.height / 720 + self.resolution.height
            for part in self.segments
            if isinstance(part, Personal)
        ]
        return min(most, round(max(shown, default=0)) // 2 * 2)

    @property
    def canvas(self) -> Canvas:
        return Canvas(self.resolution.width, self.resolution.height, Fraction(self.fps))


def load_types(folder: Path | None = None) -> dict[str, VideoType]:
    """The shipped types and those in `folder`, by name; the user's own stand before ours of the same name."""
    files = sorted(SHIPPED.glob("*.yaml"))
    if folder is not None and folder.is_dir():
        files += sorted([*folder.glob("*.yaml"), *folder.glob("*.yml")])
    return {kind.name: kind for kind in map(load_type, files)}


def find_type(name: str, folder: Path | None = None) -> VideoType:
    """The video type of that name. Raises NotFound that lists those there are."""
    known = load_types(folder)
    if name not in known:
        raise NotFound(f"no video type is called {name!r}; there are: {', '.join(sorted(known))}")
    return known[name]


def load_type(file: Path) -> VideoType:
    """The video type in a YAML file. Raises InvalidInput that names the file, the segment and the key."""
    import yaml

    try:
        raw = yaml.safe_load(file.read_text("utf-8"))
    except OSError as error:
        raise InvalidInput(f"{file.name}: cannot be read: {error.strerror}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InvalidInput(f"{file.name}: not readable as YAML: {error}") from error
    try:
        kind = msgspec.convert(raw, ready(VideoType), strict=True)
    except msgspec.ValidationError as error:
        raise InvalidInput(f"{file.name}: {_where(raw, str(error))}") from error
    _check_type(file.name, kind)
    return kind


def _where(raw: Any, message: str) -> str:
    """The message of the decoder with its path in the words of the file: segment "hello": seconds: …"""
    text, _, path = message.partition(" - at `$")
    segment = re.match(r"\.segments\[(\d+)\]", path)
    key = re.sub(r"^\.segments\[\d+\]", "", path.rstrip("`")).lstrip(".")
    place = ""
    if segment:
        number = int(segment[1])
        part = raw["segments"][number]
        name = part.get("name", number + 1) if isinstance(part, dict) else number + 1
        place = f"segment {name!r}: "
    return f"{place}{key + ': ' if key else ''}{text[:1].lower()}{text[1:]}"


def _check_type(file: str, kind: VideoType) -> None:
    try:
        rate = Fraction(kind.fps)
    except (ValueError, ZeroDivisionError) as error:
        raise InvalidInput(f"{file}: fps: {kind.fps!r} is not a number such as 30 or 30000/1001") from error
    if not 1 <= rate <= 120:
        raise InvalidInput(f"{file}: fps: {kind.fps} is not within 1 to 120")
    names = [part.name for part in kind.segments]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise InvalidInput(f"{file}: segment {twice!r}: its name is used twice; give every segment its own")
    for part in kind.segments:
        lacking = sorted(
            {name for words in segment_words(part) for name in PLACEHOLDER.findall(words)} - set(kind.fallbacks)
        )
        if lacking:
            raise InvalidInput(
                f"{file}: segment {part.name!r}: {{{lacking[0]}}} has no words for a lead that lacks it; "
                f"add `{lacking[0]}:` under fallbacks"
            )


def _words(kind: VideoType) -> Iterator[str]:
    for part in kind.segments:
        yield from segment_words(part)


def segment_words(part: Segment) -> Iterator[str]:
    if isinstance(part, Personal):
        yield from (part.headline, part.line, part.plain)
    elif isinstance(part, Card):
        yield from (part.title, *part.points, part.button, part.note)
    else:
        yield part.title

"""Video types: what a video of a kind is made of, as YAML files, and how one becomes a timeline for one lead.

Pure: nothing is read but the YAML. What a lead lacks is replaced by what the type says, and every replacement is named.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from shared.core.errors import InvalidInput, NotFound
from shared.video.timeline import (
    Align,
    AnyElement,
    Asset,
    Canvas,
    Clip,
    Fill,
    Footage,
    Page,
    Scene,
    Shape,
    Sound,
    Text,
    Timeline,
    Track,
    check,
)

SHIPPED = Path(__file__).parent / "types"
_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")

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
        return frozenset(name for words in _words(self) for name in _PLACEHOLDER.findall(words))

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


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A file that is at hand for a video."""

    asset: Asset
    frames: int  # at the canvas' rate, 0 for a file without pictures
    sound: bool


@dataclass(frozen=True, slots=True)
class Inputs:
    """What is known for one lead. `missing_page` says why there is no page, when one was looked for."""

    fields: Mapping[str, str] = field(default_factory=dict)
    page: Asset | None = None
    missing_page: str = ""
    media: Mapping[str, MediaFile] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Built:
    """A timeline, and one line for everything that had to be replaced."""

    timeline: Timeline
    fallbacks: tuple[str, ...]


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
        kind = msgspec.convert(raw, VideoType, strict=True)
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
            {name for words in _segment_words(part) for name in _PLACEHOLDER.findall(words)} - set(kind.fallbacks)
        )
        if lacking:
            raise InvalidInput(
                f"{file}: segment {part.name!r}: {{{lacking[0]}}} has no words for a lead that lacks it; "
                f"add `{lacking[0]}:` under fallbacks"
            )


def _words(kind: VideoType) -> Iterator[str]:
    for part in kind.segments:
        yield from _segment_words(part)


def _segment_words(part: Segment) -> Iterator[str]:
    if isinstance(part, Personal):
        yield from (part.headline, part.line, part.plain)
    elif isinstance(part, Card):
        yield from (part.title, *part.points, part.button, part.note)
    else:
        yield part.title


def build(kind: VideoType, inputs: Inputs, can_write: Callable[[str], bool] = lambda _: True) -> Built:
    """The timeline of a video of this kind. `can_write` says whether there is a typeface for a text."""
    values, notes = _values(kind, inputs.fields, can_write)
    stage = _Stage(kind, inputs, values)
    scenes: list[Scene] = []
    sounds: list[Sound] = []
    at = 0
    for number, part in enumerate(kind.segments):
        is_last = number == len(kind.segments) - 1
        scene, sound = stage.scene(part, at, is_last)
        scenes.append(scene)
        sounds += sound
        at += scene.length
    sounds += stage.music(at)
    return Built(
        check(Timeline(kind.canvas, tuple(scenes), tuple(sounds))), tuple(dict.fromkeys([*notes, *stage.notes]))
    )


def _values(
    kind: VideoType, fields: Mapping[str, str], can_write: Callable[[str], bool]
) -> tuple[dict[str, str], list[str]]:
    values, notes = {}, []
    for name in sorted(kind.fields()):
        own = " ".join(fields.get(name, "").split())
        if own and can_write(own):
            values[name] = own
            continue
        values[name] = kind.fallbacks[name]
        reason = "cannot be written with the fonts of this machine" if own else "is missing"
        notes.append(f"{name} {reason}: “{values[name]}” stands in for it")
    return values, notes


class _Stage:
    """Places elements on the canvas of one video type; lengths are given for a picture 720 high."""

    def __init__(self, kind: VideoType, inputs: Inputs, values: Mapping[str, str]) -> None:
        self.notes: list[str] = []
        self._kind, self._inputs, self._values = kind, inputs, values
        self._canvas = kind.canvas
        self._wide = kind.resolution.width
        self._high = kind.resolution.height
        self._unit = min(self._high, self._wide * 9 / 16 if self._wide >= self._high else self._wide) / 720

    def scene(self, part: Segment, at: int, is_last: bool) -> tuple[Scene, list[Sound]]:
        length = max(1, self._canvas.frames(part.seconds))
        if isinstance(part, Personal):
            tracks = self._personal(part, at, length)
        elif isinstance(part, Card):
            tracks = self._card(part, at, length)
        else:
            tracks = self._film(part, length)
        if not is_last:
            tracks.append(Track("passage", (self._passage(length),)))
        page = isinstance(part, Personal)
        personal = page or any(_PLACEHOLDER.search(words) for words in _segment_words(part))
        return Scene(part.name, length, tuple(tracks), shared=not personal), self._sounds(part, at, length)

    def music(self, length: int) -> list[Sound]:
        if self._kind.music is None:
            return []
        found = self._media(self._kind.music.media, "there is no music")
        if found is None or not found.sound:
            return []
        second = self._frames(1)
        return [Sound(found.asset, 0, length, self._kind.music.gain, fade_in=second // 2, fade_out=second)]

    # Segments

    def _personal(self, part: Personal, at: int, length: int) -> list[Track]:
        left = self._px(48)
        bubble = self._bubble(part.bubble, at, length)
        below = self._high - self._px(48)
        if part.bubble and bubble:
            left = self._beside(part.bubble)
        room = self._wide - left - self._px(48)
        if part.bubble and "right" in part.bubble.place and bubble:
            left, room = self._px(48), self._wide - self._side(part.bubble) - self._px(48 * 3)
        appear = min(self._frames(0.3), length // 4)
        words = [
            self._words(
                part.headline,
                52,
                left,
                below - self._px(172),
                length,
                appear,
                room,
                panel=f"{self._kind.brand.primary}f2",
            ),
        ]
        if part.line:
            words.append(
                self._words(
                    part.line,
                    28,
                    left,
                    below - self._px(72),
                    length,
                    appear * 2,
                    room,
                    panel="#fffffff2",
                    ink="#111827",
                )
            )
        return [
            Track("background", self._background(part, length)),
            Track("speaker", bubble),
            Track("words", tuple(words)),
        ]

    def _background(self, part: Personal, length: int) -> tuple[Clip, ...]:
        if part.background == "website" and self._inputs.page is not None:
            speed = round(part.scroll.speed * self._unit / float(self._canvas.rate) / 2) * 2
            hold = min(length - 1, self._frames(part.scroll.hold))
            return (
                Clip(Page(self._inputs.page, hold=hold, speed=max(2, speed) if part.scroll.speed else 0), 0, length),
            )
        if part.background == "website":
            reason = self._inputs.missing_page or "there is no picture of the site"
            self.notes.append(f"{reason}: a background with the name stands in for the site")
        plain = Text(self._filled(part.plain), self._px(84), width=self._px(1040), lines=2, align="center")
        return (
            *self._brand_background(length),
            Clip(
                plain,
                0,
                length,
                x=self._wide // 2,
                y=self._px(170),
                anchor="center",
                fade_in=self._short(length),
                rise=self._px(24),
            ),
            self._underline(length, self._px(390)),
        )

    def _card(self, part: Card, at: int, length: int) -> list[Track]:
        has_list = bool(part.points)
        top = self._high // 2 - self._px(250 if has_list else 170)
        title = Text(
            self._filled(part.title),
            self._px(60 if has_list else 72),
            color=self._ink,
            width=self._px(1100),
            lines=2 if not has_list else 1,
            align="center",
        )
        clips = [self._entering(title, 0, length, self._wide // 2, top, "center")]
        clips += self._points(part.points, length, top + self._px(130))
        if part.button:
            clips += self._button(part, length, top + self._px(130 + 76 * len(part.points) if has_list else 215))
        return [
            Track("background", self._brand_background(length)),
            Track("words", tuple(clips)),
            Track("speaker", self._bubble(part.bubble, at, length)),
        ]

    def _points(self, points: tuple[str, ...], length: int, top: int) -> Iterator[Clip]:
        step, size, left = self._px(80), self._px(36), self._wide // 2 - self._px(330)
        for number, words in enumerate(points):
            start = min(length - 1, round(length * (0.08 + 0.5 * number / max(1, len(points)))))
            y = top + step * number
            tick = Shape("tick", self._kind.brand.accent, ink=self._kind.brand.ink)
            yield replace(self._entering(tick, start, length, left, y), width=self._px(46))
            text = Text(self._filled(words), size, color=self._ink, bold=False, width=self._px(720), lines=1)
            yield self._entering(text, start, length, left + self._px(70), y)

    def _button(self, part: Card, length: int, y: int) -> Iterator[Clip]:
        brand, start = self._kind.brand, min(length - 1, length // 6)
        button = Text(
            self._filled(part.button),
            self._px(40),
            color=brand.ink,
            panel=brand.accent,
            padding=self._px(28),
            radius=self._px(52),
            align="center",
        )
        yield self._entering(button, start, length, self._wide // 2, y, "center")
        if part.note:
            note = Text(self._filled(part.note), self._px(28), color=f"{self._ink}d9", bold=False, align="center")
            yield self._entering(note, start, length, self._wide // 2, y + self._px(132), "center")

    def _film(self, part: Film, length: int) -> list[Track]:
        found = self._media(part.media, f"a card with “{part.title}” stands in for it")
        if found is None or not found.frames:
            return self._card(Card(name=part.name, seconds=part.seconds, title=part.title), 0, length)
        return [Track("film", (Clip(Footage(found.asset), 0, length, width=self._wide, height=self._high),))]

    # Parts of segments

    def _brand_background(self, length: int) -> tuple[Clip, ...]:
        brand, side = self._kind.brand, self._px(620)
        return (
            Clip(Fill(brand.primary, brand.secondary), 0, length),
            Clip(Shape("disc", f"{self._ink}0d"), 0, length, x=self._wide - side * 2 // 3, y=-side // 3, width=side),
            Clip(Shape("disc", f"{self._ink}0a"), 0, length, x=-side // 3, y=self._high - side // 2, width=side),
        )

    def _underline(self, length: int, y: int) -> Clip:
        mark = Shape("box", self._kind.brand.accent, radius=self._px(5))
        return Clip(
            mark,
            0,
            length,
            x=self._wide // 2 - self._px(70),
            y=y,
            width=self._px(140),
            height=self._px(10),
            fade_in=self._short(length),
        )

    def _passage(self, length: int) -> Clip:
        """The last moments of a segment dissolve into the colours with which cards begin: the cut itself stays hard."""
        frames = min(length, self._frames(0.3))
        brand = self._kind.brand
        return Clip(Fill(brand.primary, brand.secondary), length - frames, frames, fade_in=frames)

    def _bubble(self, bubble: Bubble | None, at: int, length: int) -> tuple[Clip, ...]:
        if bubble is None:
            return ()
        found = self._media(bubble.media, "nobody is seen speaking")
        if found is None or not found.frames:
            return ()
        side, gap = self._side(bubble), self._px(44)
        x = gap if "left" in bubble.place else self._wide - side - gap
        y = gap if "top" in bubble.place else self._high - side - gap
        return (
            Clip(Footage(found.asset, "round", offset=at % found.frames), 0, length, x=x, y=y, width=side, height=side),
        )

    def _words(
        self, words: str, size: int, x: int, y: int, length: int, start: int, room: int, *, panel: str, ink: str = ""
    ) -> Clip:
        text = Text(
            self._filled(words),
            self._px(size),
            color=ink or self._ink,
            width=room,
            panel=panel,
            padding=self._px(18),
            radius=self._px(20),
        )
        return self._entering(text, start, length, x, y)

    def _entering(self, element: AnyElement, start: int, length: int, x: int, y: int, anchor: Align = "left") -> Clip:
        fade = self._short(length)
        return Clip(element, start, length - start, x, y, anchor, fade_in=min(fade, length - start), rise=self._px(26))

    def _sounds(self, part: Segment, at: int, length: int) -> list[Sound]:
        bubble = None if isinstance(part, Film) else part.bubble
        name = part.media if isinstance(part, Film) else bubble.media if bubble else ""
        found = self._inputs.media.get(name)
        if found is None or not found.sound:
            return []
        return [Sound(found.asset, at, length, fade_in=1, fade_out=2)]

    def _media(self, name: str, consequence: str) -> MediaFile | None:
        found = self._inputs.media.get(name)
        if found is None:
            self.notes.append(f"{name} is not in the media bucket: {consequence}")
        return found

    # Measures

    @property
    def _ink(self) -> str:
        return self._kind.brand.text

    def _filled(self, words: str) -> str:
        """Placeholders filled in one pass: what a lead is called is never read as a placeholder itself."""
        return _PLACEHOLDER.sub(lambda match: self._values[match[1]], words)

    def _px(self, pixels: float) -> int:
        return round(pixels * self._unit / 2) * 2

    def _frames(self, seconds: float) -> int:
        return max(1, self._canvas.frames(seconds))

    def _short(self, length: int) -> int:
        return max(1, min(self._frames(0.35), length // 3))

    def _side(self, bubble: Bubble) -> int:
        return round(bubble.size * self._unit * 720 / 2) * 2

    def _beside(self, bubble: Bubble) -> int:
        return self._px(48) if "right" in bubble.place else self._px(44) + self._side(bubble) + self._px(32)

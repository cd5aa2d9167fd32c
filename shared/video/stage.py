"""From a video type and what is known of a lead to a timeline: what stands where, and for how long.

Pure: it reads no file. What a lead lacks is replaced by what the type says, and every replacement is named.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from shared.video.checks import check
from shared.video.templates import (
    PLACEHOLDER,
    Bubble,
    Card,
    Film,
    Personal,
    Segment,
    VideoType,
)
from shared.video.timeline import (
    Align,
    AnyElement,
    Asset,
    Clip,
    Fill,
    Footage,
    Page,
    Scene,
    Shape,
    Sound,
    Stand,
    Text,
    Timeline,
    Track,
)

LINE = 1.28  # height of a line of text, in sizes of its letters
SITE = ("website_url",)
_EDGE = 44  # between a picture's edge and what stands at it


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


def build(kind: VideoType, inputs: Inputs, can_write: Callable[[str], bool] = lambda _: True) -> Built:
    """The timeline of a video of this kind. `can_write` says whether there is a typeface for a text."""
    values, notes = _values(kind, inputs.fields, can_write)
    stage = _Stage(kind, inputs, values)
    scenes: list[Scene] = []
    sounds: list[Sound] = []
    at = 0
    for part in kind.segments:
        scene = stage.scene(part, at, last=part is kind.segments[-1])
        sounds += stage.sounds(part, at, scene.length)
        scenes.append(scene)
        at += scene.length
    sounds += stage.music(at)
    notes += stage.notes
    return Built(check(Timeline(kind.canvas, tuple(scenes), tuple(sounds))), tuple(dict.fromkeys(notes)))


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
    """Places elements on the canvas of one video type. Measures are those of a picture 720 high, or 720 wide if it
    stands upright, and scaled to the real one."""

    def __init__(self, kind: VideoType, inputs: Inputs, values: Mapping[str, str]) -> None:
        self.notes: list[str] = []
        self._said: dict[str, tuple[str, ...]] = {}  # filled words → the variables in them
        self._kind, self._inputs, self._values = kind, inputs, values
        self._canvas = kind.canvas
        self._wide, self._high = kind.resolution.width, kind.resolution.height
        self._upright = self._high > self._wide
        self._unit = min(self._high, self._wide) / 720

    def scene(self, part: Segment, at: int, *, last: bool) -> Scene:
        length = max(1, self._canvas.frames(part.seconds))
        if isinstance(part, Personal):
            tracks = self._personal(part, at, length)
        elif isinstance(part, Card):
            tracks = self._card(part, at, length)
        else:
            tracks = self._film(part, length)
        if not last:
            tracks.append(Track("passage", (self._passage(length),)))
        return Scene(part.name, length, tuple(self._tainted(track) for track in tracks))

    def _tainted(self, track: Track) -> Track:
        """The track whose clips say which of the lead's variables decide them."""
        clips = []
        for clip in track.clips:
            words = clip.element.text if isinstance(clip.element, Text) else ""
            clips.append(replace(clip, depends=tuple(sorted({*clip.depends, *self._said.get(words, ())}))))
        return Track(track.name, tuple(clips))

    def sounds(self, part: Segment, at: int, length: int) -> list[Sound]:
        """What is heard of a film clip or a speaker."""
        bubble = None if isinstance(part, Film) else part.bubble
        name = part.media if isinstance(part, Film) else bubble.media if bubble else ""
        found = self._inputs.media.get(name)
        if found is None or not found.sound:
            return []
        return [Sound(found.asset, at, length, offset=self._offset(found, at), fade_in=1, fade_out=2)]

    def music(self, length: int) -> list[Sound]:
        if self._kind.music is None:
            return []
        found = self._media(self._kind.music.media, "there is no music")
        if found is None or not found.sound:
            return []
        second = self._frames(1)
        return [Sound(found.asset, 0, length, self._kind.music.gain, fade_in=second // 2, fade_out=second)]

    # The personal segment

    def _personal(self, part: Personal, at: int, length: int) -> list[Track]:
        bubble = self._bubble(part.bubble, at, length)
        return [
            Track("background", self._background(part, length)),
            Track("speaker", bubble),
            Track("words", tuple(self._greeting(part, length, part.bubble if bubble else None))),
        ]

    def _greeting(self, part: Personal, length: int, bubble: Bubble | None) -> Iterator[Clip]:
        """The name in the first frame already: it is the one that players and mails show."""
        brand, gap = self._kind.brand, self._px(14)
        left, room, foot = self._room(bubble)
        if part.line:
            line = self._plate(part.line, 28, "#ffffffff", "#1f2937", room)
            start = min(length - 1, self._frames(0.5))
            yield self._entering(line, start, length, left, foot, stand="bottom")
            foot -= self._px(28 * LINE + 2 * 18) + gap
        on_brand = part.background == "brand" or self._inputs.page is None
        panel, ink = (brand.accent, brand.ink) if on_brand else (brand.primary, brand.text)
        headline = self._plate(part.headline, 52, panel, ink, room)
        yield Clip(headline, 0, length, left, foot, stand="bottom", depends=() if part.background == "brand" else SITE)

    def _room(self, bubble: Bubble | None) -> tuple[int, int, int]:
        """Left edge, width and foot of the greeting: beside the speaker, or above where the picture is narrow."""
        edge = self._px(_EDGE)
        side = self._side(bubble) + self._px(30) if bubble else 0
        at_foot = bubble is not None and "bottom" in bubble.place
        if self._upright:
            return edge, self._wide - 2 * edge, self._high - edge - (side if at_foot else 0)
        left = edge + (side if bubble and bubble.place.endswith("left") else 0)
        foot = self._high - edge - (self._px(18) if at_foot else 0)
        return left, self._wide - 2 * edge - side, foot

    def _background(self, part: Personal, length: int) -> tuple[Clip, ...]:
        if part.background == "website" and self._inputs.page is not None:
            return (Clip(self._page(part, self._inputs.page, length), 0, length, depends=SITE),)
        if part.background == "website":
            reason = self._inputs.missing_page or "there is no picture of the site"
            self.notes.append(f"{reason}: a background with the name stands in for the site")
        brand = self._kind.brand
        words = Text(
            self._filled(part.plain),
            self._px(80),
            brand.text,
            width=min(self._px(1000), self._wide - self._px(2 * _EDGE)),
            lines=2,
            align="center",
        )
        line = Shape("box", brand.accent, radius=self._px(5))
        middle, foot = self._wide // 2, round(self._high * 0.46)
        clips = (
            *self._brand_background(length),
            Clip(words, 0, length, middle, foot, "center", "bottom"),
            Clip(line, 0, length, middle, foot + self._px(16), "center", width=self._px(140), height=self._px(10)),
        )
        # Whether there is a site decides what is seen, even where the lead has none.
        depends = SITE if part.background == "website" else ()
        return tuple(replace(clip, depends=depends) for clip in clips)

    def _page(self, part: Personal, page: Asset, length: int) -> Page:
        speed = round(part.scroll.speed * self._unit / float(self._canvas.rate) / 2) * 2
        hold = min(length - 1, self._frames(part.scroll.hold)) if part.scroll.hold else 0
        return Page(page, hold=hold, speed=max(2, speed) if part.scroll.speed else 0)

    # The other segments

    def _card(self, part: Card, at: int, length: int) -> list[Track]:
        words = self._points_below_title(part, length) if part.points else self._title_and_button(part, length)
        return [
            Track("background", self._brand_background(length)),
            Track("speaker", self._bubble(part.bubble, at, length)),
            Track("words", tuple(words)),
        ]

    def _points_below_title(self, part: Card, length: int) -> Iterator[Clip]:
        step = self._px(80)
        high = self._px(150) + step * len(part.points) + (self._px(110) if part.button else 0)
        top = (self._free(part.bubble) - high) // 2
        yield self._entering(
            self._title(part, 60, lines=1), 0, length, self._wide // 2, top + self._px(96), "center", "bottom"
        )
        top += self._px(150)
        for number, words in enumerate(part.points):
            start = min(length - 1, round(length * (0.08 + 0.5 * number / len(part.points))))
            yield from self._point(words, start, length, top + step * number)
        if part.button:
            yield from self._button(part, length, top + step * len(part.points) + self._px(20))

    def _point(self, words: str, start: int, length: int, y: int) -> Iterator[Clip]:
        brand, left = self._kind.brand, max(self._px(_EDGE), self._wide // 2 - self._px(330))
        room = min(self._px(690), self._wide - left - self._px(70 + _EDGE))
        tick = Shape("tick", brand.accent, ink=brand.ink)
        yield self._entering(tick, start, length, left, y, width=self._px(46))
        text = Text(self._filled(words), self._px(36), brand.text, bold=False, width=room)
        yield self._entering(text, start, length, left + self._px(70), y + self._px(23), stand="middle")

    def _title_and_button(self, part: Card, length: int) -> Iterator[Clip]:
        middle, foot = self._wide // 2, round(self._free(part.bubble) * (0.5 if part.button else 0.6))
        yield self._entering(self._title(part, 72, lines=2), 0, length, middle, foot, "center", "bottom")
        if part.button:
            yield from self._button(part, length, foot + self._px(36))
        elif part.note:
            yield self._note(part, self._frames(0.3), length, foot + self._px(24))

    def _title(self, part: Card, size: int, *, lines: int) -> Text:
        return Text(
            self._filled(part.title),
            self._px(size),
            self._kind.brand.text,
            width=self._px(1040),
            lines=lines,
            align="center",
        )

    def _button(self, part: Card, length: int, y: int) -> Iterator[Clip]:
        brand, start = self._kind.brand, min(length - 1, length // 6)
        button = Text(
            self._filled(part.button),
            self._px(40),
            brand.ink,
            panel=brand.accent,
            padding=self._px(28),
            radius=self._px(54),
            align="center",
            shadow=True,
        )
        yield self._entering(button, start, length, self._wide // 2, y, "center")
        if part.note:
            yield self._note(part, start, length, y + self._px(132))

    def _note(self, part: Card, start: int, length: int, y: int) -> Clip:
        text = Text(self._filled(part.note), self._px(28), f"{self._kind.brand.text}d9", bold=False, align="center")
        return self._entering(text, min(start, length - 1), length, self._wide // 2, y, "center")

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
            Clip(Shape("disc", f"{brand.text}0d"), 0, length, self._wide - side * 2 // 3, -side // 3, width=side),
            Clip(Shape("disc", f"{brand.text}0a"), 0, length, -side // 3, self._high - side // 2, width=side),
        )

    def _passage(self, length: int) -> Clip:
        """The last moments of a segment dissolve into the colours with which cards begin; the cut itself stays hard."""
        frames = min(length, self._frames(0.3))
        brand = self._kind.brand
        return Clip(Fill(brand.primary, brand.secondary), length - frames, frames, fade_in=frames)

    def _bubble(self, bubble: Bubble | None, at: int, length: int) -> tuple[Clip, ...]:
        if bubble is None:
            return ()
        found = self._media(bubble.media, "nobody is seen speaking")
        if found is None or not found.frames:
            return ()
        side, edge = self._side(bubble), self._px(_EDGE)
        x = edge if bubble.place.endswith("left") else self._wide - side - edge
        y = edge if bubble.place.startswith("top") else self._high - side - edge
        element = Footage(found.asset, "round", offset=self._offset(found, at))
        return (Clip(element, 0, length, x, y, width=side, height=side),)

    def _plate(self, words: str, size: int, panel: str, ink: str, room: int) -> Text:
        return Text(
            self._filled(words),
            self._px(size),
            ink,
            width=room,
            panel=panel,
            padding=self._px(18),
            radius=self._px(20),
            shadow=True,
        )

    def _entering(
        self,
        element: AnyElement,
        start: int,
        length: int,
        x: int,
        y: int,
        anchor: Align = "left",
        stand: Stand = "top",
        width: int = 0,
    ) -> Clip:
        fade = max(1, min(self._frames(0.35), (length - start) // 3))
        return Clip(element, start, length - start, x, y, anchor, stand, width, fade_in=fade, rise=self._px(26))

    def _media(self, name: str, consequence: str) -> MediaFile | None:
        found = self._inputs.media.get(name)
        if found is None:
            self.notes.append(f"{name} is not in the media bucket: {consequence}")
        return found

    # Measures

    def _offset(self, found: MediaFile, at: int) -> int:
        """Where a clip goes on that is seen in several segments: it runs through the whole video."""
        return at % found.frames if found.frames else 0

    def _filled(self, words: str) -> str:
        """Placeholders filled in one pass: what a lead is called is never read as a placeholder itself."""
        filled = PLACEHOLDER.sub(lambda match: self._values[match[1]], words)
        self._said[filled] = (*self._said.get(filled, ()), *PLACEHOLDER.findall(words))
        return filled

    def _px(self, measure: float) -> int:
        return round(measure * self._unit / 2) * 2

    def _frames(self, seconds: float) -> int:
        return max(1, self._canvas.frames(seconds))

    def _free(self, bubble: Bubble | None) -> int:
        """How high the room for a card's words is: in a narrow picture they stand above the speaker."""
        narrow = self._wide < self._high * 1.4
        return self._high - (self._side(bubble) + self._px(2 * _EDGE) if bubble and narrow else 0)

    def _side(self, bubble: Bubble) -> int:
        return self._px(bubble.size * 720)

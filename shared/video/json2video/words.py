"""Text elements and the basic components as clips: boxes of words, stacked and aligned."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from msgspec.structs import replace

from shared.core.errors import InvalidInput
from shared.video.json2video.fields import Fields
from shared.video.json2video.layout import Box
from shared.video.json2video.materials import Material
from shared.video.json2video.styling import Frame, Sheet, cased, read_sheet
from shared.video.timeline import Align, Asset, Clip, Picture, Shape, Text

_TAGS = re.compile(r"<[^<>]{0,300}>")
_BREAKS = re.compile(r"<br\s*/?>|\r\n|\r|\n")
FontOf = Callable[[str, str], Material]
"""(address, place) → the typeface."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What is at hand for setting words."""

    frame: Frame
    font: FontOf
    picture: Callable[[str, str], Material]
    files: Callable[[], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class _Line:
    """A paragraph as it will be drawn."""

    text: Text
    height: int
    width: int


def text_clips(words: str, settings: Mapping[str, Any], area: Box, desk: Desk, place: str) -> tuple[Clip, ...]:
    """Clips of one frame each at frame 0: the caller gives them their time."""
    sheet = read_sheet(settings, f"{place}.settings", desk.frame)
    lines = [_line(part, sheet, area, desk, place) for part in _BREAKS.split(words) if part.strip()]
    if not lines:
        return ()
    high = sum(line.height for line in lines)
    top = {
        "top": area.y + sheet.margin,
        "middle": area.y + (area.height - high) // 2,
        "bottom": area.y + area.height - high - sheet.margin,
    }[sheet.down]
    clips = []
    for line in lines:
        x = _edge(area, sheet.across, sheet.margin)
        clips.append(Clip(line.text, 0, 1, x, top, sheet.across, width=area.width, opacity=sheet.opacity))
        top += line.height
    return tuple(clips)


def _edge(area: Box, across: Align, margin: int) -> int:
    places = {"left": area.x + margin, "center": area.x + area.width // 2, "right": area.x + area.width - margin}
    return places[across]


def _line(words: str, sheet: Sheet, area: Box, desk: Desk, place: str) -> _Line:
    text = sheet.text
    asset: Asset | None = desk.font(sheet.font_url, f"{place}.settings.font-url").asset if sheet.font_url else None
    fits = max(1, int((area.height - 2 * text.padding) / (text.size * text.leading)))
    made = replace(
        text,
        text=cased(words.strip(), sheet),
        font=asset,
        lines=min(text.lines, fits),
        width=max(16, area.width - 2 * max(sheet.margin, _edge_of(area, desk))),
    )
    width, height = measured(made, area.width, desk)
    return _Line(made, height, width)


def _edge_of(area: Box, desk: Desk) -> int:
    """Words that may take the whole width do not touch the picture's edge."""
    return round(desk.frame.width * 0.03) if area.width >= desk.frame.width else 0


def measured(text: Text, room: int, desk: Desk) -> tuple[int, int]:
    """Width and height of drawn words, without the margin of their shadow."""
    from shared.video.drawing import draw_text

    image, margin = draw_text(text, room, desk.files())
    return image.width - 2 * margin, image.height - 2 * margin


# Components

_BASE = {"font-family": "Inter", "text-align": "left", "horizontal-position": "left", "vertical-position": "top"}


@dataclass(frozen=True, slots=True)
class _Group:
    """One part of a component: its words and their sheet."""

    words: tuple[str, ...]
    sheet: Sheet


def component_clips(name: str, settings: Mapping[str, Any], area: Box, desk: Desk, place: str) -> tuple[Clip, ...]:
    """Raises InvalidInput for what is not one of the documented basic components."""
    if name not in COMPONENTS:
        known = ", ".join(COMPONENTS)
        raise InvalidInput(f"{place}.component: {name!r} belongs to the vendor's own library; drawn here: {known}")
    return tuple(COMPONENTS[name](Fields(settings, f"{place}.settings"), area, desk))


def _group(fields: Fields, name: str, desk: Desk, **base: Any) -> _Group:
    """A group of settings: an object with `text` and CSS, or the text alone."""
    raw = fields.any(name)
    if raw is None:
        raw = {}
    if isinstance(raw, str):
        raw = {"text": raw}
    own = Fields(raw, f"{fields.place}.{name}")
    text = own.any("text")
    parts = [str(part) for part in text] if isinstance(text, list) else [str(text)] if text is not None else []
    sheet = read_sheet(
        {key: value for key, value in own.raw.items() if key not in {"text", *_ANIMATED}},
        own.place,
        desk.frame,
        {**_BASE, **base},
    )
    moved = next((key for key in own.raw if key in _ANIMATED), None)
    if moved:
        raise own.fault(moved, "components stand still in this renderer; leave it out")
    return _Group(tuple(_plain(part) for part in parts), sheet)


_ANIMATED = ("easing", "in", "out", "animation", "delay", "transition")


def _plain(words: str) -> str:
    return " ".join(_TAGS.sub("", words).split())


def _stack(groups: Sequence[_Group], left: int, room: int, area: Box, desk: Desk) -> tuple[list[tuple[Text, int]], int]:
    """Paragraphs below each other: (text, top within the stack), and the whole height."""
    made, at = [], 0
    for group in groups:
        for words in group.words:
            line = _line(words, group.sheet, Box(left, 0, room, area.height, "fill"), desk, "")
            made.append((line.text, at))
            at += line.height + round(group.sheet.text.size * 0.12)
    return made, at


def _card(fields: Fields, area: Box, desk: Desk, *, bar: bool = False) -> Iterator[Clip]:
    """basic/000 and basic/001: a headline over paragraphs, with a bar at its left if there is one."""
    card = _block(fields, "card", desk, {"vertical-align": "top", "padding": "20px", "margin": "1vw"})
    side = _block(fields, "bar", desk, {"background": "red", "width": "3vw", "margin-right": "3vw"}) if bar else None
    ink = "#ffffff" if not card.color else card.ink
    groups = [
        _group(fields, "headline", desk, **{"font-size": "5vw", "font-weight": "700", "color": ink}),
        _group(fields, "body", desk, **{"font-size": "3.5vw", "color": ink}),
    ]
    if fields.has("subline"):
        groups.append(_group(fields, "subline", desk, **{"font-size": "3.5vw", "color": ink}))
    fields.close()
    indent = side.width + side.gap if side else 0
    room = area.width - 2 * (card.margin + card.padding) - indent
    texts, high = _stack(groups, 0, room, area, desk)
    top = _down(card.stand, area, high + 2 * card.padding, card.margin)
    left = area.x + card.margin
    if card.color:
        box = Shape("box", card.color, radius=card.radius)
        yield Clip(box, 0, 1, left, top, width=area.width - 2 * card.margin, height=high + 2 * card.padding)
    if side:
        yield Clip(
            Shape("box", side.color), 0, 1, left + card.padding, top + card.padding, width=side.width, height=high
        )
    for text, at in texts:
        yield Clip(text, 0, 1, left + card.padding + indent, top + card.padding + at, width=room)


def _card_with_bar(fields: Fields, area: Box, desk: Desk) -> Iterator[Clip]:
    yield from _card(fields, area, desk, bar=True)


def _breaking(fields: Fields, area: Box, desk: Desk) -> Iterator[Clip]:
    """basic/052: one line at the foot, its section in a box of another colour before it."""
    card = _block(fields, "card", desk, {"vertical-align": "bottom", "padding": "4vw"})
    section = _group(fields, "section", desk, **_plate("red", "white"))
    headline = _group(fields, "headline", desk, **_plate("white", "black"))
    fields.close()
    left, foot = area.x + card.padding, area.y + area.height - card.padding
    room = area.width - 2 * card.padding
    for group in (section, headline):
        if not group.words:
            continue
        text = replace(_line(group.words[0], group.sheet, area, desk, "").text, width=room, lines=1)
        width, _ = measured(text, room, desk)
        yield Clip(text, 0, 1, left, foot, stand="bottom", width=room)
        left, room = left + width, room - width


def _avatar(fields: Fields, area: Box, desk: Desk) -> Iterator[Clip]:
    """basic/051: a name at the foot beside a picture, over a bar."""
    card = _block(fields, "card", desk, {"vertical-align": "bottom", "padding": "4vw"})
    picture, bar = fields.object("image"), fields.object("bar")
    src, size = picture.text("src"), round(desk.frame.pixels(picture.any("size") or "10vw", picture.place))
    color = bar.color("color", "red")
    headline = _group(fields, "headline", desk, **_plate("white", "black"))
    for one in (picture, bar, fields):
        one.close()
    left, foot = area.x + card.padding, area.y + area.height - card.padding
    line = max(4, round(desk.frame.height * 0.012))
    room = area.width - 2 * card.padding - size
    yield Clip(Shape("box", color), 0, 1, left, foot, stand="bottom", width=area.width - 2 * card.padding, height=line)
    if src:
        found = desk.picture(src, f"{picture.place}.src")
        yield Clip(Picture(found.asset), 0, 1, left, foot - line - size, width=size, height=size)
    for words in headline.words[:1]:
        text = replace(_line(words, headline.sheet, area, desk, "").text, width=room, lines=1)
        yield Clip(text, 0, 1, left + size + card.padding // 3, foot - line, stand="bottom", width=room)


def _plate(background: str, color: str) -> dict[str, Any]:
    return {"font-size": "2.5vw", "background-color": background, "color": color, "padding": "1vw"}


@dataclass(frozen=True, slots=True)
class _Block:
    color: str
    padding: int
    margin: int
    radius: int
    stand: str
    width: int
    gap: int

    @property
    def ink(self) -> str:
        """Dark words on a bright card, bright ones on a dark one."""
        red, green, blue = (int(self.color[at : at + 2], 16) for at in (1, 3, 5))
        return "#111827" if 0.299 * red + 0.587 * green + 0.114 * blue > 140 else "#ffffff"


def _block(fields: Fields, name: str, desk: Desk, base: Mapping[str, Any]) -> _Block:
    raw = fields.any(name) or {}
    own = Fields({**base, **raw} if isinstance(raw, Mapping) else raw, f"{fields.place}.{name}")

    def pixels(key: str, default: str = "0") -> int:
        value = own.any(key)
        return round(desk.frame.pixels(str(default if value is None else value).split()[0], f"{own.place}.{key}"))

    block = _Block(
        own.color("background-color", own.text("background", "", most=100)),
        max(pixels("padding"), pixels("padding-left")),
        pixels("margin"),
        pixels("border-radius"),
        own.text("vertical-align", "top"),
        pixels("width"),
        pixels("margin-right"),
    )
    own.ignore("background", "text-align", "horizontal-align", "overflow", "padding-bottom", "padding-right", "color")
    own.close()
    return block


def _down(stand: str, area: Box, high: int, margin: int) -> int:
    places = {"center": area.y + (area.height - high) // 2, "middle": area.y + (area.height - high) // 2}
    return {**places, "bottom": area.y + area.height - high - margin}.get(stand, area.y + margin)


COMPONENTS: Mapping[str, Callable[[Fields, Box, Desk], Iterator[Clip]]] = {
    "basic/000": _card,
    "basic/001": _card_with_bar,
    "basic/051": _avatar,
    "basic/052": _breaking,
}

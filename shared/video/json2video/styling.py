"""The style sheet of a text element → how the house draws words. What cannot be drawn is refused with its place."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shared.core.errors import InvalidInput
from shared.video.json2video.fields import Fields, as_number
from shared.video.timeline import Align, Asset, Stand, Text

_LENGTH = re.compile(r"(-?[\d.]+)\s*(px|vw|vh|em|rem|pt|%)?\Z")
_ROOT = 16.0  # pixels of a rem, as in browsers
_WEIGHTS = {"normal": 400.0, "regular": 400.0, "medium": 500.0, "bold": 700.0, "bolder": 700.0, "lighter": 300.0}
_SIDES = {"left": 0, "center": 1, "right": 2, "top": 0, "bottom": 2, "middle": 1, "start": 0, "end": 2}
_ALIGNS: tuple[Align, ...] = ("left", "center", "right")
_STANDS: tuple[Stand, ...] = ("top", "middle", "bottom")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A box of words: how they look, and where the box stands in its canvas."""

    text: Text
    across: Align
    down: Stand
    margin: int  # pixels between canvas and box
    opacity: float
    font_url: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """What lengths are measured by: the movie's size."""

    width: int
    height: int

    def pixels(self, value: Any, place: str, of: float = 0.0) -> float:
        """A length of CSS. `of` = the size that `em` and `%` refer to."""
        number = as_number(value)
        if number is not None:
            return number
        found = _LENGTH.match(str(value).strip().lower())
        size = as_number(found[1]) if found else None
        if found is None or size is None:
            raise InvalidInput(f"{place}: {str(value)[:40]!r} is no length such as 48px, 5vw or 1.2em")
        unit = {"vw": self.width / 100, "vh": self.height / 100, "em": of or _ROOT, "rem": _ROOT, "pt": 4 / 3}
        return size * (of / 100 if found[2] == "%" else unit.get(found[2] or "px", 1.0))


def read_sheet(raw: Mapping[str, Any], place: str, frame: Frame, base: Mapping[str, Any] | None = None) -> Sheet:
    """`base`: settings that hold where `raw` says nothing."""
    fields = Fields({**(base or {}), **raw}, place)
    size = _pixels(fields, "font-size", "5vw", frame, frame.width)
    fields.ignore("font", "text")
    color = fields.color("font-color", fields.text("color", "#ffffff", most=60))
    panel = fields.color("background-color", fields.text("background", "", most=200))
    fields.ignore("color", "background")
    padding = _pixels(fields, "padding", 0.3 * size if panel else 0, frame, size)
    case = fields.choice("text-transform", "none", ("none", "uppercase", "lowercase", "capitalize"))
    fields.ignore("text-transform")
    stroke = fields.text("-webkit-text-stroke", "", most=60).split()
    text = Text(
        case if case != "none" else "",  # replaced by the words
        size=max(4, min(2000, round(size))),
        color=color or "#ffffff00",
        bold=_weight(fields) >= 600,
        lines=int(fields.number("max-lines", 12, 1, 60)),
        align=_aligned(fields, "text-align", "center"),
        panel=panel,
        padding=round(padding),
        radius=round(_pixels(fields, "border-radius", 0, frame, size)),
        shadow=fields.text("text-shadow", "none", most=200) not in {"none", "", "0"},
        family=_family(fields),
        italic=fields.choice("font-style", "normal", ("normal", "italic", "oblique")) != "normal",
        outline=_outline(stroke, place, frame, size),
        outline_color=_stroke_color(stroke, place),
        spacing=_pixels(fields, "letter-spacing", 0, frame, size, -size / 2)
        if fields.raw.get("letter-spacing") != "normal"
        else 0,
        leading=_leading(fields, frame, size),
    )
    fields.ignore("letter-spacing")
    made = Sheet(
        text,
        _aligned(fields, "horizontal-position", "center", fields.raw.get("horizontal-align")),
        _STANDS[_SIDES[fields.choice("vertical-position", _down(fields), ("top", "center", "middle", "bottom"))]],
        round(_pixels(fields, "margin", 0, frame, size)),
        fields.number("opacity", 1, 0, 1),
        fields.text("font-url", "", most=2000),
    )
    fields.ignore("horizontal-align", "vertical-align", "overflow", "white-space", "display")
    fields.close()
    return made


def cased(words: str, sheet: Sheet) -> str:
    """The words in the case that the sheet asks for."""
    how = sheet.text.text
    return {"uppercase": words.upper, "lowercase": words.lower, "capitalize": words.title}.get(how, lambda: words)()


def _pixels(fields: Fields, name: str, default: Any, frame: Frame, of: float, low: float = 0.0) -> float:
    """A length that fits into the picture: no sheet may ask for a drawing that fills the memory."""
    value = fields.any(name)
    first = str(value).split()[0] if isinstance(value, str) and value.strip() else value  # "1vw 2vw": the first counts
    found = frame.pixels(default if first is None or first == "" else first, f"{fields.place}.{name}", of)
    most = float(max(frame.width, frame.height))
    if not low <= found <= most:
        raise fields.fault(name, f"{found:g} pixels are not within {low:g} to {most:g}")
    return found


def _weight(fields: Fields) -> float:
    value = str(fields.any("font-weight") or 400).lower()
    found = _WEIGHTS.get(value, as_number(value))
    if found is None:
        raise fields.fault("font-weight", f"{value[:40]!r} is no weight such as 700 or bold")
    return found


def _family(fields: Fields) -> str:
    value = fields.text("font-family", "", most=200).split(",")[0].strip().strip("'\"")
    if "://" in value:
        raise fields.fault("font-family", "give the file of a typeface as `font-url`, and its name here")
    return value


def _aligned(fields: Fields, name: str, default: Align, other: Any = None) -> Align:
    value = fields.choice(name, str(other or default), ("left", "center", "right", "start", "end", "justify"))
    return _ALIGNS[_SIDES.get(value, 0)]


def _down(fields: Fields) -> str:
    other = fields.raw.get("vertical-align")
    return str(other) if other in {"top", "center", "middle", "bottom"} else "center"


def _leading(fields: Fields, frame: Frame, size: float) -> float:
    value = fields.any("line-height")
    if value is None or value == "normal":
        return 1.28
    number = as_number(value)
    found = number if number is not None else frame.pixels(value, f"{fields.place}.line-height", size) / size
    return min(4.0, max(0.7, found))


def _outline(stroke: list[str], place: str, frame: Frame, size: float) -> int:
    found = frame.pixels(stroke[0], f"{place}.-webkit-text-stroke", size) if stroke else 0.0
    return round(min(max(found, 0.0), size))


def _stroke_color(stroke: list[str], place: str) -> str:
    from shared.video.json2video.fields import color_of

    if len(stroke) < 2:
        return "#000000"
    found = color_of(" ".join(stroke[1:]))
    if found is None:
        raise InvalidInput(f"{place}.-webkit-text-stroke: {stroke[1][:40]!r} is no colour")
    return found or "#00000000"


def with_font(text: Text, font: Asset | None) -> Text:
    from msgspec.structs import replace

    return replace(text, font=font) if font else text

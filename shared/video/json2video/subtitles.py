"""A `subtitles` element: whose words, in which style, where."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from shared.video.captions import CaptionStyle, SpokenWord, captions_of, style_named
from shared.video.json2video.fields import Fields
from shared.video.json2video.layout import MARGIN
from shared.video.timeline import Align, Canvas, Captions, Clip, Stand

_STYLES = {"classic": "highlight", "classic-progressive": "highlight"}
_POSITIONS = tuple(f"{down}-{across}" for down in ("top", "center", "bottom") for across in ("left", "center", "right"))
_SHADE = 0.8  # of the canvas' width that a line may take


@dataclass(frozen=True, slots=True)
class Look:
    style: CaptionStyle
    position: str
    x: float
    y: float
    size: float  # pixels, 0 = the style's own
    outline: float  # pixels, -1 = the style's own
    replacements: Mapping[str, str]
    font_url: str = ""


def read_look(raw: Mapping[str, Any], place: str) -> Look:
    """The settings. Raises InvalidInput that names the one which cannot be drawn."""
    fields = Fields(raw, place)
    name = fields.text("style", "classic")
    style = style_named(_STYLES.get(name, name))
    if name == "classic-progressive":
        raise fields.fault("style", "words that appear one by one are not drawn here; use classic or boxed-word")
    line = fields.color("line-color", fields.text("font-color", style.color, most=60)) or style.color
    word = fields.color("word-color", style.mark if name != "classic" else "#facc15")
    box = fields.color("box-color", "")
    if box:
        style = replace(style, plate=box) if style.plate else replace(style, panel=box)
    style = replace(
        style,
        color=line,
        mark="" if word == line else word,
        outline_color=fields.color("outline-color", style.outline_color) or style.outline_color,
        shadow=fields.number("shadow-offset", 1 if style.shadow else 0, 0, 100) > 0,
        most=int(fields.number("max-words-per-line", style.most, 1, 20)),
        upper=fields.flag("all-caps", default=style.upper),
        family=fields.text("font-family", style.family, most=200),
    )
    fields.ignore("font-color", "shadow-color")  # the shadow is drawn soft and dark
    swaps = fields.object("replace").raw
    look = Look(
        style,
        fields.choice("position", "bottom-center", (*_POSITIONS, "custom")),
        fields.number("x", 0),
        fields.number("y", 0),
        fields.number("font-size", 0, 0, 1000),
        fields.number("outline-width", -1, -1, 100),
        {str(key): str(value) for key, value in swaps.items()},
        fields.text("font-url", most=2000),
    )
    fields.close()
    return look


def element_of(words: Sequence[SpokenWord], look: Look, canvas: Canvas) -> Captions:
    said = [replace(word, text=look.replacements.get(word.text, word.text)) for word in words]
    room = round(canvas.width * _SHADE)
    made = captions_of([word for word in said if word.text], look.style, canvas, room)
    changes: dict[str, Any] = {}
    if look.size:
        changes["size"] = max(8, min(round(look.size), canvas.height // 3))
    if look.outline >= 0:
        changes["outline"] = min(round(look.outline), 60)
    if changes:
        from msgspec.structs import replace as changed

        made = changed(made, style=changed(made.style, **changes))
    return made


def clip_of(captions: Captions, look: Look, canvas: Canvas, length: int) -> Clip:
    """In its place on the canvas, for the whole movie."""
    down, _, across = look.position.partition("-")
    anchor: Align = {"left": "left", "right": "right"}.get(across, "center")  # type: ignore[assignment] # of three
    stand: Stand = {"top": "top", "bottom": "bottom"}.get(down, "middle")  # type: ignore[assignment] # of three
    margin = (round(canvas.width * MARGIN), round(canvas.height * MARGIN * 1.4))
    x = {"left": margin[0], "right": canvas.width - margin[0]}.get(anchor, canvas.width // 2)
    y = {"top": margin[1], "bottom": canvas.height - margin[1]}.get(stand, canvas.height // 2)
    if look.position == "custom":
        x, y, anchor, stand = round(look.x), round(look.y), "left", "top"
    room = round(canvas.width * _SHADE)
    return Clip(captions, 0, length, x, y, anchor, stand, width=room, name="subtitles")

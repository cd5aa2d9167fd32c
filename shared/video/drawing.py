"""Words and figures as RGBA pictures, drawn once by Pillow: no user's text ever reaches a filter graph or a shell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from shared.video import fonts
from shared.video.planes import rgba
from shared.video.timeline import Captions, Shape, Text

_SMALLEST = 0.6  # of the wanted size: below that an ellipsis reads better
_FINE = 4  # figures are drawn this much larger, then reduced: Pillow draws no soft edges


Files = Mapping[str, Path]
_NONE: Files = {}


@dataclass(frozen=True, slots=True)
class _Pen:
    """How words are written: typeface, size, space between letters."""

    style: fonts.Style
    size: int
    spacing: float = 0.0

    def width(self, words: str) -> int:
        return _width(words, self)

    def smaller(self, size: int) -> "_Pen":
        return replace(self, size=size)


def draw_text(text: Text, room: int, files: Files = _NONE) -> tuple[Image.Image, int]:
    """The words on their plate, at most `room` pixels wide (the text's own `width` may ask for less).

    The number is the margin that a shadow needs round them.
    """
    pen, lines = _set(text, text.text, room, files)
    size = pen.size
    margin = max(2 * (size // 5) if text.shadow else 0, text.outline)
    margin += margin % 2
    edge, step = text.padding + margin, round(size * text.leading)
    widths = [pen.width(line) for line in lines]
    width, height = max([1, *widths]) + 2 * edge, step * len(lines) + 2 * edge
    ink, outline = Image.new("L", (width, height), 0), Image.new("L", (width, height), 0)
    for number, (line, own) in enumerate(zip(lines, widths, strict=True)):
        left = edge + round((width - 2 * edge - own) * {"left": 0.0, "center": 0.5, "right": 1.0}[text.align])
        baseline = _baseline(edge + step * number, step, size)
        _write(ink, line, left, baseline, pen)
        if text.outline:
            _write(outline, line, left, baseline, pen, text.outline)
    image = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    if text.panel:
        plate = _plate(width - 2 * margin, height - 2 * margin, text.radius, text.panel)
        image.paste(plate, (margin, margin))
    if text.shadow:
        cast = image.getchannel("A") if text.panel else ImageChops.lighter(ink, outline)
        image = Image.alpha_composite(_shadow(cast, size), image)
    if text.outline:
        image = Image.alpha_composite(image, _inked(outline, text.outline_color))
    return Image.alpha_composite(image, _inked(ink, text.color)), margin


def draw_caption(
    captions: Captions, words: Sequence[str], spoken: int, room: int, files: Files = _NONE
) -> tuple[Image.Image, int]:
    """A group of words in at most `style.lines` lines, word `spoken` in the colour of the mark, on its plate."""
    style = captions.style
    pen, lines = _set(style, " ".join(words), room, files)
    size, step = pen.size, round(pen.size * style.leading)
    margin = max(2 * (size // 5) if style.shadow else 0, style.outline, size // 4)
    margin += margin % 2
    edge, space = style.padding + margin, pen.width("x x") - pen.width("xx")
    widths = [pen.width(line) for line in lines]
    canvas = (max([1, *widths]) + 2 * edge, step * len(lines) + 2 * edge)
    layers = {name: Image.new("L", canvas, 0) for name in ("ink", "mark", "outline")}
    plate, number = Image.new("RGBA", canvas, (0, 0, 0, 0)), 0
    for row, (line, own) in enumerate(zip(lines, widths, strict=True)):
        left, top = edge + (canvas[0] - 2 * edge - own) // 2, edge + step * row
        pieces = line.split()
        for place, word in enumerate(pieces[::-1] if fonts.rightwards(line) else pieces):
            index = number + (len(pieces) - 1 - place if fonts.rightwards(line) else place)
            marked = index == spoken and bool(captions.mark or captions.plate)
            if marked and captions.plate:
                behind = _plate(pen.width(word) + size // 3, step, size // 6, captions.plate)
                plate.paste(behind, (left - size // 6, top))
            baseline = _baseline(top, step, size)
            _write(layers["mark" if marked else "ink"], word, left, baseline, pen)
            _write(layers["outline"], word, left, baseline, pen, style.outline)
            left += pen.width(word) + space
        number += len(pieces)
    return _stacked(style, captions, layers, plate, (margin, size)), margin


def _stacked(
    style: Text, captions: Captions, layers: Mapping[str, Image.Image], plate: Image.Image, measures: tuple[int, int]
) -> Image.Image:
    margin, size = measures
    image = Image.new("RGBA", plate.size, (0, 0, 0, 0))
    if style.panel:
        ground = _plate(plate.width - 2 * margin, plate.height - 2 * margin, style.radius, style.panel)
        image.paste(ground, (margin, margin))
    if style.shadow:
        image = Image.alpha_composite(_shadow(layers["outline"], size), image)
    image = Image.alpha_composite(image, plate)
    if style.outline:
        image = Image.alpha_composite(image, _inked(layers["outline"], style.outline_color))
    image = Image.alpha_composite(image, _inked(layers["ink"], style.color))
    return Image.alpha_composite(image, _inked(layers["mark"], captions.mark or style.color))


def _set(text: Text, words: str, room: int, files: Files) -> tuple[_Pen, list[str]]:
    """The pen and the lines: as wished if they fit, else smaller, else cut."""
    file = str(files[text.font.sha256]) if text.font and text.font.sha256 in files else ""
    style = fonts.Style(text.bold, text.italic, text.family, file)
    inner = max(16, min(room, text.width or room) - 2 * text.padding)
    return _fitted(fonts.writable(words, style), text, _Pen(style, text.size, text.spacing), inner)


def _baseline(top: int, step: int, size: int) -> int:
    """Capitals stand in the middle of their line."""
    return top + round((step + size * 0.73) / 2)


def _inked(ink: Image.Image, color: str) -> Image.Image:
    red, green, blue, alpha = rgba(color)
    words = Image.new("RGBA", ink.size, (red, green, blue, 0))
    words.putalpha(ink.point(lambda value: value * alpha // 255))
    return words


def _shadow(outline: Image.Image, size: int) -> Image.Image:
    soft = ImageChops.offset(outline, 0, max(1, size // 16)).filter(ImageFilter.GaussianBlur(size / 8))
    dark = Image.new("RGBA", outline.size, (8, 12, 24, 0))
    dark.putalpha(soft.point(lambda value: value * 110 // 255))
    return dark


def _fitted(words: str, text: Text, pen: _Pen, room: int) -> tuple[_Pen, list[str]]:
    while True:
        lines = _wrapped(words, pen, room)
        if len(lines) <= text.lines and all(pen.width(line) <= room for line in lines):
            return pen, _balanced(words, len(lines), pen, text, room)
        if pen.size <= max(8, text.size * _SMALLEST):
            return pen, _cut(lines, pen, text, room)
        pen = pen.smaller(max(8, int(pen.size * 0.92)))


def _balanced(words: str, count: int, pen: _Pen, text: Text, room: int) -> list[str]:
    """Centred lines of about equal length: no last line of one word."""
    low, high = (room // count, room) if count > 1 and text.align == "center" else (room, room)
    while high - low > 8:
        middle = (low + high) // 2
        low, high = (low, middle) if len(_wrapped(words, pen, middle)) <= count else (middle, high)
    return _wrapped(words, pen, high)


def _wrapped(words: str, pen: _Pen, room: int) -> list[str]:
    lines: list[str] = []
    for word in words.split():
        if lines and pen.width(f"{lines[-1]} {word}") <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines or [""]


def _cut(lines: list[str], pen: _Pen, text: Text, room: int) -> list[str]:
    """As many lines as are allowed; the last one takes what it can of the rest."""
    kept = [*lines[: text.lines - 1], " ".join(lines[text.lines - 1 :])]
    return [_shortened(line, pen, room) for line in kept if line] or [""]


def _shortened(line: str, pen: _Pen, room: int) -> str:
    if pen.width(line) <= room:
        return line
    low, high = 0, len(line)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if pen.width(line[:middle].rstrip() + "…") <= room else (low, middle - 1)
    return line[:low].rstrip() + "…"


@lru_cache(maxsize=4096)
def _width(line: str, pen: _Pen) -> int:
    own = sum(fonts.load(face, pen.size).getlength(words) for words, face in fonts.runs(line, pen.style))
    return round(own + pen.spacing * max(0, len(line) - 1))


def _write(ink: Image.Image, line: str, left: int, baseline: int, pen: _Pen, stroke: int = 0) -> None:
    draw = ImageDraw.Draw(ink)
    at = float(left)
    for words, face in fonts.runs(line, pen.style):
        font = fonts.load(face, pen.size)
        for piece in words if pen.spacing else [words]:
            draw.text((at, baseline), piece, font=font, fill=255, anchor="ls", stroke_width=stroke)
            at += font.getlength(piece) + pen.spacing


def draw_shape(shape: Shape, width: int, height: int) -> Image.Image:
    if shape.kind == "box":
        return _plate(width, height, shape.radius, shape.color)
    disc = _plate(width, width, width // 2, shape.color)
    return Image.alpha_composite(disc, _tick(width, shape.ink)) if shape.kind == "tick" else disc


def _plate(width: int, height: int, radius: int, color: str) -> Image.Image:
    red, green, blue, alpha = rgba(color)
    mask = Image.new("L", (width * _FINE, height * _FINE), 0)
    box = (0, 0, width * _FINE - 1, height * _FINE - 1)
    ImageDraw.Draw(mask).rounded_rectangle(box, radius=min(radius, width // 2, height // 2) * _FINE, fill=alpha)
    plate = Image.new("RGBA", (width, height), (red, green, blue, 0))
    plate.putalpha(mask.resize((width, height), Image.Resampling.BOX))
    return plate


def _tick(side: int, color: str) -> Image.Image:
    large = side * _FINE
    mask = Image.new("L", (large, large), 0)
    points = [(large * 0.28, large * 0.52), (large * 0.44, large * 0.68), (large * 0.73, large * 0.35)]
    ImageDraw.Draw(mask).line(points, fill=255, width=large // 10, joint="curve")
    red, green, blue, _ = rgba(color)
    tick = Image.new("RGBA", (side, side), (red, green, blue, 0))
    tick.putalpha(mask.resize((side, side), Image.Resampling.BOX))
    return tick


def slope(color: str, to: str, width: int, height: int) -> Image.Image:
    """A picture that passes from `color` in the upper left to `to` in the lower right corner."""
    if not to:
        return Image.new("RGB", (width, height), rgba(color)[:3])
    # Interpolated from a 2 x 2 picture: the middle of the diagonal is the mean of both ends.
    (r1, g1, b1, _), (r2, g2, b2, _) = rgba(color), rgba(to)
    middle = ((r1 + r2) // 2, (g1 + g2) // 2, (b1 + b2) // 2)
    corners = Image.new("RGB", (2, 2), middle)
    corners.putpixel((0, 0), (r1, g1, b1))
    corners.putpixel((1, 1), (r2, g2, b2))
    return corners.resize((width, height), Image.Resampling.BILINEAR, box=(0.5, 0.5, 1.5, 1.5))


def bubble_parts(side: int, ring: str) -> tuple[Image.Image, Image.Image, int]:
    """For a round picture of `side` pixels: its ring on a soft shadow, its mask, and the margin on each side."""
    line = max(3, side // 40)
    margin = (line + side // 8) // 2 * 2
    whole = side + 2 * margin
    outer = _plate(side + 2 * line, side + 2 * line, side // 2 + line, ring)
    shadow = Image.new("RGBA", (whole, whole), (8, 12, 24, 0))
    dark = Image.new("L", (whole, whole), 0)
    dark.paste(150, (margin - line, margin - line + side // 40), outer.getchannel("A"))
    shadow.putalpha(dark.filter(ImageFilter.GaussianBlur(side / 26)))
    shadow.alpha_composite(outer, (margin - line, margin - line))
    mask = _plate(side, side, side // 2, "#ffffff").getchannel("A")
    return shadow, mask, margin

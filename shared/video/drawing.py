"""Words and figures as RGBA pictures, drawn once by Pillow: no user's text ever reaches a filter graph or a shell."""

from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from shared.video import fonts
from shared.video.planes import rgba
from shared.video.timeline import Shape, Text

_SMALLEST = 0.6  # of the wanted size: below that an ellipsis reads better
_FINE = 4  # figures are drawn this much larger, then reduced: Pillow draws no soft edges


def draw_text(text: Text, room: int) -> Image.Image:
    """The words on their plate, at most `room` pixels wide (the text's own `width` may ask for less)."""
    inner = max(16, min(room, text.width or room) - 2 * text.padding)
    size, lines = _fitted(fonts.writable(text.text, text.bold), text, inner)
    step = round(size * 1.28)
    widths = [_width(line, size, text.bold) for line in lines]
    margin = size // 3 if text.shadow else 0
    width = max([1, *widths]) + 2 * (text.padding + margin)
    height = step * len(lines) + 2 * (text.padding + margin)
    image = _plate(width, height, text.radius, text.panel) if text.panel else Image.new("RGBA", (width, height))
    ink = Image.new("L", (width, height), 0)
    for number, (line, own) in enumerate(zip(lines, widths, strict=True)):
        free = width - 2 * (text.padding + margin) - own
        left = text.padding + margin + {"left": 0, "center": free // 2, "right": free}[text.align]
        _write(ink, line, left, text.padding + margin + step * number + round(size * 1.02), size, text.bold)
    if text.shadow:
        image = Image.alpha_composite(image, _shadow(ink, size))
    red, green, blue, alpha = rgba(text.color)
    words = Image.new("RGBA", (width, height), (red, green, blue, 0))
    words.putalpha(ink.point(lambda value: value * alpha // 255))
    return Image.alpha_composite(image, words)


def _shadow(ink: Image.Image, size: int) -> Image.Image:
    soft = ImageChops.offset(ink, 0, max(1, size // 24)).filter(ImageFilter.GaussianBlur(size / 9))
    dark = Image.new("RGBA", ink.size, (10, 16, 28, 0))
    dark.putalpha(soft.point(lambda value: min(190, value * 2)))
    return dark


def _fitted(words: str, text: Text, room: int) -> tuple[int, list[str]]:
    """The size and the lines: as wished if they fit, else smaller, else cut."""
    size = text.size
    while True:
        lines = _wrapped(words, size, text.bold, room)
        if len(lines) <= text.lines and all(_width(line, size, text.bold) <= room for line in lines):
            return size, lines
        if size <= max(8, text.size * _SMALLEST):
            return size, _cut(lines, size, text, room)
        size = max(8, int(size * 0.92))


def _wrapped(words: str, size: int, bold: bool, room: int) -> list[str]:
    lines: list[str] = []
    for word in words.split():
        if lines and _width(f"{lines[-1]} {word}", size, bold) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines or [""]


def _cut(lines: list[str], size: int, text: Text, room: int) -> list[str]:
    kept = lines[: text.lines]
    dropped = len(lines) > text.lines
    return [
        _shortened(line, size, text.bold, room, always=dropped and number == len(kept))
        for number, line in enumerate(kept, 1)
    ]


def _shortened(line: str, size: int, bold: bool, room: int, *, always: bool) -> str:
    if not always and _width(line, size, bold) <= room:
        return line
    low, high = 0, len(line)
    while low < high:
        middle = (low + high + 1) // 2
        fits = _width(line[:middle].rstrip() + "…", size, bold) <= room
        low, high = (middle, high) if fits else (low, middle - 1)
    return line[:low].rstrip() + "…"


@lru_cache(maxsize=4096)
def _width(line: str, size: int, bold: bool) -> int:
    return round(sum(fonts.load(face, size).getlength(words) for words, face in fonts.runs(line, bold)))


def _write(ink: Image.Image, line: str, left: int, baseline: int, size: int, bold: bool) -> None:
    pen = ImageDraw.Draw(ink)
    at = float(left)
    for words, face in fonts.runs(line, bold):
        font = fonts.load(face, size)
        pen.text((at, baseline), words, font=font, fill=255, anchor="ls")
        at += font.getlength(words)


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

"""Words and figures as RGBA pictures, drawn once by Pillow: no user's text ever reaches a filter graph or a shell."""

from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from shared.video import fonts
from shared.video.planes import rgba
from shared.video.timeline import Shape, Text

_SMALLEST = 0.6  # of the wanted size: below that an ellipsis reads better
_FINE = 4  # figures are drawn this much larger, then reduced: Pillow draws no soft edges


def draw_text(text: Text, room: int) -> tuple[Image.Image, int]:
    """The words on their plate, at most `room` pixels wide (the text's own `width` may ask for less).

    The number is the margin that a shadow needs round them.
    """
    inner = max(16, min(room, text.width or room) - 2 * text.padding)
    size, lines = _fitted(fonts.writable(text.text, text.bold), text, inner)
    margin = 2 * (size // 5) if text.shadow else 0
    edge, step = text.padding + margin, round(size * 1.28)
    widths = [_width(line, size, text.bold) for line in lines]
    width, height = max([1, *widths]) + 2 * edge, step * len(lines) + 2 * edge
    ink = Image.new("L", (width, height), 0)
    for number, (line, own) in enumerate(zip(lines, widths, strict=True)):
        left = edge + round((width - 2 * edge - own) * {"left": 0.0, "center": 0.5, "right": 1.0}[text.align])
        _write(ink, line, left, edge + step * number + round(size), size, text.bold)
    image = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    if text.panel:
        plate = _plate(width - 2 * margin, height - 2 * margin, text.radius, text.panel)
        image.paste(plate, (margin, margin))
    if text.shadow:
        image = Image.alpha_composite(_shadow(image.getchannel("A") if text.panel else ink, size), image)
    return Image.alpha_composite(image, _inked(ink, text.color)), margin


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


def _fitted(words: str, text: Text, room: int) -> tuple[int, list[str]]:
    """The size and the lines: as wished if they fit, else smaller, else cut."""
    size = text.size
    while True:
        lines = _wrapped(words, size, text.bold, room)
        if len(lines) <= text.lines and all(_width(line, size, text.bold) <= room for line in lines):
            return size, _balanced(words, len(lines), size, text, room)
        if size <= max(8, text.size * _SMALLEST):
            return size, _cut(lines, size, text, room)
        size = max(8, int(size * 0.92))


def _balanced(words: str, count: int, size: int, text: Text, room: int) -> list[str]:
    """Centred lines of about equal length: no last line of one word."""
    low, high = (room // count, room) if count > 1 and text.align == "center" else (room, room)
    while high - low > 8:
        middle = (low + high) // 2
        low, high = (low, middle) if len(_wrapped(words, size, text.bold, middle)) <= count else (middle, high)
    return _wrapped(words, size, text.bold, high)


def _wrapped(words: str, size: int, bold: bool, room: int) -> list[str]:
    lines: list[str] = []
    for word in words.split():
        if lines and _width(f"{lines[-1]} {word}", size, bold) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines or [""]


def _cut(lines: list[str], size: int, text: Text, room: int) -> list[str]:
    """As many lines as are allowed; the last one takes what it can of the rest."""
    kept = [*lines[: text.lines - 1], " ".join(lines[text.lines - 1 :])]
    return [_shortened(line, size, text.bold, room) for line in kept]


def _shortened(line: str, size: int, bold: bool, room: int) -> str:
    if _width(line, size, bold) <= room:
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

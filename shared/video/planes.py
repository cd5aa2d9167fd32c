"""Pictures as BT.709 limited-range YUV 4:2:0 planes, and the two operations that composing needs: place and blend.

Everything stays on planes from the first picture to the encoder: a scroll is a slice of rows, a sprite touches only
its own rectangle. Positions and sizes are even, as the half-size colour planes ask.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt
from av.video.reformatter import ColorRange, Colorspace, VideoReformatter
from PIL import Image

from shared.core.errors import InvalidInput

Bytes = npt.NDArray[np.uint8]
Words = npt.NDArray[np.uint16]
Planes = tuple[Bytes, Bytes, Bytes]
MAX_PIXELS = 50_000_000  # of a picture that is opened

# RGB → Y'CbCr of BT.709 in limited range, without the offsets 16, 128, 128.
_R, _G, _B = 0.2126, 0.7152, 0.0722
_MATRIX = np.array(
    [
        [219 * _R, 219 * _G, 219 * _B],
        [-224 * _R / (2 * (1 - _B)), -224 * _G / (2 * (1 - _B)), 112],
        [112, -224 * _G / (2 * (1 - _R)), -224 * _B / (2 * (1 - _R))],
    ],
    dtype=np.float32,
) / np.float32(255)
_OFFSETS = np.array([16, 128, 128], dtype=np.float32)


def even(value: float) -> int:
    """The nearest even number at or below `value`."""
    return int(value) // 2 * 2


def rgba(color: str) -> tuple[int, int, int, int]:
    """
    >>> rgba("#ff000080")
    (255, 0, 0, 128)
    """
    red, green, blue, alpha = bytes.fromhex(color[1:].ljust(8, "f"))
    return red, green, blue, alpha


def frame_planes(frame: Any) -> Planes:
    """Views on the planes of a yuv420p frame; writing to them writes to the frame."""
    y, u, v = (
        np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)[:, : plane.width]
        for plane in frame.planes
    )
    return y, u, v


_STRIP = 128  # rows that are converted together: they stay in the processor's cache


def planes_of(image: Image.Image) -> Planes:
    """A picture as planes; an odd last row or column is cut off."""
    width, height = even(image.width), even(image.height)
    picture = image if image.mode == "RGB" else image.convert("RGB")
    y, u, v = blank(width, height)
    converter = VideoReformatter()  # keeps its tables from strip to strip
    for top in range(0, height, _STRIP):
        rows = min(_STRIP, height - top)
        strip = picture.crop((0, top, width, top + rows))
        pixels = np.frombuffer(strip.tobytes(), np.uint8).reshape(rows, width, 3)
        part = frame_planes(to_yuv(av.VideoFrame.from_ndarray(pixels, format="rgb24"), converter=converter))
        half = slice(top // 2, (top + rows) // 2)
        y[top : top + rows], u[half], v[half] = part
    return y, u, v


def blank(width: int, height: int) -> Planes:
    """Planes of an even size, with nothing in them yet."""
    half = (height // 2, width // 2)
    return np.empty((height, width), np.uint8), np.empty(half, np.uint8), np.empty(half, np.uint8)


def to_yuv(
    frame: Any, width: int | None = None, height: int | None = None, *, converter: VideoReformatter | None = None
) -> Any:
    """A frame of any kind as yuv420p BT.709 in limited range, scaled where a size is given."""
    return (converter or VideoReformatter()).reformat(
        frame,
        width=width,
        height=height,
        format="yuv420p",
        dst_colorspace=Colorspace.ITU709,
        dst_color_range=ColorRange.MPEG,
        threads=1,  # by itself it takes every core, each of which has a worker of its own
    )


def open_picture(path: Path) -> Image.Image:
    """The picture in a file, loaded. Raises InvalidInput for what is none, or is too large to be one in earnest."""
    try:
        opened = Image.open(path, formats=("JPEG", "PNG", "WEBP", "GIF"))
        if opened.width * opened.height > MAX_PIXELS:
            opened.close()
            raise InvalidInput(
                f"{path.name}: {opened.width} x {opened.height} pixels are too many; use a smaller picture"
            )
        opened.load()  # which closes the file
        return opened
    except Image.DecompressionBombError as error:
        raise InvalidInput(f"{path.name}: its pixels are too many; use a smaller picture") from error
    except (OSError, SyntaxError, ValueError) as error:
        raise InvalidInput(f"{path.name}: not readable as a picture; use a JPEG, PNG or WebP") from error


def page_image(path: Path, width: int, height: int, *, most: int) -> Image.Image:
    """A page at exactly `width`, with `height` to `most` rows, an even number; a short one goes on in its last row."""
    image = open_picture(path)
    image = image if image.mode == "RGB" else image.convert("RGB")
    if image.width != width:
        image = image.resize((width, max(2, round(image.height * width / image.width))), Image.Resampling.LANCZOS)
    rows = even(min(most, image.height))
    if rows >= height:
        return image if rows == image.height else image.crop((0, 0, width, rows))
    whole = Image.new("RGB", (width, height))
    whole.paste(image, (0, 0))
    whole.paste(image.crop((0, image.height - 1, width, image.height)).resize((width, height - rows)), (0, rows))
    return whole


def copy_rows(source: Planes, target: Planes, top: int) -> None:
    """Fill `target` with the rows of `source` from the even row `top` on."""
    for index, (plane, out) in enumerate(zip(source, target, strict=True)):
        first = top if index == 0 else top // 2
        out[...] = plane[first : first + out.shape[0]]


@dataclass(frozen=True, slots=True)
class Sprite:
    """A picture with transparency, multiplied by it beforehand."""

    colors: Planes
    through: tuple[Words, Words]  # what of 256 parts it lets through, for Y, and for U and V at half size
    solid: bool = False  # it lets nothing through

    @property
    def width(self) -> int:
        return int(self.colors[0].shape[1])

    @property
    def height(self) -> int:
        return int(self.colors[0].shape[0])


def sprite_of(image: Image.Image) -> Sprite:
    """An RGBA picture as a sprite, padded to even sides.

    Colour is averaged after the multiplication by alpha, so that hidden pixels do not bleed into the edge.
    """
    width, height = image.width + image.width % 2, image.height + image.height % 2
    canvas = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    canvas.paste(image.convert("RGBA"), (0, 0))
    pixels = np.asarray(canvas, dtype=np.float32)
    alpha = pixels[..., 3:] / np.float32(255)
    full = (pixels[..., :3] * alpha) @ _MATRIX.T + _OFFSETS * alpha
    return Sprite(
        (_bytes(full[..., 0]), _bytes(halved(full[..., 1])), _bytes(halved(full[..., 2]))),
        (let_through(alpha[..., 0]), let_through(halved(alpha[..., 0]))),
    )


def opaque(planes: Planes) -> Sprite:
    """Planes as a sprite that lets nothing through."""
    nothing = np.zeros(planes[0].shape, np.uint16)
    return Sprite(planes, (nothing, nothing[::2, ::2]), solid=True)


def premultiplied(planes: Planes, alpha: Bytes) -> Sprite:
    """Planes with a transparency of their own as a sprite."""
    full = alpha.astype(np.float32) / np.float32(255)
    half = halved(full)
    y, u, v = (_bytes(plane * shown) for plane, shown in zip(planes, (full, half, half), strict=True))
    return Sprite((y, u, v), (let_through(full), let_through(half)))


def let_through(shown: npt.NDArray[np.float32]) -> Words:
    """Beside what is shown (0 to 1), the part of 256 that is left: with that, mixing needs no division."""
    return np.rint(256 - 256 * shown).astype(np.uint16)


def halved(plane: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Half as wide and high, each value the mean of four."""
    rows, columns = plane.shape
    mean: npt.NDArray[np.float32] = plane.reshape(rows // 2, 2, columns // 2, 2).mean(axis=(1, 3), dtype=np.float32)
    return mean


def _bytes(plane: npt.NDArray[np.float32]) -> Bytes:
    return np.clip(np.rint(plane), 0, 255).astype(np.uint8)


def blend(sprite: Sprite, out: Planes, x: int, y: int, strength: int = 256) -> None:
    """Lay the sprite over `out` at the even place (x, y); what hangs over an edge is left out. 256 = as it is."""
    for index, plane in enumerate(out):
        step = 1 if index == 0 else 2
        colors, through = sprite.colors[index], sprite.through[min(index, 1)]
        left, top = x // step, y // step
        rows, columns = max(0, plane.shape[0] - top), max(0, plane.shape[1] - left)
        cut = (slice(max(0, -top), rows), slice(max(0, -left), columns))
        colors, through = colors[cut], through[cut]
        if not colors.size:
            return
        top, left = max(0, top), max(0, left)
        under = plane[top : top + colors.shape[0], left : left + colors.shape[1]]
        under[...] = colors if sprite.solid and strength == 256 else _mixed(under, colors, through, strength)


def _mixed(under: Bytes, colors: Bytes, through: Words, strength: int) -> npt.NDArray[np.unsignedinteger]:
    if strength < 256:
        return _faded(under, colors, through, strength)
    mixed: Words = under.astype(np.uint16)
    mixed *= through
    mixed += np.uint16(128)
    mixed >>= np.uint16(8)
    mixed += colors
    return np.minimum(mixed, np.uint16(255), out=mixed)


def _faded(under: Bytes, colors: Bytes, through: Words, strength: int) -> npt.NDArray[np.uint32]:
    """Rounded once, since a slow fade shows every level."""
    shown = np.uint32(65_536) - (np.uint32(256) - through) * np.uint32(strength)
    mixed: npt.NDArray[np.uint32] = under * shown + colors * np.uint32(256 * strength) + np.uint32(32_768)
    mixed >>= np.uint32(16)
    return np.minimum(mixed, np.uint32(255), out=mixed)

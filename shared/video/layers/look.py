"""A source as its look asks: cropped, flipped, keyed, lit, masked, turned; on planes, so for stills and films alike."""

from functools import lru_cache
from typing import cast

import numpy as np
import numpy.typing as npt
from PIL import Image

from shared.video.planes import Bytes, Planes, Sprite, even, planes_of, premultiplied
from shared.video.timeline import ChromaKey, Crop, Fit, Light, Look

Floats = npt.NDArray[np.float32]


def needs_alpha(look: Look) -> bool:
    return look.key is not None or look.mask is not None or look.turn % 360 != 0


def crop_box(crop: Crop, width: int, height: int) -> tuple[int, int, int, int]:
    """The crop in pixels of a source, at least 2 x 2."""
    left, top = min(round(crop.x * width), width - 2), min(round(crop.y * height), height - 2)
    right, bottom = round((crop.x + crop.width) * width), round((crop.y + crop.height) * height)
    return left, top, max(left + 2, min(width, right)), max(top + 2, min(height, bottom))


def scaled_to(fit: Fit, source: tuple[int, int], box: tuple[int, int]) -> tuple[int, int]:
    """The size at which a source covers a box, fits into it, or fills it.

    >>> scaled_to("cover", (100, 50), (80, 80)), scaled_to("contain", (100, 50), (80, 80))
    ((160, 80), (80, 40))
    """
    if fit == "fill":
        return box
    pick = max if fit == "cover" else min
    scale = pick(box[0] / source[0], box[1] / source[1])
    return max(1, round(source[0] * scale)), max(1, round(source[1] * scale))


def fitted(image: Image.Image, fit: Fit, crop: Crop, box: tuple[int, int]) -> Image.Image:
    """A still in its box; what a contained one leaves free is transparent."""
    image = image.crop(crop_box(crop, *image.size)) if crop != Crop() else image
    size = scaled_to(fit, image.size, box)
    scaled = image if size == image.size else image.resize(size, Image.Resampling.LANCZOS)
    if size == box:
        return scaled
    left, top = (size[0] - box[0]) // 2, (size[1] - box[1]) // 2
    return scaled.convert("RGBA").crop((left, top, left + box[0], top + box[1]))


def dressed(planes: Planes, alpha: Bytes | None, look: Look, mask: Bytes | None) -> Sprite:
    """Planes with their transparency as a sprite, after all that the look asks for but the crop."""
    y, u, v = planes
    if look.flip:
        step = {"horizontal": (1, -1), "vertical": (-1, 1), "both": (-1, -1)}[look.flip]
        y, u, v = (plane[:: step[0], :: step[1]] for plane in (y, u, v))
        alpha = None if alpha is None else alpha[:: step[0], :: step[1]]
    shown = np.full(y.shape, 255, np.uint8) if alpha is None else alpha
    if look.key:
        shown = np.minimum(shown, keyed((y, u, v), look.key))
    if mask is not None:
        shown = (shown.astype(np.uint16) * mask // 255).astype(np.uint8)
    y, u, v = lit((y, u, v), look.light)
    if look.turn % 360:
        y, u, v, shown = _turned((y, u, v), shown, look.turn)
    return premultiplied((y, u, v), shown)


def keyed(planes: Planes, key: ChromaKey) -> Bytes:
    """How much of each pixel stays: nothing near the key's colour, all of it beyond the soft edge."""
    _, u0, v0 = (int(plane[0, 0]) for plane in planes_of(Image.new("RGB", (2, 2), key.color[:7])))
    u, v = planes[1].astype(np.float32) - u0, planes[2].astype(np.float32) - v0
    distance = np.hypot(u, v) / np.float32(181)  # 128 * sqrt 2: the farthest corner
    kept = np.clip((distance - key.tolerance) / max(key.blend, 1e-3), 0, 1) * 255
    full = Image.fromarray(kept.astype(np.uint8)).resize(planes[0].shape[::-1], Image.Resampling.BILINEAR)
    return cast(Bytes, np.asarray(full))


def lit(planes: Planes, light: Light) -> Planes:
    if light == Light():
        return planes
    bright, colour = _tables(light)
    return bright[planes[0]], colour[planes[1]], colour[planes[2]]


@lru_cache(maxsize=32)
def _tables(light: Light) -> tuple[Bytes, Bytes]:
    values = np.arange(256, dtype=np.float32)
    middle = 16 + 219 / 2
    bright = (values - middle) * light.contrast + middle + 219 * light.brightness
    colour = (values - 128) * light.saturation * light.contrast + 128
    return np.clip(np.rint(bright), 16, 235).astype(np.uint8), np.clip(np.rint(colour), 16, 240).astype(np.uint8)


def _turned(planes: Planes, alpha: Bytes, degrees: float) -> tuple[Bytes, Bytes, Bytes, Bytes]:
    """All about the middle, in a box large enough for the corners; outside: transparent."""

    def turn(plane: Bytes, ground: int, size: tuple[int, int]) -> Bytes:
        canvas = Image.new("L", size, ground)
        image = Image.fromarray(np.ascontiguousarray(plane))
        canvas.paste(image, ((size[0] - image.width) // 2, (size[1] - image.height) // 2))
        return np.asarray(canvas.rotate(-degrees, Image.Resampling.BICUBIC, fillcolor=ground))

    high, wide = planes[0].shape
    turn_by = np.deg2rad(degrees)
    cos, sin = abs(float(np.cos(turn_by))), abs(float(np.sin(turn_by)))
    full = _beside(wide * cos + high * sin, wide), _beside(wide * sin + high * cos, high)
    half = (full[0] // 2, full[1] // 2)
    return turn(planes[0], 16, full), turn(planes[1], 128, half), turn(planes[2], 128, half), turn(alpha, 0, full)


def _beside(wanted: float, own: int) -> int:
    """An even size whose difference to `own` is a multiple of four, so that the middle of both is on even pixels."""
    size = max(own, even(wanted + 3))
    return size + (own - size) % 4


def mask_of(image: Image.Image, box: tuple[int, int]) -> Bytes:
    return np.asarray(image.convert("L").resize(box, Image.Resampling.LANCZOS))


def seen(planes: Planes, box: tuple[float, float, float, float], size: tuple[int, int]) -> Planes:
    """A part of planes (left, top, right, bottom, between pixels) at a size: the zoom's one operation."""
    left, top, right, bottom = box
    half = (left / 2, top / 2, right / 2, bottom / 2)
    halves = (box, half, half)
    sizes = (size, (size[0] // 2, size[1] // 2), (size[0] // 2, size[1] // 2))
    y, u, v = (
        np.asarray(Image.fromarray(plane).resize(to, Image.Resampling.BICUBIC, box=part))
        for plane, part, to in zip(planes, halves, sizes, strict=True)
    )
    return y, u, v

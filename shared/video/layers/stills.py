"""Words, figures and pictures: drawn once, then laid over; a picture that zooms is sampled anew for each frame."""

from collections.abc import Callable

import numpy as np
from PIL import Image

from shared.core.errors import InvalidInput
from shared.video import drawing
from shared.video.layers.base import Files, Layer, StillLayer, box_of, corner, path_of, strength
from shared.video.layers.look import crop_box, dressed, fitted, mask_of, seen
from shared.video.planes import Planes, Sprite, blend, even, opaque, open_picture, planes_of, sprite_of
from shared.video.timeline import PLAIN, Canvas, Clip, Look, Move, Picture, Shape, Text


def text_layer(clip: Clip, canvas: Canvas, files: Files) -> Layer:
    assert isinstance(clip.element, Text)
    image, margin = drawing.draw_text(clip.element, clip.width or even(canvas.width * 0.92), files)
    return StillLayer(clip, sprite_of(image), margin)


def shape_layer(clip: Clip, _canvas: Canvas, _files: Files) -> Layer:
    assert isinstance(clip.element, Shape)
    return StillLayer(clip, sprite_of(drawing.draw_shape(clip.element, clip.width, clip.height or clip.width)))


def html_layer(clip: Clip, _canvas: Canvas, _files: Files) -> Layer:
    raise InvalidInput(f"{clip.name or 'html'}: it was not drawn; resolve the timeline with a browser before rendering")


def picture_layer(clip: Clip, canvas: Canvas, files: Files) -> Layer:
    assert isinstance(clip.element, Picture)
    if clip.element.move:
        return MovingPicture(clip, canvas, files)
    return StillLayer(clip, picture_sprite(clip.element, box_of(clip, canvas), files))


def picture_sprite(element: Picture, box: tuple[int, int], files: Files) -> Sprite:
    image = fitted(open_picture(path_of(files, element.asset)), element.fit, element.look.crop, box)
    if _plain(element.look):
        return sprite_of(image) if image.mode in {"RGBA", "LA", "P", "PA"} else opaque(planes_of(image))
    image = image.convert("RGBA")
    mask = element.look.mask
    held = mask_of(open_picture(path_of(files, mask)), box) if mask else None
    return dressed(planes_of(_on_grey(image)), np.asarray(image.getchannel("A")), element.look, held)


def _plain(look: Look) -> bool:
    """Nothing but a crop, which is done beforehand."""
    return (look.flip, look.key, look.light, look.mask, look.turn % 360) == ("", None, PLAIN.light, None, 0)


def _on_grey(image: Image.Image) -> Image.Image:
    """Without alpha, hidden pixels grey: they must not bleed into the colour planes of what is seen."""
    ground = Image.new("RGBA", image.size, (128, 128, 128, 255))
    return Image.alpha_composite(ground, image).convert("RGB")


class MovingPicture:
    """A slow zoom or pan. The picture is kept as large as the closest look needs."""

    def __init__(self, clip: Clip, canvas: Canvas, files: Files) -> None:
        element = clip.element
        assert isinstance(element, Picture) and element.move
        self._clip = clip
        self._size = box_of(clip, canvas)
        self._place = corner(clip, *self._size)
        self._path = path_of_move(element.move, clip.length)
        image = open_picture(path_of(files, element.asset))
        closest = max(1.0, *element.move.zoom)
        self._planes = _enlarged(image, element, self._size, closest)
        self._dress = _dresser(element.look, self._size, files)

    def paint(self, k: int, out: Planes) -> None:
        high, wide = self._planes[0].shape
        planes = seen(self._planes, sight(self._path(k), wide, high), self._size)
        blend(self._dress(planes), out, *self._place, strength(self._clip, k))


def _enlarged(image: Image.Image, element: Picture, box: tuple[int, int], closest: float) -> Planes:
    """The part of the picture that has the box's shape, no larger than any frame of the move can show."""
    ground = image.convert("RGB").crop(crop_box(element.look.crop, *image.size))
    most = min(closest * 1.25, max(1.0, ground.width / box[0], ground.height / box[1]))
    large = (even(box[0] * most), even(box[1] * most))
    whole = fitted(ground, "cover" if element.fit == "contain" else element.fit, PLAIN.crop, large)
    return planes_of(whole)


def _dresser(look: Look, box: tuple[int, int], files: Files) -> Callable[[Planes], Sprite]:
    if _plain(look):
        return opaque
    mask = mask_of(open_picture(path_of(files, look.mask)), box) if look.mask else None
    return lambda planes: dressed(planes, None, look, mask)


Moment = tuple[float, float, float]  # zoom, x, y


def path_of_move(move: Move, length: int) -> Callable[[int], Moment]:
    """Where the sight stands at frame `k`. A zoom grows by equal factors, so that it looks even.

    >>> path_of_move(Move(zoom=(1, 4), ease=False), 3)(1)
    (2.0, 0.5, 0.5)
    """

    def at(k: int) -> Moment:
        part = k / max(1, length - 1)
        if move.ease:
            part = part * part * (3 - 2 * part)
        zoom = move.zoom[0] * (move.zoom[1] / move.zoom[0]) ** part
        x, y = (way[0] + (way[1] - way[0]) * part for way in (move.x, move.y))
        return zoom, x, y

    return at


def sight(moment: Moment, wide: int, high: int) -> tuple[float, float, float, float]:
    """The part of a picture that is seen at a moment: left, top, right, bottom."""
    zoom, x, y = moment
    width, height = wide / zoom, high / zoom
    left, top = (wide - width) * x, (high - height) * y
    return left, top, min(wide, left + width), min(high, top + height)

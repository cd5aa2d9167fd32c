"""Upright bars that follow a sound: an audiogram. Drawn anew where the heights change."""

from typing import cast

import numpy as np
from PIL import Image, ImageDraw

from shared.video.layers.base import Files, box_of, corner, strength
from shared.video.planes import Bytes, Planes, Sprite, blend, planes_of, premultiplied, rgba
from shared.video.timeline import Bars, Canvas, Clip

_FINE = 2  # drawn this much larger, then reduced: Pillow draws no soft edges


class BarsLayer:
    def __init__(self, clip: Clip, canvas: Canvas, _files: Files) -> None:
        assert isinstance(clip.element, Bars)
        self._clip, self._bars = clip, clip.element
        self._size = box_of(clip, canvas)
        self._place = corner(clip, *self._size)
        self._color = planes_of(Image.new("RGB", self._size, rgba(self._bars.color)[:3]))
        self._drawn: tuple[bytes, Sprite] | None = None

    def paint(self, k: int, out: Planes) -> None:
        count = self._bars.count
        last = len(self._bars.levels) // count - 1
        at = min(k, last) * count
        levels = self._bars.levels[at : at + count]
        if self._drawn is None or self._drawn[0] != levels:
            self._drawn = (levels, premultiplied(self._color, self._alpha(levels)))
        blend(self._drawn[1], out, *self._place, strength(self._clip, k))

    def _alpha(self, levels: bytes) -> Bytes:
        wide, high = self._size[0] * _FINE, self._size[1] * _FINE
        image = Image.new("L", (wide, high), 0)
        draw = ImageDraw.Draw(image)
        step = wide / len(levels)
        thick = max(_FINE, step * 0.62)
        for number, level in enumerate(levels):
            tall = max(thick, high * level / 255)
            left, top = step * number + (step - thick) / 2, (high - tall) / 2
            draw.rounded_rectangle((left, top, left + thick - 1, top + tall - 1), thick / 2, rgba(self._bars.color)[3])
        return cast(Bytes, np.asarray(image.resize(self._size, Image.Resampling.BOX)))

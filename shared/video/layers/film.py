"""Film clips in a box: streamed, since a long one would fill the memory."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from shared.video.films import Fitting, covering, looped
from shared.video.layers.base import Files, Layer, box_of, corner, path_of, strength
from shared.video.layers.bubble import BubbleLayer
from shared.video.layers.look import crop_box, dressed, mask_of, scaled_to, seen
from shared.video.layers.stills import path_of_move, sight
from shared.video.planes import Planes, blend, copy_rows, even, frame_planes, opaque, open_picture, to_yuv
from shared.video.timeline import PLAIN, Canvas, Clip, Crop, Fit, Footage


def footage_layer(clip: Clip, canvas: Canvas, files: Files) -> Layer:
    assert isinstance(clip.element, Footage)
    return BubbleLayer(clip, canvas, files) if clip.element.shape == "round" else FilmLayer(clip, canvas, files)


class FilmLayer:
    """Frames must be asked for in rising order to be cheap; any order is right."""

    def __init__(self, clip: Clip, canvas: Canvas, files: Files) -> None:
        element = clip.element
        assert isinstance(element, Footage)
        self._clip, self._canvas, self._element = clip, canvas, element
        self._file = path_of(files, element.asset)
        self._size = box_of(clip, canvas)
        self._path = path_of_move(element.move, clip.length) if element.move else None
        mask = element.look.mask
        self._mask = mask_of(open_picture(path_of(files, mask)), self._size) if mask else None
        self._stream: Iterator[Planes] = iter(())
        self._next = -1

    def paint(self, k: int, out: Planes) -> None:
        if k != self._next:
            self._stream = self._open(k)
        planes = next(self._stream)
        self._next = k + 1
        if self._path:
            high, wide = planes[0].shape
            planes = seen(planes, sight(self._path(k), wide, high), self._size)
        shown = strength(self._clip, k)
        look, alpha = self._element.look, None
        if self._element.fit == "contain":
            planes, alpha = _in_the_middle(planes, self._size)
        if alpha is None and _only_cropped(self._element):
            if shown == 256 and planes[0].shape == out[0].shape and corner(self._clip, *self._size) == (0, 0):
                copy_rows(planes, out, 0)
                return
            sprite = opaque(planes)
        else:
            sprite = dressed(planes, alpha, look, self._mask)
        grown = (sprite.width - self._size[0]) // 2, (sprite.height - self._size[1]) // 2  # a turned box is larger
        x, y = corner(self._clip, *self._size)
        blend(sprite, out, even(x - grown[0]), even(y - grown[1]), shown)

    def _open(self, k: int) -> Iterator[Planes]:
        closest = max(self._element.move.zoom) if self._element.move else 1.0
        fit = _fitting(self._element, self._size, closest)
        return _from(self._file, self._canvas.rate, fit, self._element, k)


def _from(file: Path, rate: Fraction, fit: Fitting, element: Footage, k: int) -> Iterator[Planes]:
    """From frame `k` of the clip. One that repeats is read through, since its length is known only then."""
    stream = looped(file, rate, fit, element.offset, again=element.again)
    if not element.again:
        return looped(file, rate, fit, element.offset + k, again=False)
    for _ in range(k):
        next(stream)
    return stream


def _only_cropped(element: Footage) -> bool:
    look = element.look
    return (look.flip, look.key, look.light, look.mask, look.turn % 360) == ("", None, PLAIN.light, None, 0)


def _fitting(element: Footage, box: tuple[int, int], closest: float) -> Fitting:
    """A frame's used part, at the size of the box or, for a zoom, as much larger as the closest look needs."""
    large = (even(box[0] * closest), even(box[1] * closest))
    if element.look.crop == Crop() and element.fit == "cover":
        return covering(*large)

    def fit(frame: Any) -> Planes:
        left, top, right, bottom = crop_box(element.look.crop, frame.width, frame.height)
        wide, high = right - left, bottom - top
        size = scaled_to(element.fit, (wide, high), large)
        across, down = size[0] / wide, size[1] / high
        whole = to_yuv(frame, max(2, even(frame.width * across + 1)), max(2, even(frame.height * down + 1)))
        planes = frame_planes(whole)
        into = _fit_size(element.fit, size, large)
        return _cut(planes, left * across + (size[0] - into[0]) / 2, top * down + (size[1] - into[1]) / 2, into)

    return fit


def _fit_size(fit: Fit, size: tuple[int, int], box: tuple[int, int]) -> tuple[int, int]:
    return (max(2, even(size[0])), max(2, even(size[1]))) if fit == "contain" else box


def _cut(planes: Planes, left: float, top: float, size: tuple[int, int]) -> Planes:
    """What begins at (left, top), of that size, padded by its own edge where a pixel is missing."""
    high, wide = planes[0].shape
    x = min(even(left), max(0, wide - size[0]))
    y = min(even(top), max(0, high - size[1]))
    cut = []
    for index, plane in enumerate(planes):
        step = 1 if index == 0 else 2
        rows, columns = size[1] // step, size[0] // step
        part = plane[y // step : y // step + rows, x // step : x // step + columns]
        lacking = (rows - part.shape[0], columns - part.shape[1])
        cut.append(np.pad(part, ((0, lacking[0]), (0, lacking[1])), mode="edge") if any(lacking) else part.copy())
    return cut[0], cut[1], cut[2]


def _in_the_middle(planes: Planes, box: tuple[int, int]) -> tuple[Planes, Any]:
    """A contained frame in its box; round it: transparent."""
    high, wide = planes[0].shape
    left, top = even((box[0] - wide) / 2), even((box[1] - high) / 2)
    alpha = np.zeros((box[1], box[0]), np.uint8)
    alpha[top : top + high, left : left + wide] = 255
    whole = []
    for index, (plane, ground) in enumerate(zip(planes, (16, 128, 128), strict=True)):
        step = 1 if index == 0 else 2
        full = np.full((box[1] // step, box[0] // step), ground, np.uint8)
        full[top // step : (top + high) // step, left // step : (left + wide) // step] = plane
        whole.append(full)
    return (whole[0], whole[1], whole[2]), alpha

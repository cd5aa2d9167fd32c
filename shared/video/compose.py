"""From a scene to its frames: every element becomes a layer that paints frame `k` onto planes.

What does not change from frame to frame is prepared once for the scene; what does not change from lead to lead (the
bubble's frames, words of common scenes) once for the process, within a bounded cache.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from math import floor
from pathlib import Path
from typing import Any, Protocol

import av
import numpy as np
from PIL import Image

from shared.core.errors import InvalidInput
from shared.video import drawing
from shared.video.planes import (
    Planes,
    Sprite,
    blend,
    copy_rows,
    even,
    frame_planes,
    open_picture,
    page_planes,
    planes_of,
    sprite_of,
    to_yuv,
)
from shared.video.timeline import Asset, Canvas, Clip, Fill, Footage, Page, Picture, Scene, Shape, Text, digest

MAX_PAGE = 12_000  # rows of a page that are held in memory
MAX_LOOP = 40 * 30  # frames of a round clip that are held in memory; a longer one starts again

Files = Mapping[str, Path]
"""Where the bytes of an asset lie, by their SHA-256."""


class Layer(Protocol):
    def paint(self, k: int, out: Planes) -> None:
        """Draw what this layer shows at its own frame `k` (0 = its first)."""


class Painter:
    """Makes the frames of scenes on one canvas."""

    def __init__(self, canvas: Canvas, files: Files, cache: "LayerCache") -> None:
        self._canvas = canvas
        self._files = files
        self._cache = cache

    def frames(self, scene: Scene, first: int) -> Iterator[Any]:
        """The scene's frames, numbered from `first`."""
        clips = [(clip, self._layer(clip)) for clip in scene.clips()]
        tick = 1 / self._canvas.rate
        for k in range(scene.length):
            frame = av.VideoFrame(self._canvas.width, self._canvas.height, "yuv420p")
            out = frame_planes(frame)
            if not _covered(clips, k):
                for plane, value in zip(out, (16, 128, 128), strict=True):
                    plane[...] = value
            for clip, layer in clips:
                if clip.start <= k < clip.start + clip.length:
                    layer.paint(k - clip.start, out)
            frame.pts, frame.time_base = first + k, tick
            yield frame

    def _layer(self, clip: Clip) -> Layer:
        make = _MAKERS[type(clip.element)]
        if isinstance(clip.element, Page):
            return make(clip, self._canvas, self._files)
        key = digest((clip, self._canvas))
        return self._cache.get(key, lambda: make(clip, self._canvas, self._files))


class LayerCache:
    """The layers used last; a thousand different names must not fill the memory."""

    def __init__(self, most: int = 96) -> None:
        self._most = most
        self._layers: OrderedDict[str, Layer] = OrderedDict()

    def get(self, key: str, make: Callable[[], Layer]) -> Layer:
        layer = self._layers.pop(key, None) or make()
        self._layers[key] = layer
        if len(self._layers) > self._most:
            self._layers.popitem(last=False)
        return layer


def _covered(clips: list[tuple[Clip, Layer]], k: int) -> bool:
    """True when the lowest clip paints the whole canvas at `k`, so that the frame need not be cleared."""
    clip = clips[0][0] if clips else None
    return (
        clip is not None
        and isinstance(clip.element, Fill | Page)
        and not (clip.width or clip.fade_in or clip.fade_out)
        and clip.start <= k < clip.start + clip.length
    )


def strength(clip: Clip, k: int) -> int:
    """How much of the clip is seen at its frame `k`, 0 to 256: eased in and out.

    >>> clip = Clip(Fill("#ffffff"), start=0, length=30, fade_in=10)
    >>> strength(clip, 0) < strength(clip, 5) < strength(clip, 9) == strength(clip, 29) == 256
    True
    """
    shown = 1.0
    if clip.fade_in:
        shown = min(shown, (k + 1) / clip.fade_in)
    if clip.fade_out:
        shown = min(shown, (clip.length - k) / (clip.fade_out + 1))
    return round(256 * shown * shown * (3 - 2 * shown))


def scroll(page: Page, length: int, distance: int) -> list[int]:
    """The top row of a page at each of `length` frames, all even; it never passes `distance`.

    >>> scroll(Page(Asset("p", ""), hold=2, speed=4), 8, 10)
    [0, 0, 0, 2, 6, 10, 10, 10]
    """
    moving = max(1, length - page.hold)
    speed = min(page.speed, max(2, even(distance / moving + 1)))
    tops, at, pace = [], 0, 0
    for k in range(length):
        if k > page.hold:
            if pace < speed and (k - page.hold) % 3 == 1:  # two pixels faster every third frame: a soft start
                pace = min(speed, pace + 2)
            at = min(at + pace, even(distance))
        tops.append(at)
    return tops


class _Still:
    """An unmoving picture over the whole canvas."""

    def __init__(self, clip: Clip, canvas: Canvas, _files: Files) -> None:
        assert isinstance(clip.element, Fill)
        self._clip = clip
        width, height = even(clip.width or canvas.width), even(clip.height or canvas.height)
        self._place = (even(clip.x), even(clip.y))
        self._planes = planes_of(drawing.slope(clip.element.color, clip.element.to, width, height))
        opaque = tuple(np.zeros_like(plane) for plane in self._planes[:2])
        self._sprite = Sprite(self._planes, (opaque[0], opaque[1]))

    def paint(self, k: int, out: Planes) -> None:
        shown = strength(self._clip, k)
        if shown == 256 and self._planes[0].shape == out[0].shape:
            copy_rows(self._planes, out, 0)
        else:
            blend(self._sprite, out, *self._place, shown)


class _Scroll:
    """A page behind everything."""

    def __init__(self, clip: Clip, canvas: Canvas, files: Files) -> None:
        assert isinstance(clip.element, Page)
        path = _path(files, clip.element.asset)
        self._planes = page_planes(path, canvas.width, canvas.height, most=MAX_PAGE)
        self._tops = scroll(clip.element, clip.length, self._planes[0].shape[0] - canvas.height)

    def paint(self, k: int, out: Planes) -> None:
        copy_rows(self._planes, out, self._tops[k])


class _Sprite:
    """Words, a figure or a picture with transparency, in its place."""

    def __init__(self, clip: Clip, canvas: Canvas, files: Files) -> None:
        self._clip = clip
        image, margin = _image(clip, canvas, files)
        self._sprite = sprite_of(image)
        left = {"left": margin, "center": image.width // 2, "right": image.width - margin}[clip.anchor]
        top = {"top": margin, "middle": image.height // 2, "bottom": image.height - margin}[clip.stand]
        self._x, self._y = even(clip.x - left), even(clip.y - top)

    def paint(self, k: int, out: Planes) -> None:
        shown = strength(self._clip, k)
        sunk = even(self._clip.rise * (256 - shown) / 256) if self._clip.fade_in and k < self._clip.fade_in else 0
        blend(self._sprite, out, self._x, self._y + sunk, shown)


def _image(clip: Clip, canvas: Canvas, files: Files) -> tuple[Image.Image, int]:
    """The picture, and how many pixels round it are not to be counted when it is placed."""
    element = clip.element
    if isinstance(element, Text):
        return drawing.draw_text(element, clip.width or even(canvas.width * 0.92))
    if isinstance(element, Shape):
        return drawing.draw_shape(element, clip.width, clip.height or clip.width), 0
    assert isinstance(element, Picture)
    image = open_picture(_path(files, element.asset)).convert("RGBA")
    box = (clip.width or canvas.width, clip.height or canvas.height)
    pick = max if element.fit == "cover" else min
    scale = pick(box[0] / image.width, box[1] / image.height)
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    scaled = image.resize(size, Image.Resampling.LANCZOS)
    left, top = (size[0] - box[0]) // 2, (size[1] - box[1]) // 2
    return scaled.crop((left, top, left + box[0], top + box[1])), 0  # outside the picture: transparent


class _Bubble:
    """A film clip in a round window. Its frames are scaled, cut out and multiplied once, then only laid over."""

    def __init__(self, clip: Clip, canvas: Canvas, files: Files) -> None:
        assert isinstance(clip.element, Footage)
        self._clip = clip
        side = even(clip.width)
        frame, mask, margin = drawing.bubble_parts(side, clip.element.ring)
        base = sprite_of(frame)
        window = np.pad(np.asarray(mask, dtype=np.float32) / 255, margin)
        small = window.reshape(window.shape[0] // 2, 2, -1, 2).mean(axis=(1, 3))
        self._rest = tuple(
            np.rint(rest * (1 - hole)).astype(np.uint8) for rest, hole in zip(base.rest, (window, small), strict=True)
        )
        self._base = [colors * (1 - hole) for colors, hole in zip(base.colors, (window, small, small), strict=True)]
        self._holes = (window, small, small)
        self._margin = margin
        self._place = (even(clip.x) - margin, even(clip.y) - margin)
        path = _path(files, clip.element.asset)
        films = looped(path, canvas.rate, side, side, clip.element.offset)
        self._sprites = [self._cut_out(next(films)) for _ in range(min(clip.length, MAX_LOOP))]

    def _cut_out(self, planes: Planes) -> Sprite:
        layers = []
        for index, (plane, hole, base) in enumerate(zip(planes, self._holes, self._base, strict=True)):
            margin = self._margin if index == 0 else self._margin // 2
            layers.append(np.rint(np.pad(plane, margin) * hole + base).astype(np.uint8))
        return Sprite((layers[0], layers[1], layers[2]), (self._rest[0], self._rest[1]))

    def paint(self, k: int, out: Planes) -> None:
        blend(self._sprites[k % len(self._sprites)], out, *self._place, strength(self._clip, k))


class _Film:
    """A film clip in a box; its frames are streamed, since a long one would fill the memory."""

    def __init__(self, clip: Clip, canvas: Canvas, files: Files) -> None:
        assert isinstance(clip.element, Footage)
        self._clip, self._canvas = clip, canvas
        self._path = _path(files, clip.element.asset)
        self._size = (even(clip.width or canvas.width), even(clip.height or canvas.height))
        self._stream: Iterator[Planes] = iter(())
        self._next = -1

    def paint(self, k: int, out: Planes) -> None:
        if k != self._next:
            self._stream = self._open()
            for _ in range(k):
                next(self._stream)
        planes = next(self._stream)
        self._next = k + 1
        opaque = Sprite(planes, (np.zeros_like(planes[0]), np.zeros_like(planes[1])))
        blend(opaque, out, even(self._clip.x), even(self._clip.y), strength(self._clip, k))

    def _open(self) -> Iterator[Planes]:
        assert isinstance(self._clip.element, Footage)
        return looped(self._path, self._canvas.rate, *self._size, self._clip.element.offset)


def looped(path: Path, rate: Fraction, width: int, height: int, offset: int) -> Iterator[Planes]:
    """The frames of a film from `offset` on, then from its beginning, for ever."""
    first = offset
    while True:
        some = False
        for planes in footage(path, rate, width, height, first):
            some = True
            yield planes
        if not some and first == 0:
            raise InvalidInput(f"{path.name}: no picture can be read from it; use another film")
        first = 0


def footage(path: Path, rate: Fraction, width: int, height: int, offset: int) -> Iterator[Planes]:
    """The frames of a film at `rate`, cut to cover width x height, from frame `offset` on.

    A film of another rate, or of a changing one, shows at each moment the frame that is due.
    """
    try:
        with av.open(str(path)) as film:
            stream = film.streams.video[0]
            stream.thread_type = "AUTO"
            yield from _steady(film.decode(stream), stream.time_base or Fraction(1), rate, offset, (width, height))
    except (av.FFmpegError, IndexError) as error:
        raise InvalidInput(f"{path.name}: the film cannot be read: {error}") from error


def _steady(
    frames: Iterator[Any], tick: Fraction, rate: Fraction, offset: int, size: tuple[int, int]
) -> Iterator[Planes]:
    number = 0
    held: Any = None
    start: Fraction | None = None
    for frame in frames:
        moment = Fraction(frame.pts or 0) * tick
        start = moment if start is None else start
        due = floor((moment - start) * rate + Fraction(1, 2))  # `round` would favour even numbers
        if held is not None and number < due:
            planes = _covering(held, *size) if due > offset else None
            for place in range(number, due):
                if planes is not None and place >= offset:
                    yield planes
            number = due
        held = frame
    if held is not None and number >= offset:
        yield _covering(held, *size)


def _covering(frame: Any, width: int, height: int) -> Planes:
    scale = max(width / frame.width, height / frame.height)
    wide, high = max(width, even(frame.width * scale + 1)), max(height, even(frame.height * scale + 1))
    y, u, v = frame_planes(to_yuv(frame, wide, high))
    left, top = even((wide - width) / 2), even((high - height) / 2)
    half = (slice(top // 2, (top + height) // 2), slice(left // 2, (left + width) // 2))
    return y[top : top + height, left : left + width].copy(), u[half].copy(), v[half].copy()


def _path(files: Files, asset: Asset) -> Path:
    try:
        return files[asset.sha256]
    except KeyError as error:
        raise InvalidInput(f"{asset.name}: its content {asset.sha256[:12]} was not handed to the renderer") from error


def _footage_layer(clip: Clip, canvas: Canvas, files: Files) -> Layer:
    assert isinstance(clip.element, Footage)
    return (_Bubble if clip.element.shape == "round" else _Film)(clip, canvas, files)


_MAKERS: Mapping[type, Callable[[Clip, Canvas, Files], Layer]] = {
    Fill: _Still,
    Page: _Scroll,
    Text: _Sprite,
    Shape: _Sprite,
    Picture: _Sprite,
    Footage: _footage_layer,
}

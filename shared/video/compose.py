"""From a timeline to its frames: every clip becomes a layer that paints frame `k` onto planes.

What does not change from frame to frame is prepared once; what does not change from lead to lead (the speaker's
frames, words of common scenes) once for the process, within a bounded cache.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import zip_longest
from typing import Any

import av
import numpy as np

from shared.core.errors import InvalidInput
from shared.video.checks import where
from shared.video.layers.bars import BarsLayer
from shared.video.layers.base import Files, Layer
from shared.video.layers.captions import CaptionsLayer
from shared.video.layers.film import footage_layer
from shared.video.layers.ground import FillLayer, PageLayer
from shared.video.layers.stills import html_layer, picture_layer, shape_layer, text_layer
from shared.video.planes import Planes, frame_planes
from shared.video.timeline import (
    Bars,
    Canvas,
    Captions,
    Clip,
    Fill,
    Footage,
    Html,
    Page,
    Picture,
    Scene,
    Shape,
    Text,
    Timeline,
    digest,
)
from shared.video.transitions import mix

BLACK = (16, 128, 128)
_LARGE = (Page, Footage, Picture)  # elements whose layers hold much memory


class LayerCache:
    """The layers used last; a thousand different names must not fill the memory."""

    def __init__(self, most: int = 96, large: int = 3) -> None:
        self._shelves = {False: (OrderedDict[str, Layer](), most), True: (OrderedDict[str, Layer](), large)}

    def get(self, key: str, make: Callable[[], Layer], *, large: bool = False) -> Layer:
        layers, most = self._shelves[large]
        layer = layers.pop(key, None) or make()
        layers[key] = layer
        if len(layers) > most:
            layers.popitem(last=False)
        return layer


class Painter:
    """Makes the frames of timelines on one canvas."""

    def __init__(self, canvas: Canvas, files: Files, cache: LayerCache) -> None:
        self._canvas = canvas
        self._files = files
        self._cache = cache

    def frames(
        self, timeline: Timeline, start: int = 0, stop: int | None = None, *, reuse: bool = False
    ) -> Iterator[Any]:
        """The frames from `start` to before `stop`, numbered from 0.

        `reuse` paints all on one frame, whose memory stays near: for an encoder, which copies each before the next.
        """
        stop = timeline.length if stop is None else stop
        parts = list(self._parts(timeline, start, stop))
        tick = 1 / self._canvas.rate
        frame = None
        for number in range(start, stop):
            if frame is None or not reuse:
                frame = av.VideoFrame(self._canvas.width, self._canvas.height, "yuv420p")
            self._paint([part for part in parts if part.at <= number < part.end], number, frame_planes(frame))
            frame.pts, frame.time_base = number - start, tick
            yield frame

    def _parts(self, timeline: Timeline, start: int, stop: int) -> Iterator["_Part"]:
        """The scenes that are seen between two frames, with their layers."""
        places = zip_longest(timeline.scenes, timeline.starts(), timeline.scenes[1:])
        for scene, at, following in places:
            if at < stop and at + scene.length > start:
                clips = [
                    (clip, self._layer(scene, clip))
                    for clip in scene.clips()
                    if at + clip.start < stop and at + clip.start + clip.length > start
                ]
                leaves = following.enter if following else None
                yield _Part(scene, at, at + scene.length, clips, leaves.length if leaves else 0)

    def _layer(self, scene: Scene, clip: Clip) -> Layer:
        make = _MAKERS[type(clip.element)]
        key = digest((replace(clip, start=0, depends=(), name=""), self._canvas))
        try:
            return self._cache.get(
                key, lambda: make(clip, self._canvas, self._files), large=isinstance(clip.element, _LARGE)
            )
        except InvalidInput as error:
            raise InvalidInput(f"{where(scene, clip)}: {error}") from error

    def _paint(self, parts: list["_Part"], number: int, out: Planes) -> None:
        if len(parts) < 2:
            for part in parts:
                part.paint(number - part.at, out)
            return
        before, after = parts[0], parts[-1]
        assert after.scene.enter
        pictures = [_blank(out), _blank(out)]
        before.paint(number - before.at, pictures[0])
        after.paint(number - after.at, pictures[1])
        far = (number - after.at + 1) / (after.scene.enter.length + 1)
        mix(after.scene.enter.kind, pictures[0], pictures[1], far, out)


class _Part:
    """A scene in its place, ready to be painted."""

    def __init__(self, scene: Scene, at: int, end: int, clips: list[tuple[Clip, Layer]], leaving: int) -> None:
        self.scene, self.at, self.end = scene, at, end
        self._clips = clips
        self._leaving = leaving

    def paint(self, k: int, out: Planes) -> None:
        shown = [(clip, layer) for clip, layer in self._clips if clip.start <= k < clip.start + clip.length]
        if not (shown and _covers(shown[0][0])):
            for plane, value in zip(out, BLACK, strict=True):
                plane[...] = value
        for clip, layer in shown:
            layer.paint(k - clip.start, out)


def _blank(out: Planes) -> Planes:
    y, u, v = (np.empty(plane.shape, np.uint8) for plane in out)
    return y, u, v


def _covers(clip: Clip) -> bool:
    """True when the clip paints the whole canvas at each of its frames, so that nothing need be cleared for it."""
    element = clip.element
    full = isinstance(element, Page) or (isinstance(element, Fill) and len(element.color) == 7)
    return full and not (clip.width or clip.x or clip.y or clip.fade_in or clip.fade_out) and clip.opacity == 1


_MAKERS: Mapping[type, Callable[[Clip, Canvas, Files], Layer]] = {
    Fill: FillLayer,
    Page: PageLayer,
    Text: text_layer,
    Shape: shape_layer,
    Picture: picture_layer,
    Footage: footage_layer,
    Html: html_layer,
    Captions: CaptionsLayer,
    Bars: BarsLayer,
}

"""A film clip in a round window. Its frames are scaled, cut out and multiplied once, then only laid over."""

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

import numpy as np

from shared.core.errors import InvalidInput
from shared.video import drawing
from shared.video.films import covering, footage
from shared.video.layers.base import Files, corner, path_of, strength, sunk
from shared.video.layers.look import Floats
from shared.video.planes import Planes, Sprite, Words, blend, even, halved, sprite_of
from shared.video.timeline import Canvas, Clip, Footage

MAX_REEL = 40 * 30  # frames of a round clip that are held in memory; a longer one starts again
_REEL_BYTES = 120_000_000


class BubbleLayer:
    def __init__(self, clip: Clip, canvas: Canvas, files: Files) -> None:
        element = clip.element
        assert isinstance(element, Footage)
        side = max(16, even(clip.width or canvas.height * 0.36))
        self._clip, self._offset, self._again = clip, element.offset, element.again
        self._reel = _reel(path_of(files, element.asset), canvas.rate, side, element.ring)
        x, y = corner(clip, side, side)
        self._place = (x - self._reel.margin, y - self._reel.margin)

    def paint(self, k: int, out: Planes) -> None:
        sprite = self._reel.sprite(self._offset + k, again=self._again)
        x, y = self._place
        blend(sprite, out, x, y + sunk(self._clip, k), strength(self._clip, k))


class Reel:
    """The frames of a round clip as sprites, read as far as they were asked for."""

    def __init__(self, path: Path, rate: Fraction, side: int, ring: str) -> None:
        frame, mask, self.margin = drawing.bubble_parts(side, ring)
        base = sprite_of(frame)
        window: Floats = np.pad(np.asarray(mask, dtype=np.float32) / np.float32(255), self.margin)
        small = halved(window)
        self._through = (_beside(base.through[0], window), _beside(base.through[1], small))
        self._base = [colors * (1 - hole) for colors, hole in zip(base.colors, (window, small, small), strict=True)]
        self._holes = (window, small, small)
        self._name = path.name
        self._most = max(1, min(MAX_REEL, _REEL_BYTES // (window.size * 3 // 2)))
        self._frames: Iterator[Planes] | None = footage(path, rate, covering(side, side), 0)
        self._sprites: list[Sprite] = []

    def sprite(self, number: int, *, again: bool) -> Sprite:
        """Frame `number`; beyond the end, from the beginning or the last one."""
        while self._frames is not None and len(self._sprites) <= number:
            planes = next(self._frames, None) if len(self._sprites) < self._most else None
            if planes is None:
                self._frames = None
            else:
                self._sprites.append(self._cut_out(planes))
        if not self._sprites:
            raise InvalidInput(f"{self._name}: no picture can be read from it; use another film")
        last = len(self._sprites) - 1
        return self._sprites[number % (last + 1) if again else min(number, last)]

    def _cut_out(self, planes: Planes) -> Sprite:
        layers = []
        for index, (plane, hole, base) in enumerate(zip(planes, self._holes, self._base, strict=True)):
            margin = self.margin if index == 0 else self.margin // 2
            layers.append(np.rint(np.pad(plane, margin) * hole + base).astype(np.uint8))
        return Sprite((layers[0], layers[1], layers[2]), self._through)


def _beside(through: Words, hole: Floats) -> Words:
    """What ring and shadow let through, nothing where the window is."""
    let: Words = np.rint(through * (1 - hole)).astype(np.uint16)
    return let


@lru_cache(maxsize=2)
def _reel(path: Path, rate: Fraction, side: int, ring: str) -> Reel:
    """Kept for the process: the speaker is the same in every lead's video."""
    return Reel(path, rate, side, ring)

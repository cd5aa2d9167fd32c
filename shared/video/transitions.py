"""From one scene to the next: each kind mixes two pictures, frame by frame."""

from collections.abc import Callable, Mapping

import numpy as np

from shared.video.planes import Bytes, Planes
from shared.video.timeline import TransitionKind

Mix = Callable[[Planes, Planes, float, Planes], None]
"""(from, to, how far 0 to 1, out)"""

_BLACK = (16, 128, 128)


def mix(kind: TransitionKind, before: Planes, after: Planes, part: float, out: Planes) -> None:
    """Paint the moment `part` (0 = all before, 1 = all after) of a transition onto `out`."""
    _KINDS[kind](before, after, part, out)


def _fade(before: Planes, after: Planes, part: float, out: Planes) -> None:
    weight = np.uint16(round(256 * part))
    for old, new, target in zip(before, after, out, strict=True):
        target[...] = (old * (np.uint16(256) - weight) + new * weight + np.uint16(128)) >> np.uint16(8)


def _black(before: Planes, after: Planes, part: float, out: Planes) -> None:
    source, shown = (before, 1 - 2 * part) if part < 0.5 else (after, 2 * part - 1)
    weight = np.uint16(round(256 * shown))
    for plane, ground, target in zip(source, _BLACK, out, strict=True):
        dark = np.uint16(ground) * (np.uint16(256) - weight) + np.uint16(128)
        target[...] = (plane * weight + dark) >> np.uint16(8)


def _line(size: int, part: float) -> int:
    """How many of `size` pixels belong to the new picture; a multiple of two, for the colour planes."""
    return round(size * part / 2) * 2


def _wipe(axis: int, *, forward: bool) -> Mix:
    """A straight edge that uncovers the new picture; `forward` = it moves right or down."""

    def paint(before: Planes, after: Planes, part: float, out: Planes) -> None:
        line = _line(out[0].shape[axis], part)
        for index, (old, new, target) in enumerate(zip(before, after, out, strict=True)):
            at = line if index == 0 else line // 2
            size = target.shape[axis]
            cut = slice(0, at) if forward else slice(size - at, size)
            target[...] = old
            where = (cut, slice(None)) if axis == 0 else (slice(None), cut)
            target[where] = new[where]

    return paint


def _slide(axis: int, *, forward: bool) -> Mix:
    """The new picture pushes the old one out."""

    def paint(before: Planes, after: Planes, part: float, out: Planes) -> None:
        line = _line(out[0].shape[axis], part)
        for index, (old, new, target) in enumerate(zip(before, after, out, strict=True)):
            at = line if index == 0 else line // 2
            pair = (new, old) if forward else (old, new)
            both = np.concatenate(pair, axis=axis)
            size = target.shape[axis]
            first = size - at if forward else at
            target[...] = both.take(range(first, first + size), axis=axis)

    return paint


def _circle(before: Planes, after: Planes, part: float, out: Planes) -> None:
    high, wide = out[0].shape
    for index, (old, new, target) in enumerate(zip(before, after, out, strict=True)):
        step = 1 if index == 0 else 2
        inside = _disc(high // step, wide // step, part)
        target[...] = np.where(inside, new, old)


def _disc(high: int, wide: int, part: float) -> Bytes:
    y, x = np.ogrid[0:high, 0:wide]
    far = np.hypot((x + 0.5 - wide / 2), (y + 0.5 - high / 2))
    inside: Bytes = far <= np.hypot(high, wide) / 2 * part
    return inside


_KINDS: Mapping[TransitionKind, Mix] = {
    "fade": _fade,
    "black": _black,
    "wipe-left": _wipe(1, forward=False),
    "wipe-right": _wipe(1, forward=True),
    "wipe-up": _wipe(0, forward=False),
    "wipe-down": _wipe(0, forward=True),
    "slide-left": _slide(1, forward=False),
    "slide-right": _slide(1, forward=True),
    "slide-up": _slide(0, forward=False),
    "slide-down": _slide(0, forward=True),
    "circle": _circle,
}

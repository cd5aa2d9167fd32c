"""The frames of a film at any rate, one after the other: read once, never held as a whole."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from math import floor
from pathlib import Path
from typing import Any

import av
from av.video.reformatter import VideoReformatter

from shared.core.errors import InvalidInput
from shared.video.planes import MAX_PIXELS, Planes, even, frame_planes, to_yuv
from shared.video.tones import Screen

_LEAD_IN = 2  # seconds that are decoded anew rather than looked for

Fitting = Callable[[Any], Planes]
"""A decoded frame of any kind → planes of the wanted size."""


def looped(path: Path, rate: Fraction, fit: Fitting, offset: int, *, again: bool = True) -> Iterator[Planes]:
    """The frames of a film from `offset` on, then from its beginning, or its last one, for ever."""
    first = offset
    last: Planes | None = None
    while again or last is None:
        some = False
        for planes in footage(path, rate, fit, first):
            some, last = True, planes
            yield planes
        if not some and first == 0:
            raise InvalidInput(f"{path.name}: no picture can be read from it; use another film")
        first = 0 if again else max(0, first - 1)
    while True:
        yield last


def footage(path: Path, rate: Fraction, fit: Fitting, offset: int) -> Iterator[Planes]:
    """The frames of a film at `rate` from frame `offset` on.

    A film of another rate, or of a changing one, shows at each moment the frame that is due. Damaged frames are left
    out: the one before stands for them. Frames are upright and in standard range, whatever the camera wrote.
    """
    try:
        with av.open(str(path)) as film:
            stream = film.streams.video[0]
            if (stream.codec_context.width or 0) * (stream.codec_context.height or 0) > MAX_PIXELS:
                raise InvalidInput(f"{path.name}: its frames have too many pixels; use a smaller film")
            stream.thread_type = "AUTO"
            tick = stream.time_base or Fraction(1)
            start = Fraction(stream.start_time) * tick if stream.start_time is not None else None
            if offset > _LEAD_IN * rate and start is not None:
                film.seek(int((start + offset / rate) / tick), stream=stream, backward=True)
            screen = Screen()
            yield from _steady(film.decode(stream), start, tick, rate, offset, lambda frame: fit(screen(frame)))
    except (av.FFmpegError, IndexError) as error:
        raise InvalidInput(f"{path.name}: the film cannot be read: {error}") from error


def _steady(
    frames: Iterator[Any], start: Fraction | None, tick: Fraction, rate: Fraction, offset: int, fit: Fitting
) -> Iterator[Planes]:
    number = 0
    held: Any = None
    for frame in frames:
        if frame.pts is None:
            continue
        moment = Fraction(frame.pts) * tick
        start = moment if start is None else start
        due = max(0, floor((moment - start) * rate + Fraction(1, 2)))  # `round` would favour even numbers
        if held is not None and number < due:
            if due > offset:
                planes = fit(held)
                for _ in range(max(number, offset), due):
                    yield planes
            number = due
        elif held is None:
            number = min(due, offset)  # what is missing at the beginning shows the first frame there is
        held = frame
    if held is not None and number >= offset:
        yield fit(held)


def covering(width: int, height: int) -> Fitting:
    """Frames cut to cover width x height."""
    converter = VideoReformatter()

    def fit(frame: Any) -> Planes:
        scale = max(width / frame.width, height / frame.height)
        wide, high = max(width, even(frame.width * scale + 1)), max(height, even(frame.height * scale + 1))
        y, u, v = frame_planes(to_yuv(frame, wide, high, converter=converter))
        left, top = even((wide - width) / 2), even((high - height) / 2)
        half = (slice(top // 2, (top + height) // 2), slice(left // 2, (left + width) // 2))
        return y[top : top + height, left : left + width].copy(), u[half].copy(), v[half].copy()

    return fit

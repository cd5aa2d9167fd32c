"""The sound of a movie as bars: how loud each band of tones is at each frame."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from shared.video.sounds import RATE, samples
from shared.video.timeline import Bars, Canvas, Sound

_WINDOW = 4096  # samples that one frame looks at
_LOW, _HIGH = 70.0, 7000.0  # Hz


def bars(
    sounds: Sequence[Sound],
    canvas: Canvas,
    span: tuple[int, int],
    files: Mapping[str, Path],
    *,
    count: int,
    amplitude: float,
    color: str,
) -> Bars:
    """The bars of the frames from `span[0]` to before `span[1]`; low tones in the middle, high ones outside."""
    import numpy as np

    from shared.video.audio import mixed

    first, stop = (samples(frame, canvas.rate) for frame in span)
    heard = mixed(sounds, canvas, first, stop + _WINDOW, files).mean(axis=0)
    heard = np.concatenate([np.zeros(_WINDOW // 2, np.float32), heard])
    half = (count + 1) // 2
    edges = np.geomspace(_LOW, _HIGH, half + 1)
    tones = np.fft.rfftfreq(_WINDOW, 1 / RATE)
    places = np.searchsorted(tones, edges)
    window = np.hanning(_WINDOW).astype(np.float32)
    rows = []
    for frame in range(span[1] - span[0]):
        at = samples(frame, canvas.rate)
        power = np.abs(np.fft.rfft(heard[at : at + _WINDOW] * window))
        rows.append([power[a : max(a + 1, b)].max() for a, b in pairwise(places)])
    levels = np.sqrt(np.asarray(rows, np.float32))
    peak = float(np.quantile(levels, 0.98)) if levels.any() else 1.0
    levels = np.clip(levels / max(peak, 1e-6) * (amplitude / 10) * 1.2, 0, 1)
    for frame in range(1, len(levels)):  # they fall slower than they rise
        levels[frame] = np.maximum(levels[frame], levels[frame - 1] * 0.82)
    mirrored = np.concatenate([levels[:, ::-1], levels[:, half * 2 - count :]], axis=1)
    return Bars((mirrored * 255).astype(np.uint8).tobytes(), count, color)

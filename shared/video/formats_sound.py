"""How loud a timeline is, and the same timeline at the loudness that platforms play: -14 LUFS."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from shared.video.layers.base import Files
from shared.video.sounds import RATE, samples
from shared.video.timeline import Timeline

TARGET = -14.0  # LUFS, integrated
TOLERANCE = 1.0
_SILENT = -60.0  # LUFS below which nothing is to be made louder
_MOST = 4.0  # factor of one sound
_BLOCK = 4800  # samples that the meter is given at once


@dataclass(frozen=True, slots=True)
class Loudness:
    integrated: float  # LUFS; -70 for silence
    peak: float  # dBFS of the highest sample


def loudness(timeline: Timeline, files: Files) -> Loudness:
    """Of the sounds as the renderer mixes them."""
    from shared.video.audio import mixed

    total = samples(timeline.length, timeline.canvas.rate)
    step = 30 * RATE
    spans = [(first, min(total, first + step)) for first in range(0, total, step)]
    return _measured(mixed(timeline.sounds, timeline.canvas, first, stop, files) for first, stop in spans)


def loudness_of(path: Path) -> Loudness:
    """Of a finished file. Raises InvalidInput when nothing is heard in it."""
    import av

    from shared.core.errors import InvalidInput

    def pieces() -> Iterator[Any]:
        resampler = av.AudioResampler(format="fltp", layout="stereo", rate=RATE)
        for frame in film.decode(film.streams.audio[0]):
            for piece in resampler.resample(frame):
                yield piece.to_ndarray()

    try:
        with av.open(str(path)) as film:
            if not film.streams.audio:
                raise InvalidInput(f"{path.name}: no sound track in it")
            return _measured(pieces())
    except av.FFmpegError as error:
        raise InvalidInput(f"{path.name}: the sound cannot be read: {error.strerror}") from error


def leveled(timeline: Timeline, files: Files, target: float = TARGET) -> tuple[Timeline, str]:
    """The timeline with all gains multiplied alike until the whole is as loud as wished, and why it is not, if so.

    A linear gain: voices and music keep their balance. The mixer's soft ceiling at -1 dB keeps peaks from clipping,
    which costs a little loudness: so it is measured again and corrected.
    """
    if not timeline.sounds:
        return timeline, "there is no sound"
    made = timeline
    for _ in range(4):
        found = loudness(made, files).integrated
        if found <= _SILENT:
            return timeline, "the sound is silent"
        if abs(found - target) <= TOLERANCE / 4:
            return made, ""
        factor = min(10 ** ((target - found) / 20), _MOST / max(sound.gain for sound in made.sounds))
        if factor <= 1.0005 and found < target:
            break
        made = replace(made, sounds=tuple(replace(one, gain=min(_MOST, one.gain * factor)) for one in made.sounds))
    found = loudness(made, files).integrated
    near = abs(found - target) <= TOLERANCE
    return made, "" if near else f"{found:.1f} LUFS is as near to {target:g} as its sounds allow"


def _measured(pieces: Iterator[Any]) -> Loudness:
    """EBU R128 by FFmpeg's own meter, in this process."""
    import av
    import numpy as np
    from av.filter import Graph

    graph = Graph()
    entry = graph.add_abuffer(sample_rate=RATE, format="fltp", layout="stereo", time_base=Fraction(1, RATE))
    meter, end = graph.add("ebur128", "metadata=1"), graph.add("abuffersink")
    entry.link_to(meter)
    meter.link_to(end)
    graph.configure()
    at, peak, found = 0, 0.0, -70.0
    for piece in pieces:
        peak = max(peak, float(np.abs(piece).max(initial=0.0)))
        for first in range(0, piece.shape[1], _BLOCK):
            block = np.ascontiguousarray(piece[:, first : first + _BLOCK], np.float32)
            frame = av.AudioFrame.from_ndarray(block, format="fltp", layout="stereo")
            frame.sample_rate, frame.pts, frame.time_base = RATE, at, Fraction(1, RATE)
            at += block.shape[1]
            entry.push(frame)
            found = _drained(end, found)
    entry.push(None)
    found = _drained(end, found)
    return Loudness(found, float(20 * np.log10(max(peak, 1e-6))))


def _drained(end: Any, found: float) -> float:
    import av

    while True:
        try:
            frame = end.pull()
        except (av.BlockingIOError, av.EOFError):
            return found
        value = frame.metadata.get("lavfi.r128.I")
        found = float(value) if value not in {None, "nan", "-inf"} else found

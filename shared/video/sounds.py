"""Which sounds are heard when, and for whom: the sound's half of the plan. Pure.

AAC packets overlap: packet j is heard from sample 1024 j on and needs the one after it. A shared stretch keeps a few
packets away from what is personal, so that at each joint both encoders have heard the same for a while.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import groupby, pairwise

from shared.video.timeline import Canvas, Sound, Timeline, digest

RATE = 48_000  # samples a second
FRAME = 1024  # samples in an AAC packet; also what the encoder puts before the first sound
MARGIN = 4  # packets on each side of a joint that the personal side makes
_SHORTEST = 48  # packets of a shared stretch that is worth joints
ATTACK, RELEASE = 0.15, 0.45  # seconds in which music sinks before a voice, and rises behind it


@dataclass(frozen=True, slots=True)
class Stretch:
    """Packets `start` to before `stop`, made from what the encoder hears from `feed` to before `end` (packets)."""

    start: int
    stop: int
    feed: int
    end: int
    depends: tuple[str, ...]


def samples(frames: int, rate: Fraction) -> int:
    return round(frames * RATE / rate)


def packets(timeline: Timeline) -> int:
    return max(1, round(samples(timeline.length, timeline.canvas.rate) / FRAME))


def stretches(timeline: Timeline) -> tuple[Stretch, ...]:
    """The whole sound track, without gap or overlap."""
    total = packets(timeline)
    heard = [_dependence(timeline, number) for number in _edges(timeline, total)]
    runs: list[tuple[int, int, tuple[str, ...]]] = []
    for (start, stop), depends in zip(_spans(timeline, total), heard, strict=True):
        runs.append((start, stop, depends))
    joined = _joined(runs)
    worth = [run for run in joined if run[2] or run[1] - run[0] >= _SHORTEST + 2 * MARGIN or len(joined) == 1]
    return tuple(_cut(_filled(worth, total), total))


def _bounds(sound: Sound, canvas: Canvas, ducked: bool) -> tuple[int, int]:
    """First and last sample that a sound decides: with others stepping back for it, a little more than its own."""
    first, stop = samples(sound.start, canvas.rate), samples(sound.start + sound.length, canvas.rate)
    if sound.voice and ducked:
        first, stop = first - round(ATTACK * RATE), stop + round(RELEASE * RATE)
    return first, stop


def _spans(timeline: Timeline, total: int) -> list[tuple[int, int]]:
    edges = sorted(_edge_set(timeline, total))
    return list(pairwise(edges))


def _edges(timeline: Timeline, total: int) -> list[int]:
    return [start for start, _ in _spans(timeline, total)]


def _edge_set(timeline: Timeline, total: int) -> set[int]:
    """Packets at which the set of personal sounds within a window may change."""
    ducked = any(sound.duck < 1 for sound in timeline.sounds)
    edges = {0, total}
    for sound in timeline.sounds:
        if sound.depends:
            first, stop = _bounds(sound, timeline.canvas, ducked)
            edges |= {max(0, first // FRAME - 1), -(-stop // FRAME)}
    return {edge for edge in edges if 0 <= edge <= total}


def _dependence(timeline: Timeline, packet: int) -> tuple[str, ...]:
    """Variables that decide what is heard in the window of a packet."""
    ducked = any(sound.duck < 1 for sound in timeline.sounds)
    names: set[str] = set()
    for sound in timeline.sounds:
        first, stop = _bounds(sound, timeline.canvas, ducked)
        if first < (packet + 2) * FRAME and stop > packet * FRAME:
            names |= set(sound.depends)
    return tuple(sorted(names))


Run = tuple[int, int, tuple[str, ...]]


def _joined(runs: list[Run]) -> list[Run]:
    return [
        (group[0][0], group[-1][1], depends)
        for depends, members in groupby(runs, key=lambda run: run[2])
        for group in [list(members)]
    ]


def _filled(runs: list[Run], total: int) -> list[Run]:
    """Shared stretches that were too short are given to the personal one before them, or behind."""
    if not runs:
        return [(0, total, ())]
    filled: list[Run] = []
    for number, (start, stop, depends) in enumerate(runs):
        begin = filled[-1][1] if filled else 0
        following = runs[number + 1][0] if number + 1 < len(runs) else total
        until = following if depends else stop
        filled.append((min(begin, start), until, depends))
    return _joined(filled)


def _cut(runs: list[Run], total: int) -> Iterator[Stretch]:
    """Shared stretches drawn in by the margin, personal ones grown by it."""
    for number, (start, stop, depends) in enumerate(runs):
        before = runs[number - 1] if number else None
        after = runs[number + 1] if number + 1 < len(runs) else None
        first = start + _shift(before, depends)
        last = stop - _shift(after, depends)
        if depends:
            yield Stretch(first, last, max(0, first - 2), min(total + 1, last + 2), depends)
        else:
            yield Stretch(first, last, start, min(total + 1, stop + 1), depends)


def _shift(neighbour: Run | None, depends: tuple[str, ...]) -> int:
    """How many packets a boundary moves into this run: shared ones give, personal ones beside them take."""
    if neighbour is None or (bool(neighbour[2]) == bool(depends)):
        return 0
    return -MARGIN if depends else MARGIN


def stretch_key(timeline: Timeline, stretch: Stretch, context: str) -> str:
    """By what is heard in it, wherever it stands."""
    rate = timeline.canvas.rate
    begin, end = stretch.feed * FRAME, (stretch.end + 1) * FRAME
    near = round(max(ATTACK, RELEASE) * RATE)
    heard = [
        (
            replace(sound, start=0, depends=()),
            samples(sound.start, rate) - begin,
            samples(sound.start + sound.length, rate) - begin,
        )
        for sound in timeline.sounds
        if samples(sound.start, rate) < end + near and samples(sound.start + sound.length, rate) > begin - near
    ]
    shape = (stretch.start - stretch.feed, stretch.stop - stretch.feed, stretch.end - stretch.feed, stretch.feed == 0)
    length = samples(timeline.length, rate) - begin
    return digest((context, "sound", rate, shape, heard, min(length, end - begin)))

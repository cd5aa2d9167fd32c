"""Gates: what every finished video must pass before it counts, read from the file itself.

What all leads share is looked at once, in full; in every later file the same bytes are known by their hash. What a
lead alone has is decoded in part, another part in every file. So the look stays a small part of what the making took.
"""

import hashlib
import time
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any, Literal

from shared.core.errors import AppError
from shared.video.plan import Piece, pieces
from shared.video.probe import probe
from shared.video.timeline import Clip, Footage, Text, Timeline

GateName = Literal["file", "length", "lead", "decodes", "black", "frozen", "words", "sound", "loudness"]
NAMES: tuple[GateName, ...] = GateName.__args__  # type: ignore[attr-defined] # how typing keeps the words of a Literal

_DARK = 32  # luma at or below which a pixel counts as black
_BLACK_SAID, _BLACK_REFUSED = 0.5, 2.0  # seconds
_STILL = 4.0  # seconds without a change while a film is seen
_SKIPPED = 120  # bytes of a packet that says: all as before
_INK_OFF = 48  # levels of luma by which ink may differ after coding
_INK_SEEN = 0.85  # share of a text's ink that must be found
_SILENT, _QUIET, _LOUD = -60.0, -24.0, -8.0  # LUFS


@dataclass(frozen=True, slots=True)
class Finding:
    """`fatal` = the video does not count. The reason is a clause for people."""

    gate: GateName
    reason: str
    fatal: bool = True


@dataclass(frozen=True, slots=True)
class Verdict:
    findings: tuple[Finding, ...]
    cpu_seconds: float
    loudness: float | None = None  # LUFS over the whole, None without sound

    @property
    def faults(self) -> tuple[str, ...]:
        return tuple(f"{found.gate}: {found.reason}" for found in self.findings if found.fatal)

    @property
    def remarks(self) -> tuple[str, ...]:
        return tuple(f"{found.gate}: {found.reason}" for found in self.findings if not found.fatal)


@dataclass(frozen=True, slots=True)
class _Packets:
    """A file's packets in the order of decoding."""

    pictures: Sequence[Any]
    sounds: Sequence[Any]
    decoder: Any  # the picture stream's codec context, to make others like it
    sound_decoder: Any


@dataclass(slots=True)
class Gates:
    """Keeps what it has seen, by hash. One a worker.

    `share` of a lead's own frames is decoded at least: decoding all of them costs 15 to 17 % of the making.
    """

    share: float = 0.35
    _good: "OrderedDict[str, tuple[Finding, ...]]" = field(default_factory=OrderedDict)
    _heard: "OrderedDict[str, float | None]" = field(default_factory=OrderedDict)

    def judge(self, path: Path, timeline: Timeline, comment: str) -> Verdict:
        """`comment` is what the file must say about itself: whose it is. Nothing is raised for a bad file."""
        began = time.thread_time()
        loudness: float | None = None
        try:
            findings = [*_of_the_whole(path, timeline, comment)]
            if not findings:
                with _opened(path) as film:
                    packets = _read(film)
                    findings = [*self._of_the_pictures(packets, timeline)]
                    loudness = self._loudness(packets)
                    findings += _of_the_sound(loudness, timeline)
        except AppError as error:
            findings = [Finding("file", str(error))]
        except (OSError, ValueError) as error:  # PyAV's errors are both
            findings = [Finding("decodes", f"cannot be decoded: {getattr(error, 'strerror', None) or error}")]
        return Verdict(tuple(findings), time.thread_time() - began, loudness)

    def _of_the_pictures(self, packets: _Packets, timeline: Timeline) -> Iterator[Finding]:
        for piece in pieces(timeline):
            own = packets.pictures[piece.start : piece.stop]
            if not own[0].is_keyframe:
                yield Finding("decodes", f"frame {piece.start} begins a stretch and is no key frame")
                continue
            if piece.kind == "unique":
                yield from _personal(own, packets.decoder, timeline, piece, self.share)
                continue
            key = _digest(own)
            found = self._good.get(key)
            if found is None:
                found = tuple(_shared(own, packets.decoder, timeline, piece))
            _keep(self._good, key, found)
            yield from found

    def _loudness(self, packets: _Packets) -> float | None:
        if not packets.sounds:
            return None
        key = _digest(packets.sounds)
        if key not in self._heard:
            _keep(self._heard, key, _measured(packets))
        return self._heard[key]


def _keep(shelf: "OrderedDict[str, Any]", key: str, value: Any) -> None:
    shelf[key] = value
    shelf.move_to_end(key)
    if len(shelf) > 512:
        shelf.popitem(last=False)


# The file as a whole


def _of_the_whole(path: Path, timeline: Timeline, comment: str) -> Iterator[Finding]:
    found = probe(path)
    for flaw in found.flaws:
        yield Finding("file", flaw)
    if found.video and found.video.frames != timeline.length:
        yield Finding("length", f"{found.video.frames} frames, not {timeline.length}")
    if found.video and (found.video.width, found.video.height) != (timeline.canvas.width, timeline.canvas.height):
        yield Finding("file", f"{found.video.width} x {found.video.height} pixels")
    if found.comment != comment:
        yield Finding("lead", "the file says that it was made for somebody else, or says nothing")


def _opened(path: Path) -> Any:
    import av

    return av.open(str(path))


def _read(film: Any) -> _Packets:
    video, audio = film.streams.video[0], next(iter(film.streams.audio), None)
    streams = [stream for stream in (video, audio) if stream is not None]
    pictures: list[Any] = []
    sounds: list[Any] = []
    for packet in film.demux(streams):
        if packet.size:
            (pictures if packet.stream is video else sounds).append(packet)
    return _Packets(pictures, sounds, video.codec_context, audio.codec_context if audio else None)


def _digest(packets: Sequence[Any]) -> str:
    total = hashlib.blake2b(digest_size=20)
    for packet in packets:
        total.update(packet)
    return total.hexdigest()


# Pictures


def _decoder(like: Any, **options: str) -> Any:
    import av

    decoder = av.CodecContext.create(like.name, "r")
    decoder.extradata = like.extradata
    decoder.thread_type = "NONE"
    decoder.options = {"err_detect": "explode", **options}
    return decoder


def _decoded(packets: Sequence[Any], decoder: Any) -> Iterator[Any]:
    """Every frame, in order. Raises PyAV's error at the first that is damaged."""
    import av

    for packet in packets:
        yield from decoder.decode(packet)
    try:
        yield from decoder.decode(None)
    except av.EOFError:
        return


def _luma(frame: Any, step: int = 1) -> Any:
    import numpy as np

    plane = frame.planes[0]
    whole = np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)[:, : plane.width]
    return whole[::step, ::step]


def _shared(packets: Sequence[Any], like: Any, timeline: Timeline, piece: Piece) -> Iterator[Finding]:
    """Every frame decoded and looked at."""
    dark: list[bool] = []
    still: list[bool] = []
    before: Any = None
    count = 0
    for frame in _decoded(packets, _decoder(like)):
        count += 1
        if getattr(frame, "is_corrupt", False):
            yield Finding("decodes", f"frame {piece.start + count - 1} is damaged")
            return
        small = _luma(frame, 8)
        dark.append(_is_dark(frame))
        still.append(before is not None and bool((small == before).all()))
        before = small.copy()
    if count != len(packets):
        yield Finding("decodes", f"{count} of {len(packets)} frames from frame {piece.start} come out")
    yield from _runs(dark, still, timeline, piece)


def _personal(packets: Sequence[Any], like: Any, timeline: Timeline, piece: Piece, share: float) -> Iterator[Finding]:
    """Key frames, what words stand on, and at least `share` of all: which, the bytes say, so that over a campaign all
    places are looked at."""
    looks = _looks(timeline, piece, [n for n, packet in enumerate(packets) if packet.is_keyframe])
    wanted = {number for number, _ in looks}
    seen: dict[int, Any] = {}
    dark: list[bool] = []
    groups = list(_groups(packets))
    whole = _chosen(packets, groups, share)
    for first, group in groups:
        depth = max((number - first + 1 for number in wanted if first <= number < first + len(group)), default=1)
        part = group if first in whole else group[:depth]
        count = 0
        for number, frame in enumerate(_decoded(part, _decoder(like))):
            count += 1
            if first + number in wanted:
                seen[first + number] = _luma(frame).copy()
            dark.append(_is_dark(frame))
        if count != len(part):
            yield Finding("decodes", f"{count} of {len(part)} frames from frame {piece.start + first} come out")
        dark += dark[-1:] * (len(group) - len(part))
    yield from _runs(dark, [packet.size < _SKIPPED for packet in packets], timeline, piece)
    for number, clip in looks:
        if number in seen:
            yield from _words(seen[number], timeline, clip, piece.start + number)


def _chosen(packets: Sequence[Any], groups: Sequence[tuple[int, Sequence[Any]]], share: float) -> frozenset[int]:
    """First frames of the groups that are decoded to their end."""
    at = int(_digest(packets[:1]), 16) % len(groups)
    chosen, frames = set[int](), 0
    for first, group in (*groups[at:], *groups[:at]):
        if frames >= share * len(packets):
            break
        chosen.add(first)
        frames += len(group)
    return frozenset(chosen)


def _is_dark(frame: Any) -> bool:
    return bool((_luma(frame, 16) <= _DARK).mean() > 0.98)


def _groups(packets: Sequence[Any]) -> Iterator[tuple[int, Sequence[Any]]]:
    """Stretches that begin with a key frame, with the number of their first frame."""
    starts = [number for number, packet in enumerate(packets) if packet.is_keyframe]
    for first, stop in zip(starts, [*starts[1:], len(packets)], strict=True):
        yield first, packets[first:stop]


def _runs(dark: Sequence[bool], still: Sequence[bool], timeline: Timeline, piece: Piece) -> Iterator[Finding]:
    """Stretches of black, and of pictures that do not move though a film is seen."""
    rate = float(timeline.canvas.rate)
    for start, length in _stretches(dark):
        if length / rate > _BLACK_SAID:
            fatal = length / rate >= _BLACK_REFUSED and piece.kind == "unique"
            yield Finding("black", f"{length / rate:.1f} s of black from {(piece.start + start) / rate:.1f} s", fatal)
    filmed = [_films_at(timeline, piece.start + number) for number in range(piece.length)]
    for start, length in _stretches([a and b for a, b in zip(still, filmed, strict=False)]):
        if length / rate > _STILL:
            reason = f"{length / rate:.1f} s without a movement from {(piece.start + start) / rate:.1f} s"
            yield Finding("frozen", reason, fatal=False)


def _stretches(marks: Sequence[bool]) -> Iterator[tuple[int, int]]:
    at = 0
    for mark, group in groupby(marks):
        length = sum(1 for _ in group)
        if mark:
            yield at, length
        at += length


def _films_at(timeline: Timeline, number: int) -> bool:
    return any(
        isinstance(clip.element, Footage) and at + clip.start <= number < at + clip.start + clip.length
        for scene, at in zip(timeline.scenes, timeline.starts(), strict=True)
        for clip in scene.clips()
        if at <= number < at + scene.length
    )


# Words


def _looks(timeline: Timeline, piece: Piece, keys: Sequence[int]) -> list[tuple[int, Clip]]:
    """Where each personal text stands in full, in frames of the piece: at a key frame if one falls in, as those are
    cheap to look at."""
    found: list[tuple[int, Clip]] = []
    for scene, at in zip(timeline.scenes, timeline.starts(), strict=True):
        entering = scene.enter.length if scene.enter else 0
        for clip in scene.clips():
            if not (isinstance(clip.element, Text) and clip.depends and clip.element.text.strip()) or clip.element.font:
                continue
            first = max(at + clip.start + clip.fade_in, at + entering) - piece.start
            last = at + clip.start + clip.length - clip.fade_out - 1 - piece.start
            if clip.opacity < 1 or first < 0 or last >= piece.length or first > last:
                continue
            number = next((key for key in keys if first <= key <= last), first + (last - first) // 4)
            found.append((number, clip))
    return found[:4]


def _words(luma: Any, timeline: Timeline, clip: Clip, number: int) -> Iterator[Finding]:
    """The text drawn once more, over dark and over bright: what is the same in both, and of its colour, is ink."""
    import numpy as np

    from shared.video.layers.stills import text_layer
    from shared.video.planes import blank

    canvas = timeline.canvas
    layer = text_layer(clip, canvas, {})
    drawn = []
    for ground in (16, 235):
        out = blank(canvas.width, canvas.height)
        out[0][...] = ground
        layer.paint(clip.fade_in, out)
        drawn.append(out[0].astype(np.int16))
    letters = (np.abs(drawn[0] - drawn[1]) < 4) & (np.abs(drawn[0] - _luma_of(clip.element)) < 24)
    ink = letters & ~_covered(timeline, clip, number, luma.shape)
    if ink.sum() < 40:  # covered by what lies above, or too small to be told
        return
    share = float((np.abs(luma[ink].astype(np.int16) - drawn[0][ink]) < _INK_OFF).mean())
    if share < _INK_SEEN:
        yield Finding("words", f"“{clip.element.text[:60]}” is not to be seen at frame {number}")  # type: ignore[union-attr] # a Text, by `_looks`


def _luma_of(text: Any) -> int:
    from shared.video.planes import rgba

    red, green, blue, _ = rgba(text.color)
    return round(16 + 219 * (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255)


def _covered(timeline: Timeline, clip: Clip, number: int, shape: tuple[int, int]) -> Any:
    """Where something may lie over the text: boxes of clips above it."""
    import numpy as np

    covered = np.zeros(shape, bool)
    for scene, at in zip(timeline.scenes, timeline.starts(), strict=True):
        if not at <= number < at + scene.length:
            continue
        above = False
        for other in scene.clips():
            if other is clip:
                above = True
            elif above and at + other.start <= number < at + other.start + other.length:
                covered |= _box(other, shape)
    return covered


def _box(clip: Clip, shape: tuple[int, int]) -> Any:
    import numpy as np

    height, width = shape
    wide, high = clip.width or width, clip.height or (clip.width if clip.width else height)
    if isinstance(clip.element, Text):
        high = clip.height or round(clip.element.size * 1.6 * max(1, clip.element.text.count("\n") + 1))
    left = clip.x - {"left": 0, "center": wide // 2, "right": wide}[clip.anchor]
    top = clip.y - {"top": 0, "middle": high // 2, "bottom": high}[clip.stand]
    box = np.zeros(shape, bool)
    box[max(0, top) : max(0, top + high), max(0, left) : max(0, left + wide)] = True
    return box


# Sound


def _of_the_sound(loudness: float | None, timeline: Timeline) -> Iterator[Finding]:
    expected = any(sound.gain > 0.01 for sound in timeline.sounds)
    if loudness is None or loudness < _SILENT:
        yield Finding("sound", "nothing is to be heard", fatal=expected)
    elif not _QUIET <= loudness <= _LOUD:
        yield Finding("loudness", f"{loudness:.1f} LUFS, not within {_QUIET:g} to {_LOUD:g}", fatal=False)


def _measured(packets: _Packets) -> float:
    """The loudness of the whole (ITU-R BS.1770 with its two gates), from blocks that do not overlap, below 8 kHz."""
    import numpy as np

    frames = list(_decoded(packets.sounds, _sound_decoder(packets.sound_decoder)))
    rate = packets.sound_decoder.sample_rate
    heard = np.concatenate([frame.to_ndarray() for frame in frames], axis=1)
    block = int(rate * 0.4) // 3
    third = heard[:, : heard.shape[1] // (3 * block) * 3 * block].reshape(heard.shape[0], -1, 3).mean(axis=2)
    if not third.size:
        return -100.0
    channels = third[:1] * 1.0 if len(third) > 1 and np.array_equal(third[0], third[1]) else third
    spectrum = np.abs(np.fft.rfft(channels.reshape(len(channels), -1, block).astype(np.float32), axis=2)) ** 2
    power = (spectrum * _weights(block, rate / 3)).sum(axis=2) * 2 / block**2
    total = power.sum(axis=0) * (len(third) / len(channels))
    return _gated(total)


def _gated(power: Any) -> float:
    import numpy as np

    def level(values: Any) -> float:
        return -0.691 + 10 * float(np.log10(values.mean())) if values.size and values.mean() > 0 else -100.0

    loud = power[power > 10 ** ((-70 + 0.691) / 10)]
    if not loud.size:
        return level(power)
    return level(loud[loud > 10 ** ((level(loud) - 10 + 0.691) / 10)])


def _weights(block: int, rate: float) -> Any:
    """The squared gain of K-weighting: a shelf of 4 dB above 1.7 kHz and a high pass at 38 Hz, by its filters."""
    import numpy as np

    z = np.exp(-2j * np.pi * np.fft.rfftfreq(block, 1 / rate) / 48_000)
    shelf = (1.53512485958697 - 2.69169618940638 * z + 1.19839281085285 * z**2) / (
        1 - 1.69065929318241 * z + 0.73248077421585 * z**2
    )
    high = (1 - 2 * z + z**2) / (1 - 1.99004745483398 * z + 0.99007225036621 * z**2)
    return (np.abs(shelf * high) ** 2).astype(np.float32)


def _sound_decoder(like: Any) -> Any:
    import av

    decoder = av.CodecContext.create(like.name, "r")
    decoder.extradata = like.extradata
    decoder.options = {"err_detect": "explode"}
    return decoder

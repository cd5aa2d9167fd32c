"""The sound of a timeline: mixed once as floating-point samples, encoded once as AAC, joined by packets."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

import av
import msgspec
import numpy as np
import numpy.typing as npt

from shared.core.errors import InvalidInput
from shared.video.layers.base import Files
from shared.video.sounds import ATTACK, FRAME, RATE, RELEASE, Stretch, packets, samples
from shared.video.timeline import Canvas, Sound, Timeline

BITS = 128_000  # a second, about: by this the encoder chooses its band width
# Equal fidelity instead of equal bits. Held to a bit rate, the encoder makes quiet packets up to five times, to fill
# them: more than twice the time for a voice, and a quarter more bytes, at no lower error.
_QUALITY = 200
_KEPT_SECONDS = 90  # of decoded sound that stays in memory
_KNEE, _CEILING = 0.7, 0.89  # where loud sound begins to be held down, and what it never passes: -1 dB
Samples = npt.NDArray[np.float32]  # 2 x n


class AacTrack(msgspec.Struct, frozen=True, array_like=True):
    """Packets of 1,024 samples each, with what a decoder must know beforehand."""

    packets: tuple[bytes, ...]
    header: bytes


def encode_stretch(timeline: Timeline, stretch: Stretch, files: Files) -> AacTrack:
    """The packets of a stretch.

    The encoder's own 1,024 samples of lead-in stand for the first 1,024 that it would hear: so packet j is heard from
    sample 1024 j on, and sound and picture begin together without an edit list. Every timeline fades in over a longer
    stretch than these 21 ms.
    """
    heard = mixed(timeline.sounds, timeline.canvas, (stretch.feed + 1) * FRAME, (stretch.end + 1) * FRAME, files)
    end = samples(timeline.length, timeline.canvas.rate) - (stretch.feed + 1) * FRAME
    heard[:, max(0, end) :] = 0
    whole, header = encode_samples(heard)
    first = stretch.start - stretch.feed
    return AacTrack(whole[first : first + stretch.stop - stretch.start], header)


def encode_sounds(timeline: Timeline, files: Files) -> AacTrack:
    """The whole sound track at once, for renderers that keep no segments."""
    total = packets(timeline)
    return encode_stretch(timeline, Stretch(0, total, 0, total + 1, ()), files)


def mixed(sounds: Sequence[Sound], canvas: Canvas, first: int, stop: int, files: Files) -> Samples:
    """All sounds together from sample `first` to before `stop`; what is too loud is held down softly.

    Each sample depends on nothing but the sounds at its moment: so what is shared sounds the same beside any voice.
    """
    total: Samples = np.zeros((2, stop - first), np.float32)
    for sound in sounds:
        path = files.get(sound.asset.sha256)
        if path is None:
            raise InvalidInput(f"{sound.asset.name}: its content was not handed to the renderer")
        begin, end = samples(sound.start, canvas.rate), samples(sound.start + sound.length, canvas.rate)
        own = slice(max(first, begin), min(stop, end))
        if own.start < own.stop:
            piece = _piece(sound, path, (own.start - begin, own.stop - begin, end - begin), canvas.rate)
            if sound.duck < 1:
                piece *= _ducked(sound, sounds, canvas, own)
            total[:, own.start - first : own.stop - first] += piece
    return _held_down(total)


def _held_down(total: Samples) -> Samples:
    loud = np.abs(total)
    if float(loud.max(initial=0.0)) <= _KNEE:
        return total
    room = np.float32(_CEILING - _KNEE)
    soft = np.copysign(_KNEE + room * np.tanh((loud - np.float32(_KNEE)) / room), total)
    return np.where(loud > _KNEE, soft, total).astype(np.float32)


def _ducked(sound: Sound, sounds: Sequence[Sound], canvas: Canvas, own: slice) -> Samples:
    """How loud a sound stays beside the voices, sample by sample."""
    moments = np.arange(own.start, own.stop, dtype=np.float32)
    level = np.ones_like(moments)
    for voice in sounds:
        if voice.voice:
            begin, end = samples(voice.start, canvas.rate), samples(voice.start + voice.length, canvas.rate)
            corners = [begin - ATTACK * RATE, begin, end, end + RELEASE * RATE]
            level = np.minimum(level, np.interp(moments, corners, [1, sound.duck, sound.duck, 1]).astype(np.float32))
    return level


def _piece(sound: Sound, path: Path, part: tuple[int, int, int], rate: Fraction) -> Samples:
    """Samples from `part[0]` to before `part[1]` of a sound that lasts `part[2]`."""
    first, stop, length = part
    offset = samples(sound.offset, rate)
    source = _read(path, offset + stop)
    if sound.again:
        heard = np.take(source, np.arange(offset + first, offset + stop), axis=1, mode="wrap")
    else:
        heard = np.zeros((2, stop - first), np.float32)
        there = source[:, offset + first : offset + stop]
        heard[:, : there.shape[1]] = there
    ramp = np.full(stop - first, sound.gain, np.float32)
    moments = np.arange(first, stop, dtype=np.float32)
    if fade := min(length, samples(sound.fade_in, rate)):
        ramp *= np.clip(moments / fade, 0, 1)
    if fade := min(length, samples(sound.fade_out, rate)):
        ramp *= np.clip((length - 1 - moments) / fade, 0, 1)
    return heard * ramp


def _read(path: Path, most: int) -> Samples:
    """At most `most` samples of the first sound track. Raises InvalidInput when there is none."""
    known = path.stat()
    if most <= _KEPT_SECONDS * RATE:  # rounded up, so that neighbours ask for the same
        whole = -(-most // (10 * RATE)) * 10 * RATE
        return _kept(path, known.st_mtime_ns, whole)[:, :most]
    return _decoded(path, most)


@lru_cache(maxsize=4)
def _kept(path: Path, _written: int, most: int) -> Samples:
    return _decoded(path, most)


def _decoded(path: Path, most: int) -> Samples:
    pieces: list[npt.NDArray[Any]] = []
    got = 0
    try:
        with av.open(str(path), options=_reading(path)) as film:
            if not film.streams.audio:
                raise InvalidInput(f"{path.name}: no sound track in it; choose another file")
            resampler = av.AudioResampler(format="fltp", layout="stereo", rate=RATE)
            for frame in film.decode(film.streams.audio[0]):
                for piece in _stereo(frame, resampler):
                    pieces.append(piece)
                    got += piece.shape[1]
                if got >= most:
                    break
    except (av.FFmpegError, OSError) as error:
        raise InvalidInput(f"{path.name}: the sound cannot be read: {error.strerror}") from error
    if not got:
        raise InvalidInput(f"{path.name}: the sound track is empty; choose another file")
    if all(piece.dtype == np.int16 for piece in pieces):  # all at once: frames are short
        return _floats(np.concatenate(pieces, axis=1)[:, :most])
    return np.concatenate(list(map(_floats, pieces)), axis=1)[:, :most]


def _reading(path: Path) -> dict[str, str]:
    """FFmpeg looks through megabytes of a WAV for what its head says: a tenth of the time that its encoding takes."""
    with path.open("rb") as file:
        return {"probesize": "65536"} if file.read(4) == b"RIFF" else {}


def _floats(values: npt.NDArray[Any]) -> Samples:
    if values.dtype != np.int16:
        return values
    floats: Samples = np.multiply(values, np.float32(1 / 32768), dtype=np.float32)
    return floats


def _stereo(frame: Any, resampler: Any) -> Iterator[npt.NDArray[Any]]:
    """A decoded frame as two rows of floats, or of 16 bits, at our rate; the common cases without the resampler,
    which is slow."""
    kind = frame.format.name
    if (frame.sample_rate, frame.layout.name) == (RATE, "stereo") and kind in {"fltp", "s16"}:
        values = frame.to_ndarray()
        yield values if kind == "fltp" else values.reshape(-1, 2).T
    else:
        for piece in resampler.resample(frame):
            yield piece.to_ndarray().astype(np.float32, copy=False)


def encode_samples(heard: Samples) -> tuple[tuple[bytes, ...], bytes]:
    """AAC packets, and what a decoder must know beforehand."""
    encoder: Any = av.CodecContext.create("aac", "w")
    encoder.sample_rate, encoder.layout, encoder.format = RATE, "stereo", "fltp"
    encoder.bit_rate, encoder.time_base = BITS, Fraction(1, RATE)
    encoder.options = {"aac_coder": "fast", "flags": "+qscale", "global_quality": str(_QUALITY)}
    encoder.flags |= av.codec.context.Flags.global_header
    encoder.open()
    made = [bytes(packet) for frame in _frames(heard) for packet in encoder.encode(frame)]
    made += [bytes(packet) for packet in encoder.encode(None)]
    return tuple(made), bytes(encoder.extradata or b"")


def _frames(heard: Samples) -> Iterator[Any]:
    for at in range(0, heard.shape[1], FRAME):
        piece = np.ascontiguousarray(heard[:, at : at + FRAME])
        frame = av.AudioFrame.from_ndarray(piece, format="fltp", layout="stereo")
        frame.sample_rate, frame.pts, frame.time_base = RATE, at, Fraction(1, RATE)
        yield frame

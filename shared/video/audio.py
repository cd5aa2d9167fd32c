"""The sound of a timeline: mixed once as floating-point samples, encoded once as AAC."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt

from shared.core.errors import InvalidInput
from shared.video.compose import Files
from shared.video.timeline import Canvas, Sound

RATE = 48_000  # samples a second
FRAME = 1024  # samples in an AAC packet; also what the encoder puts before the first sound
BITS = 128_000  # a second
Samples = npt.NDArray[np.float32]  # 2 x n


@dataclass(frozen=True, slots=True)
class AacTrack:
    """Packets of 1,024 samples each, the first at 0, with what a decoder must know beforehand."""

    packets: tuple[bytes, ...]
    header: bytes


def encode_sounds(sounds: Sequence[Sound], canvas: Canvas, frames: int, files: Files) -> AacTrack:
    """The timeline's sound as AAC; silence where there is none, since some players want a sound track."""
    return _encoded(mixed(sounds, canvas, frames, files))


def mixed(sounds: Sequence[Sound], canvas: Canvas, frames: int, files: Files) -> Samples:
    """All sounds together, exactly as long as `frames`; turned down as a whole where they would clip."""
    total: Samples = np.zeros((2, _samples(frames, canvas.rate)), np.float32)
    for sound in sounds:
        path = files.get(sound.asset.sha256)
        if path is None:
            raise InvalidInput(f"{sound.asset.name}: its content was not handed to the renderer")
        first = _samples(sound.start, canvas.rate)
        length = min(_samples(sound.length, canvas.rate), total.shape[1] - first)
        if length > 0:
            total[:, first : first + length] += _piece(sound, path, length, canvas.rate)
    peak = float(np.abs(total).max(initial=0.0))
    return total * np.float32(0.89 / peak) if peak > 0.89 else total  # -1 dB below full scale


def _samples(frames: int, rate: Fraction) -> int:
    return round(frames * RATE / rate)


def _piece(sound: Sound, path: Path, length: int, rate: Fraction) -> Samples:
    first = _samples(sound.offset, rate)
    source = _read(path, first + length)
    repeated = np.take(source, range(first, first + length), axis=1, mode="wrap")
    ramp = np.full(length, sound.gain, np.float32)
    if fade := min(length, _samples(sound.fade_in, rate)):
        ramp[:fade] *= np.linspace(0, 1, fade, dtype=np.float32)
    if fade := min(length, _samples(sound.fade_out, rate)):
        ramp[-fade:] *= np.linspace(1, 0, fade, dtype=np.float32)
    return repeated * ramp


def _read(path: Path, most: int) -> Samples:
    """At most `most` samples of the first sound track. Raises InvalidInput when there is none."""
    pieces: list[Samples] = []
    got = 0
    try:
        with av.open(str(path)) as film:
            if not film.streams.audio:
                raise InvalidInput(f"{path.name}: no sound track in it; choose another file")
            resampler = av.AudioResampler(format="fltp", layout="stereo", rate=RATE)
            for frame in film.decode(film.streams.audio[0]):
                for piece in resampler.resample(frame):
                    pieces.append(piece.to_ndarray().astype(np.float32, copy=False))
                    got += pieces[-1].shape[1]
                if got >= most:
                    break
    except av.FFmpegError as error:
        raise InvalidInput(f"{path.name}: the sound cannot be read: {error.strerror}") from error
    if not got:
        raise InvalidInput(f"{path.name}: the sound track is empty; choose another file")
    return np.concatenate(pieces, axis=1)[:, :most]


def _encoded(samples: Samples) -> AacTrack:
    encoder: Any = av.CodecContext.create("aac", "w")
    encoder.sample_rate, encoder.layout, encoder.format = RATE, "stereo", "fltp"
    encoder.bit_rate, encoder.time_base = BITS, Fraction(1, RATE)
    encoder.options = {"aac_coder": "fast"}  # a third of the default's time at a lower error
    encoder.flags |= av.codec.context.Flags.global_header
    encoder.open()
    # The encoder's own 1,024 samples of lead-in stand for the first 1,024 of ours: so sound and picture begin
    # together without an edit list. Every timeline fades in over a longer stretch than these 21 ms.
    packets = [bytes(packet) for frame in _frames(samples[:, FRAME:]) for packet in encoder.encode(frame)]
    packets += [bytes(packet) for packet in encoder.encode(None)]
    wanted = max(1, round(samples.shape[1] / FRAME))
    return AacTrack(tuple(packets[:wanted]), bytes(encoder.extradata or b""))


def _frames(samples: Samples) -> Iterator[Any]:
    for at in range(0, samples.shape[1], FRAME):
        piece = np.ascontiguousarray(samples[:, at : at + FRAME])
        frame = av.AudioFrame.from_ndarray(piece, format="fltp", layout="stereo")
        frame.sample_rate, frame.pts, frame.time_base = RATE, at, Fraction(1, RATE)
        yield frame

"""The media of videos: the user's own from the bucket, and samples that are made on the spot.

The samples are drawn and composed by this code, so that nothing binary lies in the repository; the same code makes the
same pictures and sounds everywhere.
"""

import hashlib
import math
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from shared.core.errors import AppError, InvalidInput
from shared.core.log import get_log
from shared.core.text import slug
from shared.ports.blobs import BlobStore
from shared.video.ffmpeg import find_ffmpeg, rewrite
from shared.video.stage import MediaFile
from shared.video.timeline import Asset

BUCKET = "media"
HEAD, MUSIC = "head.mp4", "music.wav"
_EDITION = "samples-1"  # raise it when the samples change

log = get_log(__name__)


@dataclass(frozen=True, slots=True)
class Media:
    """Files at hand: what a template asks for by name, and where a renderer finds the bytes."""

    named: Mapping[str, MediaFile]
    files: Mapping[str, Path]  # by SHA-256


def ensure_media(folder: Path, rate: Fraction = Fraction(30)) -> Media:
    """The sample media, made in a few seconds at the first call and found at every later one."""
    home = folder / _EDITION
    if not home.is_dir():
        _make_samples(folder, home)
    return described({path.name: path for path in sorted(home.iterdir())}, rate)


def described(paths: Mapping[str, Path], rate: Fraction) -> Media:
    """What can be used of these files; one that cannot be read is left out, with a line in the log."""
    named, files = {}, {}
    for name, path in paths.items():
        try:
            found = describe(name, path, rate)
        except AppError as error:
            log.warning("media file cannot be used", name=name, reason=str(error))
            continue
        named[name], files[found.asset.sha256] = found, path
    return Media(named, files)


def describe(name: str, path: Path, rate: Fraction) -> MediaFile:
    """A media file as a template sees it. Raises InvalidInput when it is neither film nor sound."""
    import av

    try:
        with av.open(str(path)) as film:
            seconds = Fraction(film.duration or 0, 1_000_000)
            pictures = bool(film.streams.video) and (film.streams.video[0].codec_context.width or 0) > 0
            sound = bool(film.streams.audio)
    except (av.FFmpegError, OSError, ValueError) as error:
        raise InvalidInput(f"{name}: not readable as film or sound: {error}") from error
    if not pictures and not sound:
        raise InvalidInput(f"{name}: neither pictures nor sound in it; use an MP4, MOV, WebM, WAV or MP3")
    with path.open("rb") as file:
        content = hashlib.file_digest(file, "sha256").hexdigest()
    return MediaFile(Asset(name, content), max(1, round(seconds * rate)) if pictures else 0, sound)


class MediaLibrary:
    """Media by name: the bucket's first, the samples for what it lacks.

    The user's films are rewritten once by the FFmpeg program, where there is one, and kept by generation.
    """

    def __init__(self, blobs: BlobStore, folder: Path, ffmpeg: str = "") -> None:
        self._blobs = blobs
        self._folder = folder
        self._ffmpeg = ffmpeg

    def gather(self, names: frozenset[str], rate: Fraction) -> Media:
        """Those of the named files that there are."""
        samples = ensure_media(self._folder, rate)
        own = {name: path for name in sorted(names) if (path := self._own(name, rate)) is not None}
        found = described(own, rate)
        return Media(
            {name: file for name, file in {**samples.named, **found.named}.items() if name in names},
            {**samples.files, **found.files},
        )

    def _own(self, name: str, rate: Fraction) -> Path | None:
        blob = self._blobs.stat(BUCKET, name)
        if blob is None:
            return None
        known = f"{slug(name) or 'media'}-{blob.generation}-{rate.numerator}-{rate.denominator}.mp4"
        kept = self._folder / "own" / known
        if kept.is_file():
            return kept
        kept.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".own-", dir=kept.parent) as folder:
            raw = self._blobs.download(
                BUCKET, name, Path(folder) / f"raw{Path(name).suffix}", generation=blob.generation
            )
            return self._rewritten(name, raw, kept, rate)

    def _rewritten(self, name: str, raw: Path, kept: Path, rate: Fraction) -> Path | None:
        program = find_ffmpeg(self._ffmpeg)
        if program is None:
            return raw.replace(kept)  # as it is: frames are put right when they are read, which only takes longer
        try:
            return rewrite(program, raw, kept, rate)
        except InvalidInput as error:
            log.warning("media file cannot be used", name=name, reason=str(error))
            return None


def _make_samples(folder: Path, home: Path) -> None:
    """All samples or none: they are made beside their place, then moved there."""
    folder.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=".samples-", dir=folder))
    try:
        _film_speaker(part / HEAD)
        _play_music(part / MUSIC)
        part.chmod(0o755)
        try:
            part.replace(home)
        except OSError:  # another process was quicker: its samples are the same
            if not home.is_dir():
                raise
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _film_speaker(path: Path) -> None:
    import av
    import numpy as np

    from shared.video import portrait
    from shared.video.planes import to_yuv

    with av.open(str(path), "w", options={"movflags": "+faststart"}) as film:
        stream: Any = film.add_stream("libx264", rate=portrait.RATE)
        stream.width = stream.height = portrait.SIDE
        stream.pix_fmt = "yuv420p"
        context = stream.codec_context
        context.color_primaries = context.color_trc = context.colorspace = context.color_range = 1
        context.thread_count = 1  # the same bytes on every machine
        context.options = {"preset": "veryfast", "crf": "18", "x264-params": "bframes=0:keyint=60"}
        for number, image in enumerate(portrait.frames()):
            frame = to_yuv(av.VideoFrame.from_ndarray(np.asarray(image), format="rgb24"))
            frame.pts, frame.time_base = number, Fraction(1, portrait.RATE)
            film.mux(stream.encode(frame))
        film.mux(stream.encode(None))


_RATE = 48_000
_BAR = 2.4  # seconds
# Four bars, four voices each, as half tones above the A of 110 Hz: A, F sharp minor, D, E.
_CHORDS = ((0, 12, 16, 19), (-3, 9, 12, 16), (5, 12, 17, 21), (7, 11, 14, 19))


def _play_music(path: Path) -> None:
    """A soft loop: held chords under plucked ones, with nothing that asks for attention."""
    import wave

    import numpy as np

    bar = round(_BAR * _RATE)
    total = np.zeros((2, bar * len(_CHORDS)), np.float64)
    ring = round(1.8 * _RATE)
    t = np.arange(bar + ring) / _RATE
    for number, chord in enumerate(_CHORDS):
        swell = np.minimum(1, t / 0.7) * np.minimum(1, np.maximum(0, (_BAR + 1.2 - t) / 1.2))
        for voice, tone in enumerate(chord):
            pitch = 110 * 2 ** (tone / 12)
            held = sum(np.sin(2 * math.pi * pitch * detune * t) for detune in (0.998, 1.0, 1.003)) * swell * 0.035
            _add(total, held, number * bar, 0.5 + 0.12 * (voice - 1.5))
        for beat in range(8):
            pitch = 220 * 2 ** (chord[(0, 2, 3, 2, 1, 2, 3, 2)[beat]] / 12)
            s = t[:ring]
            pluck = (np.sin(2 * math.pi * pitch * s) + 0.3 * np.sin(4 * math.pi * pitch * s)) * np.exp(-4.5 * s)
            _add(
                total,
                pluck * np.minimum(1, s / 0.006) * (0.075 if beat % 4 else 0.1),
                number * bar + beat * bar // 8,
                0.35 + 0.3 * (beat % 2),
            )
    total *= 0.5 / np.abs(total).max()
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(_RATE)
        file.writeframes((total.T * 32767).astype("<i2").tobytes())


def _add(total: Any, tone: Any, at: int, pan: float) -> None:
    """Mix a tone in; what rings beyond the end is heard at the beginning, so that the loop has no seam."""
    import numpy as np

    places = (at + np.arange(len(tone))) % total.shape[1]
    np.add.at(total[0], places, tone * math.cos(pan * math.pi / 2))
    np.add.at(total[1], places, tone * math.sin(pan * math.pi / 2))

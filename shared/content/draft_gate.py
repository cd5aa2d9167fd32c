"""What a draft's film must pass before a person is shown it, read from the file itself.

Nothing here knows what the film was to show: who made it, this house or a vendor, is held to the same.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from shared.core.errors import AppError

_SHORTEST: Final = 1.0  # seconds
_LOOKS: Final = 24  # pictures that are decoded, spread over the film
_DARK: Final = 32  # luma at or below which a picture counts as black
_SILENT: Final = 1e-4  # of full scale


@dataclass(frozen=True, slots=True)
class FilmLook:
    """What was seen. `faults`: why it does not count; `remarks`: what a person should know."""

    seconds: float = 0.0
    width: int = 0
    height: int = 0
    size: int = 0
    sha256: str = ""
    faults: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def look(path: Path, expected: float | None = None) -> FilmLook:
    """Nothing is raised for a bad film. `expected`: seconds that it should last, where somebody knows."""
    import av

    from shared.video.probe import probe

    try:
        found = probe(path)
    except AppError as error:
        return FilmLook(faults=(str(error),))
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    width, height = (found.video.width, found.video.height) if found.video else (0, 0)
    faults: list[str] = []
    remarks: list[str] = []
    if found.video is None or not found.video.frames:
        faults.append("it has no pictures")
    elif found.seconds < _SHORTEST:
        faults.append(f"it lasts {found.seconds:.1f} s; {_SHORTEST:g} s are the least")
    else:
        try:
            of_pictures, black = _of_pictures(path)
            (faults if black else remarks).extend(of_pictures)
            remarks += _of_sound(path)
        except (av.FFmpegError, OSError, ValueError) as error:
            faults.append(f"it cannot be decoded: {getattr(error, 'strerror', None) or error}")
    if expected and abs(found.seconds - expected) > max(1.0, 0.1 * expected):
        remarks.append(f"it lasts {found.seconds:.1f} s, {expected:.1f} s were proposed")
    size = path.stat().st_size
    return FilmLook(found.seconds, width, height, size, digest, tuple(faults), tuple(remarks))


def _of_pictures(path: Path) -> tuple[list[str], bool]:
    """What is to be said of pictures spread over the film, and whether it does not count for that."""
    seen, dark, prints = 0, 0, set[bytes]()
    for frame in _pictures(path):
        plane = frame.reformat(width=32, height=32, format="gray").planes[0]
        luma = b"".join(bytes(plane)[row * plane.line_size :][:32] for row in range(32))
        seen += 1
        dark += max(luma) <= _DARK
        prints.add(bytes(value >> 3 for value in luma))
    if not seen:
        return ["no picture of it can be decoded"], True
    if dark == seen:
        return ["it is black from beginning to end"], True
    said = [f"it is black in {dark} of {seen} places"] if dark * 2 > seen else []
    return [*said, *(["nothing moves in it"] if len(prints) == 1 and seen > 2 else [])], False


def _pictures(path: Path) -> Iterator[Any]:
    import av

    with av.open(str(path)) as film:
        stream = film.streams.video[0]
        stream.thread_type = "AUTO"
        length = stream.duration * stream.time_base if stream.duration and stream.time_base else None
        step = float(length) / _LOOKS if length else 0.1
        wanted = step / 2
        for frame in film.decode(stream):
            if (frame.time or 0.0) >= wanted:
                wanted += step
                yield frame


def _of_sound(path: Path) -> Iterator[str]:
    import av
    import numpy as np

    with av.open(str(path)) as film:
        if not film.streams.audio:
            yield "it has no sound"
            return
        resampler = av.AudioResampler(format="flt", layout="mono", rate=8000)
        for frame in film.decode(film.streams.audio[0]):
            for piece in resampler.resample(frame):
                if float(np.abs(piece.to_ndarray()).max(initial=0.0)) > _SILENT:
                    return
    yield "its sound is silent"

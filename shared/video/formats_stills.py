"""Pictures of a finished film: a poster, thumbnails, and a GIF small enough for a mail."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from shared.core.errors import InvalidInput

GIF_BYTES = 300_000  # what mail programs load without asking
_STEPS = (
    (480, 10, 96),
    (480, 8, 64),
    (420, 8, 64),
    (360, 8, 48),
    (320, 6, 48),
    (280, 6, 32),
    (240, 5, 32),
    (200, 4, 24),
)


@dataclass(frozen=True, slots=True)
class Gif:
    content: bytes
    width: int
    rate: int  # frames a second


def poster(path: Path, *, width: int = 1280, at: float | None = None) -> bytes:
    """A JPEG of the frame that says most: rich in contrast and edges, neither black nor in the middle of a passage.

    `at` = seconds, where a certain moment is wished for.
    """
    if at is not None:
        return _jpeg(next(_moments(path, [at])), width)
    return _jpeg(max(_spread(path, 12), key=_worth), width)


def thumbnails(path: Path, count: int = 5, *, width: int = 320) -> tuple[bytes, ...]:
    """JPEGs at even distances."""
    return tuple(_jpeg(image, width) for image in _spread(path, count))


def gif(path: Path, *, start: float = 0.0, seconds: float = 3.0, most: int = GIF_BYTES) -> Gif:
    """A looping GIF, as large and fluent as `most` bytes allow. Raises InvalidInput when no size does."""
    from shared.video.probe import probe

    if start >= probe(path).seconds:
        raise InvalidInput(f"{path.name}: it has no pictures from {start:g} s on")
    for width, rate, colors in _STEPS:
        content = _animated(path, start, seconds, width, rate, colors)
        if len(content) <= most:
            return Gif(content, width, rate)
    raise InvalidInput(f"{path.name}: {seconds:g} s of it do not fit into a GIF of {most:,} bytes; take a shorter part")


def _animated(path: Path, start: float, seconds: float, width: int, rate: int, colors: int) -> bytes:
    wanted = [start + number / rate for number in range(max(1, round(seconds * rate)))]
    small = [_scaled(image, width) for image in _moments(path, wanted)]
    if not small:
        raise InvalidInput(f"{path.name}: it has no pictures from {start:g} s on")
    palette = _common(small).quantize(colors, method=Image.Quantize.MEDIANCUT)
    frames = [image.quantize(palette=palette, dither=Image.Dither.NONE) for image in small]
    held = io.BytesIO()
    frames[0].save(
        held, "GIF", save_all=True, append_images=frames[1:], duration=round(1000 / rate), loop=0, optimize=False
    )
    return held.getvalue()


def _common(images: list[Image.Image]) -> Image.Image:
    """A few of them side by side: one palette for all, so that nothing flickers."""
    some = images[:: max(1, len(images) // 6)]
    whole = Image.new("RGB", (some[0].width, some[0].height * len(some)))
    for number, image in enumerate(some):
        whole.paste(image, (0, number * image.height))
    return whole


def _worth(image: Image.Image) -> float:
    import numpy as np

    grey = np.asarray(image.convert("L").resize((160, 90)), np.float32)
    edges = float(np.abs(np.diff(grey, axis=0)).mean() + np.abs(np.diff(grey, axis=1)).mean())
    light = float(grey.mean())
    return float(grey.std()) + 3 * edges - abs(light - 118) * 0.15


def _spread(path: Path, count: int) -> Iterator[Image.Image]:
    from shared.video.probe import probe

    found = probe(path)
    if found.video is None or not found.video.frames:
        raise InvalidInput(f"{path.name}: it has no pictures")
    length = float(found.video.frames / found.video.rate)
    return _moments(path, [length * (number + 0.5) / count for number in range(count)])


def _moments(path: Path, wanted: list[float]) -> Iterator[Image.Image]:
    """The frames that stand at these moments (rising), each decoded once."""
    import av

    try:
        with av.open(str(path)) as film:
            stream: Any = film.streams.video[0]
            stream.thread_type = "AUTO"
            if wanted and wanted[0] > 2:
                film.seek(int(wanted[0] * 1_000_000), backward=True)
            yield from _picked(film.decode(stream), wanted)
    except (av.FFmpegError, IndexError) as error:
        raise InvalidInput(f"{path.name}: the film cannot be read: {error}") from error


def _picked(frames: Iterator[Any], wanted: list[float]) -> Iterator[Image.Image]:
    number, held = 0, None
    for frame in frames:
        moment = float(frame.time or 0.0)
        while number < len(wanted) and held is not None and moment > wanted[number] + 1e-6:
            yield held.to_image()
            number += 1
        held = frame
        if number == len(wanted):
            return
    if number < len(wanted) and held is not None:
        yield held.to_image()


def _scaled(image: Image.Image, width: int) -> Image.Image:
    width = min(width, image.width)
    return image.resize((width, max(1, round(image.height * width / image.width))), Image.Resampling.LANCZOS)


def _jpeg(image: Image.Image, width: int) -> bytes:
    held = io.BytesIO()
    _scaled(image, width).save(held, "JPEG", quality=84, optimize=True, progressive=True)
    return held.getvalue()

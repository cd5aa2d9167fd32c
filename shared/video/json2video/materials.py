"""What a movie's `src` names: fetched through the egress rules or taken from beside the movie, weighed, measured.

Nothing is believed of a file before it was looked at: its kind is what its bytes are, not what its name or sender say.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from shared.core.errors import AppError, InvalidInput
from shared.video.timeline import Asset

if TYPE_CHECKING:
    from shared.http import Page

Kind = Literal["picture", "film", "sound", "text", "font"]
_NAMES = {"picture": "a picture", "film": "a film", "sound": "a sound", "text": "a text", "font": "a typeface"}


@dataclass(frozen=True, slots=True)
class Limits:
    """What one source, and all sources of a movie, may weigh."""

    picture: int = 30_000_000  # bytes
    film: int = 300_000_000
    sound: int = 100_000_000
    text: int = 2_000_000
    font: int = 20_000_000
    all: int = 1_000_000_000
    seconds: float = 60.0  # for one source


@dataclass(frozen=True, slots=True)
class Material:
    """A source at hand."""

    asset: Asset
    path: Path
    width: int = 0  # pixels, as it is seen
    height: int = 0
    seconds: float = 0.0  # 0 for what has no length of its own
    sound: bool = False


Fetch = Callable[..., "Page"]
"""`Http.fetch`."""


class Materials:
    """The sources of one movie. `beside`: the movie's own folder, for sources that are names of files; None: none may
    be. `folder` holds what was fetched; it may be emptied at any time."""

    def __init__(
        self,
        folder: Path,
        *,
        fetch: Fetch | None = None,
        beside: Path | None = None,
        ffmpeg: str = "",
        rate: Fraction = Fraction(25),
        limits: Limits | None = None,
    ) -> None:
        self._folder, self._fetch, self._beside, self._ffmpeg = folder, fetch, beside, ffmpeg
        self._rate, self._limits = rate, limits or Limits()
        self._known: dict[tuple[str, Kind], Material] = {}
        self._weight = 0

    @property
    def files(self) -> Mapping[str, Path]:
        """Where each content lies, by SHA-256."""
        return {one.asset.sha256: one.path for one in self._known.values()}

    def get(self, src: str, kind: Kind, place: str) -> Material:
        """Raises InvalidInput or TransientError that name the place in the movie."""
        key = (src.strip(), kind)
        if key not in self._known:
            try:
                self._known[key] = self._measured(self._at_hand(key[0], kind), kind, key[0])
            except AppError as error:
                raise type(error)(f"{place}: {error}") from error
        return self._known[key]

    def keep(self, content: bytes, suffix: str, name: str) -> Material:
        """Something made here, such as speech or a drawn page."""
        path = self._stored(content, suffix)
        kind: Kind = "picture" if suffix == ".png" else "sound"
        return self._known.setdefault((str(path), kind), self._measured(path, kind, name))

    def _at_hand(self, src: str, kind: Kind) -> Path:
        most = int(getattr(self._limits, kind))
        if src.lower().startswith(("http://", "https://")):
            return self._fetched(src, most)
        if "://" in src or src.lower().startswith(("data:", "file:", "javascript:")):
            raise InvalidInput(f"{src[:80]!r} is no address that may be read; use http or https")
        if self._beside is None:
            raise InvalidInput(f"{src[:80]!r} is no web address, and files of this machine may not be used here")
        path = (self._beside / src).resolve()
        if not path.is_relative_to(self._beside.resolve()) or not path.is_file():
            raise InvalidInput(f"{src[:80]!r}: there is no such file beside the movie")
        if path.stat().st_size > most:
            raise InvalidInput(f"{src[:80]!r}: {path.stat().st_size:,} bytes are too many, at most {most:,}")
        self._weigh(path.stat().st_size)
        return path

    def _fetched(self, src: str, most: int) -> Path:
        if self._fetch is None:
            raise InvalidInput(f"{src[:80]}: the network is not used here; put the file beside the movie")
        page = self._fetch(src, max_bytes=most, timeout=self._limits.seconds, accept=())
        if page.truncated:
            raise InvalidInput(f"{src[:80]}: it has more than {most:,} bytes")
        self._weigh(len(page.body))
        return self._stored(page.body, "")

    def _weigh(self, size: int) -> None:
        self._weight += size
        if self._weight > self._limits.all:
            raise InvalidInput(f"the sources of this movie have more than {self._limits.all:,} bytes together")

    def _stored(self, content: bytes, suffix: str) -> Path:
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{hashlib.sha256(content).hexdigest()}{suffix}"
        if not path.is_file():
            part = path.with_name(f".{path.name}.part")
            part.write_bytes(content)
            part.replace(path)
        return path

    def _measured(self, path: Path, kind: Kind, src: str) -> Material:
        if kind == "font":
            _check_font(path, src)
        if kind in {"text", "font"}:
            return Material(_asset(path, src), path)
        if kind == "picture":
            from shared.video.planes import open_picture

            try:
                size = open_picture(path).size
            except InvalidInput as error:
                raise InvalidInput(f"{src[:80]!r} is not readable as a picture; use a JPEG, PNG or WebP") from error
            return Material(_asset(path, src), path, *size)
        return self._film(path, kind, src)

    def _film(self, path: Path, kind: Kind, src: str) -> Material:
        import av

        path = self._upright(path, src) if kind == "film" else path
        try:
            with av.open(str(path)) as film:
                seconds = float(film.duration or 0) / 1_000_000
                video = film.streams.video[0] if film.streams.video else None
                size = (video.codec_context.width, video.codec_context.height) if video else (0, 0)
                sound = bool(film.streams.audio)
        except (av.FFmpegError, OSError, ValueError) as error:
            raise InvalidInput(f"{src[:80]!r} is not readable as {_NAMES[kind]}") from error
        if (kind == "film" and not size[0]) or (kind == "sound" and not sound):
            lacking = "pictures" if kind == "film" else "sound"
            raise InvalidInput(f"{src[:80]!r} has no {lacking} in it; it cannot be used as {_NAMES[kind]}")
        if seconds <= 0:
            raise InvalidInput(f"{src[:80]!r} has no length")
        return Material(_asset(path, src), path, *size, seconds=seconds, sound=sound)

    def _upright(self, path: Path, src: str) -> Path:
        """A film as this house makes them: steady, upright, within limits; by a process without network."""
        from shared.video.ffmpeg import find_ffmpeg, rewrite

        program = find_ffmpeg(self._ffmpeg)
        if program is None:  # as it is: most films need no rewriting
            return path
        with path.open("rb") as file:
            content = hashlib.file_digest(file, "sha256").hexdigest()
        kept = self._folder / f"{content}-{self._rate.numerator}-{self._rate.denominator}.mp4"
        try:
            return kept if kept.is_file() else rewrite(program, path, kept, self._rate)
        except InvalidInput as error:
            raise InvalidInput(f"{src[:80]!r} is not readable as a film: {error}") from error


def _check_font(path: Path, src: str) -> None:
    from PIL import ImageFont

    try:
        ImageFont.truetype(str(path), 20).getlength("Ag")
    except (OSError, ValueError) as error:
        raise InvalidInput(f"{src[:80]!r} is not readable as a typeface; use TTF or OTF") from error


def _asset(path: Path, src: str) -> Asset:
    with path.open("rb") as file:
        return Asset(src.rpartition("/")[2][:80] or src[:80], hashlib.file_digest(file, "sha256").hexdigest())


def downloader(fetch: Fetch, most: int = 500_000_000) -> Callable[[str, Path], None]:
    """Fetches a film to a file, whole or not at all."""

    def download(url: str, target: Path) -> None:
        page = fetch(url, max_bytes=most, timeout=300.0, accept=())
        if page.truncated:
            raise InvalidInput(f"{url[:80]}: it has more than {most:,} bytes")
        target.write_bytes(page.body)

    return download

"""The FFmpeg program, for films from outside: found, fenced in, given no text that it could take for a command.

The house's own pictures are composed in this process. What somebody else made (turned by a flag, with a changing rate,
in high dynamic range, or made to do harm) is first rewritten by a process of its own: no network, no playlists, limits
on time, memory, pixels and output.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from shared.core.errors import InvalidInput, NotFound, TransientError
from shared.core.text import shorten

REMEDY = "install it with `uv sync --extra video`, install your system's ffmpeg, or set LEADREEL_FFMPEG"
_DEMUXERS = "mov,matroska,webm,avi,mpegts,mpeg,wav,mp3,flac,ogg,aac,asf,flv,gif"
_LONGEST_SIDE = 1920  # pixels of a rewritten film


@dataclass(frozen=True, slots=True)
class Limits:
    """What one run may take."""

    seconds: float = 300.0
    memory: int = 3_000_000_000  # bytes of address space
    output: int = 1_000_000_000  # bytes
    pixels: int = 50_000_000  # of one frame


DEFAULT = Limits()


def find_ffmpeg(setting: str = "") -> Path | None:
    """The program: the setting, the one of the imageio-ffmpeg wheel, PATH; None when there is none.

    Raises NotFound when the setting names no program.
    """
    if setting:
        named = shutil.which(setting)
        if named is None:
            raise NotFound(f"LEADREEL_FFMPEG: there is no program {setting!r}; correct the path or leave it empty")
        return Path(named)
    try:
        import imageio_ffmpeg

        return Path(imageio_ffmpeg.get_ffmpeg_exe())
    except (ImportError, RuntimeError):
        found = shutil.which("ffmpeg")
        return Path(found) if found else None


def toned_by(curve: int, folder: Path) -> str:
    """The filters that bring RGB of that curve down to standard range as tones.py does; their table lies in `folder`,
    where the program must run: names of folders do not enter a filter graph. Every build knows `lut3d`."""
    from shared.video import tones

    table = f"tone{curve}.cube"
    (folder / table).write_text(tones.cube(curve))
    return f"format=gbrp10le,lut3d=file={table}:interp=tetrahedral,"


def rewriting(
    source: Path,
    target: Path,
    rate: Fraction,
    limits: Limits = DEFAULT,
    longest: float = 900,
    *,
    toned: str = "",
) -> list[str]:
    """The arguments that turn any film or sound into one as this house makes them: upright, even, tagged, steady."""
    picture = f"scale=w={_LONGEST_SIDE}:h={_LONGEST_SIDE}:force_original_aspect_ratio=decrease:force_divisible_by=2"
    if toned:
        picture += f":in_color_matrix=bt2020,{toned}scale=0:0"
    picture += (
        f":out_color_matrix=bt709:out_range=tv,setsar=1,fps={rate.numerator}/{rate.denominator},format=yuv420p,"
        "setparams=range=tv:colorspace=bt709:color_primaries=bt709:color_trc=bt709"
    )
    return [
        *("-nostdin", "-hide_banner", "-v", "error", "-y"),
        *("-protocol_whitelist", "file", "-format_whitelist", _DEMUXERS, "-max_pixels", str(limits.pixels)),
        *("-i", f"file:{source}"),
        *("-map", "0:v:0?", "-map", "0:a:0?", "-map_metadata", "-1", "-sn", "-dn"),
        *("-vf", picture, "-c:v", "libx264", "-preset", "veryfast", "-crf", "18", "-bf", "0"),
        *("-c:a", "aac", "-b:a", "160k", "-ar", "48000", "-ac", "2"),
        *("-t", f"{longest:g}", "-fs", str(limits.output), "-movflags", "+faststart"),
        *("-progress", "pipe:1", "-f", "mp4", f"file:{target}"),
    ]


def rewrite(
    program: Path,
    source: Path,
    target: Path,
    rate: Fraction,
    *,
    limits: Limits = DEFAULT,
    on_progress: Callable[[float], None] = lambda _: None,
) -> Path:
    """`source` as an MP4 of ours at `target`, whole or not at all. `on_progress` hears the seconds that are done.

    Raises InvalidInput when the file cannot be read or asks for more than the limits.
    """
    from shared.video.probe import probe

    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".rewrite-", dir=target.parent) as folder:
        home = Path(folder).absolute()
        part, curve = home / "part.mp4", high_range(source)
        toned = toned_by(curve, home) if curve else ""
        arguments = rewriting(source.absolute(), part, rate, limits, toned=toned)
        run(program, arguments, source.name, limits, on_progress, folder=home)
        found = probe(part)
        if found.video is None and found.audio is None:
            raise InvalidInput(f"{source.name}: neither pictures nor sound in it; use an MP4, MOV, WebM, WAV or MP3")
        part.replace(target)
    return target


def high_range(source: Path) -> int:
    """The curve of a film in high dynamic range; 0 for any other, and for what cannot be read: the program says why."""
    import av

    from shared.video import tones

    try:
        with av.open(str(source)) as film:
            return max((tones.high_range(stream.codec_context) for stream in film.streams.video), default=0)
    except (av.FFmpegError, OSError, ValueError):
        return 0


def run(
    program: Path,
    arguments: Sequence[str],
    name: str,
    limits: Limits,
    on_progress: Callable[[float], None] = lambda _: None,
    *,
    folder: Path | None = None,
) -> str:
    """One run of the program within its limits, in `folder`; what it said. Raises InvalidInput that names the file."""
    with tempfile.TemporaryFile("w+") as said:
        try:
            process = subprocess.Popen(  # noqa: S603 - an argument list, no shell; names are paths behind `file:`
                [str(program), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=said,
                text=True,
                env={"PATH": os.environ.get("PATH", "")},
                cwd=folder,
            )
        except OSError as error:
            raise TransientError(f"{program}: cannot be started: {error.strerror}") from error
        _fence_in(process.pid, limits)
        timer = _Timer(process, limits.seconds)
        with process, timer:
            for line in process.stdout or ():
                key, _, value = line.partition("=")
                if key == "out_time_us" and value.strip().isdigit():
                    on_progress(int(value) / 1_000_000)
        said.seek(0)
        text = said.read(200_000)
        last = (text.strip().splitlines() or [""])[-1]
    if timer.over:
        raise InvalidInput(f"{name}: not done within {limits.seconds:g} s; use a shorter or smaller film")
    if process.returncode:
        raise InvalidInput(f"{name}: cannot be read as film or sound: {shorten(last or 'no reason given', 200)}")
    return text


class _Timer:
    """Ends a process that takes too long."""

    def __init__(self, process: "subprocess.Popen[str]", seconds: float) -> None:
        import threading

        self.over = False
        self._process = process
        self._timer = threading.Timer(seconds, self._end)

    def _end(self) -> None:
        self.over = True
        self._process.kill()

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        if self._process.poll() is None:
            self._process.kill()


def _fence_in(pid: int, limits: Limits) -> None:
    """Limits that the kernel keeps; where they cannot be set from outside, the program's own and the time remain."""
    if sys.platform != "linux":
        return
    import resource

    for what, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_FSIZE, limits.output + 50_000_000),
        (resource.RLIMIT_CPU, round(limits.seconds * 8)),
        (resource.RLIMIT_CORE, 0),
    ):
        try:
            resource.prlimit(pid, what, (most, most))
        except (ProcessLookupError, PermissionError, ValueError):
            return

"""Looks into one media file after another, in a process of its own: `python -m shared.content.looking`.

A line of JSON in: {"path", "kind", "thumbnail"}; a line out: what was found. Files are foreign: a decoder that is led
astray takes this process along, not the house. So it has little memory, may write small files only, opens no
playlists and nothing over a network, and whoever started it ends it when a file takes too long.
"""

import json
import sys
from pathlib import Path
from typing import Any

MEMORY = 2_000_000_000  # bytes of address space beyond what the process has when it begins
PIXELS = 50_000_000  # of one picture
LONGEST = 24 * 3600.0  # seconds
_NEAR_END = 0.5  # seconds before its end in which a film must still have something
THUMBNAIL = 320  # pixels of its longer side
_DEMUXERS = "mov,matroska,webm,avi,mpegts,mpeg,wav,mp3,flac,ogg,aac,asf,flv,gif,aiff,caf,amr"
_PICTURES = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")


class _Unfit(Exception):
    """Why a file cannot be used."""


def look(path: Path, kind: str, thumbnail: Path | None) -> dict[str, Any]:
    """What is in the file; `problem` alone when it cannot be used."""
    try:
        return _photo(path, thumbnail) if kind == "image" else _film(path, kind, thumbnail)
    except _Unfit as unfit:
        return {"problem": str(unfit)}
    except MemoryError:
        return {"problem": "it takes too much memory to read"}


def _photo(path: Path, thumbnail: Path | None) -> dict[str, Any]:
    from PIL import Image, ImageOps, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = PIXELS // 2  # Pillow refuses what has twice as many
    try:
        with Image.open(path, formats=_PICTURES) as image:
            width, height = image.size
            if width * height > PIXELS:
                raise _Unfit(f"{width} x {height} pixels are too many, at most {PIXELS:,}")
            if image.getexif().get(0x0112, 1) in {5, 6, 7, 8}:
                width, height = height, width
            image.draft("RGB", (THUMBNAIL * 2, THUMBNAIL * 2))
            upright = ImageOps.exif_transpose(image)
            upright.load()
            _save(upright, thumbnail)
    except Image.DecompressionBombError as error:
        raise _Unfit(f"its pixels are too many, at most {PIXELS:,}") from error
    except UnidentifiedImageError as error:
        if _is_heif(path):
            raise _Unfit("a HEIC picture; export it as a JPEG") from error
        raise _Unfit("not readable as a picture; use a JPEG, PNG or WebP") from error
    except (OSError, ValueError, SyntaxError, EOFError, ArithmeticError, LookupError, TypeError) as error:
        raise _Unfit(f"damaged: {_told(error)}") from error
    return {"width": width, "height": height, "thumbnail": thumbnail is not None}


def _is_heif(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(12)
    return head[4:8] == b"ftyp" and head[8:12] in {b"heic", b"heix", b"mif1", b"msf1", b"hevc", b"avif"}


def _save(image: Any, thumbnail: Path | None) -> None:
    if thumbnail is None:
        return
    small = image.convert("RGB")
    small.thumbnail((THUMBNAIL, THUMBNAIL))
    small.save(thumbnail, "JPEG", quality=80)


def _film(path: Path, kind: str, thumbnail: Path | None) -> dict[str, Any]:
    import av

    fence = {"format_whitelist": _DEMUXERS, "protocol_whitelist": "file", "max_pixels": str(PIXELS)}
    try:
        with av.open(f"file:{path}", options=fence, metadata_errors="ignore") as film:
            video, audio = next(iter(film.streams.video), None), next(iter(film.streams.audio), None)
            if kind == "video" and (video is None or not video.codec_context.width):
                raise _Unfit("no pictures in it" if audio is None else "sound without pictures; put it with the music")
            if kind == "audio" and audio is None:
                raise _Unfit("no sound in it")
            seconds = _seconds(film, video if kind == "video" else audio)
            found: dict[str, Any] = {"duration": round(seconds, 3), "sounds": audio is not None}
            if kind == "video":
                found |= _pictures(film, video, seconds, thumbnail)
            elif audio is not None:
                _first(film, audio)
            return found
    except av.FFmpegError as error:
        raise _Unfit(f"not readable as {'a film' if kind == 'video' else 'sound'}: {_told(error)}") from error
    except (OSError, ValueError, ArithmeticError, LookupError, TypeError) as error:
        raise _Unfit(f"damaged: {_told(error)}") from error


def _seconds(film: Any, stream: Any) -> float:
    """The length as its packets have it, where the file's word on it does not hold."""
    claimed = float(film.duration or 0) / 1_000_000
    if stream.duration and stream.time_base:
        claimed = float(stream.duration * stream.time_base)
    if 0 < claimed <= LONGEST and _reaches(film, stream, claimed):
        return claimed
    film.seek(0)
    last = 0.0
    for packet in film.demux(stream):
        if packet.pts is not None:
            last = max(last, float((packet.pts + (packet.duration or 0)) * stream.time_base))
    if last <= 0:
        raise _Unfit("no length: nothing can be taken from it")
    if last > LONGEST:
        raise _Unfit(f"{last / 3600:,.0f} hours are too long, at most {LONGEST / 3600:g}")
    return last


def _reaches(film: Any, stream: Any, seconds: float) -> bool:
    """Whether something is there shortly before the end: a broken upload ends earlier than it says."""
    import av

    try:
        film.seek(int(max(0.0, seconds - 1.0) * 1_000_000), backward=True)
        last = 0.0
        for number, packet in enumerate(film.demux(stream)):
            if packet.pts is not None and packet.size:
                last = max(last, float((packet.pts + (packet.duration or 0)) * stream.time_base))
            if last >= seconds - _NEAR_END or number > 5000:
                break
    except av.FFmpegError:
        return False
    start = float((stream.start_time or 0) * stream.time_base)
    return last - start >= seconds - _NEAR_END


def _pictures(film: Any, video: Any, seconds: float, thumbnail: Path | None) -> dict[str, Any]:
    context = video.codec_context
    width, height = context.width, context.height
    if width * height > PIXELS:
        raise _Unfit(f"{width} x {height} pixels are too many, at most {PIXELS:,}")
    frame = _frame(film, video, min(1.0, seconds / 3))
    ratio = float(video.sample_aspect_ratio or 1) or 1.0
    if 0.2 < ratio < 5 and abs(ratio - 1) > 0.01:
        width = round(width * ratio)
    turned = round((getattr(frame, "rotation", 0) or 0) / 90) % 4
    if turned % 2:
        width, height = height, width
    if thumbnail is not None:
        image = frame.to_image(width=max(2, frame.width // _less(frame)), height=max(2, frame.height // _less(frame)))
        image = image.rotate(90 * turned, expand=True) if turned else image
        _save(image.resize((max(1, round(image.height * width / height)), image.height)), thumbnail)
    rate = float(video.average_rate or video.guessed_rate or 0)
    return {
        "width": width,
        "height": height,
        "fps": round(rate, 3) if 0 < rate < 1000 else None,
        "thumbnail": thumbnail is not None,
    }


def _less(frame: Any) -> int:
    return max(1, min(int(frame.width), int(frame.height)) // THUMBNAIL)


def _frame(film: Any, video: Any, at: float) -> Any:
    video.thread_type = "NONE"
    film.seek(int(at * 1_000_000), backward=True)
    return _first(film, video)


def _first(film: Any, stream: Any) -> Any:
    """The first thing that can be decoded from here, or from the beginning."""
    import av

    for back in (False, True):
        if back:
            film.seek(0)
        try:
            for number, packet in enumerate(film.demux(stream)):
                for frame in packet.decode():
                    return frame
                if number > 500:
                    break
        except av.FFmpegError:
            if back:
                raise
    raise _Unfit("nothing in it can be decoded")


def _told(error: BaseException) -> str:
    return " ".join(str(getattr(error, "strerror", None) or error).split())[:160] or type(error).__name__


def _fence_in() -> None:
    """Limits that the kernel keeps, set once all libraries are loaded."""
    if sys.platform != "linux":
        return
    import resource

    pages = int(Path("/proc/self/statm").read_text().split()[0])
    most = pages * resource.getpagesize() + MEMORY
    for what, limit in ((resource.RLIMIT_AS, most), (resource.RLIMIT_FSIZE, 5_000_000), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(what, (limit, limit))


def main() -> int:
    try:
        import av
        from PIL import Image
    except ImportError as error:
        sys.stdout.write(json.dumps({"missing": error.name}) + "\n")
        return 1
    av.logging.set_level(None)
    Image.init()
    _fence_in()
    sys.stdout.write(json.dumps({"ready": True}) + "\n")
    sys.stdout.flush()
    for line in sys.stdin:
        asked = json.loads(line)
        thumbnail = Path(asked["thumbnail"]) if asked["thumbnail"] else None
        found = look(Path(asked["path"]), asked["kind"], thumbnail)
        sys.stdout.write(json.dumps(found) + "\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

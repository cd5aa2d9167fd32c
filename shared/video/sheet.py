"""The contact sheet of a campaign: every video's first frame with its lead's name and site, and what looks wrong."""

import io
import math
import statistics
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from shared.core.errors import AppError
from shared.core.text import shorten
from shared.ports.blobs import BlobStore
from shared.video.jobs import RenderJob

if TYPE_CHECKING:
    from PIL import Image

_WORDS = {
    "no_page_blank": "blank page",
    "no_page_status": "page answers with an error",
    "no_page_dead": "site is dead",
    "no_page_refused": "address not allowed",
    "no_page_not_a_page": "not a page",
    "no_page_timeout": "site too slow",
    "no_page_robots": "robots' check",
    "no_page_memory": "page too heavy",
    "no_page_no_browser": "no browser",
    "no_page_crash": "browser broke",
    "no_page_no_url": "no site known",
    "consent": "cookie wall",
    "parked": "parked domain",
    "missing": "404 page",
    "sparse": "hardly anything on the page",
    "silent": "silent",
    "loudness": "loudness",
    "black": "black",
    "frozen": "frozen",
}
_COLUMNS, _ROWS, _WIDE, _HIGH, _FOOT = 5, 6, 320, 180, 62


@dataclass(frozen=True, slots=True)
class Entry:
    """One video on the sheet. `flags` are words for people; none = it looks right."""

    job: str
    lead: str
    name: str
    url: str
    video: str
    seconds: float
    flags: tuple[str, ...]
    reason: str = ""  # why there is no video


def entries(jobs: Iterable[RenderJob]) -> list[Entry]:
    """The rows of a sheet, those to be looked at first. A length is wrong when the others of its type differ."""
    held = list(jobs)
    usual = {
        kind: statistics.median(job.result.frames for job in held if job.result and job.video_type == kind)
        for kind in {job.video_type for job in held if job.result}
    }
    rows = [_entry(job, usual) for job in held]
    return sorted(rows, key=lambda row: (not row.flags, row.name.casefold(), row.job))


def _entry(job: RenderJob, usual: dict[str, float]) -> Entry:
    fields = job.fields
    name = fields.get("full_name") or fields.get("first_name") or fields.get("company_name") or job.lead
    firm = fields.get("company_name", "")
    shown = f"{name}, {firm}" if firm and firm != name else name
    result = job.result
    flags = [_WORDS.get(flag, flag) for flag in result.flags] if result else ["no video"]
    if result and result.frames != usual[job.video_type]:
        flags.append("wrong length")
    return Entry(
        job=job.id,
        lead=job.lead,
        name=shown,
        url=fields.get("website_url", ""),
        video=result.video if result else "",
        seconds=result.seconds if result else 0.0,
        flags=tuple(flags),
        reason="" if result else job.reason,
    )


def draw(rows: Sequence[Entry], blobs: BlobStore) -> Iterator[bytes]:
    """The sheet as JPEGs of thirty videos each."""
    each = _COLUMNS * _ROWS
    for start in range(0, len(rows), each):
        yield _page(rows[start : start + each], blobs)


def _page(rows: Sequence[Entry], blobs: BlobStore) -> bytes:
    from PIL import Image

    high = _HIGH + _FOOT
    page = Image.new("RGB", (_COLUMNS * _WIDE, math.ceil(len(rows) / _COLUMNS) * high), "#111827")
    for number, row in enumerate(rows):
        line, column = divmod(number, _COLUMNS)
        page.paste(_tile(row, blobs), (column * _WIDE, line * high))
    held = io.BytesIO()
    page.save(held, "JPEG", quality=85)
    return held.getvalue()


def _tile(row: Entry, blobs: BlobStore) -> "Image.Image":
    from PIL import Image, ImageDraw

    tile = Image.new("RGB", (_WIDE, _HIGH + _FOOT), "#111827")
    frame = _first_frame(row, blobs)
    if frame is not None:
        frame.thumbnail((_WIDE - 4, _HIGH - 4))
        tile.paste(frame, ((_WIDE - frame.width) // 2, (_HIGH - frame.height) // 2))
    pen = ImageDraw.Draw(tile)
    if row.flags:
        pen.rectangle((1, 1, _WIDE - 2, _HIGH + _FOOT - 2), outline="#dc2626", width=3)
    _write(tile, (8, _HIGH + 2), row.name, "#ffffff", 16)
    _write(tile, (8, _HIGH + 22), row.url or "no site", "#9ca3af", 12)
    _write(
        tile, (8, _HIGH + 40), ", ".join(row.flags) or f"{row.seconds:g} s", "#f87171" if row.flags else "#6ee7b7", 13
    )
    return tile


def _write(tile: "Image.Image", place: tuple[int, int], text: str, color: str, size: int) -> None:
    """In whatever script it is, cut where the tile ends."""
    from shared.video import fonts
    from shared.video.drawing import draw_text
    from shared.video.timeline import Text

    if not fonts.can_write(text):  # no typeface of this machine has its letters
        text = "?"
    drawn, margin = draw_text(Text(shorten(text, 80), size, color, bold=False), _WIDE - 16)
    tile.paste(drawn, (place[0] - margin, place[1] - margin), drawn)


def _first_frame(row: Entry, blobs: BlobStore) -> "Image.Image | None":
    """None when the video is gone or cannot be read: its tile stays empty."""
    import tempfile

    import av

    bucket, _, name = row.video.partition("/")
    if not name:
        return None
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = blobs.download(bucket, name, Path(folder) / "video.mp4")
            with av.open(str(path)) as film:
                for frame in film.decode(video=0):
                    picture: Image.Image = frame.to_image()  # type: ignore[no-untyped-call] # PyAV does not type it
                    return picture
    except (AppError, av.FFmpegError):
        return None
    return None

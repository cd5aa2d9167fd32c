"""Videos and pictures out of the buckets, whole or in ranges, so that a player can seek."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from starlette.responses import Response, StreamingResponse

from containers.console.problems import Refused
from shared.core.errors import NotFound
from shared.ports.blobs import Blob, BlobStore

BUCKETS = frozenset({"videos", "screens"})
# Never a type that a browser would run: what a renderer wrote came from a stranger's site.
TYPES = {
    "mp4": "video/mp4", "webm": "video/webm", "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png",
    "webp": "image/webp", "gif": "image/gif", "vtt": "text/vtt",
}  # fmt: skip
CHUNK = 256 * 1024  # bytes
_RANGE = re.compile(r"bytes=(\d*)-(\d*)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Span:
    """Bytes `first` to `last`, both included."""

    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1


def span_of(header: str, size: int) -> Span | None:
    """The range that is asked for; None = the whole, also for forms that need not be understood (RFC 9110, 14.2).

    Raises Refused (416) when nothing of it lies inside.

    >>> span_of("bytes=0-99", 1000), span_of("bytes=-100", 1000), span_of("bytes=900-", 1000)
    (Span(first=0, last=99), Span(first=900, last=999), Span(first=900, last=999))
    """
    match = _RANGE.fullmatch(header.replace(" ", ""))
    if match is None or match.groups() == ("", ""):
        return None
    start, end = match.groups()
    if len(start) > 18 or len(end) > 18:
        return None
    if start and end and int(end) < int(start):
        return None
    first = int(start) if start else max(0, size - int(end))
    last = min(int(end), size - 1) if start and end else size - 1
    if first > last or (not start and int(end) == 0):
        raise Refused(416, "range", f"the object has {size} bytes", "ask for a range inside it")
    return Span(first, last)


def serve(blobs: BlobStore, bucket: str, name: str, *, method: str, asked: str, if_range: str, known: str) -> Response:
    """An object of a public bucket. `asked`, `if_range` and `known` are Range, If-Range and If-None-Match."""
    blob = blobs.stat(bucket, name) if bucket in BUCKETS else None
    if blob is None:
        raise NotFound(f"there is no {bucket}/{name}; it may not be rendered yet")
    return send(blobs, blob, method=method, asked=asked, if_range=if_range, known=known)


def send(blobs: BlobStore, blob: Blob, *, method: str, asked: str, if_range: str, known: str) -> Response:
    """An object that the caller may see, likewise."""
    kind = TYPES.get(blob.name.rpartition(".")[2].lower())
    tag = f'"{blob.generation}-{blob.size}"'
    headers = {
        "Accept-Ranges": "bytes",
        "ETag": tag,
        "Cache-Control": "private, no-cache",
        "Content-Disposition": "inline" if kind else "attachment",
    }
    if known and tag in {part.strip() for part in known.split(",")}:
        return Response(None, 304, headers)
    span = span_of(asked, blob.size) if asked and (not if_range or if_range == tag) else None
    sent = span or Span(0, blob.size - 1)
    headers["Content-Length"] = str(sent.length)
    if span:
        headers["Content-Range"] = f"bytes {span.first}-{span.last}/{blob.size}"
    media_type, status = kind or "application/octet-stream", 206 if span else 200
    if method == "HEAD":
        return Response(None, status, headers, media_type)
    return StreamingResponse(_pieces(_open(blobs, blob), sent), status, headers, media_type)


def _open(blobs: BlobStore, blob: Blob) -> BinaryIO:
    return blobs.open(blob.bucket, blob.name, generation=blob.generation)


def _pieces(stream: BinaryIO, span: Span) -> Iterator[bytes]:
    with stream:
        stream.seek(span.first)
        left = span.length
        while left and (piece := stream.read(min(CHUNK, left))):
            left -= len(piece)
            yield piece

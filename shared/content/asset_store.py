"""What is known of each object of the content bucket, in few large documents: reading all of it is cheap.

256 documents hold 100,000 assets: an object belongs to one of them by a hash of its name, so that a change rewrites one
document, and two runs seldom meet in one. A document holds its rows as one text, which no index takes apart.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

import msgspec
from msgspec import Struct

from shared.content.model import Asset, AssetKind, Orientation
from shared.core import faults
from shared.core.clock import iso
from shared.core.codec import ready
from shared.core.errors import Conflict, PermanentError, TransientError
from shared.core.ids import stable_id
from shared.ports.documents import MAX_DOCUMENT, DocumentStore, Snapshot

COLLECTION = "content_assets"
SHARDS = 256
_MOST = MAX_DOCUMENT - 2_000  # bytes of rows in a document


class Row(Struct, frozen=True, array_like=True):
    """An asset as it is stored: what its name tells is not repeated."""

    name: str
    generation: int
    kind: AssetKind
    size: int
    content_type: str
    updated: str
    edition: int  # of the looking that made this row
    duration: float | None = None
    width: int | None = None
    height: int | None = None
    fps: float | None = None
    sounds: bool | None = None
    thumbnail: bool = False
    problem: str = ""


Rows = dict[str, Row]
"""By name."""


def shard_of(name: str) -> int:
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest()[0]


def thumbnail_of(name: str, generation: int) -> str:
    """Where the small picture of one generation lies."""
    return f"thumbnails/{stable_id('thumbnail', name, generation)}.jpg"


class AssetStore:
    """Rows of one bucket."""

    def __init__(self, documents: DocumentStore, bucket: str) -> None:
        self._documents, self._bucket = documents, bucket

    def shards(self) -> Iterator[tuple[int, Rows]]:
        """All that hold something, a few at a time."""
        for first in range(0, SHARDS, 32):
            ids = [self._id(number) for number in range(first, first + 32)]
            found = self._documents.get_many(COLLECTION, ids)
            for number, id in zip(range(first, first + 32), ids, strict=True):
                if id in found:
                    yield number, _rows(found[id])

    def change(self, shard: int, change: Callable[[Rows], Rows]) -> None:
        """Put `change` to the newest rows. It may be called several times, and gives back new rows."""
        id = self._id(shard)
        for _ in range(8):
            before = self._documents.snapshot(COLLECTION, id)
            rows = _rows(before.data) if before else {}
            after = change(dict(rows))
            if after == rows:
                return
            faults.reach("inventory.before_shard")
            try:
                self._write(id, after, before)
            except Conflict:
                continue  # another run was here: its rows count, ours are put to them
            faults.reach("inventory.after_shard")
            return
        raise TransientError("several runs keep writing what is known of the bucket; this one will be tried again")

    def _write(self, id: str, rows: Rows, before: Snapshot | None) -> None:
        body = msgspec.json.encode([rows[name] for name in sorted(rows)])
        if len(body) > _MOST:
            raise PermanentError(f"{self._bucket}: {len(rows):,} objects in one of {SHARDS} lists are too many to keep")
        data = {"bucket": self._bucket, "count": len(rows), "body": body.decode()}
        if before is None:
            self._documents.create(COLLECTION, id, data)
        else:
            self._documents.update(COLLECTION, id, data, version=before.version)

    def _id(self, shard: int) -> str:
        return f"{self._bucket}-{shard:02x}"


def _rows(data: Mapping[str, object]) -> Rows:
    kept: list[Row] = msgspec.json.decode(str(data["body"]), type=ready(list[Row]))
    return {row.name: row for row in kept}


def asset_of(row: Row, bucket: str, folders: tuple[str, ...]) -> Asset:
    folder = next((one for one in folders if row.name.startswith(f"{one}/")), "")
    return Asset(
        bucket=bucket,
        name=row.name,
        generation=row.generation,
        kind=row.kind,
        folder=folder,
        group=row.name.rpartition("/")[0] or folder,
        size=row.size,
        content_type=row.content_type,
        updated=datetime.fromisoformat(row.updated),
        duration=row.duration,
        width=row.width,
        height=row.height,
        orientation=_orientation(row.width, row.height),
        fps=row.fps,
        sounds=row.sounds,
        thumbnail=thumbnail_of(row.name, row.generation) if row.thumbnail else "",
        problem=row.problem,
    )


def _orientation(width: int | None, height: int | None) -> Orientation:
    if not width or not height:
        return ""
    return "square" if width == height else "portrait" if height > width else "landscape"


def digest_of(rows: Rows) -> bytes:
    """Equal for equal rows."""
    return hashlib.sha256(msgspec.json.encode([rows[name] for name in sorted(rows)])).digest()


def updated_text(when: datetime) -> str:
    return iso(when)

"""What there is to make videos from: a bucket's folders, looked into once per generation of each object.

A listing is held against what is known; only new and changed objects are opened. What was found is kept as it comes, a
few objects at a time: a run that ends early, by its own patience or by a crash, leaves the rest to the next one.
"""

import hashlib
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Protocol

from shared.content.asset_store import AssetStore, Row, Rows, asset_of, shard_of, thumbnail_of, updated_text
from shared.content.configuration import FOLDERS
from shared.content.looker import Looker, Seen
from shared.content.model import Asset, AssetKind, Inventory
from shared.core import faults
from shared.core.clock import Clock
from shared.core.codec import encode
from shared.core.errors import Conflict, InvalidInput, NotFound, PermanentError, TransientError
from shared.core.log import get_log
from shared.ports.blobs import Blob, BlobStore
from shared.ports.documents import DocumentStore

BUCKET: Final = "content"
NAME: Final = "state/inventory.json"
EDITION: Final = 1  # raise it when looking finds more: everything is then looked into once more
LARGEST: Final = 4_000_000_000  # bytes of an object that is opened
_OWN = ("state", "thumbnails", "drafts")  # folders of the house, which hold no raw material
_TOGETHER = 50  # objects that are kept at once
_AT_ONCE = 15.0  # seconds after which what is known is kept
_OUTAGES = 10  # objects in a row that cannot be had: then the bucket is out of reach

_KINDS: Final[dict[str, AssetKind]] = {
    **dict.fromkeys(
        ("mp4", "mov", "m4v", "webm", "mkv", "avi", "mpg", "mpeg", "mts", "m2ts", "wmv", "flv", "3gp"), "video"
    ),
    **dict.fromkeys(("mp3", "wav", "m4a", "aac", "flac", "ogg", "oga", "opus", "aif", "aiff", "wma"), "audio"),
    **dict.fromkeys(("jpg", "jpeg", "png", "webp", "gif", "bmp", "tif", "tiff", "heic", "heif"), "image"),
}

log = get_log(__name__)


class LooksInto(Protocol):
    """What is asked of a `Looker`."""

    def look(self, path: Path, kind: str, thumbnail: Path | None = None) -> Seen: ...


@dataclass(frozen=True, slots=True)
class Taking:
    """What a run did."""

    objects: int  # that lie in the folders
    opened: int  # new or changed, and looked into
    removed: int  # known before, and gone
    waiting: int  # new or changed, and left to the next run
    problems: int  # that cannot be used
    written: bool  # inventory.json is a new one
    reasons: tuple[str, ...] = ()  # why some wait


@dataclass(slots=True)
class _Work:
    """What a listing asks for, by shard."""

    objects: int = 0
    fresh: dict[int, list[Blob]] = field(default_factory=lambda: defaultdict(list))
    gone: dict[int, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))  # name → generation

    @property
    def waiting(self) -> int:
        return sum(map(len, self.fresh.values()))


class _Tally:
    """How far a run has come, and whether it may go on."""

    def __init__(self, clock: Clock, patience: float | None, on_progress: Callable[[int], None]) -> None:
        self._clock, self._on_progress = clock, on_progress
        self._end = None if patience is None else clock.monotonic() + patience
        self._outages = 0
        self.done = 0
        self.reasons: list[str] = []

    @property
    def over(self) -> bool:
        return self._end is not None and self._clock.monotonic() >= self._end

    def count(self) -> None:
        self._outages, self.done = 0, self.done + 1
        self._on_progress(self.done)

    def fail(self, blob: Blob, error: TransientError) -> None:
        """One object that cannot be had waits; many in a row are an outage of the whole bucket."""
        self._outages += 1
        self.reasons.append(f"{blob.name}: {error}")
        if self._outages >= _OUTAGES:
            raise error


class Stock:
    """The inventory of one bucket."""

    def __init__(
        self,
        blobs: BlobStore,
        documents: DocumentStore,
        clock: Clock,
        *,
        bucket: str = BUCKET,
        folders: Sequence[str] = FOLDERS,
        looker: Callable[[], AbstractContextManager[LooksInto]] = Looker,
    ) -> None:
        self._blobs, self._clock, self.bucket = blobs, clock, bucket
        self._folders = _checked(folders)
        self._store = AssetStore(documents, bucket)
        self._looker = looker

    def take(
        self, *, patience: float | None = None, on_progress: Callable[[int, int], None] = lambda _done, _all: None
    ) -> Taking:
        """Bring what is known up to what lies there. `patience`: seconds after which no further object is opened.

        May run at any time, also beside itself: rows of a newer generation win, and no object is lost.
        """
        work = self._work()
        removed, asked = sum(map(len, work.gone.values())), work.waiting
        tally = _Tally(self._clock, patience, lambda done: on_progress(done, asked))
        self._look_into(work, tally)
        for shard, names in work.gone.items():
            self._keep(shard, {}, names)
        waiting = asked - tally.done
        written, problems = self._publish(waiting)
        return Taking(work.objects, tally.done, removed, waiting, problems, written, tuple(tally.reasons))

    def inventory(self) -> Inventory:
        """What is known, without looking."""
        return Inventory(self._clock.now(), self.bucket, tuple(self._assets(self._rows())))

    def fresh(self, patience: float = 240.0) -> Inventory:
        """What lies there now. Where no film can be read (a small function), what others found out has to do."""
        try:
            taking = self.take(patience=patience)
        except PermanentError as error:
            log.warning("the inventory is not taken here", reason=str(error))
        else:
            if taking.waiting:
                log.info("part of the inventory waits", waiting=taking.waiting)
        return self.inventory()

    # What there is to do

    def _work(self) -> _Work:
        known = {row.name: row for _, rows in self._store.shards() for row in rows.values()}
        work = _Work()
        for folder in self._folders:
            for blob in self._blobs.list(self.bucket, f"{folder}/"):
                if blob.name.endswith("/"):  # what some tools make to show a folder
                    continue
                work.objects += 1
                row = known.pop(blob.name, None)
                if row is None or row.generation != blob.generation or row.edition != EDITION:
                    work.fresh[shard_of(blob.name)].append(blob)
        for row in known.values():
            work.gone[shard_of(row.name)][row.name] = row.generation
        return work

    # Looking

    def _look_into(self, work: _Work, tally: "_Tally") -> None:
        if not work.fresh:
            return
        with self._looker() as looker, tempfile.TemporaryDirectory(prefix="leadreel-look-") as folder:
            for shard in sorted(work.fresh):
                left, more = iter(work.fresh[shard]), True
                while more:
                    rows, more = self._some(left, tally, looker, Path(folder))
                    self._keep(shard, rows, {})

    def _some(self, left: Iterator[Blob], tally: "_Tally", looker: LooksInto, folder: Path) -> tuple[Rows, bool]:
        """What the next few objects are: so many as are kept together; and whether to ask again."""
        rows: Rows = {}
        began = self._clock.monotonic()
        while len(rows) < _TOGETHER and self._clock.monotonic() - began < _AT_ONCE:
            blob = None if tally.over else next(left, None)
            if blob is None:
                return rows, False
            try:
                row = self._looked(blob, looker, folder)
            except TransientError as error:
                tally.fail(blob, error)
                continue
            tally.count()
            if row is not None:
                rows[row.name] = row
        return rows, True

    def _looked(self, blob: Blob, looker: LooksInto, folder: Path) -> Row | None:
        """None when it has gone or changed since it was listed: the next run meets it as it is then."""
        kind = kind_of(blob)
        problem = _problem(blob, kind)
        if problem:
            return _row(blob, kind, Seen(problem=problem))
        small = folder / "thumbnail.jpg"
        small.unlink(missing_ok=True)
        faults.reach("inventory.before_open")
        try:
            path, own = self._file(blob, folder)
        except NotFound:
            return None
        try:
            seen = looker.look(path, kind, small if kind != "audio" else None)
        finally:
            if own:
                path.unlink(missing_ok=True)
        if not own:  # it was read where it lies: somebody may have written over it meanwhile
            now = self._blobs.stat(self.bucket, blob.name)
            if now is None or now.generation != blob.generation:
                return None
        if seen.thumbnail:
            self._keep_thumbnail(blob, small)
        return _row(blob, kind, seen)

    def _file(self, blob: Blob, folder: Path) -> tuple[Path, bool]:
        """The object as a file; True: a copy of our own."""
        there = Path(self._blobs.location(self.bucket, blob.name))
        if there.is_absolute() and there.is_file():
            return there, False
        suffix = Path(blob.name).suffix[:10]
        target = folder / f"object{suffix if suffix[1:].isalnum() else ''}"
        return self._blobs.download(self.bucket, blob.name, target, generation=blob.generation), True

    def _keep_thumbnail(self, blob: Blob, small: Path) -> None:
        name = thumbnail_of(blob.name, blob.generation)
        faults.reach("inventory.before_thumbnail")
        try:
            self._blobs.put(self.bucket, name, small, content_type="image/jpeg", if_generation=0)
        except Conflict:
            return  # made by another run, or by one that ended before it could say so
        faults.reach("inventory.after_thumbnail")

    # Keeping

    def _keep(self, shard: int, rows: Rows, gone: dict[str, int]) -> None:
        """Small pictures of what is no more go first: whatever happens then, the next run finds these rows again."""
        if not rows and not gone:
            return
        old: set[str] = set()

        def change(there: Rows) -> Rows:
            old.clear()
            for name, generation in gone.items():
                row = there.get(name)
                if row is not None and row.generation == generation:
                    old.add(thumbnail_of(name, generation))
                    del there[name]
            for name, row in rows.items():
                before = there.get(name)
                if before is None or before.generation <= row.generation:
                    if before is not None and before.thumbnail and before.generation != row.generation:
                        old.add(thumbnail_of(name, before.generation))
                    there[name] = row
            for thumbnail in sorted(old):
                self._blobs.delete(self.bucket, thumbnail)
            return there

        self._store.change(shard, change)

    def _publish(self, waiting: int) -> tuple[bool, int]:
        """Write inventory.json unless it says the same already; and how many assets cannot be used."""
        for _ in range(5):
            there = self._blobs.stat(self.bucket, NAME)
            rows = self._rows()
            problems = sum(bool(row.problem) for row in rows)
            digest = _digest(rows, self._folders, waiting)
            if there is not None and there.metadata.get("digest") == digest:
                return False, problems
            with tempfile.TemporaryDirectory(prefix="leadreel-inventory-") as folder:
                file = Path(folder) / "inventory.json"
                self._write(file, rows, waiting)
                faults.reach("inventory.before_publish")
                try:
                    self._blobs.put(
                        self.bucket,
                        NAME,
                        file,
                        content_type="application/json",
                        metadata={"digest": digest},
                        if_generation=there.generation if there else 0,
                    )
                except Conflict:
                    continue  # another run was quicker: perhaps with the same
                faults.reach("inventory.after_publish")
                return True, problems
        raise TransientError(f"{self.bucket}/{NAME}: several runs keep writing it; this one will be tried again")

    def _rows(self) -> list[Row]:
        found = [row for _, rows in self._store.shards() for row in rows.values()]
        found.sort(key=lambda row: row.name.encode("utf-8", "surrogatepass"))
        return found

    def _assets(self, rows: Iterable[Row]) -> Iterator[Asset]:
        return (asset_of(row, self.bucket, self._folders) for row in rows)

    def _write(self, file: Path, rows: Sequence[Row], waiting: int) -> None:
        """An `Inventory` as JSON, with sums by folder and group before the assets; piece by piece."""
        groups = grouped(self._assets(rows))
        head = {
            "taken_at": self._clock.now(),
            "bucket": self.bucket,
            "folders": list(self._folders),
            "objects": len(rows),
            "waiting": waiting,
            "problems": sum(bool(row.problem) for row in rows),
            "groups": list(groups),
        }
        with file.open("wb") as out:
            out.write(encode(head)[:-1] + b',"assets":[\n')
            for number, asset in enumerate(self._assets(rows)):
                out.write((b",\n" if number else b"") + encode(asset))
            out.write(b"\n]}\n")


def grouped(assets: Iterable[Asset]) -> Iterator[dict[str, Any]]:
    """Sums of what lies in one parent folder, by its name."""
    found: dict[str, dict[str, Any]] = {}
    for asset in assets:
        group = found.setdefault(
            asset.group,
            {
                "group": asset.group,
                "folder": asset.folder,
                **dict.fromkeys(("videos", "images", "sounds", "others", "problems"), 0),
                "seconds": 0.0,
                "size": 0,
            },
        )
        group[_COUNTED[asset.kind]] += 1
        group["problems"] += bool(asset.problem)
        group["seconds"] = round(group["seconds"] + (asset.duration or 0.0), 3)
        group["size"] += asset.size
    yield from (found[name] for name in sorted(found))


_COUNTED: Final = {"video": "videos", "image": "images", "audio": "sounds", "other": "others"}


def kind_of(blob: Blob) -> AssetKind:
    """By its name; where that says nothing, by what its sender called it. Its bytes decide later."""
    stem, dot, ending = blob.name.rpartition("/")[2].rpartition(".")
    found = _KINDS.get(ending.lower()) if dot and stem else None
    if found:
        return found
    sort = blob.content_type.partition("/")[0]
    return sort if sort in {"video", "audio", "image"} else "other"  # type: ignore[return-value] # one of three


def _problem(blob: Blob, kind: AssetKind) -> str:
    """What can be said without opening it."""
    if kind == "other":
        return "neither film, sound nor picture"
    if not blob.size:
        return "it is empty"
    return f"{blob.size:,} bytes are too many, at most {LARGEST:,}" if blob.size > LARGEST else ""


def _row(blob: Blob, kind: AssetKind, seen: Seen) -> Row:
    return Row(
        name=blob.name,
        generation=blob.generation,
        kind=kind,
        size=blob.size,
        content_type=blob.content_type,
        updated=updated_text(blob.updated),
        edition=EDITION,
        duration=seen.duration,
        width=seen.width,
        height=seen.height,
        fps=seen.fps,
        sounds=seen.sounds,
        thumbnail=seen.thumbnail,
        problem=seen.problem,
    )


def _digest(rows: Iterable[Row], folders: Sequence[str], waiting: int) -> str:
    import msgspec

    total = hashlib.sha256(repr((tuple(folders), waiting, EDITION)).encode())
    encoder = msgspec.json.Encoder()
    for row in rows:
        total.update(encoder.encode(row))
    return total.hexdigest()[:32]


def _checked(folders: Sequence[str]) -> tuple[str, ...]:
    """Each folder once, none within another. Raises InvalidInput for one that holds what the house writes itself."""
    names = sorted({folder.strip().strip("/") for folder in folders} - {""})
    for name in names:
        if name.partition("/")[0] in _OWN:
            raise InvalidInput(f"folders: {name!r} is the house's own; take it out")
    outer = [name for name in names if not any(name.startswith(f"{other}/") for other in names)]
    if not outer:
        raise InvalidInput("folders: none is named; name some, or leave the setting out")
    return tuple(outer)

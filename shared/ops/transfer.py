"""All that a house knows, as one file of canonical JSON Lines: to move it from one store to another, and to compare.

Equal contents give equal bytes: documents in the order of their paths, keys sorted, nothing that depends on the store
(no versions, generations or times of writing). A folder holds the same file as `data.jsonl`, and the contents of the
blobs beside it, named by their SHA-256. The lines:

    {"format": "leadreel-data", "version": 1}
    {"document": {…}, "path": "leads/abc"}
    {"blob": "videos/abc.mp4", "content_type": …, "metadata": …, "sha256": …, "size": …}
    {"blobs": 12, "documents": 3400, "sha256": "…"}          of all bytes above it

What stays behind: queues (the reaper sends again what is still to be done), and the installation's secret key, without
which API keys made elsewhere open nothing.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from shared.core import faults
from shared.core.codec import decode, encode_sorted
from shared.core.errors import Conflict, InvalidInput, NotFound
from shared.core.log import get_log
from shared.ports.blobs import MOVED, Blob, BlobStore
from shared.ports.documents import DocumentStore, Set

FILE = "data.jsonl"
_PROGRESS = "transfers"  # a collection that is never exported
_HEADER = {"format": "leadreel-data", "version": 1}
_CHUNK = 2000  # documents between two notes of how far it is
_LONGEST = 16 << 20  # bytes of a line: a document is at most 1 MiB, and escapes make it longer
_PIECE = 1 << 20

log = get_log(__name__)
Note = Callable[[int], None]
"""Is told how many documents and blobs have gone by."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What went over."""

    documents: int
    blobs: int
    sha256: str  # of the file's lines above the last
    resumed: int = 0  # documents that an earlier try had brought over


class Transfer:
    """Takes everything out of one pair of stores, and puts it into another."""

    def __init__(
        self, documents: DocumentStore, blobs: BlobStore, buckets: Sequence[str], derived: Iterable[str] = ()
    ) -> None:
        """`derived`: collections that can be made again from the others, and stay behind."""
        self._left = frozenset({_PROGRESS, *derived})
        self._documents = documents
        self._blobs = blobs
        self._buckets = tuple(sorted(buckets))

    # Out

    def export(self, target: Path, *, contents: bool = True, note: Note = lambda _: None) -> Moved:
        """Write a folder, or one file when the name ends in `.jsonl` (then without what the blobs hold)."""
        alone = target.suffix == ".jsonl"
        file = target if alone else target / FILE
        if target.exists() and target.is_dir() == alone:
            raise InvalidInput(f"{target}: give a folder, or a file whose name ends in .jsonl")
        store = None if alone or not contents else target / "blobs"
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            fresh = file.with_name(f".{file.name}.{os.getpid()}")
            try:
                with fresh.open("wb") as out:
                    moved = self._write(out, store, note)
                    out.flush()
                    os.fsync(out.fileno())
                fresh.replace(file)
            finally:
                fresh.unlink(missing_ok=True)
        except OSError as error:
            raise InvalidInput(f"{target}: cannot be written ({error.strerror})") from error
        return moved

    def digest(self) -> Moved:
        """What an export would say of itself, without writing one."""
        return self._write(_Nowhere(), None, lambda _: None)

    def _write(self, out: "BinaryIO | _Nowhere", store: Path | None, note: Note) -> Moved:
        hashed, documents, blobs = sha256(), 0, 0

        def line(value: Mapping[str, Any]) -> None:
            text = encode_sorted(value) + b"\n"
            hashed.update(text)
            out.write(text)

        line(_HEADER)
        for found in self._documents.everything():
            if found.collection not in self._left:
                line({"document": found.data, "path": f"{found.collection}/{found.id}"})
                documents += 1
                note(1)
        for bucket in self._buckets:
            for blob in self._blobs.list(bucket):
                described = self._described(blob, store)
                if described is not None:
                    line(described)
                    blobs += 1
                    note(1)
        end = {"blobs": blobs, "documents": documents, "sha256": hashed.hexdigest()}
        out.write(encode_sorted(end) + b"\n")
        return Moved(documents, blobs, hashed.hexdigest())

    def _described(self, blob: Blob, store: Path | None) -> dict[str, Any] | None:
        """A blob's line; with `store`, its content is put there unless it is there already."""
        try:
            stream = self._blobs.open(blob.bucket, blob.name, generation=blob.generation)
        except NotFound:  # it was replaced while we looked: whoever does that keeps the house running meanwhile
            newer = self._blobs.stat(blob.bucket, blob.name)
            return self._described(newer, store) if newer and newer.generation != blob.generation else None
        with stream:
            mark = _kept(stream, store) if store else _marked(stream)
        # the mark of a former move is no part of the content
        metadata = {name: value for name, value in sorted(blob.metadata.items()) if name != MOVED}
        return {
            "blob": f"{blob.bucket}/{blob.name}",
            "content_type": blob.content_type,
            "metadata": metadata,
            "sha256": mark,
            "size": blob.size,
        }

    # In

    def import_from(
        self, source: Path, *, over: bool = False, verify: bool = True, note: Note = lambda _: None
    ) -> Moved:
        """Bring an export into these stores; after a crash, the same call goes on where the last one stopped.

        The whole file is checked before the first write. Stores that hold anything else are refused unless `over`
        is given: then what has the same path is replaced, and all else stays. `verify` reads everything again at the
        end and compares. Raises InvalidInput with the line that cannot be read, Conflict when the stores hold others.
        """
        file = source / FILE if source.is_dir() else source
        told = checked(file)
        done = self._begun(told.sha256, over=over)
        resumed = done
        for position, lines in _chunks(file, done, told.documents):
            faults.reach("transfer.before_chunk")
            self._documents.write_all(_set(line, file) for line in lines)
            faults.reach("transfer.after_chunk")
            done = position
            self._documents.set(_PROGRESS, told.sha256, {"documents": done})
            faults.reach("transfer.after_note")
            note(len(lines))
        store = source / "blobs" if source.is_dir() else None
        left = sum(self._put(line, store) for line in _blob_lines(file))
        if left:
            log.warning("blobs without content were left out", count=left)
        self._documents.delete(_PROGRESS, told.sha256)
        if verify and not over:
            self._compare(told, blobs=not left)
        return Moved(told.documents, told.blobs - left, told.sha256, resumed)

    def _begun(self, mark: str, *, over: bool) -> int:
        """How many documents are over already."""
        known = self._documents.get(_PROGRESS, mark)
        if known is not None:
            return int(known["documents"])
        if not over:
            first = next(self._documents.everything(), None)
            if first is not None:
                raise Conflict(
                    f"the store holds documents already (e.g. {first.collection}/{first.id}); import into an empty one,"
                    " or give --over to replace what has the same path and keep the rest"
                )
        self._documents.set(_PROGRESS, mark, {"documents": 0})
        return 0

    def _put(self, line: Mapping[str, Any], store: Path | None) -> bool:
        """Bring one blob over; True when its content is not at hand."""
        bucket, _, name = str(line["blob"]).partition("/")
        mark = str(line["sha256"])
        there = self._blobs.stat(bucket, name)
        if there is not None and there.size == line["size"]:
            with self._blobs.open(bucket, name) as stream:
                if _marked(stream) == mark:
                    return False
        content = store / mark[:2] / mark if store else None
        if content is None or not content.is_file():
            return True
        with content.open("rb") as stream:
            if _marked(stream) != mark:
                raise InvalidInput(f"{content}: is not what it was when it was exported; export again")
        metadata = {**line["metadata"], MOVED: "1"}
        faults.reach("transfer.before_blob")
        self._blobs.put(bucket, name, content, content_type=str(line["content_type"]), metadata=metadata)
        faults.reach("transfer.after_blob")
        return False

    def _compare(self, told: Moved, *, blobs: bool) -> None:
        here = self.digest()
        same = here.sha256 == told.sha256 if blobs else here.documents == told.documents
        if not same:
            raise Conflict(
                f"after the import the store holds {here.documents} documents and {here.blobs} blobs, which are not"
                f" the {told.documents} and {told.blobs} of the file; something else wrote meanwhile"
            )


class _Nowhere:
    def write(self, data: bytes) -> int:
        return len(data)


def checked(file: Path) -> Moved:
    """What a file says of itself, once every line of it was read. Raises InvalidInput with the first bad line."""
    hashed, documents, blobs = sha256(), 0, 0
    last: dict[str, Any] | None = None
    for number, text in _lines(file):
        if last is not None:
            raise InvalidInput(f"{file}:{number}: lines follow the last one; the file was put together wrongly")
        line = _read(file, number, text)
        if number == 1:
            if line != _HEADER:
                raise InvalidInput(f"{file}:1: this is no export of `leadreel data export`, or of another version")
        elif "document" in line:
            if blobs or not isinstance(line.get("path"), str) or not isinstance(line["document"], dict):
                raise InvalidInput(f"{file}:{number}: no document with its path stands here")
            documents += 1
        elif "blob" in line:
            if not _is_blob(line):
                raise InvalidInput(f"{file}:{number}: no blob is described here")
            blobs += 1
        else:
            last = line
            continue
        hashed.update(text)
    mark = hashed.hexdigest()
    if last != {"blobs": blobs, "documents": documents, "sha256": mark}:
        raise InvalidInput(f"{file}: the last line does not fit those above; the file was cut off or changed")
    return Moved(documents, blobs, mark)


def _is_blob(line: Mapping[str, Any]) -> bool:
    mark, metadata = line.get("sha256"), line.get("metadata")
    return (
        isinstance(line["blob"], str)
        and isinstance(mark, str)
        and len(mark) == 64
        and not set(mark) - set("0123456789abcdef")  # it becomes a file's name
        and isinstance(metadata, dict)
        and all(isinstance(value, str) for value in metadata.values())
    )


def _lines(file: Path) -> Iterator[tuple[int, bytes]]:
    try:
        with file.open("rb") as stream:
            number = 0
            while text := stream.readline(_LONGEST):
                number += 1
                if not text.endswith(b"\n"):
                    raise InvalidInput(f"{file}:{number}: the line does not end; the file was cut off")
                yield number, text
    except OSError as error:
        raise InvalidInput(f"{file}: cannot be read ({error.strerror})") from error


def _read(file: Path, number: int, text: bytes) -> dict[str, Any]:
    try:
        return decode(dict[str, Any], text)
    except InvalidInput as error:
        raise InvalidInput(f"{file}:{number}: {error}") from error


def _chunks(file: Path, done: int, documents: int) -> Iterator[tuple[int, list[bytes]]]:
    """The documents' lines behind the first `done`, each chunk with the number of documents up to its end."""
    texts = (text for _, text in islice(_lines(file), 1 + done, 1 + documents))
    while lines := list(islice(texts, _CHUNK)):
        done += len(lines)
        yield done, lines


def _set(text: bytes, file: Path) -> Set:
    line = decode(dict[str, Any], text)
    collection, _, id = line["path"].rpartition("/")
    if collection.partition("/")[0] == _PROGRESS:
        raise InvalidInput(f"{file}: {line['path']}: notes of another import do not belong into an export")
    return Set(collection, id, line["document"])


def _blob_lines(file: Path) -> Iterable[dict[str, Any]]:
    return (line for _, text in _lines(file) if "blob" in (line := decode(dict[str, Any], text)))


def _marked(stream: BinaryIO) -> str:
    hashed = sha256()
    while piece := stream.read(_PIECE):
        hashed.update(piece)
    return hashed.hexdigest()


def _kept(stream: BinaryIO, store: Path) -> str:
    """Copy into the store under the content's own name, whole or not at all."""
    store.mkdir(parents=True, exist_ok=True)
    fresh = store / f".new.{os.getpid()}"
    try:
        hashed = sha256()
        with fresh.open("wb") as out:
            while piece := stream.read(_PIECE):
                hashed.update(piece)
                out.write(piece)
        mark = hashed.hexdigest()
        target = store / mark[:2] / mark
        target.parent.mkdir(exist_ok=True)
        fresh.replace(target)
        return mark
    finally:
        with suppress(FileNotFoundError):
            fresh.unlink()

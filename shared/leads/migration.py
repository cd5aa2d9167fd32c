"""Old JSON files of leads, taken over: checked first, kept as they were, undone as one.

Each file goes in as an import of its own, by the same rules as a dropped one; the original stays in the uploads bucket
under a name that starts nothing. The migration's record tells for each file its hash, shape, import and state. Its id
is made from the files' names and contents: the same folder again goes on where it stopped.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any, Final, Literal, Protocol

from shared.core import faults
from shared.core.clock import Clock
from shared.core.codec import from_plain, to_plain
from shared.core.errors import Conflict, InvalidInput, NotFound
from shared.core.ids import stable_id
from shared.core.log import get_log
from shared.core.text import slug
from shared.leads.imports import Imports
from shared.leads.model import Import
from shared.leads.shapes import MAX_FILE, lines, shaped
from shared.leads.store import COLLECTION as LEADS
from shared.ports.blobs import MOVED, BlobStore, ObjectRef
from shared.ports.documents import DocumentStore, Query

COLLECTION: Final = "migrations"
BUCKET: Final = "uploads"
SUFFIXES: Final = frozenset({".json", ".jsonl", ".ndjson"})
MAX_FILES: Final = 100_000

State = Literal["found", "kept", "done", "failed", "undone"]
"""found: read and understood · kept: original and records are stored · done: taken in · failed: with its reason"""

log = get_log(__name__)


@dataclass(frozen=True, slots=True)
class OldFile:
    """One file of the folder."""

    path: str  # below the folder
    sha256: str
    size: int
    state: State
    shape: str = ""
    records: int = 0
    problems: tuple[str, ...] = ()
    original: str = ""  # where it is kept, in the uploads bucket
    object: str = ""  # its records as JSON Lines, in the uploads bucket
    import_id: str = ""
    created: int = 0
    merged: int = 0  # duplicates of leads that were there, or came before
    updated: int = 0
    rejected: int = 0


@dataclass(frozen=True, slots=True)
class Migration:
    """One folder's taking over."""

    id: str
    folder: str
    state: Literal["running", "done", "undoing", "undone"]
    started_at: datetime
    updated_at: datetime
    before: str  # SHA-256 of the canonical export before the first file
    files: int = 0
    identical: bool | None = None  # after an undo: whether the canonical export is what it was


@dataclass(frozen=True, slots=True)
class Report:
    """A migration with its files added up."""

    migration: Migration
    records: int = 0
    created: int = 0
    merged: int = 0
    updated: int = 0
    rejected: int = 0
    failed: tuple[str, ...] = ()  # each with its reason
    problems: tuple[str, ...] = field(default_factory=tuple)


class TakesIn(Protocol):
    def run(self, obj: ObjectRef) -> Import | None: ...
    def preview(self, path: Path | str, *, stop_at: str = ...) -> Import: ...


class Undoes(Protocol):
    def run(self, import_id: str, *, by: str) -> Any: ...


class Exports(Protocol):
    def write(self, format: str, target: Any) -> int: ...


Note = Callable[[str], None]


class Migrations:
    def __init__(
        self,
        documents: DocumentStore,
        blobs: BlobStore,
        intake: TakesIn,
        undo: Undoes,
        exporter: Exports,
        clock: Clock,
    ) -> None:
        self._documents = documents
        self._blobs = blobs
        self._intake = intake
        self._undo = undo
        self._exporter = exporter
        self._clock = clock
        self._imports = Imports(documents)

    # Taking over

    def scan(self, folder: Path) -> Iterator[tuple[OldFile, Path]]:
        """The folder's files in order of their names, each read and understood; nothing is written."""
        for path in _files(folder):
            content = path.read_bytes()
            yield self._understood(path.relative_to(folder).as_posix(), content), path

    def run(self, folder: Path, note: Note = lambda _: None) -> Report:
        """Take a folder over, or go on with it. Raises InvalidInput when there is no file of leads in it."""
        migration = self._begun(folder)
        if migration.state == "undone":
            raise Conflict(f"migration {migration.id} was rolled back; its imports are undone and cannot be run again")
        for path in _files(folder):
            name = path.relative_to(folder).as_posix()
            note(name)
            self._one(migration, name, path.read_bytes())
        done = replace(migration, state="done", updated_at=self._clock.now())
        self._documents.set(COLLECTION, migration.id, to_plain(done))
        return self.report(migration.id)

    def _begun(self, folder: Path) -> Migration:
        marks = [(path.relative_to(folder).as_posix(), _mark(path)) for path in _files(folder)]
        if not marks:
            raise InvalidInput(f"{folder}: there is no file of leads; they end in {', '.join(sorted(SUFFIXES))}")
        id = stable_id("migration", *(part for mark in sorted(marks) for part in mark))
        known = self._documents.get(COLLECTION, id)
        if known is not None:
            return from_plain(Migration, known)
        now = self._clock.now()
        made = Migration(id, str(folder), "running", now, now, self.digest(), files=len(marks))
        faults.reach("migration.before_begin")
        with suppress(Conflict):
            self._documents.create(COLLECTION, id, to_plain(made))
        faults.reach("migration.after_begin")
        return made

    def _one(self, migration: Migration, name: str, content: bytes) -> None:
        collection = _files_of(migration.id)
        id = stable_id("file", name)
        known = self._documents.get(collection, id)
        held = from_plain(OldFile, known) if known else self._understood(name, content)
        if held.state in {"found", "kept", "failed"} and held.sha256 != sha256(content).hexdigest():
            raise Conflict(f"{name}: changed while the migration ran; run it again")
        if held.state == "found":
            held = self._kept(migration.id, held, content)
        self._documents.set(collection, id, to_plain(held))
        faults.reach("migration.after_keep")
        if held.state == "kept":
            held = self._taken_in(held)
            self._documents.set(collection, id, to_plain(held))
            faults.reach("migration.after_file")

    def _understood(self, name: str, content: bytes) -> OldFile:
        mark = sha256(content).hexdigest()
        try:
            found = shaped(content, name)
        except InvalidInput as error:
            return OldFile(name, mark, len(content), "failed", problems=(str(error).removeprefix(f"{name}: "),))
        return OldFile(
            name, mark, len(content), "found", found.shape, len(found.records), problems=tuple(found.problems)
        )

    def _kept(self, id: str, held: OldFile, content: bytes) -> OldFile:
        """Keep the original, and its records beside it."""
        stem = f"migrations/{id}/{held.sha256[:12]}-{slug(Path(held.path).stem) or 'leads'}"
        original, records = f"{stem}.original", f"{stem}.jsonl"
        found = shaped(content, held.path)
        options = {"stop_at": "leads", MOVED: "1"}  # taken in right here, whatever else hears of it
        with suppress(Conflict):
            self._blobs.put(BUCKET, original, content, metadata={"path": held.path, MOVED: "1"}, if_generation=0)
        faults.reach("migration.after_original")
        with suppress(Conflict):
            body = BytesIO(b"".join(lines(found.records)))
            self._blobs.put(BUCKET, records, body, content_type="application/jsonl", metadata=options, if_generation=0)
        return replace(held, state="kept", original=original, object=records)

    def _taken_in(self, held: OldFile) -> OldFile:
        blob = self._blobs.stat(BUCKET, held.object)
        if blob is None:
            raise NotFound(f"{BUCKET}/{held.object} is gone; it held the records of {held.path}")
        try:
            done = self._intake.run(ObjectRef(BUCKET, held.object, blob.generation))
        except InvalidInput as error:
            return replace(held, state="failed", problems=(*held.problems, str(error).removeprefix(f"{held.path}: ")))
        if done is None:
            return replace(held, state="failed", problems=(*held.problems, "it was not taken for a file of leads"))
        return replace(
            held,
            state="done",
            import_id=done.id,
            created=done.created,
            merged=done.merged,
            updated=done.updated,
            rejected=done.rejected,
        )

    # Looking

    def list(self) -> "Sequence[Migration]":
        """The newest first."""
        found = [from_plain(Migration, held.data) for held in self._documents.query(Query(COLLECTION))]
        return sorted(found, key=lambda one: one.started_at, reverse=True)

    def get(self, id: str = "") -> Migration:
        """The named one, or the newest. Raises NotFound."""
        known = self._documents.get(COLLECTION, id) if id else None
        newest = None if id else next(iter(self.list()), None)
        if known is None and newest is None:
            raise NotFound(f"no migration {id[:60]!r}; `leadreel migrate list` shows them")
        return from_plain(Migration, known) if known else newest  # type: ignore[return-value]  # one of them is there

    def files(self, id: str) -> "Sequence[OldFile]":
        found = [from_plain(OldFile, held.data) for held in self._documents.query(Query(_files_of(id)))]
        return sorted(found, key=lambda one: one.path)

    def report(self, id: str = "") -> Report:
        migration = self.get(id)
        files = self.files(migration.id)
        return Report(
            migration,
            records=sum(one.records for one in files),
            created=sum(one.created for one in files),
            merged=sum(one.merged for one in files),
            updated=sum(one.updated for one in files),
            rejected=sum(one.rejected for one in files),
            failed=tuple(f"{one.path}: {'; '.join(one.problems)}" for one in files if one.state == "failed"),
            problems=tuple(f"{one.path}: {said}" for one in files if one.state != "failed" for said in one.problems),
        )

    def validate(self, id: str = "") -> "Sequence[str]":
        """What is not as it should be: empty when every original is there unchanged, and every record's lead too."""
        migration = self.get(id)
        wrong: list[str] = []
        if migration.state != "done":
            wrong.append(f"the migration is {migration.state}; run it again to go on")
        for one in self.files(migration.id):
            wrong += [f"{one.path}: {said}" for said in self._faults_of(one)]
        return wrong

    def _faults_of(self, one: OldFile) -> Iterator[str]:
        if one.state == "failed":
            yield "; ".join(one.problems)
            return
        try:
            if sha256(self._blobs.read(BUCKET, one.original)).hexdigest() != one.sha256:
                yield "the kept original is not what it was"
        except NotFound:
            yield "the kept original is gone"
        if one.state != "done":
            yield f"it is {one.state}; run the migration again to go on"
            return
        taken = one.created + one.merged + one.updated + one.rejected
        if taken != one.records:
            yield f"{one.records} records were read and {taken} accounted for"
        if one.rejected:
            yield f"{one.rejected} records were rejected; `leadreel imports rejected {one.import_id}` tells why"
        rows = {row.lead: row.row for row in self._imports.rows(one.import_id) if row.lead}
        ids = list(rows)
        for start in range(0, len(ids), 500):
            part = ids[start : start + 500]
            held = self._documents.get_many(LEADS, part)
            yield from (f"the lead of record {rows[lead]} is gone ({lead})" for lead in part if lead not in held)

    # Back

    def rollback(self, id: str = "", *, by: str) -> Migration:
        """Undo every import of a migration, the last first; begun before, it goes on. The originals stay kept."""
        migration = self.get(id)
        begun = replace(migration, state="undoing", updated_at=self._clock.now())
        self._documents.set(COLLECTION, migration.id, to_plain(begun))
        for one in reversed(self._in_order(migration.id)):
            if one.state == "done":
                self._undo.run(one.import_id, by=by)
                faults.reach("migration.after_undo")
                self._documents.set(
                    _files_of(migration.id), stable_id("file", one.path), to_plain(replace(one, state="undone"))
                )
        identical = self.digest() == migration.before
        undone = replace(begun, state="undone", identical=identical, updated_at=self._clock.now())
        self._documents.set(COLLECTION, migration.id, to_plain(undone))
        return undone

    def _in_order(self, id: str) -> "Sequence[OldFile]":
        return self.files(id)  # files are taken in by name

    def digest(self) -> str:
        """SHA-256 of the canonical export of all leads."""
        hashed = sha256()
        self._exporter.write("jsonl", _Hashing(hashed.update))
        return hashed.hexdigest()


@dataclass(frozen=True, slots=True)
class _Hashing:
    take: Callable[[bytes], None]

    def write(self, data: bytes) -> int:
        self.take(data)
        return len(data)


def _files_of(id: str) -> str:
    return f"{COLLECTION}/{id}/files"


def _files(folder: Path) -> list[Path]:
    """Files of leads below the folder, by name; links are not followed."""
    if not folder.is_dir():
        raise InvalidInput(f"{folder} is no folder; name the one that holds the old files")
    found = sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in SUFFIXES and path.is_file() and not path.is_symlink()
    )
    if len(found) > MAX_FILES:
        raise InvalidInput(f"{folder}: {len(found):,} files; at most {MAX_FILES:,} at once")
    return found


def _mark(path: Path) -> str:
    if path.stat().st_size > MAX_FILE:
        raise InvalidInput(f"{path}: {path.stat().st_size:,} bytes; at most {MAX_FILE:,}, import it as JSON Lines")
    with path.open("rb") as stream:
        hashed = sha256()
        while piece := stream.read(1 << 20):
            hashed.update(piece)
    return hashed.hexdigest()


def told(report: Report) -> Mapping[str, Any]:
    """A report in the form that others script against."""
    plain = to_plain(report)
    migration = plain.pop("migration")
    return {
        "migration": migration["id"],
        "state": migration["state"],
        "folder": migration["folder"],
        "files": migration["files"],
        **plain,
    }

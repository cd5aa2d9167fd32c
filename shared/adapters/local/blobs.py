"""Buckets as directories, objects as files that a person may drop, open and copy.

SQLite keeps beside each file what a file cannot hold: its generation, content type and metadata, and whether its
arrival was announced. The file's size, time of change and inode tie the two together: when they differ, somebody else
wrote the file, and it becomes a new generation.
"""

import hashlib
import hmac
import mimetypes
import os
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from stat import S_ISREG
from typing import BinaryIO, cast
from urllib.parse import quote

from shared.adapters.checks.names import check_name, is_safe
from shared.adapters.local.database import Connection, Database
from shared.core import faults
from shared.core.clock import Clock
from shared.core.codec import decode, encode
from shared.core.errors import Conflict, InvalidInput, NotFound, PermanentError, TransientError
from shared.core.ids import IdSource, random_id
from shared.core.log import get_log
from shared.ports.blobs import Blob, Content

log = get_log(__name__)

_UNFINISHED = (".part", ".tmp", ".crdownload", "~")
_TEMPORARY = ".put-"
_TEMPORARY_LIFE = 24 * 3600.0  # seconds until a temporary file of a dead process is removed
_SETTLED = 0.2  # seconds over which a dropped file must not change
_PIECE = 1 << 20

_SCHEMA = (
    """
    CREATE TABLE IF NOT EXISTS blobs (
        bucket TEXT NOT NULL,
        name TEXT NOT NULL,
        generation INTEGER NOT NULL, -- microseconds; kept after deletion, so that it never falls
        size INTEGER NOT NULL,       -- -1 = deleted
        mtime INTEGER NOT NULL,
        inode INTEGER NOT NULL,
        content_type TEXT NOT NULL,
        metadata TEXT NOT NULL,
        settled INTEGER NOT NULL,
        announced INTEGER NOT NULL,
        PRIMARY KEY (bucket, name)
    ) WITHOUT ROWID""",
)
_COLUMNS = "bucket, name, generation, size, mtime, inode, content_type, metadata, settled, announced"


@dataclass(frozen=True, slots=True)
class _Look:
    """What the file system says about a file."""

    size: int
    mtime: int
    inode: int

    @staticmethod
    def of(status: os.stat_result) -> "_Look":
        return _Look(status.st_size, status.st_mtime_ns, status.st_ino)


@dataclass(frozen=True, slots=True)
class _Row:
    """What is recorded about an object."""

    bucket: str
    name: str
    generation: int
    size: int
    mtime: int
    inode: int
    content_type: str
    metadata: str
    settled: int
    announced: int

    @property
    def look(self) -> _Look:
        return _Look(self.size, self.mtime, self.inode)

    def blob(self) -> Blob:
        updated = datetime.fromtimestamp(self.generation / 1_000_000, UTC)
        metadata = decode(dict[str, str], self.metadata)
        return Blob(self.bucket, self.name, self.generation, self.size, self.content_type, updated, metadata)


class LocalBlobs:
    """Buckets below one folder."""

    def __init__(
        self, root: Path, database: Database, clock: Clock, *, ids: IdSource = random_id, base_url: str = ""
    ) -> None:
        """`base_url`: where the console serves `/blobs/`; without it, signed addresses are `file://` ones."""
        self._root = root.absolute()
        self._database = database
        self._clock = clock
        self._ids = ids
        self._base_url = base_url.rstrip("/")
        self._key_file = database.path.parent / "signing.key"
        self._looks: dict[tuple[str, str], tuple[_Look, float]] = {}
        with database.write() as connection:
            for statement in _SCHEMA:
                connection.execute(statement)

    # The port

    def put(
        self,
        bucket: str,
        name: str,
        content: Content,
        *,
        content_type: str = "application/octet-stream",
        metadata: Mapping[str, str] | None = None,
        if_generation: int | None = None,
    ) -> Blob:
        path = self._path(bucket, name)
        temporary = self._root / bucket / f"{_TEMPORARY}{self._ids()}"
        _make_folder(temporary.parent)
        faults.reach("blobs.before_put")
        try:
            _write(temporary, content)
            faults.reach("blobs.before_rename")
            with self._database.write() as connection:
                current = self._current(connection, bucket, name)
                _check_generation(current, bucket, name, if_generation)
                row = _Row(
                    bucket,
                    name,
                    self._next_generation(connection, bucket, name),
                    *_fields(_Look.of(temporary.stat())),
                    content_type,
                    encode(dict(metadata or {})).decode(),
                    settled=1,
                    announced=0,
                )
                _rename(temporary, path)
                faults.reach("blobs.after_rename")
                _save(connection, row)
        finally:
            temporary.unlink(missing_ok=True)
        faults.reach("blobs.after_put")
        return row.blob()

    def open(self, bucket: str, name: str, *, generation: int | None = None) -> BinaryIO:
        path = self._path(bucket, name)
        if _look(path) is None:  # nothing, or a pipe on which opening would wait for ever
            raise NotFound(f"{bucket}/{name}: there is no such object")
        try:
            file = path.open("rb")
        except PermissionError as error:
            raise PermanentError(f"{path}: not readable; give this user the right to read it") from error
        except OSError:
            raise NotFound(f"{bucket}/{name}: it vanished a moment ago") from None
        if generation is not None and not self._is_generation(file, bucket, name, generation):
            file.close()
            raise NotFound(f"{bucket}/{name}: generation {generation} was replaced since")
        return cast(BinaryIO, file)

    def read(self, bucket: str, name: str, *, generation: int | None = None) -> bytes:
        with self.open(bucket, name, generation=generation) as file:
            return file.read()

    def stat(self, bucket: str, name: str) -> Blob | None:
        look = _look(self._path(bucket, name))
        with self._database.read() as connection:
            row = _find(connection, bucket, name)
        if look is None:
            return None
        if row is None or row.look != look:
            with self._database.write() as connection:
                row = self._current(connection, bucket, name)
        return None if row is None else row.blob()

    def list(self, bucket: str, prefix: str = "", *, after: str = "", limit: int | None = None) -> Iterator[Blob]:
        rows = self._rows(bucket, prefix)
        files = self._files(bucket, rows, prefix)
        names = sorted((name for name in files if name.startswith(prefix)), key=str.encode)
        given = 0
        for name in names:
            if limit is not None and given >= limit:
                return
            if name.encode() <= after.encode():
                continue
            row = rows.get(name)
            blob = row.blob() if row is not None and row.look == files[name] else self.stat(bucket, name)
            if blob is not None:
                given += 1
                yield blob

    def delete(self, bucket: str, name: str, *, if_generation: int | None = None) -> None:
        path = self._path(bucket, name)
        faults.reach("blobs.before_delete")
        with self._database.write() as connection:
            current = self._current(connection, bucket, name)
            if current is None:
                return
            _check_generation(current, bucket, name, if_generation)
            path.unlink(missing_ok=True)
            _sync_folder(path.parent)
            _forget(connection, bucket, [name])
        faults.reach("blobs.after_delete")

    def download(self, bucket: str, name: str, target: Path, *, generation: int | None = None) -> Path:
        temporary = target.with_name(f".{target.name[:100]}-{self._ids()}")
        with self.open(bucket, name, generation=generation) as file:
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                _write(temporary, file)
                temporary.replace(target)
            finally:
                temporary.unlink(missing_ok=True)
        return target

    def location(self, bucket: str, name: str) -> str:
        return str(self._path(bucket, name))

    def signed_url(self, bucket: str, name: str, *, valid_for: timedelta) -> str:
        path = self._path(bucket, name)
        if not self._base_url:
            return path.as_uri()
        expires = str(int((self._clock.now() + valid_for).timestamp()))
        signature = self._signature(bucket, name, expires)
        return f"{self._base_url}/blobs/{bucket}/{quote(name)}?expires={expires}&signature={signature}"

    def verify(self, bucket: str, name: str, *, expires: str, signature: str) -> bool:
        """True when `signed_url` made this address and its time has not passed."""
        genuine = hmac.compare_digest(
            self._signature(bucket, name, expires).encode(), signature.encode("utf-8", "replace")
        )
        return genuine and int(expires) >= self._clock.now().timestamp()

    # Announcing

    def scan(self, bucket: str) -> Iterator[Blob]:
        """Objects whose arrival nobody has acknowledged, oldest first: those put here, and files dropped by people.

        A dropped file counts once it has not changed over two scans at least 0.2 s apart. What is not acknowledged is
        given again by the next scan, in another process too.
        """
        rows = self._rows(bucket)  # before the files: a recorded file that is then missing is truly gone
        files = self._files(bucket, rows)
        self._record(bucket, rows, files)
        self._looks = {key: look for key, look in self._looks.items() if key[0] != bucket or key[1] in files}
        with self._database.read() as connection:
            found = connection.execute(
                f"SELECT {_COLUMNS} FROM blobs WHERE bucket = ? AND size >= 0 AND settled AND NOT announced"  # noqa: S608 - our own names
                " ORDER BY generation, name",
                (bucket,),
            ).fetchall()
        for row in (_Row(*values) for values in found):
            if files.get(row.name) == row.look:
                yield row.blob()

    def is_settling(self, bucket: str) -> bool:
        """True when the last scan saw a file that may still be growing: scan again soon."""
        return any(key[0] == bucket for key in self._looks)

    def acknowledge(self, blob: Blob) -> None:
        """The arrival of this generation was announced; scans pass it over from now on."""
        faults.reach("blobs.before_acknowledge")
        with self._database.write() as connection:
            connection.execute(
                "UPDATE blobs SET announced = 1 WHERE bucket = ? AND name = ? AND generation = ?",
                (blob.bucket, blob.name, blob.generation),
            )
        faults.reach("blobs.after_acknowledge")

    def _record(self, bucket: str, rows: Mapping[str, _Row], files: Mapping[str, _Look]) -> None:
        """Bring the table up to what lies in the folder."""
        gone = [name for name, row in rows.items() if row.size >= 0 and name not in files]
        settled = [name for name, look in files.items() if self._has_settled(bucket, name, look, rows.get(name))]
        if not gone and not settled:
            return
        faults.reach("blobs.before_record")
        with self._database.write() as connection:
            _forget(connection, bucket, gone)
            for name in settled:
                row = self._current(connection, bucket, name)
                if row is not None and row.look == files[name]:
                    connection.execute("UPDATE blobs SET settled = 1 WHERE bucket = ? AND name = ?", (bucket, name))
        for name in settled:
            self._looks.pop((bucket, name), None)
        faults.reach("blobs.after_record")

    def _has_settled(self, bucket: str, name: str, look: _Look, row: _Row | None) -> bool:
        """True when the file was like this some time ago already; False, too, when all is recorded."""
        key = (bucket, name)
        if row is not None and row.look == look and row.settled:
            self._looks.pop(key, None)
            return False
        now = self._clock.monotonic()
        before, since = self._looks.get(key, (None, now))
        if before != look:
            self._looks[key] = (look, now)
            return False
        return now - since >= _SETTLED

    # Parts

    def _path(self, bucket: str, name: str) -> Path:
        """The file of an object. Raises InvalidInput for a name that is unsafe or leads out of its bucket."""
        check_name(bucket, name)
        base = self._root / bucket
        path = base / name
        if not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(base)):
            raise InvalidInput(f"{bucket}/{name}: a link leads out of the bucket; replace it by the file")
        return path

    def _current(self, connection: Connection, bucket: str, name: str) -> _Row | None:
        """The object as it is now; a file that somebody else wrote becomes a new generation."""
        path = self._path(bucket, name)
        look = _look(path)
        row = _find(connection, bucket, name)
        if look is None:
            return None
        if row is not None and row.look == look:
            return row
        noticed = _Row(
            bucket,
            name,
            self._next_generation(connection, bucket, name),
            *_fields(look),
            mimetypes.guess_type(name)[0] or "application/octet-stream",
            "{}",
            settled=0,
            announced=0,
        )
        _save(connection, noticed)
        return noticed

    def _next_generation(self, connection: Connection, bucket: str, name: str) -> int:
        row = _find(connection, bucket, name)
        now = round(self._clock.now().timestamp() * 1_000_000)
        return now if row is None else max(now, row.generation + 1)

    def _is_generation(self, file: BinaryIO, bucket: str, name: str, generation: int) -> bool:
        with self._database.read() as connection:
            row = _find(connection, bucket, name)
        return row is not None and row.generation == generation and row.look == _Look.of(os.fstat(file.fileno()))

    def _rows(self, bucket: str, prefix: str = "") -> dict[str, _Row]:
        first = prefix.encode(errors="replace").decode()  # half a letter is in no name
        within = (bucket, first, first + chr(0x10FFFF))
        with self._database.read() as connection:
            found = connection.execute(
                f"SELECT {_COLUMNS} FROM blobs WHERE bucket = ? AND name >= ? AND name < ?",  # noqa: S608 - our own names
                within,
            ).fetchall()
        return {row.name: row for row in (_Row(*values) for values in found)}

    def _files(self, bucket: str, rows: Mapping[str, _Row], prefix: str = "") -> dict[str, _Look]:
        """Every object's file in the bucket, or at least those below the last folder that `prefix` names; unfinished
        downloads and other foreign matter left out."""
        self._path(bucket, "any")
        base = self._root / bucket
        files: dict[str, _Look] = {}
        folder = _folder_of(base, prefix)
        if folder is None:
            return files
        for name, look in _walk(base / folder, os.path.realpath(base), folder, self._clock.now().timestamp()):
            row = rows.get(name)
            if (row is not None and row.size >= 0) or not name.endswith(_UNFINISHED):
                files[name] = look
        return files

    def _signature(self, bucket: str, name: str, expires: str) -> str:
        digest = hmac.digest(self._key(), f"{bucket}\n{name}\n{expires}".encode(), hashlib.sha256)
        return urlsafe_b64encode(digest).decode("ascii").rstrip("=")

    def _key(self) -> bytes:
        """The signing key, made once; two processes that begin together agree on one."""
        if not self._key_file.exists():
            temporary = self._key_file.with_name(f".key-{self._ids()}")
            temporary.touch(0o600)
            _write_into(temporary, [secrets.token_bytes(32)])
            try:
                os.link(temporary, self._key_file)
                _sync_folder(self._key_file.parent)
            except FileExistsError:
                pass  # the other process was first
            finally:
                temporary.unlink()
        return self._key_file.read_bytes()


def _folder_of(base: Path, prefix: str) -> str | None:
    """The folder that `prefix` names, with a slash behind it; None when no object can lie there."""
    folder = prefix.rpartition("/")[0]
    place = base
    for part in folder.split("/") if folder else ():
        place = place / part
        if part.startswith((".", "~$")) or not is_safe(part) or place.is_symlink():
            return None
    return f"{folder}/" if folder else ""


def _walk(base: Path, real_base: str, prefix: str, now: float) -> Iterator[tuple[str, _Look]]:
    for entry in _entries(base):
        if entry.name.startswith(_TEMPORARY):
            _sweep(entry, now)
        if entry.name.startswith((".", "~$")) or not is_safe(entry.name):
            continue
        if entry.is_symlink() and not Path(os.path.realpath(entry.path)).is_relative_to(real_base):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path), real_base, f"{prefix}{entry.name}/", now)
        elif look := _look(Path(entry.path)):
            yield prefix + entry.name, look


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except (FileNotFoundError, NotADirectoryError):
        return []
    except PermissionError as error:
        raise PermanentError(f"{folder}: not readable; give this user the right to read it") from error


def _sweep(entry: os.DirEntry[str], now: float) -> None:
    """Remove a temporary file whose writer must have died."""
    look = _look(Path(entry.path))
    if look is not None and now - look.mtime / 1e9 > _TEMPORARY_LIFE:
        Path(entry.path).unlink(missing_ok=True)


def _look(path: Path) -> _Look | None:
    """None for what is no file, or cannot be reached: it vanished, or a link goes round in a circle."""
    try:
        status = path.stat()
    except OSError:
        return None
    return _Look.of(status) if S_ISREG(status.st_mode) else None


def _fields(look: _Look) -> tuple[int, int, int]:
    return look.size, look.mtime, look.inode


def _find(connection: Connection, bucket: str, name: str) -> _Row | None:
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM blobs WHERE bucket = ? AND name = ?",  # noqa: S608 - our own names
        (bucket, name),
    ).fetchone()
    return None if row is None else _Row(*row)


def _save(connection: Connection, row: _Row) -> None:
    marks = ", ".join("?" * len(astuple(row)))
    connection.execute(f"INSERT OR REPLACE INTO blobs ({_COLUMNS}) VALUES ({marks})", astuple(row))  # noqa: S608 - our own names


def _forget(connection: Connection, bucket: str, names: Iterable[str]) -> None:
    connection.executemany(
        "UPDATE blobs SET size = -1 WHERE bucket = ? AND name = ?", [(bucket, name) for name in names]
    )


def _check_generation(current: _Row | None, bucket: str, name: str, expected: int | None) -> None:
    there = 0 if current is None else current.generation
    if expected is not None and expected != there:
        raise Conflict(f"{bucket}/{name}: generation {there} is there, not {expected}; read it again, then decide")


def _write(path: Path, content: Content) -> None:
    if isinstance(content, bytes):
        _write_into(path, [content])
    elif isinstance(content, Path):
        try:
            with content.open("rb") as source:
                _write_into(path, iter(lambda: source.read(_PIECE), b""))
        except (FileNotFoundError, IsADirectoryError) as error:
            raise NotFound(f"{content}: there is no such file") from error
    else:
        stream = content
        _write_into(path, iter(lambda: stream.read(_PIECE), b""))


def _write_into(path: Path, pieces: Iterable[bytes]) -> None:
    try:
        with path.open("wb") as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise TransientError(f"{path.parent}: cannot write ({error}); check free space and rights") from error


def _rename(temporary: Path, path: Path) -> None:
    try:
        _make_folder(path.parent)
        temporary.replace(path)
    except (IsADirectoryError, NotADirectoryError, FileExistsError) as error:
        raise InvalidInput(f"{path.name}: a folder and a file cannot share a name here; choose another") from error
    _sync_folder(path.parent)


def _make_folder(folder: Path) -> None:
    if not folder.is_dir():
        _make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        _sync_folder(folder.parent)


def _sync_folder(folder: Path) -> None:
    """Make names in a folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

"""Buckets of Cloud Storage.

What the service itself does not hold to (names that no file system takes, an old generation of a versioned bucket) is
refused here, so that a journey goes as it does on one machine. A write under a condition carries a token in its
metadata: when it is tried again after a lost answer, it knows its own work.
"""

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from shared.adapters.checks.names import check_bucket, check_name
from shared.adapters.gcp.cloud import Cloud, storage_client
from shared.adapters.gcp.errors import translated
from shared.adapters.gcp.signing import Signer, signed
from shared.core import faults
from shared.core.errors import Conflict, InvalidInput, NotFound, TransientError
from shared.core.ids import IdSource, random_id
from shared.ports.blobs import Blob, Content

if TYPE_CHECKING:
    from google.cloud.storage import Blob as Remote

_TOKEN = "leadreel-put"  # noqa: S105 - names the metadata by which a put knows its own work
_IN_MEMORY = 8 << 20  # bytes of an open object that stay in memory
_RESUMABLE_PIECE = 8 << 20
_TIMEOUT = 60.0  # seconds for one call, or one piece of an upload
_LONGEST_ADDRESS = timedelta(days=7)  # what V4 signatures allow


class CloudBlobs:
    """The buckets of one project."""

    def __init__(self, cloud: Cloud, *, ids: IdSource = random_id, signer: Signer | None = None) -> None:
        """`signer`: who signs addresses, by default the process's own credentials."""
        self._cloud = cloud
        self._client = storage_client(cloud)
        self._ids = ids
        self._signer = signer

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
        remote = self._remote(bucket, name)
        remote.metadata = dict(metadata or {}) | ({_TOKEN: self._ids()} if if_generation is not None else {})
        if _TOKEN in (metadata or {}):
            raise InvalidInput(f"{bucket}/{name}: the metadata {_TOKEN} is the store's own; use another name")
        faults.reach("storage.before_put")
        try:
            with translated(f"{bucket}/{name}"), _opened(content) as (stream, size):
                if size is None or size > _RESUMABLE_PIECE:
                    remote.chunk_size = _RESUMABLE_PIECE
                    self._check_generation(bucket, name, if_generation)
                remote.upload_from_file(
                    stream, size=size, content_type=content_type, if_generation_match=if_generation, timeout=_TIMEOUT
                )
        except Conflict as error:
            return self._own_put(bucket, name, remote.metadata, error)
        faults.reach("storage.after_put")
        return _blob(bucket, remote)

    def open(self, bucket: str, name: str, *, generation: int | None = None) -> BinaryIO:
        """The whole object is fetched first: what is being read can then neither change nor vanish."""
        check_name(bucket, name)
        spool = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - the caller closes it
        try:
            self._fetch(bucket, name, generation, cast(BinaryIO, spool))
        except BaseException:
            spool.close()
            raise
        spool.seek(0)
        return cast(BinaryIO, spool)

    def read(self, bucket: str, name: str, *, generation: int | None = None) -> bytes:
        target = BytesIO()
        self._fetch(bucket, name, generation, target)
        return target.getvalue()

    def stat(self, bucket: str, name: str) -> Blob | None:
        remote = self._find(bucket, name)
        return None if remote is None else _blob(bucket, remote)

    def list(self, bucket: str, prefix: str = "", *, after: str = "", limit: int | None = None) -> Iterator[Blob]:
        check_bucket(bucket)
        given = 0
        with translated(f"listing {bucket}"):
            pages = self._client.list_blobs(
                self._cloud.bucket(bucket), prefix=prefix or None, start_offset=after or None, timeout=_TIMEOUT
            )
        remotes = iter(pages)
        while limit is None or given < limit:
            with translated(f"listing {bucket}"):
                remote = next(remotes, None)
            if remote is None:
                return
            if remote.name.encode() <= after.encode() and after:
                continue
            given += 1
            yield _blob(bucket, remote)

    def delete(self, bucket: str, name: str, *, if_generation: int | None = None) -> None:
        remote = self._remote(bucket, name)
        if if_generation is not None:
            found = self.stat(bucket, name)
            if found is None:
                return
            if found.generation != if_generation:
                raise Conflict(f"{bucket}/{name} was replaced since; look at it again, then decide")
        with suppress(NotFound), translated(f"{bucket}/{name}"):
            remote.delete(if_generation_match=if_generation, timeout=_TIMEOUT)

    def download(self, bucket: str, name: str, target: Path, *, generation: int | None = None) -> Path:
        check_name(bucket, name)
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = target.parent / f".{target.name[:100]}.{self._ids()}.part"
        try:
            with temporary.open("wb") as stream:
                self._fetch(bucket, name, generation, stream)
                stream.flush()
                os.fsync(stream.fileno())
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)
        return target

    def location(self, bucket: str, name: str) -> str:
        check_name(bucket, name)
        return f"gs://{self._cloud.bucket(bucket)}/{name}"

    def signed_url(self, bucket: str, name: str, *, valid_for: timedelta) -> str:
        remote = self._remote(bucket, name)
        if not timedelta(0) < valid_for <= _LONGEST_ADDRESS:
            raise InvalidInput(f"{bucket}/{name}: an address can be valid for up to seven days, not {valid_for}")
        return signed(remote, self._cloud, valid_for, self._signer)

    # Beyond the port

    def make(self, bucket: str) -> None:
        """Make a bucket on an emulator; in the cloud terraform does."""
        check_bucket(bucket)
        with suppress(Conflict), translated(f"making the bucket {bucket}"):
            self._client.create_bucket(self._cloud.bucket(bucket), timeout=_TIMEOUT)

    # The common parts

    def _remote(self, bucket: str, name: str) -> "Remote":
        check_name(bucket, name)
        return self._client.bucket(self._cloud.bucket(bucket)).blob(name)

    def _find(self, bucket: str, name: str) -> "Remote | None":
        check_name(bucket, name)
        with translated(f"{bucket}/{name}"):
            found: Remote | None = self._client.bucket(self._cloud.bucket(bucket)).get_blob(name, timeout=_TIMEOUT)
            return found

    def _check_generation(self, bucket: str, name: str, expected: int | None) -> None:
        """Before much is sent in vain: the service itself looks at a condition when all of it has arrived."""
        found = None if expected is None else self._find(bucket, name)
        if expected is not None and (0 if found is None else found.generation) != expected:
            raise Conflict(f"{bucket}/{name} is not the generation it was expected to be; look again")

    def _fetch(self, bucket: str, name: str, generation: int | None, target: BinaryIO) -> None:
        """Write the content of the present generation. Raises NotFound when it is gone or not the one asked for."""
        for _ in range(3):
            remote = self._find(bucket, name)
            if remote is None:
                raise NotFound(f"{bucket}/{name}: there is no such object")
            if generation is not None and remote.generation != generation:
                raise NotFound(f"{bucket}/{name}: generation {generation} was replaced since")
            target.seek(0)
            target.truncate()
            try:
                with translated(f"{bucket}/{name}"):
                    remote.download_to_file(target, timeout=_TIMEOUT)
                return
            except NotFound:
                continue  # replaced between the two calls: the next look tells
        raise TransientError(f"{bucket}/{name}: it is being replaced again and again; try later")

    def _own_put(self, bucket: str, name: str, sent: Mapping[str, str], refusal: Conflict) -> Blob:
        """The object, when it was this very put that an earlier try had written; else the refusal."""
        remote = self._find(bucket, name)
        if remote is None or _TOKEN not in sent or (remote.metadata or {}).get(_TOKEN) != sent[_TOKEN]:
            raise Conflict(f"{bucket}/{name} is not the generation it was expected to be; look again") from refusal
        return _blob(bucket, remote)


@contextmanager
def _opened(content: Content) -> Iterator[tuple[BinaryIO, int | None]]:
    """A content as a stream and its size in bytes (None = not known)."""
    if isinstance(content, bytes):
        yield BytesIO(content), len(content)
    elif isinstance(content, Path):
        with content.open("rb") as stream:
            yield stream, content.stat().st_size
    elif content.seekable():
        here = content.tell()
        size = content.seek(0, os.SEEK_END) - here
        content.seek(here)
        yield content, size
    else:
        yield content, None


def _blob(bucket: str, remote: Any) -> Blob:
    metadata = {name: value for name, value in (remote.metadata or {}).items() if name != _TOKEN}
    updated = remote.updated or datetime.fromtimestamp(int(remote.generation) / 1_000_000, UTC)
    kind = remote.content_type or "application/octet-stream"
    return Blob(bucket, remote.name, int(remote.generation), int(remote.size), kind, updated, metadata)

"""A file that arrives by HTTP becomes an object of the upload bucket: the same road as a file dropped there."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO, cast

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request

from shared.core import faults
from shared.core.errors import Conflict, InvalidInput
from shared.leads.imports import import_id
from shared.leads.inbox import TYPES
from shared.ports.blobs import Blob, BlobStore

BUCKET = "uploads"
IN_MEMORY = 1024 * 1024  # bytes; what is larger waits on the disk
MAX_STEM = 120  # bytes


def safe_name(raw: str) -> str:
    """A file's own name, without folders, controls and signs that mean something elsewhere. It ends in what the reader
    takes: what a file with another ending is, its content tells.

    >>> safe_name("../../etc/Leads März.xlsx"), safe_name("C:\\\\x\\\\.csv"), safe_name("export.dat")
    ('Leads März.xlsx', 'leads.csv', 'export.dat.csv')
    """
    name = unicodedata.normalize("NFC", raw.replace("\\", "/").rpartition("/")[2])
    path = PurePosixPath(re.sub(r"[^\w .()+-]+", "_", name).strip(" .") or "leads")
    if f".{path.name.lower()}" in TYPES:
        path = PurePosixPath(f"leads.{path.name}")
    elif path.suffix.lower() not in TYPES:
        path = path.with_name(f"{path.name}.csv")
    stem = path.stem.encode()[:MAX_STEM].decode(errors="ignore").strip(" .")
    return f"{stem or 'leads'}{path.suffix}"


@dataclass(slots=True)
class Received:
    """A body on disk, with its name and the digest of its bytes."""

    name: str
    content: BinaryIO
    digest: str
    size: int


async def receive(request: Request, *, name: str = "") -> Received:
    """The file of a multipart form (field `file`), or the whole body under the name in `?name=`."""
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        part = (await request.form(max_files=1, max_fields=4)).get("file")
        if not isinstance(part, UploadFile):
            raise InvalidInput("the form has no file; name its field `file`")
        content = part.file
        name = part.filename or name
    else:
        content = await _spooled(request)
    size, digest = await run_in_threadpool(_digest, content)
    if size == 0:
        raise InvalidInput(f"{safe_name(name)}: the file is empty; send one with a header and rows")
    return Received(safe_name(name), content, digest, size)


async def _spooled(request: Request) -> BinaryIO:
    spool = cast(BinaryIO, SpooledTemporaryFile(max_size=IN_MEMORY))  # noqa: SIM115 - closed by whoever stores it
    async for piece in request.stream():
        await run_in_threadpool(spool.write, piece)
    return spool


def _digest(content: BinaryIO) -> tuple[int, str]:
    content.seek(0)
    digest = hashlib.sha256()
    size = 0
    while piece := content.read(1024 * 1024):
        digest.update(piece)
        size += len(piece)
    content.seek(0)
    return size, digest.hexdigest()


def stored(blob: Blob) -> dict[str, Any]:
    """What the sender is told: the object, and the id under which its import will be found."""
    id = import_id(blob.bucket, blob.name, blob.generation)
    return {
        "bucket": blob.bucket,
        "object": blob.name,
        "generation": blob.generation,
        "size": blob.size,
        "import_id": id,
    }


def store(blobs: BlobStore, received: Received, *, source: str, mark: str) -> Blob:
    """Put the file under its own name, or beside one that has it: what was not yet read is never overwritten.

    `mark` names the request: the same one again finds the object that it made before.
    """
    path = PurePosixPath(received.name)
    kind = TYPES[path.suffix.lower()]
    metadata = {"source": source, "sha256": received.digest, "request": mark}
    with received.content as content:
        for name in (received.name, f"{path.stem}-{mark[:8]}{path.suffix}"):
            content.seek(0)
            faults.reach("console.before_upload_stored")
            try:
                blob = blobs.put(BUCKET, name, content, content_type=kind, metadata=metadata, if_generation=0)
            except Conflict:
                there = blobs.stat(BUCKET, name)
                if there is not None and there.metadata.get("request") == mark:
                    return there
                continue
            faults.reach("console.after_upload_stored")
            return blob
    raise Conflict(f"{received.name}: its name is taken; rename the file and send it again")

"""Buckets of named objects; every overwrite is a new generation."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO, Protocol

MOVED = "leadreel-moved"
"""In a blob's metadata: it came over from another store together with its records, so its arrival is no news."""

Content = bytes | BinaryIO | Path


@dataclass(frozen=True, slots=True)
class Blob:
    """One generation of an object. `generation` rises with every write of the same name."""

    bucket: str
    name: str  # `/` separates folders; never absolute, never `..`
    generation: int
    size: int  # bytes
    content_type: str
    updated: datetime
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ObjectRef:
    """One generation of an object, as an event names it."""

    bucket: str
    name: str
    generation: int


class BlobStore(Protocol):
    """An object appears whole or not at all. Unsafe names raise InvalidInput."""

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
        """Write an object. With `if_generation`, only over that generation (0 = nothing there), else Conflict."""

    def open(self, bucket: str, name: str, *, generation: int | None = None) -> BinaryIO:
        """A seekable stream. Raises NotFound when the object, or that generation of it, is gone."""

    def read(self, bucket: str, name: str, *, generation: int | None = None) -> bytes:
        """The whole content. Raises NotFound."""

    def stat(self, bucket: str, name: str) -> Blob | None:
        """The newest generation, or None."""

    def list(self, bucket: str, prefix: str = "", *, after: str = "", limit: int | None = None) -> Iterator[Blob]:
        """Objects by name, those behind `after` only."""

    def delete(self, bucket: str, name: str, *, if_generation: int | None = None) -> None:
        """Remove an object if it is there. Raises Conflict when `if_generation` is no longer its own."""

    def download(self, bucket: str, name: str, target: Path, *, generation: int | None = None) -> Path:
        """Copy an object into a local file (written whole or not at all) and return its path. Raises NotFound."""

    def location(self, bucket: str, name: str) -> str:
        """Where a person finds the object: a path on this machine, or a `gs://` address."""

    def signed_url(self, bucket: str, name: str, *, valid_for: timedelta) -> str:
        """An address from which anyone can read the object for a while."""

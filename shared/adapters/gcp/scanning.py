"""Seeing what arrived in buckets, where no Eventarc tells: beside the storage emulator."""

from collections.abc import Iterable

from shared.ports.blobs import Blob, BlobStore


class ScannedBuckets:
    """Every object is given until its generation has been acknowledged; a new process is given them all once more."""

    def __init__(self, blobs: BlobStore) -> None:
        self._blobs = blobs
        self._known: set[tuple[str, str, int]] = set()

    def scan(self, bucket: str) -> Iterable[Blob]:
        return [one for one in self._blobs.list(bucket) if (bucket, one.name, one.generation) not in self._known]

    def acknowledge(self, blob: Blob) -> None:
        self._known.add((blob.bucket, blob.name, blob.generation))

    def is_settling(self, _bucket: str) -> bool:
        return False  # an object of a bucket is whole

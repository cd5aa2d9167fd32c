"""Events: something happened, whoever cares is called, at least once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from shared.core.clock import iso
from shared.core.ids import stable_id
from shared.ports.blobs import Blob

FINALIZED = "google.cloud.storage.object.v1.finalized"


@dataclass(frozen=True, slots=True)
class Event:
    """A CloudEvent 1.0. Two deliveries of one event have equal `source` and `id`."""

    id: str
    source: str  # e.g. //storage.googleapis.com/projects/_/buckets/uploads
    type: str  # e.g. google.cloud.storage.object.v1.finalized
    subject: str  # e.g. objects/leads.csv
    time: datetime
    data: Mapping[str, Any] = field(default_factory=dict)


class EventBus(Protocol):
    def publish(self, event: Event) -> None:
        """Hand the event to every trigger that names its type; durable when the call returns."""


def storage_source(bucket: str) -> str:
    """The `source` of a bucket's events."""
    return f"//storage.googleapis.com/projects/_/buckets/{bucket}"


def finalized(blob: Blob, delivery: str = "") -> Event:
    """The event that Cloud Storage sends when an object is complete. A second one of the same generation is equal.

    `delivery` tells a deliberate repetition from a duplicate, which the queue would refuse.
    """
    return Event(
        id=stable_id("finalized", blob.bucket, blob.name, blob.generation, delivery),
        source=storage_source(blob.bucket),
        type=FINALIZED,
        subject=f"objects/{blob.name}",
        time=blob.updated,
        data={
            "kind": "storage#object",
            "id": f"{blob.bucket}/{blob.name}/{blob.generation}",
            "bucket": blob.bucket,
            "name": blob.name,
            "generation": str(blob.generation),
            "metageneration": "1",
            "contentType": blob.content_type,
            "size": str(blob.size),
            "storageClass": "STANDARD",
            "timeCreated": iso(blob.updated),
            "updated": iso(blob.updated),
            "metadata": dict(blob.metadata),
        },
    )

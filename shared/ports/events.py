"""Events: something happened, whoever cares is called, at least once."""

from collections.abc import Iterable, Mapping, Sequence
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


@dataclass(frozen=True, slots=True)
class DeadEvent:
    """An event that its function has refused too often; it waits for a person."""

    event: Event
    bucket: str
    function: str
    attempts: int
    reason: str = ""  # of the last refusal; the cloud does not tell
    receipt: str = ""  # by which the bus knows this letter again


class EventBus(Protocol):
    def publish(self, event: Event) -> None:
        """Hand the event to every trigger that names its type; durable when the call returns."""

    def dead(self, limit: int = 1000) -> Sequence[DeadEvent]:
        """What functions have refused too often. In the cloud, others do not see these for a minute: `release` them."""

    def release(self, letters: Iterable[DeadEvent]) -> None:
        """They were looked at and stay where they are."""

    def redeliver(self, letter: DeadEvent) -> None:
        """Hand it to its function once more, then take it from the dead: a death between the two delivers it twice."""

    def bury(self, letter: DeadEvent) -> None:
        """It has been dealt with: it is not shown again."""


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

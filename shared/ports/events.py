"""Events: something happened, whoever cares is called, at least once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol


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

"""Events through Pub/Sub.

What Cloud Storage says goes to a function by Eventarc, without the house. What the house itself publishes (an event
replayed, for one) goes to the function's own topic: whoever publishes, and for whichever bucket, it is one stream.
What a function has refused too often waits as a dead letter, one subscription for each trigger.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.adapters.gcp.cloud import Cloud, client
from shared.adapters.gcp.errors import translated
from shared.core import faults
from shared.core.clock import iso, parse_iso
from shared.core.codec import encode
from shared.core.errors import NotFound
from shared.ports.events import FINALIZED, Event, storage_source

Trigger = tuple[str, str]  # bucket, function

_TIMEOUT = 20.0  # seconds for one call
_LEASE = 60  # seconds for which a dead letter that is looked at stays hidden from others


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """An event that its function has refused too often."""

    event: Event
    bucket: str
    function: str
    attempts: int
    receipt: str


class PubSubEvents:
    """Publishes to the functions that wait for an event, and shows what they refused."""

    def __init__(self, cloud: Cloud, triggers: Sequence[Trigger]) -> None:
        from google.pubsub_v1.services.publisher import PublisherClient
        from google.pubsub_v1.services.publisher.transports import PublisherGrpcTransport
        from google.pubsub_v1.services.subscriber import SubscriberClient
        from google.pubsub_v1.services.subscriber.transports import SubscriberGrpcTransport

        self._cloud = cloud
        self._triggers = tuple(triggers)
        self._publisher = client(PublisherClient, PublisherGrpcTransport, cloud, cloud.pubsub_emulator)
        self._subscriber = client(SubscriberClient, SubscriberGrpcTransport, cloud, cloud.pubsub_emulator)

    def publish(self, event: Event) -> None:
        message = {"data": encode(dict(event.data)), "attributes": attributes(event)}
        functions = [
            function
            for bucket, function in self._triggers
            if event.type == FINALIZED and event.source == storage_source(bucket)
        ]
        for function in dict.fromkeys(functions):
            faults.reach("pubsub.before_publish")
            with translated(f"publishing to {function}"):
                self._publisher.publish(
                    request={"topic": self.topic(function), "messages": [message]}, timeout=_TIMEOUT
                )
            faults.reach("pubsub.after_publish")

    def dead(self, limit: int = 100, *, patience: float = 5.0) -> list[DeadLetter]:
        """Dead letters of all triggers; each stays hidden from other readers for a minute, and is not lost.

        The service is asked for `patience` seconds before a trigger counts as having none.
        """
        found: list[DeadLetter] = []
        for bucket, function in self._triggers:
            if len(found) < limit:
                found += self._pull(bucket, function, limit - len(found), patience)
        return found

    def bury(self, letter: DeadLetter) -> None:
        """It has been dealt with: it is not shown again."""
        with translated(f"dead letters of {letter.function}"):
            self._subscriber.acknowledge(
                subscription=self.dead_subscription(letter.bucket, letter.function),
                ack_ids=[letter.receipt],
                timeout=_TIMEOUT,
            )

    def redeliver(self, letter: DeadLetter) -> None:
        """Publish it once more, then bury it: a death between the two delivers it twice."""
        self.publish(letter.event)
        faults.reach("pubsub.redelivered")
        self.bury(letter)

    def topic(self, function: str) -> str:
        return f"projects/{self._cloud.project}/topics/{self._cloud.named(f'events-{function}')}"

    def dead_subscription(self, bucket: str, function: str) -> str:
        name = self._cloud.named(f"dead-{bucket}-{function}")
        return f"projects/{self._cloud.project}/subscriptions/{name}"

    def _pull(self, bucket: str, function: str, limit: int, patience: float) -> list[DeadLetter]:
        from google.api_core.exceptions import DeadlineExceeded

        subscription = self.dead_subscription(bucket, function)
        try:
            with translated(f"dead letters of {function}"):
                try:
                    answer = self._subscriber.pull(
                        subscription=subscription, max_messages=limit, retry=None, timeout=patience
                    )
                except DeadlineExceeded:  # nothing there
                    return []
                receipts = [one.ack_id for one in answer.received_messages]
                if receipts:
                    self._subscriber.modify_ack_deadline(
                        subscription=subscription, ack_ids=receipts, ack_deadline_seconds=_LEASE, timeout=_TIMEOUT
                    )
        except NotFound:
            return []  # nothing was ever refused, and terraform has not been applied
        return [
            DeadLetter(
                event_of(one.message.data, dict(one.message.attributes), one.message.message_id, self._cloud),
                bucket,
                function,
                int(one.message.attributes.get("CloudPubSubDeadLetterSourceDeliveryCount", 0)),
                one.ack_id,
            )
            for one in answer.received_messages
        ]


def attributes(event: Event) -> dict[str, str]:
    """A CloudEvent's binary form: a subscription that hands them on as headers posts a CloudEvent."""
    return {
        "ce-specversion": "1.0",
        "ce-id": event.id,
        "ce-source": event.source,
        "ce-type": event.type,
        "ce-subject": event.subject,
        "ce-time": iso(event.time),
        "content-type": "application/json",
    }


def event_of(data: bytes, attributes: Mapping[str, str], id: str, cloud: Cloud) -> Event:
    """The event in a message: as the house publishes them, or as Cloud Storage announces an object."""
    told: dict[str, Any] = json.loads(data or b"{}")
    if "bucket" in told:
        told["bucket"] = cloud.bucket_of(str(told["bucket"]))
    if "ce-id" in attributes:
        return Event(
            attributes["ce-id"],
            attributes["ce-source"],
            attributes["ce-type"],
            attributes["ce-subject"],
            parse_iso(attributes["ce-time"]),
            told,
        )
    at = attributes.get("eventTime") or told.get("updated") or "1970-01-01T00:00:00Z"
    moment: datetime = parse_iso(at)
    return Event(
        id, storage_source(str(told.get("bucket", ""))), FINALIZED, f"objects/{told.get('name', '')}", moment, told
    )

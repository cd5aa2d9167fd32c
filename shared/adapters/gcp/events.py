"""Events through Pub/Sub.

What Cloud Storage says goes to a function by Eventarc, without the house. What the house itself publishes (an event
replayed, for one) goes to the function's own topic: whoever publishes, and for whichever bucket, it is one stream.
What a function has refused too often waits as a dead letter, one subscription for each trigger.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from shared.adapters.gcp.cloud import Cloud, client
from shared.adapters.gcp.errors import translated
from shared.core import faults
from shared.core.clock import iso, parse_iso
from shared.core.codec import encode
from shared.core.errors import NotFound
from shared.ports.events import FINALIZED, DeadEvent, Event, storage_source

Trigger = tuple[str, str]  # bucket, function

_TIMEOUT = 20.0  # seconds for one call
_LEASE = 60  # seconds for which a dead letter that is looked at stays hidden from others
_PATIENCE = 5.0  # seconds for which the service is asked before a trigger counts as having none


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
        functions = [
            function
            for bucket, function in self._triggers
            if event.type == FINALIZED and event.source == storage_source(bucket)
        ]
        for function in dict.fromkeys(functions):
            self._publish(event, function)

    def dead(self, limit: int = 1000, *, patience: float = _PATIENCE) -> list[DeadEvent]:
        """Dead letters of all triggers; each stays hidden from other readers for a minute, and is not lost."""
        found: list[DeadEvent] = []
        for bucket, function in self._triggers:
            while len(found) < limit and (more := self._pull(bucket, function, limit - len(found), patience)):
                found += more
        return found

    def release(self, letters: Iterable[DeadEvent]) -> None:
        """Nobody needs to wait for the minute to end."""
        for letter in letters:
            self._lease(self.dead_subscription(letter.bucket, letter.function), [letter.receipt], 0)

    def bury(self, letter: DeadEvent) -> None:
        with translated(f"dead letters of {letter.function}"):
            self._subscriber.acknowledge(
                subscription=self.dead_subscription(letter.bucket, letter.function),
                ack_ids=[letter.receipt],
                timeout=_TIMEOUT,
            )

    def redeliver(self, letter: DeadEvent) -> None:
        """To the one function that refused it: others that wait for the bucket have had it."""
        self._publish(letter.event, letter.function)
        faults.reach("pubsub.redelivered")
        self.bury(letter)

    def _publish(self, event: Event, function: str) -> None:
        message = {"data": encode(dict(event.data)), "attributes": attributes(event)}
        faults.reach("pubsub.before_publish")
        with translated(f"publishing to {function}"):
            self._publisher.publish(request={"topic": self.topic(function), "messages": [message]}, timeout=_TIMEOUT)
        faults.reach("pubsub.after_publish")

    def _lease(self, subscription: str, receipts: Sequence[str], seconds: int) -> None:
        with translated(f"dead letters of {subscription.rpartition('/')[2]}"):
            self._subscriber.modify_ack_deadline(
                subscription=subscription, ack_ids=receipts, ack_deadline_seconds=seconds, timeout=_TIMEOUT
            )

    def topic(self, function: str) -> str:
        return f"projects/{self._cloud.project}/topics/{self._cloud.named(f'events-{function}')}"

    def dead_subscription(self, bucket: str, function: str) -> str:
        name = self._cloud.named(f"dead-{bucket}-{function}")
        return f"projects/{self._cloud.project}/subscriptions/{name}"

    def _pull(self, bucket: str, function: str, limit: int, patience: float) -> list[DeadEvent]:
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
        except NotFound:
            return []  # terraform has not been applied
        if receipts := [one.ack_id for one in answer.received_messages]:
            self._lease(subscription, receipts, _LEASE)
        return [
            DeadEvent(
                event_of(one.message.data, dict(one.message.attributes), one.message.message_id, self._cloud),
                bucket,
                function,
                int(one.message.attributes.get("CloudPubSubDeadLetterSourceDeliveryCount", 0)),
                receipt=one.ack_id,
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

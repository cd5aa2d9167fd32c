"""What the cloud's event bus promises: Pub/Sub, on its emulator."""

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from google.api_core.exceptions import DeadlineExceeded

from shared.ports.blobs import Blob
from shared.ports.events import finalized

TRIGGERS = [("uploads", "ingest_csv"), ("archive", "ingest_csv"), ("calls", "analyze")]


@pytest.fixture
def events(google: Any) -> Iterator[Any]:
    """The bus with the topics and subscriptions that terraform makes."""
    bus = google.events(TRIGGERS)
    for function in ("ingest_csv", "analyze"):
        bus._publisher.create_topic(name=bus.topic(function))
        bus._subscriber.create_subscription(name=inbox(bus, function), topic=bus.topic(function))
    yield bus


def inbox(bus: Any, function: str) -> str:
    return str(bus.topic(function).replace("/topics/", "/subscriptions/"))


def received(bus: Any, function: str) -> list[Any]:
    return [one.message for one in pulled(bus, inbox(bus, function))]


def pulled(bus: Any, subscription: str) -> list[Any]:
    try:
        answer = bus._subscriber.pull(subscription=subscription, max_messages=10, retry=None, timeout=0.4)
    except DeadlineExceeded:
        return []
    return list(answer.received_messages)


def blob(google: Any, bucket: str, name: str = "Zoë.csv") -> Blob:
    return Blob(bucket, name, 17, 3, "text/csv", google.clock.now(), {"a": "b"})


def test_an_event_goes_to_its_function_whichever_bucket_it_is_of(google: Any, events: Any) -> None:
    for bucket in ("uploads", "archive"):
        events.publish(finalized(blob(google, bucket)))
    messages = received(events, "ingest_csv")
    assert [json.loads(one.data)["bucket"] for one in messages] == ["uploads", "archive"]
    assert not received(events, "analyze")


def test_a_message_carries_a_cloud_event_in_its_attributes(google: Any, events: Any) -> None:
    event = finalized(blob(google, "calls"))
    events.publish(event)
    (message,) = received(events, "analyze")
    assert dict(message.attributes) == {
        "ce-specversion": "1.0",
        "ce-id": event.id,
        "ce-source": "//storage.googleapis.com/projects/_/buckets/calls",
        "ce-type": "google.cloud.storage.object.v1.finalized",
        "ce-subject": "objects/Zoë.csv",
        "ce-time": "2026-01-01T00:00:00.000000Z",
        "content-type": "application/json",
    }


def test_events_that_nobody_waits_for_go_nowhere(google: Any, events: Any) -> None:
    events.publish(finalized(blob(google, "videos")))
    events.publish(replace(finalized(blob(google, "calls")), type="google.cloud.storage.object.v1.deleted"))
    assert not received(events, "ingest_csv")
    assert not received(events, "analyze")


@pytest.fixture
def refusing(google: Any, events: Any) -> Any:
    """A function that refuses whatever it is sent, until its events are dead."""
    dead = events.dead_subscription("calls", "analyze")
    topic = dead.replace("/subscriptions/", "/topics/")
    events._publisher.create_topic(name=topic)
    events._subscriber.create_subscription(name=dead, topic=topic)
    refusing = inbox(events, "analyze") + "-refusing"
    policy = {"dead_letter_topic": topic, "max_delivery_attempts": 5}
    events._subscriber.create_subscription(
        request={"name": refusing, "topic": events.topic("analyze"), "dead_letter_policy": policy}
    )

    def refuse(number: int) -> list[Any]:
        received(events, "analyze")  # the other subscriber has its own copies
        end = time.monotonic() + 20
        letters: list[Any] = []
        while len(letters) < number and time.monotonic() < end:
            if receipts := [one.ack_id for one in pulled(events, refusing)]:
                events._subscriber.modify_ack_deadline(subscription=refusing, ack_ids=receipts, ack_deadline_seconds=0)
            letters += events.dead(patience=0.3)
        return letters

    return refuse


def test_what_a_function_goes_on_refusing_waits_as_a_dead_letter_and_can_be_delivered_again(
    google: Any, events: Any, refusing: Any
) -> None:
    assert events.dead(patience=0.3) == []
    event, other = finalized(blob(google, "calls")), finalized(blob(google, "calls", "other.csv"))
    events.publish(event)
    events.publish(other)
    letters = sorted(refusing(2), key=lambda letter: letter.event != event)
    assert [letter.event for letter in letters] == [event, other]
    assert {(letter.bucket, letter.function) for letter in letters} == {("calls", "analyze")}
    assert events.dead(patience=0.3) == []  # nobody else sees them for a minute
    events.release(letters)
    again = sorted(events.dead(patience=0.3), key=lambda letter: letter.event != event)
    assert [letter.event for letter in again] == [event, other]
    received(events, "analyze")
    events.redeliver(again[0])
    assert [json.loads(one.data)["name"] for one in received(events, "analyze")] == ["Zoë.csv"]
    events.bury(again[1])
    events.release(again)
    assert events.dead(patience=0.3) == []


def test_a_dead_event_goes_again_to_its_own_function_alone(google: Any, events: Any) -> None:
    from shared.adapters.gcp.events import PubSubEvents
    from shared.ports.events import DeadEvent

    bus = PubSubEvents(google.cloud, [("calls", "analyze"), ("calls", "ingest_csv")])
    bus.bury = lambda letter: None  # type: ignore[method-assign] # nothing of it lies anywhere
    bus.redeliver(DeadEvent(finalized(blob(google, "calls")), "calls", "ingest_csv", 12))
    assert len(received(events, "ingest_csv")) == 1
    assert not received(events, "analyze")


def test_an_object_that_cloud_storage_itself_announced_is_read_the_same(google: Any) -> None:
    from shared.adapters.gcp.events import event_of

    announced = {
        "kind": "storage#object",
        "bucket": f"{google.cloud.project}-leadreel-uploads",
        "name": "Zoë.csv",
        "generation": "17",
        "updated": "2026-01-01T00:00:00.000Z",
    }
    attributes = {"eventType": "OBJECT_FINALIZE", "eventTime": "2026-01-01T00:00:01Z", "objectId": "Zoë.csv"}
    event = event_of(json.dumps(announced).encode(), attributes, "m1", google.cloud)
    assert event.source == "//storage.googleapis.com/projects/_/buckets/uploads"
    assert (event.id, event.subject, event.data["bucket"]) == ("m1", "objects/Zoë.csv", "uploads")

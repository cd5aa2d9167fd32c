"""What every event bus promises."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from shared.adapters.local.events import event_queues
from shared.ports.blobs import Blob
from shared.ports.events import finalized

TRIGGERS = [("uploads", "ingest_csv"), ("uploads", "archive"), ("calls", "analyze")]
QUEUES = event_queues(TRIGGERS, {"ingest_csv": 540, "archive": 60, "analyze": 60}, {"ingest_csv": 1})

delivering = pytest.mark.one_machine("in the cloud Eventarc delivers")


@pytest.fixture
def queue(shelf: Any) -> Any:
    return shelf.queue(*QUEUES.values())


def blob(shelf: Any, name: str = "leads.csv", bucket: str = "uploads", generation: int = 17) -> Blob:
    return Blob(bucket, name, generation, 3, "text/csv", shelf.clock.now(), {"a": "b"})


@delivering
def test_an_event_reaches_every_function_whose_trigger_names_its_bucket(shelf: Any, queue: Any) -> None:
    shelf.events(queue, TRIGGERS).publish(finalized(blob(shelf)))
    assert {dispatch.function for dispatch in queue.lease(10)} == {"ingest_csv", "archive"}


@delivering
def test_it_travels_as_a_cloud_event_in_binary_form(shelf: Any, queue: Any) -> None:
    shelf.events(queue, TRIGGERS).publish(finalized(blob(shelf, name='Zoë "x" 50%.csv', bucket="calls")))
    (dispatch,) = queue.lease(10)
    assert (
        dispatch.headers.items()
        >= {
            "ce-specversion": "1.0",
            "ce-type": "google.cloud.storage.object.v1.finalized",
            "ce-source": "//storage.googleapis.com/projects/_/buckets/calls",
            "ce-subject": "objects/Zo%C3%AB%20%22x%22%2050%25.csv",
            "ce-time": "2026-01-01T00:00:00.000000Z",
            "content-type": "application/json",
        }.items()
    )
    assert dispatch.headers["ce-id"]
    data = json.loads(dispatch.body)
    assert (
        data.items()
        >= {
            "bucket": "calls",
            "name": 'Zoë "x" 50%.csv',
            "generation": "17",
            "metageneration": "1",
            "size": "3",
            "contentType": "text/csv",
            "timeCreated": "2026-01-01T00:00:00.000000Z",
            "updated": "2026-01-01T00:00:00.000000Z",
        }.items()
    )


@delivering
def test_the_same_event_published_twice_is_delivered_once_while_the_queue_remembers(shelf: Any, queue: Any) -> None:
    events = shelf.events(queue, TRIGGERS)
    events.publish(finalized(blob(shelf)))
    events.publish(finalized(blob(shelf)))
    assert len(queue.lease(10)) == 2  # one for each function
    events.publish(finalized(blob(shelf, generation=18)))
    assert len(queue.lease(10)) == 1  # ingest_csv runs one at a time
    assert queue.backlog() == {"events-ingest_csv": 2, "events-archive": 2, "events-analyze": 0}


@delivering
def test_events_of_other_buckets_and_types_reach_nobody(shelf: Any, queue: Any) -> None:
    events = shelf.events(queue, TRIGGERS)
    events.publish(finalized(blob(shelf, bucket="videos")))
    events.publish(finalized(blob(shelf, bucket="my-uploads")))
    events.publish(replace(finalized(blob(shelf)), type="google.cloud.storage.object.v1.deleted"))
    assert not queue.lease(10)


@delivering
def test_a_failing_function_gets_its_event_again_for_24_hours(shelf: Any, queue: Any) -> None:
    shelf.events(queue, TRIGGERS).publish(finalized(blob(shelf, bucket="calls")))
    start = shelf.clock.now()
    waits = []
    while (due := queue.next_due()) is not None:
        waits.append((due - shelf.clock.now()).total_seconds())
        shelf.clock.advance(max(0.0, waits[-1]))
        for dispatch in queue.lease(1):
            queue.fail(dispatch, reason="500")
    assert waits[1:4] == [10, 20, 40]
    assert max(waits) == 600
    assert timedelta(hours=24) <= shelf.clock.now() - start <= timedelta(hours=24, minutes=10)


@delivering
def test_what_a_function_goes_on_refusing_is_kept_as_dead_and_can_be_delivered_again(shelf: Any, queue: Any) -> None:
    events = shelf.events(queue, TRIGGERS)
    sent = [finalized(blob(shelf, name="Zoë 50%.csv", bucket="calls")), finalized(blob(shelf, "b", "calls"))]
    for event in sent:
        events.publish(event)
    while (due := queue.next_due()) is not None:
        shelf.clock.advance(max(0.0, (due - shelf.clock.now()).total_seconds()))
        for dispatch in queue.lease(2):
            queue.fail(dispatch, reason="500: it broke")
    first, second = sorted(events.dead(), key=lambda letter: letter.event.subject)
    assert (first.bucket, first.function, first.reason) == ("calls", "analyze", "500: it broke")
    assert first.attempts > 100
    assert first.event.data == sent[0].data
    assert first.event.subject == "objects/Zoë 50%.csv"
    events.release([first, second])
    assert len(events.dead()) == 2
    events.redeliver(first)
    (dispatch,) = queue.lease(5)
    assert json.loads(dispatch.body)["name"] == "Zoë 50%.csv"
    queue.succeed(dispatch)
    events.redeliver(first)  # as after a death between the two: its name is known, and it is not sent again
    assert not queue.lease(5)
    events.bury(second)
    assert events.dead() == []

"""Recorded calls through the real framework: events, tasks, schedules and requests."""

import io
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from werkzeug.test import Client

from shared import entry
from shared.app import HOME, App
from shared.auth.signer import Signer
from shared.core.clock import ManualClock
from shared.core.codec import encode
from shared.core.errors import InvalidInput, PermanentError
from shared.manifest import read_manifest
from shared.ports.blobs import Blob
from shared.ports.events import finalized
from shared.tasks.model import NewTask

Proof = Callable[..., dict[str, str]]
CSV = b"full_name,email,company_name\nAna Diaz,ana@acme-test.com,ACME\nBo Li,bo@bolt-test.com,Bolt\n"


def event_of(blob: Blob) -> dict[str, object]:
    """The headers and body of a storage event in CloudEvents' binary mode."""
    event = finalized(blob)
    headers = {
        "ce-specversion": "1.0",
        "ce-id": event.id,
        "ce-source": event.source,
        "ce-type": event.type,
        "ce-subject": event.subject,
        "ce-time": event.time.isoformat(),
        "Content-Type": "application/json",
    }
    return {"headers": headers, "data": encode(dict(event.data))}


def deliver(street: Client, blob: Blob, proof: dict[str, str]) -> int:
    event = event_of(blob)
    headers = {**event["headers"], **proof}  # type: ignore[dict-item]
    return street.post("/ingest_csv", headers=headers, data=event["data"]).status_code


def test_a_dropped_file_becomes_leads(house: App, street: Client, proof: Proof) -> None:
    blob = house.blobs.put("uploads", "a.csv", CSV)
    assert deliver(street, blob, proof("ingest_csv")) == 200
    assert {lead.text("email") for lead in house.leads.all()} == {"ana@acme-test.com", "bo@bolt-test.com"}


def test_the_same_event_five_times_at_once_makes_each_lead_once(house: App, street: Client, proof: Proof) -> None:
    blob = house.blobs.put(
        "uploads", "a.csv", CSV + b"".join(b"P %d,p%d@x-test.com,X%d\n" % (n, n, n) for n in range(300))
    )
    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(lambda _: deliver(street, blob, proof("ingest_csv")), range(5)))
    while any(status != 200 for status in answers):  # those who came while one was at it are delivered again
        assert set(answers) <= {200, 503}
        answers = [deliver(street, blob, proof("ingest_csv"))]
    assert house.leads.count() == 302
    assert len({lead.text("email") for lead in house.leads.all()}) == 302


def test_an_object_that_is_gone_is_acknowledged_and_recorded(house: App, street: Client, proof: Proof) -> None:
    blob = house.blobs.put("uploads", "a.csv", CSV)
    house.blobs.delete("uploads", "a.csv")
    assert deliver(street, blob, proof("ingest_csv")) == 200
    (failed,) = house.imports.list()
    assert failed.state == "failed"
    assert "drop it again" in failed.problems[0]


def test_an_object_that_is_no_table_is_left_alone(house: App, street: Client, proof: Proof) -> None:
    blob = house.blobs.put("uploads", "photo.jpg", b"\xff\xd8\xff")
    assert deliver(street, blob, proof("ingest_csv")) == 200
    assert house.imports.list() == []


CLOSED = [name for name, one in read_manifest(HOME / "manifest.yaml").functions.items() if one.kind != "request"]


@pytest.mark.parametrize("door", CLOSED)
def test_who_does_not_prove_to_be_the_platform_is_turned_away(
    house: App, street: Client, proof: Proof, door: str
) -> None:
    event = event_of(house.blobs.put("uploads", "a.csv", CSV))
    told = proof(door)["Authorization"]
    strangers: list[dict[str, str]] = [
        {},
        {"Authorization": "Bearer made.up"},
        {"Authorization": told[:-4] + "AAAA"},
        {"Authorization": told.removeprefix("Bearer ")},
        proof("render" if door != "render" else "enrich"),  # for another door
        proof(door, "request"),  # from another account
        {"X-CloudTasks-TaskName": "t", "X-CloudTasks-QueueName": "q", "X-CloudTasks-TaskRetryCount": "0"},
        {"X-CloudScheduler": "true", "X-CloudScheduler-JobName": "maintain"},
        {"X-Goog-PubSub-Subscription-Name": "s", "From": "noreply@google.com", "User-Agent": "APIs-Google"},
    ]
    for headers in strangers:
        answer = street.post(f"/{door}", headers={**event["headers"], **headers}, data=event["data"])  # type: ignore[dict-item]
        assert answer.status_code == 403, headers
    assert house.leads.count() == 0


@pytest.mark.parametrize("late", [timedelta(minutes=5), timedelta(days=-1)])
def test_a_proof_of_another_time_is_none(house: App, street: Client, late: timedelta) -> None:
    signed = Signer(house.state, ManualClock(house.clock.now() - late)).sign(
        "task", "enrich", valid_for=timedelta(minutes=1)
    )
    answer = street.post("/enrich", headers={"Authorization": f"Bearer {signed}"}, json={"task": "t"})
    assert answer.status_code == 403


def test_where_the_installation_itself_is_not_ready_nothing_is_acknowledged(
    house: App, street: Client, proof: Proof, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A missing role, setting or index is mended by a person; what came meanwhile comes again."""
    blob = house.blobs.put("uploads", "a.csv", CSV)

    def refused(_ref: object) -> None:
        raise PermanentError("uploads/a.csv: the service account lacks a role for this").of_an_unready_house()

    with monkeypatch.context() as patched:
        patched.setattr(house.intake, "run", refused)
        assert deliver(street, blob, proof("ingest_csv")) == 503
        patched.setattr(house.intake, "run", lambda _ref: _raise(PermanentError("it is broken for good")))
        assert deliver(street, blob, proof("ingest_csv")) == 200
    assert deliver(street, blob, proof("ingest_csv")) == 200
    assert house.leads.count() == 2


def test_settings_that_cannot_be_served_turn_work_away_instead_of_losing_it(
    house: App, street: Client, proof: Proof, monkeypatch: pytest.MonkeyPatch
) -> None:
    blob = house.blobs.put("uploads", "a.csv", CSV)
    monkeypatch.setenv("K_SERVICE", "leadreel-ingest-csv")
    told = InvalidInput("LEADREEL_SENTRY_DSN is set, but leadreel[sentry] is not installed; install it")
    monkeypatch.setattr(entry.logs, "set_up", lambda *_: _raise(told))
    entry._awake.cache_clear()
    assert deliver(street, blob, proof("ingest_csv")) == 503
    assert house.leads.count() == 0
    monkeypatch.undo()
    entry._awake.cache_clear()


def _raise(error: Exception) -> None:
    raise error


def test_a_task_is_run_once_however_often_it_is_delivered(house: App, street: Client, proof: Proof) -> None:
    added = house.intake.add({"full_name": "Ana Diaz"}, source="test", key="1", stop_at="enrich")
    (task,) = [task for task in house.tasks.for_lead(added.id) if task.name == "split_name"]
    for _ in range(3):
        answer = street.post("/enrich", headers=proof("enrich"), json={"task": task.id, "correlation_id": "c"})
        assert answer.status_code == 204
    assert house.leads.get(added.id).text("first_name") == "Ana"
    assert len(house.tasks.get(task.id).attempts) == 1


def test_a_task_that_may_succeed_later_is_refused_so_that_the_queue_tries_again(
    house: App, street: Client, proof: Proof
) -> None:
    task = NewTask("enrich", lead="nobody", name="unheard_of")
    house.documents.batch(house.tasks.plan([task], ""))
    answer = street.post("/enrich", headers=proof("enrich"), json={"task": task.id})
    assert answer.status_code == 204  # it can never succeed: acknowledged, and buried with its reason
    assert "unheard_of" in house.tasks.get(task.id).reason
    assert house.tasks.get(task.id).state == "dead"


def test_a_body_that_is_no_task_is_acknowledged_and_changes_nothing(street: Client, proof: Proof) -> None:
    for body in (b"", b"[]", b"not json", b'{"task": "none"}'):
        assert street.post("/enrich", headers=proof("enrich"), data=body).status_code in {204, 200}


def test_the_schedule_rescues_what_a_crash_left_in_the_outbox(house: App, street: Client, proof: Proof) -> None:
    house.documents.batch(house.tasks.plan([NewTask("enrich", lead="l", name="split_name")], ""))
    assert house.queue.backlog()["enrich"] == 0
    headers = {**proof("maintain"), "X-CloudScheduler-JobName": "maintain"}
    assert street.post("/maintain", headers=headers).status_code == 204
    assert house.queue.backlog()["enrich"] == 1


def test_zapier_posts_a_lead_with_a_key_and_twice_is_once(house: App, street: Client) -> None:
    _, key = house.keys.create("zapier", ["write"])
    headers = {"Authorization": f"Bearer {key}", "Idempotency-Key": "order-1"}
    answers = [street.post("/accept", headers=headers, json={"email": "ana@acme-test.com"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json == answers[1].json
    assert house.leads.count() == 1


def test_a_form_counts_as_a_lead(house: App, street: Client) -> None:
    _, key = house.keys.create("form", ["write"])
    answer = street.post(
        "/accept", headers={"X-API-Key": key}, data={"Full Name": "Bo Li", "E-Mail": "bo@bolt-test.com"}
    )
    assert answer.status_code == 200
    assert house.leads.get(answer.json["id"]).text("full_name") == "Bo Li"


def test_a_posted_csv_takes_the_road_of_a_dropped_one(house: App, street: Client) -> None:
    _, key = house.keys.create("zapier", ["write"])
    headers = {"Authorization": f"Bearer {key}"}
    first = street.post("/accept?name=my leads.csv", headers={**headers, "Content-Type": "text/csv"}, data=CSV)
    again = street.post("/accept", headers=headers, data={"file": (io.BytesIO(CSV), "my leads.csv", "text/csv")})
    assert first.status_code == again.status_code == 200
    assert first.json == again.json
    assert house.blobs.read("uploads", first.json["object"]) == CSV


def test_a_trigger_is_started_by_its_name(house: App, street: Client) -> None:
    _, key = house.keys.create("zapier", ["write"])
    headers = {"Authorization": f"Bearer {key}"}
    assert street.post("/accept", headers=headers, json={"trigger": "retry"}).json == {"retried": 0}
    unknown = street.post("/accept", headers=headers, json={"trigger": "nonsense"})
    assert unknown.status_code == 400
    assert "retry" in unknown.json["message"]


@pytest.mark.parametrize("scope", ["read", None])
def test_without_a_key_that_may_write_nothing_is_accepted(house: App, street: Client, scope: str | None) -> None:
    headers = {"Authorization": f"Bearer {house.keys.create('k', [scope])[1]}"} if scope else {}
    answer = street.post("/accept", headers=headers, json={"email": "ana@acme-test.com"})
    assert answer.status_code in {401, 403}
    assert house.leads.count() == 0


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"[1]", b'{"email": {"a": 1}}', b"[" * 50_000, b"{"])
def test_a_body_that_is_no_lead_is_refused_in_plain_words(house: App, street: Client, body: bytes) -> None:
    _, key = house.keys.create("zapier", ["write"])
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    answer = street.post("/accept", headers=headers, data=body)
    assert answer.status_code == 400
    assert set(json.loads(answer.data)) >= {"code", "message"}


def test_two_files_with_the_same_new_column_at_once_are_both_taken_in(house: App, street: Client, proof: Proof) -> None:
    rows = "".join(f"P{n},p{n}@x-test.com,{n}\n" for n in range(50))
    blobs = [house.blobs.put("uploads", f"{n}.csv", f"full_name,email,Shoe size\n{rows}".encode()) for n in range(4)]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda blob: deliver(street, blob, proof("ingest_csv")), blobs))
    for blob, status in zip(blobs, answers, strict=True):
        while status != 200:
            assert status == 503
            status = deliver(street, blob, proof("ingest_csv"))  # noqa: PLW2901 - delivered again, as the platform does
    assert [one.state for one in house.imports.list()] == ["done"] * 4
    assert house.leads.count() == 50

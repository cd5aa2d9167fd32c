"""The API as programs meet it."""

from typing import Any

import pytest

from shared.core import faults
from shared.core.errors import TransientError
from shared.leads.imports import import_id
from shared.leads.inbox import TYPES
from shared.leads.reader import SUFFIXES

ANA = {"fields": {"full_name": "Ana Diaz", "email": "ana@acme.example"}}


def test_without_a_key_nothing_is_told(house: Any) -> None:
    answer = house.client().get("/api/leads")
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "unauthorized"
    assert "Authorization: Bearer" in answer.json()["remedy"]


def test_a_reading_key_reads_and_does_not_write(house: Any) -> None:
    client = house.client()
    assert client.get("/api/leads", headers=house.reads).status_code == 200
    assert client.post("/api/leads", json=ANA, headers=house.reads).status_code == 403
    assert client.post("/api/imports?name=a.csv", content=b"a\n1\n", headers=house.reads).status_code == 403
    assert house.added == []


def test_a_lead_is_created_and_found_at_its_address(house: Any) -> None:
    answer = house.client().post("/api/leads", json=ANA, headers=house.writes)
    assert answer.status_code == 201
    assert answer.json() == {"id": "lead1", "created": True, "rule": ""}
    assert answer.headers["location"] == "/api/leads/lead1"
    assert house.added == [{"full_name": "Ana Diaz", "email": "ana@acme.example"}]


@pytest.mark.parametrize(
    "body", ["", "[]", "{}", '{"fields": {}}', '{"fields": {"": "x"}}', "{", '{"fields": {"a": [1]}}']
)
def test_a_body_that_is_no_lead_is_refused_with_the_place(house: Any, body: str) -> None:
    answer = house.client().post("/api/leads", content=body, headers=house.writes)
    assert answer.status_code == 422
    assert answer.json().keys() == {"code", "status", "message", "remedy"}


def test_the_houses_own_refusal_says_what_to_do(house: Any) -> None:
    answer = house.client().post("/api/leads", json={"fields": {"phone": "1"}}, headers=house.writes)
    assert answer.status_code == 400
    assert answer.json()["remedy"] == "add one"


def test_the_same_idempotency_key_does_the_work_once(house: Any) -> None:
    client = house.client()
    headers = {**house.writes, "Idempotency-Key": "abc"}
    first = client.post("/api/leads", json=ANA, headers=headers)
    again = client.post("/api/leads", json=ANA, headers=headers)
    assert (again.status_code, again.json()) == (201, first.json())
    assert again.headers["idempotent-replayed"] == "true"
    assert again.headers["location"] == "/api/leads/lead1"
    assert len(house.added) == 1


def test_the_same_key_with_another_body_is_an_error(house: Any) -> None:
    client = house.client()
    headers = {**house.writes, "Idempotency-Key": "abc"}
    client.post("/api/leads", json=ANA, headers=headers)
    other = client.post("/api/leads", json={"fields": {"email": "bo@acme.example"}}, headers=headers)
    assert (other.status_code, other.json()["code"]) == (422, "key_reused")


def test_after_a_day_the_key_is_free_again(house: Any, week: Any) -> None:
    client = house.client()
    headers = {**house.writes, "Idempotency-Key": "abc"}
    client.post("/api/leads", json=ANA, headers=headers)
    house.clock.advance(week.total_seconds())
    other = client.post("/api/leads", json={"fields": {"email": "bo@acme.example"}}, headers=headers)
    assert other.status_code == 201


def test_a_request_that_died_is_in_flight_until_its_lease_ends(house: Any) -> None:
    client = house.client()
    headers = {**house.writes, "Idempotency-Key": "abc"}

    def die(_point: str) -> None:
        raise SystemError("killed")

    faults.arm("console.after_claim", die)
    try:
        assert client.post("/api/leads", json=ANA, headers=headers).status_code == 500
    finally:
        faults.disarm()
    busy = client.post("/api/leads", json=ANA, headers=headers)
    assert (busy.status_code, busy.json()["code"]) == (409, "in_flight")
    house.clock.advance(91)
    assert client.post("/api/leads", json=ANA, headers=headers).status_code == 201
    assert len(house.added) == 1


def test_a_refused_request_leaves_its_key_free(house: Any) -> None:
    client = house.client()
    headers = {**house.writes, "Idempotency-Key": "abc"}
    assert client.post("/api/leads", json={"fields": {"phone": "1"}}, headers=headers).status_code == 400
    assert client.post("/api/leads", json=ANA, headers=headers).status_code == 201


def test_an_outage_is_told_with_the_time_to_wait(house: Any) -> None:
    def down(*_: Any, **__: Any) -> Any:
        raise TransientError("the store is busy; try again", retry_after=7)

    answer = house.client(add_lead=down).post("/api/leads", json=ANA, headers=house.writes)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "7")


def test_a_bug_shows_no_trace(house: Any) -> None:
    def broken(*_: Any, **__: Any) -> Any:
        raise ZeroDivisionError("secret inside")

    answer = house.client(add_lead=broken).post("/api/leads", json=ANA, headers=house.writes)
    assert answer.status_code == 500
    assert "secret" not in answer.text and "Traceback" not in answer.text


def test_pages_of_leads_follow_each_other_without_gap_or_repetition(house: Any) -> None:
    ids = [house.lead(f"l{n:02}", email=f"p{n}@x.example").id for n in range(25)]
    client = house.client()
    seen: list[str] = []
    cursor = ""
    while True:
        page = client.get("/api/leads", params={"limit": 10, "cursor": cursor}, headers=house.reads).json()
        seen += [lead["id"] for lead in page["items"]]
        if not (cursor := page["next"]):
            break
    assert seen == ids[::-1]
    assert page["total"] == 25


def test_leads_are_sorted_searched_and_filtered(house: Any) -> None:
    house.lead("a", company_name="Zeta", employees="900", email="z@x.example")
    house.lead("b", company_name="älpha", employees="1,000", email="a@x.example")
    house.lead("c", full_name="Ned Noname")
    client = house.client()

    def ids(**params: str) -> list[str]:
        return [lead["id"] for lead in client.get("/api/leads", params=params, headers=house.reads).json()["items"]]

    assert ids(sort="company_name") == ["b", "a", "c"]
    assert ids(sort="-company_name") == ["a", "b", "c"]
    assert ids(sort="employees") == ["a", "b", "c"]
    assert ids(q="ALPHA") == ["b"]
    assert ids(q="ned noname") == ["c"]
    assert ids(has="email") == ["b", "a"]
    assert ids(lacks="email") == ["c"]
    assert ids(**{"import": "i1"}) == ["c", "b", "a"]
    assert ids(**{"import": "i2"}) == []
    assert client.get("/api/leads?sort=a'b", headers=house.reads).status_code == 400
    assert client.get("/api/leads?cursor=!!!", headers=house.reads).status_code == 400


def test_one_lead_shows_the_origin_of_every_value(house: Any) -> None:
    house.lead("a", email="z@x.example")
    lead = house.client().get("/api/leads/a", headers=house.reads).json()
    assert lead["values"]["email"]["origin"]["name"] == "leads.csv"
    assert lead["values"]["email"]["origin"]["detail"]["row"] == 1
    assert house.client().get("/api/leads/nobody", headers=house.reads).status_code == 404


def test_a_file_sent_by_form_or_as_it_is_lands_in_the_upload_bucket(house: Any) -> None:
    client = house.client()
    form = client.post("/api/imports", files={"file": ("../a/leads.csv", b"Name\nAna\n")}, headers=house.writes)
    assert form.status_code == 202
    told = form.json()
    assert (told["bucket"], told["object"], told["size"]) == ("uploads", "leads.csv", 9)
    assert told["import_id"] == import_id("uploads", "leads.csv", told["generation"])
    raw = client.post("/api/imports?name=leads.csv", content=b"Name\nBo\n", headers=house.writes)
    assert raw.json()["object"] != "leads.csv"  # what may not have been read yet is not overwritten
    assert house.blobs.read("uploads", "leads.csv") == b"Name\nAna\n"
    assert house.blobs.read("uploads", raw.json()["object"]) == b"Name\nBo\n"


@pytest.mark.parametrize("name", ["list.XLSX", "list.jsonl", "list.csv.gz", "list.zip"])
def test_whatever_the_reader_takes_is_stored_under_its_own_name_and_type(house: Any, name: str) -> None:
    told = house.client().post(f"/api/imports?name={name}", content=b"\x1f\x8b", headers=house.writes).json()
    assert told["object"] == name
    assert house.blobs.stat("uploads", name).content_type == TYPES["." + name.lower().rpartition(".")[2]]


def test_a_page_offers_every_kind_of_file_that_the_reader_takes(house: Any) -> None:
    page = house.client().get("/").text
    for ending in SUFFIXES:
        assert f"{ending}," in page or f',{ending}"' in page


def test_a_repeated_upload_with_its_key_makes_one_object_even_when_the_answer_was_lost(house: Any) -> None:
    client = house.client()
    headers = {**house.writes, "Idempotency-Key": "up1"}

    def die(_point: str) -> None:
        raise SystemError("killed")

    faults.arm("console.after_upload_stored", die)
    try:
        assert client.post("/api/imports?name=a.csv", content=b"a\n1\n", headers=headers).status_code == 500
    finally:
        faults.disarm()
    house.clock.advance(91)
    again = client.post("/api/imports?name=a.csv", content=b"a\n1\n", headers=headers)
    assert (again.status_code, again.json()["object"]) == (202, "a.csv")
    assert [blob.name for blob in house.blobs.list("uploads")] == ["a.csv"]


@pytest.mark.parametrize("kind", ["form", "raw"])
def test_an_empty_file_is_refused(house: Any, kind: str) -> None:
    client = house.client()
    answer = (
        client.post("/api/imports", files={"file": ("a.csv", b"")}, headers=house.writes)
        if kind == "form"
        else client.post("/api/imports?name=a.csv", content=b"", headers=house.writes)
    )
    assert answer.status_code == 400
    assert "empty" in answer.json()["message"]


def test_an_upload_over_the_limit_is_refused_whether_or_not_its_length_is_told(house: Any) -> None:
    client = house.client(max_upload=1000)
    told = client.post("/api/imports?name=a.csv", content=b"x" * 1001, headers=house.writes)
    untold = client.post("/api/imports?name=a.csv", content=iter([b"x" * 600] * 3), headers=house.writes)
    form = client.post("/api/imports", files={"file": ("a.csv", b"x" * 2000)}, headers=house.writes)
    assert {told.status_code, untold.status_code, form.status_code} == {413}
    assert untold.json()["code"] == "too_large"
    assert client.post("/api/leads", content=b"x" * 2_000_000, headers=house.writes).status_code == 413


def test_imports_and_tasks_are_listed_newest_first(house: Any) -> None:
    house.imported("i1", rows=3, created=2, rejected=1)
    house.reject("i1", 3, 7)
    house.imported("i2", object="more.csv")
    for n in range(5):
        house.task(f"t{n}", "dead" if n % 2 else "done", lead="a", reason=f"r{n}", import_id="i1")
    client = house.client()
    imports = client.get("/api/imports", headers=house.reads).json()["items"]
    assert [each["id"] for each in imports] == ["i2", "i1"]
    one = client.get("/api/imports/i1", headers=house.reads).json()
    assert (one["rows"], one["tasks"]) == (3, {"done": 3, "dead": 2})
    assert [(row["row"], row["line"]) for row in one["rejected_rows"]] == [(3, 4), (7, 8)]
    page = client.get("/api/tasks?limit=2", headers=house.reads).json()
    assert [task["id"] for task in page["items"]] == ["t4", "t3"]
    rest = client.get(f"/api/tasks?limit=9&cursor={page['next']}", headers=house.reads).json()
    assert [task["id"] for task in rest["items"]] == ["t2", "t1", "t0"]
    dead = client.get("/api/tasks?state=dead", headers=house.reads).json()["items"]
    assert [task["id"] for task in dead] == ["t3", "t1"]
    assert client.get("/api/tasks?state=mad", headers=house.reads).status_code == 400


def test_a_task_is_retried_by_a_writing_key(house: Any) -> None:
    house.task("t1", "dead")
    client = house.client()
    assert client.post("/api/tasks/t1/retry", headers=house.reads).status_code == 403
    assert client.post("/api/tasks/t1/retry", headers=house.writes).status_code == 200
    assert client.post("/api/tasks/none/retry", headers=house.writes).status_code == 404
    assert house.state_of("t1") == "queued"


def test_hooks_hand_body_and_key_to_the_functions_door_and_nothing_else(house: Any) -> None:
    client = house.client()
    headers = {**house.reads, "Content-Type": "text/csv", "Cookie": "a=b", "X-Forwarded-For": "1.2.3.4"}
    answer = client.post("/hooks/accept?name=a.csv", content=b"a\n1\n", headers=headers)
    assert (answer.status_code, answer.json()) == (202, {"ok": True})
    call = house.hooked[0]
    assert (call.function, call.body, call.query) == ("accept", b"a\n1\n", "name=a.csv")
    assert set(call.headers) == {"authorization", "content-type", "accept"}
    assert client.post("/hooks/..%2fx", headers=house.reads).status_code in {404, 405}
    assert client.post("/hooks/Bad-Name", headers=house.reads).status_code == 404


def test_the_description_of_the_api_is_served_and_says_what_is_there(house: Any) -> None:
    described = house.client().get("/openapi.json").json()
    assert {"/api/leads", "/api/leads/{id}", "/api/imports", "/api/tasks", "/api/status"} <= set(described["paths"])
    assert "multipart/form-data" in described["paths"]["/api/imports"]["post"]["requestBody"]["content"]
    page = house.client().get("/docs").text
    assert "/api/leads/{id}" in page and "LeadDetail" in page
    assert "//" not in page.replace("<!doctype html>", "").replace("http://127.0.0.1", "") or "cdn" not in page


def test_probes_and_metrics(house: Any) -> None:
    house.lead("a", email="x@y.example")
    house.task("t", "dead")
    client = house.client()
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ok"}
    text = client.get("/metrics").text
    assert "leadreel_leads 1" in text and "leadreel_stuck 1" in text
    assert 'leadreel_tasks{state="dead"} 1' in text
    assert 'leadreel_console_requests_total{method="GET",status="200"}' in text


def test_the_state_of_the_house_is_told(house: Any) -> None:
    told = house.client().get("/api/status", headers=house.reads).json()
    assert told["spent"] == "0.0042"
    assert [each["id"] for each in told["stuck"]] == ["t1"]

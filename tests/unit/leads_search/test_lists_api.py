"""Filters, rules and changes to many leads over the API, and the table's search over all leads."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from containers.console.house import no_doors, parts_of_the_house
from containers.console.main import build
from shared.app import App
from shared.core.settings import Settings


@pytest.fixture
def house(tmp_path: Path) -> Iterator[App]:
    app = App(Settings(data=tmp_path / "data", network=False))
    for name, city in (("Ana Diaz", "Bonn"), ("Bo Li", "Köln"), ("Chi Mori", "Bonn")):
        app.intake.add({"full_name": name, "city": city}, source="t", key=name, stop_at="leads")
    yield app
    app.database.close()


@pytest.fixture
def client(house: App) -> Iterator[Any]:
    _, key = house.keys.create("test", ["read", "write"])
    with TestClient(
        build(parts_of_the_house(house, no_doors)),
        base_url="http://127.0.0.1",
        headers={"Authorization": f"Bearer {key}"},
    ) as client:
        yield client


def names(answer: Any) -> list[str]:
    return sorted(item["fields"]["full_name"] for item in answer.json()["items"])


def test_the_list_of_leads_understands_a_search(client: Any) -> None:
    assert names(client.get("/api/leads", params={"q": 'city:bonn -full_name:"ana diaz"'})) == ["Chi Mori"]
    assert names(client.get("/api/leads", params={"q": "bo li", "has": "city"})) == ["Bo Li"]
    assert client.get("/api/leads", params={"q": "employees>many"}).status_code == 400


def test_filters_are_kept_listed_and_removed(client: Any) -> None:
    assert client.put("/api/filters/near", json={"query": "city:bonn"}).json()["by"] == "test"
    assert [one["name"] for one in client.get("/api/filters").json()] == ["near"]
    assert client.put("/api/filters/bad", json={"query": "employees>many"}).status_code == 400
    assert client.delete("/api/filters/near").status_code == 204
    assert client.delete("/api/filters/near").status_code == 404


def test_many_leads_are_changed_in_one_call(client: Any, house: App) -> None:
    done = client.post(
        "/api/leads/bulk", json={"where": "city:bonn", "set": {"status": "near"}, "enrich": ["split_name"]}
    )
    assert done.json() == {"leads": 2, "changed": 2, "tasks": 2, "more": False}
    assert sum(lead.text("status") == "near" for lead in house.leads.all()) == 2
    again = client.post(
        "/api/leads/bulk", json={"where": "city:bonn", "set": {"status": "near"}, "enrich": ["split_name"]}
    )
    assert again.json()["changed"] == 0
    for wrong in (
        {},
        {"where": "x"},
        {"ids": ["a"], "where": "x", "set": {"city": "x"}},
        {"ids": ["a"], "set": {"no": "x"}},
    ):
        assert client.post("/api/leads/bulk", json=wrong).status_code == 400


def test_rules_are_kept_and_act(client: Any, house: App) -> None:
    rule = {"when": "city:köln", "set": {"status": "far"}}
    assert client.put("/api/rules/far", json=rule).status_code == 200
    assert [one["when"] for one in client.get("/api/rules").json()] == ["city:köln"]
    (bo,) = [lead for lead in house.leads.all() if lead.text("city") == "Köln"]
    house.leads.edit(bo.id, {"notes": "x"}, "me")
    house.follow_leads()
    assert house.leads.get(bo.id).text("status") == "far"
    assert client.put("/api/rules/far", json={"when": "city:köln"}).status_code == 400
    assert client.delete("/api/rules/far").status_code == 204


def test_a_key_that_only_reads_changes_nothing(house: App) -> None:
    _, key = house.keys.create("reader", ["read"])
    with TestClient(build(parts_of_the_house(house, no_doors)), base_url="http://127.0.0.1") as client:
        headers = {"Authorization": f"Bearer {key}"}
        assert client.put("/api/filters/x", json={"query": "a"}, headers=headers).status_code == 403
        assert client.put("/api/rules/x", json={"when": "a"}, headers=headers).status_code == 403
        assert (
            client.post("/api/leads/bulk", json={"where": "a", "set": {"city": "x"}}, headers=headers).status_code
            == 403
        )
        assert client.get("/api/rules").status_code in {401, 403}

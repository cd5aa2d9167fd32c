"""The sync over the API: who may ask for it, and who may tell of changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from fastapi.testclient import TestClient

from shared.core.errors import Conflict, InvalidInput


@dataclass
class Syncs:
    """A sync that remembers what it was asked."""

    heard: list[Any] = field(default_factory=list)
    busy: bool = False

    def counts(self) -> Mapping[str, int]:
        return {"synced": 2, "pending": 1, "failed": 0}

    def runs(self, limit: int) -> Sequence[Any]:
        return []

    def asked(self, query: Mapping[str, str], body: bytes) -> dict[str, Any]:
        if self.busy:
            raise Conflict("a sync of this table is under way")
        self.heard.append(dict(query))
        return {"calls": 3}

    def conflicts(self, state: str = "", *, lead: str = "", limit: int = 200) -> Sequence[Any]:
        return []

    def resolve(self, id: str, choice: str, person: str) -> Any:
        self.heard.append((id, choice, person))
        return {"id": id}

    def notified(self, body: bytes, mac: str) -> None:
        if mac != "right":
            raise InvalidInput("the notification is not signed by the base's webhook")
        self.heard.append(body)


@pytest.fixture
def syncs() -> Syncs:
    return Syncs()


@pytest.fixture
def client(house: Any, syncs: Syncs) -> TestClient:
    made: TestClient = house.client(syncs=syncs)
    return made


def test_a_key_that_writes_may_ask_for_a_run(house: Any, client: TestClient, syncs: Syncs) -> None:
    answer = client.post("/api/sync", json={"direction": "to-airtable"}, headers=house.writes)
    assert (answer.status_code, answer.json()) == (200, {"calls": 3})
    assert syncs.heard == [{"direction": "to-airtable", "dry_run": "False"}]


def test_a_key_that_reads_may_not(house: Any, client: TestClient) -> None:
    assert client.post("/api/sync", json={}, headers=house.reads).status_code == 403
    assert client.post("/api/sync", json={}).status_code == 401
    assert client.get("/api/sync", headers=house.reads).json()["leads"]["synced"] == 2


def test_a_second_run_at_once_is_told_so(house: Any, client: TestClient, syncs: Syncs) -> None:
    syncs.busy = True
    assert client.post("/api/sync", json={}, headers=house.writes).status_code == 409


def test_a_conflict_is_resolved_in_the_callers_name(house: Any, client: TestClient, syncs: Syncs) -> None:
    client.post("/api/sync/conflicts/c1", json={"choice": "theirs"}, headers=house.writes)
    ((id, choice, person),) = syncs.heard
    assert (id, choice) == ("c1", "theirs") and person


def test_only_a_signed_notification_is_taken(client: TestClient, syncs: Syncs) -> None:
    told = client.post("/api/airtable/notifications", content=b"{}", headers={"X-Airtable-Content-MAC": "right"})
    forged = client.post("/api/airtable/notifications", content=b"{}", headers={"X-Airtable-Content-MAC": "wrong"})
    assert (told.status_code, forged.status_code) == (204, 400)
    assert syncs.heard == [b"{}"]

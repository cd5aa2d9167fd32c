"""Merging and undoing over the REST API and the command line, on a real house."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from containers.console.house import no_doors, parts_of_the_house
from containers.console.main import build
from local.cli import main
from shared.app import App
from shared.core.settings import Settings
from shared.ports.blobs import ObjectRef

ONE = "email,linkedin,name,company\nana@x.example,,Ana Diaz,Acme\nana.diaz@y.example,,A. Diaz,Acme Software\n"
LOOPBACK = "http://127.0.0.1:8080"


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    one = App(Settings.load({}, tmp_path / "none.yaml", data=tmp_path / "data"))
    yield one
    one.database.close()


@pytest.fixture
def client(app: App) -> TestClient:
    _, key = app.keys.create("tests", {"read", "write"})
    parts = parts_of_the_house(app, no_doors)
    return TestClient(build(parts), base_url=LOOPBACK, headers={"X-API-Key": key})


def drop(app: App, content: str, name: str) -> str:
    blob = app.blobs.put("uploads", name, content.encode(), metadata={"stop_at": "leads"})
    done = app.intake.run(ObjectRef("uploads", name, blob.generation))
    assert done is not None
    return done.id


def test_leads_are_merged_and_parted_and_an_import_undone(app: App, client: TestClient) -> None:
    imported = drop(app, ONE.replace("A. Diaz", "Ben Lee"), "one.csv")
    one, other = sorted(lead.id for lead in app.leads.all())
    assert client.get(f"/api/leads/{one}/duplicates").json() == {"items": []}
    merged = client.post(f"/api/leads/{one}/merge", json={"others": [other]})
    assert (merged.status_code, merged.json()) == (200, {"kept": one, "merged": [other]})
    assert client.get(f"/api/leads/{other}").status_code == 404
    assert client.post(f"/api/leads/{other}/unmerge").json() == {"restored": other, "from": one}
    assert client.post(f"/api/leads/{other}/unmerge").status_code == 404
    undone = client.post(f"/api/imports/{imported}/undo")
    assert undone.status_code == 200
    assert (undone.json()["state"], undone.json()["removed"], app.leads.count()) == ("undone", 2, 0)
    assert client.get(f"/api/imports/{imported}").json()["state"] == "undone"
    assert client.post("/api/imports/nobody/undo").status_code == 404


def test_the_same_from_the_command_line(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    data = tmp_path / "data"

    def run(*words: str) -> tuple[int, list[dict[str, object]]]:
        with pytest.raises(SystemExit) as ended:
            main([*words, "--json", "--data", str(data)])
        return int(ended.value.code or 0), [json.loads(line) for line in capfd.readouterr().out.splitlines()]

    file = tmp_path / "one.csv"
    file.write_text(
        "name,company,email\nJ. Smith,Acme,\nJohn Smith,Acme,john@x.example\nJane Smith,Acme,jane@x.example\n"
    )
    code, (seen,) = run("ingest", str(file), "--dry-run", "--stop-at", "leads")
    assert (code, seen["import_id"], seen["paid_calls"]) == (0, None, 0)
    code, (done,) = run("ingest", str(file), "--stop-at", "leads")
    assert (seen["created"], seen["updated"]) == (done["created"], done["updated"])
    code, leads = run("leads", "list")
    ids = [str(lead["id"]) for lead in leads]
    assert run("leads", "merge", *ids)[0] == 0
    assert len(run("leads", "list")[1]) == 1
    assert run("leads", "unmerge", ids[1])[1] == [{"restored": ids[1], "from": ids[0]}]
    assert run("leads", "duplicates")[1] == []  # a person has said that they are two
    code, (undone,) = run("imports", "undo", str(done["import_id"]))
    assert (code, undone["state"], undone["removed"]) == (0, "undone", 2)
    assert run("leads", "list")[1] == []
    assert run("leads", "unmerge", ids[1])[0] == 1

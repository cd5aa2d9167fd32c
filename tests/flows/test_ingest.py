"""From a dropped object to exported leads, through the parts as the composition root builds them."""

import json
from collections.abc import Iterator
from io import BytesIO

import pytest

from shared.app import App
from shared.core.settings import Settings
from shared.ports.blobs import ObjectRef

MESSY = (
    "Contacts exported in May\r\n\r\n"
    "Vorname;Nachname;Firma;E-Mail;Webseite;Ort;Köpdatum\r\n"
    "Jürgen;Weiß;Weiß & Söhne GmbH;J.Weiss@Weiss.example;weiss.example;Köln;2026-03-02\r\n"
    "Åsa;Öhman;Öhman Media AB;asa@ohman.example;;Malmö;\r\n"
    "Juergen;Weiß;WEISS UND SÖHNE;j.weiss@weiss.example;;;2026-03-03\r\n"
    ";;;;;;\r\n"
)


@pytest.fixture
def installed(settled: Settings) -> Iterator[App]:
    app = App(settled, rehearse=True)
    yield app
    app.database.close()


def test_a_messy_file_becomes_leads_with_tasks_an_export_and_a_story(installed: App) -> None:
    blob = installed.blobs.put("uploads", "kontakte.csv", MESSY.encode("cp1252"))
    done = installed.intake.run(ObjectRef("uploads", "kontakte.csv", blob.generation))
    assert done is not None
    assert (done.rows, done.created, done.merged, done.rejected) == (4, 2, 1, 1)
    jurgen = installed.leads.search("j.weiss@weiss.example")[0]
    assert (jurgen.text("city"), jurgen.text("website_url")) == ("Köln", "https://weiss.example")
    assert jurgen.text("kopdatum") == "2026-03-02"

    names = {task.name for task in installed.tasks.for_lead(jurgen.id)}
    assert names == {one.name for one in installed.enrichers}

    target = BytesIO()
    assert installed.exporter.write("jsonl", target) == 2
    lines = [json.loads(line) for line in target.getvalue().splitlines()]
    assert [line["id"] for line in lines] == sorted(line["id"] for line in lines)

    story = installed.explain(jurgen.id)
    assert story["imports"][0]["object"] == "uploads/kontakte.csv"
    assert [row["row"] for row in story["imports"][0]["rows"]] == [1, 3]
    assert {task["name"] for task in story["tasks"]} == names

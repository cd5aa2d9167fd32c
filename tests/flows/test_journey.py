"""The first journey, step by step: what a person drops, and what they find."""

import time
from collections.abc import Iterator

import pytest

from local.journey import Options, drop, told, walk
from shared.app import App, use
from shared.core.errors import InvalidInput
from shared.core.settings import Settings
from shared.leads.model import Import

MESSY = """Report of leads;;;;
;;;;
Name;Firma;E-Mail;Standort;Stand-Nr.
"Díaz, Ana";ACME GmbH;ana@acme.example;Köln, NRW, Deutschland;A 1
Bo Li;Bolt;;;B 2
;Nameless Ltd;;;C 3
Bo Li;Bolt;;;B 2
"""


@pytest.fixture
def house(settled: Settings) -> Iterator[App]:
    app = use(App(settled, rehearse=True))
    yield app
    app.database.close()


def ingest(house: App, name: str, text: str, **options: object) -> Import:
    file = house.settings.data.parent / name
    file.write_text(text)
    (done,) = walk(house, [drop(house, file, Options(**options))], lambda _: None)  # type: ignore[arg-type]
    return done


def test_every_value_knows_where_it_came_from(house: App) -> None:
    done = ingest(house, "messe.csv", MESSY, stop_at="enrich")
    assert (done.rows, done.created, done.merged, done.rejected) == (4, 3, 1, 0)
    (ana,) = house.leads.search("ana@acme.example")
    assert (ana.text("first_name"), ana.text("last_name"), ana.text("city")) == ("Ana", "Díaz", "Köln")
    mail, first, stand = (ana.fields[name].provenance for name in ("email", "first_name", "stand_nr"))
    assert (mail.kind, mail.name, mail.detail["row"], mail.detail["column"]) == ("import", "messe.csv", 1, "E-Mail")
    assert (first.kind, first.name) == ("enricher", "split_name")
    assert first.detail["reason"]
    assert stand.detail["column"] == "Stand-Nr."


def test_the_same_file_again_makes_no_second_lead_even_after_all_was_enriched(house: App) -> None:
    ingest(house, "messe.csv", MESSY, stop_at="enrich")
    before = {lead.id for lead in house.leads.all()}
    again = ingest(house, "messe.csv", MESSY, stop_at="enrich")
    assert (again.created, again.merged, again.updated) == (0, 4, 0)
    assert {lead.id for lead in house.leads.all()} == before
    assert {name: column for name, column in told(again)["mapping"].items() if column is None} == {"Stand-Nr.": None}


def test_each_lead_gets_one_task_for_each_enricher(house: App) -> None:
    ingest(house, "messe.csv", MESSY, stop_at="enrich")
    for lead in house.leads.all():
        names = [task.name for task in house.tasks.for_lead(lead.id)]
        assert sorted(names) == ["find_email", "split_name", "website"]
    assert set(house.tasks.counts()) <= {"done", "skipped"}


def test_leads_that_were_stopped_early_go_on_when_their_file_comes_again(house: App) -> None:
    ingest(house, "messe.csv", MESSY, stop_at="leads")
    assert house.tasks.counts() == {}
    ingest(house, "messe.csv", MESSY, stop_at="enrich")
    assert sum(house.tasks.counts().values()) == 9


def test_an_enricher_that_dies_does_not_hold_up_the_video(house: App, monkeypatch: pytest.MonkeyPatch) -> None:
    from shared.leads.enrichers.split_name import SplitName

    def broken(_self: object, _lead: object) -> None:
        raise InvalidInput("planted defect; none")

    monkeypatch.setattr(SplitName, "enrich", broken)
    added = house.intake.add({"full_name": "Ana Diaz"}, source="test", key="1")
    states = {task.name: task for task in house.tasks.for_lead(added.id) if task.kind == "enrich"}
    assert states["video"].state == "waiting"
    house.runner.run(states["split_name"].id)
    assert house.tasks.get(states["split_name"].id).state == "dead"
    assert house.tasks.get(states["video"].id).state == "queued"


def test_limit_takes_the_first_rows_only(house: App) -> None:
    assert ingest(house, "messe.csv", MESSY, stop_at="leads", limit=2).rows == 2


def test_a_dry_run_writes_nothing(house: App) -> None:
    file = house.settings.data.parent / "messe.csv"
    file.write_text(MESSY)
    seen = house.intake.preview(file)
    assert (seen.rows, seen.created, seen.merged) == (4, 3, 1)
    assert told(seen)["import_id"] is None
    assert house.leads.count() == 0
    assert house.imports.list() == []


def test_a_walk_ends_although_nothing_was_to_do(house: App) -> None:
    began = time.monotonic()
    ingest(house, "one.csv", "full_name\nAna Diaz\n", stop_at="leads")
    assert time.monotonic() - began < 10

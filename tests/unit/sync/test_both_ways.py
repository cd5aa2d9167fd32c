"""Edits on both sides, through the real client, against a base that keeps Airtable's rules."""

from pathlib import Path
from typing import Any

import pytest

from shared.leads.merge import put
from shared.leads.model import FieldValue, Provenance


def test_a_lead_appears_there_once_with_our_id(stage: Any) -> None:
    stage.lead("l1", full_name="Ana Diaz", email="ana@acme.com", company_name="Acme")

    first, second = stage.sync(), stage.sync()

    assert (first.report.created_there, second.report.written) == (1, 0)
    assert stage.shown("l1") | {"Scraped At": "", "Needs Enrichment": ""} == {
        "Leadreel ID": "l1",
        "Full Name": "Ana Diaz",
        "Email": "ana@acme.com",
        "Company": "Acme",
        "Source": "leads.csv",
        "Scraped At": "",
        "Needs Enrichment": "",
    }


def test_an_edit_on_either_side_reaches_the_other(stage: Any) -> None:
    stage.lead("l1", full_name="Ana Diaz", title="CFO", company_name="Acme")
    stage.sync()

    stage.edit("l1", title="CEO")
    stage.type_there("l1", Company="Acme Holding", Status="Won")
    stage.sync()

    lead = stage.leads.get("l1")
    assert (lead.text("company_name"), lead.text("status"), lead.text("title")) == ("Acme Holding", "Won", "CEO")
    assert lead.fields["company_name"].provenance.kind == "sync"
    assert [held.value for held in lead.former["company_name"]] == ["Acme"]
    assert stage.shown("l1")["Title"] == "CEO"
    assert stage.sync().report.written == 0


def test_two_edits_of_one_field_leave_both_values_in_the_log(stage: Any) -> None:
    stage.lead("l1", full_name="Ana Diaz", title="CFO")
    stage.sync()
    stage.edit("l1", title="CEO")
    stage.type_there("l1", Title="Chairwoman")

    run = stage.sync()

    (conflict,) = stage.service().conflicts()
    assert run.report.conflicts == 1
    assert (conflict.ours, conflict.theirs, conflict.winner, conflict.state) == (
        "CEO",
        "Chairwoman",
        "theirs",
        "decided",
    )
    assert stage.leads.get("l1").text("title") == "Chairwoman"
    assert [held.value for held in stage.leads.get("l1").former["title"]] == ["CEO", "CFO"]
    assert stage.sync().report.conflicts == 0


def test_the_loser_of_a_conflict_can_be_brought_back(stage: Any) -> None:
    stage.lead("l1", full_name="Ana Diaz", title="CFO")
    stage.sync()
    stage.edit("l1", title="CEO")
    stage.type_there("l1", Title="Chairwoman")
    stage.sync()

    (conflict,) = stage.service().conflicts()
    stage.service().resolve(conflict.id, "ours", "bea")
    stage.sync()

    assert stage.leads.get("l1").text("title") == stage.shown("l1")["Title"] == "CEO"
    assert stage.service().conflicts("resolved")[0].resolved_by == "bea"


def test_a_record_typed_there_becomes_a_lead_with_our_id(stage: Any) -> None:
    stage.sync()
    stage.clock.advance(60)
    row = stage.base.type_row(stage.table, {"Full Name": "Jo Park", "Email": "Jo@Park.io", "Company": "Park"})

    run = stage.sync()

    (lead,) = list(stage.leads.all())
    assert run.report.created_here == 1
    assert lead.text("email") == "jo@park.io"
    assert (lead.text("first_name"), lead.text("last_name")) == ("Jo", "Park")
    assert row.cells[stage.table.column("Leadreel ID").id] == lead.id
    assert row.cells[stage.table.column("Email").id] == "Jo@Park.io"  # what was typed stays as it was typed
    assert stage.sync().report.written == 0


def test_an_existing_base_is_linked_and_not_doubled(stage: Any) -> None:
    stage.lead("l1", full_name="Ana Diaz", email="ana@acme.com", title="CEO")
    stage.base.type_row(stage.table, {"Full Name": "Ana Díaz", "Email": "ANA@acme.com", "Industry": "Roofing"})

    preview = stage.sync(dry=True)
    assert (preview.report.created_here, preview.report.created_there, len(stage.table.rows)) == (0, 0, 1)
    assert "Title" not in stage.table.shown(next(iter(stage.table.rows.values())))["fields"]
    stage.sync()

    assert len(stage.table.rows) == 1
    assert stage.shown("l1")["Title"] == "CEO"
    assert stage.leads.get("l1").text("industry") == "Roofing"
    assert {conflict.field for conflict in stage.service().conflicts()} == {"full_name"}


def test_a_lost_answer_makes_nothing_twice(stage: Any) -> None:
    stage.lead("l1", full_name="Ana Diaz")
    stage.break_("drop_answer", method="PATCH")

    run = stage.sync()
    assert "broke off" in run.report.stopped
    waiting = stage.service().state_of("l1")
    assert (waiting.state, waiting.attempts) == ("pending", 1) and "broke off" in waiting.reason
    stage.sync()
    assert stage.service().state_of("l1").attempts == 0

    assert len(stage.table.rows) == 1
    assert stage.service().counts() == {"synced": 1, "pending": 0, "failed": 0}
    assert stage.sync().report.written == 0


def test_nobody_calls_for_thirty_seconds_after_a_429(stage: Any) -> None:
    stage.lead("l1", full_name="Ana Diaz")
    stage.break_(
        "status", method="PATCH", status=429, body={"error": {"type": "RATE_LIMIT_REACHED", "message": "slow"}}
    )
    before = stage.clock.now()

    stage.sync()

    assert (stage.clock.now() - before).total_seconds() >= 30
    assert len(stage.table.rows) == 1


def test_a_used_up_plan_stops_the_sync_until_the_month_ends(stage: Any) -> None:
    stage.lead("l1", full_name="Ana Diaz")
    stage.sync()
    stage.base.calls_left = 0
    stage.edit("l1", title="CEO")

    told = stage.sync().report.stopped
    asked = stage.standin.asked
    again = stage.sync().report.stopped

    assert "2026-02-01" in told and told == again
    assert stage.standin.asked == asked  # not a single further call
    assert stage.service().counts()["pending"] + stage.service().counts()["synced"] == 1


def test_what_is_typed_there_stays_believed_whatever_is_said_later(stage: Any) -> None:
    stage.lead("l1", full_name="Ana Diaz", title="CFO", company_name="Acme")
    stage.sync()
    stage.edit("l1", title="CEO", company_name="Acme Inc")
    stage.sync()
    stage.type_there("l1", Title="Chairwoman", Company=None)
    stage.sync()

    lead, version = stage.leads.snapshot("l1")
    guess = Provenance("enricher", "website", stage.clock.now(), 0.9)
    for name in ("title", "company_name"):
        lead = put(lead, name, FieldValue("A guess", guess))
    stage.leads.update(lead, version)
    stage.sync()

    lead = stage.leads.get("l1")
    assert (lead.text("title"), lead.text("company_name")) == ("Chairwoman", "")
    assert stage.shown("l1")["Title"] == "Chairwoman" and "Company" not in stage.shown("l1")


@pytest.mark.parametrize(("choice", "kept"), [("ours", "CEO"), ("theirs", "Chair"), ("=Founder", "Founder")])
def test_where_a_person_is_asked_nothing_moves_until_there_is_an_answer(
    stage: Any, tmp_path: Path, choice: str, kept: str
) -> None:
    file = tmp_path / "map.json"
    file.write_text('{"full_name": "Full Name", "title": {"field": "Title", "winner": "ask"}}')
    stage.options["map_file"] = file
    stage.lead("l1", full_name="Ana Diaz", title="CFO")
    stage.sync()
    stage.edit("l1", title="CEO")
    stage.type_there("l1", Title="Chair")

    stage.sync()
    stage.sync()
    (conflict,) = stage.service().conflicts("open")
    assert (stage.leads.get("l1").text("title"), stage.shown("l1")["Title"]) == ("CEO", "Chair")

    stage.service().resolve(conflict.id, choice, "bea")
    stage.sync()
    assert stage.leads.get("l1").text("title") == stage.shown("l1")["Title"] == kept
    assert stage.service().conflicts("open") == []
    assert stage.sync().report.written == 0

"""What the table does not take is told, per field and record, with the remedy; everything else is synced."""

from typing import Any

import pytest

from shared.core.errors import InvalidInput, PermanentError


def test_a_text_that_is_too_long_keeps_nothing_else_back(stage: Any) -> None:
    stage.lead("l1", full_name="Ana Diaz", title="x" * 100_001, company_name="Acme")
    stage.lead("l2", full_name="Bo Li")

    run = stage.sync()

    assert stage.shown("l1")["Company"] == "Acme" and "Title" not in stage.shown("l1")
    assert stage.shown("l2")["Full Name"] == "Bo Li"
    (problem,) = run.report.problems
    assert "lead l1, title" in problem and "100,001" in problem and "Shorten" in problem
    assert stage.service().counts()["failed"] == 1
    assert stage.sync().report.written == 0  # it is not offered again and again


def test_an_unknown_option_is_refused_with_the_remedy_and_taken_once_it_exists(stage: Any) -> None:
    stage.lead("l1", full_name="Ana Diaz", status="Nurturing")

    first = stage.sync()
    assert "no option 'Nurturing'" in first.report.problems[0] and "typecast" in first.report.problems[0]
    assert "Status" not in stage.shown("l1")

    stage.table.column("Status").options.append("Nurturing")
    stage.service().fields()
    stage.edit("l1", title="CEO")
    stage.sync()
    assert stage.shown("l1")["Status"] == "Nurturing"


def test_an_option_that_vanished_meanwhile_refuses_its_field_alone(stage: Any) -> None:
    for number in range(12):
        stage.lead(f"l{number}", full_name=f"Person {number}", status="Won" if number == 7 else "New")
    stage.service().fields()
    stage.table.column("Status").options.remove("Won")

    run = stage.sync()

    assert len(stage.table.rows) == 12
    assert [stage.shown(f"l{number}").get("Status") for number in (6, 7, 8)] == ["New", None, "New"]
    assert any("lead l7, status" in problem for problem in run.report.problems)


def test_a_renamed_column_goes_on_and_is_told(stage: Any) -> None:
    stage.lead("l1", full_name="Ana Diaz", title="CEO")
    stage.sync()
    stage.table.column("Title").name = "Position"
    stage.edit("l1", title="Chair")
    stage.sync()

    assert stage.shown("l1")["Position"] == "Chair"
    assert any("Position" in finding.told for finding in stage.service().fields().checked.findings)


def test_a_deleted_column_blanks_nothing(stage: Any) -> None:
    stage.lead("l1", full_name="Ana Diaz", title="CEO")
    stage.sync()
    stage.table.columns.remove(stage.table.column("Title"))
    stage.edit("l1", company_name="Acme")

    run = stage.sync()

    assert stage.leads.get("l1").text("title") == "CEO"
    assert stage.shown("l1")["Company"] == "Acme"
    assert any("no column 'Title'" in problem for problem in run.report.problems)


def test_a_formula_as_target_is_only_read(stage: Any) -> None:
    stage.table.column("Industry").kind = "formula"
    stage.lead("l1", full_name="Ana Diaz", industry="Roofing")

    run = stage.sync()

    assert any("only read" in problem for problem in run.report.problems)
    assert stage.shown("l1")["Full Name"] == "Ana Diaz"
    assert stage.leads.get("l1").text("industry") == "Roofing"


def test_a_column_of_attachments_is_no_value(stage: Any) -> None:
    stage.table.column("Industry").kind = "multipleAttachments"
    (finding,) = stage.service().fields().checked.findings
    assert finding.fault == "wrong_type" and "name a text column" in finding.told


@pytest.mark.parametrize(
    ("options", "kind", "remedy"),
    [
        ({"token": "wrong"}, PermanentError, "LEADREEL_AIRTABLE_TOKEN"),
        ({"base": "appOther000000001"}, PermanentError, "LEADREEL_AIRTABLE_BASE"),
        ({"table": "Nope"}, PermanentError, "it has: Leads"),
        ({"token": ""}, InvalidInput, "LEADREEL_AIRTABLE_TOKEN"),
    ],
)
def test_wrong_credentials_and_names_are_told_with_the_remedy(
    stage: Any, options: dict[str, str], kind: type[Exception], remedy: str
) -> None:
    with pytest.raises(kind, match=remedy):
        stage.service(**options).run()


def test_a_table_without_our_key_is_refused_and_offered_to_be_mended(stage: Any) -> None:
    stage.table.columns.remove(stage.table.column("Leadreel ID"))
    stage.lead("l1", full_name="Ana Diaz")
    with pytest.raises(InvalidInput, match="sync fields --add"):
        stage.sync()

    assert stage.service().add_columns() == ["Leadreel ID"]
    stage.sync()
    assert stage.shown("l1")["Full Name"] == "Ana Diaz"


def test_a_record_copied_with_our_id_is_left_alone(stage: Any) -> None:
    stage.lead("l1", full_name="Ana Diaz", title="CEO")
    stage.sync()
    original = stage.row("l1")
    copy = stage.table.add(dict(original.cells), stage.clock.now())
    stage.edit("l1", title="Chair")

    run = stage.sync()

    assert any(copy.id in problem and original.id in problem for problem in run.report.problems)
    assert [row.cells[stage.table.column("Title").id] for row in stage.table.rows.values()] == ["Chair", "CEO"]
    assert stage.leads.count() == 1


def test_an_offset_that_expired_begins_the_listing_again(stage: Any) -> None:
    for number in range(150):
        stage.base.type_row(stage.table, {"Full Name": f"Person {number}", "Email": f"p{number}@x{number}.com"})
    stage.break_(
        "status",
        path="Leads",
        skip=1,
        status=422,
        body={"error": {"type": "LIST_RECORDS_ITERATOR_NOT_AVAILABLE", "message": "gone"}},
    )

    stage.sync()

    assert stage.leads.count() == 150


def test_hostile_texts_arrive_as_they_are(stage: Any) -> None:
    hostile = '=HYPERLINK("http://x")\'); DROP {{7*7}} \u202e\U0001f4a5'
    stage.lead("l1", full_name="Ana Diaz", title=hostile)
    stage.sync()
    assert stage.shown("l1")["Title"] == hostile
    assert stage.sync().report.updated_here == 0


def test_a_deleted_record_keeps_its_lead_and_can_be_made_again(stage: Any) -> None:
    stage.lead("l1", full_name="Ana Diaz")
    stage.sync()
    stage.base.remove(stage.table, stage.row("l1"))

    run = stage.sync(full=True)
    assert run.report.gone_there == 1 and "sync restore l1" in run.report.problems[0]
    assert stage.leads.count() == 1
    stage.edit("l1", title="CEO")
    assert stage.sync().report.written == 0

    stage.service().restore("l1")
    stage.sync()
    assert stage.shown("l1")["Title"] == "CEO"


def test_a_lead_deleted_here_leaves_its_record(stage: Any) -> None:
    stage.lead("l1", full_name="Ana Diaz")
    stage.sync()
    stage.leads.delete("l1")
    stage.type_there("l1", Title="CEO")

    run = stage.sync()

    assert stage.leads.count() == 0 and len(stage.table.rows) == 1
    assert "was deleted here" in run.report.problems[0]

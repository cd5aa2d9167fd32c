"""Laws: canonical forms are fixed points, merging loses nothing, stored forms and exports give back what they took."""

import csv
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.core.errors import Conflict, InvalidInput, NotFound
from shared.leads import canonical
from shared.leads.explain import Explain
from shared.leads.formula import bared, guarded
from shared.leads.matching import decide, keys_of
from shared.leads.merge import fold_in, put
from shared.leads.model import FieldValue, Lead, Provenance
from shared.leads.places import parts_of
from shared.leads.store import document_of, lead_of

House = Any
NOW = datetime(2026, 1, 1, tzinfo=UTC)
FORMS: list[Callable[[str], str | None]] = [
    canonical.canonical_email,
    canonical.canonical_phone,
    canonical.canonical_url,
    canonical.canonical_linkedin,
    canonical.company_key,
    canonical.person_key,
]
wild = st.one_of(
    st.text(max_size=40),
    st.from_regex(r"[a-z.+]{1,8}@[a-z]{1,8}\.(com|de|co\.uk)", fullmatch=True),
    st.from_regex(r"(\+|00)?[0-9() ./-]{5,16}( x[0-9]{1,3})?", fullmatch=True),
    st.from_regex(r"(https?://)?(www\.)?[a-z]{1,9}\.(com|io)(/[a-zA-Z?=&#_%.]{0,12})?", fullmatch=True),
    st.from_regex(r"(https://)?(de\.)?linkedin\.com/in/[A-Za-z0-9%-]{1,12}/?(\?x=1)?", fullmatch=True),
    st.from_regex(
        r"(The |Dr\. )?[A-Z][a-zé]{1,7}( & |, | )[A-Z][a-z]{1,6}( Inc\.?| GmbH & Co\. KG|, PhD)?", fullmatch=True
    ),
)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
@given(text=wild)
@settings(max_examples=150, deadline=None)
def test_a_canonical_form_is_its_own(form: Callable[[str], str | None], text: str) -> None:
    once = form(text)
    assert once is None or form(once) == once


@given(st.text(max_size=12) | st.from_regex(r"'{0,3}[=+@-]?[0-9=+.,%]{0,9}", fullmatch=True))
@settings(max_examples=300)
def test_a_guarded_cell_is_bared_again_and_never_runs(text: str) -> None:
    cell = guarded(text)
    assert bared(cell) == text
    assert cell[:1] not in set("=@\t\r\n＝＋－＠")
    assert cell[:1] not in {"+", "-"} or cell[1:].translate(str.maketrans("", "", ".,%")).isdigit()


origins = st.builds(
    Provenance,
    kind=st.sampled_from(["import", "enricher", "sync", "person"]),
    name=st.sampled_from(["a.csv", "b.csv", "sam"]),
    at=st.integers(0, 3).map(lambda hours: NOW + timedelta(hours=hours)),
    confidence=st.sampled_from([0.5, 0.9, 1.0]),
    detail=st.sampled_from([{}, {"row": 1}, {"row": 1, "column": "Mail"}, {"reason": "seen"}]),
)
values = st.builds(FieldValue, value=st.sampled_from(["", "x", "y", "z"]), provenance=origins)
said = st.lists(st.tuples(st.sampled_from(["email", "title", "city"]), values), max_size=12)


def told(*everything: tuple[str, FieldValue]) -> Lead:
    lead = Lead("l1", {}, NOW, NOW)
    for name, value in everything:
        lead = put(lead, name, value)
    return lead


def known(lead: Lead) -> set[tuple[str, Any]]:
    every = [(name, held) for name, held in lead.fields.items()]
    every += [(name, held) for name, entries in lead.former.items() for held in entries]
    return {(name, held.value) for name, held in every}


TYPED = {"person", "sync"}  # people type into both


@given(said)
def test_no_value_is_ever_lost_and_the_strongest_stands(everything: list[tuple[str, FieldValue]]) -> None:
    lead = told(*everything)
    assert known(lead) == {(name, value.value) for name, value in everything if value.value}
    by_people = {name for name, value in everything if value.value and value.provenance.kind in TYPED}
    assert all(lead.fields[name].provenance.kind in TYPED for name in by_people)


@given(said)
def test_saying_the_same_again_changes_nothing(everything: list[tuple[str, FieldValue]]) -> None:
    lead = told(*everything)
    assert known(told(*everything, *everything)) == known(lead)
    assert {name: held.value for name, held in fold_in(lead, lead, NOW).fields.items()} == {
        name: held.value for name, held in lead.fields.items()
    }


@given(said, said)
def test_folding_one_lead_into_another_keeps_what_both_know(
    one: list[tuple[str, FieldValue]], other: list[tuple[str, FieldValue]]
) -> None:
    assert known(fold_in(told(*one), told(*other), NOW)) == known(told(*one)) | known(told(*other))


@given(said)
def test_a_lead_survives_its_stored_form(everything: list[tuple[str, FieldValue]]) -> None:
    lead = told(*everything)
    assert lead_of("l1", document_of(lead)) == lead


def test_a_site_names_its_owner() -> None:
    assert canonical.registrable_domain("https://www.shop.example.co.uk/x") == "example.co.uk"
    assert keys_of({"company_name": "Acme Inc", "website_url": "https://www.acme.com"}) == (("cw", "acme|acme.com"),)


def test_a_common_key_is_no_evidence() -> None:
    key = ("em", "a@b.example")
    crowd = [f"l{number}" for number in range(60)]
    assert decide({"email": "a@b.example"}, [key], {key: crowd}, {lead: {} for lead in crowd}) is None
    assert decide({"email": "a@b.example"}, [key], {key: crowd[:1]}, {"l0": {}}) is not None


def test_places_are_taken_apart() -> None:
    assert dict(parts_of("London, England, United Kingdom")) == {
        "country": "United Kingdom",
        "state": "England",
        "city": "London",
    }
    assert dict(parts_of("Hauptstr. 5, 10115 Berlin, Deutschland")) == {"country": "Deutschland", "city": "Berlin"}


# --- the store --------------------------------------------------------------------------------------------------------


def test_a_lead_is_found_changed_and_removed_with_its_keys(house: House) -> None:
    house.drop("name,email,website\nAna Diaz,ana@example.com,example.com\nBen Lee,ben@example.com,\n")
    ana = house.leads.search("ana@EXAMPLE.com")[0]
    lead, version = house.leads.snapshot(ana.id)
    assert house.leads.search("diaz ana") == [lead]
    moved = put(lead, "email", FieldValue("ana@new.example", Provenance("person", "sam", house.clock.now())))
    house.leads.update(moved, version)
    with pytest.raises(Conflict):
        house.leads.update(moved, version)
    again = house.drop("email\nana@new.example\n", "again.csv")
    assert again.merged == 1
    house.leads.delete(lead.id)
    house.leads.delete(lead.id)
    with pytest.raises(NotFound):
        house.leads.get(lead.id)
    assert house.drop("email\nana@new.example\n", "third.csv").created == 1


def test_leads_are_paged_in_both_directions(house: House) -> None:
    house.drop("email\n" + "".join(f"a{number}@x.example\n" for number in range(7)))
    every = [lead.id for lead in house.leads.all()]
    assert len(every) == 7
    assert [lead.id for lead in house.leads.all(descending=True)] == every[::-1]
    assert [lead.id for lead in house.leads.many([every[3], "nobody", every[0]])] == [every[3], every[0]]


# --- out --------------------------------------------------------------------------------------------------------------

NASTY = (
    'full_name,email,phone,notes\n"Ana ""A"" Díaz",ana@example.com,+15125550100,\'=1+1\nÅsa,asa@example.com,,"a\nb"\n'
)


def test_what_is_exported_and_taken_in_again_is_the_same(make_house: Callable[..., House]) -> None:
    house, other = make_house("one"), make_house("two")
    house.drop(NASTY)
    exported = house.exported("csv")
    assert b"'=1+1" in exported
    assert b"+15125550100" in exported
    other.drop(exported)

    def plain(each: House) -> list[dict[str, Any]]:
        fields = [{name: held.value for name, held in lead.fields.items()} for lead in each.leads.all()]
        return sorted(({k: v for k, v in one.items() if k != "custom_id"} for one in fields), key=str)

    assert plain(other) == plain(house)
    assert next(lead.text("notes") for lead in house.leads.all() if lead.text("phone")) == "=1+1"


def test_sheets_hold_text_and_lines_hold_origins(house: House) -> None:
    house.drop(NASTY)
    sheet = openpyxl.load_workbook(BytesIO(house.exported("xlsx"))).active
    assert sheet is not None
    cells = {cell.value: cell.data_type for row in sheet.iter_rows() for cell in row if cell.value}
    assert cells["=1+1"] == "s"
    header = next(csv.reader(StringIO(house.exported("csv").decode())))
    assert header == ["id", "full_name", "email", "phone", "notes"]
    assert b'"origins":{' in house.exported("jsonl", provenance=True)
    with pytest.raises(InvalidInput, match="jsonl"):
        house.exported("csv", provenance=True)
    with pytest.raises(InvalidInput, match="choose one of"):
        house.exported("pdf")


def test_a_lead_tells_its_story(house: House) -> None:
    done = house.drop("E-Mail,Position\nana@example.com,CEO\n")
    house.clock.advance(60)
    house.drop("E-Mail,Position\nana@example.com,Chair\n", "newer.csv")

    class NoEffects:
        def list(self, *, subject: str = "") -> list[Any]:
            return []

    story = Explain(house.leads, house.imports, house.tasks, NoEffects())(house.only().id)
    assert [each["object"] for each in story["imports"]] == ["uploads/leads.csv", "uploads/newer.csv"]
    assert story["imports"][0]["id"] == done.id
    assert story["imports"][1]["rows"] == [
        {"row": 1, "matched_by": "email", "evidence": "email: ana@example.com"},
    ]
    assert story["fields"]["title"]["value"] == "Chair"
    assert story["fields"]["title"]["former"][0]["value"] == "CEO"
    assert story["fields"]["title"]["mapped_because"]
    assert {task["name"] for task in story["tasks"]} == {"split_name", "website", "video"}
    assert story["cost"] == "0"


# --- every row is accounted for ---------------------------------------------------------------------------------------

bits = st.sampled_from(
    ['"', ",", ";", "\n", "\r\n", "a@b.example", "Ana", "x", " ", "é", "=1", "\\", "'", "\t", "|", "name,email\n"]
)


@given(st.lists(bits, max_size=60).map("".join))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_the_file_every_row_ends_as_one_of_four(house: House, body: str) -> None:
    house.clock.advance(1)
    obj = house.put("name,email,city\n" + body, "messy.csv")
    try:
        done = house.intake.run(obj)
    except InvalidInput as error:
        assert "\n" not in str(error)
        return
    outcomes = list(house.imports.rows(done.id))
    assert len(outcomes) == done.rows == done.created + done.merged + done.updated + done.rejected
    assert [outcome.row for outcome in outcomes] == list(range(1, done.rows + 1))
    assert all(outcome.reason for outcome in outcomes if outcome.outcome == "rejected")
    assert all(house.leads.find(outcome.lead) for outcome in outcomes if outcome.lead)
    assert len(list(house.imports.rejected(done.id))) == done.rejected

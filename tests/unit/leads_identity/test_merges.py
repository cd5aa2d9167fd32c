"""Two leads become one and two again; whatever is said of a lead, in whatever order, ends as the same lead."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.core.errors import InvalidInput, NotFound
from shared.leads.merge import everything, fold_in, merge_row, put, without
from shared.leads.model import FieldValue, Lead, Provenance
from shared.leads.store import document_of, lead_of
from shared.ports.documents import Query

House = Any
NOW = datetime(2026, 1, 1, tzinfo=UTC)

origins = st.builds(
    Provenance,
    kind=st.sampled_from(["import", "enricher", "sync", "person"]),
    name=st.sampled_from(["a.csv", "b.csv"]),
    at=st.integers(0, 3).map(lambda hours: NOW + timedelta(hours=hours)),
    confidence=st.sampled_from([0.5, 0.9, 1.0]),
    detail=st.sampled_from([{}, {"import": "i1", "row": 1}, {"import": "i2", "row": 1}]),
)
values = st.builds(FieldValue, value=st.sampled_from(["x", "y", "z"]), provenance=origins)
said = st.lists(st.tuples(st.sampled_from(["email", "title", "city"]), values), max_size=8)
Said = list[tuple[str, FieldValue]]


def told(everything: Said) -> Lead:
    lead = Lead("l1", {}, NOW, NOW)
    for name, value in everything:
        lead = put(lead, name, value)
    return lead


def known(lead: Lead) -> tuple[Any, Any]:
    return dict(lead.fields), dict(lead.former)


@given(said, said)
def test_merging_is_commutative(one: Said, other: Said) -> None:
    assert known(fold_in(told(one), told(other), NOW)) == known(fold_in(told(other), told(one), NOW))


@given(said, said, said)
def test_merging_is_associative(one: Said, other: Said, third: Said) -> None:
    a, b, c = told(one), told(other), told(third)
    assert known(fold_in(fold_in(a, b, NOW), c, NOW)) == known(fold_in(a, fold_in(b, c, NOW), NOW))


@given(said, said)
def test_merging_is_idempotent(one: Said, other: Said) -> None:
    merged = fold_in(told(one), told(other), NOW)
    assert known(fold_in(merged, told(other), NOW)) == known(merged)
    assert fold_in(merged, merged, NOW) == merged


@given(said, said)
def test_nothing_that_was_said_is_lost(one: Said, other: Said) -> None:
    merged = set(map(repr, everything(fold_in(told(one), told(other), NOW))))
    assert set(map(repr, [*everything(told(one)), *everything(told(other))])) == merged


@given(said, said)
def test_what_was_added_can_be_taken_away(one: Said, other: Said) -> None:
    before = told(one)
    own = list(everything(before))
    merged = fold_in(before, told(other), NOW)
    assert known(without(merged, [each for each in everything(merged) if each not in own])) == known(before)


@given(said)
def test_a_persons_word_stands_then_files_then_what_is_sure(everything: Said) -> None:
    lead = told(everything)
    for name, held in lead.fields.items():
        kinds = {value.provenance.kind for field, value in everything if field == name}
        if typed := kinds & {"person", "sync"}:
            assert held.provenance.kind in typed
        elif "import" in kinds:
            assert held.provenance.kind != "enricher"
        else:
            sure = {value.value for field, value in everything if field == name and value.provenance.confidence >= 0.8}
            assert not sure or held.value in sure


def test_what_is_verified_beats_a_newer_guess() -> None:
    def word(value: str, hours: int, confidence: float) -> FieldValue:
        return FieldValue(value, Provenance("enricher", f"by{value}", NOW + timedelta(hours=hours), confidence))

    lead = told([("email", word("x", 0, 0.9)), ("email", word("y", 1, 0.5)), ("email", word("z", 2, 0.6))])
    assert lead.fields["email"].value == "x"
    assert [held.value for held in lead.former["email"]] == ["z", "y"]
    assert put(lead, "email", word("w", 3, 0.8)).fields["email"].value == "w"


rows = st.lists(
    st.tuples(
        st.integers(0, 3), st.dictionaries(st.sampled_from(["email", "title"]), st.sampled_from("xyz"), min_size=1)
    ),
    max_size=6,
)


@given(rows)
@settings(max_examples=200)
def test_the_hot_path_believes_what_the_rule_believes(rows: list[tuple[int, dict[str, str]]]) -> None:
    document: dict[str, Any] = {
        "fields": {}, "sources": [], "imports": [], "created_at": "2026-01-01T00:00:00.000000Z",
        "updated_at": "2026-01-01T00:00:00.000000Z", "keys": [],
    }  # fmt: skip
    lead = lead_of("l1", document)
    for number, (hour, fields) in enumerate(rows):
        at = f"2026-01-01T0{hour}:00:00.000000Z"
        detail = {"import": f"i{number}", "row": number}
        source = {"kind": "import", "name": "a.csv", "at": at, "detail": detail, "columns": {}}
        document, _, _ = merge_row(document, fields, source, at)
        origin = Provenance("import", "a.csv", datetime.fromisoformat(at), 1.0, detail)
        for name, value in fields.items():
            lead = put(lead, name, FieldValue(value, origin))
        again, added, replaced = merge_row(document, fields, source, at)
        assert (again, added, replaced) == (document, False, False)
    assert known(lead_of("l1", document)) == known(lead)
    assert known(lead_of("l1", document_of(lead))) == known(lead)


# --- in the store -----------------------------------------------------------------------------------------------------


def told_by(house: House) -> list[Any]:
    return [json.loads(line) for line in house.exported("jsonl", provenance=True).splitlines()]


def keys(house: House) -> list[tuple[str, Any]]:
    return [(found.id, sorted(found.data["leads"])) for found in house.documents.query(Query("lead_keys"))]


def two(house: House) -> tuple[Lead, Lead]:
    house.drop("email,title,city,website\nana@x.example,CEO,Rome,x.example\nana.diaz@y.example,Chair,,\n", "one.csv")
    one, other = sorted(house.leads.all(), key=lambda lead: lead.text("title"))
    return one, other


def test_unmerged_both_sides_are_exactly_as_before(house: House) -> None:
    one, other = two(house)
    before, found_by = told_by(house), keys(house)
    merged = house.merges.merge(one.id, other.id, by="sam")
    assert (house.leads.count(), merged.text("title"), merged.text("city")) == (1, "CEO", "Rome")
    assert house.merges.merge(one.id, other.id, by="sam") == merged
    with pytest.raises(NotFound, match="was merged into"):
        house.leads.get(other.id)
    house.merges.unmerge(other.id)
    assert told_by(house) == before
    assert keys(house) == found_by
    with pytest.raises(NotFound, match="was not merged"):
        house.merges.unmerge(other.id)


def test_what_was_said_since_the_merge_stays_with_the_lead_that_stayed(house: House) -> None:
    one, other = two(house)
    house.merges.merge(one.id, other.id, by="sam")
    house.leads.edit(one.id, {"phone": "+15125550100"}, "kim")
    house.clock.advance(60)
    house.drop("email,title\nana.diaz@y.example,Founder\n", "newer.csv")
    house.merges.unmerge(other.id)
    back = house.leads.get(other.id)
    kept = house.leads.get(one.id)
    assert (back.text("title"), back.text("phone")) == ("Chair", "")
    assert (kept.text("title"), kept.text("phone"), kept.text("city")) == ("Founder", "+15125550100", "Rome")
    assert kept.apart == (other.id,)
    assert back.apart == (one.id,)


def test_merges_of_merges_are_taken_back_in_any_order_that_leaves_somewhere_to_stand(house: House) -> None:
    house.drop("email,title\na@x.example,A\nb@x.example,B\nc@x.example,C\n", "one.csv")
    before = told_by(house)
    a, b, c = sorted(house.leads.all(), key=lambda lead: lead.text("title"))
    house.merges.merge(a.id, b.id, by="sam")
    house.merges.merge(a.id, c.id, by="sam")
    house.merges.unmerge(b.id)
    house.merges.unmerge(c.id)
    assert told_by(house) == before
    house.merges.merge(a.id, b.id, by="sam")
    house.merges.merge(c.id, a.id, by="sam")
    with pytest.raises(InvalidInput, match=f"unmerge {a.id} first"):
        house.merges.unmerge(b.id)
    assert house.merges.now([a.id, b.id, c.id]) == dict.fromkeys((a.id, b.id, c.id), c.id)
    house.merges.unmerge(a.id)
    house.merges.unmerge(b.id)
    assert told_by(house) == before


def test_a_lead_and_itself_or_nobody_are_no_two(house: House) -> None:
    one, _ = two(house)
    with pytest.raises(InvalidInput, match="name two"):
        house.merges.merge(one.id, one.id, by="sam")
    with pytest.raises(NotFound):
        house.merges.merge(one.id, "nobody", by="sam")


def test_the_tasks_of_a_lead_that_goes_are_cancelled_and_run_when_it_comes_back(house: House) -> None:
    one, other = two(house)
    house.merges.merge(one.id, other.id, by="sam")
    assert {task.state for task in house.tasks.for_lead(other.id)} == {"cancelled"}
    house.merges.unmerge(other.id)
    assert {task.state for task in house.tasks.for_lead(other.id)} == {"queued"}


def test_the_same_file_every_day_makes_no_lead_and_no_long_one(house: House) -> None:
    content = "email,title,city\nana@x.example,CEO,Rome\n,Buyer,Oslo\n"
    for _ in range(30):
        house.clock.advance(86_400)
        house.drop(content, "daily.csv", stop_at="leads")
    assert house.leads.count() == 2
    assert all(len(found.data["sources"]) <= 26 for found in house.documents.query(Query("leads")))
    assert not any(lead.former for lead in house.leads.all())


def test_an_older_row_with_an_old_firm_finds_its_lead_still(house: House) -> None:
    old = "name,company,title\nAna Diaz,Acme Inc,CEO\n"
    house.drop(old, "old.csv")
    house.clock.advance(60)
    house.leads.edit(house.only().id, {"company_name": "Globex"}, "kim")
    assert house.drop(old, "old.csv").created == 0


def test_a_value_that_a_person_took_away_does_not_come_back_with_the_file(house: House) -> None:
    content = "email,phone\nana@x.example,+1 512 555 0100\n"
    house.drop(content)
    house.leads.edit(house.only().id, {"phone": ""}, "kim")
    house.clock.advance(60)
    house.drop(content)
    assert house.only().text("phone") == ""
    house.leads.edit(house.only().id, {"phone": "+15125550199"}, "kim")
    assert house.only().text("phone") == "+15125550199"

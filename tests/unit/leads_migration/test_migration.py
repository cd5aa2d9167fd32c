"""Old files of leads come over whole, are kept as they were, and can be taken back as if nothing had been."""

import json
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.app import App
from shared.core import faults
from shared.core.errors import Conflict, InvalidInput
from shared.core.settings import Settings
from shared.leads.shapes import flat, shaped

ANA = {"firstName": "Ana", "lastName": "Díaz", "email": "ana@acme-test.com", "company": "ACME", "employees": 50}
BO = {"full_name": "Bo Li", "email": "bo@bolt-test.com", "company_name": "Bolt", "score": None, "tags": ["a", "b"]}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[App]:
    app = App(Settings(data=tmp_path / "data", network=False), rehearse=True)
    yield app
    app.database.close()


@pytest.fixture
def old(tmp_path: Path) -> Path:
    folder = tmp_path / "old"
    (folder / "deep").mkdir(parents=True)
    (folder / "array.json").write_text(json.dumps([ANA, BO]))
    (folder / "deep" / "wrapped.json").write_text(json.dumps({"meta": {"n": 1}, "data": {"leads": [ANA]}}))
    (folder / "byid.json").write_text(json.dumps({"l1": {"lead": {"email": {"value": "chi@tokyo-test.com"}}}}))
    (folder / "lines.jsonl").write_text(json.dumps(BO) + "\n\n" + json.dumps({"nothing": ""}) + "\n")
    (folder / "single.json").write_text(
        json.dumps({"contact": {"name": "Dan Ito"}, "company": {"name": "Ito KK", "website": "ito-test.com"}})
    )
    (folder / "broken.json").write_text('{"email": ')
    (folder / "notes.txt").write_text("not a lead")
    return folder


def canonical(house: App) -> bytes:
    out = BytesIO()
    house.exporter.write("jsonl", out)
    return out.getvalue()


def test_files_of_every_shape_come_over_and_duplicates_become_one(house: App, old: Path) -> None:
    report = house.migrations.run(old)
    assert (report.migration.files, report.records, report.rejected) == (6, 7, 1)
    assert (report.created, report.merged + report.updated) == (4, 2)
    assert [one.partition(":")[0] for one in report.failed] == ["broken.json"]
    leads = {lead.text("email") or lead.text("full_name"): lead for lead in house.leads.all()}
    assert set(leads) == {"ana@acme-test.com", "bo@bolt-test.com", "chi@tokyo-test.com", "Dan Ito"}
    assert leads["ana@acme-test.com"].text("first_name") == "Ana"
    assert leads["Dan Ito"].text("company_name") == "Ito KK"
    assert leads["Dan Ito"].text("website_url").endswith("ito-test.com")
    shapes = {one.path: one.shape for one in house.migrations.files(report.migration.id)}
    assert shapes["deep/wrapped.json"] == "an array in data.leads"
    assert shapes["byid.json"] == "records by their id"


def test_what_is_wrong_is_told_and_the_rest_is_as_it_should_be(house: App, old: Path) -> None:
    report = house.migrations.run(old)
    wrong = house.migrations.validate()
    assert len(wrong) == 2
    assert any("broken.json" in said for said in wrong)
    assert any("rejected" in said for said in wrong)
    house.blobs.put("uploads", house.migrations.files(report.migration.id)[0].original, b"changed")
    assert any("not what it was" in said for said in house.migrations.validate())
    (bo,) = [lead for lead in house.leads.all() if lead.text("email").startswith("bo")]
    house.leads.delete(bo.id)
    assert any("is gone" in said for said in house.migrations.validate())


def test_originals_are_kept_byte_for_byte(house: App, old: Path) -> None:
    report = house.migrations.run(old)
    for one in house.migrations.files(report.migration.id):
        if one.state == "done":
            assert house.blobs.read("uploads", one.original) == (old / one.path).read_bytes()


def test_the_same_folder_again_changes_nothing(house: App, old: Path) -> None:
    first = house.migrations.run(old)
    before = canonical(house)
    again = house.migrations.run(old)
    assert again.migration.id == first.migration.id
    assert canonical(house) == before
    assert len(house.migrations.list()) == 1
    assert len(house.imports.list()) == 5


def test_taken_back_the_canonical_export_is_what_it_was(house: App, old: Path) -> None:
    house.intake.add({"full_name": "Bo Li", "email": "bo@bolt-test.com", "city": "Bonn"}, source="t", key="1")
    house.intake.add({"full_name": "Eve Ng"}, source="t", key="2")
    before = canonical(house)
    house.migrations.run(old)
    assert canonical(house) != before
    undone = house.migrations.rollback(by="me")
    assert canonical(house) == before
    assert (undone.state, undone.identical) == ("undone", True)
    with pytest.raises(Conflict, match="rolled back"):
        house.migrations.run(old)


def test_what_people_changed_since_stays_and_is_told(house: App, old: Path) -> None:
    house.migrations.run(old)
    (bo,) = [lead for lead in house.leads.all() if lead.text("email").startswith("bo")]
    house.leads.edit(bo.id, {"notes": "called"}, "me")
    assert house.migrations.rollback(by="me").identical is False
    assert house.leads.get(bo.id).text("notes") == "called"


@pytest.mark.parametrize(
    "point",
    ["migration.before_begin", "migration.after_begin", "migration.after_original", "migration.after_keep",
     "migration.after_file"],
)  # fmt: skip
@pytest.mark.parametrize("at", [1, 3])
def test_it_may_die_anywhere_and_goes_on(house: App, old: Path, tmp_path: Path, point: str, at: int) -> None:
    faults.arm(point, faults.fail, at=at)
    with suppress(faults.InjectedFault):
        house.migrations.run(old)
    faults.disarm()
    report = house.migrations.run(old)
    assert (report.created, report.merged + report.updated, report.rejected) == (4, 2, 1)
    assert house.leads.count() == 4
    assert len(house.migrations.list()) == 1


def test_taking_back_may_die_and_goes_on(house: App, old: Path) -> None:
    before = canonical(house)
    house.migrations.run(old)
    for at in (1, 1, 2):
        faults.arm("migration.after_undo", faults.fail, at=at)
        with suppress(faults.InjectedFault):
            house.migrations.rollback(by="me")
        faults.disarm()
    assert house.migrations.rollback(by="me").identical
    assert canonical(house) == before


def test_a_folder_without_leads_and_a_file_that_changes_are_refused(house: App, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(InvalidInput, match="no file of leads"):
        house.migrations.run(tmp_path / "empty")
    with pytest.raises(InvalidInput, match="no folder"):
        house.migrations.run(tmp_path / "nowhere")


def test_a_look_writes_nothing(house: App, old: Path) -> None:
    found = {one.path: one.state for one, _ in house.migrations.scan(old)}
    assert found["broken.json"] == "failed"
    assert house.leads.count() == 0
    assert house.migrations.list() == []


# Shapes


@pytest.mark.parametrize(
    ("value", "shape", "first"),
    [
        ([{"email": "a@x.test"}], "an array", {"email": "a@x.test"}),
        ({"leads": [{"email": "a@x.test"}]}, "an array in leads", {"email": "a@x.test"}),
        ({"response": {"results": [{"e": 1}, {"e": 2}]}}, "an array in response.results", {"e": "1"}),
        ({"records": [{"id": "r", "fields": {"Email": "a@x"}}]}, "an array in records", {"id": "r", "Email": "a@x"}),
        ({"x": {"email": "a@x"}, "y": {"email": "b@x"}}, "records by their id", {"id": "x", "email": "a@x"}),
        ({"email": "a@x", "emails": [{"value": "a@x"}]}, "one lead", {"email": "a@x", "emails": "a@x"}),
        ({"properties": {"email": {"value": "a@x"}}}, "one lead", {"email": "a@x"}),
        ({"name": "A", "company": {"name": "X"}, "n": 5}, "one lead", {"name": "A", "company_name": "X", "n": "5"}),
        ([{"n": 12345678901234567890, "x": 1.10, "t": True, "none": None}], "an array",
         {"n": "12345678901234567890", "x": "1.10", "t": "true"}),
    ],
)  # fmt: skip
def test_a_shape_is_told_by_its_look(value: Any, shape: str, first: dict[str, str]) -> None:
    text = json.dumps(value).replace("1.1,", "1.10,").replace("1.1}", "1.10}")
    found = shaped(text.encode(), "x.json")
    assert (found.shape, found.records[0]) == (shape, first)


@pytest.mark.parametrize(
    "content", [b"", b"null", b"3", b'"x"', b"[]", b"[1, 2]", b"{", b"\xff\xfe\x00", b"[" * 100_000, b"a\nb\nc", b"NaN"]
)
def test_what_holds_no_lead_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(InvalidInput, match=r"x\.json"):
        shaped(content, "x.json")


trees = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(st.text(max_size=6), trees, max_size=4))
def test_flattening_takes_any_object_and_loses_no_text(record: dict[str, Any]) -> None:
    found = flat(record)
    assert all(type(value) is str and value.strip() for value in found.values())
    for value in record.values():
        if isinstance(value, str) and value.strip():
            assert value in found.values()

"""What follows from a lead's history is said in one place, and every door says the same."""

import csv
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.app import App
from shared.core.clock import iso
from shared.core.settings import Settings
from shared.leads.derived import NAMES, follows, follows_of, rows_of
from shared.leads.model import FieldValue, Lead, Provenance
from shared.leads.store import document_of
from shared.ports.blobs import ObjectRef
from shared.sync.desk import scope_of
from shared.sync.faces import DERIVED, face_of

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
FILE = Provenance("import", "leads.csv", NOON, detail={"import": "i1", "row": 4, "column": "E-Mail"})
LATER = Provenance("import", "more.csv", NOON + timedelta(days=1), detail={"import": "i2", "row": 1})
SITE = Provenance("enricher", "website", NOON + timedelta(days=2), 0.6)
SURE = Provenance("enricher", "verified_email", NOON + timedelta(days=3), 0.95)
ANA = Provenance("person", "ana", NOON + timedelta(days=4))


def lead(fields: Mapping[str, Any], former: Mapping[str, Any] | None = None) -> Lead:
    values = {name: held if isinstance(held, FieldValue) else FieldValue(*held) for name, held in fields.items()}
    return Lead("l1", values, NOON + timedelta(hours=1), NOON, ("i1",), former or {})


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"email": ("a@x.example", FILE)}, {"verified": "true", "enriched": "false", "needs_enrichment": "true"}),
        ({"email": ("a@x.example", SITE)}, {"verified": "false", "enriched": "true", "needs_enrichment": "false"}),
        ({"email": ("a@x.example", SURE)}, {"verified": "true", "enriched_at": iso(SURE.at)}),
        ({"email": ("a@x.example", ANA)}, {"verified": "true", "scraped_at": iso(NOON + timedelta(hours=1))}),
        ({"city": ("Bonn", FILE)}, {"verified": "false", "scraped_at": iso(NOON), "source": "leads.csv"}),
        ({"email": ("a@x.example", FILE), "email_status": ("invalid", SURE)}, {"verified": "false"}),
        ({"email": ("a@x.example", FILE), "verified": ("no", FILE)}, {"verified": "false"}),
        ({"email": ("a@x.example", SITE), "verified": ("TRUE", FILE)}, {"verified": "true"}),
        ({"enriched": ("yes", FILE), "needs_enrichment": ("false", FILE)}, {"enriched": "true"}),
        ({"scraped_at": ("2019-05-01T00:00:00Z", FILE)}, {"scraped_at": "2019-05-01T00:00:00Z"}),
        ({"enriched": ("false", FILE), "city": ("Bonn", SITE)}, {"enriched": "true", "needs_enrichment": "false"}),
    ],
)
def test_what_follows(fields: dict[str, Any], expected: dict[str, str]) -> None:
    told = follows_of(lead(fields))
    assert {name: told.get(name) for name in expected} == expected


ORIGINS = st.sampled_from([FILE, LATER, SITE, SURE, ANA])
VALUES = st.builds(FieldValue, st.sampled_from(["a@x.example", "true", "no", "Bonn"]), ORIGINS, st.lists(ORIGINS, max_size=2).map(tuple))  # fmt: skip # noqa: E501
FIELDS = st.dictionaries(st.sampled_from(["email", "city", "verified", "enriched", "scraped_at"]), VALUES, max_size=4)
FORMER = st.dictionaries(st.sampled_from(["email", "city"]), st.lists(VALUES, min_size=1, max_size=2).map(tuple))


@given(FIELDS, FORMER)
def test_a_stored_lead_and_the_lead_in_hand_say_the_same(fields: Any, former: Any) -> None:
    one = lead(fields, former)
    assert follows(document_of(one)) == follows_of(one)
    shown = face_of(one).values
    assert {name: shown.get(name) for name in DERIVED & set(NAMES)} == {
        name: follows_of(one).get(name) for name in DERIVED & set(NAMES)
    }


def test_the_rows_that_a_lead_came_from_are_told_with_what_each_said() -> None:
    one = lead(
        {"email": FieldValue("a@x.example", FILE, (LATER,)), "city": FieldValue("Ulm", LATER)},
        {"city": (FieldValue("Bonn", FILE),)},
    )
    first, second = rows_of(document_of(one))
    assert (first["file"], first["import"], first["row"]) == ("leads.csv", "i1", 4)
    assert first["values"] == {"email": "a@x.example", "city": "Bonn"}
    assert first["columns"]["email"] == "E-Mail"
    assert (second["row"], second["values"]) == (1, {"email": "a@x.example", "city": "Ulm"})


def test_the_old_systems_columns_tell_sync_state_and_rows(tmp_path: Path) -> None:
    house = App(Settings(data=tmp_path, network=False, airtable_base="appX", airtable_table="Leads"))
    text = b"Full Name,Email,Verified\nAna Diaz,ana@acme.example,no\nBo Li,bo@acme.example,yes\n"
    blob = house.blobs.put("uploads", "people.csv", text, metadata={"stop_at": "leads"})
    house.intake.run(ObjectRef("uploads", "people.csv", blob.generation))
    (ana,) = [one for one in house.leads.all() if one.text("full_name") == "Ana Diaz"]
    link = {"state": "synced", "synced_at": "2026-11-01T00:00:00Z", "record": "rec1", "lead": ana.id}
    house.documents.set("sync_links", f"{scope_of('appX', 'Leads')}-{ana.id}", link)
    out = BytesIO()
    house.exporter.write("csv", out, columns="seed")
    house.database.close()
    reader = csv.DictReader(StringIO(out.getvalue().decode()))
    rows = {row["full_name"]: row for row in reader}
    assert reader.fieldnames and len(set(reader.fieldnames)) == len(reader.fieldnames)
    assert [rows[name]["verified"] for name in ("Ana Diaz", "Bo Li")] == ["false", "true"]
    assert [rows["Ana Diaz"][name] for name in ("sync_status", "sync_record")] == ["synced", "rec1"]
    assert rows["Bo Li"]["sync_status"] == "" and rows["Bo Li"]["source"] == "people.csv"
    (told,) = json.loads(rows["Ana Diaz"]["raw_data"])
    assert (told["file"], told["row"], told["columns"]["email"]) == ("people.csv", 1, "Email")
    assert told["values"]["full_name"] == "Ana Diaz"

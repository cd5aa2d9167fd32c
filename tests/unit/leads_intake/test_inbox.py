"""What is posted to the house from outside: files of every kind that is read, and leads by themselves."""

import gzip
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
import xlsxwriter

from shared.core.errors import InvalidInput
from shared.leads.inbox import TYPES, Inbox
from shared.leads.reader import SUFFIXES
from shared.ports.blobs import ObjectRef

CSV = b"Full Name,Email\nAna Diaz,ana@acme.example\nBo Berg,bo@acme.example\n"
LINES = b'{"Full Name":"Ana Diaz","Email":"ana@acme.example"}\n{"Full Name":"Bo Berg","Email":"bo@acme.example"}\n'


def workbook() -> bytes:
    file = BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        for row, line in enumerate(CSV.decode().splitlines()):
            sheet.write_row(row, 0, line.split(","))
    return file.getvalue()


def archive() -> bytes:
    file = BytesIO()
    with ZipFile(file, "w") as made:
        made.writestr("leads.csv", CSV)
    return file.getvalue()


BODIES = {
    ".csv": CSV,
    ".txt": CSV,
    ".tsv": CSV.replace(b",", b"\t"),
    ".tab": CSV.replace(b",", b"\t"),
    ".json": b"[" + LINES.strip().replace(b"\n", b",") + b"]",
    ".jsonl": LINES,
    ".ndjson": LINES,
    ".xlsx": workbook(),
    ".xlsm": workbook(),
    ".gz": gzip.compress(CSV),
    ".zip": archive(),
}


@pytest.fixture
def inbox(house: Any) -> Inbox:
    return Inbox(house.blobs, house.intake, {})


def test_every_kind_of_file_that_is_read_has_a_type() -> None:
    assert set(TYPES) == SUFFIXES == set(BODIES)


@pytest.mark.parametrize("ending", sorted(SUFFIXES))
def test_a_file_posted_under_its_name_becomes_leads_once(house: Any, inbox: Inbox, ending: str) -> None:
    told = [
        inbox.take("application/octet-stream", BODIES[ending], name=f"My List{ending.upper()}", caller="zapier")
        for _ in range(2)
    ]
    assert told[0] == told[1]
    blob = house.blobs.stat("uploads", told[0]["object"])
    assert (blob.name.startswith("posted/my_list-"), blob.content_type) == (True, TYPES[ending])
    done = house.intake.run(ObjectRef("uploads", blob.name, blob.generation))
    assert (done.id, done.created) == (told[0]["import_id"], 2)


@pytest.mark.parametrize("ending", sorted(SUFFIXES - {".json"}))
def test_a_file_without_a_name_is_known_by_its_type(house: Any, inbox: Inbox, ending: str) -> None:
    told = inbox.take(TYPES[ending], BODIES[ending], name="", caller="zapier")
    blob = house.blobs.stat("uploads", told["object"])
    assert house.intake.run(ObjectRef("uploads", blob.name, blob.generation)).created == 2


def test_json_without_a_name_is_a_lead_and_under_a_name_a_file(house: Any, inbox: Inbox) -> None:
    told = inbox.take("application/json", BODIES[".json"], name="", caller="zapier")
    assert [one["created"] for one in told["leads"]] == [True, True]
    assert "object" in inbox.take("application/json", BODIES[".json"], name="leads.json", caller="zapier")


def test_what_is_neither_is_refused_with_what_to_send(inbox: Inbox) -> None:
    with pytest.raises(InvalidInput, match=r"name=leads\.xlsx"):
        inbox.take("image/png", b"\x89PNG", name="photo.png", caller="zapier")

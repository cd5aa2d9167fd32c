"""A file becomes leads: what is made, merged, updated and rejected, and that it happens once."""

import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from shared.core import faults
from shared.core.errors import AppError, InvalidInput, TransientError
from shared.leads import imports, matching
from shared.leads.model import FieldValue, Provenance
from shared.ports.documents import Query

House = Any
ROOT = Path(__file__).parents[3]
ROWS = "name,email,company,score\n" + "".join(
    f"Ana Diaz{i},ana{i}@firm{i}.example,Firm {i} Ltd,{i}\n" for i in range(300)
)


def test_every_value_knows_the_row_and_the_column_it_came_from(house: House) -> None:
    done = house.drop("Full Name,E-Mail\nAna Diaz, ANA@Example.com \n")
    lead = house.only()
    assert lead.text("email") == "ana@example.com"
    origin = lead.fields["email"].provenance
    assert (origin.kind, origin.name) == ("import", "leads.csv")
    assert dict(origin.detail) == {"import": done.id, "row": 1, "column": "E-Mail"}


def test_a_column_that_fits_nothing_becomes_a_custom_field(house: House) -> None:
    house.drop("email,Shoe size,Id\nana@example.com,38,7\n")
    assert house.only().text("shoe_size") == "38"
    assert house.only().text("custom_id") == "7"
    custom = {field.name: field.label for field in house.fields.all() if field.custom}
    assert custom == {"shoe_size": "Shoe size", "custom_id": "Id"}


def test_one_column_fills_several_fields_and_several_fill_one(house: House) -> None:
    house.drop('first name,last name,location\nAna,Diaz,"Austin, TX, United States"\n')
    lead = house.only()
    assert lead.text("full_name") == "Ana Diaz"
    assert [lead.text(name) for name in ("city", "state", "country")] == ["Austin", "TX", "United States"]
    assert lead.fields["full_name"].provenance.detail["column"] == "first name + last name"


def test_what_a_field_refuses_is_kept_beside_it(house: House) -> None:
    house.drop("email,phone\nana at example,+1 512 555 0192 ext 7\n")
    lead = house.only()
    assert (lead.text("email"), lead.text("email_given")) == ("", "ana at example")
    assert (lead.text("phone"), lead.text("phone_given")) == ("+15125550192", "+1 512 555 0192 ext 7")


def test_missing_fields_and_the_mapping_are_told(house: House) -> None:
    done = house.drop("email,company\na@b.example,Acme\n")
    assert {column.column: column.targets for column in done.mapping} == {
        "email": ("email",),
        "company": ("company_name",),
    }
    assert "phone" in done.missing
    assert "email" not in done.missing


def test_every_lead_has_a_task_for_every_enricher_and_they_are_sent(house: House) -> None:
    done = house.drop("full_name,website\nAna Diaz,example.com\nBen Okafor,example.org\n")
    tasks = list(house.tasks.list(import_id=done.id))
    assert Counter(task.name for task in tasks) == {"split_name": 2, "website": 2, "video": 2}
    assert {task.state for task in tasks if task.name == "video"} == {"waiting"}
    assert house.documents.count(Query("outbox")) == 0
    assert house.tasks._queue.backlog()["enrich"] == 4


def test_stop_at_leads_plans_no_work_and_limit_takes_the_first_rows(house: House) -> None:
    done = house.drop(ROWS, stop_at="leads", limit="10")
    assert (done.rows, house.leads.count(), house.documents.count(Query("tasks"))) == (10, 10, 0)


def test_the_same_file_dropped_twice_makes_no_second_lead(house: House) -> None:
    first = house.drop(ROWS)
    before = house.exported()
    house.clock.advance(60)
    again = house.drop(ROWS)
    assert (first.created, again.created, again.merged) == (300, 0, 300)
    assert house.exported() == before


def test_the_same_event_delivered_twice_changes_nothing(house: House) -> None:
    obj = house.put(ROWS)
    first = house.intake.run(obj)
    assert house.intake.run(obj) == first
    assert house.leads.count() == 300


def test_a_newer_file_updates_and_what_it_replaced_is_kept(house: House) -> None:
    house.drop("email,title\nana@example.com,CEO\n")
    house.clock.advance(60)
    done = house.drop("email,title,city\nana@example.com,Chair,Rome\n", "newer.csv")
    lead = house.only()
    assert (done.updated, lead.text("title"), lead.text("city")) == (1, "Chair", "Rome")
    assert [held.value for held in lead.former["title"]] == ["CEO"]
    assert lead.imports == (lead.fields["email"].provenance.detail["import"], done.id)


def test_a_persons_word_outlives_a_newer_file(house: House) -> None:
    house.drop("email,title\nana@example.com,CEO\n")
    house.leads.edit(house.only().id, {"title": "Founder"}, "sam")
    house.clock.advance(60)
    house.drop("email,title\nana@example.com,Chair\n", "newer.csv")
    lead = house.only()
    assert lead.text("title") == "Founder"
    assert {held.value for held in lead.former["title"]} == {"CEO", "Chair"}


def test_rows_of_one_file_that_are_one_person_become_one_lead_with_the_rule(house: House) -> None:
    done = house.drop(
        "first name,last name,email,company,linkedin\n"
        "Ana,Diaz,ana@example.com,Acme Inc,\n"
        "Ana,Diaz,,ACME LLC,\n"
        ",,Ana@Example.com,,linkedin.com/in/ana-d\n"
        "A.,D.,,,https://de.linkedin.com/in/ANA-D/?trk=x\n"
    )
    assert [outcome.rule for outcome in house.imports.rows(done.id)] == ["", "name_company", "email", "linkedin_url"]
    assert house.leads.count() == 1


def test_two_profiles_are_two_people_and_a_shared_phone_or_desk_proves_nothing(house: House) -> None:
    house.drop(
        "name,email,phone,linkedin\n"
        "Ana Diaz,info@example.com,+1 512 555 0100,linkedin.com/in/ana-1\n"
        "Ana Diaz,info@example.com,+1 512 555 0100,linkedin.com/in/ana-2\n"
        "Ben Okafor,info@example.com,+1 512 555 0100,\n"
    )
    assert house.leads.count() == 3


def test_rejected_rows_say_where_why_and_what_to_do(house: House) -> None:
    done = house.drop('email,city\na@b.example,Rome\n,\n"c@d.example","Bern",x,y\n')
    rejected = list(house.imports.rejected(done.id))
    assert [(row["row"], row["line"], row["cells"]) for row in rejected] == [
        (2, 3, ["", ""]),
        (3, 4, ["c@d.example", "Bern", "x", "y"]),
    ]
    assert rejected[1]["reason"] == "row 3 has 4 cells, the header has 2; quote cells that hold the delimiter"
    assert (done.created, done.rejected) == (1, 2)


def test_a_number_belongs_to_the_country_of_its_row_however_that_is_written(house: House) -> None:
    rows = "a@a.example;030 1234567;Berlin, Deutschland\nb@b.example;08-12 34 56;Umeå, Schweden\n"
    house.drop("email;phone;city, country\n" + rows)
    house.drop(
        'email,phone,location\nc@c.example,(512) 555-0100,"Austin, TX"\nd@d.example,01 23 45 67 89,"Lyon, France"\n'
    )
    phones = {lead.text("email")[0]: lead.text("phone") for lead in house.leads.all()}
    assert phones == {"a": "+49301234567", "b": "+468123456", "c": "+15125550100", "d": "+33123456789"}
    assert {lead.text("country") for lead in house.leads.all()} == {"Deutschland", "Schweden", "", "France"}


def test_a_row_that_adds_up_the_others_is_no_lead(house: House) -> None:
    rows = "Vorname;Nachname;E-Mail;Umsatz\nAna;Diaz;ana@b.example;1.200\nSumme;;;2.400.000 EUR\nTotal;;;\n"
    done = house.drop(rows)
    (row,) = house.imports.rejected(done.id)
    assert row["reason"] == "row 2 adds up the others and is no lead; remove it"
    assert (done.created, done.rejected) == (2, 1)  # a name alone may be anybody's


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\x89PNG\r\n\x1a\n....", "a PNG picture"),
        (b"PK\x03\x04....", "zip archive or a spreadsheet"),
        (bytes(range(1, 32)) * 40, "binary data"),
        (b"email,city\n", "no row below"),
        (b"email\n", "no row below"),
        (b"colour\nred\n", "one column"),
        (b"12,34\n56,78\n", "no header row"),
    ],
)
def test_what_is_no_table_fails_with_one_line_and_is_recorded(house: House, content: bytes, words: str) -> None:
    obj = house.put(content, "bad.csv")
    with pytest.raises(InvalidInput, match=words) as caught:
        house.intake.run(obj)
    assert str(caught.value).startswith("bad.csv: ")
    assert "\n" not in str(caught.value)
    (recorded,) = house.imports.list()
    assert (recorded.state, recorded.problems[0]) == ("failed", str(caught.value))
    assert house.intake.run(obj) == recorded


def test_a_file_that_was_replaced_before_it_was_read_is_named(house: House) -> None:
    gone = house.put("email\na@b.example\n")
    newer = house.put("email\nc@d.example\n")
    with pytest.raises(InvalidInput, match="removed or replaced"):
        house.intake.run(gone)
    assert house.intake.run(newer).created == 1


def test_what_is_no_table_by_its_name_is_passed_over(house: House) -> None:
    assert house.intake.run(house.put(b"x", "picture.png")) is None
    assert house.imports.list() == []


def test_files_without_a_header_or_with_repeated_names_are_taken_and_it_is_said(house: House) -> None:
    bare = house.drop("Ana Diaz;ana@example.com\nBen Lee;ben@example.com\nCy Young;cy@example.com\n", "bare.csv")
    assert bare.created == 3
    assert "no header" in bare.problems[0]
    twice = house.drop("email,email\na@x.example,b@x.example\n", "twice.csv")
    assert "more than once" in twice.problems[0]
    assert {lead.text("custom_email") for lead in house.leads.all()} == {"", "b@x.example"}


def test_a_look_before_writes_nothing_and_tells_what_would_happen(house: House, tmp_path: Path) -> None:
    house.drop("name,email,company\nAna Diaz0,ana0@firm0.example,Firm 0 Ltd\n", "one.csv")
    file = tmp_path / "leads.csv"
    file.write_text(ROWS + ROWS.partition("\n")[2])
    seen = house.intake.preview(file)
    assert (seen.id, seen.rows, seen.created, seen.merged) == ("", 600, 299, 301)
    assert house.leads.count() == 1
    assert house.intake.preview(file, limit=5).rows == 5
    with pytest.raises(InvalidInput, match="is a folder"):
        house.intake.preview(tmp_path)
    with pytest.raises(InvalidInput, match="no such file"):
        house.intake.preview(tmp_path / "nowhere.csv")


def test_a_lead_sent_in_by_itself_meets_the_same_rules(house: House) -> None:
    first = house.intake.add({"Name": "Ana Diaz", "e-mail": "ana@example.com"}, source="zap", key="1")
    again = house.intake.add({"Name": "Ana Diaz", "e-mail": "ana@example.com"}, source="zap", key="1")
    other = house.intake.add({"email": "Ana@example.com", "title": "CEO"}, source="zap", key="2")
    assert (first.created, again, other.created, other.rule) == (True, first, False, "email")
    assert (other.id, house.only().text("title")) == (first.id, "CEO")
    assert len(list(house.tasks.for_lead(first.id))) == 3
    with pytest.raises(InvalidInput, match="no value"):
        house.intake.add({"email": " "}, source="zap", key="3")


def test_five_deliveries_at_once_make_each_lead_once(make_house: Callable[..., House]) -> None:
    house = make_house(rehearse=False)
    obj = house.put(ROWS)
    answers: list[object] = []

    def deliver() -> None:
        try:
            answers.append(house.intake.run(obj))
        except TransientError as error:
            answers.append(error)

    threads = [threading.Thread(target=deliver) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 5
    done = house.intake.run(obj)
    assert (done.state, done.rows, done.created) == ("done", 300, 300)
    assert_each_row_is_one_lead(house, done)


def assert_each_row_is_one_lead(house: House, done: Any) -> None:
    outcomes = list(house.imports.rows(done.id))
    assert [outcome.row for outcome in outcomes] == list(range(1, done.rows + 1))
    assert {outcome.lead for outcome in outcomes} == {lead.id for lead in house.leads.all()}
    assert house.leads.count() == done.rows
    assert house.documents.count(Query("tasks")) == 3 * done.rows
    assert house.documents.count(Query("lead_keys")) == 2 * done.rows


def test_rows_beside_each_other_make_leads_beside_each_other_and_no_file_a_rising_range() -> None:
    ids = [imports.lead_id("uploads", "a.csv", 1, row) for row in range(1, 2001)]
    assert len(set(ids)) == 2000
    assert all(one < other for one, other in pairwise(ids) if one[:18] == other[:18])
    blocks = list(dict.fromkeys(id[:18] for id in ids))
    assert len(blocks) <= 9
    assert blocks != sorted(blocks)
    assert imports.lead_id("uploads", "a.csv", 2, 1) != ids[0]


STEPS = (
    "intake.before_claim",
    "intake.after_claim",
    "intake.before_chunk",
    "intake.after_chunk",
    "intake.after_drain",
    "intake.before_finish",
    "intake.after_finish",
    "documents.before_apply",
    "documents.after_apply",
    "database.before_commit",
    "tasks.before_enqueue",
    "tasks.after_enqueue",
)


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("at", [1, 2])
def test_a_failure_at_any_step_is_made_good_by_the_next_delivery(
    make_house: Callable[..., House], step: str, at: int
) -> None:
    house = make_house(rehearse=False)
    obj = house.put(ROWS)
    faults.arm(step, faults.fail, at=at)
    for _ in range(3):
        try:
            house.intake.run(obj)
        except AppError:
            house.clock.advance(60)
    house.tasks.drain()
    done = house.intake.run(obj)
    assert done.state == "done"
    assert_each_row_is_one_lead(house, done)
    assert house.documents.count(Query("outbox")) == 0


def test_a_commit_whose_answer_was_lost_is_not_done_twice(
    make_house: Callable[..., House], monkeypatch: pytest.MonkeyPatch
) -> None:
    house = make_house(rehearse=False)

    def twice(commit: Callable[[Any], Any]) -> Callable[[Any], Any]:
        return lambda work: (commit(work), commit(work))[1]

    for name in ("transaction", "transactions"):
        monkeypatch.setattr(house.documents, name, twice(getattr(house.documents, name)))
    done = house.drop(ROWS)
    assert_each_row_is_one_lead(house, done)
    assert house.documents.count(Query("outbox")) == 0


DELIVERY = """
import random, sys
from pathlib import Path
from shared.adapters.local.blobs import LocalBlobs
from shared.adapters.local.database import Database
from shared.adapters.local.documents import LocalDocuments
from shared.adapters.local.queue import LocalQueue
from shared.core.clock import SystemClock
from shared.core.errors import TransientError
from shared.leads.enrichment import Declaration
from shared.leads.fields import Fields
from shared.leads.intake import Intake
from shared.leads.ordering import EnrichmentPlan
from shared.manifest import read_manifest
from shared.ports.blobs import ObjectRef
from shared.tasks.ledger import TaskLedger
folder, root, generation = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
manifest, clock = read_manifest(root / "manifest.yaml"), SystemClock()
database = Database(folder / "leadreel.db")
documents = LocalDocuments(database, manifest.indexes)
queue = LocalQueue(database, manifest.queues, clock, random.Random(1))
ledger = TaskLedger(documents, queue, clock, {"enrich": "enrich", "render": "render"})
plan = EnrichmentPlan([Declaration(name, make=None) for name in ("a", "b", "c")])
intake = Intake(documents, LocalBlobs(folder, database, clock), ledger, Fields(documents), lambda until: plan, clock)
try:
    intake.run(ObjectRef("uploads", "leads.csv", generation))
except TransientError:
    sys.exit(3)
"""


def deliver_in_a_process(house: House, generation: int, armed: str = "") -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", DELIVERY, str(house.folder), str(ROOT), str(generation)]
    return subprocess.Popen(command, cwd=ROOT, env={"PATH": "", "LEADREEL_FAULTS": armed, "PYTHONPATH": str(ROOT)})


@pytest.mark.parametrize(
    "armed", ["intake.after_chunk=kill@2", "documents.after_apply=kill@4", "intake.before_finish=kill"]
)
def test_a_process_killed_in_the_middle_is_taken_up_where_it_stopped(
    make_house: Callable[..., House], armed: str
) -> None:
    house = make_house(rehearse=False)
    obj = house.put(ROWS)
    assert deliver_in_a_process(house, obj.generation, armed).wait(60) == -9
    assert house.leads.count() > 0
    with pytest.raises(TransientError, match="another delivery"):
        house.intake.run(obj)
    house.clock.advance(timedelta(minutes=5).total_seconds())
    done = house.intake.run(obj)
    house.tasks.drain()
    assert (done.state, done.rows) == ("done", 300)
    assert_each_row_is_one_lead(house, done)


def test_five_processes_that_are_told_at_once_make_each_lead_once(make_house: Callable[..., House]) -> None:
    house = make_house(rehearse=False)
    obj = house.put(ROWS)
    running = [deliver_in_a_process(house, obj.generation) for _ in range(5)]
    codes = Counter(process.wait(90) for process in running)
    assert set(codes) <= {0, 3}
    assert codes[0] >= 1
    done = house.intake.run(obj)
    assert done.state == "done"
    assert_each_row_is_one_lead(house, done)


def test_a_name_that_was_split_since_is_known_again_as_it_was_written(house: Any) -> None:
    table = (
        "full_name;company_name;email;phone\n"
        "Dipl.-Kfm. Jürgen Weiß;Brandt & Vogel PartG mbB;lead18.9@messe.example;+4941319006218\n"
        "Mag. rer. soc. oec. Eva Huber;Huber OG;;\n"
    )
    house.drop(table)
    for lead in list(house.leads.all()):
        found, version = house.leads.snapshot(lead.id)
        first, last = ("Jürgen", "Weiß") if "Weiß" in lead.text("full_name") else ("Eva", "Huber")
        origin = Provenance("enricher", "split_name", house.clock.now(), 0.97)
        fields = {**found.fields, "first_name": FieldValue(first, origin), "last_name": FieldValue(last, origin)}
        house.leads.update(replace(found, fields=fields), version)

    again = house.drop(table)

    assert (again.created, again.merged) == (0, 2)


def test_a_key_that_a_lead_and_a_row_have_only_together_keeps_who_is_listed_there(house: House) -> None:
    header = "first_name,last_name,email,company\n"
    house.drop(f"{header}Zed,Diaz,zed@gmail.com,Acme\n", "known.csv")
    house.drop(f"{header}Ana,Diaz,ana@gmail.com,\n", "without_firm.csv")
    house.drop("email,company\nana@gmail.com,Acme\n", "firm.csv")
    zed, ana = sorted(house.leads.all(), key=lambda lead: lead.text("email"), reverse=True)
    shared = matching.key_ids(matching.keys_of({"first_name": "Zed", "last_name": "Diaz", "company_name": "Acme"}))[0]
    assert ana.text("company_name") == "Acme"
    assert house.documents.get("lead_keys", shared) == {"leads": [zed.id, ana.id]}

"""An import is taken back: what is left is what there would be without it."""

import contextlib
import itertools
import json
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from shared.app import App
from shared.core import faults
from shared.core.clock import ManualClock
from shared.core.errors import InvalidInput, NotFound, TransientError
from shared.core.settings import Settings
from shared.leads.merge import put
from shared.leads.model import FieldValue, Provenance
from shared.ports.blobs import ObjectRef
from shared.ports.documents import Query

House = Any
HEADER = "email,title,city,phone,company\n"


def told(house: House, *, ids: bool = True) -> list[Any]:
    """Everything that an export tells, origins included."""
    lines = [json.loads(line) for line in house.exported("jsonl", provenance=True).splitlines()]
    return sorted(
        (line if ids else {**line, "id": ""} for line in lines), key=lambda line: json.dumps(line, sort_keys=True)
    )


def keys(house: House) -> list[tuple[str, Any]]:
    return [(found.id, sorted(found.data["leads"])) for found in house.documents.query(Query("lead_keys"))]


def test_what_an_import_changed_is_as_before_and_what_it_made_is_gone(house: House) -> None:
    house.drop(HEADER + "ana@x.example,CEO,Rome,,Acme\nben@x.example,CTO,,,Acme\n", "one.csv")
    before, found_by = told(house), keys(house)
    house.clock.advance(60)
    done = house.drop(HEADER + "ana@x.example,Chair,Rome,+1 512 555 0100,Acme\ncy@x.example,VP,,,Globex\n", "two.csv")
    assert (done.created, done.updated) == (1, 1)
    undone = house.undo.run(done.id, by="sam")
    assert (undone.state, undone.removed, undone.restored, undone.kept) == ("undone", 1, 1, ())
    assert told(house) == before
    assert keys(house) == found_by
    assert {task.state for task in house.tasks.list(import_id=done.id)} == {"cancelled"}
    assert undone.cancelled == 3
    assert house.undo.run(done.id, by="sam") == undone


def test_what_two_imports_said_stays_when_one_of_them_is_undone(house: House) -> None:
    first = house.drop(HEADER + "ana@x.example,CEO,Rome,,Acme\n", "one.csv")
    house.clock.advance(60)
    house.drop(HEADER + "ana@x.example,CEO,Paris,,\n", "two.csv")
    house.undo.run(first.id, by="sam")
    lead = house.only()
    assert {name: held.value for name, held in lead.fields.items()} == {
        "email": "ana@x.example",
        "title": "CEO",
        "city": "Paris",
    }
    assert not lead.former
    assert first.id not in lead.imports


def test_what_a_person_said_since_stays_and_is_listed(house: House) -> None:
    house.drop(HEADER + "ana@x.example,CEO,,,\n", "one.csv")
    house.clock.advance(60)
    done = house.drop(HEADER + "ana@x.example,Chair,,,\nben@x.example,CTO,,,\ncy@x.example,VP,,,\n", "two.csv")
    for lead in list(house.leads.all()):
        if lead.text("email") != "cy@x.example":
            house.leads.edit(lead.id, {"title": "Founder"}, "kim")
    undone = house.undo.run(done.id, by="sam")
    assert sorted((one.field, one.value, one.by) for one in undone.kept) == [("title", "Founder", "kim")] * 2
    assert undone.removed == 1
    assert sorted((lead.text("email"), lead.text("title")) for lead in house.leads.all()) == [
        ("", "Founder"),
        ("ana@x.example", "Founder"),
    ]


def test_an_enrichers_word_goes_with_what_it_rested_on(house: House) -> None:
    house.drop("email,website\nana@x.example,one.example\n", "one.csv")
    at = house.clock.now()

    def said(name: str, field: str, value: str) -> None:
        lead, version = house.leads.snapshot(house.only().id)
        origin = Provenance("enricher", name, house.clock.now(), 0.9)
        house.leads.update(put(lead, field, FieldValue(value, origin)), version)

    said("website", "language", "en")
    before = told(house)
    house.clock.advance(60)
    done = house.drop("email,website\nana@x.example,two.example\n", "two.csv")
    house.clock.advance(60)
    said("website", "language", "de")
    said("video", "video", "videos/x.mp4")  # it waits for the language
    assert house.only().text("language") == "de"
    house.undo.run(done.id, by="sam")
    assert told(house) == before
    assert house.only().fields["language"].provenance.at == at


def test_a_merge_that_a_row_caused_is_taken_back_with_its_import(house: House) -> None:
    house.drop("email,linkedin,title\nana@x.example,,CEO\n,linkedin.com/in/ana-1,Chair\n", "one.csv")
    before, found_by = told(house), keys(house)
    assert len(before) == 2
    house.clock.advance(60)
    done = house.drop("email,linkedin\nana@x.example,linkedin.com/in/ana-1\n", "two.csv")
    assert house.leads.count() == 1
    assert {house.imports.outcome_of(done.id, 1).lead} == {house.only().id}
    house.undo.run(done.id, by="sam")
    assert told(house) == before
    assert keys(house) == found_by
    assert house.documents.count(Query("merges")) == 0


def test_undoing_the_first_import_of_a_merged_lead_leaves_nothing_of_it(house: House) -> None:
    first = house.drop("email,title\nana@x.example,CEO\n", "one.csv")
    house.drop("email,city\nben@x.example,Rome\n", "two.csv")
    one, other = sorted(house.leads.all(), key=lambda lead: lead.text("email"))
    house.merges.merge(other.id, one.id, by="sam")
    house.undo.run(first.id, by="sam")
    assert {name: held.value for name, held in house.only().fields.items()} == {
        "email": "ben@x.example",
        "city": "Rome",
    }
    with pytest.raises(NotFound):
        house.merges.unmerge(one.id)


def test_an_import_under_way_stops_when_it_is_undone(house: House) -> None:
    rows = "".join(f"p{number}@x.example\n" for number in range(1000))
    obj = house.put("email\n" + rows)
    faults.arm("intake.after_chunk", faults.fail, at=2)
    with pytest.raises(TransientError):
        house.intake.run(obj)
    (running,) = house.imports.list()
    assert running.state == "running"
    assert house.leads.count() > 0
    house.undo.run(running.id, by="sam")
    assert (house.leads.count(), house.intake.run(obj).state) == (0, "undone")
    assert house.documents.count(Query("lead_keys")) == 0


def test_what_is_no_import_or_was_not_undone_is_said(house: House) -> None:
    done = house.drop("email\nana@x.example\n")
    with pytest.raises(NotFound, match="imports list"):
        house.undo.run("nobody", by="sam")
    with pytest.raises(InvalidInput, match="has not been undone"):
        house.undo.told(done.id)


# --- the law ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Step:
    """Something that happens: a file comes, or a person says something of one of the first four."""

    rows: Sequence[Sequence[str]] = ()
    who: int = 0
    title: str = ""


cell = st.sampled_from(["", "a", "b"])
phone = st.sampled_from(["", "+15125550100", "+15125550101"])
row = st.tuples(st.integers(0, 5).map("p{}@x.example".format), cell, cell, phone)
files = st.builds(Step, rows=st.lists(row, min_size=1, max_size=4))
edits = st.builds(Step, who=st.integers(0, 3), title=st.sampled_from(["", "x", "y"]))
steps = files | files | edits
BASE = Step(rows=[(f"p{number}@x.example", "a", "", "") for number in range(4)])
START = datetime(2026, 3, 1, tzinfo=UTC)


def play(house: House, story: Sequence[Step], leave_out: int = -1) -> list[str]:
    """Let a story happen; the ids of its imports by place. The one left out only takes its time."""
    done = []
    for number, step in enumerate(story):
        house.clock.advance(60)
        made = ""
        if not step.rows:
            lead = next(lead for lead in house.leads.all() if lead.text("email") == f"p{step.who}@x.example")
            house.leads.edit(lead.id, {"title": step.title}, "kim")
        elif number != leave_out:
            rows = "".join(",".join(cells) + "\n" for cells in step.rows)
            made = house.drop(f"email,title,city,phone\n{rows}", f"{number}.csv").id
        done.append(made)
    return done


def bare(house: House) -> list[Any]:
    """What an export tells, without the ids of imports and leads, and without how a row's lead was known."""
    text = json.dumps(told(house, ids=False))
    text = re.sub(r'"(id|import)": "[^"]*"', r'"\1": ""', text)
    text = re.sub(r', "(evidence|rule)": "[^"]*"|"(evidence|rule)": "[^"]*", ', "", text)
    return sorted(json.loads(text), key=lambda line: json.dumps(line, sort_keys=True))


@pytest.fixture
def two_worlds(make_house: Callable[..., House]) -> Callable[[], tuple[House, House]]:
    count = itertools.count()

    def make() -> tuple[House, House]:
        number = next(count)
        return tuple(make_house(f"{side}{number}", rehearse=False, clock=ManualClock(START)) for side in "ab")

    return make


@given(before=st.lists(steps, max_size=2), gone=files, after=st.lists(steps, max_size=3))
@settings(
    max_examples=20,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),  # a smaller example is not worth minutes of two worlds each
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_an_import_that_is_undone_has_never_been(
    two_worlds: Callable[[], tuple[House, House]], before: list[Step], gone: Step, after: list[Step]
) -> None:
    story = [BASE, *before, gone, *after]
    place = 1 + len(before)
    one, other = two_worlds()
    imports = play(one, story)
    one.undo.run(imports[place], by="sam")
    play(other, story, leave_out=place)
    assert bare(one) == bare(other)


POINTS = [
    *("undo.before_begin", "undo.after_begin", "undo.before_cancel", "undo.before_part", "undo.after_part"),
    *(
        "undo.before_finish",
        "undo.after_finish",
        "undo.before_unmerge",
        "merges.before_unmerge",
        "merges.after_unmerge",
    ),
]


@pytest.mark.parametrize("at", [1, 2])
@pytest.mark.parametrize("point", POINTS)
def test_stopped_anywhere_it_goes_on_and_ends_the_same(house: House, point: str, at: int) -> None:
    house.drop("email,linkedin,title\nana@x.example,,CEO\n,linkedin.com/in/ana-1,Chair\n", "one.csv")
    before, found_by = told(house), keys(house)
    house.clock.advance(60)
    rows = "".join(f"p{number}@x.example,,\n" for number in range(60))
    done = house.drop("email,linkedin,title\nana@x.example,linkedin.com/in/ana-1,VP\n" + rows, "two.csv")
    faults.arm(point, faults.fail, at=at)
    with contextlib.suppress(TransientError):
        house.undo.run(done.id, by="sam")
    faults.disarm()
    undone = house.undo.run(done.id, by="sam")
    assert (undone.state, undone.removed) == ("undone", 60)
    assert told(house) == before
    assert keys(house) == found_by


KILLED = """
import sys
from pathlib import Path
from shared.app import App
from shared.core.settings import Settings
app = App(Settings.load({}, Path("none.yaml"), data=Path(sys.argv[1])))
app.undo.run(sys.argv[2], by="sam")
"""


@pytest.mark.parametrize(
    "armed", ["undo.after_part=kill@2", "merges.after_unmerge=kill", "documents.after_apply=kill@9"]
)
def test_killed_in_the_middle_it_is_taken_up_where_it_stopped(tmp_path: Path, armed: str) -> None:
    app = App(Settings.load({}, tmp_path / "none.yaml", data=tmp_path / "data"))

    def drop(content: str, name: str) -> str:
        blob = app.blobs.put("uploads", name, content.encode(), metadata={"stop_at": "enrich"})
        return app.intake.run(ObjectRef("uploads", name, blob.generation)).id  # type: ignore[union-attr] # it is a table

    def exported() -> bytes:
        target = BytesIO()
        app.exporter.write("jsonl", target, provenance=True)
        return target.getvalue()

    drop("email,linkedin,title\nana@x.example,,CEO\n,linkedin.com/in/ana-1,Chair\n", "one.csv")
    before = exported()
    rows = "".join(f"p{number}@x.example,,\n" for number in range(600))
    imported = drop("email,linkedin,title\nana@x.example,linkedin.com/in/ana-1,VP\n" + rows, "two.csv")
    root = str(Path(__file__).parents[3])
    env = {"PATH": "", "LEADREEL_FAULTS": armed, "PYTHONPATH": root}
    command = [sys.executable, "-c", KILLED, str(tmp_path / "data"), imported]
    assert subprocess.run(command, cwd=root, env=env, check=False, timeout=60).returncode == -9
    assert app.imports.get(imported).state == "undoing"
    undone = app.undo.run(imported, by="sam")
    assert (undone.removed, undone.restored, exported()) == (600, 1, before)
    app.database.close()

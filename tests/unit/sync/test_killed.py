"""The process dies at every point of a run, on either side of it; the next run ends where an undisturbed one would."""

import re
from pathlib import Path
from typing import Any

import pytest

from shared.core import faults
from shared.core.faults import InjectedFault

ROOM = Path(__file__).parents[3] / "shared" / "sync"
POINTS = sorted(
    set(re.findall(r'faults\.reach\("(sync\.\w+)"\)', "".join(file.read_text() for file in ROOM.glob("*.py"))))
    - {"sync.before_resolve", "sync.after_resolve", "sync.hook_made", "sync.before_cursor"}
)


class Killed(BaseException):
    """No handler of the house catches it."""


def die(_: str) -> None:
    raise Killed


def told(stage: Any) -> Any:
    """Everything both sides hold, in an order of its own."""
    here = {lead.id: {name: held.value for name, held in lead.fields.items()} for lead in stage.leads.all()}
    there = sorted(str(stage.table.shown(row)["fields"]) for row in stage.table.rows.values())
    return here, there, sorted((one.field, one.ours, one.theirs) for one in stage.service().conflicts())


def prepared(stage: Any) -> None:
    for number in range(3):
        stage.lead(f"l{number}", full_name=f"Person {number}", title="CFO", email=f"p{number}@acme{number}.com")
    stage.sync()
    stage.edit("l0", title="CEO")
    stage.type_there("l0", Title="Chair")
    stage.type_there("l1", Company="Acme")
    stage.edit("l2", company_name="Bolt")
    stage.lead("l3", full_name="Person 3", email="p3@acme3.com")
    stage.clock.advance(1)
    stage.base.type_row(stage.table, {"Full Name": "Jo Park", "Email": "jo@park.io"})


@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("arrival", [1, 2])
def test_a_run_that_dies_is_made_good_by_the_next(stage: Any, point: str, arrival: int) -> None:
    prepared(stage)
    service = stage.service()
    faults.arm(point, die, at=arrival)
    try:
        service.run()
    except (Killed, InjectedFault):
        pass
    finally:
        faults.disarm()
    stage.clock.advance(40 * 60)  # the dead one's lease is over

    stage.sync()
    stage.sync()

    here, there, conflicts = told(stage)
    assert len(here) == len(there) == 5
    assert {row for row in there if "Person 0" in row} == {row for row in there if "'Title': 'Chair'" in row}
    assert here["l0"]["title"] == "Chair" and here["l1"]["company_name"] == "Acme"
    assert [row.count("Bolt") for row in there if "Person 2" in row] == [1]
    assert conflicts == [("title", "CEO", "Chair")]
    assert stage.sync().report.written == 0


def test_the_points_are_found() -> None:
    assert {"sync.before_write", "sync.after_write", "sync.after_meeting"} <= set(POINTS)

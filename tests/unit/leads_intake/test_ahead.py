"""A long file is read ahead by a second process: the same outcome, and nothing lost whichever of the two dies."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from shared.core.errors import NotFound, TransientError
from shared.leads import ahead
from shared.leads.chunks import read
from shared.leads.fields import BUILT_IN
from shared.leads.offsets import before
from shared.ports.documents import Query

House = Any
ROOT = Path(__file__).parents[3]
ROWS = "name,email,phone,score\n" + "".join(
    # people who come again, rows that are refused, cells over two lines, a value that its field does not take
    f'Ana Diaz{n % 700},ana{n % 700}@firm{n}.example,"+1 512\n {n:07}",{n}\n'
    if n % 10
    else f",,,\nx{n},no address,,,,7\n"
    for n in range(1500)
)


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """A file is long behind its hundredth row; the readers that were started."""
    started: list[Any] = []
    start = ahead._start

    def told(job: ahead.Job, reopen: Callable[[], Any]) -> Any:
        started.append(start(job, reopen))
        return started[-1]

    monkeypatch.setattr(ahead, "LONG", 100)
    monkeypatch.setattr(ahead, "HANDOVER", 300)
    monkeypatch.setattr(ahead, "processors", lambda: 2)
    monkeypatch.setattr(ahead, "_start", told)
    return started


def outcome(house: House, done: Any) -> list[Any]:
    """All that can be seen of an import, its leads called by the row that made them (ids follow from the object)."""
    rows = list(house.imports.rows(done.id))
    made_by = {row.lead: row.row for row in rows if row.outcome == "created"}
    leads = {made_by[lead.id]: {name: held.value for name, held in lead.fields.items()} for lead in house.leads.all()}
    outcomes = [(row.row, row.outcome, made_by.get(row.lead), row.rule, row.reason) for row in rows]
    rejected = list(house.imports.rejected(done.id))
    return [leads, outcomes, rejected, done.problems, house.documents.count(Query("tasks"))]


def test_two_processes_make_of_a_file_what_one_makes_of_it(
    make_house: Callable[..., House], soon: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    together, alone = make_house("together"), make_house("alone")
    both = together.drop(ROWS)
    assert len(soon) == 1
    assert soon[0]._process.poll() is not None, "it has ended with the import"
    monkeypatch.setattr(ahead, "LONG", 10**9)
    one = alone.drop(ROWS)
    assert len(soon) == 1
    assert (both.rows, both.created, both.rejected) == (one.rows, one.created, one.rejected)
    assert outcome(together, both) == outcome(alone, one)


def test_a_limit_holds_on_both_sides_of_the_handover(make_house: Callable[..., House], soon: list[Any]) -> None:
    for limit in (250, 300, 301, 420):
        assert make_house(f"h{limit}").drop(ROWS, limit=str(limit)).rows == limit


@pytest.mark.parametrize("rows", [299, 300, 301])
def test_a_file_may_end_at_the_handover(make_house: Callable[..., House], soon: list[Any], rows: int) -> None:
    done = make_house().drop("name,email\n" + "".join(f"Ana Diaz{n},a{n}@b{n}.example\n" for n in range(rows)))
    assert (done.rows, done.created) == (rows, rows)


def test_a_small_file_and_a_single_processor_start_no_process(
    make_house: Callable[..., House], soon: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    make_house("small").drop("".join(ROWS.splitlines(keepends=True)[:60]))
    monkeypatch.setattr(ahead, "processors", lambda: 1)
    assert make_house("one").drop(ROWS).rows > 300
    assert soon == []


def test_where_the_blob_cannot_be_opened_again_it_is_read_here(
    make_house: Callable[..., House], soon: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    house = make_house()
    obj = house.put(ROWS)
    streams = house.blobs.open
    opened = iter([streams])

    def once(*arguments: Any, **named: Any) -> Any:
        if (real := next(opened, None)) is None:
            raise NotFound("replaced a moment ago")
        return real(*arguments, **named)

    monkeypatch.setattr(house.blobs, "open", once)
    assert house.intake.run(obj).state == "done"
    assert soon == [None]


def test_a_reader_that_dies_costs_a_delivery_and_no_row(
    make_house: Callable[..., House], soon: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    house, alone = make_house("dies"), make_house("alone")
    obj = house.put(ROWS)
    monkeypatch.setenv("LEADREEL_FAULTS", "ahead.before_chunk=kill@3")
    with pytest.raises(TransientError, match="goes on where it stopped"):
        house.intake.run(obj)
    monkeypatch.delenv("LEADREEL_FAULTS")
    assert 0 < house.imports.list()[0].rows < 1500
    house.clock.advance(60)
    done = house.intake.run(obj)
    house.tasks.drain()
    monkeypatch.setattr(ahead, "LONG", 10**9)
    assert outcome(house, done) == outcome(alone, alone.drop(ROWS))


_READS = """
import sys
from itertools import islice
from pathlib import Path
from shared.leads import ahead
from shared.leads.chunks import Source, read
from shared.leads.resolve import Origin
ahead.LONG, ahead.HANDOVER, ahead.processors = 10, 20, lambda: 2
path = Path(sys.argv[1])
reading = read(path.open("rb"), "a.csv", (), "US")
job = ahead.Job(Source("uploads", "a.csv", 1, Origin("i1", "a.csv", "")), "a.csv", reading.maps, (), "US")
start = ahead._start
def told(job, reopen):
    reader = start(job, reopen)
    print(reader._process.pid, flush=True)
    return reader
ahead._start = told
for chunk in ahead.chunks(reading, job, lambda: path.open("rb")):
    if chunk.last > 200:
        sys.stdin.read()
"""


def test_the_second_process_ends_with_the_first_however_that_ends(tmp_path: Path) -> None:
    table = tmp_path / "a.csv"
    table.write_text("name,email\n" + "".join(f"Ana Diaz{n},a{n}@b{n}.example\n" for n in range(20_000)))
    first = subprocess.Popen(
        [sys.executable, "-c", _READS, str(table)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert first.stdout is not None
    second = int(first.stdout.readline())
    assert is_there(second)
    time.sleep(0.5)  # it fills the pipe, and waits for somebody to empty it
    os.kill(first.pid, signal.SIGKILL)
    first.communicate()
    end = time.monotonic() + 10
    while is_there(second) and time.monotonic() < end:
        time.sleep(0.02)
    assert not is_there(second)


def is_there(process: int) -> bool:
    """Whether it runs; one that has ended and was not waited for does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().split(") ")[1][0] != "Z"
    except OSError:
        return False


@pytest.fixture(autouse=True)
def _nothing_is_left() -> Iterator[None]:
    yield
    children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    if children.exists():
        commands = [Path(f"/proc/{child}/cmdline") for child in children.read_text().split()]
        assert not [path for path in commands if path.exists() and b"shared.leads.ahead" in path.read_bytes()]


def test_a_file_that_is_taken_up_again_is_read_from_a_place_near_by(tmp_path: Path) -> None:
    text = "name,email,note\n" + "".join(f'Ana D{n},a{n}@b{n}.example,"x {n}\nand ""y"""\n' for n in range(9_000))
    every = [row[:3] for row in read(BytesIO(text.encode()), "a.csv", BUILT_IN, "US").rows]
    place = None
    for row in (2_500, 2_500, 4_001, 8_999):
        place = before(BytesIO(text.encode()), "a.csv", row, place)
        assert place is not None
        assert row - 2_100 <= place.row <= row
        reading = read(BytesIO(text.encode()), "a.csv", BUILT_IN, "US", (), place)
        assert [one[:3] for one in reading.behind(row, row + 50)] == every[row : row + 50]

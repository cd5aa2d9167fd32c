"""Schedules of edits, crashes and lost answers against the sync's own engine: nothing typed may vanish silently.

A schedule is made from its number alone. People edit both sides, their clocks up to ten minutes apart; runs of the sync
die at any step, answers get lost before or after the far side has processed the request. Then the faults stop, the sync
runs until it rests, and every value that anyone typed must be where it can be found: it is the field's value, or a
person who saw it replaced it, or it stands in the log of conflicts.

    python -m bench.sync_schedules [--schedules N] [--first SEED] [--rows]

`--rows` runs a sync that lets the newer row win as a whole, as most do, through the same schedules.
"""

import argparse
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from bench.report import promise, tell
from shared.core.clock import iso
from shared.core.errors import InvalidInput, TransientError
from shared.sync.decide import Meeting, Terms, meet
from shared.sync.engine import Found, Marks, Sync
from shared.sync.model import Conflict, FieldLink, FieldMap, Link, Ours, Policy, Record, Row

FIELDS = ("company_name", "email", "title")
Pairs = Sequence[tuple[str, Record | None, bool]]
START = datetime(2026, 11, 21, tzinfo=UTC)
SKEW = 600.0  # seconds that the far side's clock may differ


class Crash(BaseException):
    """The process dies here."""


class Stalled(AssertionError):
    """The sides never came to rest."""


@dataclass
class Ticks:
    """A clock that only the schedule moves."""

    seconds: float = 0.0

    def now(self) -> datetime:
        return START + timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.seconds += seconds


@dataclass
class Cell:
    value: str | None = None
    at: str = ""
    typed: int = 0  # place in the order of all edits; 0 = never typed by a person on this side
    before: str | None = None


@dataclass
class Side:
    """One side's table: what a person sees and types there."""

    clock: Ticks
    skew: float = 0.0
    rows: dict[str, dict[str, Cell]] = field(default_factory=dict)
    changed_at: dict[str, str] = field(default_factory=dict)

    def stamp(self) -> str:
        return iso(self.clock.now() + timedelta(seconds=self.skew))

    def put(self, row: str, name: str, value: str | None, *, at: str = "", typed: int = 0) -> str | None:
        """Returns what stood there."""
        cell = self.rows.setdefault(row, {}).setdefault(name, Cell())
        before = cell.before = cell.value
        stamp = self.stamp()
        cell.value, cell.at, cell.typed = value, at or stamp, typed
        self.changed_at[row] = stamp
        return before


@dataclass
class World:
    """Everything there is, and what has been typed into it."""

    seed: int
    random: random.Random
    clock: Ticks
    ours: Side
    theirs: Side
    map: FieldMap
    links: dict[str, Link] = field(default_factory=dict)
    leads: dict[str, str] = field(default_factory=dict)  # record → lead
    keys: dict[str, str] = field(default_factory=dict)  # record → what its key column holds
    marks: Marks = field(default_factory=Marks)
    conflicts: dict[str, Conflict] = field(default_factory=dict)
    typed: list[tuple[str, str, str]] = field(default_factory=list)  # row, field, value
    typed_here: set[str] = field(default_factory=set)  # values typed on our side
    replaced: set[str] = field(default_factory=set)  # by people who saw them
    raced: set[str] = field(default_factory=set)  # typed there between our reading of the cell and our writing to it
    read_at: int = 0  # edits known to the last reading of the far side
    crash_in: int = -1  # steps until the process dies; negative: it does not
    answers: float = 0.0  # chance that an answer is lost
    writes: int = 0

    def step(self) -> None:
        """A place where the process may die, and where people go on typing."""
        if self.crash_in == 0:
            raise Crash
        self.crash_in -= 1
        if self.answers and self.random.random() < 0.04:
            edit(self)


@dataclass
class Desk:
    """Our side of the sync, in memory."""

    world: World

    def marks(self) -> Marks:
        return self.world.marks

    def set_marks(self, marks: Marks) -> None:
        self.world.step()
        self.world.marks = marks

    def find(self, records: Sequence[Record], map: FieldMap) -> list[Found]:  # noqa: ARG002 - as the engine asks
        found = []
        for record in records:
            lead = self.world.leads.get(record.id) or record.lead
            found.append(Found(record, lead or f"lead-of-{record.id}", new=not lead))
        return found

    def changed(self, since: str) -> Iterator[Sequence[str]]:
        yield [lead for lead, at in self.world.ours.changed_at.items() if at >= since]

    def linked(self) -> Iterator[Sequence[Link]]:
        yield [link for link in self.world.links.values() if link.record and not link.intended]

    def meet(self, pairs: Pairs, terms: Terms, *, dry: bool) -> list[Meeting]:  # noqa: ARG002 - as the engine asks
        met = []
        for lead, record, _ in pairs:
            self.world.step()
            meeting = meet(lead, self._ours(lead), self.world.links.get(lead), record, terms)
            for name, value in meeting.take.items():
                self.world.ours.put(lead, name, value if value is None else str(value), at=meeting.origins[name])
            self.world.links[lead] = meeting.link
            if record is not None:
                self.world.leads[record.id] = lead
            for conflict in meeting.conflicts:
                self.world.conflicts.setdefault(conflict.id, conflict)
            met.append(meeting)
        return met

    def _ours(self, lead: str) -> Ours:
        cells = self.world.ours.rows.get(lead, {})
        return Ours(
            {name: cell.value for name, cell in cells.items() if cell.value is not None},
            {name: cell.at for name, cell in cells.items()},
            self.world.ours.changed_at.get(lead, ""),
        )

    def pending(self) -> Iterator[Sequence[Link]]:
        yield [link for link in self.world.links.values() if link.intended]

    def settle(self, changes: Sequence[tuple[str, Callable[[Link], Link]]]) -> None:
        for lead, change in changes:
            self.world.step()
            self.world.links[lead] = change(self.world.links[lead])


@dataclass
class Table:
    """The far side: it processes what reaches it, whatever becomes of the answer."""

    world: World

    def changed(self, since: str) -> Iterator[Sequence[Record]]:
        self.world.step()
        self._maybe_lost()
        self.world.read_at = len(self.world.typed)
        page = [self._record(row) for row, at in self.world.theirs.changed_at.items() if at >= since]
        if page:
            yield page

    def write(self, rows: Sequence[Row]) -> Sequence[Record]:
        world = self.world
        world.step()
        self._maybe_lost()
        world.writes += 1
        written = [self._write(row) for row in rows]
        world.step()
        self._maybe_lost()
        return written

    def _write(self, row: Row) -> Record:
        world = self.world
        id = row.record or next((record for record, key in world.keys.items() if key == row.lead), f"rec-{row.lead}")
        world.keys[id] = row.lead
        for name in FIELDS:
            if name in row.cells:
                before = world.theirs.rows.get(id, {}).get(name, Cell())
                if before.typed > world.read_at and before.value:
                    world.raced.add(before.value)
                world.theirs.put(id, name, row.cells[name])
        world.theirs.changed_at[id] = world.theirs.stamp()
        return self._record(id)

    def _record(self, id: str) -> Record:
        cells = self.world.theirs.rows.get(id, {})
        known = {name: cell.value for name, cell in cells.items() if cell.value is not None}
        return Record(id, self.world.keys.get(id, ""), known, self.world.theirs.changed_at[id])

    def _maybe_lost(self) -> None:
        if self.world.answers and self.world.random.random() < self.world.answers:
            raise TransientError("the connection broke")

    def blamed(self, _: InvalidInput) -> str:
        return ""


@dataclass
class RowWins:
    """The usual sync: whichever row changed last replaces the other one."""

    world: World
    synced: dict[str, str] = field(default_factory=dict)

    def run(self) -> None:
        world = self.world
        for lead in list(world.ours.rows):
            world.leads.setdefault(f"rec-{lead}", lead)
        for record in list(world.theirs.rows):
            world.leads.setdefault(record, f"lead-of-{record}")
        for record, lead in world.leads.items():
            ours, theirs = world.ours.changed_at.get(lead, ""), world.theirs.changed_at.get(record, "")
            world.step()
            source, target = (world.ours, world.theirs) if ours >= theirs else (world.theirs, world.ours)
            here, there = (lead, record) if ours >= theirs else (record, lead)
            if max(ours, theirs) <= self.synced.get(lead, ""):
                continue
            for name, cell in list(source.rows.get(here, {}).items()):
                if target.rows.get(there, {}).get(name, Cell()).value != cell.value:
                    target.put(there, name, cell.value)
                    world.writes += 1
                world.step()
            self.synced[lead] = max(world.ours.changed_at.get(lead, ""), world.theirs.changed_at.get(record, ""))


def edit(world: World) -> None:
    """A person types into one cell of one side."""
    rng = world.random
    side = rng.choice((world.ours, world.theirs))
    rows = list(side.rows)
    row = rng.choice(rows) if rows else "lead-1" if side is world.ours else "rec-own"
    name = rng.choice(FIELDS)
    seen = side.rows.get(row, {}).get(name, Cell()).before
    fresh = f"v{world.seed}.{len(world.typed)}"
    value = rng.choices((fresh, seen, None), (8, 1, 1))[0]  # something new, what stood there before, or nothing
    world.typed.append((row, name, fresh if value == fresh else ""))  # what was taken back is no new word
    if side is world.ours:
        world.typed_here.add(fresh)
    elif value is not None:
        world.typed_here.discard(value)  # somebody typed our own former word there
    before = side.put(row, name, value, typed=len(world.typed))
    if before is not None:
        world.replaced.add(before)


def make(seed: int) -> World:
    rng = random.Random(seed)
    clock = Ticks()
    policies: tuple[Policy, ...] = ("newest", "newest", "ours", "theirs")
    links = tuple(FieldLink(name, name, winner=rng.choice(policies)) for name in FIELDS)
    return World(seed, rng, clock, Side(clock), Side(clock, rng.uniform(-SKEW, SKEW)), FieldMap(links))


def sync_of(world: World, *, rows: bool) -> Callable[[], object]:
    """A new process each time: it knows what is stored, and nothing else."""
    if rows:
        return RowWins(world).run
    return lambda: Sync(Desk(world), Table(world), world.map, world.clock).run()


def play(seed: int, *, rows: bool = False) -> World:
    """One schedule, to its end. Raises Stalled when the sides do not come to rest."""
    world = make(seed)
    rng = world.random
    sync = sync_of(world, rows=rows)
    edit(world)
    for _ in range(rng.randint(4, 9)):
        world.clock.seconds += rng.choice((1.0, 20.0, 400.0, 1800.0))
        if rng.random() < 0.55:
            edit(world)
        else:
            world.answers = rng.choice((0.0, 0.1, 0.3))
            world.crash_in = rng.randint(0, 14) if rng.random() < 0.5 else -1
            with suppress(Crash, TransientError):
                sync()
            world.answers, world.crash_in = 0.0, -1
    return rest(world, sync)


def rest(world: World, sync: Callable[[], object]) -> World:
    for _ in range(6):
        world.clock.seconds += 1800
        before = world.writes
        sync()
        if world.writes == before:
            return world
    raise Stalled("a run still writes after five quiet ones")


@dataclass(frozen=True)
class Verdict:
    seed: int
    lost: tuple[str, ...]  # typed, and nowhere to be found
    apart: tuple[str, ...]  # fields in which the sides differ at rest
    echoes: int  # conflicts with a value of our own that had come back: nobody disagreed
    raced: int
    conflicts: int


def judge(world: World) -> Verdict:
    current = {cell.value for side in (world.ours, world.theirs) for row in side.rows.values() for cell in row.values()}
    logged = {value for one in world.conflicts.values() for value in (one.ours, one.theirs)}
    kept = current | logged | world.replaced | world.raced
    lost = tuple(value for _, _, value in world.typed if value and value not in kept)
    apart = []
    for record, lead in world.leads.items():
        here, there = world.ours.rows.get(lead, {}), world.theirs.rows.get(record, {})
        apart += [f"{lead}.{name}" for name in FIELDS if here.get(name, Cell()).value != there.get(name, Cell()).value]
    linked = set(world.leads.values())
    spoken = {lead for lead, row in world.ours.rows.items() if any(cell.value for cell in row.values())}
    apart += sorted(spoken - linked)
    raced = len(world.raced - current - logged - world.replaced)
    echoes = sum(one.theirs in world.typed_here for one in world.conflicts.values())
    return Verdict(world.seed, lost, tuple(apart), echoes, raced, len(world.conflicts))


def failing(first: int, count: int, *, rows: bool = False) -> Iterator[tuple[Verdict, str]]:
    """Every schedule's verdict, and its fault as a sentence ("" when it has none)."""
    for seed in range(first, first + count):
        try:
            verdict = judge(play(seed, rows=rows))
        except Stalled as error:
            yield Verdict(seed, (), (), 0, 0, 0), f"seed {seed}: {error}"
            continue
        told = ""
        if verdict.lost:
            told = f"seed {seed}: {', '.join(verdict.lost)} vanished"
        elif verdict.apart:
            told = f"seed {seed}: the sides differ in {', '.join(verdict.apart)}"
        yield verdict, told


def measure(first: int, count: int, *, rows: bool) -> dict[str, Any]:
    start = time.process_time()
    faults: list[str] = []
    raced = conflicts = echoes = 0
    for verdict, told in failing(first, count, rows=rows):
        raced += verdict.raced
        conflicts += verdict.conflicts
        echoes += verdict.echoes
        if told:
            faults.append(told)
    seconds = time.process_time() - start
    return {"faults": faults, "raced": raced, "conflicts": conflicts, "echoes": echoes, "rate": count / seconds}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--schedules", type=int, default=200_000)
    parser.add_argument("--first", type=int, default=0, help="number of the first schedule; a failure tells its own")
    parser.add_argument("--rows", action="store_true", help="let the newer row win, as a proof that the test can fail")
    parser.add_argument("--quick", action="store_true", help="5,000 schedules")
    given = parser.parse_args()
    count = 5_000 if given.quick else given.schedules
    found = measure(given.first, count, rows=given.rows)
    for told in found["faults"][:10]:
        sys.stderr.write(
            told + f"; again: python -m bench.sync_schedules --schedules 1 --first {told.split()[1][:-1]}\n"
        )
    peer = measure(given.first, min(count, 5_000), rows=True)
    share = len(peer["faults"]) / min(count, 5_000) * count
    sys.stderr.write(
        f"{count:,} schedules: {found['conflicts']:,} conflicts logged, {found['raced']:,} edits typed in the moment "
        "between reading a cell and writing it (see the guide)\n"
    )
    met = tell(
        [
            promise(
                "sync: schedules with a silent loss or sides apart",
                len(found["faults"]),
                0,
                "schedules",
                peer=share,
                better="lower",
            ),
            promise("sync: conflicts that were none", found["echoes"], 0, "conflicts", better="lower"),
            promise("sync: schedules per second of CPU", found["rate"], 1000, "schedules/s"),
        ]
    )
    sys.exit(0 if met else 1)


if __name__ == "__main__":
    main()

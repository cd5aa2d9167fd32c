"""What the sync costs in calls: a day of 5,000 leads, the same with notifications, a storm, and its memory.

The real client talks to a stand-in that keeps Airtable's rules; a clock that both share makes a day last seconds.

    python -m bench.sync [--quick]
"""

import argparse
import resource
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.report import Promise, promise, tell
from sandbox.airtable.table import Row, Table, new_id
from sandbox.airtable.web import Base, leads_table, serve_base
from sandbox.standin import Answer, Asked, StandIn, serve
from shared.adapters.local.database import Database
from shared.adapters.local.documents import LocalDocuments
from shared.app import HOME
from shared.core.clock import ManualClock
from shared.core.ids import random_id
from shared.effects.ledger import EffectLedger
from shared.leads.model import FieldValue, Lead, Provenance
from shared.leads.store import COLLECTION, LeadStore, document_of
from shared.manifest import read_manifest
from shared.ports.documents import Set
from shared.sync.service import AirtableSync, Run

HALF_HOUR = 1800.0


@dataclass
class Stage:
    """Both sides under one clock."""

    clock: ManualClock
    documents: LocalDocuments
    base: Base
    standin: StandIn

    def sync(self, *, scheduled: bool = False) -> Run:
        service = AirtableSync(
            self.documents,
            self.clock,
            random_id,
            EffectLedger(self.documents, self.clock, random_id),
            token=self.base.token,
            base=self.base.id,
            table="Leads",
            url=self.standin.url,
        )
        return service.run(scheduled=scheduled)

    def watch(self, url: str) -> None:
        AirtableSync(
            self.documents,
            self.clock,
            random_id,
            EffectLedger(self.documents, self.clock, random_id),
            token=self.base.token,
            base=self.base.id,
            table="Leads",
            url=self.standin.url,
        ).watch("https://leads.example.com")
        for hook in self.base.webhooks.values():
            hook.url = url

    def make(self, count: int, first: int = 0) -> None:
        """Leads as a file brings them."""
        now = self.clock.now()
        origin = Provenance("import", "leads.csv", now)
        for start in range(first, first + count, 500):
            writes = []
            for number in range(start, min(start + 500, first + count)):
                values = {
                    "full_name": f"Person {number}",
                    "email": f"person{number}@firm{number}.com",
                    "company_name": f"Firm {number}",
                    "title": "CEO",
                }
                fields = {name: FieldValue(value, origin) for name, value in values.items()}
                lead = Lead(f"lead{number:07}", fields, now, now)
                writes.append(Set(COLLECTION, lead.id, document_of(lead)))
            self.documents.batch(writes)

    def change(self, number: int, title: str) -> None:
        LeadStore(self.documents, self.clock).edit(f"lead{number:07}", {"title": title}, "ana")


@contextmanager
def stage() -> Iterator[Stage]:
    clock = ManualClock()
    with TemporaryDirectory() as folder:
        documents = LocalDocuments(Database(Path(folder) / "b.db"), read_manifest(HOME / "manifest.yaml").indexes)
        base = Base("appBench000000001", [leads_table()], now=clock.now, ticks=clock.monotonic)
        with serve_base(base) as (served, standin):
            yield Stage(clock, documents, served, standin)


def a_day(leads: int, changes: int, *, told: bool) -> tuple[int, int]:
    """Calls of a day with a run every half hour, and how many records are right at its end."""
    with stage() as on:
        on.make(leads)
        on.sync()
        on.clock.advance(86400)

        def door(asked: Asked) -> Answer:
            on_hook(on, asked)
            return Answer(204)

        with serve("door", door) as heard:
            if told:
                on.watch(heard.url)
            on.sync(scheduled=True)
            on.clock.advance(HALF_HOUR)
            before = on.standin.asked
            for slot in range(48):
                for number in range(changes * slot // 48, changes * (slot + 1) // 48):
                    on.change(number, f"title {number}")
                on.clock.advance(HALF_HOUR)
                on.base.notify()
                on.sync(scheduled=True)
            calls = on.standin.asked - before
        on.clock.advance(4 * 3600)
        on.sync(scheduled=True)
        title = on.base.tables[0].column("Title").id
        right = sum(str(row.cells.get(title)).startswith("title ") for row in on.base.tables[0].rows.values())
        return calls, right


def on_hook(on: Stage, asked: Asked) -> None:
    from shared.sync.desk import scope_of
    from shared.sync.hook import Hooks

    hooks = Hooks(on.documents, on.clock, scope_of(on.base.id, "Leads"))
    hooks.notified(asked.body, asked.headers["x-airtable-content-mac"])


@dataclass(frozen=True)
class Storm:
    writes: int
    refused: int
    after: int  # writes of the next run
    seconds: float
    records: int


def storm(rows: int) -> Storm:
    """All rows changed at once, under the real limit of five requests a second."""
    with stage() as on:
        on.make(rows)
        start = time.process_time()
        on.sync()
        seconds = time.process_time() - start
        writes = on.standin.count("PATCH")
        on.clock.advance(HALF_HOUR)
        on.sync()
        return Storm(writes, on.base.refused, on.standin.count("PATCH") - writes, seconds, len(on.base.tables[0].rows))


def memory(small: int, large: int) -> tuple[float, float]:
    """Peak memory in MB after a small table and after a large one, the stand-in's own records left out."""
    with stage() as on:
        on.make(small)
        on.standin.remember = False
        on.base.tables[0].__class__ = Forgetful  # the sync's memory is asked for, not the stand-in's
        on.sync()
        first = _peak()
        on.make(large - small, small)
        on.clock.advance(HALF_HOUR)
        on.sync()
        return first, _peak()


class Forgetful(Table):
    """A table that makes records and keeps none."""

    def add(self, cells: Mapping[str, Any], now: datetime) -> Row:
        return Row(new_id("rec"), now, now, dict(cells))


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def promises(*, quick: bool) -> Iterator[Promise]:
    leads, changes = (1_000, 100) if quick else (5_000, 100)
    naive = 48 * (leads // 100) + 2 * changes
    calls, right = a_day(leads, changes, told=False)
    _expect(right == changes, f"{right} of {changes} changes arrived")
    yield promise("sync: calls of a day, asking", calls, 60, "calls", peer=naive, better="lower")
    calls, right = a_day(leads, changes, told=True)
    _expect(right == changes, f"{right} of {changes} changes arrived")
    yield promise("sync: calls of a day, told", calls, 15, "calls", peer=naive, better="lower")
    rows = 1_000 if quick else 10_000
    seen = storm(rows)
    _expect(seen.records == rows, f"{seen.records} of {rows} records arrived")
    yield promise(
        f"sync: writes for {rows:,} changed rows", seen.writes, rows * 0.105, "calls", peer=rows, better="lower"
    )
    yield promise("sync: answers of 429 in the storm", seen.refused, 0, "answers", better="lower")
    yield promise("sync: writes of the run after", seen.after, 0, "calls", better="lower")
    yield promise("sync: CPU of a changed row", seen.seconds / rows * 1000, 10, "ms", better="lower")
    if not quick:
        small, large = memory(5_000, 100_000)
        yield promise(
            "sync: memory, 100,000 leads against 5,000", large, 1.3, "MB", peer=small, better="lower", by="ratio"
        )


def _expect(so: bool, told: str) -> None:
    if not so:
        sys.exit(f"bench.sync: {told}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true")
    sys.exit(0 if tell(promises(quick=parser.parse_args().quick)) else 1)


if __name__ == "__main__":
    main()

"""A base on loopback, a store in a folder, and the sync between them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from sandbox.airtable.table import Row, Table
from sandbox.airtable.web import Base, leads_table, serve_base
from sandbox.standin import Fault, StandIn
from shared.adapters.local.database import Database
from shared.adapters.local.documents import LocalDocuments
from shared.app import HOME
from shared.core.clock import ManualClock
from shared.core.ids import random_id
from shared.effects.ledger import EffectLedger
from shared.leads.model import FieldValue, Lead, Provenance
from shared.leads.store import LeadStore
from shared.manifest import read_manifest
from shared.sync.service import AirtableSync, Run

pytest.importorskip("pyairtable", reason="the Airtable client is missing; `make setup` brings it")


@dataclass
class Stage:
    """Both sides. The clock stands still unless it is moved; the base's clock follows it, `skew` seconds ahead."""

    clock: ManualClock
    documents: LocalDocuments
    leads: LeadStore
    base: Base
    standin: StandIn
    folder: Path
    skew: float = 0.0
    options: dict[str, Any] = field(default_factory=dict)

    @property
    def table(self) -> Table:
        return self.base.tables[0]

    def service(self, **more: Any) -> AirtableSync:
        """A new process: it knows what is stored, and nothing else."""
        options = {"token": self.base.token, "base": self.base.id, "table": "Leads", "rate": 1000.0}
        return AirtableSync(
            self.documents,
            self.clock,
            random_id,
            EffectLedger(self.documents, self.clock, random_id),
            url=self.standin.url,
            **{**options, **self.options, **more},
        )

    def sync(self, direction: str = "both", **options: Any) -> Run:
        self.clock.advance(1)
        return self.service().run(direction, **options)  # type: ignore[arg-type]

    def lead(self, id: str, **values: str) -> Lead:
        """A lead that a file brought."""
        now = self.clock.now()
        origin = Provenance("import", "leads.csv", now)
        return self.leads.create(
            Lead(id, {name: FieldValue(value, origin) for name, value in values.items()}, now, now)
        )

    def edit(self, id: str, **values: str) -> None:
        self.clock.advance(1)
        self.leads.edit(id, values, "ana")

    def row(self, lead: str) -> Row:
        """The one record that holds this lead's id."""
        key = self.table.column("Leadreel ID").id
        (found,) = [row for row in self.table.rows.values() if row.cells.get(key) == lead]
        return found

    def shown(self, lead: str) -> dict[str, Any]:
        return dict(self.table.shown(self.row(lead))["fields"])

    def type_there(self, lead: str, **cells: Any) -> None:
        """A person edits a record; an underscore stands for a blank in the column's name."""
        self.clock.advance(1)
        for name, value in cells.items():
            self.base.type_into(self.table, self.row(lead), name.replace("_", " "), value)

    def break_(self, action: str, **more: Any) -> None:
        self.standin.faults.append(Fault(action, **more))  # type: ignore[arg-type]


@pytest.fixture
def base() -> Base:
    return Base("appTest0000000001", [leads_table()], rate=0)


@pytest.fixture
def stage(tmp_path: Path, base: Base) -> Iterator[Stage]:
    clock = ManualClock()
    documents = LocalDocuments(Database(tmp_path / "sync.db"), read_manifest(HOME / "manifest.yaml").indexes)
    with serve_base(base) as (served, standin):
        made = Stage(clock, documents, LeadStore(documents, clock), served, standin, tmp_path)
        served.now = lambda: clock.now() + timedelta(seconds=made.skew)
        served.ticks = clock.monotonic
        yield made

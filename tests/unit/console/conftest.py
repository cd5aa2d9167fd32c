"""The console over the embedded store in a temporary folder; what lies above it is played by small fakes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from containers.console.house import ListedLeads
from containers.console.main import build
from containers.console.parts import HookAnswer, HookCall, Parts
from shared.adapters.local.blobs import LocalBlobs
from shared.adapters.local.database import Database
from shared.adapters.local.documents import LocalDocuments
from shared.auth.keys import ApiKeys
from shared.core.clock import ManualClock
from shared.core.codec import to_plain
from shared.core.errors import InvalidInput
from shared.core.ids import random_id
from shared.core.metrics import Metrics
from shared.leads.imports import Imports, chunk_document, chunk_id, chunks_of
from shared.leads.intake import Added
from shared.leads.model import FieldValue, Import, Lead, Provenance, RowOutcome
from shared.leads.store import LeadStore, document_of
from shared.manifest import read_manifest
from shared.ports.queue import QueueTask
from shared.tasks.ledger import TaskLedger
from shared.tasks.model import Task

STUCK = {"what": "task enrich", "id": "t1", "reason": "<b>gone</b>", "next": "leadreel tasks retry t1"}
BASE = "http://127.0.0.1:8080"
MANIFEST = Path(__file__).parents[3] / "manifest.yaml"


class NoQueue:
    """Accepts everything and delivers nothing."""

    def enqueue(self, task: QueueTask) -> str:
        return task.name or ""

    def enqueue_many(self, tasks: Iterable[QueueTask]) -> int:
        return len(list(tasks))

    def cancel(self, queue: str, name: str) -> bool:
        return False


@dataclass
class House:
    """A console, and the store behind it."""

    parts: Parts
    keys: ApiKeys
    reader: str  # plain keys
    writer: str
    writer_id: str
    clock: ManualClock
    documents: LocalDocuments
    blobs: LocalBlobs
    hooked: list[HookCall] = field(default_factory=list)
    added: list[Mapping[str, str]] = field(default_factory=list)

    @property
    def reads(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.reader}"}

    @property
    def writes(self) -> dict[str, str]:
        return {"X-API-Key": self.writer}

    def client(self, **changes: Any) -> TestClient:
        app = build(replace(self.parts, **changes))
        return TestClient(app, base_url=BASE, raise_server_exceptions=False)

    def lead(self, id: str, **values: str) -> Lead:
        self.clock.advance(1)
        now = self.clock.now()
        origin = Provenance("import", "leads.csv", now, detail={"import": "i1", "row": 1, "column": "Name"})
        lead = Lead(id, {name: FieldValue(value, origin) for name, value in values.items()}, now, now, ("i1",))
        self.documents.set("leads", id, document_of(lead))
        return lead

    def task(self, id: str, state: Any = "done", **more: Any) -> Task:
        self.clock.advance(1)
        now = self.clock.now()
        task = Task(id, more.pop("kind", "enrich"), state, now, now, **more)
        plain = to_plain(task)
        plain["import"] = plain.pop("import_id")
        self.documents.set("tasks", id, plain)
        return task

    def state_of(self, task: str) -> str:
        return self.parts.tasks.get(task).state

    def reject(self, import_id: str, *rows: int) -> None:
        """Say of these rows of an import that they were rejected."""
        for row in rows:
            outcome = RowOutcome(row, "rejected", reason=f"row {row} is <b>empty</b>; fill it")
            document = chunk_document([outcome], {row: row + 1}, {row: ["", "<i>x</i>"]})
            self.documents.set(chunks_of(import_id), chunk_id(row), document)

    def imported(self, id: str = "i1", **more: Any) -> Import:
        self.clock.advance(1)
        now = self.clock.now()
        done = Import(id, "uploads", more.pop("object", "leads.csv"), 1, more.pop("state", "done"), now, now, **more)
        self.documents.set("imports", id, to_plain(done))
        return done


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    database = Database(tmp_path / "state.db")
    clock = ManualClock()
    documents = LocalDocuments(database, read_manifest(MANIFEST).indexes)
    blobs = LocalBlobs(tmp_path / "data", database, clock)
    keys = ApiKeys(documents, clock, random_id, b"k" * 32)
    _, reader = keys.create("reader", ["read"])
    writer_id, writer = keys.create("writer", ["read", "write"])
    hooked: list[HookCall] = []
    added: list[Mapping[str, str]] = []

    def add(fields: Mapping[str, str], *, source: str, key: str) -> Added:
        if "email" not in fields:
            raise InvalidInput("the lead has no e-mail; add one")
        added.append(fields)
        return Added(f"lead{len(added)}", created=True)

    def forward(call: HookCall) -> HookAnswer:
        hooked.append(call)
        return HookAnswer(202, b'{"ok":true}')

    parts = Parts(
        documents=documents,
        blobs=blobs,
        leads=ListedLeads(LeadStore(documents, clock), documents),
        imports=Imports(documents),
        tasks=TaskLedger(documents, NoQueue(), clock, {"enrich": "enrich", "render": "render"}),
        add_lead=add,
        keys=keys,
        status=lambda: {"spent": "0.0042", "stuck": [STUCK], "queues": {"enrich": 2}},
        explain=lambda id: {"lead": id, "steps": [{"what": "read from <leads.csv>"}]},
        forward=forward,
        clock=clock,
        metrics=Metrics(),
        secret=b"s" * 32,
    )
    yield House(parts, keys, reader, writer, writer_id, clock, documents, blobs, hooked, added)
    database.close()


@pytest.fixture
def week() -> timedelta:
    return timedelta(days=7)

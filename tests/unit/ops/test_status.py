from decimal import Decimal

import pytest

from shared.core.codec import encode
from shared.core.errors import PermanentError, TransientError
from shared.core.ids import random_id
from shared.effects.budget import Budget
from shared.effects.ledger import EffectLedger
from shared.effects.model import Receipt
from shared.ops.status import Status
from shared.tasks.ledger import TaskLedger
from shared.tasks.model import NewTask


@pytest.fixture
def ledger(documents, queue, clock) -> TaskLedger:
    return TaskLedger(documents, queue, clock, {"enrich": "enrich", "render": "render"})


@pytest.fixture
def effects(documents, clock) -> EffectLedger:
    return EffectLedger(documents, clock, random_id, budget=Budget(Decimal(1)))


@pytest.fixture
def status(documents, ledger, effects, queue, clock) -> Status:
    return Status(documents, ledger, effects, queue.backlog, clock)


def test_an_empty_house_is_all_zero(status) -> None:
    look = status.look()
    assert look["leads"] == 0
    assert look["stuck"] == []
    assert look["spent"] == "0"
    assert encode(look), "JSON-ready"


def test_every_part_is_counted(status, ledger, effects, documents) -> None:
    documents.set("leads", "l1", {"n": 1})
    documents.set("imports", "i1", {"state": "done"})
    documents.set("render_jobs", "r1", {"state": "pending"})
    documents.batch(ledger.plan([NewTask("enrich", lead="l1"), NewTask("render", lead="l1")], "c1"))
    effects.perform("speech", "k1", None, send=lambda _: Receipt(cost=Decimal("0.25")), estimate=Decimal("0.5"))
    look = status.look()
    assert look | {"stuck": []} == {
        "leads": 1,
        "imports": {"done": 1},
        "tasks": {"enrich": {"queued": 1}, "render": {"queued": 1}},
        "queues": {},
        "outbox": 1,
        "effects": {"done": 1},
        "render_jobs": {"pending": 1},
        "spent": "0.25",
        "reserved": "0.00",
        "stuck": [],
    }
    ledger.drain()
    assert status.look()["queues"] == {"enrich": 1, "render": 1}


def test_what_is_stuck_is_named_with_its_reason_and_the_next_step(status, ledger, effects, documents, clock) -> None:
    dead, lost = NewTask("enrich", lead="l1", name="website"), NewTask("enrich", lead="l2")
    documents.batch(ledger.plan([dead, lost], "c1"))
    ledger.fail(ledger.claim(dead.id, 60), PermanentError("the site is gone"))
    ledger.claim(lost.id, 60)
    documents.set("render_jobs", "r1", {"state": "failed", "reason": "no renderer came"})
    documents.set("imports", "i1", {"state": "failed", "problems": ["leads.csv is empty"]})

    def time_out(effect) -> Receipt:
        raise TransientError("time-out")

    for _ in range(2):
        with pytest.raises((TransientError, PermanentError)):
            effects.perform("post", "asked", None, send=time_out)
    with pytest.raises(TransientError):
        effects.perform("post", "unasked", None, send=time_out)
    clock.advance(3600)
    stuck = {item["id"]: item for item in status.look()["stuck"]}
    assert len(stuck) == 6
    assert stuck[dead.id] == {
        "what": "task enrich website",
        "id": dead.id,
        "reason": "the site is gone",
        "next": f"leadreel tasks retry {dead.id}",
    }
    assert stuck["i1"]["reason"] == "leads.csv is empty"
    assert stuck["r1"]["reason"] == "no renderer came"
    assert all(item["reason"] and item["next"] for item in stuck.values())

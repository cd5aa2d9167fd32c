"""A process killed for real, at every named point of tasks and effects; another one brings the work to its end."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.adapters.local.database import Database
from shared.adapters.local.documents import LocalDocuments
from shared.manifest import read_manifest
from shared.ports.documents import Query

HOME = Path(__file__).parents[2]
WORK = """
import json
import sys
from pathlib import Path
from random import Random

from shared.adapters.local.alive import Alive
from shared.adapters.local.database import Database
from shared.adapters.local.documents import LocalDocuments
from shared.adapters.local.queue import LocalQueue
from shared.core.clock import SystemClock
from shared.core.errors import Conflict, TransientError
from shared.core.ids import random_id
from shared.effects.ledger import EffectLedger
from shared.effects.model import Absent, Receipt
from shared.manifest import read_manifest
from shared.tasks.ledger import TaskLedger
from shared.tasks.model import Consequences, Ending, NewTask
from shared.tasks.runner import TaskRunner

state, home = Path(sys.argv[1]), Path(sys.argv[2])
manifest, clock, alive = read_manifest(home / "manifest.yaml"), SystemClock(), Alive(state / "alive")
database = Database(state / "state.db")
documents = LocalDocuments(database, manifest.indexes)
queue = LocalQueue(database, manifest.queues, clock, Random(1))
known = {"ids": lambda: f"{alive.token()}-{random_id()}", "is_dead": lambda owner: alive.is_dead(owner.split("-")[0])}
effects = EffectLedger(documents, clock, **known)
ledger = TaskLedger(documents, queue, clock, {"enrich": "enrich"}, **known)
posted = state / "posted"

def send(effect):
    with posted.open("a") as far_side:
        far_side.write(effect.key + chr(10))
    return Receipt(handle="h1")

def find(effect):
    return Receipt(handle="found") if posted.exists() and effect.key in posted.read_text() else Absent()

def work(task):
    done = effects.perform("post", task.lead, None, send=send, prepare=lambda _: "container", reconcile=find)
    more = [NewTask("enrich", lead="l2")] if task.lead == "l1" else []
    return Ending(result={"handle": done.handle}, apply=lambda reader: Consequences(tasks=more))

first = NewTask("enrich", lead="l1")
if ledger.find(first.id) is None:
    announced = ledger.announce([("lead3", [NewTask("enrich")])], "c1")  # as an import does for its new leads
    documents.batch([*ledger.plan([first], "c1"), *announced])
runner = TaskRunner(ledger, {"enrich": lambda: work}, {}, clock, {})
for _ in range(3):
    ledger.drain()
    ledger.resend([task.id for task in ledger.list(state="running") if ledger.is_abandoned(task)])
    for dispatch in queue.lease(10):
        runner.run(json.loads(dispatch.body)["task"], dispatch.attempt)
        queue.succeed(dispatch)
print("end", flush=True)
"""


def points() -> Iterator[str]:
    for file in ("effects/ledger.py", "tasks/ledger.py", "tasks/runner.py"):
        yield from re.findall(r'faults\.reach\("([^"]+)"\)', (HOME / "shared" / file).read_text("utf-8"))


ONLY_IN_RECOVERY = {"tasks.after_change", "effects.before_reconcile", "effects.after_reconcile"}
NOT_ON_THIS_ROAD = {
    "effects.before_ready",
    "effects.after_ready",
    "effects.before_book",
    "effects.after_book",
    "tasks.before_fail",
    "tasks.after_fail",
}


def run(state: Path, faults: str = "") -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "LEADREEL_FAULTS": faults, "PYTHONPATH": str(HOME)}
    command = [sys.executable, "-c", WORK, str(state), str(HOME)]
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("point", sorted(set(points()) - NOT_ON_THIS_ROAD))
def test_kill_9_at_any_point_loses_nothing_and_repeats_nothing(tmp_path: Path, point: str) -> None:
    for fault in ["effects.after_send", point] if point in ONLY_IN_RECOVERY else [point]:
        killed = run(tmp_path, f"{fault}=kill")
        assert killed.returncode == -signal.SIGKILL, killed.stderr
    ended = run(tmp_path)
    assert ended.stdout.strip() == "end", ended.stderr
    documents = LocalDocuments(Database(tmp_path / "state.db"), read_manifest(HOME / "manifest.yaml").indexes)
    assert {found.data["state"] for found in documents.query(Query("tasks"))} == {"done"}
    assert documents.count(Query("tasks")) == 3
    assert sorted((tmp_path / "posted").read_text().split()) == ["l1", "l2", "lead3"]

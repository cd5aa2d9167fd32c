"""Firestore's emulator: how fast documents are stored, beside plain ways of storing them, and that none is lost.

What an emulator takes says nothing about the service's own speed; it says what our side costs, and that its order of
work (500 a commit, several commits under way) is the right one.
"""

import argparse
import importlib.util
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.report import Promise, promise, tell
from shared.adapters.gcp.cloud import Cloud, as_owner
from shared.adapters.gcp.documents import FirestoreDocuments
from shared.app import App
from shared.core.ids import random_id, stable_id
from shared.core.settings import Settings
from shared.ports.documents import MAX_WRITES, Query, Set

ROOT = Path(__file__).parent.parent
NAMES = ("FIRESTORE_EMULATOR_HOST", "PUBSUB_EMULATOR_HOST", "STORAGE_EMULATOR_HOST")


@contextmanager
def emulators() -> Iterator[None]:
    """Those of the environment, else ones that end with this bench."""
    if all(name in os.environ for name in NAMES):
        yield
        return
    with tempfile.TemporaryDirectory() as folder:
        env = Path(folder) / "emulators.env"
        command = [sys.executable, str(ROOT / "scripts" / "emulators.py"), "--env", str(env)]
        with subprocess.Popen([*command, "--parent", str(os.getpid())]) as process:
            while not env.exists():
                if process.poll() is not None:
                    raise SystemExit(2)
                time.sleep(0.05)
            lines = env.read_text().replace("export ", "").splitlines()
            os.environ.update(dict(line.split("=", 1) for line in lines))
            try:
                yield
            finally:
                process.terminate()


def document(number: int) -> dict[str, Any]:
    """Of a lead's size."""
    return {
        "full_name": f"Pat Person{number}",
        "company_name": f"Firm {number % 997}",
        "email": f"pat{number}@firm{number % 997}-test.com",
        "city": "Köln",
        "rows": [number],
        "score": number / 7,
        "created_at": "2026-01-01T00:00:00.000000Z",
    }


def rate(act: Callable[[int, str], None], count: int) -> float:
    """Documents a second."""
    with project() as name:
        began = time.perf_counter()
        act(count, name)
        return count / (time.perf_counter() - began)


@contextmanager
def project() -> Iterator[str]:
    """A fresh one; it is emptied afterwards, since the emulator keeps everything in memory."""
    name = f"bench-{random_id()}"
    yield name
    host = os.environ["FIRESTORE_EMULATOR_HOST"]
    address = f"http://{host}/emulator/v1/projects/{name}/databases/(default)/documents"
    with urllib.request.urlopen(urllib.request.Request(address, method="DELETE")) as answer:
        answer.read()


def ours(count: int, name: str) -> None:
    store = FirestoreDocuments(Cloud.load(os.environ, project=name), ())
    store.write_all(Set("leads", stable_id("lead", number), document(number)) for number in range(count))


def plain_client(name: str) -> Any:
    """Google's own client, over a channel like ours: to its usual one the emulator is half as fast, since it weighs
    security rules for whoever does not come as its owner. A peer is not to lose by that."""
    from google.cloud.firestore import Client
    from google.cloud.firestore_v1.services.firestore import FirestoreClient
    from google.cloud.firestore_v1.services.firestore.transports import FirestoreGrpcTransport

    client = Client(project=name)
    channel = as_owner(os.environ["FIRESTORE_EMULATOR_HOST"])
    client._firestore_api_internal = FirestoreClient(transport=FirestoreGrpcTransport(channel=channel))
    return client


def single_sets(count: int, name: str) -> None:
    leads = plain_client(name).collection("leads")
    for number in range(count):
        leads.document(stable_id("lead", number)).set(document(number))


def batches(count: int, name: str) -> None:
    plain = plain_client(name)
    for start in range(0, count, MAX_WRITES):
        batch = plain.batch()
        for number in range(start, min(count, start + MAX_WRITES)):
            batch.set(plain.collection("leads").document(stable_id("lead", number)), document(number))
        batch.commit()


def rates(*, quick: bool) -> Iterator[Promise]:
    """Interleaved, so that the emulator is as warm for each. All store the same documents under the same ids; those
    who set them one by one store the first of them."""
    rounds, many = (3, 5_000) if quick else (7, 20_000)
    for warm in (ours, batches):
        rate(warm, 5_000)
    rate(single_sets, 300)
    measured = [(rate(ours, many), rate(batches, many), rate(single_sets, 300)) for _ in range(rounds)]
    own, in_batches, single = (statistics.median(times) for times in zip(*measured, strict=True))
    yield promise("firestore: documents stored; peer: set one by one", own, 2_500, "documents/s", peer=single)
    yield promise("firestore: documents stored; peer: batches of 500", own, 2_500, "documents/s", peer=in_batches)


def intake(*, quick: bool) -> Iterator[Promise]:
    """The whole way of a CSV's rows: leads, keys by which they match, tasks, outbox, the import's own record."""
    rows = 2_000 if quick else 10_000
    with tempfile.TemporaryDirectory() as folder:
        found = _ingest(Path(folder), rows, kills=0)
        name = "firestore: our own CPU for 1,000 rows taken in, tasks sent"
        yield promise(name, found["cpu"] / rows * 1000, 1.5, "CPU s", better="lower")
        yield promise("firestore: documents written while taking in", found["documents"], 2_500, "documents/s")


def exactly_once(*, quick: bool) -> Iterator[Promise]:
    """Rows in a process that is killed again and again: leads and tasks as if nothing had happened."""
    rows = 3_000 if quick else 10_000
    with tempfile.TemporaryDirectory() as folder:
        found = _ingest(Path(folder), rows, kills=2 if quick else 8)
        wrong = abs(found["leads"] - rows) + found["tasks"] % rows  # each lead has the same tasks
        name = "firestore: leads and tasks lost or doubled under kill -9"
        yield promise(name, wrong, 0, f"of {rows:,} rows", better="lower")


_INTAKE = """
import json, os, sys, time
from shared.app import App
from shared.core.errors import TransientError
from shared.core.metrics import metrics
from shared.core.settings import Settings
from shared.ports.blobs import ObjectRef

app = App(Settings.load(os.environ))
blob = app.blobs.stat("uploads", "leads.csv")
app.intake
began, used = time.perf_counter(), time.process_time()
while True:
    try:
        app.intake.run(ObjectRef("uploads", "leads.csv", blob.generation))
        break
    except TransientError as error:  # who was killed holds the import for a while yet; the event comes again
        sys.stderr.write(f"{error}\\n")
        time.sleep(1.0)
seconds = time.perf_counter() - began
written = sum(value for name, _, value in metrics.figures() if name == "documents_written")
print(json.dumps({"seconds": seconds, "documents": written, "cpu": time.process_time() - used}))
"""


def _ingest(folder: Path, rows: int, *, kills: int) -> dict[str, float]:
    with project() as name:
        return _ingest_into(
            App(Settings(data=folder / "data", shelf="emulators", project=name, network=False)), rows, kills
        )


def _ingest_into(app: App, rows: int, kills: int) -> dict[str, float]:
    lines = [f"Pat Person{number},pat{number}@firm{number}-test.com" for number in range(rows)]
    app.blobs.put("uploads", "leads.csv", "\n".join(["full_name,email", *lines, ""]).encode())
    env = {**os.environ, **app.settings.environment(), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", _INTAKE]
    for number in range(kills):
        process = subprocess.Popen(command, env=env, cwd=ROOT, stdout=subprocess.DEVNULL)
        time.sleep(2.5 + number)  # later each time: its first seconds are the clients' start
        process.send_signal(signal.SIGKILL)
        process.wait()
    done = subprocess.run(command, env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    told = json.loads(done.stdout.splitlines()[-1])
    return {
        "cpu": told["cpu"],
        "documents": told["documents"] / told["seconds"],
        "leads": app.documents.count(Query("leads")),
        "tasks": sum(app.tasks.counts().values()),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    quick = parser.parse_args().quick
    if importlib.util.find_spec("google.cloud.firestore_v1") is None:
        sys.stderr.write("Google's clients are not installed: uv sync --extra gcp\n")
        raise SystemExit(2)
    with emulators():
        tell(rates(quick=quick))
        tell(intake(quick=quick))
        tell(exactly_once(quick=quick))


if __name__ == "__main__":
    main()

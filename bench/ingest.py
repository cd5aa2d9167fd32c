"""Rows a second from a clean CSV of 20 columns to stored leads and tasks, and the memory that it takes.

The peer is the floor of what storing costs: the raw rows into one SQLite table with the same durability, one
transaction for as many rows as ours takes in one.
"""

import argparse
import csv
import json
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from bench.report import promise, tell

COLUMNS = """First Name,Last Name,Email,Phone,Company,Title,LinkedIn URL,Website,City,State,Country,Industry,Employees,
Annual Revenue,Lead Source,Lead Status,Notes,Score,External Id,Owner""".replace("\n", "").split(",")
FIRSTS = (
    "Ana",
    "Ben",
    "Carla",
    "Dirk",
    "Eva",
    "Finn",
    "Gita",
    "Hugo",
    "Ines",
    "Jan",
    "Kira",
    "Leo",
    "Mia",
    "Nils",
    "Olga",
)
LASTS = ("Diaz", "Meyer", "Okafor", "Novak", "Rossi", "Dubois", "Tanaka", "Raman", "Costa", "Silva", "Jansen", "Berg")
ENRICHERS = ("find_email", "split_name", "video", "website")
ROWS_AT_ONCE = 50


def write_table(path: Path, rows: int) -> None:
    """A clean table: every row another person."""
    pick = random.Random(7)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for number in range(rows):
            writer.writerow(_row(number, pick))


def _row(number: int, pick: random.Random) -> list[str]:
    first, last, firm = pick.choice(FIRSTS), pick.choice(LASTS), number // 3
    return [
        *(first, last, f"{first}.{last}{number}@firm{firm}.example.com".lower()),
        *(f"+1 512 {number // 10_000 + 200} {number % 10_000:04d}", f"{last} Roofing {firm} LLC"),
        *(pick.choice(("CEO", "Owner", "VP Sales")), f"https://www.linkedin.com/in/{first}-{last}-{number:x}".lower()),
        *(f"https://www.firm{firm}.example.com/", "Austin", "Texas", "United States", "Construction"),
        *(str(pick.randint(1, 999)), f"${pick.randint(1, 99)}M", "Referral", "new", f"note, number {number}"),
        *(str(pick.random()), f"X{number}", "Sam Sales"),
    ]


def ingest(table: Path, folder: Path, *, send: bool) -> dict[str, float]:
    """Take a table in; seconds, rows and peak memory of this process and the one that reads ahead, together."""
    from shared.adapters.local.blobs import LocalBlobs
    from shared.adapters.local.database import Database
    from shared.adapters.local.documents import LocalDocuments
    from shared.adapters.local.queue import LocalQueue
    from shared.core.clock import SystemClock
    from shared.leads.enrichment import declarations
    from shared.leads.fields import Fields
    from shared.leads.intake import Intake
    from shared.leads.ordering import EnrichmentPlan
    from shared.manifest import read_manifest
    from shared.ports.blobs import ObjectRef
    from shared.tasks.ledger import TaskLedger

    manifest, clock = read_manifest(Path(__file__).parent.parent / "manifest.yaml"), SystemClock()
    database = Database(folder / "bench.db")
    documents = LocalDocuments(database, manifest.indexes)
    queue = LocalQueue(database, manifest.queues, clock, random.Random(1))
    ledger = TaskLedger(documents, queue, clock, {"enrich": "enrich", "render": "render", "attach_video": "enrich"})
    blobs = LocalBlobs(folder, database, clock)
    plan = EnrichmentPlan([one for one in declarations() if one.name in ENRICHERS])
    if not send:
        setattr(ledger, "drain_now", lambda _ids: 0)  # noqa: B010 - sending is measured by itself
    intake = Intake(documents, blobs, ledger, Fields(documents), lambda _until: plan, clock)
    blob = blobs.put("uploads", "leads.csv", table)
    began = time.perf_counter()
    done = intake.run(ObjectRef("uploads", "leads.csv", blob.generation))
    seconds = time.perf_counter() - began
    assert done is not None
    assert done.created == done.rows
    database.close()
    cpu = [sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    peak = sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
    return {"rows": done.rows, "seconds": seconds, "peak": peak, "cpu": cpu}


def store_raw(table: Path, folder: Path) -> dict[str, float]:
    """The peer: the cells as they stand, into one table."""
    connection = sqlite3.connect(folder / "raw.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(f"CREATE TABLE raw ({', '.join(f'c{place} TEXT' for place in range(len(COLUMNS)))})")
    insert = f"INSERT INTO raw VALUES ({', '.join('?' * len(COLUMNS))})"
    began, count = time.perf_counter(), 0
    with table.open(newline="", encoding="utf-8") as file:
        reader = csv.reader(file)
        next(reader)
        while rows := [row for row, _ in zip(reader, range(ROWS_AT_ONCE), strict=False)]:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(insert, rows)
            connection.execute("COMMIT")
            count += len(rows)
    seconds = time.perf_counter() - began
    connection.close()
    return {"rows": count, "seconds": seconds, "peak": 0.0}


def measured(what: str, table: Path) -> dict[str, float]:
    """One measurement in a process of its own, with an empty store."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "bench.ingest", "--one", what, "--table", str(table), "--folder", folder]
        answer = subprocess.run(command, check=True, capture_output=True, text=True)
        found: dict[str, float] = json.loads(answer.stdout)
        return found


def main() -> int:
    parser = argparse.ArgumentParser(description="Rows a second into the embedded store, and peak memory.")
    parser.add_argument("--quick", action="store_true", help="20,000 rows instead of 100,000")
    parser.add_argument("--one", choices=("stored", "sent", "raw"), help=argparse.SUPPRESS)
    parser.add_argument("--table", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        one = store_raw(asked.table, asked.folder) if asked.one == "raw" else None
        one = one or ingest(asked.table, asked.folder, send=asked.one == "sent")
        sys.stdout.write(json.dumps(one))
        return 0
    rows, rounds = (20_000, 2) if asked.quick else (100_000, 3)
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "leads.csv"
        write_table(table, rows)
        runs: dict[str, list[dict[str, float]]] = {"raw": [], "stored": [], "sent": []}
        for _ in range(rounds):
            for what, found in runs.items():
                found.append(measured(what, table))
    rate = {what: median(run["rows"] / run["seconds"] for run in found) for what, found in runs.items()}
    peak = max(run["peak"] for run in runs["sent"])
    met = tell(
        (
            promise("ingest: leads and tasks stored", rate["stored"], 10_000, "rows/s", peer=rate["raw"]),
            promise("ingest: leads and tasks stored, tasks sent", rate["sent"], 5_000, "rows/s", peer=rate["raw"]),
            promise("ingest: peak memory of all processes", peak, 200, "MB", better="lower"),
        )
    )
    return 0 if met else 1


if __name__ == "__main__":
    raise SystemExit(main())

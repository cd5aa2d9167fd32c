"""Rows a second from a clean CSV of 20 columns to stored leads and tasks, and the memory that it takes.

What is measured, each in a process of its own with an empty store, the peers in turn with ours:

- parse and map: the table opened without parameters, its columns mapped, every row's cells under their fields;
- leads stored: every value canonical, every lead looked for among those stored, leads and keys durable;
- leads and tasks: that, and four tasks a lead, which are there for every look at the ledger;
- tasks sent: that, and each task recorded by itself and on its queue.
"""

import argparse
import csv
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from bench import peers
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
EAV_ROWS = 10_000  # of the table: its rate falls with the size, so this is in its favour
ENRICHERS = ("find_email", "split_name", "video", "website")


def write_table(path: Path, rows: int) -> None:
    """A clean table, and the dearest one for who looks for duplicates: every row another person with a mailbox, number
    and profile of their own, three to a domain; nine names of firms in ten are another one. Only given and last names,
    towns, titles and the like are often the same."""
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


def ingest(table: Path, folder: Path, *, until: str = "render", send: bool = True) -> dict[str, float]:
    """Take a table in; seconds, rows and peak memory of this process and the one that reads ahead, together."""
    from shared.app import App
    from shared.core.settings import Settings
    from shared.leads.enrichment import declarations
    from shared.leads.intake import Intake
    from shared.leads.ordering import EnrichmentPlan
    from shared.ports.blobs import ObjectRef

    app = App(Settings(data=folder))
    plan = EnrichmentPlan(
        [one for one in declarations() if one.name in ENRICHERS], "leads" if until == "leads" else "render"
    )
    if not send:
        setattr(app.tasks, "drain_now", lambda _ids: 0)  # noqa: B010 - sending is measured by itself
    intake = app.intake
    setattr(intake, "_plan_until", lambda _until: plan)  # noqa: B010 - four enrichers, whatever the house has
    assert isinstance(intake, Intake)
    blob = app.blobs.put("uploads", "leads.csv", table)
    began = time.perf_counter()
    done = intake.run(ObjectRef("uploads", "leads.csv", blob.generation))
    seconds = time.perf_counter() - began
    assert done is not None
    assert done.created == done.rows
    assert until == "leads" or sum(app.tasks.counts().values()) == done.rows * len(ENRICHERS)
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    storing, reading = ((usage.ru_utime + usage.ru_stime) / done.rows * 1e6 for usage in usages)
    peak = sum(usage.ru_maxrss for usage in usages) / 1024
    return {"rows": done.rows, "seconds": seconds, "peak": peak, "storing": storing, "reading": reading}


def parse(table: Path) -> dict[str, float]:
    """Rows with their cells under the fields that their columns fill, as they are written."""
    from shared.leads.chunks import read
    from shared.leads.fields import BUILT_IN

    began, count = time.perf_counter(), 0
    with table.open("rb") as stream:
        reading = read(stream, table.name, BUILT_IN, "US")
        names = [column.targets[0] if column.targets else column.custom for column in reading.maps]
        for _, _, cells, _ in reading.rows:
            count += len(dict(zip(names, cells, strict=False))) > 0
    return {"rows": count, "seconds": time.perf_counter() - began}


MEASURED: dict[str, Callable[[Path, Path], dict[str, float]]] = {
    "rows by name": lambda table, _: peers.dict_reader(table),
    "parsed": lambda table, _: parse(table),
    "raw": peers.raw,
    "to_sql": peers.to_sql,
    "eav": lambda table, folder: peers.values_of_attributes(table, folder, EAV_ROWS),
    "leads": lambda table, folder: ingest(table, folder, until="leads"),
    "stored": lambda table, folder: ingest(table, folder, send=False),
    "sent": ingest,
}


def measured(what: str, table: Path) -> dict[str, float]:
    """One measurement in a process of its own, with an empty store."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "bench.ingest", "--one", what, "--table", str(table), "--folder", folder]
        answer = subprocess.run(command, check=True, capture_output=True, text=True)
        found: dict[str, float] = json.loads(answer.stdout)
        return found


def main() -> int:
    parser = argparse.ArgumentParser(description="Rows a second into the embedded store, and peak memory.")
    parser.add_argument("--quick", action="store_true", help="20,000 rows once instead of 100,000 three times")
    parser.add_argument("--one", choices=tuple(MEASURED), help=argparse.SUPPRESS)
    parser.add_argument("--table", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        sys.stdout.write(json.dumps(MEASURED[asked.one](asked.table, asked.folder)))
        return 0
    rows, rounds = (20_000, 1) if asked.quick else (100_000, 3)
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "leads.csv"
        write_table(table, rows)
        runs: dict[str, list[dict[str, float]]] = {what: [] for what in MEASURED}
        for _ in range(rounds):
            for what, found in runs.items():
                found.append(measured(what, table))
    rate = {what: median(run["rows"] / run["seconds"] for run in found) for what, found in runs.items()}
    peak = max(run["peak"] for run in runs["sent"])
    for what in ("leads", "stored", "sent"):
        costs = ", ".join(f"{part} {median(run[part] for run in runs[what]):.0f}" for part in ("storing", "reading"))
        sys.stderr.write(f"{what}: CPU of the two processes, microseconds a row: {costs}\n")
    met = tell(
        (
            promise("ingest: parse and map", rate["parsed"], 100_000, "rows/s", peer=rate["rows by name"]),
            promise("ingest: leads stored, beside SQLAlchemy rows", rate["leads"], 20_000, "rows/s", peer=rate["eav"]),
            promise("ingest: leads stored, beside pandas", rate["leads"], 20_000, "rows/s", peer=rate["to_sql"]),
            promise("ingest: leads and tasks stored", rate["stored"], 10_000, "rows/s", peer=rate["raw"]),
            promise("ingest: leads and tasks stored, tasks sent", rate["sent"], 5_000, "rows/s", peer=rate["raw"]),
            promise("ingest: peak memory of all processes", peak, 200, "MB", better="lower"),
        )
    )
    return 0 if met else 1


if __name__ == "__main__":
    raise SystemExit(main())

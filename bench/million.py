"""A file of a million rows: each of them once, whatever is killed, in steady memory, and a store that stays quick.

Five processes are told of the same object at once, again and again; every five seconds all of them are killed with
-9, until one says that the import is done. The peer is the same import, told once and left alone. Then single leads
are sent in to the store that holds the million.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from bench.ingest import write_table
from bench.report import promise, tell

DELIVERIES = 5
ALIVE = 5.0  # seconds after which all who work are killed
LIMIT = 3600.0  # seconds for the disturbed import; what is missing then is told as missing
QUICK_LIMIT = 25.0
SINGLE = 200

DELIVERY = """
import json, resource, sys, time
from pathlib import Path
from shared.app import App
from shared.core.errors import TransientError
from shared.core.settings import Settings
from shared.ports.blobs import ObjectRef

app = App(Settings(data=Path(sys.argv[1])))
app.tasks.drain_now = lambda _ids: 0  # what is measured is the import; the host sends beside it
while True:
    try:
        done = app.intake.run(ObjectRef("uploads", "leads.csv", int(sys.argv[2])))
        break
    except TransientError:
        time.sleep(0.5)
used = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
print(json.dumps({"state": done.state, "peak": sum(used) / 1024}))
"""


def put(folder: Path, table: Path) -> int:
    """Drop the table; the generation of the object."""
    from shared.app import App
    from shared.core.settings import Settings

    return App(Settings(data=folder)).blobs.put("uploads", "leads.csv", table).generation


def deliver(folder: Path, generation: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", DELIVERY, str(folder), str(generation)]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)


def alone(folder: Path, table: Path) -> dict[str, float]:
    """Told once, left alone."""
    generation = put(folder, table)
    began = time.perf_counter()
    said, _ = deliver(folder, generation).communicate(timeout=LIMIT)
    return {"seconds": time.perf_counter() - began, "peak": json.loads(said)["peak"]}


def killed(folder: Path, table: Path, every: float, limit: float) -> dict[str, float]:
    """Told five times at once, killed every `every` seconds."""
    generation = put(folder, table)
    began, kills, peak = time.perf_counter(), 0, 0.0
    while True:
        working = [deliver(folder, generation) for _ in range(DELIVERIES)]
        end = time.perf_counter() + every
        while time.perf_counter() < end and all(one.poll() is None for one in working):
            peak = max([peak, *(_resident(one.pid) for one in working)])
            time.sleep(0.1)
        ended = [one for one in working if one.poll() == 0]
        seconds = time.perf_counter() - began
        for one in working:
            one.kill()
            one.wait()
        if ended or seconds > limit:
            return {"seconds": seconds, "peak": peak, "kills": kills}
        kills += 1


def _resident(pid: int) -> float:
    """Megabytes that a process and its children hold now; 0 where the system does not tell."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        pages = sum(int(Path(f"/proc/{one}/statm").read_text().split()[1]) for one in (str(pid), *children))
    except (OSError, ValueError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1_048_576


def look(folder: Path, rows: int) -> dict[str, float]:
    """How many rows are not there exactly once, and the milliseconds that one more lead takes."""
    from shared.app import App
    from shared.core.settings import Settings

    app = App(Settings(data=folder))
    (done,) = app.imports.list()
    leads = {found.data["sources"][0]["detail"]["row"] for found in app.leads.by_id()}
    tasks = sum(app.tasks.counts().values())
    each = len(app.tasks.for_lead(next(iter(app.leads.by_id())).id))
    faults = abs(rows - len(leads)) + abs(rows - app.leads.count()) + abs(rows - done.rows) + abs(rows - done.created)
    faults += abs(rows * each - tasks)
    times = []
    for number in range(SINGLE):
        values = {"first_name": "Nora", "last_name": f"Newman{number}", "email": f"nora{number}@single{number}.example"}
        values |= {"company_name": f"Single {number} Ltd", "phone": f"+1 512 999 {number:04d}"}
        began = time.perf_counter()
        app.intake.add(values, source="bench", key=str(number), stop_at="leads")
        times.append((time.perf_counter() - began) * 1000)
    return {"faults": faults, "single": median(times)}


def figures(rows: int, every: float, limit: float) -> Sequence[float]:
    with tempfile.TemporaryDirectory() as place:
        table = Path(place) / "leads.csv"
        write_table(table, rows)
        quiet = alone(Path(place) / "alone", table)
        one = look(Path(place) / "alone", rows)
        hurt = killed(Path(place) / "killed", table, every, limit)
        other = look(Path(place) / "killed", rows)
    sys.stderr.write(f"{rows:,} rows: {rows / quiet['seconds']:,.0f} rows/s undisturbed; {hurt['kills']:.0f} kills\n")
    faults = one["faults"] + other["faults"]
    return hurt["seconds"], quiet["seconds"], max(quiet["peak"], hurt["peak"]), faults, one["single"]


def main() -> int:
    parser = argparse.ArgumentParser(description="A million rows under kill -9 and five deliveries of each event.")
    parser.add_argument("--quick", action="store_true", help="10,000 rows, given up after half a minute")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--every", type=float, default=ALIVE, help="seconds between two kills")
    asked = parser.parse_args()
    rows = 10_000 if asked.quick else asked.rows
    hurt, quiet, peak, faults, single = figures(rows, asked.every, QUICK_LIMIT if asked.quick else LIMIT)
    of = f"{rows:,} rows"
    met = tell(
        (
            promise(f"{of}: not there exactly once after kill -9", faults, 0, "rows", better="lower"),
            promise(f"{of}: seconds under kill -9", hurt, 2.5, "s", peer=quiet, better="lower", by="ratio"),
            promise(f"{of}: peak memory of an import", peak, 200, "MB", better="lower"),
            promise(f"one new lead against {rows:,}", single, 5, "ms", better="lower"),
        )
    )
    return 0 if met else 1


if __name__ == "__main__":
    raise SystemExit(main())

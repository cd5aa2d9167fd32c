"""What an idle `leadreel up` takes, and how soon a dropped file is a lead."""

import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from bench.report import Promise, promise, tell
from shared.app import App
from shared.core.settings import Settings

ROOT = Path(__file__).parent.parent
SETTLE = 3.0  # seconds after the start that do not count


@contextmanager
def running(data: Path) -> Iterator[psutil.Process]:
    """`leadreel up` over an empty folder."""
    env = {**os.environ, "LEADREEL_NETWORK": "off"}
    command = [sys.executable, "-m", "local.cli", "--json", "--data", str(data), "up", "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout
        json.loads(process.stdout.readline())
        try:
            yield psutil.Process(process.pid)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(30)


def group(process: psutil.Process) -> list[psutil.Process]:
    return [process, *process.children(recursive=True)]


def cpu_seconds(process: psutil.Process) -> float:
    return sum(sum(one.cpu_times()[:2]) for one in group(process))


def megabytes(process: psutil.Process) -> float:
    """Resident memory of the whole group; pages that two processes share count for both."""
    return sum(one.memory_info().rss for one in group(process)) / 1e6


def seconds_to_lead(house: App, data: Path, number: int) -> float:
    """From the moment a file is complete in the watched folder to its lead being readable."""
    known = house.leads.count()
    file = data / "uploads" / f"drop{number}.csv"
    file.write_text(f"full_name,email\nPat Person{number},pat{number}@firm{number}-test.com\n")
    began = time.perf_counter()
    while house.leads.count() == known:
        time.sleep(0.005)
    return time.perf_counter() - began


def promises(*, quick: bool) -> Iterator[Promise]:
    watched, drops = (20.0, 5) if quick else (60.0, 15)
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        house = App(Settings(data=data, network=False))
        with running(data) as process:
            time.sleep(SETTLE)
            before = cpu_seconds(process)
            time.sleep(watched)
            used = (cpu_seconds(process) - before) / watched * 100
            yield promise("idle: memory of the whole group", megabytes(process), 150, "MB", better="lower")
            yield promise("idle: CPU", used, 1, "% of a core", better="lower")
            times = [seconds_to_lead(house, data, number) for number in range(drops)]
            yield promise("drop to first lead, median", statistics.median(times), 1, "s", better="lower")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    tell(promises(quick=parser.parse_args().quick))


if __name__ == "__main__":
    main()

"""What opening a function's door costs, beside the bare framework in the same run: CPU seconds of whole processes."""

import argparse
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.report import Promise, promise, tell

ROOT = Path(__file__).parent.parent
TARGET = 2.0  # times the bare framework


def cpu_of(statement: str) -> float:
    """CPU seconds of a process that runs `statement`, start included."""
    before = os.times()
    subprocess.run([sys.executable, "-c", statement], cwd=ROOT, check=True)
    after = os.times()
    return after.children_user - before.children_user + after.children_system - before.children_system


def promises(*, quick: bool) -> Iterator[Promise]:
    """One a function; runs are interleaved with the peer's, medians are compared."""
    names = sorted(path.parent.name for path in (ROOT / "functions").glob("*/main.py"))
    rounds = 5 if quick else 15
    cpu_of("import functions_framework")  # the first run pays for compiling
    for name in names:
        cpu_of(f"import functions.{name}.main")
        pairs = [(cpu_of(f"import functions.{name}.main"), cpu_of("import functions_framework")) for _ in range(rounds)]
        ours, peer = (statistics.median(times) for times in zip(*pairs, strict=True))
        yield promise(f"doors: import {name}", ours, TARGET, "CPU s", peer=peer, better="lower", by="ratio")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    tell(promises(quick=parser.parse_args().quick))


if __name__ == "__main__":
    main()

"""What a function's first call costs with Google's shelf, beside the bare packages that it requires: CPU of processes.

Ours is everything until the part is built that the door hands its work to, clients included; the peer does nothing but
import what the function's requirements name, all in one process, so that shared parts count once.
"""

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from bench.report import Promise, promise, tell

ROOT = Path(__file__).parent.parent
TARGET = 1.3  # times the bare packages
OTHERWISE = {
    "dnspython": "dns",
    "pillow": "PIL",
    "pyjwt": "jwt",
    "pyyaml": "yaml",
    "google-cloud-run": "google.cloud.run_v2",
}


def cpu_of(statement: str, env: Mapping[str, str]) -> float:
    """CPU seconds of a process that runs `statement`, start included."""
    before = os.times()
    subprocess.run([sys.executable, "-c", statement], cwd=ROOT, env=dict(env), check=True)
    after = os.times()
    return after.children_user - before.children_user + after.children_system - before.children_system


def bare(function: str) -> str:
    """Imports of what the function's requirements name."""
    lines = (ROOT / "functions" / function / "requirements.txt").read_text().split()
    names = [re.split(r"[\\[><=~;]", line)[0] for line in lines if line[0].isalpha()]
    return "\n".join(f"import {module(name)}" for name in names)


def module(distribution: str) -> str:
    if distribution in OTHERWISE:
        return OTHERWISE[distribution]
    return distribution.replace("google-cloud-", "google.cloud.").replace("-", "_")


def opened(function: str) -> str:
    """The door, and the part that its first line asks for."""
    source = (ROOT / "functions" / function / "main.py").read_text()
    found = re.search(r"app\(\)\.(\w+)", source)
    part = f"; app().{found[1]}" if found else ""
    return f"import functions.{function}.main; from shared.app import app{part}"


def key_file(folder: Path) -> Path:
    """Credentials of nobody, without a private key: on the platform there is none to be parsed either."""
    told = {"type": "authorized_user", "client_id": "1", "client_secret": "1", "refresh_token": "1"}
    file = folder / "key.json"
    file.write_text(json.dumps(told))
    return file


def promises(*, quick: bool) -> Iterator[Promise]:
    """One a function; runs are interleaved with the peer's, medians are compared."""
    names = sorted(path.parent.name for path in (ROOT / "functions").glob("*/main.py"))
    rounds = 1 if quick else 7
    with tempfile.TemporaryDirectory() as folder:
        env = {
            **os.environ,
            "LEADREEL_SHELF": "gcp",
            "LEADREEL_PROJECT": "bench",
            "LEADREEL_DATA": folder,
            "LEADREEL_TASK_CALLER": "tasks@bench.iam.gserviceaccount.com",
            "LEADREEL_SECRET": "0" * 64,
            "GOOGLE_APPLICATION_CREDENTIALS": str(key_file(Path(folder))),
        }
        for name in ("FIRESTORE_EMULATOR_HOST", "STORAGE_EMULATOR_HOST", "PUBSUB_EMULATOR_HOST"):
            env.pop(name, None)
        for name in ["ingest_csv", "enrich", "render"] if quick else names:
            cpu_of(opened(name), env)  # the first run pays for compiling
            pairs = [(cpu_of(opened(name), env), cpu_of(bare(name), env)) for _ in range(rounds)]
            ours, peer = (statistics.median(times) for times in zip(*pairs, strict=True))
            yield promise(
                f"cold start on Google's shelf: {name}", ours, TARGET, "CPU s", peer=peer, better="lower", by="ratio"
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    tell(promises(quick=parser.parse_args().quick))


if __name__ == "__main__":
    main()

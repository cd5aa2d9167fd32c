"""What a scheduled poll costs when there is nothing to do: CPU of the whole door, warm, and of a process's first call.

The door is called as the platform calls it, with its proof; the board is the built-in one. With a sheet: bench.board.

    python -m bench.autopost [--quick]
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator

from bench.report import Promise, promise, tell
from shared.app import HOME

DOOR = """
import sys, time
from datetime import timedelta
import functions.autopost.main as door
from shared.app import app
from flask import Flask, request
street = Flask("bench")
proof = {"Authorization": f"Bearer {app().signer.sign('schedule', 'autopost', valid_for=timedelta(hours=1))}"}
def call(number):
    headers = {**proof, "X-CloudScheduler-JobName": "autopost", "X-CloudScheduler-ScheduleTime": f"t{number}"}
    with street.test_request_context("/autopost", method="POST", headers=headers):
        assert door.autopost(request._get_current_object()) == ("", 204)
call(0)
print(time.process_time())
for number in range(int(sys.argv[1])):
    began = time.process_time()
    call(number)
    print(time.process_time() - began)
"""


def polls(times: int) -> tuple[float, float]:
    """CPU seconds: of a process until its first poll is done, and of each later poll (median)."""
    with tempfile.TemporaryDirectory() as data:
        env = {**os.environ, "LEADREEL_DATA": data, "LEADREEL_NETWORK": "off", "PYTHONPATH": str(HOME)}
        run = subprocess.run(
            [sys.executable, "-c", DOOR, str(times)], cwd=data, env=env, check=True, capture_output=True, text=True
        )
    first, *later = map(float, run.stdout.split())
    return first, statistics.median(later)


def promises(*, quick: bool) -> Iterator[Promise]:
    found = [polls(20 if quick else 200) for _ in range(3 if quick else 9)]
    first, later = (statistics.median(values) for values in zip(*found, strict=True))
    yield promise("autopost: CPU of a poll with nothing to do, whole door", later * 1000, 200, "ms", better="lower")
    yield promise("autopost: CPU of a process with its first poll", first * 1000, 2000, "ms", better="lower")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true")
    sys.exit(0 if tell(promises(quick=parser.parse_args().quick)) else 1)


if __name__ == "__main__":
    main()

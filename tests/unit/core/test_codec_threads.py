"""Classes that several threads meet for the first time at once."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]

# Without the lock this ends by signal 11 within a few rounds.
ROUNDS = """
import sys, threading
from dataclasses import make_dataclass
from shared.core.codec import decode, encode, from_plain

sys.setswitchinterval(1e-6)
plain = {f"f{part}": {"a": 1, "b": "x"} for part in range(6)}
for _ in range(150):
    parts = [make_dataclass(f"Part{part}", [("a", int), ("b", str)], frozen=True, slots=True) for part in range(6)]
    Whole = make_dataclass("Whole", [(f"f{place}", part) for place, part in enumerate(parts)], frozen=True, slots=True)
    together, made = threading.Barrier(4), []

    def meet(read):
        together.wait()
        made.append(read())

    reads = [lambda: from_plain(Whole, plain), lambda: decode(Whole, encode(plain))] * 2
    threads = [threading.Thread(target=meet, args=(read,)) for read in reads]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 4 and all(one == made[0] for one in made), made
"""


def test_threads_that_meet_a_class_at_once_all_read_it() -> None:
    done = subprocess.run(
        [sys.executable, "-c", ROUNDS], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, f"ended by {done.returncode}: {done.stderr}"

"""Schedules of deaths, lost answers, duplicates and late requests against the publish service's own code.

A schedule is made from its number alone (bench/publishing). No post may be out twice; nobody may be told what is not
so; and once the faults stop, every post is out, refused with a reason, or handed to a person.

    python -m bench.publish [--schedules N] [--first SEED] [--workers N] [--quick]

The peer is what most publishers do: look whether it is posted, post, note it. It goes through the same schedules.
"""

import argparse
import gc
import logging
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field

from bench.publishing.bugs import BUGS, planted
from bench.publishing.schedule import Publish, World, ours, play
from bench.report import promise, tell
from shared.core.errors import TransientError
from shared.publish.model import Post, PostRecord

PART = 5_000  # schedules that a worker is given at once
SEEN_WITHIN = 2_000  # schedules in which a planted mistake must be seen


@dataclass(frozen=True, slots=True)
class Found:
    """What came of some schedules. `seconds` of CPU."""

    schedules: int
    seconds: float
    faults: list[str] = field(default_factory=list)
    ended: Counter[str] = field(default_factory=Counter)


def check_post_mark(world: World, post: Post) -> PostRecord:
    """The naive protocol: it is right as long as nothing goes wrong."""
    record = PostRecord(post.id, post.account.platform, post.account.id, post.subject, "posted")
    if world.documents.get("naive", post.id):
        return record
    platform = world.platform
    handle = platform.prepare(post)
    if (progress := platform.progress(post, handle)).stage == "waiting":
        raise TransientError("not ready", retry_after=progress.retry_after)
    receipt = platform.publish(post, handle)
    world.documents.set("naive", post.id, {"remote": receipt.result["remote"]})
    return record


def run(first: int, count: int, *, naive: bool = False) -> Found:
    """These schedules, one after the other."""
    publish: Publish = check_post_mark if naive else ours
    began = time.process_time()
    faults, ended = [], Counter[str]()
    for seed in range(first, first + count):
        world = play(seed, publish)
        ended[world.told[-1][1].state if world.told else "none"] += 1
        if world.faults:
            faults.append(f"seed {seed} ({world.platform.nature}): {'; '.join(dict.fromkeys(world.faults))}")
    return Found(count, time.process_time() - began, faults, ended)


def run_all(first: int, count: int, workers: int) -> Iterator[Found]:
    """The same, on several cores."""
    parts = [(start, min(PART, first + count - start)) for start in range(first, first + count, PART)]
    with ProcessPoolExecutor(workers, initializer=_prepare) as pool:
        for waiting in [pool.submit(run, start, size) for start, size in parts]:
            yield waiting.result()


def _prepare() -> None:
    logging.getLogger("shared").setLevel(logging.CRITICAL)
    gc.freeze()  # what is there now stays
    gc.set_threshold(50_000)  # worlds end as they should; hardly a circle is left to look for


def seen_at(bug: str, first: int = 0, within: int = SEEN_WITHIN) -> int | None:
    """How many schedules it took to see a planted mistake; None = it was not seen."""
    with planted(bug):
        for number in range(within):
            if play(first + number).faults:
                return number + 1
    return None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--schedules", type=int, default=1_000_000)
    parser.add_argument("--first", type=int, default=0, help="number of the first schedule; a failure tells its own")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--quick", action="store_true", help="20,000 schedules")
    given = parser.parse_args()
    count = 20_000 if given.quick else given.schedules
    _prepare()
    began, cpu, faults, ended = time.monotonic(), 0.0, list[str](), Counter[str]()
    for found in run_all(given.first, count, given.workers):
        cpu += found.seconds
        faults += found.faults
        ended += found.ended
    seconds = time.monotonic() - began
    for told in faults[:10]:
        sys.stderr.write(f"{told}; again: python -m bench.publish --schedules 1 --first {told.split()[1]}\n")
    peer = run(given.first, min(count, 5_000), naive=True)
    twice = sum("times" in told for told in peer.faults)
    unseen = [bug for bug in BUGS if seen_at(bug) is None]
    for bug in unseen:
        sys.stderr.write(f"not seen within {SEEN_WITHIN:,} schedules: {bug}\n")
    told = ", ".join(f"{number:,} {state}" for state, number in ended.most_common())
    sys.stderr.write(
        f"{count:,} schedules in {seconds:.0f} s on {given.workers} cores ({count / cpu:,.0f}/s of one core's CPU): "
        f"{told}; check-post-mark posted twice in {twice:,} of {peer.schedules:,}\n"
    )
    twice_here = sum("times" in told for told in faults)
    scaled = twice / peer.schedules * count
    met = tell(
        [
            promise("publish: schedules with a double post", twice_here, 0, "schedules", peer=scaled, better="lower"),
            promise(
                "publish: schedules that ended in nothing, or told what is not so",
                len(faults) - twice_here,
                0,
                "schedules",
                peer=(len(peer.faults) - twice) / peer.schedules * count,
                better="lower",
            ),
            promise("publish: planted mistakes seen within 2,000 schedules", len(BUGS) - len(unseen), 20, "mistakes"),
            promise("publish: schedules per second, all cores", count / cpu * given.workers, 5000, "schedules/s"),
        ]
    )
    sys.exit(0 if met else 1)


if __name__ == "__main__":
    main()

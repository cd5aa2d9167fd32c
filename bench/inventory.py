"""The inventory of a large bucket: what a first run takes, and that a second one opens nothing.

`python -m bench.inventory [--quick] [--objects N]`. Real pictures are looked into by the real process, on the local
shelf. The large bucket's first run is told what it would see, since decoding 100,000 pictures says nothing new.
"""

import argparse
import io
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.report import Promise, promise, tell
from shared.adapters.local.blobs import LocalBlobs
from shared.adapters.local.database import Database
from shared.adapters.local.documents import LocalDocuments
from shared.content.inventory import Stock
from shared.content.looker import Looker, Seen
from shared.core.clock import SystemClock
from shared.manifest import read_manifest

ROOT = Path(__file__).parent.parent
FOLDERS = ("build_photos", "completed_works", "wip_photos")
PROJECT = 40  # objects of one folder


@dataclass(slots=True)
class Counted:
    """Looks, and counts how often."""

    looker: Looker | None
    opened: int = 0

    @contextmanager
    def __call__(self) -> Iterator["Counted"]:
        if self.looker is None:
            yield self
            return
        with self.looker:
            yield self

    def look(self, path: Path, kind: str, thumbnail: Path | None = None) -> Seen:
        self.opened += 1
        if self.looker is None:
            return Seen(width=1080, height=1920)
        return self.looker.look(path, kind, thumbnail)


def photo(number: int) -> bytes:
    from PIL import Image

    held = io.BytesIO()
    Image.linear_gradient("L").resize((640, 360 + number % 7)).save(held, "JPEG", quality=70)
    return held.getvalue()


def fill(folder: Path, count: int) -> None:
    """Every file is its own, as if people had put it there."""
    contents = [photo(number) for number in range(7)]
    for number in range(count):
        place = folder / FOLDERS[number % len(FOLDERS)] / f"project {number // PROJECT:05d}"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"photo {number:06d}.jpg").write_bytes(contents[number % 7])


@contextmanager
def stock(root: Path, counted: Counted) -> Iterator[Stock]:
    (root / "state").mkdir(parents=True, exist_ok=True)
    database = Database(root / "state" / "leadreel.db")
    clock = SystemClock()
    documents = LocalDocuments(database, read_manifest(ROOT / "manifest.yaml").indexes)
    yield Stock(LocalBlobs(root, database, clock), documents, clock, looker=counted)
    database.close()


def cpu() -> float:
    """Of this process and of those that it has waited for."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def real_pictures(count: int) -> Iterator[Promise]:
    counted = Counted(Looker())
    with tempfile.TemporaryDirectory(prefix="bench-inventory-") as folder:
        root = Path(folder)
        fill(root / "content", count)
        with stock(root, counted) as house:
            began = cpu()
            taking = house.take()
            spent = cpu() - began
    yield promise(f"{taking.opened} pictures looked into", spent / count * 1000, 30, "ms CPU a picture", better="lower")


def large_bucket(count: int) -> Iterator[Promise]:
    counted = Counted(None)
    with tempfile.TemporaryDirectory(prefix="bench-inventory-") as folder:
        root = Path(folder)
        fill(root / "content", count)
        with stock(root, counted) as house:
            began, wall = cpu(), time.perf_counter()
            house.take()
            first, first_wall = cpu() - began, time.perf_counter() - wall
            high = megabytes()
            counted.opened, began, wall = 0, cpu(), time.perf_counter()
            second = house.take()
            spent, waited = cpu() - began, time.perf_counter() - wall
            next((root / "content").rglob("*.jpg")).write_bytes(photo(3) + b" ")
            counted.opened, began = 0, cpu()
            changed = house.take()
            third, again = cpu() - began, counted.opened
    sys.stderr.write(
        f"walls: first {first_wall:.1f} s, second {waited:.1f} s; written: {second.written}, {changed.written}\n"
    )
    named = f"{count:,} objects"
    yield promise(f"{named}, first run without decoding", first / count * 1000, 2.0, "ms CPU an object", better="lower")
    yield promise(f"{named}, second run: opened", second.opened, 0, "objects", better="lower")
    yield promise(f"{named}, second run", spent, 10.0, "CPU s", better="lower")
    yield promise(f"{named}, one changed: opened", again, 1, "objects", better="lower")
    yield promise(f"{named}, one changed", third, 15.0, "CPU s", better="lower")
    yield promise(f"{named}, most memory", high, 600, "MB", better="lower")


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--objects", type=int, default=0)
    chosen = parser.parse_args()
    tell(real_pictures(200 if chosen.quick else 2000))
    tell(large_bucket(chosen.objects or (5_000 if chosen.quick else 100_000)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

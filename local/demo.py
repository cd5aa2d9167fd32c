"""`make demo`: the first journey on sample data, with no account and no key.

A messy CSV and five small websites on this machine become leads with a video each.

The sites lie on loopback, where the egress rules let nobody go; the demo names them as allowed.
"""

import os
import socket
import sys
import time
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from local.journey import Options, drop, walk
from local.progress import bars
from sandbox.sample import sample_csv
from sandbox.sites import NAMES, serve
from shared.app import App, use
from shared.core import log as logs
from shared.core.errors import AppError
from shared.core.settings import Settings
from shared.leads.model import Import

LEADS = 25
PORT = 8801  # of the first site; the same ones every time, so that a second run meets the same addresses
VIDEO_TYPE = "demo"
SHOWN = 3  # files of each folder in the tree


def main() -> None:
    """Run the demo over $LEADREEL_DATA (./var), with so many leads as the one argument says (25).

    Exits 1 with a sentence when it could not be done.
    """
    data = Path(os.environ.get("LEADREEL_DATA", "var"))
    logs.set_up(file=data / "logs" / "leadreel.jsonl")
    try:
        run(data, int(sys.argv[1]) if len(sys.argv) > 1 else LEADS)
    except AppError as error:
        say(f"demo: {error}")
        sys.exit(1)


def run(data: Path, leads: int = LEADS) -> None:
    """Sample file → leads → enriched → a video each → export; then what was made and what to do next."""
    began = time.monotonic()
    with serve(port=_port()) as sites:
        settings = Settings(data=data, network=False, video_type=VIDEO_TYPE, egress_allow=sites.allow)
        app = use(App(settings))
        known, filmed = app.leads.count(), _videos(app)
        file = data / "demo" / "leads.csv"
        file.parent.mkdir(parents=True, exist_ok=True)
        sample_csv(file, sites.urls, leads=leads)
        say(f"{file}: {leads} leads in a messy dialect; {len(NAMES)} sample websites on {sites.host}\n")
        with bars() as show:
            (done,) = walk(app, [drop(app, file, Options())], show)
        exported = _export(app, data / "demo" / "leads_with_videos.csv")
        made = app.leads.count() - known, _videos(app) - filmed
        _report(app, done, made, exported, time.monotonic() - began)


def _port() -> int:
    """The sites' usual ports, or the next free ones where those are taken."""
    for first in range(PORT, PORT + 500, 10):
        if all(_is_free(port) for port in range(first, first + len(NAMES))):
            return first
    return 0


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _videos(app: App) -> int:
    return sum(1 for _ in app.blobs.list("videos"))


def _export(app: App, file: Path) -> Path:
    with file.open("wb") as target:
        app.exporter.write("csv", target)
    return file


def _report(app: App, done: Import, made: tuple[int, int], exported: Path, seconds: float) -> None:
    leads, videos = made
    spent = app.effects.spent()
    for line in tree(app.settings.data, ("demo", "uploads", "screens", "videos")):
        say(line)
    say("")
    counts = (f"{count} {name}" for name, count in _outcomes(done).items())
    say(f"rows      {done.rows} read: {', '.join(counts)}")
    say(f"leads     {app.leads.count()}, {leads} of them new")
    say(f"videos    {_videos(app)}, {videos} of them new")
    say(f"time      {seconds:.0f} s")
    say(f"spent     ${spent.quantize(Decimal('0.01'))}")
    if not leads and not videos:
        say("\nNothing was done twice: every row met its lead, and every lead had its video.")
    for task in app.tasks.dead():
        say(f"failed    {task.kind} {task.name} of {task.lead}: {task.reason}")
    data = "" if app.settings.data == Path("var") else f" LEADREEL_DATA={app.settings.data}"
    say(f"\nOpen the console:{data} make run   (then http://127.0.0.1:8080/)")
    say(f"Or look at {exported} and play a file in {app.settings.data / 'videos'}/")


def _outcomes(done: Import) -> dict[str, int]:
    return {name: getattr(done, name) for name in ("created", "merged", "updated", "rejected")}


def tree(root: Path, folders: Sequence[str]) -> Iterator[str]:
    """The files that were made, a few of each folder."""
    yield f"{root}/"
    for folder in folders:
        files = sorted(path for path in (root / folder).rglob("*") if path.is_file() and not path.name.startswith("."))
        if not files:
            continue
        size = sum(path.stat().st_size for path in files) / 1e6
        yield f"├── {folder}/   {len(files)} files, {size:.1f} MB"
        for path in files[:SHOWN]:
            yield f"│   ├── {path.relative_to(root / folder)}"
        if len(files) > SHOWN:
            yield f"│   └── … {len(files) - SHOWN} more"


def say(line: str) -> None:
    """To stdout: the demo's output is its result."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

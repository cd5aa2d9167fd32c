"""A campaign with real pages: are the screenshots hidden behind the encoder, what do the gates take, how much memory?

100 videos of W1 (8 s personal, 22 s shared, 720p, 30 frames a second) by the worker itself: its queue, its store, its
browser, its gates. The sites are on this machine and answer every request 300 ms late.
"""

import argparse
import io
import os
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from bench.render import cpu, queued
from bench.report import Promise, promise, tell
from bench.video import media
from containers.renderer.main import share_arenas
from shared.app import App
from shared.core.settings import Settings
from shared.tasks.model import Task
from shared.video.jobs import RenderJob, RenderResult, job_id
from shared.video.media import BUCKET
from shared.video.tabs import memory_below
from shared.video.worker import RenderWorker

LATE = 0.3  # seconds before every answer
TYPE = """
name: w1
title: W1
resolution: {width: 1280, height: 720}
fps: 30
fallbacks: {first_name: there, company_name: your company}
segments:
  - {kind: personal, name: hello, seconds: 8, headline: "Hi {first_name}!",
     scroll: {hold: 0, speed: 720}, bubble: {media: head.mp4}}
  - {kind: footage, name: common, seconds: 22, media: common_hard.mp4, title: Common}
"""
_SECTION = (
    "<section class=s{odd}><div><h2>Service {n}</h2><p>{words}</p><a class=b href=#>Book a call</a></div>"
    "<img loading=lazy src=/photo{n}.jpg width=520 height=324></section>"
)
_PAGE = (
    "<!doctype html><html><head><meta charset=utf-8><title>{name}</title><link rel=stylesheet href=/style.css></head>"
    "<body><header>{name}<nav><a>Services</a> <a>About</a> <a>Contact</a></nav></header><div class=hero>"
    "<h1>Coaching that pays for itself</h1></div>{sections}<div id=cookie-banner class=cookie>We use cookies."
    "<button onclick=this.parentElement.remove()>Accept all</button></div></body></html>"
)
_STYLE = (
    "body{margin:0;font:18px/1.6 sans-serif}header{position:sticky;top:0;background:#fff;padding:18px 80px;z-index:9}"
    "nav{float:right}.hero{height:640px;background:linear-gradient(90deg,#2b5876,#f7797d);color:#fff;padding:140px 80px"
    ";box-sizing:border-box;font-size:32px}section{display:flex;gap:60px;padding:60px 80px"
    ";justify-content:space-between}"
    ".s1{background:#f3f6fa;flex-direction:row-reverse}.b{background:#e4572e;color:#fff;padding:12px 30px"
    ";border-radius:8px}"
    ".cookie{position:fixed;bottom:0;left:0;right:0;padding:40px;background:#222;color:#fff;z-index:99}"
)


class _Site(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    photos: dict[str, bytes] = {}  # noqa: RUF012 - one server in a process

    def do_GET(self) -> None:
        time.sleep(LATE)
        content, kind = self._answer()
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _answer(self) -> tuple[bytes, str]:
        if self.path.endswith(".jpg"):
            return self.photos.get(self.path, b""), "image/jpeg"
        if self.path.endswith(".css"):
            return _STYLE.encode(), "text/css"
        words = "We help small teams sell more with less work. " * 8
        sections = "".join(_SECTION.format(n=n, odd=n % 2, words=words) for n in range(12))
        return _PAGE.format(name=f"Firm {self.path.strip('/')}", sections=sections).encode(), "text/html; charset=utf-8"

    def log_message(self, *_: Any) -> None: ...


def _serve(told: Connection) -> None:
    for number in range(12):
        held = io.BytesIO()
        media.photo(520, 324, number).save(held, "JPEG", quality=85)
        _Site.photos[f"/photo{number}.jpg"] = held.getvalue()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    server.daemon_threads = True
    told.send(server.server_port)
    server.serve_forever()


@contextmanager
def site() -> Iterator[tuple[str, int]]:
    """Its address, and the process it is in."""
    spawn = get_context("spawn")
    told, tells = spawn.Pipe(duplex=False)
    process = spawn.Process(target=_serve, args=(tells,), daemon=True)
    process.start()
    try:
        yield f"127.0.0.1:{told.recv()}", process.pid or 0
    finally:
        process.terminate()
        process.join()


@dataclass(frozen=True, slots=True)
class Run:
    wall: float
    cpu: float  # of the worker, and of its browser
    queued: float  # seconds in which the worker could have gone on, and other programs, or its browser, had the cores
    results: tuple[RenderResult, ...]
    memory: int  # bytes at the peak, browser included


@contextmanager
def watched(peak: list[int], beside: int) -> Iterator[None]:
    """The memory of this process and of those below it, without the one that plays the sites."""
    ended = threading.Event()

    def look() -> None:
        while not ended.wait(1.0):
            peak.append(memory_below(os.getpid()) - memory_below(beside))

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    yield
    ended.set()
    thread.join()


def worker(house: App, folder: Path, cache: Path) -> RenderWorker:
    rules = house.egress_rules
    return RenderWorker(
        house.renders, house.blobs, rules, house.clock, cache=cache, types=folder, chromium=house.settings.chromium
    )


def order(house: App, kind: str, count: int, host: str) -> list[str]:
    ids = []
    for number in range(count):
        fields = {"first_name": f"{kind} {number}", "website_url": f"http://{host}/{number}"}
        now = house.clock.now()
        payload = {"lead": f"{kind}{number}", "video_type": "w1", "fields": fields}
        house.renders.run(
            Task(f"t{kind}{number}", "render", "running", now, now, lead=f"{kind}{number}", payload=payload)
        )
        ids.append(job_id(f"{kind}{number}", "w1", fields))
    return ids


def run(house: App, doing: RenderWorker, ids: list[str], beside: int) -> Run:
    peak = [0]
    with watched(peak, beside):
        began, used, waited = time.perf_counter(), cpu(), queued()
        doing.work(ids, owner="bench")  # the browser has ended when it comes back, so that its time is known
        wall, used, waited = time.perf_counter() - began, cpu() - used, queued() - waited
    jobs: list[RenderJob] = [house.renders.get(id) for id in ids]
    bad = [job.reason for job in jobs if job.result is None]
    if bad:
        raise SystemExit(f"{len(bad)} videos were not made: {bad[0]}")
    return Run(wall, used, waited, tuple(job.result for job in jobs if job.result), max(peak))


def promises(count: int) -> Iterator[Promise]:
    with tempfile.TemporaryDirectory() as name, site() as (host, beside):
        folder = Path(name)
        made = media.Set(folder, 1, ("hard",))
        making = get_context("spawn").Process(target=media.make, args=(folder, 1, ("hard",)))
        making.start()  # in a process of its own: what it takes is not the worker's
        making.join()
        (folder / "types").mkdir()
        (folder / "types" / "w1.yaml").write_text(TYPE)
        house = App(replace(Settings(data=folder / "data"), egress_allow=(host,)))
        for path in (made.head, made.common("hard")):
            house.blobs.put(BUCKET, path.name, path)
        share_arenas()  # as the renderer does
        doing = worker(house, folder / "types", folder / "cache")
        run(house, doing, order(house, "warm", 2, host), beside)
        # Both kinds of run make the same films for other names; `alone` finds the pages that `real` has photographed.
        real = run(house, doing, order(house, "real", count, host), beside)
        alone = run(house, doing, order(house, "alone", count, host), beside)
        seen = sum(result.screen != "" for result in real.results)
        yield promise("videos that show their site", seen, count, "videos")
        yield promise(
            f"{count} videos with screenshots / rendering alone (300 ms latency)",
            real.wall, 1.25, "s", peer=alone.wall, better="lower", by="ratio",
        )  # fmt: skip
        browser = real.cpu - alone.cpu
        yield promise(
            "CPU of a photograph / of a video",
            browser / count,
            1,
            "s",
            peer=alone.cpu / count,
            better="lower",
            by="ratio",
        )
        # Whoever renders takes one core; what is left is the browser's. If that is too little, pages are waited for.
        floor = max(alone.cpu, real.cpu / (os.cpu_count() or 1)) / alone.cpu
        yield promise("floor of that: CPU of both / cores of this machine", floor, 1.25, "times", better="lower")
        yield promise(
            "share of the time in which others had the worker's core",
            real.queued / real.wall,
            0.02,
            "share",
            better="lower",
        )
        yield promise(
            "the same without that share: screenshots hidden behind the encoder",
            real.wall - real.queued, 1.25, "s", peer=alone.wall - alone.queued, better="lower", by="ratio",
        )  # fmt: skip
        rendered = statistics.median(result.cpu_seconds for result in alone.results)
        gated = statistics.median(result.gate_seconds for result in alone.results)
        yield promise("gates / render", gated, 0.15, "s", peer=rendered, better="lower", by="ratio")
        yield promise("memory of worker and browser", real.memory / 1e6, 1000, "MB", better="lower")
        house.database.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--videos", type=int, default=100)
    given = parser.parse_args()
    tell(promises(8 if given.quick else given.videos))


if __name__ == "__main__":
    main()

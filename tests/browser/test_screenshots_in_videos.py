"""The renderer as the cloud runs it: a process that is given ids, films real pages, and may be stopped any time."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest

from shared.app import App
from shared.core.clock import iso
from shared.core.settings import Settings
from shared.tasks.model import Task
from shared.video.chromium import REMEDY, find_chromium
from shared.video.jobs import job_id
from shared.video.probe import probe

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(find_chromium() is None, reason=f"no Chromium on this machine; {REMEDY}"),
]
HOME = Path(__file__).parents[2]
STRIPES = "".join(f"<div style='height:300px;background:hsl({n * 40},70%,50%)'>{n}</div>" for n in range(9))


class Site(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.0"
    slow = threading.Event()

    def do_GET(self) -> None:
        if self.path.startswith("/slow"):
            self.slow.set()
            time.sleep(15)
        self.send_response(404 if "gone" in self.path else 200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(f"<!doctype html><title>x</title><style>body{{margin:0}}</style>{STRIPES}".encode())

    def log_message(self, *_: Any) -> None: ...


@pytest.fixture
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Site.slow.clear()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[App]:
    app = App(Settings(data=tmp_path))
    yield app
    app.database.close()


def order(house: App, lead: str, **fields: str) -> str:
    now = datetime.now(UTC)
    payload = {"lead": lead, "video_type": "demo", "fields": fields}
    house.renders.run(Task(f"t-{lead}", "render", "running", now, now, lead=lead, payload=payload))
    return job_id(lead, "demo", fields)


def renderer(house: App, site: str, *ids: str, **env: str) -> "subprocess.Popen[str]":
    variables = {
        **os.environ,
        "LEADREEL_DATA": str(house.settings.data),
        "LEADREEL_EGRESS_ALLOW": site,
        "LEADREEL_ATTEMPT_DEADLINE": iso(datetime.now(UTC) + timedelta(seconds=300)),
        "PYTHONPATH": str(HOME),
        **env,
    }
    command = [sys.executable, "-m", "containers.renderer.main", *ids]
    return subprocess.Popen(command, cwd=HOME, env=variables, stderr=subprocess.PIPE, text=True)


def top_of(video: str, number: int) -> Any:
    """The upper right part of a frame: the site alone."""
    import av

    with av.open(video) as film:
        for k, frame in enumerate(film.decode(video=0)):
            if k == number:
                return frame.to_ndarray(format="rgb24")[:200, 700:].astype(int)
    raise AssertionError(f"no frame {number}")


def test_given_one_id_it_films_every_waiting_lead_with_its_site(house: App, site: str) -> None:
    seen = order(house, "l1", first_name="Ana", website_url=f"http://{site}/")
    same = order(house, "l2", first_name="Bo", website_url=f"http://{site}/")
    gone = order(house, "l3", first_name="Cy", website_url=f"http://{site}/gone")
    process = renderer(house, site, seen)
    _, said = process.communicate(timeout=90)
    assert process.returncode == 0, said
    results = [house.renders.get(id).result for id in (seen, same, gone)]
    assert all(result is not None and probe(Path(house.locate(result.video))).flaws == () for result in results)
    first, second, third = results
    assert first and second and third
    assert first.screen == second.screen != ""
    assert len(list(house.blobs.list("screens"))) == 1
    assert third.fallbacks[-1].startswith("the site answered 404")
    one, other = house.locate(first.video), house.locate(third.video)
    early, late, dead = top_of(one, 10), top_of(one, 150), top_of(other, 10)
    assert np.abs(early - late).mean() > 10
    assert np.abs(early - dead).mean() > 10

    again = renderer(house, site, seen)
    began = time.monotonic()
    assert again.wait(timeout=30) == 0
    assert time.monotonic() - began < 10


def test_stopped_it_gives_its_leases_back_and_leaves_no_browser(house: App, site: str) -> None:
    ids = [order(house, f"l{n}", first_name="Ana", website_url=f"http://{site}/slow?{n}") for n in range(3)]
    process = renderer(house, site, *ids)
    assert Site.slow.wait(60)
    children = psutil.Process(process.pid).children(recursive=True)
    assert children
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=10) == 143
    assert [house.renders.get(id).state for id in ids] == ["pending"] * 3
    assert all(house.renders.get(id).attempts == 0 for id in ids)
    _, alive = psutil.wait_procs(children, timeout=10)
    assert alive == []


def test_killed_its_next_attempt_takes_its_leases_over(house: App, site: str) -> None:
    slain = order(house, "l1", first_name="Ana", website_url=f"http://{site}/")
    run = {"CLOUD_RUN_EXECUTION": "e1", "CLOUD_RUN_TASK_INDEX": "0"}
    first = renderer(house, site, slain, **run, CLOUD_RUN_TASK_ATTEMPT="0", LEADREEL_FAULTS="video.before_publish=kill")
    assert first.wait(timeout=60) == -signal.SIGKILL
    assert house.renders.get(slain).state == "running"
    second = renderer(house, site, slain, **run, CLOUD_RUN_TASK_ATTEMPT="1")
    _, said = second.communicate(timeout=60)
    assert second.returncode == 0, said
    job = house.renders.get(slain)
    assert (job.state, job.attempts) == ("done", 2)
    assert len(list(house.blobs.list("videos"))) == 1

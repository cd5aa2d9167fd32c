"""What stands before pages, as the usual services write it: clicked away by rules, and nothing else is clicked."""

import io
import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from shared.egress import EgressRules
from shared.video.chromium import REMEDY, find_chromium
from shared.video.screenshots import Camera, NoShot, Shot, ShotSettings

# ruff: noqa: E501 - pages as they are sent
pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("walls"),  # they are photographed together, once
    pytest.mark.skipif(find_chromium() is None, reason=f"no Chromium on this machine; {REMEDY}"),
]

WALLS: dict[str, str] = json.loads(Path(__file__).parents[1].joinpath("data/walls/walls.json").read_text("utf-8"))
QUICK = ShotSettings(most=900, load=6.0, settle=0.8)
PAGE = """<!doctype html><html><head><meta charset=utf-8><title>A firm</title>
<style>body{margin:0;font:18px sans-serif;background:#fff}section{padding:40px}</style></head><body>
<header style="background:#123;color:#fff;padding:20px">Diaz &amp; Sons <nav><a href="/trap?nav">Services</a></nav></header>
<section style="background:#e8f4ec"><h1>We help small teams</h1><p>%TEXT%</p><button onclick="fetch('/trap?cta')">Continue</button>
<button class="close" onclick="fetch('/trap?close')">Close</button><a href="/trap?accept">Accept all</a></section>
<section><p>%TEXT%</p></section><section><p>%TEXT%</p></section><footer>Our privacy policy tells about cookies.
<button onclick="fetch('/trap?footer')">OK</button></footer>%WALL%</body></html>"""
TEXT = "We help small teams sell more with less work and show them how it is done, week after week. " * 12
FRAME = """<!doctype html><body style="margin:0;background:red"><button class="message-button sp_choice_type_12">Settings</button>
<button title="Accept" class="message-component sp_choice_type_11" onclick="parent.postMessage('accepted','*')">Accept</button>"""
FULL_WALL = """<!doctype html><title>Before you continue</title><body style="background:red"><h1>Before you continue</h1>
<p>We use cookies and data. If you choose to accept cookies, we will use cookies to improve. Cookie settings.</p>
<form action="/plain"><button>Reject all</button></form><form action="/plain"><button>Accept all</button></form>"""
KINDS = {
    "/robots": "<title>Just a moment...</title><h1>www.diaz.example</h1><p>Verifying you are human. This may take a while.</p>",
    "/parked": f"<title>diaz.example</title><h1>diaz.example</h1><p>This domain is for sale. {'Buy it now. ' * 20}</p>",
    "/missing": f"<title>Page not found</title><h1>404</h1><p>{'We looked everywhere. ' * 20}</p>",
    "/video": "<style>body{margin:0}</style><video style='position:fixed;inset:0;width:100%;height:100%;z-index:-1;"
    "background:rgb(0,160,0)'></video><div style='position:relative;padding:200px;color:#fff'>" + TEXT + "</div>",
}


class Site(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.0"
    trapped: list[str] = []  # noqa: RUF012 - one server in this module

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path == "/trap":
            self.trapped.append(self.path)
        if path.startswith("/frame/"):
            body = FRAME
        elif path == "/consent/ask":
            body = FULL_WALL
        elif path in KINDS:
            body = "<!doctype html><meta charset=utf-8>" + KINDS[path]
        else:
            body = PAGE.replace("%TEXT%", TEXT).replace("%WALL%", WALLS.get(path.rpartition("/")[2], ""))
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: Any) -> None: ...


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    site = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=site.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{site.server_port}"
    site.shutdown()
    site.server_close()


@pytest.fixture(scope="module")
def taken(base: str) -> dict[str, Shot | NoShot]:
    """All walls, several at once, as a campaign would meet them."""
    rules = EgressRules(allow=frozenset({base.removeprefix("http://")}))
    names = [*WALLS, "plain", "consent/ask", "robots", "parked", "missing", "video"]
    with Camera(rules, at_once=8) as camera, ThreadPoolExecutor(8) as pool:  # most of a visit is waiting
        return dict(zip(names, pool.map(lambda name: camera.take(f"{base}/{name}", QUICK), names), strict=True))


def pixels(shot: Shot | NoShot) -> Any:
    from PIL import Image

    assert isinstance(shot, Shot), shot
    return np.asarray(Image.open(io.BytesIO(shot.content)).convert("RGB")).astype(int)


@pytest.mark.parametrize("wall", WALLS)
def test_the_wall_of_a_service_is_gone_and_the_page_behind_it_is_seen(
    taken: dict[str, Shot | NoShot], wall: str
) -> None:
    shot = taken[wall]
    assert isinstance(shot, Shot), shot
    picture, plain = pixels(shot), pixels(taken["plain"])
    assert shot.dismissed != ()
    assert float((np.abs(picture - (255, 0, 0)).max(axis=2) < 60).mean()) < 0.002
    assert picture.shape == plain.shape
    assert float(np.abs(picture - plain).mean()) < 3
    assert shot.flags == ()


@pytest.mark.parametrize("wall", [name for name in WALLS if not name.startswith(("chat", "home_made_stubborn"))])
def test_it_is_clicked_away_rather_than_hidden(taken: dict[str, Shot | NoShot], wall: str) -> None:
    shot = taken[wall]
    assert isinstance(shot, Shot)
    assert not any(word.startswith(("overlay over", "consent banner left")) for word in shot.dismissed), shot.dismissed


def test_nothing_of_the_page_itself_is_clicked(taken: dict[str, Shot | NoShot]) -> None:
    assert taken
    assert Site.trapped == []


def test_no_newsletter_is_signed_up_for(taken: dict[str, Shot | NoShot]) -> None:
    shot = taken["newsletter_klaviyo"]
    assert isinstance(shot, Shot)
    assert shot.dismissed == ("Close dialog",)


def test_a_page_that_is_nothing_but_the_question_is_accepted_and_left(taken: dict[str, Shot | NoShot]) -> None:
    shot = taken["consent/ask"]
    assert isinstance(shot, Shot)
    assert shot.url.partition("?")[0].endswith("/plain")
    assert shot.flags == ()


def test_a_check_for_robots_is_a_reason(taken: dict[str, Shot | NoShot]) -> None:
    assert taken["robots"] == NoShot("robots", "the site asks visitors to prove that they are people")


@pytest.mark.parametrize("kind", ["parked", "missing"])
def test_a_page_that_shows_no_firm_is_flagged(taken: dict[str, Shot | NoShot], kind: str) -> None:
    shot = taken[kind]
    assert isinstance(shot, Shot)
    assert shot.flags == (kind,)


def test_a_film_behind_the_page_stays(taken: dict[str, Shot | NoShot]) -> None:
    assert float((np.abs(pixels(taken["video"]) - (0, 160, 0)).max(axis=2) < 60).mean()) > 0.2

"""Pictures of sites in a real Chromium: what a visitor must click away is gone, what is hostile stays outside."""

import io
import threading
import time
from base64 import b64decode
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np
import pytest
from PIL import Image

from shared.core.clock import ManualClock
from shared.egress import EgressRules
from shared.video.chromium import REMEDY, find_chromium
from shared.video.screenshots import Camera, NoShot, ScreenArchive, Shot, ShotSettings

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(find_chromium() is None, reason=f"no Chromium on this machine; {REMEDY}"),
]

QUICK = ShotSettings(load=4.0, settle=1.5)
HURRIED = ShotSettings(load=1.5, settle=0.5, total=6.0)  # for pages that never come
RED, GREEN, BLUE = (255, 0, 0), (0, 160, 0), (0, 0, 255)
TEXT = "<p>" + "We help small teams sell more with less work. " * 30 + "</p>"
HEAD = "<!doctype html><meta charset=utf-8><title>A firm</title><style>body{margin:0;font:18px sans-serif}</style>"
COVER = "position:fixed;inset:0;background:red;z-index:999"

PAGES: dict[str, str] = {
    "/plain": HEAD + f"<div style='background:rgb(0,160,0);height:2000px'>{TEXT}</div>",
    "/endless": HEAD + f"<div style='background:rgb(0,160,0);height:99000px'>{TEXT}</div>",
    "/blank": HEAD,
    "/sticky": HEAD
    + "<header style='position:fixed;top:0;left:0;right:0;height:80px;background:blue'>menu</header>"
    + f"<div style='height:3000px'>{TEXT}</div>",
    "/lazy": HEAD
    + f"<div style='height:1500px'>{TEXT}</div><div id=late style='height:400px'></div><script>"
    + "new IntersectionObserver(e=>{if(e[0].isIntersecting)late.style.background='blue'}).observe(late)</script>",
    "/onetrust": HEAD
    + f"{TEXT}<div id=onetrust-banner-sdk style='{COVER}'>cookies "
    + "<button id=onetrust-accept-btn-handler onclick='this.parentElement.remove()'>OK then</button></div>",
    "/german": HEAD
    + f"{TEXT}<div class=cookie-hinweis style='{COVER}'>Wir nutzen Cookies "
    + "<button onclick='this.parentElement.remove()'>Alle akzeptieren</button></div>",
    "/japanese": HEAD
    + f"{TEXT}<div class=cookie style='{COVER}'><button onclick='this.parentElement.remove()'>同意する</button></div>",
    "/shadow": HEAD
    + f"{TEXT}<div id=usercentrics-root></div><script>const r=document.getElementById('usercentrics-root')"
    + f".attachShadow({{mode:'open'}});r.innerHTML=`<div style='{COVER}'><button data-testid='uc-accept-all-button'"
    + " onclick='this.parentElement.remove()'>Ja</button></div>`</script>",
    "/modal": HEAD
    + f"{TEXT}<script>setTimeout(()=>document.body.insertAdjacentHTML('beforeend',`<div class='newsletter-modal' "
    + f"role=dialog style='{COVER}'><a href='#' aria-label='Close' onclick='this.parentElement.remove()'>×</a></div>`)"
    + ",200)</script>",
    "/nameless": HEAD + f"{TEXT}<div style='{COVER}'>BUY NOW</div>",
    "/locked": HEAD
    + f"<style>body{{overflow:hidden;position:fixed}}</style><div style='height:3000px'>{TEXT}</div>"
    + f"<div class=modal style='{COVER}'></div>",
    "/buttons": HEAD
    + "<body style='background:rgb(0,160,0)'><button onclick=\"document.body.style.background='red'\">OK</button>"
    + f"{TEXT}<a href='/plain'>Accept all</a></body>",
    "/dialogs": HEAD
    + f"<body style='background:rgb(0,160,0)'>{TEXT}<script>alert(1);confirm(2);window.open('/plain')</script>",
    "/spy": HEAD
    + f"{TEXT}<img src='http://127.0.0.1:INNER/image'><iframe src='http://127.0.0.1:INNER/frame'></iframe>"
    + "<img src='/to-inner'><script>fetch('http://127.0.0.1:INNER/fetch',{mode:'no-cors'});"
    + "new WebSocket('ws://127.0.0.1:INNER/socket')</script>",
    "/greedy": HEAD
    + TEXT
    + "<script>const held=[];setInterval(()=>{const b=new Uint8Array(5e7);b.fill(7);held.push(b)},30)</script>",
    "/heavy": HEAD + TEXT + "<img src=/bytes>",
    "/splash": HEAD
    + "<main style='background:red;height:100vh'>Welcome <button style='background:blue;width:200px;height:60px;"
    + "margin:90px;border:0' onclick='this.parentElement.remove()'></button></main><div style='background:rgb(0,160,0);"
    + f"height:2000px'>{TEXT}</div>",
    "/busy": HEAD + "<script>while(true){}</script>" + TEXT,
}


class Site(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.0"
    inner = 0
    sent = 0

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path == "/slow":
            time.sleep(8)
        if path in {"/to-inner", "/away"}:
            self.send_response(302)
            self.send_header("Location", f"http://127.0.0.1:{self.inner}/redirect")
            self.end_headers()
            return
        if path == "/bytes":
            self.send_response(200)
            self.end_headers()
            with suppress(OSError):
                for _ in range(300):
                    self.wfile.write(bytes(100_000))
                    Site.sent += 100_000
            return
        known = path in PAGES or path in {"/file.pdf", "/download"}
        self.send_response(200 if known else 404)
        if path == "/file.pdf":
            self.send_header("Content-Type", "application/pdf")
        elif path == "/download":
            self.send_header("Content-Disposition", "attachment; filename=x.exe")
            self.send_header("Content-Type", "application/octet-stream")
        else:
            self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(PAGES.get(path, "%PDF-1.4").replace("INNER", str(self.inner)).encode())

    def log_message(self, *_: Any) -> None: ...


class Inner(BaseHTTPRequestHandler):
    """Something on this machine that no site may reach."""

    reached: list[str] = []  # noqa: RUF012 - one server in this module

    def do_GET(self) -> None:
        self.reached.append(self.path)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: Any) -> None: ...


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    inner = ThreadingHTTPServer(("127.0.0.1", 0), Inner)
    site = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    Site.inner = inner.server_port
    for server in (inner, site):
        threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{site.server_port}"
    for server in (inner, site):
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def camera(base: str) -> Iterator[Camera]:
    with Camera(EgressRules(allow=frozenset({base.removeprefix("http://")}))) as camera:
        yield camera


def pixels(shot: Shot | NoShot) -> Any:
    assert isinstance(shot, Shot), shot
    return np.asarray(Image.open(io.BytesIO(shot.content)).convert("RGB")).astype(int)


def share(shot: Shot | NoShot, color: tuple[int, int, int]) -> float:
    """Which part of the picture has a colour."""
    return float((np.abs(pixels(shot) - color).max(axis=2) < 40).mean())


def test_a_page_is_seen_whole(camera: Camera, base: str) -> None:
    shot = camera.take(f"{base}/plain", QUICK)
    assert isinstance(shot, Shot)
    assert (shot.width, shot.title) == (1280, "A firm")
    assert 2000 <= shot.height <= 2040
    assert shot.content[:3] == b"\xff\xd8\xff"
    assert share(shot, GREEN) > 0.6
    assert shot.dismissed == ()


def test_an_endless_page_ends(camera: Camera, base: str) -> None:
    shot = camera.take(f"{base}/endless", ShotSettings(most=2400, load=4, settle=1.5))
    assert isinstance(shot, Shot)
    assert shot.height == 2400


@pytest.mark.parametrize("page", ["onetrust", "german", "japanese", "shadow", "modal", "nameless", "locked"])
def test_what_stands_before_a_page_is_cleared_away(camera: Camera, base: str, page: str) -> None:
    shot = camera.take(f"{base}/{page}", QUICK)
    assert isinstance(shot, Shot)
    assert share(shot, RED) < 0.01
    assert shot.dismissed != ()


def test_only_what_lies_over_a_page_is_clicked(camera: Camera, base: str) -> None:
    shot = camera.take(f"{base}/buttons", QUICK)
    assert isinstance(shot, Shot)
    assert share(shot, RED) < 0.01
    assert shot.url.endswith("/buttons")


def test_a_header_that_follows_is_seen_once_at_the_top(camera: Camera, base: str) -> None:
    picture = pixels(camera.take(f"{base}/sticky", QUICK))
    blue = np.abs(picture - BLUE).max(axis=2) < 40
    assert blue[20:60].mean() > 0.8
    assert blue[100:].mean() < 0.01


def test_what_loads_late_is_scrolled_in(camera: Camera, base: str) -> None:
    assert share(camera.take(f"{base}/lazy", QUICK), BLUE) > 0.1


def test_dialogs_and_popups_stop_nothing(camera: Camera, base: str) -> None:
    assert share(camera.take(f"{base}/dialogs", QUICK), GREEN) > 0.5


@pytest.mark.parametrize(
    ("path", "cause"),
    [
        ("/nope", "status"),
        ("/file.pdf", "not_a_page"),
        ("/download", "not_a_page"),
        ("/blank", "blank"),
        ("/slow", "timeout"),
        ("/busy", "timeout"),
    ],
)
def test_a_site_that_cannot_be_shown_is_a_reason(camera: Camera, base: str, path: str, cause: str) -> None:
    shot = camera.take(f"{base}{path}", HURRIED if cause == "timeout" else QUICK)
    assert isinstance(shot, NoShot)
    assert shot.cause == cause
    assert "\n" not in shot.reason
    if path in {"/download", "/busy"}:  # which may well hurt a browser
        assert isinstance(camera.take(f"{base}/plain", QUICK), Shot)  # the next lead is served all the same


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "javascript:alert(1)", "data:text/html,x", "http://169.254.169.254/", "http://10.0.0.1/",
     "http://127.0.0.1:9/", "http://user:pw@127.0.0.1/", "--remote-debugging-port=1", "http://", "ftp://x.example/"],
)  # fmt: skip
def test_an_address_that_may_not_be_visited_never_reaches_the_browser(url: str) -> None:
    idle = Camera(EgressRules())
    shot = idle.take(url)
    assert isinstance(shot, NoShot)
    assert shot.cause in {"refused", "dead"}
    assert not idle.running


def test_no_website_is_no_error() -> None:
    assert Camera(EgressRules()).take("  ") == NoShot("no_url", "no website is known")


def test_a_page_reaches_nothing_on_this_machine(camera: Camera, base: str) -> None:
    shot = camera.take(f"{base}/spy", QUICK)
    assert isinstance(shot, Shot)
    away = camera.take(f"{base}/away", QUICK)
    assert isinstance(away, NoShot)
    assert "answered 403; 127.0.0.1" in away.reason and "may be reached" in away.reason
    assert Inner.reached == []


def test_a_missing_browser_is_a_reason_with_its_remedy(base: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.video.screenshots.find_chromium", lambda _: None)
    rules = EgressRules(allow=frozenset({base.removeprefix("http://")}))
    shot = Camera(rules).take(f"{base}/plain")
    assert isinstance(shot, NoShot)
    assert shot.cause == "no_browser"
    assert "playwright install chromium" in shot.reason
    wrong = Camera(rules, "/no/such/browser").take(f"{base}/plain")
    assert isinstance(wrong, NoShot)


def test_a_page_that_eats_memory_is_ended_and_the_browser_lives(camera: Camera, base: str) -> None:
    greedy = ShotSettings(load=10, settle=6, total=20, memory=400_000_000)
    shot = camera.take(f"{base}/greedy", greedy)
    assert isinstance(shot, NoShot)
    assert shot.cause == "memory"
    assert isinstance(camera.take(f"{base}/plain", QUICK), Shot)


def test_a_page_gets_so_many_bytes_and_no_more(camera: Camera, base: str) -> None:
    shot = camera.take(f"{base}/heavy", ShotSettings(load=6, settle=2, most_bytes=2_000_000))
    assert isinstance(shot, Shot)
    assert Site.sent < 20_000_000


def test_a_site_has_so_long_and_no_longer(camera: Camera, base: str) -> None:
    began = time.monotonic()
    shot = camera.take(f"{base}/slow", ShotSettings(load=30, total=1.5))
    assert isinstance(shot, NoShot)
    assert shot.cause == "timeout"
    assert time.monotonic() - began < 6


def test_several_threads_share_one_browser(camera: Camera, base: str) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(4) as pool:
        shots = list(pool.map(lambda n: camera.take(f"{base}/{n}", QUICK), ["plain", "german", "nope", "lazy"]))
    assert [isinstance(shot, Shot) for shot in shots] == [True, True, False, True]


def test_a_second_look_clicks_what_the_rules_left(base: str) -> None:
    """Somebody who sees, such as a model, says what stands before the page and where its way out is."""
    looked: list[bytes] = []

    def look(picture: bytes, _size: tuple[int, int]) -> tuple[str, tuple[int, int] | None]:
        looked.append(picture)
        return "a button", (30, 12)

    rules = EgressRules(allow=frozenset({base.removeprefix("http://")}))
    with Camera(rules, look=look) as seeing:
        shot = seeing.take(f"{base}/buttons", QUICK)
    assert isinstance(shot, Shot)
    assert shot.dismissed == ("seen: a button",)
    assert looked[0][:3] == b"\xff\xd8\xff"
    assert share(shot, RED) > 0.5  # the button at that place turns the page red


def test_a_model_that_sees_is_asked_what_the_rules_left(base: str, tmp_path: Any, monkeypatch: Any) -> None:
    """A splash screen that is a part of the page: no rule knows it. The look is paid for once, out of the budget."""
    from decimal import Decimal

    from sandbox.openai.web import OpenAI
    from sandbox.standin import serve
    from shared.app import App
    from shared.core.settings import Settings

    def think(body: Any) -> dict[str, Any]:
        """Finds the blue control in the picture, as a model would."""
        url = body["input"][0]["content"][1]["image_url"]
        window = Image.open(io.BytesIO(b64decode(url.partition(",")[2]))).convert("RGB")
        rows, columns = np.nonzero(np.abs(np.asarray(window).astype(int) - BLUE).max(axis=2) < 60)
        if not rows.size:
            return {"covered": False, "name": "", "x": 0, "y": 0}
        return {"covered": True, "name": "splash screen", "x": int(columns.mean()), "y": int(rows.mean())}

    monkeypatch.setenv("LEADREEL_OPENAI_KEY", "sk-sandbox")
    rules = EgressRules(allow=frozenset({base.removeprefix("http://")}))
    with serve("openai", OpenAI(answer=think)) as vendor:
        settings = Settings(data=tmp_path, budget=Decimal(1), base_urls={"openai": f"{vendor.url}/v1"})
        house = App(settings)
        with Camera(rules) as blind:
            assert share(blind.take(f"{base}/splash", QUICK), RED) > 0.2
        with Camera(rules, look=house.page_look) as seeing:
            shot, again = (seeing.take(f"{base}/splash", QUICK) for _ in range(2))
            plain = seeing.take(f"{base}/plain", QUICK)
        assert App(replace(settings, budget=None)).page_look is None
    assert isinstance(shot, Shot) and isinstance(again, Shot) and isinstance(plain, Shot)
    assert shot.dismissed == again.dismissed == ("seen: splash screen",)
    assert share(shot, RED) < 0.01 and share(shot, GREEN) > 0.5
    assert plain.dismissed == ()
    assert [asked.path for asked in vendor.processed] == ["/v1/responses"] * 2  # one a picture
    assert 0 < house.effects.spent() < Decimal("0.1")
    house.database.close()


def test_an_address_without_a_scheme_is_tried_with_both(camera: Camera, base: str) -> None:
    assert isinstance(camera.take(base.removeprefix("http://") + "/plain", QUICK), Shot)


def test_a_picture_is_used_again_for_a_day(camera: Camera, base: str, tmp_path: Any) -> None:
    from shared.app import App
    from shared.core.settings import Settings

    clock = ManualClock()
    house = App(Settings(data=tmp_path), clock=clock)
    archive = ScreenArchive(house.blobs, clock)
    taken: list[str] = []

    def take(url: str) -> Shot | NoShot:
        taken.append(url)
        return camera.take(url, QUICK)

    first = archive.see(f"{base}/german", QUICK, take)
    again = ScreenArchive(house.blobs, clock).see(f"{base}/german", QUICK, take)
    assert again.reused and not first.reused
    assert again.shot == first.shot
    assert archive.see(f"{base}/german", ShotSettings(width=800), take).reused is False
    clock.advance(25 * 3600)
    assert archive.see(f"{base}/german", QUICK, take).reused is False
    assert len(taken) == 3
    house.database.close()

"""HTML becomes a picture before the first frame; what a browser draws of it reaches nothing."""

import subprocess
import sys
import threading
from fractions import Fraction
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path

import av
import pytest
from PIL import Image

from shared.core.errors import InvalidInput
from shared.egress import EgressRules
from shared.video.chromium import REMEDY, find_chromium
from shared.video.html import HtmlBrowser, pieces_of, resolve
from shared.video.timeline import Canvas, Clip, Html, Picture, Scene, Timeline, Track

ROOT = Path(__file__).parents[3]
CANVAS = Canvas(160, 90, Fraction(30))
PIECE = Html("<div style='width:50px;height:40px;background:#dc1e1e'></div>", 100, 40)


def line(*pieces: Html) -> Timeline:
    clips = tuple(Clip(piece, 0, 5, x=10 * number) for number, piece in enumerate(pieces))
    return Timeline(CANVAS, (Scene("s", 5, (Track("t", clips),)),))


def test_the_same_piece_is_drawn_once_and_keeps_its_place(tmp_path: Path) -> None:
    asked: list[Html] = []

    def draw(piece: Html) -> bytes:
        asked.append(piece)
        out = BytesIO()
        Image.new("RGBA", (piece.width, piece.height)).save(out, "PNG")
        return out.getvalue()

    resolved, files = resolve(line(PIECE, PIECE), draw, tmp_path)
    one, other = resolved.scenes[0].clips()
    assert asked == [PIECE]
    assert isinstance(one.element, Picture)
    assert (one.width, one.height, other.x) == (100, 40, 10)
    assert set(files) == {asset.sha256 for asset in resolved.assets()}


def test_every_piece_is_found_once() -> None:
    assert pieces_of(line(PIECE, PIECE)) == {PIECE}
    assert pieces_of(line()) == frozenset()


@pytest.mark.browser
def test_a_browser_draws_it_on_a_transparent_ground() -> None:
    if find_chromium() is None:
        pytest.skip(REMEDY)
    drawn = HtmlBrowser().draw_all(frozenset({PIECE}))
    image = Image.open(BytesIO(drawn[PIECE])).convert("RGBA")
    assert image.size == (100, 40)
    assert image.getpixel((20, 20)) == (0xDC, 0x1E, 0x1E, 255)
    assert image.getpixel((80, 20))[3] == 0  # type: ignore[index] # an RGBA picture gives four values


@pytest.mark.browser
def test_what_a_piece_shows_comes_through_the_egress_guard_or_it_is_refused(tmp_path: Path) -> None:
    if find_chromium() is None:
        pytest.skip(REMEDY)
    held = BytesIO()
    Image.new("RGB", (8, 8), "#1e1edc").save(held, "PNG")
    sent = {"/blue.png": (200, "image/png", held.getvalue()), "/words.png": (200, "text/plain", b"no picture")}

    class Site(BaseHTTPRequestHandler):
        asked: list[str] = []  # noqa: RUF012 - one server in this test

        def do_GET(self) -> None:
            self.asked.append(self.path)
            status, kind, content = sent.get(self.path, (404, "text/plain", b""))
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    host = f"127.0.0.1:{server.server_port}"
    open_, closed = HtmlBrowser("", EgressRules(allow=frozenset({host}))), HtmlBrowser("", EgressRules())
    piece = Html(f"<img src='http://{host}/blue.png' width=20 height=20>", 20, 20)
    pixel = Image.open(BytesIO(open_.draw_all(frozenset({piece}))[piece])).convert("RGB").getpixel((10, 10))
    assert pixel == (0x1E, 0x1E, 0xDC)
    for browser, shown in (
        (open_, "gone.png"),
        (open_, "words.png"),
        (closed, "blue.png"),
        (HtmlBrowser(), "blue.png"),
    ):
        lame = Html(f"<p>x</p><img src='http://{host}/{shown}'>", 20, 20)
        with pytest.raises(InvalidInput, match=shown):
            browser.draw_all(frozenset({lame}))
    assert Site.asked == ["/blue.png", "/gone.png", "/words.png"]
    server.shutdown()
    server.server_close()


@pytest.mark.browser
def test_a_timeline_with_html_is_rendered_from_the_command_line(tmp_path: Path) -> None:
    if find_chromium() is None:
        pytest.skip(REMEDY)
    movie = tmp_path / "movie.json"
    movie.write_bytes(
        b'{"canvas": {"width": 160, "height": 90, "rate": "30/1"}, "scenes": [{"name": "s", "length": 5, "tracks": ['
        b'{"name": "t", "clips": [{"start": 0, "length": 5, "element": {"type": "html", "width": 100, "height": 40, '
        b'"html": "<div style=\\"width:100px;height:40px;background:#dc1e1e\\"></div>"}}]}]}]}'
    )
    words = ["--data", str(tmp_path), "video", "render", "--timeline", str(movie), "--out", str(tmp_path / "m.mp4")]
    done = subprocess.run(
        [sys.executable, "-m", "local.cli", *words], cwd=ROOT, check=False, capture_output=True, text=True, timeout=90
    )
    assert done.returncode == 0, done.stderr
    with av.open(str(tmp_path / "m.mp4")) as film:
        pixels = next(film.decode(video=0)).to_ndarray(format="rgb24")
    assert pixels[20, 50, 0] > 190 and pixels[20, 50, 1] < 60
    assert pixels[70, 140].max() < 20

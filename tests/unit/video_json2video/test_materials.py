"""Sources: from the web through the egress rules, from beside the movie, none of them believed."""

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.standin import Answer, Asked, StandIn, serve
from shared.core.clock import SystemClock
from shared.core.errors import InvalidInput, NotFound
from shared.egress import EgressRules
from shared.http import Http
from shared.video.json2video.compile import compile_movie
from shared.video.json2video.elements import TYPES, read_element
from shared.video.json2video.materials import Kind, Limits, Materials
from shared.video.json2video.movies import HouseMovies
from shared.video.render import open_renderer


def bomb() -> bytes:
    """A PNG of a few bytes that says it has 60,000 x 60,000 pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


@pytest.fixture
def web(sources: Path) -> Iterator[StandIn]:
    def site(asked: Asked) -> Answer:
        name = asked.path.strip("/")
        if name == "bomb.png":
            return Answer(200, bomb(), {"Content-Type": "image/png"})
        if name == "inside":
            return Answer(302, b"", {"Location": "http://169.254.169.254/latest"})
        path = sources / name
        return Answer(200, path.read_bytes(), {"Content-Type": "text/plain"}) if path.is_file() else Answer(404, b"")

    with serve("web", site) as standin:
        yield standin


def fetched(web: StandIn, folder: Path, *, allowed: bool = True, limits: Limits | None = None) -> Materials:
    allow = (web.url.removeprefix("http://"),) if allowed else ()
    http = Http(EgressRules(allow=allow), network=True, clock=SystemClock())
    return Materials(folder, fetch=http.fetch, limits=limits)


def test_a_source_on_the_web_is_what_its_bytes_are(web: StandIn, tmp_path: Path) -> None:
    materials = fetched(web, tmp_path)
    found = materials.get(f"{web.url}/red.png", "picture", "movie.x")
    assert (found.width, found.height, found.asset.name) == (200, 100, "red.png")
    assert materials.files == {found.asset.sha256: found.path}
    materials.get(f"{web.url}/red.png", "picture", "movie.y")
    assert web.asked == 1  # fetched once
    with pytest.raises(InvalidInput, match=r"movie\.z: .*picture"):
        materials.get(f"{web.url}/said.srt", "picture", "movie.z")


@pytest.mark.parametrize("kind", ["picture", "film", "sound", "font"])
def test_a_bomb_is_refused_whatever_it_is_taken_for(web: StandIn, tmp_path: Path, kind: Kind) -> None:
    with pytest.raises(InvalidInput, match=r"^movie\.src: "):
        fetched(web, tmp_path).get(f"{web.url}/bomb.png", kind, "movie.src")


def test_private_addresses_are_not_asked_not_even_behind_a_redirect(web: StandIn, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"^movie\.a: "):
        fetched(web, tmp_path, allowed=False).get(f"{web.url}/red.png", "picture", "movie.a")
    assert web.asked == 0
    with pytest.raises(InvalidInput, match=r"^movie\.b: .*169\.254"):
        fetched(web, tmp_path).get(f"{web.url}/inside", "picture", "movie.b")
    with pytest.raises(NotFound, match=r"^movie\.c: "):
        fetched(web, tmp_path).get(f"{web.url}/none.png", "picture", "movie.c")


def test_what_is_too_large_is_not_read_to_its_end(web: StandIn, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="more than 100 bytes"):
        fetched(web, tmp_path, limits=Limits(picture=100)).get(f"{web.url}/red.png", "picture", "movie.a")


def test_html_without_a_browser_is_refused_with_its_place(tmp_path: Path) -> None:
    movie = {"width": 64, "height": 36, "scenes": [{"elements": [{"type": "html", "html": "<b>hi</b>"}]}]}
    with pytest.raises(InvalidInput, match=r"movie\.scenes\[0\]\.elements\[0\]: .*browser"):
        HouseMovies(open_renderer(), tmp_path).compile(movie)


KEYS = (
    *("src", "text", "html", "captions", "component", "settings", "x", "y", "width", "height", "position", "resize"),
    *("start", "duration", "extra-time", "fade-in", "zoom", "pan", "crop", "rotate", "chroma-key", "correction"),
    *("volume", "loop", "seek", "muted", "mask", "z-index", "style", "color", "amplitude", "opacity", "id"),
)
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=12))
VALUES = st.one_of(SCALARS, st.lists(SCALARS, max_size=2), st.dictionaries(st.text(max_size=8), SCALARS, max_size=2))


@given(st.sampled_from(sorted(TYPES)), st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=5))
def test_any_element_is_read_or_refused_with_its_place(kind: str, values: dict[str, Any]) -> None:
    try:
        read_element({"type": kind, **values}, "movie.elements[0]")
    except InvalidInput as error:
        assert str(error).startswith("movie.elements[0].")


CSS = st.sampled_from(
    ["font-size", "color", "background-color", "padding", "line-height", "letter-spacing", "text-align", "font-weight"]
)
WILD = st.one_of(
    st.text(max_size=10), st.integers(-9999, 9999), st.sampled_from(["1e999px", "-5px", "nan", "9em", "0"])
)


@given(st.dictionaries(CSS, WILD, max_size=3))
def test_any_style_sheet_is_drawn_or_refused_with_its_place(settings: dict[str, Any]) -> None:
    text = {"type": "text", "text": "Hi", "settings": settings}
    try:
        compile_movie(
            {"width": 64, "height": 36, "scenes": [{"duration": 1, "elements": [text]}]}, Materials(Path("/x"))
        )
    except InvalidInput as error:
        assert "movie.scenes[0].elements[0]" in str(error)

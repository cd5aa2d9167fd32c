"""Pieces of HTML as pictures: drawn once by a browser behind the egress guard, before the first frame is composed."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from shared.core.errors import InvalidInput, NotFound
from shared.core.text import shorten
from shared.proxy import EgressProxy, ProxyLimits
from shared.video.timeline import Asset, Clip, Html, Picture, Scene, Timeline

if TYPE_CHECKING:
    from shared.egress import EgressRules

Draw = Callable[[Html], bytes]
"""A piece of HTML → a PNG with transparency."""

_PATIENCE = 10_000  # milliseconds for one piece
_MAX_BYTES = 1_000_000  # of one piece
_MAX_FETCHED = 50_000_000  # bytes of what the pieces of a timeline show
_SEEN = frozenset({"image", "stylesheet", "font", "media"})
_HOLES = (
    "[...document.images].filter(one => one.complete && !one.naturalWidth && one.getAttribute('src'))"
    ".map(one => one.src.slice(0, 100) + ': it is no picture')"
)


def pieces_of(timeline: Timeline) -> frozenset[Html]:
    """All that has to be drawn before the timeline can be rendered."""
    clips = (clip for scene in timeline.scenes for clip in scene.clips())
    return frozenset(clip.element for clip in clips if isinstance(clip.element, Html))


def resolve(timeline: Timeline, draw: Draw, folder: Path) -> tuple[Timeline, dict[str, Path]]:
    """The timeline with every piece of HTML as a picture, and where those lie."""
    files: dict[str, Path] = {}
    drawn: dict[Html, Asset] = {}

    def still(clip: Clip) -> Clip:
        element = clip.element
        if not isinstance(element, Html):
            return clip
        if element not in drawn:
            content = draw(element)
            asset = Asset("html", hashlib.sha256(content).hexdigest())
            files[asset.sha256] = folder / f"{asset.sha256}.png"
            files[asset.sha256].write_bytes(content)
            drawn[element] = asset
        size = (clip.width or element.width, clip.height or element.height)
        return replace(clip, element=Picture(drawn[element], "fill"), width=size[0], height=size[1])

    def scene_of(scene: Scene) -> Scene:
        tracks = (replace(track, clips=tuple(map(still, track.clips))) for track in scene.tracks)
        return replace(scene, tracks=tuple(tracks))

    return replace(timeline, scenes=tuple(map(scene_of, timeline.scenes))), files


class HtmlBrowser:
    """Draws each piece in a fresh context. What a piece shows from the web comes through the egress proxy, or, without
    rules, not at all: then it is refused with what it lacks, since nobody sees a hole in a picture in time.
    """

    def __init__(self, chromium: str = "", rules: "EgressRules | None" = None) -> None:
        self._setting = chromium
        self._rules = rules

    def draw_all(self, pieces: frozenset[Html]) -> Mapping[Html, bytes]:
        """Raises NotFound without a browser, InvalidInput for a piece that cannot be drawn in time, or not whole."""
        from playwright.sync_api import Error as BrowserError
        from playwright.sync_api import sync_playwright

        from shared.video.chromium import REMEDY, find_chromium, flags

        program = find_chromium(self._setting)
        if program is None:
            raise NotFound(f"there is no browser to draw HTML with: {REMEDY}")
        with self._way_out() as proxy, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=str(program), args=flags(), proxy={"server": proxy, "bypass": "<-loopback>"}
            )
            try:
                return {piece: _shot(browser, piece, offline=self._rules is None) for piece in pieces}
            finally:
                with suppress(BrowserError):  # one that died is closed
                    browser.close()

    @contextmanager
    def _way_out(self) -> Iterator[str]:
        if self._rules is None:
            yield "http://127.0.0.1:9"  # where nobody listens
            return
        with EgressProxy(self._rules, ProxyLimits(total_bytes=_MAX_FETCHED, connection_bytes=_MAX_FETCHED)) as proxy:
            yield proxy.url


def _shot(browser: object, piece: Html, *, offline: bool) -> bytes:
    from playwright.sync_api import Browser, Request
    from playwright.sync_api import Error as BrowserError

    assert isinstance(browser, Browser)
    if len(piece.html.encode()) > _MAX_BYTES:
        raise InvalidInput(f"html: {len(piece.html):,} characters are too many for one piece")
    size = {"width": piece.width, "height": piece.height}
    context = browser.new_context(viewport=size, offline=offline, service_workers="block", accept_downloads=False)  # type: ignore[arg-type] # a TypedDict by another name
    lacking: list[str] = []

    def failed(request: Request) -> None:
        if request.resource_type in _SEEN:
            lacking.append(f"{shorten(request.url, 100)}: {shorten(request.failure or 'no answer', 60)}")

    try:
        page = context.new_page()
        page.set_default_timeout(_PATIENCE)
        page.on("requestfailed", failed)
        page.on("response", lambda response: failed(response.request) if response.status >= 400 else None)
        page.set_content(f"<!doctype html><style>html,body{{margin:0;background:transparent}}</style>{piece.html}")
        lacking += page.evaluate(_HOLES)
        drawn = page.screenshot(omit_background=True, timeout=_PATIENCE, type="png")
    except BrowserError as error:
        raise InvalidInput(f"html: it cannot be drawn: {str(error).splitlines()[0]}") from error
    finally:
        context.close()
    if lacking:
        raise InvalidInput(f"html: what it shows cannot be had: {lacking[0]}")
    return drawn

"""Pieces of HTML as pictures: drawn once by a browser that reaches nothing, before the first frame is composed."""

import hashlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from shared.core.errors import InvalidInput, NotFound
from shared.video.timeline import Asset, Clip, Html, Picture, Scene, Timeline

Draw = Callable[[Html], bytes]
"""A piece of HTML → a PNG with transparency."""

_PATIENCE = 10_000  # milliseconds for one piece
_MAX_BYTES = 1_000_000  # of one piece


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
    """Draws in a fresh, offline context for each piece: nothing is loaded but what the piece itself brings."""

    def __init__(self, chromium: str = "") -> None:
        self._setting = chromium

    def draw_all(self, pieces: frozenset[Html]) -> Mapping[Html, bytes]:
        """Raises NotFound without a browser, InvalidInput for a piece that cannot be drawn in time."""
        from playwright.sync_api import Error as BrowserError
        from playwright.sync_api import sync_playwright

        from shared.video.chromium import REMEDY, find_chromium, flags

        program = find_chromium(self._setting)
        if program is None:
            raise NotFound(f"there is no browser to draw HTML with: {REMEDY}")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=str(program), args=[*flags(), "--proxy-server=127.0.0.1:9"]
            )
            try:
                return {piece: _shot(browser, piece) for piece in pieces}
            finally:
                with suppress(BrowserError):  # one that died is closed
                    browser.close()


def _shot(browser: object, piece: Html) -> bytes:
    from playwright.sync_api import Browser
    from playwright.sync_api import Error as BrowserError

    assert isinstance(browser, Browser)
    if len(piece.html.encode()) > _MAX_BYTES:
        raise InvalidInput(f"html: {len(piece.html):,} characters are too many for one piece")
    size = {"width": piece.width, "height": piece.height}
    context = browser.new_context(viewport=size, offline=True, service_workers="block", accept_downloads=False)  # type: ignore[arg-type] # a TypedDict by another name
    try:
        page = context.new_page()
        page.set_default_timeout(_PATIENCE)
        page.set_content(f"<!doctype html><style>html,body{{margin:0;background:transparent}}</style>{piece.html}")
        return page.screenshot(omit_background=True, timeout=_PATIENCE, type="png")
    except BrowserError as error:
        raise InvalidInput(f"html: it cannot be drawn: {str(error).splitlines()[0]}") from error
    finally:
        context.close()

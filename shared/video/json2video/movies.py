"""A movie described as data → a film. Two renderers keep the same promise: this house, and the vendor's service."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from shared.core.errors import InvalidInput, NotFound
from shared.video.json2video.compile import Compiled, Shoot, compile_movie
from shared.video.json2video.materials import Fetch, Limits, Materials
from shared.video.json2video.reader import read_movie
from shared.video.json2video.voices import Transcriber, Voice
from shared.video.render import Rendered, Renderer
from shared.video.timeline import Html, Timeline

if TYPE_CHECKING:
    from shared.egress import EgressRules
    from shared.video.html import Draw

Movie = bytes | str | Mapping[str, Any]
DrawAll = Callable[[frozenset[Html]], Mapping[Html, bytes]]
"""`HtmlBrowser.draw_all`."""


class MovieRenderer(Protocol):
    """Makes a movie's JSON into a file, which appears whole or not at all."""

    name: str

    def render_movie(self, movie: Movie, target: Path, *, key: str = "", comment: str = "") -> Rendered:
        """`key`: under which a repeated call finds what an earlier one began; empty: the movie itself is the key.

        Raises InvalidInput for a movie that cannot be rendered, TransientError when a later call may go on.
        """


class HouseMovies:
    """Renders movies on this machine."""

    name = "house"

    def __init__(
        self,
        renderer: Renderer,
        folder: Path,
        *,
        fetch: Fetch | None = None,
        beside: Path | None = None,
        ffmpeg: str = "",
        voice: Voice | None = None,
        transcriber: Transcriber | None = None,
        draw_all: DrawAll | None = None,
        shoot: Shoot | None = None,
        limits: Limits | None = None,
    ) -> None:
        """`folder`: for what is fetched; `beside`: where a movie's own files lie; `draw_all`: the browser for HTML."""
        self._renderer, self._folder = renderer, folder
        self._fetch, self._beside, self._ffmpeg, self._limits = fetch, beside, ffmpeg, limits
        self._voice, self._transcriber, self._draw_all, self._shoot = voice, transcriber, draw_all, shoot

    def compile(self, movie: Movie) -> Compiled:
        """The movie as a timeline that any renderer of the house takes."""
        read = read_movie(movie)
        materials = Materials(
            self._folder,
            fetch=self._fetch,
            beside=self._beside,
            ffmpeg=self._ffmpeg,
            rate=Fraction(read.fps).limit_denominator(1001),
            limits=self._limits,
        )
        made = compile_movie(movie, materials, voice=self._voice, transcriber=self._transcriber, shoot=self._shoot)
        return self._with_html(made)

    def render_movie(self, movie: Movie, target: Path, *, key: str = "", comment: str = "") -> Rendered:  # noqa: ARG002 - content is the key here: segments are kept by what they show
        made = self.compile(movie)
        rendered = self._renderer.render(made.timeline, made.files, target, comment=comment)
        return replace(rendered, notes=(*rendered.notes, *made.notes))

    def _with_html(self, made: Compiled) -> Compiled:
        pieces = html_of(made.timeline)
        if not pieces:
            return made
        place = next(iter(pieces.values()))
        if self._draw_all is None:
            raise InvalidInput(f"{place}: there is no browser here to draw HTML with")
        from shared.video.html import resolve

        try:
            drawn = self._draw_all(frozenset(pieces))
        except (InvalidInput, NotFound) as error:
            raise InvalidInput(f"{place}: {error}") from error
        draw: Draw = drawn.__getitem__
        timeline, files = resolve(made.timeline, draw, self._folder)
        return replace(made, timeline=timeline, files={**made.files, **files})


def html_of(timeline: Timeline) -> dict[Html, str]:
    """The pieces of HTML in a timeline, and where in the movie the first use of each stands."""
    clips = [clip for scene in timeline.scenes for clip in scene.clips()]
    return {clip.element: clip.name for clip in reversed(clips) if isinstance(clip.element, Html)}


def with_variables(movie: bytes, values: Mapping[str, str]) -> bytes:
    """The movie with some of its variables replaced; unchanged when there are none."""
    if not values:
        return movie
    import json

    try:
        found = json.loads(movie)
    except (ValueError, RecursionError) as error:
        raise InvalidInput(f"movie: not readable as JSON: {error}") from error
    if not isinstance(found, dict):
        raise InvalidInput("movie: expected an object with `scenes`")
    held = found.get("variables")
    return json.dumps({**found, "variables": {**(held if isinstance(held, dict) else {}), **values}}).encode()


def page_shooter(rules: "EgressRules", chromium: str = "") -> Shoot:
    """Pages for `html` elements with an address: by the browser behind the egress proxy, their upper part."""

    def shoot(url: str, width: int, height: int, wait: float) -> bytes:  # noqa: ARG001 - the camera waits by itself
        import io

        from PIL import Image

        from shared.video.screenshots import Camera, NoShot

        with Camera(rules, chromium) as camera:
            taken = camera.take(url)
        if isinstance(taken, NoShot):
            raise InvalidInput(f"{url[:80]}: no picture: {taken.reason}")
        page = Image.open(io.BytesIO(taken.content))
        seen = page.crop((0, 0, page.width, min(page.height, round(page.width * height / width))))
        held = io.BytesIO()
        seen.save(held, "PNG")
        return held.getvalue()

    return shoot

"""What every renderer of movies promises: the same movie becomes a film of the same length, whole or not at all."""

import io
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from urllib.request import urlopen

import pytest

from sandbox.json2video import KEY, Json2Video, json2video
from shared.adapters.local.database import Database
from shared.adapters.local.documents import LocalDocuments
from shared.core.clock import ManualClock
from shared.core.errors import AppError
from shared.core.ids import random_id
from shared.effects.budget import Budget
from shared.effects.ledger import EffectLedger
from shared.http import Api
from shared.video.json2video.movies import HouseMovies, MovieRenderer
from shared.video.probe import probe
from shared.video.render import open_renderer
from shared.video.renderers.json2video import Json2VideoRenderer

MOVIE = {
    "width": 160,
    "height": 90,
    "variables": {"name": "O'Brien: [0:v]"},
    "scenes": [
        {"duration": 0.6, "elements": [{"type": "text", "text": "Hi {{name}}"}]},
        {"duration": 0.6, "transition": {"style": "fade", "duration": 0.2}, "background-color": "#0f766e"},
    ],
}
BROKEN = {"scenes": [{"duration": 1, "elements": [{"type": "hologram"}]}]}


def of_the_house(tmp_path: Path) -> HouseMovies:
    return HouseMovies(open_renderer(), tmp_path / "kept")


@pytest.fixture(params=["house", "json2video"])
def renderer(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[MovieRenderer]:
    if request.param == "house":
        yield of_the_house(tmp_path)
        return

    def film(movie: object) -> bytes:
        path = tmp_path / "theirs" / "film.mp4"
        if not path.is_file():
            path.parent.mkdir()
            of_the_house(tmp_path).render_movie(json.dumps(movie), path)
        return path.read_bytes()

    def download(url: str, target: Path) -> None:
        with urlopen(url, timeout=5) as answer:
            target.write_bytes(io.BytesIO(answer.read()).getvalue())

    clock = ManualClock()
    with json2video(Json2Video(film=film, now=clock.now, looks=1)) as (standin, _):
        api = Api(f"{standin.url}/v2", name="json2video", headers={"x-api-key": KEY})
        documents = LocalDocuments(Database(tmp_path / "state.db"), ())
        effects = EffectLedger(documents, clock, random_id, budget=Budget(Decimal(1)))
        yield Json2VideoRenderer(api, effects, clock, download)


def test_a_movie_becomes_a_film_of_its_length(renderer: MovieRenderer, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    made = renderer.render_movie(json.dumps(MOVIE).encode(), out / "film.mp4")
    found = probe(made.path)
    assert found.video and (found.video.frames, found.video.width, found.video.height) == (25, 160, 90)
    assert found.flaws == ()
    assert [path.name for path in out.iterdir()] == ["film.mp4"]


def test_a_movie_that_cannot_be_rendered_leaves_nothing_and_names_the_element(
    renderer: MovieRenderer, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    with pytest.raises(AppError, match="hologram"):
        renderer.render_movie(json.dumps(BROKEN).encode(), out / "film.mp4")
    assert list(out.iterdir()) == []

"""The vendor's service: one movie, one project, whatever breaks on the way."""

import json
import queue
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from sandbox.json2video import KEY, Json2Video, json2video
from sandbox.standin import Fault, StandIn
from shared.core import faults
from shared.core.clock import ManualClock
from shared.core.errors import Conflict, InvalidInput, NotFound, PermanentError, TransientError
from shared.core.ids import random_id
from shared.effects.budget import Budget, OverBudget
from shared.effects.ledger import EffectLedger
from shared.http import Api
from shared.ports.documents import DocumentStore
from shared.video.json2video.projects import PACE
from shared.video.renderers.json2video import Json2VideoRenderer

MOVIE = {"scenes": [{"duration": 2, "elements": [{"type": "text", "text": "Hi"}]}], "client-data": {"lead": "l1"}}


class Died(BaseException):
    """The process ends here."""


@pytest.fixture(autouse=True)
def _no_fault_left() -> Iterator[None]:
    yield
    faults.disarm()


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def over_there(sources: Path, clock: ManualClock) -> Iterator[tuple[StandIn, Json2Video]]:
    film = (sources / "film.mp4").read_bytes()
    with json2video(Json2Video(film=lambda _: film, now=clock.now)) as both:
        yield both


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "films"
    folder.mkdir()
    return folder


Make = Callable[..., Json2VideoRenderer]


@pytest.fixture
def make(over_there: tuple[StandIn, Json2Video], documents: DocumentStore, clock: ManualClock) -> Make:
    from urllib.request import urlopen

    def download(url: str, target: Path) -> None:
        with urlopen(url, timeout=5) as answer:
            target.write_bytes(answer.read())

    def build(key: str = KEY, budget: Decimal | None = Decimal(10)) -> Json2VideoRenderer:
        api = Api(f"{over_there[0].url}/v2", name="json2video", headers={"x-api-key": key}, secrets=[key], timeout=5)
        effects = EffectLedger(documents, clock, random_id, budget=Budget(budget))
        return Json2VideoRenderer(api, effects, clock, download)

    return build


def test_a_movie_is_ordered_waited_for_and_fetched(
    make: Make, over_there: tuple[StandIn, Json2Video], out: Path, clock: ManualClock
) -> None:
    begun = clock.monotonic()
    made = make().render_movie(MOVIE, out / "film.mp4")
    assert (made.frames, made.path.name) == (50, "film.mp4")
    assert clock.monotonic() - begun == sum(PACE[:2])
    assert over_there[0].processed[0].body == MOVIE  # unchanged
    assert [path.name for path in out.iterdir()] == ["film.mp4"]


def test_the_same_movie_twice_is_one_project(make: Make, over_there: tuple[StandIn, Json2Video]) -> None:
    assert make().order(MOVIE) == make().order(json.dumps(MOVIE))
    assert over_there[0].count("POST") == 1
    make().order(MOVIE, key="another lead's")
    assert over_there[0].count("POST") == 2
    with pytest.raises(Conflict):
        make().order({**MOVIE, "id": "other"}, key="another lead's")


@pytest.mark.parametrize("action", ["drop_answer", "drop_request"])
def test_an_order_of_unknown_fate_is_looked_for_and_not_repeated(
    make: Make, over_there: tuple[StandIn, Json2Video], clock: ManualClock, action: Any
) -> None:
    standin, vendor = over_there
    make().order({**MOVIE, "id": "of somebody else"})
    standin.faults.append(Fault(action, "POST"))
    with pytest.raises(TransientError):
        make().order(MOVIE)
    with pytest.raises(TransientError):  # too early to know
        make().order(MOVIE)
    clock.sleep(300)
    project = make().order(MOVIE)
    assert [one.project for one in vendor.projects.values() if one.movie == MOVIE] == [project]


def test_a_process_that_dies_behind_the_order_orders_no_second_time(
    make: Make, over_there: tuple[StandIn, Json2Video], clock: ManualClock
) -> None:
    for point in ("effects.before_send", "effects.after_send", "json2video.after_order"):
        movie = {**MOVIE, "id": point}

        def die(_: str) -> None:
            raise Died

        faults.arm(point, die)
        with pytest.raises(Died):
            make().order(movie)
        faults.disarm()
        clock.sleep(timedelta(hours=1).total_seconds())
        project = make().order(movie)
        assert [key for key, one in over_there[1].projects.items() if one.movie == movie] == [project], point


def test_two_projects_of_the_same_movie_are_left_to_a_person(
    make: Make, over_there: tuple[StandIn, Json2Video], clock: ManualClock
) -> None:
    standin, vendor = over_there
    standin.faults.append(Fault("drop_answer", "POST"))
    with pytest.raises(TransientError):
        make().order(MOVIE)
    from sandbox.json2video import Project

    vendor.projects["SomebodyElse0001"] = Project("SomebodyElse0001", MOVIE, clock.now())
    clock.sleep(300)
    with pytest.raises(PermanentError, match="look there"):
        make().order(MOVIE)
    assert standin.count("POST") == 1


def test_their_odd_status_numbers_are_told_for_what_they_mean(
    make: Make, over_there: tuple[StandIn, Json2Video]
) -> None:
    with pytest.raises(PermanentError, match="the movie, the key, or the credits") as caught:
        make("wrong-key-0123456789").order(MOVIE)
    assert "wrong-key" not in str(caught.value)
    over_there[0].faults.append(Fault("status", "POST", status=401, body={"message": "Quota exceeded"}))
    with pytest.raises(PermanentError, match="plan or its quota"):
        make().order({**MOVIE, "id": "2"})
    over_there[1].credits = 0
    with pytest.raises(PermanentError, match="credits"):
        make().order({**MOVIE, "id": "3"})
    over_there[1].credits = 9
    assert make().order({**MOVIE, "id": "3"})  # what was certainly refused may be ordered again
    with pytest.raises(NotFound, match="Unknown00000001"):  # they answer 200
        make().look("Unknown00000001")
    with pytest.raises(InvalidInput, match="scenes"):
        make().order({"resolution": "hd"})


def test_a_rendering_that_failed_over_there_is_told_in_their_words(make: Make, out: Path) -> None:
    movie = {"scenes": [{"elements": [{"type": "hologram"}]}]}
    with pytest.raises(PermanentError, match=r"Scene #1, element #1: unknown type 'hologram'"):
        make().render_movie(movie, out / "film.mp4")
    assert list(out.iterdir()) == []


def test_a_film_that_is_none_is_not_put_in_its_place(
    make: Make, over_there: tuple[StandIn, Json2Video], out: Path
) -> None:
    over_there[1].film = lambda _: b"<html>maintenance</html>"
    with pytest.raises(InvalidInput, match="not readable"):
        make().render_movie(MOVIE, out / "film.mp4")
    assert list(out.iterdir()) == []


@contextmanager
def listening() -> Iterator[tuple[str, "queue.Queue[bytes]"]]:
    heard: queue.Queue[bytes] = queue.Queue()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.put(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Silence."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/done", heard
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("data", [{}, {"lead": "l1"}], ids=["flat", "whole"])
def test_a_webhook_is_believed_after_a_question_of_ours(make: Make, data: dict[str, str]) -> None:
    with listening() as (endpoint, heard):
        movie = {
            **MOVIE,
            "client-data": data,
            "exports": [{"destinations": [{"type": "webhook", "endpoint": endpoint}]}],
        }
        renderer = make()
        project = renderer.order(movie)
        while not renderer.look(project).ended:
            pass
        state = renderer.heard(heard.get(timeout=5))
    assert (state.project, state.state, state.seconds) == (project, "done", 2)


def test_what_a_webhook_claims_of_a_film_does_not_count(make: Make) -> None:
    renderer = make()
    project = renderer.order(MOVIE)
    forged = {"success": True, "movie": {"project": project, "status": "done", "url": "https://evil.example/x.mp4"}}
    state = renderer.heard(json.dumps(forged).encode())
    assert (state.state, state.url) == ("running", "")
    assert renderer.heard(f"project={project}&url=x".encode(), "application/x-www-form-urlencoded").project == project
    with pytest.raises(NotFound):
        renderer.heard(b'{"project": "NeverOrdered00001"}')
    for body in (b"", b"[]", b"{}", b'{"project": "../../x"}', b"\xff"):
        with pytest.raises(InvalidInput):
            renderer.heard(body)


def test_without_a_budget_nothing_is_ordered(make: Make, over_there: tuple[StandIn, Json2Video]) -> None:
    with pytest.raises(OverBudget, match="no budget"):
        make(budget=None).order(MOVIE)
    assert over_there[0].asked == 0

"""One installation over a real store, its queue and job driven by hand, with a vendor that stands in for JSON2Video."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from sandbox.json2video import Json2Video, json2video
from sandbox.standin import StandIn
from shared.app import App
from shared.content.model import Draft, Proposal
from shared.core.clock import ManualClock
from shared.core.codec import decode, to_plain
from shared.core.errors import AppError, TransientError
from shared.core.ids import random_id
from shared.core.settings import Settings
from shared.tasks.model import NewTask

MOVIE: dict[str, Any] = {
    "width": 180,
    "height": 320,
    "resolution": "custom",
    "fps": 10,
    "scenes": [
        {
            "duration": 1.2,
            "elements": [
                {"type": "image", "src": "build_photos/fence/1.png", "duration": 1.2, "zoom": 4},
                {"type": "text", "text": "The fence", "duration": 1.2},
            ],
        }
    ],
}


def picture(colour: tuple[int, int, int] = (200, 120, 40)) -> bytes:
    from PIL import Image, ImageDraw

    held = io.BytesIO()
    drawn = Image.new("RGB", (180, 320), colour)
    ImageDraw.Draw(drawn).rectangle((20, 20, 90, 200), fill=(20, 60, 160))
    drawn.save(held, "PNG")
    return held.getvalue()


@pytest.fixture(scope="session")
def film(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """What the vendor serves."""
    import av
    import numpy as np

    path = tmp_path_factory.mktemp("film") / "film.mp4"
    with av.open(str(path), "w") as made:
        stream = made.add_stream("libx264", rate=10)
        stream.width, stream.height, stream.pix_fmt = 180, 320, "yuv420p"
        for number in range(15):
            shade = np.full((320, 180, 3), 40 + number * 12, dtype=np.uint8)
            made.mux(stream.encode(av.VideoFrame.from_ndarray(shade, format="rgb24")))
        made.mux(stream.encode())
    return path.read_bytes()


@dataclass
class Jobs:
    """Executions that a test runs when it likes; what was asked for outlives the process that asked."""

    asked: list[tuple[str, Sequence[str]]] = field(default_factory=list)
    waiting: list[list[Any]] = field(default_factory=list)  # args, attempts

    def run(self, job: str, *, args: Sequence[str] = (), env: Any = None, tasks: int = 1) -> str:
        self.asked.append((job, args))
        self.waiting.append([list(args), 0])
        return f"{job}-{len(self.asked)}"


class Stage:
    """The installation, and what outlives any process of it."""

    movie = MOVIE
    picture = staticmethod(picture)

    def __init__(self, data: Path, vendor: Json2Video, standin: StandIn) -> None:
        self.data, self.vendor, self.standin = data, vendor, standin
        self.clock, self.jobs = ManualClock(), Jobs()
        self.renderer = "house"
        self.house = self.begin()

    def begin(self) -> App:
        """A new process."""
        settings = Settings(
            data=self.data,
            network=False,
            budget=Decimal(5),
            base_urls={"json2video": f"{self.standin.url}/v2"},
            egress_allow=(self.standin.url.removeprefix("http://"),),
        )
        self.house = App(settings, clock=self.clock)
        self.house.__dict__["jobs"] = self.jobs
        self.house.__dict__["configuration"] = replace(self.house.configuration, renderer=self.renderer)
        return self.house

    def die(self) -> App:
        """The process is gone, and what it held with it; another one begins."""
        held = self.house._alive._file
        if held is not None:
            held.close()
        self.house.database.close()
        return self.begin()

    def propose(self, id: str = "", movie: dict[str, Any] | None = None, **changes: Any) -> Proposal:
        proposal = Proposal(
            id=id or random_id(),
            batch="b1",
            created_at=self.clock.now(),
            strategy="Show the work.",
            intent="prove",
            caption="The fence is done.",
            resources=("build_photos/fence/1.png",),
            movie=movie or MOVIE,
        )
        proposal = replace(proposal, **changes)
        self.house.documents.set("proposals", proposal.id, to_plain(proposal))
        self.announce(proposal.id)
        return proposal

    def announce(self, proposal: str) -> None:
        task = NewTask("draft", key=proposal, payload={"proposal": proposal})
        if self.house.tasks.find(task.id) is None:
            self.house.documents.batch(self.house.tasks.plan([task], "c1"))

    def step(self) -> bool:
        """Deliver what is due and run a waiting job; False when nothing was there to do."""
        moved = self.deliver()
        return self._work() or moved

    def deliver(self) -> bool:
        self.house.tasks.drain()
        moved = False
        for dispatch in self.house.deliveries.lease(10):
            moved = True
            try:
                self.house.runner.run(decode(dict[str, str], dispatch.body)["task"], dispatch.attempt)
                self.house.deliveries.succeed(dispatch)
            except AppError as error:
                wait = error.retry_after if isinstance(error, TransientError) else None
                self.house.deliveries.fail(dispatch, reason=str(error), retry_after=wait)
        return moved

    def _work(self) -> bool:
        if not self.jobs.waiting:
            return False
        job = self.jobs.waiting[0]
        (_, id), attempt = job
        run = f"@run-{len(self.jobs.asked) - len(self.jobs.waiting)}/"
        job[1] += 1
        owner = f"{self.house.owner()}{run}{attempt}"
        done = self.house.draft_worker.work(id, owner=owner, before=lambda one: run in one and one != owner)
        if done or job[1] > 3:
            self.jobs.waiting.remove(job)
        return True

    def settle(self, rounds: int = 60) -> None:
        """Until nothing is left to do, an hour at most."""
        for _ in range(rounds):
            if not self.step():
                states = ("queued", "running")
                if not any(next(self.house.tasks.list(kind="draft", state=state), None) for state in states):
                    return
            self.clock.advance(31)

    def drafts(self) -> list[Draft]:
        return self.house.drafts.list()


@pytest.fixture
def vendor(film: bytes) -> Iterator[tuple[StandIn, Json2Video]]:
    with json2video(Json2Video(film=lambda _: film)) as (standin, own):
        yield standin, own


@pytest.fixture
def stage(tmp_path: Path, vendor: tuple[StandIn, Json2Video], monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    monkeypatch.setenv("LEADREEL_JSON2VIDEO_KEY", vendor[1].key)
    made = Stage(tmp_path / "data", vendor[1], vendor[0])
    made.house.blobs.put("content", "build_photos/fence/1.png", picture(), content_type="image/png")
    yield made
    made.house.database.close()

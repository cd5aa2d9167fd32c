"""Real parts for the video room: stores in a temporary folder, sample media made once, frames looked at."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt
import pytest

from shared.app import App
from shared.core import faults
from shared.core.clock import ManualClock
from shared.core.settings import Settings
from shared.video.jobs import RenderQueue
from shared.video.media import Media, ensure_media
from shared.video.stage import Inputs, build
from shared.video.templates import Resolution, VideoType, find_type
from shared.video.timeline import Asset

Picture = npt.NDArray[np.uint8]


@pytest.fixture(autouse=True)
def _no_fault_left() -> Iterator[None]:
    yield
    faults.disarm()


@pytest.fixture(scope="session")
def media(samples: Path) -> Media:
    return ensure_media(samples)


@dataclass(frozen=True)
class DrawnPage:
    asset: Asset
    path: Path


@pytest.fixture(scope="session")
def page(tmp_path_factory: pytest.TempPathFactory) -> DrawnPage:
    """A tall page of bands: which rows are in sight can be read from their colour."""
    from PIL import Image

    path = tmp_path_factory.mktemp("page") / "page.png"
    bands = np.zeros((3000, 1280, 3), np.uint8)
    for top in range(0, 3000, 100):
        bands[top : top + 100] = (40 + top // 20, 200 - top // 20, 90)
    Image.fromarray(bands).save(path)
    return DrawnPage(Asset("page.png", hashlib.sha256(path.read_bytes()).hexdigest()), path)


@pytest.fixture(scope="session")
def demo() -> VideoType:
    return find_type("demo")


@pytest.fixture(scope="session")
def tiny(demo: VideoType) -> VideoType:
    """The demo type, small and short: for what does not depend on size."""
    hello, what, call = (msgspec.structs.replace(part, seconds=0.4) for part in demo.segments)
    return msgspec.structs.replace(
        demo, name="tiny", resolution=Resolution(width=320, height=180), segments=(hello, what, call)
    )


@dataclass
class Studio:
    """Renders the demo type and hands out its frames."""

    media: Media
    page: DrawnPage
    kind: VideoType
    folder: Path
    renderer: Any

    def shoot(
        self, fields: dict[str, str], *, site: bool = True, without: Sequence[str] = (), kind: VideoType | None = None
    ) -> Path:
        from shared.video import fonts

        named = {name: file for name, file in self.media.named.items() if name not in without}
        inputs = Inputs(fields, self.page.asset if site else None, "" if site else "the site is gone", named)
        built = build(kind or self.kind, inputs, fonts.can_write)
        files = {**self.media.files, self.page.asset.sha256: self.page.path}
        target = self.folder / f"{len(list(self.folder.iterdir()))}.mp4"
        self.renderer.render(built.timeline, files, target, comment="of this lead")
        return target


@pytest.fixture(scope="session")
def studio(media: Media, page: DrawnPage, demo: VideoType, tmp_path_factory: pytest.TempPathFactory) -> Studio:
    from shared.video.renderers.planes import PlaneRenderer

    return Studio(media, page, demo, tmp_path_factory.mktemp("films"), PlaneRenderer(threads=2))


@pytest.fixture(scope="session")
def pictures() -> Callable[[Path, Sequence[int]], list[Picture]]:
    """RGB frames of a film by number."""
    import av

    def read(path: Path, numbers: Sequence[int]) -> list[Picture]:
        found: dict[int, Picture] = {}
        with av.open(str(path)) as film:
            for number, frame in enumerate(film.decode(video=0)):
                if number in numbers:
                    found[number] = frame.to_ndarray(format="rgb24")
                if number >= max(numbers):
                    break
        return [found[number] for number in numbers]

    return read


@dataclass
class StartedJobs:
    """A job runner that writes down what it was asked for."""

    started: list[tuple[str, ...]] = field(default_factory=list)

    def run(self, job: str, *, args: Sequence[str] = (), env: Any = None, tasks: int = 1) -> str:
        self.started.append((job, *args))
        return f"execution-{len(self.started)}"

    def execution(self, id: str) -> Any:
        raise NotImplementedError

    def cancel(self, id: str) -> None:
        raise NotImplementedError


@pytest.fixture
def house(tmp_path: Path, clock: ManualClock) -> Iterator[App]:
    app = App(Settings(data=tmp_path, network=False), clock=clock, rehearse=True)
    yield app
    app.database.close()


@pytest.fixture
def started() -> StartedJobs:
    return StartedJobs()


@pytest.fixture
def renders(house: App, started: StartedJobs) -> RenderQueue:
    return RenderQueue(house.documents, started, house.effects, house.tasks, house.clock)

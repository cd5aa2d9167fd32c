"""Media as people drop them: films, photos and sounds made on the spot, and a bucket to put them into."""

import wave
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Any

import pytest

from shared.adapters.local.blobs import LocalBlobs
from shared.adapters.local.database import Database
from shared.adapters.local.documents import LocalDocuments
from shared.content.inventory import Stock
from shared.content.looker import Looker, Seen
from shared.core.clock import ManualClock


@pytest.fixture(scope="session")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import av
    import numpy as np
    from PIL import Image

    folder = tmp_path_factory.mktemp("media")
    Image.effect_noise((320, 240), 60).convert("RGB").save(folder / "wide.jpg")
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.effect_noise((320, 240), 60).convert("RGB").save(folder / "turned.jpg", exif=exif)
    with wave.open(str(folder / "tune.wav"), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes((np.sin(np.arange(20_000) * 0.3) * 9000).astype("<i2").tobytes())
    with av.open(str(folder / "film.mp4"), "w", options={"movflags": "+faststart"}) as film:
        stream: Any = film.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
        stream.options = {"preset": "ultrafast"}
        for number in range(75):
            picture = np.random.default_rng(number).integers(0, 255, (180, 320, 3), np.uint8)
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, 25)
            film.mux(stream.encode(frame))
        film.mux(stream.encode(None))
    return folder


@dataclass
class Told:
    """Looks into nothing: says what a test wants, and counts."""

    seen: Callable[[Path], Seen] = lambda _path: Seen(width=1080, height=1920)
    opened: list[str] = field(default_factory=list)

    def __call__(self) -> "Told":
        return self

    def __enter__(self) -> "Told":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return

    def look(self, path: Path, kind: str, thumbnail: Path | None = None) -> Seen:
        self.opened.append(path.name)
        return self.seen(path)


@dataclass
class Place:
    """A bucket `content`, and inventories of it."""

    blobs: LocalBlobs
    documents: LocalDocuments
    clock: ManualClock

    def put(self, name: str, content: bytes | Path = b"x") -> None:
        self.clock.advance(1)
        self.blobs.put("content", name, content)

    def stock(self, looker: Any = Looker, **more: Any) -> Stock:
        return Stock(self.blobs, self.documents, self.clock, looker=looker, **more)


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def place(tmp_path: Path, database: Database, documents: LocalDocuments, clock: ManualClock) -> Iterator[Place]:
    yield Place(LocalBlobs(tmp_path, database, clock), documents, clock)

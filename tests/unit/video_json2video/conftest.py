"""Movies on tiny canvases, their sources beside them, and what their films show."""

import json
import wave
from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw

from shared.video.json2video.compile import Compiled, compile_movie
from shared.video.json2video.materials import Materials

Compile = Callable[[Mapping[str, Any]], Compiled]


@pytest.fixture(scope="session")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A picture, a green screen, a second of tone, two seconds of film with sound."""
    import av

    folder = tmp_path_factory.mktemp("sources")
    Image.new("RGB", (200, 100), "#cc2200").save(folder / "red.png")
    green = Image.new("RGB", (100, 100), "#00b140")
    ImageDraw.Draw(green).rectangle((30, 30, 69, 69), fill="#2040e0")
    green.save(folder / "green.png")
    tone = (np.sin(np.arange(48_000) * 0.06) * 9000).astype("<i2")
    with wave.open(str(folder / "tone.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(48_000)
        file.writeframes(tone.tobytes())
    with av.open(str(folder / "film.mp4"), "w") as film:
        stream: Any = film.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = 160, 90, "yuv420p"
        for number in range(50):
            picture = np.full((90, 160, 3), (20, 20 + number * 4, 120), np.uint8)
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, 25)
            film.mux(stream.encode(frame))
        film.mux(stream.encode(None))
    (folder / "said.srt").write_text("1\n00:00:00,000 --> 00:00:01,000\nOne <i>two</i> three\n")
    return folder


@pytest.fixture
def compiled(sources: Path) -> Compile:
    kept = sources / "kept"

    def make(movie: Mapping[str, Any]) -> Compiled:
        small = {"width": 160, "height": 90, **movie}
        return compile_movie(json.dumps(small), Materials(kept, beside=sources))

    return make

"""What every renderer promises: the same timeline gives the same frames, within a stated PSNR, in a film that plays."""

import hashlib
import importlib.util
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from shared.core.errors import InvalidInput
from shared.video.compose import LayerCache, Painter
from shared.video.ffmpeg import find_ffmpeg
from shared.video.media import ensure_media
from shared.video.probe import decodes_clean, probe
from shared.video.render import NAMES, Renderer, open_renderer
from shared.video.timeline import (
    Asset,
    Canvas,
    Captions,
    Clip,
    Fill,
    Footage,
    Page,
    Picture,
    Scene,
    Shape,
    Sound,
    Text,
    Timeline,
    Track,
    Transition,
    Word,
)

PSNR = 38.0  # dB of every luma frame against the composed one; encoding alone costs 42 to 50
CANVAS = Canvas(320, 180, Fraction(30))


@pytest.fixture(params=NAMES)
def renderer(request: pytest.FixtureRequest) -> Renderer:
    if request.param == "moviepy" and importlib.util.find_spec("moviepy") is None:
        pytest.skip("it is an extra: uv sync --extra moviepy")
    if request.param == "ffmpeg" and find_ffmpeg() is None:
        pytest.skip("it needs the program: uv sync --extra video")
    return open_renderer(request.param)


@pytest.fixture(scope="session")
def files(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pictures")
    page = np.zeros((700, 320, 3), np.uint8)
    for top in range(0, 700, 20):
        page[top : top + 20] = (40 + top // 5, 220 - top // 5, 60 + (top // 20 % 2) * 90)
    Image.fromarray(page).save(folder / "page.png")
    logo = Image.new("RGBA", (80, 80), (0, 0, 0, 0))
    logo.paste((250, 200, 30, 255), (10, 10, 70, 70))
    logo.save(folder / "logo.png")
    own = {path.name: path for path in folder.iterdir()}
    found = {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in own.values()}
    return {**ensure_media(samples).files, **found}


def asset(files: dict[str, Path], name: str) -> Asset:
    return next(Asset(name, key) for key, path in files.items() if path.name == name)


def a_bit_of_everything(files: dict[str, Path]) -> Timeline:
    words = Text("Hi O'Brien: [0:v]%{pts}", 22, panel="#1d4ed8", padding=8, radius=10, shadow=True)
    said = Captions((Word("We", 0, 6), Word("talk", 6, 14), Word("now.", 14, 24)), Text("", 18, outline=2))
    head, music = asset(files, "head.mp4"), asset(files, "music.wav")
    hello = Scene(
        "hello",
        30,
        (
            Track("page", (Clip(Page(asset(files, "page.png"), hold=4, speed=6), 0, 30),)),
            Track("speaker", (Clip(Footage(head, "round", offset=3), 0, 30, 10, 90, width=80),)),
            Track("words", (Clip(words, 4, 26, 310, 20, "right", fade_in=8, rise=12),)),
        ),
    )
    card = Scene(
        "card",
        30,
        (
            Track("ground", (Clip(Fill("#0f766e", "#0c2f3a"), 0, 30),)),
            Track("film", (Clip(Footage(head), 0, 30, 200, 20, width=100, height=60),)),
            Track("logo", (Clip(Picture(asset(files, "logo.png")), 0, 30, 20, 20, width=60, height=60, opacity=0.5),)),
            Track("tick", (Clip(Shape("tick", "#facc15", ink="#111827"), 6, 20, 100, 40, width=40, fade_out=6),)),
            Track("said", (Clip(said, 0, 30, 160, 160, "center", "bottom"),)),
        ),
    )
    return Timeline(CANVAS, (hello, card), (Sound(music, 0, 60, 0.5, fade_in=5, fade_out=5),))


def psnr(one: Any, other: Any) -> float:
    error = float(np.mean((one.astype(float) - other.astype(float)) ** 2))
    return 99.0 if error == 0 else 10 * np.log10(255**2 / error)


def composed(timeline: Timeline, files: dict[str, Path]) -> list[Any]:
    painter = Painter(timeline.canvas, files, LayerCache())
    return [frame.to_ndarray()[: timeline.canvas.height].copy() for frame in painter.frames(timeline)]


def shown(path: Path) -> list[Any]:
    import av

    with av.open(str(path)) as film:
        return [frame.to_ndarray(format="yuv420p")[: frame.height] for frame in film.decode(video=0)]


def test_the_same_timeline_gives_the_same_frames(renderer: Renderer, files: dict[str, Path], tmp_path: Path) -> None:
    timeline = a_bit_of_everything(files)
    made = renderer.render(timeline, files, tmp_path / "film.mp4", comment="of this lead")
    frames = shown(made.path)
    assert len(frames) == made.frames == 60
    near = [psnr(one, other) for one, other in zip(frames, composed(timeline, files), strict=True)]
    assert min(near) > PSNR, [round(value, 1) for value in near]


def test_the_film_plays_everywhere_and_is_whole(renderer: Renderer, files: dict[str, Path], tmp_path: Path) -> None:
    made = renderer.render(a_bit_of_everything(files), files, tmp_path / "film.mp4", comment="of this lead")
    found = probe(made.path)
    assert found.flaws == ()
    assert decodes_clean(made.path) == ""
    assert found.comment == "of this lead"
    assert found.video and (found.video.matrix, found.video.limited) == ("bt709", True)
    assert [path.name for path in tmp_path.iterdir()] == ["film.mp4"]


def test_a_missing_file_is_named_and_nothing_is_left(
    renderer: Renderer, files: dict[str, Path], tmp_path: Path
) -> None:
    timeline = a_bit_of_everything(files)
    lacking = {key: path for key, path in files.items() if path.name != "head.mp4"}
    with pytest.raises(InvalidInput, match=r"head\.mp4"):
        renderer.render(timeline, lacking, tmp_path / "film.mp4")
    assert list(tmp_path.iterdir()) == []


def test_what_a_renderer_cannot_draw_it_refuses_with_its_place(
    renderer: Renderer, files: dict[str, Path], tmp_path: Path
) -> None:
    from shared.video.timeline import Html

    clip = Clip(Html("<b>hi</b>", 100, 50), 0, 5)
    timeline = Timeline(CANVAS, (Scene("intro", 5, (Track("html", (clip,)),)),))
    with pytest.raises(InvalidInput, match="scene 'intro', track 'html', clip 1"):
        renderer.render(timeline, files, tmp_path / "film.mp4")


@pytest.mark.parametrize("kind", ["fade", "wipe-left", "slide-up"])
def test_transitions_are_alike_where_they_are_known(kind: Any, files: dict[str, Path], tmp_path: Path) -> None:
    if find_ffmpeg() is None:
        pytest.skip("it needs the program: uv sync --extra video")
    first, second = a_bit_of_everything(files).scenes
    timeline = Timeline(CANVAS, (first, Scene("card", 30, second.tracks, Transition(kind, 10))))
    frames = shown(open_renderer("ffmpeg").render(timeline, files, tmp_path / "film.mp4").path)
    wanted = composed(timeline, files)
    assert len(frames) == len(wanted) == 50
    assert min(psnr(frames[k], wanted[k]) for k in (*range(19), *range(31, 50))) > PSNR
    middle = psnr(frames[25], wanted[25])
    assert middle > 17, middle  # the programs differ by less than a frame in how far they are

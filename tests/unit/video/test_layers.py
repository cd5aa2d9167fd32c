"""What layers paint: looks, moves between pixels, captions word by word, transitions from picture to picture."""

import hashlib
from fractions import Fraction
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest
from PIL import Image

from shared.core.errors import InvalidInput
from shared.video.compose import LayerCache, Painter
from shared.video.timeline import (
    Asset,
    Canvas,
    Captions,
    ChromaKey,
    Clip,
    Crop,
    Fill,
    Footage,
    Light,
    Look,
    Move,
    Picture,
    Scene,
    Text,
    Timeline,
    Track,
    Transition,
    TransitionKind,
    Word,
)

CANVAS = Canvas(160, 90, Fraction(30))


def put(folder: Path, image: Image.Image, name: str = "p.png") -> tuple[Asset, dict[str, Path]]:
    path = folder / name
    image.save(path)
    key = hashlib.sha256(path.read_bytes()).hexdigest()
    return Asset(name, key), {key: path}


def rgb(
    element: Any, files: dict[str, Path], *ks: int, length: int = 30, under: str = "#000000", **place: Any
) -> list[Any]:
    tracks = (Track("ground", (Clip(Fill(under), 0, length),)), Track("it", (Clip(element, 0, length, **place),)))
    timeline = Timeline(CANVAS, (Scene("s", length, tracks),))
    return frames(timeline, files, *ks)


def frames(timeline: Timeline, files: dict[str, Path], *ks: int) -> list[Any]:
    found = []
    for k in ks:
        (frame,) = Painter(timeline.canvas, files, LayerCache()).frames(timeline, k, k + 1)
        found.append(frame.reformat(format="rgb24", src_colorspace="ITU709").to_ndarray().astype(int))
    return found


def near(pixel: Any, wanted: tuple[int, int, int], by: int = 6) -> bool:
    return bool(np.abs(np.asarray(pixel) - wanted).max() <= by)


def halves() -> Image.Image:
    """Red on the left, blue on the right."""
    image = Image.new("RGB", (160, 90), (220, 30, 30))
    image.paste((30, 30, 220), (80, 0, 160, 90))
    return image


RED, BLUE = (220, 30, 30), (30, 30, 220)


def test_a_picture_keeps_its_colours(tmp_path: Path) -> None:
    asset, files = put(tmp_path, halves())
    (frame,) = rgb(Picture(asset), files, 0)
    assert near(frame[45, 20], RED)
    assert near(frame[45, 140], BLUE)


def test_crop_flip_and_turn(tmp_path: Path) -> None:
    asset, files = put(tmp_path, halves())
    (cropped,) = rgb(Picture(asset, "fill", Look(crop=Crop(0.5, 0, 0.5, 1))), files, 0)
    assert near(cropped[45, 10], BLUE)
    (flipped,) = rgb(Picture(asset, look=Look(flip="horizontal")), files, 0)
    assert near(flipped[45, 20], BLUE)
    assert near(flipped[45, 140], RED)
    (turned,) = rgb(Picture(asset, look=Look(turn=180)), files, 0)
    assert near(turned[45, 20], BLUE)


def test_a_turned_box_stays_about_its_middle(tmp_path: Path) -> None:
    asset, files = put(tmp_path, Image.new("RGB", (40, 20), (250, 250, 250)))
    place = {"x": 80, "y": 45, "anchor": "center", "stand": "middle", "width": 40, "height": 20}
    (frame,) = rgb(Picture(asset, look=Look(turn=90)), files, 0, **place)
    lit = np.argwhere(frame[..., 0] > 128)
    middle = (lit.min(axis=0) + lit.max(axis=0)) / 2
    assert np.abs(middle - (44.5, 79.5)).max() <= 1.5
    assert np.ptp(lit, axis=0) == pytest.approx((39, 19), abs=2)


@pytest.mark.parametrize("kind", ["picture", "film"])
def test_a_green_screen_lets_the_ground_through(tmp_path: Path, kind: str) -> None:
    green = Image.new("RGB", (160, 90), (0, 200, 0))
    green.paste(RED, (60, 20, 100, 70))
    look = Look(key=ChromaKey("#00c800", 0.12, 0.08))
    if kind == "picture":
        asset, files = put(tmp_path, green)
        element: Any = Picture(asset, look=look)
    else:
        asset, files = film(tmp_path, [green] * 5)
        element = Footage(asset, look=look)
    (frame,) = rgb(element, files, 2, under="#3344ee")
    assert near(frame[10, 10], (0x33, 0x44, 0xEE), 12)
    assert near(frame[45, 80], RED, 20)


def test_light_and_opacity(tmp_path: Path) -> None:
    asset, files = put(tmp_path, Image.new("RGB", (160, 90), (100, 100, 100)))
    bright, grey = (
        rgb(Picture(asset, look=Look(light=Light(brightness=0.2))), files, 0)[0],
        rgb(Picture(asset), files, 0)[0],
    )
    assert bright[45, 80, 0] == pytest.approx(grey[45, 80, 0] + 51, abs=3)
    (half,) = rgb(Picture(asset), files, 0, opacity=0.5)
    assert half[45, 80, 0] == pytest.approx(50, abs=4)
    red, files = put(tmp_path, halves())
    (pale,) = rgb(Picture(red, look=Look(light=Light(saturation=0))), files, 0)
    assert np.ptp(pale[45, 20]) <= 4


def film(folder: Path, images: list[Image.Image], name: str = "f.mp4") -> tuple[Asset, dict[str, Path]]:
    import av

    from shared.video.planes import to_yuv

    path = folder / name
    with av.open(str(path), "w") as out:
        stream: Any = out.add_stream("libx264", rate=30, options={"crf": "4", "bf": "0"})
        stream.width, stream.height, stream.pix_fmt = *images[0].size, "yuv420p"
        context = stream.codec_context
        context.color_primaries = context.color_trc = context.colorspace = context.color_range = 1
        for number, image in enumerate(images):
            frame = to_yuv(av.VideoFrame.from_image(image))
            frame.pts, frame.time_base = number, Fraction(1, 30)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    key = hashlib.sha256(path.read_bytes()).hexdigest()
    return Asset(name, key), {key: path}


def test_films_are_fitted_cropped_and_their_last_frame_stands(tmp_path: Path) -> None:
    asset, files = film(tmp_path, [Image.new("RGB", (80, 80), (20 * k, 60, 60)) for k in range(5)])
    (inside,) = rgb(Footage(asset, fit="contain"), files, 0, under="#ffffff")
    assert near(inside[45, 80], (0, 60, 60), 10)
    assert near(inside[45, 10], (255, 255, 255), 10)
    still, again = (rgb(Footage(asset, again=repeat), files, 6)[0][45, 80, 0] for repeat in (False, True))
    assert still == pytest.approx(80, abs=6)
    assert again == pytest.approx(20, abs=6)
    two, files = film(tmp_path, [halves()] * 3, "g.mp4")
    (right,) = rgb(Footage(two, fit="fill", look=Look(crop=Crop(0.5, 0, 0.5, 1))), files, 1)
    assert near(right[45, 10], BLUE, 16)


def test_a_zoom_moves_by_less_than_a_pixel_and_never_back(tmp_path: Path) -> None:
    """Where an edge stands is measured between pixels: each frame moves it on by about the same."""
    image = Image.new("RGB", (640, 360), (20, 20, 20))
    image.paste((235, 235, 235), (400, 0, 640, 360))
    asset, files = put(tmp_path, image)
    move = Move(zoom=(1.0, 1.3), ease=False)
    shown = rgb(Picture(asset, move=move), files, *range(0, 120, 1), length=120)
    edges = [160 - float((frame[45, :, 0] - 20).clip(0).sum()) / 215 for frame in shown]
    steps = np.diff(edges)
    assert steps.min() > 0
    assert steps.max() < 0.2
    assert steps.std() < 0.03


def test_the_spoken_word_is_marked_and_silence_shows_nothing() -> None:
    words = (Word("Hello", 0, 10), Word("there.", 10, 20), Word("Again", 60, 70))
    captions = Captions(words, Text("", 20), mark="#ff0000")
    place = {"x": 80, "y": 45, "anchor": "center", "stand": "middle"}
    first, second, silent, later = rgb(captions, {}, 5, 15, 40, 65, length=90, **place)

    def reds(frame: Any) -> Any:
        return np.argwhere((frame[..., 0] > 150) & (frame[..., 2] < 90))

    assert reds(first)[:, 1].mean() < 80 < reds(second)[:, 1].mean()
    assert silent.max() < 12
    assert abs(reds(later)[:, 1].mean() - 80) < 10


@pytest.mark.parametrize("kind", get_args(TransitionKind))
def test_each_transition_leads_from_one_scene_to_the_next(kind: Any) -> None:
    first = Scene("a", 20, (Track("t", (Clip(Fill("#dc1e1e"), 0, 20),)),))
    second = Scene("b", 20, (Track("t", (Clip(Fill("#1e1edc"), 0, 20),)),), Transition(kind, 10))
    timeline = Timeline(CANVAS, (first, second))
    assert timeline.length == 30
    shown = frames(timeline, {}, 9, 10, 14, 19, 20)
    blue = [float((np.abs(frame - BLUE).max(axis=2) < 40).mean()) for frame in shown]
    red = [float((np.abs(frame - RED).max(axis=2) < 40).mean()) for frame in shown]
    assert (red[0], blue[0]) == (1, 0)
    assert (red[4], blue[4]) == (0, 1)
    assert red[1] >= red[3]
    assert blue[3] >= blue[1]
    assert shown[2].mean() != shown[0].mean() or 0 < red[2] < 1


def test_frames_are_the_same_wherever_a_segment_begins() -> None:
    """A planner may cut anywhere: what is seen at a frame does not depend on where painting began."""
    words = Clip(Text("Hi", 30), 3, 20, 80, 40, "center", fade_in=8, fade_out=5, rise=10)
    scene = Scene("s", 30, (Track("g", (Clip(Fill("#123456", "#654321"), 0, 30),)), Track("w", (words,))))
    timeline = Timeline(CANVAS, (scene,))
    whole = [frame.to_ndarray().copy() for frame in Painter(CANVAS, {}, LayerCache()).frames(timeline)]
    for k in (0, 5, 11, 20, 29):
        (alone,) = Painter(CANVAS, {}, LayerCache()).frames(timeline, k, k + 1)
        assert np.array_equal(alone.to_ndarray(), whole[k])


def test_a_film_can_be_joined_in_its_middle(tmp_path: Path) -> None:
    asset, files = film(tmp_path, [Image.new("RGB", (64, 48), (3 * k, 50, 50)) for k in range(80)])
    scene = Scene("s", 80, (Track("f", (Clip(Footage(asset, again=False), 0, 80),)),))
    timeline = Timeline(CANVAS, (scene,))
    whole = [frame.to_ndarray()[45, 80] for frame in Painter(CANVAS, files, LayerCache()).frames(timeline)]
    for k in (1, 40, 70, 79):
        (alone,) = Painter(CANVAS, files, LayerCache()).frames(timeline, k, k + 1)
        assert int(alone.to_ndarray()[45, 80]) == pytest.approx(int(whole[k]), abs=1)


def test_a_bomb_of_a_picture_is_refused_with_its_place(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.png"
    Image.new("1", (20_000, 20_000)).save(bomb)
    key = hashlib.sha256(bomb.read_bytes()).hexdigest()
    with pytest.raises(InvalidInput, match=r"scene 's', track 'it', clip 1.*bomb\.png.*too many"):
        rgb(Picture(Asset("bomb.png", key)), {key: bomb}, 0)

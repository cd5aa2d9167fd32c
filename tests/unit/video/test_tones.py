"""Films as phones write them: turned by a flag, in high dynamic range. Right with the FFmpeg program and without."""

import importlib.util
import subprocess
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from shared.app import App
from shared.video import ffmpeg, media
from shared.video.ffmpeg import find_ffmpeg, rewrite
from shared.video.films import covering, footage
from shared.video.tones import HLG, PQ, held_down, light

PROGRAM = find_ffmpeg()
needs_program = pytest.mark.skipif(PROGRAM is None, reason=f"no FFmpeg program; {ffmpeg.REMEDY}")
Way = Callable[[Path, Path], Path]


def as_it_is(film: Path, folder: Path) -> Path:
    return film


def rewritten(film: Path, folder: Path) -> Path:
    assert PROGRAM
    return rewrite(PROGRAM, film, folder / "ours.mp4", Fraction(30))


ways = pytest.mark.parametrize("way", [as_it_is, pytest.param(rewritten, marks=needs_program)])


def filmed(path: Path, luma: Any, *, deep: int = 0) -> Path:
    """Three frames of that brightness; `deep` = the curve of ten bits in the colours of BT.2020."""
    with av.open(str(path), "w") as film:
        stream: Any = film.add_stream("libx264", rate=30, options={"crf": "4"})
        high, wide = luma.shape
        stream.width, stream.height, stream.pix_fmt = wide, high, "yuv420p10le" if deep else "yuv420p"
        if deep:
            context = stream.codec_context
            context.color_primaries, context.color_trc, context.colorspace, context.color_range = 9, deep, 9, 1
        middle = 512 if deep else 128
        kind: Any = np.uint16 if deep else np.uint8
        for number in range(3):
            frame = av.VideoFrame(wide, high, stream.pix_fmt)
            for plane, values in zip(
                frame.planes, (luma, *(np.full((high // 2, wide // 2), middle),) * 2), strict=True
            ):
                row = plane.line_size // np.dtype(kind).itemsize
                np.frombuffer(memoryview(plane), kind).reshape(plane.height, row)[:, : plane.width] = values
            frame.pts, frame.time_base = number, Fraction(1, 30)
            film.mux(stream.encode(frame))
        film.mux(stream.encode(None))
    return path


def first_luma(film: Path, width: int, height: int) -> Any:
    return next(iter(footage(film, Fraction(30), covering(width, height), 0)))[0]


@needs_program
@ways
@pytest.mark.parametrize(("flag", "edge"), [(90, "left"), (-90, "right"), (180, "bottom")])
def test_a_turned_film_is_upright(tmp_path: Path, way: Way, flag: int, edge: str) -> None:
    luma = np.full((48, 96), 60, np.uint8)
    luma[:12] = 200  # bright above, before the flag turns it
    flat, turned = filmed(tmp_path / "flat.mp4", luma), tmp_path / "turned.mp4"
    arguments = ["-v", "error", "-display_rotation", str(flag), "-i", str(flat), "-c", "copy", str(turned)]
    subprocess.run([str(PROGRAM), *arguments], check=True, timeout=30)
    size = (96, 48) if flag == 180 else (48, 96)
    seen = first_luma(way(turned, tmp_path), *size)
    strips = {"left": seen[:, :6], "right": seen[:, -6:], "top": seen[:6], "bottom": seen[-6:]}
    assert max(strips, key=lambda name: float(strips[name].mean())) == edge
    assert abs(float(strips[edge].mean()) - 200) < 4


@ways
@pytest.mark.parametrize(("curve", "white"), [(PQ, 0.5807), (HLG, 0.75)])
def test_a_white_page_in_high_range_is_not_grey(tmp_path: Path, way: Way, curve: int, white: float) -> None:
    luma = np.full((48, 64), round(64 + 876 * white), np.uint16)
    luma[:, :32] = 64
    seen = first_luma(way(filmed(tmp_path / "deep.mp4", luma, deep=curve), tmp_path), 64, 48)
    assert seen[:, :24].mean() < 25  # black stays black
    assert 185 < seen[:, 40:].mean() <= 236  # as it is, it would be 143 and 180


@pytest.mark.parametrize("able", [True, False])
def test_a_users_film_is_toned_down_by_the_program_or_without_it(
    house: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, able: bool
) -> None:
    if PROGRAM is None and able:
        pytest.skip(f"no FFmpeg program; {ffmpeg.REMEDY}")
    monkeypatch.setattr(media, "find_ffmpeg", lambda _: PROGRAM if able else None)
    luma = np.full((48, 64), round(64 + 876 * 0.5807), np.uint16)
    house.blobs.put(media.BUCKET, "head.mp4", filmed(tmp_path / "deep.mp4", luma, deep=PQ))
    gathered = media.MediaLibrary(house.blobs, tmp_path / "kept").gather(frozenset({"head.mp4"}), Fraction(30))
    film = gathered.files[gathered.named["head.mp4"].asset.sha256]
    assert ffmpeg.high_range(film) == (0 if able else PQ)
    assert first_luma(film, 64, 48).mean() > 185


@needs_program
@pytest.mark.parametrize("curve", [PQ, HLG])
def test_every_renderer_tones_a_film_down_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, curve: int) -> None:
    from shared.video.render import open_renderer
    from shared.video.timeline import Asset, Canvas, Clip, Footage, Scene, Timeline, Track

    monkeypatch.chdir(tmp_path)  # paths may be relative: the program runs elsewhere
    luma = np.tile(np.linspace(64, 700, 64).astype(np.uint16), (48, 1))
    film = filmed(Path("phone.mp4"), luma, deep=curve)
    line = Timeline(
        Canvas(64, 48, Fraction(30)),
        (Scene("hello", 3, (Track("film", (Clip(Footage(Asset("phone.mp4", "x")), 0, 3),)),)),),
    )
    names = ["planes", "ffmpeg", *(["moviepy"] if importlib.util.find_spec("moviepy") else [])]
    seen = [
        first_luma(open_renderer(name).render(line, {"x": film}, Path(f"{name}.mp4")).path, 64, 48) for name in names
    ]
    assert seen[0][0, 0] < 25 and seen[0][0, -1] > 200
    for other in seen[1:]:
        assert np.abs(other.astype(int) - seen[0]).mean() < 2 and np.abs(other.astype(int) - seen[0]).max() < 10


@pytest.mark.parametrize(("curve", "white"), [(PQ, 0.5807), (HLG, 0.75)])
def test_a_white_page_is_the_unit_of_light(curve: int, white: float) -> None:
    page = light(np.full((1, 3), white), curve)
    assert page.max() == pytest.approx(1, abs=0.02) and page.min() == pytest.approx(1, abs=0.02)


def test_more_light_is_never_darker() -> None:
    shown = held_down(np.linspace(0, 60, 2000))
    assert np.all(np.diff(shown) > 0) and shown[-1] < 1

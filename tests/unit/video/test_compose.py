"""Composing: pages scroll by whole even rows, films keep their time whatever their rate."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.core.errors import InvalidInput
from shared.video.films import covering, footage, looped
from shared.video.layers.base import strength
from shared.video.layers.ground import scroll
from shared.video.planes import Planes
from shared.video.timeline import Asset, Clip, Fill, Page

PAGE = Asset("page", "")


@given(st.integers(1, 600), st.integers(0, 300), st.sampled_from([0, 2, 8, 20]), st.integers(0, 5000))
def test_a_page_scrolls_down_by_even_steps_and_never_beyond_its_end(
    length: int, hold: int, speed: int, distance: int
) -> None:
    tops = scroll(Page(PAGE, hold=hold, speed=speed), length, distance)
    steps = [later - earlier for earlier, later in pairwise(tops)]
    assert len(tops) == length
    assert all(top % 2 == 0 and 0 <= top <= distance for top in tops)
    assert all(0 <= step <= speed for step in steps)
    assert not any(tops[: hold + 1])


@given(st.integers(1, 60), st.integers(0, 40), st.integers(0, 40))
def test_a_fade_begins_and_ends_softly_and_never_leaves_its_range(length: int, fade_in: int, fade_out: int) -> None:
    clip = Clip(Fill("#ffffff"), 0, length, fade_in=fade_in, fade_out=fade_out)
    shown = [strength(clip, k) for k in range(length)]
    assert all(0 <= value <= 256 for value in shown)
    if fade_in + fade_out < length:
        assert max(shown) == 256


def film(path: Path, rate: int, count: int, *, drop: frozenset[int] = frozenset()) -> Path:
    """A film whose frame number can be read from its brightness; those in `drop` are missing."""
    import av

    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=rate, options={"crf": "1", "bf": "0"})
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for number in range(count):
            if number in drop:
                continue
            planes = np.full((72, 64), 128, np.uint8)
            planes[:48] = 20 + 4 * number
            frame = av.VideoFrame.from_ndarray(planes, format="yuv420p")
            frame.pts, frame.time_base = number, Fraction(1, rate)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path


def numbers(frames: Iterator[Planes]) -> list[int]:
    return [round((int(planes[0][10, 10]) - 20) / 4) for planes in frames]


def test_a_film_of_half_the_rate_shows_each_frame_twice(tmp_path: Path) -> None:
    path = film(tmp_path / "f.mp4", 15, 10)
    shown = numbers(footage(path, Fraction(30), covering(64, 48), 0))
    assert shown[:8] == [0, 0, 1, 1, 2, 2, 3, 3]


def test_a_film_of_twice_the_rate_shows_every_other_frame(tmp_path: Path) -> None:
    path = film(tmp_path / "f.mp4", 60, 20)
    shown = numbers(footage(path, Fraction(30), covering(64, 48), 0))
    assert len(shown) in {10, 11}
    assert {later - earlier for earlier, later in pairwise(shown[1:-1])} == {2}


def test_missing_frames_are_held_so_that_nothing_runs_ahead(tmp_path: Path) -> None:
    path = film(tmp_path / "f.mp4", 30, 12, drop=frozenset({4, 5}))
    assert numbers(footage(path, Fraction(30), covering(64, 48), 0))[:9] == [0, 1, 2, 3, 3, 3, 6, 7, 8]


def test_a_short_film_begins_again_and_an_offset_counts_from_its_beginning(tmp_path: Path) -> None:
    path = film(tmp_path / "f.mp4", 30, 6)
    films = looped(path, Fraction(30), covering(64, 48), 4)
    assert numbers(next(films) for _ in range(9)) == [4, 5, 0, 1, 2, 3, 4, 5, 0]


def test_a_film_is_cut_to_cover_its_box(tmp_path: Path) -> None:
    path = film(tmp_path / "f.mp4", 30, 2)
    planes = next(footage(path, Fraction(30), covering(32, 64), 0))
    assert [plane.shape for plane in planes] == [(64, 32), (32, 16), (32, 16)]


def test_what_is_no_film_is_refused_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "mine.mp4").write_bytes(b"not a film at all")
    with pytest.raises(InvalidInput, match=r"mine\.mp4"):
        next(footage(tmp_path / "mine.mp4", Fraction(30), covering(64, 48), 0))

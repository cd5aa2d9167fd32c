"""Films from outside: put right by a fenced process, or refused with a reason."""

import time
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from shared.core.errors import InvalidInput, NotFound
from shared.video import ffmpeg
from shared.video.ffmpeg import Limits, find_ffmpeg, rewrite, rewriting
from shared.video.probe import probe

PROGRAM = find_ffmpeg()
needs_program = pytest.mark.skipif(PROGRAM is None, reason=f"no FFmpeg program; {ffmpeg.REMEDY}")


def film(path: Path, *, size: tuple[int, int] = (64, 48), rate: int = 25, numbers: Sequence[int] = range(25)) -> Path:
    import av

    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=rate)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        for number in numbers:
            frame = av.VideoFrame.from_ndarray(np.full((size[1] * 3 // 2, size[0]), 90, np.uint8), format="yuv420p")
            frame.pts, frame.time_base = number, Fraction(1, rate)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path


def test_no_name_can_become_an_option_or_a_protocol() -> None:
    arguments = rewriting(Path("-i http://x; rm *.mp4"), Path("'out'.mp4"), Fraction(30))
    assert "file:-i http:/x; rm *.mp4" in arguments
    assert arguments[-1] == "file:'out'.mp4"
    assert arguments[arguments.index("-protocol_whitelist") + 1] == "file"
    for needed in ("-nostdin", "-max_pixels", "-t", "-fs", "-format_whitelist"):
        assert needed in arguments


def test_a_wrong_setting_is_not_passed_over() -> None:
    with pytest.raises(NotFound, match="LEADREEL_FFMPEG"):
        find_ffmpeg("/no/such/program")


@needs_program
def test_an_odd_film_becomes_one_of_ours(tmp_path: Path) -> None:
    assert PROGRAM
    odd = film(tmp_path / "odd name; 'x'.mkv", size=(98, 50), rate=24, numbers=[0, 1, 2, 7, 8, 20, 23])
    heard: list[float] = []
    made = probe(rewrite(PROGRAM, odd, tmp_path / "ours.mp4", Fraction(30), on_progress=heard.append))
    assert made.video is not None
    assert (made.video.codec, made.video.pixels, made.video.rate) == ("h264", "yuv420p", 30)
    assert made.video.steady and made.video.matrix == "bt709" and made.video.limited
    assert heard
    assert sorted(path.name for path in tmp_path.iterdir()) == ["odd name; 'x'.mkv", "ours.mp4"]


@needs_program
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("list.mp4", b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n"),
        ("concat.mp4", b"ffconcat version 1.0\nfile /etc/passwd\n"),
        ("text.mp4", b"hello"),
        ("empty.mp4", b""),
    ],
)
def test_what_is_no_film_is_refused_with_its_name(tmp_path: Path, name: str, content: bytes) -> None:
    assert PROGRAM
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InvalidInput, match=name):
        rewrite(PROGRAM, tmp_path / name, tmp_path / "out.mp4", Fraction(30))
    assert [path.name for path in tmp_path.iterdir()] == [name]


@needs_program
def test_a_picture_that_is_too_large_is_refused(tmp_path: Path) -> None:
    assert PROGRAM
    large = film(tmp_path / "large.mp4", size=(640, 480), numbers=range(3))
    with pytest.raises(InvalidInput, match=r"large\.mp4"):
        rewrite(PROGRAM, large, tmp_path / "out.mp4", Fraction(30), limits=Limits(pixels=10_000))


def test_a_program_that_hangs_is_ended(tmp_path: Path) -> None:
    stuck = tmp_path / "stuck"
    stuck.write_text("#!/bin/sh\nexec sleep 60\n")
    stuck.chmod(0o755)
    began = time.monotonic()
    with pytest.raises(InvalidInput, match="not done within"):
        rewrite(stuck, tmp_path / "film.mp4", tmp_path / "out.mp4", Fraction(30), limits=Limits(seconds=0.3))
    assert time.monotonic() - began < 5
    assert list(tmp_path.iterdir()) == [stuck]

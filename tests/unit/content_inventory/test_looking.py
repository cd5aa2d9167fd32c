"""A process of its own looks into media, and no file brings more down than that process."""

import struct
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.content.looker import Looker
from shared.core.errors import PermanentError


@pytest.fixture(scope="module")
def looker() -> Iterator[Looker]:
    with Looker() as looker:
        yield looker


def test_a_film_is_told_with_its_length_its_size_and_a_small_picture(
    looker: Looker, media: Path, tmp_path: Path
) -> None:
    from PIL import Image

    seen = looker.look(media / "film.mp4", "video", tmp_path / "small.jpg")
    assert (seen.duration, seen.width, seen.height, seen.fps, seen.sounds) == (3.0, 320, 180, 25.0, False)
    assert seen.thumbnail
    assert Image.open(tmp_path / "small.jpg").size == (320, 180)


def test_a_film_that_was_filmed_upright_is_portrait(looker: Looker, media: Path, tmp_path: Path) -> None:
    """Phones store a turned picture and say so in a matrix."""
    from PIL import Image

    content = bytearray((media / "film.mp4").read_bytes())
    matrix = content.index(b"tkhd") + 4 + 40
    turned = (0, 65_536, 0, -65_536, 0, 0, 0, 0, 1 << 30)
    content[matrix : matrix + 36] = struct.pack(">9i", *turned)
    phone = tmp_path / "phone.mp4"
    phone.write_bytes(content)
    seen = looker.look(phone, "video", tmp_path / "small.jpg")
    assert (seen.width, seen.height) == (180, 320)
    assert Image.open(tmp_path / "small.jpg").size == (180, 320)


def test_a_turned_photo_is_told_as_it_is_seen(looker: Looker, media: Path) -> None:
    seen = looker.look(media / "turned.jpg", "image")
    assert (seen.width, seen.height) == (240, 320)


def test_a_sound_has_a_length_and_no_size(looker: Looker, media: Path) -> None:
    seen = looker.look(media / "tune.wav", "audio")
    assert (seen.duration, seen.width, seen.sounds) == (2.5, None, True)


def test_a_film_whose_upload_broke_off_is_as_long_as_what_arrived(looker: Looker, media: Path, tmp_path: Path) -> None:
    """Its index promises three seconds."""
    content = (media / "film.mp4").read_bytes()
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(content[: len(content) * 2 // 3])
    seen = looker.look(broken, "video")
    assert seen.problem == ""
    assert seen.duration is not None
    assert 1.0 < seen.duration < 2.5


def test_hostile_files_are_told_with_a_reason(looker: Looker, media: Path, tmp_path: Path) -> None:
    def reason(name: str, content: bytes, kind: str) -> str:
        (tmp_path / name).write_bytes(content)
        return looker.look(tmp_path / name, kind, tmp_path / "small.jpg").problem

    jpeg = (media / "wide.jpg").read_bytes()
    assert "not readable as a film" in reason("noise.mp4", b"\x00\x01\x02" * 5000, "video")
    assert "not readable as a picture" in reason("page.jpg", b"<html>", "image")
    assert "damaged" in reason("half.jpg", jpeg[: len(jpeg) // 2], "image")
    assert "pixels are too many" in reason("bomb.png", _bomb(90_000), "image")
    assert reason("bomber.png", _bomb(2_000_000_000), "image")
    assert "HEIC" in reason("phone.heic", b"\x00\x00\x00\x18ftypheic" + b"\x00" * 400, "image")
    assert "sound without pictures" in reason("song.mp4", (media / "tune.wav").read_bytes(), "video")
    assert "no sound" in reason("mute.m4a", (media / "film.mp4").read_bytes(), "audio")
    assert looker.look(media / "wide.jpg", "image").problem == ""  # and it goes on


def test_no_playlist_leads_to_another_file(looker: Looker, media: Path, tmp_path: Path) -> None:
    (tmp_path / "film.mp4").write_bytes((media / "film.mp4").read_bytes())
    playlists = {
        "a.mp4": "#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3,\nfilm.mp4\n#EXT-X-ENDLIST\n",
        "b.mov": "ffconcat version 1.0\nfile film.mp4\n",
    }
    for name, text in playlists.items():
        (tmp_path / name).write_text(text)
        assert "not readable" in looker.look(tmp_path / name, "video").problem


def _bomb(side: int) -> bytes:
    """A PNG of a few hundred bytes that claims to be huge."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )


_READER = "import sys; print('{\"ready\": true}', flush=True)\nfor line in sys.stdin:\n  "


def test_a_file_that_takes_too_long_is_given_up_and_the_next_is_read(tmp_path: Path) -> None:
    slow = "import time; time.sleep(60) if 'bad' in line else print('{\"width\": 7}', flush=True)"
    with Looker(patience=0.3, program=("-c", _READER + slow)) as looker:
        assert looker.look(tmp_path / "bad.mp4", "video").problem == "not read within 0.3 s"
        assert looker.look(tmp_path / "good.mp4", "video").width == 7


def test_a_file_that_brings_the_reader_down_is_told_and_the_next_is_read(tmp_path: Path) -> None:
    fatal = "import os; os.abort() if 'bad' in line else print('{\"width\": 7}', flush=True)"
    with Looker(program=("-c", _READER + fatal)) as looker:
        assert "brought the reader down" in looker.look(tmp_path / "bad.mp4", "video").problem
        assert looker.look(tmp_path / "good.mp4", "video").width == 7


def test_where_films_cannot_be_read_a_person_is_told_what_to_install(tmp_path: Path) -> None:
    with (
        Looker(program=("-c", 'print(\'{"missing": "av"}\')')) as looker,
        pytest.raises(PermanentError, match="av is missing; uv sync --extra video"),
    ):
        looker.look(tmp_path / "a.mp4", "video")


@pytest.mark.skipif(sys.platform != "linux", reason="limits of memory are kept by Linux")
def test_the_reader_has_little_memory() -> None:
    import subprocess

    code = "from shared.content.looking import _fence_in; _fence_in(); bytearray(3_000_000_000)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "MemoryError" in done.stderr

"""`leadreel video render` for a place: its shape, captions, brand and loudness, and the pictures beside the film."""

import json
import math
import wave
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image

from local.cli import main
from shared.core.errors import InvalidInput
from shared.video.formats_sound import loudness_of
from shared.video.shaping import read_brand

GROUND = {"element": {"type": "fill", "color": "#0f3a2c"}, "start": 0, "length": 12}
WORDS = {"element": {"type": "text", "text": "Hi there", "size": 20}, "start": 0, "length": 12, "x": 160, "y": 90}
MOVIE = {
    "resolution": "custom",
    "width": 160,
    "height": 90,
    "fps": 10,
    "scenes": [{"background-color": "#0f3a2c", "duration": 1, "elements": []}],
}
SRT = "1\n00:00:00,100 --> 00:00:00,900\nHello you\n\n2\n00:01:00,000 --> 00:01:01,000\nLater\n"
BRAND = (
    "primary: '#aa0000'\nsecondary: '#aa0000'\nlogo: logo.png\nintro: Diaz & Sons\noutro: Call us\nlink: diaz.example\n"
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LEADREEL_DATA", str(tmp_path / "var"))
    t = np.arange(48_000 * 12 // 10) / 48_000
    with wave.open("voice.wav", "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(48_000)
        file.writeframes((4000 * np.sin(2 * math.pi * 300 * t)).astype("<i2").tobytes())
    canvas = {"width": 320, "height": 180, "rate": "10/1"}
    sound = {"asset": {"name": "voice.wav", "sha256": ""}, "start": 0, "length": 12}
    scene = {"name": "hello", "length": 12, "tracks": [{"name": "all", "clips": [GROUND, WORDS]}]}
    Path("movie.json").write_text(json.dumps({"canvas": canvas, "scenes": [scene], "sounds": [sound]}))
    Path("said.srt").write_text(SRT)
    Path("brand.yaml").write_text(BRAND)
    Image.new("RGBA", (40, 20), (255, 255, 255, 255)).save("logo.png")
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, list[dict[str, Any]], str]:
    with pytest.raises(SystemExit) as ended:
        main(["video", "render", *words, "--json"])
    out, told = capsys.readouterr()
    return int(ended.value.code or 0), [json.loads(line) for line in out.splitlines()], told


def frames(path: Path | str) -> list[Any]:
    with av.open(str(path)) as film:
        return [frame.to_ndarray(format="rgb24").astype(int) for frame in film.decode(video=0)]


def test_one_timeline_for_several_places(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["--timeline", "movie.json", "--format", "9:16", "--format", "mail", "--out", "m.mp4"]
    code, made, told = run(capsys, *asked, "--captions", "said.srt", "--loudness", "--poster", "--gif")
    assert code == 0, told
    assert [(one["format"], one["path"]) for one in made] == [("9:16", "m-9x16.mp4"), ("mail", "m-mail.mp4")]
    assert all("1 words come after the end" in one["notes"][0] for one in made)
    upright, mail = frames("m-9x16.mp4"), frames("m-mail.mp4")
    assert (upright[0].shape, mail[0].shape) == ((1920, 1080, 3), (360, 640, 3))
    changed = np.abs(upright[5] - upright[0]).max(axis=2) > 60  # captions are there from the second frame on
    rows = np.nonzero(changed.any(axis=1))[0]
    assert 0.5 * 1920 < rows.min() < rows.max() <= 0.8 * 1920  # inside what no button covers
    assert loudness_of(home / "m-mail.mp4").integrated == pytest.approx(-14, abs=1)
    assert Image.open(made[1]["poster"]).size == (640, 360)
    assert 0 < Path(made[1]["gif"]).stat().st_size <= 300_000


def test_a_brand_stands_before_behind_and_over_it(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, made, told = run(capsys, "--timeline", "movie.json", "--brand", "brand.yaml", "--out", "b.mp4")
    assert code == 0, told
    seen = frames(made[0]["path"])
    assert len(seen) > 12 + 30  # two cards of two seconds, less their passages
    assert np.abs(seen[0][5, 5] - (170, 0, 0)).max() < 12
    middle = seen[22]
    assert np.abs(middle[5, 5] - (15, 58, 44)).max() < 12
    assert (middle[:60, 200:].min(axis=2) > 180).any()  # the logo


def test_a_movie_as_data_takes_them_too(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("j2v.json").write_text(json.dumps(MOVIE))
    code, made, told = run(capsys, "j2v.json", "--format", "square", "--out", "s.mp4", "--poster")
    assert code == 0, told
    assert frames("s.mp4")[0].shape == (1080, 1080, 3)
    assert Image.open(made[0]["poster"]).size == (1080, 1080)
    code, made, told = run(capsys, "j2v.json", "--out", "plain.mp4")
    assert (code, frames("plain.mp4")[0].shape) == (0, (90, 160, 3))


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--format", "vhs"], "no format is called 'vhs'"),
        (["--format", "9:16", "--format", "vhs"], "no format is called 'vhs'"),
        (["--captions", "none.srt"], "no such file"),
        (["--captions", "logo.png"], "not readable as UTF-8"),
        (["--captions", "said.srt", "--caption-style", "gothic"], "in the style 'gothic'"),
        (["--brand", "said.srt"], "said.srt"),
    ],
)
def test_what_cannot_be_had_is_told_before_anything_is_rendered(
    home: Path, capsys: pytest.CaptureFixture[str], words: list[str], message: str
) -> None:
    code, made, told = run(capsys, "--timeline", "movie.json", "--out", "x.mp4", *words)
    assert (code, made) == (1, [])
    assert message in told
    assert not list(home.glob("x*.mp4"))


@pytest.mark.parametrize("text", ["primary: red", "colour: '#ffffff'", "logo: ../logo.png", "logo: [", "- 1"])
def test_a_brand_that_is_none_is_refused_with_its_key(home: Path, text: str) -> None:
    Path("bad.yaml").write_text(text)
    with pytest.raises(InvalidInput, match=r"bad\.yaml"):
        read_brand(Path("bad.yaml"))

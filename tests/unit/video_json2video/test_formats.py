"""One timeline in every shape; brand, loudness, and pictures of a finished film."""

import hashlib
import io
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from PIL import Image

from shared.core.errors import InvalidInput
from shared.video.formats import FORMATS, Format, Safe, format_named, reframed
from shared.video.formats_brand import Brand, branded
from shared.video.formats_sound import leveled, loudness, loudness_of
from shared.video.formats_stills import GIF_BYTES, gif, poster, thumbnails
from shared.video.overlays import laid_over
from shared.video.render import open_renderer
from shared.video.timeline import (
    Asset,
    Canvas,
    Clip,
    Fill,
    Footage,
    Picture,
    Scene,
    Shape,
    Sound,
    Text,
    Timeline,
    Track,
    Transition,
)

CANVAS = Canvas(320, 180, Fraction(25))
SHAPES = [
    Format("wide", 320, 180),
    Format("square", 180, 180),
    Format("upright", 180, 320, Safe(0.12, 0.2, 0.06, 0.12)),
]


def asset(path: Path) -> Asset:
    return Asset(path.name, hashlib.sha256(path.read_bytes()).hexdigest())


def a_scene() -> Scene:
    tick, words = Shape("tick", "#ff0000"), Text("A point", 16)
    return Scene(
        "hello",
        25,
        (
            Track("ground", (Clip(Fill("#102030"), 0, 25),)),
            Track("speaker", (Clip(Footage(Asset("head", "x"), "round"), 0, 25, 230, 90, width=80, height=80),)),
            Track("title", (Clip(Text("A title that is rather long", 24, align="center"), 0, 25, 160, 30, "center"),)),
            Track("points", (Clip(tick, 0, 25, 20, 120, width=16), Clip(words, 0, 25, 44, 118))),
        ),
    )


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_what_matters_stays_in_the_safe_part_and_together(shape: Format) -> None:
    made = reframed(Timeline(CANVAS, (a_scene(),)), shape)
    assert (made.canvas.width, made.canvas.height) == (shape.width, shape.height)
    left, top, wide, high = shape.safe.box(made.canvas)
    ground, speaker, title, points = made.scenes[0].tracks
    assert ground.clips[0].width == 0  # the whole canvas
    (bubble,) = speaker.clips
    assert left <= bubble.x <= bubble.x + bubble.width <= left + wide
    assert top <= bubble.y <= bubble.y + bubble.height <= top + high
    assert bubble.width == bubble.height
    tick, words = points.clips
    assert 0 < words.x - tick.x - tick.width < 20 and abs(words.y - tick.y) <= 4
    assert left <= tick.x and top <= tick.y
    assert isinstance(title.clips[0].element, Text) and title.clips[0].element.width <= wide


def test_a_film_that_filled_the_picture_fills_it_again() -> None:
    clips = (Clip(Picture(Asset("p", "x"), "fill"), 0, 25, width=320, height=180),)
    made = reframed(Timeline(CANVAS, (Scene("s", 25, (Track("t", clips),)),)), SHAPES[2])
    (clip,) = made.scenes[0].clips()
    assert (clip.x, clip.y, clip.width, clip.height) == (0, 0, 180, 320)
    assert isinstance(clip.element, Picture) and clip.element.fit == "cover"


def test_every_format_has_a_safe_part_and_a_limit() -> None:
    for one in FORMATS.values():
        _, _, wide, high = one.safe.box(one.canvas(CANVAS))
        assert wide > one.width / 2 and high > one.height / 2
    long = Timeline(CANVAS, (Scene("s", 25 * 200, (Track("t", ()),)),))
    with pytest.raises(InvalidInput, match=r"youtube-short: 200.0 s are too long"):
        reframed(long, format_named("youtube-short"))


def test_a_brand_lies_over_all_scenes_between_its_cards(sources: Path) -> None:
    tone, logo = asset(sources / "tone.wav"), asset(sources / "red.png")
    scenes = (a_scene(), replace(a_scene(), enter=Transition("fade", 5)))
    timeline = Timeline(CANVAS, scenes, (Sound(tone, 0, 45),))
    made = branded(
        timeline, Brand(logo=logo, logo_shape=2, intro="Weber & Söhne", outro="Talk to us", link="x.example")
    )
    assert [scene.name for scene in made.scenes] == ["intro", "hello", "hello", "outro"]
    assert made.sounds[0].start == made.starts()[1] == 50 - 8
    assert made.length == timeline.length + 2 * (50 - 8)
    for scene in made.scenes[1:3]:
        assert any(clip.name == "logo" for clip in scene.clips())


def test_what_lies_over_all_scenes_lasts_as_long_as_it_should() -> None:
    timeline = Timeline(CANVAS, (a_scene(), replace(a_scene(), enter=Transition("fade", 5)), a_scene()))
    clip = Clip(Text("over", 20), 10, 50, name="over", fade_in=4, fade_out=4)
    made = laid_over(timeline, (clip,))
    seen = set()
    for scene, at in zip(made.scenes, made.starts(), strict=True):
        for one in scene.clips():
            if one.name == "over":
                seen |= set(range(at + one.start, at + one.start + one.length))
    assert seen == set(range(10, 60))


def test_a_quiet_film_becomes_as_loud_as_platforms_play(sources: Path, tmp_path: Path) -> None:
    tone = asset(sources / "tone.wav")
    files = {tone.sha256: sources / "tone.wav"}
    timeline = Timeline(CANVAS, (a_scene_without_films(100),), (Sound(tone, 0, 100, 0.3),))
    assert loudness(timeline, files).integrated < -20
    made, why = leveled(timeline, files)
    assert why == "" and abs(loudness(made, files).integrated + 14) < 0.5
    film = open_renderer().render(made, files, tmp_path / "film.mp4").path
    found = loudness_of(film)
    assert abs(found.integrated + 14) < 1 and found.peak < -0.5


def a_scene_without_films(length: int) -> Scene:
    return Scene("s", length, (Track("t", (Clip(Fill("#102030", "#f0e0d0"), 0, length),)),))


def test_silence_is_not_made_louder(sources: Path) -> None:
    tone = asset(sources / "tone.wav")
    timeline = Timeline(CANVAS, (a_scene_without_films(25),), (Sound(tone, 0, 25, 0.0),))
    assert leveled(timeline, {tone.sha256: sources / "tone.wav"}) == (timeline, "the sound is silent")
    assert leveled(replace(timeline, sounds=()), {})[1] == "there is no sound"


def test_a_film_has_a_poster_thumbnails_and_a_gif_for_mails(sources: Path) -> None:
    film = sources / "film.mp4"
    assert Image.open(io.BytesIO(poster(film))).size == (160, 90)
    small = [Image.open(io.BytesIO(one)) for one in thumbnails(film, 4, width=64)]
    assert [one.size for one in small] == [(64, 36)] * 4
    green = [one.convert("RGB").getpixel((32, 18))[1] for one in small]  # type: ignore[index] # RGB
    assert green == sorted(green) and green[0] < green[-1]
    made = gif(film, seconds=1.5)
    moving = Image.open(io.BytesIO(made.content))
    assert len(made.content) <= GIF_BYTES and getattr(moving, "n_frames", 1) >= 10
    with pytest.raises(InvalidInput, match="do not fit"):
        gif(film, most=200)
    with pytest.raises(InvalidInput, match="no pictures"):
        gif(film, start=60)

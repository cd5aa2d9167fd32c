"""From a movie to a timeline: times, places, looks, and refusals that name the element."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from shared.core.errors import InvalidInput
from shared.video.compose import LayerCache, Painter
from shared.video.json2video.compile import Compiled, compile_movie
from shared.video.json2video.materials import Limits, Materials
from shared.video.timeline import Bars, Captions, Clip, Footage, Picture, Text

Compile = Callable[[Mapping[str, Any]], Compiled]


def scene(*elements: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    return {"elements": list(elements), **more}


def clips(made: Compiled, number: int = 0) -> list[Clip]:
    return [clip for clip in made.timeline.scenes[number].clips() if clip.name]


TEXT = {"type": "text", "text": "Hi"}


def test_a_scene_lasts_as_long_as_what_is_in_it(compiled: Compile) -> None:
    film = {"type": "video", "src": "film.mp4", "id": "film", "start": 0.4}
    late = {"type": "image", "src": "red.png", "start": "{{film_end}}", "duration": 1, "extra-time": 0.2}
    made = compiled({"scenes": [scene(late, film, TEXT)]})
    assert made.timeline.length == 90  # 0.4 + 2 + 1 + 0.2 s at 25 frames
    times = {clip.name[-11:]: (clip.start, clip.length) for clip in clips(made)}
    assert times == {"elements[0]": (60, 25), "elements[1]": (10, 50), "elements[2]": (0, 90)}


def test_nothing_that_has_a_length_makes_five_seconds(compiled: Compile) -> None:
    assert compiled({"scenes": [{}]}).timeline.seconds == 5
    assert compiled({"scenes": [scene(TEXT)]}).timeline.seconds == 5


def test_the_end_of_what_lasts_as_long_as_its_scene_can_be_asked_for(compiled: Compile) -> None:
    made = compiled(
        {
            "scenes": [
                scene(
                    {**TEXT, "id": "title"},
                    {"type": "image", "src": "red.png", "duration": 2},
                    {**TEXT, "start": "{{title_end / 2}}"},
                )
            ]
        }
    )
    assert [(clip.start, clip.length) for clip in clips(made)] == [(0, 50), (0, 50), (25, 25)]


def test_two_elements_that_wait_for_each_other_are_refused(compiled: Compile) -> None:
    one = {**TEXT, "id": "a", "start": "{{b_end}}", "duration": 1}
    other = {**TEXT, "id": "b", "start": "{{a_end}}", "duration": 1}
    with pytest.raises(InvalidInput, match=r"movie\.scenes\[0\]\.elements\[0\]\.start: .*'b_end'"):
        compiled({"scenes": [scene(one, other)]})


def test_the_movies_own_elements_lie_over_all_scenes(compiled: Compile) -> None:
    logo = {"type": "image", "src": "red.png", "width": 20, "position": "top-right", "duration": -2, "fade-out": 0.4}
    made = compiled(
        {"elements": [logo], "scenes": [scene(duration=1), scene(duration=1, transition={"duration": 0.4})]}
    )
    parts = [clip for number in (0, 1) for clip in clips(made, number)]
    assert [(clip.start, clip.length, clip.fade_out) for clip in parts] == [(0, 25, 0), (0, 25, 10)]
    assert (parts[0].x, parts[0].y) == (160 - 20 - 8, round(90 * 0.05))


def test_music_that_outlasts_the_scenes_makes_the_movie_longer(compiled: Compile) -> None:
    music = {"type": "audio", "src": "tone.wav", "loop": 3}
    made = compiled({"elements": [music], "scenes": [scene(duration=1)]})
    assert made.timeline.seconds == 3
    held = compiled({"elements": [{**music, "duration": -2}], "scenes": [scene(duration=1)]})
    assert held.timeline.seconds == 1


def test_pictures_stand_where_they_are_put(compiled: Compile) -> None:
    def place(**more: Any) -> tuple[int, int, int, int, str]:
        (clip,) = clips(compiled({"scenes": [scene({"type": "image", "src": "red.png", **more})]}))
        assert isinstance(clip.element, Picture)
        return clip.x, clip.y, clip.width, clip.height, clip.element.fit

    assert place(x=10, y=4) == (10, 4, 200, 100, "fill")
    assert place(width=100, x=5) == (5, 0, 100, 50, "fill")
    assert place(resize="cover") == (0, 0, 160, 90, "cover")
    assert place(resize="fit", width=80, height=80) == (40, 5, 80, 80, "contain")
    assert place(height=40, position="bottom-left", x=2) == (10, 90 - 40 - 4, 80, 40, "fill")
    assert place(width=60, position="center-center") == (50, 30, 60, 30, "fill")
    assert place(crop={"x": 50, "width": 100}) == (0, 0, 100, 100, "fill")


def test_a_green_ground_is_taken_out_of_the_picture(compiled: Compile, tmp_path: Path) -> None:
    keyed = {"type": "image", "src": "green.png", "width": 80, "chroma-key": {"color": "#00b140"}}
    made = compiled({"scenes": [scene(keyed, duration=0.1, **{"background-color": "#ffffff"})]})
    frame = next(iter(Painter(made.timeline.canvas, made.files, LayerCache()).frames(made.timeline)))
    picture = frame.to_ndarray(format="rgb24")
    assert picture[6, 6].min() > 240
    assert picture[40, 40, 2] > 180 > 90 > picture[40, 40, 0]


def test_zoom_and_pan_become_a_move(compiled: Compile) -> None:
    made = compiled(
        {"scenes": [scene({"type": "image", "src": "red.png", "resize": "cover", "zoom": 5, "pan": "left"})]}
    )
    (clip,) = clips(made)
    assert isinstance(clip.element, Picture) and clip.element.move
    assert clip.element.move.zoom == pytest.approx((1 / 0.9, 1.5 / 0.9))
    assert (clip.element.move.x, clip.element.move.y) == ((0, 1), (0.5, 0.5))


def test_subtitles_show_what_a_voice_says_in_its_own_words(compiled: Compile) -> None:
    voice = {"type": "voice", "text": "Hello there. All is well."}
    subtitles = {"type": "subtitles", "settings": {"style": "boxed-word", "all-caps": True}}
    made = compiled({"elements": [subtitles], "scenes": [scene(duration=1), scene(voice)]})
    assert not clips(made, 0)
    (clip,) = clips(made, 1)
    assert isinstance(clip.element, Captions)
    assert [word.text for word in clip.element.words] == ["HELLO", "THERE.", "ALL", "IS", "WELL."]
    assert clip.element.words[0].start == 1  # 0.05 s into the second scene
    assert "hum" in made.notes[0]


def test_captions_are_read_from_a_file_beside_the_movie(compiled: Compile) -> None:
    made = compiled({"elements": [{"type": "subtitles", "captions": "said.srt"}], "scenes": [scene(duration=2)]})
    (clip,) = clips(made)
    assert isinstance(clip.element, Captions)
    assert [word.text for word in clip.element.words] == ["One", "two", "three"]


def test_an_audiogram_follows_the_sound(compiled: Compile) -> None:
    bars = {"type": "audiogram", "height": 40, "color": "#00ff00"}
    made = compiled({"scenes": [scene({"type": "audio", "src": "tone.wav", "start": 1}, bars, duration=2)]})
    (clip,) = clips(made)
    element = clip.element
    assert isinstance(element, Bars) and clip.width == 160
    loud = [max(element.levels[k * element.count : (k + 1) * element.count]) for k in range(50)]
    assert max(loud[:20]) == 0 < 60 < min(loud[27:48])


def test_a_film_over_two_scenes_goes_on_where_it_was(compiled: Compile) -> None:
    film = {"type": "video", "src": "film.mp4", "duration": -2}
    made = compiled({"elements": [film], "scenes": [scene(duration=0.6), scene(duration=0.6)]})
    second = clips(made, 1)[0].element
    assert isinstance(second, Footage) and second.offset == 15


@pytest.mark.parametrize(
    ("element", "place"),
    [
        ({"type": "image", "src": "nowhere.png"}, r"elements\[0\]\.src: .*no such file"),
        ({"type": "image", "src": "../../etc/passwd"}, r"elements\[0\]\.src: .*no such file"),
        ({"type": "image", "src": "file:///etc/passwd"}, r"elements\[0\]\.src: .*http"),
        ({"type": "image", "src": "film.mp4"}, r"elements\[0\]\.src: .*picture"),
        ({"type": "video", "src": "red.png", "duration": 1}, r"elements\[0\]\.src"),
        ({"type": "video", "src": "film.mp4", "seek": 9}, r"elements\[0\]\.seek"),
        ({"type": "image", "src": "red.png", "prompt": "a cat"}, r"elements\[0\]\.prompt"),
        ({"type": "image", "src": "red.png", "crop": {"x": 150, "width": 100}}, r"elements\[0\]\.crop"),
        ({"type": "image", "src": "red.png", "rotate": {"angle": 9, "speed": 2}}, r"elements\[0\]\.rotate\.speed"),
        ({"type": "text", "text": "x", "style": "005"}, r"elements\[0\]\.style"),
        ({"type": "text", "text": "x", "settings": {"font-size": "huge"}}, r"elements\[0\]\.settings\.font-size"),
        ({"type": "text", "text": "x", "settings": {"clip-path": "circle()"}}, r"elements\[0\]\.settings\.clip-path"),
        ({"type": "component", "component": "advanced/060"}, r"elements\[0\]\.component: .*basic/000"),
        ({"type": "html", "html": "<p>", "tailwindcss": True}, r"elements\[0\]\.tailwindcss"),
        ({"type": "html", "src": "https://example.com"}, r"elements\[0\]\.src"),
        ({"type": "audiogram"}, r"elements\[0\]: nothing is heard"),
        ({"type": "subtitles"}, r"elements\[0\]\.type: subtitles stand"),
        ({"type": "audio", "src": "https://example.com/a.mp3"}, r"elements\[0\]\.src: .*network"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_its_place(compiled: Compile, element: dict[str, Any], place: str) -> None:
    with pytest.raises(InvalidInput, match=r"movie\.scenes\[0\]\." + place):
        compiled({"scenes": [scene(element)]})


def test_an_unknown_transition_is_refused_with_its_place(compiled: Compile) -> None:
    with pytest.raises(InvalidInput, match=r"movie\.scenes\[1\]\.transition\.style: .*'swirl'"):
        compiled({"scenes": [{}, {"transition": {"style": "swirl"}}]})


def test_sources_that_weigh_too_much_are_refused(sources: Path, tmp_path: Path) -> None:
    movie = {"scenes": [scene({"type": "image", "src": "red.png"}, {"type": "image", "src": "green.png"})]}
    with pytest.raises(InvalidInput, match=r"elements\[0\]\.src: .*bytes"):
        compile_movie(movie, Materials(tmp_path, beside=sources, limits=Limits(picture=10)))
    with pytest.raises(InvalidInput, match=r"elements\[\d\]\.src: .*together"):
        compile_movie(movie, Materials(tmp_path, beside=sources, limits=Limits(all=300)))


HOSTILE = [
    "O'Brien \"quoted\", [0:v]drawtext=text='x';%{pts}\\:",
    "🎉🎉 emoji 🎉",
    "你好世界 and مرحبا بالعالم",
    "x" * 300,
    "long words " * 30,
    "{{brace}} <b>bold</b> & co",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_drawn_or_what_is_left_out_is_told(compiled: Compile, words: str) -> None:
    made = compiled(
        {"variables": {"words": words}, "scenes": [scene({"type": "text", "text": "{{words}}"}, duration=0.1)]}
    )
    (clip,) = clips(made)
    assert isinstance(clip.element, Text) and clip.element.text == words.strip()
    frame = next(iter(Painter(made.timeline.canvas, made.files, LayerCache()).frames(made.timeline)))
    light = frame.to_ndarray()[:90]
    assert light.max() > 150 and light[:2].max() < 40 and light[-2:].max() < 40  # within the canvas
    if "🎉" in words:
        assert any("🎉" in note for note in made.notes)

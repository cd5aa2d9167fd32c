"""Words are drawn whatever they are: long, hostile, right to left, in any script, on a machine without fonts."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.video import drawing, fonts
from shared.video.stage import Inputs, build
from shared.video.templates import VideoType
from shared.video.timeline import Text

NAMES = [
    "O'Brien",
    'Ann "the" Lee',
    "x:y,z;[0]%{pts}\\' drawtext=textfile=/etc/passwd",
    "王小明",
    "محمد بن سلمان",
    "יוסי",
    "नरेन्द्र",
    "🎉 Zoë 👩‍👩‍👧",
    "\u202eevil\u202c",
    "a\x00b\n\rc\t",
    "e\u0301" * 30,
    "W" * 300,
    "Wort " * 60,
    "",
    " ",
    "\ud800",
]


@pytest.mark.parametrize("name", NAMES)
def test_every_name_is_drawn_within_its_room(name: str) -> None:
    image, margin = drawing.draw_text(Text(f"Hi {name}!", 52, width=500, panel="#000000", padding=18), 500)
    assert image.width <= 500
    assert margin == 0
    assert image.height < 52 * 3


@settings(max_examples=60, deadline=None)
@given(
    st.text(max_size=120), st.integers(1, 3), st.integers(80, 900), st.booleans(), st.sampled_from(["left", "center"])
)
def test_no_text_leaves_its_room(text: str, lines: int, room: int, shadow: bool, align: str) -> None:
    image, margin = drawing.draw_text(
        Text(text, 40, width=room, lines=lines, align=align, shadow=shadow),  # type: ignore[arg-type] # drawn from the two
        room,
    )
    assert image.width <= room + 2 * margin + 1
    assert image.height <= lines * 40 * 1.3 + 2 * margin + 2


def test_a_long_name_shrinks_before_it_is_cut() -> None:
    short, _ = drawing.draw_text(Text("Hi Ana!", 52, width=340), 340)
    longer, _ = drawing.draw_text(Text("Hi Bartholomew!", 52, width=340), 340)
    cut, _ = drawing.draw_text(Text("Hi " + "W" * 300, 52, width=340), 340)
    assert short.height > longer.height > cut.height * 0.9
    assert 290 < cut.width <= 340


def test_what_is_cut_ends_in_an_ellipsis() -> None:
    _, lines = drawing._set(Text("", 52), "W" * 300, 400, {})
    assert lines[0].endswith("…")
    _, lines = drawing._set(Text("", 52, lines=2), "word " * 60, 400, {})
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert not lines[0].endswith("…")


def test_a_title_of_two_lines_is_balanced() -> None:
    _, lines = drawing._set(Text("", 60, lines=2, align="center"), "Shall we look at your numbers today", 900, {})
    assert len(lines) == 2
    assert len(lines[1]) > len("today")


def test_different_names_make_different_pictures() -> None:
    pictures = {
        drawing.draw_text(Text(f"Hi {name}!", 52), 900)[0].tobytes() for name in ("Ana", "Anna", "O'Brien", "Zoë")
    }
    assert len(pictures) == 4


def test_direction_overrides_and_control_characters_are_dropped() -> None:
    assert fonts.cleaned("\u202eAna\u0000\u200b Diaz\x1b[31m") == "Ana Diaz[31m"
    assert fonts.cleaned("می\u200cخواهم") == "می\u200cخواهم"


def test_emoji_are_dropped_and_the_name_stays() -> None:
    assert fonts.writable("Zoë 🎉") == "Zoë"
    assert fonts.can_write("Zoë 🎉")
    assert not fonts.can_write("🎉🎉")


def test_on_a_machine_without_fonts_latin_names_are_still_written(monkeypatch: pytest.MonkeyPatch) -> None:
    caches = (fonts.faces, fonts._machine, fonts.face_for, fonts._has_glyph, drawing._width)
    for cached in caches:
        cached.cache_clear()
    monkeypatch.setattr(fonts, "_house", lambda _: [])
    monkeypatch.setattr(fonts, "_folders", lambda: iter(()))
    try:
        assert fonts.faces() == ()
        assert fonts.can_write("Ana Diaz")
        assert not fonts.can_write("王小明")
        image, _ = drawing.draw_text(Text("Hi Ana!", 52), 900)
        assert image.width > 100
    finally:
        for cached in caches:
            cached.cache_clear()


@pytest.mark.parametrize("name", ["王小明", "さくら", "김민준"])
def test_names_of_east_asia_are_drawn_where_there_is_a_font_for_them(name: str) -> None:
    if not fonts.can_write(name):
        pytest.skip("no font for Chinese, Japanese and Korean on this machine; install fonts-noto-cjk")
    image, _ = drawing.draw_text(Text(name, 52), 900)
    empty, _ = drawing.draw_text(Text("", 52), 900)
    assert image.width > empty.width + 2 * 52
    assert fonts.writable(f"{name} (Acme)") == f"{name} (Acme)"


@pytest.mark.parametrize("name", ["王小明", "さくら", "김민준"])
def test_a_name_without_a_font_gives_way_and_says_so(
    name: str, demo: VideoType, monkeypatch: pytest.MonkeyPatch
) -> None:
    covers = fonts._covers
    monkeypatch.setattr(fonts, "_covers", lambda file, text: text.isascii() and covers(file, text))
    fonts.face_for.cache_clear()
    try:
        built = build(demo, Inputs({"first_name": name, "company_name": "Acme"}), fonts.can_write)
    finally:
        monkeypatch.undo()
        fonts.face_for.cache_clear()
    assert any(
        note.startswith("first_name cannot be written with the fonts of this machine") for note in built.fallbacks
    )
    shown = [
        clip.element.text for scene in built.timeline.scenes for clip in scene.clips() if isinstance(clip.element, Text)
    ]
    assert not any(name in words for words in shown)

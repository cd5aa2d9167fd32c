"""Subtitles: three file formats, word times, and styles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.core.errors import InvalidInput
from shared.video.captions import STYLES, captions_of, read_captions, style_named
from shared.video.checks import check
from shared.video.timeline import Canvas, Clip, Scene, Timeline, Track

SRT = (
    "\ufeff1\r\n00:00:01,000 --> 00:00:02,000\r\nHello <i>there</i>,\r\nAna\r\n\r\n2\r\n"
    "00:00:03,5 --> 00:00:04,500\r\nBye\r\n"
)
VTT = "WEBVTT\n\nNOTE no words\n\n00:01.000 --> 00:03.000 line:0\nOne <00:01.500><c>two</c> <00:02.250>three\n"
ASS = (
    "[Script Info]\nTitle: x\n[Events]\nFormat: Layer, Start, End, Style, Text\n"
    "Dialogue: 0,0:00:01.00,0:00:02.00,Default,{\\\\k30}Say, {\\\\k70}this\n"
    "Comment: 0,0:00:05.00,0:00:06.00,Default,not shown\n"
).replace("\\\\", "\\")


def test_srt_shares_the_time_of_a_line_among_its_words() -> None:
    words = read_captions(SRT)
    assert [word.text for word in words] == ["Hello", "there,", "Ana", "Bye"]
    assert (words[0].start, words[2].end, words[3].start, words[3].end) == (1, 2, 3.5, 4.5)
    assert [word.opens for word in words] == [True, False, False, True]


def test_vtt_keeps_the_times_of_words() -> None:
    assert [(word.text, word.start) for word in read_captions(VTT)] == [("One", 1), ("two", 1.5), ("three", 2.25)]


def test_ass_keeps_the_times_of_syllables() -> None:
    assert [(word.text, round(word.start, 2)) for word in read_captions(ASS)] == [("Say,", 1), ("this", 1.3)]


@pytest.mark.parametrize("text", ["", "hello", "1\n00:00:02,000 --> 00:00:01,000\nx", "1\nsoon --> later\nx"])
def test_what_is_none_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput, match="captions"):
        read_captions(text)


CUES = st.lists(
    st.tuples(st.integers(0, 5000), st.integers(1, 3000), st.text("abc é你 ", min_size=1, max_size=30)),
    min_size=1,
    max_size=8,
)


@given(CUES, st.sampled_from(sorted(STYLES)))
def test_any_captions_can_be_drawn(cues: list[tuple[int, int, str]], style: str) -> None:
    def stamp(value: int) -> str:
        return f"00:00:{value // 1000:02d},{value % 1000:03d}"

    text = "\n\n".join(f"{n}\n{stamp(at)} --> {stamp(at + long)}\n{said}." for n, (at, long, said) in enumerate(cues))
    words = read_captions(text)
    canvas = Canvas(320, 180, 25)  # type: ignore[arg-type] # a whole rate is one too
    clip = Clip(captions_of(words, style_named(style), canvas, 280), 0, 300)
    check(Timeline(canvas, (Scene("s", 300, (Track("t", (clip,)),)),)))


def test_an_unknown_style_names_those_there_are() -> None:
    with pytest.raises(InvalidInput, match="boxed-word"):
        style_named("neon")

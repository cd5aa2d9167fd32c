"""A timeline is data: it can be stored, compared, hashed, and refused with the place of its fault."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.core.codec import decode, encode
from shared.core.errors import InvalidInput
from shared.video.checks import check
from shared.video.timeline import (
    Asset,
    Canvas,
    Clip,
    Fill,
    Footage,
    Page,
    Picture,
    Scene,
    Shape,
    Sound,
    Text,
    Timeline,
    Track,
    digest,
)

ASSETS = st.builds(Asset, st.text(max_size=8), st.text("0123456789abcdef", min_size=8, max_size=8))
ELEMENTS = st.one_of(
    st.builds(Fill, st.just("#112233")),
    st.builds(Page, ASSETS, st.integers(0, 60), st.sampled_from([0, 2, 8])),
    st.builds(Picture, ASSETS, st.sampled_from(["cover", "contain"])),
    st.builds(Footage, ASSETS, st.sampled_from(["rect", "round"]), st.integers(0, 99)),
    st.builds(Text, st.text(max_size=20), st.integers(8, 99)),
    st.builds(Shape, st.sampled_from(["box", "disc", "tick"]), st.just("#ffffff80")),
)
CLIPS = st.builds(Clip, ELEMENTS, start=st.integers(0, 5), length=st.integers(1, 5), x=st.integers(-99, 2000))
SCENES = st.builds(
    Scene,
    st.text(max_size=8),
    st.integers(10, 300),
    st.lists(st.builds(Track, st.text(max_size=5), st.lists(CLIPS, max_size=3).map(tuple)), max_size=3).map(tuple),
)
TIMELINES = st.builds(
    Timeline,
    st.builds(Canvas, st.just(1280), st.just(720), st.sampled_from([Fraction(30), Fraction(30000, 1001)])),
    st.lists(SCENES, min_size=1, max_size=3).map(tuple),
    st.lists(st.builds(Sound, ASSETS, st.integers(0, 9), st.integers(1, 9)), max_size=2).map(tuple),
)


@settings(max_examples=60)
@given(TIMELINES)
def test_a_timeline_survives_its_json_form(timeline: Timeline) -> None:
    again = decode(Timeline, encode(timeline))
    assert again == timeline
    assert hash(again) == hash(timeline)
    assert digest(again) == digest(timeline)
    assert check(timeline) is timeline


@given(TIMELINES)
@settings(max_examples=20)
def test_any_change_changes_the_digest(timeline: Timeline) -> None:
    first = timeline.scenes[0]
    changed = replace(timeline, scenes=(replace(first, length=first.length + 1), *timeline.scenes[1:]))
    assert digest(changed) != digest(timeline)
    assert changed.length == timeline.length + 1


def one(clip: Clip, canvas: Canvas | None = None, length: int = 30) -> Timeline:
    return Timeline(canvas or Canvas(1280, 720, Fraction(30)), (Scene("hello", length, (Track("words", (clip,)),)),))


@pytest.mark.parametrize(
    ("timeline", "words"),
    [
        (one(Clip(Fill("#fff"), 0, 5)), ["scene 'hello'", "track 'words'", "clip 1", "#fff"]),
        (one(Clip(Fill("#ffffff"), 20, 11)), ["scene 'hello'", "clip 1", "20 to 31", "30"]),
        (one(Clip(Fill("#ffffff"), 0, 0)), ["scene 'hello'", "clip 1"]),
        (one(Clip(Page(Asset("p", ""), speed=3), 0, 5)), ["even", "3"]),
        (one(Clip(Fill("#ffffff"), 0, 5), Canvas(1281, 720, Fraction(30))), ["1281", "even"]),
        (one(Clip(Fill("#ffffff"), 0, 5), Canvas(1280, 99999, Fraction(30))), ["99999"]),
        (one(Clip(Fill("#ffffff"), 0, 5), Canvas(1280, 720, Fraction(1000))), ["1000"]),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_its_place(timeline: Timeline, words: list[str]) -> None:
    with pytest.raises(InvalidInput) as refusal:
        check(timeline)
    for word in words:
        assert word in str(refusal.value)


def test_frames_are_whole_at_any_rate() -> None:
    assert Canvas(16, 16, Fraction(30)).frames(2.2) == 66
    assert Canvas(16, 16, Fraction(30000, 1001)).frames(10) == 300
    assert Canvas(16, 16, Fraction(25)).frames(0.1) == 2

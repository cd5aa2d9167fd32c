"""From a type and a lead to a timeline: what is missing is replaced and named, what is shared stays shared."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.video.media import Media
from shared.video.stage import Inputs, build
from shared.video.templates import Card, Film, Personal, VideoType, find_type, load_types
from shared.video.timeline import Asset, Footage, Page, Text, Timeline, digest

PAGE = Asset("page", "ab" * 32)
ANA = {"first_name": "Ana", "company_name": "Diaz & Sons"}


def words_in(timeline: Timeline) -> list[str]:
    return [clip.element.text for scene in timeline.scenes for clip in scene.clips() if isinstance(clip.element, Text)]


def test_a_whole_lead_needs_no_fallback(demo: VideoType, media: Media) -> None:
    built = build(demo, Inputs(ANA, PAGE, media=media.named))
    assert built.fallbacks == ()
    assert {"Hi Ana!", "I had a look at Diaz & Sons"} <= set(words_in(built.timeline))
    assert built.timeline.length == 300
    assert PAGE in built.timeline.assets()


def test_what_a_lead_lacks_is_replaced_and_named(demo: VideoType, media: Media) -> None:
    built = build(demo, Inputs({"first_name": "  "}, None, "the site answered 404", media.named))
    assert "Hi there!" in words_in(built.timeline)
    assert [line.partition(":")[0] for line in built.fallbacks] == [
        "company_name is missing",
        "first_name is missing",
        "the site answered 404",
    ]
    assert not any(isinstance(clip.element, Page) for scene in built.timeline.scenes for clip in scene.clips())


def test_a_name_that_no_font_can_write_gives_way(demo: VideoType, media: Media) -> None:
    built = build(demo, Inputs({**ANA, "first_name": "王小明"}, PAGE, media=media.named), str.isascii)
    assert "Hi there!" in words_in(built.timeline)
    assert "cannot be written" in built.fallbacks[0]


def test_missing_media_leave_a_plain_card_and_silence(media: Media) -> None:
    demo = find_type("demo")
    film = Film(name="film", seconds=2, media="mine.mp4", title="What you get")
    kind = msgspec.structs.replace(demo, segments=(*demo.segments, film))
    built = build(kind, Inputs(ANA, PAGE, media={}))
    assert built.timeline.sounds == ()
    assert "What you get" in words_in(built.timeline)
    assert not any(isinstance(c.element, Footage) for scene in built.timeline.scenes for c in scene.clips())
    for name in ("head.mp4", "music.wav", "mine.mp4"):
        assert any(name in line for line in built.fallbacks)


def test_only_what_depends_on_the_lead_differs_from_lead_to_lead(demo: VideoType, media: Media) -> None:
    ana = build(demo, Inputs(ANA, PAGE, media=media.named)).timeline
    bo = build(demo, Inputs({"first_name": "Bo", "company_name": "Bo"}, None, "gone", media.named)).timeline
    assert [digest(a) == digest(b) for a, b in zip(ana.scenes, bo.scenes, strict=True)] == [False, True, True]
    assert [scene.shared for scene in ana.scenes] == [False, True, True]
    assert ana.sounds == bo.sounds


def test_a_card_that_names_the_lead_is_not_shared(media: Media) -> None:
    demo = find_type("demo")
    card = Card(name="bye", seconds=1, title="Bye {first_name}")
    kind = msgspec.structs.replace(demo, segments=(card,))
    scene = build(kind, Inputs(ANA, media=media.named)).timeline.scenes[0]
    assert not scene.shared


@pytest.mark.parametrize(
    "name", ["{company_name}", "{first_name}", "{nope}", "{}", "{0.__class__}", "%(x)s", "${HOME}"]
)
def test_a_name_is_never_read_as_a_placeholder(demo: VideoType, media: Media, name: str) -> None:
    built = build(demo, Inputs({**ANA, "first_name": name}, PAGE, media=media.named))
    assert f"Hi {name}!" in words_in(built.timeline)


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(sorted(load_types())),
    st.dictionaries(st.sampled_from(["first_name", "company_name"]), st.text(max_size=300)),
    st.booleans(),
    st.sampled_from([(1280, 720), (1080, 1920), (1080, 1080), (640, 360), (1920, 1080)]),
    st.sampled_from([30, 25, "30000/1001"]),
)
def test_every_type_makes_a_timeline_of_its_length_for_every_lead(
    name: str, fields: dict[str, str], site: bool, size: tuple[int, int], fps: int | str
) -> None:
    kind = load_types()[name]
    resolution = msgspec.structs.replace(kind.resolution, width=size[0], height=size[1])
    kind = msgspec.structs.replace(kind, resolution=resolution, fps=fps)
    timeline = build(kind, Inputs(fields, PAGE if site else None)).timeline
    assert timeline.length == sum(kind.canvas.frames(part.seconds) for part in kind.segments)
    assert timeline == build(kind, Inputs(fields, PAGE if site else None)).timeline


def test_no_more_of_a_page_is_photographed_than_can_be_shown(demo: VideoType) -> None:
    hello = next(part for part in demo.segments if isinstance(part, Personal))
    assert demo.rows() == 720 + 300 * 6
    endless = msgspec.structs.replace(demo, segments=(msgspec.structs.replace(hello, seconds=600),))
    assert endless.rows() == 6000

"""The plan: cuts that lose nothing, stretches that are shared in truth, warnings where a word makes much personal."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.video import costs
from shared.video.plan import films, pieces, segment_key, warnings
from shared.video.sounds import MARGIN, packets, stretch_key, stretches
from shared.video.stage import Inputs, MediaFile, build
from shared.video.templates import VideoType
from shared.video.timeline import (
    Asset,
    Canvas,
    Clip,
    Fill,
    Footage,
    Scene,
    Sound,
    Text,
    Timeline,
    Track,
    Transition,
)

CANVAS = Canvas(320, 180, Fraction(30))
DEPENDS = st.lists(st.sampled_from(["first_name", "website_url", "city"]), max_size=2, unique=True).map(
    lambda names: tuple(sorted(names))
)


@st.composite
def timelines(draw: st.DrawFn) -> Timeline:
    scenes = []
    for number in range(draw(st.integers(1, 4))):
        length = draw(st.integers(20, 120))
        clips = []
        for _ in range(draw(st.integers(0, 4))):
            start = draw(st.integers(0, length - 1))
            clips.append(Clip(Fill("#112233"), start, draw(st.integers(1, length - start)), depends=draw(DEPENDS)))
        enter = Transition("fade", draw(st.integers(1, 9))) if number and draw(st.booleans()) else None
        scenes.append(Scene(f"s{number}", length, (Track("t", tuple(clips)),), enter))
    sounds = [
        Sound(
            Asset("a", "a" * 64),
            draw(st.integers(0, 100)),
            draw(st.integers(1, 200)),
            voice=draw(st.booleans()),
            duck=draw(st.sampled_from([1.0, 0.3])),
            depends=draw(DEPENDS),
        )
        for _ in range(draw(st.integers(0, 3)))
    ]
    return Timeline(CANVAS, tuple(scenes), tuple(sounds))


@settings(max_examples=150)
@given(timelines())
def test_pieces_follow_each_other_from_the_first_frame_to_the_last(timeline: Timeline) -> None:
    parts = pieces(timeline)
    assert parts[0].start == 0
    assert parts[-1].stop == timeline.length
    assert all(one.stop == other.start for one, other in pairwise(parts))
    assert all(part.length > 0 for part in parts)


@settings(max_examples=150)
@given(timelines())
def test_nothing_of_a_lead_is_ever_in_a_stretch_that_does_not_say_so(timeline: Timeline) -> None:
    for part in pieces(timeline):
        for scene, at in zip(timeline.scenes, timeline.starts(), strict=True):
            for clip in scene.clips():
                if at + clip.start < part.stop and at + clip.start + clip.length > part.start:
                    assert set(clip.depends) <= set(part.depends)


@settings(max_examples=150)
@given(timelines())
def test_sound_packets_are_made_once_each_and_shared_ones_hear_nobody(timeline: Timeline) -> None:
    parts = stretches(timeline)
    assert parts[0].start == 0
    assert parts[-1].stop == packets(timeline)
    assert all(one.stop == other.start for one, other in pairwise(parts))
    for part in parts:
        assert part.feed <= part.start < part.stop < part.end + 1
        if part.depends:
            continue
        first, stop = part.feed * 1024 * 30 / 48_000, (part.end + 1) * 1024 * 30 / 48_000
        for sound in timeline.sounds:
            if sound.depends:
                assert sound.start >= stop - 1 or sound.start + sound.length <= first + 1


def hello(name: str, *, at: int = 0, panel: str = "#000000") -> Scene:
    words = Clip(Text(f"Hi {name}!", 20, panel=panel), at, 60, depends=("first_name",))
    return Scene("hello", 60 + at, (Track("ground", (Clip(Fill("#112233"), 0, 60 + at),)), Track("words", (words,))))


def card(color: str = "#445566") -> Scene:
    return Scene("card", 90, (Track("ground", (Clip(Fill(color), 0, 90),)),))


def keys(timeline: Timeline) -> list[str]:
    return [segment_key(timeline, part, "engine") for part in pieces(timeline)]


def test_a_name_changes_only_its_own_stretch() -> None:
    ana, bo = (Timeline(CANVAS, (hello(name), card())) for name in ("Ana", "Bo"))
    assert [part.kind for part in pieces(ana)] == ["keyed", "shared"]
    assert keys(ana)[1] == keys(bo)[1]
    assert keys(ana)[0] != keys(bo)[0]
    assert keys(ana) == keys(Timeline(CANVAS, (hello("Ana"), card())))


def test_an_edit_changes_only_the_scene_it_touches() -> None:
    before = Timeline(CANVAS, (card("#111111"), card("#222222"), card("#333333")))
    after = Timeline(CANVAS, (card("#111111"), card("#999999"), card("#333333")))
    assert [one == other for one, other in zip(keys(before), keys(after), strict=True)] == [True, False, True]


def test_a_stretch_is_known_again_wherever_it_stands() -> None:
    one = Timeline(CANVAS, (card(), hello("Ana")))
    other = Timeline(CANVAS, (hello("Ana"), card()))
    assert set(keys(one)) == set(keys(other))


def test_names_of_scenes_and_taint_are_not_what_is_seen() -> None:
    scene = hello("Ana")
    renamed = replace(scene, name="another", tracks=tuple(Track("t", track.clips) for track in scene.tracks))
    assert keys(Timeline(CANVAS, (scene,))) == keys(Timeline(CANVAS, (renamed,)))


def test_the_moment_of_a_fade_is_part_of_the_key() -> None:
    scene = hello("Ana")
    faded = replace(scene, tracks=(scene.tracks[0], Track("w", (replace(scene.tracks[1].clips[0], fade_in=5),))))
    assert keys(Timeline(CANVAS, (scene,))) != keys(Timeline(CANVAS, (faded,)))


def test_a_transition_belongs_to_the_side_that_knows_the_lead() -> None:
    timeline = Timeline(CANVAS, (hello("Ana"), replace(card(), enter=Transition("fade", 10))))
    first, second = pieces(timeline)
    assert (first.stop, first.depends) == (60, ("first_name",))
    assert (second.start, second.kind) == (60, "shared")


def test_a_blink_of_shared_picture_is_not_worth_a_cut() -> None:
    clips = (Clip(Fill("#000000"), 0, 40, depends=("city",)), Clip(Fill("#000000"), 45, 40, depends=("city",)))
    assert len(pieces(Timeline(CANVAS, (Scene("s", 85, (Track("t", clips),)),)))) == 1


def test_a_greeting_over_shared_film_is_warned_of_with_its_place() -> None:
    film = Clip(Footage(Asset("tour.mp4", "a" * 64)), 0, 300)
    words = Clip(Text("Hi Ana!", 20), 0, 300, depends=("first_name",))
    timeline = Timeline(CANVAS, (Scene("tour", 300, (Track("film", (film,)), Track("words", (words,)))),))
    (warning,) = warnings(timeline)
    assert "scene 'tour', track 'words', clip 1" in warning
    assert "10.0 s" in warning
    assert films(timeline, pieces(timeline)[0])
    assert warnings(Timeline(CANVAS, (card(),))) == ()


def test_a_voice_of_the_lead_leaves_the_rest_of_the_sound_shared() -> None:
    voice = Sound(Asset("hi", "b" * 64), 0, 240, voice=True, depends=("voice",))
    music = Sound(Asset("music", "c" * 64), 0, 900, 0.5, duck=0.3)
    timeline = Timeline(CANVAS, (Scene("s", 900, ()),), (voice, music))
    own, shared = stretches(timeline)
    assert own.depends == ("voice",)
    assert shared.depends == ()
    assert own.stop * 1024 / 48_000 > 8 + 0.4 + MARGIN * 0.02  # the music rises again behind the voice
    other = replace(timeline, sounds=(replace(voice, asset=Asset("other", "d" * 64)), music))
    assert stretch_key(timeline, shared, "e") == stretch_key(other, shared, "e")
    assert stretch_key(timeline, own, "e") != stretch_key(other, own, "e")


def test_a_video_type_says_what_of_it_depends_on_the_lead(demo: VideoType) -> None:
    media = {name: MediaFile(Asset(name, name), 240, True) for name in demo.media()}
    built = build(demo, Inputs({"first_name": "Ana"}, Asset("page", "p"), media=media))
    assert [(part.kind, part.length) for part in pieces(built.timeline)] == [
        ("unique", 180),
        ("shared", 66),
        ("shared", 54),
    ]
    assert pieces(built.timeline)[0].depends == ("company_name", "first_name", "website_url")
    assert [stretch.depends for stretch in stretches(built.timeline)] == [()]
    missing = build(demo, Inputs({}, missing_page="gone", media=media))
    assert "website_url" in pieces(missing.timeline)[0].depends


def test_a_campaign_is_priced_before_it_runs() -> None:
    timeline = Timeline(CANVAS, (hello("Ana"), card()))
    leads = [{"first_name": name} for name in ("Ana", "Bo", "Ana")]
    plan = costs.plan(timeline, leads)
    assert [(piece.kind, piece.times) for piece in plan.pieces] == [("keyed", 2), ("shared", 1)]
    assert plan.videos == 3
    assert plan.usd > 0
    thousand = costs.plan(timeline, [], 1000)
    assert [piece.times for piece in thousand.pieces] == [1000, 1]
    assert thousand.cpu_seconds > plan.cpu_seconds

"""Real films, looked at: the speaker is there, the site moves, the name is seen, and they play everywhere."""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

from shared.core.errors import InvalidInput, PermanentError
from shared.video.probe import decodes_clean, probe
from shared.video.renderers import planes
from shared.video.stage import Inputs, build
from shared.video.templates import VideoType
from shared.video.timeline import Asset, Timeline

ANA = {"first_name": "Ana", "company_name": "Diaz & Sons"}
Pictures = Callable[[Path, Sequence[int]], list[Any]]
BUBBLE = (slice(720 - 44 - 260, 720 - 44), slice(44, 44 + 260))
NAME = (slice(440, 620), slice(330, 1100))


@pytest.fixture(scope="module")
def ana(studio: Any) -> Path:
    return studio.shoot(ANA)


def far(one: Any, other: Any) -> float:
    """Mean distance of two pictures in levels."""
    return float(np.abs(one.astype(int) - other.astype(int)).mean())


def test_it_plays_everywhere(ana: Path) -> None:
    found = probe(ana)
    assert found.flaws == ()
    assert found.video and found.audio
    assert (found.video.codec, found.video.profile, found.video.pixels) == ("h264", "High", "yuv420p")
    assert (found.video.width, found.video.height, found.video.rate, found.video.frames) == (1280, 720, 30, 300)
    assert (found.video.matrix, found.video.limited) == ("bt709", True)
    assert (found.audio.codec, found.audio.rate, found.audio.channels) == ("aac", 48000, 2)
    assert found.faststart
    assert found.edit_lists == 0
    assert (found.video.start, found.audio.start) == (0.0, 0.0)
    assert found.seconds == pytest.approx(10, abs=0.03)
    assert found.comment == "of this lead"
    assert decodes_clean(ana) == ""


def test_the_site_stands_then_scrolls_behind_a_speaker_who_moves(ana: Path, pictures: Pictures) -> None:
    first, still, later, end = pictures(ana, [0, 20, 100, 160])
    site = (slice(0, 100), slice(700, 1200))
    assert far(first[site], still[site]) < 1
    assert far(still[site], later[site]) > 3
    assert far(later[site], end[site]) > 3
    assert far(first[BUBBLE], still[BUBBLE]) > 2


def test_the_speaker_is_in_the_bubble_and_the_site_in_its_corners(ana: Path, studio: Any, pictures: Pictures) -> None:
    alone = studio.shoot(ANA, without=["head.mp4"])
    (with_head,), (without,) = pictures(ana, [15]), pictures(alone, [15])
    assert far(with_head[BUBBLE], without[BUBBLE]) > 20
    corner = (slice(BUBBLE[0].start, BUBBLE[0].start + 6), slice(BUBBLE[1].start, BUBBLE[1].start + 6))
    assert far(with_head[corner], without[corner]) < 12


def test_the_name_is_seen_from_the_first_frame_on(ana: Path, studio: Any, pictures: Pictures) -> None:
    bo = studio.shoot({"first_name": "Bo", "company_name": "Diaz & Sons"})
    nobody = studio.shoot({"company_name": "Diaz & Sons"})
    (of_ana,), (of_bo,), (of_nobody,) = (pictures(path, [0]) for path in (ana, bo, nobody))
    assert far(of_ana[NAME], of_bo[NAME]) > 1
    assert far(of_ana[NAME], of_nobody[NAME]) > 1
    outside = (slice(0, 380), slice(0, 1280))
    assert far(of_ana[outside], of_bo[outside]) < 0.5


def test_a_dead_site_gives_way_to_a_background_with_the_firms_name(studio: Any, pictures: Pictures) -> None:
    dead = studio.shoot(ANA, site=False)
    other = studio.shoot({**ANA, "company_name": "Quite Another"}, site=False)
    (one,), (two,) = pictures(dead, [40]), pictures(other, [40])
    title = (slice(100, 340), slice(200, 1080))
    assert far(one[title], two[title]) > 3
    assert one[title].std() > 20
    assert probe(dead).flaws == ()


def test_without_any_media_there_is_still_a_video(studio: Any, tiny: VideoType) -> None:
    plain = studio.shoot(ANA, without=["head.mp4", "music.wav"], kind=tiny)
    assert probe(plain).flaws == ()
    assert decodes_clean(plain) == ""


def stream_of_frames(path: Path, first: int, last: int) -> list[str]:
    import av

    with av.open(str(path)) as film:
        frames = [frame.to_ndarray().tobytes() for frame in film.decode(video=0)]
    return [hashlib.sha256(frame).hexdigest() for frame in frames[first:last]]


def test_shared_seconds_are_the_same_to_the_last_bit_for_every_lead(ana: Path, studio: Any) -> None:
    bo = studio.shoot({"first_name": "Bo", "company_name": "Bo"}, site=False)
    assert stream_of_frames(ana, 180, 300) == stream_of_frames(bo, 180, 300)
    assert stream_of_frames(ana, 0, 1) != stream_of_frames(bo, 0, 1)


def test_the_same_lead_twice_gives_the_same_bytes(studio: Any, tiny: VideoType) -> None:
    assert studio.shoot(ANA, kind=tiny).read_bytes() == studio.shoot(ANA, kind=tiny).read_bytes()


@pytest.mark.parametrize("name", ["O'Brien: [0:v]%{pts}", "王小明", "محمد", "🎉", "W" * 300, '"; rm -rf /; "'])
def test_a_hostile_name_does_no_harm(studio: Any, tiny: VideoType, name: str) -> None:
    path = studio.shoot({"first_name": name, "company_name": name}, kind=tiny)
    found = probe(path)
    assert found.flaws == ()
    assert found.video and found.video.frames == 36


def timeline_of(studio: Any, kind: VideoType) -> Timeline:
    return build(kind, Inputs(ANA, None, media=studio.media.named)).timeline


def test_sound_is_heard_and_ends_softly(ana: Path) -> None:
    import av

    with av.open(str(ana)) as film:
        samples = np.concatenate([frame.to_ndarray() for frame in film.decode(audio=0)], axis=1)
    assert np.abs(samples).max() < 0.95
    assert np.abs(samples[:, 48_000 : 9 * 48_000]).mean() > 0.01
    assert np.abs(samples[:, -2_000:]).mean() < 0.005


def test_a_file_that_was_not_handed_over_is_named(studio: Any, tiny: VideoType, tmp_path: Path) -> None:
    files = {key: path for key, path in studio.media.files.items() if path.name != "head.mp4"}
    target = tmp_path / "film.mp4"
    with pytest.raises(InvalidInput, match=r"head\.mp4"):
        planes.PlaneRenderer().render(timeline_of(studio, tiny), files, target)
    assert list(tmp_path.iterdir()) == []


def test_a_render_that_dies_leaves_nothing_under_the_name(
    studio: Any, tiny: VideoType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(part: Path, *_: Any) -> None:
        part.write_bytes(b"\x00\x00\x00\x18ftypmp42 half a film")

    monkeypatch.setattr(planes, "mux", half)
    with pytest.raises((InvalidInput, PermanentError)):
        studio.renderer.render(timeline_of(studio, tiny), studio.media.files, tmp_path / "film.mp4")
    assert list(tmp_path.iterdir()) == []


def test_a_film_of_another_length_is_not_published(
    studio: Any, tiny: VideoType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = planes.mux

    def short(part: Path, canvas: Any, segments: Any, *rest: Any) -> None:
        cut = msgspec.structs.replace(segments[0], packets=segments[0].packets[:-1])
        whole(part, canvas, [cut, *segments[1:]], *rest)

    monkeypatch.setattr(planes, "mux", short)
    with pytest.raises(PermanentError, match="35 frames, not 36"):
        studio.renderer.render(timeline_of(studio, tiny), studio.media.files, tmp_path / "film.mp4")


def test_a_users_own_film_is_shown_with_its_sound(studio: Any, tmp_path: Path, ana: Path, pictures: Pictures) -> None:
    from shared.video.media import described
    from shared.video.templates import Film

    own = described({"mine.mp4": ana}, studio.kind.canvas.rate)
    kind = msgspec.structs.replace(studio.kind, segments=(Film(name="f", seconds=1, media="mine.mp4", title="t"),))
    built = build(kind, Inputs(ANA, None, media={**studio.media.named, **own.named}))
    assert built.timeline.sounds[0].asset == own.named["mine.mp4"].asset
    target = tmp_path / "film.mp4"
    studio.renderer.render(built.timeline, {**studio.media.files, **own.files}, target)
    (shown,), (source,) = pictures(target, [20]), pictures(ana, [20])
    assert far(shown, source) < 3


def test_a_page_of_another_kind_is_refused_as_input(studio: Any, tiny: VideoType, tmp_path: Path) -> None:
    bad = tmp_path / "page.jpg"
    bad.write_bytes(b"not a picture")
    asset = Asset("page.jpg", "cd" * 32)
    timeline = build(tiny, Inputs(ANA, asset, media=studio.media.named)).timeline
    with pytest.raises(InvalidInput, match="page"):
        studio.renderer.render(timeline, {**studio.media.files, asset.sha256: bad}, tmp_path / "film.mp4")

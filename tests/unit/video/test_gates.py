"""Gates: a good file passes, every kind of bad one is told, and what all share is looked at once."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest

from shared.video.gates import Gates, Verdict
from shared.video.stage import Inputs, build
from shared.video.timeline import Text, Timeline, Track

FIELDS = {"first_name": "Ana", "company_name": "Diaz & Sons"}


@pytest.fixture(scope="module")
def line(studio: Any) -> Timeline:
    return build(studio.kind, Inputs(FIELDS, studio.page.asset, "", studio.media.named)).timeline


@pytest.fixture(scope="module")
def film(studio: Any) -> Path:
    made: Path = studio.shoot(FIELDS)
    return made


def judged(film: Path, line: Timeline, comment: str = "of this lead", gates: Gates | None = None) -> Verdict:
    return (gates or Gates(share=1.0)).judge(film, line, comment)


def of(verdict: Verdict) -> set[str]:
    return {found.gate for found in verdict.findings if found.fatal}


def test_a_good_video_passes_them_all(film: Path, line: Timeline) -> None:
    verdict = judged(film, line)
    assert verdict.findings == ()
    assert verdict.loudness is not None and -30 < verdict.loudness < -8


def test_what_all_share_is_looked_at_once(film: Path, line: Timeline) -> None:
    gates = Gates()
    first = judged(film, line, gates=gates)
    again = judged(film, line, gates=gates)
    assert again.findings == first.findings == ()
    assert again.loudness == first.loudness
    assert again.cpu_seconds < first.cpu_seconds


def test_somebody_elses_video_is_refused(film: Path, line: Timeline) -> None:
    assert of(judged(film, line, "of another lead")) == {"lead"}


def test_a_video_of_another_length_is_refused(film: Path, line: Timeline) -> None:
    longer = replace(line.scenes[-1], length=line.scenes[-1].length + 30)
    assert of(judged(film, replace(line, scenes=(*line.scenes[:-1], longer)))) == {"length"}


def test_words_that_are_not_in_the_picture_are_missed(film: Path, line: Timeline) -> None:
    """The file greets Ana; another name was ordered."""

    def other(track: Track) -> Track:
        clips = [
            replace(
                clip, element=msgspec.structs.replace(clip.element, text=clip.element.text.replace("Ana", "Zoltán"))
            )
            if isinstance(clip.element, Text)
            else clip
            for clip in track.clips
        ]
        return replace(track, clips=tuple(clips))

    scenes = [replace(scene, tracks=tuple(map(other, scene.tracks))) for scene in line.scenes]
    assert of(judged(film, replace(line, scenes=tuple(scenes)))) == {"words"}


def spoilt(film: Path, target: Path, change: Callable[[bytearray], None]) -> Path:
    content = bytearray(film.read_bytes())
    change(content)
    target.write_bytes(content)
    return target


@pytest.mark.parametrize("at", [0.2, 0.5, 0.8])
def test_a_damaged_file_is_refused(film: Path, line: Timeline, tmp_path: Path, at: float) -> None:
    def damage(content: bytearray) -> None:
        place = int(len(content) * at)
        content[place : place + 20_000] = b"\xff\x00" * 10_000

    verdict = judged(spoilt(film, tmp_path / "bad.mp4", damage), line)
    assert verdict.faults


def test_a_file_that_ends_too_early_is_refused(film: Path, line: Timeline, tmp_path: Path) -> None:
    verdict = judged(
        spoilt(film, tmp_path / "short.mp4", lambda content: content.__delitem__(slice(40_000, None))), line
    )
    assert verdict.faults


def test_no_file_is_a_reason_too(line: Timeline, tmp_path: Path) -> None:
    assert of(judged(tmp_path / "nothing.mp4", line)) == {"file"}


def test_a_video_without_its_sound_is_refused(studio: Any, line: Timeline, tmp_path: Path) -> None:
    files = {**studio.media.files, studio.page.asset.sha256: studio.page.path}
    studio.renderer.render(replace(line, sounds=()), files, tmp_path / "mute.mp4", comment="of this lead")
    assert of(judged(tmp_path / "mute.mp4", line)) == {"sound"}
    quiet = judged(tmp_path / "mute.mp4", replace(line, sounds=()))
    assert quiet.faults == ()
    assert [found.gate for found in quiet.findings] == ["sound"]


def test_black_where_a_lead_should_see_something_is_refused(studio: Any, line: Timeline, tmp_path: Path) -> None:
    from shared.video.timeline import Clip, Fill

    personal = line.scenes[0]
    night = Track("night", (Clip(Fill("#000000"), 0, personal.length, depends=("website_url",)),))
    dark = replace(line, scenes=(replace(personal, tracks=(night,)), *line.scenes[1:]))
    files = {**studio.media.files, studio.page.asset.sha256: studio.page.path}
    studio.renderer.render(dark, files, tmp_path / "dark.mp4", comment="of this lead")
    assert "black" in of(judged(tmp_path / "dark.mp4", dark))


def test_loudness_is_that_of_the_standard(tmp_path: Path) -> None:
    """A sine of 1 kHz at -20 dBFS in both channels measures -20 LUFS."""
    import numpy as np

    from shared.video.gates import _gated, _weights

    rate, block = 16_000, 6_400
    wave = 0.1 * np.sin(2 * np.pi * 997 * np.arange(block) / rate)
    spectrum = np.abs(np.fft.rfft(wave)) ** 2
    power = (spectrum * _weights(block, rate)).sum() * 2 / block**2
    assert _gated(np.array([2 * power] * 10)) == pytest.approx(-20.0, abs=0.3)

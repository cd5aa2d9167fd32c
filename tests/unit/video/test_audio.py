"""Sound joined from packets of separate encoders: nothing is heard of the joint, and nothing drifts."""

import math
import wave
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from shared.video.audio import RATE, AacTrack, encode_sounds, encode_stretch, mixed
from shared.video.sounds import stretches
from shared.video.timeline import Asset, Canvas, Scene, Sound, Timeline

CANVAS = Canvas(64, 64, Fraction(30))


def tone(path: Path, seconds: float, pitch: float, level: float = 0.3) -> tuple[Asset, Path]:
    t = np.arange(round(seconds * RATE)) / RATE
    heard = level * np.sin(2 * math.pi * pitch * t) * (0.6 + 0.4 * np.sin(2 * math.pi * 3 * t))
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((np.stack([heard, heard], 1) * 32767).astype("<i2").tobytes())
    return Asset(path.name, path.name), path


def decoded(tracks: list[AacTrack]) -> Any:
    context: Any = av.CodecContext.create("aac", "r")
    context.extradata = tracks[0].header
    pieces = []
    for content in [packet for track in tracks for packet in track.packets]:
        pieces += [frame.to_ndarray() for frame in context.decode(av.Packet(content))]
    return np.concatenate(pieces, axis=1)


@pytest.fixture
def spoken(tmp_path: Path) -> tuple[Timeline, dict[str, Path]]:
    voice, voice_path = tone(tmp_path / "voice", 2, 300)
    music, music_path = tone(tmp_path / "music", 4, 440)
    sounds = (
        Sound(voice, 0, 60, voice=True, depends=("voice",)),
        Sound(music, 0, 240, 0.8, duck=0.4, fade_out=30),
    )
    line = Timeline(CANVAS, (Scene("s", 240, ()),), sounds)
    return line, {voice.sha256: voice_path, music.sha256: music_path}


def test_spliced_sound_is_as_near_to_the_mix_as_sound_encoded_at_once(spoken: Any) -> None:
    line, files = spoken
    parts = stretches(line)
    assert [bool(part.depends) for part in parts] == [True, False]
    spliced = decoded([encode_stretch(line, part, files) for part in parts])
    whole = decoded([encode_sounds(line, files)])
    mix = mixed(line.sounds, CANVAS, 0, 8 * RATE, files)[:, : spliced.shape[1]]
    assert spliced.shape == whole.shape
    joint = parts[1].start * 1024
    for span in (slice(2048, joint - 4096), slice(joint - 4096, joint + 4096), slice(joint + 4096, None)):
        errors = [float(np.sqrt(np.mean((heard[:, span] - mix[:, span]) ** 2))) for heard in (spliced, whole)]
        assert errors[0] < errors[1] * 1.3 + 1e-3, (span, errors)


def test_what_is_shared_is_the_same_beside_any_voice(spoken: Any, tmp_path: Path) -> None:
    line, files = spoken
    other, path = tone(tmp_path / "other", 2, 180, 0.9)
    changed = replace(line, sounds=(replace(line.sounds[0], asset=other), line.sounds[1]))
    (_, one), (_, two) = stretches(line), stretches(changed)
    both = {**files, other.sha256: path}
    assert encode_stretch(line, one, both) == encode_stretch(changed, two, both)


def test_music_steps_back_for_a_voice_and_returns(spoken: Any) -> None:
    line, files = spoken
    alone = replace(line, sounds=(replace(line.sounds[0], gain=0.0), line.sounds[1]))
    heard = np.abs(mixed(alone.sounds, CANVAS, 0, 8 * RATE, files))
    beside, behind = heard[:, RATE : 2 * RATE - 9600].mean(), heard[:, 3 * RATE : 5 * RATE].mean()
    assert beside / behind == pytest.approx(0.4, abs=0.05)


def test_loud_sound_is_held_below_full_scale(tmp_path: Path) -> None:
    loud, path = tone(tmp_path / "loud", 2, 200, 0.99)
    sounds = tuple(Sound(loud, 0, 60, 4.0) for _ in range(3))
    assert np.abs(mixed(sounds, CANVAS, 0, 2 * RATE, {loud.sha256: path})).max() <= 0.8901


def test_a_sound_that_is_not_repeated_ends_in_silence(tmp_path: Path) -> None:
    short, path = tone(tmp_path / "short", 1, 200)
    heard = mixed((Sound(short, 0, 90, again=False),), CANVAS, 0, 3 * RATE, {short.sha256: path})
    assert np.abs(heard[:, RATE // 2 : RATE]).max() > 0.1
    assert np.abs(heard[:, RATE + 10 :]).max() == 0

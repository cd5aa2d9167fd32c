"""The bench's videos as timelines of this house."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

import av
import numpy as np
from msgspec import structs

from bench.video.media import BUBBLE, BUBBLE_X, BUBBLE_Y, COMMON, HEIGHT, PERSONAL, RATE, WIDTH, Set
from shared.video.compose import LayerCache, Painter
from shared.video.layers.base import Files
from shared.video.timeline import Asset, Canvas, Clip, Footage, Page, Scene, Sound, Text, Timeline, Track

CANVAS = Canvas(WIDTH, HEIGHT, Fraction(RATE))
SPEED = 24  # pixels a frame on 8 s of page; see peers.py


@lru_cache(maxsize=256)
def asset(path: Path) -> Asset:
    return Asset(path.name, hashlib.sha256(path.read_bytes()).hexdigest())


def hello(media: Set, lead: int, seconds: float) -> Scene:
    """A page that scrolls, a speaker in a bubble, the lead's name."""
    length = round(seconds * RATE)
    bubble = Footage(asset(media.head), "round")
    words = Text(f"Hi lead{lead}", 48, panel="#0000008c", padding=18)
    return Scene(
        "hello",
        length,
        (
            Track("page", (Clip(Page(asset(media.page(lead)), speed=SPEED), 0, length, depends=("website_url",)),)),
            Track("speaker", (Clip(bubble, 0, length, BUBBLE_X, BUBBLE_Y, width=BUBBLE, height=BUBBLE),)),
            Track("words", (Clip(words, 0, length, 22, 22, depends=("first_name",)),)),
        ),
    )


def timeline(media: Set, lead: int, kind: str, personal: float = PERSONAL, common: float = COMMON) -> Timeline:
    """8 s of their own, 22 s for all; the voice likewise."""
    first, rest = round(personal * RATE), round(common * RATE)
    film = Clip(Footage(asset(media.common(kind))), 0, rest) if rest else None
    scenes = [hello(media, lead, personal), *([Scene("common", rest, (Track("film", (film,)),))] if film else [])]
    sounds = [Sound(asset(media.voice(lead)), 0, first, voice=True, depends=("voice",))]
    if rest:
        sounds.append(Sound(asset(media.common_voice), first, rest))
    return Timeline(CANVAS, tuple(scenes), tuple(sounds))


def files(media: Set) -> dict[str, Path]:
    paths = [media.head, media.common_voice, *map(media.common, media.kinds)]
    paths += [path for lead in range(media.leads) for path in (media.voice(lead), media.page(lead))]
    return {asset(path).sha256: path for path in paths}


def common_only(media: Set, kind: str, seconds: float) -> Timeline:
    """Nothing but the shared part."""
    whole = timeline(media, 0, kind, common=seconds)
    return Timeline(CANVAS, whole.scenes[1:])


def renamed(line: Timeline, name: str) -> Timeline:
    """The same video for somebody of another name."""
    hello_scene, *rest = line.scenes
    *tracks, words = hello_scene.tracks
    clip = replace(words.clips[0], element=structs.replace(words.clips[0].element, text=f"Hi {name}"))
    scene = replace(hello_scene, tracks=(*tracks, Track("words", (clip,))))
    return replace(line, scenes=(scene, *rest))


def frames(line: Timeline, files: Files, span: tuple[int, int] | None = None) -> Iterator[Any]:
    first, stop = span or (0, line.length)
    return Painter(line.canvas, files, LayerCache()).frames(line, first, stop)


def raw_frames(path: Path) -> Iterator[Any]:
    """Composed frames as they lie on the disk: what an encoder alone would read."""
    pictures = np.memmap(path, np.uint8, "r").reshape(-1, HEIGHT * 3 // 2, WIDTH)
    for number, picture in enumerate(pictures):
        frame = av.VideoFrame.from_ndarray(picture, format="yuv420p")
        frame.pts, frame.time_base = number, Fraction(1, RATE)
        yield frame

"""What a timeline must keep to be drawn. Every complaint names the scene, the track and the clip."""

import re
from collections.abc import Iterator
from itertools import pairwise

from shared.core.errors import InvalidInput
from shared.video.timeline import (
    MAX_FRAMES,
    MAX_SIDE,
    Bars,
    Canvas,
    Captions,
    Clip,
    Footage,
    Look,
    Move,
    Page,
    Picture,
    Scene,
    Sound,
    Text,
    Timeline,
)

_COLOR = re.compile(r"#(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{8})\Z")
_COLORS = ("color", "to", "panel", "ring", "ink", "mark", "plate", "outline_color")
MAX_ZOOM = 16


def check(timeline: Timeline) -> Timeline:
    """The timeline itself. Raises InvalidInput that names the scene and the clip which cannot be drawn."""
    check_canvas(timeline.canvas)
    if not 1 <= timeline.length <= MAX_FRAMES:
        raise InvalidInput(f"the timeline has {timeline.length} frames; 1 to {MAX_FRAMES} can be rendered")
    for scene in timeline.scenes:
        _check_scene(scene)
    _check_transitions(timeline.scenes)
    for number, sound in enumerate(timeline.sounds, 1):
        _check_sound(f"sound {number} ({sound.asset.name!r})", sound)
    return timeline


def check_canvas(canvas: Canvas) -> None:
    sides = (canvas.width, canvas.height)
    if any(side % 2 or not 16 <= side <= MAX_SIDE for side in sides):
        raise InvalidInput(
            f"canvas {canvas.width} x {canvas.height}: both sides must be even and within 16 to {MAX_SIDE}"
        )
    if not 1 <= canvas.rate <= 120:
        raise InvalidInput(f"canvas: {canvas.rate} frames a second is not within 1 to 120")


def where(scene: Scene, clip: Clip) -> str:
    """The place of a clip in words: scene 'hello', track 'words', clip 2.

    >>> from shared.video.timeline import Fill, Track
    >>> clip = Clip(Fill("#ffffff"), 0, 1)
    >>> where(Scene("hello", 1, (Track("ground", (clip,)),)), clip)
    "scene 'hello', track 'ground', clip 1"
    """
    for track in scene.tracks:
        for number, one in enumerate(track.clips, 1):
            if one is clip:
                named = f" ({clip.name})" if clip.name else ""
                return f"scene {scene.name!r}, track {track.name!r}, clip {number}{named}"
    return f"scene {scene.name!r}"


def _check_scene(scene: Scene) -> None:
    if scene.length < 1:
        raise InvalidInput(f"scene {scene.name!r} has {scene.length} frames; give it at least 1")
    for clip in scene.clips():
        if fault := next(_faults(scene, clip), ""):
            raise InvalidInput(f"{where(scene, clip)}: {fault}")


def _check_transitions(scenes: tuple[Scene, ...]) -> None:
    if scenes and scenes[0].enter:
        raise InvalidInput(f"scene {scenes[0].name!r}: the first scene has none before it; take its transition away")
    for scene, following in pairwise((*scenes, Scene("", MAX_FRAMES, ()))):
        own = scene.enter.length if scene.enter else 0
        leaving = following.enter.length if following.enter else 0
        if own < 0 or leaving < 0 or own + leaving > scene.length:
            raise InvalidInput(
                f"scene {scene.name!r}: its transitions take {own + leaving} frames, it has {scene.length}"
            )


def _faults(scene: Scene, clip: Clip) -> Iterator[str]:
    element = clip.element
    if clip.length < 1 or clip.start < 0 or clip.start + clip.length > scene.length:
        yield f"frames {clip.start} to {clip.start + clip.length} leave the scene's {scene.length}"
    if not 0 <= clip.opacity <= 1:
        yield f"opacity {clip.opacity} is not within 0 to 1"
    if not (0 <= clip.width <= MAX_SIDE and 0 <= clip.height <= MAX_SIDE):
        yield f"{clip.width} x {clip.height} is not within 0 to {MAX_SIDE} pixels"
    if min(clip.fade_in, clip.fade_out) < 0:
        yield "a fade has at least 0 frames"
    if isinstance(element, Page) and (element.speed % 2 or element.speed < 0):
        yield f"a page scrolls by an even number of pixels a frame, not {element.speed}"
    if isinstance(element, Picture | Footage):
        yield from _look_faults(element.look)
        yield from _move_faults(element.move)
    if isinstance(element, Captions):
        yield from _caption_faults(element)
    if isinstance(element, Bars) and not (1 <= element.count <= 512 and len(element.levels) >= element.count):
        yield "bars need a count of 1 to 512 and as many levels for each frame"
    style = element.style if isinstance(element, Captions) else element
    if isinstance(style, Text) and not 1 <= style.size <= MAX_SIDE:
        yield f"letters of {style.size} pixels cannot be drawn"
    for part in (element, style):
        for name in _COLORS:
            color = getattr(part, name, "")
            if color and not _COLOR.match(color):
                yield f"{name} {color!r} is not a colour such as #1d4ed8 or #1d4ed8cc"


def _look_faults(look: Look) -> Iterator[str]:
    crop = look.crop
    inside = 0 <= crop.x < crop.x + crop.width <= 1.0001 and 0 <= crop.y < crop.y + crop.height <= 1.0001
    if not inside:
        yield f"crop: {crop.x:g}, {crop.y:g} with {crop.width:g} x {crop.height:g} leaves the picture (parts, 0 to 1)"
    if look.key and not (_COLOR.match(look.key.color) and 0 <= look.key.tolerance <= 1 and 0 <= look.key.blend <= 1):
        yield "key: a colour such as #00ff00, with tolerance and blend within 0 to 1"
    light = look.light
    if not (-1 <= light.brightness <= 1 and 0 <= light.contrast <= 4 and 0 <= light.saturation <= 4):
        yield "light: brightness lies within -1 to 1, contrast and saturation within 0 to 4"


def _move_faults(move: Move | None) -> Iterator[str]:
    if move and not all(1 <= zoom <= MAX_ZOOM for zoom in move.zoom):
        yield f"move: a zoom lies within 1 to {MAX_ZOOM}"
    if move and not all(0 <= part <= 1 for part in (*move.x, *move.y)):
        yield "move: x and y are parts of the free room, 0 to 1"


def _caption_faults(captions: Captions) -> Iterator[str]:
    for number, word in enumerate(captions.words, 1):
        if not 0 <= word.start < word.end:
            yield f"word {number} ({word.text!r}): frames {word.start} to {word.end} are no stretch of time"
    for number, (word, following) in enumerate(pairwise(captions.words), 2):
        if following.start < word.start:
            yield f"word {number} ({following.text!r}) begins before the one it follows"
    if captions.most < 1:
        yield "at least one word stands at a time"


def _check_sound(place: str, sound: Sound) -> None:
    if sound.start < 0 or sound.length < 1 or sound.offset < 0:
        raise InvalidInput(f"{place}: it lasts at least 1 frame, and starts at 0 or later")
    if not 0 <= sound.gain <= 4 or not 0 <= sound.duck <= 1:
        raise InvalidInput(
            f"{place}: gain {sound.gain:g} is not within 0 to 4, or duck {sound.duck:g} not within 0 to 1"
        )

"""Clips that lie over all scenes of a timeline: each scene shows its part of them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from msgspec.structs import replace as changed

from shared.video.layers.captions import groups
from shared.video.layers.stills import path_of_move
from shared.video.timeline import Bars, Captions, Clip, Footage, Page, Picture, Timeline, Track


def laid_over(timeline: Timeline, clips: Sequence[Clip]) -> Timeline:
    """The timeline with clips over all its scenes; their frames are those of the whole. While two scenes mix, both
    show what lies over them."""
    if not clips:
        return timeline
    scenes = []
    for scene, at in zip(timeline.scenes, timeline.starts(), strict=True):
        parts = tuple(part for clip in clips if (part := _part(clip, at, scene.length)))
        track = (Track(f"over {clips[0].name or 'all'}", parts),) if parts else ()
        scenes.append(replace(scene, tracks=(*scene.tracks, *track)))
    return replace(timeline, scenes=tuple(scenes))


def _part(clip: Clip, at: int, length: int) -> Clip | None:
    """What a scene shows of a clip that began before it, or goes on behind it."""
    start, stop = max(0, clip.start - at), min(length, clip.start + clip.length - at)
    if stop <= start:
        return None
    passed = at + start - clip.start
    element = _later(clip.element, passed, stop - start, clip.length)
    if isinstance(element, Captions):
        element = changed(element, words=tuple(word for word in element.words if word.start < stop - start))
        if not element.words:
            return None
    left = clip.length - passed - (stop - start)
    return replace(
        clip,
        element=element,
        start=start,
        length=stop - start,
        fade_in=min(stop - start, clip.fade_in) if not passed else 0,
        fade_out=min(stop - start, clip.fade_out) if not left else 0,
    )


def _later(element: Any, passed: int, length: int, whole: int) -> Any:
    """The element as it is after `passed` of its `whole` frames, for `length` frames."""
    if isinstance(element, Footage | Picture) and element.move and (passed or length < whole):
        element = changed(element, move=_move_part(element.move, passed, length, whole))
    if not passed:
        return element
    if isinstance(element, Footage):
        return changed(element, offset=element.offset + passed)
    if isinstance(element, Captions):
        words = [word for group in groups(element) if group.end > passed for word in group.words]
        moved = (replace(word, start=max(0, word.start - passed), end=max(1, word.end - passed)) for word in words)
        return changed(element, words=tuple(moved))
    if isinstance(element, Bars):
        return changed(element, levels=element.levels[passed * element.count :] or element.levels[-element.count :])
    if isinstance(element, Page):
        return changed(element, hold=max(0, element.hold - passed))
    return element


def _move_part(move: Any, passed: int, length: int, whole: int) -> Any:
    """A piece of a slow zoom; it is even within the piece."""
    at = path_of_move(move, whole)
    first, last = at(passed), at(passed + length - 1)
    zoom, x, y = zip(first, last, strict=True)
    return replace(move, zoom=zoom, x=x, y=y, ease=False)

"""Subtitles with the spoken word marked: each state of a group of words is drawn once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from shared.video import drawing
from shared.video.layers.base import Files, corner, strength
from shared.video.planes import Planes, Sprite, blend, even, sprite_of
from shared.video.timeline import Canvas, Captions, Clip, Word


@dataclass(frozen=True, slots=True)
class Group:
    """Words that stand together, from their first frame to the first behind them."""

    words: tuple[Word, ...]
    start: int
    end: int

    def spoken(self, k: int) -> int:
        """The number of the word that is heard at frame `k`; the last one that was begun, while it is silent."""
        return max((number for number, word in enumerate(self.words) if word.start <= k), default=0)


def groups(captions: Captions) -> tuple[Group, ...]:
    """Words by what is said in one breath: a new group after `most` words, a silence, or the end of a sentence.

    >>> from shared.video.timeline import Text
    >>> words = (Word("Hello.", 0, 9), Word("How", 10, 14), Word("are", 15, 19), Word("you?", 40, 50))
    >>> [(group.start, group.end, len(group.words)) for group in groups(Captions(words, Text("", 40)))]
    [(0, 10, 1), (10, 25, 2), (40, 56, 1)]
    """
    parts = list(_parted(captions.words, captions))
    ends = [following[0].start for _, following in pairwise(parts)]
    last = [part[-1].end + captions.linger for part in parts]
    return tuple(
        Group(tuple(part), part[0].start, min(stop, end))
        for part, stop, end in zip(parts, last, [*ends, max(last, default=0)], strict=True)
    )


def _parted(words: Sequence[Word], captions: Captions) -> Iterator[list[Word]]:
    part: list[Word] = []
    for word in words:
        silent = part and word.start - part[-1].end >= captions.gap
        ended = part and part[-1].text.rstrip("\"'”’)»").endswith((".", "!", "?", "。", "！", "？", "…"))
        if part and (silent or ended or len(part) >= captions.most):
            yield part
            part = []
        part.append(word)
    if part:
        yield part


class CaptionsLayer:
    def __init__(self, clip: Clip, canvas: Canvas, files: Files) -> None:
        assert isinstance(clip.element, Captions)
        self._clip, self._captions, self._files = clip, clip.element, files
        self._room = clip.width or even(canvas.width * 0.9)
        self._groups = groups(clip.element)
        self._drawn: tuple[tuple[int, int], Sprite, int] | None = None

    def paint(self, k: int, out: Planes) -> None:
        number = next((n for n, group in enumerate(self._groups) if group.start <= k < group.end), -1)
        if number < 0:
            return
        spoken = self._groups[number].spoken(k)
        if self._drawn is None or self._drawn[0] != (number, spoken):
            words = [word.text for word in self._groups[number].words]
            image, margin = drawing.draw_caption(self._captions, words, spoken, self._room, self._files)
            self._drawn = ((number, spoken), sprite_of(image), margin)
        _, sprite, margin = self._drawn
        blend(sprite, out, *corner(self._clip, sprite.width, sprite.height, margin), strength(self._clip, k))

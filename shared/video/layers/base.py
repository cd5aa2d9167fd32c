"""What every layer is: something that paints its own frame `k` onto planes."""

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from shared.core.errors import InvalidInput
from shared.video.planes import Planes, Sprite, blend, even
from shared.video.timeline import Asset, Canvas, Clip

Files = Mapping[str, Path]
"""Where the bytes of an asset lie, by their SHA-256."""


class Layer(Protocol):
    def paint(self, k: int, out: Planes) -> None:
        """Draw what this layer shows at its own frame `k` (0 = its first)."""


def path_of(files: Files, asset: Asset) -> Path:
    try:
        return files[asset.sha256]
    except KeyError as error:
        raise InvalidInput(f"{asset.name}: its content {asset.sha256[:12]} was not handed to the renderer") from error


def strength(clip: Clip, k: int) -> int:
    """How much of the clip is seen at its frame `k`, 0 to 256: eased in and out.

    >>> from shared.video.timeline import Fill
    >>> clip = Clip(Fill("#ffffff"), start=0, length=30, fade_in=10)
    >>> strength(clip, 0) < strength(clip, 5) < strength(clip, 9) == strength(clip, 29) == 256
    True
    """
    shown = 1.0
    if clip.fade_in:
        shown = min(shown, (k + 1) / clip.fade_in)
    if clip.fade_out:
        shown = min(shown, (clip.length - k) / (clip.fade_out + 1))
    return round(256 * clip.opacity * shown * shown * (3 - 2 * shown))


def box_of(clip: Clip, canvas: Canvas) -> tuple[int, int]:
    """The clip's even width and height; the canvas' own where it names none."""
    return max(2, even(clip.width or canvas.width)), max(2, even(clip.height or canvas.height))


def corner(clip: Clip, width: int, height: int, margin: int = 0) -> tuple[int, int]:
    """The even upper left corner of what is `width` x `height`, a margin that does not count included."""
    left = {"left": margin, "center": width // 2, "right": width - margin}[clip.anchor]
    top = {"top": margin, "middle": height // 2, "bottom": height - margin}[clip.stand]
    return even(clip.x - left), even(clip.y - top)


def sunk(clip: Clip, k: int) -> int:
    """How many pixels below its place the clip stands while it rises."""
    if not clip.rise or k >= clip.fade_in:
        return 0
    shown = min(1.0, (k + 1) / clip.fade_in)
    return even(clip.rise * (1 - shown * shown * (3 - 2 * shown)))


class StillLayer:
    """One sprite in its place."""

    def __init__(self, clip: Clip, sprite: Sprite, margin: int = 0) -> None:
        self._clip, self._sprite = clip, sprite
        self._x, self._y = corner(clip, sprite.width, sprite.height, margin)

    def paint(self, k: int, out: Planes) -> None:
        blend(self._sprite, out, self._x, self._y + sunk(self._clip, k), strength(self._clip, k))

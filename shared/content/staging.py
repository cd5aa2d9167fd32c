"""The bricks of a movie: pictures, films, words and music as elements of the JSON2Video format.

Everything is measured in parts of the canvas, so that 720 x 1280 and 1080 x 1920 look alike. Words keep inside what no
platform covers with buttons; `src` is the asset's name in the inventory, and whoever renders finds the bytes.
"""

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from shared.content.model import Asset

Element = dict[str, Any]
Scene = dict[str, Any]
TOP, BOTTOM, SIDE = 0.14, 0.22, 0.12  # parts of the picture that reels cover, and a little more at the left
_WIDE = 0.56  # of a bold letter, in parts of its size
_SLOWEST, _QUICKEST = 2.0, 0.35  # words a second that a viewer reads, seconds to notice them


@dataclass(frozen=True, slots=True)
class Theme:
    """How a video is dressed. Colours as #rrggbb."""

    name: str
    ground: str
    ink: str
    accent: str
    accent_ink: str  # on the accent
    family: str
    upper: bool = False
    radius: float = 0.0  # of plates, in vw
    plates: bool = True  # words on plates, else with a shadow
    passages: tuple[str, ...] = ("fade",)


THEMES: Final = (
    Theme("ink", "#111827", "#ffffff", "#f59e0b", "#111827", "Inter", radius=1.2, passages=("slideleft", "fade")),
    Theme("paper", "#f5efe6", "#292524", "#b45309", "#fffbeb", "Inter", passages=("fade", "wipeup")),
    Theme("moss", "#1f3a2e", "#f4f1e8", "#d9f99d", "#1f3a2e", "Inter", plates=False, passages=("slideup", "fade")),
    Theme("sea", "#0b3954", "#f0fdff", "#ff6663", "#ffffff", "Inter", upper=True, passages=("wiperight",)),
    Theme("plum", "#2b1d3f", "#faf5ff", "#fbbf24", "#2b1d3f", "Inter", radius=6, passages=("circleopen", "fade")),
    Theme("clay", "#7c3f2c", "#fff7ed", "#fed7aa", "#5b2a1c", "Inter", plates=False, passages=("fade",)),
    Theme("snow", "#ffffff", "#0f172a", "#2563eb", "#ffffff", "Inter", radius=2, passages=("slideright", "wipeleft")),
    Theme("night", "#050505", "#fafafa", "#22d3ee", "#042f2e", "Inter", upper=True, passages=("fadeblack", "fade")),
)


@dataclass(frozen=True, slots=True)
class Canvas:
    width: int = 1080
    height: int = 1920

    def across(self, part: float) -> int:
        return round(self.width * part)

    def down(self, part: float) -> int:
        return round(self.height * part)


@dataclass(frozen=True, slots=True)
class Set:
    """Where scenes are made: the canvas, the theme, and chance."""

    canvas: Canvas
    theme: Theme
    rng: random.Random
    pace: float = 1.0  # 0.8 = shorter scenes, because people asked for it
    echo: bool = True  # wide pictures stand before a darkened copy of themselves, else on the theme's ground

    # Scenes

    def scene(self, seconds: float, *elements: Element | Sequence[Element], enter: bool = False) -> Scene:
        flat: list[Element] = []
        for one in elements:
            flat.extend(one if isinstance(one, list | tuple) else [one])  # type: ignore[list-item] # a list is a sequence of them
        made: Scene = {"background-color": self.theme.ground, "duration": round(seconds, 2), "elements": flat}
        if enter:
            style = self.rng.choice(self.theme.passages)
            made["transition"] = {"style": style, "duration": 0.3}
        return made

    def beat(self, seconds: float, least: float = 0.5) -> float:
        return max(least, round(seconds * self.pace, 2))

    def reading(self, *texts: str, least: float = 1.8) -> float:
        """Long enough to be read once, without hurry."""
        words = sum(len(text.split()) for text in texts)
        return max(least, round(_QUICKEST + words / _SLOWEST * 0.75, 1))

    # Pictures

    def picture(self, asset: Asset, *, seconds: float = 0.0, seek: float = 0.0, dim: float = 0.0) -> list[Element]:
        """Over the whole canvas; a wide one stands whole before a darkened copy of itself. `dim`: how much darker."""
        if not dim and _is_wide(asset):
            return self._framed(asset, seconds, seek)
        full = {"width": self.canvas.width, "height": self.canvas.height}
        return [self._shown(asset, full, seconds, seek, dim=dim, move=True)]

    def _framed(self, asset: Asset, seconds: float, seek: float) -> list[Element]:
        width, high = self.canvas.width, self.canvas.width * (asset.height or 1) / (asset.width or 1)
        high = max(high, self.canvas.height * 0.42)
        box = {"x": 0, "y": round((self.canvas.height - high) * 0.46), "width": width, "height": round(high)}
        full = {"width": width, "height": self.canvas.height}
        before = self._shown(asset, box, seconds, seek, move=True)
        return [self._shown(asset, full, seconds, seek, dim=0.42, still=True), before] if self.echo else [before]

    def boxed(self, asset: Asset, box: tuple[float, float, float, float], **more: Any) -> Element:
        """Fills a box: left, top, width, height in parts of the canvas."""
        left, top, wide, high = box
        across, down = self.canvas.across, self.canvas.down
        # A corner at 0, 0 would be taken for "in the middle": such a box begins a pixel outside.
        x, y = across(left) or -1, down(top) or -1
        size = {"x": x, "y": y, "width": across(left + wide) - x, "height": down(top + high) - y}
        return {**self._shown(asset, size, more.pop("seconds", 0.0), more.pop("seek", 0.0)), **more}

    def _shown(
        self,
        asset: Asset,
        box: Mapping[str, int],
        seconds: float,
        seek: float,
        *,
        dim: float = 0.0,
        move: bool = False,
        still: bool = False,
    ) -> Element:
        kind = "video" if asset.kind == "video" else "image"
        made: Element = {"type": kind, "src": asset.name, "resize": "cover", **box}
        if kind == "video":
            made |= {"seek": round(seek, 2), "muted": True}
            if seconds:
                made["duration"] = round(min(seconds, (asset.duration or seconds) - seek), 2)
        elif move and not still:
            made["zoom"] = self.rng.choice((1, 1.5, 2, -1, -1.5))
        if dim:
            made["correction"] = {
                "brightness": round(-0.75 * dim, 3),
                "contrast": round(1 - 1.2 * dim, 3),
                "saturation": 0.8,
            }
        return made

    def detail(self, asset: Asset, part: tuple[float, float, float]) -> Element:
        """A part of a photo as large as the canvas: its middle (in parts of the photo), and how much closer."""
        wide, high = asset.width or 0, asset.height or 0
        shape = self.canvas.width / self.canvas.height
        across, down = (wide, wide / shape) if wide / high < shape else (high * shape, float(high))
        across, down = math.floor(across / part[2]), math.floor(down / part[2])
        x = min(max(0, round(wide * part[0] - across / 2)), wide - across)
        y = min(max(0, round(high * part[1] - down / 2)), high - down)
        made = self._shown(asset, {"width": self.canvas.width, "height": self.canvas.height}, 0, 0, move=True)
        return {**made, "crop": {"x": x, "y": y, "width": across, "height": down}}

    # Words

    def headline(self, text: str, *, at: float = 0.2, size: float = 9.0, start: float = 0.0) -> Element:
        """Large words with their upper edge at `at` of the height."""
        theme = self.theme
        look = self._plate(theme.accent, theme.accent_ink) if theme.plates else self._shadow("#ffffff")
        return self._words(text, at, size, {"font-weight": "800", **look}, start=start)

    def title(self, text: str, over: Asset, *, start: float = 0.0) -> Element:
        """A headline that leaves a wide picture free."""
        wide = _is_wide(over)
        return self.headline(text, at=TOP if wide else 0.2, size=8.2 if wide else 9.0, start=start)

    def line(self, text: str, *, at: float = 0.68, size: float = 5.6, start: float = 0.0) -> Element:
        """A line of middle size, on the theme's ground."""
        theme = self.theme
        return self._words(text, at, size, {"font-weight": "600", **self._plate(theme.ground, theme.ink)}, start=start)

    def bare(
        self, text: str, *, at: float, size: float, color: str = "", bold: bool = True, wide: float = 0.0
    ) -> Element:
        """Words without a plate, for a card of one colour."""
        look = {"font-weight": "800" if bold else "500", "font-color": color or self.theme.ink}
        return self._words(text, at, size, look, wide=wide)

    def _words(
        self, text: str, at: float, size: float, look: Mapping[str, str], *, start: float = 0.0, wide: float = 0.0
    ) -> Element:
        room = 1 - 2 * SIDE
        shown = text.upper() if self.theme.upper and size >= 7 else text
        lines = balanced(shown, max(6, int(room * 100 / (size * _WIDE * (1.1 if shown.isupper() else 1.0)))))
        longest = max(map(len, lines), default=1)
        fits = min(size, room * 100 / (longest * _WIDE * (1.12 if shown.isupper() else 1.0)))
        top = self.canvas.down(at)
        foot = self.canvas.down(1 - BOTTOM)
        made: Element = {
            "type": "text",
            "text": "\n".join(lines),
            "x": self.canvas.across(SIDE),
            "y": top,
            "width": self.canvas.across(room),
            "height": max(self.canvas.down(0.08), foot - top) if not wide else self.canvas.down(wide),
            "settings": {
                "font-family": self.theme.family,
                "font-size": f"{fits:.2f}vw",
                "line-height": "1.2",
                "text-align": "center",
                "vertical-position": "top",
                **look,
            },
        }
        if start:
            made["start"] = start
        made["fade-in"] = 0.25
        return made

    def _plate(self, ground: str, ink: str) -> dict[str, str]:
        return {
            "background-color": ground,
            "font-color": ink,
            "padding": "1.6vw",
            "border-radius": f"{self.theme.radius:g}vw",
        }

    def _shadow(self, ink: str) -> dict[str, str]:
        return {"font-color": ink, "text-shadow": "0 2px 12px rgba(0,0,0,0.7)"}

    def with_theme(self, theme: Theme) -> "Set":
        return replace(self, theme=theme)


def _is_wide(asset: Asset) -> bool:
    return (asset.width or 0) > (asset.height or 1) * 0.85


def balanced(text: str, most: int) -> list[str]:
    """Lines of at most `most` characters (a longer word has one of its own), as even as can be.

    >>> balanced("From bare boards to a table", 16)
    ['From bare boards', 'to a table']
    """
    words = text.split()
    count = max(1, math.ceil(len(text) / most))
    while True:
        aim = max(max(map(len, words), default=0), math.ceil((len(text) - count + 1) / count))
        for width in range(aim, max(aim, most) + 1):
            lines = _filled(words, width)
            if len(lines) <= count:
                return lines
        count += 1


def _filled(words: Sequence[str], width: int) -> list[str]:
    lines: list[str] = []
    for word in words:
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines

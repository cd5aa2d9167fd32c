"""A drawn speaker, so that the house has a talking head before its user has filmed one.

Flat shapes, drawn twice as large and reduced. Everything moves in whole periods of the clip, so that it repeats
without a seam.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from PIL import Image, ImageDraw, ImageFilter

SIDE = 480  # pixels
LENGTH = 240  # frames
RATE = 30

_LARGE = 2 * SIDE
_SKIN, _SHADE, _BLUSH = "#f2c3a0", "#dfa581", "#efb094"
_HAIR, _HAIR_LIGHT = "#4a2c22", "#583629"
_COAT, _COAT_DARK, _SHIRT = "#1f5f6b", "#184c56", "#fbf7f0"
_INK, _LIPS, _TONGUE = "#33211c", "#b8504e", "#d9777a"

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Pose:
    """One moment; lengths in parts of the picture's side, angles in radians."""

    sway: float
    nod: float
    tilt: float
    breath: float
    open_mouth: float  # 0 to 1
    wide_mouth: float  # 0 to 1
    closed_eyes: float  # 0 to 1
    brows: float  # 0 to 1, raised
    gaze: float  # -1 to 1


def pose(k: int) -> Pose:
    """How the speaker sits at frame `k`.

    >>> pose(0) == pose(LENGTH)
    True
    """
    turn = 2 * math.pi * (k % LENGTH) / LENGTH
    syllables = abs(math.sin(turn * 15)) * (0.55 + 0.45 * math.sin(turn * 7 + 1))
    speaking = 1.0 if math.sin(turn * 2 + 0.4) > -0.82 else 0.15  # a breath now and then
    blink = max(0.0, 1 - min(abs((k % LENGTH) - moment) for moment in (36, 118, 131, 205)) / 3)
    return Pose(
        sway=0.011 * math.sin(turn) + 0.005 * math.sin(turn * 3 + 2),
        nod=0.006 * math.sin(turn * 4) + 0.004 * math.sin(turn * 9),
        tilt=0.045 * math.sin(turn + 0.7) + 0.02 * math.sin(turn * 3),
        breath=0.004 * math.sin(turn * 2),
        open_mouth=speaking * max(0.0, syllables),
        wide_mouth=0.5 + 0.5 * math.sin(turn * 11 + 0.5),
        closed_eyes=blink,
        brows=max(0.0, math.sin(turn * 3 + 1)) ** 2,
        gaze=0.5 * math.sin(turn * 2 + 1),
    )


def frames() -> Iterator[Image.Image]:
    """The clip's pictures, SIDE x SIDE, RGB."""
    room = _room()
    for k in range(LENGTH):
        large = room.copy()
        _draw(ImageDraw.Draw(large), pose(k))
        yield large.reduce(2)


def _room() -> Image.Image:
    """A blurred office: a warm wall, a window, a shelf and a plant."""
    wall = Image.new("RGB", (_LARGE, _LARGE), "#efdcc3")
    pen = ImageDraw.Draw(wall)
    _box(pen, 0.0, 0.0, 0.34, 0.62, "#d6ebf2")
    _box(pen, 0.02, 0.02, 0.155, 0.6, "#eef8fb")
    _box(pen, 0.175, 0.02, 0.32, 0.6, "#e3f3f8")
    _box(pen, 0.66, 0.34, 1.0, 0.365, "#a9774f")
    for place, (width, height, color) in enumerate(
        [
            (0.035, 0.15, "#c8553d"),
            (0.03, 0.18, "#e9b44c"),
            (0.04, 0.16, "#2a7f86"),
            (0.03, 0.13, "#f4efe6"),
            (0.04, 0.17, "#7d5a8c"),
        ]
    ):
        _box(pen, 0.72 + place * 0.045, 0.34 - height, 0.72 + place * 0.045 + width, 0.34, color)
    for turn in (-0.9, -0.45, 0.0, 0.45, 0.9):
        pen.polygon(_scaled(_oval(0.86 + 0.09 * turn, 0.6, 0.026, 0.12, tilt=turn)), fill="#5f8d4e")
    _box(pen, 0.81, 0.68, 0.91, 0.82, "#c97b4a")
    return wall.filter(ImageFilter.GaussianBlur(_LARGE / 55))


def _box(pen: ImageDraw.ImageDraw, left: float, top: float, right: float, bottom: float, color: str) -> None:
    pen.rectangle((left * _LARGE, top * _LARGE, right * _LARGE, bottom * _LARGE), fill=color)


def _oval(x: float, y: float, wide: float, high: float, *, tilt: float = 0.0, power: float = 2.0) -> list[Point]:
    """A closed curve round (x, y); a `power` above 2 is squarer."""
    points = []
    for step in range(64):
        angle = 2 * math.pi * step / 64
        cos, sin = math.cos(angle), math.sin(angle)
        across = wide * math.copysign(abs(cos) ** (2 / power), cos)
        along = high * math.copysign(abs(sin) ** (2 / power), sin)
        points.append(
            (x + across * math.cos(tilt) - along * math.sin(tilt), y + across * math.sin(tilt) + along * math.cos(tilt))
        )
    return points


def _curve(points: Sequence[Point]) -> list[Point]:
    """A smooth closed curve through `points` (Catmull-Rom)."""
    count = len(points)
    smooth = []
    for i in range(count):
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = (points[(i + j - 1) % count] for j in range(4))
        for step in range(12):
            t = step / 12
            a, b, c, d = -t + 2 * t**2 - t**3, 2 - 5 * t**2 + 3 * t**3, t + 4 * t**2 - 3 * t**3, -(t**2) + t**3
            smooth.append(((a * x0 + b * x1 + c * x2 + d * x3) / 2, (a * y0 + b * y1 + c * y2 + d * y3) / 2))
    return smooth


def _bowed(points: Sequence[Point]) -> list[Point]:
    """An open Bezier curve that `points` steer."""
    curve = []
    for step in range(17):
        t, row = step / 16, list(points)
        while len(row) > 1:
            row = [(a * (1 - t) + c * t, b * (1 - t) + d * t) for (a, b), (c, d) in pairwise(row)]
        curve.append(row[0])
    return curve


def _scaled(points: Sequence[Point]) -> list[Point]:
    return [(x * _LARGE, y * _LARGE) for x, y in points]


def _draw(pen: ImageDraw.ImageDraw, now: Pose) -> None:
    head = _Head(pen, now)
    head.fill(
        _curve(
            [
                (0.5, 0.13),
                (0.7, 0.2),
                (0.74, 0.42),
                (0.72, 0.62),
                (0.62, 0.7),
                (0.38, 0.7),
                (0.28, 0.62),
                (0.26, 0.42),
                (0.3, 0.2),
            ]
        ),
        _HAIR,
    )
    _body(pen, now)
    head.fill(_oval(0.325, 0.45, 0.03, 0.05), _SHADE)
    head.fill(_oval(0.675, 0.45, 0.03, 0.05), _SHADE)
    head.fill(
        _curve(
            [
                (0.5, 0.2),
                (0.62, 0.24),
                (0.672, 0.38),
                (0.655, 0.52),
                (0.59, 0.625),
                (0.5, 0.66),
                (0.41, 0.625),
                (0.345, 0.52),
                (0.328, 0.38),
                (0.38, 0.24),
            ]
        ),
        _SKIN,
    )
    _face(head, now)
    head.fill(
        _curve(
            [
                (0.315, 0.44),
                (0.3, 0.3),
                (0.36, 0.18),
                (0.5, 0.135),
                (0.64, 0.18),
                (0.7, 0.3),
                (0.685, 0.44),
                (0.66, 0.345),
                (0.6, 0.27),
                (0.5, 0.275),
                (0.42, 0.255),
                (0.37, 0.32),
            ]
        ),
        _HAIR,
    )
    head.fill(_curve([(0.4, 0.185), (0.5, 0.15), (0.6, 0.18), (0.56, 0.2), (0.48, 0.2)]), _HAIR_LIGHT)


class _Head:
    """Draws what belongs to the head: moved and turned as the pose says, about the neck."""

    def __init__(self, pen: ImageDraw.ImageDraw, now: Pose) -> None:
        self._pen = pen
        self._cos, self._sin = math.cos(now.tilt), math.sin(now.tilt)
        self._x, self._y = now.sway, now.nod + now.breath

    def fill(self, points: Sequence[Point], color: str) -> None:
        self._pen.polygon(_scaled([self._moved(point) for point in points]), fill=color)

    def stroke(self, points: Sequence[Point], color: str, width: float) -> None:
        """A soft line from the first point to the last, with round ends."""
        placed = _scaled([self._moved(point) for point in _bowed(points)])
        self._pen.line(placed, fill=color, width=round(width * _LARGE), joint="curve")
        half = width * _LARGE / 2
        for x, y in (placed[0], placed[-1]):
            self._pen.ellipse((x - half, y - half, x + half, y + half), fill=color)

    def _moved(self, point: Point) -> Point:
        x, y = point[0] - 0.5, point[1] - 0.68
        return 0.5 + x * self._cos - y * self._sin + self._x, 0.68 + x * self._sin + y * self._cos + self._y


def _body(pen: ImageDraw.ImageDraw, now: Pose) -> None:
    sink, side = now.breath, now.sway * 0.35

    def fill(points: Sequence[Point], color: str) -> None:
        pen.polygon(_scaled([(x + side, y + sink) for x, y in points]), fill=color)

    fill(
        _curve(
            [
                (0.5, 0.73),
                (0.66, 0.755),
                (0.83, 0.81),
                (0.93, 0.93),
                (0.97, 1.15),
                (0.5, 1.25),
                (0.03, 1.15),
                (0.07, 0.93),
                (0.17, 0.81),
                (0.34, 0.755),
            ]
        ),
        _COAT,
    )
    fill([(0.395, 0.745), (0.605, 0.745), (0.5, 1.02)], _SHIRT)
    fill(_curve([(0.43, 0.58), (0.57, 0.58), (0.575, 0.74), (0.5, 0.83), (0.425, 0.74)]), _SHADE)
    fill([(0.385, 0.735), (0.43, 0.72), (0.5, 0.85), (0.455, 0.9)], _SHIRT)
    fill([(0.615, 0.735), (0.57, 0.72), (0.5, 0.85), (0.545, 0.9)], _SHIRT)
    fill([(0.375, 0.745), (0.31, 0.79), (0.335, 0.88), (0.48, 1.05), (0.5, 1.05), (0.43, 0.9)], _COAT_DARK)
    fill([(0.625, 0.745), (0.69, 0.79), (0.665, 0.88), (0.52, 1.05), (0.5, 1.05), (0.57, 0.9)], _COAT_DARK)


def _face(head: _Head, now: Pose) -> None:
    head.fill(_oval(0.39, 0.52, 0.034, 0.02), _BLUSH)
    head.fill(_oval(0.61, 0.52, 0.034, 0.02), _BLUSH)
    for side in (-1, 1):
        _eye(head, now, side)
    head.stroke([(0.502, 0.445), (0.522, 0.492), (0.505, 0.506), (0.484, 0.496)], _SHADE, 0.009)
    _mouth(head, now)


def _eye(head: _Head, now: Pose, side: int) -> None:
    x, y = 0.5 + side * 0.083, 0.418
    lift = 0.012 * now.brows
    head.stroke(
        [
            (x - 0.042, y - 0.052 - lift + (0.006 if side < 0 else 0.0)),
            (x, y - 0.084 - lift),
            (x + 0.042, y - 0.052 - lift + (0.006 if side > 0 else 0.0)),
        ],
        _HAIR,
        0.013,
    )
    if now.closed_eyes > 0.6:
        head.stroke([(x - 0.034, y + 0.002), (x, y + 0.022), (x + 0.034, y + 0.002)], _INK, 0.009)
        return
    high = 0.027 * (1 - 0.75 * now.closed_eyes)
    head.fill(_oval(x, y, 0.036, high), "#ffffff")
    head.fill(_oval(x + 0.006 * now.gaze, y, min(0.019, high * 0.9), min(0.021, high)), "#5a3b22")
    head.fill(_oval(x + 0.006 * now.gaze, y, min(0.01, high * 0.5), min(0.011, high * 0.6)), "#1d1210")
    head.fill(_oval(x + 0.006 * now.gaze + 0.007, y - 0.008, 0.005, 0.005), "#ffffff")
    head.stroke(
        [
            (x - 0.038, y - high * 0.55),
            (x - 0.018, y - high * 1.25),
            (x + 0.018, y - high * 1.25),
            (x + 0.038, y - high * 0.55),
        ],
        _INK,
        0.008,
    )


def _mouth(head: _Head, now: Pose) -> None:
    y = 0.566
    wide = 0.05 + 0.012 * now.wide_mouth - 0.006 * now.open_mouth
    deep = 0.038 * now.open_mouth
    if now.open_mouth < 0.12:
        head.stroke(
            [(0.5 - wide - 0.008, y - 0.014), (0.47, y + 0.016), (0.53, y + 0.016), (0.5 + wide + 0.008, y - 0.014)],
            _LIPS,
            0.011,
        )
        return
    corners = [
        (0.5 - wide, y - 0.008),
        (0.5, y - 0.008 - deep * 0.2),
        (0.5 + wide, y - 0.008),
        (0.5 + wide * 0.72, y + deep * 0.75),
        (0.5, y + deep * 1.05),
        (0.5 - wide * 0.72, y + deep * 0.75),
    ]
    head.fill(_curve([(x + (x - 0.5) * 0.16, y0 + (y0 - y) * 0.3) for x, y0 in corners]), _LIPS)
    head.fill(_curve(corners), "#5b1f22")
    if now.open_mouth > 0.3:
        head.fill(
            _curve(
                [
                    (0.5 - wide * 0.8, y - 0.007),
                    (0.5, y - 0.01 - deep * 0.12),
                    (0.5 + wide * 0.8, y - 0.007),
                    (0.5, y + deep * 0.22),
                ]
            ),
            "#ffffff",
        )
        head.fill(_oval(0.5, y + deep * 0.85, wide * 0.5, deep * 0.22), _TONGUE)

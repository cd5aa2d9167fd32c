"""Films as cameras write them, made into what screens show: high dynamic range toned down, turned pictures upright."""

import tempfile
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import av.filter
import numpy as np
import numpy.typing as npt

PQ, HLG = 16, 18  # transfer curves, as H.273 numbers them
_WHITE = 203.0  # nits of a white page (BT.2408); an HLG screen's brightest is 1,000
_KNEE = 0.6  # up to here light stays as it is, above it is held down towards 1
_SIDE = 33  # of the table's cube
_TO_709 = np.array([[1.6605, -0.5876, -0.0728], [-0.1246, 1.1329, -0.0083], [-0.0182, -0.1006, 1.1187]])

Light = npt.NDArray[np.float64]


def high_range(source: Any) -> int:
    """The curve that the light of a frame, or of a stream's codec, follows, when it is one of HDR; else 0."""
    curve = int(source.color_trc or 0)
    return curve if curve in {PQ, HLG} else 0


def cube(curve: int) -> str:
    """The table from that curve, in the colours of BT.2020, to standard range, as FFmpeg's `lut3d` reads it."""
    steps = np.linspace(0, 1, _SIDE)
    blue, green, red = np.meshgrid(steps, steps, steps, indexing="ij")  # red changes fastest
    narrow = np.clip(light(np.stack([red, green, blue], axis=-1), curve) @ _TO_709.T, 0, None)
    most = np.maximum(narrow.max(axis=-1, keepdims=True), 1e-6)
    values = (narrow * (held_down(most) / most)) ** (1 / 2.2)
    rows = "\n".join(" ".join(f"{value:.6f}" for value in row) for row in values.reshape(-1, 3).tolist())
    return f"LUT_3D_SIZE {_SIDE}\n{rows}\n"


class Screen:
    """Shows a film's frames upright and in standard range; most are that already and are handed back."""

    def __init__(self) -> None:
        self._graph: Any = None
        self._form: tuple[Any, ...] = ()

    def __call__(self, frame: Any) -> Any:
        quarters = round(frame.rotation / 90) % 4  # counter-clockwise
        if curve := high_range(frame):
            pixels = self._toned(frame, curve)
        elif quarters:
            pixels = frame.to_ndarray(format="rgb24")
        else:
            return frame
        upright = av.VideoFrame.from_ndarray(np.ascontiguousarray(np.rot90(pixels, quarters)), format="rgb24")
        upright.pts, upright.time_base = frame.pts, frame.time_base
        return upright

    def _toned(self, frame: Any, curve: int) -> npt.NDArray[np.uint8]:
        form = (curve, frame.width, frame.height, frame.format.name)
        if form != self._form:
            self._graph, self._form = _toning(*form), form
        self._graph.vpush(frame)
        pixels: npt.NDArray[np.uint8] = self._graph.vpull().to_ndarray(format="rgb24")
        return pixels


def _toning(curve: int, width: int, height: int, pixels: str) -> Any:
    """Frames of that form go in, RGB comes out. In ten bits all the way: in eight, bright light comes out mottled."""
    graph = av.filter.Graph()
    with tempfile.TemporaryDirectory(prefix="leadreel-tones-") as folder:
        table = Path(folder) / "tones.cube"
        table.write_text(cube(curve))
        graph.link_nodes(
            graph.add_buffer(width=width, height=height, format=av.VideoFormat(pixels), time_base=Fraction(1, 1000)),
            graph.add("scale", "in_color_matrix=bt2020"),
            graph.add("format", "gbrp10le"),
            graph.add("lut3d", file=str(table)),
            graph.add("format", "rgb24"),
            graph.add("buffersink"),
        )
        graph.configure()
    return graph


def light(coded: Light, curve: int) -> Light:
    """Coded values of three channels as light, 1 being a white page."""
    return _pq(coded) if curve == PQ else _hlg(coded)


def _pq(coded: Light) -> Light:
    m1, m2, c1, c2, c3 = 0.1593017578125, 78.84375, 0.8359375, 18.8515625, 18.6875
    power = coded ** (1 / m2)
    nits: Light = 10_000 * (np.maximum(power - c1, 0) / (c2 - c3 * power)) ** (1 / m1)
    return nits / _WHITE


def _hlg(coded: Light) -> Light:
    a, b, c = 0.17883277, 0.28466892, 0.55991073
    scene = np.where(coded <= 0.5, coded**2 / 3, (np.exp((coded - c) / a) + b) / 12)
    bright = (scene @ np.array([0.2627, 0.678, 0.0593]))[..., None]
    seen: Light = 1000 / _WHITE * scene * np.maximum(bright, 1e-9) ** 0.2
    return seen


def held_down(value: Light) -> Light:
    """
    >>> [round(float(held_down(np.array(x))), 2) for x in (0.2, 1.0, 4.9)]
    [0.2, 0.8, 0.97]
    """
    over = np.maximum(value - _KNEE, 0) / (1 - _KNEE)
    below: Light = np.minimum(value, _KNEE)
    return below + (1 - _KNEE) * over / (1 + over)

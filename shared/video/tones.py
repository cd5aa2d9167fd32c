"""Films as cameras write them, made into what screens show: high dynamic range toned down, turned pictures upright."""

from functools import lru_cache
from typing import Any

import av
import numpy as np
import numpy.typing as npt
from av.video.reformatter import Colorspace
from PIL import Image, ImageFilter

PQ, HLG = 16, 18  # transfer curves, as H.273 numbers them
_WHITE = 203.0  # nits of a white page (BT.2408); an HLG screen's brightest is 1,000
_KNEE = 0.6  # up to here light stays as it is, above it is held down towards 1
_SIDE = 33  # of the table's cube
_TO_709 = np.array([[1.6605, -0.5876, -0.0728], [-0.1246, 1.1329, -0.0083], [-0.0182, -0.1006, 1.1187]])

Light = npt.NDArray[np.float64]


def high_range(source: Any) -> bool:
    """True for a frame, or for the codec of a stream, whose light follows the curves of HDR."""
    return int(source.color_trc or 0) in {PQ, HLG}


def shown(frame: Any) -> Any:
    """The frame upright and in standard range; most are that already and are handed back."""
    quarters = round(frame.rotation / 90) % 4  # counter-clockwise
    if high_range(frame):
        pixels = _toned(frame)
    elif quarters:
        pixels = frame.to_ndarray(format="rgb24")
    else:
        return frame
    upright = av.VideoFrame.from_ndarray(np.ascontiguousarray(np.rot90(pixels, quarters)), format="rgb24")
    upright.pts, upright.time_base = frame.pts, frame.time_base
    return upright


def _toned(frame: Any) -> npt.NDArray[np.uint8]:
    coded = frame.reformat(format="rgb24", src_colorspace=Colorspace.BT2020).to_ndarray()
    return np.asarray(Image.fromarray(coded).filter(_table(int(frame.color_trc))))


@lru_cache(maxsize=2)
def _table(curve: int) -> ImageFilter.Color3DLUT:
    steps = np.linspace(0, 1, _SIDE)
    blue, green, red = np.meshgrid(steps, steps, steps, indexing="ij")  # red changes fastest
    narrow = np.clip(light(np.stack([red, green, blue], axis=-1), curve) @ _TO_709.T, 0, None)
    most = np.maximum(narrow.max(axis=-1, keepdims=True), 1e-6)
    values = (narrow * (held_down(most) / most)) ** (1 / 2.2)
    return ImageFilter.Color3DLUT(_SIDE, values.ravel().tolist())


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

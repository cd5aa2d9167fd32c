"""Where things stand: positions, sizes, crops, moves. Pure."""

from dataclasses import dataclass

from shared.core.errors import InvalidInput
from shared.video.json2video.model import Dressing, Placing
from shared.video.timeline import Asset, ChromaKey, Crop, Fit, Light, Look, Move

MARGIN = 0.05  # of the canvas, between its edge and what is placed by name
_KEY_SCALE = 0.6  # a tolerance of 100 reaches the whole plane of colours
_ZOOM_STEP = 0.1  # how much closer one step of zoom comes


@dataclass(frozen=True, slots=True)
class Box:
    """A box on the canvas in pixels; it may reach beyond its edges."""

    x: int
    y: int
    width: int
    height: int
    fit: Fit


def box_for(placing: Placing, natural: tuple[float, float], canvas: tuple[int, int]) -> Box:
    """The box of something that is `natural` pixels large."""
    width, height, fit = _size(placing, natural, canvas)
    width, height = max(2, min(4096, round(width))), max(2, min(4096, round(height)))
    x, y = _corner(placing, (width, height), canvas)
    return Box(x, y, width, height, fit)


def _size(placing: Placing, natural: tuple[float, float], canvas: tuple[int, int]) -> tuple[float, float, Fit]:
    given = (placing.width if placing.width > 0 else 0.0, placing.height if placing.height > 0 else 0.0)
    if placing.resize:
        fit: Fit = {"cover": "cover", "fill": "fill"}.get(placing.resize, "contain")  # type: ignore[assignment] # of three
        return given[0] or canvas[0], given[1] or canvas[1], fit
    across, down = max(1.0, natural[0]), max(1.0, natural[1])
    if given[0] and given[1]:
        return given[0], given[1], "fill"
    if given[0]:
        return given[0], given[0] * down / across, "fill"
    if given[1]:
        return given[1] * across / down, given[1], "fill"
    return across, down, "fill"


def _corner(placing: Placing, size: tuple[int, int], canvas: tuple[int, int]) -> tuple[int, int]:
    """`x` and `y` are the corner, or shift what is placed by name. What fills the canvas needs no margin."""
    if placing.position == "custom":
        if placing.resize and not (placing.x or placing.y):  # a box of its own stands in the middle
            return (canvas[0] - size[0]) // 2, (canvas[1] - size[1]) // 2
        return round(placing.x), round(placing.y)
    vertical, _, horizontal = placing.position.partition("-")
    places = []
    for side, own, whole, shift in zip((horizontal, vertical), size, canvas, (placing.x, placing.y), strict=True):
        margin = 0 if own >= whole else round(whole * MARGIN)
        at = {"left": margin, "top": margin, "center": (whole - own) // 2}.get(side, whole - own - margin)
        places.append(round(at + shift))
    return places[0], places[1]


def look_of(dressing: Dressing, natural: tuple[int, int], mask: Asset | None, place: str) -> Look:
    flip = {(True, False): "horizontal", (False, True): "vertical", (True, True): "both"}
    return Look(
        crop=_crop(dressing, natural, place),
        flip=flip.get((dressing.flip_x, dressing.flip_y), ""),  # type: ignore[arg-type] # one of four
        key=ChromaKey(dressing.key[:7], _tolerance(dressing.key_tolerance), 0.06) if dressing.key else None,
        light=Light(dressing.brightness, dressing.contrast, dressing.saturation),
        mask=mask,
        turn=dressing.angle,
    )


def _tolerance(value: float) -> float:
    return min(1.0, value / 100 * _KEY_SCALE)


def _crop(dressing: Dressing, natural: tuple[int, int], place: str) -> Crop:
    if dressing.crop is None:
        return Crop()
    x, y, width, height = dressing.crop
    width = width if width > 0 else natural[0] - x
    height = height if height > 0 else natural[1] - y
    if width < 2 or height < 2 or x + width > natural[0] + 0.5 or y + height > natural[1] + 0.5:
        raise InvalidInput(
            f"{place}.crop: {x:g}, {y:g} with {width:g} x {height:g} leaves the source's {natural[0]} x {natural[1]}"
        )
    return Crop(x / natural[0], y / natural[1], width / natural[0], height / natural[1])


def cropped(dressing: Dressing, natural: tuple[int, int], place: str) -> tuple[float, float]:
    crop = _crop(dressing, natural, place)
    return natural[0] * crop.width, natural[1] * crop.height


def move_of(dressing: Dressing) -> Move | None:
    """A positive zoom comes nearer, a negative one steps back. A pan moves the picture the way it is named: to the
    left, so that ever more of its right side is seen."""
    if not dressing.zoom and not dressing.pan:
        return None
    near = 1 + abs(dressing.zoom) * _ZOOM_STEP
    room = 1 / (1 - dressing.pan_distance) if dressing.pan else 1.0
    zoom = (room * (near if dressing.zoom < 0 else 1.0), room * (near if dressing.zoom > 0 else 1.0))
    return Move(zoom, _way(dressing.pan, "left", "right"), _way(dressing.pan, "top", "bottom"))


def _way(pan: str, back: str, forth: str) -> tuple[float, float]:
    if back in pan.split("-"):
        return 0.0, 1.0
    return (1.0, 0.0) if forth in pan.split("-") else (0.5, 0.5)

"""When each element of a scene, or of the whole movie, begins and ends.

-1 is the length of the source, -2 that of the container; what has no length of its own takes the container's, and a
container in which nothing has one lasts five seconds. The end of one element may be the beginning of another
(`{{intro_end}}`): so elements are read in the order in which their expressions can be answered.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from shared.core.errors import InvalidInput
from shared.video.json2video.elements import read_element
from shared.video.json2video.expressions import Unknown, filled
from shared.video.json2video.materials import Material
from shared.video.json2video.model import CONTAINER, NATURAL, Element
from shared.video.json2video.voices import Spoken

EMPTY = 5.0  # seconds of a container in which nothing has a length
LONGEST = 3600.0  # seconds of a movie


@dataclass(frozen=True, slots=True)
class Supply:
    """What was fetched or made for an element. `seconds`: None = it has no length of its own."""

    seconds: float | None = None
    material: Material | None = None
    mask: Material | None = None
    spoken: Spoken | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """An element in its container. Times in seconds; `end` is where it is no longer seen or heard."""

    number: int  # in the JSON's order
    element: Element
    supply: Supply
    start: float
    end: float


Provide = Callable[[Element], Supply]
Raw = Sequence[tuple[str, Mapping[str, Any]]]


def placed(
    raw: Raw, scope: Mapping[str, Any], length: float, provide: Provide, *, least: float = 0.0
) -> tuple[tuple[Placed, ...], float]:
    """The elements in the JSON's order, and the container's length. `length` -1 = as long as its elements need, and
    at least `least` seconds."""
    room = _Container(raw, scope, length, provide, least)
    return room.resolved()


class _Container:
    def __init__(self, raw: Raw, scope: Mapping[str, Any], length: float, provide: Provide, least: float) -> None:
        self._waiting = list(enumerate(raw))
        self._scope = dict(scope)
        self._length = length
        self._provide = provide
        self._fixed: list[Placed] = []
        self._elastic: list[Placed] = []  # as long as the container
        self._end = least

    def resolved(self) -> tuple[tuple[Placed, ...], float]:
        self._round()
        if self._waiting and self._elastic:  # they ask for the end of what lasts as long as the container
            self._tell_elastic()
            self._round()
        if self._waiting:
            _, (place, raw) = self._waiting[0]
            self._read(place, raw)  # raises
        length = self._whole()
        if length > LONGEST:
            raise InvalidInput(f"a movie of {length:,.0f} s is too long, at most {LONGEST:,.0f} s")
        stretched = [replace(one, end=max(one.start, length)) for one in self._elastic]
        every = sorted((*self._fixed, *stretched), key=lambda one: one.number)
        return tuple(replace(one, end=min(one.end, length)) for one in every if one.start < length), length

    def _round(self) -> None:
        """Read what can be read, again and again while that answers further questions."""
        while True:
            left = [item for item in self._waiting if not self._settled(*item)]
            if len(left) == len(self._waiting):
                return
            self._waiting = left

    def _settled(self, number: int, item: tuple[str, Mapping[str, Any]]) -> bool:
        try:
            element = self._read(*item)
        except Unknown:
            return False
        supply = self._provide(element)
        timing = element.common.timing
        seconds = self._length - timing.start if timing.duration == CONTAINER else timing.duration
        if timing.duration == NATURAL:
            seconds = supply.seconds if supply.seconds is not None else self._length - timing.start
        if self._length < 0 and (
            timing.duration == CONTAINER or (timing.duration == NATURAL and supply.seconds is None)
        ):
            self._elastic.append(Placed(number, element, supply, timing.start, timing.start))
            return True
        if seconds <= 0:
            raise InvalidInput(f"{item[0]}.start: it begins at {timing.start:g} s, when its container is over")
        self._fixed.append(Placed(number, element, supply, timing.start, timing.start + seconds))
        self._end = max(self._end, timing.start + seconds + timing.extra_time)
        self._tell(element, timing.start, seconds)
        return True

    def _read(self, place: str, raw: Mapping[str, Any]) -> Element:
        scope = self._scope
        if isinstance(own := raw.get("variables"), Mapping):
            scope = {**scope, **filled(own, scope, f"{place}.variables")}
        apart = ("variables", "condition")
        return read_element(
            {key: value if key in apart else filled(value, scope, f"{place}.{key}") for key, value in raw.items()},
            place,
        )

    def _tell(self, element: Element, start: float, seconds: float) -> None:
        if name := element.common.id:
            extra = element.common.timing.extra_time
            told = {"start": start, "duration": seconds, "end": start + seconds, "extratime": extra}
            self._scope |= {f"{name}_{what}": value for what, value in told.items()}

    def _tell_elastic(self) -> None:
        length = self._whole()
        for one in self._elastic:
            self._tell(one.element, one.start, max(0.0, length - one.start))

    def _whole(self) -> float:
        if self._length >= 0:
            return self._length
        after = max((one.start + one.element.common.timing.extra_time for one in self._elastic), default=0.0)
        return max(self._end, after + 0.04 if self._end and after else 0.0) or max(EMPTY, after + 1.0)

"""The names of transitions, as the format has them, and what the house draws for them."""

from collections.abc import Mapping

from shared.core.errors import InvalidInput
from shared.video.timeline import TransitionKind

KINDS: Mapping[str, TransitionKind] = {
    "fade": "fade",
    "dissolve": "fade",
    "fadeblack": "black",
    "wipeleft": "wipe-left",
    "wiperight": "wipe-right",
    "wipeup": "wipe-up",
    "wipedown": "wipe-down",
    "slideleft": "slide-left",
    "slideright": "slide-right",
    "slideup": "slide-up",
    "slidedown": "slide-down",
    "circleopen": "circle",
}


def kind_of(style: str, place: str) -> TransitionKind:
    found = KINDS.get(style.lower().replace("-", "").replace("_", ""))
    if found is None:
        raise InvalidInput(f"{place}: the transition {style!r} is not drawn here; drawn are: {', '.join(KINDS)}")
    return found

"""How unlike two proposals are: 0 = the same video again, 1 = nothing in common.

Four fifths of the distance are the video (what it is made of, how it is built, to which family it belongs), one fifth
the words around it. So a video that comes again under another caption stays near, and a caption that was only written
anew (case, order, punctuation, hashtags, filler words) changes nothing.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from shared.content.model import Proposal
from shared.core.text import fold

NEAR_EQUAL: Final = 0.4
"""Below this distance two videos are one to whoever scrolls by: the same family and footage never reach it."""

_VIDEO, _WORDS = 0.8, 0.2
_MADE_OF, _BUILT, _FAMILY = 0.5, 0.25, 0.25  # parts of the video's distance
_CAPTION, _SHOWN, _STRATEGY = 0.4, 0.4, 0.2  # parts of the words' distance
_LONGEST = 60  # scenes that are compared
_WORD = re.compile(r"[^\W_]+")
_TAG = re.compile(r"[#@]\w+|https?://\S+")
_STEM = 5  # letters: `builds`, `builder` and `building` count as one word
_FILLER_WORDS = """
    a an and are as at be been but by can did do does for from had has have here how i if in into is it its just me my
    no not of on one or our out so some than that the their them then there these they this those to too up us was we
    were what when where which who why will with you your
"""
_FILLERS = frozenset(_FILLER_WORDS.split())


@dataclass(frozen=True, slots=True)
class Print:
    """What of a proposal is compared."""

    id: str
    family: str
    resources: frozenset[str]
    scenes: tuple[str, ...]
    caption: frozenset[str]
    shown: frozenset[str]
    strategy: frozenset[str]


def print_of(proposal: Proposal) -> Print:
    return Print(
        id=proposal.id,
        family=str(proposal.facts.get("family", "")),
        resources=frozenset(proposal.resources),
        scenes=tuple(_scenes(proposal.movie))[:_LONGEST],
        caption=_shingles(proposal.caption),
        shown=_shingles(" ".join(_texts(proposal.movie))),
        strategy=_shingles(proposal.strategy),
    )


def distance(one: Proposal | Print, other: Proposal | Print) -> float:
    """Between 0 and 1, the same in both directions, 0 for a proposal and itself."""
    a, b = _printed(one), _printed(other)
    made_of, built = _apart(a.resources, b.resources), _edits(a.scenes, b.scenes)
    if a.family and b.family:
        video = _MADE_OF * made_of + _BUILT * built + _FAMILY * (a.family != b.family)
    else:  # an assistant may name none
        video = (_MADE_OF * made_of + _BUILT * built) / (_MADE_OF + _BUILT)
    words = (
        _CAPTION * _apart(a.caption, b.caption)
        + _SHOWN * _apart(a.shown, b.shown)
        + _STRATEGY * _apart(a.strategy, b.strategy)
    )
    return min(1.0, _VIDEO * video + _WORDS * words)


def score(proposal: Proposal | Print, others: Iterable[Proposal | Print]) -> float:
    """The distance to the nearest of the others; 1 when there are none."""
    return nearest(proposal, others)[0]


def nearest(proposal: Proposal | Print, others: Iterable[Proposal | Print]) -> tuple[float, str]:
    """The distance to the nearest of the others, and its id. The proposal itself (by id) does not count."""
    own = _printed(proposal)
    best, named = 1.0, ""
    for other in others:
        there = _printed(other)
        if there.id == own.id:
            continue
        found = distance(own, there)
        if found < best or not named:
            best, named = found, there.id
    return best, named


def too_near(found: float) -> bool:
    return found < NEAR_EQUAL


def _printed(one: Proposal | Print) -> Print:
    return one if isinstance(one, Print) else print_of(one)


def _apart(a: frozenset[str], b: frozenset[str]) -> float:
    """1 - Jaccard; two that hold nothing are equal."""
    union = len(a | b)
    return 1 - len(a & b) / union if union else 0.0


def _edits(a: Sequence[str], b: Sequence[str]) -> float:
    """Levenshtein's distance in parts of the longer one."""
    if a == b:
        return 0.0
    above = list(range(len(b) + 1))
    for row, left in enumerate(a, 1):
        line = [row]
        for column, right in enumerate(b, 1):
            line.append(min(above[column] + 1, line[-1] + 1, above[column - 1] + (left != right)))
        above = line
    return above[-1] / max(len(a), len(b))


# What stands in a movie. It may come from an assistant: nothing is taken for granted


def _scenes(movie: Mapping[str, Any]) -> Iterator[str]:
    """Each scene in a word: which elements it has, how long it lasts, how it is entered."""
    for scene in _objects(movie.get("scenes")):
        kinds = sorted(_kind(element) for element in _objects(scene.get("elements")))
        length = _seconds(scene, kinds)
        enter = scene.get("transition")
        style = str(enter.get("style", "")) if isinstance(enter, Mapping) else ""
        yield f"{'+'.join(kinds)}/{length}/{style}"


def _kind(element: Mapping[str, Any]) -> str:
    """What it is, and where roughly it stands."""
    kind = str(element.get("type", ""))
    if kind in {"image", "video"}:
        width, height = _number(element.get("width")), _number(element.get("height"))
        shape = (
            "" if width <= 0 or height <= 0 else "high" if height > width * 1.4 else "wide" if width > height else ""
        )
        return f"{kind}{shape}"
    return kind


def _seconds(scene: Mapping[str, Any], kinds: Sequence[str]) -> str:
    """Its length in steps that a viewer feels: a blink, a beat, a look, a stay."""
    length = _number(scene.get("duration"))
    if length <= 0:
        length = max((_number(element.get("duration")) for element in _objects(scene.get("elements"))), default=0.0)
    if length <= 0:
        return f"own{len(kinds)}"
    return next((name for most, name in ((1.0, "blink"), (2.0, "beat"), (4.0, "look")) if length <= most), "stay")


def _texts(movie: Mapping[str, Any]) -> Iterator[str]:
    for place in (movie, *_objects(movie.get("scenes"))):
        for element in _objects(place.get("elements")):
            text = element.get("text")
            if isinstance(text, str):
                yield text[:2000]


def _objects(value: Any) -> Iterator[Mapping[str, Any]]:
    for one in value if isinstance(value, list | tuple) else ():
        if isinstance(one, Mapping):
            yield one


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return 0.0
    return float(value)


# Words


def _shingles(text: str) -> frozenset[str]:
    """Stems of what is said, alone and in unordered pairs of neighbours; hashtags, names and filler left out."""
    words = [word[:_STEM] for word in _WORD.findall(fold(_TAG.sub(" ", text[:20_000]))) if word not in _FILLERS]
    return frozenset(words) | {" ".join(sorted(pair)) for pair in pairwise(words)}

"""What a model proposes, held against what there is. Nothing of it is believed: what passes is a draft, what does not
is told back with the reason.

A movie is compiled as for rendering, but against the inventory instead of files: everything that it wants to show or
play goes through one place, which knows the inventory's assets and nothing else. So no address, no file of a machine,
no announcement to a stranger and no page can come into a film by way of a model.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast
from unicodedata import category, normalize

from shared.content.model import Asset, Inventory
from shared.core.errors import AppError, InvalidInput
from shared.core.text import shorten

if TYPE_CHECKING:
    from shared.video.json2video.materials import Kind, Material, Materials

FIELDS: Final = ("strategy", "intent", "resources", "caption", "movie")
CAPTION, HASHTAGS, MENTIONS = 2_200, 30, 20  # the platform's limits
STRATEGY: Final = 300  # characters
RESOURCES: Final = 30
MOVIE: Final = 100_000  # characters
SHORTEST, LONGEST = 3.0, 180.0  # seconds of a film
KNOWN_KEYS: Final = frozenset(
    (
        *("comment", "title", "resolution", "width", "height", "fps", "quality", "draft", "cache", "variables"),
        *("scenes", "elements"),
    )
)
TYPES: Final = ("image", "video", "text", "audio", "subtitles", "component")

_TAG = re.compile(r"#\w+")
_MENTION = re.compile(r"(?<![\w.])@([\w.]*\w)")
_ADDRESS = re.compile(
    r"(?i)\b(?:[a-z][a-z0-9+.-]*://|www\.)\S+|\b(?:[\w-]+\.)+(?:com|net|org|io|co|app|dev|ru|cn|info|biz|xyz|link|shop"
    r"|site|online|top|me|ly|gg|de|eu|uk)\b(?:/\S*)?"
)
_ABBREVIATIONS = re.compile(r"(?i)\b(?:e\.g|i\.e|vs|etc|approx|no|dr|mr|mrs|ms|st|inc|ca|z\.b|u\.a)\.")
_BREAK = re.compile(r"[.!?…]+[\"'”’)\]]*\s+\S")


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft that may be shown to a person."""

    strategy: str
    intent: str
    caption: str
    resources: tuple[str, ...]  # those that the movie uses, in order of appearance
    movie: Mapping[str, Any]
    seconds: float


@dataclass(frozen=True, slots=True)
class Rules:
    """What a draft must keep besides. `given`: text of the owner's own, whose addresses and names may be used."""

    intents: tuple[str, ...] = ()  # empty: any
    given: str = ""
    caption: int = CAPTION
    assets: Mapping[str, Asset] = field(default_factory=dict)

    @staticmethod
    def of(inventory: Inventory, *, intents: tuple[str, ...] = (), given: str = "", caption: int = CAPTION) -> "Rules":
        return Rules(intents, given, min(caption, CAPTION), inventory.named())


def drafts_in(content: Any, most: int) -> list[Any]:
    """The drafts of an answer. Raises InvalidInput when it is no list of them."""
    found = content.get("drafts") if isinstance(content, Mapping) else None
    if not isinstance(found, list):
        raise InvalidInput("the answer holds no list `drafts`")
    if set(content) != {"drafts"}:
        odd = ", ".join(sorted(str(key)[:40] for key in set(content) - {"drafts"})[:5])
        raise InvalidInput(f"the answer holds what nobody asked for: {odd}; give `drafts` alone")
    return found[:most]


def checked(raw: Any, rules: Rules) -> Checked:
    """Raises InvalidInput that says what is wrong, in words that can be told to the model."""
    if not isinstance(raw, Mapping):
        raise InvalidInput("it is no object")
    if odd := sorted(str(key)[:40] for key in set(raw) ^ set(FIELDS)):
        raise InvalidInput(f"it must have {', '.join(FIELDS)} and nothing else; wrong or missing: {', '.join(odd[:8])}")
    strategy, caption, intent = _text(raw, "strategy"), _text(raw, "caption"), _text(raw, "intent")
    _check_strategy(strategy)
    if rules.intents and intent not in rules.intents:
        raise InvalidInput(f"intent: {intent[:40]!r} is none of {', '.join(rules.intents)}")
    if not re.fullmatch(r"[\w -]{2,40}", intent):
        raise InvalidInput("intent: one or two words, such as teach")
    _check_caption(caption, rules)
    named = _resources(raw["resources"], rules)
    movie = _movie(raw["movie"])
    used, seconds, shown = _filmed(movie, rules)
    if missing := [name for name in used if name not in named]:
        raise InvalidInput(f"resources: the movie uses {missing[0][:80]!r}, which they do not name")
    for text in (strategy, *shown):
        _check_addresses(text, rules, "words in the film or strategy")
    return Checked(strategy, intent, caption, used, movie, seconds)


def _text(raw: Mapping[str, Any], name: str) -> str:
    value = raw[name]
    if not isinstance(value, str) or not value.strip():
        raise InvalidInput(f"{name}: expected a text")
    plain = "".join(" " if sign == "\t" or category(sign) == "Zs" else sign for sign in value.replace("\r\n", "\n"))
    odd = next((sign for sign in plain if not sign.isprintable() and sign not in "\n\u200d"), "")
    if odd:
        raise InvalidInput(f"{name}: holds the sign U+{ord(odd):04X}, which nobody can see; leave it out")
    return plain.strip()


def _check_strategy(text: str) -> None:
    if len(text) > STRATEGY:
        raise InvalidInput(f"strategy: {len(text):,} characters are too many, at most {STRATEGY}")
    if "\n" in text or _BREAK.search(_ABBREVIATIONS.sub("", text)):
        raise InvalidInput("strategy: one sentence is asked for, not several")


def _check_caption(text: str, rules: Rules) -> None:
    if len(text) > rules.caption:
        raise InvalidInput(f"caption: {len(text):,} characters are too many, at most {rules.caption:,}")
    if len(tags := _TAG.findall(text)) > HASHTAGS:
        raise InvalidInput(f"caption: {len(tags)} hashtags are too many, at most {HASHTAGS}")
    names = _MENTION.findall(text)
    if len(names) > MENTIONS:
        raise InvalidInput(f"caption: {len(names)} mentions are too many, at most {MENTIONS}")
    _check_addresses(text, rules, "caption")


def _check_addresses(text: str, rules: Rules, where: str) -> None:
    """Addresses and accounts that the owner never named come from a stranger, or from nowhere."""
    plain = normalize("NFKC", text)
    for found in _ADDRESS.finditer(plain):
        if not _is_given(found[0].rstrip(".,;:!?)"), rules):
            raise InvalidInput(f"{where}: the address {found[0][:60]!r} was given by nobody; leave it out")
    for name in _MENTION.findall(plain):
        if not _is_given(f"@{name}", rules):
            raise InvalidInput(f"{where}: the account @{name[:40]} was named by nobody; leave it out")


def _is_given(name: str, rules: Rules) -> bool:
    """As a whole: not as a part of another name."""
    return re.search(rf"(?i)(?<![\w.@-]){re.escape(name)}(?![\w-])", rules.given) is not None


def _resources(raw: Any, rules: Rules) -> tuple[str, ...]:
    if not isinstance(raw, list) or not raw or not all(isinstance(one, str) for one in raw):
        raise InvalidInput("resources: expected the names of assets")
    names = tuple(dict.fromkeys(raw))
    if len(names) > RESOURCES:
        raise InvalidInput(f"resources: {len(names)} are too many, at most {RESOURCES}")
    for name in names:
        _asset(name, rules, "resources")
    return names


def _asset(name: str, rules: Rules, place: str) -> Asset:
    asset = rules.assets.get(name)
    if asset is None:
        raise InvalidInput(f"{place}: {shorten(name, 80)!r} is not in the inventory; use the names that it lists")
    if asset.problem:
        raise InvalidInput(f"{place}: {shorten(name, 80)!r} cannot be used: {asset.problem[:100]}")
    return asset


def _movie(raw: Any) -> dict[str, Any]:
    if not isinstance(raw, str):
        raise InvalidInput("movie: expected the JSON of a movie, as a text")
    if len(raw) > MOVIE:
        raise InvalidInput(f"movie: {len(raw):,} characters are too many, at most {MOVIE:,}")
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise InvalidInput(f"movie: not readable as JSON: {shorten(str(error), 120)}") from error
    if not isinstance(found, dict):
        raise InvalidInput("movie: expected an object with `scenes`")
    if odd := sorted(str(key)[:40] for key in set(found) - KNOWN_KEYS):
        raise InvalidInput(f"movie: {odd[0]!r} may not be used here; known are {', '.join(sorted(KNOWN_KEYS))}")
    _check_elements(found)
    return found


def _check_elements(movie: Mapping[str, Any]) -> None:
    for place, element in _elements(movie):
        kind = element.get("type")
        if kind not in TYPES:
            raise InvalidInput(f"{place}.type: {str(kind)[:40]!r} may not be used here; known are {', '.join(TYPES)}")
        if kind == "subtitles" and "-->" not in str(element.get("captions")):
            raise InvalidInput(f"{place}.captions: write them out, as SRT")


def _elements(movie: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    places: list[tuple[str, Any]] = [("movie", movie)]
    scenes = movie.get("scenes") if isinstance(movie.get("scenes"), list) else []
    places += [(f"movie.scenes[{number}]", one) for number, one in enumerate(scenes or [])]
    for place, one in places:
        elements = one.get("elements") if isinstance(one, Mapping) else ()
        for number, element in enumerate(elements if isinstance(elements, list) else ()):
            if isinstance(element, Mapping):
                yield f"{place}.elements[{number}]", element


class _Shelf:
    """What a compiled movie may ask for: the inventory's assets, by name, and as what they are."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self.files: Mapping[str, Path] = {}
        self.used: dict[str, None] = {}

    def get(self, src: str, kind: "Kind", place: str) -> "Material":
        from shared.video.json2video.materials import Material
        from shared.video.timeline import Asset as Source

        asset = _asset(src, self._rules, place)
        fits = {"picture": {"image"}, "film": {"video"}, "sound": {"audio", "video"}}.get(kind, set())
        if asset.kind not in fits or (kind == "sound" and asset.sounds is False):
            raise InvalidInput(f"{place}: {shorten(src, 80)!r} is no {kind} but {asset.kind}")
        self.used[src] = None
        size = (asset.width or 1080, asset.height or 1920) if asset.kind != "audio" else (0, 0)
        seconds = 0.0 if asset.kind == "image" else asset.duration or 5.0
        source = Source(src[-80:], sha256(src.encode()).hexdigest())
        return Material(source, Path(src), *size, seconds=seconds, sound=bool(asset.sounds))

    def keep(self, _content: bytes, _suffix: str, name: str) -> "Material":
        raise InvalidInput(f"movie: {name} cannot be made here; use what the inventory holds")


def _filmed(movie: Mapping[str, Any], rules: Rules) -> tuple[tuple[str, ...], float, list[str]]:
    """What the movie uses, how long it lasts, and the words that are read in it."""
    from shared.video.json2video.compile import compile_movie
    from shared.video.timeline import Captions, Html, Text

    shelf = _Shelf(rules)
    try:
        timeline = compile_movie(movie, cast("Materials", shelf)).timeline
    except AppError as error:
        raise InvalidInput(shorten(str(error), 300)) from error
    except (ArithmeticError, RecursionError, ValueError, TypeError, KeyError) as error:
        raise InvalidInput(f"movie: cannot be compiled ({type(error).__name__})") from error
    if not shelf.used:
        raise InvalidInput("movie: it shows nothing of the inventory")
    seconds = float(timeline.seconds)
    if not SHORTEST <= seconds <= LONGEST:
        raise InvalidInput(f"movie: it lasts {seconds:.1f} s; {SHORTEST:g} to {LONGEST:g} are allowed")
    shown: list[str] = []
    for scene in timeline.scenes:
        for clip in scene.clips():
            if isinstance(clip.element, Html):
                raise InvalidInput(f"{clip.name}: pages are not drawn here; use text")
            if isinstance(clip.element, Text):
                shown.append(clip.element.text)
            if isinstance(clip.element, Captions):
                shown.append(" ".join(word.text for word in clip.element.words))
    return tuple(shelf.used), seconds, shown


def told(faults: Sequence[str]) -> str:
    """Some reasons in one line."""
    return shorten("; ".join(faults), 500)

"""A movie's JSON → checked nouns. Whatever is not known is refused with its place: nothing is passed over silently.

Scenes are read first: conditions decide, `iterate` repeats, variables are filled in. An element is read when its turn
comes, since it may ask for the end of another one.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from shared.core.errors import InvalidInput
from shared.video.json2video.elements import TYPES
from shared.video.json2video.expressions import Scope, filled, holds
from shared.video.json2video.fields import MAX_BYTES, Fields
from shared.video.json2video.model import Destination, Movie, Passage, RawScene

RESOLUTIONS: Mapping[str, tuple[int, int]] = {
    "sd": (640, 360),
    "hd": (1280, 720),
    "full-hd": (1920, 1080),
    "squared": (1080, 1080),
    "instagram-feed": (1080, 1080),
    "instagram-story": (1080, 1920),
    "instagram-portrait": (1080, 1920),
    "twitter-landscape": (1600, 900),
    "twitter-portrait": (1080, 1350),
    "custom": (640, 360),
}
MAX_SCENES = 200
MAX_ELEMENTS = 1_000
_REMARKS = ("comment", "cache", "title")


def read_movie(raw: bytes | str | Mapping[str, Any]) -> Movie:
    """Raises InvalidInput that names the place of the first fault."""
    movie = raw if isinstance(raw, Mapping) else _parsed(raw)
    fields = Fields(movie, "movie")
    if fields.has("template"):
        raise fields.fault("template", "templates are kept by the vendor; put the template's own JSON here")
    scope = _scope(fields, {})
    fields = Fields(_outer(movie, scope), "movie")
    fields.ignore("variables", *_REMARKS, "draft", "quality")
    width, height = _size(fields)
    scenes = tuple(_scenes(fields.items("scenes"), scope))
    elements = _elements(fields, "movie", scope)
    if not scenes and not elements:
        raise fields.fault("scenes", "is missing; a movie has at least one scene")
    if len(scenes) > MAX_SCENES or sum(len(scene.elements) for scene in scenes) + len(elements) > MAX_ELEMENTS:
        raise fields.fault("scenes", f"more than {MAX_SCENES} scenes or {MAX_ELEMENTS} elements cannot be rendered")
    data = fields.any("client-data")
    made = Movie(
        width=width,
        height=height,
        fps=fields.number("fps", 25, 1, 60),
        scenes=scenes,
        elements=elements,
        scope=scope,
        id=fields.text("id"),
        client_data=data if isinstance(data, Mapping) else {},
        destinations=tuple(_destinations(fields)),
    )
    fields.close()
    return made


def _parsed(raw: bytes | str) -> Mapping[str, Any]:
    if len(raw) > MAX_BYTES:
        raise InvalidInput(f"movie: {len(raw):,} bytes are too many, at most {MAX_BYTES:,}")
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise InvalidInput(f"movie: not readable as JSON: {error}") from error
    if not isinstance(found, dict):
        raise InvalidInput("movie: expected an object with `scenes`")
    return found


def _outer(raw: Mapping[str, Any], scope: Scope) -> dict[str, Any]:
    """The movie's own keys filled in; scenes and elements have their own turn."""
    inner = {"scenes", "elements", "variables"}
    return {key: value if key in inner else filled(value, scope, f"movie.{key}") for key, value in raw.items()}


def _scope(fields: Fields, outer: Scope) -> Scope:
    """The variables that hold here: the nearest first. One may be made of those of the scopes around it."""
    given = fields.any("variables")
    if given is None:
        return outer
    if isinstance(given, list):  # as some editors write it: no variables at all
        given = {} if not given else None
    if not isinstance(given, Mapping):
        raise fields.fault("variables", "expected an object of names and values")
    own = filled(given, outer, f"{fields.place}.variables") if outer else given
    return {**outer, **own}


def _size(fields: Fields) -> tuple[int, int]:
    name = fields.choice("resolution", "custom", tuple(RESOLUTIONS))
    width, height = RESOLUTIONS[name]
    given = fields.number("width", width, 16, 4096), fields.number("height", height, 16, 4096)
    if name == "custom":
        width, height = round(given[0]), round(given[1])
    return width + width % 2, height + height % 2


def _scenes(raw: Sequence[Any], outer: Scope) -> Iterator[RawScene]:
    for number, one in enumerate(raw):
        fields = Fields(one, f"movie.scenes[{number}]")
        for scope, mark in _turns(fields, outer):
            found = _scene(one, fields.place + mark, scope)
            if found is not None:
                yield found


def _turns(fields: Fields, outer: Scope) -> Iterator[tuple[Scope, str]]:
    """The scopes in which a scene is shown: one, or as many as there are items to iterate over."""
    how = filled(fields.any("iterate"), outer, f"{fields.place}.iterate")
    if how is None or how == "":
        yield outer, ""
        return
    options = Fields(how, f"{fields.place}.iterate") if isinstance(how, Mapping) else Fields({}, fields.place)
    items, named = _items(how, options, outer, fields)
    if isinstance(how, Mapping):
        options.close()
    alias = fields.text("iterate-as", "item", most=100)
    if len(items) > MAX_SCENES:
        raise fields.fault("iterate", f"{len(items):,} scenes are too many, at most {MAX_SCENES}")
    for number, item in items:
        own = item if isinstance(item, Mapping) else {}
        yield {**outer, **own, alias: item, "index": number, "iteration": number + 1}, f"({named} {number})"


def _items(how: Any, options: Fields, outer: Scope, fields: Fields) -> tuple[list[tuple[int, Any]], str]:
    """Numbered items; `from`, `to` and `step` pick some of an array, or count where there is none."""
    name = options.text("array", options.text("over", "")) if isinstance(how, Mapping) else str(how)
    given: Any = how if isinstance(how, list) else options.any("items")
    if isinstance(given, list) or name:
        whole = given if isinstance(given, list) else _array(name, outer, fields)
        first, last = int(options.number("from", 1)), options.any("to")
        step = int(options.number("step", 1))
        if step == 0:
            raise options.fault("step", "0 leads nowhere")
        end = len(whole) + 1 if last is None else int(options.number("to", len(whole) + 1))
        places = range(_from_end(first, len(whole)), _from_end(end, len(whole)), step)
        return [(place - 1, whole[place - 1]) for place in places if 1 <= place <= len(whole)], name or "item"
    if not options.has("from") or not options.has("to"):
        raise fields.fault("iterate", "name an array, or give `from` and `to`")
    count = range(
        int(options.number("from", 1)),
        int(options.number("to", 1)) + 1,
        int(options.number("step", 1)) or 1,
    )
    return [(number, number) for number in count[: MAX_SCENES + 1]], "number"


def _from_end(place: int, size: int) -> int:
    return place if place >= 0 else size + 1 + place


def _array(name: str, outer: Scope, fields: Fields) -> list[Any]:
    from shared.video.json2video.expressions import evaluate

    found = evaluate(name, outer, f"{fields.place}.iterate")
    if not isinstance(found, list):
        raise fields.fault("iterate", f"the variable {name!r} is no list")
    return found


def _scene(raw: Mapping[str, Any], place: str, outer: Scope) -> RawScene | None:
    scope = _scope(Fields(raw, place), outer)
    if "condition" in raw and not holds(raw["condition"], scope, f"{place}.condition"):
        return None
    inner = {"elements", "variables", "condition", "iterate"}
    own = {key: value if key in inner else filled(value, scope, f"{place}.{key}") for key, value in raw.items()}
    fields = Fields(own, place)
    fields.ignore("variables", "condition", "iterate", "iterate-as", *_REMARKS)
    scene = RawScene(
        place=place,
        name=fields.text("id") or place.removeprefix("movie."),
        background=fields.color("background-color", "#000000") or "#000000",
        duration=fields.number("duration", -1, -1, 3600),
        passage=_passage(fields),
        elements=_elements(fields, place, scope),
        scope=scope,
    )
    fields.close()
    if scene.duration != -1 and scene.duration <= 0:
        raise InvalidInput(f"{place}.duration: {scene.duration:g} is neither -1 nor a time in seconds")
    return scene


def _passage(fields: Fields) -> Passage | None:
    if not fields.has("transition"):
        fields.ignore("transition")
        return None
    own = fields.object("transition")
    own.ignore("type")  # an older name of the same list
    passage = Passage(own.text("style", own.text("type", "fade")), own.number("duration", 1, 0, 60))
    own.close()
    return passage if passage.duration else None


def _elements(fields: Fields, place: str, scope: Scope) -> tuple[tuple[str, Mapping[str, Any]], ...]:
    """The elements as they stand, of a known type each; those whose condition does not hold are left out."""
    found = []
    for number, raw in enumerate(fields.items("elements")):
        where = f"{place}.elements[{number}]"
        kind = Fields(raw, where).raw.get("type")
        if kind not in TYPES:
            raise InvalidInput(f"{where}.type: {kind!r} cannot be drawn here; known are: {', '.join(TYPES)}")
        own = _scope(Fields(raw, where), scope)
        if "condition" not in raw or holds(raw["condition"], own, f"{where}.condition"):
            found.append((where, cast(Mapping[str, Any], raw)))
    return tuple(found)


def _destinations(fields: Fields) -> Iterator[Destination]:
    for number, raw in enumerate(fields.items("exports")):
        export = Fields(raw, f"movie.exports[{number}]")
        for place, one in enumerate(export.items("destinations")):
            own = Fields(one, f"{export.place}.destinations[{place}]")
            kind = own.choice("type", "webhook", ("webhook",))
            endpoint = own.text("endpoint", needed=True, most=2000)
            yield Destination(own.place, kind, endpoint, own.text("content-type", "json"))
            own.close()
        export.close()

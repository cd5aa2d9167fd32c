"""What the vendor asks of a strict JSON schema, and the answers that fit one.

A strict schema has an object at its root; every object in it names all of its properties as required and allows no
others. Optional means nullable. What breaks a rule is refused with the place, before any model is asked.
"""

from collections.abc import Iterator, Mapping
from typing import Any

UNSUPPORTED = ("allOf", "oneOf", "not", "if", "then", "else", "dependentRequired", "dependentSchemas")
MAX_PROPERTIES, MAX_DEPTH, MAX_ENUM = 5_000, 10, 1_000


def fault(schema: Any) -> str:
    """What is wrong with a strict schema, in the vendor's manner; empty when nothing is."""
    if not isinstance(schema, Mapping) or schema.get("type") != "object" or "anyOf" in schema:
        return "schema must be a JSON Schema of 'type: \"object\"'"
    told = next(_faults(schema, (), 1), "")
    if told:
        return told
    nodes = list(_nodes(schema))
    if sum(len(node.get("properties") or ()) for node in nodes) > MAX_PROPERTIES:
        return f"more than {MAX_PROPERTIES} properties"
    if sum(len(node.get("enum") or ()) for node in nodes) > MAX_ENUM:
        return f"more than {MAX_ENUM} enum values"
    return ""


def _faults(schema: Any, place: tuple[str, ...], depth: int) -> Iterator[str]:
    if not isinstance(schema, Mapping):
        yield f"In context={place!r}, a schema must be an object"
    elif depth > MAX_DEPTH:
        yield f"In context={place!r}, more than {MAX_DEPTH} levels of nesting"
    else:
        yield from (f"In context={place!r}, {told}" for told in _own_faults(schema))
        for step, inner, deeper in _inner(schema):
            yield from _faults(inner, (*place, *step), depth + deeper)


def _own_faults(schema: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"'{name}' is not permitted" for name in UNSUPPORTED if name in schema)
    if not {"type", "anyOf", "$ref", "enum", "const"} & set(schema):
        yield "schema must have a 'type' key"
    if schema.get("type") == "array" and "items" not in schema:
        yield "array schema missing items"
    if schema.get("type") != "object":
        return
    if schema.get("additionalProperties") is not False:
        yield "'additionalProperties' is required to be supplied and to be false"
    own, required = set(schema.get("properties") or ()), set(schema.get("required") or ())
    if own != required:
        odd = ", ".join(sorted(own ^ required))
        yield f"'required' is required to be supplied and to be an array including every key in properties: {odd}"


def _inner(schema: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], Any, int]]:
    """The schemas in a schema: the step to each, and how much deeper it lies."""
    yield from ((("properties", name), inner, 1) for name, inner in (schema.get("properties") or {}).items())
    if "items" in schema:
        yield ("items",), schema["items"], 0
    yield from ((("anyOf", str(number)), inner, 0) for number, inner in enumerate(schema.get("anyOf") or ()))
    yield from ((("$defs", name), inner, 0) for name, inner in (schema.get("$defs") or {}).items())


def _nodes(schema: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield schema
    for _, inner, _ in _inner(schema):
        yield from _nodes(inner)


def fitting(schema: Mapping[str, Any], root: Mapping[str, Any] | None = None) -> Any:
    """The least value that fits a schema."""
    root = root or schema
    if "$ref" in schema:
        return fitting((root.get("$defs") or {}).get(str(schema["$ref"]).rpartition("/")[2], {}), root)
    if "anyOf" in schema:
        return fitting(schema["anyOf"][0], root)
    if "const" in schema or "enum" in schema:
        return schema.get("const", (schema.get("enum") or [None])[-1])
    kind = schema.get("type")
    if isinstance(kind, list):
        kind = "null" if "null" in kind else kind[0]
    if kind == "object":
        return {name: fitting(part, root) for name, part in (schema.get("properties") or {}).items()}
    if kind == "array":
        return [fitting(schema["items"], root) for _ in range(int(schema.get("minItems") or 0))]
    number = schema.get("minimum", 0)
    return {"string": "", "boolean": False, "integer": number, "number": number}.get(str(kind))

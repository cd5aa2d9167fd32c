"""Documents as Firestore's protocol buffers, and back.

A list stands as a vector where the manifest declares one: Firestore searches nothing else. Everyone who reads sees a
list again.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from shared.core.clock import parse_iso
from shared.ports.documents import Index

Path = tuple[str, ...]
Vectors = Mapping[str, frozenset[Path]]  # last segment of the collection → fields that hold vectors

TOKEN = "leadreel_commit"  # noqa: S105 - in one document of a commit: by it a commit whose answer was lost knows its own work
EXPIRES = "leadreel_expires"  # the time after which Firestore removes a document; it counts timestamps alone, not texts
DISTANCE = "leadreel_distance"
_HIDDEN = frozenset({TOKEN, DISTANCE, EXPIRES})
_MAX_DIMENSIONS = 2_048
_NOWHERE: frozenset[Path] = frozenset()


def vectors_of(indexes: Iterable[Index]) -> Vectors:
    """Which fields the declared indexes name as vectors."""
    found: dict[str, set[Path]] = {}
    for index in indexes:
        if index.vector is not None:
            found.setdefault(index.collection, set()).add(tuple(index.fields[-1].split(".")))
    return {name: frozenset(paths) for name, paths in found.items()}


def expiring_of(indexes: Iterable[Index]) -> Mapping[str, str]:
    """Last segment of the collection → the field with the time after which a document may go."""
    return {index.collection: index.fields[0] for index in indexes if index.expires}


def set_expiry(fields: Any, document: Mapping[str, Any], field: str) -> None:
    """Beside a time of the house's own, which is a text, the timestamp that Firestore goes by."""
    value = document.get(field)
    if isinstance(value, str):
        with suppress(ValueError):  # no time: the document stays
            time = parse_iso(value)
            fields[EXPIRES].timestamp_value.FromDatetime(time)


def fill(fields: Any, document: Mapping[str, Any], vectors: frozenset[Path] = _NOWHERE) -> None:
    """Write a document into a message's map of fields."""
    for name, value in document.items():
        if vectors and type(value) in {list, dict}:
            _fill_near_vectors(fields[name], value, (name,), vectors)
        else:
            set_value(fields[name], value)


def set_value(target: Any, value: Any) -> None:
    """Write one value into an empty message."""
    kind = type(value)
    if kind is str:
        target.string_value = value
    elif value is None:
        target.null_value = 0
    elif kind is bool:
        target.boolean_value = value
    elif kind is int:
        target.integer_value = value
    elif kind is float:
        target.double_value = value
    elif isinstance(value, Mapping):
        fields = target.map_value.fields
        target.map_value.SetInParent()
        for name, inner in value.items():
            set_value(fields[name], inner)
    else:
        values = target.array_value.values
        target.array_value.SetInParent()
        for item in value:
            set_value(values.add(), item)


def set_vector(target: Any, numbers: Iterable[float]) -> None:
    """Write a vector: a map that Firestore knows by its type's name."""
    fields = target.map_value.fields
    fields["__type__"].string_value = "__vector__"
    values = fields["value"].array_value.values
    for number in numbers:
        values.add().double_value = float(number)


def _fill_near_vectors(target: Any, value: Any, path: Path, vectors: frozenset[Path]) -> None:
    if path in vectors and type(value) is list and _is_vector(value):
        set_vector(target, value)
    elif type(value) is dict and any(vector[: len(path)] == path for vector in vectors):
        target.map_value.SetInParent()
        for name, inner in value.items():
            _fill_near_vectors(target.map_value.fields[name], inner, (*path, name), vectors)
    else:
        set_value(target, value)


def _is_vector(value: list[Any]) -> bool:
    return 1 <= len(value) <= _MAX_DIMENSIONS and all(type(number) in {int, float} for number in value)


def plain(fields: Any) -> dict[str, Any]:
    """The document in a message's map of fields, without what the house itself added."""
    return {name: plain_value(value) for name, value in fields.items() if name not in _HIDDEN}


def plain_value(value: Any) -> Any:
    kind = value.WhichOneof("value_type")
    if kind == "map_value":
        fields = value.map_value.fields
        if "__type__" in fields and fields["__type__"].string_value == "__vector__":
            return [plain_value(number) for number in fields["value"].array_value.values]
        return {name: plain_value(inner) for name, inner in fields.items()}
    if kind == "array_value":
        return [plain_value(item) for item in value.array_value.values]
    return None if kind in {"null_value", None} else getattr(value, kind)

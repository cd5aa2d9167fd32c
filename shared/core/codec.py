"""The one codec: nouns to JSON and back. Decimals and fractions travel as strings, times as ISO 8601 in UTC."""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from shared.core.clock import iso
from shared.core.errors import InvalidInput

T = TypeVar("T")


def _out(value: Any) -> Any:
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"no JSON form for {type(value).__name__}")


def _in(kind: type, value: Any) -> Any:
    if kind is Fraction and isinstance(value, str | int):
        return Fraction(value)
    if kind is Path and isinstance(value, str):
        return Path(value)
    raise TypeError(f"cannot read {kind.__name__}")


_encoder = msgspec.json.Encoder(enc_hook=_out, decimal_format="string")
_sorted_encoder = msgspec.json.Encoder(enc_hook=_out, decimal_format="string", order="deterministic")


_ready: set[Any] = set()
_first = threading.Lock()


def ready(kind: type[T]) -> type[T]:
    """`kind`, to be handed to msgspec's `decode` or `convert`.

    msgspec keeps what it learns of a class on that class, and begins to before it has learned all of it: two threads
    that meet a class for the first time at once can end the process. So each class has its first time here.
    """
    if kind not in _ready:
        with _first:
            msgspec.json.Decoder(kind, dec_hook=_in)
            _ready.add(kind)
    return kind


def encode(value: Any) -> bytes:
    """JSON in UTF-8. Keys keep their order; NaN becomes null."""
    return _encoder.encode(value)


def encode_sorted(value: Any) -> bytes:
    """JSON with sorted keys: equal values have equal bytes, so it can be hashed and compared."""
    return _sorted_encoder.encode(value)


def decode(kind: type[T], data: bytes | str) -> T:
    """The noun in `data`. Raises InvalidInput that names the path of the first misfit."""
    try:
        return msgspec.json.decode(data, type=ready(kind), dec_hook=_in)
    except (msgspec.DecodeError, RecursionError) as error:
        raise InvalidInput(f"not a valid {getattr(kind, '__name__', kind)}: {error}") from error


def to_plain(noun: Any) -> dict[str, Any]:
    """A noun as the dict that a document store keeps (str, int, float, bool, None, list, dict)."""
    plain: dict[str, Any] = plain_value(noun)
    return plain


def plain_value(value: Any) -> Any:
    """A value of a noun's field, as it stands in the noun's plain form."""
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind in _TAKE_APART:
        return _TAKE_APART[kind](value)
    parts = _parts_of(kind)  # type: ignore[arg-type] # mypy: a class is no Hashable
    if parts is None:
        return _taken_apart(value)
    names, read = parts
    return {
        name: inner if type(inner) in _PLAIN else plain_value(inner)
        for name, inner in zip(names, read(value), strict=True)
    }


def _plain_list(value: Sequence[Any]) -> list[Any]:
    return [inner if type(inner) in _PLAIN else plain_value(inner) for inner in value]


def _plain_dict(value: dict[Any, Any]) -> Any:
    for key in value:
        if type(key) is not str:
            return _taken_apart(value)
    return {key: inner if type(inner) in _PLAIN else plain_value(inner) for key, inner in value.items()}


def _taken_apart(value: Any) -> Any:
    """msgspec knows every kind; the ways above are short cuts that end at the same."""
    return _times_as_text(msgspec.to_builtins(value, enc_hook=_out, builtin_types=(datetime,)))


def _time(moment: datetime) -> str:
    """`iso`, by msgspec wherever it writes the same."""
    text: str = msgspec.to_builtins(moment)
    return text if len(text) == _LENGTH and text[-1] == "Z" else iso(moment)


_LENGTH = len("2026-01-02T00:00:00.000000Z")
_TAKE_APART: dict[Any, Callable[[Any], Any]] = {
    datetime: _time,
    Decimal: str,
    dict: _plain_dict,
    list: _plain_list,
    tuple: _plain_list,
}
_PLAIN = frozenset({str, int, float, bool, type(None)})


@cache
def _parts_of(kind: Any) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]] | None:
    """The names of a noun's fields, and what reads them all at once; None for what msgspec takes apart."""
    names = tuple(field.name for field in fields(kind)) if is_dataclass(kind) else _fields_of_struct(kind)
    if len(names) < 2 or any(name.startswith("_") for name in names):
        return None
    return names, attrgetter(*names)


def _fields_of_struct(kind: Any) -> tuple[str, ...]:
    names: tuple[str, ...] = getattr(kind, "__struct_fields__", ())
    plain = names and kind.__struct_config__.tag is None and kind.__struct_encode_fields__ == names
    return names if plain else ()


def _times_as_text(value: Any) -> Any:
    if isinstance(value, datetime):
        return iso(value)
    if isinstance(value, dict):
        return {key: _times_as_text(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_times_as_text(inner) for inner in value]
    return value


def from_plain(kind: type[T], plain: Mapping[str, Any]) -> T:
    """The noun that `to_plain` took apart; unknown keys are ignored, so that an older version can read a newer one."""
    try:
        known = kind if kind in _ready else ready(kind)
        return msgspec.convert(plain if type(plain) is dict else dict(plain), type=known, dec_hook=_in)
    except msgspec.ValidationError as error:
        raise InvalidInput(f"not a valid {kind.__name__}: {error}") from error

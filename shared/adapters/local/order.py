"""Firestore's order of values as bytes: two values compare as their keys do."""

import struct
from collections.abc import Mapping
from typing import Any

MISSING = object()

NULL, BOOL, NUMBER, TEXT, ARRAY, MAP = b"\x01", b"\x02", b"\x03", b"\x05", b"\x09", b"\x0a"

_BITS = struct.Struct(">Q")
_DOUBLE = struct.Struct(">d")
_REST = struct.Struct(">H")
_SIGN = 1 << 63
_ALL = (1 << 64) - 1


def sort_key(value: Any) -> bytes:
    """A key that sorts by type first (null, bool, number, text, array, map), then by value.

    Whole numbers and fractions are one type and compare as numbers, exactly.

    >>> sorted(["b", 2, None, 1.5, True, "a"], key=sort_key)
    [None, True, 1.5, 2, 'a', 'b']
    """
    kind = type(value)
    if kind is str:
        text: bytes = value.encode()
        return TEXT + text
    if value is None:
        return NULL
    if kind is bool:
        return b"\x02\x01" if value else b"\x02\x00"
    if kind is int or kind is float:
        return _number_key(value)
    if kind is dict:
        return MAP + b"".join(_part(key) + _part(value[key]) for key in sorted(value, key=str.encode))
    return ARRAY + b"".join(_part(item) for item in value)


def _part(value: Any) -> bytes:
    """A key that ends before any longer one begins, so that keys can follow each other."""
    return sort_key(value).replace(b"\x00", b"\x00\xff") + b"\x00\x01"


def _number_key(value: float) -> bytes:
    """The double's bits in rising order, then what a whole number beyond 2**53 lost by rounding."""
    double = float(value) + 0.0  # -0.0 and 0.0 are equal
    bits: int = _BITS.unpack(_DOUBLE.pack(double))[0]
    rising = bits ^ _ALL if bits & _SIGN else bits | _SIGN
    rest = value - int(double) if type(value) is int else 0
    return NUMBER + _BITS.pack(rising) + _REST.pack(rest + 0x8000)


def type_range(key: bytes) -> tuple[bytes, bytes]:
    """The keys of all values of the key's type lie between these: first included, second not."""
    return key[:1], bytes([key[0] + 1])


def dig(document: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    """The value at `path`, or MISSING."""
    value: Any = document
    for name in path:
        if type(value) is not dict or name not in value:
            return MISSING
        value = value[name]
    return value


def field_key(document: Mapping[str, Any], path: tuple[str, ...]) -> bytes | None:
    """The key of the value at `path`, None when the document lacks it."""
    value = document.get(path[0], MISSING) if len(path) == 1 else dig(document, path)
    return None if value is MISSING else sort_key(value)

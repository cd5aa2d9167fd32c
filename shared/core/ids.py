"""Ids: made from their inputs wherever the same input may arrive twice, random otherwise."""

import secrets
from collections.abc import Callable
from hashlib import sha256

IdSource = Callable[[], str]
"""Makes a fresh id at each call; injected, so that tests can replay a run."""

_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
_PAIRS = tuple(first + second for first in _ALPHABET for second in _ALPHABET)  # ten bits at a time


def stable_id(*parts: str | int) -> str:
    """20 characters a-z2-7 that depend on the parts alone (100 bits of SHA-256).

    Parts are length-prefixed: ("ab", "c") and ("a", "bc") differ. The result has no rising
    prefix, which keeps it off Firestore's hot ranges, and is a valid document id and task name.

    >>> stable_id("lead", 1) == stable_id("lead", "1")
    True
    """
    joined = ""
    for part in parts:
        text = part if type(part) is str else str(part)
        joined += f"{len(text)}:{text}"
    return _base32(sha256(joined.encode()).digest()[:13])


def random_id() -> str:
    """20 random characters a-z2-7."""
    return _base32(secrets.token_bytes(13))


def _base32(thirteen: bytes) -> str:
    """RFC 4648 base 32 of the first 100 bits, in lower case; written out because ingestion makes ids by the million."""
    bits = int.from_bytes(thirteen, "big") >> 4
    high, low, pairs = bits >> 50, bits & 0x3FFFFFFFFFFFF, _PAIRS
    return (
        f"{pairs[high >> 40]}{pairs[high >> 30 & 1023]}{pairs[high >> 20 & 1023]}{pairs[high >> 10 & 1023]}"
        f"{pairs[high & 1023]}{pairs[low >> 40]}{pairs[low >> 30 & 1023]}{pairs[low >> 20 & 1023]}"
        f"{pairs[low >> 10 & 1023]}{pairs[low & 1023]}"
    )

"""Ids: made from their inputs wherever the same input may arrive twice, random otherwise."""

import base64
import hashlib
import secrets
from collections.abc import Callable

IdSource = Callable[[], str]
"""Makes a fresh id at each call; injected, so that tests can replay a run."""


def stable_id(*parts: str | int) -> str:
    """20 characters a-z2-7 that depend on the parts alone (100 bits of SHA-256).

    Parts are length-prefixed: ("ab", "c") and ("a", "bc") differ. The result has no rising
    prefix, which keeps it off Firestore's hot ranges, and is a valid document id and task name.

    >>> stable_id("lead", 1) == stable_id("lead", "1")
    True
    """
    joined = "".join(f"{len(text)}:{text}" for text in map(str, parts))
    return base64.b32encode(hashlib.sha256(joined.encode()).digest()).decode("ascii")[:20].lower()


def random_id() -> str:
    """20 random characters a-z2-7."""
    return base64.b32encode(secrets.token_bytes(13)).decode("ascii")[:20].lower()

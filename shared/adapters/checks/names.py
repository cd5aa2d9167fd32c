"""Names of buckets and objects that are safe on every file system and in every address."""

import re

from shared.core.errors import InvalidInput

_BUCKET = re.compile(r"[a-z0-9][a-z0-9._-]{1,62}")
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\\]")
_MAX_NAME = 1_024  # bytes
_MAX_SEGMENT = 255  # bytes, what file systems hold


def check_name(bucket: str, name: str) -> None:
    """Raises InvalidInput for what cannot be a bucket or an object in it."""
    check_bucket(bucket)
    if not is_safe(name):
        raise InvalidInput(
            f"{bucket}: object name {name!r:.80} is not safe; use relative names without .., backslashes, control"
            " characters and parts that begin with a dot"
        )


def check_bucket(bucket: str) -> None:
    if not _BUCKET.fullmatch(bucket):
        raise InvalidInput(f"bucket {bucket!r:.80}: use 2 to 63 lower-case letters, digits, - _ and .")


def is_safe(name: str) -> bool:
    try:
        encoded = name.encode()
    except UnicodeEncodeError:
        return False
    if not name or len(encoded) > _MAX_NAME or _UNSAFE.search(name):
        return False
    return all(
        segment and not segment.startswith(".") and len(segment.encode()) <= _MAX_SEGMENT for segment in name.split("/")
    )

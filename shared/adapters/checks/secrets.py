"""What Secret Manager refuses."""

import re

from shared.core.errors import InvalidInput

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,199}")
_MAX_VALUE = 65_536  # bytes


def check_secret(name: str, value: str = "") -> bytes:
    """The value in UTF-8. Raises InvalidInput that does not repeat it."""
    if not _NAME.fullmatch(name):
        raise InvalidInput(f"secret {name!r:.80}: use 1 to 200 lower-case letters, digits, - and _")
    try:
        encoded = value.encode()
    except UnicodeEncodeError:
        raise InvalidInput(f"secret {name}: the value is not valid Unicode") from None
    if len(encoded) > _MAX_VALUE:
        raise InvalidInput(f"secret {name}: {len(encoded):,} bytes; at most {_MAX_VALUE:,}")
    return encoded

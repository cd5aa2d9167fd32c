"""Where a signer's public keys come from: an address that says how long its answer is good, or a file beside us."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shared.core.clock import Clock
from shared.core.codec import decode
from shared.core.errors import AppError, InvalidInput, TransientError
from shared.core.log import get_log

if TYPE_CHECKING:
    from jwt import PyJWK

GOOGLE_KEYS = "https://www.googleapis.com/oauth2/v3/certs"
GOOGLE_ISSUERS = frozenset({"https://accounts.google.com", "accounts.google.com"})

_SHORTEST, _LONGEST = 60.0, 86_400.0  # seconds an answer is kept, whatever it says
_BETWEEN = 30.0  # seconds between two looks for a key that is not there: a stranger's made-up ids cost us nothing
_GRACE = 3600.0  # seconds for which keys serve on while their address does not answer

log = get_log(__name__)


@dataclass(frozen=True, slots=True)
class KeySet:
    """A JWKS document as it was fetched; `max_age` in seconds, None when the sender did not say."""

    text: str
    max_age: float | None = None


class RemoteKeys:
    """Keys from an address, kept as long as it allows, looked up again for an unknown id."""

    def __init__(self, fetch: Callable[[], KeySet], clock: Clock) -> None:
        """`fetch` raises one of the five errors when nothing can be had."""
        self._fetch = fetch
        self._clock = clock
        self._lock = threading.Lock()
        self._keys: Mapping[str, PyJWK] = {}
        self._asked = float("-inf")
        self._good_until = float("-inf")

    def key(self, id: str) -> "PyJWK | None":
        with self._lock:
            now = self._clock.monotonic()
            if now >= self._good_until or (id not in self._keys and now >= self._asked + _BETWEEN):
                self._renew(now)
            return self._keys.get(id)

    def _renew(self, now: float) -> None:
        if now < self._asked + 1.0 and self._keys:
            return  # it failed a moment ago
        self._asked = now
        try:
            found = self._fetch()
            keys = keys_of(found.text)
        except AppError as error:
            if now < self._good_until + _GRACE and self._keys:
                log.warning("the signer's keys cannot be renewed; the old ones serve on", reason=str(error))
                return
            raise TransientError(f"the signer's keys cannot be had: {error}", retry_after=5) from error
        self._keys = keys
        self._good_until = now + min(_LONGEST, max(_SHORTEST, found.max_age or 0.0))


class FileKeys:
    """Keys from a file, read again for an unknown id when the file has changed."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._keys: Mapping[str, PyJWK] = {}
        self._read = 0

    def key(self, id: str) -> "PyJWK | None":
        if id not in self._keys:
            try:
                changed = self._file.stat().st_mtime_ns
                if changed != self._read:
                    self._keys, self._read = keys_of(self._file.read_text("utf-8")), changed
            except OSError:
                return None
            except InvalidInput as error:  # the call is not to be lost over it
                raise TransientError(f"{self._file} holds no keys; remove it and identity.key beside it") from error
        return self._keys.get(id)


def keys_of(text: str) -> "dict[str, PyJWK]":
    """The signing keys of a JWKS document by id; keys of an unknown kind are passed over. Raises InvalidInput."""
    import jwt

    listed = decode(dict[str, Any], text).get("keys")
    if not isinstance(listed, list):
        raise InvalidInput("this is no list of keys (JWKS)")
    found = {}
    for item in listed:
        if not isinstance(item, dict) or not item.get("kid") or item.get("use", "sig") != "sig":
            continue
        if item.get("kty") not in {"RSA", "EC"}:  # above all no shared secrets
            continue
        try:
            found[str(item["kid"])] = jwt.PyJWK.from_dict(item)
        except jwt.PyJWTError as error:
            log.warning("a key that cannot be read is passed over", reason=str(error))
    return found

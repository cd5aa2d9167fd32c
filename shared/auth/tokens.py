"""Short-lived signed tokens: for calls to our own doors, and for our own pages.

A token is `payload.signature`, both base64url; the payload is JSON: `aud` (what it is good for), `exp` (seconds since
1970), `sub` (whom it speaks of), `jti` (makes each one different). Whoever lacks the installation's key makes none.
"""

import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from shared.auth.secret import derived
from shared.core.clock import Clock
from shared.core.errors import InvalidInput
from shared.core.ids import IdSource, random_id

MAX_TOKEN = 4096  # characters
_LEEWAY = 5  # seconds between the clocks of signer and checker


class NotProven(InvalidInput):
    """The caller has not shown who it is. The text may go to a stranger."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What a good token says."""

    subject: str
    expires: float  # seconds since 1970


class Tokens:
    """Signs and checks with the installation's key."""

    def __init__(self, secret: bytes, clock: Clock, ids: IdSource = random_id) -> None:
        self._key = derived(secret, "tokens")
        self._clock = clock
        self._ids = ids

    def sign(self, audience: str, *, valid_for: timedelta, subject: str = "") -> str:
        """A token that is good for `audience` alone, until its time has passed."""
        expires = int(self._clock.now().timestamp() + valid_for.total_seconds())
        claims = {"aud": audience, "exp": expires, "sub": subject, "jti": self._ids()}
        payload = _text(json.dumps(claims, separators=(",", ":")).encode())
        return f"{payload}.{self._signature(payload)}"

    def check(self, token: str, *, audience: str) -> Claim:
        """What the token says. Raises NotProven when it is missing, not ours, for something else, or too old."""
        if not token or len(token) > MAX_TOKEN:
            raise NotProven("a token is missing")
        payload, _, signature = token.rpartition(".")
        if not payload or not token.isascii() or not hmac.compare_digest(signature, self._signature(payload)):
            raise NotProven("the token is not from here")
        claims = json.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))  # ours: signed
        if claims["aud"] != audience:
            raise NotProven("the token is for something else")
        if self._clock.now().timestamp() > claims["exp"] + _LEEWAY:
            raise NotProven("the token is too old")
        return Claim(claims["sub"], claims["exp"])

    def _signature(self, payload: str) -> str:
        return _text(hmac.digest(self._key, payload.encode(), sha256))


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode("ascii")

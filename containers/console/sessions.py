"""Who is looking at the pages: a signed cookie, and a token that only our own pages know."""

import base64
import binascii
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta

import msgspec

from shared.core.clock import Clock
from shared.core.codec import ready

COOKIE = "leadreel_session"
LIFETIME = timedelta(hours=12)


class Session(msgspec.Struct, frozen=True):
    """One browser. `key` is the id of the API key it logged in with, empty on a machine that asks for none."""

    id: str
    ends: int  # seconds since 1970
    key: str = ""
    name: str = ""
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sessions:
    """Makes and reads session cookies. Nothing is stored: the signature is the proof."""

    secret: bytes
    clock: Clock

    def start(self, *, key: str = "", name: str = "", scopes: tuple[str, ...] = ()) -> Session:
        """A new session; at a log-in always a new id, so that a planted cookie is worth nothing."""
        ends = int((self.clock.now() + LIFETIME).timestamp())
        return Session(secrets.token_urlsafe(18), ends, key, name, scopes)

    def cookie(self, session: Session) -> str:
        body = base64.urlsafe_b64encode(msgspec.json.encode(session)).decode("ascii").rstrip("=")
        return f"{body}.{self._sign('session', body)}"

    def read(self, cookie: str) -> Session | None:
        """The session, or None when the cookie is not ours or is over."""
        body, _, signature = cookie.partition(".")
        if not hmac.compare_digest(signature.encode(), self._sign("session", body).encode()):
            return None
        try:
            session = msgspec.json.decode(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)), type=ready(Session))
        except (msgspec.MsgspecError, binascii.Error):
            return None
        return session if session.ends > self.clock.now().timestamp() else None

    def token(self, session: Session) -> str:
        """What a page of this session sends along with every change."""
        return self._sign("csrf", session.id)

    def holds(self, session: Session, token: str) -> bool:
        return hmac.compare_digest(token.encode(), self.token(session).encode())

    def _sign(self, purpose: str, text: str) -> str:
        digest = hmac.digest(self.secret, f"{purpose}:{text}".encode(), hashlib.sha256)
        return base64.urlsafe_b64encode(digest).decode("ascii").rstrip("=")

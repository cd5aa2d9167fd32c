"""Who calls a door: the platform proves itself by a signed identity token (OpenID Connect), never by a plain header.

The token names its signer (`iss`), the door that it is for (`aud`), the service account that calls (`email`) and its
short life (`iat`, `nbf`, `exp`). Which algorithms, signers and accounts are believed is decided here, never by the
token: so neither `alg: none`, nor a public key used as an HMAC secret, nor a key that the token brings along gets far.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from shared.core.clock import Clock
from shared.core.errors import InvalidInput

if TYPE_CHECKING:
    from jwt import PyJWK

MAX_TOKEN = 8192  # characters
SKEW = 10  # seconds that the clocks of signer and checker may differ
MAX_LIFE = 7200  # seconds; Google signs for one hour
REMOVED = "SIGNATURE_REMOVED_BY_GOOGLE"
"""What Cloud Run puts where the signature was, once it has checked the token itself (its service-to-service page)."""


class NotProven(InvalidInput):
    """The caller has not shown who it is. The text may go to a stranger."""


class KeySource(Protocol):
    """The public keys of a signer."""

    def key(self, id: str) -> "PyJWK | None":
        """The key of that id, None when the signer has no such key. Raises TransientError when none can be had."""


@dataclass(frozen=True, slots=True)
class Trust:
    """What a door believes."""

    issuers: frozenset[str]
    audiences: frozenset[str]
    emails: frozenset[str]  # service accounts that may call
    algorithms: tuple[str, ...] = ("RS256",)
    signature_removed: bool = False
    """True: a platform in front has checked the signature and taken it away. Only for a door that nobody can reach
    around that platform."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who has proven itself."""

    email: str
    subject: str
    expires: float  # seconds since 1970
    claims: Mapping[str, Any] = field(default_factory=dict)


class Verifier:
    """Checks tokens against one signer's keys."""

    def __init__(self, keys: KeySource, clock: Clock, *, skew: float = SKEW) -> None:
        self._keys = keys
        self._clock = clock
        self._skew = skew

    def check(self, token: str, trust: Trust) -> Caller:
        """Who sent the token. Raises NotProven, with the reason; TransientError when the signer's keys are away."""
        if not token or len(token) > MAX_TOKEN or not token.isascii():
            raise NotProven("an identity token is missing; the platform sends it as `Authorization: Bearer …`")
        if trust.signature_removed and token.endswith(f".{REMOVED}"):
            claims = _unsigned(token)
        else:
            claims = self._signed(token, trust)
        return self._judged(claims, trust)

    def _signed(self, token: str, trust: Trust) -> dict[str, Any]:
        import jwt

        try:
            header = jwt.get_unverified_header(token)
        except jwt.PyJWTError as error:
            raise NotProven("this is no identity token") from error
        if header.get("alg") not in trust.algorithms:
            raise NotProven(f"tokens signed with {str(header.get('alg'))[:20]!r} are not believed")
        key = self._keys.key(str(header.get("kid", "")))
        if key is None or key.algorithm_name not in trust.algorithms:
            raise NotProven("the token is not signed by a known key")
        try:
            claims: dict[str, Any] = jwt.decode(
                token, key=key, algorithms=list(trust.algorithms), options=_SIGNATURE_ONLY
            )
        except jwt.PyJWTError as error:
            raise NotProven("the token's signature is not good") from error
        return claims

    def _judged(self, claims: Mapping[str, Any], trust: Trust) -> Caller:
        if claims.get("iss") not in trust.issuers:
            raise NotProven("the token was issued by somebody else")
        if not _audiences(claims.get("aud")) & trust.audiences:
            raise NotProven("the token is for something else")
        email = claims.get("email")
        if not isinstance(email, str) or claims.get("email_verified") is not True or email not in trust.emails:
            raise NotProven("the token is from an account that may not call here")
        return Caller(email, str(claims.get("sub", "")), self._in_time(claims, self._clock.now()), claims)

    def _in_time(self, claims: Mapping[str, Any], now: datetime) -> float:
        issued, expires = _seconds(claims, "iat"), _seconds(claims, "exp")
        begins = _seconds(claims, "nbf") if "nbf" in claims else issued
        at = now.timestamp()
        if at >= expires + self._skew:
            raise NotProven("the token is too old")
        if at < max(issued, begins) - self._skew:
            raise NotProven("the token is not good yet; do the clocks agree?")
        if expires - issued > MAX_LIFE:
            raise NotProven("the token is good for longer than one may be")
        return expires


_SIGNATURE_ONLY: Any = {  # the rest is checked here, under our own clock
    "verify_signature": True,
    "verify_exp": False,
    "verify_nbf": False,
    "verify_iat": False,
    "verify_aud": False,
    "verify_iss": False,
    "verify_sub": False,
    "verify_jti": False,
}
_NOTHING: Any = {**_SIGNATURE_ONLY, "verify_signature": False}


def _unsigned(token: str) -> dict[str, Any]:
    """The claims of a token whose signature was checked and removed before it came here."""
    import jwt

    bare = token.removesuffix(REMOVED)
    try:
        claims: dict[str, Any] = jwt.decode(bare, options=_NOTHING)
    except jwt.PyJWTError as error:
        raise NotProven("this is no identity token") from error
    return claims


def _audiences(value: Any) -> frozenset[str]:
    items: Collection[Any] = value if isinstance(value, list) else [value]
    return frozenset(item for item in items if isinstance(item, str))


def _seconds(claims: Mapping[str, Any], name: str) -> float:
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e11:
        raise NotProven(f"the token does not say its {name}")
    return float(value)

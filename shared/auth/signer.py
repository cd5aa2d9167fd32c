"""The platform's signature on one machine: identity tokens like Google's, signed with this installation's own key.

The private key lies in the state folder for its owner alone; beside it, the public half as a JWKS document. Removing
both makes a new key at the next start: nothing else depends on it.
"""

import json
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shared.auth.secret import make_once
from shared.core.clock import Clock
from shared.core.errors import InvalidInput
from shared.core.ids import IdSource, random_id, stable_id

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

ISSUER = "https://leadreel.localhost"
ALGORITHM = "ES256"  # signs in a thirtieth of the time of RS256, and this machine signs each call


def account(kind: str) -> str:
    """The service account under which this machine calls doors of a kind."""
    return f"{kind}-caller@leadreel.localhost"


def audience(function: str) -> str:
    """What a token for a function's door on this machine is good for."""
    return f"{ISSUER}/{function}"


class Signer:
    """Signs with the key in `folder`, made at the first use. Several processes may start at once; one makes it."""

    def __init__(self, folder: Path, clock: Clock, ids: IdSource = random_id) -> None:
        self._private = folder / "identity.key"
        self.keys_file = folder / "identity.jwks.json"
        self._clock = clock
        self._ids = ids

    def sign(self, kind: str, function: str, *, valid_for: timedelta) -> str:
        """A token by which a caller of doors of this kind proves itself to one function's door."""
        return self.sign_claims(
            {
                "iss": ISSUER,
                "aud": audience(function),
                "azp": account(kind),
                "sub": account(kind),
                "email": account(kind),
                "email_verified": True,
            },
            valid_for=valid_for,
        )

    def sign_claims(self, claims: dict[str, Any], *, valid_for: timedelta) -> str:
        import jwt

        key, id = self._key
        now = int(self._clock.now().timestamp())
        timed = {"iat": now, "exp": now + int(valid_for.total_seconds()), "jti": self._ids(), **claims}
        return jwt.encode(timed, key, algorithm=ALGORITHM, headers={"kid": id})

    def ready(self) -> Path:
        """The file with the public key, made when it was not there."""
        _ = self._key
        return self.keys_file

    @cached_property
    def _key(self) -> "tuple[EllipticCurvePrivateKey, str]":
        from cryptography.hazmat.primitives.asymmetric import ec
        from cryptography.hazmat.primitives.serialization import load_pem_private_key

        make_once(self._private, _new_key)
        if self._private.stat().st_mode & 0o077:
            told = f"{self._private} can be read by others on this machine; run: chmod 600 {self._private}"
            raise InvalidInput(told)
        try:
            key = load_pem_private_key(self._private.read_bytes(), None)
        except ValueError as error:
            raise InvalidInput(f"{self._private} holds no key; remove it, and the next start makes one") from error
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise InvalidInput(f"{self._private} holds another kind of key; remove it, and the next start makes one")
        public = _public(key)
        self._publish(public)
        return key, public["kid"]

    def _publish(self, public: dict[str, str]) -> None:
        text = json.dumps({"keys": [public]}, sort_keys=True) + "\n"
        if self.keys_file.exists() and self.keys_file.read_text("utf-8") == text:
            return
        fresh = self.keys_file.with_name(f"{self.keys_file.name}.{self._ids()}")
        fresh.write_text(text, "utf-8")
        fresh.replace(self.keys_file)


def _new_key() -> bytes:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    return ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _public(key: "EllipticCurvePrivateKey") -> dict[str, str]:
    from jwt.algorithms import ECAlgorithm

    bare: dict[str, str] = ECAlgorithm.to_jwk(key.public_key(), as_dict=True)
    return {**bare, "kid": stable_id("key", bare["x"], bare["y"]), "alg": ALGORITHM, "use": "sig"}

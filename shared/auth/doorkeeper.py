"""Lets the platform in and nobody else: what the doors of one installation believe."""

from collections.abc import Callable
from dataclasses import dataclass

from shared.auth.oidc import Caller, Trust, Verifier


@dataclass(frozen=True, slots=True)
class Doorkeeper:
    """`trust` says, for a kind of door and a function's name, whom that door believes."""

    verifier: Verifier
    trust: Callable[[str, str], Trust]

    def check(self, authorization: str, *, kind: str, function: str) -> Caller:
        """Who calls, from the `Authorization` header. Raises NotProven."""
        scheme, _, token = authorization.strip().partition(" ")
        proven = token.strip() if scheme.lower() == "bearer" else ""
        return self.verifier.check(proven, self.trust(kind, function))

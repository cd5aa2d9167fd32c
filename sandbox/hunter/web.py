"""Hunter's finder and verifier: a key, monthly credits that a found address and a verification use up, and what the
vendor would know of a few people.

    Hunter(people={("ana", "diaz", "acme.example"): Known("ana.diaz@acme.example", 94, "valid")})

Without `people` it "finds" first.last@domain for every name whose letters do not end in a miss (`misses`), so that a
sample of any size has hits, doubts and misses. Its numbers are the vendor's: 403 too fast, 429 no credits left.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.standin import Answer, Asked


@dataclass(frozen=True, slots=True)
class Known:
    """An address, how sure the vendor is of it (0 to 100), and what trying it out gives; "" = not tried yet."""

    email: str
    score: int = 90
    status: str = ""


@dataclass
class Hunter:
    """A vendor for `sandbox.standin.serve`. `finds` and `tries` count what was charged for."""

    key: str = "hunter-sandbox"
    people: Mapping[tuple[str, str, str], Known] | None = None
    addresses: Mapping[str, str] = field(default_factory=dict)  # address → status, for the verifier
    misses: str = "z"  # without `people`: last names that begin so are unknown
    credits: int = 10_000
    pending: int = 0  # answers "still running" before each verification
    finds: int = 0
    tries: int = 0
    _running: dict[str, int] = field(default_factory=dict)

    def __call__(self, asked: Asked) -> Answer:
        if self.key not in {asked.headers.get("x-api-key"), asked.first("api_key")}:
            return _error(401, "authentication_failed", "No user found for the API key supplied")
        path = asked.path.removeprefix("/v2").strip("/")
        if asked.method == "GET" and path == "email-finder":
            return self._find(asked)
        if asked.method == "GET" and path == "email-verifier":
            return self._verify(asked.first("email"))
        return _error(404, "not_found", f"No route {asked.method} {asked.path}")

    def _find(self, asked: Asked) -> Answer:
        domain, first, last = (asked.first(name).strip().lower() for name in ("domain", "first_name", "last_name"))
        if not domain or not first or not last:
            return _error(400, "wrong_params", "You are missing the domain, the first_name or the last_name parameter")
        if "." not in domain:
            return _error(400, "invalid_domain", "The domain supplied is invalid")
        if self.finds + self.tries >= self.credits:
            return _error(429, "usage_exceeded", "You have used up all your credits of this month")
        self.finds += 1
        known = self._known(first, last, domain)
        data: dict[str, Any] = {"first_name": first, "last_name": last, "domain": domain, "email": None, "score": None}
        if known:
            checked = {"date": "2026-11-01", "status": known.status or None}
            data |= {"email": known.email, "score": known.score, "verification": checked, "sources": []}
        return Answer(200, {"data": data, "meta": {"params": {"domain": domain}}})

    def _known(self, first: str, last: str, domain: str) -> Known | None:
        if self.people is not None:
            return self.people.get((first, last, domain))
        plain = tuple("".join(one for one in _ascii(name) if one.isalpha()) for name in (first, last))
        if not all(plain) or plain[1].startswith(self.misses):
            return None
        return Known(f"{plain[0]}.{plain[1]}@{domain}", 92, "valid" if len(plain[1]) % 2 else "accept_all")

    def _verify(self, address: str) -> Answer:
        if "@" not in address:
            return _error(400, "invalid_email", "The email supplied is invalid")
        if self.finds + self.tries >= self.credits:
            return _error(429, "usage_exceeded", "You have used up all your credits of this month")
        if self._running.setdefault(address, self.pending) > 0:
            self._running[address] -= 1
            return Answer(202, {"data": {}, "meta": {"params": {"email": address}}})
        self.tries += 1
        status = self.addresses.get(address) or self._status(address)
        scores = {"valid": 98, "accept_all": 70, "webmail": 75, "unknown": 50}
        return Answer(200, {"data": {"email": address, "status": status, "score": scores.get(status, 5)}, "meta": {}})

    def _status(self, address: str) -> str:
        known = (one.status for one in (self.people or {}).values() if one.email == address and one.status)
        return next(known, "valid" if len(address) % 3 else "accept_all")


def _ascii(text: str) -> str:
    text = text.replace("ł", "l").replace("ø", "o").replace("ß", "ss")
    return "".join(one for one in unicodedata.normalize("NFKD", text) if one.isascii())


def _error(status: int, id: str, details: str) -> Answer:
    return Answer(status, {"errors": [{"id": id, "code": status, "details": details}]})

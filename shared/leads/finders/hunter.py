"""Hunter: a person's address at a domain, and whether an address takes mail.

Its numbers are peculiar: 403 means too fast, 429 means that the month's credits are used up. A verification may take
its time: 202 and an answer without a status mean that it is still under way, and asking again costs nothing.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from shared.core.clock import Clock
from shared.core.errors import AppError, PermanentError, TransientError
from shared.core.text import shorten
from shared.http import Api
from shared.leads.canonical import canonical_email
from shared.leads.waterfall import Answer, Query, Reply
from shared.leads.waterfall_rests import next_month

URL: Final = "https://api.hunter.io/v2"
FINDER_PRICE: Final = Decimal("0.025")  # USD: one credit of a small plan; set your own plan's
VERIFIER_PRICE: Final = Decimal("0.013")  # half a credit
_LATER: Final = 5.0  # seconds that a throttled caller waits
_LOOKS: Final = 6  # at a verification that is under way
_REMEDY: Final = "put a valid key into LEADREEL_HUNTER_KEY (hunter.io, API)"

_CEILING: Final = {"accept_all": 0.75, "webmail": 0.75, "unknown": 0.7}  # how sure an untried address can be at most
_WORDS: Final = {
    "valid": "takes mail",
    "invalid": "takes no mail",
    "accept_all": "its domain takes mail for any name",
    "webmail": "a public mail service, which does not tell",
    "disposable": "a throw-away address",
    "unknown": "its server did not tell",
}


class _Hunter:
    """What both of Hunter's services share."""

    def __init__(self, key: str, clock: Clock, *, url: str = URL, network: bool = True, fingerprint: str = "") -> None:
        self._clock = clock
        self.fingerprint = fingerprint
        headers = {"X-API-KEY": key}
        self._api = Api(url, name="Hunter", headers=headers, secrets=(key,), network=network, max_bytes=2_000_000)

    def _call(self, path: str, params: Mapping[str, str | int], timeout: float) -> Mapping[str, Any]:
        try:
            answer = self._api.call("GET", path, params=params, timeout=timeout)
        except AppError as error:
            raise self._turned(error) from error
        data = answer.get("data") if isinstance(answer, dict) else None
        if not isinstance(data, dict):
            raise TransientError("Hunter: the answer holds no data")
        return data

    def _turned(self, error: AppError) -> AppError:
        told, now = str(error), self._clock.now()
        turned: AppError = error
        if error.status == 401:
            turned = PermanentError(f"{shorten(told.partition(';')[0], 160)}; {_REMEDY}").without_effect()
        elif error.status == 403:
            turned = TransientError(f"{told.partition(';')[0]} (too fast)", retry_after=_LATER).without_effect()
        elif error.status in {402, 429}:
            wait = (next_month(now) - now).total_seconds()
            said = "Hunter: the month's credits are used up; buy more, or wait for the next month"
            turned = TransientError(said, retry_after=wait).without_effect()
        turned.status = error.status
        return turned


class HunterFinder(_Hunter):
    """The address of a person at a domain."""

    name = service = "hunter_finder"

    def key(self, query: Query) -> tuple[str, ...]:
        return (query.domain, query.person) if query.domain and query.first and query.last else ()

    def lacks(self, query: Query) -> str:
        if not query.domain:
            return "the lead has no website or domain"
        return "" if query.first and query.last else "it needs a first and a last name"

    def estimate(self, query: Query) -> Decimal:
        return FINDER_PRICE if self.key(query) else Decimal(0)

    def ask(self, query: Query, timeout: float) -> Reply:
        seconds = max(3, min(20, int(timeout) - 2))
        asked = {"domain": query.domain, "first_name": query.first[:100], "last_name": query.last[:100]}
        return Reply(found(self._call("email-finder", {**asked, "max_duration": seconds}, timeout)))


class HunterVerifier(_Hunter):
    """Whether the best address so far takes mail."""

    name = service = "hunter_verifier"

    def key(self, query: Query) -> tuple[str, ...]:
        return (query.candidate,) if query.candidate else ()

    def lacks(self, query: Query) -> str:
        return "" if query.candidate else "there is no address to try"

    def estimate(self, query: Query) -> Decimal:
        return VERIFIER_PRICE if self.key(query) else Decimal(0)

    def ask(self, query: Query, timeout: float) -> Reply:
        return Reply(tried(query.candidate, self._until_done(query.candidate, timeout)))

    def _until_done(self, address: str, timeout: float) -> Mapping[str, Any]:
        for look in range(_LOOKS):
            data = self._call("email-verifier", {"email": address}, timeout)
            if data.get("status"):
                return data
            if look < _LOOKS - 1:
                self._clock.sleep(min(3.0, timeout / _LOOKS))
        raise TransientError("Hunter is still trying the address out", retry_after=30.0).without_effect()


def found(data: Mapping[str, Any]) -> Answer:
    """What the finder's answer is worth."""
    address = canonical_email(_text(data.get("email")))
    if address is None:
        return Answer(reason="Hunter knows no address for this name and domain")
    status = _text((data.get("verification") or {}).get("status") if isinstance(data.get("verification"), dict) else "")
    score = _score(data)
    told = f"found by Hunter, score {round(score * 100)}"
    if status in _WORDS:
        return _judged(address, status, score, f"{told}; {_WORDS[status]}", _source(data))
    return Answer(address, round(min(score, 0.85), 2), reason=f"{told}; not tried out", url=_source(data), status="")


def tried(address: str, data: Mapping[str, Any]) -> Answer:
    """What the verifier's answer makes of an address."""
    status = _text(data.get("status"))
    word = _WORDS.get(status, "its answer is not understood")
    return _judged(address, status, _score(data), f"tried out by Hunter: {word}", "")


def _judged(address: str, status: str, score: float, reason: str, url: str) -> Answer:
    if status in {"invalid", "disposable"}:
        return Answer(address, 0.0, refuted=True, reason=reason, status=status)
    if status == "valid":
        return Answer(address, round(max(score, 0.95), 2), verified=True, reason=reason, url=url, status=status)
    return Answer(address, round(min(score, _CEILING.get(status, 0.7)), 2), reason=reason, url=url, status=status)


def _score(data: Mapping[str, Any]) -> float:
    score = data.get("score")
    return max(0.0, min(1.0, score / 100)) if isinstance(score, int | float) and not isinstance(score, bool) else 0.5


def _source(data: Mapping[str, Any]) -> str:
    sources = data.get("sources")
    first = sources[0] if isinstance(sources, list) and sources else None
    uri = _text(first.get("uri")) if isinstance(first, dict) else ""
    return uri if uri.startswith(("https://", "http://")) else ""


def _text(value: Any) -> str:
    return shorten("".join(one for one in value if one.isprintable()), 300) if isinstance(value, str) else ""

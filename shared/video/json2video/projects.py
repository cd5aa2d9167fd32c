"""Projects at the vendor's service: ordered once, looked at, found again after a doubt. Nothing here touches a film.

Ordering is not idempotent over there, so each order goes through the effect ledger, which keeps the project's id: a
retry asks for that project. After a doubt the list of projects is searched for this very movie. A webhook is a hint
and no more: its claim counts after we have asked ourselves.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import parse_qsl

from shared.core import faults
from shared.core.errors import AppError, InvalidInput, NotFound, PermanentError, TransientError
from shared.core.text import shorten
from shared.effects.model import Absent, Effect, Finding, Receipt, Unclear
from shared.video.json2video.fields import MAX_BYTES, as_number

if TYPE_CHECKING:
    from shared.effects.ledger import EffectLedger
    from shared.http import Api

BASE_URL = "https://api.json2video.com/v2"
EFFECT = "json2video.movie"
PACE = (5.0, 8.0, 11.0, 17.0, 25.0, 30.0)  # seconds between looks, the last one for ever; faster is not welcome
PATIENCE = 1800.0  # seconds after which a rendering counts as lost
_QUARANTINE = 120.0  # seconds in which a doubtful order may still arrive over there
_PRICE = Decimal("0.004")  # USD a second of output: the dearest of the published plans, for the estimate
_PROJECT = re.compile(r"[A-Za-z0-9_-]{6,64}\Z")
_ENDED = {"done": "done", "error": "failed", "timeout": "failed", "failed": "failed"}


@dataclass(frozen=True, slots=True)
class MovieState:
    """A project over there, as it said itself."""

    project: str
    state: Literal["waiting", "running", "done", "failed"]
    message: str = ""
    url: str = ""
    seconds: float = 0.0  # of video
    size: int = 0  # bytes
    progress: float = 0.0  # 0 to 100

    @property
    def ended(self) -> bool:
        return self.state in {"done", "failed"}


class Projects:
    """`api` carries the key in its headers (`x-api-key`)."""

    def __init__(self, api: "Api", effects: "EffectLedger") -> None:
        self._api, self._effects = api, effects

    def order(self, movie: bytes | str | Mapping[str, Any], *, key: str = "", subject: str = "") -> str:
        """The project's id: of this call's order, or of an earlier one under the same key (else the same movie)."""
        content = _content(movie)
        key = key or sha256(content).hexdigest()
        faults.reach("json2video.before_order")
        effect = self._effects.perform(
            EFFECT,
            key,
            {"movie": sha256(content).hexdigest()},
            send=lambda _: self._sent(content),
            reconcile=lambda effect: self._found(effect, content),
            quarantine=_QUARANTINE,
            subject=subject,
            estimate=_estimate(content),
        )
        faults.reach("json2video.after_order")
        return effect.handle

    def look(self, project: str) -> MovieState:
        """How far a project is. Raises NotFound for one that is not known over there."""
        if not _PROJECT.match(project):
            raise InvalidInput(f"json2video: {project[:40]!r} is no project")
        answer = self._call("GET", params={"project": project, "format": "simple"})
        return _state(answer, project)

    def heard(self, body: bytes, content_type: str = "application/json") -> MovieState:
        """What a webhook's sender wants us to know, confirmed by asking: nothing of the body but the project counts."""
        return self.look(project_in(body, content_type))

    # The border

    def _sent(self, content: bytes) -> Receipt:
        answer = self._call("POST", content=content)
        project = str(answer.get("project") or "")
        if answer.get("success") is not True or not _PROJECT.match(project):
            raise PermanentError(f"json2video: the order was not taken: {_said(answer)}").without_effect()
        return Receipt(handle=project, result={"project": project})

    def _found(self, effect: Effect, content: bytes) -> Finding:
        """This very movie among the projects since the order. None of them known by another order may be taken."""
        since = effect.created_at - timedelta(minutes=2)  # their clock may be a little behind ours
        wanted, known = json.loads(content), self._known()
        listed, token = [], ""
        for _ in range(20):
            params: dict[str, str | int | float | bool] = {"from": since.isoformat(), "limit": 100}
            answer = self._call("GET", params={**params, **({"next_token": token} if token else {})})
            page = answer.get("movies")
            if not isinstance(page, list):
                return Unclear("json2video: its list of projects cannot be read; look there for the movie")
            listed += [one for one in page if isinstance(one, dict)]
            token = str(answer.get("next_token") or "")
            if not token:
                break
        else:
            return Unclear("json2video: its list of projects does not end; look there for the movie")
        new = [one for one in listed if str(one.get("project")) not in known]
        alike = [one for one in new if one.get("json") == wanted]
        if len(alike) == 1:
            return Receipt(handle=str(alike[0]["project"]), result={"project": str(alike[0]["project"])})
        if alike or any("json" not in one for one in new):
            return Unclear("json2video: there are new projects, and none is certainly this movie; look there")
        return Absent()

    def _known(self) -> set[str]:
        return {effect.handle for effect in self._effects.list(state="done", kind=EFFECT)}

    def _call(
        self,
        method: str,
        *,
        content: bytes | None = None,
        params: Mapping[str, str | int | float | bool] | None = None,
    ) -> Mapping[str, Any]:
        try:
            headers = {"Content-Type": "application/json"} if content else {}
            answer = self._api.call(method, "/movies", content=content, params=params, headers=headers)
        except AppError as error:
            raise _in_our_words(error) from error
        if not isinstance(answer, dict):
            raise TransientError("json2video: the answer is no object")
        return answer


def wait_after(looks: int) -> float:
    """Seconds until the next look, after `looks` of them."""
    return PACE[min(looks, len(PACE) - 1)]


def _content(movie: bytes | str | Mapping[str, Any]) -> bytes:
    """The movie as it is sent: unchanged where it came as text."""
    content = movie if isinstance(movie, bytes) else (movie if isinstance(movie, str) else json.dumps(movie)).encode()
    if len(content) > MAX_BYTES:
        raise InvalidInput(f"movie: {len(content):,} bytes are too many, at most {MAX_BYTES:,}")
    try:
        found = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise InvalidInput(f"movie: not readable as JSON: {error}") from error
    if not isinstance(found, dict) or not (found.get("scenes") or found.get("template") or found.get("elements")):
        raise InvalidInput("movie: expected an object with `scenes` or `template`")
    return content


def _estimate(content: bytes) -> Decimal:
    """By the durations that are written down; five seconds for a scene that names none."""
    scenes = json.loads(content).get("scenes") or []
    lengths = [as_number(one.get("duration")) or 0 for one in scenes if isinstance(one, dict)]
    return sum((Decimal(str(max(length, 0) or 5)) for length in lengths), Decimal(0)) * _PRICE or _PRICE * 30


def _in_our_words(error: AppError) -> AppError:
    """Their 400 stands for three things, their 401 for a plan's end."""
    said = str(error)
    if isinstance(error, InvalidInput) and " answered 400" in said:
        told = PermanentError(f"{said}; the movie, the key, or the credits left: json2video tells all three so")
        return told.without_effect()
    if isinstance(error, PermanentError) and " answered 401" in said:
        return PermanentError(f"{said.partition('; renew')[0]}; the plan or its quota is used up").without_effect()
    return error


def _state(answer: Mapping[str, Any], project: str) -> MovieState:
    movie = answer.get("movie")
    if answer.get("success") is False and not isinstance(movie, Mapping):
        raise NotFound(f"json2video: {project}: {_said(answer)}")
    if not isinstance(movie, Mapping):
        raise TransientError(f"json2video: {project}: the answer holds no movie")
    status, message = str(movie.get("status", "")), shorten(str(movie.get("message") or ""), 300)
    named = str(movie.get("project") or project)
    if status == "error" and not movie.get("created_at") and "not found" in message.lower():
        raise NotFound(f"json2video: there is no project {project}: {message}")
    if named != project:
        raise TransientError(f"json2video: asked for {project}, told of {named[:40]}")
    state = _ENDED.get(status, "running" if status == "running" else "waiting")
    return MovieState(
        project,
        state,  # type: ignore[arg-type] # one of the four
        message,
        str(movie.get("url") or ""),
        _number(movie.get("duration")),
        int(_number(movie.get("size"))),
        _number(movie.get("progress")),
    )


def _number(value: Any) -> float:
    return as_number(value) or 0.0


def project_in(body: bytes, content_type: str) -> str:
    """Whom a webhook speaks of, in both forms of the payload: flat, or with a `movie` in it. Raises InvalidInput."""
    if len(body) > 1_000_000:
        raise InvalidInput("webhook: its body is too large")
    text = body.decode("utf-8", "replace")
    if "urlencoded" in content_type:
        values: Any = dict(parse_qsl(text))
    else:
        try:
            values = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise InvalidInput(f"webhook: not readable as JSON: {error}") from error
    values = values if isinstance(values, Mapping) else {}
    movie = values.get("movie")
    project = str((movie if isinstance(movie, Mapping) else {}).get("project") or values.get("project") or "")
    if not _PROJECT.match(project):
        raise InvalidInput("webhook: it names no project")
    return project


def _said(answer: Mapping[str, Any]) -> str:
    return shorten(str(answer.get("message") or answer.get("error") or "no reason given"), 300)

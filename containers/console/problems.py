"""Failures as a reader gets them: for programs `{code, status, message, remedy}`, for people a page; no traceback."""

import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from containers.console import pages
from shared.auth.keys import LacksScope, NotAllowed
from shared.core.errors import AppError, Conflict, InvalidInput, NotFound, PermanentError, TransientError
from shared.core.log import get_log

log = get_log(__name__)


@dataclass(frozen=True, slots=True)
class Problem:
    """One failure. `code` is for programs and never changes; `message` and `remedy` are for people."""

    code: str
    status: int
    message: str
    remedy: str


class Refused(HTTPException):
    """An answer of the web's own kind, with a code and a remedy of ours."""

    def __init__(self, status: int, code: str, message: str, remedy: str) -> None:
        super().__init__(status, message)
        self.problem = Problem(code, status, message, remedy)


_KINDS: tuple[tuple[type[AppError], int, str, str], ...] = (
    (LacksScope, 403, "forbidden", "use a key that has the scope, or make one with `leadreel keys create`"),
    (
        NotAllowed,
        401,
        "unauthorized",
        "send an API key as `Authorization: Bearer lr_…`; `leadreel keys create` makes one",
    ),
    (InvalidInput, 400, "invalid_input", "change what the message names and send it again"),
    (NotFound, 404, "not_found", "look the id up in the list and try that one"),
    (Conflict, 409, "conflict", "read it again, then decide"),
    (TransientError, 503, "try_again", "send the same request again in a moment"),
    (PermanentError, 500, "needs_a_person", "look at the reason, mend it, then retry"),
)
_WEB: Mapping[int, tuple[str, str]] = {
    401: ("unauthorized", "send an API key as `Authorization: Bearer lr_…`"),
    403: ("forbidden", "use a key that may do this"),
    404: ("not_found", "check the address; /docs lists what there is"),
    405: ("method_not_allowed", "see /docs for the methods of this address"),
    408: ("too_slow", "send the body faster or in smaller parts"),
    413: ("too_large", "send less at once"),
    422: ("invalid_input", "change what the message names and send it again"),
}


def problem_of(error: Exception) -> Problem:
    """What to tell about an error of the house or of the web.

    >>> problem_of(InvalidInput("leads.csv: row 3 has no e-mail; add one")).remedy
    'add one'
    """
    if isinstance(error, Refused):
        return error.problem
    if isinstance(error, RequestValidationError):
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"] if part != "body") or "body"
        return Problem("invalid_input", 422, f"{where}: {first['msg']}", "change the named value; /docs shows the form")
    if isinstance(error, HTTPException):
        code, remedy = _WEB.get(error.status_code, ("refused", "see /docs"))
        return Problem(code, error.status_code, str(error.detail), remedy)
    for kind, status, code, remedy in _KINDS:
        if isinstance(error, kind):
            _, _, advice = str(error).rpartition("; ")
            return Problem(code, status, str(error), advice if advice != str(error) else remedy)
    return Problem("internal", 500, "something broke on this side", "the log holds the details; then try again")


def as_json(problem: Problem, headers: Mapping[str, str] | None = None) -> Response:
    return JSONResponse(asdict(problem), problem.status, headers, media_type="application/problem+json")


def answer(request: Request, error: Exception) -> Response:
    """The response for an error, in the form that the caller reads."""
    problem = problem_of(error)
    if problem.status >= 500:
        log.error("request failed", error=error, path=request.url.path, code=problem.code)
    headers: dict[str, str] = {}
    if isinstance(error, TransientError):
        headers["Retry-After"] = str(int(error.retry_after or 1))
    wants_page = "text/html" in request.headers.get("accept", "") and not request.url.path.startswith(
        ("/api/", "/hooks/")
    )
    if wants_page:
        return pages.render(request, "problem.html", {"problem": problem}, status=problem.status)
    return as_json(problem, headers)


async def _handle(request: Request, error: Exception) -> Response:
    return answer(request, error)


def install(app: FastAPI) -> None:
    for kind in (AppError, HTTPException, RequestValidationError, Exception):
        app.add_exception_handler(kind, _handle)
    # Its trace is in our own line; a second one on stderr says nothing new.
    logging.getLogger("uvicorn.error").addFilter(lambda record: "Exception in ASGI" not in record.getMessage())

"""Failures as a reader gets them: for programs `{code, status, message, remedy}`, for people a page; no traceback."""

import logging
from collections.abc import Mapping
from dataclasses import asdict

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from containers.console import pages
from shared import problem
from shared.core.errors import AppError, TransientError
from shared.core.log import get_log
from shared.problem import Problem

log = get_log(__name__)


class Refused(HTTPException):
    """An answer of the web's own kind, with a code and a remedy of ours."""

    def __init__(self, status: int, code: str, message: str, remedy: str) -> None:
        super().__init__(status, message)
        self.problem = Problem(code, status, message, remedy)


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
    """What to tell about an error of the house or of the web."""
    if isinstance(error, Refused):
        return error.problem
    if isinstance(error, RequestValidationError):
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"] if part != "body") or "body"
        return Problem("invalid_input", 422, f"{where}: {first['msg']}", "change the named value; /docs shows the form")
    if isinstance(error, HTTPException):
        code, remedy = _WEB.get(error.status_code, ("refused", "see /docs"))
        return Problem(code, error.status_code, str(error.detail), remedy)
    if isinstance(error, AppError):
        return problem.problem_of(error)
    return Problem("internal", 500, "something broke on this side", "the log holds the details; then try again")


def as_json(told: Problem, headers: Mapping[str, str] | None = None) -> Response:
    return JSONResponse(asdict(told), told.status, headers, media_type="application/problem+json")


def answer(request: Request, error: Exception) -> Response:
    """The response for an error, in the form that the caller reads."""
    told = problem_of(error)
    if told.status >= 500:
        log.error("request failed", error=error, path=request.url.path, code=told.code)
    headers: dict[str, str] = {}
    if isinstance(error, TransientError):
        headers["Retry-After"] = str(int(error.retry_after or 1))
    wants_page = "text/html" in request.headers.get("accept", "") and not request.url.path.startswith(
        ("/api/", "/hooks/")
    )
    if wants_page:
        return pages.render(request, "problem.html", {"problem": told}, status=told.status)
    return as_json(told, headers)


async def _handle(request: Request, error: Exception) -> Response:
    return answer(request, error)


def install(app: FastAPI) -> None:
    for kind in (AppError, HTTPException, RequestValidationError, Exception):
        app.add_exception_handler(kind, _handle)
    # Its trace is in our own line; a second one on stderr says nothing new.
    logging.getLogger("uvicorn.error").addFilter(lambda record: "Exception in ASGI" not in record.getMessage())

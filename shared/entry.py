"""The door of every function: event in → call out, error → status.

A task, event or schedule that can never succeed is acknowledged (its reason has been recorded by the use case), so that
the platform does not repeat it; what may succeed later answers 503 with Retry-After; a bug answers 500 and its trace
goes to the log.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, dataclass
from functools import cache, wraps
from typing import TYPE_CHECKING, Any

from shared.app import app
from shared.core import log as logs
from shared.core import trace
from shared.core.codec import decode, encode
from shared.core.errors import AppError, Conflict, InvalidInput, TransientError
from shared.core.ids import random_id, stable_id
from shared.ports.blobs import MOVED, ObjectRef
from shared.problem import problem_of

if TYPE_CHECKING:
    from cloudevents.http import CloudEvent
    from flask import Request

log = logs.get_log(__name__)

MAX_BODY = 50_000_000  # bytes in one HTTPS request


@dataclass(frozen=True, slots=True)
class TaskMessage:
    """What a queue posts: which recorded task to run. `attempt` 1 = the first delivery."""

    task: str
    attempt: int


@dataclass(frozen=True, slots=True)
class ScheduledRun:
    """One firing of a schedule; `time` is empty for one asked for by hand."""

    schedule: str
    time: str


@dataclass(frozen=True, slots=True)
class Posted:
    """An HTTPS call from outside, its key already checked."""

    content_type: str
    body: bytes
    query: Mapping[str, str]
    idempotency_key: str
    filename: str  # empty unless the caller named one
    caller: str  # name of the API key


def on_object(handle: Callable[[ObjectRef], object]) -> Callable[["CloudEvent"], None]:
    """Call `handle` with the object that a storage event names."""

    @wraps(handle)
    def door(event: "CloudEvent") -> None:
        with _answering("object"):
            _prove("object", handle)
            ref = _object_of(event)
            id = stable_id("object", ref.bucket, ref.name, ref.generation)
            with logs.bound(correlation_id=id), _span(handle):
                if _was_moved(event):
                    log.info("object was moved here with its records", bucket=ref.bucket, object=ref.name)
                    return
                log.info("object arrived", bucket=ref.bucket, object=ref.name, generation=ref.generation)
                handle(ref)

    return door


def on_task(handle: Callable[[TaskMessage], object]) -> Callable[["Request"], tuple[str, int]]:
    """Call `handle` with the task that a queue posted."""

    @wraps(handle)
    def door(request: "Request") -> tuple[str, int]:
        with _answering("task"):
            _prove("task", handle)
            body = _json_object(request.get_data())
            with logs.bound(correlation_id=str(body.get("correlation_id", ""))), _span(handle):
                attempt = int(request.headers.get("X-CloudTasks-TaskRetryCount", 0)) + 1
                handle(TaskMessage(str(body.get("task", "")), attempt))
        return "", 204

    return door


def on_schedule(handle: Callable[[ScheduledRun], object]) -> Callable[["Request"], tuple[str, int]]:
    """Call `handle` when a schedule fires."""

    @wraps(handle)
    def door(request: "Request") -> tuple[str, int]:
        name = request.headers.get("X-CloudScheduler-JobName", "")
        time = request.headers.get("X-CloudScheduler-ScheduleTime", "")
        with _answering("schedule"), logs.bound(correlation_id=stable_id("schedule", name, time)):
            _prove("schedule", handle)
            with _span(handle):
                handle(ScheduledRun(name, time))
        return "", 204

    return door


def on_request(scope: str) -> Callable[[Callable[[Posted], Any]], Callable[["Request"], Any]]:
    """Call the function with an outside POST once its API key has shown `scope`; the result is sent as JSON."""

    def decorate(handle: Callable[[Posted], Any]) -> Callable[["Request"], Any]:
        @wraps(handle)
        def door(request: "Request") -> Any:
            try:
                _awake()
                posted = _posted(request, scope)
                correlation = stable_id("request", posted.caller, posted.idempotency_key or random_id())
                with logs.bound(correlation_id=correlation), _span(handle):
                    return handle(posted)
            except AppError as error:
                log.warning("request refused", reason=str(error))
                told = problem_of(error)
                return asdict(told), told.status

        return door

    return decorate


def _posted(request: "Request", scope: str) -> Posted:
    if request.method != "POST":
        raise InvalidInput(f"{request.method} is not answered here; send a POST")
    header = request.headers.get("Authorization", "")
    plain = header.removeprefix("Bearer ") if header.startswith("Bearer ") else request.headers.get("X-API-Key", "")
    key = app().keys.check(plain.strip(), scope)
    if (request.content_length or 0) > MAX_BODY:
        raise InvalidInput(f"the body exceeds {MAX_BODY:,} bytes; split the file or drop it in the uploads bucket")
    content_type, body, filename = _content(request)
    return Posted(
        content_type=content_type,
        body=body,
        query=request.args.to_dict(),
        idempotency_key=request.headers.get("Idempotency-Key", ""),
        filename=filename or request.args.get("name", ""),
        caller=key.name,
    )


def _content(request: "Request") -> tuple[str, bytes, str]:
    """Type, bytes and file name of what was sent; the fields of a form count as JSON."""
    upload = next(iter(request.files.values()), None)
    if upload is not None:
        return upload.mimetype or "", upload.stream.read(MAX_BODY), upload.filename or ""
    if request.form:
        return "application/json", encode(request.form.to_dict()), ""
    return request.mimetype or "", request.get_data(), ""


def _object_of(event: "CloudEvent") -> ObjectRef:
    data = event.get_data() or {}
    try:
        return ObjectRef(app().bucket_of(data["bucket"]), data["name"], int(data["generation"]))
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidInput(f"event {event['id']} names no bucket, name and generation of an object") from error


def _was_moved(event: "CloudEvent") -> bool:
    metadata = (event.get_data() or {}).get("metadata")
    return isinstance(metadata, dict) and MOVED in metadata


def _json_object(body: bytes) -> dict[str, Any]:
    return decode(dict[str, Any], body)


def _prove(kind: str, handle: Callable[..., object]) -> None:
    """The caller is the platform: its token was signed for this function's door. Other headers prove nothing."""
    from flask import request

    _awake()
    app().doorkeeper.check(request.headers.get("Authorization", ""), kind=kind, function=handle.__name__)


def _span(handle: Callable[..., object]) -> AbstractContextManager[None]:
    """This call in the trace of what it works for."""
    from flask import request

    return trace.span(handle.__name__, dict(request.headers))


@cache
def _awake() -> None:
    """At a function's first call on Cloud Run, where nobody else sets up its log."""
    name = os.environ.get("K_SERVICE")
    if name:
        try:
            logs.set_up(app().settings.log_level)
            app().observe(name)
        except AppError as error:
            raise error.of_an_unready_house() from error.__cause__


@contextmanager
def _answering(kind: str) -> Iterator[None]:
    from werkzeug.exceptions import Forbidden, InternalServerError, ServiceUnavailable

    from shared.auth.oidc import NotProven

    try:
        yield
    except NotProven as error:
        log.warning("call refused", door=kind, reason=str(error))
        raise Forbidden(str(error)) from error
    except (TransientError, Conflict) as error:  # a conflict is over when everything is read again
        wait = error.retry_after if isinstance(error, TransientError) else None
        log.warning("to be tried again", door=kind, reason=str(error), retry_after=wait)
        raise ServiceUnavailable(str(error), retry_after=int(wait or 0) or None) from error
    except AppError as error:
        if error.unready:  # nothing is lost over it: it is delivered again until somebody has mended the installation
            log.error("not ready", door=kind, reason=str(error))
            raise ServiceUnavailable(str(error), retry_after=60) from error
        log.error("acknowledged without success", door=kind, reason=str(error))
    except Exception as error:
        log.error("unexpected failure", error=error, door=kind)
        raise InternalServerError("unexpected failure; the log has its trace") from error

"""Foreign errors become the five of the house, here and nowhere else."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from shared.core.errors import AppError, Conflict, InvalidInput, NotFound, PermanentError, TransientError
from shared.core.text import shorten

_KINDS: dict[str, type[AppError]] = {  # by the name of google.api_core's class, which is the status's own
    "AlreadyExists": Conflict,
    "Conflict": Conflict,
    "PreconditionFailed": Conflict,
    "FailedPrecondition": Conflict,
    "Aborted": TransientError,
    "NotFound": NotFound,
    "InvalidArgument": InvalidInput,
    "OutOfRange": InvalidInput,
    "BadRequest": InvalidInput,
    "RequestEntityTooLarge": InvalidInput,
    "ResourceExhausted": TransientError,
    "TooManyRequests": TransientError,
    "Cancelled": TransientError,
    "RequestTimeout": TransientError,
    "GatewayTimeout": TransientError,
    "DeadlineExceeded": TransientError,
    "ServiceUnavailable": TransientError,
    "InternalServerError": TransientError,
    "BadGateway": TransientError,
    "Unknown": TransientError,
    "RetryError": TransientError,
}
_REFUSED = {
    "Unauthenticated": "the credentials are not accepted; run `gcloud auth application-default login`",
    "Unauthorized": "the credentials are not accepted; run `gcloud auth application-default login`",
    "PermissionDenied": "the service account lacks a role for this; see the roles that terraform grants",
    "Forbidden": "the service account lacks a role for this; see the roles that terraform grants",
}


@contextmanager
def translated(what: str) -> Iterator[None]:
    """What is raised inside comes out as an AppError that begins with `what`."""
    from google.api_core.exceptions import GoogleAPICallError, RetryError
    from google.auth.exceptions import GoogleAuthError

    try:
        yield
    except (GoogleAPICallError, RetryError) as error:
        raise of_call(error, what) from error
    except GoogleAuthError as error:
        raise _of_credentials(error, what) from error
    except OSError as error:  # requests' errors of connection and time-out are among them
        if not type(error).__module__.startswith(("requests", "urllib3")) and not isinstance(error, ConnectionError):
            raise
        raise TransientError(f"{what}: not reached ({shorten(str(error), 120)})") from error


def of_call(error: Exception, what: str) -> AppError:
    """The house's error for an answer of Google's."""
    name = type(error).__name__
    said = shorten(" ".join(str(getattr(error, "message", error)).split()), 200)
    if name in _REFUSED:
        return PermanentError(f"{what}: {_REFUSED[name]} ({said})").of_an_unready_house()
    if name in {"FailedPrecondition", "BadRequest"} and "index" in said.lower():
        told = f"{what}: an index is missing; declare it in manifest.yaml and apply terraform ({said})"
        return InvalidInput(told).of_an_unready_house()
    kind = _KINDS.get(name) or next(
        (_KINDS[one.__name__] for one in type(error).__mro__ if one.__name__ in _KINDS), None
    )
    if kind is TransientError:
        return TransientError(f"{what}: {said}", retry_after=_retry_after(error))
    return (kind or PermanentError)(f"{what}: {said}")


def _retry_after(error: Any) -> float | None:
    """Seconds that the far side asked for, by RetryInfo or by a header."""
    for detail in getattr(error, "details", None) or ():
        delay = getattr(detail, "retry_delay", None)
        if delay is not None:
            return float(delay.seconds) + float(delay.nanos) / 1e9
    response = getattr(error, "response", None)
    text = getattr(response, "headers", {}).get("Retry-After", "") if response is not None else ""
    return float(text) if str(text).isdigit() else None


def _of_credentials(error: Any, what: str) -> AppError:
    if getattr(error, "retryable", False) or type(error).__name__ == "TransportError":
        return TransientError(f"{what}: Google's token service was not reached ({shorten(str(error), 120)})")
    return PermanentError(
        f"{what}: the Google credentials cannot be used ({shorten(str(error), 120)});"
        " run `gcloud auth application-default login`"
    ).of_an_unready_house()

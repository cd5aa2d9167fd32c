"""Errors to Sentry, by its DSN. An extra: `leadreel[sentry]`.

What leaves the house is the kind of error, where in the code it rose, and ids of records. Neither local variables nor
requests, hosts, command lines or log lines go along, and of texts only what is left once addresses, numbers, keys and
everything quoted are struck out: messages quote what people wrote.
"""

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from shared.core.errors import InvalidInput
from shared.core.log import redact
from shared.core.text import shorten

if TYPE_CHECKING:
    from sentry_sdk import Client
    from sentry_sdk.transport import Transport

KEPT = ("correlation_id", "task", "kind", "render_job", "door", "function", "queue", "step", "loop", "code")
"""Fields of a log line that say which piece of work it was, and nothing about a person."""

_URL = re.compile(r"(?i)\b[a-z][a-z0-9+.-]{1,20}://\S+")
_QUOTED = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"|`[^`\n]*`|‘[^’\n]*’|“[^”\n]*”")
_NUMBER = re.compile(r"\+?\d[\d\s().\-/]{5,}\d")
_PATH = re.compile(r"(?:/[\w.\-]+){2,}/?")


def scrubbed(text: str) -> str:
    """`text` without what could name a person, a place or a secret.

    >>> scrubbed("row 12: 'Ana Diaz' <ana@x.com> +1 512 555 0100 at https://x.com/?key=1")
    'row 12: <text> <<email>> <number> at <url>'
    """
    text = _QUOTED.sub("<text>", _URL.sub("<url>", text))
    return shorten(_PATH.sub("<path>", _NUMBER.sub("<number>", redact(text))), 500)


class Reports:
    """Sends each error once."""

    def __init__(self, client: "Client") -> None:
        self._client = client

    def __call__(self, event: str, fields: Mapping[str, Any], error: BaseException | None) -> None:
        told: Any = {"level": "error", "logger": "leadreel"}
        if error is not None:
            from sentry_sdk.utils import event_from_exception

            told |= event_from_exception(error, client_options=self._client.options)[0]
        told["message"] = event
        told["tags"] = {name: scrubbed(str(fields[name])) for name in KEPT if fields.get(name)}
        told["fingerprint"] = ["{{ default }}", event]
        self._client.capture_event(told)

    def close(self) -> None:
        """Send what is still held, for at most two seconds."""
        self._client.close(timeout=2.0)


def reports(
    dsn: str, service: str, version: str, transport: "Callable[..., Transport] | type[Transport] | None" = None
) -> Reports:
    """Raises InvalidInput when the extra is not installed, or the DSN is none."""
    try:
        from sentry_sdk import Client
        from sentry_sdk.utils import BadDsn
    except ImportError as error:
        raise InvalidInput("LEADREEL_SENTRY_DSN is set, but leadreel[sentry] is not installed; install it") from error
    try:
        client = Client(
            dsn=dsn,
            transport=transport,  # type: ignore[arg-type]  # None = its own
            release=version or None,
            environment=None,
            server_name=service,
            default_integrations=False,
            auto_enabling_integrations=False,
            include_local_variables=False,
            include_source_context=False,
            max_breadcrumbs=0,
            send_client_reports=False,
            auto_session_tracking=False,
            before_send=_before_send,  # type: ignore[arg-type]  # its event is a TypedDict
        )
    except BadDsn as error:
        raise InvalidInput("LEADREEL_SENTRY_DSN is no DSN; copy it from the project's settings") from error
    return Reports(client)


_SENT = (
    *("event_id", "timestamp", "level", "logger", "platform", "message", "exception", "tags"),
    *("release", "environment", "server_name", "fingerprint", "sdk"),
)
_FRAME = ("module", "function", "lineno", "in_app")


def _frame(frame: Mapping[str, Any]) -> dict[str, Any]:
    """A place in the code, by its module: where the files lie concerns nobody."""
    file = str(frame.get("filename", "")).rpartition("/")[2]
    return {"filename": file, **{name: frame[name] for name in _FRAME if name in frame}}


def _before_send(event: dict[str, Any], _hint: Mapping[str, Any]) -> dict[str, Any]:
    """Only what is listed goes out; the texts of exceptions are scrubbed."""
    sent = {name: event[name] for name in _SENT if name in event}
    for one in (sent.get("exception") or {}).get("values") or []:
        one["value"] = scrubbed(str(one.get("value", "")))
        frames = (one.get("stacktrace") or {}).get("frames") or []
        one["stacktrace"] = {"frames": [_frame(frame) for frame in frames]}
        one.pop("mechanism", None)
    return sent

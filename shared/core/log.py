"""Structured log lines: one JSON object each, bound to the correlation id of the event that began the work.

    log = get_log(__name__)
    log.info("lead merged", kept=kept.id, rule="linkedin_url")

Field names follow Cloud Logging's structured logging: `severity`, `message`, `time`, and its special fields for trace,
span, labels and the place in the source. An error with a trace has the shape that Error Reporting takes in. E-mail
addresses, keys, tokens and signed queries are redacted here, whatever room the line comes from.
"""

import json
import logging
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from io import TextIOWrapper
from pathlib import Path
from types import MappingProxyType
from typing import Any, TextIO

from shared.core.clock import iso

REPORTED = "type.googleapis.com/google.devtools.clouderrorreporting.v1beta1.ReportedErrorEvent"

_context: ContextVar[Mapping[str, str]] = ContextVar("log_context", default=MappingProxyType({}))

_SECRET_NAME = re.compile(r"(?i)(api[_-]?key|token|secret|password|authorization|cookie|signature)")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_SECRET_TEXT = re.compile(
    r"(?i)\b(?:lr_[a-z0-9_]{16,}|sk-[\w-]{16,}|whsec_[\w+/=]{16,}|bearer\s+[\w.~+/=-]{8,}"
    r"|(?:access_token|api_key|key|token|signature|X-Goog-Signature)=[^&\s\"']+)"
)


def redact(text: str) -> str:
    """`text` without e-mail addresses, keys and tokens.

    >>> redact("mail ana@example.com, ?access_token=abc123&x=1")
    'mail <email>, ?<secret>&x=1'
    """
    for secret in _hidden:
        text = text.replace(secret, "<secret>")
    if "=" in text or "-" in text or "_" in text or "earer" in text.lower():  # none is without: looked for at a glance
        text = _SECRET_TEXT.sub("<secret>", text)
    return _EMAIL.sub("<email>", text) if "@" in text else text


_hidden: set[str] = set()
_SHORTEST = 6  # characters of a secret: a shorter one would blot out ordinary words


def hide(*secrets: str) -> None:
    """Never write these very texts from now on, wherever they stand."""
    _hidden.update(secret for secret in secrets if len(secret) >= _SHORTEST)


def _clean(name: str, value: Any) -> Any:
    if _SECRET_NAME.search(name):
        return "<secret>"
    if isinstance(value, str):
        return redact(value)
    if isinstance(value, Mapping):
        return {str(key): _clean(str(key), inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_clean(name, inner) for inner in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return redact(str(value))


class Log:
    """A named source of log lines."""

    def __init__(self, name: str) -> None:
        self._logger = logging.getLogger(name)

    def debug(self, event: str, **fields: Any) -> None:
        self._write(logging.DEBUG, event, fields)

    def info(self, event: str, **fields: Any) -> None:
        self._write(logging.INFO, event, fields)

    def warning(self, event: str, **fields: Any) -> None:
        self._write(logging.WARNING, event, fields)

    def error(self, event: str, *, error: BaseException | None = None, **fields: Any) -> None:
        """With `error`, its trace goes into the line for Error Reporting, never to the user."""
        self._write(logging.ERROR, event, fields, error)

    def _write(self, level: int, event: str, fields: Mapping[str, Any], error: BaseException | None = None) -> None:
        if self._logger.isEnabledFor(level):
            self._logger.log(level, event, extra={"fields": fields}, exc_info=error, stacklevel=3)
        if level >= logging.ERROR:
            for report in _reporters:
                report(event, {**fields, **_context.get()}, error)


Reporter = Callable[[str, Mapping[str, Any], BaseException | None], None]
"""Is told every error line: its event, its fields as they were given, and the exception if there was one."""

_reporters: list[Reporter] = []


def report_errors(reporter: Reporter) -> Callable[[], None]:
    """Tell `reporter` of every error from now on; call what is returned to stop that."""
    _reporters.append(reporter)
    return lambda: _reporters.remove(reporter)


@dataclass(frozen=True, slots=True)
class Service:
    """What this process is, for Error Reporting and Cloud Trace."""

    name: str = "leadreel"
    version: str = ""
    project: str = ""  # Google Cloud project, which a trace's full name begins with


_service = Service()


def serve_as(service: Service) -> None:
    """Lines name this service from now on."""
    global _service  # noqa: PLW0603 - one process is one service
    _service = service


def get_log(name: str) -> Log:
    return Log(name)


@contextmanager
def bound(**fields: str) -> Iterator[None]:
    """Add fields, such as `correlation_id`, to every line written inside the block."""
    token = _context.set({**_context.get(), **fields})
    try:
        yield
    finally:
        _context.reset(token)


def correlation_id() -> str | None:
    """The id that follows an object from its arrival to the last effect; None outside any event."""
    return _context.get().get("correlation_id")


class JsonLines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        context = _context.get()
        line: dict[str, Any] = {
            "severity": record.levelname,
            "time": iso(datetime.fromtimestamp(record.created, UTC)),
            "message": redact(record.getMessage()),
            "logger": record.name,
            **context,
        }
        for name, value in getattr(record, "fields", {}).items():
            line[name] = _clean(name, value)
        line |= _special(record, context)
        if record.exc_info and record.exc_info[0] is not None:
            line |= _reported(redact(self.formatException(record.exc_info)))
        return json.dumps(line, ensure_ascii=False, default=str)


def _special(record: logging.LogRecord, context: Mapping[str, str]) -> dict[str, Any]:
    """Cloud Logging's own fields."""
    from shared.core import trace

    # by the module's name: where the files lie on this machine concerns nobody
    place = f"{record.name.replace('.', '/')}.py" if "." in record.name else Path(record.pathname).name
    told: dict[str, Any] = {
        "logging.googleapis.com/sourceLocation": {
            "file": place,
            "line": str(record.lineno),
            "function": record.funcName,
        }
    }
    if labels := {name: str(context[name]) for name in _LABELS if name in context}:
        told["logging.googleapis.com/labels"] = labels
    if here := trace.current():
        prefix = f"projects/{_service.project}/traces/" if _service.project else ""
        told["logging.googleapis.com/trace"] = prefix + here.trace_id
        told["logging.googleapis.com/spanId"] = here.span_id
        told["logging.googleapis.com/trace_sampled"] = here.sampled
    return told


_LABELS = ("correlation_id", "task", "kind", "render_job")


def _reported(stack_trace: str) -> dict[str, Any]:
    context = {"service": _service.name, "version": _service.version}
    return {
        "@type": REPORTED,
        "stack_trace": stack_trace,
        "serviceContext": {name: value for name, value in context.items() if value},
    }


class PlainLines(logging.Formatter):
    """One line for people: when, how bad, what, and the facts; a trace stays in the file."""

    def format(self, record: logging.LogRecord) -> str:
        clock = datetime.fromtimestamp(record.created).astimezone().strftime("%H:%M:%S")
        facts = {name: _clean(name, value) for name, value in getattr(record, "fields", {}).items()}
        told = "  ".join(f"{name}={value}" for name, value in facts.items() if value not in (None, ""))
        return " ".join(
            f"{clock} {record.levelname.lower()}: {redact(record.getMessage())}  {told}".split("\n")
        ).rstrip()


def is_set_up() -> bool:
    """True once `set_up` was called in this process."""
    return any(isinstance(handler.formatter, JsonLines) for handler in logging.getLogger().handlers)


def set_up(
    level: str = "WARNING",
    stream: TextIO | None = None,
    file: Path | None = None,
    *,
    people: TextIO | None = None,
    max_bytes: int = 0,
    backups: int = 0,
) -> None:
    """Send the house's lines from `level` upward to `stream`, or in plain words to `people`; call once per process.

    With `file` they go there, from INFO upward, and to `stream` only when one is given. Several processes may write
    to one file: a line is one write. The file and its folder are made with the first line. Before it grows over
    `max_bytes` it is put by as `file.1`, that as `file.2`, and so on for `backups` files; 0 = it grows.
    """
    handlers: list[logging.Handler] = []
    if file is not None:
        handlers.append(_Appending(file, max_bytes, backups))
    if stream is not None or file is None:
        handlers.append(logging.StreamHandler(stream or sys.stderr))
        handlers[-1].setLevel(level.upper())
    for handler in handlers:
        handler.setFormatter(JsonLines())
    if people is not None:
        handlers.append(logging.StreamHandler(people))
        handlers[-1].setLevel(level.upper())
        handlers[-1].setFormatter(PlainLines())
    root = logging.getLogger()
    root.handlers[:] = handlers
    root.setLevel(logging.WARNING)
    lowest = min(logging.INFO, logging.getLevelName(level.upper())) if file else level.upper()
    for name in ("shared", "functions", "containers", "local", "sandbox"):
        logging.getLogger(name).setLevel(lowest)


class _Appending(logging.FileHandler):
    """Appends; where a size is given, files are put by. Several processes may share the file: who finds it too long
    takes a lock beside it and looks again, and whoever's file was put by meanwhile opens the new one."""

    def __init__(self, file: Path, max_bytes: int = 0, backups: int = 0) -> None:
        super().__init__(file, encoding="utf-8", delay=True)
        self._max_bytes, self._backups = max_bytes, backups

    def _open(self) -> TextIOWrapper:
        try:
            Path(self.baseFilename).parent.mkdir(parents=True, exist_ok=True)
            return super()._open()
        except OSError:  # the work itself will say what is wrong with the folder
            return Path(os.devnull).open("w", encoding="utf-8")

    def emit(self, record: logging.LogRecord) -> None:
        if self._max_bytes and self._backups:
            with suppress(OSError):  # a log that cannot be put by grows, rather than that the work stops
                self._put_by(len(self.format(record).encode()) + 1)
        super().emit(record)

    def _put_by(self, more: int) -> None:
        path = Path(self.baseFilename)
        if self.stream is not None and not _is_at(self.stream, path):
            self.close()  # opened anew by the next line
        if not _too_long(path, more, self._max_bytes):
            return
        import fcntl

        with path.with_name(f".{path.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not _too_long(path, more, self._max_bytes):
                return
            for number in range(self._backups - 1, 0, -1):
                older = path.with_name(f"{path.name}.{number}")
                if older.exists():
                    older.replace(path.with_name(f"{path.name}.{number + 1}"))
            path.replace(path.with_name(f"{path.name}.1"))
        if self.stream is not None:
            self.close()


def _too_long(path: Path, more: int, most: int) -> bool:
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        return False
    return size > 0 and size + more > most


def _is_at(stream: TextIO, path: Path) -> bool:
    try:
        here, there = os.fstat(stream.fileno()), path.stat()
    except OSError:
        return False
    return (here.st_dev, here.st_ino) == (there.st_dev, there.st_ino)

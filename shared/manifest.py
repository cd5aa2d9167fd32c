"""`manifest.yaml`: the one list of what runs, read and checked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml

from shared.core.errors import InvalidInput
from shared.core.retry import RetryPolicy
from shared.ports.documents import Index
from shared.ports.jobs import JobConfig
from shared.ports.queue import QueueConfig

FunctionKind = Literal["object", "task", "schedule", "request"]
_KINDS = ("object", "task", "schedule", "request")
_SECTIONS = {"buckets", "triggers", "functions", "queues", "schedules", "jobs", "services", "indexes"}


@dataclass(frozen=True, slots=True)
class FunctionConfig:
    """A door: how it is called and how long one call may take."""

    name: str
    kind: FunctionKind
    timeout: float = 60.0  # seconds
    concurrency: int = 1


@dataclass(frozen=True, slots=True)
class Trigger:
    """Finalised objects of `bucket` are posted to `function`."""

    bucket: str
    function: str


@dataclass(frozen=True, slots=True)
class Schedule:
    """`function` is posted to at the times of `cron` in `time_zone`."""

    name: str
    function: str
    cron: str
    time_zone: str = "Etc/UTC"


@dataclass(frozen=True, slots=True)
class Manifest:
    """Everything that runs. Two places that name one thing agree, else reading it has failed."""

    buckets: tuple[str, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    functions: Mapping[str, FunctionConfig] = field(default_factory=dict)
    queues: Mapping[str, QueueConfig] = field(default_factory=dict)
    schedules: tuple[Schedule, ...] = ()
    jobs: Mapping[str, JobConfig] = field(default_factory=dict)
    services: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    indexes: tuple[Index, ...] = ()

    @property
    def schedule_queues(self) -> dict[str, QueueConfig]:
        """The internal queues through which the embedded scheduler calls the functions."""
        functions = {schedule.function for schedule in self.schedules}
        return {
            schedule_queue(name): QueueConfig(
                schedule_queue(name),
                name,
                max_concurrent=1,
                dispatch_deadline=max(15.0, self.functions[name].timeout),
                retry=RetryPolicy(max_attempts=3, min_backoff=5.0),
            )
            for name in sorted(functions)
        }


def schedule_queue(function: str) -> str:
    """The name of the internal queue for a function's schedules."""
    return f"schedule-{function}"


def read_manifest(file: Path) -> Manifest:
    """Raises InvalidInput with file and line for anything that could not run."""
    try:
        text = file.read_text("utf-8")
    except OSError as error:
        raise InvalidInput(f"{file}: cannot be read: {error.strerror}") from error
    return parse_manifest(text, str(file))


def parse_manifest(text: str, name: str = "manifest.yaml") -> Manifest:
    """The manifest in `text`; `name` stands in the messages."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        plain = yaml.safe_load(text) or {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        raise InvalidInput(f"{name}{line}: not readable as YAML: {getattr(error, 'problem', error)}") from error
    return _Reading(plain, dict(_lines(root, ())), name).manifest()


_Path = tuple[str | int, ...]


def _lines(node: yaml.Node | None, path: _Path) -> Iterator[tuple[_Path, int]]:
    """Where each entry stands: its path and its line, counted from 1."""
    if node is None:
        return
    yield path, node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield (*path, key.value), key.start_mark.line + 1
            yield from (
                (inner, line) for inner, line in _lines(value, (*path, key.value)) if len(inner) > len(path) + 1
            )
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from _lines(value, (*path, index))


class _Reading:
    """One reading of one file: knows the lines, so that every refusal can name one."""

    def __init__(self, plain: Any, lines: Mapping[_Path, int], name: str) -> None:
        self._lines = lines
        self._name = name
        if not isinstance(plain, dict):
            raise self._refusal((), "expected sections such as `functions:`")
        self._plain: dict[str, Any] = plain
        for section in plain.keys() - _SECTIONS:
            raise self._refusal((section,), f"unknown section {section!r}; known are: {', '.join(sorted(_SECTIONS))}")

    def manifest(self) -> Manifest:
        functions = {name: self._function(name, entry) for name, entry in self._section("functions").items()}
        manifest = Manifest(
            buckets=tuple(self._section("buckets")),
            triggers=tuple(self._triggers(functions)),
            functions=functions,
            queues={name: self._queue(name, entry, functions) for name, entry in self._section("queues").items()},
            schedules=tuple(self._schedules(functions)),
            jobs={name: self._job(name, entry) for name, entry in self._section("jobs").items()},
            services=self._section("services"),
            indexes=tuple(self._indexes()),
        )
        self._refuse_clashes(manifest)
        return manifest

    def _section(self, name: str) -> dict[str, Any]:
        section = self._plain.get(name) or {}
        if not isinstance(section, dict):
            raise self._refusal((name,), f"{name}: expected `name: settings` entries")
        for key, entry in section.items():
            if entry is not None and not isinstance(entry, dict):
                raise self._refusal((name, key), f"{name}.{key}: expected settings, found {entry!r}")
        return {str(key): entry or {} for key, entry in section.items()}

    def _list(self, name: str) -> list[dict[str, Any]]:
        section = self._plain.get(name) or []
        if not isinstance(section, list) or not all(isinstance(entry, dict) for entry in section):
            raise self._refusal((name,), f"{name}: expected a list of settings")
        return section

    def _function(self, name: str, entry: Mapping[str, Any]) -> FunctionConfig:
        path = ("functions", name)
        kind = entry.get("kind")
        if kind not in _KINDS:
            raise self._refusal(path, f"function {name}: kind must be one of {', '.join(_KINDS)}, not {kind!r}")
        timeout = self._number(path, entry, "timeout", 60, 1, 3600)
        return FunctionConfig(name, kind, timeout, int(self._number(path, entry, "concurrency", 1, 1, 1000)))

    def _triggers(self, functions: Mapping[str, FunctionConfig]) -> Iterator[Trigger]:
        for index, entry in enumerate(self._list("triggers")):
            path = ("triggers", index)
            bucket = str(entry.get("bucket", ""))
            if bucket not in self._section("buckets"):
                raise self._refusal(path, f"trigger names the unknown bucket {bucket!r}")
            yield Trigger(bucket, self._known(path, entry, functions, "object"))

    def _queue(self, name: str, entry: Mapping[str, Any], functions: Mapping[str, FunctionConfig]) -> QueueConfig:
        path = ("queues", name)
        retry = entry.get("retry") or {}
        inner = (*path, "retry")
        return QueueConfig(
            name=name,
            function=self._known(path, entry, functions, "task"),
            rate=self._number(path, entry, "rate", 100, 0.01, 500),
            burst=self._number(path, entry, "burst", 10, 1, 500),
            max_concurrent=int(self._number(path, entry, "max_concurrent", 4, 1, 5000)),
            dispatch_deadline=self._number(path, entry, "dispatch_deadline", 600, 15, 1800),
            retry=RetryPolicy(
                max_attempts=int(self._number(inner, retry, "max_attempts", 10, -1, 1000)),
                min_backoff=self._number(inner, retry, "min_backoff", 1, 0, 3600),
                max_backoff=self._number(inner, retry, "max_backoff", 300, 0, 3600),
                max_doublings=int(self._number(inner, retry, "max_doublings", 8, 0, 16)),
                max_duration=self._number(inner, retry, "max_duration", 0, 0, 2_592_000),
            ),
        )

    def _schedules(self, functions: Mapping[str, FunctionConfig]) -> Iterator[Schedule]:
        for name, entry in self._section("schedules").items():
            path = ("schedules", name)
            schedule = Schedule(
                name,
                self._known(path, entry, functions, "schedule"),
                str(entry.get("cron", "")),
                str(entry.get("time_zone", "Etc/UTC")),
            )
            if not _is_cron(schedule.cron):
                raise self._refusal(path, f"schedule {name}: cron {schedule.cron!r} is not five fields of a crontab")
            try:
                ZoneInfo(schedule.time_zone)
            except (ZoneInfoNotFoundError, ValueError) as error:
                raise self._refusal(path, f"schedule {name}: unknown time zone {schedule.time_zone!r}") from error
            yield schedule

    def _job(self, name: str, entry: Mapping[str, Any]) -> JobConfig:
        path = ("jobs", name)
        if not entry.get("module"):
            raise self._refusal(path, f"job {name}: needs `module`, what `python -m` runs")
        return JobConfig(
            name=name,
            module=str(entry["module"]),
            timeout=self._number(path, entry, "timeout", 600, 1, 604_800),
            max_retries=int(self._number(path, entry, "max_retries", 3, 0, 10)),
            parallelism=int(self._number(path, entry, "parallelism", 2, 1, 1000)),
        )

    def _indexes(self) -> Iterator[Index]:
        for index, entry in enumerate(self._list("indexes")):
            fields = entry.get("fields")
            if not entry.get("collection") or not isinstance(fields, list) or not fields:
                raise self._refusal(("indexes", index), "an index needs `collection` and a list of `fields`")
            vector = int(self._number(("indexes", index), entry, "vector", 0, 1, 2_048)) if "vector" in entry else None
            yield Index(str(entry["collection"]), tuple(map(str, fields)), vector)

    def _known(
        self, path: _Path, entry: Mapping[str, Any], functions: Mapping[str, FunctionConfig], kind: FunctionKind
    ) -> str:
        name = str(entry.get("function", ""))
        if name not in functions:
            raise self._refusal(path, f"{path[0]}.{path[1]}: unknown function {name!r}")
        if functions[name].kind != kind:
            raise self._refusal(path, f"{path[0]}.{path[1]}: {name} is of kind {functions[name].kind}, not {kind}")
        return name

    def _number(
        self, path: _Path, entry: Mapping[str, Any], key: str, default: float, least: float, most: float
    ) -> float:
        value = entry.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
            where = ".".join(map(str, path))
            raise self._refusal((*path, key), f"{where}: {key} must be from {least:g} to {most:g}, not {value!r}")
        return float(value)

    def _refuse_clashes(self, manifest: Manifest) -> None:
        """Functions and services share one name space in the cloud; a job may not hide among them."""
        for name in manifest.functions.keys() & (manifest.services.keys() | manifest.jobs.keys()):
            raise self._refusal(("functions", name), f"the name {name!r} is used twice")

    def _refusal(self, path: _Path, message: str) -> InvalidInput:
        while path not in self._lines and path:
            path = path[:-1]
        return InvalidInput(f"{self._name}:{self._lines.get(path, 1)}: {message}")


_CRON_FIELDS = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))


def _is_cron(text: str) -> bool:
    """Numbers, lists, ranges and steps, as both Cloud Scheduler and the local scheduler read them."""
    parts = text.split()
    return len(parts) == 5 and all(_is_cron_field(part, *span) for part, span in zip(parts, _CRON_FIELDS, strict=True))


def _is_cron_field(part: str, least: int, most: int) -> bool:
    for item in part.split(","):
        body, slash, step = item.partition("/")
        if slash and not (step.isdigit() and int(step) > 0):
            return False
        if body == "*":
            continue
        bounds = body.split("-")
        if len(bounds) > 2 or not all(bound.isdigit() and least <= int(bound) <= most for bound in bounds):
            return False
        if len(bounds) == 2 and int(bounds[0]) > int(bounds[1]):
            return False
    return True

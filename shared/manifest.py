"""`manifest.yaml`: the one list of what runs, read and checked."""

import re
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
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # each cold start reads this: libyaml takes a tenth
_KINDS = ("object", "task", "schedule", "request")
_SECTIONS = {
    "buckets": "cool_after delete_after",
    "triggers": "bucket function",
    "functions": "kind timeout memory concurrency instances cpu extras public reads writes sends starts secrets signs",
    "queues": "function rate burst max_concurrent dispatch_deadline retry",
    "schedules": "function cron time_zone",
    "jobs": "module timeout max_retries parallelism cpu memory reads writes sends starts secrets signs",
    "services": "module port memory concurrency instances cpu public reads writes sends starts secrets signs",
    "secrets": "env generated",
    "indexes": "collection fields vector group expires",
    "exemptions": "collection field",
}
_RETRY = "max_attempts min_backoff max_backoff max_doublings max_duration"
_ACCESS = {"reads": "buckets", "writes": "buckets", "sends": "queues", "starts": "jobs", "secrets": "secrets"}
_NAME = re.compile(r"[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*")
_LONGEST_CALL = {"object": 540, "task": 1800, "schedule": 1800, "request": 3600}  # seconds, as the platform has them
_LONGEST = 20  # characters: with a prefix of up to nine before it, a service account takes no more


@dataclass(frozen=True, slots=True)
class FunctionConfig:
    """A door: how it is called and how long one call may take."""

    name: str
    kind: FunctionKind
    timeout: float = 60.0  # seconds
    concurrency: int = 1


@dataclass(frozen=True, slots=True)
class Access:
    """What a function, job or service may touch beside the documents: in the cloud its account is granted no more."""

    reads: tuple[str, ...] = ()  # buckets
    writes: tuple[str, ...] = ()  # buckets, to be read as well
    sends: tuple[str, ...] = ()  # queues
    starts: tuple[str, ...] = ()  # jobs
    secrets: tuple[str, ...] = ()
    signs: bool = False  # addresses of objects, good for a time
    public: bool = False  # anybody may call; what is called checks keys itself


@dataclass(frozen=True, slots=True)
class Exemption:
    """A field that Firestore leaves out of its single-field indexes, because no query asks for it alone."""

    collection: str
    field: str


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
    exemptions: tuple[Exemption, ...] = ()
    secrets: Mapping[str, str] = field(default_factory=dict)  # name → the variable that holds it
    access: Mapping[str, Access] = field(default_factory=dict)  # of each function, job and service

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
        root = yaml.compose(text, Loader=_LOADER)
        plain = yaml.load(text, Loader=_LOADER) or {}  # noqa: S506 - a safe one
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f":{mark.line + 1}" if mark else ""
        raise InvalidInput(f"{name}{place}: not readable as YAML: {getattr(error, 'problem', error)}") from error
    for path, line in _doubles(root, ()):
        raise InvalidInput(f"{name}:{line}: {'.'.join(map(str, path))} is there twice; one of them would be lost")
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


def _doubles(node: yaml.Node | None, path: _Path) -> Iterator[tuple[_Path, int]]:
    """Names that stand twice in one mapping, with the line of the second."""
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for key, value in node.value:
            inner = (*path, key.value)
            if key.value in seen:
                yield inner, key.start_mark.line + 1
            seen.add(key.value)
            yield from _doubles(value, inner)
    elif isinstance(node, yaml.SequenceNode):
        for index, entry in enumerate(node.value):
            yield from _doubles(entry, (*path, index))


class _Reading:
    """One reading of one file: knows the lines, so that every refusal can name one."""

    def __init__(self, plain: Any, lines: Mapping[_Path, int], name: str) -> None:
        self._lines = lines
        self._name = name
        if not isinstance(plain, dict):
            raise self._refusal((), "expected sections such as `functions:`")
        self._plain: dict[str, Any] = plain
        for section in plain.keys() - _SECTIONS.keys():
            raise self._refusal((section,), f"unknown section {section!r}; known are: {', '.join(sorted(_SECTIONS))}")

    def manifest(self) -> Manifest:
        self._refuse_clashes()
        functions = {name: self._function(name, entry) for name, entry in self._section("functions").items()}
        return Manifest(
            buckets=tuple(self._buckets()),
            triggers=tuple(self._triggers(functions)),
            functions=functions,
            queues={name: self._queue(name, entry, functions) for name, entry in self._section("queues").items()},
            schedules=tuple(self._schedules(functions)),
            jobs={name: self._job(name, entry) for name, entry in self._section("jobs").items()},
            services=self._section("services"),
            indexes=tuple(self._indexes()),
            exemptions=tuple(self._exemptions()),
            secrets={name: self._secret(name, entry) for name, entry in self._section("secrets").items()},
            access=dict(self._accesses()),
        )

    def _section(self, name: str) -> dict[str, Any]:
        section = self._plain.get(name) or {}
        if not isinstance(section, dict):
            raise self._refusal((name,), f"{name}: expected `name: settings` entries")
        for key, entry in section.items():
            if entry is not None and not isinstance(entry, dict):
                raise self._refusal((name, key), f"{name}.{key}: expected settings, found {entry!r}")
            if not _NAME.fullmatch(str(key)) or len(str(key)) > _LONGEST:
                rule = f"a name is lower-case letters, digits and underscores, at most {_LONGEST} of them"
                raise self._refusal((name, key), f"{name}.{key}: {rule}")
            self._refuse_unknown((name, key), entry or {})
        return {str(key): entry or {} for key, entry in section.items()}

    def _list(self, name: str) -> list[dict[str, Any]]:
        section = self._plain.get(name) or []
        if not isinstance(section, list) or not all(isinstance(entry, dict) for entry in section):
            raise self._refusal((name,), f"{name}: expected a list of settings")
        for index, entry in enumerate(section):
            self._refuse_unknown((name, index), entry)
        return section

    def _refuse_unknown(self, path: _Path, entry: Mapping[str, Any]) -> None:
        known = _SECTIONS[str(path[0])].split()
        for key in entry:
            if key not in known:
                raise self._refusal(
                    (*path, key), f"{path[0]}.{path[1]}: unknown setting {key!r}; known are: {', '.join(known)}"
                )

    def _function(self, name: str, entry: Mapping[str, Any]) -> FunctionConfig:
        path = ("functions", name)
        kind = entry.get("kind")
        if kind not in _KINDS:
            raise self._refusal(path, f"function {name}: kind must be one of {', '.join(_KINDS)}, not {kind!r}")
        timeout = self._number(path, entry, "timeout", 60, 1, _LONGEST_CALL[kind])
        return FunctionConfig(name, kind, timeout, int(self._number(path, entry, "concurrency", 1, 1, 1000)))

    def _buckets(self) -> Iterator[str]:
        for name, entry in self._section("buckets").items():
            for key in entry:
                self._number(("buckets", name), entry, key, 0, 1, 36_500)
            yield name

    def _triggers(self, functions: Mapping[str, FunctionConfig]) -> Iterator[Trigger]:
        taken = set()
        for index, entry in enumerate(self._list("triggers")):
            path = ("triggers", index)
            bucket = str(entry.get("bucket", ""))
            if bucket not in self._section("buckets"):
                raise self._refusal((*path, "bucket"), f"trigger names the unknown bucket {bucket!r}")
            trigger = Trigger(bucket, self._known(path, entry, functions, "object"))
            if trigger in taken:
                raise self._refusal(path, f"{bucket} → {trigger.function} is there twice; each file would come twice")
            taken.add(trigger)
            yield trigger

    def _queue(self, name: str, entry: Mapping[str, Any], functions: Mapping[str, FunctionConfig]) -> QueueConfig:
        path = ("queues", name)
        retry = entry.get("retry") or {}
        inner = (*path, "retry")
        if not isinstance(retry, dict) or (unknown := retry.keys() - set(_RETRY.split())):
            told = f"unknown setting {min(unknown)!r}" if isinstance(retry, dict) else "expected settings"
            raise self._refusal(inner, f"queues.{name}: retry: {told}; known are: {_RETRY.replace(' ', ', ')}")
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
                raise self._refusal(
                    (*path, "cron"), f"schedule {name}: cron {schedule.cron!r} is not five fields of a crontab"
                )
            try:
                ZoneInfo(schedule.time_zone)
            except (ZoneInfoNotFoundError, ValueError) as error:
                told = f"schedule {name}: unknown time zone {schedule.time_zone!r}; use one such as Europe/Berlin"
                raise self._refusal((*path, "time_zone"), told) from error
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
            expires = self._flag(("indexes", index), entry, "expires")
            if expires and len(fields) != 1:
                raise self._refusal(("indexes", index, "expires"), "what expires does so by the time in one field")
            yield Index(str(entry["collection"]), tuple(map(str, fields)), vector, expires)

    def _known(
        self, path: _Path, entry: Mapping[str, Any], functions: Mapping[str, FunctionConfig], kind: FunctionKind
    ) -> str:
        name = str(entry.get("function", ""))
        if name not in functions:
            raise self._refusal((*path, "function"), f"{path[0]}.{path[1]}: unknown function {name!r}")
        if functions[name].kind != kind:
            raise self._refusal(
                (*path, "function"), f"{path[0]}.{path[1]}: {name} is of kind {functions[name].kind}, not {kind}"
            )
        return name

    def _number(
        self, path: _Path, entry: Mapping[str, Any], key: str, default: float, least: float, most: float
    ) -> float:
        value = entry.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
            where = ".".join(map(str, path))
            raise self._refusal((*path, key), f"{where}: {key} must be from {least:g} to {most:g}, not {value!r}")
        return float(value)

    def _exemptions(self) -> Iterator[Exemption]:
        ordered = {(one.get("collection"), *one.get("fields", ())) for one in self._list("indexes")}
        for index, entry in enumerate(self._list("exemptions")):
            path = ("exemptions", index)
            collection, name = str(entry.get("collection", "")), str(entry.get("field", ""))
            if not collection or not name:
                raise self._refusal(path, "an exemption needs `collection` and `field`")
            if (collection, name) in ordered:
                raise self._refusal(path, f"{collection}.{name} is exempted, but also declared as an index")
            yield Exemption(collection, name)

    def _secret(self, name: str, entry: Mapping[str, Any]) -> str:
        variable = str(entry.get("env", ""))
        if not re.fullmatch(r"[A-Z][A-Z0-9_]*", variable):
            raise self._refusal(
                ("secrets", name), f"secret {name}: needs `env`, the name of the variable that holds it"
            )
        return variable

    def _accesses(self) -> Iterator[tuple[str, Access]]:
        for section in ("functions", "jobs", "services"):
            for name, entry in self._section(section).items():
                path = (section, name)
                public = self._flag(path, entry, "public")
                if public and entry.get("kind", "request") != "request":
                    raise self._refusal((*path, "public"), f"{section}.{name}: only what takes requests can be public")
                if not re.fullmatch(r"\d+(Mi|Gi)", str(entry.get("memory", "1Gi"))):
                    told = f"{section}.{name}: memory must be such as 512Mi or 2Gi, not {entry['memory']!r}"
                    raise self._refusal((*path, "memory"), told)
                lists = {key: self._names(path, entry, key) for key in _ACCESS}
                yield name, Access(**lists, signs=self._flag(path, entry, "signs"), public=public)

    def _names(self, path: _Path, entry: Mapping[str, Any], key: str) -> tuple[str, ...]:
        names = entry.get(key) or []
        if not isinstance(names, list):
            raise self._refusal((*path, key), f"{path[0]}.{path[1]}: {key} must be a list of names")
        for name in names:
            if name not in self._section(_ACCESS[key]):
                told = f"{path[0]}.{path[1]}: {key} names {name!r}, which is none of the {_ACCESS[key]}"
                raise self._refusal((*path, key), told)
        return tuple(map(str, names))

    def _flag(self, path: _Path, entry: Mapping[str, Any], key: str) -> bool:
        value = entry.get(key, False)
        if not isinstance(value, bool):
            raise self._refusal((*path, key), f"{path[0]}.{path[1]}: {key} must be true or false, not {value!r}")
        return value

    def _refuse_clashes(self) -> None:
        """Functions, jobs and services share one name space in the cloud, in which `_` and `-` are the same."""
        taken: dict[str, str] = {}
        for section in ("functions", "jobs", "services"):
            for name in self._section(section):
                first = taken.setdefault(name.replace("_", "-"), f"{section}.{name}")
                if first != f"{section}.{name}":
                    told = f"the name {name!r} is used twice: by {first} and by {section}.{name}"
                    raise self._refusal((section, name), told)
        for section in ("buckets", "queues", "schedules", "secrets"):
            names = {name.replace("_", "-") for name in self._section(section)}
            if len(names) < len(self._section(section)):
                raise self._refusal((section,), f"{section}: two names differ only by _ and -")

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

"""Enrichers: the protocol, the registry, and what happens when one has something to say.

An enricher is one file in `enrichers/`. What it declares (`needs`, `wants`, `gives`) is enough to put the enrichers of
a lead in order: one waits as long as another, still unsettled, may give it a field that the lead lacks.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from threading import Lock
from typing import Any, Literal, Protocol, TypeVar

from shared.core import faults
from shared.core.clock import Clock, SystemClock
from shared.core.errors import AppError, InvalidInput, PermanentError, TransientError
from shared.core.log import get_log
from shared.leads.merge import put
from shared.leads.model import FieldDefinition, FieldValue, Lead, Provenance
from shared.leads.store import COLLECTION, changes, lead_of
from shared.ports.documents import DocumentStore, Reader
from shared.tasks import model as task_model
from shared.tasks.model import Consequences, Ending, NewTask, Task

PACKAGE = "shared.leads.enrichers"
KIND = "enrich"

log = get_log(__name__)

Stage = Literal["enrich", "render"]
StopAt = Literal["leads", "enrich", "render"]
C = TypeVar("C", bound=type)


@dataclass(frozen=True, slots=True)
class Found:
    """A value that an enricher offers for a field."""

    field: str
    value: str
    confidence: float  # 0 to 1
    reason: str  # one line for people: why this value
    url: str = ""  # where it was seen


@dataclass(frozen=True, slots=True)
class Enrichment:
    """What an enricher returns: values, further work, or a reason for having neither."""

    found: Sequence[Found] = ()
    tasks: Sequence[NewTask] = ()
    note: str = ""
    cost: Decimal = Decimal(0)  # USD
    lacks: tuple[str, ...] = ()  # fields without which it could do nothing; the task is skipped until one appears


class Enricher(Protocol):
    """Adds values to a lead. One file in `enrichers/`, registered by `@enricher`."""

    name: str
    needs: frozenset[str]  # without all of these fields it has nothing to do
    wants: frozenset[str]  # it waits for enrichers that may still give these
    gives: frozenset[str]
    price: Decimal  # USD a lead at most, shown before anything runs

    def enrich(self, lead: Lead) -> Enrichment: ...


# --- what an enricher may use -----------------------------------------------------------------------------------------


class Page(Protocol):
    """A fetched page, as the HTTP layer returns it."""

    @property
    def url(self) -> str: ...  # after redirects
    @property
    def status(self) -> int: ...
    @property
    def content_type(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def truncated(self) -> bool: ...


class Http(Protocol):
    """The outbound HTTP layer: time-outs, byte limits and egress rules are its business."""

    def fetch(self, url: str, *, max_bytes: int, timeout: float) -> Page: ...


class PageCache:
    """The pages fetched last, for the enrichers that look at the same site within minutes of each other."""

    def __init__(self, clock: Clock | None = None, *, keep: float = 300.0, characters: int = 8_000_000) -> None:
        """`keep`: seconds for which a page may be served again; `characters`: of all pages together."""
        self._clock = clock or SystemClock()
        self._keep, self._limit = keep, characters
        self._held: OrderedDict[str, tuple[float, Page | AppError]] = OrderedDict()
        self._size = 0
        self._lock = Lock()
        self._fetching: dict[str, Lock] = {}

    def get(self, url: str, fetch: Callable[[], Page]) -> Page:
        """The page at `url`; fetched once even when several threads ask. What will not change is remembered too."""
        with self._lock:
            turn = self._fetching.setdefault(url, Lock())
        with turn:
            try:
                outcome = self._recall(url) or self._remember(url, fetch)
            finally:
                with self._lock:
                    self._fetching.pop(url, None)
        if isinstance(outcome, AppError):
            raise outcome
        return outcome

    def _recall(self, url: str) -> Page | AppError | None:
        with self._lock:
            at, outcome = self._held.get(url, (float("-inf"), None))
        return outcome if self._clock.monotonic() - at < self._keep else None

    def _remember(self, url: str, fetch: Callable[[], Page]) -> Page | AppError:
        outcome: Page | AppError
        try:
            outcome = fetch()
        except TransientError:
            raise
        except AppError as error:
            outcome = error
        with self._lock:
            self._drop(url)
            self._held[url] = (self._clock.monotonic(), outcome)
            self._size += _weight(outcome)
            while self._size > self._limit and self._held:
                self._drop(next(iter(self._held)))
        return outcome

    def _drop(self, url: str) -> None:
        if held := self._held.pop(url, None):
            self._size -= _weight(held[1])


def _weight(outcome: Page | AppError) -> int:
    return 500 if isinstance(outcome, AppError) else 500 + len(outcome.text)


@dataclass(frozen=True, slots=True)
class Tools:
    """What an enricher may use; it is given to the constructor of those that have one."""

    http: Http
    network: bool = False  # may the open internet be asked (name servers)? Sites always pass by `http`'s own rules
    default_region: str = "US"  # ISO 3166, for what a value itself does not say
    video_type: str = ""
    pages: PageCache = field(default_factory=PageCache)

    def page(self, url: str, *, max_bytes: int = 1_500_000, timeout: float = 10.0) -> Page:
        """The page at `url`, shared with the other enrichers of this process. Raises the house's errors."""
        return self.pages.get(url, lambda: self.http.fetch(url, max_bytes=max_bytes, timeout=timeout))


# --- the registry -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Declaration:
    """What an enricher says about itself before it runs."""

    name: str
    make: Callable[[Tools], Enricher]
    needs: frozenset[str] = frozenset()
    wants: frozenset[str] = frozenset()
    gives: frozenset[str] = frozenset()
    price: Decimal = Decimal(0)
    stage: Stage = "enrich"  # `render` ones are left out when an import stops at `enrich`
    defines: tuple[FieldDefinition, ...] = ()  # fields that the house would not know without it
    summary: str = ""
    where: str = ""  # module and class, for messages


def enricher(cls: C) -> C:
    """Register a class as an enricher. It sets `name` and `gives`, and, where they are not empty, `needs`, `wants`,
    `price`, `stage` and `defines`; it has `enrich(lead)` and may have a constructor that takes `Tools`.

    Raises InvalidInput that names the class and what to change.
    """
    where = f"{cls.__module__}.{cls.__qualname__}"
    name = getattr(cls, "name", None)
    if not isinstance(name, str) or not name.isidentifier() or name != name.lower():
        raise InvalidInput(f'{where}: set `name` to a lower-case identifier such as "find_phone", not {name!r}')
    if not callable(getattr(cls, "enrich", None)):
        raise InvalidInput(f"{where}: give it a method `enrich(self, lead) -> Enrichment`")
    needs, wants, gives = (_field_names(cls, key, where) for key in ("needs", "wants", "gives"))
    if not gives:
        raise InvalidInput(f'{where}: name the fields that it fills, e.g. gives = frozenset({{"phone"}})')
    if both := needs & gives:
        raise InvalidInput(f"{where}: {', '.join(sorted(both))} is in `needs` and in `gives`; move it to `wants`")
    price, stage, defines = _extras(cls, gives, where)
    plain = cls.__init__ is object.__init__  # type: ignore[misc]  # the class's own constructor is what we ask about
    declaration = Declaration(
        name=name,
        make=(lambda _tools: cls()) if plain else cls,
        needs=needs,
        wants=wants,
        gives=gives,
        price=price,
        stage=stage,
        defines=defines,
        summary=(cls.__doc__ or "").strip().split("\n")[0],
        where=where,
    )
    for key in ("needs", "wants", "gives", "price"):
        setattr(cls, key, getattr(declaration, key))
    cls.declaration = declaration  # type: ignore[attr-defined]  # how `declarations` knows a registered class
    return cls


def _field_names(cls: type, key: str, where: str) -> frozenset[str]:
    value: Any = getattr(cls, key, frozenset())
    if not isinstance(value, frozenset | set | tuple) or not all(isinstance(name, str) and name for name in value):
        raise InvalidInput(
            f'{where}: `{key}` is a set of field names, e.g. frozenset({{"website_url"}}), not {value!r}'
        )
    return frozenset(value)


def _extras(cls: type, gives: frozenset[str], where: str) -> tuple[Decimal, Stage, tuple[FieldDefinition, ...]]:
    price: Any = getattr(cls, "price", Decimal(0))
    if not isinstance(price, Decimal) or not price.is_finite() or price < 0:
        raise InvalidInput(f'{where}: `price` is USD a lead as a Decimal, e.g. Decimal("0.01"), not {price!r}')
    stage: Any = getattr(cls, "stage", "enrich")
    if stage not in ("enrich", "render"):
        raise InvalidInput(f'{where}: `stage` is "enrich" or "render", not {stage!r}')
    defines: tuple[FieldDefinition, ...] = tuple(getattr(cls, "defines", ()))
    if strangers := {definition.name for definition in defines} - gives:
        raise InvalidInput(f"{where}: it defines {', '.join(sorted(strangers))} without giving it; add it to `gives`")
    return price, stage, defines


def declarations(package: str = PACKAGE) -> tuple[Declaration, ...]:
    """The enrichers of every file in `package`, by name. Files whose name begins with `_` are not looked at.

    Raises InvalidInput for a file that cannot be loaded, holds no enricher, or uses a name that is taken.
    """
    taken: dict[str, Declaration] = {}
    for module in _modules(package):
        own: list[Declaration] = [
            vars(thing)["declaration"]
            for thing in vars(module).values()
            if isinstance(thing, type) and thing.__module__ == module.__name__ and "declaration" in vars(thing)
        ]
        if not own:
            raise InvalidInput(f"{module.__name__}: no class is marked with @enricher; mark one or name the file _…")
        for declaration in own:
            if other := taken.get(declaration.name):
                raise InvalidInput(
                    f'{declaration.where}: the name "{declaration.name}" is taken by {other.where}; choose another'
                )
            taken[declaration.name] = declaration
    return tuple(taken[name] for name in sorted(taken))


def _modules(package: str) -> Iterator[Any]:
    import importlib
    import pkgutil

    home = importlib.import_module(package)
    for found in sorted(pkgutil.iter_modules(home.__path__), key=lambda found: found.name):
        if found.name.startswith("_"):
            continue
        name = f"{package}.{found.name}"
        try:
            yield importlib.import_module(name)
        except (ImportError, SyntaxError) as error:
            raise InvalidInput(f"{name}: the file cannot be loaded: {error}") from error


def field_definitions(enrichers: Iterable[Declaration]) -> tuple[FieldDefinition, ...]:
    """The fields that enrichers bring along, each once, by name."""
    defined = {definition.name: definition for one in enrichers for definition in one.defines}
    return tuple(defined[name] for name in sorted(defined))


def as_table(enrichers: Iterable[Declaration]) -> str:
    """The enrichers as a table in Markdown, for the guide."""
    lines = ["| enricher | needs | waits for | gives | USD a lead | |", "| --- | --- | --- | --- | --- | --- |"]
    for one in enrichers:
        sets = (", ".join(f"`{name}`" for name in sorted(names)) for names in (one.needs, one.wants, one.gives))
        lines.append(f"| `{one.name}` | {' | '.join(sets)} | {one.price} | {one.summary.replace('|', '/')} |")
    return "\n".join(lines)


# --- the order in which a lead's enrichers run ------------------------------------------------------------------------


def present_fields(lead: Lead) -> frozenset[str]:
    """The fields in which the lead has a value."""
    return frozenset(name for name, held in lead.fields.items() if held.value != "")


class EnrichmentPlan:
    """Which enrichers a lead gets, and which of them must wait."""

    def __init__(self, enrichers: Iterable[Declaration], until: StopAt = "render") -> None:
        """`until`: the last step that runs by itself; `leads` = no enricher, `enrich` = none that renders."""
        stages = {"leads": (), "enrich": ("enrich",), "render": ("enrich", "render")}[until]
        self._by_name = {one.name: one for one in enrichers if one.stage in stages}
        self._relevant = frozenset(name for one in self._by_name.values() for name in one.needs | one.wants)
        self._first: dict[frozenset[str], tuple[tuple[str, bool], ...]] = {}
        self._ready = lru_cache(maxsize=4096)(self._find_ready)

    @property
    def enrichers(self) -> Mapping[str, Declaration]:
        return self._by_name

    def tasks_for(self, lead_id: str, present: frozenset[str], import_id: str = "") -> Sequence[NewTask]:
        """One task for each enricher; those that must wait for another are marked `waiting`.

        `present`: the fields in which the lead has a value. An enricher whose needs nobody can give gets its task all
        the same: it ends skipped, says what it needs, and is woken when that appears.
        """
        known = present & self._relevant
        order = self._first.get(known)
        if order is None:
            names = frozenset(self._by_name)
            ready = self._ready(known, names, frozenset())
            order = self._first[known] = tuple((name, name not in ready) for name in self._by_name)
        return [NewTask(KIND, lead=lead_id, name=name, import_id=import_id, waiting=waiting) for name, waiting in order]

    def ready(self, present: frozenset[str], unsettled: frozenset[str], skipped: frozenset[str]) -> frozenset[str]:
        """Those of the `unsettled` enrichers that need not wait for any other.

        `skipped` ones count as givers as long as somebody unsettled may give what would wake them.
        """
        return self._ready(present & self._relevant, unsettled, skipped)

    def wake(
        self, reader: Reader, lead: Lead, ended: str = "", *, skipped_with: frozenset[str] | None = None
    ) -> list[str]:
        """Ids of the lead's tasks that may run now, given what is stored about them.

        Call it inside the transaction that changes the lead or ends one of its enrichers: `ended` is the name of that
        enricher, `skipped_with` the fields that it had when it was skipped (None: it is not skipped). Calling it once
        more, or for nothing, is harmless: the answer depends on the stored state alone.
        """
        present = present_fields(lead)
        states = self._states(reader, lead.id)
        states.pop(ended, None)
        skipped = {name: had for name, (state, had) in states.items() if state == "skipped"}
        if skipped_with is not None and ended in self._by_name:
            skipped[ended] = skipped_with
        revived = frozenset(name for name, had in skipped.items() if self.has_news(name, present, had))
        unsettled = frozenset(name for name, (state, _) in states.items() if state in _UNSETTLED) | revived
        ready = self.ready(present, unsettled, frozenset(skipped) - revived)
        waiting = frozenset(name for name, (state, _) in states.items() if state == "waiting")
        return [task_id(lead.id, name) for name in sorted(ready & (waiting | revived))]

    def _states(self, reader: Reader, lead_id: str) -> dict[str, tuple[str, frozenset[str]]]:
        """By enricher: the state of its task, and the fields that it had when it was skipped."""
        names = {task_id(lead_id, name): name for name in self._by_name}
        stored = reader.get_many("tasks", list(names))
        return {
            names[id]: (task.get("state", ""), frozenset((task.get("result") or {}).get("had", ())))
            for id, task in stored.items()
        }

    def has_news(self, name: str, present: frozenset[str], had: frozenset[str]) -> bool:
        """Whether a lead with `present` fields is worth another look by an enricher that was skipped at `had`."""
        one = self._by_name[name]
        return one.needs <= present and bool(((one.needs | one.wants) & present) - had)

    def _find_ready(
        self, present: frozenset[str], unsettled: frozenset[str], skipped: frozenset[str]
    ) -> frozenset[str]:
        givers = self._possible_givers(present, unsettled, skipped)
        before = {name: self._awaited(name, present, givers) for name in unsettled | givers}
        ahead = {name: _closure(name, before) for name in unsettled}
        # Enrichers that wait for each other form a circle: none of them waits for the others of its circle.
        return frozenset(
            name
            for name in unsettled
            if name not in givers  # what it needs will not come: it may say so at once
            or all(name in ahead[other] for other in ahead[name] & unsettled if other != name)
        )

    def _possible_givers(
        self, present: frozenset[str], unsettled: frozenset[str], skipped: frozenset[str]
    ) -> frozenset[str]:
        """The enrichers that may still give something: their needs are there, or may come from another such one."""
        givers: frozenset[str] = frozenset()
        while True:
            coming = frozenset(name for giver in givers for name in self._by_name[giver].gives) - present
            more = {name for name in unsettled if self._by_name[name].needs <= present | coming}
            more |= {name for name in skipped if self._may_revive(self._by_name[name], present, coming)}
            if givers == more:
                return givers
            givers = frozenset(more)

    def _may_revive(self, one: Declaration, present: frozenset[str], coming: frozenset[str]) -> bool:
        return one.needs <= present | coming and bool((one.needs | one.wants) & coming)

    def _awaited(self, name: str, present: frozenset[str], givers: frozenset[str]) -> frozenset[str]:
        one = self._by_name[name]
        lacking = (one.needs | one.wants) - present
        return frozenset(giver for giver in givers if giver != name and lacking & self._by_name[giver].gives)


_UNSETTLED = ("waiting", "queued", "running")


def _closure(start: str, before: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Everything that comes before `start`, directly or through others."""
    seen: set[str] = set()
    ahead = list(before.get(start, ()))
    while ahead:
        name = ahead.pop()
        if name not in seen:
            seen.add(name)
            ahead.extend(before.get(name, ()))
    return frozenset(seen)


def task_id(lead_id: str, enricher_name: str) -> str:
    """The id of the task by which an enricher runs for a lead."""
    return task_model.task_id(KIND, lead_id, enricher_name)


# --- what an enricher's word does to a lead ---------------------------------------------------------------------------


class Enrichments:
    """The handlers of `enrich` and `attach_video`: they work outside the transaction and write inside it."""

    def __init__(self, documents: DocumentStore, clock: Clock, enrichers: Iterable[Declaration], tools: Tools) -> None:
        self._documents = documents
        self._clock = clock
        self._plan = EnrichmentPlan(enrichers)
        self._tools = tools
        self._made: dict[str, Enricher] = {}

    def run(self, task: Task) -> Ending:
        """Run the enricher `task.name` on the lead `task.lead`. What it finds never replaces a given value.

        Raises TransientError when a further try may help or when the lead changed underneath, PermanentError for a
        defect of the enricher.
        """
        one = self._plan.enrichers.get(task.name)
        if one is None:
            known = ", ".join(self._plan.enrichers)
            raise InvalidInput(f'there is no enricher "{task.name}"; cancel the task or add its file (known: {known})')
        lead = _stored(self._documents, task.lead)
        if lead is None:
            return Ending("skipped", "the lead is gone")
        present = present_fields(lead)
        if missing := one.needs - present:
            return self._skipped(one, lead, missing, {})
        enrichment = self._ask(one, lead)
        result = _as_result(enrichment)
        if enrichment.lacks:
            return self._skipped(one, lead, enrichment.lacks, result)

        def apply(reader: Reader) -> Consequences:
            current = _unchanged(reader, lead, one)
            at = self._clock.now()
            learned = _learn(current, ((found.field, _value(found, one.name, at)) for found in enrichment.found), at)
            return Consequences(
                writes=changes(reader, current, learned),
                tasks=[replace(new, import_id=new.import_id or task.import_id) for new in enrichment.tasks],
                wake=self._plan.wake(reader, learned, one.name),
            )

        return Ending("done", enrichment.note, result, apply)

    def attach_video(self, task: Task) -> Ending:
        """Write where a lead's video lies: payload `video` (location) and, when a fallback was used, `video_note`."""
        video = task.payload.get("video")
        if not isinstance(video, str) or not video:
            raise InvalidInput(f"task {task.id}: the payload holds no `video`; give the location of the finished file")
        note = str(task.payload.get("video_note") or "")

        def apply(reader: Reader) -> Consequences:
            lead = _stored(reader, task.lead)
            if lead is None:
                return Consequences()
            at = self._clock.now()
            origin = Provenance("enricher", "video", at, detail={"reason": "rendered for this lead"})
            values = [("video", FieldValue(video, origin))]
            if note:
                values.append(("video_note", FieldValue(note, origin)))
            learned = _learn(lead if note else _without(lead, "video_note"), values, at)
            return Consequences(writes=changes(reader, lead, learned), wake=self._plan.wake(reader, learned))

        return Ending("done", note, {"video": video, **({"video_note": note} if note else {})}, apply)

    def blocked(self, lead_id: str) -> list[str]:
        """Ids of the lead's tasks that wait for nothing any more; to be woken after one of them was buried."""
        lead = _stored(self._documents, lead_id)
        return [] if lead is None else self._plan.wake(self._documents, lead)

    def _skipped(self, one: Declaration, lead: Lead, lacks: Iterable[str], result: Mapping[str, Any]) -> Ending:
        had = present_fields(lead) & (one.needs | one.wants)

        def apply(reader: Reader) -> Consequences:
            current = _stored(reader, lead.id)
            if current is None:
                return Consequences()
            if self._plan.has_news(one.name, present_fields(current), had):
                raise TransientError(f"lead {lead.id}: what {one.name} needs came while it ran; it runs again")
            return Consequences(wake=self._plan.wake(reader, current, one.name, skipped_with=had))

        return Ending("skipped", f"needs {' and '.join(sorted(lacks))}", {**result, "had": sorted(had)}, apply)

    def _ask(self, one: Declaration, lead: Lead) -> Enrichment:
        try:
            if one.name not in self._made:
                self._made[one.name] = one.make(self._tools)
            faults.reach("enrichment.before_enrich")
            enrichment = self._made[one.name].enrich(lead)
            faults.reach("enrichment.after_enrich")
            _check(enrichment, one)
        except AppError:
            raise
        except Exception as error:
            # Enrichers are plug-ins: a defect in one must not stop the others, nor be tried again for nothing.
            log.error("enricher failed", error=error, enricher=one.name, lead=lead.id)
            reason = f"{type(error).__name__}: {error}"
            raise PermanentError(f"{one.where}: defect on lead {lead.id}: {reason}; mend it, then retry") from error
        return enrichment


def _check(enrichment: Enrichment, one: Declaration) -> None:
    """An enricher keeps to what it declared, or nothing of it is believed."""
    for found in enrichment.found:
        if found.field not in one.gives:
            raise PermanentError(f"{one.where}: it found `{found.field}`, which is not in its `gives`; declare it")
        if not 0 <= found.confidence <= 1 or not found.value or not found.reason:
            raise PermanentError(f"{one.where}: {found!r} lacks a value, a reason or a confidence of 0 to 1; mend it")


def _as_result(enrichment: Enrichment) -> dict[str, Any]:
    result: dict[str, Any] = {
        "found": {
            found.field: {"value": found.value, "confidence": found.confidence, "reason": found.reason}
            for found in enrichment.found
        },
        "tasks": [new.id for new in enrichment.tasks],
        "note": enrichment.note,
        "cost": str(enrichment.cost) if enrichment.cost else "",
    }
    return {key: value for key, value in result.items() if value}


def _value(found: Found, name: str, at: datetime) -> FieldValue:
    detail = {"reason": found.reason, **({"url": found.url} if found.url else {})}
    return FieldValue(found.value, Provenance("enricher", name, at, found.confidence, detail))


def _unchanged(reader: Reader, seen: Lead, one: Declaration) -> Lead:
    """The lead as it is now. Raises TransientError when what the enricher went by is no longer true."""
    current = _stored(reader, seen.id)
    if current is None:
        raise TransientError(f"lead {seen.id} went away while {one.name} ran")
    for name in sorted(one.needs | one.wants):
        if name not in one.gives and current.text(name) != seen.text(name):
            raise TransientError(f"lead {seen.id}: {name} changed while {one.name} ran; it runs again")
    return current


def _learn(lead: Lead, values: Iterable[tuple[str, FieldValue]], at: datetime) -> Lead:
    """`lead` with what enrichers say. Between two enrichers the surer word stands, whichever came later."""
    learned = lead
    for name, value in values:
        held = learned.fields.get(name)
        if held and _is_surer(held.provenance, value.provenance):
            continue
        if any(_says_the_same(value, other) for other in learned.former.get(name, ())) and held:
            continue
        learned = put(learned, name, value)
    return lead if learned == lead else replace(learned, updated_at=at)


def _is_surer(held: Provenance, offered: Provenance) -> bool:
    return held.kind == "enricher" and held.name != offered.name and held.confidence >= offered.confidence


def _says_the_same(value: FieldValue, other: FieldValue) -> bool:
    return value.value == other.value and value.provenance.name == other.provenance.name


def _without(lead: Lead, name: str) -> Lead:
    """`lead` without what an enricher once said in this field."""
    held = lead.fields.get(name)
    if held is None or held.provenance.kind != "enricher":
        return lead
    fields = {key: value for key, value in lead.fields.items() if key != name}
    return replace(lead, fields=fields, former={**lead.former, name: (held, *lead.former.get(name, ()))})


def _stored(reader: Reader, lead_id: str) -> Lead | None:
    document = reader.get(COLLECTION, lead_id)
    return None if document is None else lead_of(lead_id, document)

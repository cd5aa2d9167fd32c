"""Enrichers: the protocol and the registry.

An enricher is one file in `enrichers/`. What it declares (`needs`, `wants`, `gives`) is enough to put the enrichers of
a lead in order (`ordering.py`); what it returns is written to the lead by `enriching.py`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal, Protocol, TypeVar

from shared.core.errors import InvalidInput
from shared.leads.model import FieldDefinition, Lead
from shared.leads.tools import Tools
from shared.tasks.model import NewTask

PACKAGE = "shared.leads.enrichers"

Stage = Literal["enrich", "render"]
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
    asked: Sequence[Mapping[str, str]] = field(default=(), compare=False)  # each provider: what it said, what it cost
    put_by: str = ""  # why it could not be finished now; what was found counts, and the task can go on later
    put_by_for: str = ""  # the provider whose rest it waits for; "" = money


class Enricher(Protocol):
    """Adds values to a lead. One file in `enrichers/`, registered by `@enricher`."""

    name: str
    needs: frozenset[str]  # without all of these fields it has nothing to do
    wants: frozenset[str]  # it waits for enrichers that may still give these
    gives: frozenset[str]
    price: Decimal  # USD a lead at most, shown before anything runs

    def enrich(self, lead: Lead) -> Enrichment: ...


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
    buys: str = ""  # the field whose waterfall it runs: it pays answer by answer, and is not paid for as a whole
    unless: frozenset[str] = frozenset()  # nothing is bought for a lead that brings all of these; empty: `gives`
    typical: Decimal | None = None  # USD that an answer costs as a rule, for estimates; None = `price`
    per: tuple[str, ...] = ()  # leads that agree in these fields share an answer; empty: none do
    summary: str = ""
    where: str = ""  # module and class, for messages


def enricher(cls: C) -> C:
    """Register a class as an enricher. It sets `name` and `gives`, and, where they are not empty, `needs`, `wants`,
    `price`, `stage` and `defines` (and `buys`, `unless`, `typical`, `per` where it runs a waterfall); it has
    `enrich(lead)` and may have a constructor that takes `Tools`.

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
    buys, unless, typical, per = _buying(cls, where)
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
        buys=buys,
        unless=unless,
        typical=typical,
        per=per,
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


def _buying(cls: type, where: str) -> tuple[str, frozenset[str], Decimal | None, tuple[str, ...]]:
    typical: Any = getattr(cls, "typical", None)
    if typical is not None and not isinstance(typical, Decimal):
        raise InvalidInput(f"{where}: `typical` is USD an answer as a Decimal, not {typical!r}")
    unless = _field_names(cls, "unless", where)
    return str(getattr(cls, "buys", "")), unless, typical, tuple(getattr(cls, "per", ()))


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


def at_work(enrichers: Iterable[Declaration], bought: frozenset[str] = frozenset()) -> tuple[Declaration, ...]:
    """Those that an installation runs: of the ones that buy, those for whose field there is somebody to pay."""
    return tuple(one for one in enrichers if not one.buys or one.buys in bought)


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

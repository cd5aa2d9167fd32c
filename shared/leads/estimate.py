"""What taking leads in will cost: paid calls, money and time, told before anything is called.

An enricher is expected to be asked when the lead has what it needs, or will have it by another that is, and lacks
something that it gives. So the estimate is what a file costs when every free finder finds; it is never more than that.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, Protocol

from shared.leads.waterfall_subject import subject
from shared.tasks.model import Task

_MICRO: Final = Decimal("0.000001")
READ: Final = 0.0004  # seconds in which a row is read and stored
PACE: Final[Mapping[str, float]] = {"enrich": 0.1, "render": 6.0}  # seconds of a task, where none has run yet


class Priced(Protocol):
    """What counts of an enricher's declaration."""

    @property
    def needs(self) -> frozenset[str]: ...
    @property
    def gives(self) -> frozenset[str]: ...
    @property
    def price(self) -> Decimal: ...
    @property
    def stage(self) -> str: ...
    @property
    def unless(self) -> frozenset[str]: ...
    @property
    def typical(self) -> Decimal | None: ...
    @property
    def per(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Expected:
    """What one lead causes."""

    calls: int  # paid ones
    cost: Decimal  # USD
    seconds: float  # of work, one after the other


@dataclass(slots=True)
class Estimate:
    """What the new leads of a file cause; leads with the same fields are reckoned once."""

    enrichers: Mapping[str, Priced]
    pace: Mapping[str, float] = field(default_factory=dict)  # seconds of a task, by the enricher's name or the kind
    costs: Mapping[str, Decimal] = field(default_factory=dict)  # USD that answers cost of late, by the enricher's name
    rows: int = 0
    calls: int = 0
    cost: Decimal = Decimal(0)
    work: float = 0.0
    _known: dict[frozenset[str], frozenset[str]] = field(default_factory=dict)
    _shared: set[tuple[str, ...]] = field(default_factory=set)  # answers that an earlier lead needs too

    def add(self, fields: frozenset[str], value: Callable[[str], str] | None = None) -> Expected:
        """A new lead with a value in these fields; `value` tells them, where leads may share an answer."""
        asked = self._known.get(fields)
        if asked is None:
            asked = self._known[fields] = self._asked(fields)
        paid = [name for name in asked if self.enrichers[name].price and self._is_new(name, value)]
        costs = (self._cost(name) for name in paid)
        expected = Expected(len(paid), sum(costs, Decimal(0)), sum(self._pace(name) for name in asked))
        self.calls += expected.calls
        self.cost += expected.cost
        self.work += expected.seconds
        return expected

    def seconds(self, workers: int) -> float:
        """How long it takes, with so many tasks at a time."""
        return self.rows * READ + self.work / max(1, workers)

    def _asked(self, fields: frozenset[str]) -> frozenset[str]:
        """The enrichers that a lead with these fields will be handed to."""
        present = fields
        asked: set[str] = set()
        while True:
            more = {
                name
                for name, one in self.enrichers.items()
                if name not in asked and one.needs <= present and (not one.price or (one.unless or one.gives) - fields)
            }
            if not more:
                return frozenset(asked)
            asked |= more
            present |= {given for name in more for given in self.enrichers[name].gives}

    def _is_new(self, name: str, value: Callable[[str], str] | None) -> bool:
        per = self.enrichers[name].per
        if not per or value is None:
            return True
        key = (name, *(subject(one, value(one)) for one in per))
        if key in self._shared:
            return False
        self._shared.add(key)
        return True

    def _cost(self, name: str) -> Decimal:
        one = self.enrichers[name]
        return self.costs.get(name, one.price if one.typical is None else one.typical)

    def _pace(self, name: str) -> float:
        stage = self.enrichers[name].stage
        return self.pace.get(name, self.pace.get(stage, PACE.get(stage, PACE["enrich"])))


def pace_of(tasks: Iterable[Task]) -> dict[str, float]:
    """Seconds that tasks took, by the name of the enricher, of renders by `render`."""
    took: dict[str, list[float]] = {}
    for task in tasks:
        done = [one for one in task.attempts if one.outcome == "done" and one.ended_at]
        if done and done[-1].ended_at:
            name = "render" if task.kind == "render" else task.name
            took.setdefault(name, []).append((done[-1].ended_at - done[-1].started_at).total_seconds())
    return {name: sum(seconds) / len(seconds) for name, seconds in took.items() if seconds}


def costs_of(tasks: Iterable[Task]) -> dict[str, Decimal]:
    """USD that answers of providers cost, by the name of the enricher; what was known already counts for nobody."""
    paid: dict[str, list[Decimal]] = {}
    for task in tasks:
        bought = [one for one in task.result.get("asked", ()) if one.get("known") != "true"]
        if bought:
            paid.setdefault(task.name, []).append(sum((Decimal(one["cost"]) for one in bought), Decimal(0)))
    return {name: (sum(costs, Decimal(0)) / len(costs)).quantize(_MICRO) for name, costs in paid.items()}

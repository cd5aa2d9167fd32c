"""What taking leads in will cost: paid calls, money and time, told before anything is called.

An enricher is expected to be asked when the lead has what it needs, or will have it by another that is, and lacks
something that it gives. So the estimate is what a file costs when every free finder finds; it is never more than that.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, Protocol

from shared.tasks.model import Task

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
    rows: int = 0
    calls: int = 0
    cost: Decimal = Decimal(0)
    work: float = 0.0
    _known: dict[frozenset[str], Expected] = field(default_factory=dict)

    def add(self, fields: frozenset[str]) -> Expected:
        """A new lead with a value in these fields."""
        expected = self._known.get(fields)
        if expected is None:
            expected = self._known[fields] = self._expected(fields)
        self.calls += expected.calls
        self.cost += expected.cost
        self.work += expected.seconds
        return expected

    def seconds(self, workers: int) -> float:
        """How long it takes, with so many tasks at a time."""
        return self.rows * READ + self.work / max(1, workers)

    def _expected(self, fields: frozenset[str]) -> Expected:
        present = fields
        asked: set[str] = set()
        while True:
            more = {
                name
                for name, one in self.enrichers.items()
                if name not in asked and one.needs <= present and (not one.price or one.gives - fields)
            }
            if not more:
                break
            asked |= more
            present |= {given for name in more for given in self.enrichers[name].gives}
        paid = [self.enrichers[name].price for name in asked if self.enrichers[name].price]
        return Expected(len(paid), sum(paid, Decimal(0)), sum(self._pace(name) for name in asked))

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

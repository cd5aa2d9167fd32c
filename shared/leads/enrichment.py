"""Enrichers: the protocol, the registry, and what happens when one has something to say."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from shared.leads.model import Lead
from shared.tasks.model import NewTask


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


class Enricher(Protocol):
    """Adds values to a lead. One file in `enrichers/`, registered by `@enricher`."""

    name: str
    needs: frozenset[str]  # without all of these fields it has nothing to do
    wants: frozenset[str]  # it waits for enrichers that may still give these
    gives: frozenset[str]
    price: Decimal  # USD a lead at most, shown before anything runs

    def enrich(self, lead: Lead) -> Enrichment: ...

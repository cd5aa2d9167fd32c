"""The nouns of leads."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Literal

Value = str | int | float | bool
Origin = Literal["import", "enricher", "sync", "person"]


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a value came from."""

    kind: Origin
    name: str  # file name, enricher name, base id or user name
    at: datetime  # aware, UTC
    confidence: float = 1.0  # 0 to 1
    detail: Mapping[str, str | int] = field(default_factory=dict)  # import: import, row, column; enricher: reason, url


@dataclass(frozen=True, slots=True)
class FieldValue:
    """One value of one field, never without its origin."""

    value: Value
    provenance: Provenance
    also: tuple[Provenance, ...] = ()  # who said the same


@dataclass(frozen=True, slots=True)
class Lead:
    """A person or firm. `fields` holds what is believed now, `former` what it replaced, newest first."""

    id: str
    fields: Mapping[str, FieldValue]
    created_at: datetime
    updated_at: datetime
    imports: tuple[str, ...] = ()  # ids of the imports that touched it
    former: Mapping[str, tuple[FieldValue, ...]] = field(default_factory=dict)
    absorbed: tuple[str, ...] = ()  # ids of leads that were merged into it
    apart: tuple[str, ...] = ()  # ids of leads that a person said are others

    def text(self, name: str) -> str:
        """The value of a field as text, empty when it has none."""
        held = self.fields.get(name)
        return "" if held is None else str(held.value)


@dataclass(frozen=True, slots=True)
class Merge:
    """A lead that was merged into another one."""

    id: str  # of the lead that went
    kept: str  # of the lead that stayed
    at: datetime
    by: str  # a person, or the file whose row told that the two are one
    rule: str = ""  # what matched, or `person`
    evidence: str = ""
    import_id: str = ""


FieldKind = Literal["text", "email", "phone", "url", "number", "choice"]


@dataclass(frozen=True, slots=True)
class FieldDefinition:
    """A field is data: a new one needs no migration. `custom` ones were made from columns that matched nothing."""

    name: str
    label: str
    kind: FieldKind = "text"
    custom: bool = False
    synonyms: tuple[str, ...] = ()  # further column names that mean it, beside those the house knows


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """What becomes of one column. No target = kept as the custom field `custom`; several = the column is split."""

    column: str  # header as it stands in the file; made up (`column_3`) where there is none
    index: int
    targets: tuple[str, ...] = ()
    custom: str = ""
    confidence: float = 1.0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ColumnJoin:
    """Several columns that together make one field, joined in this order where they are filled."""

    target: str
    columns: tuple[int, ...]  # their indexes
    separator: str = " "
    reason: str = ""


Outcome = Literal["created", "merged", "updated", "rejected"]


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """What became of one data row (1 = the first below the header)."""

    row: int
    outcome: Outcome
    lead: str | None = None
    rule: str = ""  # what matched: linkedin_url, email, name_company, phone, ...
    reason: str = ""  # why it was rejected, with the remedy


ImportState = Literal["running", "done", "failed", "undoing", "undone"]


@dataclass(frozen=True, slots=True)
class Import:
    """One generation of one file on its way into the store. rows = created + merged + updated + rejected."""

    id: str
    bucket: str
    object: str
    generation: int
    state: ImportState
    created_at: datetime
    updated_at: datetime
    rows: int = 0
    created: int = 0
    merged: int = 0
    updated: int = 0
    rejected: int = 0
    mapping: tuple[ColumnMap, ...] = ()
    joins: tuple[ColumnJoin, ...] = ()
    missing: tuple[str, ...] = ()  # well-known fields that no column fills
    problems: tuple[str, ...] = ()  # about the file as a whole, or rows that had to be rescued
    correlation_id: str = ""
    estimated_cost: Decimal = Decimal(0)  # USD
    paid_calls: int = 0  # estimated, for a look before
    estimated_seconds: float = 0.0  # until the last task has ended, for a look before
    spent: Decimal = Decimal(0)  # USD
    seconds: float = 0.0
    options: Mapping[str, str] = field(default_factory=dict)  # limit, stop_at, budget: as they came with the object
    place: tuple[int, int, int] | None = None  # row, line, byte: it can be read from there

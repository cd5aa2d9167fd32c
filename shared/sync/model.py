"""The nouns of synchronisation: what two sides agreed on last, and what each of them says now."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from shared.leads.model import Value

Cell = Any
"""A cell as the far side's JSON holds it; None when it is empty (empty cells are left out of its answers)."""

Policy = Literal["newest", "ours", "theirs", "ask"]
Direction = Literal["both", "push", "pull"]
LinkState = Literal["pending", "synced", "failed"]
ConflictState = Literal["open", "decided", "resolved"]
KEY: Final = "_id"  # stands for our id where fields are named


@dataclass(frozen=True, slots=True)
class FieldLink:
    """One of our fields and the column over there that holds the same."""

    ours: str
    theirs: str  # the column's name, as people see it
    id: str = ""  # the column's id: it stays when the column is renamed
    kind: str = "singleLineText"  # the far side's type of column
    winner: Policy = "newest"  # whose word counts when both have changed
    direction: Direction = "both"
    typecast: bool = False  # let the far side add an option that it does not know
    options: tuple[str, ...] = ()  # of a select


@dataclass(frozen=True, slots=True)
class FieldMap:
    """How leads and records translate. `key` holds our id over there: it makes writing twice harmless."""

    fields: tuple[FieldLink, ...]
    key: FieldLink = FieldLink(KEY, "Leadreel ID", direction="push")
    modified: str = ""  # id of a last-modified column, where there is one


@dataclass(frozen=True, slots=True)
class Agreed:
    """What both sides held when they last agreed on a field, each in its own form."""

    ours: Value | None
    theirs: Cell


@dataclass(frozen=True, slots=True)
class Refusal:
    """A value that the far side does not take. It is offered again when the value or the table has changed."""

    value: Value | None
    reason: str
    table: str = ""  # fingerprint of the table's columns at that time


@dataclass(frozen=True, slots=True)
class Link:
    """A lead and its record. `intended` was committed before it was sent, so that no crash makes an edit of ours look
    like one of theirs."""

    lead: str
    record: str = ""  # empty until the far side has told its id
    agreed: Mapping[str, Agreed] = field(default_factory=dict)
    intended: Mapping[str, Agreed] = field(default_factory=dict)
    round: int = 0  # of sendings: no two of them are mistaken for one
    state: LinkState = "pending"
    reason: str = ""
    attempts: int = 0  # since it was last synced
    attempted_at: str = ""
    synced_at: str = ""
    waiting_since: str = ""  # when the oldest change of ours that has not been sent was seen
    refused: Mapping[str, Refusal] = field(default_factory=dict)
    gone: Literal["", "ours", "theirs"] = ""  # the side on which it was deleted
    keyed: bool = False  # the record is known to hold our id
    copied: bool = False  # another record holds it, too: somebody made a copy of this one


@dataclass(frozen=True, slots=True)
class Ours:
    """A lead as the sync sees it: values by field, and since when each is so (ISO 8601)."""

    values: Mapping[str, Value]
    at: Mapping[str, str]
    changed_at: str  # of the whole: the best that is known of a value that was taken away


@dataclass(frozen=True, slots=True)
class Record:
    """A record as it was read. `cells` by our field's name, empty ones left out."""

    id: str
    lead: str  # what its key column holds
    cells: Mapping[str, Cell]
    changed_at: str  # by the far side's clock where it tells, else when it was read


@dataclass(frozen=True, slots=True)
class Row:
    """What is to stand over there. Without `record` it is found, or made, by the lead's id."""

    lead: str
    round: int
    cells: Mapping[str, Cell]
    record: str = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Both sides changed a field since they agreed. Neither value is lost: both stand here."""

    id: str
    lead: str
    record: str
    field: str
    ours: Value | None
    theirs: Cell
    base: Agreed
    winner: Literal["ours", "theirs", ""]  # "" while a person is asked
    policy: Policy
    state: ConflictState
    at: str
    resolved_by: str = ""
    resolution: Value | None = None

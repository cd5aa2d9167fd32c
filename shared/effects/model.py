"""The nouns of effects: one change to the outside, intended, made at most once, and accounted for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

import msgspec
from msgspec import Struct  # changed and read in a fraction of a dataclass's time: each step of an effect does both

from shared.core.errors import TransientError

EffectState = Literal["intent", "sending", "not_applied", "unknown", "reconciling", "done", "needs_human"]
"""intent: claimed, nothing sent · sending: the call may have been made · not_applied: the far side certainly did
nothing · unknown: nobody knows · reconciling: the far side is being asked · done · needs_human: a person decides"""


class Effect(Struct, frozen=True):
    """A line of the ledger. Money is in USD."""

    id: str
    kind: str  # e.g. render.start, publish.instagram
    key: str  # the business key: what must happen once
    state: EffectState
    payload_hash: str
    created_at: datetime
    updated_at: datetime
    subject: str = ""  # whose effect it is, e.g. a lead's id
    correlation_id: str = ""
    owner: str = ""  # token of the attempt that holds the lease
    lease_until: datetime | None = None
    attempt: int = 1
    handle: str = ""  # the far side's name for it, stored before the call that cannot be taken back
    handles: int = 0  # how many were made so far
    prepared_at: datetime | None = None  # when the last of them was stored
    sent_at: datetime | None = None  # the last moment at which the call may have been made
    estimate: Decimal = Decimal(0)  # of one call, before it
    cost: Decimal = Decimal(0)  # of all calls so far
    budget: str = ""  # the budget that it counts against, beside the total
    reason: str = ""
    result: Mapping[str, Any] = msgspec.field(default_factory=dict)  # small, plain facts


class TooEarly(TransientError):
    """Another attempt is at it, or the far side cannot tell yet: nothing was asked and nothing has changed."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The far side did it. `cost` None = as estimated."""

    handle: str = ""
    result: Mapping[str, Any] = field(default_factory=dict)
    cost: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Absent:
    """The far side has been asked and certainly has not done it. `keep_handle`: the same handle may be used again."""

    keep_handle: bool = True
    reason: str = ""  # why the handle can no longer be used


@dataclass(frozen=True, slots=True)
class Unclear:
    """The far side has been asked and its answer decides nothing: a person must look."""

    reason: str


Finding = Receipt | Absent | Unclear
Prepare = Callable[[Effect], str]
"""Makes what can be dropped again, such as an unpublished container, and returns its handle."""
Ready = Callable[[Effect], Receipt | Absent | None]
"""Asked about the handle before every call: None = it may be made, a Receipt = it was made already, Absent(False) = the
handle can no longer be used. Raises to wait: the attempt ends, and a later one goes on with the same handle."""
Send = Callable[[Effect], Receipt]
"""The one call that cannot be taken back. After an error that is not marked `without_effect`, nobody knows."""
Reconcile = Callable[[Effect], Finding]
"""Asks about this very effect, by its handle or a marker; never takes the newest item for ours."""

"""What one meeting of a lead with its record leads to. Pure: it is given both sides and the link, and says what is to
be stored here and what is to be sent there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from shared.core.errors import InvalidInput
from shared.core.ids import stable_id
from shared.leads.model import Value
from shared.sync.cells import Tidy, as_typed, cell_of, value_of
from shared.sync.merge import NOTHING, Verdict, merge_field, winner
from shared.sync.model import KEY, Agreed, Cell, Conflict, Direction, FieldLink, FieldMap, Link, Ours, Record, Refusal


@dataclass(frozen=True, slots=True)
class Meeting:
    """What was decided. `take`: values for the lead, None takes one away. `link.intended` is what is to be sent."""

    link: Link
    take: Mapping[str, Value | None] = field(default_factory=dict)
    origins: Mapping[str, str] = field(default_factory=dict)  # field → since when the far side says so
    conflicts: tuple[Conflict, ...] = ()

    @property
    def sends(self) -> bool:
        return bool(self.link.intended)


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for a whole run. `table`: fingerprint of the columns there; `now`: ISO 8601."""

    map: FieldMap
    direction: Direction
    now: str
    table: str = ""
    retry_refused: bool = False
    tidy: Tidy = as_typed


def meet(lead: str, ours: Ours | None, link: Link | None, record: Record | None, terms: Terms) -> Meeting:
    """Let the two sides of a link meet. `record` None: the far side has not changed since the link was settled."""
    known = link or Link(lead)
    if record is not None:
        known = replace(known, record=record.id, gone="" if known.gone == "theirs" else known.gone)
    if ours is None:
        return Meeting(_left(known))
    if known.gone == "theirs" and record is None:
        return Meeting(known)  # deleted there: it is made again only when a person says so
    return _merged(replace(known, gone=""), ours, record, terms)


def _left(link: Link) -> Link:
    """The lead is no longer there; its last agreed values stay in the link, so that it can be made again."""
    return replace(link, gone="ours", intended={}, state="synced", reason="the lead was deleted here")


@dataclass(slots=True)
class _Work:
    """The parts of a meeting as they come together."""

    agreed: dict[str, Agreed]
    intended: dict[str, Agreed] = field(default_factory=dict)
    take: dict[str, Value | None] = field(default_factory=dict)
    origins: dict[str, str] = field(default_factory=dict)
    refused: dict[str, Refusal] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)


def _merged(link: Link, ours: Ours, record: Record | None, terms: Terms) -> Meeting:
    work = _Work(dict(link.agreed), refused=dict(link.refused))
    for column in terms.map.fields:
        name = column.ours
        before = link.agreed.get(name)
        theirs = record.cells.get(name) if record is not None else (before or NOTHING).theirs
        said = ours.values.get(name)
        verdict = merge_field(column, before, link.intended.get(name), said, theirs, terms.tidy)
        if record is None and name in link.intended and verdict.flow == "rest":
            verdict = Verdict("push", verdict.base)  # taken back here while it was on its way there
        _ACT[verdict.flow](work, _Field(column, link, ours, record, terms, said, theirs, verdict.base))
    return Meeting(_linked(link, work, record, terms), work.take, work.origins, tuple(work.conflicts))


@dataclass(frozen=True, slots=True)
class _Field:
    """One field at a meeting."""

    column: FieldLink
    link: Link
    ours: Ours
    record: Record | None
    terms: Terms
    said: Value | None
    theirs: Cell
    base: Agreed

    @property
    def name(self) -> str:
        return self.column.ours

    @property
    def theirs_at(self) -> str:
        return self.record.changed_at if self.record else self.terms.now


def _rest(work: _Work, one: _Field) -> None:
    if one.said is not None or one.theirs is not None:
        work.agreed[one.name] = Agreed(one.said, one.theirs)
    else:
        work.agreed.pop(one.name, None)
    work.refused.pop(one.name, None)


def _push(work: _Work, one: _Field) -> None:
    if one.column.direction == "pull":
        return
    _settle_base(work, one)
    refusal = one.link.refused.get(one.name)
    terms = one.terms
    if refusal and not terms.retry_refused and refusal.value == one.said and refusal.table == terms.table:
        return
    try:
        cell = cell_of(one.column, one.said)
    except InvalidInput as error:
        work.refused[one.name] = Refusal(one.said, str(error), terms.table)
        return
    work.refused.pop(one.name, None)
    if terms.direction != "pull":
        work.intended[one.name] = Agreed(one.said, cell)


def _take(work: _Work, one: _Field) -> None:
    if one.column.direction == "push":
        _overrule(work, one)
    elif one.terms.direction != "push":
        given = value_of(one.column, one.theirs)
        value = None if given is None else one.terms.tidy(one.name, given)
        work.take[one.name] = value
        work.origins[one.name] = one.theirs_at
        work.agreed[one.name] = Agreed(value, one.theirs)


def _clash(work: _Work, one: _Field) -> None:
    column = one.column
    if column.direction != "both":
        (_overrule if column.direction == "push" else _take)(work, one)
        return
    first = one.name not in one.link.agreed and one.name not in one.link.intended
    if first and (one.said is None or one.theirs is None):  # they meet for the first time, and one has nothing to say
        (_take if one.said is None else _push)(work, one)
        return
    wins = winner(column, one.ours.at.get(one.name, one.ours.changed_at), one.theirs_at)
    if (wins == "theirs" and one.terms.direction == "push") or (wins == "ours" and one.terms.direction == "pull"):
        _settle_base(work, one)
        return  # the winner's word cannot go its way in this run; the next one in both directions settles it
    work.conflicts.append(_conflict(one, wins))
    if wins == "theirs":
        _take(work, one)
    elif wins == "ours":
        _overrule(work, one)
    else:
        _settle_base(work, one)


def _overrule(work: _Work, one: _Field) -> None:
    """Our value goes over theirs: as if their word had been agreed on, and we had changed it since."""
    _push(work, replace(one, base=Agreed(value_of(one.column, one.theirs), one.theirs)))


def _settle_base(work: _Work, one: _Field) -> None:
    """What turned out to be agreed is kept: our sending that had arrived."""
    if one.base != NOTHING:
        work.agreed[one.name] = one.base


_ACT: Final[Mapping[str, Callable[[_Work, _Field], None]]] = {
    "rest": _rest,
    "push": _push,
    "take": _take,
    "clash": _clash,
}


def _conflict(one: _Field, wins: Literal["ours", "theirs", ""]) -> Conflict:
    base = one.base
    return Conflict(
        id=stable_id("conflict", one.link.lead, one.name, repr(base.ours), repr(one.said), repr(one.theirs)),
        lead=one.link.lead,
        record=one.link.record,
        field=one.name,
        ours=one.said,
        theirs=one.theirs,
        base=base,
        winner=wins,
        policy=one.column.winner,
        state="decided" if wins else "open",
        at=one.terms.now,
    )


def _linked(link: Link, work: _Work, record: Record | None, terms: Terms) -> Link:
    """The link as it is to be stored, before anything is sent."""
    if record is not None:
        link = replace(link, keyed=link.keyed and record.lead == link.lead)
    intended = work.intended
    if not link.keyed and not intended and terms.direction != "pull" and work.agreed:
        intended = {KEY: Agreed(link.lead, link.lead)}
    reason = _reasons(work.refused)
    if intended:
        return replace(
            link,
            agreed=work.agreed,
            intended=intended,
            round=link.round + 1,
            refused=work.refused,
            state="pending",
            reason=reason,
            waiting_since=link.waiting_since or terms.now,
        )
    state: Literal["failed", "synced"] = "failed" if work.refused else "synced"
    return replace(
        link,
        agreed=work.agreed,
        intended={},
        refused=work.refused,
        state=state,
        reason=reason,
        waiting_since="",
        synced_at=link.synced_at if state == "failed" else (link.synced_at or terms.now),
    )


def _reasons(refused: Mapping[str, Refusal]) -> str:
    return "; ".join(sorted(refusal.reason for refusal in refused.values()))


def arrived(link: Link, sent: int, record: Record, terms: Terms) -> Link:
    """The link after the far side has told what now stands there. An answer to an older sending changes nothing."""
    if link.round != sent:
        return replace(link, record=record.id, keyed=True)
    agreed = dict(link.agreed)
    for name, value in link.intended.items():
        if name == KEY:
            continue
        if value.ours is None and value.theirs is None:
            agreed.pop(name, None)
        else:
            agreed[name] = Agreed(value.ours, record.cells.get(name))
    return replace(
        link,
        record=record.id,
        keyed=True,
        agreed=agreed,
        intended={},
        state="failed" if link.refused else "synced",
        reason=_reasons(link.refused),
        attempts=0,
        attempted_at=terms.now,
        synced_at=terms.now,
        waiting_since="",
    )


def deleted(link: Link) -> Link:
    """The link after its record was found to be deleted there. What was agreed stays: it can be made again."""
    return replace(link, gone="theirs", intended={}, state="synced", keyed=False, reason="deleted in Airtable")


def unanswered(link: Link, reason: str, now: str) -> Link:
    """The link after a sending of which nobody knows what became. The next run sends it again."""
    return replace(link, reason=reason, attempts=link.attempts + 1, attempted_at=now)


def refused(link: Link, sent: int, reasons: Mapping[str, str], terms: Terms) -> Link:
    """The link after the far side has refused fields of a sending; "" stands for the record as a whole."""
    if link.round != sent:
        return link
    whole = reasons.get("", "")
    named = {name: reason for name, reason in reasons.items() if name}
    fields = {
        name: Refusal(value.ours, named.get(name, whole), terms.table)
        for name, value in link.intended.items()
        if name != KEY and (whole or name in named)
    }
    return replace(
        link,
        intended={},
        refused={**link.refused, **fields},
        state="failed",
        reason="; ".join(sorted({*named.values(), *filter(None, [whole])})),
        attempts=link.attempts + 1,
        attempted_at=terms.now,
        waiting_since="",
    )

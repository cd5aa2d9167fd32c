"""The three-way merge of one field: what we say, what they say, and what both agreed on last.

A side that still says what was agreed has not spoken; when only one has, its word goes to the other. When both have,
differently, that is a conflict: one of them counts by a fixed rule, and both are kept in the log.
"""

from dataclasses import dataclass
from typing import Final, Literal

from shared.leads.model import Value
from shared.sync.cells import Tidy, as_typed, plain_cell, same
from shared.sync.model import Agreed, Cell, FieldLink

Flow = Literal["rest", "push", "take", "clash"]
"""rest: nothing to do · push: our value goes there · take: their cell comes here · clash: both have changed"""

NOTHING: Final = Agreed(None, None)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a field. `base` is what was agreed, as it turns out now."""

    flow: Flow
    base: Agreed


def merge_field(
    link: FieldLink,
    agreed: Agreed | None,
    intended: Agreed | None,
    ours: Value | None,
    theirs: Cell,
    tidy: Tidy = as_typed,
) -> Verdict:
    """Who has spoken. `intended` is what we were sending when we last heard of it; nobody knows whether it arrived.

    A cell that holds what we were sending says that it arrived: it is then what was agreed.
    """
    base = agreed or NOTHING
    if same(link, ours, theirs, tidy):
        return Verdict("rest", Agreed(ours, theirs))
    if intended is not None and _unchanged(link, intended.theirs, theirs):
        base = intended
    we = ours != base.ours
    they = not _unchanged(link, base.theirs, theirs)
    if we and they:
        return Verdict("clash", base)
    return Verdict("push" if we else "take" if they else "rest", base)


def winner(link: FieldLink, ours_at: str, theirs_at: str) -> Literal["ours", "theirs", ""]:
    """Whose word counts, by the field's rule; "" when a person is to be asked. Of equal age, ours."""
    if link.winner == "ask":
        return ""
    if link.winner == "newest":
        return "theirs" if theirs_at > ours_at else "ours"
    return link.winner


def _unchanged(link: FieldLink, before: Cell, now: Cell) -> bool:
    return bool(plain_cell(link, before) == plain_cell(link, now))

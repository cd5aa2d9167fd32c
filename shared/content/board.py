"""The protocol of an approval board: where people see drafts and say what becomes of them.

A board only tells and shows. What a decision does to a draft stands in `approval.py`; `approvals.py` carries it out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from shared.content.model import Draft

Act = Literal["approve", "deny", "reopen", "edit", "hold", "tell", "show", "note"]
"""approve, deny: what a person said · reopen: a status taken back · edit: another caption · hold: what the board shows
of this draft cannot be trusted, so no approval of it holds · tell: it stays what it is, and people are told why · show:
the board is behind · note: something to tell at a place that is no draft's"""


@dataclass(frozen=True, slots=True)
class Decision:
    """What people did on the board since it was last shown. `draft` is an id, empty for a note."""

    act: Act
    draft: str = ""
    seen: str = ""  # approve: the hash of the content that the board showed
    caption: str = ""  # edit: the new one
    reason: str = ""
    by: str = ""
    note: str = ""  # for people: why it is held, why it was not taken, what to do
    standing: bool = False  # hold, tell: the note goes when the board no longer looks like this
    read: str = ""  # what the board showed then, in its own words; whoever changes it meanwhile is not overwritten


@dataclass(frozen=True, slots=True)
class Change:
    """What the board is to show: a draft as it is now, or a note at a place that is no draft's."""

    draft: Draft | None = None
    note: str = ""
    standing: bool = False
    read: str = ""


class ApprovalBoard(Protocol):
    """Somewhere people approve drafts."""

    @property
    def name(self) -> str:
        """As settings and guides call it."""

    def log(self, drafts: Sequence[Draft]) -> Sequence[Draft]:
        """Put drafts on the board that it does not have; those that it put there. What is there already, or was and
        has been removed by a person, is left alone. Safe to repeat after any failure."""

    def decisions(self) -> Sequence[Decision]:
        """What people decided, in one read. Asked again before it is shown, it says the same."""

    def show(self, changes: Sequence[Change]) -> None:
        """Bring the board up to date, in one write."""

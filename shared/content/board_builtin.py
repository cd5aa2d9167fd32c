"""The board of whoever has no other: the console's page and `leadreel drafts` decide on the records themselves."""

from collections.abc import Sequence
from dataclasses import dataclass

from shared.content.board import Change, Decision
from shared.content.model import Draft


@dataclass(frozen=True, slots=True)
class BuiltInBoard:
    """Drafts are on it as soon as they are stored, and show what they are: there is nothing to read or to write."""

    name: str = "builtin"

    def log(self, drafts: Sequence[Draft]) -> Sequence[Draft]:  # noqa: ARG002 - the protocol's
        return ()

    def decisions(self) -> Sequence[Decision]:
        return ()

    def show(self, changes: Sequence[Change]) -> None:
        """The records are what people see."""

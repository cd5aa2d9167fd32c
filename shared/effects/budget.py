"""Money that may be spent: reserved before a call, booked after it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from shared.core.errors import PermanentError

BUDGETS = "budgets"
TOTAL = "all"  # the account of everything ever spent


class OverBudget(PermanentError):
    """The money that may be spent does not allow it; with more of it the same call may be made."""


@dataclass(frozen=True, slots=True)
class Budget:
    """A limit in USD on what is spent under `name`; None = nothing that costs money may be called."""

    limit: Decimal | None
    name: str = TOTAL


@dataclass(frozen=True, slots=True)
class Account:
    """What has been spent under a name, and what calls under way, or lost on the way, may cost yet, by effect."""

    spent: Decimal = Decimal(0)
    held: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def bound(self) -> Decimal:
        """What is spent or reserved."""
        return self.spent + sum(self.held.values(), Decimal(0))

    def hold(self, effect: str, amount: Decimal) -> "Account":
        """With `amount` reserved; holding again for the same effect changes the amount."""
        return replace(self, held={**self.held, effect: amount})

    def book(self, effect: str, cost: Decimal) -> "Account":
        """With the reservation given up and `cost` spent."""
        held = {id: amount for id, amount in self.held.items() if id != effect}
        return replace(self, spent=self.spent + cost, held=held)

    def check(self, budget: Budget, what: str) -> None:
        """Raises OverBudget when more is bound than the budget allows."""
        if budget.limit is None:
            raise OverBudget(
                f"{what} costs money, and no budget is set; allow some with --budget or LEADREEL_BUDGET"
            ).without_effect()
        if self.bound > budget.limit:
            raise OverBudget(
                f"{what} would bring what is spent or reserved to ${self.bound}, over the budget of ${budget.limit}; "
                "raise it with --budget or LEADREEL_BUDGET, then retry"
            ).without_effect()

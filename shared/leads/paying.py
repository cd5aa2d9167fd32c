"""What enrichers cost: reserved before they ask, booked after, within the budget of the file that brought the lead.

An enricher with a price is called through the ledger of effects. Its answer is kept there: an attempt that died behind
the call finds it and does not pay again. When the budget allows no further call, the task is put by; with more money
(`resume`) it goes on.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final, Protocol

from shared.core.clock import Clock, iso
from shared.core.codec import from_plain, to_plain
from shared.core.errors import InvalidInput, NotFound
from shared.core.ids import stable_id
from shared.effects.budget import Budget
from shared.effects.model import Effect, Receipt
from shared.leads import imports
from shared.leads.enrichment import Declaration, Enrichment
from shared.leads.model import Lead
from shared.ports.documents import DocumentStore, Transaction
from shared.tasks.model import Task

UNPAID: Final = "unpaid"  # in the result of a task that was put by: USD that it would have cost
RESTING: Final = "resting"  # in the result of a task that was put by: the provider whose rest it waits for
_AT_ONCE = 200


class Effects(Protocol):
    """The part of the ledger of effects that paying needs."""

    def perform(
        self,
        kind: str,
        key: str,
        payload: Any,
        *,
        send: Callable[[Effect], Receipt],
        subject: str = ...,
        estimate: Decimal = ...,
        repeatable: bool = ...,
        budget: Budget | None = ...,
    ) -> Effect: ...


class Work(Protocol):
    def list(self, *, state: str = ..., import_id: str = ..., limit: int | None = ...) -> Any: ...
    def retry(self, ids: Any = ..., *, kind: str = ..., import_id: str = ...) -> int: ...


class Paying:
    """Calls enrichers that have a price."""

    def __init__(self, documents: DocumentStore, effects: Effects, *, limit: Decimal | None = None) -> None:
        """`limit`: USD that may be spent in all; None = only what a file's own budget allows."""
        self._documents = documents
        self._effects = effects
        self._limit = limit

    def ask(self, one: Declaration, lead: Lead, task: Task, call: Callable[[], Enrichment]) -> Enrichment:
        """What the enricher says, paid for once. Raises OverBudget when the money does not allow it."""
        inputs = {name: lead.text(name) for name in sorted(one.needs | one.wants)}

        def send(_effect: Effect) -> Receipt:
            said = call()
            return Receipt(result=to_plain(said), cost=said.cost)

        effect = self._effects.perform(
            f"enrich.{one.name}",
            f"{lead.id}:{stable_id(*(part for item in inputs.items() for part in item))}",
            inputs,
            send=send,
            subject=lead.id,
            estimate=one.price,
            repeatable=True,  # asking again changes nothing there; what was answered for certain is not paid twice
            budget=self.budget(task.import_id, lead.imports),
        )
        return from_plain(Enrichment, effect.result)

    def of(self, lead: Lead) -> Budget | None:
        """The money for a lead."""
        return self.budget(lead.imports[-1] if lead.imports else "", lead.imports)

    def budget(self, import_id: str, others: tuple[str, ...] = ()) -> Budget | None:
        """The money for a lead: that of the newest of its files that has some, else the whole's."""
        for id in dict.fromkeys((*reversed(others), import_id)):
            found = self._documents.get(imports.COLLECTION, id) if id else None
            if (
                found
                and found["state"] != "undone"
                and (limit := amount(found.get("options", {}).get("budget", ""))) is not None
            ):
                return Budget(limit, imports.account_of(id))
        return Budget(self._limit, imports.account_of(import_id)) if import_id and self._limit is not None else None


def amount(text: str) -> Decimal | None:
    """USD, or None when nothing was said. Raises InvalidInput for what is no amount."""
    if not text:
        return None
    try:
        found = Decimal(text)
    except InvalidOperation as error:
        raise InvalidInput(f"budget {text[:40]!r} is no amount; give USD such as 1.50") from error
    if not found.is_finite() or found < 0:
        raise InvalidInput(f"budget {text[:40]!r} is no amount; give USD such as 1.50")
    return found


def resume(documents: DocumentStore, clock: Clock, work: Work, import_id: str, limit: Decimal | None) -> int:
    """Let the tasks of an import go on that were put by for want of money; the number of them.

    `limit`: the import's budget from now on, what is spent already included; None = as it is. Raises NotFound.
    """

    def raise_budget(transaction: Transaction) -> None:
        document = transaction.get(imports.COLLECTION, import_id)
        if document is None:
            raise NotFound(f"no import {import_id[:60]!r}; `leadreel imports list` shows them")
        if limit is not None:
            options: Mapping[str, str] = {**document.get("options", {}), "budget": str(limit)}
            transaction.set(
                imports.COLLECTION, import_id, {**document, "options": options, "updated_at": iso(clock.now())}
            )

    documents.transaction(raise_budget)
    put_by = [task.id for task in work.list(state="skipped", import_id=import_id) if UNPAID in task.result]
    return sum(work.retry(put_by[start : start + _AT_ONCE]) for start in range(0, len(put_by), _AT_ONCE))

"""An answer is bought once: whoever asks the same later, for this lead or another, is told what was answered then.

The effect ledger makes the call and keeps its answer; the document of the answer names the purchase, so that an answer
that has grown old is bought again under a new number. Misses are kept like hits.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal
from threading import Lock
from typing import Any, Final, Protocol

from shared.core import faults
from shared.core.clock import Clock, iso, parse_iso
from shared.core.codec import from_plain, to_plain
from shared.core.errors import AppError, InvalidInput, NotFound, TransientError
from shared.core.ids import stable_id
from shared.effects.budget import Budget, OverBudget
from shared.effects.model import Effect, Receipt
from shared.leads.model import Lead
from shared.leads.waterfall import Answer, NotNow, Provider, Query, Step
from shared.leads.waterfall_rests import Rests
from shared.ports.documents import DocumentStore

COLLECTION = "answers"
_GRACE: Final = 60.0  # seconds beyond a call's time limit after which its attempt counts as dead
_TURNS: Final = 64


class Effects(Protocol):
    """The part of the ledger of effects that buying needs."""

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
        lease: float = ...,
        budget: Budget | None = ...,
    ) -> Effect: ...


class Answers:
    """Buys answers and remembers them."""

    def __init__(
        self,
        documents: DocumentStore,
        effects: Effects,
        rests: Rests,
        clock: Clock,
        budget: Callable[[Lead], Budget | None] | None = None,
    ) -> None:
        """`budget`: the money for a lead, beside the ledger's own."""
        self._documents, self._effects, self._rests, self._clock = documents, effects, rests, clock
        self._budget = budget
        self._turns = tuple(Lock() for _ in range(_TURNS))

    def known(self, provider: Provider, step: Step, query: Query) -> Answer | None:
        """What it answered before, unless that has grown old."""
        return self._fresh(self._documents.get(COLLECTION, answer_id(provider, query)), step)

    def buy(self, provider: Provider, step: Step, query: Query, lead: Lead) -> tuple[Answer, Decimal]:
        """The answer and what it cost now. Raises NotNow, OverBudget; TransientError: another attempt is at it."""
        id = answer_id(provider, query)
        try:
            return self._once(id, provider, step, query, lead)
        except NotNow as error:
            if error.seconds is not None:
                self._rests.wait_for(error.service)
            raise

    def _once(self, id: str, provider: Provider, step: Step, query: Query, lead: Lead) -> tuple[Answer, Decimal]:
        with self._turns[hash(id) % _TURNS]:  # two leads of one firm at the same moment: the second is told
            held = self._documents.get(COLLECTION, id)
            if (answer := self._fresh(held, step)) is not None:
                return answer, Decimal(0)
            self._rests.check(provider.service, provider.fingerprint)
            number = 1 + (held["number"] if held else 0)
            return self._bought(id, number, provider, step, query, lead)

    def _fresh(self, held: Mapping[str, Any] | None, step: Step) -> Answer | None:
        if held is None or parse_iso(held["at"]) + timedelta(days=step.keep) <= self._clock.now():
            return None
        return from_plain(Answer, held["answer"])

    def _bought(
        self, id: str, number: int, provider: Provider, step: Step, query: Query, lead: Lead
    ) -> tuple[Answer, Decimal]:
        failure: AppError | NotNow | None = None
        asked_now = False

        def send(_effect: Effect) -> Receipt:
            nonlocal failure, asked_now
            try:
                asked_now = True
                self._rests.count(provider.service, step.quota)
                faults.reach("waterfall.before_ask")
                reply = provider.ask(query, step.timeout)
                faults.reach("waterfall.after_ask")
            except NotNow as error:
                failure = error
                raise TransientError(error.reason).without_effect() from error
            except AppError as error:
                failure = error
                raise
            cost = reply.cost if step.price is None or reply.cost == 0 else step.price
            return Receipt(result=to_plain(reply.answer), cost=cost)

        try:
            effect = self._effects.perform(
                f"ask.{provider.name}",
                f"{id}:{number}",
                {"provider": provider.name, "about": list(provider.key(query))},
                send=send,
                subject=lead.id,
                estimate=provider.estimate(query) if step.price is None else step.price,
                repeatable=True,  # asking again changes nothing over there; a known answer is never asked for again
                lease=step.timeout + _GRACE,
                budget=self._budget(lead) if self._budget else None,
            )
        except OverBudget:
            raise
        except AppError as error:
            return self._unanswered(id, number, provider, query, failure, error, step), Decimal(0)
        answer = from_plain(Answer, effect.result)
        self._keep(id, number, provider, query, answer, effect.id, effect.cost)
        self._rests.succeeded(provider.service)
        return answer, effect.cost if asked_now else Decimal(0)

    def _unanswered(
        self,
        id: str,
        number: int,
        provider: Provider,
        query: Query,
        failure: "AppError | NotNow | None",
        error: AppError,
        step: Step,
    ) -> Answer:
        """A refused question is an answer; everything else is none, and the provider rests."""
        if failure is None:  # nothing was asked: another attempt is at it, or the store failed
            if isinstance(error, TransientError):
                wait = min(error.retry_after or 2.0, step.timeout + 5)
                raise TransientError(str(error), retry_after=wait) from error
            raise error
        if isinstance(failure, NotNow):
            raise failure
        if isinstance(failure, InvalidInput | NotFound):
            if not failure.status:  # it never left this machine
                raise NotNow(provider.service, str(failure)) from failure
            answer = Answer(reason=f"it refuses the question: {failure}")
            self._keep(id, number, provider, query, answer, "", Decimal(0))
            return answer
        raise self._rests.failed(provider.service, failure, provider.fingerprint) from failure

    def _keep(
        self, id: str, number: int, provider: Provider, query: Query, answer: Answer, effect: str, cost: Decimal
    ) -> None:
        document = {
            "provider": provider.name,
            "about": list(provider.key(query)),
            "domain": query.domain,
            "person": query.person,
            "answer": to_plain(answer),
            "at": iso(self._clock.now()),
            "number": number,
            "effect": effect,
            "cost": str(cost),
        }
        faults.reach("waterfall.before_keep")
        self._documents.set(COLLECTION, id, document)
        faults.reach("waterfall.after_keep")


def answer_id(provider: Provider, query: Query) -> str:
    return stable_id("answer", provider.name, *provider.key(query))

"""Several providers for one field: asked in their order, each at its price, until one is sure enough.

What the free enrichers found takes part where they stand in the order. A provider that cannot answer now is passed over
and rests (`waterfall_rests.py`); what was answered once is known and not paid again (`waterfall_buying.py`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Protocol

from shared.effects.budget import OverBudget
from shared.leads.model import Lead


@dataclass(frozen=True, slots=True)
class Material:
    """What a lead's site says: a stranger's text."""

    text: str = ""
    language: str = ""  # code of the language it is in, "" when unsure
    url: str = ""
    lacks: str = ""  # why there is none


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked about a lead. Who it is about is `domain` and `person`: leads that agree in them share answers."""

    wanted: str  # the field
    domain: str = ""  # of the firm
    person: str = ""  # first and last name, in small letters
    first: str = ""
    last: str = ""
    company: str = ""
    candidate: str = ""  # the best value so far, for those who check it
    material: Callable[[], Material] = field(default=Material, compare=False)  # read only when somebody goes by it


@dataclass(frozen=True, slots=True)
class Answer:
    """What a provider says. Without a value it is a miss, which is worth as much: it is not bought again."""

    value: str = ""
    confidence: float = 0.0  # 0 to 1
    verified: bool = False  # somebody tried it out
    refuted: bool = False  # the candidate is certainly wrong
    reason: str = ""  # one line for people
    url: str = ""
    status: str = ""  # the provider's own word on it


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer and what it cost; None = as estimated."""

    answer: Answer
    cost: Decimal | None = None


class Provider(Protocol):
    """One thing that one vendor answers. It is asked once a call: a further try is the house's to decide."""

    @property
    def name(self) -> str: ...
    @property
    def service(self) -> str:
        """What rests when it refuses, and whose calls are counted: the vendor's name, or a part of what it sells."""

    @property
    def fingerprint(self) -> str:
        """Tells one key from another without being one: a rest ends when the key is changed."""

    def key(self, query: Query) -> tuple[str, ...]:
        """What of the query its answer depends on; () when it cannot be asked that."""

    def lacks(self, query: Query) -> str:
        """Why it cannot be asked, or ""."""

    def estimate(self, query: Query) -> Decimal:
        """USD that a call costs at most."""

    def ask(self, query: Query, timeout: float) -> Reply:
        """Raises the house's errors, `without_effect` where nothing was charged for certain."""


@dataclass(frozen=True, slots=True)
class Step:
    """A provider's place in an order."""

    provider: str
    price: Decimal | None = None  # USD a call; None = the provider's usual price
    quota: int | None = None  # calls a calendar month (UTC)
    timeout: float = 20.0  # seconds
    threshold: float = 0.9  # a value this sure ends the search; a verified one always does
    keep: int = 180  # days for which an answer counts as known


@dataclass(frozen=True, slots=True)
class Said:
    """What became of one step, for people."""

    provider: str
    said: str
    cost: Decimal = Decimal(0)
    known: bool = False  # it had been answered before


class NotNow(Exception):
    """A provider does not answer now. `seconds`: until it may again; None: nothing is to be waited for."""

    def __init__(self, service: str, reason: str, seconds: float | None = None) -> None:
        super().__init__(reason)
        self.service, self.reason, self.seconds = service, reason, seconds


class Buying(Protocol):
    def known(self, provider: Provider, step: Step, query: Query) -> Answer | None: ...
    def buy(self, provider: Provider, step: Step, query: Query, lead: Lead) -> tuple[Answer, Decimal]:
        """Raises NotNow, OverBudget, and TransientError when the same call may be made later."""


@dataclass(frozen=True, slots=True)
class Course:
    """How a search went."""

    best: Answer = Answer()
    by: str = ""  # whose answer that is
    refuted: str = ""  # a value that is certainly wrong
    said: tuple[Said, ...] = ()
    waits: NotNow | None = None  # whose answer may come later, while nothing is sure yet
    unpaid: str = ""  # why money did not allow to go on


class Waterfall:
    """Runs a lead's query down the order of its field."""

    def __init__(
        self,
        orders: Mapping[str, Sequence[Step]],
        providers: Mapping[str, Provider],
        buying: Buying,
        absent: Mapping[str, str] | None = None,
    ) -> None:
        """`absent`: why a provider that an order names is not there."""
        self._orders, self._providers, self._buying = orders, providers, buying
        self._absent = absent or {}

    def search(self, query: Query, lead: Lead, held: Mapping[str, Answer] | None = None) -> Course:
        """`held`: what free enrichers found, by their names; the order says what that is worth."""
        course, found = Course(), dict(held or {})
        for step in self._orders.get(query.wanted, ()):
            if step.provider in found:
                answer = found[step.provider]
                said = Said(step.provider, _told(answer), known=True)
            else:
                course, answer, said = self._step(step, replace(query, candidate=course.best.value), lead, course)
                if course.unpaid:
                    return course
            course = _weighed(course, answer, step.provider, said)
            if course.best.verified or (course.best.value and course.best.confidence >= step.threshold):
                return replace(course, waits=None)
        return course

    def _step(self, step: Step, query: Query, lead: Lead, course: Course) -> tuple[Course, Answer, Said]:
        try:
            answer, said = self._asked(step, query, lead)
        except OverBudget as error:
            said = Said(step.provider, str(error))
            return replace(course, unpaid=str(error), said=(*course.said, said)), Answer(), said
        except NotNow as error:
            waits = course.waits if error.seconds is None else _sooner(course.waits, error)
            return replace(course, waits=waits), Answer(), Said(step.provider, f"not asked: {error.reason}")
        return course, answer, said

    def _asked(self, step: Step, query: Query, lead: Lead) -> tuple[Answer, Said]:
        provider = self._providers.get(step.provider)
        if provider is None:
            return Answer(), Said(step.provider, self._absent.get(step.provider, "found nothing"))
        known = self._buying.known(provider, step, query) if provider.key(query) else None
        if known is not None:
            return known, Said(step.provider, _told(known), known=True)
        if lacks := provider.lacks(query):
            return Answer(), Said(step.provider, f"not asked: {lacks}")
        answer, cost = self._buying.buy(provider, step, query, lead)
        return answer, Said(step.provider, _told(answer), cost, known=not cost)


def _weighed(course: Course, answer: Answer, by: str, said: Said) -> Course:
    """The course with one more answer: the surer one is kept, and nothing that was tried out in vain."""
    course = replace(course, said=(*course.said, said))
    best = course.best
    if answer.refuted:
        course = replace(course, refuted=answer.value)
        return replace(course, best=Answer(), by="") if answer.value == best.value else course
    if not answer.value or answer.value == course.refuted:
        return course
    if (answer.verified, answer.confidence) > (best.verified, best.confidence):
        return replace(course, best=answer, by=by)
    return course


def _sooner(one: NotNow | None, other: NotNow) -> NotNow:
    return other if one is None or (other.seconds or 0) < (one.seconds or 0) else one


def _told(answer: Answer) -> str:
    if answer.refuted or not answer.value:
        return answer.reason or "found nothing"
    sure = "verified" if answer.verified else f"{answer.confidence:g}"
    return f"{answer.value} ({sure}: {answer.reason})"

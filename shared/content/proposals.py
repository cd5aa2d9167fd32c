"""Proposals: what could be filmed next, thought of by an assistant or by rules, checked, and handed on to be rendered.

Only ever proposals come of it, which become drafts: nothing here can approve or post anything. A run stores its
proposals and the tasks that render them in one commit under ids made of its name: a second delivery of it meets them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any, Final, Protocol

from shared.content.model import Inventory, PastDraft, Proposal
from shared.content.proposal_store import Batch, ProposalStore, proposal_id
from shared.content.rules import lacking
from shared.content.thinking import Known, Thinker, Thought
from shared.core import faults
from shared.core.clock import Clock
from shared.core.errors import Conflict, InvalidInput
from shared.core.ids import IdSource, stable_id
from shared.core.log import correlation_id, get_log
from shared.core.text import shorten
from shared.effects.budget import Budget
from shared.ports.documents import DocumentStore
from shared.tasks.ledger import TaskLedger
from shared.tasks.model import NewTask

TASK: Final = "draft"
MOST: Final = 50  # proposals of one run
WAITING: Final = 12  # drafts that wait for a person: a scheduled run then adds none

log = get_log(__name__)


class Proposer(Protocol):
    """Makes drafts without anybody being asked."""

    def propose(
        self,
        inventory: Inventory,
        analytics: Mapping[str, Any] | None,
        past: Sequence[PastDraft],
        count: int,
        now: datetime,
        seed: str | int,
    ) -> list[Proposal]: ...


@dataclass(frozen=True, slots=True)
class Preview:
    """What a run would do. `estimate`: USD of one question at most; a second one may follow."""

    source: str  # assistant or rules
    model: str
    estimate: Decimal
    characters: int  # of the question
    assets: int  # in the inventory
    proposals: tuple[Proposal, ...]  # by rules: what they would be; by an assistant: none is made before it is paid


class ProposalService:
    def __init__(
        self,
        documents: DocumentStore,
        tasks: TaskLedger,
        clock: Clock,
        ids: IdSource,
        *,
        look: Callable[[], Known],
        rules: Proposer,
        thinker: Thinker | None = None,
        waiting: Callable[[], int] = lambda: 0,
        count: int = 3,
        budget: Decimal | None = None,
    ) -> None:
        """`thinker` None: nobody is asked. `waiting`: drafts that nobody has decided on yet. `count`, `budget` (USD):
        of a run that asks for nothing else; None: the house's budget decides."""
        self._count, self._budget = count, budget
        self._documents, self._tasks, self._clock, self._ids = documents, tasks, clock, ids
        self._look, self._rules, self._thinker, self._waiting = look, rules, thinker, waiting
        self.store = ProposalStore(documents)

    def propose(
        self, count: int | None = None, *, batch: str = "", budget: Decimal | None = None, rules: bool = False
    ) -> Batch:
        """A run; the same `batch` again is the same run. `budget`: USD for this run alone.

        Raises InvalidInput when nothing could be made, with what is missing.
        """
        count = self._count if count is None else count
        budget = self._budget if budget is None else budget
        if not 1 <= count <= MOST:
            raise InvalidInput(f"{count} proposals cannot be made at once; ask for 1 to {MOST}")
        batch = batch or self._ids()
        if found := self.store.batch(batch):
            return found
        now, known = self._clock.now(), self._look()
        thought = self._thought(batch, known, count, now, budget, rules=rules)
        made = self._filled_up(thought, batch, known, count, now)
        if not made:
            told = "; ".join([*thought.notes, *lacking(known.inventory)[:1]])
            raise InvalidInput(told or "nothing can be made that is unlike what was proposed before; add media")
        if len(made) < count:
            thought.notes.append(f"{len(made)} of {count}: nothing more can be made that differs; add media")
        notes = tuple(shorten(one, 400) for one in thought.notes)
        ids = tuple(one.id for one in made)
        return self._stored(Batch(batch, now, count, ids, thought.model, thought.cost, notes), made)

    def run_scheduled(self, schedule: str, time: str) -> Batch | None:
        """The run of one firing; None when enough drafts wait already, or nothing can be made."""
        if (waiting := self._waiting()) >= max(WAITING, self._count):
            log.info("no proposals: drafts wait for a person", waiting=waiting)
            return None
        batch = stable_id("proposals", schedule, time) if time else ""
        try:
            return self.propose(batch=batch)
        except InvalidInput as error:
            log.warning("no proposals", reason=str(error))
            return None

    def preview(self, count: int | None = None, *, rules: bool = False) -> Preview:
        """Nothing is asked, written or paid."""
        count = self._count if count is None else count
        now, known = self._clock.now(), self._look()
        if self._thinker is None or rules:
            made = self._rules.propose(known.inventory, known.analytics, known.past, count, now, self._ids())
            return Preview("rules", "", Decimal(0), 0, len(known.inventory.assets), tuple(made))
        estimate, question = self._thinker.estimate(known, count, now)
        return Preview("assistant", self._thinker.name, estimate, question.size, len(known.inventory.assets), ())

    def _thought(
        self, batch: str, known: Known, count: int, now: datetime, budget: Decimal | None, *, rules: bool
    ) -> Thought:
        if rules or self._thinker is None or not known.inventory.assets:
            return Thought()
        own = None if budget is None else Budget(budget, f"proposals-{batch}")
        thought = self._thinker.think(batch, known, count, now, own)
        for note in thought.notes:
            log.warning("assistant's drafts", batch=batch, reason=note)
        return thought

    def _filled_up(self, thought: Thought, batch: str, known: Known, count: int, now: datetime) -> list[Proposal]:
        """What the assistant did not bring, rules make."""
        made = list(thought.proposals)
        if missing := count - len(made):
            past = [*(PastDraft(one) for one in made), *known.past]
            more = self._rules.propose(known.inventory, known.analytics, past, missing, now, batch)
            made += [
                replace(one, id=proposal_id(batch, len(made) + place), batch=batch, created_at=now)
                for place, one in enumerate(more)
            ]
        return made

    def _stored(self, batch: Batch, made: Sequence[Proposal]) -> Batch:
        tasks = [NewTask(TASK, key=one.id, payload={"proposal": one.id}) for one in made]
        planned = self._tasks.plan(tasks, correlation_id() or batch.id)
        faults.reach("proposals.before_commit")
        try:
            self._documents.batch([*self.store.writes(batch, made), *planned])
        except Conflict:
            found = self.store.batch(batch.id)  # another delivery of the same run was quicker
            if found is None:
                raise
            return found
        faults.reach("proposals.after_commit")
        self._tasks.drain_now([planned[-1].id])
        log.info("proposed", batch=batch.id, made=len(made), model=batch.model, cost=str(batch.cost))
        return batch

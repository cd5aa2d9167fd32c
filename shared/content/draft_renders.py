"""The rendering of proposals as a record: what is to be rendered, who is at it, what came of it.

The task of a proposal asks for a renderer and sleeps; whoever renders claims the record by lease, makes the draft, and
wakes the task. Whoever dies, whoever comes twice: a proposal becomes one draft.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Literal

from shared.core import faults
from shared.core.clock import Clock
from shared.core.codec import from_plain, to_plain
from shared.core.errors import AppError, Conflict, NotFound
from shared.core.log import redact
from shared.core.text import shorten
from shared.ports.documents import DocumentStore, Query, Transaction, Where

COLLECTION: Final = "draft_renders"
LEASE: Final = 1260.0  # seconds; longer than the hard kill of the job that renders
MAX_ATTEMPTS: Final = 4  # claims that came to nothing
PATIENCE: Final = 300.0  # seconds in which a renderer that was asked for has come

RenderingState = Literal["waiting", "running", "done", "failed"]


@dataclass(frozen=True, slots=True)
class Rendering:
    """One proposal on its way to being a draft."""

    proposal: str
    task: str  # to be woken when it has ended
    renderer: str  # house or json2video
    state: RenderingState
    created_at: datetime
    updated_at: datetime
    correlation_id: str = ""
    round: int = 1  # a person's retry begins another
    order: int = 1  # the vendor's projects for it: another one only when the one before has failed over there
    project: str = ""  # the vendor's name of it
    ordered_at: datetime | None = None
    starts: int = 0  # executions asked for
    attempts: int = 0  # claims
    owner: str = ""
    lease_until: datetime | None = None
    reason: str = ""
    told: bool = False  # failed: the task has said so; when it comes again, a person wants another round


class Renderings:
    """The collection of renderings."""

    def __init__(
        self, documents: DocumentStore, clock: Clock, is_dead: Callable[[str], bool] = lambda _: False
    ) -> None:
        self._documents, self._clock, self._is_dead = documents, clock, is_dead

    def find(self, proposal: str) -> Rendering | None:
        data = self._documents.get(COLLECTION, proposal)
        return None if data is None else from_plain(Rendering, data)

    def of_project(self, project: str) -> Rendering | None:
        """The rendering for which the vendor makes that project."""
        found = self._documents.query(Query(COLLECTION, (Where("project", "==", project),), limit=1))
        return next((from_plain(Rendering, one.data) for one in found), None)

    def open(self, proposal: str, *, task: str, renderer: str, correlation_id: str) -> Rendering:
        """The rendering as it is known, or newly recorded."""
        now = self._clock.now()
        made = Rendering(proposal, task, renderer, "waiting", now, now, correlation_id)
        faults.reach("draft_renders.before_open")
        try:
            self._documents.create(COLLECTION, proposal, to_plain(made))
        except Conflict:
            found = self.find(proposal)
            if found is None:
                raise
            made = found
        faults.reach("draft_renders.after_open")
        return made

    def change(self, proposal: str, step: Callable[[Rendering], Rendering]) -> Rendering:
        """Raises NotFound, and what `step` raises."""

        def work(transaction: Transaction) -> Rendering:
            data = transaction.get(COLLECTION, proposal)
            if data is None:
                raise NotFound(f"proposal {proposal} is not being rendered")
            before = from_plain(Rendering, data)
            after = step(before)
            if after != before:
                after = replace(after, updated_at=self._clock.now())
                transaction.update(COLLECTION, proposal, to_plain(after))
            return after

        faults.reach("draft_renders.before_change")
        changed = self._documents.transaction(work)
        faults.reach("draft_renders.after_change")
        return changed

    def again(self, rendering: Rendering, *, renderer: str = "") -> Rendering:
        """Another round: attempts count anew. What the vendor has finished is not ordered again."""

        def step(found: Rendering) -> Rendering:
            if found.round != rendering.round or found.state == "done":
                return found
            return replace(
                found,
                state="waiting",
                round=found.round + 1,
                renderer=renderer or found.renderer,
                starts=0,
                attempts=0,
                owner="",
                lease_until=None,
                reason="",
                told=False,
            )

        return self.change(rendering.proposal, step)

    # Doing

    def claim(self, proposal: str, owner: str, before: Callable[[str], bool] = lambda _: False) -> Rendering | None:
        """The rendering, ours until LEASE has passed; None when it has ended, is gone, or is in other hands. `before`
        knows the owners that were earlier attempts of ours, and are dead."""
        if self.find(proposal) is None:
            return None
        claimed = False

        def step(found: Rendering) -> Rendering:
            nonlocal claimed
            claimed = False
            now = self._clock.now()
            if found.state == "running" and found.owner == owner:  # our own commit came back as a conflict
                claimed = True
                return found
            if found.state not in {"waiting", "running"} or (
                found.state == "running" and not self.is_lost(found) and not before(found.owner)
            ):
                return found
            if found.attempts >= MAX_ATTEMPTS:
                reason = found.reason or f"{MAX_ATTEMPTS} renderers ended without a word"
                return replace(found, state="failed", owner="", lease_until=None, reason=reason)
            claimed = True
            until = now + timedelta(seconds=LEASE)
            return replace(found, state="running", owner=owner, lease_until=until, attempts=found.attempts + 1)

        rendering = self.change(proposal, step)
        return rendering if claimed else None

    def finish(self, rendering: Rendering) -> Rendering:
        """Done: the draft is stored. A fact, whoever holds the lease by now."""
        return self.change(
            rendering.proposal, lambda found: replace(found, state="done", owner="", lease_until=None, reason="")
        )

    def fail(self, rendering: Rendering, error: AppError) -> Rendering:
        """This attempt came to nothing: another one may help, or the rendering has failed."""
        reason = shorten(redact(str(error)), 500)

        def step(found: Rendering) -> Rendering:
            if found.state != "running" or found.owner != rendering.owner:
                return found  # in other hands
            again = error.retryable and found.attempts < MAX_ATTEMPTS
            return replace(
                found,
                state="waiting" if again else "failed",
                owner="",
                lease_until=None,
                reason=reason,
            )

        return self.change(rendering.proposal, step)

    def give_back(self, rendering: Rendering) -> None:
        """Let another have it at once; the attempt does not count."""

        def step(found: Rendering) -> Rendering:
            if found.state != "running" or found.owner != rendering.owner:
                return found
            attempts = max(0, found.attempts - 1)
            return replace(found, state="waiting", owner="", lease_until=None, attempts=attempts)

        self.change(rendering.proposal, step)

    # Care

    def stuck(self, limit: int = 50) -> list[Rendering]:
        """Those whose renderer died or never came."""
        found: list[Rendering] = []
        for state in ("running", "waiting"):
            query = Query(COLLECTION, (Where("state", "==", state),), order_by="updated_at", limit=limit * 4)
            found += [from_plain(Rendering, snapshot.data) for snapshot in self._documents.query(query)]
        return [one for one in found if self.is_lost(one)][:limit]

    def stuck_tasks(self) -> list[str]:
        """Their tasks, which go on when they are woken."""
        return [rendering.task for rendering in self.stuck() if rendering.task]

    def is_lost(self, found: Rendering) -> bool:
        """Whether nobody is at it although somebody was asked to be."""
        now = self._clock.now()
        if found.state == "waiting":
            return found.starts > 0 and found.updated_at + timedelta(seconds=PATIENCE) <= now
        over = found.lease_until is None or found.lease_until <= now
        return found.state == "running" and (over or self._is_dead(found.owner))

"""The rescue of stuck work: whatever a crash, a lost message or a dead worker left behind goes on from here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from shared.core.clock import Clock
from shared.core.errors import AppError, TransientError
from shared.core.log import get_log
from shared.tasks.ledger import TaskLedger
from shared.tasks.model import Task

PATIENCE = 300.0  # seconds that a task may be queued while its queue is known to be empty
BLIND_PATIENCE = 6 * 3600.0  # the same where nobody can tell how full the queue is
_AT_ONCE = 2000  # tasks looked at in one go

log = get_log(__name__)


@dataclass(frozen=True, slots=True)
class Rescue:
    """What one go did."""

    sent: int = 0  # tasks that waited in the outbox
    revived: int = 0  # tasks whose worker died
    resent: int = 0  # tasks whose message was lost
    overdue: int = 0  # render jobs freed or started again
    freed: int = 0  # tasks that waited for one that is dead
    pruned: int = 0  # old bookkeeping removed


class Reaper:
    """Runs every few minutes, in any number of copies: each step meets only what is truly stuck.

    `backlog` tells how many messages each queue holds, where that can be told. `overdue` frees stuck render jobs;
    `blocked` names the tasks of a lead that wait for nothing any more;
    each of `prunes` removes old bookkeeping and returns how much.
    """

    def __init__(
        self,
        tasks: TaskLedger,
        clock: Clock,
        *,
        backlog: Callable[[], Mapping[str, int]] | None = None,
        overdue: Callable[[], int] | None = None,
        blocked: Callable[[str], Sequence[str]] | None = None,
        prunes: Sequence[Callable[[], int]] = (),
    ) -> None:
        self._tasks = tasks
        self._clock = clock
        self._backlog = backlog
        self._overdue = overdue
        self._blocked = blocked
        self._prunes = tuple(prunes)

    def rescue(self) -> Rescue:
        """Do all steps, each whatever became of the others. Raises TransientError when one could not be done."""
        failed: list[str] = []

        def step(name: str, work: Callable[[], int]) -> int:
            try:
                return work()
            except AppError as error:
                log.error("rescue step failed", error=error, step=name)
                failed.append(f"{name}: {error}")
                return 0

        done = Rescue(
            sent=step("send", lambda: self._tasks.drain(limit=1000)),
            revived=step("revive", self._revive),
            resent=step("resend", self._resend),
            overdue=step("overdue", self._overdue) if self._overdue else 0,
            freed=step("free", self._free),
            pruned=sum(step("prune", prune) for prune in self._prunes),
        )
        if done != Rescue():
            log.info("work rescued", sent=done.sent, revived=done.revived, resent=done.resent, overdue=done.overdue)
        if failed:
            raise TransientError(f"not all could be rescued: {'; '.join(failed)}")
        return done

    def _revive(self) -> int:
        running = islice(self._tasks.list(state="running"), _AT_ONCE)
        return self._tasks.resend([task.id for task in running if self._tasks.is_abandoned(task)])

    def _free(self) -> int:
        """Wake what has waited for long and waits for nothing more: whom it waited for was buried in a crash."""
        if self._blocked is None:
            return 0
        old = self._clock.now() - timedelta(seconds=PATIENCE)
        waiting = islice(self._tasks.list(state="waiting"), _AT_ONCE)
        leads = dict.fromkeys(task.lead for task in waiting if task.lead and task.updated_at <= old)
        return self._tasks.wake([id for lead in leads for id in self._blocked(lead)])

    def _resend(self) -> int:
        now = self._clock.now()
        backlog = self._backlog() if self._backlog else None
        lost = [task.id for task in self._queued(backlog) if _is_lost(task, now, known=backlog is not None)]
        return self._tasks.resend(lost)

    def _queued(self, backlog: Mapping[str, int] | None) -> Sequence[Task]:
        """Tasks recorded as queued, the oldest first, whose queue holds nothing, as far as anybody knows."""
        if backlog is not None and all(backlog.values()):
            return ()
        queued = islice(self._tasks.list(state="queued"), _AT_ONCE)
        return [task for task in queued if backlog is None or not backlog.get(self._tasks.queue_of(task.kind))]


def _is_lost(task: Task, now: datetime, *, known: bool) -> bool:
    patience = timedelta(seconds=PATIENCE if known else BLIND_PATIENCE)
    return task.updated_at + patience <= now and (task.due_at is None or task.due_at + patience <= now)

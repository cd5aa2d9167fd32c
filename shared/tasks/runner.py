"""From a delivery to a recorded end: claim, do, settle, and which failures are worth another try."""

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from shared.core import faults
from shared.core.clock import Clock
from shared.core.errors import AppError, Conflict, PermanentError, TransientError
from shared.core.log import bound, get_log
from shared.core.metrics import metrics
from shared.core.retry import RetryPolicy
from shared.tasks.ledger import TaskLedger
from shared.tasks.model import Ending, Handler, Task

Outcome = Literal["done", "skipped", "dead", "nothing"]
"""nothing: the task had ended, waits, or is gone"""

DEFAULT_LEASE = 2100.0  # seconds; longer than the longest dispatch deadline a queue may have, 30 minutes

log = get_log(__name__)


class TaskRunner:
    """Runs tasks by kind.

    `handlers` maps a kind to a function that makes its handler, called at the kind's first task: so naming every
    handler costs nothing to those who run one kind. `leases` holds seconds by kind, each longer than the hard kill
    of the door that runs it. `freed` tells, by kind, which tasks of a lead wait for nothing more once one is dead.
    """

    def __init__(
        self,
        ledger: TaskLedger,
        handlers: Mapping[str, Callable[[], Handler]],
        policies: Mapping[str, RetryPolicy],
        clock: Clock,
        leases: Mapping[str, float],
        freed: Mapping[str, Callable[[str], Sequence[str]]] | None = None,
    ) -> None:
        self._ledger = ledger
        self._handlers = handlers
        self._policies = policies
        self._clock = clock
        self._leases = leases
        self._freed = freed or {}
        self._made: dict[str, Handler] = {}

    def run(self, task_id: str, attempt: int = 1) -> Outcome:
        """Do what is left to do of a task. `attempt` is the queue's count, for the log.

        Raises TransientError, after recording it, when the queue should deliver again.
        """
        with bound(task=task_id):
            task = self._claimed(task_id)
            if task is None:
                log.info("nothing to do", attempt=attempt)
                return "nothing"
            with bound(correlation_id=task.correlation_id, kind=task.kind):
                return self._attempt(task)

    def _claimed(self, task_id: str) -> Task | None:
        task = self._ledger.find(task_id)  # a read is cheaper than a claim, and repeated deliveries are common
        if task is None or task.state not in {"queued", "running"}:
            return None
        return self._ledger.claim(task_id, self._leases.get(task.kind, DEFAULT_LEASE), self._policies.get(task.kind))

    def _attempt(self, task: Task) -> Outcome:
        began = self._clock.monotonic()
        try:
            ending = self._work(task)
        except AppError as error:
            return self._failed(task, error)
        seconds = round(self._clock.monotonic() - began, 3)
        metrics.add("tasks_total", kind=task.kind, outcome=ending.state)
        log.info(
            "task ended", state=ending.state, reason=ending.reason, seconds=seconds, lead=task.lead, name=task.name
        )
        return ending.state

    def _work(self, task: Task) -> Ending:
        handler = self._handler(task.kind)
        try:
            faults.reach("tasks.before_work")
            ending = handler(task)
            faults.reach("tasks.after_work")
            self._settle(task, ending)
        except AppError:
            raise
        except Exception as error:
            # A defect in one handler must neither end the process nor hold its queue for ever.
            log.error("the work failed in an unforeseen way", error=error, lead=task.lead, name=task.name)
            raise TransientError(f"unforeseen: {type(error).__name__}: {error}") from error
        return ending

    def _settle(self, task: Task, ending: Ending) -> None:
        try:
            self._ledger.settle(task, ending)
        except Conflict as error:  # read anew, the same work may succeed
            raise TransientError(str(error)) from error

    def _handler(self, kind: str) -> Handler:
        if kind not in self._made:
            if kind not in self._handlers:
                raise PermanentError(f"nothing does tasks of kind {kind!r}; known are: {', '.join(self._handlers)}")
            self._made[kind] = self._handlers[kind]()
        return self._made[kind]

    def _failed(self, task: Task, error: AppError) -> Outcome:
        try:
            failed = self._ledger.fail(task, error, self._policies.get(task.kind))
        except Conflict as lost:  # another attempt has it and will report, or it was cancelled
            raise TransientError(str(lost)) from error
        metrics.add("tasks_total", kind=task.kind, outcome="retry" if failed.state == "queued" else failed.state)
        if failed.state == "queued":
            log.warning("task will be tried again", reason=failed.reason, tries=failed.tries)
            raise error
        log.error("task is dead", reason=failed.reason, tries=failed.tries, lead=task.lead)
        if task.kind in self._freed:  # those that waited for it wait no longer; a crash here is the reaper's to mend
            self._ledger.wake(self._freed[task.kind](task.lead))
        return "dead"

"""The state of the house as one plain value: what there is, what is under way, what it cost, what needs a person."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from shared.auth.tokens import ailing
from shared.core.clock import Clock
from shared.effects.ledger import EffectLedger
from shared.ports.documents import DocumentStore, Query, Where
from shared.tasks.ledger import TaskLedger

SHOWN = 20  # stuck items of each sort; the counts are complete
_LATE = timedelta(minutes=15)  # a lease that ended so long ago was passed over by the reaper
_IMPORTS = ("running", "done", "failed", "undoing", "undone")
_RENDERS = ("pending", "running", "done", "failed")


@dataclass(frozen=True, slots=True)
class Stuck:
    """Something that does not go on by itself."""

    what: str
    id: str
    reason: str
    next: str  # what to run, or to do


class Status:
    """Reads only; each figure is counted at the moment of the look."""

    def __init__(
        self,
        documents: DocumentStore,
        tasks: TaskLedger,
        effects: EffectLedger,
        backlog: Callable[[], Mapping[str, int]],
        clock: Clock,
    ) -> None:
        self._documents = documents
        self._tasks = tasks
        self._effects = effects
        self._backlog = backlog
        self._clock = clock

    def look(self) -> dict[str, Any]:
        """JSON-ready: `leads`, `imports`, `tasks`, `queues`, `outbox`, `effects`, `render_jobs`, `spent`, `stuck`."""
        account = self._effects.account()
        return {
            "leads": self._documents.count(Query("leads")),
            "imports": self._by_state("imports", _IMPORTS),
            "tasks": {kind: dict(counts) for kind, counts in self._tasks.counts_by_kind().items() if counts},
            "queues": {queue: count for queue, count in self._backlog().items() if count},
            "outbox": self._documents.count(Query("outbox")),
            "effects": dict(self._effects.counts()),
            "render_jobs": self._by_state("render_jobs", _RENDERS),
            "spent": str(account.spent),
            "reserved": str(account.bound - account.spent),
            "stuck": [asdict(item) for item in self.stuck()],
        }

    def stuck(self) -> Iterator[Stuck]:
        """What waits for a person or for a rescue that did not come."""
        yield from self._stuck_tasks()
        yield from self._stuck_effects()
        yield from self._failed("render_jobs", "render job", "leadreel tasks retry --kind render")
        yield from self._failed("imports", "import", "correct the file and drop it again")
        for token in ailing(self._documents, self._clock.now()):
            todo = f"leadreel accounts {'resume' if token.state == 'paused' else 'add'} {token.account}"
            yield Stuck(f"account {token.platform}", token.account, token.reason or "its token has ended", todo)

    def _stuck_tasks(self) -> Iterator[Stuck]:
        for task in self._tasks.list(state="dead", limit=SHOWN):
            of = f" {task.name}" if task.name else ""
            yield Stuck(f"task {task.kind}{of}", task.id, task.reason, f"leadreel tasks retry {task.id}")
        late = self._clock.now() - _LATE
        running = self._tasks.list(state="running")
        overdue = (task for task in running if task.lease_until is None or task.lease_until < late)
        for task in islice(overdue, SHOWN):
            reason = "its worker died and no rescue came"
            yield Stuck(f"task {task.kind}", task.id, reason, "run `leadreel up`, which rescues it within minutes")

    def _stuck_effects(self) -> Iterator[Stuck]:
        for effect in self._effects.list(state="needs_human", limit=SHOWN):
            todo = f"look there, then: leadreel effects resolve {effect.id} done|not_applied"
            yield Stuck(f"effect {effect.kind}", effect.id, effect.reason, todo)
        late: datetime = self._clock.now() - _LATE
        for effect in self._effects.list(state="unknown", limit=SHOWN):
            if effect.updated_at < late:
                todo = f"retry the task of {effect.subject or effect.key}, which asks the far side"
                yield Stuck(f"effect {effect.kind}", effect.id, effect.reason, todo)

    def _failed(self, collection: str, what: str, todo: str) -> Iterator[Stuck]:
        found = self._documents.query(Query(collection, (Where("state", "==", "failed"),), limit=SHOWN))
        for snapshot in found:
            problems = snapshot.data.get("problems") or [snapshot.data.get("reason", "")]
            yield Stuck(what, snapshot.id, str(problems[0]) if problems else "", todo)

    def _by_state(self, collection: str, states: tuple[str, ...]) -> dict[str, int]:
        counted = {state: self._documents.count(Query(collection, (Where("state", "==", state),))) for state in states}
        return {state: count for state, count in counted.items() if count}

"""The state of the house in one small value: the header of every page, and what open pages are told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from containers.console.pages.words import money
from containers.console.parts import Parts
from containers.console.records import OPEN, Records
from shared.content.model import STATUSES, Draft
from shared.core.clock import iso
from shared.core.ids import stable_id
from shared.leads.model import Import

RECENT = 5  # imports that open pages are told about
DRAFTS = 50  # whose changes open pages are told of


@dataclass(frozen=True, slots=True)
class Overview:
    parts: Parts
    records: Records
    status: Callable[[], Mapping[str, Any]]  # may be a little old: it looks through more than the rest does

    def look(self) -> Mapping[str, Any]:
        """Counts, money, what is stuck, and the newest imports with the tasks they made."""
        status = self.status()
        tasks = self.records.task_counts()
        return {
            "leads": self.parts.leads.count(),
            "tasks": tasks,
            "open": sum(tasks[state] for state in OPEN),
            "spent": str(status.get("spent", 0)),
            "spent_text": money(status.get("spent", 0)),
            "stuck": _number(status.get("stuck", 0)),
            "imports": [self._import(each) for each in self.records.imports(RECENT)],
            "drafts": self._drafts(),
        }

    def _drafts(self) -> Mapping[str, Any]:
        """How many there are of each status, and a mark that changes with whatever their page shows."""
        if self.parts.drafting is None:
            return {}
        drafts = self.parts.drafting.drafts
        shown = [mark_of(draft) for draft in drafts.list(limit=DRAFTS)]
        return {"counts": {status: drafts.count(status) for status in STATUSES}, "mark": stable_id(*shown)}

    def gauges(self) -> Mapping[str, float]:
        """Figures for /metrics."""
        now = self.look()
        tasks = {f'tasks{{state="{state}"}}': float(count) for state, count in now["tasks"].items()}
        return {"leads": float(now["leads"]), "stuck": float(now["stuck"]), "spent_usd": float(now["spent"]), **tasks}

    def _import(self, done: Import) -> Mapping[str, Any]:
        tasks = self.records.task_counts(done.id)
        return {
            "id": done.id,
            "object": done.object,
            "generation": done.generation,
            "state": done.state,
            "rows": done.rows,
            "created": done.created,
            "merged": done.merged,
            "updated": done.updated,
            "rejected": done.rejected,
            "problems": done.problems[:3],
            "tasks": sum(tasks.values()),
            "open": sum(tasks[state] for state in OPEN),
            "dead": tasks["dead"],
            "created_at": iso(done.created_at),
        }


def mark_of(draft: Draft) -> str:
    """Another one whenever a draft's card would look different."""
    seen = (draft.id, draft.status, draft.content_hash, draft.error, draft.reason, draft.approver, draft.permalink)
    return stable_id(*seen, draft.generation)


def _number(value: Any) -> int:
    """A count, or how many things a list names."""
    return len(value) if isinstance(value, list | tuple | Mapping) else int(value)

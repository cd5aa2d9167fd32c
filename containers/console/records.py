"""Imports and tasks as the pages and the API list them: newest first, a page at a time, by declared indexes only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import dropwhile, islice
from typing import Any, get_args

from containers.console.parts import ReadsImports, WorksTasks
from shared.core.clock import iso
from shared.core.errors import InvalidInput
from shared.leads.model import Import
from shared.ports.documents import DocumentStore
from shared.tasks.model import Task, TaskState

STATES: tuple[TaskState, ...] = get_args(TaskState)
OPEN: tuple[TaskState, ...] = ("waiting", "queued", "running")


@dataclass(frozen=True, slots=True)
class Records:
    """Lists what other rooms wrote. `after` is the id of the last record seen, empty at the start."""

    documents: DocumentStore
    all_imports: ReadsImports
    all_tasks: WorksTasks

    def imports(self, limit: int, after: str = "") -> Sequence[Import]:
        last = self.all_imports.get(after) if after else None
        return self.all_imports.list(limit=limit, after=(iso(last.created_at), last.id) if last else None)

    def rejected(self, import_id: str, *, limit: int, after: int = 0) -> list[dict[str, Any]]:
        """Rejected rows of an import behind the row `after`."""
        rows = dropwhile(lambda row: row["row"] <= after, self.all_imports.rejected(import_id))
        return list(islice(rows, limit))

    def tasks(self, *, state: str = "", limit: int = 50, after: str = "") -> list[Task]:
        """Tasks of one state, or of all, newest first."""
        if state and state not in STATES:
            raise InvalidInput(f"no such state {state[:40]!r}; choose one of {', '.join(STATES)}")
        last = self.all_tasks.get(after) if after else None
        return list(self.all_tasks.page(state=state, limit=limit, after=last))

    def task_counts(self, import_id: str = "") -> Mapping[TaskState, int]:
        """How many tasks stand in each state, of one import or of all."""
        return dict.fromkeys(STATES, 0) | dict(self.all_tasks.counts(import_id=import_id))

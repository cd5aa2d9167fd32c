"""Imports and tasks as the pages and the API list them: newest first, a page at a time, by declared indexes only."""

import heapq
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, get_args

from shared.core.codec import from_plain
from shared.core.errors import InvalidInput, NotFound
from shared.leads.model import Import
from shared.ports.documents import DocumentStore, Query, Where
from shared.tasks.model import Task, TaskState

STATES: tuple[TaskState, ...] = get_args(TaskState)
OPEN: tuple[TaskState, ...] = ("waiting", "queued", "running")


@dataclass(frozen=True, slots=True)
class Records:
    """Reads what other rooms wrote."""

    documents: DocumentStore

    def imports(self, limit: int = 50, after: str = "") -> list[Import]:
        """Imports behind the one with the id `after`."""
        query = Query(
            "imports", order_by="created_at", descending=True, limit=limit, after=self._place("imports", after)
        )
        return [_import(found.id, found.data) for found in self.documents.query(query)]

    def import_(self, id: str) -> Import:
        data = self.documents.get("imports", id)
        if data is None:
            raise NotFound(f"no import {id[:40]!r}; the list of imports shows them")
        return _import(id, data)

    def tasks(self, *, state: str = "", limit: int = 50, after: str = "") -> list[Task]:
        """Tasks of one state, or of all: then one short list a state is read, and these are merged."""
        if state and state not in STATES:
            raise InvalidInput(f"no such state {state[:40]!r}; choose one of {', '.join(STATES)}")
        place = self._place("tasks", after)
        lists = [self._tasks(each, limit, place) for each in ([state] if state else STATES)]
        merged = heapq.merge(*lists, key=lambda task: (task.created_at, task.id), reverse=True)
        return list(islice(merged, limit))

    def _tasks(self, state: str, limit: int, place: tuple[str, str] | None) -> list[Task]:
        where = (Where("state", "==", state),)
        query = Query("tasks", where, order_by="created_at", descending=True, limit=limit, after=place)
        return [_task(found.id, found.data) for found in self.documents.query(query)]

    def task(self, id: str) -> Task:
        data = self.documents.get("tasks", id)
        if data is None:
            raise NotFound(f"no task {id[:40]!r}; the list of tasks shows them")
        return _task(id, data)

    def lead_tasks(self, lead: str) -> list[Task]:
        query = Query("tasks", (Where("lead", "==", lead),), order_by="created_at")
        return [_task(found.id, found.data) for found in self.documents.query(query)]

    def task_counts(self, import_id: str = "") -> Mapping[TaskState, int]:
        """How many tasks stand in each state, of one import or of all."""
        own = (Where("import", "==", import_id),) if import_id else ()
        return {state: self.documents.count(Query("tasks", (*own, Where("state", "==", state)))) for state in STATES}

    def _place(self, collection: str, id: str) -> tuple[str, str] | None:
        if not id:
            return None
        data = self.documents.get(collection, id)
        if data is None:
            raise InvalidInput(f"no {collection} record {id[:40]!r} to go on from; start again without it")
        return str(data["created_at"]), id


def _import(id: str, data: Mapping[str, Any]) -> Import:
    return from_plain(Import, {**data, "id": id})


def _task(id: str, data: Mapping[str, Any]) -> Task:
    return from_plain(Task, {**data, "id": id, "import_id": data.get("import", "")})

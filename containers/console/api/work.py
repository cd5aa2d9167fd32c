"""Tasks and the state of the house over the API."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request

from containers.console.access import needs, parts_of
from containers.console.api.shapes import TaskList, TaskOut, task_out
from containers.console.records import Records
from shared.core.codec import to_plain

router = APIRouter(tags=["work"])


@router.get("/tasks", response_model=TaskList, summary="List tasks", dependencies=[Depends(needs("read"))])
def list_tasks(
    request: Request,
    state: Annotated[str, Query(max_length=20)] = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str, Query(max_length=80)] = "",
) -> dict[str, Any]:
    records: Records = request.app.state.records
    found = records.tasks(state=state, limit=limit + 1, after=cursor)
    items = [task_out(task) for task in found[:limit]]
    return {"items": items, "next": items[-1]["id"] if len(found) > limit else ""}


@router.post(
    "/tasks/{id}/retry", response_model=TaskOut, summary="Retry a task", dependencies=[Depends(needs("write"))]
)
def retry_task(request: Request, id: str) -> dict[str, Any]:
    """Dead, skipped and cancelled tasks are sent again; any other is left as it is."""
    tasks = parts_of(request).tasks
    tasks.get(id)
    tasks.retry([id])
    return task_out(tasks.get(id))


@router.get("/status", summary="State of the house", dependencies=[Depends(needs("read"))])
def status(request: Request) -> dict[str, Any]:
    return to_plain(dict(parts_of(request).status()))

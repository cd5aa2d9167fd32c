"""The Airtable sync over the API, and the door at which Airtable tells of changes."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from containers.console.access import needs, parts_of
from containers.console.parts import Caller, Syncs
from shared.core.codec import to_plain
from shared.core.errors import NotFound

router = APIRouter(tags=["sync"])

Direction = Literal["both", "push", "pull", "to-airtable", "from-airtable"]


class SyncIn(BaseModel):
    """What a run is asked for. `dry_run`: it reads, and tells what it would do."""

    direction: Direction = "both"
    dry_run: bool = False


class ChoiceIn(BaseModel):
    """`ours`, `theirs`, or `=VALUE`."""

    choice: str = Field(max_length=100_001)


def _syncs(request: Request) -> Syncs:
    syncs = parts_of(request).syncs
    if syncs is None:
        raise NotFound("this console has no sync")
    return syncs


@router.get("/sync", summary="State of the sync", dependencies=[Depends(needs("read"))])
def state(request: Request) -> dict[str, Any]:
    """How many leads are in step, wait or failed; and the last runs."""
    syncs = _syncs(request)
    return {"leads": syncs.counts(), "runs": [to_plain(run) for run in syncs.runs(10)]}


@router.post("/sync", summary="Sync now", dependencies=[Depends(needs("write"))])
def sync(request: Request, asked: SyncIn) -> dict[str, Any]:
    """One run, whose report is the answer. 409 while another run is under way."""
    return _syncs(request).asked({"direction": asked.direction, "dry_run": str(asked.dry_run)}, b"")


@router.get("/sync/conflicts", summary="Fields that both sides changed", dependencies=[Depends(needs("read"))])
def conflicts(
    request: Request,
    state: Annotated[Literal["", "open", "decided", "resolved"], Query()] = "",
    lead: Annotated[str, Query(max_length=80)] = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> dict[str, Any]:
    return {"items": [to_plain(one) for one in _syncs(request).conflicts(state, lead=lead, limit=limit)]}


@router.post("/sync/conflicts/{id}", summary="Let one value count")
def resolve(
    request: Request, id: str, given: ChoiceIn, caller: Annotated[Caller, Depends(needs("write"))]
) -> dict[str, Any]:
    return to_plain(_syncs(request).resolve(id, given.choice, caller.name))


@router.post("/airtable/notifications", status_code=204, summary="Airtable tells that something changed")
async def notification(request: Request) -> Response:
    """Proved by the webhook's signature; what changed is read by the next run."""
    body = await request.body()
    mac = request.headers.get("x-airtable-content-mac", "")
    await run_in_threadpool(_syncs(request).notified, body, mac)
    return Response(status_code=204)

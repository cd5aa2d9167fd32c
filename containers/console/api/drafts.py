"""Drafts over the API: listed, and decided about as they were seen."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from containers.console.access import needs, parts_of
from containers.console.parts import Caller, Drafting
from shared.content.approval import MAX_CAPTION, MAX_REASON
from shared.content.model import DraftStatus
from shared.core.codec import to_plain
from shared.core.errors import NotFound

router = APIRouter(tags=["drafts"])
Hash = Annotated[str, Field(pattern="^[0-9a-f]{64}$", description="content_hash of the draft as it was seen")]


class ApprovalIn(BaseModel):
    content_hash: Hash


class DenialIn(BaseModel):
    reason: str = Field("", max_length=MAX_REASON, description="the next proposals learn from it")


class CaptionIn(BaseModel):
    caption: str = Field(max_length=MAX_CAPTION)
    content_hash: Hash


def drafting_of(request: Request) -> Drafting:
    drafting = parts_of(request).drafting
    if drafting is None:
        raise NotFound("this console has no drafts")
    return drafting


Held = Annotated[Drafting, Depends(drafting_of)]
Writer = Annotated[Caller, Depends(needs("write"))]


@router.get("/drafts", summary="List drafts", dependencies=[Depends(needs("read"))])
def list_drafts(
    held: Held,
    status: DraftStatus | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[int, Query(ge=0, description="`next` of the page before")] = 0,
) -> dict[str, Any]:
    """The newest first."""
    found = held.drafts.list((status,) if status else (), limit=limit + 1, before=cursor)
    items = found[:limit]
    return {"items": [to_plain(one) for one in items], "next": items[-1].number if len(found) > limit else 0}


@router.get("/drafts/{name}", summary="Read a draft", dependencies=[Depends(needs("read"))])
def read_draft(name: str, held: Held) -> dict[str, Any]:
    """By its id or its number."""
    return to_plain(held.drafts.named(name))


@router.post("/drafts/{name}/approve", summary="Approve a draft")
def approve(name: str, given: ApprovalIn, held: Held, caller: Writer) -> dict[str, Any]:
    """It may be posted with this content. 409 when it has changed since it was seen."""
    id = held.drafts.named(name).id
    return to_plain(held.approvals().approve(id, by=caller.name, seen=given.content_hash))


@router.post("/drafts/{name}/deny", summary="Deny a draft")
def deny(name: str, given: DenialIn, held: Held, caller: Writer) -> dict[str, Any]:
    return to_plain(held.approvals().deny(held.drafts.named(name).id, by=caller.name, reason=given.reason))


@router.post(
    "/drafts/{name}/reopen", summary="Take an approval or a denial back", dependencies=[Depends(needs("write"))]
)
def reopen(name: str, held: Held) -> dict[str, Any]:
    return to_plain(held.approvals().reopen(held.drafts.named(name).id))


@router.put("/drafts/{name}/caption", summary="Edit a caption", dependencies=[Depends(needs("write"))])
def edit(name: str, given: CaptionIn, held: Held) -> dict[str, Any]:
    """What was approved before needs a new approval. 409 when it has changed since it was seen."""
    id = held.drafts.named(name).id
    return to_plain(held.approvals().edit(id, given.caption, seen=given.content_hash))


@router.post("/json2video/notifications", status_code=204, summary="JSON2Video tells that a movie is done")
async def notification(request: Request) -> Response:
    """Nobody signs it, so it is a hint: who waits for that project asks the vendor, and believes the answer alone."""
    body, kind = await request.body(), request.headers.get("content-type", "")
    await run_in_threadpool(drafting_of(request).told, body, kind)
    return Response(status_code=204)

"""Who is one and who is not, over the API: suspects, merges, and imports that are taken back."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, Field

from containers.console.access import needs, parts_of
from containers.console.parts import Caller, Identity
from shared.core.codec import to_plain
from shared.core.errors import NotFound

router = APIRouter(tags=["leads"])


class MergeIn(BaseModel):
    """The leads that are joined to the one in the address."""

    others: list[Annotated[str, Field(max_length=80)]] = Field(min_length=1, max_length=50)


def _identity(request: Request) -> Identity:
    identity = parts_of(request).identity
    if identity is None:
        raise NotFound("this console merges no leads")
    return identity


@router.get("/leads/{id}/duplicates", summary="Leads that may be this one", dependencies=[Depends(needs("read"))])
def duplicates(request: Request, id: str) -> dict[str, Any]:
    """Each with the rule and the evidence; nothing is merged by itself."""
    return {"items": [to_plain(pair) for pair in _identity(request).duplicates.of(id)]}


@router.post("/leads/{id}/merge", summary="Merge leads into one")
def merge(
    request: Request, id: str, asked: MergeIn, caller: Annotated[Caller, Depends(needs("write"))]
) -> dict[str, Any]:
    """The lead knows all that the others know; they go, and can be brought back."""
    merges = _identity(request).merges
    kept = [merges.merge(id, other, by=caller.name).id for other in asked.others]
    return {"kept": kept[-1], "merged": asked.others}


@router.post("/leads/{id}/unmerge", summary="Take a merge back", dependencies=[Depends(needs("write"))])
def unmerge(request: Request, id: str) -> dict[str, Any]:
    """By the id of the lead that went: both are as they were."""
    kept, back = _identity(request).merges.unmerge(id)
    return {"restored": back.id, "from": kept.id if kept else None}


@router.post("/imports/{id}/undo", summary="Take an import back", tags=["imports"])
def undo(request: Request, id: str, caller: Annotated[Caller, Depends(needs("write"))]) -> dict[str, Any]:
    """What it alone made is removed, what it changed is as before, what people changed since stays and is listed.

    Called again it goes on where it stopped, and answers the same when it is done.
    """
    undone = _identity(request).undo.run(id, by=caller.name)
    return {**to_plain(undone), "kept": [to_plain(one) for one in undone.kept]}

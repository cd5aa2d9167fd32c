"""The drafts: each with its video playing, its caption to edit, and a person's word."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request
from starlette.responses import RedirectResponse, Response

from containers.console import media
from containers.console.access import changer, parts_of, viewer
from containers.console.api.drafts import drafting_of
from containers.console.overview import mark_of
from containers.console.pages import header, render
from containers.console.parts import Drafting
from containers.console.sessions import Session
from shared.content.approval import MAX_CAPTION, MAX_REASON
from shared.content.board_table import plain
from shared.content.model import STATUSES, DraftStatus
from shared.core.errors import NotFound

router = APIRouter(include_in_schema=False)
PAGE = 20
Held = Annotated[Drafting, Depends(drafting_of)]
Person = Annotated[Session, Depends(changer)]
Hash = Annotated[str, Form(max_length=64)]
Back = Annotated[str, Form(max_length=200)]


@router.get("/drafts", dependencies=[Depends(viewer)])
def page(
    request: Request,
    held: Held,
    status: DraftStatus | None = None,
    before: Annotated[int, Query(ge=0)] = 0,
    part: Annotated[str, Query(max_length=10)] = "",
) -> Response:
    found = held.drafts.list((status,) if status else (), limit=PAGE + 1, before=before)
    values = {
        "drafts": found[:PAGE],
        "next": found[PAGE - 1].number if len(found) > PAGE else 0,
        "status": status or "",
        "statuses": STATUSES,
        "before": before,
        "mark_of": mark_of,
        "longest": MAX_CAPTION,
        "longest_reason": MAX_REASON,
    }
    if part == "cards":
        return render(request, "drafts_cards.html", values)
    return render(request, "drafts.html", {**header(request), **values})


@router.api_route("/drafts/{id}/video", methods=["GET", "HEAD"], dependencies=[Depends(viewer)])
def video(request: Request, id: str, held: Held) -> Response:
    """The very generation that an approval is for."""
    draft = held.drafts.get(id)
    blobs = parts_of(request).blobs
    blob = blobs.stat(draft.bucket, draft.video) if draft.video else None
    if blob is None or blob.generation != draft.generation:
        raise NotFound(f"the video of draft {draft.number} is not there any more")
    sent = request.headers
    return media.send(
        blobs,
        blob,
        method=request.method,
        asked=sent.get("range", ""),
        if_range=sent.get("if-range", ""),
        known=sent.get("if-none-match", ""),
    )


@router.post("/drafts/{id}/approve")
def approve(id: str, held: Held, person: Person, hash: Hash, back: Back = "") -> Response:
    held.approvals().approve(id, by=person.name or "console", seen=hash)
    return _back(id, back)


@router.post("/drafts/{id}/deny")
def deny(
    id: str, held: Held, person: Person, reason: Annotated[str, Form(max_length=MAX_REASON)] = "", back: Back = ""
) -> Response:
    held.approvals().deny(id, by=person.name or "console", reason=plain(reason))
    return _back(id, back)


@router.post("/drafts/{id}/reopen", dependencies=[Depends(changer)])
def reopen(id: str, held: Held, back: Back = "") -> Response:
    held.approvals().reopen(id)
    return _back(id, back)


@router.post("/drafts/{id}/caption", dependencies=[Depends(changer)])
def edit(
    id: str, held: Held, hash: Hash, caption: Annotated[str, Form(max_length=2 * MAX_CAPTION)] = "", back: Back = ""
) -> Response:
    held.approvals().edit(id, plain(caption), seen=hash)  # a form sends its own line breaks
    return _back(id, back)


def _back(id: str, status: str) -> Response:
    filtered = f"?status={status}" if status in STATUSES else ""
    return RedirectResponse(f"/drafts{filtered}#draft-{id}", 303)

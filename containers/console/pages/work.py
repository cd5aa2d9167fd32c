"""Imports and tasks: what was done with each file and row, what goes on, what a person must look at."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response, StreamingResponse

from containers.console import media, upload
from containers.console.access import changer, parts_of, viewer
from containers.console.live import Pulse
from containers.console.pages import header, render
from containers.console.problems import Refused
from containers.console.records import STATES, Records
from containers.console.sessions import Session
from shared.core.ids import random_id

router = APIRouter(include_in_schema=False)
PAGE = 50
REJECTED = 200  # rows on one page


@router.get("/imports", dependencies=[Depends(viewer)])
def imports(request: Request, cursor: Annotated[str, Query(max_length=80)] = "") -> Response:
    records: Records = request.app.state.records
    found = records.imports(PAGE + 1, cursor)
    values = {"imports": found[:PAGE], "next": found[PAGE - 1].id if len(found) > PAGE else ""}
    return render(request, "imports.html", {**header(request), **values})


@router.get("/imports/{id}", dependencies=[Depends(viewer)])
def one_import(request: Request, id: str, after: Annotated[int, Query(ge=0)] = 0) -> Response:
    records: Records = request.app.state.records
    rejected = records.rejected(id, after=after, limit=REJECTED + 1)
    values = {
        "done": parts_of(request).imports.get(id),
        "tasks": records.task_counts(id),
        "rejected": rejected[:REJECTED],
        "next": rejected[REJECTED - 1]["row"] if len(rejected) > REJECTED else 0,
    }
    return render(request, "import.html", {**header(request), **values})


@router.get("/tasks", dependencies=[Depends(viewer)])
def tasks(
    request: Request,
    state: Annotated[str, Query(max_length=20)] = "",
    cursor: Annotated[str, Query(max_length=80)] = "",
) -> Response:
    records: Records = request.app.state.records
    found = records.tasks(state=state, limit=PAGE + 1, after=cursor)
    values = {
        "tasks": found[:PAGE],
        "state": state,
        "states": STATES,
        "next": found[PAGE - 1].id if len(found) > PAGE else "",
    }
    return render(request, "tasks.html", {**header(request), **values})


@router.get("/status", dependencies=[Depends(viewer)])
def status(request: Request) -> Response:
    told = dict(request.app.state.status())
    stuck = told.pop("stuck", [])
    values = {"stuck": stuck if isinstance(stuck, list) else [], "told": told}
    return render(request, "status.html", {**header(request), **values})


@router.post("/tasks/{id}/retry", dependencies=[Depends(changer)])
def retry(request: Request, id: str, back: Annotated[str, Form(max_length=300)] = "/tasks") -> Response:
    tasks = parts_of(request).tasks
    tasks.get(id)
    tasks.retry([id])
    if "application/json" in request.headers.get("accept", ""):
        return JSONResponse({"id": id, "state": tasks.get(id).state})
    inside = back.startswith("/") and not back.startswith(("//", "/\\"))
    return RedirectResponse(back if inside else "/tasks", 303)


@router.post("/uploads")
async def send_file(request: Request) -> Response:
    session: Session = await changer(request)
    parts = parts_of(request)
    received = await upload.receive(request)
    blob = await run_in_threadpool(
        upload.store, parts.blobs, received, source=session.name or "console", mark=random_id()
    )
    if "application/json" in request.headers.get("accept", ""):
        return JSONResponse(upload.stored(blob), 202)
    return RedirectResponse("/imports", 303)


@router.get("/live", dependencies=[Depends(viewer)])
async def live(request: Request) -> Response:
    pulse: Pulse = request.app.state.pulse
    if pulse.full:
        raise Refused(503, "too_many", "too many pages listen already", "close some and load this one again")
    return StreamingResponse(pulse.listen(), media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})


@router.api_route("/media/{bucket}/{name:path}", methods=["GET", "HEAD"], dependencies=[Depends(viewer)])
def media_object(request: Request, bucket: str, name: str) -> Response:
    sent = request.headers
    return media.serve(
        parts_of(request).blobs,
        bucket,
        name,
        method=request.method,
        asked=sent.get("range", ""),
        if_range=sent.get("if-range", ""),
        known=sent.get("if-none-match", ""),
    )

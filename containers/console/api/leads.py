"""Leads over the API."""

import hashlib
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query, Request
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from containers.console import idempotency
from containers.console.access import needs, parts_of
from containers.console.api.shapes import (
    LeadAdded,
    LeadDetail,
    LeadIn,
    LeadList,
    lead_detail,
    lead_list,
)
from containers.console.parts import Caller
from containers.console.table import MAX_PAGE, Table, Wish
from shared.core.codec import encode_sorted
from shared.core.ids import random_id, stable_id

router = APIRouter(tags=["leads"])


@router.get("/leads", response_model=LeadList, summary="List leads", dependencies=[Depends(needs("read"))])
def list_leads(
    request: Request,
    q: Annotated[str, Query(max_length=200, description="words that all stand somewhere in the lead")] = "",
    has: Annotated[str, Query(max_length=80, description="only leads that have this field")] = "",
    lacks: Annotated[str, Query(max_length=80, description="only leads without this field")] = "",
    imported: Annotated[str, Query(alias="import", max_length=80, description="id of an import")] = "",
    sort: Annotated[str, Query(max_length=81, description="a field; `-` before it turns the order")] = "-created_at",
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 50,
    cursor: Annotated[str, Query(max_length=200, description="`next` of the page before")] = "",
) -> dict[str, Any]:
    table: Table = request.app.state.table
    name, descending = sort.removeprefix("-"), sort.startswith("-")
    wish = Wish(q, has, lacks, imported, sort=name, descending=descending, limit=limit, cursor=cursor)
    return lead_list(table.page(wish))


@router.post(
    "/leads",
    response_model=LeadAdded,
    status_code=201,
    summary="Create a lead",
    responses={200: {"model": LeadAdded, "description": "It was there already; the values were merged into it"}},
)
async def create_lead(
    request: Request,
    lead: LeadIn,
    caller: Annotated[Caller, Depends(needs("write"))],
    idempotency_key: Annotated[str, Header(max_length=255)] = "",
) -> Response:
    parts = parts_of(request)
    fields = {name: _text(value) for name, value in lead.fields.items() if value is not None}
    body = encode_sorted({"fields": fields, "source": lead.source})
    again = idempotency.Request(caller.id, "POST /api/leads", idempotency_key, hashlib.sha256(body).hexdigest())
    key = stable_id("api", again.id) if idempotency_key else random_id()

    async def add() -> Response:
        source = lead.source or caller.name
        added = await run_in_threadpool(parts.add_lead, fields, source=source, key=key)
        answer = {"id": added.id, "created": added.created, "rule": added.rule}
        status = 201 if added.created else 200
        return JSONResponse(answer, status, {"Location": f"/api/leads/{added.id}"})

    answers: idempotency.Answers = request.app.state.answers
    return await answers.once(again, add)


@router.get("/leads/{id}", response_model=LeadDetail, summary="One lead", dependencies=[Depends(needs("read"))])
def get_lead(request: Request, id: str) -> dict[str, Any]:
    """With the origin of every value, and what each field held before."""
    return lead_detail(parts_of(request).leads.get(id))


def _text(value: str | float | bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)

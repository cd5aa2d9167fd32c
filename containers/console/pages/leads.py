"""The leads: the table, and one lead with everything that is known about it."""

from collections.abc import Mapping
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from containers.console.access import parts_of, viewer
from containers.console.media_links import video_of
from containers.console.pages import header, render
from containers.console.table import Table, Wish
from shared.core.codec import to_plain

router = APIRouter(dependencies=[Depends(viewer)], include_in_schema=False)

COLUMNS: Mapping[str, str] = {
    "name": "Lead",
    "company_name": "Company",
    "email": "E-mail",
    "location": "Location",
    "created_at": "Added",
}
PAGE = 50
SHOWN_ELSEWHERE = {"lead", "fields", "gone", "created_at", "updated_at", "video", "tasks"}  # of the story


@router.get("/")
@router.get("/leads")
def table(
    request: Request,
    q: Annotated[str, Query(max_length=200)] = "",
    has: Annotated[str, Query(max_length=80)] = "",
    lacks: Annotated[str, Query(max_length=80)] = "",
    imported: Annotated[str, Query(alias="import", max_length=80)] = "",
    sort: Annotated[str, Query(max_length=81)] = "-created_at",
    cursor: Annotated[str, Query(max_length=200)] = "",
    part: Annotated[str, Query(max_length=10)] = "",
) -> Response:
    name, descending = sort.removeprefix("-"), sort.startswith("-")
    wish = Wish(q, has, lacks, imported, sort=name, descending=descending, limit=PAGE, cursor=cursor)
    leads: Table = request.app.state.table
    asked = {"q": q, "has": has, "lacks": lacks, "import": imported, "sort": sort if sort != "-created_at" else ""}

    def address(**changes: str) -> str:
        query = urlencode({key: value for key, value in {**asked, **changes}.items() if value})
        return f"/?{query}" if query else "/"

    values = {
        "page": leads.page(wish),
        "wish": wish,
        "columns": COLUMNS,
        "address": address,
        "video_of": video_of,
        "filtered": bool(q or has or lacks or imported),
    }
    if part == "table":
        return render(request, "leads_table.html", values)
    return render(request, "leads.html", {**header(request), **values})


@router.get("/leads/{id}")
def lead(request: Request, id: str) -> Response:
    parts = parts_of(request)
    found = parts.leads.get(id)
    story = to_plain(dict(parts.explain(id)))
    values = {
        "lead": found,
        "video": video_of(found),
        "tasks": parts.tasks.for_lead(id),
        "story": {name: told for name, told in story.items() if name not in SHOWN_ELSEWHERE},
        "work": story.get("tasks", []),
    }
    return render(request, "lead.html", {**header(request), **values})

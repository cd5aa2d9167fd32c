"""Imports over the API: send a file, see what became of it."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query, Request
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from containers.console import idempotency, upload
from containers.console.access import needs, parts_of
from containers.console.api.shapes import ImportDetail, ImportList, Uploaded, import_out
from containers.console.parts import Caller
from containers.console.records import Records
from shared.core.codec import to_plain
from shared.core.ids import random_id, stable_id

router = APIRouter(tags=["imports"])

_FILE = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary"}},
                }
            },
            "text/csv": {
                "schema": {"type": "string"},
                "example": "Full Name,Company,Email\nAna Diaz,Acme,ana@acme.example\n",
            },
        },
    }
}


@router.get("/imports", response_model=ImportList, summary="List imports", dependencies=[Depends(needs("read"))])
def list_imports(
    request: Request,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str, Query(max_length=80)] = "",
) -> dict[str, Any]:
    records: Records = request.app.state.records
    found = records.imports(limit + 1, cursor)
    items = [import_out(one) for one in found[:limit]]
    return {"items": items, "next": items[-1]["id"] if len(found) > limit else ""}


@router.post("/imports", response_model=Uploaded, status_code=202, summary="Send a file of leads", openapi_extra=_FILE)
async def send_file(
    request: Request,
    caller: Annotated[Caller, Depends(needs("write"))],
    name: Annotated[str, Query(max_length=200, description="file name, where the body is the file itself")] = "",
    idempotency_key: Annotated[str, Header(max_length=255)] = "",
) -> Response:
    """The file is stored and announced; its import appears in the list under the same object and generation."""
    parts = parts_of(request)
    received = await upload.receive(request, name=name)
    again = idempotency.Request(caller.id, "POST /api/imports", idempotency_key, f"{received.name}:{received.digest}")
    mark = again.id if idempotency_key else random_id()

    async def put() -> Response:
        blob = await run_in_threadpool(
            upload.store, parts.blobs, received, source=caller.name, mark=stable_id("upload", mark)
        )
        return JSONResponse(upload.stored(blob), 202)

    answers: idempotency.Answers = request.app.state.answers
    return await answers.once(again, put)


@router.get("/imports/{id}", response_model=ImportDetail, summary="One import", dependencies=[Depends(needs("read"))])
def get_import(request: Request, id: str) -> dict[str, Any]:
    records: Records = request.app.state.records
    found = parts_of(request).imports.get(id)
    return {
        **import_out(found),
        "mapping": [to_plain(column) for column in found.mapping],
        "tasks": {state: count for state, count in records.task_counts(id).items() if count},
        "rejected_rows": records.rejected(id, limit=100),
    }

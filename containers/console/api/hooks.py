"""HTTPS doors of functions: what Zapier and the like post is handed to the function, which checks the key itself."""

import re

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from containers.console.access import parts_of
from containers.console.parts import HookCall
from shared.core.errors import NotFound

router = APIRouter(tags=["hooks"])

PASSED = ("authorization", "x-api-key", "content-type", "idempotency-key", "accept")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")


@router.post("/hooks/{function}", summary="Post to a function's door")
async def hook(request: Request, function: str) -> Response:
    """The body, the query and the API key are handed on; the answer is the function's own."""
    if not _NAME.fullmatch(function):
        raise NotFound("no function has such a name; /docs lists what there is")
    headers = {name: request.headers[name] for name in PASSED if name in request.headers}
    call = HookCall(function, await request.body(), headers, request.url.query)
    answer = await run_in_threadpool(parts_of(request).forward, call)
    return Response(answer.body, answer.status, media_type=answer.content_type)

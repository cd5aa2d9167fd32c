"""The console: REST API, pages and live progress on one port. `python -m containers.console.main` serves it."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import Depends, FastAPI, Request
from fastapi.responses import JSONResponse, PlainTextResponse
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from containers.console import problems
from containers.console.access import reader_of_figures
from containers.console.api import drafts as drafts_api
from containers.console.api import hooks, identity, imports, leads, lists, sync, work
from containers.console.api.shapes import ProblemOut
from containers.console.cached import Cached
from containers.console.guard import LOOPBACK, Guard, set_cookie
from containers.console.idempotency import Answers
from containers.console.live import Pulse
from containers.console.overview import Overview
from containers.console.pages import drafts as draft_pages
from containers.console.pages import entrance
from containers.console.pages import leads as lead_pages
from containers.console.pages import work as work_pages
from containers.console.parts import Parts
from containers.console.records import Records
from containers.console.sessions import Sessions
from containers.console.table import Table
from shared.core import log as logs
from shared.core.errors import AppError
from shared.problem import Problem

if TYPE_CHECKING:
    import uvicorn

STATUS_SECONDS = 2.0
THREADS = 8  # for the store's calls; each holds a connection
_HERE = Path(__file__).parent


def build(parts: Parts) -> FastAPI:
    """The application over these parts."""
    app = FastAPI(
        title="Leadreel",
        summary="Leads, imports and tasks. Every call carries an API key.",
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=_lifespan,
        responses={400: {"model": ProblemOut}, 401: {"model": ProblemOut}, 404: {"model": ProblemOut}},
    )
    sessions = Sessions(parts.secret, parts.clock)
    state = app.state
    state.parts, state.sessions = parts, sessions
    state.table = Table(parts.leads, parts.clock, parts.search)
    state.records = Records(parts.documents, parts.imports, parts.tasks)
    state.answers = Answers(parts.documents, parts.clock)
    state.status = Cached(parts.status, STATUS_SECONDS, parts.clock)
    overview = Overview(parts, state.records, state.status)
    state.glance = Cached(overview.look, 1.0, parts.clock)
    state.pulse = Pulse(overview.look, parts.documents)
    state.set_cookie = lambda session: set_cookie(sessions, session, secure=parts.public_url.startswith("https:"))

    apis = (lists, leads, identity, imports, drafts_api, work, sync)
    for router in (each.router for each in apis):
        app.include_router(router, prefix="/api")
    for router in (hooks.router, lead_pages.router, draft_pages.router, work_pages.router, entrance.router):
        app.include_router(router)
    _add_probes(app, parts, overview)
    app.mount("/static", _Static(directory=_HERE / "static"))
    problems.install(app)
    app.add_middleware(Guard, parts=parts, sessions=sessions)
    return app


def _add_probes(app: FastAPI, parts: Parts, overview: Overview) -> None:
    gauges = Cached(overview.gauges, 1.0, parts.clock)

    @app.get("/healthz", include_in_schema=False)
    def healthz() -> Response:
        return JSONResponse({"status": "ok"})

    @app.get("/readyz", include_in_schema=False)
    def readyz() -> Response:
        if missing := parts.missing():
            told = f"not running: {', '.join(missing)}"
            return problems.as_json(
                Problem("not_ready", 503, told, "wait a moment; if it lasts, restart and look at the log")
            )
        try:
            parts.documents.get("leads", "readiness")
        except AppError as error:
            return problems.as_json(Problem("not_ready", 503, str(error), "wait, or look at the store"))
        return JSONResponse({"status": "ok"})

    @app.get("/metrics", include_in_schema=False, dependencies=[Depends(reader_of_figures)])
    def metrics() -> Response:
        return PlainTextResponse(
            parts.metrics.render({**gauges(), **parts.gauges()}), media_type="text/plain; version=0.0.4"
        )

    @app.get("/openapi.json", include_in_schema=False, dependencies=[Depends(reader_of_figures)])
    def openapi(request: Request) -> Response:
        return JSONResponse(request.app.openapi())


class _Static(StaticFiles):
    """Our own few files; a browser asks each time whether its copy is still good, so an update is seen at once."""

    def file_response(self, *args: object, **kwargs: object) -> Response:
        response = super().file_response(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        response.headers["cache-control"] = "no-cache"
        return response


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    from anyio import to_thread

    to_thread.current_default_thread_limiter().total_tokens = THREADS
    yield
    app.state.pulse.close()


def server(app: FastAPI, host: str = "127.0.0.1", port: int = 8080) -> "uvicorn.Server":
    """A server with limits, whose open streams end when it is told to stop. Run it with `.run()`."""
    from containers.console.serving import server_of

    return server_of(app, host, port, app.state.pulse.close)


def create(*, public: bool = False) -> FastAPI:
    """The application over the parts of the house."""
    from containers.console.house import no_doors, parts_of_the_house
    from shared.app import app

    settings = app().settings
    logs.set_up(settings.log_level)
    app().observe("console")
    return build(parts_of_the_house(app(), no_doors, public=public))


def main() -> None:
    """Serve on $PORT of $HOST (8080 on loopback)."""
    host = os.environ.get("HOST", "127.0.0.1")
    public = f"[{host}]" not in LOOPBACK and host not in LOOPBACK
    server(create(public=public), host, int(os.environ.get("PORT", "8080"))).run()


if __name__ == "__main__":
    main()

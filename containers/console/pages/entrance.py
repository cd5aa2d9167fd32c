"""Log-in by API key where the console is open to more than this machine, and the description of the API."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import RedirectResponse, Response

from containers.console.access import changer, parts_of, viewer
from containers.console.guard import same_origin
from containers.console.pages import header, render
from containers.console.problems import Refused, problem_of
from containers.console.sessions import COOKIE
from shared.core.errors import AppError

router = APIRouter(include_in_schema=False)


@router.get("/login")
def login_page(request: Request) -> Response:
    return render(request, "login.html", {"problem": None})


@router.post("/login")
def login(request: Request, key: Annotated[str, Form(max_length=200)]) -> Response:
    """No token is asked for: before a log-in there is no session to bind one to, so the origin must do."""
    if not same_origin(request.headers):
        raise Refused(403, "foreign_page", "another site's page sent this", "use the console's own pages")
    try:
        caller = parts_of(request).keys.check(key.strip(), "read")
    except (AppError, Refused) as error:
        problem = problem_of(error)
        return render(request, "login.html", {"problem": problem}, status=problem.status)
    session = request.app.state.sessions.start(key=caller.id, name=caller.name, scopes=tuple(sorted(caller.scopes)))
    answer = RedirectResponse("/", 303)
    answer.headers["set-cookie"] = request.app.state.set_cookie(session)
    return answer


@router.post("/logout", dependencies=[Depends(changer)])
def logout() -> Response:
    answer = RedirectResponse("/login", 303)
    answer.delete_cookie(COOKIE)
    return answer


@router.get("/docs", dependencies=[Depends(viewer)])
def docs(request: Request) -> Response:
    return render(request, "docs.html", {**header(request), "api": request.app.openapi()})

"""The pages: Jinja2 with everything escaped, no inline script, nothing from elsewhere."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from containers.console.pages import words
from containers.console.table import name_of
from shared.leads.inbox import TYPES

_FILES = ",".join(sorted({*TYPES, *TYPES.values()}))  # what the browser offers to choose
_FOLDER = Path(__file__).parent.parent / "templates"


@cache
def templates() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        name_of=name_of,
        **{
            each.__name__: each
            for each in (words.moment, words.link, words.money, words.label, words.count, words.site)
        },
    )
    return environment


def render(request: Request, template: str, values: Mapping[str, Any], *, status: int = 200) -> Response:
    """A page of this request's session."""
    session = getattr(request.state, "session", None)
    sessions = request.app.state.sessions
    shown = {
        "session": session,
        "csrf": sessions.token(session) if session else "",
        "path": request.url.path,
        "files": _FILES,
        "public": request.app.state.parts.public,
        "has_drafts": request.app.state.parts.drafting is not None,
        **values,
    }
    return HTMLResponse(templates().get_template(template).render(shown), status)


def header(request: Request) -> dict[str, Any]:
    """What the head of every page shows: a second old at most."""
    return {"now": request.app.state.glance()}

"""Who may do what: API callers by key and scope, pages by session, changes by a token of our own pages."""

from collections.abc import Callable

from starlette.requests import Request

from containers.console.guard import key_of, same_origin
from containers.console.parts import Caller, Parts
from containers.console.problems import Refused
from containers.console.sessions import Session


def parts_of(request: Request) -> Parts:
    parts: Parts = request.app.state.parts
    return parts


def needs(scope: str) -> Callable[[Request], Caller]:
    """A dependency: the holder of a key that has `scope`."""

    def caller(request: Request) -> Caller:
        return parts_of(request).keys.check(key_of(request), scope)

    return caller


def reader_of_figures(request: Request) -> None:
    """Metrics and the API's description: for whoever sees the pages, or holds a key that reads."""
    if getattr(request.state, "session", None) is None and parts_of(request).public:
        needs("read")(request)


def viewer(request: Request) -> Session:
    """The session that looks at a page. Raises Refused (401) when its key was revoked."""
    session: Session | None = getattr(request.state, "session", None)
    if session is None or (session.key and not parts_of(request).keys.alive(session.key)):
        raise Refused(401, "unauthorized", "this session is over", "log in again at /login")
    return session


async def changer(request: Request) -> Session:
    """The session that changes something: same site, with the page's own token, and allowed to write."""
    from starlette.concurrency import run_in_threadpool

    session = await run_in_threadpool(viewer, request)
    if not same_origin(request.headers):
        raise Refused(403, "foreign_page", "another site's page sent this", "use the console's own pages")
    if session.key and not {"write", "admin"} & set(session.scopes):
        raise Refused(403, "forbidden", "this key may only look", "log in with a key that has the scope `write`")
    token = request.headers.get("x-csrf-token", "") or await _token_in_form(request)
    if not request.app.state.sessions.holds(session, token):
        raise Refused(403, "stale_page", "this page is too old to change anything", "load the page again, then repeat")
    return session


async def _token_in_form(request: Request) -> str:
    kind = request.headers.get("content-type", "")
    if not kind.startswith(("application/x-www-form-urlencoded", "multipart/form-data")):
        return ""
    return str((await request.form(max_files=1, max_fields=4)).get("csrf", ""))

"""Every function of the manifest behind one WSGI application: POST /NAME goes through the real functions-framework.

`python -m local.doors` serves it on a free loopback port in a process of its own, which the host can kill when a call
outlasts its dispatch deadline.
"""

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import functions_framework
from werkzeug.serving import WSGIRequestHandler, make_server

from shared.core import log as logs
from shared.core.codec import encode
from shared.core.metrics import metrics

FUNCTIONS = Path(__file__).parent.parent / "functions"
FIGURES = "-/figures"  # where the host asks for this process' metrics; no function can have such a name
Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def open_door(name: str) -> Wsgi:
    """The function's own WSGI application. What create_app leaves in this process is taken back."""
    kept = dict(os.environ), list(sys.path), sys.modules.get("main")
    try:
        source = str(FUNCTIONS / name / "main.py")
        door: Wsgi = functions_framework.create_app(name, source)  # type: ignore[no-untyped-call]  # it has no types
        return door
    finally:
        os.environ.clear()
        os.environ.update(kept[0])
        sys.path[:] = kept[1]
        sys.modules.pop("main", None)
        if kept[2] is not None:
            sys.modules["main"] = kept[2]


def doors(names: Iterable[str]) -> Wsgi:
    """Dispatches on the first path segment; a door is opened when it is first called."""
    known = frozenset(names)
    opened: dict[str, Wsgi] = {}

    def dispatch(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        name = environ.get("PATH_INFO", "").strip("/")
        if name == FIGURES:
            start_response("200 OK", [("Content-Type", "application/json")])
            return [encode(metrics.figures())]
        if name not in known:
            start_response("404 Not Found", [("Content-Type", "text/plain")])
            return [b"no such function\n"]
        if name not in opened:
            opened[name] = open_door(name)
        return opened[name]({**environ, "PATH_INFO": "/", "SCRIPT_NAME": f"/{name}"}, start_response)

    return dispatch


class _Quiet(WSGIRequestHandler):
    """The functions write their own log lines."""

    protocol_version = "HTTP/1.1"

    def log(self, type: str, message: str, *args: Any) -> None:
        pass


def main(arguments: list[str] | None = None) -> None:
    """Write the port to the file named, then serve until the parent goes."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port-file", type=Path, required=True)
    options = parser.parse_args(arguments)
    from local.parent import die_with_parent
    from shared.app import app

    die_with_parent()
    told = sys.stderr if "LEADREEL_LOG_LEVEL" in os.environ else None
    logs.set_up(app().settings.log_level, told, app().settings.data / "logs" / "leadreel.jsonl")
    app().observe("functions")
    names: Mapping[str, Any] = app().manifest.functions
    server = make_server("127.0.0.1", 0, doors(names), threaded=True, request_handler=_Quiet)
    app().warm()
    options.port_file.write_text(str(server.server_port))
    server.serve_forever()


if __name__ == "__main__":
    main()

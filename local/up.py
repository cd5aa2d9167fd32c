"""`leadreel up`: the host and the console in one process, the functions in another."""

import http.client
import os
import signal
import socket
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from types import FrameType

from containers.console.house import parts_of_the_house
from containers.console.main import build, server
from containers.console.parts import HookAnswer, HookCall
from local.calling import OuterDoors
from local.host import Host, cloud_of, owning
from local.output import Output
from shared.app import App
from shared.core import log as logs
from shared.core.codec import encode
from shared.core.errors import InvalidInput, NotFound, TransientError
from shared.core.metrics import metrics
from shared.manifest import FunctionConfig
from shared.problem import problem_of

log = logs.get_log(__name__)

LOOPBACK = {"127.0.0.1", "::1", "localhost"}


def serve(app: App, host: str, port: int, output: Output) -> None:
    """Run until Ctrl-C or SIGTERM. Raises TransientError when the folder is in use, InvalidInput for a taken port."""
    with owning(app.state), _listening(host, port) as listener:
        free = int(listener.getsockname()[1])
        env = {**os.environ, **app.settings.environment(), "PYTHONPATH": str(Path(__file__).parent.parent)}
        doors = OuterDoors(app.manifest.functions, app.signer, app.clock, env, app.state)
        metrics.join(doors.figures)
        cloud = Host(cloud_of(app, doors))
        forward = forwarding(doors, app.manifest.functions)
        console = server(
            build(parts_of_the_house(app, forward, public=host not in LOOPBACK, missing=cloud.missing)), host, free
        )
        signal.signal(signal.SIGTERM, _as_ctrl_c)  # the server raises it again once it has closed
        cloud.start()
        try:
            _greet(app, host, free, output)
            with suppress(KeyboardInterrupt):
                console.run(sockets=[listener])
        finally:
            cloud.stop()
    output.talk("Stopped.")


def _as_ctrl_c(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _listening(host: str, port: int) -> socket.socket:
    """Listening from now on, before anybody is told the address. Port 0 = any free one."""
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(256)
    except OSError as error:
        listener.close()
        raise InvalidInput(f"{host}:{port}: {error.strerror}; give another with --port, or 0 for any") from error
    return listener


def _greet(app: App, host: str, port: int, output: Output) -> None:
    url = f"http://{host}:{port}/"
    if output.json:
        output.line({"console": url, "uploads": str(app.settings.data / "uploads")})
    output.talk(f"Console and API:  {url}  (API at {url}docs)")
    output.talk(
        f"Drop CSV files in {app.settings.data / 'uploads'}/  ·  log: {app.settings.data / 'logs'}/leadreel.jsonl"
    )
    output.talk("Ctrl-C ends it; what is under way goes on at the next start.")


def forwarding(doors: OuterDoors, functions: Mapping[str, FunctionConfig]) -> Callable[[HookCall], HookAnswer]:
    """Hands a call to a function's HTTPS door; other kinds of door are not reached from outside."""

    def forward(call: HookCall) -> HookAnswer:
        function = functions.get(call.function)
        if function is None or function.kind != "request":
            raise NotFound(f"no function {call.function!r} takes posts; /docs lists what does")
        target = f"/{call.function}" + (f"?{call.query}" if call.query else "")
        try:
            reply = doors.post(target, call.body, call.headers, function.timeout)
        except (OSError, http.client.HTTPException) as error:
            log.warning("function not reached", function=call.function, reason=str(error))
            told = problem_of(TransientError("the function did not answer; try again in a moment"))
            return HookAnswer(told.status, encode(told))
        return HookAnswer(reply.status, reply.body, reply.content_type)

    return forward

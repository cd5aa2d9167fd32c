"""How a task reaches its door: in this process, or in one that can be killed."""

import http.client
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from werkzeug.test import Client

from local.doors import FIGURES, doors
from local.worker import Answer
from shared.auth.signer import Signer
from shared.core import log as logs
from shared.core.clock import Clock
from shared.core.codec import decode
from shared.core.errors import AppError
from shared.core.metrics import Figure
from shared.core.text import shorten
from shared.manifest import FunctionConfig
from shared.ports.queue import Dispatch

log = logs.get_log(__name__)

START_TIME = 20.0  # seconds the functions' process may take until it answers
TERM_TIME = 5.0


@dataclass(frozen=True, slots=True)
class Reply:
    """A door's whole answer."""

    status: int
    body: bytes
    content_type: str
    retry_after: str | None


class _Calling:
    def __init__(self, functions: Mapping[str, FunctionConfig], signer: Signer, clock: Clock) -> None:
        self._functions = functions
        self._signer = signer
        self._clock = clock

    def _headers(self, dispatch: Dispatch, left: float) -> dict[str, str]:
        """The platform proves itself to the door by a short-lived token."""
        kind = self._functions[dispatch.function].kind
        token = self._signer.sign(kind, dispatch.function, valid_for=timedelta(seconds=left + 60))
        return {"Content-Type": "application/json", **dispatch.headers, "Authorization": f"Bearer {token}"}

    def _seconds_left(self, dispatch: Dispatch) -> float:
        return max(0.1, (dispatch.deadline - self._clock.now()).total_seconds())


class InnerDoors(_Calling):
    """Calls the doors in this process: quick to start, for one import and for tests. A call cannot be cut short."""

    def __init__(self, functions: Mapping[str, FunctionConfig], signer: Signer, clock: Clock) -> None:
        super().__init__(functions, signer, clock)
        self._wsgi = doors(functions)

    def __call__(self, dispatch: Dispatch) -> Answer:
        headers = self._headers(dispatch, self._seconds_left(dispatch))
        response = Client(self._wsgi).post(f"/{dispatch.function}", data=dispatch.body, headers=headers)
        return _answer(response.status_code, response.get_data(as_text=True), response.headers.get("Retry-After"))

    def start(self) -> None:
        pass

    def stop(self) -> None:
        pass


class OuterDoors(_Calling):
    """Keeps one process that serves the doors; it is killed when a call outlasts its deadline, and started again."""

    def __init__(
        self, functions: Mapping[str, FunctionConfig], signer: Signer, clock: Clock, env: Mapping[str, str], state: Path
    ) -> None:
        super().__init__(functions, signer, clock)
        self._env = dict(env)
        self._port_file = state / "doors.port"
        self._process: subprocess.Popen[bytes] | None = None
        self._port = 0
        self._lock = threading.Lock()

    def start(self) -> None:
        """Start the process if it does not run; returns once it listens. Raises OSError when it does not come up."""
        with self._lock:
            if self._process is not None and self._process.poll() is None:
                return
            self._port_file.unlink(missing_ok=True)
            command = [sys.executable, "-m", "local.doors", "--port-file", str(self._port_file)]
            self._process = subprocess.Popen(command, env=self._env, stdin=subprocess.DEVNULL)  # noqa: S603
            self._port = self._wait_for_port(self._process)

    def _wait_for_port(self, process: subprocess.Popen[bytes]) -> int:
        end = self._clock.monotonic() + START_TIME
        while self._clock.monotonic() < end and process.poll() is None:
            if self._port_file.exists() and (text := self._port_file.read_text()):
                return int(text)
            self._clock.sleep(0.01)
        raise OSError("the functions' process did not start; its own lines above say why")

    def stop(self) -> None:
        with self._lock:
            if self._process is None or self._process.poll() is not None:
                return
            self._process.terminate()
            try:
                self._process.wait(TERM_TIME)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()

    def __call__(self, dispatch: Dispatch) -> Answer:
        left = self._seconds_left(dispatch)
        try:
            reply = self.post(f"/{dispatch.function}", dispatch.body, self._headers(dispatch, left), left)
            return _answer(reply.status, reply.body.decode("utf-8", "replace"), reply.retry_after)
        except TimeoutError:
            log.error("dispatch deadline passed", function=dispatch.function, task=dispatch.name)
            self._kill()
            return Answer(0, "the dispatch deadline passed; the function was ended")
        except (OSError, http.client.HTTPException) as error:
            return Answer(0, f"the function was not reached: {error}")

    def post(self, target: str, body: bytes, headers: Mapping[str, str], timeout: float) -> Reply:
        """One POST to a door. Raises TimeoutError, OSError or HTTPException when nothing comes back."""
        self.start()
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=timeout)
        try:
            connection.request("POST", target, body, dict(headers))
            response = connection.getresponse()
            kind = response.headers.get("Content-Type", "application/octet-stream")
            return Reply(response.status, response.read(), kind, response.headers.get("Retry-After"))
        finally:
            connection.close()

    def figures(self) -> list[Figure]:
        """The metrics of the functions' process; none while it is not there."""
        if self._process is None or self._process.poll() is not None:
            return []
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=2.0)
        try:
            connection.request("GET", f"/{FIGURES}")
            return decode(list[Figure], connection.getresponse().read())
        except (OSError, http.client.HTTPException, AppError) as error:
            log.warning("no metrics from the functions", reason=str(error))
            return []
        finally:
            connection.close()

    def alive(self) -> bool:
        """False while the process is not there; the next call starts it."""
        return self._process is not None and self._process.poll() is None

    def _kill(self) -> None:
        """The lease must not outlive the holder: the process ends before the task is handed out again."""
        with self._lock:
            if self._process is not None and self._process.poll() is None:
                os.kill(self._process.pid, signal.SIGKILL)
                self._process.wait()


def _answer(status: int, text: str, retry_after: str | None) -> Answer:
    seconds = float(retry_after) if retry_after and retry_after.isdigit() else None
    reason = "" if status < 300 else f"{status}: {shorten(_sentence(text), 300)}"
    return Answer(status, reason, seconds)


def _sentence(page: str) -> str:
    """The message of an error page, without its markup."""
    _, marker, rest = page.partition("<p>")
    return rest.partition("</p>")[0] if marker else page

"""A small parent for each job task: writes its log, and takes it along when the host dies.

Run as a script with the standard library alone: `launcher.py LIMIT LOG COMMAND...`. Standard input is a pipe whose
other end the host holds: when it closes, however the host ended, the whole process group is killed. At the end the last
line of the command's standard error is written to standard output, and its exit code is passed on.
"""

import os
import select
import signal
import sys

_KEPT = 2_000  # bytes of the last line
_HOST, _PIECE = 0, 65_536


def main(limit: int, log: str, command: list[str]) -> int:
    woken, wake = os.pipe()
    os.set_blocking(wake, False)
    signal.set_wakeup_fd(wake)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    for number in (signal.SIGTERM, signal.SIGINT):  # meant for the command, which is in the same group
        signal.signal(number, lambda *_: None)
    child, out, err = _spawn(command)
    return _Watch(child, out, err, woken, log, limit).run()


def _spawn(command: list[str]) -> tuple[int, int, int]:
    out, out_end = os.pipe()
    err, err_end = os.pipe()
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_DUP2, out_end, 1),
        (os.POSIX_SPAWN_DUP2, err_end, 2),
    ]
    child = os.posix_spawn(command[0], command, os.environ, file_actions=actions)
    os.close(out_end)
    os.close(err_end)
    return child, out, err


class _Watch:
    """Reads what the command says until it ends."""

    def __init__(self, child: int, out: int, err: int, woken: int, log: str, limit: int) -> None:
        self._child, self._out, self._err, self._woken = child, out, err, woken
        self._room = limit
        self._log = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        self._last = b""
        self._line = b""

    def run(self) -> int:
        poll = select.poll()
        for source in (_HOST, self._out, self._err, self._woken):
            poll.register(source, select.POLLIN)
        while True:
            for source, _ in poll.poll():
                self._take(poll, source)
            ended, status = os.waitpid(self._child, os.WNOHANG)
            if ended:
                self._drain()
                os.write(1, (self._line.strip() or self._last)[-_KEPT:])
                code = os.waitstatus_to_exitcode(status)
                return code if code >= 0 else 128 - code

    def _take(self, poll: "select.poll", source: int) -> None:
        data = os.read(source, _PIECE)
        if source == _HOST and not data:
            os.killpg(0, signal.SIGKILL)
        if not data:
            poll.unregister(source)
        if source in (self._out, self._err):
            self._keep(source, data)

    def _keep(self, source: int, data: bytes) -> None:
        if source == self._err:
            *lines, rest = (self._line + data).split(b"\n")
            self._last = next((line.strip() for line in reversed(lines) if line.strip()), self._last)
            self._line = rest[-_KEPT:]
        if self._room <= 0:
            return
        os.write(self._log, data[: self._room])
        self._room -= len(data)
        if self._room <= 0:
            os.write(self._log, b"\n[the output was cut here]\n")

    def _drain(self) -> None:
        """What is still in the pipes; a grandchild may hold them open, so this does not wait for their end."""
        for source in (self._out, self._err):
            os.set_blocking(source, False)
            try:
                while data := os.read(source, _PIECE):
                    self._keep(source, data)
            except BlockingIOError:
                continue


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), sys.argv[2], sys.argv[3:]))

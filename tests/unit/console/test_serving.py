"""The console on a real socket."""

import http.client
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from containers.console import guard, serving
from containers.console.main import build, server


@pytest.fixture
def port(house: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    monkeypatch.setattr(serving, "HEAD_SECONDS", 0.4)
    monkeypatch.setattr(guard, "BODY_SECONDS", 0.6)
    running = server(build(house.parts), port=0)
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    end = time.monotonic() + 10
    while not running.started and time.monotonic() < end:
        time.sleep(0.02)
    yield int(running.servers[0].sockets[0].getsockname()[1])
    running.should_exit = True
    thread.join(10)
    assert not thread.is_alive()


def ask(port: int, path: str = "/healthz") -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request("GET", path)
    status = connection.getresponse().status
    connection.close()
    return status


def dawdle(port: int, text: bytes) -> socket.socket:
    late = socket.create_connection(("127.0.0.1", port), timeout=5)
    late.sendall(text)
    return late


def test_half_open_calls_do_not_stop_honest_ones_and_are_shown_out(port: int) -> None:
    body = b"POST /hooks/accept HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\nonly this"
    late = [dawdle(port, body) for _ in range(40)] + [dawdle(port, b"GET / HT") for _ in range(40)]
    start = time.monotonic()
    assert [ask(port) for _ in range(10)] == [200] * 10
    assert time.monotonic() - start < 2
    answers = [each.recv(2000) for each in late]
    assert all(b" 408 " in answer.split(b"\r\n")[0] for answer in answers[:40])
    assert answers[40:] == [b""] * 40
    for each in late:
        each.close()


def test_a_connection_that_is_kept_serves_several_calls(port: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    for _ in range(3):
        connection.request("GET", "/healthz")
        answer = connection.getresponse()
        assert (answer.status, answer.read()) == (200, b'{"status":"ok"}')
    connection.close()


def test_a_stream_outlives_the_times_for_heads_and_bodies(port: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request("GET", "/live")
    answer = connection.getresponse()
    assert answer.getheader("content-type", "").startswith("text/event-stream")
    lines = [answer.readline() for _ in range(3)]
    time.sleep(1.0)
    assert lines[2].startswith(b"data: {")
    assert ask(port, "/healthz") == 200
    assert connection.sock is not None
    connection.close()

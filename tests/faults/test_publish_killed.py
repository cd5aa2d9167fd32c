"""The real process is killed at every step of a publication, by SIGKILL, before a stand-in of Instagram: one post."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from sandbox.instagram.publishing import FILM
from sandbox.instagram.state import Rules
from sandbox.instagram.web import Instagram, instagram
from shared.app import App
from shared.core.codec import encode
from shared.core.ids import stable_id
from shared.core.settings import Settings
from shared.publish.model import Account, Media, Post

HOME = Path(__file__).parents[2]
LATER = 1200.0  # seconds until a doubt may be looked into; the processes' clock is put forward by so much each time
ZYGOTE = """
# Imports once; then every line of input is a process of its own, forked: publish the post, or die on the way.
import json, os, sys
from datetime import timedelta
from pathlib import Path

import httpx

import shared.publish.platforms.instagram
import shared.publish.service
from shared.app import App
from shared.core import faults
from shared.core.clock import SystemClock
from shared.core.codec import decode, encode
from shared.core.settings import Settings
from shared.publish.model import Post

class Later(SystemClock):
    def __init__(self, seconds):
        self.ahead = timedelta(seconds=seconds)
    def now(self):
        return super().now() + self.ahead

manifest = App(Settings(data=Path("."))).manifest

def publish(asked):
    faults.arm_from({"LEADREEL_FAULTS": asked["faults"]})
    settings = Settings(data=Path(asked["data"]), base_urls=asked["urls"])
    app = App(settings, clock=Later(asked["ahead"]))
    app.manifest = manifest
    record = app.publishing.publish(decode(Post, Path(asked["post"]).read_bytes()))
    Path(asked["post"] + ".record").write_bytes(encode(record))

for line in sys.stdin:
    asked = json.loads(line)
    child = os.fork()
    if child == 0:
        publish(asked)
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
POINTS = (  # every step on the way of a Reel that is uploaded
    *("effects.before_claim", "effects.after_claim", "effects.before_prepare", "instagram.before_container"),
    *("instagram.after_container", "effects.after_prepare", "effects.before_move", "effects.after_move"),
    *("effects.before_ready", "instagram.before_upload", "instagram.after_upload", "effects.after_ready"),
    *("effects.before_book", "effects.after_book", "publish.before_note", "publish.after_note"),
    *("effects.before_send", "instagram.before_publish", "instagram.after_publish", "effects.after_send"),
    *("effects.before_done", "effects.after_done"),
)
SHORT = {"effects.after_prepare", "publish.before_note"}  # the tests below come to the call itself
MANY = 10 if "SCHEDULES" in os.environ else 1  # `make faults` takes them all
if MANY == 1:
    POINTS = tuple(point for point in POINTS if point in SHORT)
WHEN_IT_IS_READY = ("effects.after_move", "effects.before_move", "publish.before_note")
IN_DOUBT = ("effects.after_reconcile", "effects.before_reconcile", "effects.before_done", "effects.after_done")


@pytest.fixture(scope="module")
def zygote() -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", ZYGOTE]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=HOME) as process:
        yield process
        process.stdin.close()


class House:
    """One installation before one stand-in."""

    def __init__(self, zygote: subprocess.Popen[str], data: Path, url: str, vendor: Instagram) -> None:
        self.zygote, self.vendor, self.data = zygote, vendor, data
        self.urls = {"facebook": f"{url}/facebook"}
        app = App(Settings(data=data, base_urls=self.urls))
        self.account = Account("main", "instagram", vendor.user.id, "@sandbox", "facebook", {"upload": "resumable"})
        app.accounts.put(self.account)
        app.tokens.put("main", "instagram", "facebook", vendor.token("facebook"))
        blob = app.blobs.put("content", "drafts/one.mp4", FILM, content_type="video/mp4")
        self.media = Media("content", blob.name, blob.generation, sha256(FILM).hexdigest(), blob.size, duration=8.0)
        app.database.close()


class Rehearsal:
    """One post, and processes that publish it."""

    def __init__(self, house: House, name: str) -> None:
        self.house, self.name, self.runs = house, name, 0
        self.file = house.data / f"{stable_id(name)}.json"
        self.file.write_bytes(encode(Post(house.account, house.media, f"A hook: {name}", name)))

    @property
    def out(self) -> list[str]:
        """What is to be seen over there."""
        return [post.id for post in self.house.vendor.posts if post.caption == f"A hook: {self.name}"]

    def run(self, faults: str = "") -> int:
        """The exit code of one process, begun some time after the one before."""
        given = {"data": str(self.house.data), "post": str(self.file), "urls": self.house.urls}
        asked = {**given, "faults": faults, "ahead": self.runs * LATER}
        self.runs += 1
        self.house.zygote.stdin.write(json.dumps(asked) + "\n")
        self.house.zygote.stdin.flush()
        return int(self.house.zygote.stdout.readline())

    def killed_at(self, point: str) -> None:
        """Processes go on until one comes to the point, and dies there."""
        for _ in range(3):
            if self.run(f"{point}=kill") == -signal.SIGKILL:
                return
        pytest.fail(f"nobody came to {point}")

    def end(self) -> dict[str, str]:
        for _ in range(4):
            assert self.run() == 0
            record = json.loads(Path(f"{self.file}.record").read_bytes())
            if record["state"] == "posted":
                return record
        pytest.fail(f"not posted: {record}")


@pytest.fixture(scope="module")
def house(zygote: subprocess.Popen[str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with instagram(Instagram(rules=Rules(calls_an_hour=100_000))) as (standin, vendor):
        yield House(zygote, tmp_path_factory.mktemp("house"), standin.url, vendor)


@pytest.fixture
def rehearsal(house: House, request: pytest.FixtureRequest) -> Rehearsal:
    return Rehearsal(house, request.node.name)


@pytest.mark.parametrize("point", POINTS)
def test_kill_9_at_any_step_makes_one_post(rehearsal: Rehearsal, point: str) -> None:
    rehearsal.killed_at(point)
    record = rehearsal.end()
    assert rehearsal.out == [record["remote"]]
    assert record["permalink"]


@pytest.mark.parametrize("point", WHEN_IT_IS_READY[:MANY])
def test_kill_9_once_the_platform_is_ready_makes_one_post(rehearsal: Rehearsal, point: str) -> None:
    assert rehearsal.run() == 0
    rehearsal.killed_at(point)
    record = rehearsal.end()
    assert rehearsal.out == [record["remote"]]


@pytest.mark.parametrize("point", IN_DOUBT[:MANY])
def test_kill_9_while_a_doubt_is_looked_into_makes_one_post(rehearsal: Rehearsal, point: str) -> None:
    rehearsal.killed_at("instagram.after_publish")
    rehearsal.killed_at(point)
    rehearsal.end()
    assert len(rehearsal.out) == 1


def test_a_call_that_never_arrived_is_made_again_after_the_platform_was_asked(rehearsal: Rehearsal) -> None:
    rehearsal.killed_at("instagram.before_publish")
    assert rehearsal.out == []
    rehearsal.killed_at("instagram.before_publish")
    rehearsal.end()
    assert len(rehearsal.out) == 1

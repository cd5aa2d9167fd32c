"""`leadreel publish`, as people and scripts use it, before a stand-in of Instagram."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from local.cli import main
from sandbox.instagram.publishing import FILM
from sandbox.instagram.state import Rules
from sandbox.instagram.web import Instagram, instagram
from sandbox.standin import Fault, StandIn
from shared.app import App
from shared.core.settings import Settings
from shared.publish.model import Account

Run = Callable[..., tuple[int, list[dict[str, Any]]]]


@pytest.fixture
def outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[StandIn, Instagram]]:
    with instagram(Instagram(rules=Rules(looks=0))) as (standin, vendor):
        monkeypatch.setenv("LEADREEL_FACEBOOK_BASE_URL", f"{standin.url}/facebook")
        app = App(Settings(data=tmp_path / "var"))
        app.accounts.put(Account("main", "instagram", vendor.user.id, "@sandbox", "facebook", {"upload": "resumable"}))
        app.tokens.put("main", "instagram", "facebook", vendor.token("facebook"))
        app.database.close()
        yield standin, vendor


@pytest.fixture
def leadreel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a verb: its exit code, and the lines of JSON."""
    from shared.video import probe

    video = probe.VideoStream.__new__(probe.VideoStream)
    object.__setattr__(video, "width", 1080)
    object.__setattr__(video, "height", 1920)
    found = probe.Probe(tmp_path, len(FILM), 8.0, video, None, True, 0, "")
    monkeypatch.setattr(probe, "probe", lambda _: found)  # the stand-in's film is a few bytes long
    (tmp_path / "film.mp4").write_bytes(FILM)

    def run(*words: str) -> tuple[int, list[dict[str, Any]]]:
        with pytest.raises(SystemExit) as ended:
            main(["--data", str(tmp_path / "var"), "--json", "publish", *words])
        return int(ended.value.code or 0), [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return run


def test_a_film_is_published_once_however_often_one_asks(outside, leadreel: Run, tmp_path: Path) -> None:
    film = [str(tmp_path / "film.mp4"), "--account", "main", "--caption", "Spring is here"]
    code, [told] = leadreel(*film, "--dry-run")
    assert (code, told["state"]) == (0, "would be published")
    assert leadreel("list") == (0, [])
    code, [waiting] = leadreel(*film)
    assert (code, waiting["state"], waiting["over"]) == (1, "waiting", False)
    code, [done] = leadreel("retry", waiting["id"])
    assert (code, done["state"]) == (0, "posted")
    assert leadreel(*film) == (0, [done])
    assert [post.caption for post in outside[1].posts] == ["Spring is here"]
    assert leadreel("list", "--state", "posted")[1][0]["permalink"] == done["permalink"] != ""
    assert leadreel("show", done["id"])[1][0]["media"]["name"].startswith("published/")
    assert leadreel(*film[:-1], "Other words")[0] == 1
    assert len(outside[1].posts) == 1


def test_what_breaks_a_rule_is_said_before_anything_is_sent(outside, leadreel: Run, tmp_path: Path) -> None:
    code, told = leadreel(str(tmp_path / "film.mp4"), "--account", "main", "--caption", "x" * 2201)
    assert (code, told) == (1, [])
    assert outside[0].asked == 0
    (tmp_path / "film.txt").write_bytes(b"x")
    assert leadreel(str(tmp_path / "film.txt"), "--account", "main")[0] == 1
    assert leadreel("list", "--state", "lost")[0] == 2


def test_a_doubt_is_told_and_a_person_is_not_believed_too_early(outside, leadreel: Run, tmp_path: Path) -> None:
    standin, vendor = outside
    _, [waiting] = leadreel(str(tmp_path / "film.mp4"), "--account", "main", "--caption", "Spring is here")
    standin.faults.append(Fault("drop_answer", "POST", "media_publish"))
    code, [doubt] = leadreel("retry", waiting["id"])
    assert (code, doubt["state"]) == (1, "unknown")
    assert leadreel("decide", doubt["id"], "not_posted")[0] == 1
    code, [decided] = leadreel("decide", doubt["id"], "posted", "--note", "I see it")
    assert (code, decided["state"]) == (0, "posted")
    assert len(vendor.posts) == 1

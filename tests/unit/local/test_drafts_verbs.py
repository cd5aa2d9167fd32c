"""`leadreel drafts`: listed, shown, decided about by number, id and hash."""

import json
from pathlib import Path

import pytest

from local.cli import main
from shared.app import App
from shared.content.model import Draft
from shared.core.settings import Settings


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LEADREEL_DATA", str(tmp_path / "var"))
    app = App(Settings(data=tmp_path / "var"))
    for number in (1, 2):
        blob = app.blobs.put("content", f"drafts/{number}.mp4", b"film")
        given = {"bucket": "content", "video": blob.name, "generation": blob.generation, "sha256": f"{number:064x}"}
        app.drafts.create(Draft("", 0, f"p{number}", app.clock.now(), f"Caption {number}", "teach", **given))
    app.database.close()
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, list[dict], str]:
    with pytest.raises(SystemExit) as ended:
        main([*words, "--json"])
    out, told = capsys.readouterr()
    return ended.value.code or 0, [json.loads(line) for line in out.splitlines()], told


def test_a_person_decides_on_the_command_line(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, listed, _ = run(capsys, "drafts", "list")
    assert (code, [one["number"] for one in listed]) == (0, [2, 1])
    hash = listed[1]["content_hash"]
    assert run(capsys, "drafts", "approve", "1", "--hash", hash[:12])[1][0]["status"] == "Approved"
    assert run(capsys, "drafts", "caption", "1", "Better words")[1][0]["status"] == "Draft"
    code, said, told = run(capsys, "drafts", "approve", "1", "--hash", hash)
    assert (code, said, "changed since it was shown" in told) == (1, [], True)
    assert run(capsys, "drafts", "deny", "#2", "--reason", "too loud")[1][0]["reason"] == "too loud"
    assert [one["number"] for one in run(capsys, "drafts", "list", "--status", "Denied")[1]] == [2]
    assert run(capsys, "drafts", "reopen", listed[0]["id"])[1][0]["status"] == "Draft"
    assert run(capsys, "drafts", "poll")[1] == [{"board": "builtin", "approved": [], "logged": [], "changed": []}]
    place = run(capsys, "drafts", "open", "2")[1][0]["video"]
    assert Path(place).read_bytes() == b"film"
    code, _, told = run(capsys, "drafts", "show", "9")
    assert (code, "number 9" in told) == (1, True)
    assert run(capsys, "drafts", "list", "--status", "Lost")[0] == 2

"""`leadreel propose` and `proposals` as others script against them."""

import json
from pathlib import Path

import pytest

from local.cli import main


class Cli:
    def __init__(self, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._data, self._capsys = data, capsys

    def __call__(self, *words: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as end:
            main(["--data", str(self._data), *words])
        told = self._capsys.readouterr()
        assert "Traceback" not in told.err
        code = end.value.code
        return (code if isinstance(code, int) else 0), told.out, told.err


@pytest.fixture
def cli(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Cli:
    for name in ("LEADREEL_OPENAI_KEY", "LEADREEL_GEMINI_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return Cli(tmp_path / "var", capsys)


def test_an_empty_bucket_is_1_with_its_remedy_and_wrong_usage_is_2(cli: Cli) -> None:
    code, out, err = cli("propose", "--json")
    assert (code, out) == (1, "")
    assert "put photos or films into" in err
    assert cli("propose", "--budget", "much")[0] == 2
    assert cli("propose", "--count", "0")[0] == 2
    assert cli("proposals", "show", "none")[0] == 1


def test_proposals_are_lines_of_json_and_each_can_be_shown(cli: Cli, tmp_path: Path) -> None:
    from PIL import Image

    folder = tmp_path / "var" / "content" / "wip_photos" / "oak-table"
    folder.mkdir(parents=True)
    for number in range(4):
        Image.new("RGB", (540, 960), (40 * number, 90, 20)).save(folder / f"step{number}.jpg")
    code, out, _ = cli("propose", "--dry-run", "--json")
    assert (code, json.loads(out)["source"]) == (0, "rules")
    code, out, err = cli("propose", "--count", "2", "--json")
    made = [json.loads(line) for line in out.splitlines()]
    assert (code, len(made)) == (0, 2), err
    assert {"id", "batch", "strategy", "intent", "caption", "resources", "source", "variety", "cost"} <= made[0].keys()
    assert "movie" not in made[0]
    code, out, _ = cli("proposals", "list", "--json")
    assert {json.loads(line)["id"] for line in out.splitlines()} == {one["id"] for one in made}
    code, out, _ = cli("proposals", "show", made[0]["id"], "--json")
    assert json.loads(out)["movie"]["scenes"]
    code, out, _ = cli("assistant", "show", "--json")
    assert (code, json.loads(out)["model"]) == (0, "")

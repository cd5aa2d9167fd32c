"""The command line as others script against it: forms, exit codes, and no traceback whatever happens."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
GOOD = "full_name,email,Shoe size\nAna Diaz,ana@acme.example,39\nBo Li,bo@bolt.example,44\n"


class Cli:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.env = {**os.environ, "LEADREEL_NETWORK": "off", "PYTHONPATH": str(ROOT)}

    def __call__(self, *words: str, given: str = "") -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "local.cli", *words],
            cwd=self.folder, env=self.env, input=given, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert "Traceback" not in done.stderr
        return done

    def json(self, *words: str, given: str = "") -> list[Any]:
        return [json.loads(line) for line in self(*words, "--json", given=given).stdout.splitlines()]

    def file(self, name: str, content: str | bytes) -> str:
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return name


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    return Cli(tmp_path)


def test_a_bare_call_lists_the_verbs_and_touches_nothing(cli: Cli) -> None:
    done = cli()
    assert "ingest" in done.stdout + done.stderr
    assert list(cli.folder.iterdir()) == []


def test_wrong_usage_is_2(cli: Cli) -> None:
    assert cli("nonsense").returncode == 2
    assert cli("ingest").returncode == 2
    assert cli("ingest", "x.csv", "--stop-at", "moon").returncode == 2


def test_ingest_answers_with_one_object_a_file(cli: Cli) -> None:
    done = cli("ingest", cli.file("a.csv", GOOD), cli.file("b.csv", GOOD), "--stop-at", "leads", "--json")
    first, second = map(json.loads, done.stdout.splitlines())
    assert done.returncode == 0
    keys = {
        "import_id",
        "file",
        "rows",
        "created",
        "merged",
        "updated",
        "rejected",
        "mapping",
        "estimated_cost",
        "spent",
    }
    assert set(first) >= keys | {"seconds"}
    assert first["mapping"] == {"full_name": "full_name", "email": "email", "Shoe size": None}
    assert {first["created"], second["created"]} == {0, 2}
    assert {first["merged"], second["merged"]} == {0, 2}


def test_a_dry_run_has_the_same_form_and_no_id(cli: Cli) -> None:
    (seen,) = cli.json("ingest", cli.file("a.csv", GOOD), "--dry-run")
    assert (seen["import_id"], seen["created"], seen["estimated_cost"]) == (None, 2, "0")
    assert cli.json("leads", "list") == []


def test_map_rows_and_names_speak_json(cli: Cli) -> None:
    name = cli.file("a.csv", GOOD)
    assert cli.json("map", name) == [{name: {"full_name": "full_name", "email": "email", "Shoe size": None}}]
    assert cli.json("rows", name)[:2] == [["full_name", "email", "Shoe size"], ["Ana Diaz", "ana@acme.example", "39"]]
    (split,) = cli.json("names", given="Dr. Ana Diaz, MBA\n")
    assert split == {"first_name": "Ana", "last_name": "Diaz"}


def test_every_row_has_its_outcome(cli: Cli) -> None:
    text = GOOD + "too,many,cells,here,now\nAna Diaz,ana@acme.example,39\n"
    (done,) = cli.json("ingest", cli.file("a.csv", text), "--stop-at", "leads")
    assert done["rows"] == done["created"] + done["merged"] + done["updated"] + done["rejected"] == 4
    rows = cli.json("imports", "rows", done["import_id"])
    assert [row["outcome"] for row in rows] == ["created", "created", "rejected", "merged"]
    assert rows[3]["rule"] == "email"
    (rejected,) = cli.json("imports", "rejected", done["import_id"])
    assert "row 3" in rejected["reason"]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("empty.csv", "", "empty"),
        ("header.csv", "name,email\n", "no row"),
        ("picture.csv", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "PNG"),
        ("noise.csv", bytes(range(256)) * 8, "binary"),
        ("strange.csv", "foo\nbar\n", "no field fits"),
        ("headless.csv", "Ana Diaz,ana@acme.example\nBo Li,bo@bolt.example\n", "no header"),
        ("one.csv", "email\nana@acme.example\n", "one column"),
        ("twice.csv", "email,email,name\na@a.example,b@a.example,Ana\n", "more than once"),
        ("long.csv", "name,email\nAna,ana@acme.example,x,y\n", "row 1 has 4 cells"),
        ("short.csv", "name,email,city\nAna,ana@acme.example\nBo,bo@bolt.example,Rome\n", "row 1 has 2 cells"),
        pytest.param("wide.csv", "name,email\nAna," + "x" * 200_000 + "\n", "row 1 has a cell", id="wide.csv"),
        ("quote.csv", 'name,email\nAna,"ana@acme.example\nBo,bo@bolt.example\n', "never closed"),
    ],
)
def test_bad_input_is_one_clear_line_and_stops_nobody_else(
    cli: Cli, name: str, content: str | bytes, told: str
) -> None:
    done = cli("ingest", cli.file(name, content), cli.file("good.csv", GOOD), "--stop-at", "leads")
    assert done.returncode == 1
    (line, *_) = [line for line in done.stderr.splitlines() if told in line]
    assert line.startswith(name) or f" {name}" in line
    assert {lead["fields"]["email"] for lead in cli.json("leads", "list") if "email" in lead["fields"]} >= {
        "ana@acme.example",
        "bo@bolt.example",
    }


def test_a_folder_and_a_missing_file_are_named(cli: Cli) -> None:
    (cli.folder / "folder").mkdir()
    done = cli("ingest", "folder", "missing.csv", cli.file("good.csv", GOOD), "--stop-at", "leads")
    assert done.returncode == 1
    assert "folder: this is a folder" in done.stderr
    assert "missing.csv: there is no such file" in done.stderr
    assert len(cli.json("leads", "list")) == 2


def test_the_canonical_export_is_sorted_and_repeatable(cli: Cli) -> None:
    cli("ingest", cli.file("a.csv", GOOD), "--stop-at", "leads")
    lines = cli("leads", "export", "--format", "jsonl").stdout.splitlines()
    leads = [json.loads(line) for line in lines]
    assert [lead["id"] for lead in leads] == sorted(lead["id"] for lead in leads)
    assert all(list(lead["fields"]) == sorted(lead["fields"]) for lead in leads)
    assert cli("leads", "export", "--format", "jsonl").stdout.splitlines() == lines


def test_unknown_ids_are_a_sentence_and_1(cli: Cli) -> None:
    for words in (("explain", "x"), ("leads", "show", "x"), ("imports", "show", "x"), ("effects", "show", "x")):
        done = cli(*words)
        assert done.returncode == 1
        assert done.stderr.startswith("leadreel: no ")


def test_a_setting_that_cannot_be_read_is_named(cli: Cli) -> None:
    cli.file("leadreel.yaml", "vidio: x\n")
    done = cli("status")
    assert done.returncode == 1
    assert "unknown setting 'vidio'" in done.stderr


def test_a_data_folder_that_cannot_be_made_is_named(cli: Cli) -> None:
    cli.file("taken", "a file")
    done = cli("--data", "taken", "status")
    assert done.returncode == 1
    assert "taken" in done.stderr


def test_keys_are_shown_once(cli: Cli) -> None:
    (made,) = cli.json("keys", "create", "zapier", "--scope", "write")
    assert made["key"].startswith("lr_")
    assert made["key"] not in cli("keys", "list", "--json").stdout
    assert cli("keys", "revoke", made["id"]).returncode == 0

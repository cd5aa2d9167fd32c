"""Data on stdout, in the form that was asked for."""

import json

import pytest

from local.cli import _global_first
from local.output import Output


def test_json_is_one_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    count = Output(json=True).many(({"n": n, "name": "Zoë"} for n in range(3)), ("n",), empty="none")
    lines = capsys.readouterr().out.splitlines()
    assert count == 3
    assert [json.loads(line) for line in lines] == [{"n": n, "name": "Zoë"} for n in range(3)]


def test_nothing_is_said_on_stderr_not_on_stdout(capsys: pytest.CaptureFixture[str]) -> None:
    assert Output().many([], ("n",), empty="No leads yet.") == 0
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "No leads yet.\n")


def test_in_a_pipe_a_table_is_tab_separated_and_a_row_is_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    Output().many([{"a": "x\ty\nz", "b": [1, 2]}], ("a", "b"), empty="")
    assert capsys.readouterr().out == "a\tb\nx y z\t1; 2\n"


def test_a_story_is_an_outline(capsys: pytest.CaptureFixture[str]) -> None:
    Output().story({"lead": "l1", "fields": {"email": {"value": "a@b.example"}}, "tasks": [{"id": 1, "note": ""}, {}]})
    told = "lead  l1\nfields\n  email\n    value  a@b.example\ntasks\n  - id    1\n  -\n"
    assert capsys.readouterr().out.replace("- \n", "-\n") == told


@pytest.mark.parametrize(
    ("given", "moved"),
    [
        (["leads", "list", "--json"], ["--json", "leads", "list"]),
        (["leads", "list", "--data", "d"], ["--data", "d", "leads", "list"]),
        (["leads", "list", "--data=d"], ["--data=d", "leads", "list"]),
        (["leads", "search", "--", "--json"], ["leads", "search", "--", "--json"]),
        (["status", "--data"], ["status", "--data"]),
    ],
)
def test_the_global_options_may_stand_anywhere(given: list[str], moved: list[str]) -> None:
    assert _global_first(given) == moved

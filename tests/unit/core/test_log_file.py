"""The log: to a terminal, to a file that is put by when it is long, and how long things took."""

import io
import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.core import log as logs
from shared.core.metrics import metrics
from shared.core.timing import timed

ROOT = Path(__file__).parents[3]


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in ("shared", "functions", "containers", "local", "sandbox")}
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, held in levels.items():
        logging.getLogger(name).setLevel(held)


def test_lines_go_to_the_terminal_by_default_and_no_file_appears(tmp_path: Path) -> None:
    told = io.StringIO()
    logs.set_up("INFO", told)
    logs.get_log("shared.x").info("a draft was made", draft=7)
    assert json.loads(told.getvalue())["message"] == "a draft was made"
    assert not list(tmp_path.iterdir())


def test_a_file_is_put_by_when_it_would_grow_too_long_and_no_line_is_lost(tmp_path: Path) -> None:
    file = tmp_path / "logs" / "content.log"
    logs.set_up("INFO", file=file, max_bytes=2_000, backups=50)
    log = logs.get_log("shared.x")
    for number in range(60):
        log.info("line", number=number)
    files = sorted(file.parent.glob("content.log*"))
    assert len(files) > 3 and all(one.stat().st_size <= 2_000 for one in files)
    lines = [json.loads(line)["number"] for one in files for line in one.read_text().splitlines()]
    assert sorted(lines) == list(range(60))


def test_the_oldest_files_go(tmp_path: Path) -> None:
    file = tmp_path / "content.log"
    logs.set_up("INFO", file=file, max_bytes=1_000, backups=2)
    for number in range(60):
        logs.get_log("shared.x").info("line", number=number)
    assert sorted(one.name for one in tmp_path.glob("content.log*")) == [
        "content.log",
        "content.log.1",
        "content.log.2",
    ]


def test_processes_that_share_a_file_put_it_by_together(tmp_path: Path) -> None:
    """None writes on into a file that another has put by, and none puts by a file that is new."""
    code = """
import sys
from pathlib import Path
from shared.core import log as logs
logs.set_up("INFO", file=Path(sys.argv[1]), max_bytes=4000, backups=200)
for number in range(150):
    logs.get_log("shared.x").info("line", who=sys.argv[2], number=number)
"""
    command = [sys.executable, "-c", code, str(tmp_path / "content.log")]
    writers = [subprocess.Popen([*command, str(who)], cwd=ROOT) for who in range(3)]
    assert [writer.wait() for writer in writers] == [0, 0, 0]
    files = list(tmp_path.glob("content.log*"))
    lines = [json.loads(line) for one in files for line in one.read_text().splitlines()]
    assert sorted((line["who"], line["number"]) for line in lines) == [
        (str(w), n) for w in range(3) for n in range(150)
    ]
    assert all(one.stat().st_size < 6_000 for one in files)


def test_a_hidden_text_is_written_nowhere_not_even_in_an_errors_trace() -> None:
    told = io.StringIO()
    logs.set_up("INFO", told)
    logs.hide("correct-horse-battery", "abc")
    try:
        raise ValueError("refused: correct-horse-battery")
    except ValueError as error:
        logs.get_log("shared.x").error("went wrong", error=error, said="correct-horse-battery was it", other="abc")
    assert "correct-horse" not in told.getvalue()
    assert '"abc"' in told.getvalue()  # too short to be a secret


def test_a_block_and_a_function_are_timed_alike_and_told_when_they_fail() -> None:
    told = io.StringIO()
    logs.set_up("DEBUG", told)

    @timed("test_timing", way="function")
    def twice(number: int) -> int:
        return number * 2

    with timed("test_timing", way="block") as taken:
        assert twice(2) + twice(3) == 10
    assert taken.wall >= taken.cpu * 0.5 and taken.wall > 0
    with pytest.raises(ZeroDivisionError), timed("test_timing", way="failed"):
        _ = 1 / 0
    sums = {(name, labels["way"]): value for name, labels, value in metrics.figures() if name.startswith("test_timing")}
    assert sums["test_timing_seconds_count", "function"] == 2
    assert sums["test_timing_seconds_count", "block"] == sums["test_timing_seconds_count", "failed"] == 1
    lines = [json.loads(line) for line in told.getvalue().splitlines()]
    assert [(line["way"], line["failed"]) for line in lines] == [
        ("function", False),
        ("function", False),
        ("block", False),
        ("failed", True),
    ]


def test_people_read_plain_words_and_no_trace(tmp_path: Path) -> None:
    told = io.StringIO()
    logs.set_up(file=tmp_path / "log.jsonl", people=told)
    log = logs.get_log("shared.somewhere")
    log.info("nobody is told of this")
    log.warning("asked again", kind="enrich", reason="ana@example.com did\nnot answer", token="abc")
    log.error("it broke", error=ValueError("x"))
    first, second = told.getvalue().splitlines()
    assert first.endswith("warning: asked again  kind=enrich  reason=<email> did not answer  token=<secret>")
    assert second.endswith("error: it broke")
    assert "ValueError" in (tmp_path / "log.jsonl").read_text()

"""The console's small parts."""

import doctest
import subprocess
import sys
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from containers.console import guard, media, media_links, problems, upload
from containers.console.media import span_of
from containers.console.pages import words
from containers.console.problems import Refused
from containers.console.sessions import Session, Sessions
from containers.console.table import rank
from containers.console.upload import safe_name
from shared.core.clock import ManualClock
from shared.leads.reader import SUFFIXES


@pytest.mark.parametrize("module", [guard, media, media_links, problems, upload, words])
def test_the_examples_in_the_docstrings_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]  # the parameter is a module


@given(st.text(max_size=300))
@example("../../etc/passwd")
@example("a" * 400 + ".csv")
@example(".put-x.csv")
@example("leads.csv.part")
@example("leads.xlsx")
@example("XLSX")
@example("export.dat")
@example("con\x00trol\n.csv")
@example("ä" * 200 + ".csv")
def test_a_file_name_is_one_safe_name_whatever_was_sent(raw: str) -> None:
    name = safe_name(raw)
    assert name and "/" not in name and "\\" not in name and not name.startswith(".")
    assert name.isprintable() and len(name.encode()) <= 250 and "." in name
    assert not name.endswith((".part", ".tmp", ".crdownload", "~"))
    assert PurePosixPath(name).suffix.lower() in SUFFIXES  # else no import would ever look at it
    assert safe_name(name) == name


@given(st.text(alphabet="bytes=-0123456789, ", max_size=30), st.integers(1, 10_000))
def test_a_range_lies_inside_the_object_or_is_refused(header: str, size: int) -> None:
    try:
        span = span_of(header, size)
    except Refused as refused:
        assert refused.status_code == 416
        return
    assert span is None or 0 <= span.first <= span.last < size


def test_a_session_is_read_back_and_no_other_secret_makes_one() -> None:
    clock = ManualClock()
    ours, theirs = Sessions(b"a" * 32, clock), Sessions(b"b" * 32, clock)
    session = ours.start(key="k1", name="Ana", scopes=("read",))
    cookie = ours.cookie(session)
    assert ours.read(cookie) == session
    assert theirs.read(cookie) is None
    assert ours.read(theirs.cookie(session)) is None
    assert not theirs.holds(session, ours.token(session))
    clock.advance(13 * 3600)
    assert ours.read(cookie) is None


@given(st.text(max_size=80))
def test_no_made_up_cookie_is_a_session(cookie: str) -> None:
    assert Sessions(b"a" * 32, ManualClock()).read(cookie) is None


def test_a_token_of_one_session_does_not_fit_another() -> None:
    sessions = Sessions(b"a" * 32, ManualClock())
    one, two = sessions.start(), sessions.start()
    assert isinstance(one, Session) and sessions.holds(one, sessions.token(one))
    assert not sessions.holds(one, sessions.token(two))


def test_numbers_sort_as_numbers_and_before_words() -> None:
    from containers.console.parts import Row

    def place(value: str) -> object:
        return rank(Row("l", {"employees": value}, "", "", ()), "employees")

    assert sorted(["x", "10", "9", "1,000"], key=place) == ["9", "10", "1,000", "x"]  # type: ignore[arg-type]  # a tuple
    assert place(" ") is None


def test_the_guide_names_every_call_that_there_is(house: Any) -> None:
    guide = (Path(__file__).parents[3] / "docs/guide/api.md").read_text("utf-8")
    described = house.client().get("/openapi.json").json()["paths"]
    for path, methods in described.items():
        for method in methods:
            assert f"`{method.upper()} {path}`" in guide, f"docs/guide/api.md lacks {method.upper()} {path}"


def test_the_console_is_light() -> None:
    heavy = ("numpy", "av", "PIL", "playwright", "httpx", "rich", "typer", "openai", "selectolax", "rapidfuzz", "flask")
    script = (
        "import sys, containers.console.main, containers.console.house, containers.console.serving; print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert loaded.isdisjoint(heavy), loaded & set(heavy)

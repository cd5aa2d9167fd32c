import sys
from pathlib import Path

import pytest

from shared.core.errors import NotFound
from shared.ops import health


def test_this_machine_can_run_the_house(tmp_path: Path) -> None:
    for check in (health.python(), health.sqlite(), health.data_folder(tmp_path / "new")):
        assert check.ok, check
        assert check.remedy == ""


def test_a_folder_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    check = health.data_folder(tmp_path / "file" / "data")
    assert (check.ok, check.needed) == (False, True)
    assert "file" in check.detail
    assert "--data" in check.remedy


def test_a_program_is_started_to_see_its_version() -> None:
    check = health.program("Python", lambda: sys.executable, "install it")
    assert check.ok
    assert check.detail.startswith("Python 3.")
    assert check.remedy == ""


def refuse() -> None:
    raise NotFound("LEADREEL_CHROMIUM: there is no program 'x'")


@pytest.mark.parametrize(
    ("find", "detail"),
    [
        (lambda: None, "not found"),
        (refuse, "LEADREEL_CHROMIUM"),
        (lambda: "/nowhere/chromium", "does not start"),
        (lambda: "/bin/false", "does not start"),
    ],
)
def test_a_missing_or_broken_program_names_its_remedy(find, detail: str) -> None:
    check = health.program("Chromium", find, "uv run playwright install chromium")
    assert not check.ok
    assert detail in check.detail
    assert check.remedy == "uv run playwright install chromium"


def test_packages_are_looked_for_without_loading_them() -> None:
    before = set(sys.modules)
    assert not health.module("X", "no_such_package", "uv sync --extra x").ok
    assert health.module("PyAV", "av", "uv sync --extra video").ok in {True, False}
    assert "av" not in set(sys.modules) - before


def test_a_network_that_is_off_is_no_fault_and_one_that_fails_is_told() -> None:
    assert health.network(False).ok

    def fail(name: str) -> None:
        raise OSError("no resolver")

    check = health.network(True, fail)
    assert (check.ok, check.needed) == (False, False)
    assert "LEADREEL_NETWORK" in check.remedy
    assert health.network(True, lambda name: "93.184.215.14").ok


def test_keys_of_services_are_seen_but_never_shown() -> None:
    check = health.service_key("OpenAI", "OPENAI_API_KEY", {"OPENAI_API_KEY": "canary-123"}, "better texts")
    assert check.ok
    assert "canary" not in str(check)
    assert "OPENAI_API_KEY" in health.service_key("OpenAI", "OPENAI_API_KEY", {}, "better texts").remedy


def test_fonts_are_counted(tmp_path: Path) -> None:
    assert not health.fonts(list, "apt-get install fonts-noto").ok
    assert health.fonts(lambda: [tmp_path / "NotoSans.ttf"], "x").detail == "1, e.g. NotoSans.ttf"

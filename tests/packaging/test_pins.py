"""Requirements are pinned as the lock holds them, by uv itself."""

from pathlib import Path

import pytest
from packaging.requirements import Requirement

from scripts.package import HERE
from scripts.pins import Lock, pinned, requirements_of
from shared.core.errors import InvalidInput

LOCK = Lock.read(HERE / "uv.lock")


def test_everything_that_is_led_to_is_pinned_at_the_locked_version() -> None:
    lines = pinned("one", [Requirement("httpx>=0.28")], LOCK).splitlines()
    names = {line.partition("==")[0]: line.partition("==")[2].partition(" ")[0] for line in lines}
    assert {"httpx", "httpcore", "h11", "anyio", "idna", "certifi"} <= names.keys()
    assert "msgspec" not in names
    assert all(LOCK.versions(name) == [version] for name, version in names.items())


def test_a_distribution_that_is_locked_at_one_version_for_each_python_is_pinned_at_all_of_them() -> None:
    lines = [line for line in pinned("one", [Requirement("av>=14")], LOCK).splitlines() if line.startswith("av==")]
    assert sorted(line.partition(" ")[0] for line in lines) == sorted(f"av=={one}" for one in LOCK.versions("av"))
    assert len(lines) == 1 or all("python_full_version" in line for line in lines)


def test_an_extra_brings_what_it_needs() -> None:
    assert "cryptography==" in pinned("one", [Requirement("pyjwt[crypto]")], LOCK)
    assert "cryptography==" not in pinned("one", [Requirement("pyjwt")], LOCK)


@pytest.mark.parametrize(("wanted", "told"), [("msgspec<0.1", "uv lock --upgrade"), ("nobody-knows-this", "uv lock")])
def test_what_the_lock_cannot_give_is_refused(wanted: str, told: str) -> None:
    with pytest.raises(InvalidInput, match=told):
        pinned("one", [Requirement(wanted)], LOCK)


def test_a_line_that_is_no_requirement_is_named(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("msgspec\n# a word\nnot a requirement!\n")
    with pytest.raises(InvalidInput, match=r"requirements.txt:3: "):
        requirements_of(tmp_path / "requirements.txt")

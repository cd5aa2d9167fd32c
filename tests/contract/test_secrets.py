"""What every store of secrets promises."""

import stat
from typing import Any

import pytest

from shared.core.errors import InvalidInput, NotFound


def test_a_secret_is_read_as_it_was_last_written(shelf: Any) -> None:
    secrets = shelf.secrets("token")
    for value in ("first", "zweiter: ü\n", ""):
        secrets.write("token", value)
        assert secrets.read("token") == value
    assert shelf.secrets("token").read("token") == ""


def test_a_secret_that_is_not_there_is_not_found(shelf: Any) -> None:
    with pytest.raises(NotFound, match="token"):
        shelf.secrets().read("token")


@pytest.mark.parametrize("name", ["", "../x", "a/b", "A", ".x", "x" * 201, "a b"])
def test_a_name_that_is_no_secrets_is_refused(shelf: Any, name: str) -> None:
    secrets = shelf.secrets()
    with pytest.raises(InvalidInput):
        secrets.read(name)
    with pytest.raises(InvalidInput):
        secrets.write(name, "x")


@pytest.mark.parametrize("value", ["hush" * 20_000, "hush\udc80"])
def test_a_refusal_does_not_tell_the_value(shelf: Any, value: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        shelf.secrets("token").write("token", value)
    assert "hush" not in str(refusal.value)


@pytest.mark.one_machine("in the cloud IAM keeps others out")
def test_only_the_owner_may_read_the_file(shelf: Any) -> None:
    shelf.secrets().write("token", "x")
    folder = shelf.folder / "state" / "secrets"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()] == [0o600]


def test_a_secret_that_terraform_has_not_made_cannot_be_written(google: Any) -> None:
    with pytest.raises(NotFound, match=r"manifest\.yaml"):
        google.secrets().write("token", "x")

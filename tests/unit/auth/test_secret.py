"""The installation's key."""

import stat
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from shared.auth.secret import secret_key
from shared.core.errors import InvalidInput


def test_the_key_is_made_once_and_for_the_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "state" / "secret.key"
    first = secret_key(file, {})
    assert secret_key(file, {}) == first
    assert len(first) == 48
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(file.parent.iterdir()) == [file]


def test_processes_that_start_together_share_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        made = set(pool.map(lambda _: secret_key(tmp_path / "secret.key", {}), range(32)))
    assert len(made) == 1


def test_the_environment_comes_first(tmp_path: Path) -> None:
    key = b"k" * 32
    assert secret_key(tmp_path / "x", {"LEADREEL_SECRET": b64encode(key).decode()}) == key
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize("text", ["short", b64encode(b"k" * 31).decode(), "****" * 20])
def test_a_weak_key_is_refused_with_the_remedy(tmp_path: Path, text: str) -> None:
    with pytest.raises(InvalidInput, match="openssl rand"):
        secret_key(tmp_path / "x", {"LEADREEL_SECRET": text})


def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "secret.key"
    secret_key(file, {})
    file.chmod(0o644)
    with pytest.raises(InvalidInput, match="chmod 600"):
        secret_key(file, {})

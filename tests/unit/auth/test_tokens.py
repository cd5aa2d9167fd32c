import stat
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.auth.secret import secret_key
from shared.auth.tokens import NotProven, Tokens
from shared.core.errors import InvalidInput

MINUTE = timedelta(minutes=1)


@pytest.fixture
def tokens(clock) -> Tokens:
    return Tokens(b"s" * 32, clock)


def test_a_token_is_good_for_its_audience_and_its_time(tokens, clock) -> None:
    token = tokens.sign("door:task", valid_for=MINUTE, subject="enrich")
    assert tokens.check(token, audience="door:task").subject == "enrich"
    with pytest.raises(NotProven, match="something else"):
        tokens.check(token, audience="door:request")
    clock.advance(60 + 6)
    with pytest.raises(NotProven, match="too old"):
        tokens.check(token, audience="door:task")


def test_two_tokens_differ(tokens) -> None:
    assert tokens.sign("a", valid_for=MINUTE) != tokens.sign("a", valid_for=MINUTE)


def test_a_token_of_another_installation_is_refused(tokens, clock) -> None:
    with pytest.raises(NotProven, match="not from here"):
        tokens.check(Tokens(b"t" * 32, clock).sign("a", valid_for=MINUTE), audience="a")


@given(st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_token_changed_anywhere_is_refused(tokens, data) -> None:
    token = tokens.sign("a", valid_for=MINUTE)
    at = data.draw(st.integers(0, len(token) - 1))
    other = data.draw(st.characters().filter(lambda ch: ch != token[at]))
    with pytest.raises(NotProven):
        tokens.check(token[:at] + other + token[at + 1 :], audience="a")


@pytest.mark.parametrize("junk", ["", ".", "a.b", "a" * 5000, "é.ü", "\ud800.x", "e30."])
def test_junk_is_refused(tokens, junk: str) -> None:
    with pytest.raises(NotProven):
        tokens.check(junk, audience="a")


# The installation's key


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

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.auth.keys import ApiKeys, LacksScope, NotAllowed
from shared.core.errors import InvalidInput, NotFound
from shared.core.ids import random_id
from shared.core.log import redact
from shared.ports.documents import Query

SECRET = b"s" * 32


@pytest.fixture
def keys(documents, clock) -> ApiKeys:
    return ApiKeys(documents, clock, random_id, SECRET)


def test_a_key_is_shown_once_and_stored_as_a_hash_only(keys, documents) -> None:
    id, plain = keys.create("Zapier", ["write"])
    assert plain.startswith(f"lr_{id}_")
    assert len(plain.rpartition("_")[2]) == 52, "256 bits in base 32"
    assert plain.rpartition("_")[2] not in str([snapshot.data for snapshot in documents.query(Query("api_keys"))])
    assert redact(f"key {plain}") == "key <secret>"
    assert keys.check(plain, "write").name == "Zapier"


def test_scopes_are_kept_apart_and_admin_has_them_all(keys) -> None:
    _, reads = keys.create("r", ["read"])
    _, rules = keys.create("a", ["admin"])
    keys.check(reads, "read")
    with pytest.raises(LacksScope, match="may not publish; its scopes are: read"):
        keys.check(reads, "publish")
    for scope in ("read", "write", "publish", "admin"):
        keys.check(rules, scope)
    with pytest.raises(LacksScope):
        keys.check(rules, "everything")


def test_strangers_learn_nothing_about_which_keys_exist(keys) -> None:
    id, plain = keys.create("k", ["read"])
    keys.revoke(id)
    texts = set()
    for guess in (
        f"lr_{id}_" + "a" * 52,
        f"lr_{random_id()}_" + "a" * 52,
        plain + "a",
        plain[:-1],
        "nonsense",
        "lr__x",
    ):
        with pytest.raises(NotAllowed) as caught:
            keys.check(guess, "read")
        texts.add(str(caught.value))
    assert texts == {"this API key is not known"}
    with pytest.raises(NotAllowed, match="missing"):
        keys.check("", "read")


def test_a_key_ends_when_it_is_revoked_or_its_time_has_come(keys, clock) -> None:
    id, plain = keys.create("k", ["read"], clock.now() + timedelta(hours=1))
    assert keys.alive(id)
    clock.advance(3600)
    assert not keys.alive(id)
    with pytest.raises(NotAllowed, match="run out"):
        keys.check(plain, "read")
    id, plain = keys.create("k2", ["read"])
    assert keys.revoke(id) == keys.revoke(id)
    assert not keys.alive(id)
    with pytest.raises(NotAllowed, match="revoked"):
        keys.check(plain, "read")
    assert {key.name for key in keys.list()} == {"k", "k2"}


def test_keys_of_another_installation_are_worth_nothing(keys, documents, clock) -> None:
    _, plain = keys.create("k", ["read"])
    with pytest.raises(NotAllowed):
        ApiKeys(documents, clock, random_id, b"t" * 32).check(plain, "read")


def test_a_key_that_makes_no_sense_is_not_made(keys, clock) -> None:
    with pytest.raises(InvalidInput, match="unknown scope fly"):
        keys.create("k", ["read", "fly"])
    for wrong in ({"name": " "}, {"name": "k", "scopes": []}, {"name": "k", "expires": clock.now()}):
        with pytest.raises(InvalidInput):
            keys.create(**wrong)
    with pytest.raises(NotFound):
        keys.revoke("nope")
    assert not keys.alive("nope")


@given(st.text(max_size=80))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_opens_a_door(keys, text: str) -> None:
    for guess in (text, f"lr_{text}", f"lr_abc_{text}"):
        with pytest.raises(NotAllowed):
            keys.check(guess, "read")

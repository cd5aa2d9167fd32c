"""Tokens that live on: found out about, renewed in time, replaced without a gap, whatever dies in between."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from sandbox.instagram.errors import fault
from sandbox.standin import Fault
from shared.auth.sealing import Seal
from shared.auth.tokens import TOKENS, ailing
from shared.core import faults
from shared.core.clock import iso
from shared.core.errors import NotFound, PermanentError

POINTS = (
    "tokens.before_renew", "tokens.after_renew", "tokens.before_store", "tokens.after_store", "tokens.before_prove",
    "tokens.after_prove", "tokens.before_note", "tokens.after_note",
)  # fmt: skip
DAYS = 120


class Killed(BaseException):
    """As if the process had died here."""


@pytest.fixture(autouse=True)
def _nothing_stays_armed():
    yield
    faults.disarm()


def kill(_point: str) -> None:
    raise Killed


def stored(house, account: str) -> set[str]:
    """Every token value that lies in the store, opened."""
    found = house.documents.get(TOKENS, account)
    seal = Seal(house.secret, TOKENS)
    return {seal.open(found[name], account) for name in ("sealed", "next") if found.get(name)}


def lived_through(house, flavour: str, randomness: Random, *, outages: bool) -> Counter:
    """120 days of care every six hours, killed at any step; each day something is looked at. What was counted."""
    account, counted = house.account(flavour), Counter()

    def used(token) -> None:
        assert token.value in stored(house, account.id), "a token was used before it was stored"

    house.vendor.on_use = used
    for hour in range(0, DAYS * 24, 6):
        faults.disarm()
        if outages and randomness.random() < 0.3:
            house.standin.faults.append(
                randomness.choice([Fault("drop_answer"), Fault("status", status=503), fault("app_limit")])
            )
        if randomness.random() < 0.5:
            faults.arm(point := randomness.choice(POINTS), kill)
        try:
            house.tokens.care()
        except Killed:
            counted[point] += 1
        house.standin.faults.clear()
        faults.disarm()
        if hour % 24 == 0:
            token = house.tokens.use(account.id, posting=True)
            house.graph(token, flavour).get("me", fields="id")
            counted["days"] += 1
        house.clock.advance(6 * 3600)
    made = [one for one in house.vendor.state.tokens.values() if one.user == house.vendor.user.id]
    return counted + Counter(tokens=len(made))


@pytest.mark.parametrize(("flavour", "rotates"), [("facebook", True), ("instagram", True), ("instagram", False)])
def test_an_account_is_never_without_a_living_token_in_120_days_of_kills_and_outages(house, flavour, rotates):
    house.vendor.rules.rotates = rotates
    counted = lived_through(house, flavour, Random(f"{flavour}{rotates}"), outages=True)
    assert counted["days"] == DAYS
    assert sum(counted[point] for point in POINTS) >= 10, counted
    assert house.tokens.record(f"ig-{flavour}").state == "alive"


def test_undisturbed_a_token_is_renewed_a_week_before_its_end_and_looked_at_once_a_day(house):
    account = house.account("instagram")
    house.clock.advance(25 * 3600)
    house.tokens.care()  # its life becomes known
    ends = [house.tokens.record(account.id).expires_at]
    before = house.standin.asked
    for _ in range(DAYS * 6):
        house.clock.advance(4 * 3600)
        house.tokens.care()
        record = house.tokens.record(account.id)
        if record.expires_at != ends[-1]:
            assert timedelta(days=6) <= ends[-1] - house.clock.now() <= timedelta(days=7)
            ends.append(record.expires_at)
    assert len(ends) == 3
    assert DAYS <= house.standin.asked - before <= DAYS + 5


def test_the_new_token_is_stored_before_it_is_used_and_the_old_one_kept_until_it_is_proved(house):
    account = house.account("facebook")
    old = house.tokens.use(account.id)
    faults.arm("tokens.before_prove", kill)
    with pytest.raises(Killed):
        house.tokens.care(account=account.id, now_due=True)
    assert house.tokens.use(account.id) == old
    assert len(stored(house, account.id)) == 2
    faults.disarm()
    house.tokens.care()
    assert (new := house.tokens.use(account.id)) != old
    assert stored(house, account.id) == {new}


def test_a_renewed_token_that_is_refused_is_dropped_and_the_old_one_goes_on(house):
    account = house.account("facebook")
    old = house.tokens.use(account.id)
    house.standin.faults.append(fault("dead", "/me"))
    record = house.tokens.care(account=account.id, now_due=True)[0]
    assert "renewed token was refused" in record.reason and record.state == "alive"
    assert house.tokens.use(account.id) == old and stored(house, account.id) == {old}
    house.clock.advance(25 * 3600)
    assert house.tokens.care()[0].reason == ""
    assert house.tokens.use(account.id) != old


def test_a_short_token_is_exchanged_at_once(house):
    for flavour in ("facebook", "instagram"):
        value = house.vendor.token(flavour, long=False)
        house.tokens.put("short", "instagram", flavour, value)
        record = house.tokens.care(account="short")[0]
        assert record.expires_at - house.clock.now() > timedelta(days=59), flavour
        assert house.tokens.use("short") != value


def test_a_token_that_cannot_be_renewed_is_told_of_before_it_ends_and_stops_when_it_has(house):
    house.vendor.rules.app_secret = ""
    account = house.account("facebook")
    house.tokens.put(account.id, "instagram", "facebook", house.tokens.use(account.id), lasts=20 * 86400)
    assert list(ailing(house.documents, house.clock.now())) == []
    for _ in range(14 * 4):
        house.clock.advance(6 * 3600)
        house.tokens.care()
    [told] = ailing(house.documents, house.clock.now())
    assert told.state == "alive" and "LEADREEL_INSTAGRAM_APP_SECRET" in told.reason and "it ends on" in told.reason
    assert house.tokens.use(account.id, posting=True)
    house.clock.advance(8 * 86400)
    with pytest.raises(PermanentError, match="log in again"):
        house.tokens.use(account.id)
    house.tokens.care()
    assert house.tokens.record(account.id).state == "dead"
    asked = house.standin.asked
    house.clock.advance(30 * 86400)
    assert house.tokens.care() == [] and house.standin.asked == asked


def test_a_token_that_died_over_there_is_noticed_within_a_day_and_a_new_one_brings_it_back(house):
    account, other = house.account("facebook"), house.account("instagram")
    house.tokens.care()
    house.vendor.state.tokens[house.tokens.use(account.id)].dead = "dead"
    house.clock.advance(25 * 3600)
    house.tokens.care()
    [told] = ailing(house.documents, house.clock.now())
    assert told.account == account.id and f"leadreel accounts add {account.id}" in told.reason
    assert house.tokens.use(other.id, posting=True)
    house.account("facebook")
    assert house.tokens.care(account=account.id)[0].state == "alive"


def test_an_old_token_that_is_refused_late_does_not_end_the_new_one(house):
    account = house.account("facebook")
    old = house.tokens.use(account.id)
    house.tokens.care(account=account.id, now_due=True)
    house.tokens.refused(account.id, old, "190")
    assert house.tokens.record(account.id).state == "alive"


def test_two_carers_at_once_leave_one_living_token(house):
    account = house.account("facebook")

    def meanwhile(_point: str) -> None:
        house.tokens.care(account=account.id, now_due=True)

    faults.arm("tokens.before_store", meanwhile)
    house.tokens.care(account=account.id, now_due=True)
    assert house.graph(house.tokens.use(account.id)).get("me", fields="id")
    assert len(stored(house, account.id)) == 1


def test_what_is_decided_during_a_renewal_is_not_undone_by_it(house):
    account = house.account("facebook")
    faults.arm("tokens.after_renew", lambda _: house.tokens.pause(account.id, "somebody looks"))
    house.tokens.care(account=account.id, now_due=True)
    assert house.tokens.record(account.id).state == "paused"
    house.tokens.care(account=account.id, now_due=True)
    assert house.tokens.record(account.id).state == "paused" and house.tokens.use(account.id)
    house.tokens.resume(account.id)
    assert house.tokens.use(account.id, posting=True)


def test_nobody_reads_a_token_in_the_store_and_none_opens_under_another_name_or_key(house):
    account = house.account("facebook")
    value = house.tokens.use(account.id)
    document = house.documents.get(TOKENS, account.id)
    assert value not in str(document)
    house.documents.set(TOKENS, "thief", {**document, "record": {**document["record"], "account": "thief"}})
    with pytest.raises(PermanentError, match="store it anew"):
        house.tokens.use("thief")
    with pytest.raises(PermanentError, match="LEADREEL_SECRET"):
        replace(house, secret=b"x" * 32).tokens.use(account.id)
    with pytest.raises(NotFound, match="leadreel accounts add nobody"):
        house.tokens.use("nobody")


def test_when_nothing_is_due_care_asks_nobody(house):
    house.account("facebook")
    house.tokens.care()
    asked = house.standin.asked
    house.clock.advance(3600)
    assert house.tokens.care() == []
    assert house.standin.asked == asked
    assert house.documents.get(TOKENS, "ig-facebook")["due_at"] > iso(house.clock.now())

"""The small parts that every room stands on."""

import io
import json
import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.core import faults, log
from shared.core.clock import ManualClock, iso, parse_iso
from shared.core.codec import decode, encode, from_plain, to_plain
from shared.core.errors import InvalidInput
from shared.core.ids import random_id, stable_id
from shared.core.metrics import Metrics
from shared.core.rate import TokenBucket
from shared.core.retry import RetryPolicy
from shared.core.text import fold, shorten, slug


@dataclass(frozen=True, slots=True)
class Noun:
    name: str
    price: Decimal
    rate: Fraction
    at: datetime


NOUN = Noun("Ünï", Decimal("1.50"), Fraction(30000, 1001), datetime(2026, 2, 3, 4, 5, 6, 7, UTC))


def test_a_noun_survives_its_json_form() -> None:
    assert decode(Noun, encode(NOUN)) == NOUN
    assert from_plain(Noun, to_plain(NOUN)) == NOUN


def test_a_misfit_names_its_path() -> None:
    with pytest.raises(InvalidInput, match=r"\$\.name"):
        decode(Noun, b'{"name": 1, "price": "1", "rate": "1/1", "at": "2026-01-01T00:00:00Z"}')


def test_very_deep_json_is_refused_and_not_a_crash() -> None:
    with pytest.raises(InvalidInput):
        decode(dict, b"[" * 100_000)


@given(st.datetimes(timezones=st.just(UTC)))
def test_a_time_survives_its_text_form(moment: datetime) -> None:
    assert parse_iso(iso(moment)) == moment


@given(st.datetimes(timezones=st.just(UTC)), st.datetimes(timezones=st.just(UTC)))
def test_times_sort_as_text_as_they_do_as_times(one: datetime, other: datetime) -> None:
    assert (iso(one) < iso(other)) == (one < other)


@given(st.lists(st.text(), min_size=1), st.lists(st.text(), min_size=1))
def test_different_parts_have_different_ids(one: list[str], other: list[str]) -> None:
    assert (stable_id(*one) == stable_id(*other)) == (one == other)


def test_random_ids_look_like_stable_ones_and_differ() -> None:
    made = {random_id() for _ in range(1000)}
    assert len(made) == 1000
    assert all(len(id) == 20 and id.isalnum() and id == id.lower() for id in made)


@given(st.text())
def test_folding_is_a_fixed_point(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(), st.integers(1, 40))
def test_a_shortened_text_is_one_short_line(text: str, limit: int) -> None:
    assert len(shorten(text, limit)) <= limit
    assert "\n" not in shorten(text, limit)


def test_a_slug_keeps_letters_of_every_script() -> None:
    assert slug("会社 名!") == "会社_名"
    assert slug("***") == ""


def test_both_limits_must_be_reached_before_trying_ends() -> None:
    policy = RetryPolicy(max_attempts=3, max_duration=100)
    assert not policy.exhausted(5, 50)
    assert not policy.exhausted(2, 500)
    assert policy.exhausted(3, 100)
    assert not RetryPolicy(max_attempts=-1).exhausted(10**6, 10**9)


def test_a_bucket_never_gives_more_than_its_rate_and_burst() -> None:
    bucket, taken = TokenBucket(rate=5, burst=10, tokens=10, at=0), 0
    for tick in range(1000):
        bucket, wait = bucket.take(tick / 100)
        taken += wait == 0
    assert taken == pytest.approx(10 + 5 * 10, abs=1)


def test_a_manual_clock_moves_only_when_told() -> None:
    clock = ManualClock()
    before = clock.now()
    clock.sleep(90)
    assert (clock.now() - before).total_seconds() == 90 == clock.monotonic()


def test_a_fault_fires_once_at_the_arrival_named() -> None:
    faults.arm("core.test", faults.fail, at=2)
    try:
        faults.reach("core.test")
        with pytest.raises(faults.InjectedFault):
            faults.reach("core.test")
        faults.reach("core.test")
    finally:
        faults.disarm()


def test_log_lines_are_bound_and_redacted() -> None:
    stream = io.StringIO()
    log.set_up("INFO", stream)
    try:
        with log.bound(correlation_id="c1"):
            log.get_log("shared.core.test").info(
                "sent to ana@example.com", api_key="x", url="https://h/?access_token=abc&b=1", who=["bo@example.com"]
            )
    finally:
        logging.getLogger().handlers.clear()
    line = json.loads(stream.getvalue())
    assert line["correlation_id"] == "c1"
    assert "ana@" not in stream.getvalue() and "bo@" not in stream.getvalue() and "abc" not in stream.getvalue()
    assert line["api_key"] == "<secret>"


def test_metrics_escape_their_labels() -> None:
    metrics = Metrics()
    metrics.add("calls", 2, name='a"b\nc')
    assert metrics.render({"leads": 3}) == (
        '# TYPE leadreel_calls counter\nleadreel_calls{name="a\\"b\\nc"} 2\n'
        "# TYPE leadreel_leads gauge\nleadreel_leads 3\n"
    )


def test_signs_made_of_letters_fold_to_small_ones() -> None:
    assert fold("Acme ℠") == "acme sm"


@pytest.mark.parametrize(
    "secret",
    [
        "lr_abcdefghij0123456789",
        "sk-abcdefghijklmnop0",
        "whsec_abcdefghijklmnop",
        "BEARER abcdefgh",
        "key=x",
        "TOKEN=x",
    ],
)
def test_whatever_a_secret_looks_like_it_is_not_written(secret: str) -> None:
    assert log.redact(f"it was {secret} or so") == "it was <secret> or so"

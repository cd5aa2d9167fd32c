"""Whom to ask, in which order: data that a user may change."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from shared.core.errors import InvalidInput
from shared.core.settings import Settings
from shared.leads.enrichment import at_work, declarations
from shared.leads.waterfall_orders import KEYS, ORDERS, fingerprints, orders, wanted
from shared.leads.waterfall_subject import site_of

HUNTER, MODEL = {"LEADREEL_HUNTER_KEY": "k"}, {"LEADREEL_GEMINI_KEY": "k"}


def test_without_a_setting_the_houses_orders_hold() -> None:
    assert orders() == ORDERS


def test_providers_are_reordered_dropped_and_given_other_terms() -> None:
    made = orders("email: [hunter_verifier, hunter_finder: {price: 0.034, quota: 500, timeout: 15, threshold: 0.8}]")
    first, second = made["email"]
    assert first.provider == "hunter_verifier"
    assert (second.price, second.quota, second.timeout, second.threshold) == (Decimal("0.034"), 500, 15.0, 0.8)
    assert made["personal_line"] == ORDERS["personal_line"]


def test_a_provider_may_stand_twice() -> None:
    made = orders("email: [hunter_verifier, hunter_finder, hunter_verifier]")
    assert [step.provider for step in made["email"]] == ["hunter_verifier", "hunter_finder", "hunter_verifier"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("email: [apollo]", "there is no provider 'apollo'; there are: find_email, hunter_finder, hunter_verifier"),
        ("phone: [hunter_finder]", "nothing is bought for phone"),
        ("[]", "expected a list of providers for each field"),
        ("email: hunter_finder", "expected a list of providers"),
        ("email: [hunter_finder: {cost: 1}]", "unknown 'cost'"),
        ("email: [hunter_finder: {price: much}]", "price is a number"),
        ("email: [hunter_finder: {threshold: 90}]", "threshold is 0 to 1"),
        ("email: [hunter_finder: 3]", "expected {price"),
        ("email: [{hunter_finder: {}, hunter_verifier: {}}]", "expected a provider's name"),
        ("email: [", "not readable as YAML"),
    ],
)
def test_what_cannot_be_an_order_is_told(text: str, told: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        orders(text)
    assert told in str(refused.value)


def test_a_field_is_searched_for_where_somebody_has_a_key_or_is_named() -> None:
    assert wanted("", {}) == frozenset()
    assert wanted("", HUNTER) == {"email"}
    assert wanted("", MODEL) == {"company_summary", "personal_line"}
    assert wanted("personal_line: []", MODEL) == {"company_summary"}
    assert wanted("email: [hunter_finder]", {}) == {"email"}
    assert wanted("email: [find_email]", HUNTER) == frozenset()


def test_without_a_key_no_lead_gets_a_task_that_would_buy() -> None:
    names = {one.name for one in at_work(declarations(), wanted("", {}))}
    assert not names & {"verified_email", "company_summary", "personal_line"}


def test_the_setting_stands_in_the_file_as_it_is_or_in_a_variable_as_text(tmp_path: Path) -> None:
    file = tmp_path / "leadreel.yaml"
    file.write_text("waterfalls:\n  email:\n    - hunter_finder: {price: 0.034}\n  personal_line: []\n")
    read = Settings.load({}, file)
    assert orders(read.waterfalls)["email"][0].price == Decimal("0.034")
    again = Settings.load(read.environment())
    assert again.waterfalls == read.waterfalls
    assert json.loads(again.waterfalls)["personal_line"] == []


def test_fingerprints_tell_keys_apart_without_being_them() -> None:
    one, other = fingerprints({"LEADREEL_HUNTER_KEY": "one"}), fingerprints({"LEADREEL_HUNTER_KEY": "other"})
    assert one["hunter"] != other["hunter"]
    assert "one" not in one.values()
    assert one["model"] == ""
    assert {"hunter_finder", "hunter_verifier", "hunter", "model"} == set(one)
    assert KEYS.keys() >= {"hunter_finder", "summary_writer"}


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.acme.de/kontakt?utm_source=x", "acme.de"),
        ("https://facebook.com/acme", "https://facebook.com/acme"),
        ("https://www.facebook.com/acme/?ref=1", "https://www.facebook.com/acme/?ref=1"),
        ("http://127.0.0.1:8700/dead", "127.0.0.1:8700"),
        ("nonsense", ""),
    ],
)
def test_firms_that_share_a_site_share_no_answers(url: str, site: str) -> None:
    assert site_of(url) == site

"""Several providers for one field: who is asked, who is paid, and that nobody is paid twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from sandbox.hunter.web import Known
from sandbox.sample import sample_csv
from sandbox.sites import Sites
from sandbox.standin import Fault
from shared.core import faults
from shared.core.errors import TransientError
from shared.leads.estimate import Estimate, costs_of
from shared.leads.model import Lead

Make = Callable[..., Lead]
Market = Any
DOMAIN = "ridgeline-roofing.example"
FINDER, VERIFIER = Decimal("0.025"), Decimal("0.013")


@pytest.fixture(autouse=True)
def _disarmed() -> Any:
    yield
    faults.disarm()


@pytest.fixture
def ana(lead: Make, sites: Sites) -> Callable[..., Lead]:
    def make(id: str = "l1", **fields: str) -> Lead:
        return lead(
            id, **{"full_name": "Ana Diaz", "website_url": sites.urls[0], "company_name": "Ridgeline", **fields}
        )

    return make


def knows(market: Market, email: str = f"ana.d@{DOMAIN}", score: int = 94, status: str = "valid") -> None:
    market.hunter.vendor.people = {("ana", "diaz", DOMAIN): Known(email, score, status)}


def only_email(market: Market) -> None:
    market.setting = "{company_summary: [], personal_line: []}"
    market.open()


# Whose answer counts


def test_a_free_finder_that_is_sure_ends_the_search(market: Market, lead: Make, sites: Sites) -> None:
    only_email(market)
    market.house.add(lead(full_name="Dana Whitfield", website_url=sites.urls[0]))
    market.house.run()
    assert market.house.leads.get("l1").text("email") == f"dana.whitfield@{DOMAIN}"
    assert market.hunter.asked == 0
    assert market.spent == 0
    assert [one["provider"] for one in market.asked()] == ["find_email"]


def test_the_first_verified_hit_ends_the_search(market: Market, ana: Make) -> None:
    only_email(market)
    knows(market)
    market.house.add(ana())
    market.house.run()
    found = market.house.leads.get("l1")
    assert (found.text("email"), found.text("email_status")) == (f"ana.d@{DOMAIN}", "valid")
    assert found.fields["email"].provenance.name == "verified_email"
    assert (market.hunter.vendor.finds, market.hunter.vendor.tries) == (1, 0)
    assert market.spent == FINDER
    (site, hunter) = market.asked()
    assert (site["provider"], site["known"]) == ("find_email", "true")
    assert (hunter["provider"], hunter["cost"]) == ("hunter_finder", "0.025")


def test_a_doubtful_hit_keeps_its_confidence_and_the_search_goes_on(market: Market, ana: Make) -> None:
    only_email(market)
    knows(market, status="accept_all")
    market.hunter.vendor.addresses = {f"ana.d@{DOMAIN}": "accept_all"}
    market.house.add(ana())
    market.house.run()
    assert (market.hunter.vendor.finds, market.hunter.vendor.tries) == (1, 1)
    held = market.house.leads.get("l1").fields["email"]
    assert (held.value, held.provenance.confidence) == (f"ana.d@{DOMAIN}", 0.75)
    assert "any name" in held.provenance.detail["reason"]


def test_the_verifier_makes_a_doubtful_hit_sure(market: Market, ana: Make) -> None:
    only_email(market)
    knows(market, status="")
    market.hunter.vendor.addresses = {f"ana.d@{DOMAIN}": "valid"}
    market.house.add(ana())
    market.house.run()
    found = market.house.leads.get("l1")
    assert (found.text("email"), found.text("email_status")) == (f"ana.d@{DOMAIN}", "valid")
    assert market.spent == FINDER + VERIFIER


def test_an_address_that_takes_no_mail_is_not_offered(market: Market, ana: Make) -> None:
    only_email(market)
    knows(market, status="invalid")
    market.house.add(ana())
    market.house.run()
    found = market.house.leads.get("l1")
    assert found.text("email") != f"ana.d@{DOMAIN}"


def test_a_guess_that_was_tried_out_in_vain_is_marked(market: Market, ana: Make) -> None:
    only_email(market)
    market.hunter.vendor.people = {}
    guess = f"ana.diaz@{DOMAIN}"
    market.hunter.vendor.addresses = {guess: "invalid"}
    market.house.add(ana())
    market.house.run()
    found = market.house.leads.get("l1")
    assert (found.text("email"), found.text("email_status")) == (guess, "invalid")


def test_a_given_address_is_nobodys_business(market: Market, ana: Make) -> None:
    only_email(market)
    market.house.add(ana(email="ana@elsewhere.example", website_url=f"https://{DOMAIN}"))
    market.house.run()
    assert market.house.task("verified_email").reason == "an e-mail address is given"
    assert market.hunter.asked == 0


def test_without_a_name_the_finder_is_passed_over(market: Market, lead: Make, sites: Sites) -> None:
    only_email(market)
    market.house.add(lead(website_url=sites.urls[0]))
    market.house.run()
    assert market.hunter.count("GET", "email-finder") == 0
    assert "first and a last name" in market.asked()[1]["said"]


# Nobody is paid twice


def test_a_second_run_pays_nothing(market: Market, ana: Make) -> None:
    market.house.add(ana())
    market.house.run()
    spent, calls = market.spent, (market.hunter.asked, market.openai.asked)
    assert spent > 0
    market.open()
    market.house.ledger.retry([task.id for task in market.house.ledger.for_lead("l1")])
    for name in ("verified_email", "company_summary", "personal_line"):
        market.house.enrichments.run(market.house.task(name))
    assert (market.spent, (market.hunter.asked, market.openai.asked)) == (spent, calls)


def test_a_miss_is_not_bought_again(market: Market, ana: Make) -> None:
    only_email(market)
    market.hunter.vendor.people = {}
    market.hunter.vendor.addresses = {f"ana.diaz@{DOMAIN}": "unknown"}
    for id in ("l1", "l2"):
        market.house.add(ana(id))
        market.house.run()
    assert (market.hunter.vendor.finds, market.hunter.vendor.tries) == (1, 1)
    assert "knows no address" in market.asked(lead="l2")[1]["said"]
    assert market.asked(lead="l2")[1]["known"] == "true"


def test_an_answer_grows_old_and_is_bought_again(market: Market, ana: Make) -> None:
    market.setting = "{email: [hunter_finder: {keep: 30}], company_summary: [], personal_line: []}"
    market.open()
    knows(market)
    market.house.add(ana("l1"))
    market.house.run()
    market.house.clock.advance(29 * 86_400)
    market.house.add(ana("l2"))
    market.house.run()
    assert market.hunter.vendor.finds == 1
    market.house.clock.advance(2 * 86_400)
    market.house.add(ana("l3"))
    market.house.run()
    assert market.hunter.vendor.finds == 2


def test_two_leads_of_one_person_and_domain_pay_once_also_at_the_same_moment(market: Market, ana: Make) -> None:
    knows(market)
    market.house.documents._rehearse = False
    for number in range(6):
        market.house.add(ana(f"l{number}"))
    for name in ("split_name", "website", "find_email"):
        for number in range(6):
            market.house.runner.run(market.house.task(name, f"l{number}").id)
    due = list(market.house.ledger.list(kind="enrich", state="queued"))
    assert {task.name for task in due} == {"verified_email", "company_summary", "personal_line"}
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda task: market.house.runner.run(task.id), due))
    assert market.hunter.vendor.finds == 1
    assert len(market.openai.vendor.responses) == 2
    assert {market.house.leads.get(f"l{number}").text("email") for number in range(6)} == {f"ana.d@{DOMAIN}"}


POINTS = (
    "effects.before_claim",
    "effects.after_claim",
    "effects.before_move",
    "effects.after_move",
    "effects.before_send",
    "waterfall.before_ask",
    "waterfall.after_ask",
    "effects.after_send",
    "effects.before_done",
    "effects.after_done",
    "waterfall.before_keep",
    "waterfall.after_keep",
    "enrichment.after_enrich",
    "tasks.after_work",
)


class Death(BaseException):
    """The process ends here."""


def die(_point: str) -> None:
    raise Death


@pytest.mark.parametrize("point", POINTS)
def test_a_death_anywhere_pays_at_most_once_more_and_never_for_a_known_answer(
    market: Market, ana: Make, point: str
) -> None:
    only_email(market)
    knows(market)
    market.house.add(ana())
    for name in ("split_name", "website", "find_email"):
        market.house.runner.run(market.house.task(name).id)
    faults.arm(point, die)
    with pytest.raises(Death):
        market.house.runner.run(market.house.task("verified_email").id)
    faults.disarm()
    states = [effect.state for effect in market.effects.list(kind="ask.hunter_finder")]
    paid = market.hunter.vendor.finds
    market.house.clock.advance(4_000)
    market.open()
    market.house.runner.run(market.house.task("verified_email").id)
    assert market.house.leads.get("l1").text("email") == f"ana.d@{DOMAIN}"
    assert market.hunter.vendor.finds <= 2
    if states == ["done"]:
        assert market.hunter.vendor.finds == paid == 1


def test_an_answer_that_only_the_ledger_knows_is_told_to_another_lead(market: Market, ana: Make) -> None:
    only_email(market)
    knows(market)
    market.house.add(ana("l1"))
    for name in ("split_name", "website", "find_email"):
        market.house.runner.run(market.house.task(name).id)
    faults.arm("waterfall.before_keep", die)
    with pytest.raises(Death):
        market.house.runner.run(market.house.task("verified_email").id)
    faults.disarm()
    market.house.add(ana("l2"))
    market.house.run()
    assert market.house.leads.get("l2").text("email") == f"ana.d@{DOMAIN}"
    assert market.hunter.vendor.finds == 1
    assert market.spent == FINDER


def test_a_lost_answer_is_asked_for_once_more_and_both_are_booked(market: Market, ana: Make) -> None:
    market.setting = "{email: [hunter_finder], company_summary: [], personal_line: []}"
    market.open()
    knows(market)
    market.hunter.faults.append(Fault("drop_answer", "GET", "email-finder"))
    market.house.add(ana())
    market.house.run()
    assert market.house.leads.get("l1").text("email") == f"ana.d@{DOMAIN}"
    assert market.hunter.vendor.finds == 2
    assert market.spent == 2 * FINDER


# Money


def test_the_budget_stops_what_is_bought_and_more_money_goes_on(market: Market, ana: Make) -> None:
    market.budget = Decimal("0.055")
    only_email(market)
    names = ["Bea Diaz", "Cid Diaz", "Dea Diaz", "Eva Diaz"]
    for number, name in enumerate(names):
        market.house.add(ana(f"l{number}", full_name=name))
    market.house.run()
    assert market.spent <= market.budget
    put_by = [task for task in market.house.ledger.list(state="skipped") if "unpaid" in task.result]
    assert put_by
    assert all("budget" in task.reason for task in put_by)
    assert {market.house.task("find_email", f"l{number}").state for number in range(4)} == {"done"}
    calls, market.budget = market.hunter.asked, Decimal(1)
    market.open()
    market.house.ledger.retry([task.id for task in put_by])
    market.house.run()
    assert {market.house.task("verified_email", f"l{number}").state for number in range(4)} == {"done"}
    assert market.hunter.vendor.finds == 4
    assert market.hunter.asked > calls


def test_the_budget_of_the_file_that_brought_the_lead_counts(market: Market, ana: Make) -> None:
    only_email(market)
    market.house.documents.set("imports", "i9", {"state": "done", "options": {"budget": "0.03"}})
    for number, name in enumerate(["Bea Diaz", "Cid Diaz", "Dea Diaz"]):
        market.house.add(replace(ana(f"l{number}", full_name=name), imports=("i9",)))
    market.house.run()
    assert market.effects.account("import-i9").spent == market.spent == FINDER


def test_without_a_budget_nothing_is_bought(market: Market, ana: Make) -> None:
    market.budget = None
    market.open()
    market.house.add(ana())
    market.house.run()
    assert (market.hunter.asked, market.openai.asked) == (0, 0)
    assert market.house.task("find_email").state == "done"
    assert "no budget is set" in market.house.task("verified_email").reason


# Providers that cannot answer


def test_a_wrong_key_is_told_once_with_its_remedy_and_free_enrichments_go_on(
    market: Market, ana: Make, caplog: pytest.LogCaptureFixture
) -> None:
    market.key = "stale"
    only_email(market)
    for number in range(5):
        market.house.add(ana(f"l{number}", full_name=f"Ana Diaz{'xyzvw'[number]}"))
    market.house.run()
    assert [record.message for record in caplog.records].count("provider rests") == 1
    assert market.hunter.asked == 1
    assert market.spent == 0
    for number in range(5):
        task = market.house.task("verified_email", f"l{number}")
        assert task.state == "skipped"
        assert "LEADREEL_HUNTER_KEY" in task.reason
        assert "stale" not in task.reason
        assert market.house.leads.get(f"l{number}").text("email")
    assert market.go_on() == 0

    market.key = "hunter-sandbox"
    market.open()
    assert market.go_on() == 5
    market.house.run()
    assert {market.house.task("verified_email", f"l{number}").state for number in range(5)} == {"done"}


def test_a_storm_of_refusals_loses_nothing_and_pays_nothing_twice(market: Market, ana: Make) -> None:
    only_email(market)
    market.hunter.faults.append(Fault("status", "GET", times=12, status=403))
    for number in range(8):
        market.house.add(ana(f"l{number}", full_name=f"Ana Diaz{'abcdefgh'[number]}"))
    for _ in range(12):
        market.house.run()
        market.house.clock.advance(1_000)
        market.go_on()
    states = {market.house.task("verified_email", f"l{number}").state for number in range(8)}
    assert states == {"done"}
    assert market.hunter.vendor.finds == 8
    assert not market.house.ledger.dead()


def test_each_further_refusal_doubles_the_rest(market: Market) -> None:
    waits = []
    for _ in range(9):
        waits.append(market.rests.failed("model", TransientError("too fast"), "").seconds)
        market.house.clock.advance(1_000)
    assert waits == [10, 20, 40, 80, 160, 320, 640, 900, 900]
    market.rests.succeeded("model")
    assert market.rests.failed("model", TransientError("too fast"), "").seconds == 10


def test_what_was_found_counts_though_the_search_is_not_over(market: Market, ana: Make) -> None:
    only_email(market)
    knows(market, status="accept_all")
    market.hunter.vendor.addresses = {f"ana.d@{DOMAIN}": "valid"}
    market.hunter.faults.append(Fault("status", "GET", "email-verifier", times=1, status=429))
    market.house.add(ana())
    market.house.run()
    task = market.house.task("verified_email")
    assert (task.state, task.result["resting"]) == ("skipped", "hunter_verifier")
    assert market.house.leads.get("l1").text("email") == f"ana.d@{DOMAIN}"
    assert market.hunter.asked == 2
    market.house.clock.advance(31 * 86_400)
    assert market.go_on() == 1
    market.house.run()
    assert market.house.leads.get("l1").text("email_status") == "valid"
    assert (market.hunter.vendor.finds, market.hunter.vendor.tries) == (1, 1)


def test_used_up_credits_rest_until_the_month_ends_and_the_next_provider_is_asked(market: Market, ana: Make) -> None:
    only_email(market)
    market.hunter.faults.append(Fault("status", "GET", "email-finder", times=99, status=429))
    market.hunter.vendor.addresses = {f"ana.diaz@{DOMAIN}": "valid"}
    market.house.add(ana())
    market.house.run()
    found = market.house.leads.get("l1")
    assert (found.text("email"), found.text("email_status")) == (f"ana.diaz@{DOMAIN}", "valid")
    assert market.rests.of("hunter_finder").until.isoformat().startswith("2026-02-01T00:00:00")


def test_a_quota_ends_the_months_calls(market: Market, ana: Make) -> None:
    market.setting = "{email: [hunter_finder: {quota: 2}], company_summary: [], personal_line: []}"
    market.open()
    for number in range(4):
        market.house.add(ana(f"l{number}", full_name=f"Ana Diaz{'abcd'[number]}"))
    market.house.run()
    assert market.hunter.vendor.finds == 2
    put_by = [task.reason for task in market.house.ledger.list(state="skipped") if task.name == "verified_email"]
    assert len(put_by) == 2
    assert all("quota of 2 calls a month" in reason for reason in put_by)
    market.house.clock.advance(32 * 86_400)
    assert market.go_on() == 2
    market.house.run()
    assert market.hunter.vendor.finds == 4


def test_a_question_that_is_refused_is_a_miss(market: Market, ana: Make) -> None:
    only_email(market)
    market.hunter.faults.append(Fault("status", "GET", "email-finder", times=1, status=400))
    for id in ("l1", "l2"):
        market.house.add(ana(id))
        market.house.run()
    assert market.hunter.count("GET", "email-finder") == 0
    assert "refuses the question" in market.asked(lead="l2")[1]["said"]


def test_a_verification_under_way_is_asked_for_again(market: Market, ana: Make) -> None:
    only_email(market)
    knows(market, status="")
    market.hunter.vendor.pending = 2
    market.hunter.vendor.addresses = {f"ana.d@{DOMAIN}": "valid"}
    market.house.add(ana())
    market.house.run()
    assert market.house.leads.get("l1").text("email_status") == "valid"
    assert market.hunter.vendor.tries == 1


# What it will cost


def test_the_estimate_for_the_sample_is_what_it_costs(market: Market, lead: Make, sites: Sites, tmp_path: Path) -> None:
    import csv

    file = sample_csv(tmp_path / "sample.csv", sites.urls, encoding="utf-8").path
    rows = list(csv.reader(file.read_text("utf-8").splitlines()[3:], delimiter=";"))
    estimate = Estimate(market.house.plan.enrichers)
    for number, row in enumerate(rows[1:]):
        if len(row) != len(rows[0]) or number == 8:
            continue
        names = ("company_name", "full_name", "website_url", "email")
        given = {name: value for name, value in zip(names, row, strict=False) if value and value != "n/a"}
        one = lead(f"l{number}", **given)
        estimate.add(frozenset(given), one.text)
        market.house.add(one)
    market.house.run(limit=500)
    assert abs(estimate.cost - market.spent) <= market.spent * Decimal("0.1"), (estimate.cost, market.spent)


def test_what_answers_cost_of_late_is_what_the_next_will(market: Market, ana: Make) -> None:
    only_email(market)
    knows(market)
    market.house.add(ana())
    market.house.add(ana("l2"))
    market.house.run()
    assert costs_of(market.house.ledger.list(state="done")) == {"verified_email": FINDER}


def test_leads_that_share_an_answer_are_reckoned_once(market: Market, ana: Make) -> None:
    estimate = Estimate(market.house.plan.enrichers)
    calls = [estimate.add(frozenset({"full_name", "website_url"}), ana(f"l{number}").text).calls for number in range(3)]
    assert calls == [3, 0, 0]
    assert replace(estimate).cost == sum(
        (market.house.plan.enrichers[name].typical for name in ("verified_email", "company_summary", "personal_line")),
        Decimal(0),
    )


def test_a_process_without_keys_says_which_are_missing(market: Market, ana: Make) -> None:
    market.key, market.setting = "", "{email: [find_email, hunter_finder], company_summary: [], personal_line: []}"
    market.open()
    market.house.add(ana())
    market.house.run()
    assert "LEADREEL_HUNTER_KEY" in market.asked()[1]["said"]
    assert market.house.task("verified_email").state == "done"

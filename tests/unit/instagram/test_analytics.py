"""Analytics: everything that can be told, in few calls; what cannot is named and takes nothing else with it."""

import json
from datetime import timedelta

import pytest

from sandbox.instagram.errors import fault
from sandbox.standin import Fault
from shared.content import analytics
from shared.content.analytics import FILE, Analyst
from shared.core.codec import encode
from shared.core.errors import PermanentError, TransientError

REEL = {"views": 900, "reach": 700, "likes": 40, "comments": 2, "saved": 7, "ig_reels_avg_watch_time": 4200}


@pytest.fixture
def analyst(house):
    def refused(account, value, reason):
        house.tokens.refused(account.id, value, reason)

    return Analyst(house.blobs, house.clock, lambda one: house.graph(house.tokens.use(one.id), one.flavour), refused)


def asked(house, path: str = "") -> int:
    return house.standin.count("GET", path)


@pytest.fixture(params=["facebook", "instagram"])
def account(house, request):
    now = house.clock.now()
    for number in range(60):
        post = house.vendor.post(f"post {number} #build", now - timedelta(days=60 - number), **REEL)
        post.like_count = number
    house.vendor.comment(post, "<script>alert(1)</script> great!")
    return house.account(request.param)


def test_account_posts_comments_and_days_are_told_by_both_logins(house, analyst, account):
    taken = analyst.take(account)
    assert (taken.account.username, taken.account.followers, taken.account.media_count) == ("sandbox", 1250, 60)
    assert [one.caption for one in taken.media[:2]] == ["post 59 #build", "post 58 #build"] and len(taken.media) == 50
    assert taken.media[0].metrics == REEL and taken.media[0].comments[0].text.endswith("great!")
    assert len(taken.days) == 28 and set(taken.days[0].metrics) == set(analytics.DAY_METRICS)
    assert taken.unavailable == ()
    every = analyst.take(account, posts=100, days=1)
    assert len({one.id for one in every.media}) == 60
    house.blobs.put("content", FILE, encode(taken))
    stored = json.loads(house.blobs.read("content", FILE))
    assert stored["media"][0]["metrics"]["views"] == 900 and stored["media"][0]["posted_at"].endswith("Z")
    assert taken.calls == 1 + 1 + 50 + 1 + 28


def test_the_second_time_costs_few_calls(house, analyst, account):
    analyst.take(account)
    house.clock.advance(13 * 3600)
    before = house.standin.asked
    again = analyst.take(account)
    assert house.standin.asked - before == again.calls <= 2 + 6 + 4
    assert asked(house, f"{account.remote}/insights") == 28 + 4, "days that are not final are asked for again"
    assert not again.days[-2].final and again.days[0].final
    assert len(again.media) == 50 and len(again.days) == 29 and all(one.metrics for one in again.media)


def test_retired_metrics_are_dropped_by_name_and_the_others_told(house, analyst, account, monkeypatch):
    monkeypatch.setattr(analytics, "METRICS", ("impressions", "views", "bogus", "reach"))
    monkeypatch.setattr(analytics, "DAY_METRICS", ("profile_views", "reach"))
    monkeypatch.setattr(analytics, "FIELDS", ("username", "shoe_size", "followers_count"))
    taken = analyst.take(account)
    named = {one.what for one in taken.unavailable}
    assert named == {"account shoe_size", "insights impressions", "insights bogus", "account insights profile_views"}
    assert taken.account.followers == 1250
    assert all(one.metrics["reach"] == 700 for one in taken.media) and len(taken.days) == 28
    assert asked(house, "/insights") == 50 + 2 + 28 + 1


def test_missing_is_not_zero(house, analyst):
    account = house.account()
    fresh = house.vendor.post("fresh", **REEL)
    house.vendor.rules.insights_lag = 48 * 3600
    seen = house.vendor.post("hardly seen", house.clock.now() - timedelta(days=9), views=3)
    seen.few_viewers = True
    house.vendor.user.followers_count = 80
    taken = analyst.take(account, days=2)
    told = {one.what: one.reason for one in taken.unavailable}
    assert "48 hours" in told[f"insights of post {fresh.id}"] and "too few" in told[f"insights of post {seen.id}"]
    assert [one.metrics for one in taken.media] == [{}, {}] and taken.media[0].measured_at is None
    assert all("follows_and_unfollows" not in day.metrics for day in taken.days)
    house.clock.advance(49 * 3600)
    assert analyst.take(account, days=2).media[0].metrics == REEL


def test_a_part_that_fails_leaves_the_others_and_what_was_known(house, analyst, account):
    first = analyst.take(account)
    house.clock.advance(86400 * 8)
    house.standin.faults += [
        Fault("status", "GET", "/media$", times=1),
        fault("unknown", "/comments", times=9),
        fault("hidden", f"/{first.media[3].id}/insights"),
    ]
    taken = analyst.take(account)
    assert [one.id for one in taken.media] == [one.id for one in first.media]
    assert {one.what for one in taken.unavailable} == {"posts", f"insights of post {first.media[3].id}"}
    assert taken.media[3].metrics == REEL


def test_a_broken_line_is_missing_and_nothing_more(house, analyst, account):
    house.standin.faults += [Fault("drop_answer", "GET", "/insights", times=3), Fault("drop_answer", "GET", "/me$|1$")]
    taken = analyst.take(account)
    assert len([one for one in taken.unavailable if one.what.startswith("insights of post")]) >= 2
    assert len(taken.media) == 50


def test_it_stops_asking_before_the_allowed_calls_are_used_up_and_goes_on_next_time(house, analyst, account):
    house.vendor.rules.calls_an_hour = 40
    taken = analyst.take(account)
    assert house.standin.asked <= 39 and taken.usage >= 95
    assert all(one.status == 200 for one in house.standin.processed)
    assert any("% of the calls" in one.reason for one in taken.unavailable)
    measured = sum(bool(one.metrics) for one in taken.media)
    house.clock.advance(3700)
    again = analyst.take(account)
    assert sum(bool(one.metrics) for one in again.media) > measured


def test_a_throttled_call_ends_the_questions(house, analyst, account):
    house.standin.faults.append(fault("case_limit", "/insights", skip=4, times=99))
    taken = analyst.take(account)
    assert asked(house, "/insights") + 2 <= house.standin.asked <= 8
    assert len(taken.media) == 50 and any("80002" in one.reason for one in taken.unavailable)


def test_a_dead_token_is_told_to_the_keeper_and_the_file_stays(house, analyst, account):
    analyst.take(account)
    before = house.blobs.read("content", FILE)
    house.vendor.state.tokens[house.tokens.use(account.id)].dead = "dead"
    with pytest.raises(PermanentError):
        analyst.take(account)
    assert house.tokens.record(account.id).state == "dead"
    assert house.blobs.read("content", FILE) == before


def test_when_nothing_is_told_nothing_is_stored(house, analyst):
    account = house.account()
    house.standin.faults.append(fault("app_limit", times=9))
    with pytest.raises(TransientError):
        analyst.take(account)
    assert house.blobs.stat("content", FILE) is None


def test_another_accounts_figures_are_never_taken_for_this_ones(house, analyst):
    first, second = house.account("facebook"), house.account("instagram")
    analyst.take(first)
    assert analyst.last(second) is None and analyst.is_old(second) and not analyst.is_old(first)
    house.blobs.put("content", FILE, b"{broken")
    assert analyst.last(first) is None

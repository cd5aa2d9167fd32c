"""A handle is asked about before every call; no clock that ran ahead holds anything up for ever."""

from datetime import timedelta

import pytest

from shared.core.clock import ManualClock
from shared.core.errors import Conflict, InvalidInput, TransientError
from shared.core.ids import random_id
from shared.effects.ledger import EffectLedger, effect_id
from shared.effects.model import Absent, Effect, Receipt, TooEarly

ID = effect_id("post", "k1")


@pytest.fixture
def effects(documents, clock: ManualClock) -> EffectLedger:
    return EffectLedger(documents, clock, random_id)


def post(effects: EffectLedger, payload: object = "hello", **options) -> Effect:
    return effects.perform("post", "k1", payload, **{"send": lambda _: Receipt(), "lease": 60, **options})


def test_a_handle_that_is_not_ready_ends_the_attempt_and_waits_for_the_next(effects) -> None:
    def wait(effect: Effect) -> None:
        raise TransientError("not ready", retry_after=30)

    made = iter(["c1", "c2"])
    with pytest.raises(TransientError, match="not ready"):
        post(effects, prepare=lambda _: next(made), ready=wait)
    assert (effects.get(ID).state, effects.get(ID).handle, effects.get(ID).sent_at) == ("not_applied", "c1", None)
    done = post(effects, prepare=lambda _: next(made), ready=lambda _: None)
    assert (done.handle, done.handles, done.attempt) == ("c1", 1, 2)


def test_a_handle_that_is_gone_is_made_anew_by_the_next_attempt(effects) -> None:
    made = iter(["c1", "c2"])
    with pytest.raises(TransientError, match="prepared anew"):
        post(effects, prepare=lambda _: next(made), ready=lambda _: Absent(keep_handle=False))
    assert effects.get(ID).handle == ""
    done = post(effects, prepare=lambda _: next(made), ready=lambda _: None)
    assert (done.handle, done.handles) == ("c2", 2)


def test_what_a_handle_says_was_done_is_not_done_again(effects) -> None:
    def never(effect: Effect) -> Receipt:
        raise AssertionError

    done = post(effects, prepare=lambda _: "c1", ready=lambda _: Receipt(result={"n": 1}), send=never)
    assert (done.state, done.handle, done.result) == ("done", "c1", {"n": 1})


def test_content_may_change_as_long_as_nothing_was_sent(effects) -> None:
    def wait(effect: Effect) -> None:
        raise TransientError("not ready")

    def limit(effect: Effect) -> Receipt:
        raise TransientError("limit").without_effect()

    made = iter(["holds hello", "holds other"])
    with pytest.raises(TransientError):
        post(effects, prepare=lambda _: next(made), ready=wait)
    with pytest.raises(TransientError, match="limit"):
        post(effects, "other", prepare=lambda _: next(made), send=limit)
    assert effects.get(ID).handle == "holds other"
    with pytest.raises(Conflict):
        post(effects, "third", prepare=lambda _: next(made))
    effects.resolve(ID, "not_applied", by="ana")  # who vouches that nothing is there opens it for other content
    assert post(effects, "third", prepare=lambda _: "holds third").handle == "holds third"
    with pytest.raises(InvalidInput):
        effects.resolve(ID, "not_applied", by="ana")


def test_a_lease_from_a_clock_that_ran_ahead_ends(effects, clock) -> None:
    def fall_back(effect: Effect) -> Receipt:
        clock.advance(-86400)
        for wait in (60, 30):
            with pytest.raises(TooEarly) as caught:
                post(effects)
            assert caught.value.retry_after == wait
            clock.advance(30)
        clock.advance(30)
        assert post(effects, reconcile=lambda _: Absent()).state == "done"
        raise TransientError("time-out")

    with pytest.raises(TransientError):
        post(effects, send=fall_back)
    assert effects.get(ID).state == "done"


def test_a_doubt_from_a_clock_that_ran_ahead_ends(effects, clock) -> None:
    def doubt(effect: Effect) -> Receipt:
        raise TransientError("time-out")

    with pytest.raises(TransientError):
        post(effects, send=doubt)
    clock.advance(-86400)
    with pytest.raises(TooEarly) as caught:
        post(effects, reconcile=lambda _: Absent(), quarantine=100)
    assert caught.value.retry_after == 100
    clock.advance(101)
    assert post(effects, reconcile=lambda _: Absent(), quarantine=100).state == "done"


def test_an_attempt_whose_lease_is_over_does_not_call(effects, clock) -> None:
    called = []

    def slow(effect: Effect) -> None:
        clock.advance(61)

    with pytest.raises(TransientError, match="took too long"):
        post(effects, ready=slow, prepare=lambda _: "c1", send=lambda _: called.append(1))
    assert (called, effects.get(ID).state) == ([], "not_applied")
    clock.advance(timedelta(minutes=1).total_seconds())
    assert post(effects).state == "done"


def test_asking_in_vain_does_not_begin_the_wait_anew(effects, clock) -> None:
    def fail(effect: Effect) -> Receipt:
        raise TransientError("no answer")

    with pytest.raises(TransientError):
        post(effects, send=fail)
    clock.advance(100)
    with pytest.raises(TransientError, match="no answer"):
        post(effects, reconcile=fail, quarantine=100)
    assert post(effects, reconcile=lambda _: Receipt(), quarantine=100).state == "done"

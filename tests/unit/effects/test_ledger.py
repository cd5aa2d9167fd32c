import contextlib
from datetime import timedelta
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from msgspec.structs import replace

from shared.core import faults
from shared.core.errors import AppError, Conflict, InvalidInput, NotFound, PermanentError, TransientError
from shared.core.ids import random_id
from shared.effects.budget import Budget
from shared.effects.ledger import EffectLedger, effect_id
from shared.effects.model import Absent, Effect, Receipt, Unclear


class Provider:
    """The far side: remembers what it processed."""

    def __init__(self) -> None:
        self.processed: list[str] = []
        self.answer: AppError | Exception | None = None  # raised instead of an answer
        self.works = True

    def send(self, effect: Effect) -> Receipt:
        if self.works:
            self.processed.append(effect.key)
        if self.answer:
            raise self.answer
        return Receipt(handle=f"h{len(self.processed)}", result={"n": len(self.processed)})

    def find(self, effect: Effect) -> Receipt | Absent:
        return Receipt(handle="found") if effect.key in self.processed else Absent()


class Crash(BaseException):
    """The process ends here."""


def crash(point: str) -> None:
    raise Crash(point)


@pytest.fixture
def provider() -> Provider:
    return Provider()


@pytest.fixture
def effects(documents, clock) -> EffectLedger:
    return EffectLedger(documents, clock, random_id)


@pytest.fixture(autouse=True)
def no_faults():
    yield
    faults.disarm()


def post(effects: EffectLedger, provider: Provider, **options) -> Effect:
    options = {"send": provider.send, "subject": "l1", "lease": 60, **options}
    return effects.perform("post", "k1", options.pop("payload", {"text": "hello"}), **options)


def test_an_effect_that_is_done_is_not_done_again(effects, provider) -> None:
    first = post(effects, provider)
    again = post(effects, provider)
    assert (first.state, first.handle, again.result) == ("done", "h1", {"n": 1})
    assert provider.processed == ["k1"]


def test_the_same_key_with_other_content_is_an_error_and_never_a_silent_replay(effects, provider) -> None:
    post(effects, provider)
    with pytest.raises(Conflict, match="other content"):
        post(effects, provider, payload={"text": "changed"})
    provider.answer = TransientError("limit").without_effect()
    with pytest.raises(TransientError):
        effects.perform("post", "k2", 1, send=provider.send)
    with pytest.raises(Conflict):
        effects.perform("post", "k2", 2, send=provider.send)


def test_an_attempt_in_progress_is_left_alone(effects, provider, clock) -> None:
    def while_sending(effect: Effect) -> Receipt:
        clock.advance(20)
        with pytest.raises(TransientError) as caught:
            post(effects, provider)
        assert caught.value.retry_after == 40
        return provider.send(effect)

    post(effects, provider, send=while_sending)
    assert provider.processed == ["k1"]


def test_what_the_far_side_certainly_did_not_do_is_tried_again(effects, provider) -> None:
    provider.works, provider.answer = False, TransientError("limit reached", retry_after=60).without_effect()
    with pytest.raises(TransientError) as caught:
        post(effects, provider)
    assert caught.value.retry_after == 60
    assert effects.get(effect_id("post", "k1")).state == "not_applied"
    provider.works, provider.answer = True, None
    assert post(effects, provider).attempt == 2


@pytest.mark.parametrize(
    "answer", [TransientError("time-out"), InvalidInput("an answer nobody can read"), KeyError("x")]
)
def test_after_any_other_failure_the_far_side_is_asked_before_anything_is_sent(effects, provider, answer) -> None:
    provider.answer = answer
    with pytest.raises((TransientError, KeyError)):
        post(effects, provider, reconcile=provider.find)
    assert effects.get(effect_id("post", "k1")).state == "unknown"
    provider.answer = None
    assert post(effects, provider, reconcile=provider.find).handle == "found"
    assert provider.processed == ["k1"]


def test_what_is_found_absent_is_sent_in_the_same_breath(effects, provider) -> None:
    provider.works, provider.answer = False, TransientError("time-out")
    with pytest.raises(TransientError):
        post(effects, provider)
    provider.works, provider.answer = True, None
    assert post(effects, provider, reconcile=provider.find).state == "done"
    assert provider.processed == ["k1"]


def test_nobody_asks_before_a_late_request_would_have_arrived(effects, provider, clock) -> None:
    provider.answer = TransientError("time-out")
    with pytest.raises(TransientError):
        post(effects, provider)
    clock.advance(100)
    with pytest.raises(TransientError, match="may still arrive") as caught:
        post(effects, provider, reconcile=provider.find, quarantine=300)
    assert caught.value.retry_after == 200
    clock.advance(200)
    assert post(effects, provider, reconcile=provider.find, quarantine=300).state == "done"


def test_without_a_way_to_ask_a_person_decides(effects, provider) -> None:
    provider.answer = TransientError("time-out")
    with pytest.raises(TransientError):
        post(effects, provider)
    for _ in range(2):
        with pytest.raises(PermanentError, match="effects resolve"):
            post(effects, provider)
    assert provider.processed == ["k1"]
    waiting = next(effects.list(state="needs_human"))
    assert "time-out" in waiting.reason
    effects.resolve(waiting.id, "done", by="ana", note="seen on the page")
    assert post(effects, provider).reason == "ana says done: seen on the page"


def test_a_person_may_say_that_it_was_not_done(effects, provider) -> None:
    provider.works, provider.answer = False, TransientError("time-out")
    with pytest.raises(TransientError):
        post(effects, provider)
    with pytest.raises(PermanentError):
        post(effects, provider, reconcile=lambda effect: Unclear("two posts look like it"))
    effects.resolve(effect_id("post", "k1"), "not_applied", by="ana")
    provider.works, provider.answer = True, None
    assert post(effects, provider).state == "done"
    with pytest.raises(InvalidInput, match="only unknown"):
        effects.resolve(effect_id("post", "k1"), "not_applied", by="ana")
    with pytest.raises(NotFound):
        effects.resolve("nope", "done", by="ana")


def test_a_call_that_may_be_repeated_is_repeated_and_each_one_is_paid_for(documents, clock, provider) -> None:
    effects = EffectLedger(documents, clock, random_id, budget=Budget(Decimal(1)))
    provider.answer = TransientError("time-out")
    with pytest.raises(TransientError):
        post(effects, provider, repeatable=True, estimate=Decimal("0.02"))
    provider.answer = None
    assert post(effects, provider, repeatable=True, estimate=Decimal("0.02")).cost == Decimal("0.04")
    assert effects.spent() == effects.spent(subject="l1") == Decimal("0.04")


def test_a_handle_is_stored_before_the_call_that_cannot_be_taken_back(effects, provider, clock) -> None:
    made = []

    def prepare(effect: Effect) -> str:
        made.append(1)
        return f"container{len(made)}"

    def check(effect: Effect) -> Receipt:
        assert effects.get(effect.id).handle == effect.handle == "container1"
        assert effects.get(effect.id).state == "sending"
        raise TransientError("limit").without_effect()

    with pytest.raises(TransientError):
        post(effects, provider, prepare=prepare, send=check)
    assert post(effects, provider, prepare=prepare).attempt == 2
    assert made == [1], "the container that is there is used"


def test_a_container_that_has_run_out_is_made_anew(effects, provider) -> None:
    handles = iter(["c1", "c2"])
    provider.works, provider.answer = False, TransientError("time-out")
    with pytest.raises(TransientError):
        post(effects, provider, prepare=lambda effect: next(handles))
    provider.works, provider.answer = True, None
    post(effects, provider, prepare=lambda effect: next(handles), reconcile=lambda effect: Absent(keep_handle=False))
    assert next(handles, None) is None


@pytest.mark.parametrize("error", [TransientError("down"), ValueError("defect")])
def test_a_failure_before_the_call_leaves_nothing_to_ask_about(effects, provider, error) -> None:
    def fail(effect: Effect) -> str:
        raise error

    with pytest.raises(type(error)):
        post(effects, provider, prepare=fail)
    assert effects.get(effect_id("post", "k1")).state == "not_applied"
    assert post(effects, provider).state == "done"


POINTS = ["claim", "move", "send", "done"]


@pytest.mark.parametrize("point", [f"effects.{when}_{what}" for what in POINTS for when in ("before", "after")])
@pytest.mark.parametrize("at", [1, 2])
def test_a_crash_at_any_point_ends_in_one_effect(effects, provider, clock, point: str, at: int) -> None:
    faults.arm(point, crash, at=at)
    try:
        post(effects, provider, reconcile=provider.find)
    except Crash:
        clock.advance(61)
    faults.disarm()
    assert post(effects, provider, reconcile=provider.find).state == "done"
    assert provider.processed == ["k1"]


def test_a_receipt_that_comes_after_the_lease_ended_still_stops_the_next_call(effects, provider, clock) -> None:
    def slow(effect: Effect) -> Receipt:
        receipt = provider.send(effect)
        clock.advance(61)
        with pytest.raises(TransientError, match="not visible"):
            post(effects, provider, reconcile=not_visible_yet)
        return receipt

    def not_visible_yet(effect: Effect) -> Absent:
        raise TransientError("not visible yet")

    assert post(effects, provider, send=slow).state == "done"
    assert post(effects, provider).handle == "h1"
    assert provider.processed == ["k1"]


def test_an_attempt_that_lost_its_lease_before_the_call_does_not_call(effects, provider, clock) -> None:
    def slow(effect: Effect) -> str:
        clock.advance(61)
        post(effects, provider)
        return "container"

    with pytest.raises(TransientError, match="took over"):
        post(effects, provider, prepare=slow)
    assert provider.processed == ["k1"]


def test_an_attempt_that_was_overtaken_while_it_prepared_does_not_call(effects, provider, clock) -> None:
    def slow(effect: Effect) -> str:
        clock.advance(61)
        faults.arm("effects.before_send", crash)
        with pytest.raises(Crash):
            post(effects, provider)
        return "container"

    with pytest.raises(TransientError, match="took over"):
        post(effects, provider, prepare=slow)
    assert provider.processed == []


def test_a_request_may_be_late_from_the_last_moment_at_which_it_may_have_been_sent(effects, provider, clock) -> None:
    def slow(effect: Effect) -> Receipt:
        clock.advance(50)
        raise TransientError("time-out")

    def die(effect: Effect) -> Receipt:
        raise Crash

    with pytest.raises(TransientError):
        post(effects, provider, send=slow)
    with pytest.raises(TransientError, match="may still arrive") as caught:
        post(effects, provider, reconcile=provider.find, quarantine=30)
    assert caught.value.retry_after == 30
    with pytest.raises(Crash):
        effects.perform("post", "k2", None, send=die, lease=60)
    clock.advance(70)
    with pytest.raises(TransientError, match="may still arrive") as caught:
        effects.perform("post", "k2", None, send=provider.send, reconcile=provider.find, quarantine=30)
    assert caught.value.retry_after == 20, "it may have called until its lease ended ten seconds ago"


def test_a_commit_that_the_store_repeats_because_its_answer_was_lost_counts_once(documents, clock, provider) -> None:
    class Repeating:
        def __getattr__(self, name: str):
            return getattr(documents, name)

        def transaction(self, work):
            documents.transaction(work)
            return documents.transaction(work)

    effects = EffectLedger(Repeating(), clock, random_id, budget=Budget(Decimal(1)))
    done = post(effects, provider, prepare=lambda effect: "c1", estimate=Decimal("0.1"))
    assert (done.state, done.attempt, done.cost, effects.spent()) == ("done", 1, Decimal("0.1"), Decimal("0.1"))


def test_where_a_process_is_known_to_be_dead_nobody_waits_for_its_lease(documents, clock, provider) -> None:
    owners = iter(["p1", "p2", "p3"])
    ledger = EffectLedger(documents, clock, lambda: next(owners), is_dead=lambda owner: owner == "p1")
    faults.arm("effects.after_send", crash)
    with pytest.raises(Crash):
        post(ledger, provider, reconcile=provider.find)
    assert post(ledger, provider, reconcile=provider.find).handle == "found"
    assert provider.processed == ["k1"]


def test_many_at_once_make_one_effect(effects, provider) -> None:
    start = Barrier(8)

    def run() -> None:
        start.wait()
        with contextlib.suppress(TransientError):
            post(effects, provider)

    threads = [Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert provider.processed == ["k1"]


def test_what_is_done_is_found_by_state_subject_kind_and_time(effects, provider, clock) -> None:
    for number in range(3):
        effects.perform(
            "post" if number else "render", f"k{number}", None, send=provider.send, subject=f"l{number % 2}"
        )
        clock.advance(10)
    assert [effect.key for effect in effects.list()] == ["k2", "k1", "k0"]
    assert [effect.key for effect in effects.list(subject="l0")] == ["k2", "k0"]
    assert [effect.key for effect in effects.list(kind="render", state="done")] == ["k0"]
    assert [effect.key for effect in effects.list(since=clock.now() - timedelta(seconds=15))] == ["k2"]
    assert effects.counts() == {"done": 3}
    with pytest.raises(NotFound, match="effects list"):
        effects.get("nope")


# Money


def test_nothing_that_costs_is_called_without_a_budget(effects, provider) -> None:
    with pytest.raises(PermanentError, match=r"no budget is set.*--budget"):
        post(effects, provider, estimate=Decimal("0.01"))
    assert provider.processed == []
    assert post(effects, provider).state == "done", "what is free needs no budget"


def test_a_budget_stops_before_the_call_and_counts_what_is_under_way(documents, clock, provider) -> None:
    effects = EffectLedger(documents, clock, random_id, budget=Budget(Decimal("0.05")))

    def nested(effect: Effect) -> Receipt:
        with pytest.raises(PermanentError, match=r"over the budget of \$0\.05"):
            effects.perform("post", "k2", None, send=provider.send, estimate=Decimal("0.03"))
        return Receipt(cost=Decimal("0.01"))

    done = post(effects, provider, send=nested, estimate=Decimal("0.03"))
    assert done.cost == Decimal("0.01")
    assert effects.account().bound == effects.spent() == Decimal("0.01")
    effects.perform("post", "k2", None, send=provider.send, estimate=Decimal("0.03"))
    assert effects.spent() == Decimal("0.04")


def test_money_for_what_was_not_done_is_given_back_and_for_what_is_unknown_it_is_kept(
    documents, clock, provider
) -> None:
    effects = EffectLedger(documents, clock, random_id, budget=Budget(Decimal("0.05")))
    provider.answer = TransientError("limit").without_effect()
    with pytest.raises(TransientError):
        post(effects, provider, estimate=Decimal("0.03"))
    assert effects.account().bound == 0
    provider.answer = TransientError("time-out")
    with pytest.raises(TransientError):
        post(effects, provider, estimate=Decimal("0.03"), reconcile=provider.find)
    assert (effects.account().bound, effects.spent()) == (Decimal("0.03"), Decimal(0))
    post(effects, provider, estimate=Decimal("0.03"), reconcile=provider.find)
    assert (effects.account().held, effects.spent()) == ({}, Decimal("0.03"))


def test_an_imports_own_budget_is_checked_beside_the_whole(documents, clock, provider) -> None:
    effects = EffectLedger(documents, clock, random_id, budget=Budget(Decimal(10)))
    own = Budget(Decimal("0.03"), "import:i1")
    effects.perform("post", "a", None, send=provider.send, estimate=Decimal("0.02"), budget=own)
    with pytest.raises(PermanentError, match=r"\$0\.03"):
        effects.perform("post", "b", None, send=provider.send, estimate=Decimal("0.02"), budget=own)
    effects.perform("post", "c", None, send=provider.send, estimate=Decimal("0.02"))
    assert effects.account("import:i1").spent == Decimal("0.02")
    assert effects.spent() == Decimal("0.04")


def test_a_raised_budget_lets_the_same_effect_through(documents, clock, provider) -> None:
    with pytest.raises(PermanentError):
        post(EffectLedger(documents, clock, random_id, budget=Budget(Decimal(1))), provider, estimate=Decimal(2))
    raised = EffectLedger(documents, clock, random_id, budget=Budget(Decimal(3)))
    assert post(raised, provider, estimate=Decimal(2)).state == "done"


def test_reservations_made_at_once_never_exceed_the_budget(documents, clock, provider) -> None:
    effects = EffectLedger(documents, clock, random_id, budget=Budget(Decimal("0.05")))
    start = Barrier(8)

    def run(number: int) -> None:
        start.wait()
        with contextlib.suppress(PermanentError):
            effects.perform("post", str(number), None, send=provider.send, estimate=Decimal("0.01"))

    threads = [Thread(target=run, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(provider.processed) == 5
    assert effects.spent() == Decimal("0.05")


def test_an_effect_survives_its_stored_form(effects, provider, documents) -> None:
    done = post(effects, provider)
    assert effects.get(done.id) == replace(done)
    assert documents.get("effects", done.id)["estimate"] == "0"

"""Deliveries that repeat, interleave and die; requests and answers that are lost or late: one effect all the same."""

import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest

from shared.core.errors import TransientError
from shared.effects.ledger import EffectLedger
from shared.effects.model import Absent, Effect, Receipt

LEASE, KILL = 60.0, 50.0  # seconds
LATENESS, LAG = 40.0, 10.0  # of a request, and of the far side's list
FATES = ("done", "done", "refused", "lost", "dumb", "late")  # dumb: done, but its answer is lost


@dataclass
class FarSide:
    """Processes what arrives, whatever becomes of the answer; has no idempotency keys."""

    stage: Any
    processed: list[tuple[str, datetime]] = field(default_factory=list)
    late: list[tuple[str, datetime]] = field(default_factory=list)

    def arrive(self) -> None:
        now = self.stage.clock.now()
        due = [request for request in self.late if request[1] <= now]
        self.late = [request for request in self.late if request[1] > now]
        self.processed += due

    def send(self, effect: Effect) -> Receipt:
        now = self.stage.clock.now()
        fate = (
            "done"
            if self.stage.quiet
            else self.stage.random.choice(["done", "done", "refused", "lost", "dumb", "late"])
        )
        if fate == "refused":
            raise TransientError("too many requests").without_effect()
        if fate in {"done", "dumb"}:
            self.processed.append((effect.key, now))
        if fate == "late":
            self.late.append((effect.key, now + timedelta(seconds=self.stage.random.uniform(0, LATENESS))))
        self.stage.point("far.after")
        if fate == "done":
            return Receipt(handle=effect.key)
        raise TransientError("time-out")

    def find(self, effect: Effect) -> Receipt | Absent:
        self.stage.point("far.find")
        self.arrive()
        seen = self.stage.clock.now() - timedelta(seconds=LAG)
        return (
            Receipt(handle="found")
            if (effect.key,) in [(key,) for key, at in self.processed if at <= seen]
            else Absent()
        )


def play(stage, perform, far: FarSide, *, steps: int = 60) -> None:
    """Chance for `steps` steps, then calm: the work must end, and have been done once."""
    for _ in range(steps):
        move = stage.random.random()
        if move < 0.15 and len(stage.live) < 4:
            stage.start(perform)
        elif move < 0.20 and stage.live:
            stage.kill(stage.random.choice(stage.live))
        elif move < 0.35:
            stage.pass_time(stage.random.uniform(0, 30), kill_after=KILL)
            far.arrive()
        elif stage.live:
            stage.step_some()
    stage.calm()
    for _ in range(6):
        stage.clock.advance(100)
        far.arrive()
        try:
            done = perform()
        except TransientError:
            continue
        assert done.state == "done", f"SEED={stage.seed}"
        break
    else:
        pytest.fail(f"SEED={stage.seed}: not done although everything works again")
    stage.clock.advance(100)
    far.arrive()
    assert len(far.processed) == 1, f"SEED={stage.seed}: processed {len(far.processed)} times"


def effect_of(stage, far: FarSide, **options):
    effects = EffectLedger(stage.documents, stage.clock, stage.id)
    protocol = {"reconcile": far.find, "quarantine": LATENESS + LAG + 1, "lease": LEASE, **options}
    return lambda: effects.perform("post", f"seed{stage.seed}", {"n": 1}, send=far.send, **protocol)


def test_an_effect_that_can_be_asked_about_is_done_exactly_once(new_stage, seeds) -> None:
    began, count = time.monotonic(), 0
    for seed in seeds(100):
        stage = new_stage(seed)
        far = FarSide(stage)
        play(stage, effect_of(stage, far), far)
        count += 1
    print(f"{count} schedules in {time.monotonic() - began:.1f} s")  # noqa: T201


PLANTED = {
    "nobody waits for late requests": {"quarantine": 0.0},
    "nobody asks": {"reconcile": lambda effect: Absent()},
    "unknown is taken for failed": {"reconcile": None, "repeatable": True},
    "the lease ends before the holder is dead": {"lease": 5.0, "quarantine": 0.0},
}


@pytest.mark.parametrize("flaw", PLANTED)
def test_the_schedules_see_a_planted_flaw(new_stage, flaw: str) -> None:
    for seed in range(150):
        stage = new_stage(seed)
        far = FarSide(stage)
        try:
            play(stage, effect_of(stage, far, **PLANTED[flaw]), far)
        except AssertionError:
            return
    pytest.fail("150 schedules saw nothing")


def test_without_a_way_to_ask_it_is_done_at_most_once(new_stage, seeds) -> None:
    for seed in seeds(40):
        stage = new_stage(seed)
        far = FarSide(stage)
        perform = effect_of(stage, far, reconcile=None)
        for _ in range(80):
            move = stage.random.random()
            if move < 0.15 and len(stage.live) < 4:
                stage.start(perform)
            elif move < 0.35:
                stage.pass_time(stage.random.uniform(0, 30), kill_after=KILL)
            elif stage.live:
                stage.step_some()
        stage.calm()
        stage.clock.advance(1000)
        far.arrive()
        assert len(far.processed) <= 1, f"SEED={seed}"

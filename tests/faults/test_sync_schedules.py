"""Seeded schedules of edits, deaths and lost answers against the sync's own engine."""

import os

import pytest

from bench import sync_schedules as schedules

COUNT = int(os.environ.get("SCHEDULES", "500")) * 4


def test_nothing_typed_vanishes_and_both_sides_end_equal() -> None:
    found = schedules.measure(0, COUNT, rows=False)
    assert found["faults"] == []
    assert found["conflicts"] > COUNT // 20  # the schedules do disagree
    assert found["echoes"] == 0


def test_a_sync_that_lets_the_newer_row_win_loses_edits_in_the_same_schedules() -> None:
    assert len(schedules.measure(0, 300, rows=True)["faults"]) > 150


@pytest.mark.parametrize(
    ("place", "name", "bug"),
    [
        ("decide", "_conflict", "unlogged"),
        ("engine", "_earlier", "no overlap"),
        ("decide", "winner", "nobody wins the same way"),
    ],
)
def test_planted_bugs_are_seen(monkeypatch: pytest.MonkeyPatch, place: str, name: str, bug: str) -> None:
    import random

    from shared.sync import decide, engine

    module = {"decide": decide, "engine": engine}[place]
    right = getattr(module, name)
    rng = random.Random(1)
    wrong = {
        "unlogged": lambda one, wins: right(one, wins).__class__(
            **{slot: getattr(right(one, wins), slot) for slot in right(one, wins).__slots__}
            | {"ours": None, "theirs": None}
        ),
        "no overlap": lambda mark: mark,
        "nobody wins the same way": lambda *_: rng.choice(["ours", "theirs", ""]),
    }[bug]
    monkeypatch.setattr(module, name, wrong)
    found = schedules.measure(0, 2_000, rows=False)
    assert found["faults"], bug

"""Schedules: one run for each window, whatever the clock and the machine do."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from local.scheduler import Scheduler, last_window
from shared.app import App
from shared.core.clock import ManualClock
from shared.core.settings import Settings
from shared.manifest import Schedule

EVERY_FIVE = Schedule("maintain", "maintain", "*/5 * * * *")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[App]:
    app = App(Settings(data=tmp_path / "data"), clock=ManualClock(datetime(2026, 5, 4, 12, 1, tzinfo=UTC)))
    yield app
    app.database.close()


def scheduler_of(house: App, *schedules: Schedule) -> Scheduler:
    return Scheduler(schedules or (EVERY_FIVE,), house.documents, house.queue, house.clock)


def test_the_first_start_is_no_missed_window(house: App) -> None:
    assert scheduler_of(house).fire() == 0
    assert house.queue.backlog()["schedule-maintain"] == 0


def test_a_window_is_fired_once_by_any_number_of_schedulers(house: App) -> None:
    clock = house.clock
    assert isinstance(clock, ManualClock)
    one, other = scheduler_of(house), scheduler_of(house)
    one.fire()
    clock.advance(300)
    assert one.fire() + other.fire() == 1
    assert house.queue.backlog()["schedule-maintain"] == 1


def test_many_missed_windows_are_made_up_for_by_one_run(house: App) -> None:
    clock = house.clock
    assert isinstance(clock, ManualClock)
    scheduler_of(house).fire()
    clock.advance(3600)
    assert scheduler_of(house).fire() == 1
    assert scheduler_of(house).fire() == 0
    assert house.queue.backlog()["schedule-maintain"] == 1


def test_a_daily_time_follows_its_zone_over_the_change_of_clocks() -> None:
    morning = Schedule("m", "maintain", "0 9 * * *", "Europe/Berlin")
    winter = last_window(
        morning, since=datetime(2026, 3, 27, 12, tzinfo=UTC), now=datetime(2026, 3, 28, 12, tzinfo=UTC)
    )
    summer = last_window(morning, since=datetime(2026, 3, 29, 3, tzinfo=UTC), now=datetime(2026, 3, 29, 12, tzinfo=UTC))
    assert winter == datetime(2026, 3, 28, 8, tzinfo=UTC)
    assert summer == datetime(2026, 3, 29, 7, tzinfo=UTC)


def test_a_time_that_the_change_skips_still_runs() -> None:
    night = Schedule("n", "maintain", "30 2 * * *", "Europe/Berlin")
    now = datetime(2026, 3, 29, 4, tzinfo=UTC)
    assert last_window(night, since=now - timedelta(hours=12), now=now) is not None


def test_nothing_is_due_before_its_time() -> None:
    now = datetime(2026, 5, 4, 12, 4, 59, tzinfo=UTC)
    assert last_window(EVERY_FIVE, since=datetime(2026, 5, 4, 12, 1, tzinfo=UTC), now=now) is None

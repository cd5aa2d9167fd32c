"""Fires the schedules of the manifest: one run for each window, also for the last one missed while asleep."""

import threading
from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from cronsim import CronSim

from shared.core import log as logs
from shared.core.clock import Clock, iso, parse_iso
from shared.core.errors import Conflict
from shared.core.ids import stable_id
from shared.manifest import Schedule, schedule_queue
from shared.ports.documents import DocumentStore
from shared.ports.queue import QueueTask, TaskQueue

log = logs.get_log(__name__)

COLLECTION = "schedules"
LOOK_BACK = timedelta(days=2)  # older windows are not made up for


class Scheduler:
    """Remembers the last window of each schedule in the store."""

    def __init__(self, schedules: Sequence[Schedule], documents: DocumentStore, queue: TaskQueue, clock: Clock) -> None:
        self._schedules = schedules
        self._documents = documents
        self._queue = queue
        self._clock = clock

    def fire(self) -> int:
        """Send what is due; how many schedules that were. A window is sent under its own name: never twice."""
        return sum(self._fire(schedule) for schedule in self._schedules)

    def _fire(self, schedule: Schedule) -> bool:
        now = self._clock.now()
        known = self._documents.get(COLLECTION, schedule.name)
        if known is None:  # the first start is not a missed window
            self._documents.set(COLLECTION, schedule.name, {"last": iso(now)})
            return False
        window = last_window(schedule, since=parse_iso(known["last"]), now=now)
        if window is None:
            return False
        self._send(schedule, window)
        self._documents.set(COLLECTION, schedule.name, {"last": iso(window)})
        return True

    def _send(self, schedule: Schedule, window: datetime) -> None:
        headers = {"X-CloudScheduler-JobName": schedule.name, "X-CloudScheduler-ScheduleTime": iso(window)}
        name = stable_id("schedule", schedule.name, iso(window))
        try:
            self._queue.enqueue(QueueTask(schedule_queue(schedule.function), b"{}", name, headers))
        except Conflict:
            log.info("window already sent", schedule=schedule.name, window=iso(window))

    def run(self, stop: threading.Event) -> None:
        while not stop.is_set():
            self.fire()
            stop.wait(1.0)


def last_window(schedule: Schedule, *, since: datetime, now: datetime) -> datetime | None:
    """The latest time of the schedule's cron after `since` and not after `now`, None when there is none.

    Daylight saving as Cloud Scheduler has it: a time that is skipped runs at the jump, one that comes twice runs once.
    """
    zone = ZoneInfo(schedule.time_zone)
    start = max(since, now - LOOK_BACK).astimezone(zone)
    latest = None
    for moment in CronSim(schedule.cron, start):
        if moment > now:
            return latest
        latest = moment
    return latest

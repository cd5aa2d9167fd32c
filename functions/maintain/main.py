"""Every few minutes: rescue stuck work, send what the outbox still holds, prune."""

import functions_framework

from shared.app import app
from shared.entry import ScheduledRun, on_schedule


@functions_framework.http
@on_schedule
def maintain(_run: ScheduledRun) -> None:
    app().reaper.rescue()

"""Every morning: think of videos that could be made of what lies in the content bucket."""

import functions_framework

from shared.app import app
from shared.entry import ScheduledRun, on_schedule


@functions_framework.http
@on_schedule
def propose(run: ScheduledRun) -> None:
    app().proposals.run_scheduled(run.schedule, run.time)

"""Every quarter of an hour: decisions about drafts are read, and what a person approved is posted."""

import functions_framework

from shared.app import app
from shared.entry import ScheduledRun, on_schedule


@functions_framework.http
@on_schedule
def autopost(run: ScheduledRun) -> None:
    app().autopost.run(f"{run.schedule} {run.time}" if run.time else "")

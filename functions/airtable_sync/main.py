"""Every half hour: what changed here goes to Airtable, what changed there comes here."""

import functions_framework

from shared.app import app
from shared.entry import ScheduledRun, on_schedule


@functions_framework.http
@on_schedule
def airtable_sync(_run: ScheduledRun) -> None:
    app().airtable.run_scheduled()

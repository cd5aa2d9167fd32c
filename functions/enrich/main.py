"""A task about a lead is due: an enricher's, or the one that attaches a finished video."""

import functions_framework

from shared.app import app
from shared.entry import TaskMessage, on_task


@functions_framework.http
@on_task
def enrich(message: TaskMessage) -> None:
    app().runner.run(message.task, message.attempt)

"""A video is ordered: record it and start the renderer job; the job does the work."""

import functions_framework

from shared.app import app
from shared.entry import TaskMessage, on_task


@functions_framework.http
@on_task
def render(message: TaskMessage) -> None:
    app().runner.run(message.task, message.attempt)

"""The rest of a long file is due: the call before has stored what its time allowed."""

import functions_framework

from shared.app import app
from shared.entry import TaskMessage, on_task


@functions_framework.http
@on_task
def ingest_rest(message: TaskMessage) -> None:
    app().runner.run(message.task, message.attempt)

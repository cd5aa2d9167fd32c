"""Zapier or any other caller posts a CSV, a lead or a trigger, with an API key."""

from typing import Any

import functions_framework

from shared.app import app
from shared.entry import Posted, on_request


@functions_framework.http
@on_request(scope="write")
def accept(posted: Posted) -> Any:
    return app().inbox.take(
        posted.content_type, posted.body, name=posted.filename, caller=posted.caller, key=posted.idempotency_key
    )

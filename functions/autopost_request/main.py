"""Zapier or any other caller asks for a poll now, with an API key; `?dry_run=1` tells what one would do."""

from typing import Any

import functions_framework

from shared.app import app
from shared.entry import Posted, on_request


@functions_framework.http
@on_request(scope="write")
def autopost_request(posted: Posted) -> Any:
    return app().autopost.asked(posted.query, posted.idempotency_key)

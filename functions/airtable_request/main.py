"""Zapier or any other caller asks for a sync: `?direction=to-airtable`, `from-airtable` or `both`, with an API key."""

from typing import Any

import functions_framework

from shared.app import app
from shared.entry import Posted, on_request


@functions_framework.http
@on_request(scope="write")
def airtable_request(posted: Posted) -> Any:
    return app().airtable.asked(posted.query, posted.body)

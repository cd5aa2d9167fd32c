"""A file landed in the upload bucket: turn its rows into leads and tasks."""

import functions_framework

from shared.app import app
from shared.entry import on_object
from shared.ports.blobs import ObjectRef


@functions_framework.cloud_event
@on_object
def ingest_csv(obj: ObjectRef) -> None:
    app().intake.run(obj)

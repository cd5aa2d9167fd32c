"""`leadreel events`: send the event of an object again."""

from typing import Annotated

import typer

from local.output import Output
from shared.app import app
from shared.core.errors import NotFound
from shared.core.ids import random_id
from shared.ports.events import finalized

verbs = typer.Typer(help="Events of dropped objects.", no_args_is_help=True)


def add_to(cli: typer.Typer) -> None:
    cli.add_typer(verbs, name="events")


@verbs.command()
def replay(context: typer.Context, id: Annotated[str, typer.Argument(help="an import's id, or BUCKET/OBJECT")]) -> None:
    """Deliver an object's event once more; what has been done is not done twice."""
    output: Output = context.obj
    bucket, name = _object(id)
    blob = app().blobs.stat(bucket, name)
    if blob is None:
        raise NotFound(f"{bucket}/{name} is no longer there; drop the file again")
    app().events.publish(finalized(blob, delivery=random_id()))
    output.one({"replayed": f"{bucket}/{name}", "generation": blob.generation})
    output.talk("`leadreel up` delivers it; what has been done is not done twice.")


def _object(id: str) -> tuple[str, str]:
    held = app().documents.get("imports", id) if "/" not in id else None
    if held is not None:
        return str(held["bucket"]), str(held["object"])
    bucket, slash, name = id.partition("/")
    if not slash:
        raise NotFound(f"no import {id!r}; `leadreel imports list` shows them")
    return bucket, name

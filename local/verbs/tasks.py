"""`leadreel tasks`: what is to be done, what failed and why, and another try."""

from typing import Annotated, Any

import typer

from local.output import Output
from shared.app import app
from shared.core.codec import to_plain
from shared.core.errors import InvalidInput
from shared.tasks.ledger import STATES
from shared.tasks.model import Task

COLUMNS = ("id", "kind", "name", "state", "lead", "attempts", "reason")
verbs = typer.Typer(help="Work: what is to be done, what failed and why.", no_args_is_help=True)


def add_to(cli: typer.Typer) -> None:
    cli.add_typer(verbs, name="tasks")


def plain(task: Task) -> dict[str, Any]:
    """A task as it is shown: the number of attempts instead of each of them."""
    return {**to_plain(task), "attempts": len(task.attempts)}


@verbs.command("list")
def list_tasks(
    context: typer.Context,
    state: Annotated[str, typer.Option(help="only those in this state")] = "",
    kind: Annotated[str, typer.Option(help="only this kind")] = "",
    lead: Annotated[str, typer.Option(help="only this lead's")] = "",
    import_id: Annotated[str, typer.Option("--import", help="only this import's")] = "",
    limit: Annotated[int, typer.Option(min=1)] = 1000,
) -> None:
    """Tasks, the oldest first."""
    if state and state not in STATES:
        raise InvalidInput(f"no task is ever {state!r}; states are: {', '.join(STATES)}")
    output: Output = context.obj
    found = app().tasks.list(state=state, kind=kind, lead=lead, import_id=import_id, limit=limit)
    output.many(map(plain, found), COLUMNS, empty="No tasks.")


@verbs.command()
def retry(
    context: typer.Context,
    ids: Annotated[list[str] | None, typer.Argument(help="tasks; none = all that are dead")] = None,
    kind: Annotated[str, typer.Option(help="only this kind")] = "",
    import_id: Annotated[str, typer.Option("--import", help="only this import's")] = "",
) -> None:
    """Give dead, skipped or cancelled tasks another try; the next `leadreel up` or `ingest` runs them."""
    output: Output = context.obj
    count = app().tasks.retry(ids or (), kind=kind, import_id=import_id)
    output.one({"retried": count})


@verbs.command()
def dead(context: typer.Context) -> None:
    """Tasks that a person must look at, with the reason."""
    output: Output = context.obj
    output.many(map(plain, app().tasks.dead()), COLUMNS, empty="No dead tasks.")

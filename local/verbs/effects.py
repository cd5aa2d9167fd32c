"""`leadreel effects`: what was done to the outside, and what it cost."""

from getpass import getuser
from typing import Annotated, Literal

import typer

from local.output import Output
from shared.app import app
from shared.core.codec import to_plain

COLUMNS = ("id", "kind", "state", "subject", "cost", "reason", "updated_at")
verbs = typer.Typer(help="Everything done to the outside.", no_args_is_help=True)


def add_to(cli: typer.Typer) -> None:
    cli.add_typer(verbs, name="effects")


@verbs.command("list")
def list_effects(
    context: typer.Context,
    state: Annotated[str, typer.Option(help="only those in this state")] = "",
    subject: Annotated[str, typer.Option(help="only this lead's")] = "",
    limit: Annotated[int, typer.Option(min=1)] = 1000,
) -> None:
    """Effects, the newest first."""
    output: Output = context.obj
    found = app().effects.list(state=state, subject=subject, limit=limit)
    output.many(map(to_plain, found), COLUMNS, empty="Nothing was done to the outside.")


@verbs.command()
def show(context: typer.Context, id: Annotated[str, typer.Argument(help="from `effects list`")]) -> None:
    """One effect with all that is known."""
    output: Output = context.obj
    output.one(to_plain(app().effects.get(id)))


@verbs.command()
def resolve(
    context: typer.Context,
    id: Annotated[str, typer.Argument(help="from `effects list`")],
    outcome: Annotated[Literal["done", "not_applied"], typer.Argument(help="what you saw over there")],
    note: Annotated[str, typer.Option(help="what you saw, for those after you")] = "",
) -> None:
    """Decide an effect that waits for a person."""
    output: Output = context.obj
    output.one(to_plain(app().effects.resolve(id, outcome, by=getuser(), note=note)))

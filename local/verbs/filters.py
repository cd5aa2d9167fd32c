"""`leadreel filters`: searches that are kept by name."""

from typing import Annotated

import typer

from local.output import Output
from shared.app import app
from shared.core.codec import to_plain

verbs = typer.Typer(help="Searches that are kept by name.", no_args_is_help=True)


def add_to(cli: typer.Typer) -> None:
    cli.add_typer(verbs, name="filters")


@verbs.command()
def save(
    context: typer.Context,
    name: Annotated[str, typer.Argument()],
    query: Annotated[str, typer.Argument(help="as for `leads search`")],
) -> None:
    """Keep a search, in place of the one of the same name."""
    output: Output = context.obj
    output.one(to_plain(app().filters.save(name, query, "command line")))


@verbs.command("list")
def list_filters(context: typer.Context) -> None:
    """All that are kept."""
    output: Output = context.obj
    found = map(to_plain, app().filters.list())
    output.many(found, ("name", "query", "by", "updated_at"), empty="No filters. `leadreel filters save NAME QUERY`.")


@verbs.command()
def remove(name: Annotated[str, typer.Argument()]) -> None:
    """Forget one."""
    app().filters.remove(name)

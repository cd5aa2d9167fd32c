"""`leadreel rules`: when a lead fits a search, something is done to it, once."""

from typing import Annotated

import typer

from local.output import Output
from local.verbs.leads import values_of
from shared.app import app
from shared.core.codec import to_plain

verbs = typer.Typer(help="When a lead fits a search, do something to it, once.", no_args_is_help=True)


def add_to(cli: typer.Typer) -> None:
    cli.add_typer(verbs, name="rules")


@verbs.command()
def add(
    context: typer.Context,
    name: Annotated[str, typer.Argument()],
    when: Annotated[str, typer.Option(help="which leads, as for `leads search`")],
    enrich: Annotated[list[str] | None, typer.Option(help="an enricher to run; may be repeated")] = None,
    set: Annotated[list[str] | None, typer.Option(help="FIELD=VALUE; may be repeated")] = None,
    off: Annotated[bool, typer.Option("--off", help="keep it, but let it rest")] = False,
) -> None:
    """Keep a rule, in place of the one of the same name. It acts on leads that change from now on."""
    output: Output = context.obj
    rule = app().rules.save(
        name, when, by="command line", enrich=enrich or (), set=values_of(set or ()), enabled=not off
    )
    output.one(to_plain(rule))


@verbs.command("list")
def list_rules(context: typer.Context) -> None:
    """All rules."""
    output: Output = context.obj
    found = map(to_plain, app().rules.list())
    output.many(found, ("name", "when", "enrich", "set", "enabled"), empty="No rules. `leadreel rules add NAME`.")


@verbs.command()
def run(context: typer.Context, name: Annotated[str, typer.Argument()]) -> None:
    """Let a rule act on the leads that fit already; on each once, as ever."""
    output: Output = context.obj
    rule = app().rules.get(name)
    output.one(to_plain(app().rules.run(name, app().search.ids(rule.when))))


@verbs.command()
def remove(name: Annotated[str, typer.Argument()]) -> None:
    """Forget one. What it did stays."""
    app().rules.remove(name)

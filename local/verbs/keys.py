"""`leadreel keys`: API keys for Zapier, scripts and the console's API."""

from datetime import timedelta
from typing import Annotated

import typer

from local.output import Output
from shared.app import app
from shared.core.codec import to_plain

COLUMNS = ("id", "name", "scopes", "created_at", "expires_at", "revoked_at")
verbs = typer.Typer(help="API keys.", no_args_is_help=True)


def add_to(cli: typer.Typer) -> None:
    cli.add_typer(verbs, name="keys")


@verbs.command()
def create(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="what the key is for")],
    scope: Annotated[list[str] | None, typer.Option(help="read, write, publish or admin; may be repeated")] = None,
    days: Annotated[int | None, typer.Option(min=1, help="ends after so many days")] = None,
) -> None:
    """Make a key. It is shown this once."""
    output: Output = context.obj
    expires = app().clock.now() + timedelta(days=days) if days else None
    id, plain = app().keys.create(name, frozenset(scope or ("read", "write")), expires)
    output.one({"id": id, "key": plain})
    output.talk("Keep the key: only its hash is stored.")


@verbs.command("list")
def list_keys(context: typer.Context) -> None:
    """The keys, without their secret part."""
    output: Output = context.obj
    output.many(map(to_plain, app().keys.list()), COLUMNS, empty="No keys. `leadreel keys create NAME` makes one.")


@verbs.command()
def revoke(context: typer.Context, id: Annotated[str, typer.Argument(help="from `keys list`")]) -> None:
    """End a key at once."""
    output: Output = context.obj
    app().keys.revoke(id)
    output.one({"revoked": id})

"""`leadreel accounts`: where posts appear, with what token, and what came of it."""

import os
import sys
from typing import Annotated, Any, Final, Literal

import typer

from local.output import Output
from shared.app import MAIN_ACCOUNT, app
from shared.auth.tokens import TokenRecord
from shared.core.clock import iso
from shared.core.codec import to_plain
from shared.core.errors import InvalidInput, NotFound
from shared.publish.model import Account

COLUMNS: Final = ("id", "platform", "name", "flavour", "state", "expires_at", "reason")
VARIABLE: Final = "LEADREEL_INSTAGRAM_TOKEN"
verbs = typer.Typer(help="Accounts to post on, their tokens and their figures.", no_args_is_help=True)

Id = Annotated[str, typer.Argument(help="from `accounts list`")]
AnyId = Annotated[str, typer.Argument(help="from `accounts list`; without it, the configured one or the only one")]


def add_to(cli: typer.Typer) -> None:
    cli.add_typer(verbs, name="accounts")


@verbs.command()
def add(
    context: typer.Context,
    id: Annotated[str, typer.Argument(help="what you call it: a-z, 0-9 and -")] = MAIN_ACCOUNT,
    login: Annotated[
        Literal["", "facebook", "instagram"], typer.Option(help="which log-in the token came from; facebook at first")
    ] = "",
    remote: Annotated[str, typer.Option(help="the platform's id or @name, where the log-in opens several")] = "",
) -> None:
    """Keep an Instagram account with its token, or give a known one a new token. The token is read from standard input,
    or from LEADREEL_INSTAGRAM_TOKEN; it never stands on the command line."""
    from shared.publish.graph_accounts import chosen, opened_by

    output: Output = context.obj
    known = _known(id)
    flavour = login or (known.flavour if known else "") or app().configuration.instagram_login
    value = _token(output)
    wanted = remote or (known.remote if known else app().configuration.instagram_account_id)
    opened = chosen(opened_by(app().graph(value, "instagram" if flavour == "instagram" else "facebook")), wanted)
    settings = known.settings if known else {}
    account = Account(id, "instagram", opened.remote, f"@{opened.username}", flavour, settings)
    app().accounts.put(account)
    app().tokens.put(id, "instagram", flavour, value)
    [record] = app().tokens.care(account=id)
    _told(output, account, record)


@verbs.command("list")
def list_accounts(context: typer.Context) -> None:
    """The accounts, with how their tokens stand. Nothing is asked of the platform."""
    output: Output = context.obj
    told = [_row(account, _record(account.id)) for account in app().accounts.list()]
    output.many(told, COLUMNS, empty="No accounts. `leadreel accounts add` keeps one.")


@verbs.command()
def show(context: typer.Context, id: AnyId = "") -> None:
    """One account with all that is known."""
    output: Output = context.obj
    account = _the(id)
    record = _record(account.id)
    output.story({**to_plain(account), "token": to_plain(record) if record else None})


@verbs.command()
def check(context: typer.Context, id: AnyId = "") -> None:
    """Ask the platform whether the token still lives; without a name, for every account."""
    output: Output = context.obj
    accounts = [_the(id)] if id else list(app().accounts.list())
    rows = []
    for account in accounts:
        record = app().tokens.care(account=account.id)[0] if _record(account.id) else None
        rows.append(_row(account, record))
    output.many(rows, COLUMNS, empty="No accounts. `leadreel accounts add` keeps one.")
    if any(row["state"] != "alive" or row["reason"] for row in rows):
        raise typer.Exit(1)


@verbs.command()
def refresh(context: typer.Context, id: AnyId = "") -> None:
    """Renew the token now, instead of a week before its end."""
    account = _the(id)
    [record] = app().tokens.care(account=account.id, now_due=True)
    _told(context.obj, account, record)


@verbs.command()
def resume(context: typer.Context, id: AnyId = "") -> None:
    """Let posting go on where the platform had restricted it, after you have looked there."""
    account = _the(id)
    _told(context.obj, account, app().tokens.resume(account.id))


@verbs.command()
def remove(context: typer.Context, id: Id) -> None:
    """Forget an account and its token. What is posted stays posted, and known."""
    output: Output = context.obj
    account = _the(id)
    app().tokens.forget(account.id)
    app().accounts.remove(account.id)
    output.one({"removed": account.id})


@verbs.command()
def analytics(
    context: typer.Context,
    id: AnyId = "",
    days: Annotated[int, typer.Option(min=1, max=89, help="of the account's own figures")] = 28,
    posts: Annotated[int, typer.Option(min=1, max=200, help="of the newest")] = 50,
    last: Annotated[
        bool, typer.Option("--last", help="what was stored last; nothing is asked of the platform")
    ] = False,
) -> None:
    """What the account and its posts have come to; kept as state/analytics.json in the content bucket."""
    output: Output = context.obj
    account = _the(id)
    main = account.id == app().main_account()
    if last:
        taken = app().analyst.last(account, main=main)
        if taken is None:
            raise NotFound(f"nothing is stored of {account.id} yet; `leadreel accounts analytics {account.id}` asks")
    else:
        taken = app().analyst.take(account, main=main, days=days, posts=posts)
    plain = to_plain(taken)
    if output.json:
        output.line(plain)
        return
    output.one({**{name: plain[name] for name in ("taken_at", "calls", "usage")}, **_flat(plain["account"])})
    rows = [{**one, **one["metrics"]} for one in plain["media"]]
    output.many(
        rows, ("posted_at", "views", "reach", "likes", "comments_count", "saved", "permalink"), empty="No posts."
    )
    for missing in taken.unavailable:
        output.talk(f"not told: {missing.what}: {missing.reason}")


def _flat(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, "")}


def _token(output: Output) -> str:
    """From a pipe, the environment, or typed unseen."""
    if not sys.stdin.isatty() and (piped := sys.stdin.readline().strip()):
        return _checked(piped)
    if given := os.environ.get(VARIABLE, "").strip():
        return _checked(given)
    if sys.stdin.isatty():
        output.talk("Paste the token; it is not shown.")
        return _checked(str(typer.prompt("token", hide_input=True, err=True)).strip())
    raise InvalidInput(f"no token: pipe it into this command, or set {VARIABLE}")


def _checked(value: str) -> str:
    if not value.isascii() or len(value) < 20 or any(one.isspace() for one in value):
        raise InvalidInput("that is no token: it has at least 20 letters and digits, and no spaces")
    return value


def _known(id: str) -> Account | None:
    try:
        return app().accounts.get(id)
    except NotFound:
        return None


def _the(id: str) -> Account:
    """Raises NotFound, InvalidInput when there are several and none is named."""
    return app().account(id)


def _record(id: str) -> TokenRecord | None:
    try:
        return app().tokens.record(id)
    except NotFound:
        return None


def _row(account: Account, record: TokenRecord | None) -> dict[str, Any]:
    plain = {name: value for name, value in to_plain(account).items() if name != "settings"}
    if record is None:
        remedy = f"leadreel accounts add {account.id}"
        return {
            **plain,
            "state": "no token",
            "expires_at": None,
            "checked_at": None,
            "reason": f"give it one: {remedy}",
        }
    return {
        **plain,
        "state": record.state,
        "expires_at": iso(record.expires_at) if record.expires_at else None,
        "checked_at": iso(record.checked_at) if record.checked_at else None,
        "reason": record.reason,
    }


def _told(output: Output, account: Account, record: TokenRecord) -> None:
    output.one(_row(account, record))
    if record.state != "alive" or record.reason:
        output.talk(record.reason)
        raise typer.Exit(1)

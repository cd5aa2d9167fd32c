"""`leadreel sync`: leads and an Airtable table kept equal, both ways."""

from collections.abc import Mapping
from getpass import getuser
from typing import Annotated, Any, Literal

import typer

from local.output import Output
from shared.app import app
from shared.core.codec import to_plain
from shared.sync.model import Conflict, Direction
from shared.sync.service import Run

CONFLICTS = ("id", "lead", "field", "ours", "theirs", "winner", "state", "at")
FAULTS = ("field", "column", "fault", "told")
LINKS = ("lead", "record", "state", "attempts", "attempted_at", "synced_at", "reason")
verbs = typer.Typer(help="Leads and an Airtable table kept equal, both ways.", invoke_without_command=True)

Dry = Annotated[bool, typer.Option("--dry-run", help="read, and tell what would be done; nothing is changed")]
Now = Annotated[bool, typer.Option("--now", help="call although the month's calls were said to be used up")]
Full = Annotated[bool, typer.Option("--full", help="read the whole table: finds records that were deleted there")]
Retry = Annotated[bool, typer.Option("--retry", help="offer values again that the table has refused")]


def add_to(cli: typer.Typer) -> None:
    cli.add_typer(verbs, name="sync")


@verbs.callback()
def both_ways(
    context: typer.Context, dry_run: Dry = False, full: Full = False, now: Now = False, retry: Retry = False
) -> None:
    """Leads and an Airtable table kept equal. Without a word: both ways."""
    if context.invoked_subcommand is None:
        _run(context, "both", dry=dry_run, full=full, now=now, retry=retry)


@verbs.command()
def push(context: typer.Context, dry_run: Dry = False, now: Now = False, retry: Retry = False) -> None:
    """What changed here goes to Airtable."""
    _run(context, "push", dry=dry_run, now=now, retry=retry)


@verbs.command()
def pull(context: typer.Context, dry_run: Dry = False, full: Full = False, now: Now = False) -> None:
    """What changed there comes here."""
    _run(context, "pull", dry=dry_run, full=full, now=now)


@verbs.command()
def both(
    context: typer.Context, dry_run: Dry = False, full: Full = False, now: Now = False, retry: Retry = False
) -> None:
    """Both ways."""
    _run(context, "both", dry=dry_run, full=full, now=now, retry=retry)


def _run(
    context: typer.Context, direction: Direction, *, dry: bool, now: bool, full: bool = False, retry: bool = False
) -> None:
    output: Output = context.obj
    airtable = app().airtable
    if now:
        airtable.gate.open()
    run = airtable.run(direction, dry=dry, full=full, retry_refused=retry)
    output.one(told(run))
    for problem in run.report.problems:
        output.talk(problem)
    if run.report.stopped:
        output.talk(f"stopped: {run.report.stopped}. What is left goes with the next run")
    if run.report.stopped or run.report.problems:
        raise typer.Exit(1)


def told(run: Run) -> dict[str, Any]:
    """A run in one level, as scripts read it."""
    report = to_plain(run.report)
    return {**{name: value for name, value in to_plain(run).items() if name != "report"}, **report}


@verbs.command()
def fields(
    context: typer.Context,
    add: Annotated[bool, typer.Option("--add", help="make the missing columns there, as single line texts")] = False,
    offer: Annotated[bool, typer.Option("--offer", help="print a field map made by the columns' names")] = False,
) -> None:
    """The field map held against the table: what is missing, renamed, read-only, of a wrong type, and what to do."""
    output: Output = context.obj
    airtable = app().airtable
    if add:
        made = airtable.add_columns()
        output.talk(f"made: {', '.join(made)}" if made else "No column was missing.")
    found = airtable.fields()
    if offer:
        output.line(found.offered)
        return
    findings = [to_plain(one) for one in found.checked.findings]
    output.many(findings, FAULTS, empty=f"All {len(found.checked.map.fields)} fields of the map are there.")
    if findings:
        raise typer.Exit(1)


@verbs.command()
def conflicts(
    context: typer.Context,
    state: Annotated[Literal["", "open", "decided", "resolved"], typer.Option(help="only those")] = "",
    lead: Annotated[str, typer.Option(help="only this lead's")] = "",
    limit: Annotated[int, typer.Option(min=1)] = 200,
) -> None:
    """Fields that both sides changed: both values, and which counts. The newest first."""
    output: Output = context.obj
    found = app().airtable.conflicts(state, lead=lead, limit=limit)
    output.many(map(_plain, found), CONFLICTS, empty="No conflicts.")


@verbs.command()
def resolve(
    context: typer.Context,
    id: Annotated[str, typer.Argument(help="from `sync conflicts`")],
    choice: Annotated[str, typer.Argument(help="ours, theirs, or =VALUE")],
) -> None:
    """Let the other value count, or a third one; the next run carries it."""
    output: Output = context.obj
    output.one(_plain(app().airtable.resolve(id, choice, getuser())))


def _plain(conflict: Conflict) -> Mapping[str, Any]:
    return to_plain(conflict)


@verbs.command()
def restore(context: typer.Context, lead: Annotated[str, typer.Argument(help="from `leads list`")]) -> None:
    """Let the record of a lead that was deleted there be made again by the next run."""
    output: Output = context.obj
    link = app().airtable.restore(lead)
    output.one({"lead": link.lead, "state": link.state})


@verbs.command()
def watch(
    context: typer.Context,
    url: Annotated[str, typer.Option(help="where Airtable reaches the console; else LEADREEL_PUBLIC_URL")] = "",
    stop: Annotated[bool, typer.Option("--stop", help="be told no longer")] = False,
) -> None:
    """Let the base tell of changes, instead of asking it every half hour."""
    output: Output = context.obj
    if stop:
        app().airtable.unwatch()
        output.one({"watching": False})
        return
    place = (url or app().settings.public_url).rstrip("/") + "/api/airtable/notifications"
    output.one({"watching": True, "url": place, "until": app().airtable.watch(place)})


@verbs.command()
def failed(context: typer.Context) -> None:
    """Leads with a value that the table does not take, and why."""
    output: Output = context.obj
    output.many(map(to_plain, app().airtable.failed()), LINKS, empty="Nothing failed.")


@verbs.command()
def log(context: typer.Context, limit: Annotated[int, typer.Option(min=1)] = 20) -> None:
    """The last runs, the newest first, with the calls that they cost."""
    output: Output = context.obj
    columns = ("at", "direction", "calls", "read", "written", "created_here", "updated_here", "conflicts", "stopped")
    output.many(map(told, app().airtable.runs(limit)), columns, empty="No sync has run yet.")


@verbs.command()
def status(context: typer.Context) -> None:
    """How many leads are in step, how many wait, how many failed; and the calls made so far."""
    output: Output = context.obj
    airtable = app().airtable
    output.one({**airtable.counts(), "calls": airtable.gate.calls()})

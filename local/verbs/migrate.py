"""`leadreel migrate`: old JSON files of leads, taken over and, if need be, undone as one."""

from pathlib import Path
from typing import Annotated

import typer

from local.output import Output
from shared.app import app
from shared.core.codec import to_plain
from shared.leads.migration import told

verbs = typer.Typer(help="Take over old JSON files of leads.", no_args_is_help=True)
Id = Annotated[str, typer.Argument(help="a migration; the newest when left out")]


def add_to(cli: typer.Typer) -> None:
    cli.add_typer(verbs, name="migrate")


@verbs.command()
def run(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="with *.json, *.jsonl and *.ndjson in it, at any depth")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="say what is there, write nothing")] = False,
) -> None:
    """Take a folder over, each file as an import. After an interruption the same command goes on."""
    output: Output = context.obj
    if dry_run:
        found = [one for one, _ in app().migrations.scan(folder)]
        output.many(map(to_plain, found), ("path", "state", "shape", "records", "problems"), empty="No file of leads.")
        if any(one.state == "failed" for one in found):
            raise typer.Exit(1)
        return
    report = app().migrations.run(folder, lambda name: None if output.json else output.talk(name))
    output.one(told(report))
    if report.failed or report.rejected:
        raise typer.Exit(1)


@verbs.command("list")
def list_migrations(context: typer.Context) -> None:
    """All migrations, the newest first."""
    output: Output = context.obj
    found = map(to_plain, app().migrations.list())
    output.many(found, ("id", "state", "folder", "files", "started_at"), empty="No migrations.")


@verbs.command()
def log(context: typer.Context, id: Id = "") -> None:
    """What became of each file: hash, shape, counts, import, problems."""
    output: Output = context.obj
    files = app().migrations.files(app().migrations.get(id).id)
    columns = ("path", "state", "shape", "records", "created", "merged", "updated", "rejected", "import_id")
    output.many(map(to_plain, files), columns, empty="No files.")


@verbs.command()
def validate(context: typer.Context, id: Id = "") -> None:
    """Whether every original is kept unchanged, and every record's lead is there."""
    output: Output = context.obj
    wrong = app().migrations.validate(id)
    output.many(({"problem": one} for one in wrong), ("problem",), empty="All is as it should be.")
    if wrong:
        raise typer.Exit(1)


@verbs.command()
def rollback(context: typer.Context, id: Id = "") -> None:
    """Undo a migration. What people have changed since stays, and the originals stay kept."""
    output: Output = context.obj
    undone = app().migrations.rollback(id, by="command line")
    output.one({"migration": undone.id, "state": undone.state, "identical": undone.identical})
    if not undone.identical:
        output.talk("The leads are not byte for byte what they were: others were made or changed meanwhile.")

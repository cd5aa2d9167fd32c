"""`leadreel ingest`, `map`, `rows`, `names`, `imports`: files in, and what became of them."""

import sys
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from itertools import islice
from pathlib import Path
from typing import Annotated, Any

import typer

from local.journey import Options, drop, follow, plain_import, target, told, walk
from local.output import Output
from local.progress import bars
from shared.app import app
from shared.core.codec import to_plain
from shared.core.errors import AppError
from shared.leads.model import Import
from shared.leads.paying import UNPAID

SHOWN = 5  # rejected rows that are told at once
STAGES = ("leads", "enrich", "render")
COLUMNS = ("id", "object", "state", "rows", "created", "merged", "updated", "rejected", "created_at")
Files = Annotated[list[Path], typer.Argument(help="CSV files")]
Id = Annotated[str, typer.Argument(help="from `imports list`")]

verbs = typer.Typer(help="Imports: what became of each file and row.", no_args_is_help=True)


def add_to(cli: typer.Typer) -> None:
    cli.command()(ingest)
    cli.command("map")(map_files)
    cli.command()(rows)
    cli.command()(names)
    cli.add_typer(verbs, name="imports")


def _stage(value: str) -> str:
    if value not in STAGES:
        raise typer.BadParameter(f"one of {', '.join(STAGES)}")
    return value


def _money(value: str | None) -> Decimal | None:
    try:
        return None if value is None else Decimal(value.removeprefix("$"))
    except InvalidOperation as error:
        raise typer.BadParameter("an amount in USD such as 1.50") from error


def ingest(
    context: typer.Context,
    files: Files,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="say what would happen, write nothing")] = False,
    budget: Annotated[
        str | None,
        typer.Option(help="USD that enrichers may spend on these leads; then they stop", metavar="USD"),
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="only so many rows")] = None,
    stop_at: Annotated[str, typer.Option(callback=_stage, help="leads, enrich or render")] = "render",
) -> None:
    """Files become leads, enriched and with a video each; the same road as a file dropped in uploads/."""
    output: Output = context.obj
    options = Options(limit, stop_at, _money(budget))
    if dry_run:
        previews, failed = _previews(files, options)
        done = list(previews.values())
    else:
        done, failed = _imports(files, options, output)
    for one in done:
        _tell(output, one)
        if dry_run and not output.json:
            _tell_mapping(output, one)
    for reason in failed:
        output.talk(f"leadreel: {reason}")
    if dead := _dead(done):
        output.talk(f"Tasks that failed for good: {dead}; `leadreel tasks dead` says why, `tasks retry` tries again.")
    put_by = {one.id: count for one in done if one.id and (count := _put_by(one.id))}
    for id, count in put_by.items():
        output.talk(f"Put by for want of money: {count} tasks; `leadreel imports resume {id} --budget USD` goes on.")
    incomplete = dead or put_by or any(one.rejected or one.problems or one.state == "failed" for one in done)
    if failed or (incomplete and not dry_run):
        raise typer.Exit(1)


def _previews(files: Iterable[Path], options: Options) -> tuple[dict[str, Import], list[str]]:
    done, failed = {}, []
    for file in files:
        try:
            done[str(file)] = app().intake.preview(file, limit=options.limit, stop_at=options.stop_at)
        except AppError as error:
            failed.append(str(error))
    return done, failed


def _imports(files: Iterable[Path], options: Options, output: Output) -> tuple[list[Import], list[str]]:
    """One bad file stops no other."""
    dropped, failed = [], []
    for file in files:
        try:
            dropped.append(drop(app(), file, options))
        except AppError as error:
            failed.append(str(error))
    if not dropped:
        return [], failed
    with bars(quiet=output.json) as show:
        return walk(app(), dropped, show), failed


def _tell(output: Output, done: Import) -> None:
    if output.json:
        output.line(told(done))
        return
    output.one(
        {
            name: value
            for name, value in told(done).items()
            if name not in {"mapping", "missing", "problems"} and value is not None
        }
    )
    for problem in done.problems:
        output.talk(f"{done.object}: {problem.removeprefix(f'{done.object}: ')}")
    if done.rejected and done.id:
        for row in islice(app().imports.rejected(done.id), SHOWN):
            output.talk(f"{done.object}: {row['reason']}")
        output.talk(f"Rejected rows: {done.rejected}; `leadreel imports rejected {done.id}` lists them.")


def _dead(done: Iterable[Import]) -> int:
    return sum(app().tasks.counts(import_id=one.id).get("dead", 0) for one in done if one.id)


def _put_by(import_id: str) -> int:
    """How many of an import's tasks wait for money."""
    if not any(one.price for one in app().enrichers):
        return 0
    return sum(UNPAID in task.result for task in app().tasks.list(state="skipped", import_id=import_id))


def _tell_mapping(output: Output, done: Import) -> None:
    for column in done.mapping:
        output.talk(f"  {column.column} -> {', '.join(column.targets) or f'({column.custom})'}: {column.reason}")


def map_files(context: typer.Context, files: Files) -> None:
    """Which column becomes which field, or several, or none: {file: {column: field}}."""
    output: Output = context.obj
    found, failed = _previews(files, Options())
    if output.json or not sys.stdout.isatty():
        output.line({file: {column.column: target(column) for column in one.mapping} for file, one in found.items()})
    else:
        for file, one in found.items():
            output.talk(file)
            output.many(
                (
                    {**to_plain(column), "field": ", ".join(column.targets) or f"({column.custom})"}
                    for column in one.mapping
                ),
                ("column", "field", "confidence", "reason"),
                empty="No columns.",
            )
    for reason in failed:
        output.talk(f"leadreel: {reason}")
    if failed:
        raise typer.Exit(1)


def rows(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="CSV of any kind, .xlsx, JSON, JSON Lines; as it is, .gz or .zip")],
) -> None:
    """Header and rows as they are read: one JSON array of strings a line."""
    from shared.leads.reader import contents, open_path, open_table

    output: Output = context.obj
    with open_path(file) as stream:
        if not stream.read(1):
            output.talk(f"{file.name}: the file is empty")
            return
        stream.seek(0)
        table = open_table(stream, file.name)
        for row in contents(table):
            output.line(row)
    for problem in table.finish():
        output.talk(f"{file.name}: {problem}")
    for reason in table.left_out[:SHOWN]:
        output.talk(f"{file.name}: {reason}")
    if table.left_out:
        output.talk(f"Rows left out: {table.lost}")
        raise typer.Exit(1)


def names(context: typer.Context) -> None:
    """Names on stdin, one a line, split: {"first_name": ..., "last_name": ...}."""
    from shared.leads.names import split

    output: Output = context.obj
    for line in sys.stdin:
        name = split(line.rstrip("\n"))
        output.line({"first_name": name.first, "last_name": name.last})


@verbs.command("list")
def list_imports(context: typer.Context) -> None:
    """Every import, the newest first."""
    output: Output = context.obj
    output.many(
        map(plain_import, app().imports.list()), COLUMNS, empty="No imports yet. `leadreel ingest FILE` makes one."
    )


@verbs.command()
def show(context: typer.Context, id: Id) -> None:
    """One import, with its mapping."""
    output: Output = context.obj
    output.one({**told(app().imports.get(id))})


@verbs.command("rows")
def import_rows(context: typer.Context, id: Id) -> None:
    """What became of every row."""
    output: Output = context.obj
    found: Iterable[Any] = app().imports.rows(id)
    output.many(map(to_plain, found), ("row", "outcome", "lead", "rule", "reason"), empty="No rows.")


@verbs.command()
def resume(
    context: typer.Context,
    id: Id,
    budget: Annotated[str | None, typer.Option(help="USD for this import in all, what is spent included")] = None,
) -> None:
    """Go on where the money had ended, up to a higher budget."""
    output: Output = context.obj
    count = app().resume(id, _money(budget))
    with bars(quiet=output.json) as show:
        done = follow(app(), [id], show)[0]
    left = _put_by(id)
    output.one({"import_id": id, "resumed": count, "spent": str(done.spent), "put_by": left})
    if left:
        raise typer.Exit(1)


@verbs.command()
def undo(context: typer.Context, id: Id) -> None:
    """Take an import back: its leads go, those that it changed are as before; what people changed since stays."""
    output: Output = context.obj
    undone = app().undo.run(id, by="command line")
    told_kept = [to_plain(one) for one in undone.kept]
    if output.json:
        output.line({**to_plain(undone), "kept": told_kept})
        return
    output.one({name: value for name, value in to_plain(undone).items() if name != "kept"})
    if told_kept:
        output.talk("People have changed these values since; they stay:")
        output.many(told_kept, ("lead", "field", "value", "by"), empty="")


@verbs.command()
def rejected(context: typer.Context, id: Id) -> None:
    """The rows that were not taken in, with reason and remedy."""
    output: Output = context.obj
    output.many(app().imports.rejected(id), ("row", "line", "reason", "cells"), empty="No row was rejected.")

"""`leadreel data`: everything out of one installation and into another, between any two stores."""

from pathlib import Path
from typing import Annotated

import typer

from local.host import is_owned
from local.output import Output
from local.progress import counting
from shared.app import app
from shared.core.errors import TransientError

verbs = typer.Typer(help="Move all data: from one machine to the cloud and back.", no_args_is_help=True)


def add_to(cli: typer.Typer) -> None:
    cli.add_typer(verbs, name="data")


@verbs.command("export")
def export_data(
    context: typer.Context,
    target: Annotated[Path, typer.Argument(help="a folder, or a .jsonl file, which holds no file contents")],
    contents: Annotated[bool, typer.Option(help="with what videos, uploads and pictures hold")] = True,
) -> None:
    """Write all documents and files; equal data give equal bytes."""
    output: Output = context.obj
    with counting(output, "exported") as note:
        done = app().transfer.export(target, contents=contents, note=note)
    output.one({"documents": done.documents, "blobs": done.blobs, "sha256": done.sha256})


@verbs.command("import")
def import_data(
    context: typer.Context,
    source: Annotated[Path, typer.Argument(help="what `leadreel data export` wrote")],
    over: Annotated[bool, typer.Option(help="replace what has the same path in a store that is not empty")] = False,
    verify: Annotated[bool, typer.Option(help="read everything again at the end, and compare")] = True,
) -> None:
    """Bring an export in. After an interruption the same command goes on."""
    output: Output = context.obj
    if is_owned(app().state):
        raise TransientError(f"{app().settings.data} is in use; stop `leadreel up` until the import is done")
    with counting(output, "imported") as note:
        done = app().transfer.import_from(source, over=over, verify=verify, note=note)
    told = {"documents": done.documents, "blobs": done.blobs, "sha256": done.sha256, "resumed": done.resumed}
    output.one(told)

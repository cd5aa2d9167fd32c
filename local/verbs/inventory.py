"""`leadreel inventory`: what there is to make videos from."""

import json
import time
from collections.abc import Callable
from typing import Annotated

import typer

from local.output import Output
from shared.app import app

COLUMNS = ("group", "videos", "images", "sounds", "others", "problems", "seconds", "size")
_QUIET = 5.0  # seconds between two lines on how far it is


def add_to(cli: typer.Typer) -> None:
    cli.command()(inventory)


def inventory(
    context: typer.Context,
    patience: Annotated[
        float | None,
        typer.Option(min=0, metavar="SECONDS", help="after which the rest waits", show_default="as long as it takes"),
    ] = None,
) -> None:
    """What lies in the content bucket, by folder. Only new and changed files are opened. `--json`: inventory.json."""
    from shared.content.inventory import NAME, grouped
    from shared.content.rules import lacking

    output: Output = context.obj
    stock = app().stock
    taking = stock.take(patience=patience, on_progress=_teller(output))
    if output.json:
        output.line(json.loads(app().blobs.read(stock.bucket, NAME)))
    found = stock.inventory()
    if not output.json:
        output.many(grouped(found.assets), COLUMNS, empty="Nothing lies in the folders of the content bucket.")
    for asset in found.assets:
        if asset.problem:
            output.talk(f"leadreel: {asset.name}: {asset.problem}")
    output.talk(
        f"{taking.objects} files: {taking.opened} looked into now, {taking.removed} gone,"
        f" {taking.problems} cannot be used, {taking.waiting} wait for the next run."
    )
    for told in (*taking.reasons[:10], *lacking(found)):
        output.talk(f"leadreel: {told}")
    if taking.waiting:
        raise typer.Exit(1)


def _teller(output: Output) -> Callable[[int, int], None]:
    """A line now and then, since a first run over many films takes its time."""
    told = time.monotonic()

    def tell(done: int, every: int) -> None:
        nonlocal told
        if time.monotonic() - told >= _QUIET:
            told = time.monotonic()
            output.talk(f"{done} of {every} looked into")

    return tell

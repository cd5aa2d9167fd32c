"""`leadreel video sheet`: a campaign at a glance."""

from pathlib import Path
from typing import Annotated

import typer

from local.output import Output
from local.verbs import video
from shared.app import app
from shared.core.codec import to_plain


def add_to(_cli: typer.Typer) -> None:
    video.verbs.command()(sheet)


def sheet(
    context: typer.Context,
    campaign: Annotated[str, typer.Argument(help="an import's id, or a video type; left out: the latest videos")] = "",
    out: Annotated[Path, typer.Option("--out", help="where the sheet goes; further pages are numbered")] = Path(
        "sheet.jpg"
    ),
    limit: Annotated[int, typer.Option("--limit", min=1, max=10_000)] = 300,
    flagged: Annotated[bool, typer.Option("--flagged", help="only what should be looked at")] = False,
) -> None:
    """A contact sheet: first frame, name and site of every video, with flags such as cookie wall, 404, silent."""
    from shared.video.sheet import draw, entries

    output: Output = context.obj
    house = app()
    rows = entries(house.renders.ended(campaign, limit))
    if flagged:
        rows = [row for row in rows if row.flags]
    for number, page in enumerate(draw(rows, house.blobs), 1):
        file = out if number == 1 else out.with_name(f"{out.stem}-{number}{out.suffix}")
        file.write_bytes(page)
        output.talk(f"{file}: {min(30, len(rows) - 30 * (number - 1))} videos")
    output.many(map(to_plain, rows), ("name", "url", "flags", "video"), empty="No videos yet.")

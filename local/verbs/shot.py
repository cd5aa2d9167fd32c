"""`leadreel shot`: a page as a picture, the way the videos see it."""

from pathlib import Path
from typing import Annotated

import typer

from local.output import Output
from shared.app import app
from shared.core.codec import to_plain
from shared.core.errors import InvalidInput


def add_to(cli: typer.Typer) -> None:
    cli.command()(shot)


def shot(
    context: typer.Context,
    url: Annotated[str, typer.Argument(help="a page's address")],
    out: Annotated[Path, typer.Option("--out", help="where the picture goes")] = Path("page.jpg"),
    rows: Annotated[int, typer.Option("--rows", min=16, max=16_000, help="at most so many rows of the page")] = 6000,
    width: Annotated[int, typer.Option("--width", min=320, max=3840, help="of the window")] = 1280,
) -> None:
    """A picture of a page as the videos show it: banners dismissed, headers at their place, a JPEG."""
    from shared.video.screenshots import Camera, NoShot, ShotSettings

    output: Output = context.obj
    house = app()
    settings = ShotSettings(width=width, most=rows)
    with Camera(house.egress_rules, house.settings.chromium, at_once=1, look=house.page_look) as camera:
        taken = camera.take(url, settings)
    if isinstance(taken, NoShot):
        raise InvalidInput(f"{url}: no picture: {taken.reason}")
    out.write_bytes(taken.content)
    told = {name: value for name, value in to_plain(taken).items() if name != "content"}
    output.one({"file": str(out), **told})

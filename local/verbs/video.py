"""`leadreel shot` and `video`: a page as a picture, and a file looked into."""

from pathlib import Path
from typing import Annotated

import typer

from local.output import Output
from shared.app import app
from shared.core.codec import to_plain
from shared.core.errors import InvalidInput

verbs = typer.Typer(help="Videos.", no_args_is_help=True)


def add_to(cli: typer.Typer) -> None:
    cli.command()(shot)
    cli.add_typer(verbs, name="video")


def shot(
    context: typer.Context,
    url: Annotated[str, typer.Argument(help="a website")],
    out: Annotated[Path, typer.Option("--out", help="where the JPEG goes")] = Path("shot.jpg"),
) -> None:
    """The whole page as a JPEG, its banners dismissed."""
    from shared.video.screenshots import Camera, NoShot

    output: Output = context.obj
    with Camera(app().egress_rules, app().settings.chromium) as camera:
        taken = camera.take(url)
    if isinstance(taken, NoShot):
        raise InvalidInput(f"{url}: no picture: {taken.reason}")
    out.write_bytes(taken.content)
    output.one({"file": str(out), "width": taken.width, "height": taken.height, "notes": list(taken.notes)})


@verbs.command()
def probe(context: typer.Context, file: Annotated[Path, typer.Argument(help="a video file")]) -> None:
    """What is in a video file: streams, length, frames, whether it plays everywhere."""
    from shared.video.probe import probe as look

    output: Output = context.obj
    output.one(to_plain(look(file)))

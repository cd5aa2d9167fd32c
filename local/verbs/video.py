"""`leadreel video`: videos planned, rendered, looked into."""

import hashlib
import tempfile
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from local.output import Output
from shared.app import app
from shared.core.codec import to_plain
from shared.core.errors import InvalidInput

if TYPE_CHECKING:
    from shared.video.segments import SegmentCache
    from shared.video.templates import VideoType
    from shared.video.timeline import Timeline

verbs = typer.Typer(help="Videos.", no_args_is_help=True)
Kind = Annotated[str, typer.Argument(help="a video type by name; left out: the one in use")]
TimelineFile = Annotated[
    Path | None, typer.Option("--timeline", help="a timeline as JSON, its files beside it, instead of a type")
]


def add_to(cli: typer.Typer) -> None:
    cli.add_typer(verbs, name="video")


@verbs.command()
def probe(context: typer.Context, file: Annotated[Path, typer.Argument(help="a video file")]) -> None:
    """What is in a video file: streams, length, frames, whether it plays everywhere."""
    from shared.video.probe import probe as look

    output: Output = context.obj
    output.one(to_plain(look(file)))


@verbs.command()
def plan(
    context: typer.Context,
    kind: Kind = "",
    timeline: TimelineFile = None,
    videos: Annotated[int | None, typer.Option("--videos", min=1, help="how many; else one a known lead")] = None,
) -> None:
    """What a campaign will take: what is shared, what is personal, CPU, size and money. Nothing is rendered."""
    from shared.video.costs import plan as planned

    output: Output = context.obj
    line = _read(timeline)[0] if timeline else _example(_kind(kind))
    leads = [_fields(lead.fields) for lead in app().leads.page(limit=10_000, after=None, descending=True)]
    found = planned(line, leads, videos or len(leads) or 1)
    for warning in found.warnings:
        output.talk(warning)
    output.one(to_plain(found))


@verbs.command()
def render(
    context: typer.Context,
    kind: Kind = "",
    timeline: TimelineFile = None,
    out: Annotated[Path, typer.Option("--out", help="where the MP4 goes")] = Path("video.mp4"),
    field: Annotated[list[str] | None, typer.Option("--field", help="of the lead, as first_name=Ana")] = None,
    lead: Annotated[str, typer.Option("--lead", help="a known lead's id, for its fields")] = "",
    page: Annotated[Path | None, typer.Option("--page", help="a picture of the lead's site, see `shot`")] = None,
    renderer: Annotated[
        str, typer.Option("--renderer", help="planes, ffmpeg or moviepy; for a movie json2video as well")
    ] = "planes",
) -> None:
    """One video, at once: of a type for a lead, of a timeline, or of a JSON2Video movie (MOVIE.json)."""
    from shared.video.render import open_renderer

    output: Output = context.obj
    house = app()
    if kind.endswith(".json"):
        _render_movie(Path(kind), out, renderer, lead, _given(field or []), output)
        return
    fields = {**(_fields(house.leads.get(lead).fields) if lead else {}), **_given(field or [])}
    notes: tuple[str, ...] = ()
    if timeline:
        line, files = _read(timeline)
    else:
        line, files, notes = _built(_kind(kind), fields, page)
    options = {"threads": 2, "cache": _cache()} if renderer == "planes" else {}
    with tempfile.TemporaryDirectory(prefix="leadreel-html-") as folder:
        line, drawn = _drawn(line, Path(folder))
        files = {**files, **drawn}
        made = open_renderer(renderer, **options).render(line, files, out, comment="leadreel video render")
    output.one({**to_plain(made), "fallbacks": list(notes)})


def _render_movie(path: Path, out: Path, renderer: str, lead: str, given: Mapping[str, str], output: Output) -> None:
    """A movie described as data; fields of a lead and --field replace its variables."""
    from shared.video.json2video.movies import with_variables

    if not path.is_file():
        raise InvalidInput(f"{path}: no such file")
    house = app()
    values = {**(_fields(house.leads.get(lead).fields) if lead else {}), **given}
    movie = with_variables(path.read_bytes(), values)
    made = house.movies(renderer, path.parent).render_movie(movie, out, comment="leadreel video render")
    output.one(to_plain(made))


def _kind(name: str) -> "VideoType":
    from shared.video.templates import find_type

    settings = app().settings
    return find_type(name or settings.video_type, settings.video_types)


def _read(path: Path) -> "tuple[Timeline, dict[str, Path]]":
    from shared.video.schema import read_timeline, with_files

    if not path.is_file():
        raise InvalidInput(f"{path}: no such file")
    return with_files(read_timeline(path.read_bytes(), path.name), path.parent)


def _drawn(line: "Timeline", folder: Path) -> "tuple[Timeline, dict[str, Path]]":
    """Pieces of HTML as pictures, by the browser; one that has none asks for none."""
    from shared.video.html import HtmlBrowser, pieces_of, resolve

    pieces = pieces_of(line)
    if not pieces:
        return line, {}
    pictures = HtmlBrowser(app().settings.chromium).draw_all(pieces)
    return resolve(line, pictures.__getitem__, folder)


def _example(kind: "VideoType") -> "Timeline":
    """A video of this kind for a lead of whom all is known: what depends on a lead is seen in it."""
    from shared.video.stage import Inputs, MediaFile, build
    from shared.video.timeline import Asset

    media = {name: MediaFile(Asset(name, name), 10_000, True) for name in kind.media()}
    fields = {name: name for name in kind.fields()}
    return build(kind, Inputs(fields, page=Asset("the lead's site", "page"), media=media)).timeline


def _built(
    kind: "VideoType", fields: Mapping[str, str], page: Path | None
) -> "tuple[Timeline, dict[str, Path], tuple[str, ...]]":
    from shared.video import fonts
    from shared.video.media import MediaLibrary
    from shared.video.stage import Inputs, build
    from shared.video.timeline import Asset

    house = app()
    library = MediaLibrary(house.blobs, house.settings.data / "cache" / "media", house.settings.ffmpeg)
    media = library.gather(kind.media(), Fraction(kind.canvas.rate))
    files, site = dict(media.files), None
    if page:
        if not page.is_file():
            raise InvalidInput(f"{page}: no such file")
        site = Asset(page.name, hashlib.sha256(page.read_bytes()).hexdigest())
        files[site.sha256] = page
    built = build(kind, Inputs(fields, site, media=media.named), fonts.can_write)
    return built.timeline, files, built.fallbacks


def _cache() -> "SegmentCache":
    from shared.video.segments import BucketShelf, DiskShelf, SegmentCache

    house = app()
    return SegmentCache(DiskShelf(house.settings.data / "cache" / "segments"), BucketShelf(house.blobs))


def _fields(held: Mapping[str, object]) -> dict[str, str]:
    return {name: str(getattr(value, "value", value)) for name, value in held.items()}


def _given(pairs: list[str]) -> dict[str, str]:
    found = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign or not name:
            raise InvalidInput(f"--field {pair!r}: write it as first_name=Ana")
        found[name] = value
    return found

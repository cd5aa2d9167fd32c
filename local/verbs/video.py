"""`leadreel video`: videos planned, rendered, looked into."""

import hashlib
import tempfile
from collections.abc import Iterator, Mapping
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
    from shared.video.shaping import Shaped, Wishes
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
    formats: Annotated[
        list[str] | None,
        typer.Option("--format", help="9:16, 1:1, 16:9, or a place such as tiktok; again for another file beside"),
    ] = None,
    captions: Annotated[Path | None, typer.Option("--captions", help="SRT, VTT or ASS, drawn into the picture")] = None,
    style: Annotated[str, typer.Option("--caption-style", help="such as highlight, boxed-word, calm")] = "highlight",
    brand: Annotated[
        Path | None, typer.Option("--brand", help="YAML: primary, secondary, accent, text, logo, intro, outro, link")
    ] = None,
    loudness: Annotated[bool, typer.Option("--loudness", help="as loud as platforms want it: -14 LUFS")] = False,
    poster: Annotated[bool, typer.Option("--poster", help="a JPEG beside the film")] = False,
    gif: Annotated[
        bool, typer.Option("--gif", help="its first 3 s as a GIF of at most 300 kB, beside the film")
    ] = False,
) -> None:
    """One video, at once: of a type for a lead, of a timeline, or of a JSON2Video movie (MOVIE.json)."""
    from shared.video.shaping import Shaped, Wishes

    output: Output = context.obj
    fields = {**(_fields(app().leads.get(lead).fields) if lead else {}), **_given(field or [])}
    wishes = Wishes(captions, style, brand, loudness)
    beside = (poster, gif)
    if kind.endswith(".json") and not (formats or wishes != Wishes(style=style)):
        told = _render_movie(Path(kind), out, renderer, fields)
        output.one({**told, **_stills(out, *beside)})
        return
    with tempfile.TemporaryDirectory(prefix="leadreel-html-") as folder:
        notes: tuple[str, ...] = ()
        if kind.endswith(".json"):
            made = _compiled(Path(kind), renderer, fields)
        elif timeline:
            made = Shaped(*_read(timeline))
        else:
            line, files, notes = _built(_kind(kind), fields, page)
            made = Shaped(line, files)
        line, drawn = _drawn(made.timeline, Path(folder))
        made = Shaped(line, {**made.files, **drawn}, made.notes)
        for told in _rendered(made, out, formats or [], wishes, renderer):
            output.one({**told, "fallbacks": list(notes), **_stills(Path(str(told["path"])), *beside)})


def _rendered(
    made: "Shaped", out: Path, formats: list[str], wishes: "Wishes", renderer: str
) -> Iterator[dict[str, object]]:
    """A film for each format; with several, each file is named for its own."""
    from shared.video.render import open_renderer
    from shared.video.shaping import shaped

    options = {"threads": 2, "cache": _cache()} if renderer == "planes" else {}
    doing = open_renderer(renderer, **options)
    wanted = [(name, shaped(made.timeline, made.files, name, wishes)) for name in formats or [""]]  # all, or none
    for name, form in wanted:
        target = out.with_stem(f"{out.stem}-{name.replace(':', 'x')}") if len(wanted) > 1 else out
        film = doing.render(form.timeline, form.files, target, comment="leadreel video render")
        told = {**to_plain(film), "notes": [*film.notes, *made.notes, *form.notes]}
        yield {**told, "format": name} if name else told


def _stills(film: Path, poster: bool, gif: bool) -> dict[str, str]:
    """Pictures of the film, written beside it."""
    from shared.video import formats_stills

    made = {}
    if poster:
        film.with_suffix(".jpg").write_bytes(formats_stills.poster(film))
        made["poster"] = str(film.with_suffix(".jpg"))
    if gif:
        film.with_suffix(".gif").write_bytes(formats_stills.gif(film).content)
        made["gif"] = str(film.with_suffix(".gif"))
    return made


def _movie(path: Path, fields: Mapping[str, str]) -> bytes:
    """A movie described as data; fields of a lead and --field replace its variables."""
    from shared.video.json2video.movies import with_variables

    if not path.is_file():
        raise InvalidInput(f"{path}: no such file")
    return with_variables(path.read_bytes(), fields)


def _render_movie(path: Path, out: Path, renderer: str, fields: Mapping[str, str]) -> dict[str, object]:
    movie = _movie(path, fields)
    return to_plain(app().movies(renderer, path.parent).render_movie(movie, out, comment="leadreel video render"))


def _compiled(path: Path, renderer: str, fields: Mapping[str, str]) -> "Shaped":
    """The movie as a timeline, which can be shaped. What the vendor renders, the house cannot reach into."""
    from shared.video.json2video.movies import HouseMovies
    from shared.video.shaping import Shaped

    movie, movies = _movie(path, fields), app().movies(renderer, path.parent)
    if not isinstance(movies, HouseMovies):
        raise InvalidInput(
            f"--renderer {renderer}: formats, captions, brand and loudness are the house's; say it in the movie, "
            "or render with `planes`"
        )
    made = movies.compile(movie)
    return Shaped(made.timeline, made.files, tuple(made.notes))


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
    from shared.video.html import pieces_of, resolve

    pieces = pieces_of(line)
    if not pieces:
        return line, {}
    pictures = app().html_browser.draw_all(pieces)
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
    from shared.leads.names import called

    fields = {name: str(getattr(value, "value", value)) for name, value in held.items()}
    if "first_name" in fields:  # else what the movie itself says counts
        fields["first_name"] = called(fields["first_name"], fields.get("last_name", ""))
    return fields


def _given(pairs: list[str]) -> dict[str, str]:
    found = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign or not name:
            raise InvalidInput(f"--field {pair!r}: write it as first_name=Ana")
        found[name] = value
    return found

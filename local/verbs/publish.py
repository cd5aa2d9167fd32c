"""`leadreel publish`: one film, out once; and every post that is out, on its way, or waits for a person."""

from collections.abc import Mapping
from getpass import getuser
from hashlib import file_digest
from pathlib import Path
from typing import Annotated, Any, Final, Literal, get_args

import typer
from typer.core import TyperGroup

from local.output import Output
from shared.app import app
from shared.core.codec import to_plain
from shared.core.errors import InvalidInput
from shared.publish.model import Media, Post, PostRecord, PostState

BUCKET: Final = "content"
FOLDER: Final = "published"
COLUMNS: Final = ("id", "account", "state", "permalink", "reason", "retry_at")
TYPES: Final = {".mp4": "video/mp4", ".mov": "video/quicktime", ".webm": "video/webm"}


class FileFirst(TyperGroup):
    """`publish FILE …` means `publish file FILE …`; a file that is called like a verb is given as ./list."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and "--help" not in args:
            args = ["file", *args]
        return super().parse_args(ctx, args)


verbs = typer.Typer(
    help="One film, out once: FILE --account A --caption C; and every post.", no_args_is_help=True, cls=FileFirst
)
Id = Annotated[str, typer.Argument(help="from `publish list`")]
Wait = Annotated[bool, typer.Option("--wait", help="stay until the post is over, for platforms that take minutes")]


def add_to(cli: typer.Typer) -> None:
    cli.add_typer(verbs, name="publish")


@verbs.command("file")
def publish_file(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="the film", exists=True, dir_okay=False)],
    account: Annotated[str, typer.Option(help="from `accounts list`; else the configured one, or the only one")] = "",
    caption: Annotated[str, typer.Option(help="what stands below it")] = "",
    subject: Annotated[str, typer.Option(help="the same film appears once for each")] = "by hand",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="check it against the platform's rules, no more")] = False,
    wait: Wait = False,
) -> None:
    """Publish a film. Calling again goes on with the same post, and never makes a second one."""
    output: Output = context.obj
    to = app().account(account)
    post = Post(to, _media(file, keep=not dry_run), caption, subject)
    app().publishers(to.platform).check(post)
    if dry_run:
        output.one({"id": post.id, "account": to.id, "state": "would be published", "caption": caption})
        return
    _tell(output, _publish(output, post, wait=wait))


@verbs.command("list")
def list_posts(
    context: typer.Context,
    state: Annotated[str, typer.Option(help=f"only those in this state: {', '.join(get_args(PostState))}")] = "",
) -> None:
    """Posts, the newest first."""
    output: Output = context.obj
    if state and state not in get_args(PostState):
        raise typer.BadParameter(f"{state!r} is no state; there are {', '.join(get_args(PostState))}")
    wanted: Any = state or None
    found = (_row(kept.record) for kept in app().publishing.posts.list(state=wanted))
    output.many(found, COLUMNS, empty="Nothing was published from here.")


@verbs.command()
def show(context: typer.Context, id: Id) -> None:
    """One post with all that is known."""
    output: Output = context.obj
    kept = app().publishing.posts.get(id)
    post = to_plain(kept.post)
    output.story(
        {**_row(kept.record), "caption": kept.post.caption, "media": post["media"], "account": post["account"]}
    )


@verbs.command()
def retry(context: typer.Context, id: Id, wait: Wait = False) -> None:
    """Go on with a post, or try one again that was refused, or that waited for a log-in."""
    output: Output = context.obj
    _tell(output, _publish(output, app().publishing.retry(id, by=getuser()), wait=wait))


@verbs.command()
def decide(
    context: typer.Context,
    id: Id,
    outcome: Annotated[Literal["posted", "not_posted"], typer.Argument(help="what you saw over there")],
    note: Annotated[str, typer.Option(help="what you saw, for those after you")] = "",
) -> None:
    """Say what became of a post in doubt. `not_posted` opens it for `publish retry`."""
    output: Output = context.obj
    output.one(_row(app().publishing.decide(id, outcome, by=getuser(), note=note)))


def _publish(output: Output, post: Post, *, wait: bool) -> PostRecord:
    record = app().publishing.publish(post)
    while wait and not record.over and record.retry_at is not None:
        seconds = max(1.0, (record.retry_at - app().clock.now()).total_seconds())
        output.talk(f"{record.state}: {record.reason}; again in {seconds:.0f} s")
        app().clock.sleep(seconds)
        record = app().publishing.publish(post)
    return record


def _tell(output: Output, record: PostRecord) -> None:
    output.one(_row(record))
    if record.state == "posted":
        return
    if not record.over:
        output.talk(f"not over yet: `leadreel publish retry {record.id}` goes on with it, no sooner than it says")
    raise typer.Exit(1)


def _row(record: PostRecord) -> Mapping[str, Any]:
    return {**to_plain(record), "over": record.over}


def _media(file: Path, *, keep: bool) -> Media:
    """The film as an object of the bucket; one that is there already is not put there again."""
    from shared.video.probe import probe

    kind = TYPES.get(file.suffix.lower())
    if kind is None:
        raise InvalidInput(f"{file}: its name must end in {', '.join(TYPES)}")
    found = probe(file)
    if found.video is None:
        raise InvalidInput(f"{file}: there are no pictures in it")
    with file.open("rb") as film:
        sha256 = file_digest(film, "sha256").hexdigest()
        name = f"{FOLDER}/{sha256[:20]}{file.suffix.lower()}"
        blob = app().blobs.stat(BUCKET, name)
        if blob is None and keep:
            film.seek(0)
            blob = app().blobs.put(BUCKET, name, film, content_type=kind)
    generation = blob.generation if blob else 0
    size, width, height = found.size, found.video.width, found.video.height
    return Media(BUCKET, name, generation, sha256, size, kind, found.seconds, width, height)

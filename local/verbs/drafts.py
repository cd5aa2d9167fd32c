"""`leadreel drafts`: rendered proposals, and what a person decides about them."""

from collections.abc import Mapping
from getpass import getuser
from typing import Annotated, Any, Literal

import typer

from local.output import Output
from shared.app import app
from shared.content.model import Draft, DraftStatus
from shared.core.codec import to_plain
from shared.core.errors import InvalidInput, NotFound

COLUMNS = ("number", "status", "produced_at", "caption", "duration", "link", "error", "id")
verbs = typer.Typer(help="Videos that wait for a person's word.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="its number or id, from `drafts list`")]


def add_to(cli: typer.Typer) -> None:
    cli.add_typer(verbs, name="drafts")


@verbs.command("list")
def list_drafts(
    context: typer.Context,
    status: Annotated[Literal["Draft", "Approved", "Posted", "Denied", ""], typer.Option(help="only those")] = "",
    limit: Annotated[int, typer.Option(min=1)] = 50,
) -> None:
    """The newest first."""
    output: Output = context.obj
    statuses: tuple[DraftStatus, ...] = (status,) if status else ()
    found = app().drafts.list(statuses, limit=limit)
    shown = told_of if output.json else _short
    output.many(map(shown, found), COLUMNS, empty="No drafts. `leadreel propose` thinks of some.")


@verbs.command()
def show(context: typer.Context, name: Name) -> None:
    """One, whole: with its hash, which `approve --hash` takes."""
    output: Output = context.obj
    output.story(told_of(app().drafts.named(name)))


@verbs.command()
def approve(
    context: typer.Context,
    name: Name,
    hash: Annotated[
        str, typer.Option(help="the content_hash that was shown, or its beginning; refused when it has changed since")
    ] = "",
) -> None:
    """It may be posted, as it is now."""
    output: Output = context.obj
    draft = app().drafts.named(name)
    seen = hash.strip().lower()
    if seen and len(seen) < 8:
        raise InvalidInput(f"--hash {seen}: give at least the first 8 characters of the content_hash")
    full = draft.content_hash if not seen or draft.content_hash.startswith(seen) else seen
    _told(output, app().approvals.approve(draft.id, by=getuser(), seen=full))


@verbs.command()
def deny(
    context: typer.Context,
    name: Name,
    reason: Annotated[str, typer.Option(help="why; the next proposals learn from it")] = "",
) -> None:
    """It will not be posted."""
    output: Output = context.obj
    _told(output, app().approvals.deny(app().drafts.named(name).id, by=getuser(), reason=reason))


@verbs.command()
def reopen(context: typer.Context, name: Name) -> None:
    """Take an approval or a denial back."""
    output: Output = context.obj
    _told(output, app().approvals.reopen(app().drafts.named(name).id))


@verbs.command()
def caption(
    context: typer.Context,
    name: Name,
    text: Annotated[str, typer.Argument(help="the new one; it needs an approval of its own")],
) -> None:
    """Give it another caption."""
    output: Output = context.obj
    _told(output, app().approvals.edit(app().drafts.named(name).id, text))


@verbs.command("open")
def open_video(
    context: typer.Context,
    name: Name,
    print_only: Annotated[bool, typer.Option("--print", help="only say where it is")] = False,
) -> None:
    """Play its video."""
    output: Output = context.obj
    draft = app().drafts.named(name)
    place = _place(draft)
    output.one({"number": draft.number, "video": place})
    if not print_only and not output.json:
        typer.launch(place)


@verbs.command()
def poll(context: typer.Context) -> None:
    """Read the board once and do what people decided there; nothing is posted."""
    output: Output = context.obj
    polled = app().approvals.poll()
    for note in polled.notes:
        output.talk(note)
    parts = {"approved": polled.approved, "logged": polled.logged, "changed": polled.changed}
    output.one({"board": app().approvals.board.name} | {name: _numbers(drafts) for name, drafts in parts.items()})


def told_of(draft: Draft) -> Mapping[str, Any]:
    """As scripts read it."""
    return to_plain(draft)


def _short(draft: Draft) -> Mapping[str, Any]:
    caption = " ".join(draft.caption.split())
    shown = {"caption": caption if len(caption) < 60 else caption[:57] + "…", "duration": f"{draft.duration:.1f} s"}
    return {**told_of(draft), **shown, "produced_at": f"{draft.produced_at:%Y-%m-%d %H:%M}"}


def _numbers(drafts: tuple[Draft, ...]) -> list[int]:
    return [draft.number for draft in drafts]


def _told(output: Output, draft: Draft) -> None:
    if output.json:
        output.one(told_of(draft))
        return
    said = {"number": draft.number, "status": draft.status, "by": draft.approver, "reason": draft.reason}
    output.one({name: value for name, value in {**said, "error": draft.error}.items() if value})


def _place(draft: Draft) -> str:
    """A file on this machine, else the link that people were given."""
    if draft.video:
        path = app().settings.data / draft.bucket / draft.video
        if app().shelf == "local" and path.exists():
            return str(path.absolute())
    if draft.link:
        return draft.link
    raise NotFound(f"draft {draft.number} has no video yet; see `leadreel drafts show {draft.number}`")

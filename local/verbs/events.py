"""`leadreel events`: send the event of an object again; what functions have refused too often."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from local.output import Output
from shared.app import app
from shared.core.clock import iso
from shared.core.errors import InvalidInput, NotFound
from shared.core.ids import random_id
from shared.ports.events import DeadEvent, finalized

COLUMNS = ("id", "bucket", "object", "function", "attempts", "time", "reason")
verbs = typer.Typer(help="Events of dropped objects.", no_args_is_help=True)


def add_to(cli: typer.Typer) -> None:
    cli.add_typer(verbs, name="events")


@verbs.command()
def replay(
    context: typer.Context,
    ids: Annotated[
        list[str] | None, typer.Argument(help="imports' ids, BUCKET/OBJECT, or what `events dead` shows")
    ] = None,
    dead: Annotated[bool, typer.Option("--dead", help="all that functions have refused too often")] = False,
) -> None:
    """Deliver an object's event once more; what has been done is not done twice."""
    if bool(ids) == dead:
        raise typer.BadParameter("give ids, or --dead for all dead events")
    output: Output = context.obj
    places = {id: place for id in ids or () if (place := _object(id))}
    rest = [id for id in ids or () if id not in places]
    for place in places.values():
        _replay(*place, output)
    refused = _letters(rest) if rest or dead else []
    for letter in refused:
        app().events.redeliver(letter)
        output.one({"replayed": _place(letter), "generation": int(letter.event.data["generation"])})
    _all_found(rest, refused, "no import and no dead event {}; see `leadreel imports list` and `leadreel events dead`")
    if app().shelf != "gcp" and (places or refused):
        output.talk("`leadreel up` delivers it; what has been done is not done twice.")
    elif not places and not refused:
        output.talk("No dead events.")


@verbs.command("dead")
def list_dead(context: typer.Context) -> None:
    """Events that a function has refused too often. Mend the cause, then: events replay ID, or events bury ID."""
    output: Output = context.obj
    found = app().events.dead()
    app().events.release(found)
    output.many(map(_plain, found), COLUMNS, empty="No dead events.")


@verbs.command()
def bury(context: typer.Context, ids: Annotated[list[str], typer.Argument(help="what `events dead` shows")]) -> None:
    """Take dead events off the list without delivering them; their objects stay where they are."""
    output: Output = context.obj
    found = _letters(ids)
    for letter in found:
        app().events.bury(letter)
        output.one({"buried": _place(letter)})
    _all_found(ids, found, "no dead event {}; `leadreel events dead` shows them")


def _letters(ids: Sequence[str]) -> list[DeadEvent]:
    """The dead events of these ids, or all; the others are given back."""
    found = app().events.dead()
    wanted = [letter for letter in found if not ids or letter.event.id in ids]
    app().events.release(letter for letter in found if letter not in wanted)
    return wanted


def _all_found(ids: Sequence[str], found: Sequence[DeadEvent], told: str) -> None:
    if missing := set(ids) - {letter.event.id for letter in found}:
        raise NotFound(told.format(repr(min(missing))))


def _plain(letter: DeadEvent) -> dict[str, Any]:
    return {
        "id": letter.event.id,
        "bucket": letter.bucket,
        "object": str(letter.event.data.get("name", "")),
        "function": letter.function,
        "attempts": letter.attempts,
        "time": iso(letter.event.time),
        "reason": letter.reason,
    }


def _place(letter: DeadEvent) -> str:
    return f"{letter.bucket}/{letter.event.data.get('name', '')}"


def _replay(bucket: str, name: str, output: Output) -> None:
    if bucket not in app().manifest.buckets:
        raise InvalidInput(f"there is no bucket {bucket!r}; known are: {', '.join(app().manifest.buckets)}")
    blob = app().blobs.stat(bucket, name)
    if blob is None:
        raise NotFound(f"{bucket}/{name} is no longer there; drop the file again")
    app().events.publish(finalized(blob, delivery=random_id()))
    output.one({"replayed": f"{bucket}/{name}", "generation": blob.generation})


def _object(id: str) -> tuple[str, str] | None:
    """The bucket and the object that an import's id or a path names, None for another word."""
    if "/" in id:
        bucket, _, name = id.partition("/")
        return bucket, name
    held = app().documents.get("imports", id)
    return None if held is None else (str(held["bucket"]), str(held["object"]))

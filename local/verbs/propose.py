"""`leadreel propose`, `proposals`, `assistant`: what could be filmed next, and who thinks of it."""

from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

import typer

from local.output import Output
from shared.app import app
from shared.content.model import Proposal
from shared.core.codec import to_plain

COLUMNS = ("id", "source", "intent", "strategy", "variety", "cost", "created_at")
verbs = typer.Typer(help="Videos that were proposed.", no_args_is_help=True)
assistants = typer.Typer(help="Who thinks of videos, and what it remembers.", no_args_is_help=True)


def add_to(cli: typer.Typer) -> None:
    cli.command()(propose)
    cli.add_typer(verbs, name="proposals")
    cli.add_typer(assistants, name="assistant")


def propose(
    context: typer.Context,
    count: Annotated[int | None, typer.Option(min=1, max=50, help="how many", show_default="as configured")] = None,
    budget: Annotated[
        str | None,
        typer.Option(help="USD that the assistant may cost; then rules take over", metavar="USD"),
    ] = None,
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help="say what would be proposed and its price; no model is asked, no draft made"),
    ] = False,
    rules: Annotated[bool, typer.Option("--rules", help="ask nobody")] = False,
) -> None:
    """Propose videos from what lies in the content bucket; each becomes a draft that a person decides about."""
    output: Output = context.obj
    service = app().proposals
    money = _money(budget)
    if dry_run:
        seen = service.preview(count, rules=rules)
        told = {"source": seen.source, "model": seen.model, "estimated_cost": str(seen.estimate)}
        told |= {"characters": str(seen.characters), "assets": str(seen.assets)}
        output.one({name: value for name, value in told.items() if value} if not output.json else told)
        if seen.proposals and not output.json:
            output.many(map(told_of, seen.proposals), COLUMNS[1:5], empty="")
        return
    batch = service.propose(count, budget=money, rules=rules)
    made = service.store.of_batch(batch)
    for note in batch.notes:
        output.talk(f"leadreel: {note}")
    output.many(map(told_of, made), COLUMNS, empty="Nothing was proposed.")
    output.talk(
        f"{len(made)} of {batch.asked} proposed for ${batch.cost}; each is rendered and then waits for a person "
        "(`leadreel drafts list`)."
    )
    if len(made) < batch.asked:
        raise typer.Exit(1)


@verbs.command("list")
def list_proposals(context: typer.Context, limit: Annotated[int, typer.Option(min=1)] = 50) -> None:
    """The newest first."""
    output: Output = context.obj
    output.many(map(told_of, app().proposals.store.recent(limit)), COLUMNS, empty="Nothing was proposed yet.")


@verbs.command()
def show(context: typer.Context, id: Annotated[str, typer.Argument(help="from `proposals list`")]) -> None:
    """One proposal with its movie."""
    output: Output = context.obj
    output.story(to_plain(app().proposals.store.get(id)))


@assistants.command("show")
def show_assistant(context: typer.Context) -> None:
    """Which model, which thread, which files, and what had to be mended."""
    output: Output = context.obj
    output.story(app().about_assistant())


def told_of(proposal: Proposal) -> dict[str, Any]:
    """Without the movie, which `proposals show` prints."""
    return {name: value for name, value in to_plain(proposal).items() if name != "movie"}


def _money(value: str | None) -> Decimal | None:
    try:
        found = None if value is None else Decimal(value.removeprefix("$"))
    except InvalidOperation as error:
        raise typer.BadParameter("an amount in USD such as 0.50") from error
    if found is not None and (not found.is_finite() or found < 0):
        raise typer.BadParameter("an amount in USD such as 0.50")
    return found

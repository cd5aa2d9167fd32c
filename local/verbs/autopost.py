"""`leadreel autopost`: what a person approved is posted, once."""

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from local.output import Output
from shared.app import app
from shared.content.autopost import AutopostReport
from shared.core.codec import to_plain
from shared.core.errors import AppError, InvalidInput, TransientError

COLUMNS = ("number", "state", "permalink", "reason")
_LONGEST = 900.0  # seconds between two polls when the board has asked us to wait


def add_to(cli: typer.Typer) -> None:
    cli.command()(autopost)


def autopost(
    context: typer.Context,
    once: Annotated[bool, typer.Option("--once", help="one poll, which is what is done without a word")] = False,
    watch: Annotated[float, typer.Option(min=0, help="poll again after this many seconds, until Ctrl-C")] = 0.0,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="tell what would be posted; nothing is changed")] = False,
) -> None:
    """Read people's decisions about drafts, and post what they approved: the latest first."""
    if watch and (once or dry_run):
        raise typer.BadParameter("--watch does not go with --once or --dry-run")
    output: Output = context.obj
    for note in app().configuration.notes:
        output.talk(note)
    if dry_run:
        _tell(output, app().autopost.rehearse())
        return
    if watch:
        _watch(output, watch)
    report = app().autopost.run()
    _tell(output, report)
    if any(told.state in {"refused", "needs_human", "held", "changed"} for told in report.drafts):
        raise typer.Exit(1)


def _watch(output: Output, seconds: float) -> None:
    """Until Ctrl-C. What fails for a while is told and tried again."""
    while True:
        wait = seconds
        try:
            report = app().autopost.run()
            if report.drafts or report.notes:
                _tell(output, report)
        except InvalidInput:
            raise
        except AppError as error:
            output.talk(f"later: {error}")
            asked = error.retry_after if isinstance(error, TransientError) else None
            wait = min(max(seconds, asked or 0.0), max(seconds, _LONGEST))
        app().clock.sleep(wait)


def _tell(output: Output, report: AutopostReport) -> None:
    if output.json:
        output.one(plain(report))
        return
    for note in report.notes:
        output.talk(note)
    waiting = f"{report.approved} approved" if report.approved else "nothing is approved"
    output.many(map(to_plain, report.drafts), COLUMNS, empty=f"Nothing was posted: {waiting}.")


def plain(report: AutopostReport) -> Mapping[str, Any]:
    return {**to_plain(report), "posted": report.posted}

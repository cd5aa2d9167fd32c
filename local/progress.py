"""Progress bars on stderr; plain lines where stderr is no terminal."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from local.journey import Progress, Show
from local.output import Output

QUIET = 5.0  # seconds between plain lines


@contextmanager
def bars(quiet: bool = False) -> Iterator[Show]:
    """Gives what shows a `Progress`; nothing at all when `quiet`."""
    if quiet:
        yield lambda _progress: None
    elif sys.stderr.isatty():
        with _drawn() as show:
            yield show
    else:
        yield _lines()


@contextmanager
def _drawn() -> Iterator[Show]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("{task.description:<10}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bars(*columns, console=Console(stderr=True), transient=False) as drawn:
        rows = drawn.add_task("rows", total=None)
        enrich = drawn.add_task("enriching", total=None)
        render = drawn.add_task("videos", total=None)

        def show(progress: Progress) -> None:
            drawn.update(rows, completed=progress.rows, total=None if progress.reading else progress.rows)
            known = progress.enriched == progress.to_enrich and not progress.reading  # what is to come is ordered
            drawn.update(enrich, completed=progress.enriched, total=progress.to_enrich or (0 if known else None))
            drawn.update(render, completed=progress.rendered, total=progress.to_render or (0 if known else None))

        yield show


def _lines() -> Show:
    said: list[tuple[float, Progress]] = []

    def show(progress: Progress) -> None:
        now = time.monotonic()
        if not progress.rows or (said and (now - said[-1][0] < QUIET or said[-1][1] == progress)):
            return
        said[:] = [(now, progress)]
        sys.stderr.write(
            f"rows {progress.rows} · enriching {progress.enriched}/{progress.to_enrich}"
            f" · videos {progress.rendered}/{progress.to_render}\n"
        )

    return show


@contextmanager
def counting(output: Output, what: str) -> Iterator[Callable[[int], None]]:
    """Gives what counts upward, for work of unknown length; a line every few seconds where stderr is no terminal."""
    count, said = 0, time.monotonic()
    terminal = sys.stderr.isatty() and not output.json

    def note(more: int) -> None:
        nonlocal count, said
        count += more
        if time.monotonic() - said >= (0.1 if terminal else QUIET):
            said = time.monotonic()
            sys.stderr.write(f"\r{count:,} {what}" if terminal else f"{count:,} {what}\n")

    yield note
    if terminal:
        sys.stderr.write(f"\r{count:,} {what}\n")

"""`leadreel`: the command line.

Data on stdout, talk on stderr; exit 0 = all done, 1 = done in part or failed, with reasons, 2 = wrong usage.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from local.output import Output
from local.verbs import (
    cloud,
    data,
    effects,
    events,
    filters,
    ingest,
    keys,
    leads,
    migrate,
    rules,
    sheet,
    shot,
    sync,
    tasks,
    video,
)
from shared.app import App, use
from shared.core import log as logs
from shared.core.errors import AppError
from shared.core.settings import Settings

log = logs.get_log(__name__)

cli = typer.Typer(
    name="leadreel",
    help="A file dropped in a bucket becomes enriched leads and personalised videos.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    epilog="--data DIR and --json may stand anywhere. Settings: flag > LEADREEL_* variable > leadreel.yaml > default.",
)
for verbs in (
    cloud,
    ingest,
    leads,
    tasks,
    shot,
    video,
    sheet,
    sync,
    effects,
    keys,
    events,
    data,
    filters,
    rules,
    migrate,
):
    verbs.add_to(cli)


@cli.callback()
def settle(
    context: typer.Context,
    data: Annotated[
        Path | None, typer.Option(help="the folder that holds everything on one machine", show_default="./var")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="JSON on stdout")] = False,
) -> None:
    """A file dropped in a bucket becomes enriched leads and personalised videos."""
    settings = Settings.load(os.environ, Path("leadreel.yaml"), data=data)
    told = sys.stderr if "LEADREEL_LOG_LEVEL" in os.environ else None  # who asks for the log gets it on the screen too
    logs.set_up(settings.log_level, told, settings.data / "logs" / "leadreel.jsonl")
    use(App(settings)).observe("leadreel")
    context.obj = Output(json)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one verb and exit with its code; no traceback reaches the user."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        cli(_global_first(given))
    except AppError as error:
        sys.stderr.write(f"leadreel: {error}\n")
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:  # noqa: BLE001 - the last door: the trace goes to the log, a sentence to the user
        log.error("unexpected failure", error=error, arguments=given[:1])
        sys.stderr.write(f"leadreel: unexpected failure ({type(error).__name__}: {error}). Please report it.\n")
        sys.exit(1)


def _global_first(arguments: Sequence[str]) -> list[str]:
    """`--data` and `--json` stand before the verb for Typer, and anywhere for people.

    >>> _global_first(["leads", "list", "--json", "--data", "x"])
    ['--json', '--data', 'x', 'leads', 'list']
    """
    first: list[str] = []
    rest: list[str] = []
    waiting = list(arguments)
    while waiting:
        word = waiting.pop(0)
        if word == "--":
            rest += [word, *waiting]
            break
        if word == "--json" or word.startswith("--data="):
            first.append(word)
        elif word == "--data" and waiting:
            first += [word, waiting.pop(0)]
        else:
            rest.append(word)
    return first + rest


if __name__ == "__main__":
    main()

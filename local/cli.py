"""`leadreel`: the command line.

Data on stdout, talk on stderr; exit 0 = all done, 1 = done in part or failed, with reasons, 2 = wrong usage.
"""

import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Annotated, Final, TextIO

import typer

from local.output import Output
from shared.app import App, use
from shared.core import log as logs
from shared.core.errors import AppError
from shared.core.settings import Settings

log = logs.get_log(__name__)

TALKING: Final = {"up", "propose", "autopost", "publish", "inventory", "accounts"}  # what goes on by itself tells of it
EPILOG: Final = (
    "--data DIR and --json may stand anywhere. Settings: flag > LEADREEL_* variable > leadreel.yaml > default."
)
VERBS: Final[Mapping[str, tuple[str, ...]]] = {  # verb → the rooms of `local.verbs` that bring it, in the order shown
    **dict.fromkeys(("up", "status", "doctor", "explain", "sandbox"), ("cloud",)),
    **dict.fromkeys(("ingest", "map", "rows", "names", "imports"), ("ingest",)),
    "leads": ("leads",),
    "tasks": ("tasks",),
    "shot": ("shot",),
    "video": ("video", "sheet"),
    "sync": ("sync",),
    "effects": ("effects",),
    "keys": ("keys",),
    "events": ("events",),
    "data": ("data",),
    "filters": ("filters",),
    "rules": ("rules",),
    "migrate": ("migrate",),
    "inventory": ("inventory",),
    **dict.fromkeys(("propose", "proposals", "assistant"), ("propose",)),
    "drafts": ("drafts",),
    "autopost": ("autopost",),
    "accounts": ("accounts",),
    "publish": ("publish",),
}


def command_line(verb: str = "") -> typer.Typer:
    """The command line with one verb's rooms alone, for a quick start; with all of them for any other word."""
    cli = typer.Typer(
        name="leadreel",
        help="A file dropped in a bucket becomes enriched leads and personalised videos.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        callback=settle,
        epilog=EPILOG,
    )
    rooms = VERBS.get(verb) or dict.fromkeys(room for rooms in VERBS.values() for room in rooms)
    for room in rooms:
        import_module(f"local.verbs.{room}").add_to(cli)
    return cli


def settle(
    context: typer.Context,
    data: Annotated[
        Path | None, typer.Option(help="the folder that holds everything on one machine", show_default="./var")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="JSON on stdout")] = False,
) -> None:
    """A file dropped in a bucket becomes enriched leads and personalised videos."""
    settings = Settings.load(os.environ, Path("leadreel.yaml"), data=data)
    house = use(App(settings))
    house.adopt_secrets()
    _set_up_log(house, sys.stderr if context.invoked_subcommand in TALKING else None)
    house.observe("leadreel")
    context.obj = Output(json)


def _set_up_log(house: App, people: TextIO | None) -> None:
    """To `people` on the terminal, and in full to a file in the data folder; where the configuration names a file, to
    that one alone, put by when it is long. Who asks for a level by variable gets whole lines on the screen."""
    level, file = house.settings.log_level, house.settings.data / "logs" / "leadreel.jsonl"
    if "LEADREEL_LOG_LEVEL" in os.environ:
        logs.set_up(level, sys.stderr, file)
    elif not house.is_configured:
        logs.set_up(level, None, file, people=people)
    else:
        given = house.configuration
        people = None if given.log_file else sys.stderr if given.log_level else people
        kept = {"max_bytes": given.log_max_bytes, "backups": given.log_backups}
        logs.set_up(given.log_level or level, None, given.log_file or file, people=people, **kept)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one verb and exit with its code; no traceback reaches the user."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        words = _global_first(given)
        command_line(_verb(words))(words)
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


def _verb(words: Sequence[str]) -> str:
    """The first word that is neither an option nor the folder of `--data`.

    >>> _verb(["--json", "--data", "leads", "ingest", "map"])
    'ingest'
    """
    behind = zip(["", *words], words, strict=False)
    return next((word for before, word in behind if before != "--data" and not word.startswith("-")), "")


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

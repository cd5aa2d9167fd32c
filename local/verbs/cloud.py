"""`leadreel up`, `status`, `doctor`, `explain`, `sandbox`: the house as a whole."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from local.output import Output
from shared.app import app
from shared.core import log as logs
from shared.core.codec import to_plain
from shared.core.errors import InvalidInput

if TYPE_CHECKING:
    from sandbox.sites import Sites

log = logs.get_log(__name__)
sandbox_verbs = typer.Typer(help="Stand-ins for the outside, on this machine.", no_args_is_help=True)


def add_to(cli: typer.Typer) -> None:
    cli.command()(up)
    cli.command()(status)
    cli.command()(doctor)
    cli.command()(explain)
    cli.add_typer(sandbox_verbs, name="sandbox")


def up(
    context: typer.Context,
    port: Annotated[int, typer.Option(min=0, max=65535, help="of the console and the API; 0 = any free one")] = 8080,
    host: Annotated[
        str, typer.Option(help="address to listen on; beyond loopback every page asks for a key")
    ] = "127.0.0.1",
) -> None:
    """The whole cloud on this machine: folders watched, queues and schedules run, console and API on one port."""
    from local.up import serve

    output: Output = context.obj
    serve(app(), host, port, output)


def status(context: typer.Context) -> None:
    """What there is, what is under way, what it cost, and what needs a person."""
    output: Output = context.obj
    output.story(app().status.look())


def doctor(context: typer.Context) -> None:
    """Each part that this machine needs: there, or missing with its remedy."""
    from local.doctor import checks

    output: Output = context.obj
    found = checks(app())
    output.many(map(to_plain, found), ("name", "ok", "detail", "remedy"), empty="Nothing to check.")
    if not all(check.ok for check in found if check.needed):
        raise typer.Exit(1)


def explain(context: typer.Context, id: Annotated[str, typer.Argument(help="a lead's id")]) -> None:
    """Where everything about a lead came from: object, row, values, tasks, effects, video and cost."""
    output: Output = context.obj
    output.story(app().explain(id))


@sandbox_verbs.command("up")
def sandbox_up(
    port: Annotated[int, typer.Option(min=0, help="of the first site; the others, and the vendors, follow")] = 8801,
    only: Annotated[
        str, typer.Option(help="vendors, by name with commas between; without: all; `none`: websites alone")
    ] = "",
    env: Annotated[
        Path | None, typer.Option(help="write the variables to this file, for `. FILE`; it is made once all is there")
    ] = None,
) -> None:
    """Serve the five sample websites, and stand-ins for vendors, until Ctrl-C."""
    from sandbox.__main__ import announce, run
    from sandbox.vendors import NAMES, vendors

    wanted = NAMES if not only else tuple(name.strip() for name in only.split(",") if name.strip() != "none")
    if unknown := set(wanted) - set(NAMES):
        raise typer.BadParameter(f"no stand-in is called {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}")
    try:
        with vendors(port + 20 if port else 0, wanted) as found:

            def ready(sites: "Sites") -> None:
                announce(sites, found if env is None else None)
                if env is not None:
                    part = env.with_name(f".{env.name}.part")
                    part.write_text(found.exports(sites.allow), "utf-8")
                    part.chmod(0o600)
                    part.replace(env)

            run(port=port, ready=ready)
    except OSError as error:
        raise InvalidInput(f"port {port}: {error.strerror}; give another with --port") from error

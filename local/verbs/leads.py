"""`leadreel leads`: the leads themselves, on the screen or in a file."""

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from local.output import Output
from shared.app import app
from shared.core.codec import to_plain
from shared.core.errors import InvalidInput
from shared.leads.model import Lead

COLUMNS = ("id", "full_name", "email", "company_name", "website_url", "video")
verbs = typer.Typer(help="The leads.", no_args_is_help=True)


def add_to(cli: typer.Typer) -> None:
    cli.add_typer(verbs, name="leads")


def plain(lead: Lead) -> dict[str, Any]:
    """A lead's values without their origins, its video as the path to play."""
    fields = {name: held.value for name, held in sorted(lead.fields.items())}
    if "video" in fields:
        fields["video"] = app().locate(str(fields["video"]))
    return {"id": lead.id, "fields": fields}


def _listed(output: Output, leads: Iterable[Lead], empty: str) -> None:
    found: Iterable[Mapping[str, Any]] = map(plain, leads)
    if not output.json:
        found = ({"id": lead["id"], **lead["fields"]} for lead in found)
    output.many(found, COLUMNS, empty=empty)


@verbs.command("list")
def list_leads(
    context: typer.Context, limit: Annotated[int, typer.Option(min=1, help="at most so many")] = 1000
) -> None:
    """Leads, the newest first."""
    leads = app().leads.page(limit=limit, after=None, descending=True)
    _listed(context.obj, leads, "No leads yet. `leadreel ingest FILE` makes some.")


@verbs.command()
def show(context: typer.Context, id: Annotated[str, typer.Argument()]) -> None:
    """One lead with every value's origin and what it replaced."""
    output: Output = context.obj
    lead = app().leads.get(id)
    if output.json:
        output.line(to_plain(lead))
        return
    rows = [_origin(name, held) for name, held in sorted(to_plain(lead)["fields"].items())]
    output.many(rows, ("field", "value", "from", "confidence", "detail"), empty="No values.")


def _origin(name: str, held: Mapping[str, Any]) -> dict[str, Any]:
    origin = held["provenance"]
    return {
        "field": name,
        "value": held["value"],
        "from": f"{origin['kind']} {origin['name']}",
        "confidence": origin["confidence"],
        "detail": origin["detail"],
    }


@verbs.command()
def search(
    context: typer.Context,
    text: Annotated[str, typer.Argument(help="in any value")],
    limit: Annotated[int, typer.Option(min=1)] = 100,
) -> None:
    """Leads with a text in any of their values."""
    _listed(context.obj, app().leads.search(text, limit=limit), f"No lead has {text!r} in any value.")


@verbs.command()
def duplicates(
    context: typer.Context,
    sure: Annotated[bool, typer.Option("--sure", help="only those that would be one, came they in today")] = False,
) -> None:
    """Groups of leads that may be one, each with rule and evidence; `leads merge` joins, nothing is done by itself."""
    output: Output = context.obj
    groups = [group for group in app().duplicates.groups() if not sure or any(pair.sure for pair in group.pairs)]
    if output.json:
        for group in groups:
            output.line({"leads": list(group.leads), "pairs": [to_plain(pair) for pair in group.pairs]})
        return
    rows = [to_plain(pair) for group in groups for pair in group.pairs]
    output.many(rows, ("one", "other", "rule", "evidence", "sure"), empty="No two leads look like one.")


@verbs.command()
def merge(
    context: typer.Context,
    keep: Annotated[str, typer.Argument(help="the lead that stays")],
    others: Annotated[list[str], typer.Argument(help="leads that are joined to it")],
) -> None:
    """Join leads to the first one: it knows all that they know. `leads unmerge` takes it back."""
    output: Output = context.obj
    for other in others:
        kept = app().merges.merge(keep, other, by="command line")
        output.one({"kept": kept.id, "merged": other})


@verbs.command()
def unmerge(
    context: typer.Context, id: Annotated[str, typer.Argument(help="the lead that was joined to another")]
) -> None:
    """Take a merge back: both leads are as they were, and stay two."""
    output: Output = context.obj
    kept, back = app().merges.unmerge(id)
    output.one({"restored": back.id, "from": kept.id if kept else None})


@verbs.command()
def export(
    context: typer.Context,
    format: Annotated[Literal["csv", "jsonl", "xlsx"], typer.Option(help="csv, jsonl or xlsx")] = "csv",
    out: Annotated[Path | None, typer.Option("--out", help="a file; stdout when left out (not for xlsx)")] = None,
    provenance: Annotated[bool, typer.Option("--provenance", help="jsonl: with every value's origin")] = False,
) -> None:
    """All leads in a file, each with the path of its video. Cells that a spreadsheet would run are disarmed."""
    output: Output = context.obj
    if format == "xlsx" and out is None:
        raise typer.BadParameter("a spreadsheet needs a file", param_hint="--out")
    if out is None:
        app().exporter.write(format, sys.stdout.buffer, provenance=provenance)
        return
    part = out.with_name(f".{out.name}.part")  # the file appears whole or not at all
    try:
        with part.open("wb") as target:
            count = app().exporter.write(format, target, provenance=provenance)
        part.replace(out)
    except OSError as error:
        raise InvalidInput(f"{out}: cannot be written ({error.strerror}); name another file with --out") from error
    finally:
        part.unlink(missing_ok=True)
    output.talk(f"{count} leads in {out}")

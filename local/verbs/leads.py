"""`leadreel leads`: the leads themselves, on the screen or in a file."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from local.output import Output
from shared.app import app
from shared.core.codec import to_plain
from shared.core.errors import InvalidInput
from shared.leads.derived import follows_of
from shared.leads.export import Fits
from shared.leads.model import Lead
from shared.leads.query import parse

COLUMNS = ("id", "full_name", "email", "company_name", "website_url", "video")
LANGUAGE = (
    'A search: words, FIELD:VALUE, FIELD:"TWO WORDS", FIELD>=NUMBER, created>2026-01-31, has:FIELD, lacks:FIELD,'
    " by:ENRICHER, import:ID, task:NAME=STATE, and - before a condition that must not be true."
)
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
        output.line({**to_plain(lead), "derived": follows_of(lead)})
        return
    rows = [_origin(name, held) for name, held in sorted(to_plain(lead)["fields"].items())]
    for name, value in follows_of(lead).items():
        if name not in lead.fields:
            rows.append({"field": name, "value": value, "from": "its history", "confidence": "", "detail": {}})
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


@verbs.command(epilog=LANGUAGE)
def search(
    context: typer.Context,
    text: Annotated[str, typer.Argument(help="words, and conditions such as city:Bonn")] = "",
    filter: Annotated[str, typer.Option(help="a saved filter, beside the words")] = "",
    limit: Annotated[int, typer.Option(min=1, max=1000)] = 100,
) -> None:
    """Leads in which all the words stand and all the conditions are true, the newest first."""
    output: Output = context.obj
    found = app().search.page(_query(text, filter), limit=limit)
    _listed(output, found.leads, f"No lead fits {text!r}.")
    if found.next:
        output.talk(f"There are more than {limit}; say how many with --limit, or narrow the search.")
    if found.behind:
        output.talk("Not all leads are in the index yet; `leadreel leads index` brings it up to date.")


@verbs.command()
def index(context: typer.Context) -> None:
    """Bring the search index up to date now, and let rules act on what has changed."""
    output: Output = context.obj
    app().search.catch_up(None)
    output.one({"indexed": app().search.count("", at_most=10_000_000)})


@verbs.command(epilog=LANGUAGE)
def edit(
    context: typer.Context,
    ids: Annotated[list[str] | None, typer.Argument(help="leads; or say which with --where")] = None,
    where: Annotated[str, typer.Option(help="which leads, as for `leads search`")] = "",
    set: Annotated[list[str] | None, typer.Option(help="FIELD=VALUE, an empty value clears; may be repeated")] = None,
) -> None:
    """Give values to many leads. They count as a person's: no enricher replaces them."""
    output: Output = context.obj
    output.one(to_plain(app().bulk.edit(_chosen(ids, where), values_of(set or ()), "command line")))


@verbs.command(epilog=LANGUAGE)
def enrich(
    context: typer.Context,
    ids: Annotated[list[str] | None, typer.Argument(help="leads; or say which with --where")] = None,
    where: Annotated[str, typer.Option(help="which leads, as for `leads search`")] = "",
    enricher: Annotated[list[str] | None, typer.Option("--with", help="an enricher; may be repeated")] = None,
) -> None:
    """Queue enrichers for many leads, also those that were skipped, cancelled or buried; `leadreel up` runs them."""
    output: Output = context.obj
    output.one(to_plain(app().bulk.enrich(_chosen(ids, where), enricher or ())))


def values_of(pairs: Iterable[str]) -> dict[str, str]:
    """`FIELD=VALUE` words as values."""
    found = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign or not name.strip():
            raise InvalidInput(f"{pair[:60]!r}: write FIELD=VALUE, e.g. status=new")
        found[name.strip()] = value
    return found


def _query(text: str, filter: str) -> str:
    return f"{app().filters.get(filter).query} {text}".strip() if filter else text


def _fitting(where: str) -> Fits | None:
    """A check of stored leads; states of tasks are looked up first."""
    wanted = parse(where)
    if not where.strip():
        return None
    if wanted.tasks:
        raise InvalidInput("an export cannot ask for the state of tasks; `leads search` can")
    return wanted.matches


def _chosen(ids: Sequence[str] | None, where: str) -> Iterable[str]:
    if bool(ids) == bool(where.strip()):
        raise InvalidInput("name the leads, or say which with --where")
    return ids or list(app().search.ids(where))


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
    columns: Annotated[
        str,
        typer.Option(help="as a tool takes them in: instantly, smartlead, lemlist, hubspot, salesforce, seed"),
    ] = "",
    where: Annotated[str, typer.Option(help="which leads, as for `leads search`; all when left out")] = "",
) -> None:
    """All leads in a file, each with the path of its video. Cells that a spreadsheet would run are disarmed."""
    output: Output = context.obj
    if format == "xlsx" and out is None:
        raise typer.BadParameter("a spreadsheet needs a file", param_hint="--out")
    fits = _fitting(where)
    if out is None:
        app().exporter.write(format, sys.stdout.buffer, provenance=provenance, columns=columns, fits=fits)
        return
    part = out.with_name(f".{out.name}.part")  # the file appears whole or not at all
    try:
        with part.open("wb") as target:
            count = app().exporter.write(format, target, provenance=provenance, columns=columns, fits=fits)
        part.replace(out)
    except OSError as error:
        raise InvalidInput(f"{out}: cannot be written ({error.strerror}); name another file with --out") from error
    finally:
        part.unlink(missing_ok=True)
    output.talk(f"{count} leads in {out}")

"""What follows from a lead's history and need not be stored: the state columns of the systems this one grew out of.

The one place that says so: exports, searches, the console and the sync show these values and never take them in. A
field of the same name, which a file of such a system brought along, is believed where the history does not know better.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from shared.core.clock import iso
from shared.core.text import fold
from shared.leads.merge import SURE, statements
from shared.leads.model import Lead

Stored = Mapping[str, Any]

FLAGS: Final = ("verified", "enriched", "needs_enrichment")  # "true" or "false"
TIMES: Final = ("scraped_at", "enriched_at")  # ISO 8601
NAMES: Final = (*FLAGS, *TIMES)
SYNC: Final = ("sync_status", "synced_at", "sync_record")  # told by the sync, where there is one
RAW: Final = "raw_data"

_YES: Final = frozenset({"true", "yes", "1", "ja", "y", "x"})
_GOOD: Final = frozenset({"valid", "verified", "deliverable", "ok"})  # words of those who check addresses
_Origin = tuple[str, str, str]  # kind, time, name


def follows(document: Stored) -> dict[str, str]:
    """The derived values of a stored lead, and as `source` the first file that spoke of it."""
    sources = document.get("sources", ())
    place = document.get("from", {}).get("email", 0)
    email: tuple[str, float] | None = None
    if place < len(sources):
        email = sources[place]["kind"], sources[place].get("confidence", {}).get("email", 1.0)
    origins = [(one["kind"], one["at"], one["name"]) for one in sources]
    return _told(document["fields"], origins, email, document["created_at"])


def follows_of(lead: Lead) -> dict[str, str]:
    """The same of a lead in hand."""
    held = [(value, lead.former.get(name, ())) for name, value in lead.fields.items()]
    held += [(former[0], former[1:]) for name, former in lead.former.items() if name not in lead.fields and former]
    said = [origin for one, former in held for _, origin in statements(one, former)]
    origins = {(one.kind, iso(one.at), one.name) for one in said}
    email = lead.fields.get("email")
    sure = (email.provenance.kind, email.provenance.confidence) if email else None
    return _told({name: one.value for name, one in lead.fields.items()}, origins, sure, iso(lead.created_at))


def _told(
    fields: Mapping[str, Any], origins: Iterable[_Origin], email: tuple[str, float] | None, created_at: str
) -> dict[str, str]:
    enriched = max((at for kind, at, _ in origins if kind == "enricher"), default="")
    file = min(((at, name) for kind, at, name in origins if kind == "import"), default=None)
    told = {
        "verified": _flag(_verified(fields, email)),
        "enriched": _flag(bool(enriched) or _says(fields, "enriched")),
        "needs_enrichment": _flag(not enriched and _says(fields, "needs_enrichment", otherwise=True)),
        "scraped_at": str(fields.get("scraped_at") or (file[0] if file else created_at)),
        "enriched_at": enriched or str(fields.get("enriched_at", "")),
        "source": file[1] if file else "",
    }
    return {name: value for name, value in told.items() if value}


def _verified(fields: Mapping[str, Any], email: tuple[str, float] | None) -> bool:
    """Whether the address is nobody's guess: one who checked it, the file, or a person said so."""
    if not fields.get("email") or email is None:
        return False
    if "verified" in fields:
        return _says(fields, "verified")
    if checked := fields.get("email_status"):
        return fold(str(checked)) in _GOOD
    kind, confidence = email
    return kind != "enricher" or confidence >= SURE


def _says(fields: Mapping[str, Any], name: str, *, otherwise: bool = False) -> bool:
    value = fields.get(name, "")
    return otherwise if value == "" else fold(str(value)) in _YES


def _flag(value: object) -> str:
    return "true" if value else "false"


def rows_of(document: Stored) -> list[dict[str, Any]]:
    """The rows of files that a stored lead came from, each with the values that it gave and the columns they stood in,
    in the order in which they came. The bytes themselves are in the object that the import names."""
    rows: dict[int, dict[str, Any]] = {}
    for place, source in enumerate(document.get("sources", ())):
        detail = source.get("detail", {})
        if source["kind"] == "import" and "row" in detail:
            told = {"import": detail.get("import", ""), "file": source["name"], "row": detail["row"]}
            rows[place] = {**told, "values": {}, "columns": source.get("columns", {})}
    for name, value, places in _values(document):
        for place in places:
            if place in rows:
                rows[place]["values"].setdefault(name, value)
    return list(rows.values())


def _values(document: Stored) -> Iterable[tuple[str, Any, Sequence[int]]]:
    """Everything that is and was said of each field, and by which sources."""
    origins, also = document.get("from", {}), document.get("also", {})
    for name, value in document["fields"].items():
        yield name, value, (origins.get(name, 0), *also.get(name, ()))
    for name, entries in document.get("former", {}).items():
        for entry in entries:
            yield name, entry["value"], (entry["from"], *entry.get("also", ()))

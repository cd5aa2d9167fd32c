"""A lead as the table shows it: its fields, and what follows from them; and what is typed there as a lead holds it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from shared.core.clock import iso
from shared.leads import names
from shared.leads.canonical import canonical_email, canonical_linkedin, canonical_phone, canonical_url
from shared.leads.derived import NAMES, SYNC, follows_of
from shared.leads.merge import clear, put, statements
from shared.leads.model import FieldValue, Lead, Provenance, Value
from shared.sync.model import Ours

DERIVED: Final = frozenset({*NAMES, *SYNC} - {"verified"})
"""What follows from a lead's history; it is shown there and never taken from there. That an address is verified may be
said there as well, so it goes over once somebody has said it."""


def face_of(lead: Lead) -> Ours:
    """What a lead says to the far side."""
    values = {name: held.value for name, held in lead.fields.items() if held.value != ""}
    at = {name: iso(held.provenance.at) for name, held in lead.fields.items()}
    if "full_name" not in values and (full := " ".join(filter(None, map(lead.text, ("first_name", "last_name"))))):
        values["full_name"] = full
        at["full_name"] = max(at.get("first_name", ""), at.get("last_name", ""))
    told = follows_of(lead)
    values |= {name: told[name] for name in DERIVED if name in told}
    if "source" in told:
        values.setdefault("source", told["source"])
    return Ours(values, at, iso(lead.updated_at))


def tidied(name: str, value: Value) -> Value:
    """The form in which the house keeps what was typed there: one spelling of an address, a number, a page."""
    text = str(value).strip()
    if made := _TIDY.get(name):
        return made(text) or text
    return text if isinstance(value, str) else value


_TIDY: Final[Mapping[str, Callable[[str], str | None]]] = {
    "email": canonical_email,
    "phone": canonical_phone,
    "website_url": canonical_url,
    "ads_url": canonical_url,
    "linkedin_url": canonical_linkedin,
}


def taught(lead: Lead, take: Mapping[str, Value | None], at: Mapping[str, str], origin: Provenance) -> Lead:
    """The lead with what was typed there. What it replaces joins the former values: no word is lost.

    `origin` tells the moment of taking it, for the meeting has decided now between the two; when it was typed (`at`, by
    field) stands in the detail.
    """
    for name, value in _spread(take).items():
        typed = at.get(name) or at.get("full_name", "")
        said = replace(origin, at=after_all(lead, name, origin.at), detail={**origin.detail, "typed": typed})
        lead = clear(lead, name, said) if value is None else put(lead, name, FieldValue(value, said))
    return lead


def after_all(lead: Lead, name: str, now: datetime) -> datetime:
    """Now, or the moment behind everything that was said of a field: what is decided last is believed."""
    said = [origin.at for _, origin in statements(lead.fields.get(name), lead.former.get(name, ()))]
    return max([now, *(moment + timedelta(microseconds=1) for moment in said)])


def _spread(take: Mapping[str, Value | None]) -> dict[str, Value | None]:
    """A full name is also a first and a last one."""
    found = dict(take)
    if take.get("full_name"):
        parts = names.split(str(take["full_name"]))
        if parts.first and parts.last:
            found = {"first_name": parts.first, "last_name": parts.last, **found}
    return found

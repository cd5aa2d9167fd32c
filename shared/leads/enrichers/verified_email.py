"""An address that is sure enough to write to: bought where the free finders are not sure."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from shared.leads.canonical import is_role_mailbox
from shared.leads.enrichers._bought import enrichment_of, query_of
from shared.leads.enrichment import Enrichment, Found, enricher
from shared.leads.model import FieldDefinition, Lead
from shared.leads.tools import Tools
from shared.leads.waterfall import Answer, Course
from shared.leads.waterfall_subject import mail_domain


@enricher
class VerifiedEmail:
    """An address from paid providers, where the free ones are not sure."""

    name = "verified_email"
    needs = frozenset({"website_url"})
    wants = frozenset({"email", "first_name", "full_name", "last_name"})
    gives = frozenset({"email", "email_status"})
    price = Decimal("0.038")
    typical = Decimal("0.0134")  # two in five leads need the finder, two in three of these the verifier
    buys = "email"
    unless = frozenset({"email"})
    per = ("website_url", "first_name", "last_name", "full_name")
    defines = (FieldDefinition("email_status", "E-mail status", "choice"),)

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def enrich(self, lead: Lead) -> Enrichment:
        held = lead.fields.get("email")
        if held is not None and held.provenance.kind != "enricher":
            return Enrichment(note="an e-mail address is given")
        if self._tools.waterfall is None:
            return Enrichment(note="nobody is paid here")
        free = _free(lead, self.name)
        guess = next(iter(free.values()), Answer()).value
        query = replace(query_of(self._tools, lead, "email"), domain=mail_domain(lead, guess))
        course = self._tools.waterfall.search(query, lead, free)
        return enrichment_of(course, list(_found(course, free)), self.name)


def _free(lead: Lead, own: str) -> Mapping[str, Answer]:
    """What other enrichers found, by their names."""
    values = [value for value in (lead.fields.get("email"), *lead.former.get("email", ())) if value is not None]
    return {
        value.provenance.name: Answer(
            str(value.value),
            value.provenance.confidence,
            reason=str(value.provenance.detail.get("reason", "")),
            url=str(value.provenance.detail.get("url", "")),
        )
        for value in reversed(values)
        if value.provenance.kind == "enricher" and value.provenance.name != own
    }


def _found(course: Course, free: Mapping[str, Answer]) -> "list[Found]":
    best = course.best
    if course.by in free or not best.value:
        held = {answer.value for answer in free.values()}
        if course.refuted in held:
            return [Found("email_status", "invalid", 0.9, f"{course.refuted}: a provider tried it out in vain")]
        return []
    found = [Found("email", best.value, best.confidence, best.reason, best.url)]
    if best.status and not is_role_mailbox(best.value):
        found.append(Found("email_status", best.status, best.confidence, best.reason))
    return found

"""A line to open a message with."""

from decimal import Decimal

from shared.leads.enrichers._bought import enrichment_of, query_of
from shared.leads.enrichment import Enrichment, Found, enricher
from shared.leads.model import FieldDefinition, Lead
from shared.leads.tools import Tools


@enricher
class PersonalLine:
    """A line to open a message with, written by a language model from the firm's site."""

    name = "personal_line"
    needs = frozenset({"website_url"})
    wants = frozenset({"company_name", "first_name", "full_name", "last_name"})
    gives = frozenset({"personal_line"})
    price = Decimal("0.006")
    typical = Decimal("0.0008")
    buys = "personal_line"
    per = ("website_url", "first_name", "last_name", "full_name")
    defines = (FieldDefinition("personal_line", "Personal line"),)

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def enrich(self, lead: Lead) -> Enrichment:
        if self._tools.waterfall is None:
            return Enrichment(note="nobody is paid here")
        course = self._tools.waterfall.search(query_of(self._tools, lead, self.name), lead)
        best = course.best
        found = [Found(self.name, best.value, best.confidence, best.reason, best.url)] if best.value else []
        return enrichment_of(course, found, self.name)

"""What the firm does, in a sentence or two."""

from decimal import Decimal

from shared.leads.enrichers._bought import enrichment_of, query_of
from shared.leads.enrichment import Enrichment, Found, enricher
from shared.leads.model import FieldDefinition, Lead
from shared.leads.tools import Tools


@enricher
class CompanySummary:
    """What the firm does, written by a language model from its site; one call a site."""

    name = "company_summary"
    needs = frozenset({"website_url"})
    gives = frozenset({"company_summary"})
    price = Decimal("0.006")
    typical = Decimal("0.0008")
    buys = "company_summary"
    per = ("website_url",)
    defines = (FieldDefinition("company_summary", "Company summary"),)

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def enrich(self, lead: Lead) -> Enrichment:
        if self._tools.waterfall is None:
            return Enrichment(note="nobody is paid here")
        course = self._tools.waterfall.search(query_of(self._tools, lead, self.name), lead)
        best = course.best
        found = [Found(self.name, best.value, best.confidence, best.reason, best.url)] if best.value else []
        return enrichment_of(course, found, self.name)

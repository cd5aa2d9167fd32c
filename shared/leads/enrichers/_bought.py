"""What enrichers share that run a waterfall: the query, and what its course means for the lead."""

from collections.abc import Callable
from functools import cache

from shared.core.errors import TransientError
from shared.leads.enrichers._site import Unread, parse, read_home, visible_text
from shared.leads.enrichment import Enrichment, Found
from shared.leads.model import Lead
from shared.leads.tools import Tools
from shared.leads.waterfall import Course, Material, Query
from shared.leads.waterfall_subject import named, person_of, site_of

SHORT = 60.0  # seconds for which the queue waits; for a longer rest the task is put by


def query_of(tools: Tools, lead: Lead, wanted: str) -> Query:
    first, last = person_of(lead)
    company = " ".join(lead.text("company_name").split())[:120]
    site = site_of(lead.text("website_url"))
    return Query(wanted, site, named(first, last), first, last, company, material=material_of(tools, lead))


def material_of(tools: Tools, lead: Lead) -> Callable[[], Material]:
    """The text of the lead's site, read when somebody goes by it. Raises TransientError when it may be there later."""

    @cache
    def read() -> Material:
        from shared.leads.enrichers.website import guess_language

        page = read_home(tools, lead.text("website_url"))
        if isinstance(page, Unread):
            return Material(lacks=page.note)
        text = visible_text(parse(page), 12_000)
        language, surety = guess_language(text)
        return Material(text, language if surety >= 0.5 else "", page.url)

    return read


def enrichment_of(course: Course, found: list[Found], enricher: str, note: str = "") -> Enrichment:
    """What the course found. Raises TransientError when a provider answers again within a minute."""
    asked = tuple(
        {
            "provider": one.provider,
            "said": one.said,
            "cost": str(one.cost),
            **({"known": "true"} if one.known else {}),
        }
        for one in course.said
    )
    if course.unpaid:
        return Enrichment(found, note=course.unpaid, asked=asked, put_by=course.unpaid)
    if course.waits and course.waits.seconds is not None:
        if course.waits.seconds <= SHORT:
            raise TransientError(f"{enricher}: {course.waits.reason}", retry_after=course.waits.seconds)
        reason = f"{course.waits.service} is asked again later: {course.waits.reason}"
        return Enrichment(found, note=reason, asked=asked, put_by=reason, put_by_for=course.waits.service)
    said = note or "; ".join(f"{one.provider}: {one.said}" for one in course.said) or "nobody is asked for it"
    return Enrichment(found, note="" if found else said, asked=asked)

"""Whether the values of a column speak for a field, say nothing, or forbid it."""

from collections.abc import Callable, Mapping
from typing import Final

from shared.leads.evidence import Evidence

FEW = 3  # fewer filled cells than this forbid little


def verdict(field: str, seen: Evidence) -> int:
    """1 the values speak for the field, 0 they say nothing, -1 they forbid it."""
    return -1 if max(seen.structured, seen.flag) >= 0.5 else _JUDGES.get(field, _text)(seen)


def _typed(seen: Evidence) -> float:
    """The share of values that are of a kind of their own."""
    return max(seen.email, seen.url, seen.date, seen.person_page)


def _email(seen: Evidence) -> int:
    return 1 if seen.email >= 0.5 else -1 if seen.email < 0.1 and seen.count >= FEW else 0


def _phone(seen: Evidence) -> int:
    if max(seen.email, seen.url, seen.date) >= 0.5:
        return -1
    if seen.phone >= 0.5:
        return 1
    return -1 if seen.digits < 0.3 and seen.count >= FEW else 0


def _profile(seen: Evidence) -> int:
    if seen.person_page >= 0.4:
        return 1
    if seen.url >= 0.5 and seen.linkedin < 0.2:
        return -1
    return -1 if max(seen.firm_page, seen.email, seen.date, seen.number, seen.social, seen.image) >= 0.5 else 0


def _ads(seen: Evidence) -> int:
    return 1 if seen.ads >= 0.4 else -1 if seen.url < 0.2 and seen.count >= FEW else 0


def _site(seen: Evidence) -> int:
    others = (seen.person_page, seen.sales_page, seen.firm_page, seen.ads, seen.social, seen.tool, seen.image)
    if max(*others, seen.email) >= 0.5 or (seen.url < 0.1 and seen.count >= FEW):
        return -1
    return 1 if seen.url >= 0.5 else 0


def _name(seen: Evidence) -> int:
    return -1 if max(_typed(seen), seen.phone, seen.number) >= 0.5 else 1 if seen.number == 0 else 0


def _full_name(seen: Evidence) -> int:
    several = seen.several >= 0.3 and seen.count >= FEW  # those who founded a firm, not the lead
    return -1 if seen.firm >= 0.5 or several else _name(seen)


def _amount(seen: Evidence) -> int:
    if _typed(seen) >= 0.5 or (seen.digits < 0.3 and seen.count >= FEW):
        return -1
    return 1 if max(seen.number, seen.range, seen.money) >= 0.5 else 0


def _word(seen: Evidence) -> int:
    if max(_typed(seen), seen.dialled) >= 0.5 or seen.number > 0.8:
        return -1
    return 1 if seen.number < 0.3 else 0


def _place(seen: Evidence) -> int:
    department = seen.department if seen.code < 0.5 else 0.0  # "IT" is Italy
    return -1 if max(seen.outcome, department) >= 0.5 else _word(seen)


def _industry(seen: Evidence) -> int:
    """Codes are no names of industries."""
    return -1 if seen.digits >= 0.8 and seen.words < 1.5 else _word(seen)


def _niche(seen: Evidence) -> int:
    return -1 if max(seen.outcome, seen.legal) >= 0.5 else _word(seen)


def _title(seen: Evidence) -> int:
    """Mr and Dr are no jobs."""
    return -1 if seen.honorific >= 0.5 else _word(seen)


def _status(seen: Evidence) -> int:
    """How a ticket or an order stands, or whether a shop is open, is not how far the lead has come."""
    if seen.opening >= 0.3:
        return -1
    arranged = seen.booking > 0 and seen.arranged >= 0.8 and seen.count >= FEW
    return -1 if arranged else _word(seen)


def _text(seen: Evidence) -> int:
    return -1 if _typed(seen) >= 0.5 else 0


def _address(seen: Evidence) -> int:
    if max(_typed(seen), seen.number, seen.phone, seen.meeting) >= 0.5:
        return -1
    return 1 if seen.commas >= 0.5 else 0


def _nothing(_seen: Evidence) -> int:
    return 0


def _notes(seen: Evidence) -> int:
    """Stars and counts are no notes."""
    return -1 if max(seen.number, seen.date, seen.email) >= 0.8 and seen.count >= FEW else 0


_JUDGES: Final[Mapping[str, Callable[[Evidence], int]]] = {
    "email": _email,
    "title": _title,
    "phone": _phone,
    "linkedin_url": _profile,
    "ads_url": _ads,
    "website_url": _site,
    "first_name": _name,
    "last_name": _name,
    "full_name": _full_name,
    "employees": _amount,
    "revenue": _amount,
    "location": _address,
    "notes": _notes,
    "source": _nothing,
    "niche_category": _niche,
    **dict.fromkeys(("city", "state", "country"), _place),
    "industry": _industry,
    "company_name": _word,
    "status": _status,
}

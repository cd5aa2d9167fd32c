"""Of several columns that would do for a field, which is meant: by what else their names say, and how full they are."""

from collections.abc import Mapping
from typing import Final

from shared.leads import header_words as words_of
from shared.leads.evidence import Evidence
from shared.leads.headings import Heading
from shared.leads.synonyms import column_key
from shared.leads.wordlist import words

_SECOND: Final = words(
    """
    personal home private privat prive perso other secondary additional alternate alternative alt others 2 3 4 5 fax
    личныи pec domicile casa second display
    """
)
_AT_WORK: Final = words(
    "work business professional corporate geschaftlich dienstlich pro professionnel profesional corporativo aziendale"
    " zakelijk sluzbowy profissional arbete arbejde"
)
_SWITCHBOARD: Final = words(
    """
    hq corporate company main switchboard employer standard zentrale vaxel landline account organization festnetz fixe
    fijo stacjonarny fisso toll sms whatsapp
    """
)
_PLACES: Final = frozenset({"city", "state", "country", "location"})
_OFTEN_TWICE: Final = _PLACES | {"email", "phone", "full_name"}
_SITES: Final = words("website webseite site web")
_FIRMS: Final = frozenset({"website_url", "industry", "employees", "revenue", "company_name", "niche_category"})
_PERSONS_OWN: Final = frozenset({"email", "phone", "city", "state", "country", "location", "full_name", "title"})


def is_lesser(heading: Heading) -> bool:
    """Whether a column is of the address to which a parcel goes."""
    return not words_of.SHIPPING.isdisjoint(column_key(heading.text).split())


# Words that make a column the lesser one of several that would do, by how much; below zero the better one.
_LESSENED: Final[Mapping[str, tuple[tuple[frozenset[str], float], ...]]] = {
    "email": ((words("user sender display domain to"), 0.12),),
    "phone": ((_SWITCHBOARD, 0.06), (words("phone telephone telefon telefono telefone"), -0.02)),
    "website_url": ((words("domain"), 0.08),),
    "industry": ((words("description libelle name"), -0.02),),
    "title": ((words("headline tagline"), 0.25), (words("current aktuelle actuel actual attuale huidige"), -0.15)),
    "company_name": ((words("customer client account brand kunde cliente display page"), 0.04),),
    "full_name": ((words("担当者"), 0.05),),  # who looks after the lead, where another column names it
    "state": ((words("county comarca landkreis kreis departement"), 0.12),),
    "city": (
        (words("locality suburb neighborhood neighbourhood metro borough"), 0.05),
        (words("kommune kommun"), 0.12),
    ),
    "source": ((words("referred referrer"), 0.2),),  # who sent them, beside by what way they came
    "notes": ((words("bio biography about description message call meeting"), 0.04),),
}


def preference(heading: Heading, seen: Evidence, field: str) -> float:
    """Points for or against a column: the work address before the private one, the person's city before the firm's."""
    name = heading.words
    points = 0.03 * seen.filled
    points -= 0.1 if is_lesser(heading) else 0.05 if name & words_of.BILLING else 0.0
    points -= sum(less for others, less in _LESSENED.get(field, ()) if name & others)
    if field in _OFTEN_TWICE and name & _SECOND:
        lived_in = field in _PLACES and not name & (_SECOND - {"home"})
        points -= 0.03 if lived_in else 0.1
    if field == "email" and name & _AT_WORK and seen.count:
        points += 0.04
    elif field == "website_url" and "domain" not in name and name & _SITES:
        points += 0.02
    return points + _by_values(heading, seen, field) + _by_group(heading, field)


def _by_values(heading: Heading, seen: Evidence, field: str) -> float:
    if field == "full_name" and "1" in heading.words and not heading.made_up:
        return -0.15  # "Contact 1 Name" is one of several beside the lead's own
    if field == "company_name" and seen.count > 3 and seen.distinct < 0.5:
        return -0.1  # the same few again and again: what kind of firm it is
    if field == "notes" and seen.count and seen.words < 1.2 and seen.distinct < 0.7:
        return -0.25  # marks and labels, where another column tells more
    return -0.25 if field == "linkedin_url" and seen.sales_page >= 0.5 else 0.0


def _by_group(heading: Heading, field: str) -> float:
    if heading.group != "person" and field in _FIRMS:
        return 0.03
    if heading.group and field in _PERSONS_OWN:
        return -0.07 if heading.group == "firm" else 0.04 if heading.group == "person" else 0.0
    return 0.0

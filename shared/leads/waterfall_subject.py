"""Whom a bought answer is about: the firm by its site, the person by name. Leads that agree in these share answers."""

from typing import Final

from shared.core.text import fold
from shared.leads.canonical import canonical_url, registrable_domain
from shared.leads.model import Lead
from shared.leads.names import split
from shared.leads.wordlist import words

_SHARED: Final = words(  # sites on which many firms have a page
    """facebook.com instagram.com linkedin.com linktr.ee yelp.com google.com goo.gl x.com twitter.com tiktok.com
    youtube.com medium.com pinterest.com etsy.com ebay.com amazon.com tripadvisor.com xing.com vk.com t.me wa.me
    calendly.com about.me gelbeseiten.de yellowpages.com"""
)


def site_of(url: str) -> str:
    """The firm's site: its domain, the whole address where many firms share one, "" when there is none.

    >>> site_of("https://www.acme.co.uk/team"), site_of("facebook.com/acme/"), site_of("http://127.0.0.1:81/dead")
    ('acme.co.uk', 'https://facebook.com/acme', '127.0.0.1:81')
    """
    address = canonical_url(url)
    if address is None:
        return ""
    domain = registrable_domain(url)
    if domain is None:
        return address.partition("://")[2].partition("/")[0].partition("?")[0]
    return address.rstrip("/").lower()[:300] if domain in _SHARED else domain


def mail_domain(lead: Lead, address: str = "") -> str:
    """The domain at which the firm has its mail: its site's, else that of an address found there; "" when unknown."""
    domain = registrable_domain(lead.text("website_url")) or ""
    return "" if domain in _SHARED else domain or address.rpartition("@")[2]


def person_of(lead: Lead) -> tuple[str, str]:
    """First and last name, empty where they are not known."""
    first, last = lead.text("first_name").strip(), lead.text("last_name").strip()
    if not first or not last:
        parts = split(lead.text("full_name")[:300])
        first, last = first or parts.first, last or parts.last
    return _line(first), _line(last)


def named(first: str, last: str) -> str:
    """The person as answers are kept by."""
    return fold(f"{first} {last}")


def subject(field: str, value: str) -> str:
    """A field's value, as far as answers depend on it."""
    return site_of(value) if field == "website_url" else fold(value)


def _line(text: str) -> str:
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())[:100]

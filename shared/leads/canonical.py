"""The one spelling under which a value is stored or compared. Every function is a fixed point of itself.

Ingestion calls these for every cell: a cheap test comes first, tables of the world's domains only when one is needed.
"""

import re
import unicodedata
from functools import cache, lru_cache
from typing import Any, Final
from urllib.parse import unquote

from shared.core.text import fold
from shared.leads.phones import canonical_phone
from shared.leads.wordlist import words

__all__ = [
    "canonical_email",
    "canonical_linkedin",
    "canonical_phone",
    "canonical_url",
    "company_key",
    "company_keyed",
    "is_role_mailbox",
    "linkedin_slug",
    "person_key",
    "registrable_domain",
]

_EMAIL = re.compile(r"[^\s@<>,;:\"()\[\]\\]{1,64}@(?:[\w-]{1,63}\.)+[^\W\d_][\w-]{1,62}")
_WRAPPED = re.compile(r"<\s*([^<>\s]+@[^<>\s]+)\s*>")


def canonical_email(raw: str) -> str | None:
    """The one spelling under which an address is stored and matched, or None.

    Case and surrounding space are dropped. The part before the @ is otherwise kept:
    `a.b@` and `ab@` are the same mailbox at one provider and two people at another.

    >>> canonical_email("  Ana.Diaz@Example.COM "), canonical_email("Ana <ana@example.com>")
    ('ana.diaz@example.com', 'ana@example.com')
    >>> canonical_email("n/a") is None
    True
    """
    text = raw.strip().lower()
    if _EMAIL.fullmatch(text):
        return text
    if "@" not in text:
        return None
    if wrapped := _WRAPPED.search(text):
        return canonical_email(wrapped.group(1))
    text = text.removeprefix("mailto:").partition("?")[0].strip(" .,;'\"")
    return text if _EMAIL.fullmatch(text) else None


ROLES: Final = words(
    """
    info sales support contact hello office admin mail hi team help service kontakt kundenservice vertrieb verkauf
    buero buro post noreply no-reply marketing billing accounts accounting careers jobs hr press media enquiries
    inquiries enquiry inquiry reception booking bookings reservations customerservice webmaster postmaster contacto
    ventas contato vendas commercial secretariat accueil biuro sekretariat hej customer-service general welcome
    """
)


def is_role_mailbox(email: str) -> bool:
    """Whether an address belongs to a desk and not to a person.

    >>> is_role_mailbox("info@example.com"), is_role_mailbox("ines@example.com")
    (True, False)
    """
    return email.partition("@")[0].partition("+")[0] in ROLES


_URL = re.compile(r"(?i)(?:(https?)://)?([^/?#\s@:]+\.[^/?#\s@:.\d]{2,24}\.?)(:\d+)?(/[^?#\s]*)?(\?[^#\s]*)?(?:#\S*)?")
_LOCAL = re.compile(
    r"(?i)(https?)://(localhost|\d+\.\d+\.\d+\.\d+|\[[0-9a-f:]+\])(:\d+)?(/[^?#\s]*)?(\?[^#\s]*)?(?:#\S*)?"
)
_TRACKING = re.compile(
    r"(?i)^(?:utm_\w+|gclid|gbraid|wbraid|gad_source|fbclid|msclkid|mc_[ce]id|igshid|igsh|yclid|dclid|ttclid|twclid|li_fat_id"
    r"|_hs\w+|hsa_\w+|trk\w*|ref_src|_ga|_gl|mkt_tok|vero_id|oly_\w+|s_cid|lipi|licu|originalsubdomain)="
)


def canonical_url(raw: str) -> str | None:
    """An address on the web that can be opened, or None: with a scheme, the host in lower case, no tracking.

    >>> canonical_url("WWW.Example.com/"), canonical_url("http://example.com/a?utm_source=x&id=1#top")
    ('https://www.example.com', 'http://example.com/a?id=1')
    >>> canonical_url("none"), canonical_url("ana@example.com")
    (None, None)
    """
    found = _URL.fullmatch(raw.strip()) or _LOCAL.fullmatch(raw.strip())
    if not found:
        return None
    scheme, host, port, path, query = found.groups()
    if path and "," in path and path.startswith("/sales/") and host.lower().endswith("linkedin.com"):
        path, query = path.partition(",")[0], ""  # the search that led to a profile is no part of it
    if query:
        kept = [part for part in query[1:].split("&") if part and not _TRACKING.match(part)]
        query = "?" + "&".join(kept) if kept else ""
    path = "" if path == "/" and not query else path or ""
    return f"{(scheme or 'https').lower()}://{host.lower().rstrip('.')}{port or ''}{path}{query or ''}"


@cache
def _suffixes() -> Any:
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList()


@lru_cache(maxsize=20_000)
def registrable_domain(url: str) -> str | None:
    """The name that someone registered, by which firms are told apart; None for addresses that have none.

    >>> registrable_domain("https://shop.example.co.uk/a"), registrable_domain("https://127.0.0.1/")
    ('example.co.uk', None)
    """
    address = canonical_url(url)
    if address is None or _LOCAL.fullmatch(address):
        return None
    host = address.partition("://")[2].partition("/")[0].partition("?")[0].partition(":")[0]
    found: str | None = _suffixes().privatesuffix(host)
    return found


_PROFILE = re.compile(
    r"(?i)^(?:https?://)?(?:[\w-]+\.)*linkedin\.com/+(?:mwlite/|m/)?(?:profile/)?(in|pub)/([^/?#\s]+)((?:/[0-9a-z]{1,3}){3})?(?![^/?#])"
    r"|^/?(in)/([^/?#\s]+)/?$"
)
_SLUG = re.compile(r"[^/?#%\ufffd\s]+")
_USUAL_PROFILE = re.compile(r"https?://www\.linkedin\.com/in/([a-z0-9-]+)/?")
_MEMBER_ID = re.compile(r"AC[a-zA-Z]AA[\w-]{15,}")  # the network's own id, in which case matters


def linkedin_slug(raw: str) -> str | None:
    """The name of a person's profile, whatever the spelling of its address; None for a firm's page or no profile.

    An old public address ends in three short parts, which the name carries today in reverse.

    >>> linkedin_slug("HTTP://de.linkedin.com/in/Ana-D%C3%ADaz-1/?locale=de"), linkedin_slug("linkedin.com/company/x")
    ('ana-díaz-1', None)
    >>> linkedin_slug("m.linkedin.com/pub/ana-diaz/12/34a/5b6"), linkedin_slug("linkedin.com/in/ana-diaz/en")
    ('ana-diaz-5b634a12', 'ana-diaz')
    """
    if usual := _USUAL_PROFILE.fullmatch(raw):
        return usual.group(1)
    found = _PROFILE.match(raw.strip().rstrip(",;.)>\"'"))
    if not found:
        return None
    kind, slug, old = (
        (found.group(1), found.group(2), found.group(3)) if found.group(1) else ("in", found.group(5), None)
    )
    for _ in range(2):
        slug = unquote(slug) if "%" in slug else slug
    slug = slug.strip()
    if not _MEMBER_ID.fullmatch(slug):
        slug = slug.lower() if slug.isascii() else unicodedata.normalize("NFC", slug.lower())
    if kind.lower() == "pub" and old:
        first, second, third = old.lower().strip("/").split("/")
        slug = f"{slug}-{third.zfill(3)}{second.zfill(3)}{first}"
    return slug if _SLUG.fullmatch(slug) else None


def canonical_linkedin(raw: str) -> str | None:
    """A personal profile's address, or None.

    >>> canonical_linkedin("www.linkedin.com/in/Ana-Diaz?trk=x")
    'https://www.linkedin.com/in/ana-diaz'
    """
    slug = linkedin_slug(raw)
    return None if slug is None else f"https://www.linkedin.com/in/{slug}"


_LEGAL: Final = words(
    """
    incorporation pvt private bhd sdn tbk pt oü ou uab doo dd ad eood asa ans ks hf ehf kb hb vof cv gbr partg
    pgmbh kgaa sce scs sca scop eirl sac srlcv sapi rl cia cie limitada unipessoal ooo zao oao pao ооо зао оао пао ао
    inc incorporated llc ltd limited corp corporation co company gmbh ag kg ug ohg ek mbh sa sas sarl sl slu srl spa
    bv nv ab as aps oy oyj spzoo ltda me eireli plc llp lp pty pte kk holding holdings group gruppe se kgaa eg ev
    sasu eurl snc sp zoo oo doo kft
    """
)
_EASTERN_FORM = re.compile(
    fold(r"株式会社|有限会社|合同会社|\(株\)|股份有限公司|有限责任公司|有限公司|주식회사|\(주\)")
)
_FORM_FIRST: Final = words("the ооо зао оао пао ао ип тоо pt ooo")
_WORD = re.compile(r"[^\W_]+")
_DOTTED = re.compile(r"\b(?:\w\.){2,}")


@lru_cache(maxsize=20_000)
def company_key(raw: str) -> str:
    """What two spellings of a firm's name have in common: legal forms, case, accents and punctuation dropped.

    >>> company_key("Acme, Inc."), company_key("The Böhm & Söhne GmbH & Co. KG"), company_key("Co")
    ('acme', 'bohm and sohne', 'co')
    """
    return company_keyed(raw)


def company_keyed(raw: str) -> str:
    """`company_key` of a name whose caller remembers more than this."""
    text = fold(raw)
    kept = text.split(" ")
    if not "".join(kept).isalnum():  # most names are words and nothing between them
        text = text.replace("&", " and ").replace("'", "").replace("’", "").replace("a/s", "as")
        if not text.isascii():
            text = _EASTERN_FORM.sub(" ", text)
        text = _DOTTED.sub(lambda dotted: dotted.group().replace(".", "") + " ", text)
        kept = _WORD.findall(text)
    elif not text.isascii():
        kept = _WORD.findall(_EASTERN_FORM.sub(" ", text))
    while len(kept) > 1 and (kept[-1] in _LEGAL or kept[-1] == "and"):
        kept.pop()
    while len(kept) > 1 and kept[0] in _FORM_FIRST:
        kept = kept[1:]
    return " ".join(kept)


_TITLES: Final = words(
    """
    mr mrs ms miss dr prof professor herr frau sir dame madame monsieur sr sra ing dipl mag
    """
)
_TAILS: Final = words(
    """
    jr sr ii iii iv phd md mba cpa esq dds cfa pmp msc bsc ma ba pe rn do dr
    """
)


@lru_cache(maxsize=20_000)
def person_key(raw: str) -> str:
    """First and last name as they are compared; empty when there are not two.

    >>> person_key("Dr. Ana María Díaz, PhD"), person_key("Díaz, Ana"), person_key("Ana")
    ('ana diaz', 'ana diaz', '')
    """
    text = fold(raw)
    before, comma, after = text.partition(",")
    behind = _WORD.findall(after)
    if comma and behind and not set(behind) & _TAILS:
        text = f"{after} {before}"
    elif comma:
        text = before
    words = [word for word in _WORD.findall(text.replace("'", "").replace("’", "")) if not word.isdigit()]
    while len(words) > 2 and words[0] in _TITLES:
        words.pop(0)
    while len(words) > 2 and words[-1] in _TAILS:
        words.pop()
    return f"{words[0]} {words[-1]}" if len(words) > 1 else ""

"""Whether two names are one firm's, and the core of a name by which firms are found."""

import re
from functools import lru_cache
from typing import Final

from shared.leads.canonical import company_key, company_keyed
from shared.leads.persons import sound, sounded
from shared.leads.wordlist import words

_KIND: Final = words(
    """
    solutions solution services service software systems system technologies technology tech consulting consultancy
    consultants international global worldwide europe deutschland germany france usa uk us agency studio studios
    partners associates enterprises industries labs digital media marketing team network online store shop
    """
)
FREE_MAIL: Final = words(
    """
    gmail googlemail yahoo ymail hotmail outlook live msn icloud me mac aol gmx web protonmail proton mail t-online
    freenet arcor posteo mailbox orange wanadoo laposte free sfr libero virgilio tiscali alice tin telefonica terra
    bol uol ig wp o2 onet interia op seznam centrum yandex rambler bk list inbox qq 163 126 sina naver hanmail daum
    rediffmail zoho fastmail hushmail tutanota comcast verizon att sbcglobal bellsouth cox charter btinternet
    virginmedia sky bluewin telia ziggo kpnmail planet hetnet telenet skynet
    """
)
SHARED_HOSTS: Final = words(
    """
    facebook instagram linkedin linktr twitter x youtube tiktok google business wixsite wix weebly blogspot wordpress
    squarespace myshopify shopify etsy amazon ebay yelp tripadvisor booking medium github notion jimdo jimdofree
    jimdosite webnode webflow strikingly godaddysites site123 carrd page pages sites vercel netlify herokuapp
    """
)
_SECOND_LEVEL: Final = words("co com org net ac gov edu or ne gob")
_NOT_LETTERS = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=20_000)
def core(name: str) -> str:
    """What the spellings of a firm's name share: no legal form, no kind of business at its end, by its consonants.

    >>> core("Müller Logistik GmbH"), core("Mueller Logistik"), core("Acme Software Solutions"), core("ACME, Inc.")
    ('mlrlgstk', 'mlrlgstk', 'acme', 'acme')
    """
    return _core(company_key(name))


def _core(key: str) -> str:
    kept = key.split()
    while len(kept) > 1 and kept[-1] in _KIND:
        kept.pop()
    return _shortened("".join(kept))


@lru_cache(maxsize=20_000)
def cores(name: str) -> tuple[str, str]:
    """The core of a firm's name, and of its first word alone, as people shorten it; empty when that says too little."""
    key = company_keyed(name)
    first = key.partition(" ")[0]
    return _core(key), _short(first) if len(first) > 4 else ""


def _short(letters: str) -> str:
    heard = sound(letters)
    return heard if len(heard) > 3 else letters


def _shortened(letters: str) -> str:
    heard = sounded(letters)
    return heard if len(heard) > 3 else letters


@lru_cache(maxsize=20_000)
def label(host: str) -> str:
    """The name that a firm chose for its domain, as a firm's name is compared; empty where many share one.

    >>> label("mail.acme-roofing.co.uk"), label("www.acme.com"), label("gmail.com"), label("acme.wixsite.com")
    ('acmeroofing', 'acme', '', '')
    """
    return _label(host)


def _label(host: str) -> str:
    parts = host.partition(":")[0].strip(".").split(".")[:-1]
    if len(parts) > 1 and parts[-1] in _SECOND_LEVEL:
        parts.pop()
    if not parts or parts[-1] in FREE_MAIL or parts[-1] in SHARED_HOSTS:
        return ""
    return _NOT_LETTERS.sub("", parts[-1])


def core_of_label(text: str) -> str:
    return _short(text) if text else ""


@lru_cache(maxsize=20_000)
def told_by(host: str) -> tuple[str, str]:
    """The name that a domain tells, and its core; empty where many share one."""
    told = _label(host)
    return told, _shortened(told) if told else ""


@lru_cache(maxsize=20_000)
def alike(one: str, other: str) -> bool:
    """Whether two names may be one firm's.

    >>> alike("Acme Inc", "Acme Software GmbH"), alike("Globex", "Initech"), alike("Brightwater", "Brightwatre")
    (True, False, True)
    """
    first, second = company_key(one), company_key(other)
    if not first or not second:
        return False
    if first == second or core(one) == core(other):
        return True
    ones, others = first.split(), second.split()
    if numbers(first) != numbers(second):
        return False
    shorter, longer = sorted((ones, others), key=len)
    if longer[: len(shorter)] == shorter and len("".join(shorter)) > 2:
        return True
    joined = "".join(ones), "".join(others)
    if joined[0].startswith(joined[1]) or joined[1].startswith(joined[0]):
        return min(map(len, joined)) > 3
    from rapidfuzz import fuzz

    return fuzz.ratio(first, second) >= 84 or fuzz.ratio(*map("".join, (sorted(ones), sorted(others)))) >= 90


def numbers(text: str) -> list[str]:
    """The numbers in a name: two that differ are two firms, or two branches."""
    return re.findall(r"\d+", text)

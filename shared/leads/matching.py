"""Whether an incoming record is a lead that is known already: by LinkedIn page, e-mail, name and firm, or phone.

`keys_of` names what a record can be found by, `decide` weighs the leads that were found. Neither reads anything.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from shared.core.ids import stable_id
from shared.leads.canonical import (
    canonical_email,
    canonical_phone,
    company_key,
    is_role_mailbox,
    linkedin_slug,
    person_key,
    registrable_domain,
)

COLLECTION = "lead_keys"
COMMON = 50  # leads; what more of them share is no evidence

Key = tuple[str, str]
"""Kind and value. Kinds: li (profile), em (e-mail), nc (person and firm), cw (firm and its site), ph (phone), rw (the
whole row, where it has nothing else: so that the same file again finds it)."""

RULES: Final = {
    "li": "linkedin_url",
    "em": "email",
    "nc": "name_company",
    "cw": "company_website",
    "ph": "phone",
    "rw": "same_row",
}
"""The kinds in the order of their weight, and the rule that a match by them is called."""


@dataclass(frozen=True, slots=True)
class Match:
    """A lead that the record is, and why."""

    lead: str
    rule: str
    evidence: str


def key_id(key: Key) -> str:
    """The id of the index document that lists the leads with this key."""
    return stable_id("key", *key)


def keys_of(values: Mapping[str, object]) -> tuple[Key, ...]:
    """What a record can be found by, the strongest first. `values` are canonical, as they are stored."""
    keys: list[Key] = []
    if (page := values.get("linkedin_url")) and (slug := linkedin_slug(str(page))):
        keys.append(("li", slug))
    if (mail := values.get("email")) and (email := canonical_email(str(mail))) and not is_role_mailbox(email):
        keys.append(("em", email))
    person, company = person_of(values), values.get("company_name")
    firm = company_key(str(company)) if company else ""
    if person and firm:
        keys.append(("nc", f"{person}|{firm}"))
    if firm and not person and (site := values.get("website_url")) and (domain := registrable_domain(str(site))):
        keys.append(("cw", f"{firm}|{domain}"))
    if (phone := values.get("phone")) and str(phone)[:1] == "+" and (number := canonical_phone(str(phone))):
        keys.append(("ph", number))
    return tuple(keys)


def key_of_row(values: Mapping[str, object]) -> Key:
    """The key of a record that has no other: all that it says."""
    return "rw", stable_id(*(part for name in sorted(values) for part in (name, str(values[name]))))


def person_of(values: Mapping[str, object]) -> str:
    """The person's name as it is compared; empty when there is none."""
    first, last = values.get("first_name"), values.get("last_name")
    if first and last:
        return _joined_person(str(first), str(last))
    full = values.get("full_name")
    return person_key(str(full)) if full else ""


@lru_cache(maxsize=20_000)
def _joined_person(first: str, last: str) -> str:
    return person_key(f"{first} {last}".replace(",", " "))


def decide(
    values: Mapping[str, object],
    keys: Sequence[Key],
    holders: Mapping[Key, Sequence[str]],
    leads: Mapping[str, Mapping[str, object]],
) -> Match | None:
    """The lead that the record is. `holders` are the leads that share a key, `leads` their values.

    The strongest kind decides; within it the lead that was there first. Two different LinkedIn pages are two people,
    whatever else they share. A phone number proves only what the name does not contradict.
    """
    for key in sorted(keys, key=lambda one: _WEIGHT[one[0]]):
        sharing = holders.get(key, ())
        if len(sharing) > COMMON:
            continue
        for lead in sharing:
            held = leads.get(lead)
            if held is not None and _agrees(key[0], values, held):
                return Match(lead, RULES[key[0]], f"{RULES[key[0]]}: {key[1]}")
    return None


_WEIGHT: Final = {kind: weight for weight, kind in enumerate(RULES)}


def _agrees(kind: str, values: Mapping[str, object], held: Mapping[str, object]) -> bool:
    if kind != "li" and _two_profiles(values, held):
        return False
    return kind != "ph" or _alike(values, held)


def _two_profiles(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    first, second = one.get("linkedin_url"), other.get("linkedin_url")
    if not first or not second:
        return False
    slugs = linkedin_slug(str(first)), linkedin_slug(str(second))
    return None not in slugs and slugs[0] != slugs[1]


def _alike(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    """Whether two records that share a phone are one: their people's names agree, or their firms' without people."""
    person, known = person_of(one), person_of(other)
    if bool(person) != bool(known):
        return False
    if not person:
        firms = [company_key(str(record.get("company_name", ""))) for record in (one, other)]
        return bool(firms[0]) and firms[0] == firms[1]
    if person == known:
        return True
    from rapidfuzz import fuzz

    return fuzz.ratio(person, known) >= 88

"""Whether an incoming record is a lead that is known already: by LinkedIn page, e-mail, name and firm, or phone.

`keys_of` names what a record can be found by, `probes_of` where else it may be, `candidates` the few leads that are
worth a look, `decide` weighs them. None of these reads anything.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Any, Final

from shared.core.ids import stable_id
from shared.leads import firms
from shared.leads.canonical import (
    ROLES,
    canonical_email,
    canonical_phone,
    company_key,
    linkedin_slug,
    registrable_domain,
)
from shared.leads.persons import Person, near, person
from shared.leads.weighing import BEFORE, FORMER, Sides, contradict, two_profiles, weigh
from shared.leads.wordlist import words

COLLECTION = "lead_keys"
COMMON = 50  # leads; what more of them share is no evidence
SWITCHBOARD = 3  # leads; a number that more of them share belongs to a house, not to a person
LOOKED_AT = 3  # leads that are read for one record

Key = tuple[str, str]
"""Kind and value. Kinds: li (profile), em (mailbox), nc (last name and firm), cw (firm and its site or town), ph
(phone), rw (the whole row, where it has nothing else: so that the same file again finds it)."""

RULES: Final = {
    "li": "linkedin_url",
    "em": "email",
    "nc": "name_company",
    "cw": "company_website",
    "ph": "phone",
    "rw": "same_row",
}
"""The kinds in the order of their weight, and the rule that a match by them is called."""
_WEIGHT: Final = {kind: weight for weight, kind in enumerate(RULES)}


@dataclass(frozen=True, slots=True)
class Match:
    """A lead that the record is, and why."""

    lead: str
    rule: str
    evidence: str
    sure: bool = True  # False: good enough for a record that fits nobody else


def key_id(key: Key) -> str:
    """The id of the index document that lists the leads with this key: 80 bits of its hash. The kind has two letters,
    so that kind and value need nothing between them."""
    return key_ids((key,))[0]


_HASH: Final = blake2b(digest_size=10)


def key_ids(keys: Sequence[Key]) -> tuple[str, ...]:
    """The id of each key. A row has seven: to copy a hash takes half the time of making one."""
    ids = []
    for kind, value in keys:
        hashed = _HASH.copy()
        hashed.update((kind + value).encode("utf-8", "replace"))
        ids.append(hashed.hexdigest())
    return tuple(ids)


# --- what a record is found by ----------------------------------------------------------------------------------------


def keys_of(values: Mapping[str, object]) -> tuple[Key, ...]:
    """What a record can be found by, the strongest first. `values` are canonical, as they are stored."""
    return keys_and_probes(values)[0]


def probes_of(values: Mapping[str, object]) -> tuple[Key, ...]:
    """Where the record may be found, beside its own keys: its names exchanged, its firm by its domain or first word."""
    return keys_and_probes(values)[1]


def keys_and_probes(values: Mapping[str, object]) -> tuple[tuple[Key, ...], tuple[Key, ...]]:
    """Both at once: they share the work, and every row asks for both."""
    keys: list[Key] = []
    probes: list[Key] = []
    if (page := values.get("linkedin_url")) and (slug := linkedin_slug(str(page))):
        keys.append(("li", slug))
    if (mail := values.get("email")) and (box := _mailbox(str(mail))):
        keys.append(("em", box))
    who, company = person_of(values), values.get("company_name")
    if who is None:
        if company:
            keys.extend(_places_of(firms.core(str(company)), values))
    else:
        last, told = near(who.last), _told_of(values)[1]
        firm, first = firms.cores(str(company)) if company else (told, "")
        if firm:
            keys.append(("nc", f"{last}|{firm}"))
            if who.first != who.last:
                probes.append(("nc", f"{near(who.first)}|{firm}"))
        if company:
            if told and told != firm:
                probes.append(("nc", f"{last}|{told}"))
            if first and first not in (firm, told):
                probes.append(("nc", f"{last}|{first}"))
    if number := _number(values.get("phone")):
        keys.append(("ph", number))
    return tuple(keys), tuple(probes)


def _number(phone: object) -> str | None:
    """An international number; what is stored is canonical already, unless a person has typed it."""
    text = str(phone or "")
    if text[:1] != "+":
        return None
    return text if text[1:].isdigit() else canonical_phone(text)


def _places_of(firm: str, values: Mapping[str, object]) -> Iterable[Key]:
    """A firm without a person: its site, or the domain of its desk's mail; and its town."""
    if not firm:
        return
    site, mail = values.get("website_url"), values.get("email")
    domain = registrable_domain(str(site)) if site else None
    if domain is None and mail and firms.label(str(mail).rpartition("@")[2]):
        domain = registrable_domain(str(mail).rpartition("@")[2])
    if domain:
        yield "cw", f"{firm}|{domain}"
    if town := values.get("city"):
        yield "cw", f"{firm}|{company_key(str(town))}"


def key_of_row(values: Mapping[str, object]) -> Key:
    """The key of a record that has no other: all that it says."""
    return "rw", stable_id(*(part for name in sorted(values) for part in (name, str(values[name]))))


def person_of(values: Mapping[str, object]) -> Person | None:
    """The person's name as it is compared; None when first and last name are not known."""
    first, last, full = values.get("first_name"), values.get("last_name"), values.get("full_name")
    if first and last:
        return person(str(first), str(last), "")
    return person("", "", str(full)) if full else None


def label_of(values: Mapping[str, object]) -> str:
    """The firm's name as its domain tells it; empty when it does not."""
    return _told_of(values)[0]


def _told_of(values: Mapping[str, object]) -> tuple[str, str]:
    """What `label_of` tells, and its core."""
    if mail := values.get("email"):
        told = firms.told_by(str(mail).rpartition("@")[2])
        if told[0]:
            return told
    site = values.get("website_url")
    return firms.told_by(str(site).partition("://")[2].partition("/")[0].partition("?")[0]) if site else ("", "")


_DESKS: Final = words(
    """
    adm administration anfrage anfragen application applications atencion atendimento backoffice bewerbung bestellung
    bookkeeping business cafe catalog center central centrale clientes clinic comercial company concierge consulting
    contabilidade contact contacts crew customer customers direccion direktion dispatch einkauf empfang enquire
    events export facturacion feedback finance finanzen firma frontdesk gerencia gestion geschaeftsleitung hq import
    inbox infos it jobs kanzlei karriere klantenservice kundendienst leads legal logistics management marketing
    newsletter newbusiness news oficina online orders order owner partner partners payments people personal praxis
    presse projects purchasing recepcion recruiting recruitment redaktion rezeption sale secretaria secretary
    sekretariat service services shop staff store studio subscriptions suporte support tech technical tickets
    verwaltung video web website welcome werkstatt zentrale
    """
)
_SHARED: Final = _DESKS | ROLES
_DIGITS: Final = "0123456789"
_DOTLESS: Final = frozenset({"gmail.com", "googlemail.com"})


@lru_cache(maxsize=20_000)
def mailbox(raw: str) -> str:
    """The mailbox behind an address; empty for a desk's, which many share.

    A +tag is the owner's own mark, and one provider leaves out the dots.

    >>> mailbox("Ana.Diaz+fair@Gmail.com"), mailbox("a.b+x@example.com"), mailbox("info@example.com")
    ('anadiaz@gmail.com', 'a.b@example.com', '')
    """
    return _mailbox(raw)


def _mailbox(raw: str) -> str:
    email = canonical_email(raw)
    if email is None:
        return ""
    local, _, domain = email.rpartition("@")
    local = local.partition("+")[0] or local
    if local in ROLES:
        return ""
    if domain in _DOTLESS:
        local, domain = local.replace(".", ""), "gmail.com"
    parts = [part for part in local.replace("-", ".").replace("_", ".").split(".") if part]
    if parts and not _SHARED.isdisjoint((parts[0].rstrip(_DIGITS), parts[-1].rstrip(_DIGITS))):
        return ""
    return f"{local}@{domain}"


# --- which leads are worth a look -------------------------------------------------------------------------------------


def candidates(keys: Iterable[tuple[str, str]], holders: Mapping[str, Sequence[str]]) -> list[str]:
    """The leads to be weighed, at most `LOOKED_AT`: those of the strongest key, then of the most keys.

    `keys`: kind and index id of the record's keys and probes; `holders`: the leads that an index document lists.
    """
    found: dict[str, list[int]] = {}
    for place, (kind, id) in enumerate(keys):
        sharing = holders.get(id, ())
        if len(sharing) > (SWITCHBOARD if kind == "ph" else COMMON):
            continue
        for lead in sharing:
            found.setdefault(lead, []).append(_WEIGHT[kind] * 10 + place)
    if len(found) > LOOKED_AT:
        return sorted(found, key=lambda lead: (min(found[lead]) // 10, -len(found[lead])))[:LOOKED_AT]
    return list(found)


# --- weighing ---------------------------------------------------------------------------------------------------------


def decide(
    values: Mapping[str, object],
    keys: Sequence[Key],
    holders: Mapping[Key, Sequence[str]],
    leads: Mapping[str, Mapping[str, object]],
) -> Match | None:
    """The lead that the record is. `holders` are the leads that share a key, `leads` their values."""
    found = matches(values, keys, holders, leads)
    return found[0] if found else None


def matches(
    values: Mapping[str, object],
    keys: Sequence[Key],
    holders: Mapping[Key, Sequence[str]],
    leads: Mapping[str, Mapping[str, object]],
    *,
    doubtful: bool = False,
    said: Callable[[str], str] = lambda value: value,
) -> list[Match]:
    """Every lead that the record is, by the strongest rule first, then the surest, then the one that was there first.

    More than one: they were two for the house until this record told that they are one. `doubtful`: those as well that
    it may only be. `said`: what a key's value says, where `keys` have something else in its place.
    """
    shared: dict[str, dict[str, str]] = {}
    crowds: dict[str, int] = {}
    for key in keys:
        sharing = holders.get(key, ())
        if len(sharing) > (SWITCHBOARD if key[0] == "ph" else COMMON):
            continue
        crowds[key[0]] = max(crowds.get(key[0], 0), len(sharing))
        for lead in sharing:
            shared.setdefault(lead, {}).setdefault(key[0], key[1])
    found: list[tuple[int, float, int, Match]] = []
    one: Sides | None = None
    for place, (lead, kinds) in enumerate(shared.items()):
        held = leads.get(lead)
        if held is None or ("li" not in kinds and two_profiles(values, held)):
            continue
        one = one or Sides.of(values, person_of, mailbox, label_of)
        weighed = weigh(one, Sides.of(held, person_of, mailbox, label_of), frozenset(kinds), crowds)
        if weighed is None:
            continue
        kind, doubt, why = weighed
        evidence = f"{RULES[kind]}: {said(kinds[kind])}" + (f"; {why}" if why else "")
        found.append((_WEIGHT[kind], doubt, place, Match(lead, RULES[kind], evidence, sure=doubt < 0.5)))
    found.sort(key=lambda each: each[:3])
    # What is not sure is believed of one lead alone: of two, nobody knows which.
    told = [match for *_, match in found]
    if doubtful:
        return told
    if told and not told[0].sure and len(told) > 1:
        return []
    return [match for match in told if match.sure] or told[:1]


def known_of(document: Mapping[str, Any]) -> Mapping[str, object]:
    """What a stored lead is compared by: its values, and the names and firms that it had before."""
    fields: Mapping[str, object] = document["fields"]
    former = document.get("former")
    if not former:
        return fields
    before = {name: [entry["value"] for entry in former[name]] for name in BEFORE if name in former}
    return {**fields, FORMER: before} if before else fields


def two_people(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    """Whether two leads are certainly not one, whatever record speaks of both."""
    return contradict(Sides.of(one, person_of, mailbox, label_of), Sides.of(other, person_of, mailbox, label_of))

"""Two records side by side: what makes them one, and what speaks against it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from shared.core.text import fold
from shared.leads import firms
from shared.leads.canonical import canonical_email, canonical_url, company_key, linkedin_slug
from shared.leads.given_names import GIVEN
from shared.leads.persons import ALIKE, Level, Person, compare, given

Values = Mapping[str, object]
FORMER: Final = "(former)"  # key under which `values` bring along what was believed before: {field: [value]}
BEFORE: Final = ("company_name", "last_name", "first_name", "full_name")  # fields whose former values still count


@dataclass(frozen=True, slots=True)
class Sides:
    """What is compared of a record."""

    values: Values
    person: Person | None
    mailbox: str
    label: str
    persons: tuple[Person, ...] = ()  # by all names that it has had
    firms: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        values: Values,
        person_of: Callable[[Values], Person | None],
        mailbox: Callable[[str], str],
        label_of: Callable[[Values], str],
    ) -> "Sides":
        mail = values.get("email")
        who, company = person_of(values), values.get("company_name")
        persons, firms = [who] if who else [], [str(company)] if company else []
        if (full := values.get("full_name")) and (written := person_of({"full_name": full})) and written != who:
            persons.append(written)  # as the file wrote it: the next one will write it so again
        former = values.get(FORMER)
        if isinstance(former, Mapping):
            for name, held in former.items():
                if name == "company_name":
                    firms += map(str, held)
                else:
                    persons += [other for value in held if (other := person_of({**values, name: value}))]
        box = mailbox(str(mail)) if mail else ""
        return cls(values, who, box, label_of(values), tuple(persons), tuple(dict.fromkeys(firms)))

    def text(self, name: str) -> str:
        value = self.values.get(name)
        return str(value) if value else ""


Weighed = tuple[str, float, str]
"""The kind of key that decides, the doubt that is left (below 0.5: none worth naming), and what else was seen."""

# How much doubt a rule bears, by how well the names agree.
_BEARS: Final[Mapping[Level, float]] = {"same": 1.4, "form": 1.4, "swapped": 1.4, "slip": 0.9, "initial": 0.6}
_OWN: Final[Mapping[Level, float]] = {"same": 0.0, "form": 0.0, "swapped": 0.1, "slip": 0.3, "initial": 0.5}


def weigh(one: Sides, other: Sides, shared: frozenset[str], crowds: Mapping[str, int]) -> Weighed | None:
    """Whether two records that share keys of these kinds are one; None when they are not.

    `crowds`: how many leads share the key, by kind. Two different LinkedIn pages are two people, whatever else agrees.
    """
    if "li" in shared or "rw" in shared:  # one page, or neither says anything that the other does not say
        return "li" if "li" in shared else "rw", 0.0, ""
    if two_profiles(one.values, other.values):
        return None
    names = _best(one, other)
    if "em" in shared and _mail_holds(one, other, names):
        return "em", 0.0, "" if names in {"same", "none"} else f"names: {names}"
    if one.person and other.person:
        return _persons(one, other, shared, names, crowds)
    if one.person is None and other.person is None:
        return _firms(one, other, shared)
    return _by_phone_alone(one, other, shared, crowds)


def contradict(one: Sides, other: Sides) -> bool:
    """Whether nothing can make two records one: two profiles, two names, a person and a firm."""
    if two_profiles(one.values, other.values) or bool(one.person) != bool(other.person):
        return True
    return _best(one, other) in {"other", "family"}


_ORDER: Final[tuple[Level, ...]] = ("same", "form", "swapped", "slip", "initial", "family", "other", "none")


def _best(one: Sides, other: Sides) -> Level:
    """How the names relate, of all that both have had the two that agree best."""
    pairs = [(first, second) for first in one.persons for second in other.persons]
    # A name that is known as one says more than an initial or a slip that the lead has been written with as well.
    known = [(first, second) for first, second in pairs if first.first in GIVEN and second.first in GIVEN]
    levels = [compare(first, second) for first, second in known or pairs]
    return min(levels, key=_ORDER.index, default="none")


def two_profiles(one: Values, other: Values) -> bool:
    """Whether two records have different LinkedIn pages: they are two people then, whatever else agrees."""
    first, second = one.get("linkedin_url"), other.get("linkedin_url")
    if not first or not second:
        return False
    slugs = linkedin_slug(str(first)), linkedin_slug(str(second))
    return None not in slugs and slugs[0] != slugs[1]


def _mail_holds(one: Sides, other: Sides, names: Level) -> bool:
    """Whether a shared mailbox proves it: not when its two users are clearly two people, as a couple may be."""
    if names != "other" or one.person is None or other.person is None:
        return True
    first, second = one.person, other.person
    if first.generation and second.generation and first.generation != second.generation:
        return False
    if given(first.first, second.first) != "other" or not _both_spelled(one, other):
        return True
    return first.first in second.lasts or second.first in first.lasts


def _both_spelled(one: Sides, other: Sides) -> bool:
    """Whether both records have whole names, not initials: only then do two names contradict each other."""
    return all(side.person is not None and len(side.person.first) > 1 for side in (one, other))


def _persons(
    one: Sides, other: Sides, shared: frozenset[str], names: Level, crowds: Mapping[str, int]
) -> Weighed | None:
    firm = _firm_agrees(one, other)
    phone = "ph" in shared
    if names in ALIKE and "nc" in shared | ({"nc"} if phone and firm else set()) and firm:
        direct = phone and crowds.get("ph", 1) <= 1 and names != "initial"
        against, why = _against(one, other, phone=direct)
        doubt = max(0.0, _OWN[names] + against)
        if against < _BEARS[names]:
            kind = "nc" if "nc" in shared else "ph"
            return kind, doubt, _said(names, why)
    elif phone and names in ALIKE:
        return "ph", 0.6 if names == "initial" else _OWN[names], _said(names, [])
    if phone and names == "family" and firm and crowds.get("ph", 1) < 2:
        return "ph", 0.6, "another last name, the same given name and firm"
    return None


def _said(names: Level, why: list[str]) -> str:
    return "; ".join(([f"names: {names}"] if names != "same" else []) + why)


def _firm_agrees(one: Sides, other: Sides) -> bool:
    if one.label and one.label == other.label:
        return True
    if one.firms and other.firms:
        return any(firms.alike(first, second) for first in one.firms for second in other.firms)
    for name, label in ((name, there.label) for side, there in ((one, other), (other, one)) for name in side.firms):
        if label and (firms.core(name) == firms.core_of_label(label) or _begins(name, label)):
            return True
    return False


def _begins(name: str, label: str) -> bool:
    letters = "".join(company_key(name).split())
    return min(len(letters), len(label)) > 3 and (letters.startswith(label) or label.startswith(letters))


def _against(one: Sides, other: Sides, *, phone: bool) -> tuple[float, list[str]]:
    """What speaks against two bearers of one name in one firm being one person; below zero when more speaks for it."""
    doubt = 0.0
    why: list[str] = []
    for name, amount in (
        ("mail", _mails_differ(one, other)),
        ("phone", -0.5 if phone else _phones_differ(one, other)),
        ("town", _differ(one, other, "city", 0.5, -0.1)),
        ("title", _differ(one, other, "title", 0.5, -0.3)),
        ("generation", _generations_differ(one, other)),
    ):
        doubt += amount
        if amount > 0:
            why.append(f"another {name}")
    return doubt, why


def _mails_differ(one: Sides, other: Sides) -> float:
    if not one.mailbox or not other.mailbox or one.mailbox == other.mailbox:
        return 0.0
    (first, _, at), (second, _, there) = one.mailbox.rpartition("@"), other.mailbox.rpartition("@")
    from rapidfuzz.distance import OSA

    if at != there:
        return 0.0 if first == second else 0.1
    if first.rstrip("0123456789") == second.rstrip("0123456789") or (
        first in GIVEN and second in GIVEN and given(first, second) == "other"
    ):
        return 1.5
    if OSA.distance(first, second, score_cutoff=2) <= 2 and min(len(first), len(second)) > 4:
        return 0.0
    if one.person and other.person and _tells(first, one.person) and _tells(second, other.person):
        return 0.6
    return 1.0


def _tells(local: str, who: Person) -> bool:
    """Whether a mailbox is named after a person."""
    letters = "".join(ch for ch in local if ch.isalpha())
    first, last = who.first, who.last
    forms = {first + last, last + first, first[:1] + last, last + first[:1], first + last[:1], first, last}
    return letters in forms or letters == first[:1] + last[:1]


def _phones_differ(one: Sides, other: Sides) -> float:
    first, second = one.text("phone"), other.text("phone")
    if not first or not second or first == second or first[:1] != "+" or second[:1] != "+":
        return 0.0
    from rapidfuzz.distance import OSA

    return 0.0 if OSA.distance(first, second, score_cutoff=1) <= 1 else 0.5


def _differ(one: Sides, other: Sides, name: str, against: float, for_it: float) -> float:
    first, second = fold(one.text(name)), fold(other.text(name))
    if not first or not second:
        return 0.0
    if first == second:
        return for_it
    from rapidfuzz import fuzz

    return 0.0 if fuzz.token_set_ratio(first, second) >= 70 else against


def _generations_differ(one: Sides, other: Sides) -> float:
    told = [side.person.generation for side in (one, other) if side.person]
    return 0.6 if len(told) == 2 and bool(told[0]) != bool(told[1]) else 0.0


def _firms(one: Sides, other: Sides, shared: frozenset[str]) -> Weighed | None:
    """Two firms without a person: one site or one number, and no other branch."""
    if one.mailbox and other.mailbox and one.mailbox != other.mailbox:
        return None  # two people whose names nobody gave
    first, second = one.text("company_name"), other.text("company_name")
    alike = bool(first and second and firms.alike(first, second))
    if "cw" in shared and (alike or not (first and second)) and not _two_branches(one, other, "ph" in shared):
        return "cw", 0.0, ""
    if "ph" in shared and (alike or not (first and second)):
        return "ph", 0.0 if alike else 0.4, ""
    return None


def _two_branches(one: Sides, other: Sides, phone: bool) -> bool:
    """Whether two entries of one brand are two places."""
    if phone:
        return False
    if one.label and other.label and one.label != other.label and not one.mailbox and not other.mailbox:
        return True
    towns = [fold(side.text("city")) for side in (one, other)]
    if all(towns) and towns[0] != towns[1]:
        return True
    paths = [_path(side.text("website_url")) for side in (one, other)]
    if all(paths) and paths[0] != paths[1]:
        return True
    desks = [canonical_email(side.text("email")) or "" for side in (one, other)]
    return bool(_phones_differ(one, other)) and (not all(towns) or (all(desks) and desks[0] != desks[1]))


def _path(url: str) -> str:
    address = canonical_url(url) or ""
    return address.partition("://")[2].partition("/")[2].strip("/")


def _by_phone_alone(one: Sides, other: Sides, shared: frozenset[str], crowds: Mapping[str, int]) -> Weighed | None:
    """One side names a person, the other does not: a number proves it only where nothing else is said."""
    nameless = one if one.person is None else other
    bare = not nameless.text("company_name") and not nameless.mailbox
    return ("ph", 0.4, "") if "ph" in shared and bare and crowds.get("ph", 1) < 2 else None

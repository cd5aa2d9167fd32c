"""What the name of a column says: the fields it may mean, to whom it belongs, and whether it is surely none of ours.

Known names come first. Others are taken apart: whose it is ("company", "invitee") is put aside, then the longest part
that means a field is looked for, and what is left over decides: an owner, a status or a date is not the lead's.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Final, Literal

from shared.leads import header_words as words_of
from shared.leads.abbreviations import begins, ending, spelled_out, unshortened
from shared.leads.heading_parts import (
    BARE_NAMES,
    NUMBERED,
    Known,
    Meaning,
    all_of,
    group_words,
    in_chorus,
    in_part,
    is_none,
)
from shared.leads.joined_places import place_of
from shared.leads.questions import asked
from shared.leads.synonyms import column_key, meanings
from shared.leads.wordlist import entries, words

Group = Literal["person", "firm", "agent", ""]
"""To whom a column belongs; an agent is the lead where the table names no one else."""

_MADE_UP: Final = re.compile(
    r"(?:column|col|field|feld|champ|campo|spalte|colonne|columna|coluna|unnamed|untitled|text|data|var|header|kolumn"
    r"|[a-z])? ?\d{0,3}(?:(?<=\d) (?:text|url|link|href|src|img|image|value))?"
)
_CODED: Final = re.compile(
    r"(?![A-Z][a-z]+\b)(?=\S*[A-Z0-9])(?=\S*[a-z])(?!\S*[a-z]{5})[A-Za-z0-9]{4,8}(?: (?:\d+|href|src))*"
)
_STREET_LINE: Final = re.compile(
    r"(?:.* )?(?:address|addr|adresse|adres|indirizzo|direccion|endereco)(?: line)? ?[1-4](?: \d{1,2})?"
    r"(?: (?:billing|shipping|mailing|home|work))?"
)
_CHECKED: Final = re.compile(
    r"(?:mail|phone|mobile|tel|linkedin|website|number|whatsapp)\b.*\b(?:verified|valid|validated|found)"
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's name, read. `none` tells that it surely names no field of ours."""

    text: str
    key: str
    group: Group
    meanings: tuple[Meaning, ...]
    none: bool
    made_up: bool  # "column_3", "UsdlK": it says nothing, the values decide
    bare: bool = False  # just "Name", in some language, or "Person - Nombre": a whole name, a surname, a firm

    @property
    def words(self) -> frozenset[str]:
        return frozenset(self.key.split())


def read(text: str, more: Known | None = None) -> Heading:
    """The name of a column. `more`: names of fields beside those the house knows."""
    return _read(text) if not more else _heading(text, {**meanings(), **more})


@lru_cache(maxsize=4096)
def _read(text: str) -> Heading:
    return _heading(text, meanings())


def _heading(text: str, known: Known) -> Heading:
    bare = _POINTS_AT.sub("", _WRAPPED.sub("", text))
    heading = _of_name(bare, known)
    return heading if bare == text else replace(heading, text=text)


def _of_name(text: str, known: Known) -> Heading:
    key = column_key(text)
    if key in words_of.NEVER:
        return Heading(text, key, "", (), none=True, made_up=False)
    if is_made_up(text, key, known):
        return Heading(text, key, "", (), none=False, made_up=True)
    deal = " - " in text and _MATTERS_TITLE.fullmatch(key)
    if deal or (key not in known and _STREET_LINE.fullmatch(key)) or _CHECKED.search(key):
        return Heading(text, key, "", (), none=True, made_up=False)
    if " " not in key and key not in known:
        key = _unglued(key, known)
    first, *others = _ALTERNATIVES.split(text)
    if others and all(column_key(part) in BARE_NAMES for part in (first, *others)):
        key = column_key(first)
    group, rest = parted(key)
    if (own := _bare(key, group, rest, known)) and group != "firm":
        return Heading(text, own, group, all_of(known.get(own, ()), 0.8, own), none=False, made_up=False, bare=True)
    if not _LINKEDIN.isdisjoint(spoken := key.split()) and not _FIRM_WORDS.isdisjoint(spoken):
        group = "firm"
    found = _whole(key, known) or _of_alternatives(text, key, known)
    if found and found[0].field == "notes" and found[0].part == key:
        group = ""  # "Compte rendu", "Lead notes"
    return (
        Heading(text, key, group, found, none=False, made_up=False) if found else _apart(text, key, group, rest, known)
    )


_POINTS_AT: Final = re.compile(r"_id[/.:](?:display_)?name$", re.IGNORECASE)  # a record's name: "state_id/name"
_WRAPPED: Final = re.compile(  # what a program puts around a record: "attributes.name", "fields[Email]"
    r"^(?:(?:attributes|properties|fields|data|record|payload|node|json|body|values|custom_?fields)(?:\[\d+\])?"
    r"(?:[.:/]|__|->|(?=\[)))+",
    re.IGNORECASE,
)
_AD_LIBRARY: Final = re.compile(
    r"\bads? (?:library|archive|transparency)|\bads?\b.*\blibrary\b|werbebibliothek"
    r"|bibliotheque (?:publicitaire|des publicites)"
    r"|biblioteca (?:de|degli|delle|di|dos) (?:anuncios|inserzioni|annunci)|advertentiebibliotheek|annonsbibliotek"
    r"|annoncebibliotek|biblioteka reklam|広告ライブラリ"
)
_MATTERS_TITLE: Final = re.compile(r"(?:lead|leads) (?:title|titel|titulo|titre|titolo|tytul|otsikko|name|id)")


def _bare(key: str, group: Group, rest: str, known: Known) -> str:
    """The bare name in "Persona - Nombre" or "Nome (fatturazione)"; empty where there is more to the name."""
    if key in BARE_NAMES:
        return key
    if key in known:
        return ""
    left = [word for word in (rest if group else key).split() if word not in words_of.BILLING | words_of.SHIPPING]
    return left[0] if len(left) == 1 and left[0] in BARE_NAMES else ""


_LINKEDIN: Final = frozenset({"linkedin", "li"})
_FIRM_WORDS: Final = words(
    "company companies organization organisation unternehmen unternehmens firma firmen entreprise empresa azienda"
    " aziendale bedrijf foretag virksomhed virksomhet bolag account employer business org societe corporate firmy"
)
_IN_FRONT: Final = entries(
    """
    person, contact, company, organization, organisation, lead, prospect, account, employer, work, billing, customer
    linkedin, invitee, attendee, business, mailing, primary
    """
)


def _unglued(key: str, known: Known) -> str:
    """The words of a name whose capitals have been lost: "personfirstname" → "person first name"."""
    for front in _IN_FRONT:
        rest = key.removeprefix(front)
        if rest != key and (rest in known or rest in _glued()):
            return f"{front} {_glued().get(rest, rest)}"
    return key


def _apart(text: str, key: str, group: Group, rest: str, known: Known) -> Heading:
    """A name that is no known one as a whole, taken apart."""
    tokens = [word for word in key.split() if not word.isdigit()]
    if (told := _of_its_kind(key, tokens)) is not None:
        answer = (Meaning(told, 0.82, key),) if told else ()
        return Heading(text, key, "", answer, none=not told, made_up=False)
    if found := _in_group(rest, group, known):
        return Heading(text, key, group, found, none=False, made_up=False)
    if found := _of_agent(key, known):
        return Heading(text, key, "agent", found, none=False, made_up=False)
    if found := _of_matter(key, known) or _of_its_group(key):
        return Heading(text, key, "", found, none=False, made_up=False)
    found = in_part(rest, known) or in_part(key, known) or in_chorus(tokens, known)
    found = found or _otherwise(text, key, tokens, known)
    return Heading(text, key, group, found, none=not found and is_none(tokens), made_up=False)


def _otherwise(text: str, key: str, tokens: Sequence[str], known: Known) -> tuple[Meaning, ...]:
    """What a name may mean when it is cut short, grown together or followed by a remark in brackets."""
    none = is_none(tokens)
    if not none and (field := spelled_out(text, known) or begins(key, known) or ending(key)):
        return (Meaning(field, 0.76, key),)
    bare, remark = unshortened(key), _REMARK.search(text)
    if remark and not is_none(column_key(remark[0]).split()) and not any(map(str.isdigit, remark[0])):
        bare, none = column_key(_REMARK.sub(" ", text)), False  # "Status (called / emailed)"
    if none or bare == key:
        return ()
    return tuple(Meaning(one.field, one.score - 0.06, one.part) for one in _whole(bare, known) or in_part(bare, known))


_REMARK: Final = re.compile(r"\([^)]*\)")


def _of_its_kind(key: str, tokens: Sequence[str]) -> str | None:
    """The field of a form's question or of a trade code's words, empty where it is none of ours; None for others."""
    if _AD_LIBRARY.search(key):
        return "ads_url"
    if words_of.TRADE_CODES.intersection(word.rstrip("0123456789") for word in tokens):
        return "industry" if words_of.IN_WORDS.intersection(tokens) else ""
    return asked(key)


def is_made_up(text: str, key: str, known: Known) -> bool:
    """Whether a name says nothing: given by a reader or by a page's style sheet.

    >>> [is_made_up(text, column_key(text), meanings()) for text in ("column_3", "UsdlK", "lcr4fd href", "Email 2")]
    [True, True, True, False]
    """
    if key in known:
        return False
    return bool(_MADE_UP.fullmatch(key)) or bool(_CODED.fullmatch(text.strip()) and not _is_spoken(text))


def _is_spoken(text: str) -> bool:
    """Whether some part of a name is a word that we know."""
    return any(word in _every_word() for word in column_key(text).split() if len(word) > 2 and word not in _MARKUP)


_MARKUP: Final = frozenset({"href", "src", "alt"})


@cache
def _every_word() -> frozenset[str]:
    groups = {word for entry in words_of.PERSON | words_of.FIRM for word in entry.split()}
    fields = {word for key in meanings() for word in key.split()}
    return frozenset(groups | fields) | words_of.PLAIN | words_of.THINGS | words_of.ABOUT | words_of.OTHERS


_ALSO_NAMES: Final = words("organisation organization company firma empresa")  # at the end, the firm's own name
_TOLD_OF_FIRMS: Final = words("email mail phone telephone telefon telefono website web")


def parted(key: str) -> tuple[Group, str]:
    """To whom a column belongs by its name, and the name without that.

    >>> parted("organization website"), parted("primary contact email"), parted("linkedin entreprise"), parted("city")
    (('firm', 'website'), ('person', 'email'), ('firm', 'linkedin'), ('', 'city'))
    """
    tokens = key.split()
    for size in range(min(3, len(tokens) - 1), 0, -1):
        head, tail = " ".join(tokens[:size]), " ".join(tokens[-size:])
        for listed, group in ((words_of.FIRM, "firm"), (words_of.PERSON, "person")):
            if head in listed:
                return group, " ".join(tokens[size:])  # type: ignore[return-value]  # one of two literals
            if tail in listed and (tail not in _ALSO_NAMES or tokens[0] in _TOLD_OF_FIRMS):
                return group, " ".join(tokens[:-size])  # type: ignore[return-value]  # as above
    return "", key


def _whole(key: str, known: Known) -> tuple[Meaning, ...]:
    """What the name as a whole means; numbers in it ("Email 1", "Phone 2 - Value") only tell several apart."""
    bare = " ".join(NUMBERED.sub(r"\1", word) for word in key.split() if not word.isdigit())
    spoken = bare.split()
    addressed = words_of.PLAIN | words_of.BILLING | words_of.SHIPPING
    plain = " ".join(word for word in spoken if word not in addressed)
    for text, score in ((key, 0.92), (bare, 0.88), (bare.removesuffix(" value"), 0.88), (plain, 0.84)):
        if (found := known.get(text)) and (text in {key, bare} or text not in _ONLY_WHOLE):
            return all_of(found, score, text)
    if (place := _ADDRESS_IN_FRONT.sub("", key)) != key and known.get(place, ("",))[0] in _OF_AN_ADDRESS:
        return all_of(known[place], 0.84, place)
    if (named := _FIRMS_NAME.fullmatch(bare)) and named.group(1) in words_of.FIRM:
        return (Meaning("company_name", 0.86, bare),)
    if (told := _told_by(spoken)) and (found := known.get(told)) and found[0] not in _OF_THE_SITE:
        return all_of(found, 0.82, told)
    glued = _glued().get(key.replace(" ", ""))
    return all_of(known[glued], 0.88, glued) if glued and glued in known else ()


def _told_by(spoken: Sequence[str]) -> str:
    """A name without the site or tool that knew the value: "Industry (LinkedIn)" → "industry"."""
    rest = [word for word in spoken if word not in words_of.TOOLS]
    told = " ".join(rest)
    return told if len(rest) < len(spoken) and _PAGES.isdisjoint(rest) and told not in group_words() else ""


_PAGES: Final = words("url urls link links profile profil page id account handle bio member members name user")
_OF_THE_SITE: Final = frozenset({"linkedin_url", "website_url", "ads_url", "status", "source"})


_ADDRESS_IN_FRONT: Final = re.compile(
    r"^(?:(?:mail|mailing|billing|shipping|primary|work|business|office|card|home|company|hq) address|mail|siret"
    r"|(?:address|adresse|adres|adress|direccion|endereco|indirizzo) \d) "
)
_OF_AN_ADDRESS: Final = frozenset({"city", "state", "country"})


@cache
def _glued() -> Mapping[str, str]:
    return {key.replace(" ", ""): key for key in meanings() if " " in key}


_FIRMS_NAME: Final = re.compile(r"(\w+?)(?:s|en|e|ens|ets)? ?(?:name|namn|navn|naam|nimi|bezeichnung|adi)")
_ONLY_WHOLE: Final = (
    frozenset({"not"}) | BARE_NAMES | words_of.ABOUT | words_of.OTHERS
)  # means a field only where nothing stands beside it


def _in_group(rest: str, group: Group, known: Known) -> tuple[Meaning, ...]:
    """What a name means that names its owner first: "Company City", "Invitee Name", "Person - Phone - Work"."""
    for _ in range(3):
        if not group:
            return ()
        if words_of.OTHERS.intersection(rest.split()):
            return ()
        if found := _whole(rest, known):
            if group == "firm" and rest in BARE_NAMES:
                found = (Meaning("company_name", 0.9, rest),)
            elif group == "firm":
                found = tuple(_of_firm(one) for one in found)
            return tuple(Meaning(one.field, one.score - 0.08, one.part) for one in found)
        inner, shorter = parted(rest)
        if not inner:
            return ()
        group, rest = inner, shorter
    return ()


def _of_agent(key: str, known: Known) -> tuple[Meaning, ...]:
    """What a name means that begins with one who may be the lead, or who may look after the lead: "Agent Email"."""
    head, _, rest = key.partition(" ")
    rest = rest.removeprefix("s ")  # "Owner's Name"
    if head not in words_of.AGENTS or is_none(rest.split()):
        return ()
    return tuple(Meaning(one.field, one.score - 0.15, one.part) for one in _whole(rest, known) or in_part(rest, known))


def _of_matter(key: str, known: Known) -> tuple[Meaning, ...]:
    """What a name means that begins with a deal or an inquiry: who is asked for, not what it is called or worth."""
    head, _, rest = key.partition(" ")
    if head not in words_of.MATTERS:
        return ()
    found = _whole(rest, known)
    told = rest not in BARE_NAMES and rest != "platform"  # with what one books is not where the lead comes from
    return tuple(one for one in found if one.field in words_of.OF_MATTERS and told)


def _of_its_group(key: str) -> tuple[Meaning, ...]:
    """A column called after whom it lists: "Vendor", "Practice", "Speaker", "Founder(s)"."""
    one = key.removesuffix(" s")
    if one in words_of.FIRM:
        return (Meaning("company_name", 0.75, one),)
    person = one in words_of.PERSON or (one in words_of.AGENTS and one != "owner")
    return (Meaning("full_name", 0.72, one),) if person else ()


def _of_firm(meaning: Meaning) -> Meaning:
    return Meaning("company_name", meaning.score, meaning.part) if meaning.field == "full_name" else meaning


def _of_alternatives(text: str, key: str, known: Known) -> tuple[Meaning, ...]:
    """Names that are given twice: "Estado/Región", "Name / Nom", "Job Title or Role". Several places are a location."""
    parts = [column_key(part) for part in _ALTERNATIVES.split(text)]
    if place := place_of(text, known):
        return (Meaning(place, 0.82, key),)
    if len(parts) < 2 or not all(parts) or key in known:
        return ()
    found = [fields for part in parts if (fields := known.get(parted(part)[1] if part not in known else part))]
    if len(parts) == len(found) == 2 and parts[0] in BARE_NAMES and "company_name" in found[1]:
        return all_of(found[1], 0.86, key)  # "Nome/Razão Social"
    if not found or (len(found) < len(parts) and any(is_none(part.split()) for part in parts)):
        return all_of(found[0], 0.7, key) if found and found[0][0] in _TYPED and parts[0] in known else ()
    shared = [field for field in found[0] if all(field in fields for fields in found[1:])]
    return all_of(shared or found[0], 0.86 if shared else 0.78, key)


_TYPED: Final = frozenset({"email", "phone", "website_url", "linkedin_url"})  # their values tell whether it is so
_ALTERNATIVES: Final = re.compile(r"\s*[/|／]\s*|\s+(?:or|oder|ou|o|eller|lub)\s+")

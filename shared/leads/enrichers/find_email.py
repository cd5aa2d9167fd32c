"""An e-mail address for a lead: from its own site, else built like the addresses that the site shows."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from shared.core.text import fold
from shared.leads.canonical import canonical_email, is_role_mailbox, registrable_domain
from shared.leads.enrichers._site import Unread, parse, read_home, read_more, visible_text
from shared.leads.enrichment import Enrichment, Found, enricher
from shared.leads.model import Lead
from shared.leads.names import split
from shared.leads.tools import Page, Tools

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

MailCheck = Callable[[str], bool | None]
"""Whether a domain takes mail; None when nobody could say."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ADDRESS = re.compile(r"[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,6}[a-zA-Z][\w-]{1,30}")
_AT = r"\s?(?:[\[({<]\s?(?:at|arroba|ät|bei|@)\s?[\])}>]|\s(?:AT|at)\s(?=[\w-]+\s?(?:[\[({]|\sdot\s|\spunkt\s)))\s?"
_DOT = r"(?:\.|\s?[\[({<]\s?(?:dot|punkt|punto|point|\.)\s?[\])}>]\s?|\s(?:dot|punkt|punto)\s)"
_HIDDEN = re.compile(rf"([\w.+-]{{1,64}}?){_AT}([\w-]{{1,63}}(?:{_DOT}[\w-]{{2,63}}){{1,5}})", re.IGNORECASE)
_DOTS = re.compile(_DOT, re.IGNORECASE)
_FILES = re.compile(r"\.(?:png|jpe?g|gif|webp|svg|css|js|ico|woff2?)$")
_PLACEHOLDERS = _words(
    """you your yourname your.name name user username email mail e-mail example someone somebody firstname.lastname
    deine max.mustermann john.doe jane.doe tu tuemail usuario ihre.mail vorname.nachname test"""
)
_NOT_THE_FIRM = re.compile(
    r"(?:^|\.)(?:sentry\.io|wixpress\.com|sentry\.wixpress\.com|schema\.org|w3\.org|godaddy\.com)$"
)
_FREE_MAIL = _words(
    """gmail.com googlemail.com yahoo.com outlook.com hotmail.com live.com icloud.com me.com aol.com gmx.de gmx.net
    gmx.at web.de t-online.de freenet.de mail.ru yandex.ru proton.me protonmail.com orange.fr free.fr
    wanadoo.fr libero.it"""
)
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "oe", "å": "aa", "æ": "ae"})

PATTERNS: Mapping[str, str] = {
    "first.last": "{first}.{last}",
    "first": "{first}",
    "flast": "{f}{last}",
    "f.last": "{f}.{last}",
    "firstlast": "{first}{last}",
    "first_last": "{first}_{last}",
    "first-last": "{first}-{last}",
    "last.first": "{last}.{first}",
    "last": "{last}",
    "firstl": "{first}{l}",
}
_SHAPES = (
    ("f.last", re.compile(r"[a-z]\.[a-z]{2,}")),
    ("first.last", re.compile(r"[a-z]{2,}\.[a-z]{2,}")),
    ("first_last", re.compile(r"[a-z]{2,}_[a-z]{2,}")),
    ("first-last", re.compile(r"[a-z]{2,}-[a-z]{2,}")),
)


@dataclass(frozen=True, slots=True)
class Seen:
    """An address that stands on a page."""

    address: str
    url: str

    @property
    def local(self) -> str:
        return self.address.partition("@")[0]

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]


@enricher
class FindEmail:
    """The lead's address on its own site, else a guess in the pattern of the addresses there."""

    name = "find_email"
    needs = frozenset({"website_url"})
    wants = frozenset({"first_name", "last_name", "full_name"})
    gives = frozenset({"email"})

    def __init__(self, tools: Tools, takes_mail: MailCheck | None = None) -> None:
        self._tools = tools
        self._takes_mail = (takes_mail or has_mail_server) if tools.network else None

    def enrich(self, lead: Lead) -> Enrichment:
        held = lead.fields.get("email")
        if held is not None and held.provenance.kind != "enricher":
            return Enrichment(note="an e-mail address is given")
        home = read_home(self._tools, lead.text("website_url"))
        if isinstance(home, Unread):
            return Enrichment(note=home.note)
        pages = [(page, parse(page)) for page in self._pages(home)]
        seen = list(dict.fromkeys(seen for page, tree in pages for seen in addresses_on(page, tree)))
        words = frozenset(word for _, tree in pages for word in re.findall(r"[A-ZÀ-Ý]\w+", visible_text(tree)))
        person = _person(lead)
        domain = _mail_domain(lead, seen)
        offers = [_published(one, person, domain) for one in _one_each(seen)]
        if person and domain:
            offers += self._guesses(person, domain, seen, frozenset(map(_plain, words)))
        return _best(offers, len(pages))

    def _pages(self, home: Page) -> Iterator[Page]:
        yield home
        yield from read_more(self._tools, home, parse(home))

    def _guesses(
        self, person: tuple[str, str], domain: str, seen: Sequence[Seen], words: frozenset[str]
    ) -> Iterator[Found]:
        learned = learned_patterns([one for one in seen if one.domain == domain], words)
        checked = self._takes_mail(domain) if self._takes_mail else None
        if checked is False:
            return
        known = {one.address for one in seen}
        for pattern in dict.fromkeys([*learned, "first.last", "first", "flast"]):
            address = canonical_email(f"{_fit(pattern, *person)}@{domain}")
            if address and address not in known:
                yield _guess(address, pattern, learned, checked, seen)


def _guess(
    address: str, pattern: str, learned: Mapping[str, Sequence[str]], checked: bool | None, seen: Sequence[Seen]
) -> Found:
    examples = learned.get(pattern, ())
    base = 0.62 + 0.08 * min(len(examples), 2) if examples else {"first.last": 0.35, "first": 0.3}.get(pattern, 0.25)
    why = (
        f"built as {pattern}, like {examples[0]} on the site" if examples else f"a guess: {pattern} is a usual pattern"
    )
    check = "its domain takes mail" if checked else "whether its domain takes mail was not checked"
    url = next((one.url for one in seen if one.address in examples), "")
    return Found("email", address, round(base + (0.05 if checked else 0.0), 2), f"{why}; {check}", url)


def _published(one: Seen, person: tuple[str, str] | None, domain: str) -> Found:
    """What an address on the site is worth to this lead."""
    own = one.domain == domain
    if is_role_mailbox(one.address):
        confidence, reason = (0.55 if own else 0.5), "the firm's general address on its site"
    elif person and (pattern := _matching(one.local, person)):
        confidence, reason = (0.97 if own else 0.93), f"on the site, and it fits the name ({pattern})"
    elif person:
        confidence, reason = 0.2, "on the site, but it reads like another person's"
    elif any(shape.fullmatch(one.local) for _, shape in _SHAPES):
        confidence, reason = 0.4, "on the site, though it reads like some person's"
    else:
        confidence, reason = (0.52 if own else 0.48), "on the site"
    return Found("email", one.address, confidence, reason, one.url)


def _best(offers: Sequence[Found], pages: int) -> Enrichment:
    looked = f"{pages} page{'s' if pages > 1 else ''}"
    ranked = sorted(offers, key=lambda found: (-found.confidence, found.value))
    if not ranked or ranked[0].confidence < 0.25:
        return Enrichment(note=f"no address on {looked}, and none to build from a name and a domain")
    others = ", ".join(f"{found.value} ({found.confidence:g}: {found.reason})" for found in ranked[1:4])
    return Enrichment(ranked[:1], note=f"also possible: {others}" if others else f"looked at {looked}")


# --- what stands on a page --------------------------------------------------------------------------------------------


def addresses_on(page: Page, tree: "LexborHTMLParser") -> Iterator[Seen]:
    """The addresses on a page, links first: mailto, protected and spelt-out ones too."""
    for link in tree.css("a[href]")[:2000]:
        href = (link.attributes.get("href") or "").strip()
        if href.lower().startswith("mailto:"):
            yield from _usable(unquote(href[7:]).partition("?")[0], page)
    for node in tree.css("[data-cfemail]")[:200]:
        yield from _usable(_unscrambled(node.attributes.get("data-cfemail") or ""), page)
    text = visible_text(tree)
    for match in _ADDRESS.finditer(text):
        yield from _usable(match[0], page)
    for match in _HIDDEN.finditer(text):
        yield from _usable(f"{match[1]}@{_DOTS.sub('.', match[2])}", page)


def _usable(text: str, page: Page) -> Iterator[Seen]:
    for part in text.split(","):
        address = canonical_email(part.strip().strip("."))
        if address and not _is_noise(address):
            yield Seen(address, page.url)


def _is_noise(address: str) -> bool:
    local, _, domain = address.partition("@")
    return (
        local in _PLACEHOLDERS
        or bool(_FILES.search(domain) or _NOT_THE_FIRM.search(domain))
        or bool(re.fullmatch(r"[0-9a-f]{16,}", local))
    )


def _unscrambled(code: str) -> str:
    """A widespread protection: hexadecimal bytes, each mixed with the first."""
    if not re.fullmatch(r"(?:[0-9a-fA-F]{2}){4,200}", code):
        return ""
    key, *rest = bytes.fromhex(code)
    return bytes(byte ^ key for byte in rest).decode("utf-8", "replace")


def _one_each(seen: Sequence[Seen]) -> list[Seen]:
    first: dict[str, Seen] = {}
    for one in seen:
        first.setdefault(one.address, one)
    return list(first.values())


# --- names and patterns -----------------------------------------------------------------------------------------------


def _plain(text: str) -> str:
    return re.sub(r"[^a-z]", "", fold(text.lower().translate(_UMLAUTS)))


def _person(lead: Lead) -> tuple[str, str] | None:
    """First and last name in the letters of addresses, or None when they are not both known."""
    first, last = lead.text("first_name"), lead.text("last_name")
    if not first or not last:
        parts = split(lead.text("full_name"))
        first, last = first or parts.first, last or parts.last
    plain = _plain(first.split()[0] if first.split() else ""), _plain(last)
    return plain if all(plain) else None


def _fit(pattern: str, first: str, last: str) -> str:
    return PATTERNS[pattern].format(first=first, last=last, f=first[:1], l=last[:1])


def _matching(local: str, person: tuple[str, str]) -> str:
    """The pattern by which an address would be this person's, or ""."""
    bare = fold(local.translate(_UMLAUTS)).partition("+")[0]
    return next((pattern for pattern in PATTERNS if _fit(pattern, *person) == bare), "")


def learned_patterns(seen: Sequence[Seen], words: frozenset[str]) -> Mapping[str, list[str]]:
    """Patterns that the firm's addresses show, the commonest first, each with its addresses.

    `words`: the capitalised words of the site; a one-word address that is among them is somebody's first name.
    """
    found: dict[str, list[str]] = {}
    for address in sorted({one.address for one in seen if not is_role_mailbox(one.address)}):
        local = address.partition("@")[0]
        pattern = next((name for name, shape in _SHAPES if shape.fullmatch(local)), "")
        if not pattern and local in words:
            pattern = "first"
        if not pattern and local[1:] in words and len(local) > 3:
            pattern = "flast"
        if pattern:
            found.setdefault(pattern, []).append(address)
    return dict(sorted(found.items(), key=lambda item: (-len(item[1]), item[0])))


def _mail_domain(lead: Lead, seen: Sequence[Seen]) -> str:
    """The domain of the firm's addresses: the site's own, else the one that its pages use most; "" when unknown."""
    own = registrable_domain(lead.text("website_url")) or ""
    used = Counter(one.domain for one in seen if one.domain not in _FREE_MAIL)
    if own in used or not used:
        return own
    return min(used, key=lambda domain: (-used[domain], domain))


def has_mail_server(domain: str) -> bool | None:
    """Whether the domain names a server for its mail (MX, else an address record); None when nobody answers."""
    from dns.exception import DNSException
    from dns.resolver import NXDOMAIN, NoAnswer, Resolver

    try:
        resolver = Resolver()
        resolver.lifetime = 4.0
        for kind in ("MX", "A"):
            try:
                answers = resolver.resolve(domain, kind)
                return any(str(getattr(answer, "exchange", "x")) != "." for answer in answers)
            except NoAnswer:
                continue
        return False
    except NXDOMAIN:
        return False
    except (DNSException, OSError, ValueError):
        return None

"""Reading a lead's site: its address, its pages, and what stands on them. Pages are hostile text until read."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from shared.core.errors import AppError, InvalidInput, NotFound, PermanentError
from shared.core.text import fold, shorten
from shared.leads.canonical import canonical_url
from shared.leads.tools import Page, Tools

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

HTML = frozenset({"", "text/html", "application/xhtml+xml"})
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_TELLING = re.compile(
    r"contact|kontakt|contacto|contato|contatti|impressum|imprint|about|ueber|uber-uns|team|legal|aviso|mentions|nosotros"
    r"|chi-siamo|qui-sommes|a-propos|sobre|staff|people|colofon|om-oss|yhteys"
)


_LONGEST = 1_500_000  # characters
_OPENING = re.compile(r"<([a-zA-Z][a-zA-Z0-9-]{0,30})")
_CLOSING = re.compile(r"</([a-zA-Z][a-zA-Z0-9-]{0,30})")
_NEVER_CLOSED = frozenset(
    re.findall(
        r"\w+",
        """area base br col dd dt embed hr img input li link meta option p path param source tbody td tfoot th thead tr
        wbr""",
    )
)


@dataclass(frozen=True, slots=True)
class Unread:
    """Why a site was not read; nothing that a further try would change."""

    note: str


def read_home(tools: Tools, address: str) -> Page | Unread:
    """The page at a lead's website address. Raises TransientError when it may be there later."""
    url = canonical_url(address)
    if url is None:
        return Unread(f"the website address cannot be opened: {shorten(address, 80)}")
    try:
        page = tools.page(url)
    except NotFound as error:
        return Unread(f"site is gone: {error}")
    except (InvalidInput, PermanentError) as error:
        return Unread(f"site was not read: {error}")
    if page.content_type not in HTML:
        return Unread(f"the site is no web page but {shorten(page.content_type, 60)}")
    return page if page.text.strip() else Unread("the site is empty")


def read_more(tools: Tools, home: Page, tree: "LexborHTMLParser", limit: int = 4) -> Iterator[Page]:
    """The pages of the same site that tell whom to write to; those that cannot be read are passed over."""
    for url in _telling_links(home.url, tree)[:limit]:
        try:
            page = tools.page(url)
        except AppError:
            continue
        if page.content_type in HTML:
            yield page


def _telling_links(base: str, tree: "LexborHTMLParser") -> list[str]:
    own = urlsplit(base).netloc.lower()
    ranked: dict[str, int] = {}
    for at, link in enumerate(tree.css("a[href]")):
        if at > 500:
            break
        target = _joined(base, link.attributes.get("href") or "")
        if urlsplit(target).netloc.lower() != own or target.rstrip("/") == base.partition("#")[0].rstrip("/"):
            continue
        found = _TELLING.search(fold(f"{urlsplit(target).path} {link.text()[:100]}"))
        if found:
            ranked.setdefault(target, _RANK.get(found[0], 2))
    return sorted(ranked, key=lambda url: ranked[url])  # stable: in the page's order within a rank


_RANK = {"contact": 0, "kontakt": 0, "contacto": 0, "contato": 0, "contatti": 0, "impressum": 1, "imprint": 1}


def _joined(base: str, href: str) -> str:
    try:
        joined = urljoin(base, href.strip()).partition("#")[0]
        return joined if urlsplit(joined).scheme in {"http", "https"} else ""
    except ValueError:  # urllib's word for an address that makes no sense
        return ""


def parse(page: Page) -> "LexborHTMLParser":
    """The page's tree. Of a page that nests without end only the beginning: the parser's time grows with the square."""
    from selectolax.lexbor import LexborHTMLParser

    text = page.text[:_LONGEST]
    opened = Counter(name.lower() for name in _OPENING.findall(text))
    opened.subtract(name.lower() for name in _CLOSING.findall(text))
    left_open = sum(count for name, count in opened.items() if count > 0 and name not in _NEVER_CLOSED)
    return LexborHTMLParser(text if left_open < 2000 else text[:50_000])


def visible_text(tree: "LexborHTMLParser", limit: int = 200_000) -> str:
    """What a reader sees, in one line; scripts and styles are taken out of the tree."""
    for node in tree.css("script, style, noscript, template, svg"):
        node.decompose()
    return " ".join(tree.body.text(separator=" ").split())[:limit] if tree.body else ""


def clean(text: str | None, limit: int) -> str:
    """One line without control characters."""
    return shorten(_CONTROL.sub(" ", text or ""), limit)

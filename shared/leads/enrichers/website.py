"""What a lead's site says about itself: title, description, language."""

import re
from typing import TYPE_CHECKING

from shared.core.text import fold
from shared.leads.enrichers._site import Unread, clean, parse, read_home, visible_text
from shared.leads.enrichment import Enrichment, Found, enricher
from shared.leads.model import FieldDefinition, Lead
from shared.leads.tools import Page, Tools

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

_STOP_WORDS = {
    "en": "the and of to in is you that for with are on as we our your this from have be not by us or at can all more",
    "de": "der die das und ist nicht wir sie mit auf fur ein eine zu den im von unsere ihre bei auch uns sich oder aus",
    "fr": "le les des et est vous nous pour dans une un votre notre avec sur que qui au aux ou pas plus ce cette par",
    "es": "el los las y es para con una un en que por su nuestro nuestra del al se mas como tu o sus nos lo te",
    "it": "il gli le e di che per con una un nel della sono dei del nostra nostro alla piu si anche la noi ci vostra",
    "pt": "o os as e de que para com uma um em por seu nossa nosso da do na no mais nao se ao voce sua dos das",
    "nl": "de het een en van is niet wij u met op voor zijn ons onze uw bij ook naar aan dat te ze je wat",
    "sv": "och att det som for med vi ar en ett pa av till den du inte var din har oss ni eller om kan hos",
    "pl": "i w na z do sie jest nie to ze dla o jak oraz po nasza nasz przez od pod czy co dla twoj nas",
}
_KNOWN = {code: frozenset(words.split()) for code, words in _STOP_WORDS.items()}
_NAMES = {
    "en": "English",
    "de": "German",
    "fr": "French",
    "es": "Spanish",
    "it": "Italian",
    "pt": "Portuguese",
    "nl": "Dutch",
    "sv": "Swedish",
    "pl": "Polish",
}


@enricher
class Website:
    """Title, description and language of the lead's site."""

    name = "website"
    needs = frozenset({"website_url"})
    gives = frozenset({"website_title", "website_description", "website_language"})
    defines = (
        FieldDefinition("website_title", "Website title"),
        FieldDefinition("website_description", "Website description"),
        FieldDefinition("website_language", "Website language"),
    )

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def enrich(self, lead: Lead) -> Enrichment:
        page = read_home(self._tools, lead.text("website_url"))
        if isinstance(page, Unread):
            return Enrichment(note=page.note)
        tree = parse(page)
        offers = [_title(tree, page), _description(tree, page), _language(tree, page)]
        found = [offer for offer in offers if offer is not None]
        return Enrichment(found, note="" if found else "the site says nothing about itself")


def _first(page: Page, field: str, limit: int, *offers: tuple[str | None, float, str]) -> Found | None:
    for text, confidence, reason in offers:
        if value := clean(text, limit):
            return Found(field, value, confidence, reason, page.url)
    return None


def _title(tree: "LexborHTMLParser", page: Page) -> Found | None:
    return _first(
        page,
        "website_title",
        200,
        (_text(tree, "title"), 0.95, "the page's title"),
        (_meta(tree, "og:title"), 0.9, "the title that the page gives for sharing"),
        (_meta(tree, "og:site_name"), 0.85, "the site name that the page gives for sharing"),
        (_text(tree, "h1"), 0.7, "the page's first heading"),
    )


def _description(tree: "LexborHTMLParser", page: Page) -> Found | None:
    return _first(
        page,
        "website_description",
        500,
        (_meta(tree, "description"), 0.95, "the page's description"),
        (_meta(tree, "og:description"), 0.9, "the description that the page gives for sharing"),
        (_paragraph(tree), 0.6, "the page's first paragraph"),
    )


def _language(tree: "LexborHTMLParser", page: Page) -> Found | None:
    said = _code(tree.root.attributes.get("lang") if tree.root else "") or _code(_meta(tree, "og:locale"))
    said = said or _code(_meta(tree, "content-language"))
    guess, surety = guess_language(visible_text(tree, 20_000))
    if said and (not guess or guess == said or surety < 0.8):
        return Found("website_language", said, 0.95 if guess == said else 0.85, "the page names its language", page.url)
    if guess and surety >= 0.4:
        but = f", though the page says {said}" if said else ""
        return Found("website_language", guess, round(surety, 2), f"the text reads as {_NAMES[guess]}{but}", page.url)
    return None


def guess_language(text: str) -> tuple[str, float]:
    """The language whose small words a text is full of, and how sure that is (0 to 0.9); "" when none stands out.

    >>> guess_language("Wir sind die Bäckerei für Sie und das ganze Dorf, mit Brot von der Mühle")[0]
    'de'
    """
    words = re.findall(r"[^\W\d_]+", fold(text))[:3000]
    if len(words) < 8:
        return "", 0.0
    counts = sorted(((sum(word in known for word in words), code) for code, known in _KNOWN.items()), reverse=True)
    (best, code), (second, _) = counts[0], counts[1]
    if best < 3 or best / len(words) < 0.08:
        return "", 0.0
    return code, min(0.9, round((best - second) / best + 0.3, 2))


def _code(tag: str | None) -> str:
    found = re.fullmatch(r"\s*([a-zA-Z]{2,3})(?:[-_][\w-]{1,20})?\s*", tag or "")
    return found.group(1).lower() if found else ""


def _text(tree: "LexborHTMLParser", selector: str) -> str:
    node = tree.css_first(selector)
    return node.text() if node else ""


def _meta(tree: "LexborHTMLParser", name: str) -> str:
    for node in tree.css("meta"):
        held = node.attributes
        key = held.get("name") or held.get("property") or held.get("http-equiv") or ""
        if key.lower() == name and (content := held.get("content")):
            return content
    return ""


def _paragraph(tree: "LexborHTMLParser") -> str:
    for node in tree.css("main p, article p, section p, p")[:200]:
        text = " ".join(node.text().split())
        if len(text) >= 60:
            return text
    return ""

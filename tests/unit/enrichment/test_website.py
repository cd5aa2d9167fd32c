"""What a site says about itself, and how pages are shared, kept and survived."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest

from sandbox.sites import Sites
from shared.core.clock import ManualClock
from shared.core.errors import NotFound, TransientError
from shared.leads.enrichers.website import Website, guess_language
from shared.leads.model import Lead
from shared.leads.tools import Page, PageCache, Tools

Make = Callable[..., Lead]
GERMAN = (
    "Wir sind die Dachdecker für Sie und Ihre Familie in der Stadt, mit Erfahrung und nicht ohne Freude bei der Arbeit"
)


@dataclass(frozen=True)
class Leaf:
    text: str
    url: str = "https://acme.example"
    status: int = 200
    content_type: str = "text/html"
    truncated: bool = False


class One:
    def __init__(self, page: Leaf) -> None:
        self.page = page

    def fetch(self, url: str, *, max_bytes: int, timeout: float) -> Leaf:
        return self.page


def read(lead: Make, html: str, **more: str) -> dict[str, str]:
    said = Website(Tools(One(Leaf(html, **more)))).enrich(lead(website_url="https://acme.example"))  # type: ignore[arg-type]
    return {found.field: found.value for found in said.found}


@pytest.mark.parametrize(
    ("site", "language", "title"),
    [
        (0, "en", "Ridgeline"),
        (1, "en", "Brightwater"),
        (2, "es", "Casa Luma"),
        (3, "de", "Brandt & Vogel"),
        (4, "en", "Loopdesk"),
    ],
)
def test_the_sample_sites_say_who_they_are(
    lead: Make, tools: Tools, sites: Sites, site: int, language: str, title: str
) -> None:
    said = {found.field: found for found in Website(tools).enrich(lead(website_url=sites.urls[site])).found}
    assert said["website_language"].value == language
    assert said["website_title"].value.startswith(title)
    assert len(said["website_description"].value) > 30
    assert all(found.url == sites.urls[site] for found in said.values())


def test_a_language_that_the_page_claims_but_does_not_speak_is_corrected(lead: Make) -> None:
    assert read(lead, f"<html lang=en><p>{GERMAN}</p>")["website_language"] == "de"


def test_a_claim_stands_where_the_text_says_too_little(lead: Make) -> None:
    assert read(lead, "<html lang='pt-BR'><p>Olá</p>")["website_language"] == "pt"


def test_a_page_for_sharing_is_read_where_the_rest_is_missing(lead: Make) -> None:
    said = read(
        lead, "<meta property='og:title' content='Acme'><meta property='og:description' content='Roofs  and\nmore'>"
    )
    assert said == {"website_title": "Acme", "website_description": "Roofs and more"}


def test_titles_are_one_clean_line_of_bounded_length(lead: Make) -> None:
    title = read(lead, f"<title>\n A\x07 \u202eB {'x' * 5000}</title>")["website_title"]
    assert title.startswith("A B xxx")
    assert len(title) == 200


def test_scripts_are_no_text(lead: Make) -> None:
    assert "website_language" not in read(lead, f"<p>Hi</p><script>{GERMAN}</script>")


def test_a_document_that_is_no_page_is_noted(lead: Make) -> None:
    said = Website(Tools(One(Leaf("%PDF", content_type="application/pdf")))).enrich(lead(website_url="acme.example"))
    assert said.note == "the site is no web page but application/pdf"


@pytest.mark.parametrize(
    "html", ["<div><p>" * 150_000, "<b></p>" * 150_000, "<" * 1_000_000, "<a href=" * 100_000, "\x00" * 500_000]
)
def test_a_hostile_page_is_read_in_bounded_time(lead: Make, html: str) -> None:
    began = time.perf_counter()
    read(lead, html)
    assert time.perf_counter() - began < 5


def test_small_words_tell_languages_apart() -> None:
    samples = {
        "en": "We are the people you call for a roof that is built with care and for all of your family",
        "fr": "Nous sommes une équipe pour vous et votre maison, avec des artisans et sur les toits",
        "es": "Somos un equipo para tu casa y para los tuyos, con las mejores manos de la ciudad",
        "nl": "Wij zijn een team voor uw huis en voor uw gezin, met de beste mensen van het land",
        "de": GERMAN,
    }
    assert {code: guess_language(text)[0] for code, text in samples.items()} == {code: code for code in samples}
    assert guess_language("Lorem 123")[0] == ""


class Counting:
    def __init__(self, outcome: Page | Exception, pause: float = 0.0) -> None:
        self.outcome, self.pause, self.count = outcome, pause, 0

    def __call__(self) -> Page:
        self.count += 1
        time.sleep(self.pause)
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome


def test_a_page_is_fetched_once_even_for_those_who_ask_at_the_same_time() -> None:
    cache, fetch = PageCache(), Counting(Leaf("hi"), pause=0.05)
    with ThreadPoolExecutor(8) as pool:
        pages = list(pool.map(lambda _: cache.get("u", fetch), range(8)))
    assert fetch.count == 1
    assert {page.text for page in pages} == {"hi"}


def test_a_kept_page_grows_old() -> None:
    clock = ManualClock()
    cache, fetch = PageCache(clock, keep=60), Counting(Leaf("hi"))
    cache.get("u", fetch)
    clock.advance(59)
    cache.get("u", fetch)
    assert fetch.count == 1
    clock.advance(2)
    cache.get("u", fetch)
    assert fetch.count == 2


def test_that_a_page_is_gone_is_kept_and_that_it_failed_is_not() -> None:
    cache, gone, failing = PageCache(), Counting(NotFound("gone")), Counting(TransientError("503"))
    for _ in range(2):
        with pytest.raises(NotFound):
            cache.get("gone", gone)
        with pytest.raises(TransientError):
            cache.get("failing", failing)
    assert (gone.count, failing.count) == (1, 2)


def test_the_oldest_pages_leave_when_there_are_too_many() -> None:
    cache = PageCache(characters=10_000)
    fetches = {str(number): Counting(Leaf("x" * 2_000)) for number in range(10)}
    for url, fetch in fetches.items():
        cache.get(url, fetch)
    cache.get("9", fetches["9"])
    cache.get("0", fetches["0"])
    assert (fetches["9"].count, fetches["0"].count) == (1, 2)

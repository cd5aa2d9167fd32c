"""Which address a lead gets, how sure that is, and why."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pytest

from sandbox.sites import Sites
from shared.core.errors import InvalidInput, NotFound, TransientError
from shared.leads.enrichers.find_email import FindEmail, Seen, learned_patterns
from shared.leads.enrichment import Enrichment
from shared.leads.model import FieldValue, Lead, Provenance
from shared.leads.tools import Tools

Make = Callable[..., Lead]
SITE = "https://acme-dach.example"


@dataclass(frozen=True)
class Sheet:
    url: str
    text: str
    status: int = 200
    content_type: str = "text/html"
    truncated: bool = False


class Shelf:
    """Pages by address, in place of the network."""

    def __init__(self, pages: Mapping[str, str | Exception]) -> None:
        self.pages, self.asked = pages, 0

    def fetch(self, url: str, *, max_bytes: int, timeout: float) -> Sheet:
        self.asked += 1
        page = self.pages.get(url.removeprefix(SITE), NotFound(f"{url} has no such page"))
        if isinstance(page, Exception):
            raise page
        return Sheet(url, page)


def find(lead: Lead, pages: Mapping[str, str | Exception], **more: object) -> Enrichment:
    check = more.pop("takes_mail", None)
    return FindEmail(Tools(Shelf(pages), **more), check).enrich(lead)  # type: ignore[arg-type]


def best(said: Enrichment) -> tuple[str, float]:
    (found,) = said.found
    return found.value, found.confidence


def test_the_persons_own_address_on_the_contact_page_is_as_good_as_certain(lead: Make) -> None:
    said = find(
        lead(website_url=SITE, first_name="Jörg", last_name="Weiß"),
        {"": "<a href='/kontakt'>Kontakt</a>", "/kontakt": "info@acme-dach.example, joerg.weiss@acme-dach.example"},
    )
    assert best(said) == ("joerg.weiss@acme-dach.example", 0.97)
    assert said.found[0].url == f"{SITE}/kontakt"


def test_a_pattern_is_learned_from_a_colleagues_address(lead: Make) -> None:
    said = find(
        lead(website_url=SITE, full_name="Ana Diaz"),
        {"": "Write to b.meyer@acme-dach.example or info@acme-dach.example"},
    )
    assert best(said) == ("a.diaz@acme-dach.example", 0.7)
    assert "like b.meyer@acme-dach.example" in said.found[0].reason
    assert "not checked" in said.found[0].reason
    assert "info@acme-dach.example (0.55" in said.note


def test_without_a_pattern_the_firms_general_address_is_better_than_a_guess(lead: Make) -> None:
    said = find(lead(website_url=SITE, full_name="Ana Diaz"), {"": "info@acme-dach.example"})
    assert best(said) == ("info@acme-dach.example", 0.55)
    assert "general address" in said.found[0].reason


def test_with_nothing_on_the_site_a_usual_pattern_is_offered_as_the_guess_it_is(lead: Make) -> None:
    said = find(lead(website_url=SITE, full_name="Ana Diaz"), {"": "<p>We fix roofs</p>"})
    assert best(said) == ("ana.diaz@acme-dach.example", 0.35)
    assert "a guess" in said.found[0].reason


def test_a_lead_without_a_name_gets_the_firms_general_address_before_anybodys(lead: Make) -> None:
    pages: dict[str, str | Exception] = {
        "": "a.beck@acme-dach.example, hallo@acme-dach.example, info@acme-dach.example"
    }
    assert best(find(lead(website_url=SITE), pages))[0] == "info@acme-dach.example"
    pages[""] = "a.beck@acme-dach.example, hallo@acme-dach.example"
    assert best(find(lead(website_url=SITE), pages))[0] == "hallo@acme-dach.example"


def test_another_persons_address_is_not_this_leads(lead: Make) -> None:
    said = find(lead(website_url="https://127.0.0.1:8000", full_name="Ana Diaz"), {})
    assert not said.found
    said = find(lead(website_url=SITE, full_name="Ana Diaz"), {"": "otto.klein@gmail.com"})
    assert best(said)[0] == "ana.diaz@acme-dach.example"


@pytest.mark.parametrize(
    "text",
    [
        "anna [at] acme-dach [dot] example",
        "anna (at) acme-dach.example",
        "anna[at]acme-dach[punkt]example",
        "anna {at} acme-dach {dot} example",
        "anna at acme-dach dot example",
        "anna&#64;acme-dach&#46;example",
        "<a href='mailto:anna%40acme-dach.example?subject=Hi'>write</a>",
        "<a href='MAILTO:Anna@Acme-Dach.example'>write</a>",
        "<span data-cfemail='"
        + bytes([42, *(ord(ch) ^ 42 for ch in "anna@acme-dach.example")]).hex()
        + "'>[email&#160;protected]</span>",
    ],
)
def test_addresses_that_hide_from_robots_are_read(lead: Make, text: str) -> None:
    assert best(find(lead(website_url=SITE), {"": f"<p>{text}</p>"}))[0] == "anna@acme-dach.example"


@pytest.mark.parametrize(
    "text",
    [
        "logo@2x.png",
        "abc123def456abc123@sentry.io",
        "you@acme.example",
        "<input placeholder='me@x.example'>",
        "@acme",
        "a@b",
    ],
)
def test_what_only_looks_like_an_address_is_left(lead: Make, text: str) -> None:
    assert not find(lead(website_url=SITE), {"": f"<p>{text}</p>"}).found


def test_an_address_that_was_given_is_never_looked_for(lead: Make) -> None:
    shelf = Shelf({})
    said = FindEmail(Tools(shelf)).enrich(lead(website_url=SITE, email="x@y.example"))
    assert said.note == "an e-mail address is given"
    assert shelf.asked == 0


def test_an_earlier_guess_may_be_looked_at_again(lead: Make) -> None:
    one = lead(website_url=SITE)
    origin = Provenance("enricher", "find_email", one.created_at, 0.3)
    guessed = Lead("l1", {**one.fields, "email": FieldValue("g@acme.example", origin)}, one.created_at, one.updated_at)
    assert best(find(guessed, {"": "info@acme-dach.example"}))[0] == "info@acme-dach.example"


def test_a_domain_without_mail_gets_no_guesses(lead: Make) -> None:
    one = lead(website_url=SITE, full_name="Ana Diaz")
    assert not find(one, {"": "x"}, network=True, takes_mail=lambda _: False).found
    said = find(one, {"": "x"}, network=True, takes_mail=lambda _: True)
    assert best(said) == ("ana.diaz@acme-dach.example", 0.4)
    assert "its domain takes mail" in said.found[0].reason
    assert "not checked" in find(one, {"": "x"}, network=True, takes_mail=lambda _: None).found[0].reason


def test_without_the_network_no_name_server_is_asked(lead: Make) -> None:
    def never(domain: str) -> bool:
        raise AssertionError(domain)

    assert find(lead(website_url=SITE, full_name="Ana Diaz"), {"": "x"}, takes_mail=never).found


def test_a_site_that_is_gone_is_a_note_and_one_that_is_down_is_tried_again(lead: Make) -> None:
    one = lead(website_url=SITE, full_name="Ana Diaz")
    assert find(one, {}).note.startswith("site is gone")
    assert find(one, {"": InvalidInput("it turns programs away")}).note.startswith("site was not read")
    with pytest.raises(TransientError):
        find(one, {"": TransientError("503")})


def test_a_contact_page_that_is_down_does_not_spoil_the_home_page(lead: Make) -> None:
    pages = {"": "info@acme-dach.example <a href=/contact>Contact</a>", "/contact": TransientError("503")}
    assert best(find(lead(website_url=SITE), pages))[0] == "info@acme-dach.example"


def test_only_pages_of_the_same_site_are_visited(lead: Make) -> None:
    shelf = Shelf({"": "<a href='https://elsewhere.example/contact'>Contact</a><a href='javascript:x'>Team</a>"})
    FindEmail(Tools(shelf)).enrich(lead(website_url=SITE))
    assert shelf.asked == 1


def test_patterns_are_learned_from_shapes_and_from_names_on_the_site() -> None:
    seen = [Seen(f"{local}@x.example", "") for local in ("anna.beck", "otto.klein", "maria", "info", "hschulz")]
    learned = learned_patterns(seen, frozenset({"maria", "schulz"}))
    assert {name: len(found) for name, found in learned.items()} == {"first.last": 2, "first": 1, "flast": 1}
    assert next(iter(learned)) == "first.last"


@pytest.mark.parametrize(
    ("site", "name", "address"),
    [
        (0, "Dana Whitfield", "dana.whitfield@ridgeline-roofing.example"),
        (0, "Ruth Whitfield", "ruth.whitfield@ridgeline-roofing.example"),
        (1, "Gwen Price", "g.price@brightwater-dental.example"),
        (2, "Lucía Ferrer Soler", "lucia@casaluma-yoga.example"),
        (3, "Henrik Brandt", "h.brandt@brandt-vogel.example"),
    ],
)
def test_the_sample_sites_give_up_their_addresses(
    lead: Make, tools: Tools, sites: Sites, site: int, name: str, address: str
) -> None:
    said = FindEmail(tools).enrich(lead(website_url=sites.urls[site], full_name=name))
    assert said.found[0].value == address


def test_the_sample_site_without_an_address_says_so(lead: Make, tools: Tools, sites: Sites) -> None:
    said = FindEmail(tools).enrich(lead(website_url=sites.urls[4], full_name="Marcus Dahl"))
    assert not said.found
    assert said.note.startswith("no address on 2 pages")

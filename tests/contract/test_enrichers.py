"""What every enricher keeps to: those that come with the house, and the one that the guide teaches to write."""

import os
import re
import string
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sandbox.hunter.web import Hunter
from sandbox.openai.web import OpenAI
from sandbox.standin import serve
from shared.adapters.local.database import Database
from shared.adapters.local.documents import LocalDocuments
from shared.ai.openai import OpenAI as ChatModel
from shared.core.clock import ManualClock
from shared.core.errors import AppError, NotFound
from shared.core.ids import random_id
from shared.effects.budget import Budget
from shared.effects.ledger import EffectLedger
from shared.leads.enrichment import Declaration, Enricher, Enrichment, as_table, declarations
from shared.leads.fields import BUILT_IN_NAMES
from shared.leads.finders import finders
from shared.leads.model import FieldValue, Lead, Provenance
from shared.leads.tools import Tools
from shared.leads.waterfall import Waterfall
from shared.leads.waterfall_buying import Answers
from shared.leads.waterfall_orders import orders
from shared.leads.waterfall_rests import Rests
from shared.manifest import read_manifest

HOME = Path(__file__).parents[2]
GUIDE = HOME / "docs" / "guide" / "enrichers.md"
NOW = datetime(2026, 1, 1, tzinfo=UTC)
SITE = "https://acme.example"
PAGE = """<html lang=en><title>Acme</title><meta name=description content="We fix roofs, gutters and chimneys.">
<p>We are a small firm of roofers and we fix the roofs, the gutters and the chimneys of the houses in our town. You can
call us at any hour of the day and we will be with you before the rain is.</p>
<a href=/contact>Contact</a> b.meyer@acme.example"""
HOSTILE = (
    "",
    " ",
    "\x00\x1b[31m",
    "\u202eevil\u202c",
    "=cmd|' /C calc'!A0",
    "'; DROP TABLE leads; --",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "http://169.254.169.254/latest/meta-data",
    "http://user:secret@acme.example/",
    "http://[::1",
    "https://acme.example/" + "a" * 5000,
    "--option",
    "A" * 100_000,
    "🚀" * 500,
    "山田 太郎",
    "%s %n {0} {x!r} ${y}",
    "\ud7ff\ue000",
)


@dataclass(frozen=True)
class Sheet:
    url: str
    text: str
    status: int = 200
    content_type: str = "text/html"
    truncated: bool = False


class OneSite:
    """An internet of one site."""

    def fetch(self, url: str, *, max_bytes: int, timeout: float) -> Sheet:
        if not url.startswith(SITE) or len(url) > 2000:
            raise NotFound(f"{url[:50]} is not there")
        return Sheet(url, PAGE)


def guide_sample() -> str:
    (code,) = re.findall(r"```python\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    return str(code)


@pytest.fixture(scope="session")
def guided(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Declaration]:
    """The guide's enricher, dropped as one file into a package of enrichers."""
    home = tmp_path_factory.mktemp("plugins") / "guide_enrichers"
    home.mkdir()
    (home / "__init__.py").touch()
    (home / "country_by_domain.py").write_text(guide_sample(), "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(home.parent)
        (found,) = declarations("guide_enrichers")
        yield found


@pytest.fixture(params=[*(one.name for one in declarations()), "the guide's"])
def declared(request: pytest.FixtureRequest) -> Declaration:
    if request.param == "the guide's":
        found: Declaration = request.getfixturevalue("guided")
        return found
    return next(one for one in declarations() if one.name == request.param)


@pytest.fixture(scope="session")
def vendors() -> Iterator[tuple[str, str]]:
    with serve("hunter", Hunter()) as hunter, serve("openai", OpenAI()) as openai:
        yield hunter.url, openai.url


@pytest.fixture
def make(
    declared: Declaration, vendors: tuple[str, str], tmp_path: Path, request: pytest.FixtureRequest
) -> Callable[[], Enricher]:
    """Those that buy have stand-ins to buy from, and a ledger that remembers."""
    tools = Tools(OneSite(), video_type="demo")
    if declared.buys:
        database = Database(tmp_path / "house.db")
        request.addfinalizer(database.close)
        documents, clock = LocalDocuments(database, read_manifest(HOME / "manifest.yaml").indexes), ManualClock()
        effects = EffectLedger(documents, clock, random_id, budget=Budget(Decimal(1000)))
        answers = Answers(documents, effects, Rests(documents, clock), clock)
        hunter_url, model_url = vendors
        model = ChatModel("sk-sandbox", url=model_url)
        providers = finders(
            hunter_key="hunter-sandbox",
            hunter_url=hunter_url,
            model=model,
            fingerprints={},
            clock=clock,
            network=False,
        )
        tools = replace(tools, waterfall=Waterfall(orders(), providers, answers))
    return lambda: declared.make(tools)


def lead_with(**values: str) -> Lead:
    origin = Provenance("import", "a.csv", NOW)
    return Lead("l1", {name: FieldValue(value, origin) for name, value in values.items()}, NOW, NOW)


USUAL = (
    lead_with(),
    lead_with(full_name="Ana Diaz", website_url=SITE),
    lead_with(first_name="Ana", last_name="Diaz"),
    lead_with(company_name="Acme", website_url="https://gone.example"),
    lead_with(full_name="Ana Diaz", website_url="https://acme.de", email="ana@acme.de", phone="+4930123456"),
)


def check(declared: Declaration, said: Enrichment) -> None:
    assert isinstance(said, Enrichment)
    for found in said.found:
        assert found.field in declared.gives
        assert isinstance(found.value, str)
        assert found.value.strip()
        assert not re.search(r"[\x00-\x08\x0b-\x1f]", found.value)
        assert 0 <= found.confidence <= 1
        assert found.reason
        assert "\n" not in found.reason
    assert said.found or said.tasks or said.note or said.lacks, "silence explains nothing"
    assert set(said.lacks) <= declared.needs | declared.wants
    assert "\n" not in said.note
    assert Decimal(0) <= said.cost <= declared.price
    for task in said.tasks:
        assert task.lead == "l1"
        assert not task.waiting


def usable(declared: Declaration, lead: Lead) -> bool:
    return all(lead.text(name) for name in declared.needs)


class TestEveryEnricher:
    def test_declares_itself(self, declared: Declaration) -> None:
        assert set(declared.name) <= set(string.ascii_lowercase + string.digits + "_")
        assert declared.gives
        assert not declared.needs & declared.gives
        assert declared.summary.endswith(".")
        assert declared.price >= 0
        assert declared.stage in ("enrich", "render")

    def test_fills_fields_that_are_known_or_that_it_defines(self, declared: Declaration) -> None:
        assert declared.gives <= BUILT_IN_NAMES | {definition.name for definition in declared.defines}

    @pytest.mark.parametrize("lead", USUAL)
    def test_keeps_to_its_word(self, declared: Declaration, make: Callable[[], Enricher], lead: Lead) -> None:
        if usable(declared, lead):
            check(declared, make().enrich(lead))

    @pytest.mark.parametrize("lead", USUAL)
    def test_says_the_same_again(self, declared: Declaration, make: Callable[[], Enricher], lead: Lead) -> None:
        if usable(declared, lead):
            one = make()
            assert one.enrich(lead) == one.enrich(lead) == make().enrich(lead)

    def test_has_something_to_say_about_a_usual_lead(self, declared: Declaration, make: Callable[[], Enricher]) -> None:
        said = [make().enrich(lead) for lead in USUAL if usable(declared, lead)]
        assert any(one.found or one.tasks for one in said)

    @pytest.mark.parametrize("value", HOSTILE, ids=range(len(HOSTILE)))
    def test_survives_hostile_values(self, declared: Declaration, make: Callable[[], Enricher], value: str) -> None:
        names = declared.needs | declared.wants | {"company_name", "email"}
        for chosen in (names, names - {"website_url"}, declared.needs):
            hostile = lead_with(**{"website_url": SITE, **dict.fromkeys(chosen, value)})
            try:
                check(declared, make().enrich(hostile))
            except AppError as error:
                assert str(error)

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(values=st.dictionaries(st.sampled_from(sorted(BUILT_IN_NAMES)), st.text(max_size=60)))
    def test_survives_any_lead(
        self, declared: Declaration, make: Callable[[], Enricher], values: dict[str, str]
    ) -> None:
        try:
            check(declared, make().enrich(lead_with(**{**dict.fromkeys(declared.needs, SITE), **values})))
        except AppError as error:
            assert str(error)


def test_the_guides_table_is_the_registrys() -> None:
    """With UPDATE_DOCS=1 the table is written anew."""
    text = GUIDE.read_text("utf-8")
    pattern = re.compile(r"(?<=<!-- table -->\n).*?(?=<!-- /table -->)", re.DOTALL)
    renewed = pattern.sub(lambda _: as_table(declarations()) + "\n", text)
    if os.environ.get("UPDATE_DOCS") == "1":
        GUIDE.write_text(renewed, "utf-8")
    elif renewed != text:
        pytest.fail("the table is out of date; renew it: UPDATE_DOCS=1 pytest tests/contract/test_enrichers.py")


def test_an_enricher_from_one_new_file_stands_in_the_table(guided: Declaration) -> None:
    table = as_table([*declarations(), guided])
    assert (
        "| `country_by_domain` | `website_url` |  | `country` | 0 | The country that the website's name ends in. |"
        in table
    )

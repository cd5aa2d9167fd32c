"""An enricher is one new file; a bad one is refused with its name and the remedy."""

import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from shared.core.errors import InvalidInput
from shared.leads.enrichment import Enrichment, declarations, enricher, field_definitions
from shared.leads.model import Lead
from shared.leads.tools import Tools

HOME = Path(__file__).parents[3]
SOUND = '''
from shared.leads.enrichment import Enrichment, Found, enricher


@enricher
class Shout:
    """The company's name, louder."""

    name = "shout"
    needs = frozenset({"company_name"})
    gives = frozenset({"loud_name"})

    def enrich(self, lead):
        return Enrichment([Found("loud_name", lead.text("company_name").upper(), 1.0, "in capitals")])
'''


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / f"plugins_{abs(hash(str(tmp_path)))}"
    home.mkdir()
    (home / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    return home


def test_a_file_dropped_into_the_package_is_an_enricher(package: Path, tools: Tools, lead) -> None:  # type: ignore[no-untyped-def]
    (package / "shout.py").write_text(SOUND)
    (package / "_helpers.py").write_text("raise RuntimeError('never loaded')")
    (found,) = declarations(package.name)
    assert (found.name, found.needs, found.price) == ("shout", frozenset({"company_name"}), Decimal(0))
    assert found.summary == "The company's name, louder."
    said = found.make(tools).enrich(lead(company_name="Acme"))
    assert [value.value for value in said.found] == ["ACME"]


def test_two_enrichers_of_one_name_are_refused_and_both_are_named(package: Path) -> None:
    (package / "one.py").write_text(SOUND)
    (package / "two.py").write_text(SOUND)
    with pytest.raises(InvalidInput, match=r'two\.Shout: the name "shout" is taken by .*one\.Shout'):
        declarations(package.name)


def test_a_file_without_an_enricher_is_refused(package: Path) -> None:
    (package / "empty.py").write_text("from shared.leads.enrichers.split_name import SplitName\n")
    with pytest.raises(InvalidInput, match=r"empty: no class is marked with @enricher"):
        declarations(package.name)


@pytest.mark.parametrize("text", ["import no_such_library", "def broken(:"])
def test_a_file_that_cannot_be_loaded_is_named(package: Path, text: str) -> None:
    (package / "bad.py").write_text(text)
    with pytest.raises(InvalidInput, match=r"bad: the file cannot be loaded"):
        declarations(package.name)


GOOD = {"name": "phone", "gives": frozenset({"phone"}), "enrich": lambda self, lead: Enrichment()}


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"name": None}, "set `name`"),
        ({"name": "Find Phone"}, "set `name`"),
        ({"enrich": None}, "give it a method `enrich"),
        ({"gives": frozenset()}, "name the fields that it fills"),
        ({"needs": "website_url"}, "`needs` is a set of field names"),
        ({"wants": [1]}, "`wants` is a set of field names"),
        ({"needs": frozenset({"phone"})}, "move it to `wants`"),
        ({"price": 0.5}, "`price` is USD a lead as a Decimal"),
        ({"price": Decimal("NaN")}, "`price` is USD"),
        ({"stage": "later"}, '`stage` is "enrich" or "render"'),
    ],
)
def test_a_bad_declaration_says_what_to_change(wrong: dict[str, object], says: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        enricher(type("Phone", (), {**GOOD, **wrong}))
    assert says in str(refused.value)
    assert "Phone" in str(refused.value)


def test_a_sound_declaration_gets_its_defaults() -> None:
    made = enricher(type("Phone", (), GOOD))
    assert made.declaration.needs == made.declaration.wants == frozenset()  # type: ignore[attr-defined]


def test_enrichers_bring_their_fields_along() -> None:
    names = {definition.name for definition in field_definitions(declarations())}
    assert {"website_title", "website_description", "website_language", "video", "video_note"} <= names


def test_planning_loads_no_heavy_library() -> None:
    script = (
        "import sys; from shared.leads.enrichment import declarations;"
        "from shared.leads.ordering import EnrichmentPlan;"
        "EnrichmentPlan(declarations()).tasks_for('l1', frozenset());"
        "heavy = ('httpx', 'httpcore', 'selectolax', 'dns', 'publicsuffixlist', 'rapidfuzz');"
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=HOME, check=True)
    assert done.stdout.strip() == "[]"


def test_the_decorator_returns_the_class_itself() -> None:
    class Plain:
        name = "plain"
        gives = frozenset({"x"})

        def enrich(self, lead: Lead) -> Enrichment:
            return Enrichment()

    assert enricher(Plain) is Plain

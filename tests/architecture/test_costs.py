"""The guide's table of costs is what its script calculates, and the script is right where it can be checked by hand."""

import re
import runpy
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
COSTS = ROOT / "docs" / "costs"


@pytest.fixture(scope="module")
def script() -> dict[str, Any]:
    return runpy.run_path(str(COSTS / "table.py"))


@pytest.fixture(scope="module")
def prices() -> dict[str, Any]:
    return yaml.safe_load((COSTS / "prices.yaml").read_text())


def test_the_table_in_the_guide_is_the_one_that_the_script_makes(script: dict[str, Any]) -> None:
    page = (ROOT / "docs" / "guide" / "deploy.md").read_text()
    assert script["table"]() in page, "run: python docs/costs/table.py --write"
    assert script["placed"](page) == page


def test_every_price_has_its_page_and_is_used(script: dict[str, Any], prices: dict[str, Any]) -> None:
    used = {name for names in script["ROWS"].values() for name in names}
    used |= {name for amounts in script["OPTIONS"].values() for name in amounts}
    assert used == prices["prices"].keys()
    assert all(one["page"].startswith("cloud.google.com/") for one in prices["prices"].values())
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", str(prices["date"]))


def test_what_is_free_is_not_charged_and_what_is_beyond_is(script: dict[str, Any], prices: dict[str, Any]) -> None:
    cost = script["cost"]
    assert cost("documents_written", 600_000, prices["prices"]) == 0
    assert cost("documents_written", 700_000, prices["prices"]) == pytest.approx(0.09)
    assert cost("schedules", 5, prices["prices"]) == pytest.approx(0.20)


@pytest.mark.parametrize(("cron", "times"), [("*/5 * * * *", 8640), ("0 * * * *", 720), ("0 3 * * *", 30)])
def test_a_schedule_fires_as_often_as_it_says(script: dict[str, Any], cron: str, times: int) -> None:
    assert script["firings"](cron) == times


def test_more_leads_cost_more_and_none_cost_little(script: dict[str, Any], prices: dict[str, Any]) -> None:
    manifest = yaml.safe_load((ROOT / "manifest.yaml").read_text())

    def total(leads: int) -> float:
        used = script["usage"](leads, prices, manifest, 10)
        return sum(
            script["cost"](name, used[name], prices["prices"]) for names in script["ROWS"].values() for name in names
        )

    assert total(0) < 10
    assert total(0) <= total(10_000) < total(1_000_000)

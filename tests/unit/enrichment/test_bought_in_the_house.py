"""From the settings and the environment to a bought answer: the whole installation, with stand-ins on loopback."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from sandbox.hunter.web import Hunter
from sandbox.openai.web import OpenAI
from sandbox.sites import Sites
from sandbox.standin import StandIn, serve
from shared.app import App
from shared.core.settings import Settings
from shared.ports.documents import Query

KEYS = {"LEADREEL_HUNTER_KEY": "hunter-sandbox", "LEADREEL_OPENAI_KEY": "sk-sandbox"}
ANA = {"full_name": "Ana Berg", "company_name": "Ridgeline"}


@pytest.fixture
def vendors() -> Iterator[dict[str, StandIn]]:
    with serve("hunter", Hunter()) as hunter, serve("openai", OpenAI()) as openai:
        yield {"hunter": hunter, "openai": openai}


@pytest.fixture
def open_house(
    tmp_path: Path, sites: Sites, vendors: dict[str, StandIn], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., App]:
    def make(keys: dict[str, str] = KEYS, **settings: str) -> App:
        for name in ("LEADREEL_GEMINI_KEY", *KEYS):
            monkeypatch.delenv(name, raising=False)
        for name, key in keys.items():
            monkeypatch.setenv(name, key)
        urls = {name: standin.url for name, standin in vendors.items()}
        return App(
            Settings(
                data=tmp_path / "data",
                network=False,
                egress_allow=sites.allow,
                budget=Decimal(1),
                base_urls=urls,
                **settings,  # type: ignore[arg-type] # texts alone
            )
        )

    return make


def worked(app: App, sites: Sites, key: str = "1") -> str:
    lead = app.intake.add({**ANA, "website_url": sites.urls[0]}, source="test", key=key, stop_at="enrich").id
    app.tasks.drain()
    while due := list(app.tasks.list(kind="enrich", state="queued")):
        for task in due:
            app.runner.run(task.id)
    return lead


@pytest.mark.parametrize("tongue", ["", "chat"])
def test_with_keys_and_a_budget_a_lead_is_bought_what_it_lacks(
    open_house: Callable[..., App], sites: Sites, monkeypatch: pytest.MonkeyPatch, tongue: str
) -> None:
    app = open_house()
    monkeypatch.setenv("LEADREEL_OPENAI_API", tongue)
    lead = worked(app, sites)
    told = app.explain(lead)
    assert {"email", "email_status", "company_summary", "personal_line"} <= told["fields"].keys()
    asked = {task["name"]: task["result"].get("asked") for task in told["tasks"]}
    assert [one["provider"] for one in asked["verified_email"]][:2] == ["find_email", "hunter_finder"]
    assert {effect["kind"] for effect in told["effects"]} >= {
        "ask.hunter_finder",
        "ask.summary_writer",
        "ask.line_writer",
    }
    assert Decimal(told["cost"]) == app.effects.spent() > 0


def test_without_keys_nobody_is_asked_and_no_task_is_made(
    open_house: Callable[..., App], sites: Sites, vendors: dict[str, StandIn]
) -> None:
    app = open_house({})
    told = app.explain(worked(app, sites))
    assert {task["name"] for task in told["tasks"]} == {"split_name", "website", "find_email"}
    assert sum(standin.asked for standin in vendors.values()) == 0
    assert app.waterfall is None


def test_an_order_that_names_a_provider_plans_its_tasks_where_the_key_is_elsewhere(
    open_house: Callable[..., App], sites: Sites
) -> None:
    app = open_house({}, waterfalls="email: [find_email, hunter_finder]")
    told = app.explain(worked(app, sites))
    (task,) = [task for task in told["tasks"] if task["name"] == "verified_email"]
    assert "it has no key; set LEADREEL_HUNTER_KEY" in str(task["result"])


def test_the_care_schedule_sends_what_waited_for_a_key(
    open_house: Callable[..., App], sites: Sites, vendors: dict[str, StandIn]
) -> None:
    app = open_house({"LEADREEL_HUNTER_KEY": "old"})
    lead = worked(app, sites)
    assert app.reaper.rescue() is not None
    app = open_house()
    app.reaper.rescue()
    while due := list(app.tasks.list(kind="enrich", state="queued")):
        for task in due:
            app.runner.run(task.id)
    assert app.leads.get(lead).text("email_status")
    app.reaper.rescue()
    assert not [held for held in app.documents.query(Query("providers")) if held.data.get("waiting")]

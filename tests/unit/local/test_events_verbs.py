"""`leadreel events`: what functions have refused too often is listed, delivered again, or taken off the list."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from local.output import Output
from local.verbs import events
from shared.app import App, use
from shared.core.settings import Settings
from shared.ports.events import finalized


@pytest.fixture
def house(tmp_path: Path) -> Iterator[App]:
    app = use(App(Settings(data=tmp_path / "data", network=False)))
    yield app
    app.database.close()


@pytest.fixture
def leadreel(house: App) -> Callable[..., Any]:
    def run(*words: str) -> Any:
        return CliRunner().invoke(cli(), ["events", *words], obj=Output(json=True))

    return run


def cli() -> typer.Typer:
    made = typer.Typer()
    made.callback()(lambda: None)
    events.add_to(made)
    return made


def told(done: Any) -> list[Any]:
    assert done.exception is None, done.exception
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture
def dead(house: App) -> list[str]:
    """Two events that their function has refused to the end; their ids."""
    for name in ("a.csv", "b.csv"):
        house.events.publish(finalized(house.blobs.put("uploads", name, b"x")))
    with house.database.write() as connection:  # as if a day of tries had gone by
        connection.execute(
            "INSERT INTO queue_buried (queue, name, body, headers, attempts, reason, at)"
            " SELECT queue, name, body, headers, 144, '500: it broke', due FROM queue_tasks"
        )
        connection.execute("DELETE FROM queue_tasks")
    return [letter.event.id for letter in sorted(house.events.dead(), key=lambda one: one.event.subject)]


def test_dead_events_are_listed_with_their_reason(leadreel: Callable[..., Any], dead: list[str]) -> None:
    for _ in range(2):  # looking changes nothing
        lines = sorted(told(leadreel("dead")), key=lambda line: line["object"])
        assert [line["id"] for line in lines] == dead
        assert lines[0].items() >= {
            "bucket": "uploads", "object": "a.csv", "function": "ingest_csv", "attempts": 144, "reason": "500: it broke"
        }.items()  # fmt: skip


def test_one_is_delivered_again_and_the_other_stays(house: App, leadreel: Callable[..., Any], dead: list[str]) -> None:
    (line,) = told(leadreel("replay", dead[1]))
    assert line["replayed"] == "uploads/b.csv"
    (dispatch,) = house.deliveries.lease(5)
    assert json.loads(dispatch.body)["name"] == "b.csv"
    assert [line["id"] for line in told(leadreel("dead"))] == [dead[0]]


def test_all_are_delivered_again_at_once(house: App, leadreel: Callable[..., Any], dead: list[str]) -> None:
    assert len(told(leadreel("replay", "--dead"))) == 2
    assert house.deliveries.backlog()["events-ingest_csv"] == 2
    assert told(leadreel("dead")) == told(leadreel("replay", "--dead")) == []


def test_one_that_is_not_to_be_delivered_is_buried(house: App, leadreel: Callable[..., Any], dead: list[str]) -> None:
    assert told(leadreel("bury", *dead)) == [{"buried": "uploads/b.csv"}, {"buried": "uploads/a.csv"}]
    assert told(leadreel("dead")) == []
    assert house.deliveries.backlog()["events-ingest_csv"] == 0
    assert "no dead event" in str(leadreel("bury", dead[0]).exception)


def test_an_object_or_an_import_is_named_as_well(house: App, leadreel: Callable[..., Any], dead: list[str]) -> None:
    house.documents.create("imports", "i1", {"bucket": "uploads", "object": "a.csv"})
    assert [line["replayed"] for line in told(leadreel("replay", "uploads/b.csv", "i1"))] == [
        "uploads/b.csv",
        "uploads/a.csv",
    ]
    assert house.deliveries.backlog()["events-ingest_csv"] == 2
    assert len(told(leadreel("dead"))) == 2  # these were not asked for


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["replay", "nobody"], "no import and no dead event 'nobody'"),
        (["replay", "moon/a.csv"], "there is no bucket 'moon'"),
        (["replay", "uploads/none.csv"], "drop the file again"),
    ],
)
def test_what_is_not_there_is_told(leadreel: Callable[..., Any], words: list[str], reason: str) -> None:
    assert reason in str(leadreel(*words).exception)


def test_nothing_or_both_is_wrong_usage(leadreel: Callable[..., Any]) -> None:
    assert leadreel("replay").exit_code == leadreel("replay", "x", "--dead").exit_code == 2

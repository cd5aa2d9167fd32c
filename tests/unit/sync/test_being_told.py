"""A base with a webhook: nobody asks, and nothing is missed."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from sandbox.standin import Answer, Asked, serve
from shared.core.errors import InvalidInput


@pytest.fixture
def watched(stage: Any) -> Iterator[Any]:
    """A stage whose base tells a door of ours; the door hands the notifications to the sync."""

    def door(asked: Asked) -> Answer:
        stage.service().hooks.notified(asked.body, asked.headers["x-airtable-content-mac"])
        return Answer(204)

    stage.lead("l1", full_name="Ana Diaz", title="CFO")
    stage.lead("l2", full_name="Bo Li")
    stage.sync()
    stage.service().watch("https://leads.example.com/api/airtable/notifications")
    with serve("door", door) as told:
        for hook in stage.base.webhooks.values():
            hook.url = told.url
        stage.sync(scheduled=True)  # the first one still asks
        yield stage


def test_an_edit_there_comes_here_without_asking(watched: Any) -> None:
    watched.type_there("l1", Title="CEO")
    watched.base.notify()

    run = watched.sync(scheduled=True)

    assert watched.leads.get("l1").text("title") == "CEO"
    assert (run.calls, run.report.read) == (2, 1)  # what changed, and the record itself


def test_a_quiet_base_costs_no_call(watched: Any) -> None:
    assert [watched.sync(scheduled=True).calls for _ in range(5)] == [0, 0, 0, 0, 0]


def test_our_own_writes_are_not_told_to_us(watched: Any) -> None:
    watched.edit("l1", title="Chair")
    watched.sync()
    assert watched.base.notify() == []


def test_a_deletion_there_is_learned(watched: Any) -> None:
    watched.base.remove(watched.table, watched.row("l2"))
    watched.base.notify()
    watched.sync(scheduled=True)
    assert watched.service().state_of("l2").gone == "theirs"
    assert watched.leads.count() == 2


def test_what_other_programs_write_is_found_by_the_pull_that_remains(watched: Any) -> None:
    watched.clock.advance(60)
    row = watched.row("l1")
    column = watched.table.column("Title")
    watched.table.change(row, {column.id: "Owner"}, watched.base.now())  # through the API: nobody is told
    assert watched.sync(scheduled=True).calls == 0

    watched.clock.advance(6 * 3600)
    watched.sync(scheduled=True)

    assert watched.leads.get("l1").text("title") == "Owner"


def test_a_forged_notification_is_refused(watched: Any) -> None:
    hook = watched.service().hooks.held()
    body = json.dumps({"base": {"id": watched.base.id}, "webhook": {"id": hook.id}}).encode()
    for mac in ("", "hmac-sha256=00", "hmac-sha256=" + "0" * 64):
        with pytest.raises(InvalidInput, match="not signed"):
            watched.service().hooks.notified(body, mac)


def test_a_webhook_that_was_removed_there_is_no_harm(watched: Any) -> None:
    watched.base.webhooks.clear()
    watched.clock.advance(5 * 86400)
    watched.type_there("l1", Title="CEO")

    watched.sync(scheduled=True)

    assert watched.leads.get("l1").text("title") == "CEO"
    assert watched.service().hooks.held() is None


def test_a_webhook_is_renewed_before_it_ends(watched: Any) -> None:
    for _ in range(20):
        watched.clock.advance(86400)
        watched.sync(scheduled=True)
    (hook,) = watched.base.webhooks.values()
    assert hook.expires > watched.base.now()


def test_only_https_is_told(stage: Any) -> None:
    with pytest.raises(InvalidInput, match="https"):
        stage.service().watch("http://leads.example.com/x")

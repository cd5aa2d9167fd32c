"""Pages of the table, forward and back."""

from dataclasses import replace
from typing import Any

import pytest

from containers.console import table
from containers.console.table import Table, Wish
from shared.core.errors import InvalidInput


@pytest.fixture
def shown(house: Any) -> Table:
    for n in range(20):
        house.lead(f"l{n:02}", company_name=f"Firm {n % 7}", email=f"p{n}@x.example")
    return Table(house.parts.leads, house.clock)


@pytest.mark.parametrize("wish", [Wish(limit=5), Wish(limit=5, descending=False), Wish(limit=5, sort="company_name")])
def test_going_forward_and_back_shows_the_same_pages(shown: Table, wish: Wish) -> None:
    forward = [shown.page(wish)]
    while forward[-1].next:
        forward.append(shown.page(replace(wish, cursor=forward[-1].next)))
    assert [len(page.leads) for page in forward] == [5, 5, 5, 5]
    assert len({lead.id for page in forward for lead in page.leads}) == 20
    assert not forward[0].previous
    back = [forward[-1]]
    while back[-1].previous:
        back.append(shown.page(replace(wish, cursor=back[-1].previous)))
    assert [page.leads for page in reversed(back)] == [page.leads for page in forward]


def test_a_lead_that_arrives_moves_nobody_on_the_next_page(house: Any, shown: Table) -> None:
    first = shown.page(Wish(limit=5))
    house.lead("new", email="new@x.example")
    second = shown.page(Wish(limit=5, cursor=first.next))
    assert [lead.id for lead in second.leads] == ["l14", "l13", "l12", "l11", "l10"]


def test_an_order_that_looks_through_leads_says_when_there_are_more(
    shown: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table, "SCANNED", 8)
    page = shown.page(Wish(sort="email", descending=False))
    assert page.capped
    assert {lead.id for lead in page.leads} == {f"l{n}" for n in range(12, 20)}
    assert not shown.page(Wish()).capped


def test_an_order_is_remembered_for_a_moment_and_then_looked_through_anew(house: Any, shown: Table) -> None:
    wish = Wish(sort="email", descending=False)
    assert shown.page(wish).total == 20
    house.lead("new", email="a@x.example")
    house.clock.advance(3)
    assert shown.page(wish).leads[0].id == "new"


@pytest.mark.parametrize("limit", [0, -1, 201])
def test_a_page_has_a_sensible_size(limit: int) -> None:
    with pytest.raises(InvalidInput):
        Wish(limit=limit)

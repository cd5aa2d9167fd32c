"""A sheet served on loopback, reached through the real client, and people who edit it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count

import pytest

from sandbox.sheets.grid import Tab
from sandbox.sheets.web import Account, Sheets, Spreadsheet, serve_sheets
from sandbox.standin import Fault, StandIn
from shared.adapters.local.documents import LocalDocuments
from shared.content.approvals import Approvals, Polled
from shared.content.board_sheets import SheetsBoard
from shared.content.draft_store import DraftStore
from shared.content.model import Draft
from shared.content.sheets import SheetTab
from shared.core.clock import ManualClock
from shared.effects.ledger import EffectLedger

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)


@dataclass
class Desk:
    """A board on a sheet, and what tests ask of it."""

    vendor: Sheets
    server: StandIn
    clock: ManualClock
    approvals: Approvals
    made: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def drafts(self) -> DraftStore:
        return self.approvals.drafts

    @property
    def tab(self) -> Tab:
        return self.vendor.spreadsheets["sandbox-sheet"].tab("Drafts")

    def draft(self, caption: str = "") -> Draft:
        number = next(self.made)
        return self.drafts.create(
            Draft(
                id="",
                number=0,
                proposal=f"p{number}",
                produced_at=NOW,
                caption=caption or f"Caption {number}",
                strategy="Show one thing well",
                sha256=f"{number:064x}",
                video=f"drafts/{number}.mp4",
                link=f"https://leadreel.example/d/{number}",
            )
        )

    def poll(self) -> Polled:
        self.clock.advance(60)
        return self.approvals.poll()

    def row(self, draft: Draft) -> int:
        """Where it stands, from 1."""
        place = self.tab.texts()[0].index("Draft ID")
        return next(i for i, row in enumerate(self.tab.texts(), 1) if row[place : place + 1] == [draft.id])

    def type(self, draft: Draft, column: str, text: str) -> None:
        self.tab.type_into(self.row(draft), column, text)

    def shows(self, draft: Draft, column: str) -> str:
        return self.tab.records()[self.row(draft) - 2][column]

    def now(self, draft: Draft) -> Draft:
        return self.drafts.get(draft.id)

    def fault(self, fault: Fault) -> None:
        self.server.faults.append(fault)


@pytest.fixture(scope="session")
def account() -> Account:
    return Account()


@pytest.fixture
def desk(documents: LocalDocuments, clock: ManualClock, account: Account) -> Iterator[Desk]:
    vendor = Sheets(account=account, ticks=clock.monotonic)
    vendor.spreadsheets["sandbox-sheet"] = Spreadsheet("sandbox-sheet", shared_with={account.email})
    with serve_sheets(vendor) as (_, server):
        yield Desk(vendor, server, clock, approvals_of(documents, clock, vendor))


def approvals_of(documents: LocalDocuments, clock: ManualClock, vendor: Sheets) -> Approvals:
    tab = SheetTab("sandbox-sheet", "Drafts", vendor.account.key_file(f"{vendor.url}/token"), vendor.url)
    drafts = DraftStore(documents)
    owners = count(1)
    effects = EffectLedger(documents, clock, lambda: f"owner-{next(owners)}", is_dead=lambda _: False)
    return Approvals(drafts, SheetsBoard(tab, documents, drafts, effects, clock), clock)


@pytest.fixture
def reopened(documents: LocalDocuments, clock: ManualClock) -> Callable[[Desk], Desk]:
    """Another process over the same records and the same sheet."""
    return lambda desk: Desk(desk.vendor, desk.server, clock, approvals_of(documents, clock, desk.vendor), desk.made)

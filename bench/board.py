"""What a poll of the approval sheet costs when there is nothing to do: calls to the sheet, and CPU.

The real client talks to a stand-in in another process, so the CPU measured is ours alone. The sheet has a thousand
rows, as after some years; a dozen wait for a person.

    python -m bench.board [--quick]
"""

import argparse
import multiprocessing
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.report import Promise, promise, tell
from sandbox.sheets.grid import Cell, Tab
from sandbox.sheets.web import Account, Sheets, Spreadsheet, serve_sheets
from shared.app import App
from shared.content.board_table import COLUMNS, cells_of
from shared.content.configuration import Configuration
from shared.content.model import Draft
from shared.core.settings import Settings

WAITING = 12


def _serve(account: Account, rows: Sequence[Sequence[str]], told: Connection) -> None:
    tab = Tab("Drafts", id=7, height=len(rows) + 100, rows=[[Cell(cell) for cell in row] for row in rows])
    vendor = Sheets(account=account, reads=0, writes=0)
    vendor.spreadsheets["bench"] = Spreadsheet("bench", [Tab("Sheet1"), tab], {account.email})
    with serve_sheets(vendor) as (_, server):
        told.send(server.url)
        while told.recv() == "served":
            told.send(len(vendor.served))


@contextmanager
def _sheet(account: Account, rows: Sequence[Sequence[str]]) -> Iterator[tuple[str, Any]]:
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(account, rows, theirs), daemon=True)
    process.start()
    try:
        yield ours.recv(), ours
    finally:
        ours.send("over")
        process.join(10)


def _drafts(app: App, count: int) -> list[Draft]:
    made = []
    for number in range(1, count + 1):
        known = {"sha256": f"{number:064x}", "link": f"https://leadreel.example/d/{number}"}
        draft = app.drafts.create(
            Draft("", 0, f"p{number}", app.clock.now(), f"Caption of {number}. " * 20, "Show one thing well", **known)
        )
        if number <= count - WAITING:
            over = {"status": "Posted", "post": str(number), "permalink": f"https://instagram.example/p/{number}"}
            denied = {"status": "Denied", "reason": "not this one", "approver": "ana"}
            draft = app.drafts.change(draft.id, lambda one, to=over if number % 3 else denied: replace(one, **to))
        made.append(draft)
    return made


def polls(rows: int, times: int) -> tuple[float, float, float]:
    """Calls and CPU seconds of one poll (median), and CPU seconds of a process's first."""
    with TemporaryDirectory() as folder:
        app = App(Settings(data=Path(folder)))
        table = [list(COLUMNS), *([cells_of(draft)[name] for name in COLUMNS] for draft in _drafts(app, rows))]
        account = Account()
        with _sheet(account, table) as (url, told):
            app = _polling(app, url, account)
            first = _cpu(app)
            app.autopost.run()
            told.send("served")
            before = told.recv()
            each = [_cpu(app) for _ in range(times)]
            told.send("served")
            calls = (told.recv() - before) / times
        app.database.close()
    return calls, statistics.median(each), first


def _polling(app: App, url: str, account: Account) -> App:
    again = App(replace(app.settings, base_urls={"sheets": url}))
    app.database.close()
    configuration = replace(Configuration(), google_sheet_id="bench")
    again.__dict__["configuration"] = configuration
    key = Path(app.settings.data) / "key.json"
    key.write_text(account.key_file(f"{url}/token"))
    again.__dict__["configuration"] = replace(configuration, google_credentials_file=key)
    return again


def _cpu(app: App) -> float:
    began = time.process_time()
    app.autopost.run()
    return time.process_time() - began


def promises(*, quick: bool) -> Iterator[Promise]:
    calls, cpu, first = polls(1_000, 10 if quick else 50)
    yield promise("board: calls of a poll with nothing to do", calls, 1, "calls", better="lower")
    yield promise("board: CPU of a poll with nothing to do, 1,000 rows", cpu * 1000, 200, "ms", better="lower")
    yield promise("board: CPU of a process's first poll, client and sign-in", first * 1000, 2000, "ms", better="lower")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true")
    sys.exit(0 if tell(promises(quick=parser.parse_args().quick)) else 1)


if __name__ == "__main__":
    main()

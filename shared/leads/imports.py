"""The record of every import: how far it is, what became of each row, and what was wrong with it.

`imports/{id}` holds the Import, its owner and its checkpoint; `imports/{id}/chunks` the outcome of each chunk of rows,
compactly: a letter a row, and the rest only where there is more to say.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final, Protocol

from shared.core.codec import from_plain
from shared.core.errors import NotFound
from shared.core.ids import stable_id
from shared.effects.budget import BUDGETS, Account
from shared.leads.model import Import, Outcome, RowOutcome
from shared.leads.moved import whereabouts
from shared.ports.documents import DocumentStore, Query, Reader

COLLECTION = "imports"
LETTERS: Final[Mapping[Outcome, str]] = {"created": "c", "merged": "m", "updated": "u", "rejected": "r"}
_OUTCOMES: Final[Mapping[str, Outcome]] = {letter: outcome for outcome, letter in LETTERS.items()}
_KEPT_CELL = 500  # characters of a rejected row's cell that are kept to be shown
_KEPT_CELLS = 100
_BLOCK = 256  # rows


def import_id(bucket: str, name: str, generation: int) -> str:
    return stable_id("import", bucket, name, generation)


def lead_id(bucket: str, name: str, generation: int, row: int) -> str:
    """The id of the lead that a row makes when it is none that is known: a second delivery makes the same one.

    The rows of a block lie side by side, so that a chunk of them fills few pages of a store; the blocks are scattered
    by their hash, so that no file writes into one rising range.
    """
    block, place = divmod(row, _BLOCK)
    return _block(bucket, name, generation, block) + f"{place:02x}"


@lru_cache(maxsize=256)
def _block(bucket: str, name: str, generation: int, block: int) -> str:
    return stable_id("leads", bucket, name, generation, block)[:18]


def chunks_of(id: str) -> str:
    return f"{COLLECTION}/{id}/chunks"


def chunk_id(first_row: int) -> str:
    """Sorts as its rows do."""
    return f"{first_row:010d}"


class Told(Protocol):
    """What became of a row."""

    @property
    def row(self) -> int: ...
    @property
    def outcome(self) -> Outcome: ...
    @property
    def lead(self) -> str | None: ...
    @property
    def rule(self) -> str: ...
    @property
    def reason(self) -> str: ...


def chunk_document(
    outcomes: Sequence[Told],
    lines: Mapping[int, int],
    raw: Mapping[int, Sequence[str]],
    joins: Sequence[Mapping[str, str]] = (),
) -> dict[str, Any]:
    """The stored form of the outcomes of consecutive rows; `lines` and `raw` (the cells) are kept of rejected ones.

    `joins`: leads that rows told to be one, in the order in which they are to be merged.

    The lead of a created row is left out: its id follows from the row.
    """
    more: dict[str, dict[str, Any]] = {}
    for one in outcomes:
        if one.outcome == "created":
            continue
        said: dict[str, Any] = {"lead": one.lead, "rule": one.rule, "reason": one.reason}
        if one.outcome == "rejected":
            said |= {
                "line": lines.get(one.row, 0),
                "cells": [cell[:_KEPT_CELL] for cell in raw.get(one.row, ())[:_KEPT_CELLS]],
            }
        more[str(one.row)] = {key: value for key, value in said.items() if value}
    first = outcomes[0].row
    codes = "".join(LETTERS[one.outcome] for one in outcomes)
    told: dict[str, Any] = {"first": first, "outcomes": codes, "rejected": codes.count("r"), "more": more}
    return {**told, "joins": [dict(join) for join in joins]} if joins else told


class Imports:
    """What is known about imports."""

    def __init__(self, documents: DocumentStore) -> None:
        self._documents = documents

    def find(self, id: str) -> Import | None:
        data = self._documents.get(COLLECTION, id)
        return None if data is None else replace(import_of(id, data), spent=_spent(self._documents, id))

    def get(self, id: str) -> Import:
        """Raises NotFound."""
        found = self.find(id)
        if found is None:
            raise NotFound(f"no import {id[:60]!r}; `leadreel imports list` shows them")
        return found

    def list(self, *, limit: int | None = None, after: tuple[str, str] | None = None) -> list[Import]:
        """Imports, the newest first, behind the one made at this time (as stored) with this id."""
        query = Query(COLLECTION, order_by="created_at", descending=True, limit=limit, after=after)
        return [import_of(found.id, found.data) for found in self._documents.query(query)]

    def rows(self, id: str) -> Iterator[RowOutcome]:
        """What became of each data row, in order; a lead that was merged into another since is told by that one.

        Raises NotFound.
        """
        imported = self.get(id)
        for chunk in self._chunks(id):
            told = list(_told(imported, chunk))
            found = whereabouts(self._documents, dict.fromkeys(one.lead for one in told if one.lead))
            for one in told:
                yield replace(one, lead=found[one.lead]) if one.lead else one

    def joins(self, id: str) -> Iterator[dict[str, str]]:
        """Leads that the rows of an import told to be one: kept, dropped, rule, evidence."""
        for chunk in self._chunks(id):
            yield from chunk.get("joins", ())

    def touched(self, id: str, after: str = "") -> Iterator[tuple[str, dict[str, bool]]]:
        """The leads that each chunk of rows made (True) or spoke of, by the chunk's id, behind the chunk `after`."""
        imported = self.get(id)
        for found in self._documents.query(Query(chunks_of(id), after=(None, after) if after else None)):
            leads: dict[str, bool] = {}
            for one in _told(imported, found.data):
                if one.lead:
                    leads[one.lead] = leads.get(one.lead, False) or one.outcome == "created"
            yield found.id, leads

    def rejected(self, id: str) -> Iterator[dict[str, Any]]:
        """The rejected rows with their line in the file, the reason and their cells as they were read."""
        self.get(id)
        for chunk in self._chunks(id):
            if not chunk["rejected"]:
                continue
            for row, letter in enumerate(chunk["outcomes"], start=chunk["first"]):
                if letter == "r":
                    more = chunk["more"].get(str(row), {})
                    yield {
                        "row": row,
                        "line": more.get("line", 0),
                        "reason": more.get("reason", ""),
                        "cells": more.get("cells", []),
                    }

    def outcome_of(self, id: str, row: int) -> RowOutcome | None:
        """What became of one row."""
        return next((one for one in self.rows(id) if one.row == row), None)

    def _chunks(self, id: str) -> Iterator[dict[str, Any]]:
        for found in self._documents.query(Query(chunks_of(id))):
            yield found.data


def _told(imported: Import, chunk: Mapping[str, Any]) -> Iterator[RowOutcome]:
    for row, letter in enumerate(chunk["outcomes"], start=chunk["first"]):
        more = chunk["more"].get(str(row), {})
        outcome = _OUTCOMES[letter]
        lead = more.get("lead")
        if outcome == "created":
            lead = lead_id(imported.bucket, imported.object, imported.generation, row)
        yield RowOutcome(row, outcome, lead, more.get("rule", ""), more.get("reason", ""))


def _spent(reader: Reader, id: str) -> Decimal:
    """USD that an import's enrichers have cost so far."""
    found = reader.get(BUDGETS, account_of(id))
    return from_plain(Account, found).spent if found else Decimal(0)


def account_of(id: str) -> str:
    """The name under which an import's money is kept."""
    return f"import-{id}"


def import_of(id: str, document: Mapping[str, Any]) -> Import:
    return from_plain(Import, {**document, "id": id})

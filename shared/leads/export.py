"""Leads as files: CSV and XLSX for people and other tools, JSON Lines as the canonical form that can be compared.

Streamed: the leads are read twice, once for the columns that are in use and once for the values.
"""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import TextIOWrapper
from itertools import islice
from typing import Any, BinaryIO, Final, Literal, get_args

from shared.core.codec import encode_sorted, to_plain
from shared.core.errors import InvalidInput
from shared.core.log import get_log
from shared.leads.column_sets import ColumnSet, Layout, column_set, lacking, layout
from shared.leads.derived import SYNC
from shared.leads.fields import Fields
from shared.leads.formula import guarded
from shared.leads.model import FieldValue, Lead
from shared.leads.store import PAGE, LeadStore, lead_of

Format = Literal["csv", "jsonl", "xlsx"]
FORMATS: Final[tuple[Format, ...]] = get_args(Format)
VIDEO: Final = "video"  # the field that holds a place
_XLSX_ROWS = 1_048_575  # below the header
_XLSX_CELL = 32_767  # characters

log = get_log(__name__)


Fits = Callable[[Mapping[str, Any]], bool]
Synced = Callable[[Sequence[str]], Mapping[str, Mapping[str, str]]]


@dataclass(frozen=True, slots=True)
class _Wanted:
    import_id: str = ""
    chosen: ColumnSet | None = None
    fits: Fits | None = None


class Exporter:
    """Writes all leads, or those of one import, in the order of their ids."""

    def __init__(
        self, leads: LeadStore, fields: Fields, locate: Callable[[str], str] = str, synced: Synced | None = None
    ) -> None:
        """`locate` tells where a person finds a video, from the bucket and name that the lead keeps; `synced` how
        leads stand with the sync, by their ids."""
        self._leads = leads
        self._fields = fields
        self._locate = locate
        self._synced = synced

    def write(
        self,
        format: str,
        target: BinaryIO,
        *,
        provenance: bool = False,
        import_id: str = "",
        columns: str = "",
        fits: Fits | None = None,
    ) -> int:
        """Write the leads and return their number. `provenance` adds every value's origin and former values (JSON
        Lines alone); `columns` names a set of columns (tables alone); `fits` chooses by the stored form.

        Raises InvalidInput for an unknown format or set.
        """
        wanted = _Wanted(import_id, column_set(columns) if columns else None, fits)
        if format == "jsonl":
            if columns:
                raise InvalidInput("JSON Lines hold every field under its own name; use --format csv or xlsx")
            return self._jsonl(target, provenance, wanted)
        if provenance:
            raise InvalidInput(f"origins do not fit into {format}; use --format jsonl")
        if format == "csv":
            return self._csv(target, wanted)
        if format == "xlsx":
            return self._xlsx(target, wanted)
        raise InvalidInput(f"{format!r} is no format for leads; choose one of {', '.join(FORMATS)}")

    def columns(self, import_id: str = "") -> list[str]:
        """The fields in use: the built-in ones in their order, then the others by name."""
        return self._columns(_Wanted(import_id))

    def _columns(self, wanted: "_Wanted") -> list[str]:
        used = {name for _, lead in self._stored(wanted) for name in lead["fields"]}
        order = [field.name for field in self._fields.all()]
        return [*(name for name in order if name in used), *sorted(used.difference(order))]

    def _stored(self, wanted: "_Wanted") -> Iterator[tuple[str, dict[str, Any]]]:
        for found in self._leads.by_id(wanted.import_id):
            if wanted.fits is not None and not wanted.fits(found.data):
                continue
            fields = found.data["fields"]
            if video := fields.get(VIDEO):
                fields = {**fields, VIDEO: self._locate(str(video))}
            yield found.id, {**found.data, "fields": fields}

    def _with_sync(self, wanted: "_Wanted", made: Layout) -> Iterator[dict[str, Any]]:
        stored = self._stored(wanted)
        if self._synced is None or not set(SYNC).intersection(made.derived):
            yield from (document for _, document in stored)
            return
        while part := list(islice(stored, PAGE)):
            told = self._synced([id for id, _ in part])
            yield from ({**document, "sync": told.get(id, {})} for id, document in part)

    def _jsonl(self, target: BinaryIO, provenance: bool, wanted: "_Wanted") -> int:
        count = 0
        for id, document in self._stored(wanted):
            line: dict[str, Any] = {"id": id, "fields": document["fields"]}
            if provenance:
                line |= origins_of(lead_of(id, document))
            target.write(encode_sorted(line) + b"\n")
            count += 1
        return count

    def _csv(self, target: BinaryIO, wanted: "_Wanted") -> int:
        header, rows = self._table(wanted)
        text = TextIOWrapper(target, encoding="utf-8", newline="", write_through=True)
        try:
            writer = csv.writer(text)
            writer.writerow(list(map(guarded, header)))
            count = 0
            for row in rows:
                writer.writerow([guarded(cell) for cell in row])
                count += 1
        finally:
            text.detach()  # the target belongs to the caller
        return count

    def _xlsx(self, target: BinaryIO, wanted: "_Wanted") -> int:
        import xlsxwriter

        header, rows = self._table(wanted)
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        count = cut = 0
        with xlsxwriter.Workbook(target, options) as book:
            sheet = book.add_worksheet("Leads")
            sheet.freeze_panes(1, 0)
            bold = book.add_format({"bold": True})
            for place, name in enumerate(header):
                sheet.write_string(0, place, name, bold)
            for count, row in enumerate(rows, start=1):
                if count > _XLSX_ROWS:
                    raise InvalidInput(
                        f"a sheet holds {_XLSX_ROWS:,} leads and there are more; export CSV or JSON Lines"
                    )
                for place, cell in enumerate(row):
                    if cell:
                        cut += len(cell) > _XLSX_CELL
                        sheet.write_string(count, place, _storable(cell))
        if cut:
            log.warning("cells were cut to what a sheet holds", cells=cut, characters=_XLSX_CELL)
        return count

    def _table(self, wanted: "_Wanted") -> tuple[list[str], Iterator[list[str]]]:
        """The header, and the rows below it."""
        columns = self._columns(wanted)
        if wanted.chosen is None:
            return ["id", *columns], self._rows(columns, wanted)
        made = layout(wanted.chosen, columns)
        return made.header, self._rows_of(wanted, wanted.chosen, made)

    def _rows(self, columns: Sequence[str], wanted: "_Wanted") -> Iterator[list[str]]:
        for id, document in self._stored(wanted):
            fields = document["fields"]
            yield [id, *(str(fields.get(name, "")) for name in columns)]

    def _rows_of(self, wanted: "_Wanted", chosen: ColumnSet, made: Layout) -> Iterator[list[str]]:
        refused: dict[str, int] = {}
        for document in self._with_sync(wanted, made):
            row = made.row(document)
            if missing := lacking(chosen, made, row):
                refused[missing] = refused.get(missing, 0) + 1
            yield row
        for missing, count in refused.items():
            log.warning("leads that the tool will refuse", tool=chosen.name, without=missing, leads=count)


def _storable(cell: str) -> str:
    """The text as XML and a sheet can hold it: no control characters, not too long."""
    kept = "".join(ch for ch in cell if ch >= " " or ch in "\t\n\r") if not cell.isprintable() else cell
    return kept if len(kept) <= _XLSX_CELL else kept[: _XLSX_CELL - 1] + "…"


def origins_of(lead: Lead) -> dict[str, Any]:
    """Where each value of a lead comes from, and what it replaced, as plain values."""
    return {
        "origins": {name: to_plain(held.provenance) for name, held in lead.fields.items()},
        "former": {name: [_plain(held) for held in values] for name, values in lead.former.items() if values},
    }


def _plain(held: FieldValue) -> dict[str, Any]:
    return {"value": held.value, "origin": to_plain(held.provenance)}

"""A table's rows in chunks of what one transaction holds.

Pure reading: nothing is asked of the store, so it can be done ahead, in another process too.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import BinaryIO, Final

from shared.core.errors import InvalidInput
from shared.leads import imports
from shared.leads.advice import ColumnAdvisor, advised
from shared.leads.mapping import SAMPLE_ROWS, joins_of, map_columns
from shared.leads.model import ColumnJoin, ColumnMap, FieldDefinition
from shared.leads.offsets import Mark
from shared.leads.reader import Row, Table, open_table
from shared.leads.records import Recorder, recorder, too_large
from shared.leads.regions import region_of_table
from shared.leads.resolve import Origin, Record, Records
from shared.leads.sums import adds_up

_WRITES = 470  # of a transaction's 500, the rest is for the import, the chunk and the outbox
_ROWS = 400  # in a chunk, where most are rejected
_CHARACTERS = 3_000_000  # in a chunk, and in a group of them
_NONE: Final[frozenset[str]] = frozenset()
_TOGETHER = 32  # chunks that are given to the store at a time; the first is given alone, then 2, 4, ...


@dataclass(frozen=True, slots=True)
class Source:
    """Where rows come from, and what they cause."""

    bucket: str
    object: str
    generation: int
    origin: Origin


@dataclass(frozen=True, slots=True)
class Reading:
    """A table and what its rows are turned into."""

    table: Table
    rows: Iterator[Row]
    maps: tuple[ColumnMap, ...]
    joins: tuple[ColumnJoin, ...]
    recorder: Recorder
    place: Mark | None = None  # where its rows begin, if not at the beginning
    told: list[str] = field(default_factory=list)  # problems that another process met in the file

    def behind(self, row: int, limit: int | None) -> Iterator[Row]:
        """The rows behind `row`, up to row `limit`."""
        before = self.place.row if self.place else 0
        return islice(self.rows, row - before, None if limit is None else max(row, limit) - before)

    def finish(self) -> tuple[str, ...]:
        """What is to be said about the file as a whole, once its rows have been read."""
        return tuple(dict.fromkeys((*self.table.finish(), *self.told)))


@dataclass(frozen=True, slots=True)
class Chunk:
    """Consecutive rows: what could be taken of them, and why the others could not."""

    first: int
    last: int
    records: tuple[Record, ...]
    refused: Mapping[int, str]  # row → reason
    lines: Mapping[int, int]  # of refused rows
    raw: Mapping[int, Sequence[str]]
    size: int  # characters of what could be taken
    also: frozenset[str]  # fields beside the mapped ones that the rows so far have needed
    shared: frozenset[str] = _NONE  # keys of its rows by which others of them may find them

    @property
    def looked_up(self) -> list[str]:
        """The ids of all index documents that are read for its rows."""
        return list(dict.fromkeys(_asked(self.records)))


def read(
    stream: BinaryIO,
    name: str,
    fields: Sequence[FieldDefinition],
    region: str,
    known: tuple[ColumnMap, ...] = (),
    place: Mark | None = None,
    advisor: ColumnAdvisor | None = None,
) -> Reading:
    """Open the table and decide on its columns, or keep to what was decided before; the rows begin at `place`.
    The advisor, if there is one, is asked about columns that the rules are unsure of."""
    table = open_table(stream, name)
    rows = table.rows()
    first = list(islice(rows, SAMPLE_ROWS))
    sample = [cells for _, _, cells, fault in first if not fault]
    maps = known or map_columns(table.header, sample, fields)
    if advisor is not None and not known:
        maps = advised(maps, sample, fields, advisor)
    _check_usable(table, maps, sample)
    joins = joins_of(maps)
    region = region_of_table(maps, sample, region)
    if place is not None:
        table.go_to(stream, place.row, place.line, place.byte)
        first, rows = [], table.rows()
    return Reading(table, chain(first, rows), maps, joins, recorder(maps, joins, fields, region), place)


def cut(reading: Reading, source: Source, rows: Iterable[Row]) -> Iterator[Chunk]:
    """Rows of the reading, as many at a time as one transaction holds."""
    recorder = reading.recorder
    made = Records(source.origin, recorder.columns)
    bucket, name, generation = source.bucket, source.object, source.generation
    records: list[Record] = []
    refused: dict[int, str] = {}
    lines: dict[int, int] = {}
    raw: dict[int, Sequence[str]] = {}
    first, number, writes, size = 0, 0, 0, 0
    for number, line, cells, told in rows:
        first = first or number
        fault = told or recorder.fault(cells) or too_large(cells)
        values = {} if fault else recorder.values(cells)
        record = made.record(number, imports.lead_id(bucket, name, generation, number), values) if values else None
        if record and record.kinds == "rw" and adds_up(values):
            record, fault = None, "adds up the others and is no lead; remove it"
        cost = 1 + len(record.keys) if record else 0
        added = len("".join(values.values())) if record else 0
        size += added
        full = writes + cost > _WRITES or size > _CHARACTERS or number - first >= _ROWS
        if full and (records or refused):
            also = frozenset(recorder.also)
            yield Chunk(first, number - 1, tuple(records), refused, lines, raw, size - added, also, _shared(records))
            records, refused, lines, raw, first, writes, size = [], {}, {}, {}, number, 0, added
        writes += cost
        if record:
            records.append(record)
        else:
            refused[number] = f"row {number} {fault or 'has no value in any cell; remove it'}"
            lines[number], raw[number] = line, cells
    if records or refused:
        also = frozenset(recorder.also)
        yield Chunk(first, number, tuple(records), refused, lines, raw, size, also, _shared(records))


def _asked(records: Iterable[Record]) -> Iterator[str]:
    return chain.from_iterable([record.keys + record.probes for record in records])


def _shared(records: Iterable[Record]) -> frozenset[str]:
    """The keys by which one of the records may be found by another."""
    counted = Counter(_asked(records))
    often = {id for id, count in counted.items() if count > 1}
    return frozenset(often.intersection(chain.from_iterable([record.keys for record in records]))) if often else _NONE


def groups(chunks: Iterable[Chunk]) -> Iterator[list[Chunk]]:
    """Chunks in growing groups: a small file is there at once, a long one costs the store little."""
    group: list[Chunk] = []
    most = 1
    for chunk in chunks:
        group.append(chunk)
        if len(group) == most or sum(one.size for one in group) > _CHARACTERS:
            yield group
            group, most = [], min(2 * most, _TOGETHER)
    if group:
        yield group


def _check_usable(table: Table, maps: Sequence[ColumnMap], sample: Sequence[Sequence[str]]) -> None:
    """Refuse what is read as a table and is none: nothing in it is a field of a lead."""
    if any(column.targets for column in maps):
        return
    if not table.has_header:
        raise InvalidInput(
            f"{table.name}: it has no header row, and its values tell nothing; add a first row such as: "
            "full_name, email, company_name"
        )
    if len(maps) == 1:
        raise InvalidInput(
            f"{table.name}: it has one column, {maps[0].column!r}, that no field fits; are its cells parted by "
            "commas, semicolons or tabs? A column of addresses is called email"
        )
    if not sample:
        raise InvalidInput(f"{table.name}: there is a header and no row below it; nothing to take in")

"""Which ids a collection certainly does not hold, told without asking the store.

Ingestion asks for seven keys a row, and nearly none is there. One mark for each id that the collection has ever held
answers that: a mark that is not set is an id that is not there; one that is set says nothing.

A sieve is made from the ids in the store when asking has cost about as much as making it, and kept by the writer
itself. It holds as long as nobody else writes to the collection, which the collection's count of changes tells: it is
looked at inside the write transaction, where nobody else can write.
"""

from collections.abc import Iterable, Sequence
from itertools import compress

from shared.adapters.local.database import Connection
from shared.adapters.local.layout import Layout

_MARKS = 1 << 24  # bytes; beside four million ids one in five others is taken to be there
_MOST = 1 << 23  # ids; with more it tells too little
_AT_ONCE = 1 << 20  # ids that are read to make one: the store is locked meanwhile
_CHEAPER = 4  # ids that are read from an index in the time of asking for one
_PLACE = (_MARKS - 1).__and__  # of a hash


class Sieve:
    """The sieve of one collection's name, for whoever holds the write lock."""

    def __init__(self) -> None:
        self._marks: bytearray | None = None
        self._version = -1  # count of the collection's changes up to which every id is in
        self._asked = 0  # since there was a sieve
        self._held = 0

    def possible(self, connection: Connection, layout: Layout, ids: Sequence[str]) -> Sequence[str]:
        """Those of the ids that may be there."""
        ((version,),) = connection.execute("SELECT changes FROM collections WHERE name = ?", (layout.name,)).fetchall()
        if self._marks is None or version != self._version:
            self._marks = None
            self._asked += len(ids)
            if not self._make(connection, layout, version):
                return ids
        marks = self._marks or b""
        return list(compress(ids, map(marks.__getitem__, map(_PLACE, map(hash, ids)))))

    def add(self, ids: Sequence[str], version: int) -> None:
        """Ids that this transaction writes, as the change `version`."""
        if self._marks is None or version not in (self._version, self._version + 1):
            self._marks = None
            return
        self._version = version
        self._held += len(ids)
        if self._held > _MOST:
            self._marks = None
            return
        self._put(self._marks, ids)

    def _make(self, connection: Connection, layout: Layout, version: int) -> bool:
        held = _about(connection, layout)
        if held > min(_AT_ONCE, self._asked * _CHEAPER):
            return False
        marks = bytearray(_MARKS)
        for table in (layout.table, layout.young) if layout.has_young else (layout.table,):
            found = connection.execute(f"SELECT id FROM {table}")  # noqa: S608 - the name is quoted
            while some := found.fetchmany(10_000):
                self._put(marks, [id for (id,) in some])
        self._marks, self._version, self._asked, self._held = marks, version, 0, held
        return True

    @staticmethod
    def _put(marks: bytearray, ids: Iterable[str]) -> None:
        for place in map(_PLACE, map(hash, ids)):
            marks[place] = 1


def _about(connection: Connection, layout: Layout) -> int:
    """How many documents there are, or more."""
    (last,) = connection.execute(f"SELECT max(rowid) FROM {layout.table}").fetchone()  # noqa: S608 - quoted
    young = connection.execute("SELECT documents FROM young WHERE name = ?", (layout.name,)).fetchone()
    return int(last or 0) + (young[0] if young else 0)

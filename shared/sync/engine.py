"""One run of the sync: read what changed there, let it meet what changed here, send what is ours to say.

Everything that must survive a crash is stored before the next step is taken: a meeting with what it takes and what it
intends to send, then the sending, then the answer. The marks up to which a side has been read move only when all that
was read has been stored. So a run may end anywhere and be run again.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from itertools import islice
from typing import Final, Protocol, TypeVar

from shared.core import faults
from shared.core.clock import Clock, iso, parse_iso
from shared.core.errors import InvalidInput, TransientError
from shared.sync.cells import Tidy, as_typed
from shared.sync.decide import Meeting, Terms, arrived, deleted, refused, unanswered
from shared.sync.model import Direction, FieldMap, Link, Record, Row

BATCH: Final = 10  # records the far side takes in one call
MEETINGS: Final = 100  # brought to the store together
OVERLAP: Final = timedelta(minutes=15)  # read again at each side: clocks differ, and stamps are older than their writes
FRESH: Final = 30.0  # seconds for which what was read there may be built upon

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Marks:
    """Up to when each side has been read (ISO 8601), "" = never."""

    ours: str = ""
    theirs: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A record and the lead that it is. `problem`: why it is left alone instead."""

    record: Record
    lead: str = ""
    new: bool = False  # the lead is to be made
    problem: str = ""
    copy_of: str = ""  # the lead whose id the record holds, although another one stands for it


class Desk(Protocol):
    """Our side: leads, links and the log of conflicts, in one store."""

    def marks(self) -> Marks: ...
    def set_marks(self, marks: Marks) -> None: ...

    def linked(self) -> Iterator[Sequence[Link]]:
        """Links that have a record and nothing to send, in pages."""

    def find(self, records: Sequence[Record], map: FieldMap) -> list[Found]:
        """The leads of records: by their link, by our id in them, or by the rules for duplicates."""

    def changed(self, since: str) -> Iterator[Sequence[str]]:
        """Ids of the leads that changed at or after a time, in pages."""

    def meet(self, pairs: Sequence[tuple[str, Record | None, bool]], terms: Terms, *, dry: bool) -> list[Meeting]:
        """Let leads meet their records, each in a transaction of its own; the flag: the lead is to be made."""

    def pending(self) -> Iterator[Sequence[Link]]:
        """Links with something to send, in pages, the longest waiting first."""

    def settle(self, changes: Sequence[tuple[str, Callable[[Link], Link]]]) -> None:
        """Change links, each in a transaction of its own."""


class Remote(Protocol):
    """The far side. Raises TransientError when a later call may work, InvalidInput when it refuses what was sent."""

    def changed(self, since: str) -> Iterator[Sequence[Record]]:
        """Records that changed at or after a time by its clock, in pages; "" = all."""

    def write(self, rows: Sequence[Row]) -> Sequence[Record]:
        """At most ten rows, all or none: the records as they stand then, in the rows' order."""

    def blamed(self, error: InvalidInput, /) -> str:
        """Our field that a refusal is about; "" when it names none."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did. `pending`: changes of ours that wait to be sent."""

    direction: Direction
    dry: bool = False
    read: int = 0  # records read there
    created_here: int = 0
    updated_here: int = 0
    written: int = 0  # records written there
    created_there: int = 0
    gone_there: int = 0  # records that were deleted there
    conflicts: int = 0
    failed: int = 0
    pending: int = 0
    problems: tuple[str, ...] = ()
    stopped: str = ""  # why the run ended early


@dataclass(slots=True)
class _Tally:
    """The report as it grows."""

    report: Report
    problems: dict[str, None] = field(default_factory=dict)
    new: set[str] = field(default_factory=set)  # leads without a record yet

    def add(self, **counts: int) -> None:
        self.report = replace(self.report, **{name: getattr(self.report, name) + n for name, n in counts.items()})

    def tell(self, problem: str) -> None:
        if len(self.problems) < 200:
            self.problems[problem] = None


class Sync:
    """Two sides kept equal. `gather`: seconds for which changes of ours may wait until a batch is full. `told`: the far
    side tells what changed, by its own cursor, so that the mark up to which it was asked stays where it is."""

    def __init__(
        self,
        desk: Desk,
        remote: Remote,
        map: FieldMap,
        clock: Clock,
        *,
        table: str = "",
        gather: float = 0.0,
        tidy: Tidy = as_typed,
        told: bool = False,
    ) -> None:
        self._desk = desk
        self._remote = remote
        self._map = map
        self._clock = clock
        self._table = table
        self._gather = gather
        self._tidy = tidy
        self._told = told
        self._read_at = float("-inf")

    def run(
        self, direction: Direction = "both", *, dry: bool = False, full: bool = False, retry_refused: bool = False
    ) -> Report:
        """Everything that changed on either side since the last run. Running it again changes nothing more.

        `full` reads the whole table, which alone shows what was deleted there.
        """
        tally = _Tally(Report(direction, dry))
        terms = self._terms(direction, retry_refused=retry_refused)
        before = self._desk.marks()
        ours_until, theirs_until = self._now(), before.theirs
        try:
            met, theirs_until = self._read("" if full else before.theirs, terms, tally, dry=dry)
            if full:
                self._miss(met, tally, dry=dry)
            self._meet_ours(before.ours, met, terms, tally, dry=dry)
            if not dry:
                faults.reach("sync.before_marks")
                # What a one-way run has seen of the other way is still to be done.
                self._desk.set_marks(
                    Marks(
                        before.ours if direction == "pull" else ours_until,
                        before.theirs if direction == "push" or self._told else theirs_until,
                    )
                )
                faults.reach("sync.after_marks")
                if direction != "pull":
                    self._send(before.theirs if self._told else theirs_until, terms, tally)
        except TransientError as error:
            tally.report = replace(tally.report, stopped=str(error))
        return replace(tally.report, problems=tuple(tally.problems), pending=self._waiting(tally, dry=dry))

    def _terms(self, direction: Direction, *, retry_refused: bool) -> Terms:
        return Terms(self._map, direction, self._now(), self._table, retry_refused, self._tidy)

    def _now(self) -> str:
        return iso(self._clock.now())

    # Reading

    def _read(self, mark: str, terms: Terms, tally: _Tally, *, dry: bool) -> tuple[set[str], str]:
        """Let what changed there meet its leads. Returns those leads, and until when it has been read."""
        met: set[str] = set()
        until = self._now()
        self._read_at = self._clock.monotonic()
        for page in self._remote.changed(_earlier(mark)):
            faults.reach("sync.page_read")
            found = self._desk.find(page, self._map)
            for one in found:
                if one.problem:
                    tally.tell(one.problem)
            if copied := [one.copy_of for one in found if one.copy_of]:
                self._desk.settle([(lead, _copied) for lead in copied])
            self._meet([(one.lead, one.record, one.new) for one in found if one.lead], terms, tally, dry=dry)
            tally.add(read=len(page))
            met.update(one.lead for one in found)
        return met, until

    def _miss(self, met: set[str], tally: _Tally, *, dry: bool) -> None:
        """What the whole table does not show was deleted there. The lead stays as it is, and is no longer sent."""
        for page in self._desk.linked():
            missing = [link for link in page if link.lead not in met and not link.gone]
            if not dry:
                self._desk.settle([(link.lead, deleted) for link in missing])
            tally.add(gone_there=len(missing))
            for link in missing:
                tally.tell(
                    f"lead {link.lead}: its record {link.record} was deleted in Airtable. The lead stays as it is; "
                    f"`leadreel sync restore {link.lead}` makes the record again"
                )

    def _meet_ours(self, mark: str, met: set[str], terms: Terms, tally: _Tally, *, dry: bool) -> None:
        for page in self._desk.changed(_earlier(mark)):
            self._meet([(lead, None, False) for lead in page if lead not in met], terms, tally, dry=dry)

    def _meet(
        self, pairs: Sequence[tuple[str, Record | None, bool]], terms: Terms, tally: _Tally, *, dry: bool
    ) -> None:
        for part in _parts(pairs, MEETINGS):
            faults.reach("sync.before_meeting")
            meetings = self._desk.meet(part, terms, dry=dry)
            faults.reach("sync.after_meeting")
            for (_, record, new), meeting in zip(part, meetings, strict=True):
                self._count(tally, meeting, new=new, alone=record is None, dry=dry)

    def _count(self, tally: _Tally, meeting: Meeting, *, new: bool, alone: bool, dry: bool) -> None:
        link = meeting.link
        tally.add(
            created_here=int(new and bool(meeting.take)),
            updated_here=int(not new and bool(meeting.take)),
            conflicts=len(meeting.conflicts),
            failed=int(bool(link.refused) and not meeting.sends),
            pending=int(dry and meeting.sends),
        )
        if meeting.sends and alone and not link.record:
            tally.new.add(link.lead)
            if dry:
                tally.add(created_there=1)
        if link.gone == "ours" and not alone:
            tally.tell(f"record {link.record}: its lead {link.lead} was deleted here; edits of the record go nowhere")
        for name, refusal in link.refused.items():
            tally.tell(f"lead {link.lead}, {name}: {refusal.reason}")

    # Sending

    def _send(self, read_until: str, terms: Terms, tally: _Tally) -> None:
        overdue = self._is_overdue()
        for page in self._desk.pending():
            for links in _parts(page, BATCH):
                if len(links) < BATCH and not overdue:
                    continue  # a call is worth its price when the batch is full, or has waited long enough
                batch = list(links)
                if self._clock.monotonic() - self._read_at > FRESH:
                    read_until = self._refresh(read_until, tally)
                    batch = self._again(batch)
                if batch:
                    self._write(batch, terms, tally)

    def _is_overdue(self) -> bool:
        oldest = next((link.waiting_since for page in self._desk.pending() for link in page), "")
        return not self._gather or bool(oldest and oldest <= iso(self._clock.now() - timedelta(seconds=self._gather)))

    def _refresh(self, mark: str, tally: _Tally) -> str:
        """During a long sending: what they have changed meanwhile must not be written over."""
        return self._read(mark, self._terms("both", retry_refused=False), tally, dry=False)[1]

    def _again(self, links: Sequence[Link]) -> list[Link]:
        """The links as they stand now, those with something to send."""
        found: list[Link] = []

        def look(link: Link) -> Link:
            if link.intended:
                found.append(link)
            return link

        self._desk.settle([(link.lead, look) for link in links])
        return found

    def _write(self, links: Sequence[Link], terms: Terms, tally: _Tally) -> None:
        try:
            records = self._sent(links)
        except InvalidInput as error:
            self._refused(links, error, terms, tally)
            return
        except TransientError as error:
            tried = partial(unanswered, reason=str(error), now=self._now())
            self._desk.settle([(link.lead, tried) for link in links])
            raise
        now = replace(terms, now=self._now())
        self._desk.settle(
            [
                (link.lead, partial(arrived, sent=link.round, record=record, terms=now))
                for link, record in zip(links, records, strict=True)
            ]
        )
        faults.reach("sync.after_settling")
        tally.add(written=len(links), created_there=sum(link.lead in tally.new for link in links))

    def _sent(self, links: Sequence[Link]) -> Sequence[Record]:
        faults.reach("sync.before_write")
        records = self._remote.write([row_of(link) for link in links])
        faults.reach("sync.after_write")
        return records

    def _refused(self, links: Sequence[Link], error: InvalidInput, terms: Terms, tally: _Tally) -> None:
        """One misfit refuses a whole batch: halve it until it stands alone, then leave out the field it is about."""
        if len(links) > 1:
            middle = len(links) // 2
            self._write(links[:middle], terms, tally)
            self._write(links[middle:], terms, tally)
            return
        (link,) = links
        name = self._remote.blamed(error)
        blamed = name if name in link.intended else ""
        reason = str(error)
        tally.tell(f"lead {link.lead}{', ' * bool(blamed)}{blamed}: {reason}")
        tally.add(failed=1)
        rest = {name: value for name, value in link.intended.items() if name != blamed} if blamed else {}
        now = replace(terms, now=self._now())
        again: list[Link] = []

        def change(held: Link) -> Link:
            after = refused(held, link.round, {blamed: reason}, now)
            if rest and held.round == link.round:
                after = replace(after, intended=rest, round=held.round + 1, state="pending")
                again.append(after)
            return after

        self._desk.settle([(link.lead, change)])
        if again:
            self._write(again[-1:], terms, tally)

    def _waiting(self, tally: _Tally, *, dry: bool) -> int:
        return tally.report.pending if dry else sum(len(page) for page in self._desk.pending())


def row_of(link: Link) -> Row:
    """What is to stand there: always with our id, by which a sending whose answer was lost finds its record again."""
    cells = {name: value.theirs for name, value in link.intended.items()}
    return Row(link.lead, link.round, cells, record="" if link.keyed and not link.copied else link.record)


def _copied(link: Link) -> Link:
    return replace(link, copied=True)


def _earlier(mark: str) -> str:
    return iso(parse_iso(mark) - OVERLAP) if mark else ""


def _parts(items: Iterable[T], size: int) -> Iterator[Sequence[T]]:
    them = iter(items)
    while part := list(islice(them, size)):
        yield part

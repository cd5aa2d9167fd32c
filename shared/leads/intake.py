"""A file becomes leads, and every lead its tasks.

The file is read in chunks of rows. One chunk is one transaction: leads, what they are found by, their tasks, the
outbox, the outcome of every row and the checkpoint are there together or not at all. The store is given several
chunks at a time, the more of them the longer the file goes on. A process that dies goes on at the checkpoint; of
several that are told of one file at once, one works and the others come back later.

What becomes of a row: *created* makes a new lead; *merged* is a lead that is known already (from the store or from this
file) and changes no current value of it, though it may fill empty fields; *updated* is one that does change a current
value; *rejected* is a row without any value, over the limits, or with more filled cells than the header has names.
Created + merged + updated + rejected are the data rows of the file, always.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from itertools import islice
from operator import attrgetter
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, Protocol

from shared.core import faults
from shared.core.clock import Clock, iso, parse_iso
from shared.core.codec import to_plain
from shared.core.collecting import uncollected
from shared.core.errors import AppError, InvalidInput, NotFound, TransientError
from shared.core.ids import IdSource, random_id, stable_id
from shared.core.log import correlation_id, get_log
from shared.core.text import shorten
from shared.leads import ahead, handing, imports, matching, store
from shared.leads.advice import ColumnAdvisor
from shared.leads.ahead import Job
from shared.leads.chunks import Chunk, Reading, Source, cut, groups, read
from shared.leads.estimate import Estimate
from shared.leads.fields import Fields
from shared.leads.mapping import joins_of, map_columns, missing_fields
from shared.leads.merges import Merges
from shared.leads.model import ColumnMap, FieldDefinition, Import, Lead, Outcome
from shared.leads.offsets import Mark, before
from shared.leads.reader import SUFFIXES, open_path
from shared.leads.records import also_defined, recorder, too_large
from shared.leads.resolve import Decision, Origin, Resolver, leads_to_read, record_of
from shared.ports.blobs import BlobStore
from shared.ports.documents import DocumentStore, Reader, Transaction, Write, create_all, set_all
from shared.tasks.model import Ending, NewTask, Task, task_id

LEASE = 15.0  # seconds for which a silent owner keeps an import; every chunk renews it. Correctness rests on the
# checkpoint inside the transaction, so a short lease costs nothing but a little work twice.
_SENT_AT_ONCE = 1_000  # rows whose tasks are sent as they are stored; the tasks of the others when all rows are
_SENT_TOGETHER = 64  # records of the outbox between two looks at the clock
_MARGIN = 0.2  # of the patience, for sending tasks once it is spent
_PROBLEMS = 60
_WORKERS = 2  # tasks at a time, for estimates of time

log = get_log(__name__)


class Plan(Protocol):
    """What work a new lead causes."""

    def tasks_for(self, lead_id: str, present: frozenset[str], import_id: str = "") -> Sequence[NewTask]:
        """The tasks of a lead that has these fields: as many for every lead, though not all of them may run at once.
        Without an id they name no lead, and stand for those of every lead with these fields."""

    def wake(self, reader: Reader, lead: Lead) -> Sequence[str]:
        """The tasks of a changed lead that may run now."""

    @property
    def enrichers(self) -> Mapping[str, Any]:
        """What has a `price` for each lead, by name."""


class Ledger(Protocol):
    """The part of the task ledger that ingestion needs."""

    def plan(self, tasks: Sequence[NewTask], correlation_id: str) -> list[Write]: ...
    def plan_for(self, leads: Iterable[tuple[str, Sequence[NewTask]]], correlation_id: str) -> list[Write]: ...
    def announce(self, leads: Iterable[tuple[str, Sequence[NewTask]]], correlation_id: str) -> list[Write]: ...
    def seeing(self, reader: Reader) -> Reader: ...
    def drain_now(self, ids: Sequence[str]) -> int: ...
    def wake(self, ids: Sequence[str]) -> int: ...


class ObjectName(Protocol):
    @property
    def bucket(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def generation(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a lead that was sent in by itself."""

    id: str
    created: bool  # False: it was joined to one that was there
    rule: str = ""  # what matched


_Answer = tuple[list[str], list[str], list[str], list[dict[str, str]]]
_Work = Callable[[Transaction], _Answer]


class Intake:
    """Files and single leads on their way into the store."""

    def __init__(
        self,
        documents: DocumentStore,
        blobs: BlobStore,
        ledger: Ledger,
        fields: Fields,
        plan_until: Callable[[str], Plan],
        clock: Clock,
        *,
        ids: IdSource = random_id,
        is_dead: Callable[[str], bool] = lambda _: False,
        region: str = "US",
        merges: Merges | None = None,
        pace: Callable[[], Mapping[str, float]] | None = None,
        costs: Callable[[], Mapping[str, Decimal]] | None = None,
        advisor: ColumnAdvisor | None = None,
        patience: float | None = None,
    ) -> None:
        """`plan_until`: the plan whose last step is `leads`, `enrich` or `render`; `region`: see `canonical_phone`.
        `patience`: seconds after which a call stores no further rows and leaves the rest of its file to a task.
        Where it can be told that a process has ended, `is_dead` says so of the owner token that `ids` made for it."""
        self._documents = documents
        self._blobs = blobs
        self._ledger = ledger
        self._fields = fields
        self._plan_until = plan_until
        self._clock = clock
        self._ids = ids
        self._is_dead = is_dead
        self._region = region
        self._merges = merges or Merges(documents, clock)
        self._pace = pace
        self._costs = costs
        self._advisor = advisor
        self._patience = patience

    # --- a file ---------------------------------------------------------------------------------------------------

    def run(self, obj: ObjectName) -> Import | None:
        """Take in one generation of an object; None when it is no table by its name. Safe to call again at any time.
        It is still running afterwards when the rest of it was left to a task.

        Raises TransientError while another delivery is at it, InvalidInput for a file that cannot be read: the import
        is then recorded as failed, with the reason.
        """
        if PurePosixPath(obj.name).suffix.lower() not in SUFFIXES:
            log.info("object is no table", bucket=obj.bucket, object=obj.name)
            return None
        token = self._ids()
        imported = self._claim(obj, token)
        if imported.state != "running":
            return imported
        began = self._clock.monotonic()
        started = began - imported.seconds
        until = None if self._patience is None else began + self._patience
        try:
            with self._open(obj) as stream:
                self._take_in(stream, imported, token, started, lambda: self._stream(obj), until)
        except (InvalidInput, NotFound) as error:
            self._fail(imported.id, token, str(error))
            raise InvalidInput(str(error)) from error
        done = imports.import_of(imported.id, self._documents.get(imports.COLLECTION, imported.id) or {})
        told = "import done" if done.state == "done" else "the rest of the file is left to the next call"
        log.info(told, id=done.id, rows=done.rows, created=done.created, rejected=done.rejected)
        return done

    def go_on(self, task: Task) -> Ending:
        """Take in the rest of a file whose first rows another call has stored. The handler of kind `ingest`."""
        document = self._documents.get(imports.COLLECTION, task.name)
        if document is None or document["state"] != "running":
            return Ending("done", "the import has ended")
        rest = handing.waiting_of(task.payload)
        dead = self._is_dead(document["owner"])
        if handing.is_elsewhere(document, rest.row, self._clock.now(), dead=dead):
            return Ending("done", "another call has gone on")
        imported = self.run(rest)
        return Ending("done", result={"rows": imported.rows, "state": imported.state} if imported else {})

    def _claim(self, obj: ObjectName, token: str) -> Import:
        id = imports.import_id(obj.bucket, obj.name, obj.generation)
        options = self._options(obj)
        correlation = correlation_id() or stable_id("object", obj.bucket, obj.name, obj.generation)

        def claim(transaction: Transaction) -> Import:
            now = self._clock.now()
            document = transaction.get(imports.COLLECTION, id)
            if document is not None and (document["state"] != "running" or document.get("owner") == token):
                return imports.import_of(id, document)
            if document is None:
                made = Import(
                    id,
                    obj.bucket,
                    obj.name,
                    obj.generation,
                    "running",
                    now,
                    now,
                    correlation_id=correlation,
                    options=options,
                )
                document = {key: value for key, value in to_plain(made).items() if key != "id"} | {"mapped": False}
            elif parse_iso(document["lease_until"]) > now and not self._is_dead(document["owner"]):
                wait = (parse_iso(document["lease_until"]) - now).total_seconds()
                raise TransientError(f"{obj.name}: another delivery of it is being worked on", retry_after=wait)
            document |= {"owner": token, "lease_until": iso(now + timedelta(seconds=LEASE)), "updated_at": iso(now)}
            transaction.set(imports.COLLECTION, id, document)
            return imports.import_of(id, document)

        faults.reach("intake.before_claim")
        claimed = self._documents.transaction(claim)
        faults.reach("intake.after_claim")
        return claimed

    def _options(self, obj: ObjectName) -> dict[str, str]:
        found = self._blobs.stat(obj.bucket, obj.name)
        if found is None or found.generation != obj.generation:
            return {}
        return {name: found.metadata[name] for name in ("limit", "stop_at", "budget") if name in found.metadata}

    @contextmanager
    def _open(self, obj: ObjectName) -> Iterator[BinaryIO]:
        try:
            stream = self._stream(obj)
        except NotFound as error:
            raise NotFound(f"{obj.name}: it was removed or replaced before it was read; drop it again") from error
        try:
            with stream:
                yield stream
        except OSError as error:
            raise TransientError(
                f"{obj.name}: reading stopped ({shorten(str(error), 100)}); it is tried again"
            ) from error

    def _stream(self, obj: ObjectName) -> BinaryIO:
        return self._blobs.open(obj.bucket, obj.name, generation=obj.generation)

    def _take_in(
        self,
        stream: BinaryIO,
        imported: Import,
        token: str,
        started: float,
        reopen: Callable[[], BinaryIO],
        until: float | None,
    ) -> None:
        name = PurePosixPath(imported.object).name
        known = self._fields.all()
        place = _place(imported, name, reopen)
        reading = read(stream, name, known, self._region, imported.mapping, place, self._advisor)
        plan = self._plan_until(imported.options.get("stop_at", "render"))
        limit = _limit(imported.options)
        seen = {definition.name for definition in known}
        if not imported.mapping:
            self._fields.ensure(_custom_fields(reading.maps))
        origin = Origin(imported.id, name, iso(imported.created_at))
        source = Source(imported.bucket, imported.object, imported.generation, origin)
        job = Job(source, name, reading.maps, tuple(known), self._region, imported.rows, limit, place)
        last, announced = imported.rows, list[str]()
        if last:  # taken up again: what was to be merged may have been left
            self._join(imports.Imports(self._documents).joins(imported.id), origin)
        with closing(ahead.chunks(reading, job, reopen)) as chunks, closing(uncollected(groups(chunks))) as all_groups:
            for group in all_groups:
                if fresh := group[-1].also - seen:
                    self._fields.ensure(also_defined(sorted(fresh), known))
                    seen |= fresh
                works = [self._work(chunk, imported, reading, origin, plan, token, started) for chunk in group]
                announced += self._commit(works, plan, origin)
                last = group[-1].last
                if last - imported.rows <= _SENT_AT_ONCE:  # a small file's work begins while it is read
                    self._ledger.drain_now(announced)
                    announced = []
                if until is not None and self._clock.monotonic() >= until:
                    rest = self._hand_over(imported, token, last, reading.finish(), started)
                    self._ledger.drain_now([rest])
                    self._drain(announced, until)
                    return
        if last == 0:
            raise InvalidInput(f"{name}: there is a header and no row below it; nothing to take in")
        self._finish(imported.id, token, reading.finish(), started)
        faults.reach("intake.before_drain")
        self._drain(announced, until)
        faults.reach("intake.after_drain")

    def _drain(self, outbox: Sequence[str], until: float | None) -> None:
        """Have tasks sent, as long as a call may last that stores no more; the care schedule sends the others."""
        for start in range(0, len(outbox), _SENT_TOGETHER):
            if until is not None and self._clock.monotonic() >= until + _MARGIN * (self._patience or 0.0):
                log.info("tasks are left for the care schedule", records=len(outbox) - start)
                return
            self._ledger.drain_now(outbox[start : start + _SENT_TOGETHER])

    def _hand_over(self, imported: Import, token: str, row: int, problems: Sequence[str], started: float) -> str:
        """Release the import, and announce the task that goes on behind `row`: both or neither. The id of the
        document of the outbox that has it sent."""
        planned = self._ledger.plan([handing.rest_of(imported, row)], imported.correlation_id)
        seconds = max(0.0, self._clock.monotonic() - started)

        def work(transaction: Transaction) -> None:
            document = transaction.get(imports.COLLECTION, imported.id)
            if document and document.get("handed") == token:
                return  # our own commit came back as a conflict
            document = self._own(transaction, imported.id, token)
            said = list(dict.fromkeys([*document["problems"], *problems]))[:_PROBLEMS]
            now = iso(self._clock.now())
            for write in planned:
                transaction.create(write.collection, write.id, write.data)  # type: ignore[union-attr] # a plan creates
            released = {"owner": "", "handed": token, "lease_until": now, "updated_at": now}
            told = {"problems": said, "seconds": round(seconds, 3)}
            transaction.set(imports.COLLECTION, imported.id, {**document, **released, **told})

        faults.reach("intake.before_hand_over")
        self._documents.transaction(work)
        faults.reach("intake.after_hand_over")
        return planned[-1].id

    def _commit(self, works: Sequence[_Work], plan: Plan, origin: Origin) -> list[str]:
        """Store chunks, each whole or not at all; the documents of the outbox that hold their tasks."""
        faults.reach("intake.before_chunk")
        answers = self._documents.transactions(works)
        faults.reach("intake.after_chunk")
        woken = [task for _, tasks, _, _ in answers for task in tasks]
        woken += [task for _, _, leads, _ in answers for lead in leads for task in self._ready(plan, lead)]
        if woken:
            self._ledger.wake(woken)
        self._join((join for *_, joins in answers for join in joins), origin)
        return [id for outbox, *_ in answers for id in outbox]

    def _join(self, joins: Iterable[Mapping[str, str]], origin: Origin) -> None:
        """Merge leads that rows told to be one. Merged already, nothing happens."""
        for join in joins:
            try:
                self._merges.merge(
                    join["kept"],
                    join["dropped"],
                    by=origin.file,
                    rule=join["rule"],
                    evidence=join["evidence"],
                    import_id=origin.import_id,
                )
            except (NotFound, InvalidInput) as error:  # one of them was deleted meanwhile, or knows too much
                log.warning("leads stay two", kept=join["kept"], other=join["dropped"], reason=str(error))

    def _ready(self, plan: Plan, lead: str) -> Sequence[str]:
        """Tasks of a lead that need not wait: beside new ones there are some that ended long ago."""
        held = self._documents.get(store.COLLECTION, lead)
        return plan.wake(self._ledger.seeing(self._documents), store.lead_of(lead, held)) if held else ()

    def _work(
        self,
        chunk: Chunk,
        imported: Import,
        reading: Reading,
        origin: Origin,
        plan: Plan,
        token: str,
        started: float,
    ) -> _Work:
        """What stores a chunk. It answers with its outbox documents, the tasks that may run now, the leads that were
        known and have got tasks which they lacked, and those that are to be merged."""
        wanted = chunk.looked_up
        alike = {record.names: record.fields for record in {one.names: one for one in chunk.records}.values()}
        tasks = {names: plan.tasks_for("", fields, imported.id) for names, fields in alike.items()}
        tasks_of = {record.lead: tasks[record.names] for record in chunk.records}
        paid = any(one.price for one in plan.enrichers.values())
        costs = self._costs() if paid and self._costs else {}
        answer: _Answer = ([], [], [], [])

        def work(transaction: Transaction) -> _Answer:
            nonlocal answer
            document = transaction.get(imports.COLLECTION, imported.id)
            if document is None or document.get("owner") != token or document["state"] != "running":
                raise TransientError(f"{imported.object}: another delivery has taken it over", retry_after=LEASE)
            if document["rows"] != chunk.first - 1:
                return answer  # our own commit came back as a conflict
            held = transaction.get_many(matching.COLLECTION, wanted)
            holders = {id: list(data["leads"]) for id, data in held.items()}
            leads = transaction.get_many(store.COLLECTION, leads_to_read(holders, chunk.records)) if holders else {}
            now = iso(self._clock.now())
            resolver = Resolver(holders, dict(leads), origin, now, reading.recorder.columns)
            decisions = resolver.take_all(chunk.records, chunk.shared)
            if unread := resolver.unread(wanted):
                resolver.list_with(transaction.get_many(matching.COLLECTION, unread))
            tasks_seen = self._ledger.seeing(transaction)
            woken = self._woken(tasks_seen, plan, decisions, resolver)
            lacking = self._lacking(tasks_seen, plan, decisions, resolver, imported.id)
            due = [*((id, tasks_of[id]) for id in resolver.created), *lacking.items()]
            announced = self._ledger.announce(((id, tasks) for id, tasks in due if tasks), imported.correlation_id)
            outcomes = _outcomes(decisions, chunk.refused)
            joins = _joins(decisions)
            create_all(transaction, store.COLLECTION, resolver.created)
            set_all(transaction, store.COLLECTION, resolver.changed)  # read in this transaction
            set_all(transaction, matching.COLLECTION, resolver.indexed)
            for write in announced:
                transaction.create(write.collection, write.id, write.data)  # type: ignore[union-attr] # a plan creates
            transaction.set(
                imports.chunks_of(imported.id),
                imports.chunk_id(chunk.first),
                imports.chunk_document(outcomes, chunk.lines, chunk.raw, joins),
            )
            seconds = max(0.0, self._clock.monotonic() - started)
            estimate = Estimate(plan.enrichers, costs=costs)
            made = {one.lead: one.fields for one in chunk.records if one.lead in resolver.created} if paid else {}
            cost = sum((estimate.add(fields, _told(resolver, id)).cost for id, fields in made.items()), Decimal(0))
            advanced = self._advanced(document, chunk, reading, cost, outcomes, now, seconds)
            transaction.set(imports.COLLECTION, imported.id, advanced)
            answer = [write.id for write in announced], woken, list(lacking), joins
            return answer

        return work

    @staticmethod
    def _lacking(
        reader: Reader, plan: Plan, decisions: Sequence[Decision], resolver: Resolver, import_id: str
    ) -> dict[str, list[NewTask]]:
        """Tasks that known leads have never had: their import was stopped early, or an enricher is new."""
        known = {one.lead for one in decisions if one.lead} - resolver.created.keys()
        if not known or not plan.enrichers:
            return {}
        leads = {id: resolver.changed.get(id) or resolver.leads[id] for id in sorted(known)}
        wanted = {id: plan.tasks_for("", frozenset(leads[id]["fields"]), import_id) for id in leads}
        ids = [task_id(task.kind, id, task.name, task.key) for id, tasks in wanted.items() for task in tasks]
        there = reader.get_many("tasks", ids)
        lacking = {
            id: [task for task in tasks if task_id(task.kind, id, task.name, task.key) not in there]
            for id, tasks in wanted.items()
        }
        return {id: tasks for id, tasks in lacking.items() if tasks}

    @staticmethod
    def _woken(reader: Reader, plan: Plan, decisions: Sequence[Decision], resolver: Resolver) -> list[str]:
        """Tasks that found too little in a lead before and may find enough now."""
        ids = {one.lead for one in decisions if one.gained and one.lead in resolver.changed}
        return [task for id in ids if id for task in plan.wake(reader, store.lead_of(id, resolver.changed[id]))]

    def _advanced(
        self,
        document: Mapping[str, Any],
        chunk: Chunk,
        reading: Reading,
        cost: Decimal,
        outcomes: Sequence[Decision],
        now: str,
        seconds: float,
    ) -> dict[str, Any]:
        """The import's document with this chunk behind it."""
        counts = _counted(outcomes)
        totals: dict[str, Any] = {outcome: document[outcome] + count for outcome, count in counts.items()}
        advanced: dict[str, Any] = {
            **document,
            **totals,
            "rows": chunk.last,
            "updated_at": now,
            "lease_until": iso(self._clock.now() + timedelta(seconds=LEASE)),
            "seconds": round(seconds, 3),
            "estimated_cost": str(Decimal(document["estimated_cost"]) + cost),
        }
        if reading.place:
            advanced["place"] = [reading.place.row, reading.place.line, reading.place.byte]
        if not document.get("mapped"):
            advanced |= {
                "mapped": True,
                "mapping": [to_plain(column) for column in reading.maps],
                "joins": [to_plain(join) for join in reading.joins],
                "missing": list(missing_fields(reading.maps, self._fields.all())),
                "problems": _notes(reading),
            }
        return advanced

    def _finish(self, id: str, token: str, problems: Sequence[str], started: float) -> None:
        seconds = max(0.0, self._clock.monotonic() - started)

        def work(transaction: Transaction) -> None:
            document = transaction.get(imports.COLLECTION, id)
            if document and document["state"] == "done" and document["owner"] == token:
                return  # our own commit came back as a conflict
            document = self._own(transaction, id, token)
            said = list(dict.fromkeys([*document["problems"], *problems]))[:_PROBLEMS]
            now = iso(self._clock.now())
            closed = {"state": "done", "problems": said, "updated_at": now, "seconds": round(seconds, 3)}
            transaction.set(imports.COLLECTION, id, {**document, **closed})

        faults.reach("intake.before_finish")
        self._documents.transaction(work)
        faults.reach("intake.after_finish")

    def _fail(self, id: str, token: str, reason: str) -> None:
        def work(transaction: Transaction) -> None:
            document = self._own(transaction, id, token)
            said = [reason, *document["problems"]]
            closed = {"state": "failed", "problems": said, "updated_at": iso(self._clock.now())}
            transaction.set(imports.COLLECTION, id, {**document, **closed})

        faults.reach("intake.before_fail")
        self._documents.transaction(work)
        log.warning("import failed", id=id, reason=reason)

    @staticmethod
    def _own(reader: Reader, id: str, token: str) -> dict[str, Any]:
        document = reader.get(imports.COLLECTION, id)
        if document is None or document.get("owner") != token or document["state"] != "running":
            raise TransientError(
                f"import {id}: another delivery has taken it over, or it was undone", retry_after=LEASE
            )
        return document

    # --- a look before ----------------------------------------------------------------------------------------------

    def preview(self, path: str | Path, *, limit: int | None = None, stop_at: str = "render") -> Import:
        """What taking in a file would do, with nothing written: an Import without an id. Raises InvalidInput."""
        path = Path(path)
        with open_path(path) as stream:
            now = self._clock.now()
            started = self._clock.monotonic()
            reading = read(stream, path.name, self._fields.all(), self._region)
            plan = self._plan_until(stop_at)
            draft = Import("", "", path.name, 0, "done", now, now, mapping=reading.maps, joins=reading.joins)
            origin = Origin("", path.name, iso(now))
            source = Source("", path.name, 0, origin)
            counts: dict[Outcome, int] = {"created": 0, "merged": 0, "updated": 0, "rejected": 0}
            resolver = Resolver({}, {}, origin, iso(now), reading.recorder.columns)
            pace, costs = self._pace() if self._pace else {}, self._costs() if self._costs else {}
            estimate = Estimate(plan.enrichers, pace, costs)
            for chunk in cut(reading, source, islice(reading.rows, limit)):
                self._look_up(chunk, resolver)
                decisions = [resolver.take(record) for record in chunk.records]
                for outcome, count in _counted(_outcomes(decisions, chunk.refused)).items():
                    counts[outcome] += count
                for record in chunk.records:
                    if record.lead in resolver.created:
                        estimate.add(record.fields, _told(resolver, record.lead))
            estimate.rows = sum(counts.values())
            return replace(
                draft,
                rows=estimate.rows,
                created=counts["created"],
                merged=counts["merged"],
                updated=counts["updated"],
                rejected=counts["rejected"],
                missing=missing_fields(reading.maps, self._fields.all()),
                problems=tuple(dict.fromkeys((*_notes(reading), *reading.finish())))[:_PROBLEMS],
                estimated_cost=estimate.cost,
                paid_calls=estimate.calls,
                estimated_seconds=round(estimate.seconds(_WORKERS), 1),
                seconds=round(self._clock.monotonic() - started, 3),
            )

    def _look_up(self, chunk: Chunk, resolver: Resolver) -> None:
        """Add to the resolver what the store knows of a chunk's keys and what it does not know itself."""
        wanted = [id for record in chunk.records for id in record.looked_up if id not in resolver.holders]
        held = self._documents.get_many(matching.COLLECTION, list(dict.fromkeys(wanted)))
        resolver.holders |= {id: list(data["leads"]) for id, data in held.items()}
        missing = [id for id in leads_to_read(resolver.holders, chunk.records) if id not in resolver.leads]
        resolver.leads |= self._documents.get_many(store.COLLECTION, missing)

    # --- a single lead ----------------------------------------------------------------------------------------------

    def add(self, fields: Mapping[str, str], *, source: str, key: str, stop_at: str = "render") -> Added:
        """Store a lead under the same rules as a row of a file. The same `key` again changes nothing.

        Raises InvalidInput when no field has a value.
        """
        known = self._fields.all()
        header, row = list(fields), [str(value) for value in fields.values()]
        maps = map_columns(header, [row], known)
        made = recorder(maps, joins_of(maps), known, self._region)
        fault = too_large(row)
        values = {} if fault else made.values(row)
        if not values:
            raise InvalidInput(f"the lead {fault or 'has no value in any field; send at least one, such as email'}")
        self._fields.ensure([*_custom_fields(maps), *also_defined(sorted(made.also), known)])
        origin = Origin("", source, iso(self._clock.now()))
        record = record_of(1, stable_id("lead", "single", source, key), values, origin, made.columns)
        plan = self._plan_until(stop_at)
        tasks = plan.tasks_for("", record.fields, "")
        correlation = correlation_id() or stable_id("single", source, key)

        def work(transaction: Transaction) -> tuple[Added, str, list[dict[str, str]]]:
            held = transaction.get_many(matching.COLLECTION, record.looked_up)
            holders = {id: list(data["leads"]) for id, data in held.items()}
            leads = transaction.get_many(store.COLLECTION, [record.lead, *leads_to_read(holders, [record])])
            if record.lead in leads:
                return Added(record.lead, created=True), "", []
            now = iso(self._clock.now())
            resolver = Resolver(holders, dict(leads), origin, now, made.columns)
            decision = resolver.take(record)
            if unread := resolver.unread(record.looked_up):
                resolver.list_with(transaction.get_many(matching.COLLECTION, unread))
            planned = self._ledger.plan_for(((id, tasks) for id in resolver.created), correlation)
            for id, lead in {**resolver.created, **resolver.changed}.items():
                transaction.set(store.COLLECTION, id, lead)
                transaction.set(store.NEWS, id, {})
            for id, listed in resolver.indexed.items():
                transaction.set(matching.COLLECTION, id, listed)
            for write in planned:
                transaction.create(write.collection, write.id, write.data)  # type: ignore[union-attr] # a plan creates
            if decision.lead is None:
                raise InvalidInput(decision.reason)
            sent = planned[-1].id if planned and planned[-1].collection != "tasks" else ""
            return Added(decision.lead, decision.outcome == "created", decision.rule), sent, _joins([decision])

        faults.reach("intake.before_add")
        added, sent, joins = self._documents.transaction(work)
        faults.reach("intake.after_add")
        if sent:
            self._ledger.drain_now([sent])
        self._join(joins, origin)
        return added


def _place(imported: Import, name: str, reopen: Callable[[], BinaryIO]) -> Mark | None:
    """From where a file that is taken up again can be read; the place that was found before saves most of the way."""
    if imported.rows < ahead.LONG:
        return None
    try:
        with closing(reopen()) as stream:
            return before(stream, name, imported.rows, Mark(*imported.place) if imported.place else None)
    except (AppError, OSError):  # read from the beginning it says what is wrong
        return None


def _notes(reading: Reading) -> list[str]:
    """What should be known about a table that was taken all the same."""
    notes = []
    table = reading.table
    if not table.has_header:
        notes.append("there is no header row; the columns were told apart by their values")
    names = [name.casefold() for name in table.header]
    for name in dict.fromkeys(name for name in table.header if names.count(name.casefold()) > 1):
        notes.append(f"the header has {name!r} more than once; each column is kept, rename them to tell them apart")
    if not any(column.targets for column in reading.maps):
        notes.append("no column fits a field that the house knows; all are kept as custom fields")
    if len(table.header) == 1:
        notes.append("it has one column; if there should be more, part its cells by commas")
    return notes


def _custom_fields(maps: Sequence[ColumnMap]) -> list[FieldDefinition]:
    return [FieldDefinition(column.custom, column.column[:200], custom=True) for column in maps if column.custom]


def _limit(options: Mapping[str, str]) -> int | None:
    try:
        return max(1, int(options["limit"])) if options.get("limit") else None
    except ValueError as error:
        raise InvalidInput(f"limit {options['limit']!r} is no whole number; give the number of rows to take") from error


def _outcomes(decisions: Sequence[Decision], refused: Mapping[int, str]) -> list[Decision]:
    told = [*decisions, *(Decision(row, "rejected", None, "", reason) for row, reason in refused.items())]
    return sorted(told, key=attrgetter("row"))


def _told(resolver: Resolver, lead: str) -> Callable[[str], str]:
    """The values of a new lead."""
    return lambda field: store.lead_of(lead, resolver.created[lead]).text(field)


def _joins(decisions: Sequence[Decision]) -> list[dict[str, str]]:
    """The leads that rows told to be one, as a chunk keeps them."""
    return [
        {"kept": one.lead, "dropped": other.lead, "rule": other.rule, "evidence": shorten(other.evidence, 200)}
        for one in decisions
        if one.lead
        for other in one.joins
    ]


def _counted(outcomes: Sequence[Decision]) -> dict[Outcome, int]:
    counts: dict[Outcome, int] = {"created": 0, "merged": 0, "updated": 0, "rejected": 0}
    counts.update(Counter([one.outcome for one in outcomes]))
    return counts

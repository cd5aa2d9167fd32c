"""The sync as people and schedules ask for it: one run at a time, with the table's columns known, and a log.

sync_state  {scope}   marks, lease, the table as last seen
sync_runs   {scope}-{time}
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from shared.core import faults
from shared.core.clock import Clock, iso, parse_iso
from shared.core.codec import decode, from_plain, to_plain
from shared.core.errors import Conflict as Busy
from shared.core.errors import InvalidInput, NotFound
from shared.core.ids import IdSource
from shared.core.log import get_log
from shared.effects.ledger import EffectLedger
from shared.leads.model import Value
from shared.ports.documents import DocumentStore, Query, Transaction, Where
from shared.sync.airtable import Airtable, Changed, Reader, Schema
from shared.sync.cells import value_of
from shared.sync.decide import deleted
from shared.sync.desk import STATE, Desk, scope_of
from shared.sync.engine import Report, Sync
from shared.sync.faces import tidied
from shared.sync.fieldmap import FILE, Checked, check, offered, read_map, shipped
from shared.sync.gate import Gate
from shared.sync.hook import Hooks, Told
from shared.sync.model import Conflict, Direction, FieldLink, FieldMap, Link

RUNS: Final = "sync_runs"
LEASE: Final = timedelta(minutes=35)  # longer than any door lives
COLUMNS_LAST: Final = timedelta(hours=24)  # for which the columns are taken as they were

DIRECTIONS: Final[Mapping[str, Direction]] = {
    "both": "both",
    "to-airtable": "push",
    "from-airtable": "pull",
    "push": "push",
    "pull": "pull",
}

log = get_log(__name__)


@dataclass(frozen=True, slots=True)
class Run:
    """A line of the sync's log. `calls`: requests sent to the base."""

    at: str
    seconds: float
    calls: int
    report: Report


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a run was asked for."""

    direction: Direction
    dry: bool
    full: bool
    scheduled: bool
    retry_refused: bool


@dataclass(frozen=True, slots=True)
class Fields:
    """The map, held against the table. `offered`: a map made by the columns' names."""

    checked: Checked
    offered: dict[str, str]


class AirtableSync:
    """Two-way sync of leads with one table.

    `token` may be empty: everything but talking to Airtable then works, and that says what is missing. `gather`: how
    long a scheduled run lets changes of ours wait for a full batch, in seconds.
    """

    def __init__(
        self,
        documents: DocumentStore,
        clock: Clock,
        ids: IdSource,
        effects: EffectLedger,
        *,
        token: str,
        base: str,
        table: str,
        map_file: Path | None = None,
        url: str = "https://api.airtable.com",
        gather: float = 3 * 3600.0,
        rate: float = 4.5,
        is_dead: Callable[[str], bool] = lambda _: False,
    ) -> None:
        self._documents = documents
        self._clock = clock
        self._ids = ids
        self._effects = effects
        self._token = token
        self._base = base
        self._table = table
        self._map_file = map_file
        self._url = url
        self._gather = gather
        self._rate = rate
        self._is_dead = is_dead
        self._scope = scope_of(base, table)

    # Parts

    @cached_property
    def desk(self) -> Desk:
        return Desk(self._documents, self._clock, self._scope, f"Airtable {self._table}")

    @cached_property
    def gate(self) -> Gate:
        return Gate(self._documents, self._clock, self._base, self._rate)

    @cached_property
    def _airtable(self) -> Airtable:
        missing = [
            name
            for name, value in (
                ("LEADREEL_AIRTABLE_TOKEN", self._token),
                ("LEADREEL_AIRTABLE_BASE", self._base),
                ("LEADREEL_AIRTABLE_TABLE", self._table),
            )
            if not value
        ]
        if missing:
            raise InvalidInput(
                f"Airtable is not set up: set {', '.join(missing)} (a personal access token from "
                "airtable.com/create/tokens, the base's id, which begins with app, and the table's name)"
            )
        return Airtable(self._token, self._base, self._table, self.gate, self._effects, self._clock, self._url)

    @cached_property
    def map(self) -> FieldMap:
        """As people wrote it, else the shipped one."""
        file = self._map_file or Path(FILE)
        return read_map(file) if self._map_file or file.exists() else shipped()

    # Running

    @property
    def is_set_up(self) -> bool:
        return bool(self._token and self._base and self._table)

    def run_scheduled(self) -> Run | None:
        """A run by the clock: nothing where Airtable is not set up, or while another run is under way."""
        if not self.is_set_up:
            return None
        try:
            run = self.run(scheduled=True)
        except Busy as busy:
            log.info("skipped", reason=str(busy))
            return None
        if run.report.stopped:
            log.warning("the sync stopped early", reason=run.report.stopped)
        return run

    def asked(self, query: Mapping[str, str], body: bytes) -> dict[str, Any]:
        """A run that somebody asked for over HTTPS, by `direction` in the query or the body. Raises InvalidInput."""
        given = {**(decode(dict[str, Any], body) if body.strip() else {}), **query}
        word = str(given.get("direction") or "both")
        if word not in DIRECTIONS:
            raise InvalidInput(f"no direction {word[:40]!r}; there are: {', '.join(DIRECTIONS)}")
        return to_plain(self.run(DIRECTIONS[word], dry=str(given.get("dry_run", "")).casefold() in {"1", "true"}))

    def run(
        self,
        direction: Direction = "both",
        *,
        dry: bool = False,
        full: bool = False,
        scheduled: bool = False,
        retry_refused: bool = False,
    ) -> Run:
        """One run. Raises InvalidInput when the map does not fit the table, Conflict while another run is under way."""
        asked = _Asked(direction, dry, full, scheduled, retry_refused)
        airtable = self._airtable
        start, at, calls = self._clock.monotonic(), iso(self._clock.now()), self.gate.calls()
        with self._alone():
            try:
                report = self._synced(airtable, asked, fresh=False)
            except Changed:
                log.warning("the table's columns have changed", base=self._base, table=self._table)
                report = self._synced(airtable, asked, fresh=True)
        run = Run(at, round(self._clock.monotonic() - start, 3), self.gate.calls() - calls, report)
        if not dry:
            self._documents.set(RUNS, f"{self._scope}-{at}", {"scope": self._scope, **to_plain(run)})
        log.info("synced", base=self._base, table=self._table, calls=run.calls, stopped=report.stopped)
        return run

    def _synced(self, airtable: Airtable, asked: "_Asked", *, fresh: bool) -> Report:
        checked = self._checked(airtable, fresh=fresh)
        if not checked.usable:
            raise InvalidInput("; ".join(finding.told for finding in checked.findings if finding.stops))
        gather = self._gather if asked.scheduled else 0.0
        remote = self._reader(airtable, checked.map, asked)
        sync = Sync(
            self.desk,
            remote,
            checked.map,
            self._clock,
            table=checked.table,
            gather=gather,
            tidy=tidied,
            told=isinstance(remote, Told),
        )
        report = sync.run(asked.direction, dry=asked.dry, full=asked.full, retry_refused=asked.retry_refused)
        if isinstance(remote, Told) and remote.gone and not asked.dry:
            self.desk.settle([(lead, deleted) for lead in self.desk.leads_of(remote.gone)])
        told = tuple(finding.told for finding in checked.findings)
        return replace(report, problems=(*told, *report.problems))

    def _reader(self, airtable: Airtable, map: FieldMap, asked: "_Asked") -> Reader:
        """How the far side is read: by asking, or by what its webhook told."""
        hook = self.hooks.held()
        if hook is None or asked.full or asked.dry or asked.direction == "push":
            return Reader(airtable, map)
        try:
            self.hooks.refreshed(airtable, hook)
        except NotFound:
            log.warning("the webhook is gone; asking again", base=self._base)
            self.hooks.keep(None)
            return Reader(airtable, map)
        if not asked.scheduled or self.hooks.is_pull_due(hook):
            self.hooks.change(pulled_at=iso(self._clock.now()))
            return Reader(airtable, map)
        table = str((self._documents.get(STATE, self._scope) or {})["schema"]["table"])
        return Told(airtable, map, self.hooks, table, sum(self.desk.counts().values()), [])

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """While another run is under way this one is refused; a dead one's place is free at once."""
        owner = self._ids()
        self._documents.transaction(lambda transaction: self._take(transaction, owner))
        faults.reach("sync.lease_taken")
        try:
            yield
        finally:
            self._documents.transaction(lambda transaction: self._free(transaction, owner))

    def _take(self, transaction: Transaction, owner: str) -> None:
        held = transaction.get(STATE, self._scope) or {}
        now = self._clock.now()
        if held.get("owner") and parse_iso(held["lease_until"]) > now and not self._is_dead(held["owner"]):
            raise Busy("a sync of this table is under way; its changes and yours go with the next one")
        transaction.set(STATE, self._scope, {**held, "owner": owner, "lease_until": iso(now + LEASE)})

    def _free(self, transaction: Transaction, owner: str) -> None:
        held = transaction.get(STATE, self._scope) or {}
        if held.get("owner") == owner:
            transaction.set(STATE, self._scope, {**held, "owner": ""})

    # Columns

    def fields(self) -> Fields:
        """The map against the table as it is now."""
        airtable = self._airtable
        checked = self._checked(airtable, fresh=True)
        return Fields(checked, offered(airtable.schema().columns))

    def add_columns(self) -> list[str]:
        """Make the columns that the map names and the table has not; the key is one of them. Returns their names."""
        airtable = self._airtable
        missing = {
            finding.column for finding in self._checked(airtable, fresh=True).findings if finding.fault in _TO_ADD
        }
        for name in sorted(missing):
            airtable.add_column(name, "singleLineText")
        self._checked(airtable, fresh=True)
        return sorted(missing)

    def _checked(self, airtable: Airtable, *, fresh: bool) -> Checked:
        held = self._documents.get(STATE, self._scope) or {}
        read_at = held.get("schema_at", "")
        stale = not read_at or parse_iso(read_at) + COLUMNS_LAST <= self._clock.now()
        schema = airtable.schema() if fresh or stale else from_plain(Schema, held["schema"])
        checked = check(self.map, schema.columns, held.get("ids", {}))
        if fresh or stale:
            ids = {link.ours: link.id for link in (*checked.map.fields, checked.map.key) if link.id}
            self._remember({"schema": to_plain(schema), "schema_at": iso(self._clock.now())}, ids)
        return checked

    def _remember(self, told: dict[str, Any], ids: dict[str, str]) -> None:
        def work(transaction: Transaction) -> None:
            held = transaction.get(STATE, self._scope) or {}
            transaction.set(STATE, self._scope, {**held, **told, "ids": {**held.get("ids", {}), **ids}})

        self._documents.transaction(work)

    # Being told

    @cached_property
    def hooks(self) -> Hooks:
        return Hooks(self._documents, self._clock, self._scope)

    def watch(self, url: str) -> str:
        """Let the base tell `url` of changes; returns until when (it is renewed by the schedule)."""
        if not url.startswith("https://"):
            raise InvalidInput(f"Airtable tells only https addresses; {url[:80]!r} is none. Set LEADREEL_PUBLIC_URL")
        schema = self._airtable.schema()
        return self.hooks.begin(self._airtable, url, schema.table).expires

    def notified(self, body: bytes, mac: str) -> None:
        """Airtable says that something changed. Raises InvalidInput when it was not Airtable."""
        self.hooks.notified(body, mac)

    def unwatch(self) -> None:
        self.hooks.end(self._airtable)

    # What people ask for

    def conflicts(self, state: str = "", *, lead: str = "", limit: int = 200) -> list[Conflict]:
        return self.desk.conflicts(state, lead=lead, limit=limit)

    def resolve(self, id: str, choice: str, person: str) -> Conflict:
        """Let one side's value, or a third one, count: `ours`, `theirs`, or `=VALUE`. Raises NotFound, InvalidInput."""
        conflict = self.desk.conflict(id)
        value: Value | None
        if choice == "ours":
            value = conflict.ours
        elif choice == "theirs":
            value = self._their_value(conflict)
        elif choice.startswith("="):
            value = choice[1:] or None
        else:
            raise InvalidInput(f"say ours, theirs or =VALUE, not {choice[:40]!r}")
        return self.desk.resolve(id, value, person)

    def _their_value(self, conflict: Conflict) -> Value | None:
        held = self._documents.get(STATE, self._scope) or {}
        schema = from_plain(Schema, held["schema"]) if "schema" in held else Schema("", ())
        bound = check(self.map, schema.columns, held.get("ids", {})).map.fields
        column = next(
            (link for link in bound if link.ours == conflict.field), FieldLink(conflict.field, conflict.field)
        )
        value = value_of(column, conflict.theirs)
        return None if value is None else tidied(conflict.field, value)

    def state_of(self, lead: str) -> Link | None:
        return self.desk.link(lead)

    def restore(self, lead: str) -> Link:
        """A record that was deleted there is made again with the next run. Raises NotFound."""
        return self.desk.restore(lead)

    def counts(self) -> dict[str, int]:
        return self.desk.counts()

    def failed(self) -> list[Link]:
        return self.desk.failed()

    def runs(self, limit: int = 20) -> list[Run]:
        """The log, the newest run first."""
        where = (Where("scope", "==", self._scope),)
        found = self._documents.query(Query(RUNS, where, "at", descending=True, limit=limit))
        return [from_plain(Run, {name: value for name, value in one.data.items() if name != "scope"}) for one in found]


_TO_ADD: Final = frozenset({"missing", "no_key"})

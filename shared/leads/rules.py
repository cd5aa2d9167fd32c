"""Rules as data: when a lead fits a search, something is done to it, once.

    when  has:website_url lacks:video      do  enrich video

A rule is looked at whenever a lead has changed. It acts on a lead once; changed in what it asks or does, it is another
rule. So two rules that undo each other come to an end, and no rule pays twice.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from shared.core import faults
from shared.core.clock import Clock, iso
from shared.core.codec import encode_sorted, from_plain, to_plain
from shared.core.errors import AppError, InvalidInput, NotFound
from shared.core.ids import stable_id
from shared.core.log import get_log
from shared.core.text import fold
from shared.leads.bulk import Bulk, Done
from shared.leads.filters import checked_name, name_id
from shared.leads.query import Filter, parse
from shared.ports.documents import DocumentStore, Query

COLLECTION = "rules"
RUNS = "rule_runs"
MAX_RULES = 50
_REMEMBERED = 5.0  # seconds

log = get_log(__name__)


@dataclass(frozen=True, slots=True)
class Rule:
    """What is done to leads that fit."""

    name: str
    when: str  # a search
    by: str
    updated_at: datetime
    enrich: tuple[str, ...] = ()  # enrichers to run
    set: Mapping[str, str] = field(default_factory=dict)  # values to give
    enabled: bool = True

    @property
    def mark(self) -> str:
        """The same for rules that ask and do the same."""
        return stable_id("rule", fold(self.when), ",".join(self.enrich), encode_sorted(dict(self.set)).decode())


class Rules:
    def __init__(self, documents: DocumentStore, clock: Clock, bulk: Bulk) -> None:
        self._documents = documents
        self._clock = clock
        self._bulk = bulk
        self._held: tuple[Sequence[tuple[Rule, Filter]], float] = ([], float("-inf"))

    def save(
        self,
        name: str,
        when: str,
        *,
        by: str,
        enrich: Iterable[str] = (),
        set: Mapping[str, str] | None = None,
        enabled: bool = True,
    ) -> Rule:
        """Keep a rule, in place of the one of the same name. Raises InvalidInput for what could never work."""
        wanted = parse(when)
        if wanted.tasks:
            raise InvalidInput("a rule cannot ask for the state of a task; ask for what the lead has, e.g. lacks:video")
        if not wanted.words and not wanted.conditions:
            raise InvalidInput("a rule for every lead is none; say which leads, e.g. has:email")
        enrichers, values = tuple(dict.fromkeys(enrich)), dict(set or {})
        values = self._bulk.checked(values, enrichers)
        rule = Rule(checked_name(name, "rule"), when.strip(), by, self._clock.now(), enrichers, values, enabled)
        known = {name_id(one.name) for one in self.list()}
        if name_id(name) not in known and len(known) >= MAX_RULES:
            raise InvalidInput(f"there are {MAX_RULES} rules already; remove one first")
        self._documents.set(COLLECTION, name_id(name), to_plain(rule))
        self._held = ([], float("-inf"))
        return rule

    def get(self, name: str) -> Rule:
        """Raises NotFound."""
        data = self._documents.get(COLLECTION, name_id(name))
        if data is None:
            raise NotFound(f"no rule {name[:80]!r}; `leadreel rules list` shows them")
        return from_plain(Rule, data)

    def list(self) -> "Sequence[Rule]":
        """By name."""
        found = (from_plain(Rule, held.data) for held in self._documents.query(Query(COLLECTION)))
        return sorted(found, key=lambda rule: fold(rule.name))

    def remove(self, name: str) -> None:
        """Raises NotFound."""
        self.get(name)
        self._documents.delete(COLLECTION, name_id(name))
        self._held = ([], float("-inf"))

    def follow(self, id: str, data: Mapping[str, Any]) -> None:
        """Act on a lead that has changed. A rule that cannot act holds up neither the others nor whoever calls."""
        for rule, wanted in self._active():
            if wanted.matches(data):
                try:
                    self.act(rule, id)
                except AppError as error:
                    log.error("a rule could not act", error=error, rule=rule.name, lead=id)

    def run(self, name: str, ids: Iterable[str]) -> Done:
        """Act on leads that fit already; on each once, as ever."""
        rule = self.get(name)
        leads = changed = tasks = 0
        for id in ids:
            leads += 1
            done = self.act(rule, id)
            changed += done.changed
            tasks += done.tasks
        return Done(leads, changed, 0, tasks)

    def act(self, rule: Rule, id: str) -> Done:
        """Do what the rule says to one lead, unless it was done."""
        run = stable_id("run", rule.mark, id)
        if self._documents.get(RUNS, run) is not None:
            return Done(1)
        edited = self._bulk.edit([id], rule.set, f"rule {rule.name}") if rule.set else Done()
        enriched = self._bulk.enrich([id], rule.enrich) if rule.enrich else Done()
        faults.reach("rules.before_note")  # both may be repeated without harm, so the note comes last
        self._documents.set(RUNS, run, {"rule": rule.name, "lead": id, "at": iso(self._clock.now())})
        log.info("rule acted", rule=rule.name, lead=id, tasks=enriched.tasks, changed=edited.changed)
        return Done(1, edited.changed or enriched.changed, 0, enriched.tasks)

    def _active(self) -> Sequence[tuple[Rule, Filter]]:
        rules, until = self._held
        if self._clock.monotonic() >= until:
            rules = [(rule, parse(rule.when)) for rule in self.list() if rule.enabled]
            self._held = rules, self._clock.monotonic() + _REMEMBERED
        return rules

"""The same change to many leads: values that a person gives, or enrichers that are to run.

Lead by lead, so that it may be stopped anywhere: what was done stands, and doing it again changes nothing more.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from shared.core import faults
from shared.core.errors import Conflict, InvalidInput, NotFound
from shared.core.ids import stable_id
from shared.leads.canonical import canonical_email, canonical_linkedin, canonical_phone, canonical_url
from shared.leads.enrichment import Declaration
from shared.leads.fields import Fields
from shared.leads.ordering import KIND, EnrichmentPlan, present_fields
from shared.leads.store import LeadStore
from shared.ports.documents import DocumentStore
from shared.tasks.ledger import TaskLedger

_RESTARTABLE = frozenset({"dead", "skipped", "cancelled"})


@dataclass(frozen=True, slots=True)
class Done:
    """What became of the leads."""

    leads: int = 0
    changed: int = 0
    gone: int = 0
    tasks: int = 0  # queued, or sent again
    notes: Sequence[str] = field(default_factory=tuple)


def _stored_form(name: str, kind: str, value: str) -> str:
    """A person's value as values of files are stored. Raises InvalidInput when it is none of its kind."""
    text = value.strip()
    if not text:
        return ""
    if name == "linkedin_url":
        found = canonical_linkedin(text) or canonical_url(text)
    elif kind == "email":
        found = canonical_email(text)
    elif kind == "phone":
        found = canonical_phone(text) or (text if any(ch.isdigit() for ch in text) else None)
    elif kind == "url":
        found = canonical_url(text)
    else:
        found = text
    if found is None:
        raise InvalidInput(f"{name}: {text[:60]!r} is no {kind}")
    return found


class Bulk:
    def __init__(
        self,
        documents: DocumentStore,
        leads: LeadStore,
        fields: Fields,
        ledger: TaskLedger,
        enrichers: Sequence[Declaration],
    ) -> None:
        self._documents = documents
        self._leads = leads
        self._fields = fields
        self._ledger = ledger
        self._enrichers = {one.name: one for one in enrichers}

    def checked(self, values: Mapping[str, str], names: Sequence[str] = ()) -> dict[str, str]:
        """The values in the form in which they are stored. Raises InvalidInput for an unknown field or enricher."""
        kinds = {one.name: one.kind for one in self._fields.all()}
        if unknown := sorted(set(values) - set(kinds)):
            raise InvalidInput(f"no field {', '.join(unknown)}; known are: {', '.join(sorted(kinds))}")
        if unknown := sorted(set(names) - set(self._enrichers)):
            raise InvalidInput(f"no enricher {', '.join(unknown)}; known are: {', '.join(sorted(self._enrichers))}")
        if not values and not names:
            raise InvalidInput("nothing to do; give values to set, or enrichers to run")
        return {name: _stored_form(name, kinds[name], value) for name, value in values.items()}

    def edit(self, ids: Iterable[str], values: Mapping[str, str], person: str) -> Done:
        """Set values; an empty one takes the field away."""
        values = self.checked(values)
        leads = changed = gone = 0
        for id in ids:
            leads += 1
            try:
                before = self._leads.get(id)
                faults.reach("bulk.before_edit")
                if any(before.text(name) != value for name, value in values.items()):
                    self._leads.edit(id, values, person)
                    changed += 1
            except NotFound:
                gone += 1
        return Done(leads, changed, gone)

    def enrich(self, ids: Iterable[str], names: Sequence[str]) -> Done:
        """Let enrichers run that never have for the lead, or that were skipped, cancelled or buried."""
        self.checked({}, names)
        plan = EnrichmentPlan([self._enrichers[name] for name in names])
        leads = changed = gone = tasks = 0
        for id in ids:
            leads += 1
            lead = self._leads.find(id)
            if lead is None:
                gone += 1
                continue
            held = {task.name: task for task in self._ledger.for_lead(id) if task.kind == KIND and task.name in names}
            again = [task.id for task in held.values() if task.state in _RESTARTABLE]
            new = [task for task in plan.tasks_for(id, present_fields(lead)) if task.name not in held]
            faults.reach("bulk.before_enrich")
            sent = self._ledger.retry(again) if again else 0
            if new:
                planned = self._ledger.plan(new, stable_id("bulk", id, *sorted(names)))
                try:
                    self._documents.batch(planned)
                    sent += len(new)
                except Conflict:  # somebody else asked for the same at this moment
                    continue
                faults.reach("bulk.after_enrich")
                self._ledger.drain_now([write.id for write in planned if write.collection == "outbox"])
            tasks += sent
            changed += bool(sent)
        return Done(leads, changed, gone, tasks)

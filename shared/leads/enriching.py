"""What an enricher's word does to a lead: the handlers of `enrich` and `attach_video`."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from shared.core import faults
from shared.core.clock import Clock
from shared.core.errors import AppError, InvalidInput, PermanentError, TransientError
from shared.core.log import get_log
from shared.effects.budget import OverBudget
from shared.leads.enrichment import Declaration, Enricher, Enrichment, Found
from shared.leads.merge import put
from shared.leads.model import FieldValue, Lead, Provenance
from shared.leads.ordering import EnrichmentPlan, present_fields
from shared.leads.paying import RESTING, UNPAID, Paying
from shared.leads.store import COLLECTION, changes, lead_of
from shared.leads.tools import Tools
from shared.ports.documents import DocumentStore, Reader
from shared.tasks.model import Consequences, Ending, Task

log = get_log(__name__)


class Enrichments:
    """The handlers of `enrich` and `attach_video`: they work outside the transaction and write inside it."""

    def __init__(
        self,
        documents: DocumentStore,
        clock: Clock,
        enrichers: Iterable[Declaration],
        tools: Tools,
        paying: Paying | None = None,
    ) -> None:
        """Without `paying` no enricher that has a price is called."""
        self._documents = documents
        self._clock = clock
        self._plan = EnrichmentPlan(enrichers)
        self._tools = tools
        self._paying = paying
        self._made: dict[str, Enricher] = {}

    def run(self, task: Task) -> Ending:
        """Run the enricher `task.name` on the lead `task.lead`. What it finds never replaces a given value.

        Raises TransientError when a further try may help or when the lead changed underneath, PermanentError for a
        defect of the enricher.
        """
        one = self._plan.enrichers.get(task.name)
        if one is None:
            known = ", ".join(self._plan.enrichers)
            raise InvalidInput(
                f'there is no enricher "{task.name}" here; cancel the task, add its file or set its key; known: {known}'
            )
        lead = _stored(self._documents, task.lead)
        if lead is None:
            return Ending("skipped", "the lead is gone")
        present = present_fields(lead)
        if missing := one.needs - present:
            return self._skipped(one, lead, missing, {})
        if one.price and not one.buys and not one.gives - present:
            return Ending("done", "nothing is bought: the lead has all that it would give")
        try:
            enrichment = self._bought(one, lead, task) if one.price and not one.buys else self._ask(one, lead)
        except OverBudget as error:
            return self._put_by(one, lead, str(error))
        result = _as_result(enrichment)
        if enrichment.lacks:
            return self._skipped(one, lead, enrichment.lacks, result)

        return self._ending(one, lead, task, enrichment, result)

    def _ending(
        self, one: Declaration, lead: Lead, task: Task, enrichment: Enrichment, result: Mapping[str, Any]
    ) -> Ending:
        """What was found is learned, also when the enricher could not finish and its task is put by."""
        had = present_fields(lead) | {found.field for found in enrichment.found} if enrichment.put_by else None

        def apply(reader: Reader) -> Consequences:
            current = _unchanged(reader, lead, one)
            at = self._clock.now()
            learned = _learn(current, ((found.field, _value(found, one.name, at)) for found in enrichment.found), at)
            return Consequences(
                writes=changes(reader, current, learned),
                tasks=[replace(new, import_id=new.import_id or task.import_id) for new in enrichment.tasks],
                wake=self._plan.wake(reader, learned, one.name, skipped_with=had),
            )

        if had is None:
            return Ending("done", enrichment.note, result, apply)
        why = {RESTING: enrichment.put_by_for} if enrichment.put_by_for else {UNPAID: str(one.price)}
        return Ending("skipped", enrichment.put_by, {**result, **why, "had": sorted(had)}, apply)

    def attach_video(self, task: Task) -> Ending:
        """Write where a lead's video lies: payload `video` (location) and, when a fallback was used, `video_note`."""
        video = task.payload.get("video")
        if not isinstance(video, str) or not video:
            raise InvalidInput(f"task {task.id}: the payload holds no `video`; give the location of the finished file")
        note = str(task.payload.get("video_note") or "")

        def apply(reader: Reader) -> Consequences:
            lead = _stored(reader, task.lead)
            if lead is None:
                return Consequences()
            at = self._clock.now()
            origin = Provenance("enricher", "video", at, detail={"reason": "rendered for this lead"})
            values = [("video", FieldValue(video, origin))]
            if note:
                values.append(("video_note", FieldValue(note, origin)))
            learned = _learn(lead if note else _without(lead, "video_note"), values, at)
            return Consequences(writes=changes(reader, lead, learned), wake=self._plan.wake(reader, learned))

        return Ending("done", note, {"video": video, **({"video_note": note} if note else {})}, apply)

    def blocked(self, lead_id: str) -> list[str]:
        """Ids of the lead's tasks that wait for nothing any more; to be woken after one of them was buried."""
        lead = _stored(self._documents, lead_id)
        return [] if lead is None else self._plan.wake(self._documents, lead)

    def _bought(self, one: Declaration, lead: Lead, task: Task) -> Enrichment:
        if self._paying is None:
            raise OverBudget(f"{one.name} costs ${one.price} a lead, and nothing here may be paid for")
        return self._paying.ask(one, lead, task, lambda: self._ask(one, lead))

    def _put_by(self, one: Declaration, lead: Lead, reason: str) -> Ending:
        """There is no money for it: those that wait for it go on without."""
        had = present_fields(lead)

        def apply(reader: Reader) -> Consequences:
            current = _stored(reader, lead.id)
            return Consequences(
                wake=() if current is None else self._plan.wake(reader, current, one.name, skipped_with=had)
            )

        return Ending("skipped", reason, {UNPAID: str(one.price), "had": sorted(had)}, apply)

    def _skipped(self, one: Declaration, lead: Lead, lacks: Iterable[str], result: Mapping[str, Any]) -> Ending:
        had = present_fields(lead) & (one.needs | one.wants)

        def apply(reader: Reader) -> Consequences:
            current = _stored(reader, lead.id)
            if current is None:
                return Consequences()
            if self._plan.has_news(one.name, present_fields(current), had):
                raise TransientError(f"lead {lead.id}: what {one.name} needs came while it ran; it runs again")
            return Consequences(wake=self._plan.wake(reader, current, one.name, skipped_with=had))

        return Ending("skipped", f"needs {' and '.join(sorted(lacks))}", {**result, "had": sorted(had)}, apply)

    def _ask(self, one: Declaration, lead: Lead) -> Enrichment:
        try:
            if one.name not in self._made:
                self._made[one.name] = one.make(self._tools)
            faults.reach("enrichment.before_enrich")
            enrichment = self._made[one.name].enrich(lead)
            faults.reach("enrichment.after_enrich")
            _check(enrichment, one)
        except AppError:
            raise
        except Exception as error:
            # Enrichers are plug-ins: a defect in one must not stop the others, nor be tried again for nothing.
            log.error("enricher failed", error=error, enricher=one.name, lead=lead.id)
            reason = f"{type(error).__name__}: {error}"
            raise PermanentError(f"{one.where}: defect on lead {lead.id}: {reason}; mend it, then retry") from error
        return enrichment


def _check(enrichment: Enrichment, one: Declaration) -> None:
    """An enricher keeps to what it declared, or nothing of it is believed."""
    for found in enrichment.found:
        if found.field not in one.gives:
            raise PermanentError(f"{one.where}: it found `{found.field}`, which is not in its `gives`; declare it")
        if not 0 <= found.confidence <= 1 or not found.value or not found.reason:
            raise PermanentError(f"{one.where}: {found!r} lacks a value, a reason or a confidence of 0 to 1; mend it")


def _as_result(enrichment: Enrichment) -> dict[str, Any]:
    result: dict[str, Any] = {
        "found": {
            found.field: {"value": found.value, "confidence": found.confidence, "reason": found.reason}
            for found in enrichment.found
        },
        "tasks": [new.id for new in enrichment.tasks],
        "note": enrichment.note,
        "cost": str(enrichment.cost) if enrichment.cost else "",
        "asked": [dict(one) for one in enrichment.asked],
    }
    return {key: value for key, value in result.items() if value}


def _value(found: Found, name: str, at: datetime) -> FieldValue:
    detail = {"reason": found.reason, **({"url": found.url} if found.url else {})}
    return FieldValue(found.value, Provenance("enricher", name, at, found.confidence, detail))


def _unchanged(reader: Reader, seen: Lead, one: Declaration) -> Lead:
    """The lead as it is now. Raises TransientError when what the enricher went by is no longer true."""
    current = _stored(reader, seen.id)
    if current is None:
        raise TransientError(f"lead {seen.id} went away while {one.name} ran")
    for name in sorted(one.needs | one.wants):
        if name not in one.gives and current.text(name) != seen.text(name):
            raise TransientError(f"lead {seen.id}: {name} changed while {one.name} ran; it runs again")
    return current


def _learn(lead: Lead, values: Iterable[tuple[str, FieldValue]], at: datetime) -> Lead:
    """`lead` with what enrichers say. Between two enrichers the surer word stands, whichever came later."""
    learned = lead
    for name, value in values:
        held = learned.fields.get(name)
        if held and _is_surer(held.provenance, value.provenance):
            continue
        if any(_says_the_same(value, other) for other in learned.former.get(name, ())) and held:
            continue
        learned = put(learned, name, value)
    return lead if learned == lead else replace(learned, updated_at=at)


def _is_surer(held: Provenance, offered: Provenance) -> bool:
    return held.kind == "enricher" and held.name != offered.name and held.confidence >= offered.confidence


def _says_the_same(value: FieldValue, other: FieldValue) -> bool:
    return value.value == other.value and value.provenance.name == other.provenance.name


def _without(lead: Lead, name: str) -> Lead:
    """`lead` without what an enricher once said in this field."""
    held = lead.fields.get(name)
    if held is None or held.provenance.kind != "enricher":
        return lead
    fields = {key: value for key, value in lead.fields.items() if key != name}
    return replace(lead, fields=fields, former={**lead.former, name: (held, *lead.former.get(name, ()))})


def _stored(reader: Reader, lead_id: str) -> Lead | None:
    document = reader.get(COLLECTION, lead_id)
    return None if document is None else lead_of(lead_id, document)

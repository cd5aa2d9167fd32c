"""The story of a lead: from the object that brought it, over every value's origin, to its video and what it cost."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Protocol

from shared.core.clock import iso
from shared.core.codec import to_plain
from shared.effects.model import Effect
from shared.leads.imports import Imports
from shared.leads.merges import Merges
from shared.leads.model import FieldValue, Import, Lead, Merge, Provenance
from shared.leads.store import LeadStore
from shared.tasks.model import Task


class Tasks(Protocol):
    def for_lead(self, lead: str) -> Iterable[Task]: ...


class Effects(Protocol):
    def list(self, *, subject: str = "") -> Iterable[Effect]: ...


class Explain:
    """Tells a lead's story as plain values, ready for a page or a line of JSON."""

    def __init__(
        self, leads: LeadStore, imports: Imports, tasks: Tasks, effects: Effects, merges: Merges | None = None
    ) -> None:
        self._leads = leads
        self._imports = imports
        self._tasks = tasks
        self._effects = effects
        self._merges = merges

    def __call__(self, lead_id: str) -> dict[str, Any]:
        """The story of a lead; of one that was merged into another, the other's. Raises NotFound."""
        lead = self._leads.get(self._merges.now([lead_id])[lead_id] if self._merges else lead_id)
        lead_id = lead.id
        known = {id: found for id in lead.imports if (found := self._imports.find(id))}
        tasks = [_task(task) for task in self._tasks.for_lead(lead_id)]
        effects = list(self._effects.list(subject=lead_id))
        spent = sum((effect.cost for effect in effects), Decimal(0))
        spent += sum((Decimal(str(task["result"].get("cost", 0))) for task in tasks), Decimal(0))
        return {
            "lead": lead.id,
            "created_at": iso(lead.created_at),
            "updated_at": iso(lead.updated_at),
            "imports": [_import(known[id], lead) for id in lead.imports if id in known],
            "fields": {name: _field(name, held, lead, known) for name, held in lead.fields.items()},
            "merged": [_merged(one) for id in lead.absorbed if self._merges and (one := self._merges.find(id))],
            "apart": list(lead.apart),
            "gone": {
                name: [_value(one) for one in held] for name, held in lead.former.items() if name not in lead.fields
            },
            "tasks": tasks,
            "effects": [_effect(effect) for effect in effects],
            "video": lead.text("video"),
            "cost": str(spent),
        }


def _import(imported: Import, lead: Lead) -> dict[str, Any]:
    """Which object it was, and which of its rows spoke of the lead."""
    every = [*lead.fields.values(), *(held for values in lead.former.values() for held in values)]
    rows = {
        origin.detail["row"]: (origin.detail.get("rule", ""), origin.detail.get("evidence", ""))
        for held in every
        for origin in (held.provenance, *held.also)
        if _is_from(origin, imported)
    }
    return {
        "id": imported.id,
        "object": f"{imported.bucket}/{imported.object}",
        "generation": imported.generation,
        "at": iso(imported.created_at),
        "correlation_id": imported.correlation_id,
        "rows": [
            {"row": row, "matched_by": rule, **({"evidence": evidence} if evidence else {})}
            for row, (rule, evidence) in sorted(rows.items(), key=lambda item: int(item[0]))
        ],
    }


def _is_from(origin: Provenance, imported: Import) -> bool:
    return origin.detail.get("import") == imported.id and "row" in origin.detail


def _merged(found: Merge) -> dict[str, Any]:
    """A lead that was merged into this one, and why."""
    told = {"lead": found.id, "at": iso(found.at), "by": found.by, "matched_by": found.rule, "evidence": found.evidence}
    return {**told, "import": found.import_id} if found.import_id else told


def _field(name: str, held: FieldValue, lead: Lead, known: Mapping[str, Import]) -> dict[str, Any]:
    told = _value(held)
    imported = known.get(str(held.provenance.detail.get("import", "")))
    if imported and (mapped := next((one for one in imported.mapping if name in (*one.targets, one.custom)), None)):
        told["mapped_because"] = mapped.reason
        told["mapping_confidence"] = mapped.confidence
    if former := lead.former.get(name):
        told["former"] = [_value(one) for one in former]
    return told


def _value(held: FieldValue) -> dict[str, Any]:
    told = {"value": held.value, "origin": to_plain(held.provenance)}
    return {**told, "also": [to_plain(one) for one in held.also]} if held.also else told


def _task(task: Task) -> dict[str, Any]:
    return {
        "id": task.id,
        "kind": task.kind,
        "name": task.name,
        "state": task.state,
        "reason": task.reason,
        "attempts": [to_plain(attempt) for attempt in task.attempts],
        "result": dict(task.result),
    }


def _effect(effect: Effect) -> dict[str, Any]:
    return {
        "id": effect.id,
        "kind": effect.kind,
        "key": effect.key,
        "state": effect.state,
        "at": iso(effect.updated_at),
        "cost": str(effect.cost),
        "handle": effect.handle,
        "reason": effect.reason,
    }

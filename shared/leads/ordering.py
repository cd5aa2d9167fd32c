"""The order in which a lead's enrichers run.

What they declare is enough for it: one waits as long as another, still unsettled, may give it a field that the lead
lacks.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Literal

from shared.leads.enrichment import Declaration
from shared.leads.model import Lead
from shared.ports.documents import Reader
from shared.tasks import model as task_model
from shared.tasks.model import NewTask

KIND = "enrich"

StopAt = Literal["leads", "enrich", "render"]


def present_fields(lead: Lead) -> frozenset[str]:
    """The fields in which the lead has a value."""
    return frozenset(name for name, held in lead.fields.items() if held.value != "")


class EnrichmentPlan:
    """Which enrichers a lead gets, and which of them must wait."""

    def __init__(self, enrichers: Iterable[Declaration], until: StopAt = "render") -> None:
        """`until`: the last step that runs by itself; `leads` = no enricher, `enrich` = none that renders."""
        stages = {"leads": (), "enrich": ("enrich",), "render": ("enrich", "render")}[until]
        self._by_name = {one.name: one for one in enrichers if one.stage in stages}
        self._relevant = frozenset(name for one in self._by_name.values() for name in one.needs | one.wants)
        self._first: dict[frozenset[str], tuple[tuple[str, bool], ...]] = {}
        self._ready = lru_cache(maxsize=4096)(self._find_ready)

    @property
    def enrichers(self) -> Mapping[str, Declaration]:
        return self._by_name

    def tasks_for(self, lead_id: str, present: frozenset[str], import_id: str = "") -> Sequence[NewTask]:
        """One task for each enricher; those that must wait for another are marked `waiting`.

        `present`: the fields in which the lead has a value. An enricher whose needs nobody can give gets its task all
        the same: it ends skipped, says what it needs, and is woken when that appears.
        """
        known = present & self._relevant
        order = self._first.get(known)
        if order is None:
            names = frozenset(self._by_name)
            ready = self._ready(known, names, frozenset())
            order = self._first[known] = tuple((name, name not in ready) for name in self._by_name)
        return [NewTask(KIND, lead=lead_id, name=name, import_id=import_id, waiting=waiting) for name, waiting in order]

    def ready(self, present: frozenset[str], unsettled: frozenset[str], skipped: frozenset[str]) -> frozenset[str]:
        """Those of the `unsettled` enrichers that need not wait for any other.

        `skipped` ones count as givers as long as somebody unsettled may give what would wake them.
        """
        return self._ready(present & self._relevant, unsettled, skipped)

    def wake(
        self, reader: Reader, lead: Lead, ended: str = "", *, skipped_with: frozenset[str] | None = None
    ) -> list[str]:
        """Ids of the lead's tasks that may run now, given what is stored about them.

        Call it inside the transaction that changes the lead or ends one of its enrichers: `ended` is the name of that
        enricher, `skipped_with` the fields that it had when it was skipped (None: it is not skipped). Calling it once
        more, or for nothing, is harmless: the answer depends on the stored state alone.
        """
        present = present_fields(lead)
        states = self._states(reader, lead.id)
        states.pop(ended, None)
        skipped = {name: had for name, (state, had) in states.items() if state == "skipped"}
        if skipped_with is not None and ended in self._by_name:
            skipped[ended] = skipped_with
        revived = frozenset(name for name, had in skipped.items() if self.has_news(name, present, had))
        unsettled = frozenset(name for name, (state, _) in states.items() if state in _UNSETTLED) | revived
        ready = self.ready(present, unsettled, frozenset(skipped) - revived)
        waiting = frozenset(name for name, (state, _) in states.items() if state == "waiting")
        return [task_id(lead.id, name) for name in sorted(ready & (waiting | revived))]

    def _states(self, reader: Reader, lead_id: str) -> dict[str, tuple[str, frozenset[str]]]:
        """By enricher: the state of its task, and the fields that it had when it was skipped."""
        names = {task_id(lead_id, name): name for name in self._by_name}
        stored = reader.get_many("tasks", list(names))
        return {
            names[id]: (task.get("state", ""), frozenset((task.get("result") or {}).get("had", ())))
            for id, task in stored.items()
        }

    def has_news(self, name: str, present: frozenset[str], had: frozenset[str]) -> bool:
        """Whether a lead with `present` fields is worth another look by an enricher that was skipped at `had`."""
        one = self._by_name[name]
        return one.needs <= present and bool(((one.needs | one.wants) & present) - had)

    def _find_ready(
        self, present: frozenset[str], unsettled: frozenset[str], skipped: frozenset[str]
    ) -> frozenset[str]:
        givers = self._possible_givers(present, unsettled, skipped)
        before = {name: self._awaited(name, present, givers) for name in unsettled | givers}
        ahead = {name: _closure(name, before) for name in unsettled}
        # Enrichers that wait for each other form a circle: none of them waits for the others of its circle.
        return frozenset(
            name
            for name in unsettled
            if name not in givers  # what it needs will not come: it may say so at once
            or all(name in ahead[other] for other in ahead[name] & unsettled if other != name)
        )

    def _possible_givers(
        self, present: frozenset[str], unsettled: frozenset[str], skipped: frozenset[str]
    ) -> frozenset[str]:
        """The enrichers that may still give something: their needs are there, or may come from another such one."""
        givers: frozenset[str] = frozenset()
        while True:
            coming = frozenset(name for giver in givers for name in self._by_name[giver].gives) - present
            more = {name for name in unsettled if self._by_name[name].needs <= present | coming}
            more |= {name for name in skipped if self._may_revive(self._by_name[name], present, coming)}
            if givers == more:
                return givers
            givers = frozenset(more)

    def _may_revive(self, one: Declaration, present: frozenset[str], coming: frozenset[str]) -> bool:
        return one.needs <= present | coming and bool((one.needs | one.wants) & coming)

    def _awaited(self, name: str, present: frozenset[str], givers: frozenset[str]) -> frozenset[str]:
        one = self._by_name[name]
        lacking = (one.needs | one.wants) - present
        return frozenset(giver for giver in givers if giver != name and lacking & self._by_name[giver].gives)


_UNSETTLED = ("waiting", "queued", "running")


def _closure(start: str, before: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Everything that comes before `start`, directly or through others."""
    seen: set[str] = set()
    ahead = list(before.get(start, ()))
    while ahead:
        name = ahead.pop()
        if name not in seen:
            seen.add(name)
            ahead.extend(before.get(name, ()))
    return frozenset(seen)


def task_id(lead_id: str, enricher_name: str) -> str:
    """The id of the task by which an enricher runs for a lead."""
    return task_model.task_id(KIND, lead_id, enricher_name)

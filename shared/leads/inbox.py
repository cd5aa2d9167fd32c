"""What others post to us: a CSV, one lead or several, or a trigger. Each takes the road that is there already."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any, Protocol

from shared.core.codec import decode
from shared.core.errors import InvalidInput
from shared.core.ids import stable_id
from shared.core.text import slug
from shared.leads.imports import import_id
from shared.leads.intake import TYPES, Added
from shared.ports.blobs import BlobStore

Trigger = Callable[[Mapping[str, str]], Mapping[str, Any]]
"""Starts work that is there already; gets the other keys of the posted object."""

MAX_LEADS = 500  # in one call; more belong into a file
_TABLES = {"text/csv", "text/plain", "text/tab-separated-values", "application/csv", "application/vnd.ms-excel"}


class AddsLeads(Protocol):
    def add(self, fields: Mapping[str, str], *, source: str, key: str) -> Added: ...


class Inbox:
    """Takes in what an outside caller sends."""

    def __init__(self, blobs: BlobStore, intake: AddsLeads, triggers: Mapping[str, Trigger]) -> None:
        self._blobs = blobs
        self._intake = intake
        self._triggers = triggers

    def take(self, content_type: str, body: bytes, *, name: str, caller: str, key: str = "") -> dict[str, Any]:
        """Take in one call. The same `key`, or without one the same body, from the same caller changes nothing more.

        Raises InvalidInput for what is none of the three.
        """
        if content_type == "application/json":
            return self._json(decode(Any, body), caller, key or stable_id(body.decode("utf-8", "replace")))
        if content_type in _TABLES or PurePosixPath(name).suffix.lower() in TYPES:
            return self._table(body, name, caller, key)
        raise InvalidInput(
            f"a body of type {content_type or 'nothing'!r} is not understood; send text/csv, or application/json with "
            'the fields of a lead, a list of leads, or {"trigger": "..."}'
        )

    def _table(self, body: bytes, name: str, caller: str, key: str) -> dict[str, Any]:
        """Drop the file into the bucket, under a name made of its content: a second delivery is the same object."""
        if not body.strip():
            raise InvalidInput("the file is empty; send a header line and at least one row")
        path = PurePosixPath(name)
        suffix = path.suffix.lower() if path.suffix.lower() in TYPES else ".csv"
        stem = slug(path.stem) or "posted"
        mark = stable_id(caller, key or body.decode("latin-1"))
        object_name = f"posted/{stem}-{mark}{suffix}"
        blob = self._blobs.stat("uploads", object_name)
        if blob is None:
            blob = self._blobs.put("uploads", object_name, body, content_type="text/csv")
        return {"object": object_name, "import_id": import_id(blob.bucket, blob.name, blob.generation)}

    def _json(self, value: Any, caller: str, key: str) -> dict[str, Any]:
        if isinstance(value, dict) and "trigger" in value:
            return dict(self._trigger(value))
        if isinstance(value, dict):
            return _answer(self._add(value.get("fields", value), caller, key))
        if isinstance(value, list) and value and len(value) <= MAX_LEADS:
            leads = [self._add(lead, caller, stable_id(key, place)) for place, lead in enumerate(value)]
            return {"leads": [_answer(lead) for lead in leads]}
        raise InvalidInput(f"send a lead as an object of fields, or a list of 1 to {MAX_LEADS} leads")

    def _add(self, fields: Any, caller: str, key: str) -> Added:
        if not isinstance(fields, dict) or not fields:
            raise InvalidInput('a lead is an object of fields, such as {"email": "ana@example.com"}')
        named = {str(name): _text(name, value) for name, value in fields.items() if value is not None}
        return self._intake.add(named, source=f"posted by {caller}", key=key)

    def _trigger(self, value: Mapping[str, Any]) -> Mapping[str, Any]:
        name = str(value["trigger"])
        if name not in self._triggers:
            raise InvalidInput(f"no trigger {name[:60]!r}; there are: {', '.join(sorted(self._triggers))}")
        return self._triggers[name]({key: str(item) for key, item in value.items() if key != "trigger"})


def _text(name: Any, value: Any) -> str:
    if isinstance(value, dict | list):
        raise InvalidInput(f"field {str(name)[:60]!r} holds {type(value).__name__}; send plain text or a number")
    return str(value)


def _answer(added: Added) -> dict[str, Any]:
    return {"id": added.id, "created": added.created, "rule": added.rule}


def of_tasks(retry: Callable[..., int], tasks_of: Callable[[str], Sequence[str]]) -> dict[str, Trigger]:
    """The triggers over the task ledger: `retry` what is dead, `enrich` a lead again where enrichers had nothing."""

    def retry_dead(given: Mapping[str, str]) -> Mapping[str, Any]:
        return {"retried": retry(kind=given.get("kind", ""), import_id=given.get("import", ""))}

    def enrich(given: Mapping[str, str]) -> Mapping[str, Any]:
        if not given.get("lead"):
            raise InvalidInput('say which lead: {"trigger": "enrich", "lead": "..."}')
        return {"retried": retry(tasks_of(given["lead"]))}

    return {"retry": retry_dead, "enrich": enrich}

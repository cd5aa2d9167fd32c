"""What others post to us: a file, one lead or several, or a trigger. Each takes the road that is there already."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any, Protocol

from shared.core.codec import decode
from shared.core.errors import InvalidInput
from shared.core.ids import stable_id
from shared.core.text import slug
from shared.leads.imports import import_id
from shared.leads.intake import Added
from shared.leads.reader import SUFFIXES
from shared.ports.blobs import BlobStore

Trigger = Callable[[Mapping[str, str]], Mapping[str, Any]]
"""Starts work that is there already; gets the other keys of the posted object."""

MAX_LEADS = 500  # in one call; more belong into a file
TYPES: Mapping[str, str] = {
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".tab": "text/tab-separated-values",
    ".txt": "text/plain",
    ".json": "application/json",
    ".jsonl": "application/jsonl",
    ".ndjson": "application/x-ndjson",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xlsm": "application/vnd.ms-excel.sheet.macroEnabled.12",
    ".gz": "application/gzip",
    ".zip": "application/zip",
}
"""The type of each kind of file that the reader takes; what a file is in truth, its content tells."""

_ALSO = {
    "application/csv": ".csv",
    "application/vnd.ms-excel": ".csv",  # what browsers say of a CSV where a spreadsheet program is installed
    "application/x-gzip": ".gz",
    "application/x-zip-compressed": ".zip",
    "application/jsonlines": ".jsonl",
    "application/x-jsonlines": ".jsonl",
}
_ENDINGS = {kind.lower(): ending for ending, kind in reversed(list(TYPES.items()))} | _ALSO


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
        What is sent under the name of a file, JSON too, is a file.

        Raises InvalidInput for what is none of the three.
        """
        content_type = content_type.lower()
        ending = PurePosixPath(name).suffix.lower()
        if ending not in SUFFIXES:
            if content_type == "application/json":
                return self._json(decode(Any, body), caller, key or stable_id(body.decode("utf-8", "replace")))
            ending = _ENDINGS.get(content_type, "")
        if ending:
            return self._table(body, PurePosixPath(name), ending, caller, key)
        raise InvalidInput(
            f"a body of type {content_type or 'nothing'!r} is not understood; send a file under its name "
            f"(`?name=leads.xlsx`; the ending is one of {', '.join(sorted(SUFFIXES))}) or as text/csv, or "
            'application/json with the fields of a lead, a list of leads, or {"trigger": "..."}'
        )

    def _table(self, body: bytes, path: PurePosixPath, ending: str, caller: str, key: str) -> dict[str, Any]:
        """Drop the file into the bucket, under a name made of its content: a second delivery is the same object."""
        if not body.strip():
            raise InvalidInput("the file is empty; send a header line and at least one row")
        stem = slug(path.stem) or "posted"
        mark = stable_id(caller, key or body.decode("latin-1"))
        object_name = f"posted/{stem}-{mark}{ending}"
        blob = self._blobs.stat("uploads", object_name)
        if blob is None:
            blob = self._blobs.put("uploads", object_name, body, content_type=TYPES[ending])
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

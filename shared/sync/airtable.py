"""The far side: one table of an Airtable base, through its own client with that client's retries off.

Requests pass the gate, writes the effect ledger. A write names our id in the key column, so the table finds the record
again when an answer was lost: writing twice is harmless. What the far side says in its error shapes becomes ours here.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, TypeVar

from shared.core.clock import Clock, iso
from shared.core.codec import encode_sorted
from shared.core.errors import AppError, InvalidInput, NotFound, PermanentError, TransientError
from shared.core.ids import stable_id
from shared.core.log import redact
from shared.core.text import shorten
from shared.effects.ledger import EffectLedger
from shared.effects.model import Effect, Receipt
from shared.sync.gate import Gate
from shared.sync.model import KEY, FieldMap, Record, Row

if TYPE_CHECKING:
    from pyairtable import Api, Table
    from requests import Response

PAGE: Final = 100
TRIES: Final = 4  # of one request that certainly did nothing
TIMEOUT: Final = (10, 60)  # seconds to connect, to read

T = TypeVar("T")


class Changed(InvalidInput):
    """The table has not the columns that it had: its schema is to be read again."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column as the schema tells it."""

    id: str
    name: str
    kind: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Schema:
    """The table's own id and its columns."""

    table: str
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Airtable:
    """One table. `base` and `table`: ids or, for the table, its name. `token`: a personal access token."""

    token: str
    base: str
    table: str
    gate: Gate
    effects: EffectLedger
    clock: Clock
    url: str = "https://api.airtable.com"

    @cached_property
    def _api(self) -> "Api":
        try:
            from pyairtable import Api
        except ImportError as error:
            raise PermanentError(
                "the Airtable client is not installed; `uv sync --extra airtable` brings it"
            ) from error
        return Api(self.token, timeout=TIMEOUT, retry_strategy=None, endpoint_url=self.url, use_field_ids=True)

    @cached_property
    def _table(self) -> "Table":
        return self._api.table(self.base, self.table)

    # Schema

    def schema(self) -> Schema:
        """The table as it is now. Raises PermanentError when the token or the names are wrong."""
        schema = self._called(lambda: self._api.base(self.base).schema(force=True))
        known = [table for table in schema.tables if self.table in {table.id, table.name}]
        if not known:
            names = ", ".join(sorted(table.name for table in schema.tables)[:20])
            raise PermanentError(f"the base has no table {self.table!r}; it has: {names}. Set LEADREEL_AIRTABLE_TABLE")
        columns = (Column(one.id, one.name, _kind(one), _options(one)) for one in known[0].fields)
        return Schema(known[0].id, tuple(columns))

    def add_column(self, name: str, kind: str, options: Mapping[str, Any] | None = None) -> None:
        """Make a column. Raises what `schema` raises; the token needs the scope schema.bases:write."""
        self._called(lambda: self._table.create_field(name, kind, options=dict(options) if options else None))

    # Webhooks

    def call(
        self, method: str, path: str, body: Mapping[str, Any] | None = None, params: Mapping[str, Any] | None = None
    ) -> Any:
        """A request about the base's webhooks. Raises NotFound when the webhook is gone."""
        url = self._api.build_url("bases", self.base, *path.split("/"))
        given = dict(body) if body is not None else None
        return self._called(lambda: self._api.request(method, url, json=given, params=dict(params or {})))

    # Records

    def reader(self, map: FieldMap) -> "Reader":
        return Reader(self, map)

    def pages(self, options: Mapping[str, Any]) -> Iterator[list[dict[str, Any]]]:
        """Records in pages of a hundred. A listing that took too long begins again: what comes twice is harmless."""
        offset, restarts = "", 0
        while True:
            asked = {**options, "page_size": PAGE, "use_field_ids": True, **({"offset": offset} if offset else {})}
            try:
                page = self._called(lambda asked=asked: self._get(asked))  # type: ignore[misc] # bound at once
            except InvalidInput as error:
                if "LIST_RECORDS_ITERATOR_NOT_AVAILABLE" not in str(error) or restarts == 3:
                    raise
                offset, restarts = "", restarts + 1
                continue
            yield page.get("records", [])
            offset = page.get("offset", "")
            if not offset:
                return

    def _get(self, options: Mapping[str, Any]) -> Any:
        urls = self._table.urls
        return self._api.request("GET", urls.records, fallback=("POST", urls.records_post), options=dict(options))

    def upsert(self, records: Sequence[Mapping[str, Any]], key: str, *, typecast: bool) -> list[dict[str, Any]]:
        """At most ten records written in one request; they as they stand then, in the same order."""
        answer = self._called(
            lambda: self._table.batch_upsert([dict(record) for record in records], [key], typecast=typecast)
        )
        return [dict(record) for record in answer["records"]]

    # Calling

    def _called(self, call: Callable[[], T]) -> T:
        """The answer to one request. Only what certainly did nothing is sent again."""
        for _ in range(TRIES):
            self.gate.wait()
            try:
                return self._sent(call)
            except TransientError as error:
                if "429" not in str(error) or not error.not_applied:
                    raise
        raise TransientError("Airtable answers 429 again and again", retry_after=60).without_effect()

    def _sent(self, call: Callable[[], T]) -> T:
        import requests

        try:
            return call()
        except requests.HTTPError as error:
            if error.response is None:
                raise TransientError("Airtable's answer broke off") from error
            raise self._error(error.response) from error
        except requests.exceptions.ConnectTimeout as error:
            raise TransientError("Airtable cannot be reached").without_effect() from error
        except requests.Timeout as error:
            raise TransientError(f"Airtable gave no answer within {TIMEOUT[1]} s") from error
        except requests.ConnectionError as error:
            broken = TransientError("the connection to Airtable broke off")
            raise (broken.without_effect() if _never_made(error) else broken) from error
        except (requests.RequestException, ValueError) as error:
            raise TransientError(f"Airtable's answer cannot be read: {self._clean(str(error))}") from error

    def _error(self, response: "Response") -> AppError:
        status = response.status_code
        kind, message = _said(response)
        told = self._clean(f"Airtable answered {status}{' ' * bool(kind)}{kind}: {message}")
        if status == 429:
            if kind == "PUBLIC_API_BILLING_LIMIT_EXCEEDED":
                return self.gate.spent().without_effect()
            self.gate.punished()
            return TransientError(told, retry_after=30).without_effect()
        if status >= 500:
            return TransientError(told)
        return self._refusal(status, kind, told).without_effect()

    def _refusal(self, status: int, kind: str, told: str) -> AppError:
        if status == 401:
            return PermanentError(f"{told}. Make a new personal access token and set LEADREEL_AIRTABLE_TOKEN")
        if status == 403:
            return PermanentError(
                f"{told}. Check LEADREEL_AIRTABLE_BASE and LEADREEL_AIRTABLE_TABLE, and that the token may reach this "
                "base with the scopes data.records:read, data.records:write and schema.bases:read"
            )
        if status == 404:
            return NotFound(f"{told}. Check LEADREEL_AIRTABLE_BASE and LEADREEL_AIRTABLE_TABLE")
        if kind in {"UNKNOWN_FIELD_NAME", "INVALID_FILTER_BY_FORMULA"}:
            return Changed(told)
        return InvalidInput(told)

    def _clean(self, text: str) -> str:
        return shorten(redact(text.replace(self.token, "<token>") if self.token else text), 400)


@dataclass(frozen=True, slots=True)
class Reader:
    """The table through a field map: what the engine's `Remote` asks for."""

    airtable: Airtable
    map: FieldMap

    def changed(self, since: str) -> Iterator[Sequence[Record]]:
        formula = {"formula": f"IS_AFTER(LAST_MODIFIED_TIME(), '{since}')"} if since else {}
        for page in self.airtable.pages({"fields": self._columns, **formula}):
            yield [self._record(record) for record in page]

    def listed(self, ids: Sequence[str]) -> Iterator[Sequence[Record]]:
        """These records, a hundred a request."""
        for start in range(0, len(ids), PAGE):
            wanted = ", ".join(f"RECORD_ID()='{id}'" for id in ids[start : start + PAGE] if id.isalnum())
            for page in self.airtable.pages({"fields": self._columns, "formula": f"OR({wanted})"}):
                yield [self._record(record) for record in page]

    def write(self, rows: Sequence[Row]) -> Sequence[Record]:
        payload = [self._payload(row) for row in rows]
        rounds = (f"{row.lead}@{row.round}" for row in rows)
        said = encode_sorted(payload).decode()  # columns may have other ids when the same sending is repeated
        key = stable_id("airtable", self.airtable.base, self.airtable.table, *rounds, said)

        def send(_: Effect) -> Receipt:
            typecast = any(column.typecast for column in self.map.fields)
            return Receipt(result={"records": self.airtable.upsert(payload, self.map.key.id, typecast=typecast)})

        effect = self.airtable.effects.perform("airtable.write", key, payload, send=send, repeatable=True)
        return [self._record(record) for record in effect.result["records"]]

    def _payload(self, row: Row) -> dict[str, Any]:
        ids = {column.ours: column.id for column in self.map.fields}
        fields = {ids[name]: cell for name, cell in row.cells.items() if name in ids}
        return {**({"id": row.record} if row.record else {}), "fields": {self.map.key.id: row.lead, **fields}}

    @property
    def _columns(self) -> list[str]:
        more = [self.map.modified] if self.map.modified else []
        return [self.map.key.id, *(column.id for column in self.map.fields), *more]

    def _record(self, raw: Mapping[str, Any]) -> Record:
        fields = raw.get("fields", {})
        cells = {column.ours: fields[column.id] for column in self.map.fields if column.id in fields}
        now = iso(self.airtable.clock.now())
        return Record(raw["id"], str(fields.get(self.map.key.id, "")), cells, fields.get(self.map.modified) or now)

    def blamed(self, error: InvalidInput) -> str:
        """Airtable names the column in quotes, by name or by id."""
        named = set(re.findall(r"[\"“']([^\"”']{1,200})[\"”']", str(error)))
        named |= set(re.findall(r"\bfld\w{5,20}\b", str(error)))
        found = [column.ours for column in self.map.fields if column.id in named or column.theirs in named]
        return found[0] if found else KEY if self.map.key.id in named else ""


def _options(field: Any) -> tuple[str, ...]:
    choices = getattr(getattr(field, "options", None), "choices", None) or ()
    return tuple(str(choice.name) for choice in choices if hasattr(choice, "name"))


def _never_made(error: Exception) -> bool:
    from urllib3.exceptions import NewConnectionError

    inner: BaseException | None = error
    while inner is not None:
        reason = getattr(inner, "reason", None) or (inner.args[0] if inner.args else None)
        if isinstance(reason, NewConnectionError) or isinstance(getattr(reason, "reason", None), NewConnectionError):
            return True
        inner = inner.__cause__ or inner.__context__
    return False


def _said(response: "Response") -> tuple[str, str]:
    """Kind and message from the three shapes: {error: {type, message}}, {error: KIND}, {errors: [...]}."""
    try:
        body = response.json()
    except ValueError:
        return "", shorten(response.text, 200)
    if not isinstance(body, dict):
        return "", shorten(str(body), 200)
    told = body.get("error") or (body.get("errors") or [""])[0]
    if isinstance(told, dict):
        kind = str(told.get("type") or told.get("error") or "")
        return kind, str(told.get("message") or kind)
    return str(told), str(body.get("message") or told)


def _kind(field: Any) -> str:
    return str(getattr(field.type, "value", field.type))

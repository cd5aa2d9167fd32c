"""Airtable's Web API as the vendor describes it, over bases in memory: records, upsert, listings whose offsets expire,
schema, webhooks with signed notifications and cursors, the three shapes of errors, five requests a second, thirty
seconds of penalty, a month's plan of calls.
"""

import base64
import hashlib
import hmac
import json
import secrets
import time
import urllib.request
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sandbox.airtable.formulas import Unreadable, test_of
from sandbox.airtable.table import Column, Refused, Row, Table, new_id
from sandbox.standin import Answer, Asked, StandIn, serve

PAYLOADS = 50  # in one answer
OFFSET_LIVES = 300.0  # seconds


def _error(status: int, kind: str, message: str = "") -> Answer:
    return Answer(status, {"error": {"type": kind, "message": message}} if message else {"error": kind})


@dataclass
class Webhook:
    """Who is told of changes, and what they can read about them."""

    id: str
    url: str
    secret: bytes
    expires: datetime
    sources: tuple[str, ...] = ()  # empty: all
    payloads: list[dict[str, Any]] = field(default_factory=list)
    unheard: bool = False  # there is something to notify of

    def signature(self, body: bytes) -> str:
        return "hmac-sha256=" + hmac.new(self.secret, body, hashlib.sha256).hexdigest()


@dataclass
class Base:
    """A base, its tables and its webhooks. `now` may be moved by tests; `rate` 0 = no limit."""

    id: str
    tables: list[Table]
    token: str = "pat-of-the-sandbox"  # noqa: S105 - it opens nothing but this
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ticks: Callable[[], float] = time.monotonic
    rate: int = 5
    penalty: float = 30.0
    calls_left: int = 10**9  # in this month
    offset_lives: float = OFFSET_LIVES
    webhooks: dict[str, Webhook] = field(default_factory=dict)
    refused: int = 0  # requests answered with 429
    _recent: deque[float] = field(default_factory=deque)
    _closed_until: float = float("-inf")
    _offsets: dict[str, tuple[list[str], float]] = field(default_factory=dict)

    # The door

    def __call__(self, asked: Asked) -> Answer:
        """Answers one request."""
        if asked.headers.get("authorization") != f"Bearer {self.token}":
            return _error(401, "AUTHENTICATION_REQUIRED", "Authentication required")
        if limited := self._limited():
            self.refused += 1
            return limited
        self.calls_left -= 1
        try:
            return self._routed(asked)
        except Refused as error:
            return _error(422, error.kind, str(error))
        except ValueError:
            return _error(400, "INVALID_REQUEST_BODY", "Could not parse request body")

    def _limited(self) -> Answer | None:
        if self.calls_left <= 0:
            return Answer(
                429, {"errors": [{"error": "PUBLIC_API_BILLING_LIMIT_EXCEEDED", "message": "Over the limit"}]}
            )
        now = self.ticks()
        if now < self._closed_until:
            return _error(429, "RATE_LIMIT_REACHED", "Too many requests")
        while self._recent and self._recent[0] <= now - 1.0:
            self._recent.popleft()
        if self.rate and len(self._recent) >= self.rate:
            self._closed_until = now + self.penalty
            return _error(429, "RATE_LIMIT_REACHED", "Too many requests")
        self._recent.append(now)
        return None

    def _routed(self, asked: Asked) -> Answer:
        parts = [part for part in asked.path.split("/") if part][1:]
        if parts[:2] == ["meta", "bases"] and parts[2:3] == [self.id]:
            return self._meta(asked, parts[3:])
        if parts[:2] == ["bases", self.id] and parts[2:3] == ["webhooks"]:
            return self._hooks(asked, parts[3:])
        table = next((one for one in self.tables if parts[1:2] and parts[1] in {one.id, one.name}), None)
        if parts[:1] != [self.id] or table is None:
            return _error(
                403,
                "INVALID_PERMISSIONS_OR_MODEL_NOT_FOUND",
                "Invalid permissions, or the requested model was not found. Check that both your user and your token "
                "have the required permissions",
            )
        return self._records(asked, table, parts[2:])

    # Schema

    def _meta(self, asked: Asked, rest: Sequence[str]) -> Answer:
        if rest == ["tables"] and asked.method == "GET":
            return Answer(body={"tables": [table.schema() for table in self.tables]})
        if len(rest) == 3 and rest[0] == "tables" and rest[2] == "fields" and asked.method == "POST":
            table = next(one for one in self.tables if rest[1] in {one.id, one.name})
            given = asked.json
            if any(column.name == given["name"] for column in table.columns):
                raise Refused("DUPLICATE_OR_EMPTY_FIELD_NAME", f'Field "{given["name"]}" already exists')
            column = Column(given["name"], given.get("type", "singleLineText"))
            table.columns.append(column)
            return Answer(body=column.schema())
        return Answer(404, {"error": "NOT_FOUND"})

    # Records

    def _records(self, asked: Asked, table: Table, rest: Sequence[str]) -> Answer:
        if rest == ["listRecords"] and asked.method == "POST":
            given = asked.json
            return self._list(table, given, given.get("fields") or [])
        if not rest:
            return self._all_records(asked, table)
        row = table.rows.get(rest[0])
        if row is None:
            return Answer(404, {"error": "NOT_FOUND"})
        return Answer(body=table.shown(row, by_id=_yes(asked.first("returnFieldsByFieldId"))))

    def _all_records(self, asked: Asked, table: Table) -> Answer:
        if asked.method == "GET":
            return self._list(table, dict(asked.query), asked.all("fields[]", "fields"))
        if asked.method == "POST":
            return self._create(table, asked.json)
        if asked.method in {"PATCH", "PUT"}:
            return self._write(table, asked.json, whole=asked.method == "PUT")
        return self._delete(table, asked.all("records[]", "records"))

    def _list(self, table: Table, given: Mapping[str, Any], only: Sequence[str]) -> Answer:
        for name in only:
            table.column(name)
        size = max(1, min(int(given.get("pageSize") or 100), 100))
        by_id = _yes(given.get("returnFieldsByFieldId", ""))
        if offset := given.get("offset"):
            ids, made = self._offsets.pop(str(offset), ([], float("-inf")))
            if self.ticks() - made > self.offset_lives:
                raise Refused("LIST_RECORDS_ITERATOR_NOT_AVAILABLE", "The offset is no longer available")
        else:
            try:
                test = test_of(str(given.get("filterByFormula") or ""))
            except Unreadable as error:
                raise Refused(
                    "INVALID_FILTER_BY_FORMULA", f"The formula for filtering records is invalid: {error}"
                ) from error
            ids = [row.id for row in table.rows.values() if test(row.id, table.shown(row)["fields"], row.changed)]
        page, rest = ids[:size], ids[size:]
        body: dict[str, Any] = {
            "records": [table.shown(table.rows[id], only, by_id=by_id) for id in page if id in table.rows]
        }
        if rest:
            token = f"itr{new_id('rec')}/{page[-1]}"
            self._offsets[token] = (rest, self.ticks())
            body["offset"] = token
        return Answer(body=body)

    def _given(self, given: Mapping[str, Any]) -> list[dict[str, Any]]:
        records = given.get("records")
        if not isinstance(records, list) or not records:
            raise Refused(
                "INVALID_REQUEST_UNKNOWN", "Invalid request: parameter validation failed. Check your request data."
            )
        if len(records) > 10:
            raise Refused("INVALID_RECORDS", "A maximum of 10 records may be sent in one request")
        return records

    def _create(self, table: Table, given: Mapping[str, Any]) -> Answer:
        typecast, by_id = bool(given.get("typecast")), _yes(given.get("returnFieldsByFieldId", ""))
        if "fields" in given:
            row = table.add(table.cells(given["fields"], typecast=typecast), self.now())
            self._tell(table, created=[row])
            return Answer(body=table.shown(row, by_id=by_id))
        made = [table.cells(record.get("fields", {}), typecast=typecast) for record in self._given(given)]
        rows = [table.add(cells, self.now()) for cells in made]
        self._tell(table, created=rows)
        return Answer(body={"records": [table.shown(row, by_id=by_id) for row in rows]})

    def _write(self, table: Table, given: Mapping[str, Any], *, whole: bool) -> Answer:
        typecast, by_id = bool(given.get("typecast")), _yes(given.get("returnFieldsByFieldId", ""))
        merge = (given.get("performUpsert") or {}).get("fieldsToMergeOn")
        keys = [table.column(name) for name in merge or ()]
        plan = [self._target(table, record, keys, typecast=typecast) for record in self._given(given)]
        created, changed, rows = [], {}, []
        for target, cells in plan:  # all of them fit: nothing is written before that is known
            row = target or (next(iter(table.matching(keys, cells)), None) if keys else None)
            if row is None:
                row = table.add(cells, self.now())
                created.append(row)
            else:
                changed[row.id] = table.change(row, cells, self.now(), whole=whole)
            rows.append(row)
        self._tell(table, created=created, changed=changed)
        body: dict[str, Any] = {"records": [table.shown(row, by_id=by_id) for row in rows]}
        if merge is not None:
            new = [row.id for row in created]
            body |= {"createdRecords": new, "updatedRecords": [row.id for row in rows if row.id not in new]}
        return Answer(body=body)

    def _target(
        self, table: Table, record: Mapping[str, Any], keys: Sequence[Column], *, typecast: bool
    ) -> tuple[Row | None, dict[str, Any]]:
        cells = table.cells(record.get("fields", {}), typecast=typecast)
        if id := record.get("id"):
            if id not in table.rows:
                raise Refused("ROW_DOES_NOT_EXIST", f"Record ID {id} does not exist in this table")
            return table.rows[id], cells
        if not keys:
            raise Refused("INVALID_RECORDS", "A record has no id")
        found = table.matching(keys, cells)
        if len(found) > 1:
            raise Refused(
                "INVALID_VALUE_FOR_COLUMN", "Cannot upsert: more than one record matches the fields to merge on"
            )
        return (found[0] if found else None), cells

    def _delete(self, table: Table, ids: Sequence[str]) -> Answer:
        if not ids or len(ids) > 10:
            raise Refused("INVALID_RECORDS", "From 1 to 10 records may be deleted in one request")
        if any(id not in table.rows for id in ids):
            return Answer(404, {"error": "NOT_FOUND"})
        for id in ids:
            del table.rows[id]
        self._tell(table, destroyed=ids)
        return Answer(body={"records": [{"id": id, "deleted": True} for id in ids]})

    # Webhooks

    def _hooks(self, asked: Asked, rest: Sequence[str]) -> Answer:
        if not rest and asked.method == "POST":
            return self._hook(asked.json)
        if not rest:
            return Answer(body={"webhooks": [self._told(hook) for hook in self.webhooks.values()]})
        hook = self.webhooks.get(rest[0])
        return self._one_hook(asked, hook, rest[1:]) if hook else Answer(404, {"error": "NOT_FOUND"})

    def _one_hook(self, asked: Asked, hook: Webhook, rest: Sequence[str]) -> Answer:
        if asked.method == "DELETE":
            del self.webhooks[hook.id]
            return Answer()
        if rest == ["refresh"]:
            hook.expires = self.now() + timedelta(days=7)
            return Answer(body={"expirationTime": hook.expires.isoformat()})
        if rest == ["payloads"]:
            cursor = int(asked.first("cursor", "1"))
            page = hook.payloads[cursor - 1 : cursor - 1 + PAYLOADS]
            more = len(hook.payloads) > cursor - 1 + len(page)
            return Answer(body={"payloads": page, "cursor": cursor + len(page), "mightHaveMore": more})
        return Answer(404, {"error": "NOT_FOUND"})

    def _hook(self, given: Mapping[str, Any]) -> Answer:
        if len(self.webhooks) >= 10:
            raise Refused("TOO_MANY_WEBHOOKS_IN_BASE", "A base has 10 webhooks at most")
        hook = Webhook(
            new_id("ach"),
            given.get("notificationUrl") or "",
            secrets.token_bytes(32),
            self.now() + timedelta(days=7),
            tuple(given["specification"]["options"]["filters"].get("fromSources") or ()),
        )
        self.webhooks[hook.id] = hook
        secret = base64.b64encode(hook.secret).decode()
        return Answer(body={"id": hook.id, "macSecretBase64": secret, "expirationTime": hook.expires.isoformat()})

    def _told(self, hook: Webhook) -> dict[str, Any]:
        return {
            "id": hook.id,
            "areNotificationsEnabled": True,
            "cursorForNextPayload": len(hook.payloads) + 1,
            "isHookEnabled": True,
            "notificationUrl": hook.url,
            "expirationTime": hook.expires.isoformat(),
            "specification": {"options": {"filters": {"dataTypes": ["tableData"]}}},
        }

    def _tell(
        self,
        table: Table,
        *,
        created: Sequence[Row] = (),
        changed: Mapping[str, Sequence[str]] | None = None,
        destroyed: Sequence[str] = (),
        by: str = "publicApi",
    ) -> None:
        touched = {id: columns for id, columns in (changed or {}).items() if columns}
        if not self.webhooks or not (created or touched or destroyed):
            return
        told: dict[str, Any] = {}
        if created:
            told["createdRecordsById"] = {
                row.id: {"createdTime": row.created.isoformat(), "cellValuesByFieldId": dict(row.cells)}
                for row in created
            }
        if touched:
            told["changedRecordsById"] = {
                id: {"current": {"cellValuesByFieldId": {one: table.rows[id].cells.get(one) for one in columns}}}
                for id, columns in touched.items()
            }
        if destroyed:
            told["destroyedRecordIds"] = list(destroyed)
        for hook in self.webhooks.values():
            if hook.sources and by not in hook.sources:
                continue
            hook.unheard = True
            hook.payloads.append(
                {
                    "timestamp": self.now().isoformat(),
                    "baseTransactionNumber": len(hook.payloads) + 1,
                    "actionMetadata": {"source": by},
                    "changedTablesById": {table.id: told},
                    "payloadFormat": "v0",
                }
            )

    # What people do there

    def type_into(self, table: Table, row: Row, name: str, value: Any) -> None:
        """A person edits a cell in the browser."""
        column = table.column(name)
        changed = table.change(row, {column.id: column.taken(value, typecast=True)}, self.now())
        self._tell(table, changed={row.id: changed}, by="client")

    def type_row(self, table: Table, fields: Mapping[str, Any]) -> Row:
        """A person adds a record in the browser."""
        row = table.add(table.cells(fields, typecast=True), self.now())
        self._tell(table, created=[row], by="client")
        return row

    def remove(self, table: Table, row: Row) -> None:
        """A person deletes a record in the browser."""
        del table.rows[row.id]
        self._tell(table, destroyed=[row.id], by="client")

    def notify(self) -> list[int]:
        """Post the notifications: they name base and webhook, and nothing else. Returns the statuses answered."""
        statuses = []
        for hook in [one for one in self.webhooks.values() if one.url and one.unheard]:
            hook.unheard = False
            told = {"base": {"id": self.id}, "webhook": {"id": hook.id}, "timestamp": self.now().isoformat()}
            body = json.dumps(told).encode()
            headers = {"Content-Type": "application/json", "X-Airtable-Content-MAC": hook.signature(body)}
            with urllib.request.urlopen(urllib.request.Request(hook.url, body, headers), timeout=10) as answer:  # noqa: S310 - where the webhook was asked to go
                statuses.append(answer.status)
        return statuses


def _yes(value: Any) -> bool:
    return value is True or str(value).casefold() in {"1", "true"}


def leads_table(name: str = "Leads") -> Table:
    """A table as people who keep leads in Airtable have it."""
    text = ("Leadreel ID", "Full Name", "Company", "Title", "Location", "Industry", "Company Size", "Source")
    return Table(
        name,
        [
            *(Column(one) for one in text),
            Column("Email", "email"),
            Column("Website", "url"),
            Column("LinkedIn URL", "url"),
            Column("Status", "singleSelect", ["New", "Contacted", "Won", "Lost"]),
            Column("Verified", "checkbox"),
            Column("Enriched", "checkbox"),
            Column("Needs Enrichment", "checkbox"),
            Column("Scraped At", "dateTime"),
            Column("Enriched At", "dateTime"),
        ],
    )


@contextmanager
def serve_base(base: Base | None = None, *, host: str = "127.0.0.1", port: int = 0) -> Iterator[tuple[Base, StandIn]]:
    """A base served until the block ends; one with a table of leads when none is given."""
    served = base or Base("appSandbox0000001", [leads_table()])
    with serve("airtable", served, host=host, port=port) as standin:
        yield served, standin

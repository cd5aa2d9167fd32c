"""Being told instead of asking: the base's webhook. A notification says only that something changed; what changed is
read from the webhook's list, behind a cursor, and only what people did there is listed. What other programs write
through the API is found by the pull that remains, a few times a day.

    sync_state  {scope}.hook   {id, secret, cursor, expires, notified, pulled_at}
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from shared.core import faults
from shared.core.clock import Clock, iso, parse_iso
from shared.core.codec import decode, from_plain, to_plain
from shared.core.errors import InvalidInput, NotFound
from shared.ports.documents import DocumentStore, Transaction
from shared.sync.airtable import PAGE, Airtable, Reader
from shared.sync.desk import STATE
from shared.sync.model import Record

SOURCES: Final = ("client", "formSubmission", "formPageSubmission", "automation", "system", "sync", "anonymousUser")
"""Everything but the API: our own writes would be told to us."""
PULL_EVERY: Final = timedelta(hours=6)
REFRESH_BEFORE: Final = timedelta(days=3)  # a webhook lives for seven


@dataclass(frozen=True, slots=True)
class Hook:
    """The webhook as it is stored. `secret`: base64, as the vendor gave it, once."""

    id: str
    secret: str
    cursor: int = 1
    expires: str = ""
    notified: int = 0  # notifications so far
    heard: int = 0  # how many of them have been followed up
    pulled_at: str = ""  # when the whole table was last asked for changes

    def signed(self, body: bytes, mac: str) -> bool:
        """Whether the vendor sent this body."""
        try:
            secret = base64.b64decode(self.secret)
        except binascii.Error:
            return False
        wanted = "hmac-sha256=" + hmac.new(secret, body, hashlib.sha256).hexdigest()
        return hmac.compare_digest(wanted, mac.strip())


@dataclass(frozen=True)
class Hooks:
    """The one webhook of a table."""

    documents: DocumentStore
    clock: Clock
    scope: str

    def held(self) -> Hook | None:
        raw = (self.documents.get(STATE, self.scope) or {}).get("hook")
        return from_plain(Hook, raw) if raw else None

    def keep(self, hook: Hook | None) -> None:
        def work(transaction: Transaction) -> None:
            state = transaction.get(STATE, self.scope) or {}
            transaction.set(STATE, self.scope, {**state, "hook": to_plain(hook) if hook else None})

        self.documents.transaction(work)

    def change(self, **values: Any) -> None:
        """Change single values of the webhook, whatever else changes it at the same time."""

        def work(transaction: Transaction) -> None:
            state = transaction.get(STATE, self.scope) or {}
            if state.get("hook"):
                transaction.set(STATE, self.scope, {**state, "hook": {**state["hook"], **values}})

        self.documents.transaction(work)

    def begin(self, airtable: Airtable, url: str, table: str) -> Hook:
        """Ask to be told at `url`; a webhook that is there already is left. Raises what calling raises."""
        if known := self.held():
            return known
        made = airtable.call("POST", "webhooks", _wanted(url, table))
        hook = Hook(made["id"], made["macSecretBase64"], expires=made.get("expirationTime") or "")
        faults.reach("sync.hook_made")
        self.keep(hook)
        return hook

    def end(self, airtable: Airtable) -> None:
        if hook := self.held():
            with suppress(NotFound):
                airtable.call("DELETE", f"webhooks/{hook.id}")
            self.keep(None)

    def notified(self, body: bytes, mac: str) -> bool:
        """Take a notification. Raises InvalidInput when it is not the vendor's, or not about our webhook."""
        hook = self.held()
        if hook is None or not hook.signed(body, mac):
            raise InvalidInput("the notification is not signed by the base's webhook")
        told = decode(dict[str, Any], body)
        if (told.get("webhook") or {}).get("id") != hook.id:
            raise InvalidInput("the notification is about another webhook")
        self._count()
        return True

    def _count(self) -> None:
        def work(transaction: Transaction) -> None:
            state = transaction.get(STATE, self.scope) or {}
            if hook := state.get("hook"):
                transaction.set(STATE, self.scope, {**state, "hook": {**hook, "notified": hook.get("notified", 0) + 1}})

        self.documents.transaction(work)

    def refreshed(self, airtable: Airtable, hook: Hook) -> None:
        """Seven more days, when few are left."""
        if hook.expires and parse_iso(hook.expires) - self.clock.now() > REFRESH_BEFORE:
            return
        answer = airtable.call("POST", f"webhooks/{hook.id}/refresh")
        self.change(expires=iso(parse_iso(answer["expirationTime"])) if answer.get("expirationTime") else "")

    def is_pull_due(self, hook: Hook) -> bool:
        return not hook.pulled_at or parse_iso(hook.pulled_at) + PULL_EVERY <= self.clock.now()


@dataclass(frozen=True)
class Told(Reader):
    """The table, read by what the webhook tells. `size`: about how many records there are."""

    hooks: Hooks
    table: str  # its id: webhooks know no names
    size: int
    gone: "list[str]"  # filled with the ids of records that were deleted there

    def changed(self, since: str) -> Iterator[Sequence[Record]]:  # noqa: ARG002 - the cursor stands for it
        hook = self.hooks.held()
        if hook is None or hook.notified == hook.heard:
            return
        ids, gone, cursor = self._payloads(hook)
        self.gone.extend(gone)
        wanted = [id for id in ids if id not in gone]
        if len(wanted) * 2 > self.size > PAGE:  # a storm: the whole table costs fewer calls than its parts
            yield from super().changed("")
        elif wanted:
            yield from self.listed(wanted)
        faults.reach("sync.before_cursor")
        self.hooks.change(cursor=cursor, heard=hook.notified)

    def _payloads(self, hook: Hook) -> tuple[list[str], set[str], int]:
        """Ids of the records that changed and that were deleted, and the cursor behind them."""
        cursor = hook.cursor
        changed: dict[str, None] = {}
        gone: set[str] = set()
        while True:
            answer = self.airtable.call("GET", f"webhooks/{hook.id}/payloads", params={"cursor": cursor})
            for payload in answer.get("payloads", ()):
                told = (payload.get("changedTablesById") or {}).get(self.table) or {}
                changed.update(
                    dict.fromkeys([*told.get("createdRecordsById", ()), *told.get("changedRecordsById", ())])
                )
                gone.update(told.get("destroyedRecordIds", ()))
            cursor = int(answer.get("cursor", cursor))
            if not answer.get("mightHaveMore"):
                return list(changed), gone, cursor


def _wanted(url: str, table: str) -> dict[str, Any]:
    filters = {"dataTypes": ["tableData"], "recordChangeScope": table, "fromSources": list(SOURCES)}
    return {"notificationUrl": url, "specification": {"options": {"filters": filters}}}

"""API keys: shown once, kept as a keyed hash, each with its scopes and its end."""

import hmac
import secrets
from base64 import b32encode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any, Literal, get_args

from shared.auth.secret import derived
from shared.core import faults
from shared.core.clock import Clock, iso
from shared.core.codec import from_plain, to_plain
from shared.core.errors import InvalidInput, NotFound
from shared.core.ids import IdSource
from shared.core.log import get_log
from shared.ports.documents import DocumentStore, Query

KEYS = "api_keys"
PREFIX = "lr_"

Scope = Literal["read", "write", "publish", "admin"]
SCOPES: tuple[Scope, ...] = get_args(Scope)
"""read: look · write: change leads, start work · publish: post to the outside · admin: keys and all the others"""

log = get_log(__name__)


class NotAllowed(InvalidInput):
    """A key is missing, unknown, over, or lacks a scope. The text may go to a stranger."""


class LacksScope(NotAllowed):
    """The key is good, but not for this."""


@dataclass(frozen=True, slots=True)
class Key:
    """What is known about an API key; its keyed hash stays in the store."""

    id: str
    name: str
    scopes: frozenset[Scope]
    created_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None

    def allows(self, scope: Scope) -> bool:
        return scope in self.scopes or "admin" in self.scopes


class ApiKeys:
    """A plain key is `lr_<id>_<256 random bits>`: the id finds the record, the rest proves the holder."""

    def __init__(self, documents: DocumentStore, clock: Clock, ids: IdSource, secret: bytes) -> None:
        self._documents = documents
        self._clock = clock
        self._ids = ids
        self._key = derived(secret, "api keys")

    def create(self, name: str, scopes: Iterable[str] = ("read",), expires: datetime | None = None) -> tuple[str, str]:
        """The key's id and the plain key, which is never shown again."""
        known = frozenset(scope for scope in SCOPES if scope in set(scopes))
        if unknown := sorted(set(scopes) - known):
            raise InvalidInput(f"unknown scope {', '.join(unknown)}; known are: {', '.join(SCOPES)}")
        if not known or not name.strip():
            raise InvalidInput("a key needs a name and at least one scope")
        now = self._clock.now()
        if expires is not None and expires <= now:
            raise InvalidInput(f"the end {iso(expires)} has passed already")
        id = self._ids()
        plain = f"{PREFIX}{id}_{b32encode(secrets.token_bytes(32)).decode('ascii').rstrip('=').lower()}"
        key = Key(id, name.strip(), known, created_at=now, expires_at=expires)
        faults.reach("keys.before_create")
        self._documents.create(KEYS, id, _document(key, self._hash(plain)))
        log.info("key made", key=id, scopes=sorted(known))
        return id, plain

    def check(self, plain: str, scope: str) -> Key:
        """The holder's key. Raises NotAllowed.

        A stranger learns nothing about which keys exist: only who shows a genuine key is told that it has run out,
        was revoked or lacks the scope.
        """
        if not plain:
            raise NotAllowed("an API key is missing; send it as `Authorization: Bearer lr_…`")
        id, data = self._find(plain)
        expected = str(data.get("hash", self._hash("")))
        if not hmac.compare_digest(self._hash(plain), expected) or not data:
            raise NotAllowed("this API key is not known")
        key = _key(id, data)
        if key.revoked_at is not None:
            raise NotAllowed("this API key was revoked; make another with `leadreel keys create`")
        if self._is_over(key):
            raise NotAllowed("this API key has run out; make another with `leadreel keys create`")
        if scope not in SCOPES or not key.allows(scope):
            raise LacksScope(f"this API key may not {scope}; its scopes are: {', '.join(sorted(key.scopes))}")
        return key

    def alive(self, id: str) -> bool:
        """False once the key was revoked, has run out, or is not there."""
        data = self._documents.get(KEYS, id)
        key = _key(id, data) if data else None
        return key is not None and key.revoked_at is None and not self._is_over(key)

    def revoke(self, id: str) -> Key:
        """End a key now; again changes nothing. Raises NotFound."""
        found = self._documents.snapshot(KEYS, id)
        if found is None:
            raise NotFound(f"no key {id!r}; `leadreel keys list` shows them")
        key = _key(id, found.data)
        if key.revoked_at is not None:
            return key
        revoked = replace(key, revoked_at=self._clock.now())
        faults.reach("keys.before_revoke")
        self._documents.update(KEYS, id, _document(revoked, found.data["hash"]), version=found.version)
        log.info("key revoked", key=id)
        return revoked

    def list(self) -> Iterator[Key]:
        return (_key(snapshot.id, snapshot.data) for snapshot in self._documents.query(Query(KEYS)))

    def _find(self, plain: str) -> tuple[str, dict[str, Any]]:
        """The id that a plain key names and its record, empty when there is none."""
        prefix, _, rest = plain.partition("_")
        id, _, proof = rest.partition("_")
        if f"{prefix}_" != PREFIX or not proof or not id.isascii() or not id.isalnum() or len(plain) > 200:
            return "", {}
        return id, self._documents.get(KEYS, id) or {}

    def _hash(self, plain: str) -> str:
        return hmac.digest(self._key, plain.encode("utf-8", "replace"), sha256).hex()

    def _is_over(self, key: Key) -> bool:
        return key.expires_at is not None and key.expires_at <= self._clock.now()


def _document(key: Key, hashed: str) -> dict[str, Any]:
    plain = to_plain(key)
    del plain["id"]
    return {**plain, "scopes": sorted(key.scopes), "hash": hashed}


def _key(id: str, data: Mapping[str, Any]) -> Key:
    return from_plain(Key, {**data, "id": id})

"""How each lead stands with its record over there, for lists and exports."""

from collections.abc import Mapping, Sequence
from typing import Final

from shared.ports.documents import DocumentStore
from shared.sync.desk import LINKS, scope_of

_AT_ONCE: Final = 200


def standing(documents: DocumentStore, base: str, table: str, leads: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
    """`sync_status` (pending, synced, failed), `synced_at` and `sync_record` of those leads that the sync has met."""
    scope = scope_of(base, table)
    found: dict[str, Mapping[str, str]] = {}
    for start in range(0, len(leads), _AT_ONCE):
        ids = {f"{scope}-{lead}": lead for lead in leads[start : start + _AT_ONCE]}
        for id, link in documents.get_many(LINKS, list(ids)).items():
            found[ids[id]] = {
                "sync_status": link["state"],
                "synced_at": link.get("synced_at", ""),
                "sync_record": link.get("record", ""),
            }
    return found

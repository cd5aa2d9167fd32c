"""Where leads are found that were merged into others."""

from collections.abc import Iterable
from typing import Final

from shared.ports.documents import Reader

COLLECTION: Final = "merges"  # a document for each lead that went, under its id; see `merges.py`


def whereabouts(reader: Reader, ids: Iterable[str]) -> dict[str, str]:
    """Where leads are found now, by the id that they had."""
    found = {id: id for id in ids}
    asked = list(found)
    while asked:
        moved = {id: data["kept"] for id, data in reader.get_many(COLLECTION, asked).items()}
        found = {id: moved.get(at, at) for id, at in found.items()}
        asked = sorted(set(moved.values()))
    return found

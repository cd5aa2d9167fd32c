"""How the tables of a collection look, and the statements that write them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from shared.core.codec import decode

_PLAIN_NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Layout:
    """How a collection's table looks."""

    name: str
    fields: tuple[str, ...]
    has_young: bool = False  # a small table for its newest documents
    table: str = field(init=False)  # quoted
    young: str = field(init=False)  # the small table, quoted
    documents: str = field(init=False)  # SQL for the rows of both: parent, id, version, body
    columns: Mapping[str, str] = field(init=False)  # field → column
    paths: tuple[tuple[str, ...], ...] = field(init=False)
    insert: str = field(init=False)
    upsert: str = field(init=False)
    replace: str = field(init=False)  # takes what `insert` takes, then parent and id again

    def __post_init__(self) -> None:
        columns = {name: f"k{number}" for number, name in enumerate(self.fields)}
        keys = list(columns.values())
        table, young = f'"{table_name(self.name)}"', f'"young_{table_name(self.name)}"'
        both = (
            f"(SELECT parent, id, version, body FROM {young}"  # noqa: S608 - names are quoted or our own
            f" UNION ALL SELECT parent, id, version, body FROM {table} AS old"
            f" WHERE NOT EXISTS (SELECT 1 FROM {young} AS new WHERE new.parent = old.parent AND new.id = old.id))"
        )
        names = ", ".join(["parent", "id", "version", *keys, "body"])
        marks = ", ".join("?" * (len(keys) + 4))
        insert = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608 - names are quoted or our own
        update = ", ".join(f"{name} = excluded.{name}" for name in ["version", *keys, "body"])
        replace = ", ".join(f"{name} = ?{number}" for number, name in enumerate(["version", *keys, "body"], 3))
        derived = {
            "table": table,
            "young": young,
            "documents": both if self.has_young else table,
            "columns": columns,
            "paths": tuple(tuple(name.split(".")) for name in self.fields),
            "insert": insert,
            "upsert": f"{insert} ON CONFLICT (parent, id) DO UPDATE SET {update}",
            "replace": f"UPDATE {table} SET {replace} WHERE parent = ?1 AND id = ?2",  # noqa: S608 - as above
        }
        for name, value in derived.items():
            object.__setattr__(self, name, value)


def table_name(collection: str) -> str:
    """SQLite folds case in names, Firestore does not: an unusual name is spelled in hexadecimal.

    >>> table_name("leads"), table_name("Leads")
    ('doc_leads', 'doc__4c65616473')
    """
    if _PLAIN_NAME.fullmatch(collection):
        return f"doc_{collection}"
    return f"doc__{collection.encode().hex()}"


@lru_cache(maxsize=1024)
def layout_of(name: str, fields: str, has_young: int = 0) -> Layout:
    told = tuple(decode(list[str], fields))
    return Layout(name, told, bool(has_young) and not told)

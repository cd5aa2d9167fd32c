"""The fields that leads have. They are data: a new column makes a new definition, and nothing is migrated."""

from collections.abc import Sequence
from typing import Final

from shared.core.codec import from_plain, to_plain
from shared.core.errors import Conflict
from shared.leads.model import FieldDefinition, FieldKind
from shared.ports.documents import Create, DocumentStore, Query

COLLECTION = "fields"

_KINDS: Final[dict[str, tuple[str, FieldKind]]] = {
    "company_name": ("Company", "text"),
    "first_name": ("First name", "text"),
    "last_name": ("Last name", "text"),
    "full_name": ("Full name", "text"),
    "website_url": ("Website", "url"),
    "ads_url": ("Ads", "url"),
    "niche_category": ("Niche", "text"),
    "email": ("E-mail", "email"),
    "phone": ("Phone", "phone"),
    "linkedin_url": ("LinkedIn", "url"),
    "title": ("Title", "text"),
    "location": ("Location", "text"),
    "city": ("City", "text"),
    "state": ("State", "text"),
    "country": ("Country", "text"),
    "industry": ("Industry", "text"),
    "employees": ("Employees", "number"),
    "revenue": ("Revenue", "number"),
    "status": ("Status", "choice"),
    "source": ("Source", "text"),
    "notes": ("Notes", "text"),
    "video": ("Video", "text"),
}
BUILT_IN: Final[tuple[FieldDefinition, ...]] = tuple(
    FieldDefinition(name, label, kind) for name, (label, kind) in _KINDS.items()
)
BUILT_IN_NAMES: Final = frozenset(_KINDS)


class Fields:
    """The built-in fields, and those that the user's own columns brought along."""

    def __init__(self, documents: DocumentStore) -> None:
        self._documents = documents

    def all(self) -> tuple[FieldDefinition, ...]:
        """Built-in fields in their order (a stored definition replaces one), then custom ones by name."""
        stored = {held.id: from_plain(FieldDefinition, held.data) for held in self._documents.query(Query(COLLECTION))}
        built_in = tuple(stored.pop(field.name, field) for field in BUILT_IN)
        return (*built_in, *(stored[name] for name in sorted(stored)))

    def add(self, definition: FieldDefinition) -> None:
        """Store a definition, in place of the one of the same name."""
        self._documents.set(COLLECTION, definition.name, to_plain(definition))

    def ensure(self, wanted: Sequence[FieldDefinition]) -> Sequence[FieldDefinition]:
        """Store those that are not known yet and return them; a definition that is there stays as it is."""
        known = {field.name for field in self.all()}
        new = list({field.name: field for field in wanted if field.name not in known}.values())
        for start in range(0, len(new), 400):
            part = new[start : start + 400]
            try:
                self._documents.batch([Create(COLLECTION, field.name, to_plain(field)) for field in part])
            except Conflict:  # another import met one of the same columns at the same moment
                return self.ensure(wanted)
        return new

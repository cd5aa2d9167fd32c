"""The console's parts out of the house's own."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from containers.console.parts import Drafting, HookAnswer, HookCall, Identity, Lists, Parts, Row
from shared.auth.secret import derived
from shared.core.codec import to_plain
from shared.core.errors import PermanentError
from shared.core.metrics import metrics
from shared.leads.model import Lead
from shared.leads.store import COLLECTION, LeadStore
from shared.ports.documents import DocumentStore, Query

if TYPE_CHECKING:
    from shared.app import App


@dataclass(frozen=True, slots=True)
class ListedLeads:
    """The lead store, and a quick way through many leads that builds no nouns."""

    store: LeadStore
    documents: DocumentStore

    def get(self, id: str) -> Lead:
        return self.store.get(id)

    def many(self, ids: Sequence[str]) -> Sequence[Lead]:
        return self.store.many(ids)

    def page(self, *, limit: int, after: tuple[str, str] | None, descending: bool) -> Iterable[Lead]:
        return self.store.page(limit=limit, after=after, descending=descending)

    def rows(self, limit: int) -> Iterator[Row]:
        query = Query(COLLECTION, order_by="created_at", descending=True, limit=limit)
        for found in self.documents.query(query):
            yield _row(found.id, found.data)

    def count(self) -> int:
        return self.store.count()


def _row(id: str, data: Mapping[str, Any]) -> Row:
    return Row(id, data["fields"], data["created_at"], data["updated_at"], data.get("imports", ()))


def parts_of_the_house(
    app: "App",
    forward: Callable[[HookCall], HookAnswer],
    *,
    public: bool = False,
    missing: Callable[[], Sequence[str]] = list,
) -> Parts:
    """What the console is made of. `forward` reaches the functions' doors, which only the host knows.

    `missing` names what the host has to run and does not.
    """

    def status() -> Mapping[str, Any]:
        plain: Mapping[str, Any] = to_plain({"status": app.status.look()})["status"]
        return plain

    def told(body: bytes, kind: str) -> bool:
        return app.drafting.told(body, kind)

    return Parts(
        documents=app.documents,
        blobs=app.blobs,
        leads=ListedLeads(app.leads, app.documents),
        imports=app.imports,
        tasks=app.tasks,
        add_lead=app.intake.add,
        keys=app.keys,
        status=status,
        explain=app.explain,
        forward=forward,
        clock=app.clock,
        metrics=metrics,
        secret=derived(app.secret, "console sessions"),
        gauges=lambda: _backlog(app),
        missing=missing,
        search=lambda query, limit: (_row(id, data) for id, data in app.search.stored(query, limit)),
        syncs=app.airtable,
        lists=Lists(app.filters, app.rules, app.bulk, app.search.ids),
        identity=Identity(app.duplicates, app.merges, app.undo),
        drafting=Drafting(app.drafts, lambda: app.approvals, told),
        public=public,
        public_url=app.settings.public_url,
    )


def _backlog(app: "App") -> Mapping[str, float]:
    """Tasks on each queue, where the queue can tell."""
    backlog = getattr(app.queue, "backlog", None)
    return {f'backlog{{queue="{name}"}}': float(count) for name, count in backlog().items()} if backlog else {}


def no_doors(call: HookCall) -> HookAnswer:
    """For a console that runs by itself."""
    raise PermanentError(f"{call.function} cannot be reached from here; post to the function's own address")

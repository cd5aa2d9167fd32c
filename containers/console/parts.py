"""What the console is made of. It asks for little, and only by protocol, so that a test can hand it what it likes."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from shared.content.approvals import Approvals
from shared.content.draft_store import DraftStore
from shared.core.clock import Clock
from shared.core.metrics import Metrics
from shared.leads.bulk import Bulk
from shared.leads.duplicates import Duplicates
from shared.leads.filters import Filters
from shared.leads.merges import Merges
from shared.leads.model import Import, Lead
from shared.leads.rules import Rules
from shared.leads.undo import Undo
from shared.ports.blobs import BlobStore
from shared.ports.documents import DocumentStore
from shared.tasks.model import Task, TaskState


@dataclass(frozen=True, slots=True)
class Row:
    """A lead's bare values. Times are as stored: ISO 8601, sortable as text."""

    id: str
    fields: Mapping[str, Any]
    created_at: str
    updated_at: str
    imports: Sequence[str]

    def text(self, name: str) -> str:
        return str(self.fields.get(name, ""))


class ReadsLeads(Protocol):
    """The leads."""

    def get(self, id: str) -> Lead:
        """Raises NotFound."""

    def many(self, ids: Sequence[str]) -> Sequence[Lead]:
        """Those that exist, in the order asked for."""

    def page(self, *, limit: int, after: tuple[str, str] | None, descending: bool) -> Iterable[Lead]:
        """Leads in the order of their making, behind the lead made at this time (as stored) with this id."""

    def rows(self, limit: int) -> Iterable["Row"]:
        """The newest leads, with no more than what searching and sorting needs."""

    def count(self) -> int: ...


class ReadsImports(Protocol):
    """Imports, the newest first, and what became of their rows."""

    def get(self, id: str) -> Import:
        """Raises NotFound."""

    def list(self, *, limit: int | None, after: tuple[str, str] | None) -> Sequence[Import]:
        """Imports behind the one made at this time (as stored) with this id."""

    def rejected(self, id: str) -> Iterator[dict[str, Any]]:
        """`row`, `line`, `reason` and `cells` of the rejected rows, in the file's order."""


class WorksTasks(Protocol):
    """The record of all work."""

    def page(self, *, state: str = "", limit: int = 50, after: Task | None = None) -> Sequence[Task]:
        """Tasks, newest first, behind the one seen last."""

    def get(self, id: str) -> Task:
        """Raises NotFound."""

    def for_lead(self, lead: str) -> Sequence[Task]: ...

    def counts(self, *, import_id: str) -> Mapping[TaskState, int]:
        """How many tasks are in each state that has any."""

    def retry(self, ids: Sequence[str]) -> int:
        """Send dead, skipped or cancelled tasks again."""


class Added(Protocol):
    """What became of a lead that was sent in."""

    @property
    def id(self) -> str: ...
    @property
    def created(self) -> bool:
        """False: it was merged into one that was there."""

    @property
    def rule(self) -> str:
        """What matched."""


class AddsLeads(Protocol):
    def __call__(self, fields: Mapping[str, str], *, source: str, key: str) -> Added:
        """Store a lead under the same rules as a row of a file. The same `key` again changes nothing."""


class Caller(Protocol):
    """Whoever holds an API key."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def scopes(self) -> frozenset[Any]: ...


class ChecksKeys(Protocol):
    def check(self, plain: str, scope: str) -> Caller:
        """The holder of the key. Raises NotAllowed, of which LacksScope is one kind."""

    def alive(self, id: str) -> bool:
        """False once the key was revoked or has run out."""


class Syncs(Protocol):
    """The Airtable sync."""

    def counts(self) -> Mapping[str, int]: ...
    def runs(self, limit: int) -> Sequence[Any]: ...

    def asked(self, query: Mapping[str, str], body: bytes) -> dict[str, Any]:
        """One run's report. Raises Conflict while another run is under way."""

    def conflicts(self, state: str = "", *, lead: str = "", limit: int = 200) -> Sequence[Any]: ...

    def resolve(self, id: str, choice: str, person: str) -> Any:
        """Raises NotFound."""

    def notified(self, body: bytes, mac: str) -> None:
        """Raises InvalidInput for one that the vendor did not sign."""


@dataclass(frozen=True, slots=True)
class HookCall:
    """A request for a function's own door, with the headers that the door may see."""

    function: str
    body: bytes
    headers: Mapping[str, str]
    query: str = ""


@dataclass(frozen=True, slots=True)
class HookAnswer:
    status: int
    body: bytes
    content_type: str = "application/json"


@dataclass(frozen=True, slots=True)
class Lists:
    """Saved filters, rules, and changes to many leads."""

    filters: Filters
    rules: Rules
    bulk: Bulk
    ids: Callable[[str], Iterator[str]]  # of the leads that fit a search


@dataclass(frozen=True, slots=True)
class Identity:
    """Suspects, merges, and imports that are taken back."""

    duplicates: Duplicates
    merges: Merges
    undo: Undo


@dataclass(frozen=True, slots=True)
class Drafting:
    """Drafts, and how people decide about them: asked for each time, as the board is only configured where one is.
    `told` takes what the vendor that renders them says of a project; False: nobody waits for it."""

    drafts: DraftStore
    approvals: Callable[[], Approvals]
    told: Callable[[bytes, str], bool] = lambda _body, _kind: False


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything the console needs, and nothing that it makes itself."""

    documents: DocumentStore
    blobs: BlobStore
    leads: ReadsLeads
    add_lead: AddsLeads
    imports: ReadsImports
    tasks: WorksTasks
    keys: ChecksKeys
    status: Callable[[], Mapping[str, Any]]
    explain: Callable[[str], Mapping[str, Any]]
    forward: Callable[[HookCall], HookAnswer]
    clock: Clock
    metrics: Metrics
    secret: bytes  # signs the sessions; at least 32 bytes
    gauges: Callable[[], Mapping[str, float]] = dict  # further figures for /metrics, as `name{label="value"}`
    missing: Callable[[], Sequence[str]] = list  # what has to run beside the console and does not
    search: Callable[[str, int], Iterable["Row"]] | None = None  # leads that fit, through the index; at most so many
    syncs: Syncs | None = None
    lists: Lists | None = None
    identity: Identity | None = None
    drafting: Drafting | None = None
    public: bool = False  # True: bound to more than loopback, so every page asks for a key
    public_url: str = ""  # its host is known, beside loopback's names
    max_upload: int = 2 * 1024**3  # bytes

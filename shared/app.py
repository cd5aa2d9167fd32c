"""The composition root: every part is built on first use, from the settings and the parts below it.

Nothing heavy is imported until a part that needs it is asked for; the only file that knows the adapters.
"""

import atexit
import os
import random
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from shared.core.clock import Clock, SystemClock
from shared.core.errors import InvalidInput
from shared.core.ids import IdSource, random_id
from shared.core.settings import Settings
from shared.manifest import Manifest, read_manifest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from shared.adapters.gcp.blobs import CloudBlobs
    from shared.adapters.gcp.cloud import Cloud
    from shared.adapters.gcp.documents import FirestoreDocuments
    from shared.adapters.gcp.events import PubSubEvents
    from shared.adapters.gcp.jobs import CloudJobs
    from shared.adapters.gcp.queue import CloudQueue
    from shared.adapters.gcp.scanning import ScannedBuckets
    from shared.adapters.local.alive import Alive
    from shared.adapters.local.blobs import LocalBlobs
    from shared.adapters.local.database import Database
    from shared.adapters.local.documents import LocalDocuments
    from shared.adapters.local.events import LocalEvents
    from shared.adapters.local.jobs import LocalJobs
    from shared.adapters.local.queue import LocalQueue
    from shared.ai.model import ChatModel
    from shared.auth.doorkeeper import Doorkeeper
    from shared.auth.keys import ApiKeys
    from shared.auth.keysets import KeySet
    from shared.auth.oidc import Trust
    from shared.auth.signer import Signer
    from shared.auth.tokens import Given, TokenCare, TokenMaker, TokenRecord
    from shared.content.analytics import Analyst
    from shared.content.approvals import Approvals
    from shared.content.assistant import Assistant
    from shared.content.autopost import Autopost
    from shared.content.board import ApprovalBoard
    from shared.content.configuration import Configuration
    from shared.content.draft_renders import Renderings
    from shared.content.draft_store import DraftStore
    from shared.content.draft_worker import DraftWorker
    from shared.content.drafts import Drafts
    from shared.content.inventory import Stock
    from shared.content.model import Draft, Proposal
    from shared.content.profile import Profile
    from shared.content.proposals import ProposalService
    from shared.content.rules import RuleProposer
    from shared.content.thinking import Thinker
    from shared.effects.ledger import EffectLedger
    from shared.egress import EgressRules
    from shared.http import Api, Http
    from shared.leads.advice import ColumnAdvisor
    from shared.leads.bulk import Bulk
    from shared.leads.duplicates import Duplicates
    from shared.leads.enriching import Enrichments
    from shared.leads.enrichment import Declaration
    from shared.leads.explain import Explain
    from shared.leads.export import Exporter
    from shared.leads.fields import Fields
    from shared.leads.filters import Filters
    from shared.leads.imports import Imports
    from shared.leads.inbox import Inbox
    from shared.leads.intake import Intake
    from shared.leads.merges import Merges
    from shared.leads.migration import Migrations
    from shared.leads.ordering import StopAt
    from shared.leads.paying import Paying
    from shared.leads.rules import Rules
    from shared.leads.search import LeadSearch
    from shared.leads.store import LeadStore
    from shared.leads.undo import Undo
    from shared.leads.waterfall import Waterfall
    from shared.leads.waterfall_rests import Rests
    from shared.ops.reaper import Reaper
    from shared.ops.status import Status
    from shared.ops.transfer import Transfer
    from shared.ports.queue import TaskQueue
    from shared.ports.search import SearchIndex
    from shared.ports.secrets import Secrets
    from shared.publish.accounts import Accounts
    from shared.publish.graph import Flavour, Graph
    from shared.publish.model import Account
    from shared.publish.publisher import Publisher
    from shared.publish.registry import Publishers
    from shared.publish.service import PublishService
    from shared.sync.service import AirtableSync
    from shared.tasks.ledger import TaskLedger
    from shared.tasks.model import TaskState
    from shared.tasks.runner import TaskRunner
    from shared.video.campaigns import Campaigns
    from shared.video.html import HtmlBrowser
    from shared.video.jobs import RenderQueue
    from shared.video.json2video.movies import MovieRenderer
    from shared.video.json2video.projects import Projects
    from shared.video.photographing import Look
    from shared.video.renderers.json2video import Json2VideoRenderer
    from shared.video.worker import RenderWorker

HOME = Path(__file__).parent.parent
SHELVES = ("local", "emulators", "gcp")
CACHES = {"segments"}  # buckets whose content can be made again
MAIN_ACCOUNT = "instagram-main"  # an account that only the configuration names
ROUTES = {  # kind of task → queue
    "ingest": "ingest",
    "enrich": "enrich",
    "render": "render",
    "dispatch_renders": "render",
    "attach_video": "enrich",
    "draft": "content",
}


class App:
    """All parts of one installation. Tests give their own clock, ids and randomness."""

    def __init__(
        self,
        settings: Settings,
        *,
        clock: Clock | None = None,
        ids: IdSource = random_id,
        randomness: random.Random | None = None,
        rehearse: bool = False,
    ) -> None:
        """`rehearse` runs every transaction twice, which brings hidden effects to light."""
        self.settings = settings
        self.clock = clock or SystemClock()
        self.ids = ids
        self.randomness = randomness or random.Random()  # noqa: S311 - back-off and jitter, no secrets
        self._rehearse = rehearse
        self._costs_seen: tuple[float, dict[str, Decimal]] = (float("-inf"), {})

    # What the cloud gives

    @cached_property
    def manifest(self) -> Manifest:
        return read_manifest(HOME / "manifest.yaml")

    @cached_property
    def state(self) -> Path:
        """The folder of the house's own records, beside the buckets."""
        folder = self.settings.data / "state"
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            told = f"{self.settings.data}: no folder can be made there ({error.strerror}); name another with --data"
            raise InvalidInput(told) from error
        return folder

    @cached_property
    def database(self) -> "Database":
        from shared.adapters.local.database import Database

        return Database(self.state / "leadreel.db")

    @cached_property
    def shelf(self) -> str:
        """`local`; `gcp`; or `emulators`: documents and buckets as on Google Cloud, all else on this machine."""
        if self.settings.shelf not in SHELVES:
            raise InvalidInput(f"LEADREEL_SHELF is {self.settings.shelf!r}; it can be {', '.join(SHELVES)}")
        return self.settings.shelf

    @cached_property
    def cloud(self) -> "Cloud":
        """Where this installation lives at Google."""
        from shared.adapters.gcp.cloud import Cloud

        cloud = Cloud.load(os.environ, project=self.settings.project, region=self.settings.region)
        if self.shelf == "emulators" and not (cloud.firestore_emulator and cloud.storage_emulator):
            raise InvalidInput("LEADREEL_SHELF is emulators and none are named; start them with: make emulators")
        return cloud

    @cached_property
    def documents(self) -> "LocalDocuments | FirestoreDocuments":
        if self.shelf != "local":
            from shared.adapters.gcp.documents import FirestoreDocuments

            return FirestoreDocuments(self.cloud, self.manifest.indexes, rehearse=self._rehearse)
        from shared.adapters.local.documents import LocalDocuments

        return LocalDocuments(self.database, self.manifest.indexes, rehearse=self._rehearse)

    @cached_property
    def blobs(self) -> "LocalBlobs | CloudBlobs":
        if self.shelf == "local":
            return self._folders
        from shared.adapters.gcp.blobs import CloudBlobs

        blobs = CloudBlobs(self.cloud, ids=self.ids)
        for bucket in self.manifest.buckets if self.shelf == "emulators" else ():
            blobs.make(bucket)
        return blobs

    @cached_property
    def _folders(self) -> "LocalBlobs":
        from shared.adapters.local.blobs import LocalBlobs

        return LocalBlobs(self.settings.data, self.database, self.clock, ids=self.ids)

    @cached_property
    def arrivals(self) -> "LocalBlobs | ScannedBuckets":
        """The buckets as the watcher sees them, which on Google Cloud nobody needs to watch."""
        if self.shelf == "local":
            return self._folders
        from shared.adapters.gcp.scanning import ScannedBuckets

        return ScannedBuckets(self.blobs)

    @cached_property
    def queue(self) -> "LocalQueue | CloudQueue":
        if self.shelf != "gcp":
            return self.deliveries
        from shared.adapters.gcp.queue import CloudQueue

        return CloudQueue(self.cloud, self.manifest.queues, self.clock, ids=self.ids)

    @cached_property
    def deliveries(self) -> "LocalQueue":
        """The manifest's queues, and the internal ones through which events and schedules are delivered."""
        from shared.adapters.local.events import event_queues
        from shared.adapters.local.queue import LocalQueue

        self._only_here("delivers tasks")
        functions = self.manifest.functions.values()
        events = event_queues(
            self._triggers,
            {function.name: function.timeout for function in functions},
            {function.name: max(2, function.concurrency) for function in functions},
        )
        queues = {**self.manifest.queues, **events, **self.manifest.schedule_queues}
        return LocalQueue(self.database, queues, self.clock, self.randomness)

    def _only_here(self, act: str) -> None:
        if self.shelf == "gcp":
            raise InvalidInput(f"on Google Cloud the platform {act}; use LEADREEL_SHELF=local or emulators for this")

    @cached_property
    def _triggers(self) -> list[tuple[str, str]]:
        return [(trigger.bucket, trigger.function) for trigger in self.manifest.triggers]

    @cached_property
    def events(self) -> "LocalEvents | PubSubEvents":
        if self.shelf == "gcp":
            from shared.adapters.gcp.events import PubSubEvents

            return PubSubEvents(self.cloud, self._triggers)
        from shared.adapters.local.events import LocalEvents

        return LocalEvents(self.deliveries, self._triggers)

    @cached_property
    def jobs(self) -> "LocalJobs | CloudJobs":
        if self.shelf != "gcp":
            return self.runs
        from shared.adapters.gcp.jobs import CloudJobs

        return CloudJobs(self.cloud, self.manifest.jobs)

    @cached_property
    def runs(self) -> "LocalJobs":
        """The jobs that this machine runs."""
        from shared.adapters.local.jobs import LocalJobs

        self._only_here("runs jobs")
        env = {**os.environ, **self.settings.environment(), "PYTHONPATH": str(HOME)}
        return LocalJobs(
            self.database, self.manifest.jobs, self.clock, env=env, logs=self.settings.data / "logs", ids=self.ids
        )

    @cached_property
    def secrets(self) -> "Secrets":
        if self.shelf == "gcp":
            from shared.adapters.gcp.secrets import CloudSecrets

            return CloudSecrets(self.cloud)
        from shared.adapters.local.secrets import LocalSecrets

        return LocalSecrets(self.state / "secrets", ids=self.ids)

    def bucket_of(self, real: str) -> str:
        """The manifest's name of a bucket that an event names."""
        return self.cloud.bucket_of(real) if self.shelf == "gcp" else real

    # Services

    @cached_property
    def secret(self) -> bytes:
        """The installation's own key: signs tokens and sessions, keys the hashes of API keys."""
        from shared.auth.secret import secret_key

        return secret_key(self.state / "secret.key", os.environ)

    @cached_property
    def signer(self) -> "Signer":
        """Proves calls from this machine to its own doors, as the platform does in the cloud."""
        from shared.auth.signer import Signer

        return Signer(self.state, self.clock, self.ids)

    @cached_property
    def doorkeeper(self) -> "Doorkeeper":
        """Checks who calls a door: on Google Cloud against Google's keys, here against this installation's own."""
        from shared.auth.doorkeeper import Doorkeeper
        from shared.auth.keysets import FileKeys, RemoteKeys
        from shared.auth.oidc import Verifier

        if self.shelf == "gcp":
            return Doorkeeper(Verifier(RemoteKeys(self._google_keys, self.clock), self.clock), self._trust_of_google)
        return Doorkeeper(Verifier(FileKeys(self.signer.keys_file), self.clock), _trust_of_this_machine)

    def _google_keys(self) -> "KeySet":
        from shared.auth.keysets import GOOGLE_KEYS, KeySet

        base = self.settings.base_urls.get("google_keys", GOOGLE_KEYS)
        page = self.http.fetch(base, max_bytes=200_000, accept=("application/json",))
        return KeySet(page.text, page.max_age)

    def _trust_of_google(self, _kind: str, _function: str) -> "Trust":
        from shared.auth.keysets import GOOGLE_ISSUERS
        from shared.auth.oidc import NotProven, Trust

        settings = self.settings
        if not settings.audiences or not settings.callers:  # refused, so delivered again once it is set
            raise NotProven(
                "nobody can prove itself to this door: set LEADREEL_AUDIENCES to what its callers' tokens are signed"
                " for, and LEADREEL_CALLERS to their service accounts"
            )
        removed = settings.signature == "platform"
        return Trust(
            GOOGLE_ISSUERS, frozenset(settings.audiences), frozenset(settings.callers), signature_removed=removed
        )

    @cached_property
    def keys(self) -> "ApiKeys":
        from shared.auth.keys import ApiKeys

        return ApiKeys(self.documents, self.clock, self.ids, self.secret)

    @cached_property
    def effects(self) -> "EffectLedger":
        from shared.effects.budget import Budget
        from shared.effects.ledger import EffectLedger

        budget = Budget(self.settings.budget)
        return EffectLedger(self.documents, self.clock, self.owner, budget=budget, is_dead=self._is_dead)

    @cached_property
    def _alive(self) -> "Alive":
        from shared.adapters.local.alive import Alive

        return Alive(self.state / "alive")

    def owner(self) -> str:
        """The name under which this process holds a lease: what a killed process held is free at once."""
        return f"{self._alive.token()}-{self.ids()}"

    def _is_dead(self, owner: str) -> bool:
        """Whether the process is known to have died; of another machine's nothing is known, and leases end."""
        return self.shelf != "gcp" and self._alive.is_dead(owner.partition("-")[0])

    @cached_property
    def tasks(self) -> "TaskLedger":
        from shared.tasks.ledger import TaskLedger

        return TaskLedger(self.documents, self._sending, self.clock, ROUTES, ids=self.owner, is_dead=self._is_dead)

    @property
    def _sending(self) -> "TaskQueue":
        """The queue; where spans are recorded, its messages name the span that sends them."""
        if not self.settings.traces:
            return self.queue
        from shared.ops.tracing import TracedQueue

        return TracedQueue(self.queue)

    @cached_property
    def runner(self) -> "TaskRunner":
        from shared.tasks.runner import TaskRunner

        handlers = {
            "ingest": lambda: self.intake.go_on,
            "enrich": lambda: self.enrichments.run,
            "attach_video": lambda: self.enrichments.attach_video,
            "render": lambda: self.renders.run,
            "dispatch_renders": lambda: self.campaigns.dispatch,
            "draft": lambda: self.drafting.run,
        }
        policies = {kind: self.manifest.queues[queue].retry for kind, queue in ROUTES.items()}
        leases = {kind: self.manifest.queues[queue].dispatch_deadline + 30 for kind, queue in ROUTES.items()}
        return TaskRunner(self.tasks, handlers, policies, self.clock, leases, {"enrich": self._blocked})

    def _blocked(self, lead: str) -> list[str]:
        return self.enrichments.blocked(lead)

    @cached_property
    def egress_rules(self) -> "EgressRules":
        from shared.egress import EgressRules

        return EgressRules(allow=frozenset(self.settings.egress_allow), network=self.settings.network)

    @cached_property
    def http(self) -> "Http":
        from shared.http import Http

        return Http(self.egress_rules, network=self.settings.network, clock=self.clock)

    # Leads

    @cached_property
    def leads(self) -> "LeadStore":
        from shared.leads.store import LeadStore

        return LeadStore(self.documents, self.clock)

    @cached_property
    def enrichers(self) -> "tuple[Declaration, ...]":
        """Those that work here: one that buys has a provider with a key, or is named in the settings."""
        from shared.leads.enrichment import at_work, declarations
        from shared.leads.waterfall_orders import wanted

        return at_work(declarations(), wanted(self.settings.waterfalls, os.environ))

    @cached_property
    def search_index(self) -> "SearchIndex":
        """Made anew from the leads when it is not there."""
        if self.settings.shelf == "gcp":
            from shared.adapters.gcp.search import DocumentSearch

            return DocumentSearch(self.documents)
        from shared.adapters.local.database import Database
        from shared.adapters.local.search import LocalSearch

        return LocalSearch(Database(self.state / "search.db"))

    @cached_property
    def search(self) -> "LeadSearch":
        from shared.leads.search import LeadSearch

        return LeadSearch(
            self.documents,
            self.search_index,
            self.clock,
            self._leads_with_task,
            self.rules.follow,
        )

    @cached_property
    def filters(self) -> "Filters":
        from shared.leads.filters import Filters

        return Filters(self.documents, self.clock)

    @cached_property
    def bulk(self) -> "Bulk":
        from shared.leads.bulk import Bulk

        return Bulk(self.documents, self.leads, self.fields, self.tasks, self.enrichers)

    @cached_property
    def rules(self) -> "Rules":
        from shared.leads.rules import Rules

        return Rules(self.documents, self.clock, self.bulk)

    def follow_leads(self, seconds: float = 30.0) -> int:
        """Enter what has changed into the index, and let the rules act on it. For the background; returns 0."""
        self.search.catch_up(seconds, round_again=True)
        return 0

    def follow_news(self) -> None:
        """The quick part of `follow_leads`: leads that were changed one by one. A look costs next to nothing."""
        from shared.leads.store import NEWS
        from shared.ports.documents import Query

        if next(self.documents.query(Query(NEWS, limit=1)), None):
            self.search.take_news(2.0)

    def _leads_with_task(self, name: str, state: str) -> "Iterator[str]":
        kinds = {name} if name in ROUTES else {"enrich"}
        state_of_task = cast("TaskState", state)
        for kind in kinds:
            for task in self.tasks.list(state=state_of_task, kind=kind):
                if task.lead and name in {task.name, task.kind}:
                    yield task.lead

    @cached_property
    def fields(self) -> "Fields":
        from shared.leads.fields import Fields

        return Fields(self.documents)

    @cached_property
    def intake(self) -> "Intake":
        from shared.leads.intake import Intake
        from shared.leads.ordering import EnrichmentPlan

        return Intake(
            self.documents,
            self.blobs,
            self.tasks,
            self.fields,
            lambda until: EnrichmentPlan(self.enrichers, cast("StopAt", until)),
            self.clock,
            ids=self.owner,
            is_dead=self._is_dead,
            region=self.settings.default_region,
            merges=self.merges,
            pace=self._pace,
            costs=self._costs,
            advisor=self.advisor,
            patience=self._patience,
        )

    @property
    def _patience(self) -> float | None:
        """Seconds for which one call takes in rows: a part of what the platform gives it; here as long as it likes."""
        if self.settings.ingest_patience:
            return self.settings.ingest_patience
        return 0.7 * self.manifest.functions["ingest_csv"].timeout if self.shelf == "gcp" else None

    @cached_property
    def advisor(self) -> "ColumnAdvisor | None":
        """Who is asked about columns that the rules are unsure of: a model for which there is a key, else nobody."""
        if self.model is None:
            return None
        from shared.leads.advisor import ModelAdvisor

        return ModelAdvisor(self.model, self.effects)

    @cached_property
    def model(self) -> "ChatModel | None":
        """The language model for which there is a key, the first of OpenAI and Gemini."""
        bases, network = self.settings.base_urls, self.settings.network
        if key := os.environ.get("LEADREEL_OPENAI_KEY", ""):
            from shared.ai import openai

            name = os.environ.get("LEADREEL_OPENAI_MODEL", openai.MODEL)
            if os.environ.get("LEADREEL_OPENAI_API", "") == "chat":  # servers that do not know the newer Responses API
                from shared.ai.compatible import Compatible

                return Compatible(key, url=bases.get("openai", openai.URL), model=name, network=network)
            return openai.OpenAI(key, url=bases.get("openai", openai.URL), model=name, network=network)
        if key := os.environ.get("LEADREEL_GEMINI_KEY", ""):
            from shared.ai import gemini

            name = os.environ.get("LEADREEL_GEMINI_MODEL", gemini.MODEL)
            return gemini.Gemini(key, url=bases.get("gemini", gemini.URL), model=name, network=network)
        return None

    @cached_property
    def merges(self) -> "Merges":
        from shared.leads.merges import Merges

        return Merges(self.documents, self.clock, self.tasks, lambda lead: self.tasks.wake(self._blocked(lead)))

    @cached_property
    def duplicates(self) -> "Duplicates":
        from shared.leads.duplicates import Duplicates

        return Duplicates(self.documents)

    @cached_property
    def undo(self) -> "Undo":
        from shared.leads.enrichment import declarations
        from shared.leads.undo import Undo

        known = {one.name: one for one in declarations()}  # also those that worked here once
        return Undo(self.documents, self.clock, self.merges, self.tasks, known)

    @cached_property
    def migrations(self) -> "Migrations":
        from shared.leads.migration import Migrations

        return Migrations(self.documents, self.blobs, self.intake, self.undo, self.exporter, self.clock)

    @cached_property
    def imports(self) -> "Imports":
        from shared.leads.imports import Imports

        return Imports(self.documents)

    @cached_property
    def inbox(self) -> "Inbox":
        from shared.leads.inbox import Inbox, of_tasks

        def restartable(lead: str) -> list[str]:
            return [task.id for task in self.tasks.for_lead(lead) if task.state in {"dead", "skipped"}]

        return Inbox(self.blobs, self.intake, of_tasks(self.tasks.retry, restartable))

    @cached_property
    def explain(self) -> "Explain":
        from shared.leads.explain import Explain

        return Explain(self.leads, self.imports, self.tasks, self.effects, self.merges)

    @cached_property
    def exporter(self) -> "Exporter":
        from shared.leads.export import Exporter

        return Exporter(self.leads, self.fields, self.locate, self._synced)

    def _synced(self, leads: "Sequence[str]") -> "Mapping[str, Mapping[str, str]]":
        """How leads stand with their records in Airtable; nothing is asked of it."""
        from shared.sync.standing import standing

        return standing(self.documents, self.settings.airtable_base, self.settings.airtable_table, leads)

    def locate(self, place: str) -> str:
        """Where a person finds an object: a path or an address, for `bucket/name`; anything else as it stands."""
        bucket, slash, name = place.partition("/")
        return self.blobs.location(bucket, name) if slash and bucket in self.manifest.buckets else place

    @cached_property
    def enrichments(self) -> "Enrichments":
        from shared.leads.enriching import Enrichments
        from shared.leads.tools import Tools

        tools = Tools(
            http=self.http,
            network=self.settings.network,
            default_region=self.settings.default_region,
            video_type=self.settings.video_type,
            waterfall=self.waterfall,
        )
        return Enrichments(self.documents, self.clock, self.enrichers, tools, self.paying)

    @cached_property
    def paying(self) -> "Paying":
        from shared.leads.paying import Paying

        return Paying(self.documents, self.effects, limit=self.settings.budget)

    @cached_property
    def waterfall(self) -> "Waterfall | None":
        """Whom enrichers ask for money; nobody where no field is bought."""
        from shared.leads.finders import finders
        from shared.leads.waterfall import Waterfall
        from shared.leads.waterfall_buying import Answers
        from shared.leads.waterfall_orders import missing, orders

        if not any(one.buys for one in self.enrichers):
            return None
        providers = finders(
            hunter_key=os.environ.get("LEADREEL_HUNTER_KEY", ""),
            hunter_url=self.settings.base_urls.get("hunter", ""),
            model=self.model,
            fingerprints=self._fingerprints,
            clock=self.clock,
            network=self.settings.network,
        )
        answers = Answers(self.documents, self.effects, self.rests, self.clock, self.paying.of)
        return Waterfall(orders(self.settings.waterfalls), providers, answers, missing(providers))

    @cached_property
    def rests(self) -> "Rests":
        """The providers that may not be asked for a while."""
        from shared.leads.waterfall_rests import Rests

        return Rests(self.documents, self.clock)

    @cached_property
    def _fingerprints(self) -> dict[str, str]:
        from shared.leads.waterfall_orders import fingerprints

        return fingerprints(os.environ)

    def follow_rests(self) -> int:
        """Let those tasks go on that were put by until a provider answers again; how many."""
        from shared.leads.waterfall_rests import go_on

        return go_on(self.rests, self.tasks, self._fingerprints)

    def resume(self, import_id: str, budget: Decimal | None = None) -> int:
        """Let those tasks of an import go on that were put by for want of money."""
        from shared.leads.paying import resume

        return resume(self.documents, self.clock, self.tasks, import_id, budget)

    def _pace(self) -> dict[str, float]:
        """Seconds that tasks took of late, by enricher."""
        from shared.leads.estimate import pace_of

        tasks = (self.tasks.list(state="done", kind=kind, limit=200) for kind in ("enrich", "render"))
        return pace_of(task for found in tasks for task in found)

    def _costs(self) -> "dict[str, Decimal]":
        """USD that answers cost of late, by enricher; looked up once in five minutes."""
        from shared.leads.estimate import costs_of

        at, found = self._costs_seen
        if self.clock.monotonic() - at > 300:
            found = costs_of(self.tasks.list(state="done", kind="enrich", limit=500))
            self._costs_seen = (self.clock.monotonic(), found)
        return found

    # Video

    @cached_property
    def renders(self) -> "RenderQueue":
        from shared.video.jobs import RenderQueue

        return RenderQueue(self.documents, self.jobs, self.effects, self.tasks, self.clock, self.campaigns.order)

    @cached_property
    def campaigns(self) -> "Campaigns":
        from shared.video.campaigns import Campaigns

        return Campaigns(self.documents, self.jobs, self.effects, self.clock)

    @cached_property
    def render_worker(self) -> "RenderWorker":
        from shared.video.worker import RenderWorker

        return RenderWorker(
            self.renders,
            self.blobs,
            self.egress_rules,
            self.clock,
            cache=self.settings.data / "cache",
            types=self.settings.video_types,
            chromium=self.settings.chromium,
            ffmpeg=self.settings.ffmpeg,
            look=self.page_look,
        )

    @cached_property
    def page_look(self) -> "Look | None":
        """Who looks for what the rules left before a page: a model for which there is a key, if money may be spent."""
        if self.model is None or self.settings.budget is None or not self.settings.second_look:
            return None
        from shared.video.eyes import ModelLook

        return ModelLook(self.model, self.effects)

    # Publishing

    @cached_property
    def accounts(self) -> "Accounts":
        from shared.publish.accounts import Accounts

        return Accounts(self.documents)

    @cached_property
    def publishers(self) -> "Publishers":
        """Who publishes, by platform; each is made when something is to be posted there."""
        from shared.publish.registry import Publishers

        return Publishers({"instagram": self._instagram})

    def _instagram(self) -> "Publisher":
        from shared.publish.platforms.instagram import InstagramPublisher

        return InstagramPublisher(self.tokens, self.blobs, self.clock, self.graph)

    def graph(self, token: str, flavour: "Flavour") -> "Graph":
        """A way to Instagram for one token, by the log-in that it came from."""
        from shared.publish.graph import Graph

        settings = self.settings
        url = settings.base_urls.get(flavour, "")
        return Graph(token, flavour, url, settings.instagram_version, settings.network)

    @cached_property
    def tokens(self) -> "TokenCare":
        """The tokens of accounts elsewhere, which are renewed before they end."""
        from shared.auth.tokens import TokenCare

        return TokenCare(self.documents, self.clock, lambda: self.secret, self._token_maker, given=self._given_token)

    def _token_maker(self, record: "TokenRecord") -> "TokenMaker":
        from shared.publish.graph_tokens import GraphTokens

        settings, flavour = self.settings, cast("Flavour", record.flavour)
        return GraphTokens(
            flavour,
            settings.instagram_app_id,
            os.environ.get("LEADREEL_INSTAGRAM_APP_SECRET", ""),
            settings.base_urls.get(flavour, ""),
            settings.instagram_version,
            settings.network,
        )

    def _given_token(self, account: str) -> "Given | None":
        """The token in the environment belongs to the configured account, or to the only one."""
        from shared.auth.tokens import Given

        value = os.environ.get("LEADREEL_INSTAGRAM_TOKEN", "").strip()
        if not value:
            return None
        remote, known = self.configuration.instagram_account_id, list(self.accounts.list(platform="instagram"))
        found = next((one for one in known if one.id == account), None)
        theirs = found.remote == remote if found and remote else len(known) == 1 if found else account == MAIN_ACCOUNT
        flavour = found.flavour if found and found.flavour else self.configuration.instagram_login
        return Given("instagram", flavour, value) if theirs else None

    def main_account(self) -> str:
        """The id of the account that is meant when none is named: the configured one, or the only one."""
        known, remote = list(self.accounts.list(platform="instagram")), self.configuration.instagram_account_id
        found = [one.id for one in known if not remote or one.remote == remote]
        if len(found) > 1 and not remote:
            raise InvalidInput(f"there are several accounts: {', '.join(found)}; name one")
        return found[0] if found else MAIN_ACCOUNT

    def account(self, id: str = "") -> "Account":
        """The account of that id, else the main one, which the configuration alone may know. Raises NotFound."""
        from shared.publish.model import Account

        given, wanted = self.configuration, id or self.main_account()
        known = any(one.id == wanted for one in self.accounts.list())
        if not known and wanted == MAIN_ACCOUNT and given.instagram_account_id:
            return Account(wanted, "instagram", given.instagram_account_id, flavour=given.instagram_login)
        return self.accounts.get(wanted)

    def follow_figures(self) -> None:
        """Ask for the main account's figures once they are half a day old; what fails leaves those that we have."""
        from shared.core.errors import AppError
        from shared.core.log import get_log

        try:
            account = self.account()
            if self.analyst.is_old(account):
                self.analyst.take(account)
        except AppError as error:  # no account yet, a dead token, the platform away: proposals are made all the same
            get_log(__name__).info("figures are as they were", reason=str(error))

    @cached_property
    def analyst(self) -> "Analyst":
        from shared.content.analytics import Analyst

        def way(account: "Account") -> "Graph":
            return self.graph(self.tokens.use(account.id), cast("Flavour", account.flavour))

        def refused(account: "Account", value: str, reason: str) -> None:
            self.tokens.refused(account.id, value, reason)

        return Analyst(self.blobs, self.clock, way, refused)

    @cached_property
    def publishing(self) -> "PublishService":
        return self._publishing(self.publishers)

    def _publishing(self, publishers: "Callable[[str], Publisher]") -> "PublishService":
        from shared.publish.service import KILL, PublishService
        from shared.publish.store import PostStore

        doors = [self.manifest.functions.get(name) for name in ("publish", "autopost")]
        kill = max([KILL, *(float(door.timeout) for door in doors if door)])
        return PublishService(PostStore(self.documents), self.effects, publishers, self.clock, kill=kill)

    # Content

    @cached_property
    def configuration(self) -> "Configuration":
        """The flat configuration of content."""
        from shared.content.configuration import Configuration

        return Configuration.load(os.environ, self._configuration_file)

    @property
    def _configuration_file(self) -> Path:
        return self.settings.content_config or Path("content.yaml")

    @property
    def is_configured(self) -> bool:
        """Whether there is such a file."""
        return self._configuration_file.exists()

    def adopt_secrets(self) -> None:
        """Let this process, and those that it starts, find the secrets that the configuration names. Once in a process;
        without a file nothing is imported."""
        if self.is_configured:
            os.environ.update(self.configuration.environment(os.environ))

    @cached_property
    def stock(self) -> "Stock":
        """What there is to make videos from."""
        from shared.content.inventory import Stock

        return Stock(self.blobs, self.documents, self.clock, folders=self.configuration.folders)

    @cached_property
    def drafts(self) -> "DraftStore":
        from shared.content.draft_store import DraftStore

        return DraftStore(self.documents)

    @cached_property
    def renderings(self) -> "Renderings":
        from shared.content.draft_renders import Renderings

        return Renderings(self.documents, self.clock, self._is_dead)

    @cached_property
    def drafting(self) -> "Drafts":
        """What is done with a proposal: its movie is rendered once."""
        from shared.content.drafts import Drafts, Vendor

        near = urlsplit(self.settings.base_urls.get("json2video", "")).hostname in {"127.0.0.1", "localhost", "::1"}
        return Drafts(
            self._proposal,
            self.drafts,
            self.renderings,
            self.blobs,
            self.jobs,
            self.effects,
            self.clock,
            Vendor(self._json2video_projects, near, self._told_at("json2video"), self.tasks.resend),
            renderer=self.configuration.renderer,
            tries=self.manifest.queues["content"].retry.max_attempts,
        )

    def _told_at(self, service: str) -> str:
        """Where a service may tell the console of its news; empty when it is not known how it is reached."""
        place = self.settings.public_url.rstrip("/")
        return f"{place}/api/{service}/notifications" if place.startswith("https:") else ""

    @cached_property
    def draft_worker(self) -> "DraftWorker":
        """Who makes drafts, in a job of its own."""
        from shared.content.draft_worker import DraftWorker

        return DraftWorker(
            self._proposal,
            self.drafts,
            self.renderings,
            self.blobs,
            self.effects,
            self.clock,
            movies=lambda beside: self.movies(beside=beside),
            vendor=self._json2video,
            board=lambda: self.approvals.board,
            wake=self.tasks.wake,
            folder=self.configuration.drafts_folder,
            gate=self.configuration.quality_gate,
        )

    def _proposal(self, id: str) -> "Proposal":
        """Without those who think of proposals: whoever renders one needs none of them."""
        from shared.content.proposal_store import ProposalStore

        return ProposalStore(self.documents).get(id)

    @cached_property
    def proposals(self) -> "ProposalService":
        from shared.content.knowledge import Knowledge
        from shared.content.proposals import ProposalService
        from shared.content.thinking import Known

        def look() -> Known:
            self.follow_figures()
            return Knowledge(self.blobs, made.store, self.drafts, self.clock, inventory=self.stock.fresh).look()

        made = ProposalService(
            self.documents,
            self.tasks,
            self.clock,
            self.ids,
            look=look,
            rules=self._rules(),
            thinker=self._thinker,
            waiting=lambda: self.drafts.count("Draft"),
            count=self.configuration.proposals,
            budget=self.configuration.proposals_budget,
        )
        return made

    def _rules(self) -> "RuleProposer":
        from shared.content.families import Brand
        from shared.content.rules import RuleProposer

        known = self.configuration
        brand = Brand(known.brand_handle, known.brand_niche, known.brand_hashtags, known.brand_call, known.brand_quotes)
        return RuleProposer(brand=brand, south=known.southern_seasons)

    @property
    def _thinker(self) -> "Thinker | None":
        from shared.content.thinking import Thinker

        if self.assistant is None:
            return None
        return Thinker(self.assistant, self.effects, self._profile, self.configuration.caption_limit)

    @cached_property
    def assistant(self) -> "Assistant | None":
        """Who thinks of videos: a model for which there is a key, with a lasting thread; else nobody."""
        from shared.ai import assistants
        from shared.content.assistant import ThreadAssistant, TurnAssistant

        found = assistants.of(
            os.environ,
            self.settings.base_urls,
            openai_key=os.environ.get("LEADREEL_OPENAI_KEY", ""),
            gemini_key=os.environ.get("LEADREEL_GEMINI_KEY", ""),
            model=self.configuration.openai_model,
            price=self.configuration.openai_price,
            network=self.settings.network,
        )
        if found.threads:
            return ThreadAssistant(found.threads, self.documents, self.clock, context=lambda: self._profile().files)
        if found.chat:
            return TurnAssistant(found.chat, self.documents, self.clock, context=lambda: self._profile().files)
        return None

    def about_assistant(self) -> dict[str, Any]:
        """Who is asked for proposals, how it was told to think, and what is remembered of it."""
        from shared.content.assistant import remembered
        from shared.core.codec import to_plain

        profile = self._profile()
        return {
            "model": self.assistant.name if self.assistant else "",
            "intents": dict(profile.intents),
            "files": [{"name": one.name, "sha256": one.sha256} for one in profile.files],
            "memory": to_plain(remembered(self.documents)),
        }

    def _profile(self) -> "Profile":
        from shared.content.profile import Places, read_profile

        own = self.configuration
        named = Places(own.personality_file, own.instructions_file, own.intent_prompts_file, own.context_files)
        return read_profile(named, self.blobs)

    @cached_property
    def approvals(self) -> "Approvals":
        """Where people decide about drafts."""
        from shared.content.approvals import Approvals

        return Approvals(self.drafts, self._board, self.clock)

    @property
    def _board(self) -> "ApprovalBoard":
        """The configured sheet, else the house's own pages."""
        from shared.content.board_builtin import BuiltInBoard

        given = self.configuration
        if not given.google_sheet_id:
            return BuiltInBoard()
        from shared.content import sheets
        from shared.content.board_sheets import SheetsBoard

        key = os.environ.get("LEADREEL_SHEETS_KEY", "") or str(given.google_credentials_file or "")
        url = self.settings.base_urls.get("sheets", sheets.URL)
        tab = sheets.SheetTab(sheets.spreadsheet_id(given.google_sheet_id), given.worksheet_name, key, url)
        return SheetsBoard(tab, self.documents, self.drafts, self.effects, self.clock)

    @cached_property
    def autopost(self) -> "Autopost":
        """Posts what people approved."""
        from shared.content.autopost import Autopost, Guarded, Pace, may_be_shown

        allowed = may_be_shown(self.drafts.get)
        publishing = self._publishing(lambda platform: Guarded(self.publishers(platform), allowed))
        given = self.configuration
        pace = Pace(given.poll_interval, given.autopost_timeout, given.per_run)
        return Autopost(self.approvals, publishing, self.documents, self.blobs, self.clock, self._account_of, pace)

    def _account_of(self, draft: "Draft") -> "Account":
        """Where a draft is to be posted: on the account it names, the configured one, or the only one there is."""
        from shared.content.autopost import account_of

        given = self.configuration
        return account_of(draft, self.accounts, given.instagram_account_id, given.instagram_login)

    # Sync

    def movies(self, renderer: str = "planes", beside: Path | None = None) -> "MovieRenderer":
        """Who renders JSON2Video movies: a renderer of the house by its name, or `json2video`, the vendor's service.
        `beside`: the folder of the movie's own files."""
        if renderer == "json2video":
            return self._json2video()
        from shared.video.json2video.movies import HouseMovies, page_shooter
        from shared.video.render import open_renderer
        from shared.video.segments import DiskShelf, SegmentCache

        cache = SegmentCache(DiskShelf(self.settings.data / "cache" / "segments"))
        options = {"threads": 2, "cache": cache} if renderer == "planes" else {}
        return HouseMovies(
            open_renderer(renderer, **options),
            self.settings.data / "cache" / "movies",
            fetch=self.http.fetch,
            beside=beside,
            ffmpeg=self.settings.ffmpeg,
            draw_all=self.html_browser.draw_all,
            shoot=page_shooter(self.egress_rules, self.settings.chromium),
        )

    @cached_property
    def html_browser(self) -> "HtmlBrowser":
        from shared.video.html import HtmlBrowser

        return HtmlBrowser(self.settings.chromium, self.egress_rules if self.settings.network else None)

    def _json2video(self) -> "Json2VideoRenderer":
        from shared.video.json2video.materials import downloader
        from shared.video.renderers.json2video import Json2VideoRenderer

        return Json2VideoRenderer(self._json2video_api(), self.effects, self.clock, downloader(self.http.fetch))

    def _json2video_projects(self) -> "Projects":
        """What is ordered from the vendor, for whoever never touches a film."""
        from shared.video.json2video.projects import Projects

        return Projects(self._json2video_api(), self.effects)

    def _json2video_api(self) -> "Api":
        from shared.http import Api
        from shared.video.json2video.projects import BASE_URL

        key = os.environ.get("LEADREEL_JSON2VIDEO_KEY", "")
        if not key:
            raise InvalidInput("json2video: there is no key; set LEADREEL_JSON2VIDEO_KEY, or render with `planes`")
        url = self.settings.base_urls.get("json2video", BASE_URL)
        headers = {"x-api-key": key}
        return Api(url, name="json2video", headers=headers, secrets=[key], network=self.settings.network)

    @cached_property
    def airtable(self) -> "AirtableSync":
        from shared.sync.service import AirtableSync

        return AirtableSync(
            self.documents,
            self.clock,
            self.owner,
            self.effects,
            token=os.environ.get("LEADREEL_AIRTABLE_TOKEN", ""),
            base=self.settings.airtable_base,
            table=self.settings.airtable_table,
            map_file=self.settings.airtable_map,
            url=self.settings.base_urls.get("airtable", "https://api.airtable.com"),
            gather=self.settings.airtable_gather * 60,
            is_dead=self._is_dead,
        )

    # Care

    @cached_property
    def status(self) -> "Status":
        from shared.ops.status import Status

        return Status(self.documents, self.tasks, self.effects, self.queue.backlog, self.clock)

    @cached_property
    def reaper(self) -> "Reaper":
        from shared.ops.prune import expired
        from shared.ops.reaper import Reaper

        own = [] if self.shelf == "gcp" else [self.deliveries.prune, self.runs.prune]  # the platform forgets by itself
        return Reaper(
            self.tasks,
            self.clock,
            backlog=None if self.shelf == "gcp" else self.deliveries.backlog,  # the platform only estimates it
            overdue=lambda: self.renders.overdue() + self.tasks.wake(self.renderings.stuck_tasks()),
            blocked=self._blocked,
            prunes=[
                *own,
                expired(self.documents, "idempotency", "ends_at", self.clock),
                self.follow_leads,
                self.follow_rests,
                lambda: len(self.tokens.care()),
            ],
        )

    @cached_property
    def transfer(self) -> "Transfer":
        from shared.ops.transfer import Transfer

        buckets = [one for one in self.manifest.buckets if one not in CACHES]
        return Transfer(self.documents, self.blobs, buckets, derived=("lead_search", "search_state"))

    # The whole

    def observe(self, service: str) -> None:
        """Name this process in its log, and send its spans and errors where the settings say. Once in a process.

        Without such settings nothing is imported.
        """
        from shared.core.log import Service, report_errors, serve_as

        env, settings = os.environ, self.settings
        named = Service(env.get("K_SERVICE", service), env.get("K_REVISION", ""), settings.project)
        serve_as(named)
        if settings.traces:
            from shared.ops import tracing

            tracer = tracing.spans(named.name, named.version, settings.traces, settings.data / "logs")
            tracing.install(tracer)
            atexit.register(tracer.close)
        if settings.sentry_dsn and settings.network:
            from shared.ops.reporting import reports

            sent = reports(settings.sentry_dsn, named.name, named.version)
            report_errors(sent)
            atexit.register(sent.close)

    def warm(self) -> None:
        """Import and open what the first event will need, so that it does not wait."""
        _ = self.intake, self.runner, self.enrichments, self.queue


def _trust_of_this_machine(kind: str, function: str) -> "Trust":
    from shared.auth import signer
    from shared.auth.oidc import Trust

    one = frozenset
    return Trust(
        one({signer.ISSUER}), one({signer.audience(function)}), one({signer.account(kind)}), (signer.ALGORITHM,)
    )


_current: App | None = None


def app() -> App:
    """The one installation that this process serves; made from the environment at first use."""
    global _current  # noqa: PLW0603 - one process serves one installation
    if _current is None:
        _current = App(Settings.load(os.environ, Path("leadreel.yaml")))
        _current.adopt_secrets()
    return _current


def use(one: App) -> App:
    """Let this process serve `one`."""
    global _current  # noqa: PLW0603 - see above
    _current = one
    return one

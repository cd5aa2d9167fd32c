"""Campaigns: many orders of one kind become few executions.

The first order starts a renderer at once: it makes what all leads share, and the first video. What is ordered
meanwhile is gathered; when the first video is there, a manifest names all that wait, and one execution of N tasks
shares them out: task i of N takes rows i, i + N, i + 2N ... Rows that somebody has done are passed over, so that an
execution may be killed, repeated or come twice.
"""

import math
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from shared.core import faults
from shared.core.clock import Clock
from shared.core.codec import from_plain, to_plain
from shared.core.errors import Conflict, InvalidInput, NotFound, TransientError
from shared.core.ids import stable_id
from shared.effects.model import Receipt
from shared.ports.documents import DocumentStore, Query, Transaction, Where
from shared.ports.jobs import JobRunner
from shared.tasks.model import Ending, NewTask, Task
from shared.video.jobs import JOB, RENDERS, START_LEASE, RenderJob

if TYPE_CHECKING:
    from shared.effects.ledger import EffectLedger

CAMPAIGNS = "render_campaigns"
MANIFESTS = "render_manifests"
PROGRESS = "render_progress"
DISPATCH = "dispatch_renders"
BATCH = 50  # videos for which one more task is worth its start
MOST_TASKS = 10
MOST_ROWS = 5_000  # of one manifest, which is one document
QUIET = 120.0  # seconds without an order after which the next one starts a renderer by itself
GATHER = 3.0  # seconds in which orders are gathered
PATIENCE = 40.0  # seconds in which the first video is waited for
_PAUSE = 8.0  # seconds between two looks at it: fewer looks than the queue grants attempts


@dataclass(frozen=True, slots=True)
class Campaign:
    """Orders of one video type from one import. A wave is what one manifest will gather."""

    id: str
    video_type: str
    import_id: str
    pilot: str  # the render job that was started by itself
    opened_at: datetime
    ordered_at: datetime  # of late: not every order is written down
    wave: int = 1


@dataclass(frozen=True, slots=True)
class Manifest:
    """What one execution has to do."""

    id: str
    campaign: str
    rows: tuple[str, ...]  # ids of render jobs
    tasks: int
    created_at: datetime

    def share(self, index: int, count: int) -> tuple[str, ...]:
        """The rows of task `index` of `count`.

        >>> from datetime import UTC, datetime
        >>> Manifest("m", "c", ("a", "b", "c"), 2, datetime.now(UTC)).share(0, 2)
        ('a', 'c')
        """
        if not 0 <= index < count:
            raise InvalidInput(f"there is no task {index} of {count}")
        return self.rows[index::count]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an execution is."""

    rows: int
    done: int = 0
    failed: int = 0
    workers: int = 0


class Campaigns:
    """The dispatcher."""

    def __init__(self, documents: DocumentStore, jobs: JobRunner, effects: "EffectLedger", clock: Clock) -> None:
        self._documents = documents
        self._jobs = jobs
        self._effects = effects
        self._clock = clock

    def order(self, job: RenderJob) -> NewTask | None:
        """None when this job is to be started by itself; else the task that will dispatch it with others."""
        id = stable_id("campaign", job.video_type, job.import_id)

        def work(transaction: Transaction) -> tuple[Campaign, bool]:
            now = self._clock.now()
            data = transaction.get(CAMPAIGNS, id)
            known = from_plain(Campaign, {**data, "id": id}) if data else None
            if known is None or (known.pilot != job.id and now - known.ordered_at > timedelta(seconds=QUIET)):
                wave = known.wave + 1 if known else 1
                opened = Campaign(id, job.video_type, job.import_id, job.id, now, now, wave)
                transaction.set(CAMPAIGNS, id, _document(opened))
                return opened, True
            if now - known.ordered_at > timedelta(seconds=QUIET / 4):
                transaction.set(CAMPAIGNS, id, _document(replace(known, ordered_at=now)))
            return known, known.pilot == job.id

        faults.reach("campaign.before_order")
        campaign, alone = self._documents.transaction(work)
        faults.reach("campaign.after_order")
        if alone:
            return None
        payload = {"campaign": campaign.id, "wave": campaign.wave}
        return NewTask(DISPATCH, key=f"{campaign.id}.{campaign.wave}", payload=payload, import_id=job.import_id)

    def dispatch(self, task: Task) -> Ending:
        """The handler of the task: wait until it is worth while, then start one execution for all that wait."""
        id, wave = str(task.payload.get("campaign", "")), int(task.payload.get("wave", 0))
        campaign = self._campaign(id)
        if self._waiting(campaign):
            self._wait_for_more(campaign, task)
        self._close(id, wave)
        manifest = self._manifest(campaign, wave)
        if manifest is None:
            return Ending("skipped", reason="somebody else has begun all that was ordered")
        faults.reach("campaign.before_start")
        self._effects.perform(
            "render.start",
            manifest.id,
            {"job": JOB, "manifest": manifest.id, "tasks": manifest.tasks},
            send=lambda _: Receipt(handle=self._jobs.run(JOB, args=["--manifest", manifest.id], tasks=manifest.tasks)),
            subject=campaign.id,
            repeatable=True,
            lease=START_LEASE,
        )
        faults.reach("campaign.after_start")
        return Ending(result={"manifest": manifest.id, "videos": len(manifest.rows), "tasks": manifest.tasks})

    def _wait_for_more(self, campaign: Campaign, task: Task) -> None:
        """Raises TransientError while orders come in, or the first video is being made."""
        age = (self._clock.now() - task.created_at).total_seconds()
        if age < GATHER:
            raise TransientError("orders are being gathered", retry_after=GATHER - age)
        pilot = self._documents.get(RENDERS, campaign.pilot)
        if pilot is not None and pilot.get("state") in {"pending", "running"} and age < PATIENCE:
            raise TransientError("the first video, and with it what all share, is being made", retry_after=_PAUSE)

    def _close(self, id: str, wave: int) -> None:
        """Orders from now on belong to the next wave."""

        def work(transaction: Transaction) -> None:
            data = transaction.get(CAMPAIGNS, id)
            if data is not None and data["wave"] == wave:
                transaction.update(CAMPAIGNS, id, {**data, "wave": wave + 1})

        self._documents.transaction(work)

    def _manifest(self, campaign: Campaign, wave: int) -> Manifest | None:
        """What waits and is in no other manifest. A second delivery finds the manifest of the first."""
        id = stable_id("manifest", campaign.id, str(wave))
        known = self._documents.get(MANIFESTS, id)
        if known is not None:
            return from_plain(Manifest, {**known, "id": id})
        taken = {row for manifest in self._manifests(campaign.id) for row in manifest.rows}
        rows = tuple(row for row in self._waiting(campaign) if row not in taken)[:MOST_ROWS]
        if not rows:
            return None
        tasks = min(MOST_TASKS, math.ceil(len(rows) / BATCH))
        manifest = Manifest(id, campaign.id, rows, tasks, self._clock.now())
        faults.reach("campaign.before_manifest")
        try:
            self._documents.create(MANIFESTS, id, _document(manifest))
        except Conflict:
            return self.manifest(id)
        faults.reach("campaign.after_manifest")
        return manifest

    def _waiting(self, campaign: Campaign) -> list[str]:
        query = Query(RENDERS, (Where("state", "==", "pending"),), order_by="created_at", limit=MOST_ROWS * 2)
        return [
            found.id
            for found in self._documents.query(query)
            if (found.data.get("video_type"), found.data.get("import_id", ""))
            == (campaign.video_type, campaign.import_id)
        ]

    def _manifests(self, campaign: str) -> list[Manifest]:
        found = self._documents.query(Query(MANIFESTS, (Where("campaign", "==", campaign),)))
        return [from_plain(Manifest, {**one.data, "id": one.id}) for one in found]

    def _campaign(self, id: str) -> Campaign:
        data = self._documents.get(CAMPAIGNS, id)
        if data is None:
            raise NotFound(f"no campaign {id!r}")
        return from_plain(Campaign, {**data, "id": id})

    # For those at work

    def manifest(self, id: str) -> Manifest:
        """Raises NotFound."""
        data = self._documents.get(MANIFESTS, id)
        if data is None:
            raise NotFound(f"no manifest {id!r}")
        return from_plain(Manifest, {**data, "id": id})

    def report(self, manifest: str, worker: str, done: int, failed: int) -> None:
        """How far one worker is; each writes its own document, so that none waits for another."""
        told = {"manifest": manifest, "done": done, "failed": failed, "at": self._clock.now()}
        self._documents.set(PROGRESS, stable_id("progress", manifest, worker), to_plain(told))

    def progress(self, manifest: str) -> Progress:
        """How far they are together. A worker also does what others have ordered: `done` may exceed `rows`."""
        rows = len(self.manifest(manifest).rows)
        told = [found.data for found in self._documents.query(Query(PROGRESS, (Where("manifest", "==", manifest),)))]
        return Progress(rows, sum(one["done"] for one in told), sum(one["failed"] for one in told), len(told))


def _document(noun: Any) -> dict[str, Any]:
    plain: dict[str, Any] = to_plain(noun)
    return {name: value for name, value in plain.items() if name != "id"}

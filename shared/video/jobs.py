"""Render jobs: what is to be rendered, who is at it, what came of it.

A task of kind `render` records a job and starts the renderer; the renderer claims jobs by lease, one after the other,
and publishes each result together with the task that brings it to the lead. Whoever dies, whoever comes twice: a job
is finished once.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal

from shared.core import faults
from shared.core.clock import Clock
from shared.core.codec import encode_sorted, from_plain, to_plain
from shared.core.errors import AppError, Conflict, InvalidInput, NotFound
from shared.core.ids import stable_id
from shared.core.log import redact
from shared.core.text import shorten
from shared.effects.model import Receipt
from shared.ports.documents import Create, DocumentStore, Query, Snapshot, Transaction, Where
from shared.ports.jobs import JobRunner
from shared.tasks.ledger import TaskLedger
from shared.tasks.model import Consequences, Ending, NewTask, Task
from shared.tasks.planned import TASKS

if TYPE_CHECKING:
    from shared.effects.ledger import EffectLedger

RENDERS = "render_jobs"
JOB = "renderer"
ATTACH = "attach_video"
LEASE = 300.0  # seconds; a renderer renews it before each long step
MAX_ATTEMPTS = 4  # claims that came to nothing
MAX_STARTS = 6  # executions asked for
START_LEASE = 120.0  # seconds; longer than the door that starts renderers may take
PATIENCE = 180.0  # seconds a job may wait while no renderer is at work

RenderState = Literal["pending", "running", "done", "failed"]
STATES: tuple[RenderState, ...] = ("pending", "running", "done", "failed")


@dataclass(frozen=True, slots=True)
class RenderResult:
    """What came out. `fallbacks` are replacements that the video type provides for, `notes` other remarks."""

    video: str  # where a person finds it
    bucket: str
    name: str
    seconds: float  # of video
    frames: int
    size: int  # bytes
    fallbacks: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    cpu_seconds: float = 0.0
    wall_seconds: float = 0.0
    screen: str = ""  # name of the picture in the bucket of screens
    flags: tuple[str, ...] = ()  # what a person should look at: consent, parked, no_page_status, silent, ...
    gate_seconds: float = 0.0  # of CPU, for looking at what was made


@dataclass(frozen=True, slots=True)
class RenderJob:
    """One video for one lead. Its id comes from what goes into it."""

    id: str
    lead: str
    video_type: str
    fields: Mapping[str, str]
    state: RenderState
    created_at: datetime
    updated_at: datetime
    import_id: str = ""
    correlation_id: str = ""
    owner: str = ""  # the execution that holds the lease
    lease_until: datetime | None = None
    attempts: int = 0
    starts: int = 1
    reason: str = ""
    result: RenderResult | None = None


def job_id(lead: str, video_type: str, fields: Mapping[str, str]) -> str:
    return stable_id("render", lead, video_type, encode_sorted(fields).decode())


class RenderQueue:
    """The jobs, from both sides: `run` and `overdue` order work, the rest is for whoever does it."""

    def __init__(
        self,
        documents: DocumentStore,
        jobs: JobRunner,
        effects: "EffectLedger",
        tasks: TaskLedger,
        clock: Clock,
        gather: Callable[[RenderJob], NewTask | None] | None = None,
    ) -> None:
        """`gather` says for an order by which task it is dispatched together with others, None = at once."""
        self._gather = gather
        self._documents = documents
        self._jobs = jobs
        self._effects = effects
        self._tasks = tasks
        self._clock = clock

    # Ordering

    def run(self, task: Task) -> Ending:
        """The handler of tasks of kind `render`: record the job, start the renderer. A finished one is not repeated."""
        job = self._recorded(task)
        if job.state == "done":
            tasks = (_attachment(job),)
            return Ending(reason="rendered before", result=_facts(job), apply=lambda _: Consequences(tasks=tasks))
        if job.state == "failed":
            job = self._again(job, attempts=0)
        if job.state != "pending":
            return Ending(result=_facts(job))
        if self._gather and (dispatch := self._gather(job)):
            return Ending(result=_facts(job), apply=lambda _: Consequences(tasks=(dispatch,)))
        self._start(job)
        return Ending(result=_facts(job))

    def _recorded(self, task: Task) -> RenderJob:
        payload = task.payload
        fields = {str(name): str(value) for name, value in dict(payload.get("fields", {})).items() if str(value)}
        lead, video_type = str(payload.get("lead") or task.lead), str(payload.get("video_type", ""))
        if not lead or not video_type:
            raise InvalidInput(f"task {task.id}: a render task names a lead and a video_type in its payload")
        now = self._clock.now()
        job = RenderJob(
            id=job_id(lead, video_type, fields),
            lead=lead,
            video_type=video_type,
            fields=fields,
            state="pending",
            created_at=now,
            updated_at=now,
            import_id=task.import_id,
            correlation_id=task.correlation_id,
        )
        faults.reach("video.before_record")
        try:
            self._documents.create(RENDERS, job.id, _document(job))
        except Conflict:
            return self.get(job.id)
        finally:
            faults.reach("video.after_record")
        return job

    def _start(self, job: RenderJob) -> None:
        """Ask for an execution. Starting twice does no harm (the second finds the job taken), but it costs."""
        faults.reach("video.before_start")
        self._effects.perform(
            "render.start",
            f"{job.id}.{job.starts}",
            {"job": JOB, "render_job": job.id},
            send=lambda _: Receipt(handle=self._jobs.run(JOB, args=[job.id])),
            subject=job.lead,
            repeatable=True,
            lease=START_LEASE,
        )
        faults.reach("video.after_start")

    def _again(self, job: RenderJob, *, attempts: int) -> RenderJob:
        def change(current: RenderJob) -> RenderJob:
            if current.state in {"done", "running"}:
                return current
            return replace(current, state="pending", starts=current.starts + 1, attempts=attempts, reason="", owner="")

        return self._changed(job.id, change)

    def overdue(self, limit: int = 50) -> int:
        """For the reaper: free jobs whose renderer died, and start a renderer when jobs wait and none is at work.

        Returns how many jobs were freed, failed or started.
        """
        now = self._clock.now()
        running = [_job(found) for found in self._by_state("running", limit * 4)]
        ended = [job for job in running if job.lease_until is None or job.lease_until <= now]
        for job in ended[:limit]:
            self._freed(job)
        if len(ended) < len(running):  # somebody is at work, and goes on to what waits
            return len(ended[:limit])
        return len(ended[:limit]) + self._restarted(now, limit)

    def _restarted(self, now: datetime, limit: int) -> int:
        waiting = [_job(found) for found in self._by_state("pending", limit)]
        late = [job for job in waiting if job.updated_at + timedelta(seconds=PATIENCE) <= now]
        for job in late[:4]:  # each goes on to the others
            if job.starts >= MAX_STARTS:
                self._changed(
                    job.id, lambda current: _failed(current, f"no renderer came, {MAX_STARTS} were asked for")
                )
                continue
            self._start(self._again(job, attempts=job.attempts))
        return len(late[:4])

    def _freed(self, job: RenderJob) -> None:
        def change(current: RenderJob) -> RenderJob:
            if current.owner != job.owner or current.state != "running":
                return current
            return _released(current, "the renderer ended without a word")

        self._changed(job.id, change)

    # Doing

    def claim(self, id: str, owner: str) -> RenderJob | None:
        """The job, ours for LEASE seconds; None when it is done, failed, gone, or in other hands."""

        def take(transaction: Transaction) -> RenderJob | None:
            data = transaction.get(RENDERS, id)
            if data is None:
                return None
            job = from_plain(RenderJob, {**data, "id": id})
            now = self._clock.now()
            free = job.state == "running" and (job.lease_until is None or job.lease_until <= now)
            if job.state == "running" and job.owner == owner and not free:
                return job  # our own commit came back as a conflict
            if job.state != "pending" and not free:
                return None
            if job.attempts >= MAX_ATTEMPTS:
                job = _failed(job, job.reason or f"{MAX_ATTEMPTS} attempts ended without a word")
                transaction.update(RENDERS, id, _document(replace(job, updated_at=now)))
                return None
            until = now + timedelta(seconds=LEASE)
            job = replace(
                job, state="running", owner=owner, lease_until=until, attempts=job.attempts + 1, updated_at=now
            )
            transaction.update(RENDERS, id, _document(job))
            return job

        faults.reach("video.before_claim")
        claimed = self._documents.transaction(take)
        faults.reach("video.after_claim")
        return claimed

    def claim_next(self, owner: str, passing: frozenset[str] = frozenset()) -> RenderJob | None:
        """The oldest job that waits, except those in `passing`; None when there is none."""
        for found in self._by_state("pending", 50):
            if found.id not in passing and (job := self.claim(found.id, owner)):
                return job
        return None

    def renew(self, job: RenderJob) -> RenderJob:
        """The lease from now on again. Raises Conflict when the job is in other hands."""
        until = self._clock.now() + timedelta(seconds=LEASE)
        return self._changed(job.id, lambda current: replace(_ours(current, job), lease_until=until))

    def finish(self, job: RenderJob, result: RenderResult) -> RenderJob:
        """Done, with the task that brings the video to the lead, in one commit.

        Raises Conflict, with nothing written, when the job is in other hands.
        """
        attach = _attachment(replace(job, result=result))

        def close(transaction: Transaction) -> tuple[RenderJob, list[Create]]:
            data = transaction.get(RENDERS, job.id)
            known = transaction.get(TASKS, attach.id)
            if data is None:
                raise Conflict(f"render job {job.id} is gone; its result is dropped")
            current = from_plain(RenderJob, {**data, "id": job.id})
            if current.state == "done":
                return current, []
            now = self._clock.now()
            done = replace(
                _ours(current, job), state="done", owner="", lease_until=None, reason="", result=result, updated_at=now
            )
            planned = [] if known is not None else self._tasks.plan([attach], job.correlation_id)
            created = [write for write in planned if isinstance(write, Create)]
            transaction.update(RENDERS, job.id, _document(done))
            for write in created:
                transaction.create(write.collection, write.id, write.data)
            return done, created

        faults.reach("video.before_finish")
        done, created = self._documents.transaction(close)
        faults.reach("video.after_finish")
        if created:
            self._tasks.drain_now([created[-1].id])
        return done

    def fail(self, job: RenderJob, error: AppError) -> RenderJob:
        """This attempt came to nothing: the job waits again when another may help, else it has failed."""
        reason = shorten(redact(str(error)), 500)

        def change(current: RenderJob) -> RenderJob:
            ours = _ours(current, job)
            again = error.retryable and ours.attempts < MAX_ATTEMPTS
            return _released(ours, reason) if again else _failed(ours, reason)

        return self._changed(job.id, change)

    def give_back(self, job: RenderJob, reason: str = "the renderer was asked to stop") -> None:
        """Let another renderer have the job at once; the attempt does not count."""

        def change(current: RenderJob) -> RenderJob:
            if current.state != "running" or current.owner != job.owner:
                return current
            return replace(_released(current, reason), attempts=max(0, current.attempts - 1))

        self._changed(job.id, change)

    def take_over(self, owner_before: str) -> int:
        """Free what an attempt held that is known to be dead; the number of jobs."""
        held = [_job(found) for found in self._by_state("running", 500)]
        mine = [job for job in held if job.owner == owner_before]
        for job in mine:
            self._freed(job)
        return len(mine)

    # Looking

    def get(self, id: str) -> RenderJob:
        """Raises NotFound."""
        data = self._documents.get(RENDERS, id)
        if data is None:
            raise NotFound(f"no render job {id!r}")
        return from_plain(RenderJob, {**data, "id": id})

    def ended(self, campaign: str = "", limit: int = 300) -> list[RenderJob]:
        """The latest jobs that are done or have failed, of an import or a video type."""
        found: list[RenderJob] = []
        for state in ("done", "failed"):
            query = Query(RENDERS, (Where("state", "==", state),), order_by="created_at", descending=True)
            of_it = (job for job in map(_job, self._documents.query(query)) if campaign in _campaigns(job))
            found += islice(of_it, limit)
        return sorted(found, key=lambda job: job.created_at, reverse=True)[:limit]

    def counts(self) -> Mapping[RenderState, int]:
        return {state: self._documents.count(Query(RENDERS, (Where("state", "==", state),))) for state in STATES}

    def _by_state(self, state: RenderState, limit: int) -> list[Snapshot]:
        query = Query(RENDERS, (Where("state", "==", state),), order_by="created_at", limit=limit)
        return list(self._documents.query(query))

    def _changed(self, id: str, change: Callable[[RenderJob], RenderJob]) -> RenderJob:
        def work(transaction: Transaction) -> RenderJob:
            data = transaction.get(RENDERS, id)
            if data is None:
                raise Conflict(f"render job {id} is gone")
            before = from_plain(RenderJob, {**data, "id": id})
            after = change(before)
            if after != before:
                after = replace(after, updated_at=self._clock.now())
                transaction.update(RENDERS, id, _document(after))
            return after

        return self._documents.transaction(work)


def _campaigns(job: RenderJob) -> tuple[str, ...]:
    return ("", job.import_id, job.video_type)


def _ours(current: RenderJob, job: RenderJob) -> RenderJob:
    if current.state != "running" or current.owner != job.owner:
        raise Conflict(f"render job {job.id} is in other hands now; this result is dropped")
    return current


def _released(job: RenderJob, reason: str) -> RenderJob:
    return replace(job, state="pending", owner="", lease_until=None, reason=reason)


def _failed(job: RenderJob, reason: str) -> RenderJob:
    return replace(job, state="failed", owner="", lease_until=None, reason=reason)


def _attachment(job: RenderJob) -> NewTask:
    """The task that writes the video's place to the lead."""
    assert job.result is not None
    note = "; ".join([*job.result.fallbacks, *job.result.notes])
    return NewTask(
        kind=ATTACH,
        lead=job.lead,
        name=job.video_type,
        key=job.id,
        payload={"video": job.result.video, "video_note": note, "render_job": job.id},
        import_id=job.import_id,
    )


def _facts(job: RenderJob) -> dict[str, Any]:
    return {"render_job": job.id, "state": job.state}


def _job(found: Snapshot) -> RenderJob:
    return from_plain(RenderJob, {**found.data, "id": found.id})


def _document(job: RenderJob) -> dict[str, Any]:
    plain = to_plain(job)
    del plain["id"]
    return plain

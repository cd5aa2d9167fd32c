"""A proposal's task: have its movie rendered once.

The work is done by a job, which makes the draft, puts it before people, and wakes the task. At the vendor's it is
ordered and asked after here: each look is one run of the task, which then comes again. A failure that no further try
mends stands on the draft.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from shared.content import approval
from shared.content.draft_media import addressed, as_order, media_of, telling, with_sources
from shared.content.draft_renders import Rendering, Renderings
from shared.content.draft_store import DraftStore
from shared.content.model import Draft, Proposal
from shared.core import faults
from shared.core.clock import Clock
from shared.core.errors import AppError, Conflict, InvalidInput, PermanentError, TransientError
from shared.core.log import get_log, redact
from shared.core.text import shorten
from shared.effects.model import Receipt
from shared.ports.blobs import BlobStore
from shared.ports.jobs import JobRunner
from shared.tasks.model import Ending, Task

if TYPE_CHECKING:
    from shared.effects.ledger import EffectLedger
    from shared.video.json2video.projects import Projects

KIND: Final = "draft"
JOB: Final = "drafter"
ORDERS: Final = 2  # projects that are ordered from the vendor for one proposal, when they fail over there
STARTS: Final = 6  # executions asked for in a round
_START_LEASE: Final = 120.0  # seconds; longer than the door that starts renderers may take
_READABLE: Final = timedelta(hours=24)  # for which the vendor may read the media

log = get_log(__name__)


@dataclass(frozen=True, slots=True)
class Vendor:
    """The vendor's service. `near`: it runs on this machine, as a stand-in, and can read this machine's files. `hook`:
    our address at which it may tell of a project's end; `resend` lets a task that waits for it look at once."""

    projects: "Callable[[], Projects]"
    near: bool = False
    hook: str = ""
    resend: Callable[[Sequence[str]], int] = lambda _: 0


class Drafts:
    """Carries proposals through. `proposals` raises NotFound; `tries`: how often a task of this kind may be tried."""

    def __init__(
        self,
        proposals: Callable[[str], Proposal],
        drafts: DraftStore,
        renderings: Renderings,
        blobs: BlobStore,
        jobs: JobRunner,
        effects: "EffectLedger",
        clock: Clock,
        vendor: Vendor,
        *,
        bucket: str = "content",
        renderer: str = "house",
        tries: int = 300,
    ) -> None:
        self._proposals, self._drafts, self._renderings = proposals, drafts, renderings
        self._blobs, self._jobs, self._effects, self._clock = blobs, jobs, effects, clock
        self._vendor, self._bucket, self._renderer, self._tries = vendor, bucket, renderer, tries

    def run(self, task: Task) -> Ending:
        """The handler of tasks of kind `draft`. Ends as `skipped` while a job renders, which wakes it at its end."""
        id = str(task.payload.get("proposal", ""))
        if not id:
            raise InvalidInput(f"task {task.id}: a draft task names a proposal in its payload")
        draft = self._drafts.of_proposal(id)
        if draft is not None and draft.sha256:
            place = f"{draft.bucket}/{draft.video}"
            return Ending(result={"draft": draft.id, "number": draft.number, "video": place})
        proposal = self._proposals(id)
        try:
            return self._rendered(task, proposal)
        except AppError as error:
            if not error.retryable or task.tries >= self._tries:
                self._state(proposal, error)
            raise

    def _rendered(self, task: Task, proposal: Proposal) -> Ending:
        rendering = self._renderings.open(
            proposal.id, task=task.id, renderer=self._renderer, correlation_id=task.correlation_id
        )
        if rendering.state == "failed" and rendering.told:
            rendering = self._renderings.again(rendering, renderer=self._renderer)
        if rendering.state == "failed":
            failure = PermanentError(rendering.reason)
            self._state(proposal, failure)
            self._renderings.change(proposal.id, lambda found: replace(found, told=found.state == "failed"))
            raise failure
        if rendering.renderer == "json2video":
            self._wait_for_vendor(rendering, proposal, looks=task.tries - 1)
        self._start(rendering)
        return Ending("skipped", "a renderer is at it, and wakes this task at its end", {"proposal": proposal.id})

    def told(self, body: bytes, content_type: str) -> bool:
        """A webhook's hint: who waits for that project asks for it now rather than at its next look, and believes what
        it is answered alone. False when nobody waits for it. Raises InvalidInput when the body names no project."""
        from shared.video.json2video.projects import project_in

        rendering = self._renderings.of_project(project_in(body, content_type))
        if rendering is None or rendering.state != "waiting":
            return False
        return self._vendor.resend([rendering.task]) > 0

    # Our own job

    def _start(self, rendering: Rendering) -> None:
        """Ask for an execution, unless one is on its way. Starting twice does no harm, but it costs."""
        if rendering.starts and not self._renderings.is_lost(rendering):
            return
        if rendering.starts >= STARTS:
            told = f"no renderer came to its end, {STARTS} were asked for"
            raise PermanentError(f"proposal {rendering.proposal}: {told}: {rendering.reason}".rstrip(": "))
        number = rendering.starts + 1
        faults.reach("draft.before_start")
        self._effects.perform(
            "draft.start",
            f"{rendering.proposal}.{rendering.round}.{number}",
            {"job": JOB, "proposal": rendering.proposal},
            send=lambda _: Receipt(handle=self._jobs.run(JOB, args=["--draft", rendering.proposal])),
            subject=rendering.proposal,
            repeatable=True,
            lease=_START_LEASE,
        )
        faults.reach("draft.after_start")
        self._renderings.change(rendering.proposal, lambda found: replace(found, starts=max(found.starts, number)))

    # The vendor

    def _wait_for_vendor(self, rendering: Rendering, proposal: Proposal, looks: int) -> None:
        """Returns when the film can be fetched. Raises TransientError while it is made over there."""
        from shared.video.json2video.projects import PATIENCE, wait_after

        vendor = self._vendor.projects()
        project = vendor.order(self._order(rendering, proposal), key=order_key(rendering), subject=proposal.id)
        if rendering.project != project:
            now = self._clock.now()
            rendering = self._renderings.change(
                proposal.id, lambda found: replace(found, project=project, ordered_at=found.ordered_at or now)
            )
        state = vendor.look(project)
        if state.state == "done":
            return
        if state.state == "failed":
            self._vendor_failed(rendering, state.message or "no reason given")
        if rendering.ordered_at and self._clock.now() - rendering.ordered_at > timedelta(seconds=PATIENCE):
            raise PermanentError(
                f"json2video: {project} is not done after {PATIENCE / 60:.0f} minutes; look there, then retry the task"
            )
        told = f"json2video: {project} is {state.state} ({state.progress:.0f} %)"
        raise TransientError(told, retry_after=wait_after(max(0, looks)))

    def _vendor_failed(self, rendering: Rendering, message: str) -> None:
        """Order once more, if that may help: what failed over there is not paid for."""
        said = f"json2video: {rendering.project}: {shorten(redact(message), 300)}"
        last = rendering.order >= ORDERS

        def step(found: Rendering) -> Rendering:
            if found.order != rendering.order:
                return found
            return replace(found, order=found.order + 1, project="", ordered_at=None, reason=said)

        self._renderings.change(rendering.proposal, step)
        raise PermanentError(said) if last else TransientError(said, retry_after=5.0)

    def _order(self, rendering: Rendering, proposal: Proposal) -> bytes:
        """What is ordered: kept before it is sent, because addresses of media differ from one minute to the next."""
        name = f"state/orders/{order_key(rendering)}.json"
        found = self._blobs.stat(self._bucket, name)
        if found is None:
            names = media_of(proposal.movie, proposal.resources)
            sources = addressed(names, self._signed, on_this_machine=self._vendor.near)
            order = as_order(telling(with_sources(proposal.movie, sources), self._vendor.hook))
            faults.reach("draft.before_order")
            try:
                self._blobs.put(self._bucket, name, order, content_type="application/json", if_generation=0)
            except Conflict:
                log.info("the order was kept by another attempt", proposal=proposal.id)
            faults.reach("draft.after_order")
        return self._blobs.read(self._bucket, name)

    def _signed(self, name: str) -> str:
        if self._blobs.stat(self._bucket, name) is None:
            raise InvalidInput(f"movie: there is no {name[:120]!r} in the bucket {self._bucket}")
        return self._blobs.signed_url(self._bucket, name, valid_for=_READABLE)

    # Failures

    def _state(self, proposal: Proposal, error: AppError) -> None:
        """What stands in the way, on the draft: one without a film cannot be approved."""
        reason = f"not rendered: {shorten(redact(str(error)), 400)}"
        draft = self._drafts.create(
            Draft(
                id="",
                number=0,
                proposal=proposal.id,
                produced_at=self._clock.now(),
                caption=proposal.caption,
                strategy=proposal.strategy,
                error=reason,
            )
        )
        if not draft.sha256 and draft.error != reason:
            self._drafts.change(draft.id, lambda found: approval.noted(found, reason))


def order_key(rendering: Rendering) -> str:
    """The key under which the vendor's project of this rendering is ordered."""
    return f"{rendering.proposal}.{rendering.order}"

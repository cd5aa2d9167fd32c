"""Who makes drafts: one proposal in, its film rendered or fetched, looked at, stored, and recorded as a draft."""

import tempfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Final

from shared.content import approval
from shared.content.board import ApprovalBoard, Change
from shared.content.draft_gate import FilmLook, look
from shared.content.draft_media import as_order, gather, media_of
from shared.content.draft_renders import Rendering, Renderings
from shared.content.draft_store import DraftStore
from shared.content.drafts import order_key
from shared.content.model import Draft, Proposal
from shared.core import faults
from shared.core.clock import Clock
from shared.core.errors import AppError, Conflict, NotFound, TransientError
from shared.core.log import bound, get_log
from shared.core.timing import timed
from shared.ports.blobs import Blob, BlobStore

if TYPE_CHECKING:
    from shared.effects.ledger import EffectLedger
    from shared.video.json2video.movies import MovieRenderer
    from shared.video.renderers.json2video import Json2VideoRenderer

_CONSOLE: Final = "https://storage.cloud.google.com/"

log = get_log(__name__)


class DraftWorker:
    """Works off one rendering. `movies`: the house's renderer for a movie whose files lie in that folder."""

    def __init__(
        self,
        proposals: Callable[[str], Proposal],
        drafts: DraftStore,
        renderings: Renderings,
        blobs: BlobStore,
        effects: "EffectLedger",
        clock: Clock,
        *,
        movies: "Callable[[Path], MovieRenderer]",
        vendor: "Callable[[], Json2VideoRenderer]",
        board: Callable[[], ApprovalBoard],
        wake: Callable[[list[str]], int],
        bucket: str = "content",
        folder: str = "drafts",
        gate: bool = True,
    ) -> None:
        self._proposals, self._drafts, self._renderings = proposals, drafts, renderings
        self._blobs, self._effects, self._clock = blobs, effects, clock
        self._movies, self._vendor, self._board, self._wake = movies, vendor, board, wake
        self._bucket, self._folder, self._gate = bucket, folder, gate
        self._held: Rendering | None = None

    def work(self, proposal: str, *, owner: str, before: Callable[[str], bool] = lambda _: False) -> bool:
        """False when another attempt may help. `owner` is the name of this attempt; `before` knows those of earlier
        ones of the same execution, which are dead."""
        rendering = self._held = self._renderings.claim(proposal, owner, before)
        if rendering is None:
            found = self._renderings.find(proposal)
            if found is not None and found.state in {"done", "failed"}:
                self._wake([found.task])  # an attempt before this one may have died before it did so
            return True
        with bound(correlation_id=rendering.correlation_id):
            try:
                draft = self._made(rendering)
            except AppError as error:
                return self._failed(rendering, error)
            except Exception as error:  # a fault of ours: the attempt counts, so that it cannot come back for ever
                self._failed(rendering, TransientError(f"the renderer broke down ({type(error).__name__})"))
                raise
            faults.reach("drafter.before_finish")
            self._renderings.finish(rendering)
            self._held = None
            log.info("draft made", draft=draft.id, number=draft.number, seconds=draft.duration)
            self._show(draft)
            faults.reach("drafter.before_wake")
            self._wake([rendering.task])
        return True

    def _show(self, draft: Draft) -> None:
        """A row on the board; when that cannot be reached now, the next poll puts it there."""
        faults.reach("drafter.before_log")
        try:
            if not self._board().log([draft]):
                self._board().show([Change(draft)])
        except AppError as error:
            log.warning("the board shows a draft later", draft=draft.id, reason=str(error))
        faults.reach("drafter.after_log")

    def give_back(self) -> None:
        """Let another have at once what was claimed and not finished."""
        if self._held is not None:
            self._renderings.give_back(self._held)

    def _failed(self, rendering: Rendering, error: AppError) -> bool:
        self._held = None
        log.warning("draft not made", proposal=rendering.proposal, reason=str(error))
        failed = self._renderings.fail(rendering, error)
        if failed.state != "failed":
            return False
        self._wake([rendering.task])
        return True

    def _made(self, rendering: Rendering) -> Draft:
        known = self._drafts.of_proposal(rendering.proposal)
        if known is not None and known.sha256:
            return known
        proposal = self._proposals(rendering.proposal)
        name = f"{self._folder}/{proposal.id}.mp4"
        with tempfile.TemporaryDirectory(prefix="leadreel-draft-") as folder:
            blob = self._blobs.stat(self._bucket, name)
            film, seen = Path(folder) / "draft.mp4", None
            if blob is None:
                with timed("draft_render", renderer=rendering.renderer):
                    self._film(rendering, proposal, Path(folder), film)
                seen = self._checked(film, proposal)
                faults.reach("drafter.before_upload")
                blob = self._stored(name, film, proposal, seen.sha256)
                faults.reach("drafter.after_upload")
            if seen is None or blob.metadata.get("sha256") != seen.sha256:  # another attempt's: that one counts
                self._blobs.download(self._bucket, name, film, generation=blob.generation)
                seen = look(film, _length(proposal))
        return self._recorded(rendering, proposal, blob, seen)

    def _film(self, rendering: Rendering, proposal: Proposal, folder: Path, film: Path) -> None:
        if rendering.renderer == "json2video":
            vendor = self._vendor()
            state = vendor.look(rendering.project)
            if not state.ended:
                raise TransientError(f"json2video: {rendering.project} is {state.state} again; it is asked later")
            vendor.fetch(state, film)
            return
        beside = folder / "media"
        beside.mkdir()
        gather(self._blobs, self._bucket, media_of(proposal.movie, proposal.resources), beside)
        faults.reach("drafter.before_render")
        movie = as_order(proposal.movie)
        self._movies(beside).render_movie(movie, film, key=proposal.id, comment=f"leadreel draft {proposal.id}")
        faults.reach("drafter.after_render")

    def _checked(self, film: Path, proposal: Proposal) -> FilmLook:
        """Raises TransientError for what must not be shown: it is made once more."""
        seen = look(film, _length(proposal))
        if seen.faults and (self._gate or not seen.sha256):
            raise TransientError(f"the film did not pass the gate: {'; '.join(seen.faults)}")
        return seen

    def _stored(self, name: str, film: Path, proposal: Proposal, sha256: str) -> Blob:
        try:
            return self._blobs.put(
                self._bucket,
                name,
                film,
                content_type="video/mp4",
                metadata={"proposal": proposal.id, "sha256": sha256},
                if_generation=0,
            )
        except Conflict:
            blob = self._blobs.stat(self._bucket, name)
            if blob is None:
                raise TransientError(f"{name}: another attempt is storing it") from None
            return blob

    def _recorded(self, rendering: Rendering, proposal: Proposal, blob: Blob, seen: FilmLook) -> Draft:
        made = Draft(
            id="",
            number=0,
            proposal=proposal.id,
            produced_at=self._clock.now(),
            caption=proposal.caption,
            strategy=proposal.strategy,
            bucket=blob.bucket,
            video=blob.name,
            generation=blob.generation,
            sha256=seen.sha256,
            link=_link(self._blobs.location(blob.bucket, blob.name)),
            duration=round(seen.seconds, 3),
            width=seen.width,
            height=seen.height,
            error=f"to look at: {'; '.join(seen.remarks)}" if seen.remarks else "",
            cost=self._cost(rendering),
        )
        faults.reach("drafter.before_record")
        draft = self._drafts.create(made)
        if not draft.sha256:  # a failure was stated on it before
            draft = self._drafts.change(
                draft.id,
                lambda found: found if found.sha256 else approval.noted(approval.revideo(found, made), made.error),
            )
        faults.reach("drafter.after_record")
        return draft

    def _cost(self, rendering: Rendering) -> Decimal:
        if rendering.renderer != "json2video":
            return Decimal(0)
        from shared.effects.ledger import effect_id
        from shared.video.json2video.projects import EFFECT

        try:
            return self._effects.get(effect_id(EFFECT, order_key(rendering))).cost
        except NotFound:
            return Decimal(0)


def _length(proposal: Proposal) -> float | None:
    """Seconds that the movie's own scenes name, when each of them does; a transition is shared by two scenes."""
    scenes = proposal.movie.get("scenes")
    lengths = [scene.get("duration") if isinstance(scene, dict) else None for scene in scenes or ()]
    numbers = [float(one) for one in lengths if isinstance(one, int | float) and one > 0]
    if not scenes or len(numbers) != len(lengths):
        return None
    passages = [
        scene["transition"].get("duration") for scene in scenes[1:] if isinstance(scene.get("transition"), dict)
    ]
    return sum(numbers) - sum(float(one) for one in passages if isinstance(one, int | float))


def _link(place: str) -> str:
    """Where a person sees it: a path, or a page that asks them who they are."""
    return _CONSOLE + place.removeprefix("gs://") if place.startswith("gs://") else place

"""Who does render jobs: one warm browser, one encoder, one lead after the other.

While a video is encoded the next leads' pages are loading: the browser has threads of its own. What was made passes
the gates before it counts.
"""

import hashlib
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from shared.core import faults
from shared.core.clock import Clock
from shared.core.errors import AppError, Conflict, TransientError
from shared.core.log import bound, get_log
from shared.core.metrics import metrics
from shared.core.text import slug
from shared.egress import EgressRules
from shared.ports.blobs import BlobStore
from shared.video.jobs import RenderJob, RenderQueue, RenderResult
from shared.video.stage import Inputs, build
from shared.video.templates import VideoType, find_type
from shared.video.timeline import Asset, Timeline

if TYPE_CHECKING:
    from shared.video.gates import Gates, Verdict
    from shared.video.media import Media
    from shared.video.photographing import Look
    from shared.video.render import Rendered, Renderer
    from shared.video.screenshots import Camera, Found, ScreenArchive

BUCKET = "videos"
_LAST_START = 60.0  # seconds before the deadline in which no further job is begun
_REFUSED = "the video did not pass the gates"
_AHEAD = 3  # leads whose pages may be on the way while a video is made
_PAGES_AT_ONCE = 2  # in the browser: more take memory and win nothing on one core

log = get_log(__name__)


@dataclass(frozen=True, slots=True)
class Tally:
    """What a run of the worker came to."""

    done: int = 0
    failed: int = 0
    released: int = 0  # waiting again for another attempt


@dataclass(frozen=True, slots=True)
class _Taken:
    """A claimed job, its video type, and its page on the way."""

    job: RenderJob
    kind: VideoType
    page: "Future[Found] | None"


class RenderWorker:
    """Renders claimed jobs. `cache` is a folder that may be emptied at any time; `types` one of own types."""

    def __init__(
        self,
        renders: RenderQueue,
        blobs: BlobStore,
        egress_rules: EgressRules,
        clock: Clock,
        *,
        cache: Path,
        types: Path | None = None,
        chromium: str = "",
        ffmpeg: str = "",
        threads: int = 1,
        look: "Look | None" = None,
    ) -> None:
        self._look = look
        self._renders = renders
        self._blobs = blobs
        self._rules = egress_rules
        self._clock = clock
        self._cache = cache
        self._owner = ""
        self._types_folder = types
        self._chromium = chromium
        self._ffmpeg = ffmpeg
        self._threads = threads
        self._kinds: dict[str, VideoType] = {}
        self._held: dict[str, RenderJob] = {}
        self._camera_threads: ThreadPoolExecutor | None = None
        self._camera: Camera | None = None
        self._camera_lock = threading.Lock()
        self._archive: ScreenArchive | None = None
        self._renderer: Renderer | None = None
        self._gates: Gates | None = None
        self._media: dict[str, Media] = {}

    def work(
        self,
        first: Sequence[str] = (),
        *,
        owner: str,
        until: datetime | None = None,
        limit: int | None = None,
        on_progress: Callable[[Tally], None] = lambda _: None,
    ) -> Tally:
        """Do the jobs `first`, then all that wait, until none is left or the time is nearly over.

        `owner` is the name of this run, under which it holds leases. `on_progress` hears of every video.
        """
        self._owner = owner
        tally = Tally()
        with self._camera_running():
            try:
                for taken in self._ahead(first, until, limit):
                    tally = self._one(taken, tally)
                    on_progress(tally)
            except Exception:  # a fault of ours: the attempts count, so that it cannot come back for ever
                self._release(counted=True)
                raise
            finally:
                self._release(counted=False)
        return tally

    def give_back(self) -> None:
        """Let others have at once what was claimed and not finished."""
        self._release(counted=False)

    def _release(self, *, counted: bool) -> None:
        for job in list(self._held.values()):
            del self._held[job.id]
            with suppress(AppError):
                if counted:
                    self._renders.fail(job, TransientError("the renderer broke down; its log says where"))
                else:
                    self._renders.give_back(job)

    # Taking

    def _ahead(self, first: Sequence[str], until: datetime | None, limit: int | None) -> Iterator["_Taken"]:
        """Jobs, each handed out after the pages of those behind it have been asked for."""
        waiting: deque[_Taken] = deque()
        for taken in self._claimed(first, until, limit):
            waiting.append(taken)
            if len(waiting) > _AHEAD:
                yield waiting.popleft()
        yield from waiting

    def _claimed(self, first: Sequence[str], until: datetime | None, limit: int | None) -> Iterator["_Taken"]:
        wanted, seen = iter(first), set[str]()
        while (limit is None or len(seen) < limit) and not (seen and self._late(until)):
            job = self._claim_one(wanted, seen)
            if job is None:
                return
            seen.add(job.id)
            if taken := self._prepared(job):
                yield taken

    def _claim_one(self, wanted: Iterator[str], seen: set[str]) -> RenderJob | None:
        for id in wanted:
            if job := self._renders.claim(id, self._owner):
                return job
        return self._renders.claim_next(self._owner, frozenset(seen))

    def _late(self, until: datetime | None) -> bool:
        return until is not None and self._clock.now() + timedelta(seconds=_LAST_START) > until

    def _prepared(self, job: RenderJob) -> "_Taken | None":
        self._held[job.id] = job
        try:
            kind = self._kind(job.video_type)
        except AppError as error:
            self._end_badly(job, error)
            return None
        return _Taken(job, kind, self._ask_for_page(job, kind))

    def _kind(self, name: str) -> VideoType:
        if name not in self._kinds:
            self._kinds[name] = find_type(name, self._types_folder)
        return self._kinds[name]

    def _ask_for_page(self, job: RenderJob, kind: VideoType) -> "Future[Found] | None":
        if not kind.shows_website or self._camera_threads is None:
            return None
        from shared.video.screenshots import ScreenArchive

        self._archive = self._archive or ScreenArchive(self._blobs, self._clock)
        return self._camera_threads.submit(self._see, self._archive, job.fields.get("website_url", ""), kind)

    def _see(self, archive: "ScreenArchive", url: str, kind: VideoType) -> "Found":
        """Runs in one of the browser's own threads."""
        from shared.video.screenshots import ShotSettings

        canvas = kind.canvas
        settings = ShotSettings(width=canvas.width, height=canvas.height, most=kind.rows())
        camera = self._camera_there()
        return archive.see(url, settings, lambda address: camera.take(address, settings))

    def _camera_there(self) -> "Camera":
        from shared.video.screenshots import Camera

        with self._camera_lock:
            self._camera = self._camera or Camera(self._rules, self._chromium, at_once=_PAGES_AT_ONCE, look=self._look)
            return self._camera

    @contextmanager
    def _camera_running(self) -> Iterator[None]:
        threads = self._camera_threads = ThreadPoolExecutor(_AHEAD, thread_name_prefix="page")
        patient = True
        try:
            yield
        except SystemExit:  # asked to stop: a slow page is not waited for
            patient = False
            raise
        finally:
            self._camera_threads = None
            threads.shutdown(wait=patient, cancel_futures=not patient)
            if patient:
                self._close_camera()

    def _close_camera(self) -> None:
        camera, self._camera = self._camera, None
        if camera is not None:
            camera.close()

    # Doing

    def _one(self, taken: "_Taken", tally: Tally) -> Tally:
        job = taken.job
        with bound(correlation_id=job.correlation_id, render_job=job.id), metrics.timed("render"):
            try:
                result = self._rendered(taken)
                self._renders.finish(job, result)
                log.info(
                    "video made",
                    lead=job.lead,
                    video=result.video,
                    seconds=result.wall_seconds,
                    cpu_seconds=result.cpu_seconds,
                )
            except Conflict as error:
                log.warning("result dropped", reason=str(error))
                self._held.pop(job.id, None)
                return replace(tally, released=tally.released + 1)
            except AppError as error:
                ended = self._end_badly(job, error)
                return replace(tally, failed=tally.failed + ended, released=tally.released + (not ended))
        del self._held[job.id]
        return replace(tally, done=tally.done + 1)

    def _end_badly(self, job: RenderJob, error: AppError) -> bool:
        """True when the job has failed for good."""
        self._held.pop(job.id, None)
        log.warning("video not made", lead=job.lead, reason=str(error))
        metrics.add("renders_failed_total")
        try:
            return self._renders.fail(job, error).state == "failed"
        except Conflict:
            return False

    def _rendered(self, taken: "_Taken") -> RenderResult:
        from shared.video import fonts

        began = time.monotonic()
        job, kind = taken.job, taken.kind
        with tempfile.TemporaryDirectory(prefix="leadreel-render-") as folder:
            media = self._media_of(kind)
            files = dict(media.files)
            inputs, found = self._inputs(job, taken.page, media, Path(folder), files)
            built = build(kind, inputs, fonts.can_write)
            self._renders.renew(job)
            video = Path(folder) / "video.mp4"
            made, verdict = self._made(job, built.timeline, files, video, found)
            size = video.stat().st_size
            name = self._publish(job, video)
        return RenderResult(
            video=f"{BUCKET}/{name}",
            bucket=BUCKET,
            name=name,
            seconds=made.seconds,
            frames=made.frames,
            size=size,
            fallbacks=built.fallbacks,
            notes=(*_notes(found), *verdict.remarks),
            cpu_seconds=round(made.cpu_seconds, 3),
            wall_seconds=round(time.monotonic() - began, 3),
            screen=found.blob if found else "",
            flags=_flags(found, verdict),
            gate_seconds=round(verdict.cpu_seconds, 3),
        )

    def _made(
        self, job: RenderJob, timeline: Timeline, files: dict[str, Path], video: Path, found: "Found | None"
    ) -> "tuple[Rendered, Verdict]":
        """The file, when it has passed the gates. Raises TransientError when it has not: it is made once more, then
        without what was encoded before."""
        from shared.video.gates import Gates

        self._gates = self._gates or Gates()
        comment = _comment(job, found)
        made = self._renderer_for(job).render(timeline, files, video, comment=comment)
        faults.reach("video.before_gates")
        verdict = self._gates.judge(video, timeline, comment)
        if verdict.faults:
            metrics.add("renders_refused_total")
            raise TransientError(f"{_REFUSED}: {'; '.join(verdict.faults)}")
        return made, verdict

    def _inputs(
        self, job: RenderJob, page: "Future[Found] | None", media: "Media", folder: Path, files: dict[str, Path]
    ) -> tuple[Inputs, "Found | None"]:
        from shared.video.screenshots import Shot

        found = page.result() if page is not None else None
        if found is None or not isinstance(found.shot, Shot):
            missing = found.shot.reason if found is not None and not isinstance(found.shot, Shot) else ""
            return Inputs(job.fields, missing_page=missing, media=media.named), found
        picture = folder / "page.jpg"
        picture.write_bytes(found.shot.content)
        asset = Asset(found.shot.url[:200], found.shot.sha256)
        files[asset.sha256] = picture
        return Inputs(job.fields, page=asset, media=media.named), found

    def _media_of(self, kind: VideoType) -> "Media":
        from shared.video.media import MediaLibrary

        if kind.name not in self._media:
            library = MediaLibrary(self._blobs, self._cache / "media", self._ffmpeg)
            self._media[kind.name] = library.gather(kind.media(), kind.canvas.rate)
        return self._media[kind.name]

    def _renderer_for(self, job: RenderJob) -> "Renderer":
        from shared.video.renderers.planes import PlaneRenderer
        from shared.video.segments import BucketShelf, DiskShelf, SegmentCache

        if job.reason.startswith(_REFUSED):  # nothing that may be spoilt is used again
            return PlaneRenderer(self._threads, SegmentCache())

        if self._renderer is None:
            cache = SegmentCache(DiskShelf(self._cache / "segments"), BucketShelf(self._blobs))
            self._renderer = PlaneRenderer(self._threads, cache)
        return self._renderer

    def _publish(self, job: RenderJob, video: Path) -> str:
        """Put the video under a name that its inputs give. One that is there already was made from the same inputs."""
        who = slug(job.fields.get("company_name") or job.fields.get("first_name") or "", limit=40)
        name = f"{job.lead}-{who or 'video'}-{job.id[:8]}.mp4"
        faults.reach("video.before_publish")
        with suppress(Conflict):
            self._blobs.put(
                BUCKET, name, video, content_type="video/mp4", metadata={"render_job": job.id}, if_generation=0
            )
        faults.reach("video.after_publish")
        return name


def _comment(job: RenderJob, found: "Found | None") -> str:
    """What is written into the file, so that it can be proved to be this lead's: no name in clear."""
    from shared.video.screenshots import Shot

    page = found.shot.sha256 if found is not None and isinstance(found.shot, Shot) else ""
    named = "\n".join([job.lead, job.fields.get("first_name", ""), job.fields.get("company_name", ""), page])
    return f"leadreel {job.id} {hashlib.sha256(named.encode()).hexdigest()}"


def _notes(found: "Found | None") -> tuple[str, ...]:
    from shared.video.screenshots import Shot

    if found is None or not isinstance(found.shot, Shot):
        return ()
    return found.shot.notes


def _flags(found: "Found | None", verdict: "Verdict") -> tuple[str, ...]:
    """What a person should look at, in words that a sheet can be sorted by."""
    from shared.video.screenshots import Shot

    page: tuple[str, ...] = ()
    if found is not None:
        page = found.shot.flags if isinstance(found.shot, Shot) else (f"no_page_{found.shot.cause}",)
    gates = tuple("silent" if one.gate == "sound" else one.gate for one in verdict.findings)
    return tuple(dict.fromkeys((*page, *gates)))

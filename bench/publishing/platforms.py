"""Platforms of several natures: stateful, with bad days, and a list of everything that ever appeared on them."""

from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any, Protocol

from shared.core.errors import InvalidInput, PermanentError, TransientError
from shared.effects.model import Absent, Finding, Receipt, Unclear
from shared.publish.model import Account, Post
from shared.publish.publisher import Guarantee, Progress, posted

LATENESS, LAG = 60.0, 90.0  # seconds
BASIS = "simulated"
NATURES = {
    "container": Guarantee(LATENESS, LAG, "handle", handle_life=3600.0, refuses_reuse=True, basis=BASIS),
    "reusable container": Guarantee(LATENESS, LAG, "handle", handle_life=3600.0, basis=BASIS),
    "session": Guarantee(LATENESS, 10.0, "handle", handle_life=36000.0, refuses_reuse=True, basis=BASIS),
    "list only": Guarantee(LATENESS, LAG, "marker", basis=BASIS),
}
SILENT = 0.06  # share of questions that it does not answer
FATES = ("done",) * 3 + ("limit", "lost", "dumb", "dumb", "dumb", "late", "late", "500", "500 done")
"""done · limit: refused, nothing was done · lost: never arrives · dumb: done, but its answer is lost · late: done after
it was given up · 500: an error is answered, and nothing or everything was done"""


class Stage(Protocol):
    """What a platform needs of the world around it."""

    random: Random
    now: float
    calm: bool

    def pause(self, step: str) -> None: ...
    def moment(self, seconds: float) -> datetime: ...


@dataclass(slots=True)
class Upload:
    """A container or session. `ready_at`: when it is worked through; `fate`: ready or broken by then."""

    handle: str
    caption: str
    made_at: float
    ready_at: float
    fate: str
    remote: str = ""  # of the post that it became
    shown_at: float = 0.0


@dataclass(frozen=True, slots=True)
class Shown:
    """Something that appeared. `marker`: what only this media has, such as its fingerprint."""

    remote: str
    marker: str
    caption: str
    at: float


@dataclass(slots=True)
class Platform:
    """One platform with one account, as a Publisher."""

    stage: Stage
    nature: str
    guarantee: Guarantee
    platform: str = "somewhere"
    trusts: bool = True  # our log-in is valid
    blurred: bool = False  # its list cannot tell posts apart
    refuses: bool = False  # it will not have this post
    silent: float = 3 * SILENT  # share of questions after a doubt that it does not answer
    uploads: dict[str, Upload] = field(default_factory=dict)
    shown: list[Shown] = field(default_factory=list)
    late: list[tuple[float, str, Post]] = field(default_factory=list)

    # What it does whatever becomes of answers

    def arrive(self) -> None:
        """Requests that were given up are carried out when their time has come."""
        if self.late:
            due = [one for one in self.late if one[0] <= self.stage.now]
            self.late = [one for one in self.late if one[0] > self.stage.now]
            for at, handle, post in due:
                self._show(handle, post, at)

    def _show(self, handle: str, post: Post, at: float) -> str:
        upload = self.uploads[handle]
        if (upload.remote and self.guarantee.refuses_reuse) or self._expired(upload, at):
            return ""
        remote = f"r{len(self.shown)}"
        self.shown.append(Shown(remote, post.media.sha256, upload.caption, at))
        upload.remote, upload.shown_at = remote, at
        return remote

    def _expired(self, upload: Upload, at: float) -> bool:
        life = self.guarantee.handle_life
        return bool(life) and at > upload.made_at + life

    def strangers_post(self, number: int) -> None:
        """Somebody else shows something on the same account."""
        self.shown.append(Shown(f"s{number}", f"other{number}", "hello", self.stage.now))

    # The publisher

    def check(self, post: Post) -> None:
        if len(post.caption) > 100:
            raise InvalidInput("the caption is too long")

    def prepare(self, post: Post) -> str:
        self._call()
        chance = self.stage.random.random()
        ready_at = self.stage.now + (0.0 if chance < 0.8 else 30.0 if chance < 0.93 else 400.0)
        fate = "broken" if chance > 0.97 and not self.stage.calm else "ready"
        handle = f"h{len(self.uploads)}"
        self.uploads[handle] = Upload(handle, post.caption, self.stage.now, ready_at, fate)
        self._answer()
        return handle

    def progress(self, post: Post, handle: str) -> Progress:  # noqa: ARG002 - as the protocol has it
        self._call()
        upload = self.uploads[handle]
        if upload.remote and self.guarantee.proof == "handle" and self._visible(upload.shown_at):
            return Progress("published", remote=upload.remote)
        if self._expired(upload, self.stage.now):
            return Progress("gone", "it has run out")
        if self.stage.now < upload.ready_at:
            return Progress("waiting", retry_after=30.0)
        if self.refuses:
            return Progress("refused", "the platform does not take it")
        return Progress("gone", "it broke") if upload.fate == "broken" else Progress("ready")

    def publish(self, post: Post, handle: str) -> Receipt:
        stage = self.stage
        stage.pause("send")
        if not self.trusts:
            raise PermanentError("the log-in has ended").without_effect()
        fate = "done" if stage.calm else stage.random.choice(FATES)
        if fate == "limit":
            raise TransientError("too many posts", retry_after=60.0).without_effect()
        if fate == "late":
            self.late.append((stage.now + stage.random.random() * LATENESS, handle, post))
        remote = self._show(handle, post, stage.now) if fate in {"done", "dumb", "500 done"} else ""
        stage.pause("answer")
        if fate == "done" and remote:
            return posted(remote)
        if fate in {"500", "500 done"}:
            raise _answered(TransientError("an unexpected error"), 500)
        if fate == "done":
            raise _answered(PermanentError("this upload cannot be published"), 400)
        raise TransientError("no answer came")

    def find(self, post: Post, handle: str, since: datetime) -> Finding:
        self._call(self.silent)
        self.arrive()
        upload = self.uploads.get(handle)
        if upload is not None and self.guarantee.proof == "handle":
            if upload.remote and self._visible(upload.shown_at):
                return posted(upload.remote)
            if not self._expired(upload, self.stage.now):
                return Absent()
        listed = [one for one in self.shown if self._visible(one.at) and self.stage.moment(one.at) >= since]
        if self.blurred and listed:
            return Unclear("several posts look like this one")
        found = next((one for one in listed if one.marker == post.media.sha256), None)
        return (
            posted(found.remote)
            if found
            else Absent(keep_handle=upload is not None and not self._expired(upload, self.stage.now))
        )

    def permalink(self, account: Account, remote: str) -> str:  # noqa: ARG002 - as the protocol has it
        self._call()
        return f"https://somewhere.example/{remote}"

    def newest(self) -> Shown | None:
        seen = self.seen()
        return seen[-1] if seen else None

    def seen(self) -> list[Shown]:
        """What somebody who looks now is shown."""
        return [one for one in self.shown if self._visible(one.at)]

    def _visible(self, at: float) -> bool:
        return at + self.guarantee.lag <= self.stage.now

    def _call(self, silent: float = SILENT) -> None:
        """A request that shows nothing leaves: it may be lost, or not be answered."""
        self.stage.pause("call")
        if not self.trusts:
            raise PermanentError("the log-in has ended")
        if not self.stage.calm and self.stage.random.random() < silent:
            raise TransientError("the platform does not answer")

    def _answer(self) -> None:
        self.stage.pause("answer")
        if not self.stage.calm and self.stage.random.random() < 0.03:
            raise TransientError("no answer came")


def _answered(error: Any, status: int) -> Any:
    error.status = status
    return error

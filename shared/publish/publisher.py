"""The protocol of a platform: how one post is prepared there, shown, and found again after a doubt.

A publisher is given its account's token, the buckets and a clock by its constructor. It keeps nothing between calls:
what must outlive a call is the handle, which is stored before anything is shown. It never tries a call again by itself.

Errors say what is known. TransientError: later (`retry_after` where the platform says when, as for a quota).
InvalidInput: this post will never be taken. PermanentError: a person must do something first, such as log in again.
`publish` alone shows anything; an error of it counts as *unknown* unless it is marked `without_effect`, which only an
answer deserves that the platform gives before it does anything. An answer 5xx, a time-out or a broken line never does.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

from shared.effects.model import Finding, Receipt
from shared.publish.model import Account, Post

SKEW = 120.0  # seconds that the clocks of machines at work here may differ

Stage = Literal["waiting", "ready", "published", "refused", "gone"]
"""waiting: the platform works on it, ask again · ready: may be published · published: it is out already · refused: this
post will not be taken · gone: this handle can no longer be used (expired, broken), another one may do"""


@dataclass(frozen=True, slots=True)
class Guarantee:
    """What is assumed of a platform; that nothing appears twice there holds as long as these hold. Times in seconds."""

    lateness: float  # how long after it was given up a request may still be carried out
    lag: float  # how long what was published may be missing from a status or a list
    proof: Literal["handle", "marker"]  # asked about the very upload, or searched in a list by what only ours has
    handle_life: float = 0.0  # how long an unpublished handle can be used; 0 = the platform does not say
    refuses_reuse: bool = False  # a second publication of one handle is refused for certain
    basis: str = ""  # for people: where these figures come from, and what is not confirmed

    @property
    def quarantine(self) -> float:
        """Seconds after a call in doubt in which no answer proves that nothing comes."""
        return self.lateness + self.lag + SKEW


@dataclass(frozen=True, slots=True)
class Progress:
    """Where an upload stands. `remote`: the post's id, when it is published and the platform tells."""

    stage: Stage
    reason: str = ""  # for people, when refused or gone; in the platform's words
    retry_after: float = 60.0  # seconds, when waiting
    remote: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


class Publisher(Protocol):
    """One platform."""

    @property
    def platform(self) -> str: ...

    @property
    def guarantee(self) -> Guarantee: ...

    def check(self, post: Post) -> None:
        """Raises InvalidInput that names every rule of the platform which this post breaks; asks nobody."""

    def prepare(self, post: Post) -> str:
        """A new handle: an empty container, an upload session. Quick; nothing is visible, and losing it costs nothing.

        Text of at most 2,000 characters, opaque to the caller: JSON where a platform needs more than one name.
        """

    def progress(self, post: Post, handle: str) -> Progress:
        """Brings the handle nearer to publication (sends what bytes are missing) and tells where it stands.

        Is called again after every wait and every crash, and just before each `publish`; never waits by itself.
        """

    def publish(self, post: Post, handle: str) -> Receipt:
        """The one call that cannot be taken back, made once; `posted(id)`."""

    def find(self, post: Post, handle: str, since: datetime) -> Finding:
        """What became of a publication that was begun no earlier than `since`, asked by handle or by a marker.

        Never takes the newest post for ours, and an empty answer of a broken list for absence. `posted("")` when it is
        certainly out but its id is not told; `Absent(keep_handle=False)` when a new handle is needed; `Unclear` when
        only a person can tell. Errors mean that it is asked again later.
        """

    def permalink(self, account: Account, remote: str) -> str:
        """Where people see it; "" when the platform does not tell yet. A courtesy: the post is recorded by then."""


def posted(remote: str, **facts: Any) -> Receipt:
    """The receipt of a post. `facts`: small and plain, such as the time at which it appeared."""
    return Receipt(result={"remote": remote, **facts})

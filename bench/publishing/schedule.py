"""One schedule, made from its number: deliveries of a post interleave, die, are lost and come late; then all is well.

Every delivery is a process of its own, run as a greenlet: before and after each request to the store or the platform
others may go on, the process may die, the request or its answer may be lost. The code that runs is the house's own:
`PublishService` over `EffectLedger`; the world stands behind their ports.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import cast

from greenlet import getcurrent, greenlet
from msgspec.structs import replace

from bench.publishing.memory import MemoryDocuments
from bench.publishing.platforms import NATURES, SILENT, Platform
from shared.core.errors import AppError, Conflict, InvalidInput, NotFound, TransientError
from shared.effects.ledger import EffectLedger
from shared.ports.documents import DocumentStore
from shared.publish.model import Account, Media, Post, PostRecord
from shared.publish.publisher import SKEW
from shared.publish.service import HANDLES, PublishService
from shared.publish.store import PostStore

START = datetime(2026, 11, 21, tzinfo=UTC)
KILL = 600.0  # seconds that a process lives at most
ACCOUNT = Account("main", "somewhere", "17841400000000000")
POST = Post(ACCOUNT, Media("content", "drafts/d1.mp4", 1, "5d" * 32, 1000), "A fine day", "draft-1")
EDITED = replace(POST, caption="A finer day")
ALIAS = replace(POST, account=replace(ACCOUNT, id="second-name"))
_OF_LISTS = {"blurred", "outage"}
_OTHERS = {"edited": EDITED, "alias": ALIAS}
TWISTS = (
    *("", "strangers", "log-in ends", "outage", "blurred", "refusal", "refusal", *("edited",) * 3, "alias"),
    *("hasty person", "hasty person"),
    *("clock falls back", "clock was ahead", "clock runs ahead"),
)
ORDERS = ("any", "any", "youngest", "same again")  # who goes on: only "any" lets nobody wait for long
RESTLESS = (0.03, 0.1, 0.2)  # how often others go on
DEADLY = (0.0, 0.01, 0.03)
STILL = (
    KILL - 20.0
)  # seconds after its beginning when a process that stood still, just before the call that counts, goes on
MOMENTS = (1.0, 10.0, 60.0, 280.0, 0.0, 0.0)  # seconds that pass while somebody is at work; 0 = as the last was told
PAUSES = (1.0, 60.0, 280.0, 4000.0, *(0.0,) * 8)  # seconds between deliveries
_NATURES = tuple((name, NATURES[name]) for name in ("container", "session", *("reusable container", "list only") * 2))
_TEMPTING = {"call", "send"}  # where others often go on

Publish = Callable[["World", Post], PostRecord]
"""How a process publishes: the house's way, or another one that is put to the same test."""


class Died(BaseException):
    """The process is no more."""


@dataclass(slots=True)
class Delivery:
    """A process at work. `skew`: seconds by which its machine's clock is wrong."""

    work: Callable[[], None]
    began_at: float
    skew: float
    body: greenlet | None = None  # where it runs, once it has begun
    over: bool = False
    still_until: float = 0.0

    def go_on(self) -> None:
        if self.body is None:
            self.body = _seats.pop() if _seats else greenlet(_sit)
        self.body.switch(self)

    def kill(self) -> None:
        if self.body is not None:
            self.body.throw(Died)


_seats: list[greenlet] = []  # a greenlet's own stack is dear: who has ended leaves it to the next; one thread plays


def _sit(delivery: Delivery) -> None:
    seat = getcurrent()
    while True:
        delivery.work()
        delivery.over = True
        _seats.append(seat)
        delivery = seat.parent.switch()


class Wall:
    """The wall clock, as the process at work reads it."""

    __slots__ = ("_read", "_world")

    def __init__(self, world: "World") -> None:
        self._world = world
        self._read = START, 0.0  # what was read last, which is mostly read again

    def now(self) -> datetime:
        world = self._world
        seconds = world.now + world.jump + world.skew
        moment, at = self._read
        if at != seconds:
            moment = world.moment(seconds)
            self._read = moment, seconds
        return moment

    def monotonic(self) -> float:
        return self._world.now

    def sleep(self, seconds: float) -> None:
        raise AssertionError(f"a process that sleeps for {seconds} s holds a function")


class World:
    """Everything there is: time, a store, a platform, processes."""

    __slots__ = (
        "_numbers",
        "at_work",
        "calm",
        "clock",
        "deadly",
        "documents",
        "faults",
        "hub",
        "jump",
        "live",
        "now",
        "order",
        "platform",
        "posted",
        "publish",
        "random",
        "refused_once",
        "restless",
        "seed",
        "service",
        "skew",
        "still",
        "told",
        "trust_lost",
        "twist",
        "wait",
    )

    def __init__(self, seed: int, publish: Publish) -> None:
        rng = self.random = Random(seed)
        self.seed = seed
        self.publish = publish
        self.now = 0.0  # true seconds
        self.jump = 0.0  # by which all our clocks are wrong
        self.skew = 0.0  # by which the clock of the process at work is wrong beside that
        self.calm = False
        self.wait = 60.0  # seconds after which the last who was told anything is to come again
        self.live: list[Delivery] = []
        self.posted = False  # somebody was told so
        self.told: list[tuple[Post, PostRecord]] = []
        self.faults: list[str] = []
        self.trust_lost = False
        self.refused_once = False
        self.restless = RESTLESS[rng.randrange(len(RESTLESS))]
        self.deadly = self.restless + DEADLY[rng.randrange(len(DEADLY))]
        self.still = False  # somebody stands still, or did
        self.order = ORDERS[int(rng.random() * len(ORDERS))]
        self.at_work: Delivery | None = None
        self.twist = TWISTS[rng.randrange(len(TWISTS))]
        self._numbers = 0
        self.hub = getcurrent()
        nature, guarantee = _NATURES[-1 if self.twist in _OF_LISTS else int(rng.random() * len(_NATURES))]
        self.platform = Platform(self, nature, guarantee)
        self.clock = Wall(self)
        self.documents = MemoryDocuments(self.pause)
        store = cast(DocumentStore, self.documents)  # all of it that publishing uses
        ledger = EffectLedger(store, self.clock, self.id)
        self.service = PublishService(PostStore(store), ledger, lambda _: self.platform, self.clock, kill=KILL)

    def moment(self, seconds: float) -> datetime:
        return START + timedelta(seconds=seconds)

    def id(self) -> str:
        self._numbers += 1
        return f"o{self._numbers}"

    # Steps

    def pause(self, step: str) -> None:
        """Where a process may die, lose what it sends or is sent, or stand still while others go on."""
        if self.calm:
            return
        chance = self.random.random()
        if chance < self.restless or (step in _TEMPTING and chance < 4 * self.restless):
            if step == "send" and self.random.random() < 0.7:
                self.still, self.at_work.still_until = True, self.at_work.began_at + STILL
            self.hub.switch()
        elif chance < self.deadly:
            raise Died
        elif chance > 0.98 and step in _LOSSES:
            kind = _LOSSES[step][chance > 0.99]
            raise kind("the store does not answer")

    def start(self, post: Post) -> None:
        def run() -> None:
            try:
                self.tell(post, self.publish(self, post))
            except TransientError as error:
                self.wait = error.retry_after or 60.0  # delivered again
            except Died:
                pass
            except Conflict as error:
                if not error.not_applied:
                    self.faults.append(f"raised {error!r}")
            except Exception as error:  # noqa: BLE001 - whatever it is, it should not be
                self.faults.append(f"raised {error!r}")

        self.live.append(Delivery(run, self.now, self.random.random() * SKEW / 2 - SKEW / 4))

    def tell(self, post: Post, record: PostRecord) -> None:
        """Somebody is told how a post stands: that it is out must be true by now."""
        self.told.append((post, record))
        self.posted |= record.state == "posted"
        self.wait = max(1.0, (record.retry_at - self.clock.now()).total_seconds()) if record.retry_at else 60.0
        if record.state == "posted" and not any(
            one.marker == post.media.sha256 and one.caption == post.caption for one in self.platform.shown
        ):
            self.faults.append("told as posted, and it is not out")

    def awake(self) -> list[Delivery]:
        """Those who do not stand still."""
        if not self.still:
            return self.live
        now = self.now
        return [one for one in self.live if one.still_until <= now]

    def go_on(self, awake: list[Delivery]) -> None:
        """Some process goes on until it pauses."""
        chance, delivery = self.random.random(), self.at_work
        if self.order == "youngest":
            delivery = awake[-1]
        elif self.order == "any" or chance < 0.3 or delivery not in awake:
            delivery = self.random.choice(awake)
        self.at_work = delivery
        self.skew = delivery.skew
        delivery.go_on()
        self.skew = 0.0
        if delivery.over:
            self.live.remove(delivery)

    def kill(self, delivery: Delivery) -> None:
        delivery.kill()
        self.live.remove(delivery)

    def pass_time(self, seconds: float) -> None:
        """The clock runs; what is late arrives; who has taken too long is ended."""
        self.now += seconds
        self.platform.arrive()
        for delivery in list(self.live):
            if self.now - delivery.began_at >= KILL:
                self.kill(delivery)

    def happen(self) -> None:
        """What neither we nor the platform decide."""
        rng, platform = self.random, self.platform
        match self.twist:
            case "strangers":
                platform.strangers_post(len(platform.shown))
            case "log-in ends":
                platform.trusts, self.trust_lost = False, True
            case "refusal":
                platform.refuses = not platform.refuses
                self.refused_once = True
            case "clock falls back":
                self.jump -= rng.random() * 72000.0
            case "clock was ahead":
                self.jump = 0.0
            case "clock runs ahead" if not self.jump:
                self.jump = rng.random() * SKEW / 2
            case "hasty person":
                self.ask_a_person()

    def end(self) -> None:
        """Nothing of it holds another part of it any more: its memory is free at once."""
        del self.platform.stage, self.service, self.documents, self.clock

    def ask_a_person(self) -> None:
        """Somebody looks at the platform, and says what is there. The service knows when that proves nothing."""
        out = any(one.marker == POST.media.sha256 for one in self.platform.seen())
        with suppress(AppError, Died):
            self.wait = 1.0
            self.service.decide(POST.id, "posted" if out else "not_posted", by="ana")


_LOSSES: dict[str, tuple[type[AppError], type[AppError]]] = {
    "read": (TransientError, TransientError),
    "write": (TransientError, TransientError),
    "commit": (TransientError, TransientError),
    "written": (TransientError, Conflict),  # the answer is lost, the commit is not
}


def ours(world: World, post: Post) -> PostRecord:
    """The house's own way."""
    return world.service.publish(post)


def play(seed: int, publish: Publish = ours) -> World:
    """One schedule, to its end; `faults` tell what went wrong."""
    world = World(seed, publish)
    rng = world.random
    deliveries = 2 + rng.randrange(3)
    crowd = 0.6 if world.twist in _OTHERS else 0.25  # how soon another comes while somebody is at work
    world.platform.blurred = world.twist == "blurred"
    world.platform.silent = 0.5 if world.twist == "outage" else 3 * SILENT
    world.jump = 72000.0 if world.twist == "clock was ahead" else 0.0
    for _ in range(150):
        awake = world.awake()
        if not awake:
            if not deliveries and not world.live:
                break
            before, after = (rng.random() < 0.5, rng.random() < 0.3) if world.twist else (False, False)
            if before:
                world.happen()
            seconds = PAUSES[int(rng.random() * len(PAUSES))] or world.wait + rng.random() * SKEW / 4
            world.pass_time(min([seconds, *(one.still_until - world.now for one in world.live)]))
            if after:
                world.happen()
        chance = rng.random()
        room = crowd if deliveries and len(world.live) < 3 else 0.0
        if deliveries and (not awake or chance < room):
            uncounted = world.live and not awake and rng.random() < 0.7  # who stands still is to be overtaken
            deliveries = 0 if world.posted else deliveries - (not uncounted)  # once it is out, one more tells enough
            other = world.twist in _OTHERS and rng.random() < 0.5
            world.start(_OTHERS[world.twist] if other else POST)
        elif chance < room + 0.15:
            world.pass_time(MOMENTS[int(rng.random() * len(MOMENTS))] or world.wait)
        elif chance < room + 0.25 and world.twist:
            world.happen()
        elif awake:
            world.go_on(awake)
    rest(world)
    judge(world)
    world.end()
    return world


def rest(world: World) -> None:
    """The faults stop: whoever is left dies, and the task goes on until the post is over."""
    for delivery in list(world.live):
        world.kill(delivery)
    world.calm = True
    person, wait, post = world.random.random() < 0.7, KILL + 2 * SKEW, POST
    for _ in range(40):
        world.pass_time(max(wait, 1.0))
        try:
            record = world.publish(world, post)
        except Conflict:
            post = EDITED if post is POST else POST
            continue
        except TransientError as error:
            wait = error.retry_after or 60.0
            continue
        except Exception as error:  # noqa: BLE001 - whatever it is, it should not be
            world.faults.append(f"raised {error!r}")
            return
        world.tell(post, record)
        if record.state in {"posted", "refused"} or (record.over and not person):
            return
        wait = (record.retry_at - world.clock.now()).total_seconds() if record.retry_at else 60.0
        if record.over:
            wait = 300.0
            helped(world, post)
    world.faults.append("never over")


def helped(world: World, post: Post) -> None:
    """A person does what a record asks for: logs in again, looks at the platform, lets the post be tried again."""
    world.pass_time(300.0)
    world.platform.trusts = True
    try:
        world.service.retry(post.id, by="ana")
    except InvalidInput:
        world.ask_a_person()
    except NotFound as error:
        world.faults.append(f"raised {error!r}")


def judge(world: World) -> None:
    out = [one for one in world.platform.shown if one.marker == POST.media.sha256]
    if len(out) > 1:
        world.faults.append(f"out {len(out)} times")
    if not world.told:
        return
    last = world.told[-1][1]
    if last.state == "refused" and (out or not world.refused_once):
        world.faults.append("told as refused, and " + ("it is out" if out else "nobody refused it"))
    broken = len(world.platform.uploads) >= HANDLES
    if last.state == "needs_human" and not (world.trust_lost or world.platform.blurred or broken):
        world.faults.append(f"handed to a person without need: {last.reason}")

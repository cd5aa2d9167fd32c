"""A post appears once, or a person learns why not."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from shared.core.clock import ManualClock
from shared.core.errors import AppError, Conflict, InvalidInput, NotFound, PermanentError, TransientError
from shared.core.ids import random_id
from shared.effects.ledger import EffectLedger
from shared.effects.model import Absent, Finding, Receipt, Unclear
from shared.publish.model import Account, Media, Post
from shared.publish.publisher import Guarantee, Progress, posted
from shared.publish.service import HANDLES, PublishService
from shared.publish.store import PostStore

ACCOUNT = Account("main", "somewhere", "1784")
POST = Post(ACCOUNT, Media("content", "drafts/d1.mp4", 1, "5d" * 32, 1000), "A fine day", "draft-1")
SURE = 60 + 30 + 120 + 1  # seconds: lateness, lag, what clocks may differ


@dataclass
class Platform:
    """Does what it is told to, and remembers what it was asked."""

    platform: str = "somewhere"
    guarantee: Guarantee = field(default_factory=lambda: Guarantee(60.0, 30.0, "handle"))
    stage: Progress = field(default_factory=lambda: Progress("ready"))
    answer: AppError | None = None  # of publish
    works: bool = True
    finding: Finding | AppError | None = None  # else by what is out
    login: bool = True
    link: str | AppError = "https://somewhere.example/r1"
    asked: list[str] = field(default_factory=list)
    out: list[tuple[str, str]] = field(default_factory=list)  # handle, caption
    captions: dict[str, str] = field(default_factory=dict)

    def check(self, post: Post) -> None:
        if len(post.caption) > 20:
            raise InvalidInput("the caption has more than 20 characters")

    def prepare(self, post: Post) -> str:
        self._ask("prepare")
        handle = f"h{len(self.captions) + 1}"
        self.captions[handle] = post.caption
        return handle

    def progress(self, post: Post, handle: str) -> Progress:
        self._ask("progress")
        return self.stage

    def publish(self, post: Post, handle: str) -> Receipt:
        self._ask("publish")
        if self.works:
            self.out.append((handle, self.captions[handle]))
        if self.answer:
            raise self.answer
        return posted("r1")

    def find(self, post: Post, handle: str, since: datetime) -> Finding:
        self._ask("find")
        if isinstance(self.finding, AppError):
            raise self.finding
        return self.finding or (posted("r1") if self.out else Absent())

    def permalink(self, account: Account, remote: str) -> str:
        self._ask("permalink")
        if isinstance(self.link, AppError):
            raise self.link
        return self.link

    def _ask(self, what: str) -> None:
        self.asked.append(what)
        if not self.login:
            raise PermanentError("log in again").without_effect()


@pytest.fixture
def platform() -> Platform:
    return Platform()


@pytest.fixture
def service(documents, clock: ManualClock, platform: Platform) -> PublishService:
    return PublishService(PostStore(documents), EffectLedger(documents, clock, random_id), lambda _: platform, clock)


def test_a_post_waits_without_holding_anybody_and_is_out_once(service, platform, clock) -> None:
    platform.stage = Progress("waiting", "it is being looked through", retry_after=60)
    first = service.publish(POST)
    assert (first.state, first.handle, first.reason) == ("waiting", "h1", "it is being looked through")
    assert first.retry_at == clock.now() + timedelta(seconds=60)
    with pytest.raises(TransientError) as caught:
        service.finish(POST)
    assert caught.value.retry_after == 60
    platform.stage = Progress("ready")
    done = service.finish(POST)
    assert (done.state, done.remote, done.permalink) == ("posted", "r1", "https://somewhere.example/r1")
    asked = list(platform.asked)
    assert service.publish(POST) == done == service.record(POST.id)
    assert platform.asked == asked, "what is out is not asked about again"
    assert platform.out == [("h1", "A fine day")]


def test_what_is_refused_rests_until_it_is_changed(service, platform) -> None:
    long = replace(POST, caption="x" * 21)
    for _ in range(2):
        refused = service.publish(long)
        assert (refused.state, refused.reason) == ("refused", "the caption has more than 20 characters")
    platform.stage = Progress("refused", "no such music, please")
    assert service.publish(POST).reason == "no such music, please"
    asked = list(platform.asked)
    assert service.publish(POST).state == "refused"
    assert platform.asked == asked
    platform.stage = Progress("ready")
    other = replace(POST, caption="Without music")
    assert service.publish(other).state == "posted"
    assert platform.out == [("h2", "Without music")], "the old container holds the old words"


def test_what_is_out_cannot_be_published_again_with_other_words(service, platform) -> None:
    service.publish(POST)
    with pytest.raises(Conflict, match="other content"):
        service.publish(replace(POST, caption="Other words"))
    alias = replace(POST, account=replace(ACCOUNT, id="second-name"))
    assert service.publish(alias).state == "posted"
    assert len(platform.out) == 1


@pytest.mark.parametrize("works", [True, False])
def test_a_doubt_is_looked_into_when_the_answer_means_something(service, platform, clock, works: bool) -> None:
    platform.answer, platform.works = TransientError("time-out"), works
    doubt = service.publish(POST)
    assert doubt.state == "unknown"
    assert doubt.retry_at == clock.now() + timedelta(seconds=SURE - 1)
    platform.answer, platform.works = None, True
    clock.advance(SURE - 10)
    assert service.publish(POST).state == "unknown"
    assert "find" not in platform.asked
    clock.advance(10)
    assert service.publish(POST).state == "posted"
    assert len(platform.out) == 1


def test_a_server_error_and_a_refusal_that_nobody_vouches_for_are_doubts_too(service, platform, clock) -> None:
    platform.answer = InvalidInput("400, they say")
    assert service.publish(POST).state == "unknown"
    clock.advance(SURE)
    assert service.publish(POST).state == "posted"
    assert len(platform.out) == 1


def test_an_ended_log_in_is_a_persons_matter_and_then_the_post_goes_on(service, platform, clock) -> None:
    platform.login = False
    assert (service.publish(POST).state, service.publish(POST).reason) == ("needs_human", "log in again")
    assert platform.asked == ["prepare"]
    platform.login = True
    assert service.publish(service.retry(POST.id, by="ana")).state == "posted"
    with pytest.raises(InvalidInput, match="is out"):
        service.retry(POST.id, by="ana")


def test_a_log_in_that_ends_in_doubt_leaves_the_doubt(service, platform, clock) -> None:
    platform.answer = TransientError("time-out")
    service.publish(POST)
    clock.advance(SURE)
    platform.login = False
    assert service.publish(POST).state == "needs_human"
    platform.login, platform.answer = True, None
    assert service.publish(service.retry(POST.id, by="ana")).state == "posted"
    assert len(platform.out) == 1


def unclear(service: PublishService, platform: Platform, clock: ManualClock) -> None:
    platform.answer, platform.finding = TransientError("time-out"), Unclear("two posts look like it")
    service.publish(POST)
    clock.advance(SURE)
    record = service.publish(POST)
    assert record.state == "needs_human"
    assert "two posts look like it" in record.reason


def test_a_person_who_sees_it_says_so(service, platform, clock) -> None:
    unclear(service, platform, clock)
    with pytest.raises(InvalidInput, match="look there"):
        service.retry(POST.id, by="ana")
    assert service.decide(POST.id, "posted", by="ana").state == "posted"
    assert service.publish(POST).state == "posted"
    assert len(platform.out) == 1


def test_a_person_who_does_not_see_it_opens_it_for_another_try(service, platform, clock) -> None:
    platform.works = False
    unclear(service, platform, clock)
    platform.answer, platform.finding, platform.works = None, None, True
    record = service.decide(POST.id, "not_posted", by="ana", note="I looked twice")
    assert (record.state, record.reason) == ("reserved", "ana says not posted: I looked twice")
    assert service.publish(replace(POST, caption="Better words")).state == "posted"
    assert platform.out == [("h2", "Better words")]


def test_nobody_is_believed_before_a_late_request_would_have_arrived(service, platform, clock) -> None:
    platform.answer = TransientError("time-out")
    service.publish(POST)
    with pytest.raises(InvalidInput, match="may still appear until"):
        service.decide(POST.id, "not_posted", by="ana")
    with pytest.raises(NotFound, match="publish list"):
        service.decide("nope", "posted", by="ana")


def test_what_never_ends_is_handed_to_a_person(service, platform, clock) -> None:
    platform.stage = Progress("waiting")
    service.publish(POST)
    clock.advance(90_000)
    assert "25 hours" not in service.publish(POST).reason
    assert service.record(POST.id).state == "needs_human"
    platform.stage = Progress("gone", "it broke")
    post = replace(POST, subject="draft-2")
    for _ in range(HANDLES):
        assert service.publish(post).state == "waiting"
    broken = service.publish(post)
    assert broken.state == "needs_human"
    assert "5 uploads broke" in broken.reason
    assert "it broke" in broken.reason
    assert service.publish(service.retry(post.id, by="ana")).state == "waiting", "a person's word begins anew"
    platform.stage = Progress("ready")
    assert service.publish(post).state == "posted"


def test_days_in_which_nobody_came_are_not_the_platforms(service, platform, clock) -> None:
    def busy(post: Post) -> str:
        raise TransientError("nobody answers")

    platform.stage, platform.prepare = Progress("waiting"), busy
    assert service.publish(POST).state == "waiting"
    del platform.prepare
    clock.advance(90_000)
    assert service.publish(POST).state == "waiting", "it has only now been given to the platform"
    clock.advance(90_000)
    assert "worked on it for 24 hours" in service.publish(POST).reason


def test_what_was_published_meanwhile_is_recognised_before_the_call(service, platform) -> None:
    platform.stage = Progress("published", remote="r7")
    assert service.publish(POST).remote == "r7"
    assert "publish" not in platform.asked


def test_an_address_is_a_courtesy(service, platform) -> None:
    platform.link = TransientError("later")
    assert (service.publish(POST).state, service.record(POST.id).permalink) == ("posted", "")
    platform.link = "https://somewhere.example/r1"
    assert service.publish(POST).permalink == "https://somewhere.example/r1"
    assert service.record(POST.id).permalink == "https://somewhere.example/r1"


def test_posts_are_listed_the_newest_first_and_by_state(service, platform, clock) -> None:
    make: Callable[[int], Post] = lambda number: replace(POST, subject=f"draft-{number}")  # noqa: E731
    for number in range(3):
        platform.stage = Progress("waiting") if number == 1 else Progress("ready")
        service.publish(make(number))
        clock.advance(10)
    assert [kept.post.subject for kept in service.posts.list()] == ["draft-2", "draft-1", "draft-0"]
    assert [kept.post.subject for kept in service.posts.list(state="waiting")] == ["draft-1"]

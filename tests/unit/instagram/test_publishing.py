"""A Reel on its way to Instagram, and every way in which that goes wrong."""

from collections.abc import Callable
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from msgspec.structs import replace

from sandbox.instagram.errors import TROUBLES, fault
from sandbox.instagram.publishing import FILM
from sandbox.standin import Fault
from shared.core.errors import AppError, InvalidInput, PermanentError, TransientError
from shared.effects.model import Absent, Receipt, Unclear
from shared.publish.model import Post
from shared.publish.publisher import Progress

LONG = FILM + b"\0" * 3_000_000


def ready(house, post: Post, handle: str) -> Progress:
    """The progress after as many looks as it takes."""
    for _ in range(5):
        found = house.publisher.progress(post, handle)
        if found.stage != "waiting":
            return found
        house.clock.advance(found.retry_after)
    return found


def put_up(house, post: Post) -> str:
    handle = house.publisher.prepare(post)
    assert ready(house, post, handle).stage == "ready"
    return handle


def test_a_film_is_uploaded_looked_at_once_a_minute_and_published_once(house):
    post = house.post(house.account(), film=LONG)
    handle = house.publisher.prepare(post)
    first = house.publisher.progress(post, handle)
    assert (first.stage, first.retry_after) == ("waiting", 60.0)
    assert ready(house, post, handle).stage == "ready"
    receipt = house.publisher.publish(post, handle)
    [seen] = house.vendor.posts
    assert receipt.result["remote"] == seen.id and seen.caption == post.caption
    assert house.publisher.permalink(post.account, seen.id) == seen.permalink
    [container] = house.vendor.state.containers.values()
    assert bytes(container.held) == LONG and container.params["media_type"] == "REELS"


def test_a_broken_upload_goes_on_where_it_stopped(house):
    post = house.post(house.account(), film=LONG)
    handle = house.publisher.prepare(post)
    house.vendor.cuts += [1_000_000]
    with pytest.raises(TransientError):
        house.publisher.progress(post, handle)
    house.standin.faults.append(Fault("drop_answer", "POST", "rupload"))
    with pytest.raises(TransientError):
        house.publisher.progress(post, handle)
    assert ready(house, post, handle).stage == "ready"
    sent = [one for one in house.standin.processed if "rupload" in one.path]
    assert [one.status for one in sent] == [500, 200]
    [container] = house.vendor.state.containers.values()
    assert bytes(container.held) == LONG


def test_after_five_minutes_it_looks_less_often_and_after_two_hours_it_gives_that_container_up(house):
    house.vendor.rules.looks = 1000
    post = house.post(house.account())
    handle = house.publisher.prepare(post)
    house.publisher.progress(post, handle)
    waits = []
    while (found := house.publisher.progress(post, handle)).stage == "waiting":
        waits.append(found.retry_after)
        house.clock.advance(found.retry_after)
    assert waits[:5] == [60.0] * 5 and set(waits[5:]) == {300.0} and sum(waits) > 7200
    assert found.stage == "gone"


def served(film: bytes) -> tuple[HTTPServer, str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(film)

        def log_message(self, *_: object) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_address[1]}/film.mp4"


def test_instagrams_own_login_lets_the_film_be_fetched(house, monkeypatch):
    server, address = served(FILM)
    monkeypatch.setattr(house.blobs, "signed_url", lambda *_, valid_for: address)
    post = house.post(house.account("instagram", upload="url"))
    house.publisher.publish(post, put_up(house, post))
    server.shutdown()
    server.server_close()
    [container] = house.vendor.state.containers.values()
    assert container.params["video_url"] == address and len(house.vendor.posts) == 1


def test_instagrams_own_login_without_an_address_says_what_to_do(house):
    post = house.post(house.account("instagram"))
    with pytest.raises(InvalidInput, match="log in through Facebook"):
        house.publisher.prepare(post)


def test_a_film_that_cannot_be_fetched_or_used_is_refused_with_the_reason(house, monkeypatch):
    monkeypatch.setattr(house.blobs, "signed_url", lambda *_, valid_for: "http://127.0.0.1:9/film.mp4")
    post = house.post(house.account(upload="url"))
    found = ready(house, post, house.publisher.prepare(post))
    assert found.stage == "refused" and "2207052" in found.reason
    broken = house.post(house.account(), film=FILM)
    monkeypatch.setattr("sandbox.instagram.publishing._fault_of", lambda _: "format")
    found = ready(house, broken, house.publisher.prepare(broken))
    assert found.stage == "refused" and "2207026" in found.reason


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda post: replace(post, caption="x" * 10_000), "10,000 characters"),
        (lambda post: replace(post, caption="🎬" * 1101), "2,202 characters"),
        (lambda post: replace(post, caption="#a1 " * 31), "31 hashtags"),
        (lambda post: replace(post, caption="@a.b " * 21), "21 mentions"),
        (lambda post: replace(post, media=replace(post.media, width=3840)), "3840 pixels"),
        (lambda post: replace(post, media=replace(post.media, duration=901.0)), "901.0 s"),
        (lambda post: replace(post, media=replace(post.media, size=300_000_001)), "300,000,001 bytes"),
        (lambda post: replace(post, media=replace(post.media, size=32_000_000)), "32.0 Mbit"),
        (lambda post: replace(post, media=replace(post.media, content_type="video/webm")), "not MP4 or MOV"),
        (lambda post: replace(post, settings={"thumb_offset": 8000}), "behind the film's end"),
        (lambda post: replace(post, settings={"cover_url": "http://a.example/ü.jpg"}), "cover_url"),
        (lambda post: replace(post, settings={"tumb_offset": 1}), "tumb_offset"),
        (lambda post: replace(post, settings={"collaborators": "ana"}), "collaborators"),
    ],
)
def test_what_breaks_a_rule_is_refused_before_anything_is_sent(house, change: Callable[[Post], Post], told: str):
    with pytest.raises(InvalidInput, match=told):
        house.publisher.check(change(house.post(house.account())))
    assert house.standin.asked == 0


def test_a_caption_with_everything_that_is_allowed_is_taken(house):
    caption = "#a " * 30 + "@b_c " * 20 + "mail ana@example.com 🎬"
    post = house.post(house.account(), caption)
    house.publisher.check(post)
    house.publisher.publish(post, put_up(house, post))
    assert house.vendor.posts[0].caption == caption


def test_a_film_that_was_replaced_after_its_approval_is_not_posted(house):
    post = house.post(house.account())
    house.blobs.put("content", "drafts/one.mp4", b"another", content_type="video/mp4")
    with pytest.raises(InvalidInput, match="approve it anew"):
        house.publisher.prepare(post)
    assert not house.vendor.state.containers


def test_an_error_answer_to_a_publication_counts_as_unknown_unless_it_comes_before_anything_is_done(house):
    post = house.post(house.account())
    handle = put_up(house, post)
    before = {"not_ready", "post_limit", "dead", "token_expired", "malformed", "session", "permission", "scope",
              "version", "few_viewers"}  # fmt: skip
    kinds = {"app_limit": TransientError, "spam": PermanentError, "blocked": PermanentError, "dead": PermanentError,
             "unknown": TransientError, "format": InvalidInput, "scope": PermanentError}  # fmt: skip
    for name in TROUBLES:
        house.account()  # what became of the token before is forgotten
        house.standin.faults.append(fault(name, "media_publish", after=True))
        with pytest.raises(kinds.get(name, AppError)) as caught:
            house.publisher.publish(post, handle)
        assert caught.value.not_applied == (name in before), name


def test_a_lost_answer_is_found_again_by_the_containers_status_and_the_caption(house):
    post = house.post(house.account())
    handle = put_up(house, post)
    began = house.clock.now()
    house.standin.faults.append(Fault("drop_answer", "POST", "media_publish"))
    with pytest.raises(TransientError) as caught:
        house.publisher.publish(post, handle)
    assert not caught.value.not_applied
    house.clock.advance(5)
    house.vendor.post("somebody posts by hand, later")
    finding = house.publisher.find(post, handle, began)
    assert isinstance(finding, Receipt) and finding.result["remote"] == house.vendor.posts[0].id


def test_a_request_that_never_arrived_leaves_the_container_to_be_used_again(house):
    post = house.post(house.account())
    handle = put_up(house, post)
    began = house.clock.now()
    house.standin.faults.append(Fault("drop_request", "POST", "media_publish"))
    with pytest.raises(TransientError):
        house.publisher.publish(post, handle)
    house.vendor.post("the newest post is somebody else's")
    assert house.publisher.find(post, handle, began) == Absent(keep_handle=True)


def test_a_late_request_is_seen_once_it_has_arrived(house):
    post = house.post(house.account())
    handle = put_up(house, post)
    began = house.clock.now()
    house.standin.faults.append(Fault("late", "POST", "media_publish", seconds=400))
    with pytest.raises(TransientError):
        house.publisher.publish(post, handle)
    house.clock.advance(house.publisher.guarantee.lateness)
    assert isinstance(house.publisher.find(post, handle, began), Receipt)
    assert len(house.vendor.posts) == 1


def test_two_posts_with_one_caption_are_not_guessed_between(house):
    post = house.post(house.account())
    handle = put_up(house, post)
    began = house.clock.now()
    house.publisher.publish(post, handle)
    house.vendor.post(post.caption)
    finding = house.publisher.find(post, handle, began)
    assert isinstance(finding, Receipt) and finding.result["remote"] == ""


def test_a_caption_that_was_out_long_before_is_no_sign_of_this_post(house):
    account = house.account()
    house.vendor.post("A hook #build", house.clock.now() - timedelta(days=7))
    post = house.post(account)
    handle = put_up(house, post)
    began = house.clock.now()
    house.clock.advance(90_000)
    assert house.publisher.find(post, handle, began) == Absent(keep_handle=False)


def test_an_expired_container_asks_for_a_new_one_unless_its_caption_is_out(house):
    post = house.post(house.account())
    handle = put_up(house, post)
    began = house.clock.now()
    house.clock.advance(90_000)
    assert house.publisher.progress(post, handle).stage == "gone"
    assert house.publisher.find(post, handle, began) == Absent(keep_handle=False)
    house.vendor.post(post.caption)
    assert isinstance(house.publisher.find(post, handle, began), Unclear)


def test_a_container_that_is_not_shown_is_not_taken_for_absent(house):
    post = house.post(house.account())
    handle = put_up(house, post)
    began = house.clock.now()
    house.standin.faults.append(fault("hidden", "/1789", times=3))
    with pytest.raises(TransientError, match="does not show"):
        house.publisher.find(post, handle, began)
    with pytest.raises(TransientError):
        house.publisher.progress(post, handle)
    by_hand = house.vendor.post("  A hook\n #build ")
    finding = house.publisher.find(post, handle, began)
    assert isinstance(finding, Receipt) and finding.result["remote"] == by_hand.id


def test_the_quota_is_obeyed_until_the_oldest_post_no_longer_counts(house):
    account = house.account()
    house.vendor.rules.quota = 2
    for number in range(2):
        post = house.post(account, f"number {number}")
        house.publisher.publish(post, put_up(house, post))
        house.clock.advance(3600)
    with pytest.raises(TransientError, match="2 of 2 posts") as caught:
        house.publisher.prepare(house.post(account, "number 3"))
    assert caught.value.retry_after == pytest.approx(timedelta(hours=22).total_seconds(), abs=200)
    house.clock.advance(caught.value.retry_after + 1)
    post = house.post(account, "number 3")
    house.publisher.publish(post, put_up(house, post))
    assert len(house.vendor.posts) == 3


def test_where_the_platform_does_not_say_fifty_posts_are_assumed(house):
    house.vendor.rules.quota, house.vendor.rules.posts_allowed = None, 100
    account = house.account()
    post = house.post(account)
    handle = put_up(house, post)
    container = next(iter(house.vendor.state.containers))
    house.vendor.state.published += [(house.clock.now(), container)] * 50
    assert house.publisher.progress(post, handle).stage == "waiting"


def test_a_dead_token_stops_its_own_account_alone(house):
    first, second = house.account("facebook"), house.account("instagram")
    handle = put_up(house, post := house.post(first))
    house.vendor.state.tokens[house.tokens.use(first.id)].dead = "dead"
    with pytest.raises(PermanentError, match="log in again") as caught:
        house.publisher.publish(post, handle)
    assert caught.value.not_applied
    assert house.tokens.record(first.id).state == "dead"
    with pytest.raises(PermanentError, match="log in again"):
        house.publisher.prepare(post)
    assert house.tokens.use(second.id, posting=True)


def test_a_restricted_account_posts_nothing_more_until_a_person_has_looked(house):
    account = house.account()
    handle = put_up(house, post := house.post(account))
    house.standin.faults.append(fault("spam", "media_publish", after=True))
    with pytest.raises(PermanentError, match="accounts resume") as caught:
        house.publisher.publish(post, handle)
    assert not caught.value.not_applied
    assert isinstance(house.publisher.find(post, handle, house.clock.now() - timedelta(minutes=9)), Receipt)
    with pytest.raises(PermanentError, match="accounts resume"):
        house.publisher.prepare(post)
    house.tokens.resume(account.id)
    house.publisher.prepare(post)


def test_the_token_goes_to_no_other_host_and_into_no_message(house):
    account = house.account()
    token = house.tokens.use(account.id)
    graph = house.graph(token)
    with pytest.raises(PermanentError, match="strange host"):
        graph.upload("https://rupload.evil.example/x", [b""], offset=0, size=1)
    body = {"error": {"code": 1, "message": f"bad {token} access_token={token}"}}
    house.standin.faults.append(Fault("status", status=500, body=body))
    with pytest.raises(TransientError) as caught:
        graph.get("me")
    assert token not in str(caught.value) and token not in repr(graph)


def encoded(path, *, seconds: float = 4, fps: int = 24, codec: str = "libx264", faststart: bool = True) -> bytes:
    """A film of grey pictures and silence."""
    import av
    import numpy

    options = {"movflags": "+faststart"} if faststart else {}
    with av.open(str(path), "w", options=options) as made:
        pictures = made.add_stream(codec, rate=fps, options={"bf": "0"})
        pictures.width, pictures.height, pictures.pix_fmt = 90, 160, "yuv420p"
        sounds = made.add_stream("aac", rate=48000)
        grey = av.VideoFrame.from_ndarray(numpy.full((160, 90, 3), 128, "uint8"))
        for _ in range(int(seconds * fps)):
            grey.pts = None
            made.mux(pictures.encode(grey))
        made.mux(pictures.encode())
        silence = av.AudioFrame.from_ndarray(numpy.zeros((1, 1024), "float32"), "flt", "mono")
        silence.rate = 48000
        for _ in range(int(seconds * 48000 / 1024)):
            silence.pts = None
            made.mux(sounds.encode(silence))
        made.mux(sounds.encode())
    return path.read_bytes()


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({}, ""),
        ({"faststart": False}, "faststart"),
        ({"seconds": 2}, "2.0 s"),
        ({"fps": 12}, "12.00 pictures a second"),
        ({"codec": "mpeg4"}, "'mp4v'"),
    ],
)
def test_a_films_own_index_is_read_before_it_is_sent(house, tmp_path, options, told):
    post = house.post(house.account(), film=encoded(tmp_path / "film.mp4", **options))
    if not told:
        house.publisher.publish(post, put_up(house, post))
        return
    with pytest.raises(InvalidInput, match=told):
        house.publisher.prepare(post)
    assert not house.vendor.state.containers


@pytest.mark.parametrize("film", [b"not a film at all", b"", FILM[:24], b"\0\0\0\x08ftyp\0\0\0\0moov" + b"\xff" * 40])
def test_what_is_no_film_is_refused_without_a_trace(house, film):
    with pytest.raises(InvalidInput):
        house.publisher.prepare(house.post(house.account(), film=film))
    assert not house.vendor.state.containers

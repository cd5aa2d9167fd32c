import gzip
import subprocess
import sys
import time
import zlib
from collections.abc import Sequence

import pytest

from shared.core.clock import SystemClock
from shared.core.errors import InvalidInput, NotFound, TransientError
from shared.egress import EgressRules
from shared.http import Http, retry_after

HTML = {"Content-Type": "text/html; charset=utf-8"}


def reader(*pairs: str, network: bool = False, **rules: object) -> Http:
    return Http(EgressRules(allow=frozenset(pairs), **rules), network=network, clock=SystemClock())  # type: ignore[arg-type]


def test_a_page_is_read_with_its_type_and_text(site) -> None:
    site.pages["/"] = (200, HTML, "Bäckerei".encode())
    page = reader(site.pair).fetch(site.url)
    assert (page.status, page.content_type, page.text, page.truncated) == (200, "text/html", "Bäckerei", False)
    assert page.url == f"{site.url}/"


def test_the_reader_says_who_it_is_and_brings_no_cookie_from_hop_to_hop(site) -> None:
    site.pages["/"] = (302, {"Location": "/next", "Set-Cookie": "id=1"}, b"")
    site.pages["/next"] = (200, HTML, b"ok")
    reader(site.pair).fetch(site.url)
    assert [path for _, path, _, _ in site.asked] == ["/", "/next"]
    for _, _, headers, _ in site.asked:
        assert headers["user-agent"].startswith("Leadreel/")
        assert "cookie" not in headers


def test_a_redirect_may_hold_blanks_and_foreign_letters(site) -> None:
    site.pages["/"] = (301, {"Location": "/über uns".encode().decode("latin-1")}, b"")
    site.pages["/%C3%BCber%20uns"] = (200, HTML, b"about")
    assert reader(site.pair).fetch(site.url).text == "about"


def test_a_ring_of_redirects_ends(site) -> None:
    site.pages["/"] = (302, {"Location": "/"}, b"")
    with pytest.raises(InvalidInput, match="more than 5 redirects"):
        reader(site.pair).fetch(site.url)
    assert len(site.asked) == 6


@pytest.mark.parametrize("place", ["http://127.0.0.1:{port}/", "http://localhost:{port}/", "http://[::1]:{port}/"])
def test_a_redirect_to_this_machine_is_refused_though_the_first_site_was_allowed(site, make_site, place: str) -> None:
    inner = make_site()
    site.pages["/"] = (302, {"Location": place.format(port=inner.port)}, b"")
    rules = EgressRules(allow=frozenset({site.pair}), ports=frozenset({80, 443, inner.port}))
    with pytest.raises(InvalidInput, match="strangers' pages may not reach"):
        Http(rules, network=True, clock=SystemClock()).fetch(site.url)
    assert inner.asked == []


@pytest.mark.parametrize("place", ["file:///etc/passwd", "ftp://127.0.0.1/", "javascript:alert(1)", "//user:x@a.com/"])
def test_a_redirect_to_another_scheme_is_refused(site, place: str) -> None:
    site.pages["/"] = (302, {"Location": place}, b"")
    with pytest.raises(InvalidInput):
        reader(site.pair).fetch(site.url)


def test_a_name_that_changes_its_mind_is_judged_at_every_connection(site) -> None:
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])

    def rebinding(host: str, port: int) -> Sequence[str]:
        return next(answers)

    site.pages["/"] = (302, {"Location": f"http://rebind.example:{site.port}/again"}, b"")
    rules = EgressRules(allow=frozenset({f"demo.test:{site.port}"}), ports=frozenset({site.port}), lookup=rebinding)
    with pytest.raises(InvalidInput, match=r"10\.0\.0\.1 \(private\)"):
        Http(rules, network=True, clock=SystemClock()).fetch(f"http://demo.test:{site.port}/")
    assert [path for _, path, _, _ in site.asked] == ["/"]


def test_one_bad_answer_among_good_ones_is_enough_to_refuse() -> None:
    rules = EgressRules(lookup=lambda host, port: ["93.184.215.14", "192.168.1.1"])
    with pytest.raises(InvalidInput, match=r"192\.168\.1\.1"):
        Http(rules, network=True, clock=SystemClock()).fetch("http://mixed.example/")


def test_without_network_a_stranger_is_refused_at_once_and_without_a_look_up() -> None:
    def lookup(host: str, port: int) -> Sequence[str]:
        raise AssertionError("looked up")

    with pytest.raises(InvalidInput, match="network is switched off"):
        reader(lookup=lookup).fetch("https://example.com/")


def test_a_long_page_is_cut_and_says_so(site) -> None:
    site.pages["/"] = (200, HTML, b"x" * 10_000)
    page = reader(site.pair).fetch(site.url, max_bytes=1000)
    assert (len(page.body), page.truncated) == (1000, True)


def test_a_page_of_exactly_the_limit_is_whole(site) -> None:
    site.pages["/"] = (200, HTML, b"x" * 1000)
    page = reader(site.pair).fetch(site.url, max_bytes=1000)
    assert (len(page.body), page.truncated) == (1000, False)


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress])
def test_packed_pages_are_unpacked(site, pack) -> None:
    site.pages["/"] = (
        200,
        {**HTML, "Content-Encoding": "gzip" if pack is gzip.compress else "deflate"},
        pack(b"hello"),
    )
    assert reader(site.pair).fetch(site.url).text == "hello"


def test_a_decompression_bomb_is_not_unpacked(site) -> None:
    site.pages["/"] = (200, {**HTML, "Content-Encoding": "gzip"}, gzip.compress(b"\0" * 300_000_000, 9))
    began = time.process_time()
    page = reader(site.pair).fetch(site.url, max_bytes=100_000)
    assert (len(page.body), page.truncated) == (100_000, True)
    assert time.process_time() - began < 0.5


def test_a_flood_that_unpacks_to_nothing_is_cut(site) -> None:
    nothing = zlib.compress(b"")[:2] + b"\x00\x00\x00\xff\xff" * 400_000
    site.pages["/"] = (200, {**HTML, "Content-Encoding": "deflate"}, nothing)
    page = reader(site.pair).fetch(site.url, max_bytes=100_000)
    assert (page.body, page.truncated) == (b"", True)


def test_a_site_that_trickles_is_left_when_the_time_is_up(site) -> None:
    def trickle(handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.end_headers()
        for _ in range(100):
            handler.wfile.write(b"x")
            time.sleep(0.05)

    site.pages["/"] = trickle
    began = time.monotonic()
    with pytest.raises(TransientError, match="took longer"):
        reader(site.pair).fetch(site.url, timeout=0.3)
    assert time.monotonic() - began < 1.5


def test_pictures_are_not_loaded_when_pages_are_asked_for(site) -> None:
    site.pages["/"] = (200, {"Content-Type": "image/png"}, b"\x89PNG" * 1000)
    page = reader(site.pair).fetch(site.url)
    assert (page.content_type, page.body, page.truncated) == ("image/png", b"", True)
    assert reader(site.pair).fetch(site.url, accept=()).body.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("status", "error"),
    [(404, NotFound), (410, NotFound), (403, InvalidInput), (429, TransientError), (500, TransientError)],
)
def test_what_a_site_answers_becomes_one_of_the_five_errors(site, status: int, error: type[Exception]) -> None:
    site.pages["/"] = (status, {"Retry-After": "7"}, b"")
    with pytest.raises(error) as caught:
        reader(site.pair).fetch(site.url)
    if isinstance(caught.value, TransientError):
        assert caught.value.retry_after == 7


def test_nothing_listens_there_is_worth_another_try(make_site) -> None:
    with pytest.raises(TransientError, match="does not answer"):
        reader("127.0.0.1:9").fetch("http://127.0.0.1:9/", timeout=1)


def test_an_https_server_nobody_vouches_for_is_refused(site) -> None:
    with pytest.raises(InvalidInput, match="no trustworthy connection"):
        reader(site.pair).fetch(f"https://{site.pair}/")


@pytest.mark.parametrize(
    ("headers", "body", "text"),
    [
        ({"Content-Type": "text/html; charset=iso-8859-1"}, b"caf\xe9 \x80", "café €"),
        ({"Content-Type": "text/html"}, b'<meta charset="shift_jis">' + "東京".encode("shift_jis"), "東京"),
        ({"Content-Type": "text/html"}, b"\xef\xbb\xbfcaf\xc3\xa9", "café"),
        ({"Content-Type": "text/html"}, "café".encode("utf-16"), "café"),
        ({"Content-Type": "text/html"}, b"caf\xe9", "café"),
        ({"Content-Type": "text/html; charset=zlib"}, b"caf\xc3\xa9", "café"),
        ({"Content-Type": "text/html; charset=no-such"}, b"caf\xc3\xa9", "café"),
    ],
)
def test_the_charset_is_found_where_sites_hide_it(site, headers, body: bytes, text: str) -> None:
    site.pages["/"] = (200, headers, body)
    assert reader(site.pair).fetch(site.url).text.endswith(text)


def test_retry_after_is_seconds_or_a_date() -> None:
    assert retry_after("120") == 120
    assert retry_after("soon") is None
    assert retry_after("Wed, 21 Oct 2015 07:28:00 GMT") == 0


def test_importing_the_layer_loads_no_http_library() -> None:
    code = "import sys, shared.http; print([m for m in ('httpx', 'httpcore', 'idna', 'anyio') if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"

import contextlib
import http.client
import socket
import threading
import time
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.core.errors import InvalidInput, NotFound, TransientError
from shared.egress import EgressRules, canonical_host, parse_url
from shared.proxy import EgressProxy, ProxyLimits

OPEN = EgressRules()


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://example.com/",
        "-oProxyCommand=x",
        "--exec",
        "http://user:pass@example.com/",
        "http://example.com@127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7f.0.0.1/",
        "http://0177.0.0.1/",
        "http://127.0.0.1.0/",
        "http://0/",
        "http://1.2.3.256/",
        "http://[fe80::1%25eth0]/",
        "http://[::1/",
        "http://exa mple.com/",
        "http://example.com\\@127.0.0.1/",
        "http://exam\nple.com/",
        "http://127.0.0.1%2eexample.com/",
        "http://%6cocalhost/",
        "http://example..com/",
        "http:///path",
        "http://",
        "example.com",
        "",
        "http://example.com:22/",
        "http://example.com:0/",
        "http://example.com:99999/",
        "http://" + "a" * 300 + ".com/",
    ],
)
def test_urls_that_no_browser_or_fetcher_should_see_are_refused_with_a_reason(url: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        OPEN.check_url(url)
    assert len(str(caught.value)) > 10


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTPS://Example.COM", "https://example.com/"),
        ("http://example.com.:80/a?b=c#d", "http://example.com/a?b=c"),
        ("https://Bücher.example/ä b".replace(" ", "%20"), "https://xn--bcher-kva.example/%C3%A4%20b"),
        ("https://example.com:443", "https://example.com/"),
        ("http://[2606:4700::1111]/", "http://[2606:4700::1111]/"),
        ("http://1.1.1.1/", "http://1.1.1.1/"),
    ],
)
def test_urls_have_one_spelling(url: str, canonical: str) -> None:
    assert OPEN.check_url(url).url == canonical
    assert OPEN.check_url(canonical).url == canonical


@given(st.text(max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_text_is_refused_or_has_a_canonical_form_that_stays(text: str) -> None:
    for candidate in (text, f"http://{text}", f"https://example.com/{text}"):
        try:
            target = parse_url(candidate)
        except InvalidInput:
            continue
        assert parse_url(target.url) == target


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.8.9.1", "0.0.0.0", "0.1.2.3", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.0.1"),
        *("169.254.169.254", "169.254.1.1", "100.64.0.1", "100.127.255.255", "192.0.0.192", "192.0.2.1", "198.18.0.1"),
        *("224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "192.88.99.1", "168.63.129.16"),
        *("::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe"),
        *("64:ff9b:1::808:808", "2002:7f00:1::", "2002:a9fe:a9fe::1", "2001:0:1::1", "fe80::1", "fec0::1", "fc00::1"),
        *("fd00:ec2::254", "ff02::1", "2001:db8::1", "3fff::1", "5f00::1", "100::1", "2606:4700::5efe:7f00:1"),
    ],
)
def test_an_answer_that_is_not_public_is_refused_whatever_its_form(address: str) -> None:
    for answers in ([address], ["93.184.215.14", address]):
        rules = EgressRules(lookup=lambda host, port, answers=answers: answers)
        with pytest.raises(InvalidInput, match="leads to"):
            rules.resolve("site.example", 80)
    with pytest.raises(InvalidInput):
        OPEN.resolve(address, 80)


@pytest.mark.parametrize("address", ["93.184.215.14", "1.1.1.1", "2606:4700::1111", "64:ff9b::808:808", "172.32.0.1"])
def test_public_answers_pass(address: str) -> None:
    assert EgressRules(lookup=lambda host, port: [address]).resolve("site.example", 443) == [address]


def test_an_allowance_is_for_the_pair_as_it_was_asked_for() -> None:
    rules = EgressRules(allow=frozenset({"127.0.0.1:8123", "[::1]:8123"}), lookup=lambda host, port: ["127.0.0.1"])
    assert rules.resolve("127.0.0.1", 8123) == ["127.0.0.1"]
    assert rules.resolve("::1", 8123) == ["::1"]
    for host, port in (("127.0.0.1", 80), ("127.0.0.2", 8123), ("stranger.example", 8123)):
        with pytest.raises(InvalidInput):
            rules.resolve(host, port)


def test_the_metadata_service_is_refused_even_when_someone_allows_it() -> None:
    rules = EgressRules(
        allow=frozenset({"169.254.169.254:80", "meta.test:80"}), lookup=lambda h, p: ["169.254.169.254"]
    )
    for host in ("169.254.169.254", "meta.test"):
        with pytest.raises(InvalidInput, match="metadata"):
            rules.resolve(host, 80)


def test_a_look_up_that_fails_is_told_apart_from_a_name_that_is_not_there() -> None:
    def failing(code: int) -> EgressRules:
        def lookup(host: str, port: int) -> Sequence[str]:
            raise socket.gaierror(code, "x")

        return EgressRules(lookup=lookup)

    with pytest.raises(NotFound):
        failing(socket.EAI_NONAME).resolve("nobody.example", 80)
    with pytest.raises(TransientError):
        failing(socket.EAI_AGAIN).resolve("nobody.example", 80)


def test_spelling_of_hosts_is_a_fixed_point() -> None:
    for host in ("Example.com.", "ÄÖ.example", "::0001", "1.2.3.4"):
        assert canonical_host(canonical_host(host)) == canonical_host(host)


# The proxy


@contextlib.contextmanager
def proxied(proxy: EgressProxy) -> Iterator[http.client.HTTPConnection]:
    host, port = proxy.url.removeprefix("http://").split(":")
    connection = http.client.HTTPConnection(host, int(port), timeout=10)
    try:
        yield connection
    finally:
        connection.close()


def get(proxy: EgressProxy, url: str, method: str = "GET", body: bytes | None = None) -> tuple[int, bytes]:
    with proxied(proxy) as connection:
        connection.request(method, url, body)
        response = connection.getresponse()
        return response.status, response.read()


def test_the_proxy_brings_pages_and_forms_of_allowed_sites(site) -> None:
    site.pages["/a?b=1"] = (200, {}, b"hello")
    site.pages["/form"] = (200, {}, b"thanks")
    with EgressProxy(EgressRules(allow=frozenset({site.pair}))) as proxy:
        assert get(proxy, f"{site.url}/a?b=1") == (200, b"hello")
        assert get(proxy, f"{site.url}/form", "POST", b"x" * 200_000) == (200, b"thanks")
        assert proxy.counts["opened"] == 2
    assert site.asked[1][3] == b"x" * 200_000
    assert "proxy-connection" not in site.asked[0][2]
    assert site.asked[0][2]["host"] == site.pair


def test_the_proxy_refuses_everything_else_and_keeps_the_reason(site, make_site) -> None:
    inner = make_site()
    with EgressProxy(EgressRules(allow=frozenset({site.pair}))) as proxy:
        for url in (f"{inner.url}/secret", "http://169.254.169.254/latest", "http://localhost/", "http://0x7f.1/"):
            status, reason = get(proxy, url)
            assert status == 403
            assert reason
        assert proxy.counts["refused"] == 4
        assert {refusal.host for refusal in proxy.refusals} >= {"127.0.0.1", "169.254.169.254", "localhost"}
    assert inner.asked == []


def test_a_tunnel_is_judged_like_a_page(site, make_site) -> None:
    inner = make_site()
    site.pages["/"] = (200, {}, b"through the tunnel")
    with EgressProxy(EgressRules(allow=frozenset({site.pair}))) as proxy:
        with proxied(proxy) as connection:
            connection.set_tunnel("127.0.0.1", site.port)
            connection.request("GET", "/")
            assert connection.getresponse().read() == b"through the tunnel"
        with proxied(proxy) as connection:
            connection.set_tunnel("127.0.0.1", inner.port)
            with pytest.raises(OSError, match="403"):
                connection.request("GET", "/")
    assert inner.asked == []


def test_the_proxy_looks_up_once_and_goes_where_it_looked(site) -> None:
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    site.pages["/"] = (200, {}, b"first")
    pair = f"rebind.test:{site.port}"
    rules = EgressRules(allow=frozenset({pair}), ports=frozenset({site.port}), lookup=lambda host, port: next(answers))
    with EgressProxy(rules) as proxy:
        assert get(proxy, f"http://{pair}/") == (200, b"first")
    assert next(answers) == ["10.0.0.1"], "one look-up for one connection"


def test_a_second_request_on_the_same_connection_reaches_no_server(site, make_site) -> None:
    inner = make_site()
    site.pages["/"] = (200, {"Connection": "keep-alive"}, b"one")
    with EgressProxy(EgressRules(allow=frozenset({site.pair}))) as proxy, proxied(proxy) as connection:
        connection.request("GET", f"{site.url}/")
        response = connection.getresponse()
        response.read()
        assert response.headers["Connection"] == "close"
        connection.request("GET", f"{inner.url}/")
        assert connection.getresponse().status == 403
    assert inner.asked == []


def test_the_browsers_own_calls_are_dropped_in_silence() -> None:
    with EgressProxy(OPEN) as proxy:
        with proxied(proxy) as connection:
            connection.set_tunnel("update.googleapis.com", 443)
            with pytest.raises(OSError, match="403"):
                connection.request("GET", "/")
        assert proxy.counts["background"] == 1
        assert proxy.refusals == ()


def test_a_flood_is_cut(site) -> None:
    site.pages["/"] = (200, {}, b"x" * 1_000_000)
    limits = ProxyLimits(connection_bytes=100_000)
    with EgressProxy(EgressRules(allow=frozenset({site.pair})), limits) as proxy:
        with pytest.raises(http.client.IncompleteRead):
            get(proxy, f"{site.url}/")
        assert proxy.counts["cut"] == 1


def test_all_connections_together_have_a_limit_too(site) -> None:
    site.pages["/"] = (200, {}, b"x" * 60_000)
    with EgressProxy(EgressRules(allow=frozenset({site.pair})), ProxyLimits(total_bytes=100_000)) as proxy:
        assert get(proxy, f"{site.url}/")[0] == 200
        with pytest.raises(http.client.HTTPException):
            get(proxy, f"{site.url}/")


def test_a_page_that_never_ends_is_cut_when_its_time_is_up(site) -> None:
    site.pages["/"] = lambda handler: time.sleep(3)
    with EgressProxy(EgressRules(allow=frozenset({site.pair})), ProxyLimits(seconds=0.2)) as proxy:
        began = time.monotonic()
        with pytest.raises((http.client.HTTPException, OSError)):
            get(proxy, f"{site.url}/")
        assert time.monotonic() - began < 2


def test_too_many_connections_at_once_are_turned_away(site) -> None:
    with EgressProxy(EgressRules(allow=frozenset({site.pair})), ProxyLimits(connections=1)) as proxy:
        host, port = proxy.url.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port))):
            time.sleep(0.1)
            assert get(proxy, f"{site.url}/")[0] == 503


@pytest.mark.parametrize(
    "junk", [b"\x16\x03\x01\x00\r\n\r\n", b"GET\r\n\r\n", b"CONNECT x:y HTTP/1.1\r\n\r\n", b"\r\n\r\n"]
)
def test_junk_is_answered_and_harms_nobody(site, junk: bytes) -> None:
    site.pages["/"] = (200, {}, b"fine")
    with EgressProxy(EgressRules(allow=frozenset({site.pair}))) as proxy:
        host, port = proxy.url.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=5) as client:
            client.sendall(junk)
            assert b"403" in client.recv(1000)
        assert get(proxy, f"{site.url}/") == (200, b"fine")


def test_when_the_proxy_ends_its_connections_and_threads_end_too(site) -> None:
    site.pages["/"] = lambda handler: time.sleep(2)
    with EgressProxy(EgressRules(allow=frozenset({site.pair}))) as proxy:
        host, port = proxy.url.removeprefix("http://").split(":")
        client = socket.create_connection((host, int(port)), timeout=5)
        client.sendall(f"GET {site.url}/ HTTP/1.1\r\n\r\n".encode())
        time.sleep(0.1)
    assert client.recv(10) == b""
    client.close()
    time.sleep(0.1)
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("egress")]
    with pytest.raises(OSError, match="not running"):
        _ = proxy.url

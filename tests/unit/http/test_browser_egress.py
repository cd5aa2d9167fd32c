"""A real browser on a hostile page, behind the proxy: nothing inside is reached, by whatever road."""

import socket

import pytest

from shared.egress import EgressRules
from shared.proxy import EgressProxy
from shared.video.chromium import REMEDY, find_chromium, flags

pytestmark = pytest.mark.browser

HOSTILE = """<!doctype html><title>hostile</title><img src="/jump"><iframe src="/jump"></iframe>
<img src="http://INNER/image"><iframe src="http://INNER/frame"></iframe><link rel="preload" as="image" href="//INNER/p">
<script>
  fetch("http://INNER/fetch", {mode: "no-cors"}).catch(() => 0);
  fetch("/jump", {mode: "no-cors"}).catch(() => 0);
  navigator.sendBeacon("http://INNER/beacon", "x");
  new WebSocket("ws://INNER/socket");
  const peer = new RTCPeerConnection({iceServers: [{urls: "stun:127.0.0.1:UDP"}]});
  peer.createDataChannel("x");
  peer.createOffer().then((offer) => peer.setLocalDescription(offer));
</script>"""


def test_a_hostile_page_reaches_nothing_inside(site, make_site) -> None:
    playwright = pytest.importorskip("playwright.sync_api", reason="uv sync --extra video")
    program = find_chromium()
    if program is None:
        pytest.skip(f"no Chromium: {REMEDY}")
    inner = make_site()
    udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    udp.bind(("127.0.0.1", 0))
    udp.setblocking(False)
    page_text = HOSTILE.replace("INNER", inner.pair).replace("UDP", str(udp.getsockname()[1]))
    site.pages["/"] = (200, {"Content-Type": "text/html"}, page_text.encode())
    site.pages["/jump"] = (302, {"Location": f"{inner.url}/jumped"}, b"")
    site.pages["/away"] = (302, {"Location": f"{inner.url}/away"}, b"")
    rules = EgressRules(allow=frozenset({site.pair}), ports=frozenset({80, 443, inner.port}))
    with EgressProxy(rules) as proxy, playwright.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(program), args=flags())
        context = browser.new_context(
            proxy={"server": proxy.url, "bypass": "<-loopback>"}, service_workers="block", accept_downloads=False
        )
        page = context.new_page()
        page.goto(site.url, wait_until="load", timeout=20_000)
        assert page.title() == "hostile"
        page.wait_for_timeout(1200)
        answer = page.goto(f"{site.url}/away", timeout=20_000)
        assert answer is not None
        assert answer.status == 403
        browser.close()
        refused = [refusal for refusal in proxy.refusals if refusal.port == inner.port]
    assert inner.asked == [], "a request came through"
    with pytest.raises(BlockingIOError):
        udp.recv(100)
    udp.close()
    assert len(refused) >= 6
    assert all("(loopback)" in refusal.reason for refusal in refused)

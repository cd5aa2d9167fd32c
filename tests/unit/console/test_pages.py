"""The pages as a browser without script meets them, and what keeps others out."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest

HOSTILE = "<script>alert(1)</script>"


class Tags(HTMLParser):
    """Every start tag of a page, with its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


def token_of(page: str) -> str:
    found = re.search(r'name="csrf-token" content="([^"]+)"', page)
    assert found
    return found.group(1)


@pytest.fixture
def full(house: Any) -> Any:
    """A house with something of everything, and markup wherever a stranger may write."""
    house.lead(
        "l1",
        full_name=HOSTILE,
        company_name='"><img src=x onerror=alert(1)>',
        website_url="javascript:alert(1)",
        email="a@x.example",
        video="/data/videos/l1/intro.mp4",
    )
    house.imported("i1", object="<b>leads</b>.csv", rows=2, problems=("<i>odd</i>",))
    house.reject("i1", 2)
    house.task("t1", "dead", lead="l1", reason="<u>why</u>", name="<s>n</s>")
    house.blobs.put("videos", "l1/intro.mp4", bytes(range(256)) * 4, content_type="video/mp4")
    return house


@pytest.mark.parametrize(
    "path", ["/", "/leads/l1", "/imports", "/imports/i1", "/tasks", "/status", "/docs", "/?q=" + HOSTILE]
)
def test_what_a_stranger_wrote_is_shown_as_text(full: Any, path: str) -> None:
    answer = full.client().get(path)
    assert answer.status_code == 200
    tags = Tags(answer.text)
    for tag, attributes in tags.seen:
        assert tag not in {"b", "i", "u", "s"} and not any(name.startswith("on") for name in attributes), (
            tag,
            attributes,
        )
        assert tag != "script" or attributes.get("src") == "/static/app.js"
        assert tag != "img" or attributes.get("src") == "/static/mark.svg"
        assert not (attributes.get("href") or "").startswith("javascript:")
        assert "style" not in attributes


@pytest.mark.parametrize("path", ["/", "/docs", "/static/console.css", "/static/app.js", "/api/leads", "/none"])
def test_every_answer_carries_the_headers_that_keep_a_browser_safe(full: Any, path: str) -> None:
    headers = full.client().get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize("path", ["/", "/docs", "/login", "/tasks", "/imports/i1", "/leads/l1"])
def test_nothing_is_loaded_from_elsewhere(full: Any, path: str) -> None:
    tags = [
        found for found in Tags(full.client().get(path).text).seen if found[0] in {"script", "link", "img", "video"}
    ]
    loaded = [attributes.get("src") or attributes.get("href") or "" for _, attributes in tags]
    assert all(address.startswith("/") and not address.startswith("//") for address in loaded), loaded


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8080", ""])
def test_a_foreign_host_name_gets_nothing(full: Any, host: str) -> None:
    for path in ("/", "/api/leads", "/media/videos/l1/intro.mp4", "/healthz"):
        answer = full.client().get(path, headers={"Host": host})
        assert (answer.status_code, answer.json()["code"]) == (421, "unknown_host")


def test_the_name_that_the_installation_gave_itself_is_known(full: Any) -> None:
    client = full.client(public_url="https://leads.example:8443")
    answer = client.get("/", headers={"Host": "leads.example:8443"})
    assert answer.status_code == 200
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Secure" in cookie


def test_a_change_needs_the_token_of_this_session_and_a_page_of_this_site(full: Any) -> None:
    client = full.client()
    token = token_of(client.get("/tasks").text)
    assert client.post("/tasks/t1/retry").status_code == 403
    assert client.post("/tasks/t1/retry", headers={"X-CSRF-Token": "x" + token[1:]}).status_code == 403
    foreign = {"X-CSRF-Token": token, "Origin": "https://evil.example"}
    assert client.post("/tasks/t1/retry", headers=foreign).status_code == 403
    cross = {"X-CSRF-Token": token, "Sec-Fetch-Site": "cross-site"}
    assert client.post("/tasks/t1/retry", headers=cross).status_code == 403
    other = token_of(full.client().get("/tasks").text)
    assert client.post("/tasks/t1/retry", headers={"X-CSRF-Token": other}).status_code == 403
    assert full.state_of("t1") == "dead"
    mine = {"X-CSRF-Token": token, "Origin": "http://127.0.0.1:8080", "Accept": "application/json"}
    assert client.post("/tasks/t1/retry", headers=mine).status_code == 200
    assert full.state_of("t1") == "queued"


def test_a_form_without_script_retries_and_comes_back_to_its_page(full: Any) -> None:
    client = full.client()
    token = token_of(client.get("/tasks").text)
    answer = client.post("/tasks/t1/retry", data={"csrf": token, "back": "/leads/l1"}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/leads/l1")
    away = client.post("/tasks/t1/retry", data={"csrf": token, "back": "//evil.example"}, follow_redirects=False)
    assert away.headers["location"] == "/tasks"


def test_a_forged_or_old_cookie_is_no_session(full: Any) -> None:
    client = full.client()
    token = token_of(client.get("/tasks").text)
    full.clock.advance(13 * 3600)
    late = client.post("/tasks/t1/retry", headers={"X-CSRF-Token": token})
    assert (late.status_code, late.json()["code"]) == (403, "stale_page")


def test_open_to_the_world_every_page_asks_for_a_key(full: Any) -> None:
    client = full.client(public=True)
    for path in ("/", "/tasks", "/imports/i1", "/leads/l1", "/docs"):
        answer = client.get(path, headers={"Accept": "text/html"}, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, "/login")
    for path in ("/live", "/media/videos/l1/intro.mp4", "/metrics", "/openapi.json"):
        assert client.get(path).status_code == 401
    assert client.post("/uploads", files={"file": ("a.csv", b"a\n1\n")}).status_code == 401
    assert client.get("/metrics", headers=full.reads).status_code == 200
    assert client.get("/healthz").status_code == 200
    assert "Log in" in client.get("/login").text


def test_a_key_logs_in_and_a_revoked_one_is_shown_out(full: Any) -> None:
    client = full.client(public=True)
    assert client.post("/login", data={"key": "lr_wrong"}).status_code == 401
    assert (
        client.post("/login", data={"key": full.writer}, headers={"Origin": "https://evil.example"}).status_code == 403
    )
    assert client.post("/login", data={"key": full.writer}, follow_redirects=False).status_code == 303
    page = client.get("/tasks")
    assert page.status_code == 200
    token = {"X-CSRF-Token": token_of(page.text)}
    assert client.post("/tasks/t1/retry", headers=token, follow_redirects=False).status_code == 303
    full.keys.revoke(full.writer_id)
    assert client.get("/tasks").status_code == 401
    assert client.post("/tasks/t1/retry", headers=token).status_code == 401


def test_a_reading_key_sees_the_pages_and_changes_nothing(full: Any) -> None:
    client = full.client(public=True)
    client.post("/login", data={"key": full.reader})
    token = token_of(client.get("/tasks").text)
    refused = client.post("/tasks/t1/retry", headers={"X-CSRF-Token": token})
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")


def test_a_session_of_this_machine_is_worth_nothing_where_keys_are_asked_for(full: Any) -> None:
    cookie = full.client().get("/").cookies["leadreel_session"]
    outside = full.client(public=True)
    outside.cookies.set("leadreel_session", cookie)
    assert outside.get("/tasks").status_code == 401


@pytest.mark.parametrize(
    ("asked", "status", "first", "last"),
    [
        ("", 200, 0, 1023),
        ("bytes=0-", 206, 0, 1023),
        ("bytes=10-19", 206, 10, 19),
        ("bytes=-24", 206, 1000, 1023),
        ("bytes=1000-9999", 206, 1000, 1023),
        ("bytes=5-2", 200, 0, 1023),
        ("bytes=0-1,5-6", 200, 0, 1023),
        ("lines=1-2", 200, 0, 1023),
    ],
)
def test_a_video_is_sent_whole_or_in_ranges(full: Any, asked: str, status: int, first: int, last: int) -> None:
    whole = bytes(range(256)) * 4
    answer = full.client().get("/media/videos/l1/intro.mp4", headers={"Range": asked} if asked else {})
    assert answer.status_code == status
    assert answer.content == whole[first : last + 1]
    assert answer.headers["content-type"] == "video/mp4"
    assert answer.headers["accept-ranges"] == "bytes"
    assert answer.headers["content-length"] == str(last - first + 1)
    if status == 206:
        assert answer.headers["content-range"] == f"bytes {first}-{last}/1024"


def test_a_range_outside_the_video_is_refused_and_a_known_copy_is_kept(full: Any) -> None:
    client = full.client()
    assert client.get("/media/videos/l1/intro.mp4", headers={"Range": "bytes=1024-"}).status_code == 416
    head = client.head("/media/videos/l1/intro.mp4")
    assert (head.status_code, head.headers["content-length"], head.content) == (200, "1024", b"")
    tag = head.headers["etag"]
    assert client.get("/media/videos/l1/intro.mp4", headers={"If-None-Match": tag}).status_code == 304
    changed = client.get("/media/videos/l1/intro.mp4", headers={"Range": "bytes=0-1", "If-Range": '"other"'})
    assert changed.status_code == 200


@pytest.mark.parametrize(
    "path",
    ["/media/uploads/leads.csv", "/media/media/x.mp4", "/media/state/leadreel.db", "/media/videos/none.mp4",
     "/media/videos/..%2fuploads%2fleads.csv", "/media/videos/%2e%2e/%2e%2e/etc/passwd", "/media/../../etc/passwd"],
)  # fmt: skip
def test_only_finished_pictures_and_videos_are_served(full: Any, path: str) -> None:
    full.blobs.put("uploads", "leads.csv", b"Name\nAna\n")
    answer = full.client().get(path)
    assert answer.status_code in {400, 404}
    assert b"Ana" not in answer.content


def test_a_page_in_a_bucket_is_handed_out_as_a_file_not_shown(full: Any) -> None:
    full.blobs.put("screens", "x.html", b"<script>alert(1)</script>", content_type="text/html")
    answer = full.client().get("/media/screens/x.html")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == "attachment"


def test_a_form_without_script_sends_a_file(house: Any) -> None:
    client = house.client()
    token = token_of(client.get("/").text)
    answer = client.post(
        "/uploads", data={"csrf": token}, files={"file": ("leads.csv", b"Name\nAna\n")}, follow_redirects=False
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/imports")
    assert house.blobs.read("uploads", "leads.csv") == b"Name\nAna\n"
    assert client.post("/uploads", files={"file": ("leads.csv", b"Name\n")}).status_code == 403


def test_columns_sort_by_links_that_work_without_script(house: Any) -> None:
    house.lead("a", company_name="Zeta")
    house.lead("b", company_name="Alpha")
    client = house.client()
    up = client.get("/?sort=company_name").text
    down = client.get("/?sort=-company_name").text
    assert up.index("Alpha") < up.index("Zeta") and down.index("Zeta") < down.index("Alpha")
    assert 'href="/?sort=-company_name"' in up and 'aria-sort="ascending"' in up


def test_an_unknown_lead_gets_a_page_that_says_so(house: Any) -> None:
    answer = house.client().get("/leads/none", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert "Back to the leads" in answer.text


def test_the_leads_are_at_the_address_that_people_type(full: Any) -> None:
    assert "a@x.example" in full.client().get("/leads?q=a@x.example").text

"""Drafts over the API and as pages: decided about as they were seen, by those who may."""

import re
from dataclasses import replace
from typing import Any

import pytest

from containers.console.parts import Drafting
from shared.content.approvals import Approvals
from shared.content.board_builtin import BuiltInBoard
from shared.content.draft_store import DraftStore
from shared.content.model import Draft
from shared.core.errors import InvalidInput


@pytest.fixture
def drafts(house: Any) -> DraftStore:
    store = DraftStore(house.documents)
    house.parts = replace(house.parts, drafting=Drafting(store, lambda: Approvals(store, BuiltInBoard(), house.clock)))
    for number in range(1, 4):
        name = f"drafts/{number}.mp4"
        blob = house.blobs.put("content", name, b"film %d" % number, content_type="video/mp4")
        given = {"bucket": "content", "video": name, "generation": blob.generation, "sha256": f"{number:064x}"}
        store.create(Draft("", 0, name, house.clock.now(), f"Caption {number}", "teach", **given))
    return store


def test_drafts_are_listed_read_and_decided_with_the_hash_that_was_seen(house: Any, drafts: DraftStore) -> None:
    client = house.client()
    listed = client.get("/api/drafts?limit=2", headers=house.reads).json()
    assert ([one["number"] for one in listed["items"]], listed["next"]) == ([3, 2], 2)
    assert [one["number"] for one in client.get("/api/drafts?cursor=2", headers=house.reads).json()["items"]] == [1]
    draft = client.get("/api/drafts/1", headers=house.reads).json()

    seen = {"content_hash": draft["content_hash"]}
    assert client.post("/api/drafts/1/approve", json=seen, headers=house.reads).status_code == 403
    edited = client.put("/api/drafts/1/caption", json={**seen, "caption": "Better"}, headers=house.writes).json()
    refused = client.post("/api/drafts/1/approve", json=seen, headers=house.writes)
    assert (refused.status_code, "changed since" in refused.json()["message"]) == (409, True)
    now = {"content_hash": edited["content_hash"]}
    approved = client.post("/api/drafts/1/approve", json=now, headers=house.writes).json()
    assert (approved["status"], approved["approver"]) == ("Approved", "writer")
    denied = client.post("/api/drafts/1/deny", json={"reason": "too loud"}, headers=house.writes).json()
    assert (denied["status"], denied["reason"]) == ("Denied", "too loud")
    assert client.post("/api/drafts/1/reopen", headers=house.writes).json()["status"] == "Draft"
    assert client.post("/api/drafts/1/approve", json={"content_hash": "x"}, headers=house.writes).status_code in {
        400,
        422,
    }
    assert client.get("/api/drafts/99", headers=house.reads).status_code == 404
    assert client.get("/api/drafts?status=Lost", headers=house.reads).status_code in {400, 422}


def test_the_vendor_may_tell_that_a_movie_is_done_and_is_only_listened_to(house: Any, drafts: DraftStore) -> None:
    heard: list[tuple[bytes, str]] = []

    def told(body: bytes, kind: str) -> bool:
        if b"project" not in body:
            raise InvalidInput("webhook: it names no project")
        heard.append((body, kind))
        return False

    assert house.parts.drafting is not None
    house.parts = replace(house.parts, drafting=replace(house.parts.drafting, told=told))
    client = house.client()
    assert client.post("/api/json2video/notifications", content=b'{"project": "p1"}').status_code == 204
    assert client.post("/api/json2video/notifications", content=b"{}").status_code == 400
    assert client.post("/api/json2video/notifications", content=b"x" * 2_000_000).status_code == 413
    assert [body for body, _ in heard] == [b'{"project": "p1"}']


def test_the_page_decides_with_its_own_token_alone(house: Any, drafts: DraftStore) -> None:
    client, draft = house.client(), drafts.named("2")
    page = client.get("/drafts?status=Draft").text
    token = re.search(r'csrf-token" content="([^"]+)"', page)[1]
    form = {"hash": draft.content_hash, "back": "Draft"}
    assert client.post(f"/drafts/{draft.id}/approve", data=form).status_code == 403
    foreign = {"sec-fetch-site": "cross-site"}
    assert client.post(f"/drafts/{draft.id}/approve", data={**form, "csrf": token}, headers=foreign).status_code == 403
    # a form of a page without referrer says Origin: null; only the browser's own word makes that ours
    hidden = {"origin": "null"}
    assert client.post(f"/drafts/{draft.id}/approve", data={**form, "csrf": token}, headers=hidden).status_code == 403
    own = {**hidden, "sec-fetch-site": "same-origin"}
    done = client.post(f"/drafts/{draft.id}/approve", data={**form, "csrf": token}, headers=own, follow_redirects=False)
    assert (done.status_code, done.headers["location"]) == (303, f"/drafts?status=Draft#draft-{draft.id}")
    assert drafts.get(draft.id).status == "Approved"


def test_the_video_that_is_shown_is_the_one_that_is_approved(house: Any, drafts: DraftStore) -> None:
    client, draft = house.client(), drafts.named("1")
    assert client.get(f"/drafts/{draft.id}/video").content == b"film 1"
    part = client.get(f"/drafts/{draft.id}/video", headers={"range": "bytes=5-5"})
    assert (part.status_code, part.content) == (206, b"1")
    house.blobs.put("content", "drafts/1.mp4", b"another film", content_type="video/mp4")
    assert client.get(f"/drafts/{draft.id}/video").status_code == 404


def test_a_console_without_drafts_says_so_and_shows_no_way_there(house: Any) -> None:
    client = house.client()
    assert client.get("/api/drafts", headers=house.reads).status_code == 404
    assert 'href="/drafts"' not in client.get("/").text

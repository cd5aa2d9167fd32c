"""What our clients send fits what the vendors describe: every path, method, parameter, field and type.

A case is a row of CASES: who serves, who drives our real client, whose description judges. A request that the vendor
does not describe is named in the row, so that none passes unseen.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from hashlib import sha256
from itertools import count
from pathlib import Path

import pytest
from msgspec import structs

from sandbox.described.discovery import Discovery
from sandbox.described.graph import GraphApi
from sandbox.described.openapi import OpenApi
from sandbox.described.recorded import Description, Recorded, misfits
from sandbox.instagram.publishing import FILM
from sandbox.instagram.web import Instagram
from sandbox.openai.web import OpenAI as OpenAIVendor
from sandbox.sheets.web import Account as ServiceAccount
from sandbox.sheets.web import Sheets, Spreadsheet
from sandbox.standin import Answer, Asked, serve
from shared.adapters.local.blobs import LocalBlobs
from shared.adapters.local.database import Database
from shared.adapters.local.documents import LocalDocuments
from shared.ai.compatible import Compatible
from shared.ai.gemini import Gemini
from shared.ai.model import Question
from shared.ai.openai import OpenAI
from shared.ai.openai_threads import OpenAIThreads
from shared.content.analytics import Analyst
from shared.content.approvals import Approvals
from shared.content.board_sheets import SheetsBoard
from shared.content.draft_store import DraftStore
from shared.content.model import Draft
from shared.content.sheets import SheetTab
from shared.core.clock import ManualClock
from shared.effects.ledger import EffectLedger
from shared.manifest import read_manifest
from shared.publish.graph import Flavour, Graph
from shared.publish.graph_accounts import opened_by
from shared.publish.graph_tokens import GraphTokens
from shared.publish.model import Account, Media, Post
from shared.publish.platforms.instagram import InstagramPublisher

HOME = Path(__file__).parents[3]
SCHEMA = {
    "type": "object",
    "properties": {"word": {"type": "string"}},
    "required": ["word"],
    "additionalProperties": False,
}
QUESTION = Question("Answer with a word.", "what a stranger wrote", SCHEMA, "word", max_tokens=50)

Drive = Callable[[Path], tuple[list[Asked], Callable[[str], str]]]
"""Lets our clients do all they do, in a folder of their own; what they asked, and what an id of theirs names."""


@dataclass(frozen=True)
class Case:
    name: str
    drive: Drive
    describe: Callable[[Path, Callable[[str], str]], Description]
    undescribed: frozenset[str] = frozenset()


class OneToken:
    """A keeper of tokens with one token."""

    def __init__(self, value: str) -> None:
        self._value = value

    def use(self, account: str, *, posting: bool = False) -> str:
        return self._value

    def refused(self, account: str, value: str, reason: str) -> None: ...

    def pause(self, account: str, reason: str) -> None: ...


def instagram(flavour: Flavour) -> Drive:
    """Accounts, tokens, two ways of posting with every setting, looking for a post, and analytics."""

    def drive(folder: Path):
        clock = ManualClock()
        vendor = Instagram(now=clock.now)
        vendor.rules.fetch, vendor.rules.resumable_for_instagram = False, True
        recorded = Recorded(vendor)
        with serve("instagram", recorded) as standin:
            vendor.base = standin.url
            url = f"{standin.url}/{flavour}"
            token = vendor.token(flavour)
            clock.advance(2 * 86400)
            rules = vendor.rules
            maker = GraphTokens(flavour, rules.app_id, rules.app_secret, url)
            graph = Graph(token, flavour, url)
            assert maker.renew(token).value and maker.renew(vendor.token(flavour, long=False)).value
            assert maker.prove(token) == ""
            [opened] = opened_by(graph)
            account = Account("main", "instagram", opened.remote, "@sandbox", flavour)
            blobs = LocalBlobs(folder, Database(folder / "state.db"), clock)
            publisher = InstagramPublisher(OneToken(token), blobs, clock, lambda _t, _f: graph)
            for post in posts_of(account, blobs):
                handle = publisher.prepare(post)
                while publisher.progress(post, handle).stage == "waiting":
                    clock.advance(60)
                receipt = publisher.publish(post, handle)
                publisher.find(post, handle, clock.now() - timedelta(minutes=5))
                assert publisher.permalink(account, receipt.result["remote"])
            vendor.comment(vendor.posts[-1], "great")
            analyst = Analyst(blobs, clock, lambda _: graph, lambda *_: None)
            assert analyst.take(account, days=3).unavailable

        def kind_of(id: str) -> str:
            state = vendor.state
            kinds = {"user": state.users, "media": state.media, "container": state.containers}
            return next((kind for kind, known in kinds.items() if id in known), "")

        return recorded.calls, kind_of

    return drive


def posts_of(account: Account, blobs: LocalBlobs) -> list[Post]:
    blob = blobs.put("content", "drafts/one.mp4", FILM, content_type="video/mp4")
    media = Media("content", blob.name, blob.generation, sha256(FILM).hexdigest(), blob.size, duration=8.0)
    blobs.signed_url = lambda *_, valid_for: "https://storage.example/one.mp4?signature=abc"  # type: ignore[method-assign]
    every = {
        "upload": "url",
        "share_to_feed": False,
        "cover_url": "https://storage.example/one.jpg",
        "thumb_offset": 1500,
        "collaborators": ["ana"],
        "location_id": "123",
        "audio_name": "Hammer",
    }
    uploaded = Post(account, media, "uploaded", "draft-1", {"upload": "resumable"})
    return [uploaded, structs.replace(uploaded, caption="fetched #a @b", subject="draft-2", settings=every)]


def openai(folder: Path):
    """Single questions by both APIs, a thread with a file."""
    recorded = Recorded(OpenAIVendor(answer=lambda _: {"word": "yes"}))
    with serve("openai", recorded) as standin:
        url = f"{standin.url}/v1"
        OpenAI("sk-sandbox", url=url).ask(QUESTION)
        Compatible("sk-sandbox", url=url, model="gpt-5.4-mini").ask(QUESTION)
        threads = OpenAIThreads("sk-sandbox", url=url)
        thread, file = threads.begin("content"), threads.upload("voice.md", b"Dry humour.")
        threads.continue_thread(QUESTION, thread, (file,))
        assert threads.has_thread(thread) and threads.has_file(file)
    return recorded.calls, str


def gemini(folder: Path):
    """A single question."""
    said = {"content": {"parts": [{"text": '{"word": "yes"}'}]}, "finishReason": "STOP"}
    recorded = Recorded(lambda _: Answer(200, {"candidates": [said]}))
    with serve("gemini", recorded) as standin:
        assert Gemini("key", url=f"{standin.url}/v1beta").ask(QUESTION).content == {"word": "yes"}
    return recorded.calls, str


def sheets(folder: Path):
    """A board: made, logged to, read, brought up to date."""
    clock, documents = (
        ManualClock(),
        LocalDocuments(Database(folder / "state.db"), read_manifest(HOME / "manifest.yaml").indexes),
    )
    vendor = Sheets(account=_service_account(), ticks=clock.monotonic)
    vendor.spreadsheets["one"] = Spreadsheet("one", shared_with={vendor.account.email})
    recorded, owners = Recorded(vendor), count(1)
    with serve("sheets", recorded) as standin:
        vendor.url = standin.url
        tab = SheetTab("one", "Drafts", vendor.account.key_file(f"{standin.url}/token"), standin.url)
        drafts = DraftStore(documents)
        effects = EffectLedger(documents, clock, lambda: f"owner-{next(owners)}", is_dead=lambda _: False)
        approvals = Approvals(drafts, SheetsBoard(tab, documents, drafts, effects, clock), clock)
        drafts.create(
            Draft(id="", number=0, proposal="p", produced_at=clock.now(), caption="=1+1", strategy="s", sha256="0" * 64)
        )
        for _ in range(3):
            clock.advance(60)
            approvals.poll()
    return recorded.calls, str


@cache
def _service_account() -> ServiceAccount:
    return ServiceAccount()


def by_graph(specs: Path, kind_of: Callable[[str], str]) -> Description:
    return GraphApi(specs / "meta-graph", kind_of)


@cache
def by_openai(specs: Path, _kind_of: object = None) -> Description:
    return OpenApi(json.loads((specs / "openai.json").read_text("utf-8")))


def by_gemini(specs: Path, _kind_of: object) -> Description:
    return OpenApi(json.loads((specs / "gemini-v1beta.json").read_text("utf-8")))


@cache
def by_sheets(specs: Path, _kind_of: object = None) -> Description:
    return Discovery(json.loads((specs / "google" / "sheets.v4.json").read_text("utf-8")))


UPLOAD = "POST rupload/ig-api-upload/v26.0/container"
OF_FACEBOOK = {"GET facebook/oauth/access_token", "GET facebook/me", "GET facebook/me/accounts", UPLOAD}
OF_INSTAGRAM = {"POST instagram/user/media_publish", UPLOAD}  # the vendor's pages do tell of them
CASES = [
    Case("instagram by facebook", instagram("facebook"), by_graph, frozenset(OF_FACEBOOK)),
    Case("instagram by instagram", instagram("instagram"), by_graph, frozenset(OF_INSTAGRAM)),
    Case("openai", openai, by_openai),
    Case("gemini", gemini, by_gemini),
    Case("sheets", sheets, by_sheets, frozenset({"POST /token"})),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_request_of_ours_fits_the_vendors_description(case: Case, specs: Path, tmp_path: Path):
    calls, kind_of = case.drive(tmp_path)
    found = misfits(case.describe(specs, kind_of), calls)
    assert [one for one in found if not one.undescribed] == []
    assert {one.call for one in found} == case.undescribed
    assert len(calls) > len(found)


def body(**fields: object) -> bytes:
    return json.dumps(fields).encode()


JSON = {"content-type": "application/json"}
GRAPH = [
    (Asked("POST", "/facebook/v26.0/1/media", (), JSON, body(media_type="REELS", captoin="x")), "captoin"),
    (Asked("POST", "/facebook/v26.0/1/media", (), JSON, body(share_to_feed="yes")), "boolean"),
    (Asked("POST", "/facebook/v26.0/1/media", (), JSON, body(thumb_offset=5)), "string"),
    (Asked("POST", "/facebook/v26.0/1/media_publish", (), JSON, body()), "creation_id"),
    (Asked("POST", "/facebook/v26.0/1/media_publish", (), JSON, body(creation_id="x1")), "creation_id"),
    (Asked("GET", "/facebook/v26.0/1", (("fields", "username,shoe_size"),)), "shoe_size"),
    (Asked("GET", "/facebook/v26.0/1/media", (("fields", "id,plays"),)), "plays"),
    (Asked("GET", "/facebook/v26.0/2/insights", (("metric", "views,plays"),)), "retired"),
    (Asked("GET", "/facebook/v26.0/1/insights", (("metric", "reach"), ("period", "dya"))), "dya"),
    (Asked("GET", "/facebook/v26.0/1/insights", (("metric", "reach"),)), "period"),
    (Asked("GET", "/instagram/v26.0/refresh_access_token", (("access_token", "x"),)), "grant_type"),
    (Asked("GET", "/facebook/v26.0/1/mdia"), "no such edge"),
    (Asked("DELETE", "/facebook/v26.0/1/media"), "no such edge"),
]


@pytest.mark.parametrize(("asked", "told"), GRAPH, ids=lambda one: one if isinstance(one, str) else "")
def test_a_wrong_request_to_meta_is_caught(asked: Asked, told: str, specs: Path):
    api = GraphApi(specs / "meta-graph", lambda id: {"1": "user", "2": "media"}.get(id, ""))
    assert told in " ".join(one.problem for one in api.judge(asked))


QUESTIONS = {"model": "m", "input": "x"}
OPENAI = [
    (Asked("POST", "/v1/responses", (), JSON, body(**QUESTIONS, response_format={})), "response_format"),
    (Asked("POST", "/v1/responses", (), JSON, body(**QUESTIONS, max_output_tokens="9")), "max_output_tokens"),
    (Asked("POST", "/v1/responses", (), JSON, body(**QUESTIONS, text={"format": {"type": "xml"}})), "text"),
    (Asked("POST", "/v1/embeddings", (), JSON, body(model="m")), "input"),
    (Asked("POST", "/v1/embeddings", (), {}, body(model="m", input="x")), "content type"),
    (Asked("GET", "/v1/files", (("limt", "3"),)), "limt"),
    (Asked("GET", "/v1/files", (("limit", "many"),)), "limit"),
    (Asked("POST", "/v1/threads", (), JSON, body()), "no such path"),
]


@pytest.mark.parametrize(("asked", "told"), OPENAI, ids=lambda one: one if isinstance(one, str) else "")
def test_a_wrong_request_to_openai_is_caught(asked: Asked, told: str, specs: Path):
    api = by_openai(specs)
    assert told in " ".join(one.problem for one in api.judge(asked))
    assert api.judge(Asked("POST", "/v1/responses", (), JSON, body(**QUESTIONS))) == []


VALUES = "/v4/spreadsheets/one/values"
RANGES = {"range": "A1", "values": [["x", None, 1, True]]}
SHEETS = [
    (Asked("POST", f"{VALUES}:batchUpdate", (), JSON, body(valueInputOption="RAW", dta=[RANGES])), "dta"),
    (Asked("POST", f"{VALUES}:batchUpdate", (), JSON, body(valueInputOption="ROW", data=[RANGES])), "ROW"),
    (Asked("PUT", f"{VALUES}/A1", (("valueInputOption", "raw"),), JSON, body(**RANGES)), "raw"),
    (Asked("PUT", f"{VALUES}/A1", (("inputOption", "RAW"),), JSON, body(**RANGES)), "inputOption"),
    (Asked("POST", "/v4/spreadsheets/one:batchUpdate", (), JSON, body(requests=[{"addShet": {}}])), "addShet"),
    (Asked("PATCH", f"{VALUES}/A1", (), JSON, body()), "no such path"),
]


@pytest.mark.parametrize(("asked", "told"), SHEETS, ids=lambda one: one if isinstance(one, str) else "")
def test_a_wrong_request_to_google_is_caught(asked: Asked, told: str, specs: Path):
    api = by_sheets(specs)
    assert told in " ".join(one.problem for one in api.judge(asked))
    fine = Asked(
        "POST", f"{VALUES}:batchUpdate", (("prettyPrint", "False"),), JSON, body(valueInputOption="RAW", data=[RANGES])
    )
    assert api.judge(fine) == []

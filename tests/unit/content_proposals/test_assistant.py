"""An assistant whose thread lasts: what is gone over there is replaced, what is there is not handed over again."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from sandbox.openai.web import OpenAI as Vendor
from sandbox.standin import Fault, StandIn, serve
from shared.adapters.local.documents import LocalDocuments
from shared.ai.compatible import Compatible
from shared.ai.model import Question
from shared.ai.openai_threads import OpenAIThreads
from shared.content.assistant import ContextFile, Memory, ThreadAssistant, TurnAssistant, remembered
from shared.core.clock import ManualClock
from shared.core.errors import NotFound, TransientError

SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"word": {"type": "string"}},
    "required": ["word"],
    "additionalProperties": False,
}
QUESTION = Question("Answer with a word.", "data", SCHEMA, "word", max_tokens=50)
KEY = "sk-sandbox"


@pytest.fixture
def vendor(clock: ManualClock) -> Vendor:
    return Vendor(answer=lambda _body: {"word": "yes"}, now=lambda: clock.now().timestamp())


@pytest.fixture
def standin(vendor: Vendor) -> Iterator[StandIn]:
    with serve("openai", vendor) as running:
        yield running


@pytest.fixture
def context() -> list[ContextFile]:
    return [ContextFile("personality.md", b"Dry humour."), ContextFile("names.json", b'{"oak": "Eiche"}')]


@pytest.fixture
def assistant(
    standin: StandIn, documents: LocalDocuments, clock: ManualClock, context: list[ContextFile]
) -> ThreadAssistant:
    model = OpenAIThreads(KEY, url=f"{standin.url}/v1")
    return ThreadAssistant(model, documents, clock, context=lambda: tuple(context))


def posts(standin: StandIn, path: str) -> int:
    return standin.count("POST", f"{path}$", 200)


def files_shown(body: dict[str, Any]) -> list[str]:
    return [part["file_id"] for part in body["input"][0]["content"] if part["type"] == "input_file"]


def test_one_thread_goes_on_and_each_content_is_handed_over_once(
    assistant: ThreadAssistant, standin: StandIn, context: list[ContextFile], documents: LocalDocuments
) -> None:
    for _ in range(3):
        assert assistant.ask(QUESTION).content == {"word": "yes"}
    assert (posts(standin, "conversations"), posts(standin, "files"), posts(standin, "responses")) == (1, 2, 3)
    bodies = [one.body for one in standin.processed if one.path.endswith("responses")]
    assert [len(files_shown(body)) for body in bodies] == [2, 0, 0]
    assert {body["conversation"] for body in bodies} == {remembered(documents).thread}
    context[0] = ContextFile("personality.md", b"No humour at all.")
    assistant.ask(QUESTION)
    assert posts(standin, "files") == 3
    assert len(files_shown(standin.processed[-1].body)) == 1


def test_another_process_goes_on_with_the_same_thread(
    assistant: ThreadAssistant, standin: StandIn, documents: LocalDocuments, clock: ManualClock
) -> None:
    assistant.ask(QUESTION)
    other = ThreadAssistant(OpenAIThreads(KEY, url=f"{standin.url}/v1"), documents, clock)
    other.ask(QUESTION)
    assert posts(standin, "conversations") == 1


def test_a_thread_that_is_gone_is_replaced_and_noted(
    assistant: ThreadAssistant, standin: StandIn, vendor: Vendor, documents: LocalDocuments
) -> None:
    assistant.ask(QUESTION)
    first = remembered(documents).thread
    vendor.conversations.kept.clear()
    vendor.conversations.items.clear()
    assert assistant.ask(QUESTION).content == {"word": "yes"}
    memory = remembered(documents)
    assert memory.thread not in {"", first}
    assert [note.what for note in memory.notes] == ["the thread was gone; a new one is begun"]
    assert posts(standin, "files") == 2  # they were there, and are shown to the new thread
    assert len(files_shown(standin.processed[-1].body)) == 2


def test_a_file_that_is_gone_is_handed_over_again(
    assistant: ThreadAssistant, standin: StandIn, vendor: Vendor, documents: LocalDocuments
) -> None:
    assistant.ask(QUESTION)
    lost = next(iter(vendor.files.kept))
    vendor.files.kept.pop(lost)
    vendor.conversations.kept.clear()  # so that the files are shown anew
    vendor.conversations.items.clear()
    assert assistant.ask(QUESTION).content == {"word": "yes"}
    assert posts(standin, "files") == 3
    assert "1 context files were gone" in remembered(documents).notes[0].what


def test_what_cannot_be_mended_is_said_once(assistant: ThreadAssistant, standin: StandIn, vendor: Vendor) -> None:
    vendor.models = ("another",)
    with pytest.raises(NotFound, match="does not exist"):
        assistant.ask(QUESTION)
    assert standin.count("POST", "responses$") == 1


def test_a_thread_that_has_grown_dear_gives_way_to_a_new_one(
    standin: StandIn, documents: LocalDocuments, clock: ManualClock
) -> None:
    assistant = ThreadAssistant(OpenAIThreads(KEY, url=f"{standin.url}/v1"), documents, clock, grown=100)
    assistant.ask(QUESTION)
    assert remembered(documents).tokens > 100
    assistant.ask(QUESTION)
    assert posts(standin, "conversations") == 2
    assert "a new one was begun" in remembered(documents).notes[0].what


def test_an_estimate_counts_what_the_vendor_remembers_and_what_it_has_not_been_shown(
    assistant: ThreadAssistant, context: list[ContextFile], documents: LocalDocuments
) -> None:
    context.append(ContextFile("long.txt", b"word " * 3_000))
    before, bare = assistant.estimate(QUESTION), assistant.price.estimate(QUESTION)
    assert before > bare + Decimal("0.003")
    reply = assistant.ask(QUESTION)
    assert assistant.price.of(reply.tokens_in, reply.tokens_out) < before
    assert assistant.estimate(QUESTION) > bare  # the thread itself is paid for at each question


def test_whatever_breaks_between_two_steps_the_next_question_goes_on(
    assistant: ThreadAssistant, standin: StandIn
) -> None:
    for number in range(6):
        standin.faults[:] = [Fault("drop_answer", skip=number)]
        try:
            assistant.ask(QUESTION)
        except TransientError:
            assert assistant.ask(QUESTION).content == {"word": "yes"}
    assert standin.count("POST", "responses$", 200) >= 6


def test_where_the_vendor_remembers_nothing_the_last_turns_are_kept_here(
    standin: StandIn, documents: LocalDocuments, clock: ManualClock, context: list[ContextFile]
) -> None:
    context.append(ContextFile("logo.png", b"\x89PNG\xff"))  # no text: it cannot be shown
    chat = TurnAssistant(
        Compatible(KEY, url=f"{standin.url}/v1"), documents, clock, context=lambda: tuple(context), turns=4
    )
    for _ in range(4):
        assert chat.ask(QUESTION).content == {"word": "yes"}
    messages = standin.processed[-1].body["messages"]
    assert [one["role"] for one in messages] == ["system", *("user", "assistant") * 3, "user"]
    assert "Dry humour." in messages[1]["content"]
    assert "logo" not in messages[1]["content"]
    assert messages[-1]["content"] == "data"
    assert len(remembered(documents).turns) == 4
    assert chat.estimate(QUESTION) > chat.price.estimate(QUESTION)


def test_nothing_is_remembered_of_one_who_was_never_asked(documents: LocalDocuments) -> None:
    assert remembered(documents, "nobody") == Memory("nobody")

"""Language models: what is asked, what of an answer counts, what it costs; against stand-ins on loopback."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from sandbox.openai.web import OpenAI as Vendor
from sandbox.standin import Answer, Asked, Fault, StandIn, serve
from shared.ai.compatible import Compatible
from shared.ai.gemini import Gemini
from shared.ai.model import Price, Question
from shared.ai.openai import OpenAI
from shared.core.errors import PermanentError, TransientError

KEY = "sk-sandbox"
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"word": {"type": "string"}},
    "required": ["word"],
    "additionalProperties": False,
}
QUESTION = Question("Answer with a word.", "what a stranger wrote", SCHEMA, "word", max_tokens=50)


@pytest.fixture
def vendor() -> Vendor:
    return Vendor(answer=lambda _body: {"word": "yes"})


@pytest.fixture
def standin(vendor: Vendor) -> Iterator[StandIn]:
    with serve("openai", vendor) as running:
        yield running


def test_a_question_gets_a_structured_answer_and_its_tokens(standin: StandIn, vendor: Vendor) -> None:
    reply = OpenAI(KEY, url=f"{standin.url}/v1").ask(QUESTION)
    assert reply.content == {"word": "yes"}
    assert reply.tokens_in > 0 < reply.tokens_out
    (asked,) = standin.processed
    assert asked.body["instructions"] == QUESTION.instructions
    assert asked.body["input"] == QUESTION.data
    assert asked.body["text"]["format"]["strict"] is True
    assert asked.body["store"] is False
    assert len(vendor.responses) == 1


def test_a_refusal_and_a_cut_answer_are_no_answer(standin: StandIn, vendor: Vendor) -> None:
    model = OpenAI(KEY, url=f"{standin.url}/v1")
    vendor.refuses = "stranger"
    with pytest.raises(PermanentError, match="refuses"):
        model.ask(QUESTION)
    vendor.refuses, vendor.cuts = "", "stranger"
    with pytest.raises(PermanentError, match="cut off"):
        model.ask(QUESTION)


def test_a_wrong_key_is_told_without_the_key(standin: StandIn) -> None:
    with pytest.raises(PermanentError, match="renew the key") as told:
        OpenAI("sk-wrong-and-secret", url=f"{standin.url}/v1").ask(QUESTION)
    assert "sk-wrong" not in str(told.value)


def test_a_model_is_asked_once_whatever_happens(standin: StandIn) -> None:
    standin.faults.append(Fault("status", status=503))
    with pytest.raises(TransientError):
        OpenAI(KEY, url=f"{standin.url}/v1").ask(QUESTION)
    assert standin.asked == 1


def _gemini(text: str, reason: str = "STOP") -> Any:
    def vendor(asked: Asked) -> Answer:
        assert asked.headers["x-goog-api-key"] == KEY
        assert asked.path.endswith("/models/gemini-3.5-flash-lite:generateContent")
        assert asked.json["generationConfig"]["responseJsonSchema"] == SCHEMA
        told = {"content": {"parts": [{"text": text}]}, "finishReason": reason}
        return Answer(200, {"candidates": [told], "usageMetadata": {"promptTokenCount": 7, "candidatesTokenCount": 3}})

    return vendor


def test_gemini_answers_in_the_same_form() -> None:
    with serve("gemini", _gemini('{"word": "yes"}')) as running:
        reply = Gemini(KEY, url=f"{running.url}/v1beta").ask(QUESTION)
    assert (reply.content, reply.tokens_in, reply.tokens_out) == ({"word": "yes"}, 7, 3)


@pytest.mark.parametrize(("text", "reason"), [('{"wo', "MAX_TOKENS"), ("", "SAFETY"), ("no json", "STOP")])
def test_what_gemini_cuts_or_blocks_is_no_answer(text: str, reason: str) -> None:
    with serve("gemini", _gemini(text, reason)) as running, pytest.raises(PermanentError):
        Gemini(KEY, url=f"{running.url}/v1beta").ask(QUESTION)


def test_an_estimate_is_not_below_what_the_call_costs(standin: StandIn) -> None:
    model = OpenAI(KEY, url=f"{standin.url}/v1", price=Price(Decimal(1), Decimal(4)))
    reply = model.ask(QUESTION)
    assert Decimal(0) < model.price.of(reply.tokens_in, reply.tokens_out) <= model.price.estimate(QUESTION) * 2


def test_a_server_that_speaks_chat_completions_is_asked_the_same(standin: StandIn, vendor: Vendor) -> None:
    model = Compatible(KEY, url=f"{standin.url}/v1")
    reply = model.ask(QUESTION)
    assert reply.content == {"word": "yes"}
    assert reply.tokens_in > 0 < reply.tokens_out
    (asked,) = standin.processed
    assert [one["role"] for one in asked.body["messages"]] == ["system", "user"]
    assert QUESTION.data not in asked.body["messages"][0]["content"]
    vendor.refuses = "stranger"
    with pytest.raises(PermanentError, match="refuses"):
        model.ask(QUESTION)
    vendor.refuses, vendor.cuts = "", "stranger"
    with pytest.raises(PermanentError, match="cut off"):
        model.ask(QUESTION)


@pytest.mark.parametrize("content", ['```json\n{"word": "yes"}\n```', '{"word": "yes"}'])
def test_json_in_a_fence_is_json(content: str) -> None:
    def say(_asked: Asked) -> Answer:
        return Answer(200, {"choices": [{"message": {"content": content}, "finish_reason": "stop"}]})

    with serve("local", say) as running:
        assert Compatible(KEY, url=running.url).ask(QUESTION).content == {"word": "yes"}


@pytest.mark.parametrize("body", [[], {}, {"choices": []}, {"choices": [3]}, {"choices": [{"message": None}]}])
def test_an_answer_that_is_no_completion_is_the_houses_error(body: Any) -> None:
    with serve("local", lambda _asked: Answer(200, body)) as running, pytest.raises((PermanentError, TransientError)):
        Compatible(KEY, url=running.url).ask(QUESTION)


PICTURE = Question("Say what you see.", "a window", SCHEMA, "word", max_tokens=50, picture=b"\xff\xd8\xffjpeg")


def test_a_picture_is_shown_beside_the_data(standin: StandIn) -> None:
    """Each provider has its own words for it."""
    url = "data:image/jpeg;base64,/9j/anBlZw=="
    OpenAI(KEY, url=f"{standin.url}/v1").ask(PICTURE)
    Compatible(KEY, url=f"{standin.url}/v1").ask(PICTURE)
    newer, older = standin.processed
    assert newer.body["input"][0]["content"][0] == {"type": "input_text", "text": "a window"}
    assert newer.body["input"][0]["content"][1] == {"type": "input_image", "image_url": url, "detail": "high"}
    assert older.body["messages"][1]["content"][1] == {"type": "image_url", "image_url": {"url": url}}
    sent: list[Any] = []

    def gemini(asked: Asked) -> Answer:
        sent.append(asked.json)
        told = {"content": {"parts": [{"text": '{"word": "yes"}'}]}, "finishReason": "STOP"}
        return Answer(200, {"candidates": [told]})

    with serve("gemini", gemini) as running:
        assert Gemini(KEY, url=running.url).ask(PICTURE).content == {"word": "yes"}
    assert sent[0]["contents"][0]["parts"][1] == {"inlineData": {"mimeType": "image/jpeg", "data": "/9j/anBlZw=="}}
    more = OpenAI(KEY).price.estimate(PICTURE) - OpenAI(KEY).price.estimate(QUESTION)
    assert more > Decimal("0.001")

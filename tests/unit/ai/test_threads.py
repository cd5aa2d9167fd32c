"""Threads and files that a vendor keeps: by its own client, which tries nothing again; and its rules, as we rehearse
them."""

from collections.abc import Iterator
from typing import Any

import pytest

from sandbox.openai.strict import fault, fitting
from sandbox.openai.web import OpenAI as Vendor
from sandbox.openai.web import Say, too_many, used_up
from sandbox.standin import Fault, StandIn, serve
from shared.ai.compatible import Compatible
from shared.ai.model import Question, Turn
from shared.ai.openai import OpenAI
from shared.ai.openai_threads import OpenAIThreads
from shared.core.errors import AppError, InvalidInput, NotFound, PermanentError, TransientError
from shared.http import Api

KEY = "sk-sandbox"
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"word": {"type": "string"}},
    "required": ["word"],
    "additionalProperties": False,
}
QUESTION = Question("Answer with a word.", "what a stranger wrote", SCHEMA, "word", max_tokens=50)


@pytest.fixture(scope="module")
def vendor() -> Vendor:
    return Vendor(answer=lambda _body: {"word": "yes"})


@pytest.fixture(scope="module")
def standin(vendor: Vendor) -> Iterator[StandIn]:
    with serve("openai", vendor) as running:
        yield running


@pytest.fixture(scope="module")
def model(standin: StandIn) -> OpenAIThreads:
    return OpenAIThreads(KEY, url=f"{standin.url}/v1")


def test_a_thread_remembers_questions_answers_and_files(model: OpenAIThreads, vendor: Vendor) -> None:
    thread, file = model.begin("content"), model.upload("voice.md", b"Dry humour.")
    first = model.continue_thread(QUESTION, thread, (file,))
    second = model.continue_thread(QUESTION, thread)
    assert first.content == {"word": "yes"}
    assert second.tokens_in > first.tokens_in - 10  # what was said before is paid for again
    assert [one["role"] for one in vendor.conversations.items[thread]] == ["user", "assistant"] * 2
    assert vendor.files.kept[file]["purpose"] == "user_data"
    assert model.has_thread(thread)
    assert not model.has_thread("conv_other")
    assert not model.has_file("file-other")


ERRORS: dict[str, tuple[Fault | Say, type[AppError], bool, str]] = {
    "too many calls": (too_many(seconds=30), TransientError, True, "429"),
    "no money": (used_up(), PermanentError, True, "top the account up"),
    "an outage": (Fault("status", path="responses", status=503), TransientError, False, "503"),
    "a lock": (Fault("status", path="responses", status=409), TransientError, True, "409"),
    "no rights": (Fault("status", path="responses", status=403), PermanentError, True, "rights of the key"),
    "an answer lost": (Fault("drop_answer", path="responses"), TransientError, False, "broke off"),
    "words that are no JSON": (
        Fault("status", path="responses", status=200, body="<html>"),
        TransientError,
        False,
        "read",
    ),
    "another object": (
        Fault("status", path="responses", status=200, body={"a": 1}),
        TransientError,
        False,
        "no answer",
    ),
    "a refusal": (Say(refusal="No."), PermanentError, False, "refuses: No."),
    "a cut": (Say(text='{"wo', incomplete="max_output_tokens"), PermanentError, False, "max_output_tokens"),
    "a filter": (Say(text="", incomplete="content_filter"), PermanentError, False, "content_filter"),
    "a failure": (Say(failed="server_error"), TransientError, False, "no answer"),
}


@pytest.mark.parametrize("name", ERRORS)
def test_every_failure_is_the_houses_and_says_whether_it_may_have_been_paid(
    name: str, model: OpenAIThreads, standin: StandIn, vendor: Vendor
) -> None:
    what, kind, unpaid, told = ERRORS[name]
    thread = model.begin("content")
    standin.faults[:] = [what] if isinstance(what, Fault) else []
    vendor.script[:] = [what] if isinstance(what, Say) else []
    before = standin.asked
    with pytest.raises(kind, match=told) as error:
        model.continue_thread(QUESTION, thread)
    assert standin.asked - before == 1  # the client tries nothing again
    assert error.value.not_applied is unpaid
    assert KEY not in str(error.value)
    if name == "too many calls":
        assert isinstance(error.value, TransientError)
        assert error.value.retry_after == 30


def test_a_thread_or_file_that_is_gone_is_told_as_such(model: OpenAIThreads) -> None:
    with pytest.raises(NotFound, match="conv_none"):
        model.continue_thread(QUESTION, "conv_none")
    with pytest.raises(NotFound, match="file-none"):
        model.continue_thread(QUESTION, model.begin("content"), ("file-none",))


def test_a_wrong_key_a_dead_port_and_no_network(standin: StandIn) -> None:
    with pytest.raises(PermanentError, match="renew the key") as told:
        OpenAIThreads("sk-wrong-and-secret", url=f"{standin.url}/v1").begin("x")
    assert "sk-wrong" not in str(told.value)
    with pytest.raises(TransientError, match="cannot be reached") as dead:
        OpenAIThreads(KEY, url="http://127.0.0.1:9/v1").begin("x")
    assert dead.value.not_applied
    with pytest.raises(InvalidInput, match="network is switched off") as off:
        OpenAIThreads(KEY, network=False).begin("x")
    assert off.value.not_applied


@pytest.mark.parametrize("maker", [OpenAI, Compatible])
def test_used_up_money_is_final_wherever_it_is_told(maker: Any, standin: StandIn) -> None:
    standin.faults[:] = [used_up(path="")]
    with pytest.raises(PermanentError, match="top the account up"):
        maker(KEY, url=f"{standin.url}/v1").ask(QUESTION)
    standin.faults[:] = [too_many(path="")]
    with pytest.raises(TransientError):
        maker(KEY, url=f"{standin.url}/v1").ask(QUESTION)


@pytest.mark.parametrize("maker", [OpenAI, Compatible])
def test_turns_of_before_are_told_in_their_order(maker: Any, standin: StandIn) -> None:
    from dataclasses import replace

    said = replace(QUESTION, turns=(Turn("user", "hello"), Turn("assistant", "yes?")))
    assert maker(KEY, url=f"{standin.url}/v1").ask(said).content == {"word": "yes"}
    body = standin.processed[-1].body
    turns = body["input"] if "input" in body else body["messages"][1:]
    assert [one["content"] for one in turns] == ["hello", "yes?", QUESTION.data]
    assert said.size > QUESTION.size


# The stand-in


def api(standin: StandIn) -> Api:
    return Api(f"{standin.url}/v1", name="OpenAI", headers={"Authorization": f"Bearer {KEY}"})


def test_the_assistants_api_is_gone(standin: StandIn) -> None:
    for path in ("assistants", "threads", "threads/t/runs"):
        with pytest.raises(NotFound):
            api(standin).call("POST", path, body={"model": "gpt-5.4-mini"})


LOOSE: dict[str, dict[str, Any]] = {
    "no object at its root": {"type": "array", "items": {"type": "string"}},
    "an optional property": {**SCHEMA, "required": []},
    "room for others": {key: value for key, value in SCHEMA.items() if key != "additionalProperties"},
    "a loose object within": {**SCHEMA, "properties": {"word": {"type": "object", "properties": {}}}},
    "a list of anything": {**SCHEMA, "properties": {"word": {"type": "array"}}},
    "what is not supported": {**SCHEMA, "properties": {"word": {"allOf": [{"type": "string"}]}}},
}


@pytest.mark.parametrize("name", LOOSE)
def test_a_loose_schema_is_refused_as_the_vendor_does(name: str, standin: StandIn) -> None:
    form = {"type": "json_schema", "name": "x", "strict": True, "schema": LOOSE[name]}
    with pytest.raises(InvalidInput, match="Invalid schema for response_format"):
        api(standin).call("POST", "responses", body={"model": "gpt-5.4-mini", "input": "x", "text": {"format": form}})


def test_what_fits_a_schema_is_made_of_it() -> None:
    from jsonschema import validate

    schema = {
        "type": "object",
        "properties": {
            "kind": {"enum": ["a", "b"]},
            "many": {"type": "array", "items": {"$ref": "#/$defs/one"}, "minItems": 2},
            "maybe": {"type": ["string", "null"]},
            "either": {"anyOf": [{"type": "integer", "minimum": 3}, {"type": "null"}]},
        },
        "required": ["kind", "many", "maybe", "either"],
        "additionalProperties": False,
        "$defs": {
            "one": {
                "type": "object",
                "properties": {"n": {"type": "number"}},
                "required": ["n"],
                "additionalProperties": False,
            }
        },
    }
    assert fault(schema) == ""
    validate(fitting(schema), schema)


def test_a_file_expires_and_a_response_that_was_not_stored_is_not_there(vendor: Vendor, standin: StandIn) -> None:
    import openai

    client = openai.OpenAI(api_key=KEY, base_url=f"{standin.url}/v1", max_retries=0)
    made = client.files.create(
        file=("a.txt", b"x"), purpose="user_data", expires_after={"anchor": "created_at", "seconds": 3600}
    )
    assert made.expires_at == made.created_at + 3600
    then, vendor.files.now = vendor.files.now, lambda: float(made.created_at + 3601)
    with pytest.raises(openai.NotFoundError):
        client.files.retrieve(made.id)
    vendor.files.now = then
    with pytest.raises(openai.BadRequestError):
        client.files.create(
            file=("a.txt", b"x"), purpose="user_data", expires_after={"anchor": "created_at", "seconds": 60}
        )
    kept = client.responses.create(model="gpt-5.4-mini", input="hello")
    assert client.responses.retrieve(kept.id).output_text == kept.output_text
    gone = client.responses.create(model="gpt-5.4-mini", input="hello", store=False)
    with pytest.raises(openai.NotFoundError):
        client.responses.retrieve(gone.id)
    thread = client.conversations.create(items=[{"type": "message", "role": "user", "content": "hello"}])
    assert [one.type for one in client.conversations.items.list(thread.id)] == ["message"]
    assert client.conversations.delete(thread.id).deleted
    with pytest.raises(openai.NotFoundError):
        client.conversations.retrieve(thread.id)

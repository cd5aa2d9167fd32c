"""What our stand-in for OpenAI answers is what the vendor's description says."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sandbox.openai.web import OpenAI, Say
from sandbox.standin import Asked

SCHEMA = {
    "type": "object",
    "properties": {"word": {"type": "string"}},
    "required": ["word"],
    "additionalProperties": False,
}
FORM = {"name": "word", "strict": True, "schema": SCHEMA}
PART = b'--B\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n'
UPLOAD = PART % (b"purpose", b"", b"user_data") + PART % (b"file", b'; filename="a.md"', b"hello") + b"--B--\r\n"


@pytest.fixture(scope="module")
def fits(specs: Path) -> Callable[[str, Any], list[str]]:
    from jsonschema import Draft202012Validator

    described = _loose(json.loads((specs / "openai.json").read_text("utf-8")))

    def faults(name: str, value: Any) -> list[str]:
        schema = {"$ref": f"#/components/schemas/{name}", "components": described["components"]}
        return [f"{list(one.path)}: {one.message}" for one in Draft202012Validator(schema).iter_errors(value)]

    return faults


def _loose(value: Any) -> Any:
    """Alternatives of the description overlap: one of them or several may fit."""
    if isinstance(value, list):
        return [_loose(one) for one in value]
    if not isinstance(value, dict):
        return value
    names = {"oneOf": "anyOf"}
    return {names.get(key, key): _loose(one) for key, one in value.items() if key not in {"discriminator", "default"}}


def call(vendor: OpenAI, method: str, path: str, body: Any = None, kind: str = "application/json") -> Any:
    headers = {"authorization": "Bearer sk-sandbox", "content-type": kind}
    raw = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
    return vendor(Asked(method, f"/v1/{path}", headers=headers, body=raw)).body


def test_every_answer_of_the_stand_in_fits_the_vendors_description(fits: Callable[[str, Any], list[str]]) -> None:
    vendor = OpenAI(answer=lambda _body: {"word": "yes"})
    thread = call(vendor, "POST", "conversations", {"metadata": {"subject": "content"}})
    file = call(vendor, "POST", "files", UPLOAD, "multipart/form-data; boundary=B")
    content = [{"type": "input_file", "file_id": file["id"]}, {"type": "input_text", "text": "hello"}]
    question = {"model": "gpt-5.4-mini", "input": [{"role": "user", "content": content}], "conversation": thread["id"]}
    answers = [("ConversationResource", thread), ("OpenAIFile", file)]
    for say in (None, Say(refusal="No."), Say(text="{", incomplete="content_filter"), Say(failed="server_error")):
        vendor.script = [say] if say else []
        form = {"type": "json_schema", **FORM}
        answers.append(("Response", call(vendor, "POST", "responses", {**question, "text": {"format": form}})))
    chat = {"messages": [{"role": "user", "content": "hello"}], "model": "gpt-5.4-mini"}
    chat["response_format"] = {"type": "json_schema", "json_schema": FORM}
    answers += [
        ("ConversationItemList", call(vendor, "GET", f"conversations/{thread['id']}/items")),
        ("ListFilesResponse", call(vendor, "GET", "files")),
        ("CreateChatCompletionResponse", call(vendor, "POST", "chat/completions", chat)),
        ("DeleteFileResponse", call(vendor, "DELETE", f"files/{file['id']}")),
        ("DeletedConversationResource", call(vendor, "DELETE", f"conversations/{thread['id']}")),
        ("ErrorResponse", call(vendor, "POST", "assistants", {})),
    ]
    assert {name: fits(name, answer) for name, answer in answers if fits(name, answer)} == {}

"""OpenAI's Responses API and chat completions, as far as structured answers need them: a key, a model, a schema, usage.

    OpenAI(answer=lambda body: {"columns": []})      what the model "thinks" of a request's body, as JSON

Without `answer` a summary or a line is made of a site's own words, and all else is the least answer that fits the
schema. `refuses` and `cuts` are texts: a request whose input holds one is refused, or its answer is cut off.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.standin import Answer, Asked


@dataclass
class OpenAI:
    """A vendor for `sandbox.standin.serve`. `responses` holds every answer that was made, by id."""

    key: str = "sk-sandbox"
    models: tuple[str, ...] = ("gpt-5.4-mini",)
    answer: Callable[[Mapping[str, Any]], Any] | None = None
    refuses: str = ""
    cuts: str = ""
    responses: dict[str, dict[str, Any]] = field(default_factory=dict)

    def __call__(self, asked: Asked) -> Answer:
        if asked.headers.get("authorization") != f"Bearer {self.key}":
            return _error(401, "invalid_api_key", "Incorrect API key provided")
        path = asked.path.removeprefix("/v1").strip("/")
        if asked.method == "POST" and path == "responses":
            return self._respond(asked)
        if asked.method == "POST" and path == "chat/completions":
            return self._complete(asked)
        if asked.method == "GET" and path.startswith("responses/"):
            kept = self.responses.get(path.partition("/")[2])
            return Answer(200, kept) if kept else _error(404, "not_found", "No such response")
        return _error(404, "unknown_url", f"Unknown request URL: {asked.method} {asked.path}")

    def _respond(self, asked: Asked) -> Answer:
        try:
            body = asked.json
            form = body["text"]["format"]
            said = str(body["input"])
        except (ValueError, KeyError, TypeError):
            return _error(400, "invalid_request_error", "input and text.format are required")
        if body.get("model") not in self.models:
            return _error(404, "model_not_found", f"The model {body.get('model')!r} does not exist")
        if form.get("type") != "json_schema" or not form.get("strict") or not isinstance(form.get("schema"), dict):
            return _error(400, "invalid_request_error", "a strict json_schema is expected")
        text = json.dumps(self.answer(body) if self.answer else _writing(body) or least(form["schema"]))
        made: dict[str, Any] = {
            "id": f"resp_{len(self.responses) + 1:06d}",
            "object": "response",
            "model": body["model"],
            "status": "completed",
            "output": [{"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": text}]}],
            "usage": {
                "input_tokens": len(asked.body) // 4,
                "output_tokens": len(text) // 4,
                "total_tokens": (len(asked.body) + len(text)) // 4,
            },
        }
        if self.refuses and self.refuses in said:
            made["output"][0]["content"] = [{"type": "refusal", "refusal": "I cannot help with that."}]
        if self.cuts and self.cuts in said:
            made |= {"status": "incomplete", "incomplete_details": {"reason": "max_output_tokens"}}
            made["output"][0]["content"][0]["text"] = text[: len(text) // 2]
        self.responses[made["id"]] = made
        return Answer(200, made)

    def _complete(self, asked: Asked) -> Answer:
        """A chat completion: the same model, in the older tongue."""
        try:
            body = asked.json
            form = body["response_format"]["json_schema"]
            said = {one["role"]: str(one["content"]) for one in body["messages"]}
            same = {"model": body["model"], "instructions": said.get("system", ""), "input": said["user"]}
        except (ValueError, KeyError, TypeError):
            return _error(400, "invalid_request_error", "messages and response_format are required")
        same["text"] = {"format": {**form, "type": "json_schema"}}
        answer = self._respond(Asked("POST", "/v1/responses", body=json.dumps(same).encode()))
        if answer.status != 200:
            return answer
        (part,) = answer.body["output"][0]["content"]
        usage = answer.body["usage"]
        message = {"role": "assistant", "content": part.get("text"), "refusal": part.get("refusal")}
        cut = answer.body["status"] == "incomplete"
        return Answer(
            200,
            {
                "id": f"chatcmpl-{answer.body['id']}",
                "object": "chat.completion",
                "model": body["model"],
                "choices": [{"index": 0, "message": message, "finish_reason": "length" if cut else "stop"}],
                "usage": {"prompt_tokens": usage["input_tokens"], "completion_tokens": usage["output_tokens"]},
            },
        )


def _writing(body: Mapping[str, Any]) -> dict[str, str] | None:
    """What a tame model writes about a site: the site's own first words; None when something else is asked for."""
    if body["text"]["format"].get("name") not in {"summary_writer", "line_writer"}:
        return None
    site = str(json.loads(body["input"]).get("site", ""))
    words = [word for word in site.split() if word.isalpha()][:14]
    return {"text": f"{' '.join(words)}."} if len(words) > 5 else {"text": ""}


def least(schema: Mapping[str, Any]) -> Any:
    """The least value that fits a schema."""
    kind = schema.get("type")
    if "enum" in schema:
        return schema["enum"][-1]
    if kind == "object":
        return {name: least(part) for name, part in (schema.get("properties") or {}).items()}
    return {"array": [], "string": "", "integer": 0, "number": 0, "boolean": False}.get(str(kind))


def _error(status: int, code: str, message: str) -> Answer:
    return Answer(status, {"error": {"message": message, "type": "invalid_request_error", "param": None, "code": code}})

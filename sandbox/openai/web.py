"""OpenAI's API as far as structured answers need it: Responses, Conversations, Files, and the older chat completions.

    OpenAI(answer=lambda body: {"columns": []})      what the model "thinks" of a request's body, as JSON
    OpenAI(script=[Say(refusal="No."), Say(text="{"), Say(content={…})])      its next answers, one after the other

Without either, drafts are made of the question's own inventory, a summary or a line of a site's own words, and all else
is the least answer that fits the schema. `refuses` and `cuts` are texts: a request whose input holds one is refused, or
its answer is cut off. The Assistants API is gone: its paths answer 404, as everything unknown does.
"""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from sandbox.openai.drafts import drafts
from sandbox.openai.store import Conversations, Files, error
from sandbox.openai.strict import fault, fitting
from sandbox.standin import Answer, Asked, Fault

RATE = {"message": "Rate limit reached for requests", "type": "requests", "code": "rate_limit_exceeded"}
QUOTA = {
    "message": "You exceeded your current quota, please check your plan and billing details.",
    "type": "insufficient_quota",
    "code": "insufficient_quota",
}


def too_many(times: int = 1, seconds: int = 20, path: str = "responses") -> Fault:
    """429 that passes."""
    headers = {"Retry-After": str(seconds)}
    return Fault("status", path=path, status=429, times=times, body={"error": {**RATE, "param": None}}, headers=headers)


def used_up(times: int = 1, path: str = "responses") -> Fault:
    """429 that does not pass: no money is left over there."""
    return Fault("status", path=path, status=429, times=times, body={"error": {**QUOTA, "param": None}})


@dataclass(frozen=True, slots=True)
class Say:
    """A scripted answer: `content` is said as JSON, `text` as it stands."""

    content: Any = None
    text: str | None = None
    refusal: str = ""
    incomplete: Literal["", "max_output_tokens", "content_filter"] = ""
    failed: str = ""  # error code, such as server_error


@dataclass
class OpenAI:
    """A vendor for `sandbox.standin.serve`. `responses` holds every answer that was made, by id."""

    key: str = "sk-sandbox"
    models: tuple[str, ...] = ("gpt-5.4-mini",)
    answer: Callable[[Mapping[str, Any]], Any] | None = None
    script: list[Say] = field(default_factory=list)
    refuses: str = ""
    cuts: str = ""
    now: Callable[[], float] = time.time
    responses: dict[str, dict[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.conversations = Conversations(self.now)
        self.files = Files(self.now)

    def __call__(self, asked: Asked) -> Answer:
        if asked.headers.get("authorization") != f"Bearer {self.key}":
            return error(401, "invalid_api_key", "Incorrect API key provided")
        top, *rest = asked.path.removeprefix("/v1").strip("/").split("/")
        try:
            if top == "conversations":
                return self.conversations.answer(asked, rest)
            if top == "files":
                return self.files.answer(asked, rest)
            return self._answer(asked, [top, *rest])
        except ValueError:
            return error(400, None, "We could not parse the body of your request.")

    def _answer(self, asked: Asked, path: list[str]) -> Answer:
        if asked.method == "POST" and path == ["responses"]:
            return self._respond(asked.json, len(asked.body))
        if asked.method == "POST" and path == ["chat", "completions"]:
            return self._complete(asked)
        if asked.method == "GET" and path == ["models"]:
            listed = [{"id": one, "object": "model", "created": 0, "owned_by": "sandbox"} for one in self.models]
            return Answer(200, {"object": "list", "data": listed})
        if asked.method == "GET" and path[0] == "responses" and len(path) == 2:
            kept = self.responses.get(path[1], {})
            return Answer(200, kept) if kept.get("store") else error(404, None, f"Response '{path[1]}' not found.")
        return error(404, "unknown_url", f"Unknown request URL: {asked.method} {asked.path}")

    def _respond(self, body: Any, size: int) -> Answer:
        if not isinstance(body, dict) or "input" not in body:
            return error(400, "missing_required_parameter", "Missing required parameter: 'input'.", "input")
        refusal = self._check(body)
        if refusal is not None:
            return refusal
        thread = _id_of(body.get("conversation"))
        history = self.conversations.items.get(thread, []) or self._before(body)
        weight = size + len(json.dumps(history)) + sum(len(self.files.content[id]) for id in _files_of(body))
        made = self._made({**body, "_history": history}, weight)
        self.responses[made["id"]] = made
        if thread and made["status"] != "failed":
            self.conversations.add(thread, [*_items_of(body["input"]), *made["output"]])
        return Answer(200, made)

    def _check(self, body: Mapping[str, Any]) -> Answer | None:
        """The refusal of a request that the vendor would not give to a model."""
        if body.get("model") not in self.models:
            return error(404, "model_not_found", f"The model {body.get('model')!r} does not exist", "model")
        if "response_format" in body:
            told = "'response_format' has moved to 'text.format'."
            return error(400, "unsupported_parameter", told, "response_format")
        if body.get("conversation") and body.get("previous_response_id"):
            return error(400, "mutually_exclusive", "Give 'conversation' or 'previous_response_id', not both.")
        if len(body.get("metadata") or ()) > 16:
            return error(400, "object_above_max_properties", "At most 16 pairs may be given.", "metadata")
        return _check_format(body) or self._check_names(body)

    def _check_names(self, body: Mapping[str, Any]) -> Answer | None:
        """Everything that is referred to must be there."""
        thread, before = _id_of(body.get("conversation")), body.get("previous_response_id")
        if thread and thread not in self.conversations.kept:
            return error(404, None, f"Conversation with id '{thread}' not found.")
        if before and not self.responses.get(before, {}).get("store"):
            return error(400, "previous_response_not_found", f"Previous response with id '{before}' not found.")
        self.files.expire()
        gone = next((id for id in _files_of(body) if id not in self.files.kept), None)
        return error(404, None, f"The requested file '{gone}' was not found.", "file_id") if gone else None

    def _before(self, body: Mapping[str, Any]) -> list[dict[str, Any]]:
        before = self.responses.get(str(body.get("previous_response_id")))
        return before["output"] if before else []

    def _made(self, body: Mapping[str, Any], weight: int) -> dict[str, Any]:
        say = self.script.pop(0) if self.script else self._thought(body)
        text = say.text if say.text is not None else json.dumps(say.content)
        cut = say.incomplete
        most = 4 * int(body.get("max_output_tokens") or 1_000_000)
        if not cut and len(text) > most:
            cut, text = "max_output_tokens", text[:most]
        part: dict[str, Any] = {"type": "output_text", "text": text, "annotations": [], "logprobs": []}
        if say.refusal:
            part = {"type": "refusal", "refusal": say.refusal}
        number = len(self.responses) + 1
        status = "failed" if say.failed else "incomplete" if cut else "completed"
        message = {"id": f"msg_{number:06d}", "type": "message", "role": "assistant", "content": [part]}
        message["status"] = "incomplete" if cut else "completed"
        usage = {
            "input_tokens": weight // 4,
            "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
            "output_tokens": len(text) // 4,
            "output_tokens_details": {"reasoning_tokens": 0},
            "total_tokens": weight // 4 + len(text) // 4,
        }
        thread = _id_of(body.get("conversation"))
        return {
            "id": f"resp_{number:06d}",
            "object": "response",
            "created_at": int(self.now()),
            "model": body["model"],
            "status": status,
            "store": body.get("store") is not False,
            "error": {"code": say.failed, "message": "The model failed."} if say.failed else None,
            "incomplete_details": {"reason": cut} if cut else None,
            "instructions": body.get("instructions"),
            "metadata": body.get("metadata") or {},
            "conversation": {"id": thread} if thread else None,
            "previous_response_id": body.get("previous_response_id"),
            "output": [] if say.failed else [message],
            "parallel_tool_calls": True,
            "temperature": 1.0,
            "top_p": 1.0,
            "tool_choice": "auto",
            "tools": [],
            "text": body.get("text") or {"format": {"type": "text"}},
            "usage": usage,
        }

    def _thought(self, body: Mapping[str, Any]) -> Say:
        said = _last_text(body["input"])
        form = (body.get("text") or {}).get("format") or {"type": "text"}
        if self.refuses and self.refuses in said:
            return Say(refusal="I cannot help with that.")
        if self.answer:
            content = self.answer(body)
        elif form["type"] == "text":
            return Say(text="Certainly.")
        else:
            content = _writing(form["name"], said) or (drafts(body, said) if form["name"] == "drafts" else None)
            content = fitting(form["schema"]) if content is None else content
        if self.cuts and self.cuts in said:
            text = json.dumps(content)
            return Say(text=text[: len(text) // 2], incomplete="max_output_tokens")
        return Say(content)

    def _complete(self, asked: Asked) -> Answer:
        """A chat completion: the same model, in the older tongue."""
        body = asked.json
        try:
            form = body["response_format"]["json_schema"]
            said = [{"role": one["role"], "content": str(one["content"])} for one in body["messages"]]
            system = " ".join(one["content"] for one in said if one["role"] in {"system", "developer"})
            turns = [one for one in said if one["role"] in {"user", "assistant"}]
            same = {"model": body["model"], "instructions": system, "input": turns}
            same["input"] = turns[0]["content"] if len(turns) == 1 else turns
        except (KeyError, TypeError, IndexError):
            return error(400, "invalid_request_error", "messages and response_format are required")
        same["text"] = {"format": {**form, "type": "json_schema"}}
        same["max_output_tokens"] = body.get("max_tokens")
        answer = self._respond(same, len(asked.body))
        if answer.status != 200:
            return answer
        made = answer.body
        if made["status"] == "failed":
            return error(500, "server_error", "The model failed.", kind="server_error")
        (part,) = made["output"][0]["content"]
        usage = made["usage"]
        message = {"role": "assistant", "content": part.get("text"), "refusal": part.get("refusal")}
        reason = {"max_output_tokens": "length", "content_filter": "content_filter"}
        cut = (made["incomplete_details"] or {}).get("reason")
        choice = {"index": 0, "message": message, "finish_reason": reason.get(str(cut), "stop"), "logprobs": None}
        return Answer(
            200,
            {
                "id": f"chatcmpl-{made['id']}",
                "object": "chat.completion",
                "created": made["created_at"],
                "model": body["model"],
                "choices": [choice],
                "usage": {
                    "prompt_tokens": usage["input_tokens"],
                    "completion_tokens": usage["output_tokens"],
                    "total_tokens": usage["total_tokens"],
                },
            },
        )


def _check_format(body: Mapping[str, Any]) -> Answer | None:
    form = (body.get("text") or {}).get("format") or {"type": "text"}
    if form.get("type") not in {"text", "json_schema"} or (form["type"] == "json_schema" and not form.get("name")):
        return error(400, "invalid_value", "Missing or invalid 'text.format'.", "text.format")
    if form["type"] == "json_schema" and form.get("strict") and (told := fault(form.get("schema"))):
        said = f"Invalid schema for response_format '{form['name']}': {told}."
        return error(400, "invalid_json_schema", said, "text.format.schema")
    return None


def _id_of(given: Any) -> str:
    return str(given.get("id", "")) if isinstance(given, Mapping) else str(given or "")


def _items_of(given: Any) -> list[dict[str, Any]]:
    return [{"role": "user", "content": given}] if isinstance(given, str) else list(given)


def _parts(given: Any) -> list[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = []
    for item in _items_of(given):
        content = item.get("content")
        parts = [{"type": "input_text", "text": content}] if isinstance(content, str) else content or []
        found += [part for part in parts if isinstance(part, Mapping)]
    return found


def _last_text(given: Any) -> str:
    texts = [str(part["text"]) for part in _parts(given) if "text" in part]
    return texts[-1] if texts else ""


def _files_of(body: Mapping[str, Any]) -> list[str]:
    return [str(part["file_id"]) for part in _parts(body["input"]) if part.get("file_id")]


def _writing(name: str, said: str) -> dict[str, str] | None:
    """What a tame model writes about a site: the site's own first words; None when something else is asked for."""
    if name not in {"summary_writer", "line_writer"}:
        return None
    site = str(json.loads(said).get("site", ""))
    words = [word for word in site.split() if word.isalpha()][:14]
    return {"text": f"{' '.join(words)}."} if len(words) > 5 else {"text": ""}


def least(schema: Mapping[str, Any]) -> Any:
    """The least value that fits a schema."""
    return fitting(schema)

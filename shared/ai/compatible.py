"""Models of any server that speaks chat completions, as OpenAI once did: gateways, local servers, Gemini's endpoint."""

from collections.abc import Mapping
from typing import Any

from shared.ai.model import Price, Question, Reply
from shared.ai.openai import MODEL, PRICE, URL, decoded, no_money_is_final
from shared.core.errors import PermanentError, TransientError
from shared.core.text import shorten
from shared.http import Api


class Compatible:
    """One model behind one key; some local servers take any key."""

    def __init__(
        self,
        key: str,
        *,
        url: str = URL,
        model: str = MODEL,
        price: Price = PRICE,
        network: bool = True,
        timeout: float = 60.0,
    ) -> None:
        self._model = model
        self.price = price
        headers = {"Authorization": f"Bearer {key}"}
        self._api = Api(
            url, name="The model's server", headers=headers, secrets=(key,), network=network, timeout=timeout
        )

    @property
    def name(self) -> str:
        return f"openai/{self._model}"

    def ask(self, question: Question) -> Reply:
        schema = {"name": question.name, "schema": question.schema, "strict": True}
        body = {
            "model": self._model,
            "messages": [
                {"role": "system", "content": question.instructions},
                *_messages(question),
            ],
            "response_format": {"type": "json_schema", "json_schema": schema},
            "max_tokens": question.max_tokens,
        }
        with no_money_is_final("The model's server"):
            answer = self._api.call("POST", "chat/completions", body=body)
        if not isinstance(answer, dict):
            raise TransientError("The model's server: the answer is no completion")
        usage = answer.get("usage") or {}
        counts = int(usage.get("prompt_tokens") or 0), int(usage.get("completion_tokens") or 0)
        return Reply(_content(answer), *counts)


def _messages(question: Question) -> list[dict[str, Any]]:
    *before, last = question.messages()
    if question.picture:
        shown = {"type": "image_url", "image_url": {"url": question.picture_url}}
        last = {"role": "user", "content": [{"type": "text", "text": question.data}, shown]}
    return [*before, last]


def _content(answer: Mapping[str, Any]) -> Any:
    choices = answer.get("choices")
    first = choices[0] if isinstance(choices, list) and choices and isinstance(choices[0], dict) else {}
    message = first.get("message")
    message = message if isinstance(message, dict) else {}
    if refusal := message.get("refusal"):
        raise PermanentError(f"The model refuses: {shorten(str(refusal), 200)}")
    reason = str(first.get("finish_reason") or "")
    if reason not in {"stop", ""}:
        raise PermanentError(f"The model's answer was cut off ({shorten(reason, 60)}); ask for less, or allow more")
    text = str(message.get("content") or "").strip()
    if text.startswith("```"):  # servers without structured answers wrap JSON as they were taught to
        text = text.strip("`").removeprefix("json")
    return decoded(text, "The model's server")

"""Gemini's models, by `generateContent`."""

from decimal import Decimal
from typing import Any, Final

from shared.ai.model import Price, Question, Reply
from shared.ai.openai import decoded
from shared.core.errors import PermanentError, TransientError
from shared.core.text import shorten
from shared.http import Api

URL: Final = "https://generativelanguage.googleapis.com/v1beta"
MODEL: Final = "gemini-3.5-flash-lite"
PRICE: Final = Price(Decimal("0.50"), Decimal("3.00"))  # an upper bound for small models; set the model's own

_ROLES: Final = {"user": "user", "assistant": "model"}


class Gemini:
    """One model behind one key."""

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
        headers = {"x-goog-api-key": key}
        self._api = Api(url, name="Gemini", headers=headers, secrets=(key,), network=network, timeout=timeout)

    @property
    def name(self) -> str:
        return f"gemini/{self._model}"

    def ask(self, question: Question) -> Reply:
        body = {
            "systemInstruction": {"parts": [{"text": question.instructions}]},
            "contents": _contents(question),
            "generationConfig": {
                "responseMimeType": "application/json",
                "responseJsonSchema": question.schema,
                "maxOutputTokens": question.max_tokens,
            },
        }
        answer = self._api.call("POST", f"models/{self._model}:generateContent", body=body)
        if not isinstance(answer, dict):
            raise TransientError("Gemini: the answer is no response")
        usage = answer.get("usageMetadata") or {}
        counts = int(usage.get("promptTokenCount") or 0), int(usage.get("candidatesTokenCount") or 0)
        return Reply(_content(answer), *counts)


def _contents(question: Question) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = [
        {"role": _ROLES[one["role"]], "parts": [{"text": one["content"]}]} for one in question.messages()
    ]
    if question.picture:
        told[-1]["parts"].append({"inlineData": {"mimeType": "image/jpeg", "data": question.picture_text}})
    return told


def _content(answer: dict[str, Any]) -> Any:
    if blocked := (answer.get("promptFeedback") or {}).get("blockReason"):
        raise PermanentError(f"Gemini refuses: {shorten(str(blocked), 60)}")
    candidates = answer.get("candidates") or [{}]
    reason = candidates[0].get("finishReason", "")
    if reason != "STOP":
        raise PermanentError(
            f"Gemini: the answer was cut off ({shorten(str(reason), 60)}); ask for less, or allow more"
        )
    parts = (candidates[0].get("content") or {}).get("parts") or ()
    return decoded("".join(str(part.get("text", "")) for part in parts if isinstance(part, dict)), "Gemini")

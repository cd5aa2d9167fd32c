"""OpenAI's models, by the Responses API, and what speaks as it does."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from typing import Any, Final

from shared.ai.model import PAYMENT_REQUIRED, Price, Question, Reply
from shared.core.errors import PermanentError, TransientError
from shared.core.text import shorten
from shared.http import Api

URL: Final = "https://api.openai.com/v1"
MODEL: Final = "gpt-5.4-mini"
PRICE: Final = Price(Decimal("0.75"), Decimal("4.50"))  # an upper bound for small models; set the model's own


class OpenAI:
    """One model behind one key."""

    def __init__(
        self, key: str, *, url: str = URL, model: str = MODEL, price: Price = PRICE, network: bool = True
    ) -> None:
        self._model = model
        self.price = price
        headers = {"Authorization": f"Bearer {key}"}
        self._api = Api(url, name="OpenAI", headers=headers, secrets=(key,), network=network, timeout=60.0)

    @property
    def name(self) -> str:
        return f"openai/{self._model}"

    def ask(self, question: Question) -> Reply:
        form = {"type": "json_schema", "name": question.name, "schema": question.schema, "strict": True}
        body = {
            "model": self._model,
            "instructions": question.instructions,
            "input": _input(question),
            "text": {"format": form},
            "max_output_tokens": question.max_tokens,
            "store": False,
        }
        with no_money_is_final("OpenAI"):
            answer = self._api.call("POST", "responses", body=body)
        if not isinstance(answer, dict):
            raise TransientError("OpenAI: the answer is no response")
        usage = answer.get("usage") or {}
        return Reply(content_of(answer), int(usage.get("input_tokens") or 0), int(usage.get("output_tokens") or 0))


def _input(question: Question) -> str | list[dict[str, Any]]:
    if not (question.turns or question.picture):
        return question.data
    *before, last = question.messages()
    if question.picture:
        shown = {"type": "input_image", "image_url": question.picture_url, "detail": "high"}
        last = {"role": "user", "content": [{"type": "input_text", "text": question.data}, shown]}
    return [*before, last]


def no_money(who: str) -> PermanentError:
    """The error of an account that is used up; its status is 402, though OpenAI itself says 429."""
    told = PermanentError(f"{who}: no money is left over there; top the account up")
    told.status = PAYMENT_REQUIRED
    return told.without_effect()


@contextmanager
def no_money_is_final(who: str) -> Iterator[None]:
    """A quota that is used up comes as 429 as well; unlike too many calls, waiting does not help."""
    try:
        yield
    except TransientError as error:
        if error.status == 429 and "insufficient_quota" in str(error):
            raise no_money(who) from error
        raise


def content_of(answer: Mapping[str, Any]) -> Any:
    """What a response says, decoded. Raises PermanentError or TransientError for what is no answer."""
    status = answer.get("status")
    if status == "incomplete":
        reason = (answer.get("incomplete_details") or {}).get("reason", "unknown")
        raise PermanentError(
            f"OpenAI: the answer was cut off ({shorten(str(reason), 60)}); ask for less, or allow more"
        )
    if status != "completed":
        said = (answer.get("error") or {}).get("message", status)
        raise TransientError(f"OpenAI: no answer: {shorten(str(said), 200)}")
    text = ""
    for part in _parts(answer):
        if part.get("type") == "refusal":
            raise PermanentError(f"OpenAI refuses: {shorten(str(part.get('refusal', '')), 200)}")
        if part.get("type") == "output_text":
            text += str(part.get("text", ""))
    return decoded(text, "OpenAI")


def _parts(answer: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for item in answer.get("output") or ():
        if isinstance(item, dict) and item.get("type") == "message":
            yield from (part for part in item.get("content") or () if isinstance(part, dict))


def decoded(text: str, who: str) -> Any:
    """The JSON that a model has written. Raises PermanentError."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise PermanentError(f"{who}: the answer is not JSON: {shorten(text, 120)}") from error

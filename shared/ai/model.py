"""A language model, as far as the rooms need one: one question, one structured answer, and what it cost."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

_MILLION = Decimal(1_000_000)


@dataclass(frozen=True, slots=True)
class Question:
    """What a model is asked. `data` is a stranger's text: it is shown to the model as data, never as instructions."""

    instructions: str
    data: str
    schema: Mapping[str, Any]  # JSON schema of the answer: every property required, none besides
    name: str  # of the schema: letters and underscores
    max_tokens: int = 2_000  # of the answer


@dataclass(frozen=True, slots=True)
class Reply:
    """The decoded answer. It fits the schema at best; whether it is true nobody says: the caller checks it."""

    content: Any
    tokens_in: int = 0
    tokens_out: int = 0


@dataclass(frozen=True, slots=True)
class Price:
    """USD for a million tokens."""

    tokens_in: Decimal
    tokens_out: Decimal

    def of(self, tokens_in: int, tokens_out: int) -> Decimal:
        """
        >>> Price(Decimal("0.5"), Decimal(2)).of(1_000_000, 500_000)
        Decimal('1.5')
        """
        return (self.tokens_in * tokens_in + self.tokens_out * tokens_out) / _MILLION

    def estimate(self, question: Question) -> Decimal:
        """What a question costs at most: three characters a token, the whole of the answer used."""
        asked = len(question.instructions) + len(question.data) + len(str(dict(question.schema)))
        return self.of(asked // 3 + 50, question.max_tokens)


class ChatModel(Protocol):
    """A provider's model. It is asked once: a second try is the caller's to decide."""

    @property
    def name(self) -> str:
        """Provider and model, such as `openai/gpt-5.4-mini`."""

    @property
    def price(self) -> Price: ...

    def ask(self, question: Question) -> Reply:
        """Raises PermanentError for a refusal or an answer that was cut off, and what the provider's API raises."""

"""A language model, as far as the rooms need one: one question, one structured answer, and what it cost."""

from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Literal, Protocol

PAYMENT_REQUIRED: Final = 402  # the status of an error that tells of an account without money
_MILLION = Decimal(1_000_000)
_PICTURE = 3_000  # tokens of a picture of a window, by what vendors count at most


@dataclass(frozen=True, slots=True)
class Turn:
    """What was said before."""

    role: Literal["user", "assistant"]
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """What a model is asked. `data` is a stranger's text: it is shown to the model as data, never as instructions."""

    instructions: str
    data: str
    schema: Mapping[str, Any]  # JSON schema of the answer: every property required, none besides
    name: str  # of the schema: letters and underscores
    max_tokens: int = 2_000  # of the answer
    turns: tuple[Turn, ...] = ()  # what was said before, the oldest first; the user begins
    picture: bytes = b""  # a JPEG, shown beside the data: a stranger's too

    @property
    def size(self) -> int:
        """Characters that are sent."""
        told = len(self.instructions) + len(self.data) + len(str(dict(self.schema)))
        return told + sum(len(turn.text) + 20 for turn in self.turns)

    @property
    def picture_text(self) -> str:
        """The picture in base 64."""
        return b64encode(self.picture).decode("ascii")

    @property
    def picture_url(self) -> str:
        return f"data:image/jpeg;base64,{self.picture_text}"

    def messages(self) -> Iterator[dict[str, Any]]:
        """The turns, and what is asked now."""
        yield from ({"role": turn.role, "content": turn.text} for turn in self.turns)
        yield {"role": "user", "content": self.data}


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

    def estimate(self, question: Question, unseen: int = 0) -> Decimal:
        """What a question costs at most: three characters a token, the whole of the answer used. `unseen`: tokens
        that the vendor adds from what it remembers."""
        picture = _PICTURE if question.picture else 0
        return self.of(question.size // 3 + 50 + unseen + picture, question.max_tokens)


class ChatModel(Protocol):
    """A provider's model. It is asked once: a second try is the caller's to decide."""

    @property
    def name(self) -> str:
        """Provider and model, such as `openai/gpt-5.4-mini`."""

    @property
    def price(self) -> Price: ...

    def ask(self, question: Question) -> Reply:
        """Raises PermanentError for a refusal or an answer that was cut off, and what the provider's API raises."""


class ThreadModel(Protocol):
    """A model whose vendor remembers: threads and files live over there, under ids that are kept here.

    Every call is made once; raises what the vendor's API raises, turned into the house's errors.
    """

    @property
    def name(self) -> str: ...

    @property
    def price(self) -> Price: ...

    def begin(self, subject: str) -> str:
        """The id of a new, empty thread."""

    def upload(self, name: str, content: bytes) -> str:
        """The id of a file that questions may show."""

    def has_thread(self, id: str) -> bool: ...

    def has_file(self, id: str) -> bool: ...

    def continue_thread(self, question: Question, thread: str, files: tuple[str, ...] = ()) -> Reply:
        """The answer, remembered in the thread together with the question and the files that it shows.

        Raises NotFound or InvalidInput when the thread or a file is there no more.
        """

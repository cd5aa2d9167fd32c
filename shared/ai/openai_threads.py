"""OpenAI's conversations and files, by the vendor's own client: a thread that outlives a process.

The client is imported at the first call. It never tries again by itself, goes through no proxy of the environment, and
each of its failures becomes one of the house's errors here.
"""

from collections.abc import Callable, Mapping
from functools import cached_property
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, Final, TypeVar
from urllib.parse import urlsplit

from shared.ai.model import Price, Question, Reply
from shared.ai.openai import MODEL, PRICE, URL, content_of, no_money
from shared.core.errors import AppError, InvalidInput, NotFound, PermanentError, TransientError
from shared.core.log import redact
from shared.core.text import shorten
from shared.http import retry_after

if TYPE_CHECKING:
    import openai

TIMEOUT: Final = 240.0  # seconds: several films are written in one answer
T = TypeVar("T")


class OpenAIThreads:
    """One model behind one key, with the vendor's memory."""

    def __init__(
        self,
        key: str,
        *,
        url: str = URL,
        model: str = MODEL,
        price: Price = PRICE,
        network: bool = True,
        timeout: float = TIMEOUT,
    ) -> None:
        self._key, self._url, self._model, self._timeout = key, url, model, timeout
        self._network = network or _on_loopback(url)
        self.price = price

    @property
    def name(self) -> str:
        return f"openai/{self._model}"

    @cached_property
    def _client(self) -> "openai.OpenAI":
        try:
            import openai
        except ImportError as error:
            lacking = "OpenAI's client is not installed; install leadreel[assistant]"
            raise InvalidInput(lacking).without_effect() from error
        if not self._network:
            off = "OpenAI is not on this machine, and the network is switched off in the settings"
            raise InvalidInput(off).without_effect()
        return openai.OpenAI(
            api_key=self._key,
            base_url=self._url,
            max_retries=0,
            timeout=self._timeout,
            http_client=openai.DefaultHttpxClient(trust_env=False, follow_redirects=False),
        )

    def begin(self, subject: str) -> str:
        made = self._call(lambda client: client.conversations.create(metadata={"subject": subject[:500]}))
        return _known(made, "conversation")

    def upload(self, name: str, content: bytes) -> str:
        made = self._call(lambda client: client.files.create(file=(name, content), purpose="user_data"))
        return _known(made, "file")

    def has_thread(self, id: str) -> bool:
        return self._exists(lambda client: client.conversations.retrieve(id))

    def has_file(self, id: str) -> bool:
        return self._exists(lambda client: client.files.retrieve(id))

    def continue_thread(self, question: Question, thread: str, files: tuple[str, ...] = ()) -> Reply:
        shown: list[Any] = [{"type": "input_file", "file_id": id} for id in files]
        said: Any = [*shown, {"type": "input_text", "text": question.data}]
        form: Any = {"type": "json_schema", "name": question.name, "schema": dict(question.schema), "strict": True}
        told = self._call(
            lambda client: _plain(
                client.responses.create(
                    model=self._model,
                    instructions=question.instructions,
                    input=[{"role": "user", "content": said}],
                    conversation=thread,
                    text={"format": form},
                    max_output_tokens=question.max_tokens,
                )
            )
        )
        usage = told.get("usage") or {}
        counts = int(usage.get("input_tokens") or 0), int(usage.get("output_tokens") or 0)
        return Reply(content_of(told), *counts)

    def _exists(self, look: "Callable[[openai.OpenAI], Any]") -> bool:
        try:
            self._call(look)
        except NotFound:
            return False
        return True

    def _call(self, call: "Callable[[openai.OpenAI], T]") -> T:
        client = self._client
        import httpx2
        import openai
        import pydantic

        try:
            return call(client)
        except openai.APITimeoutError as error:
            never = isinstance(error.__cause__, httpx2.ConnectTimeout)
            told = TransientError(f"OpenAI gave no answer within {self._timeout:g} s")
            raise (told.without_effect() if never else told) from error
        except openai.APIConnectionError as error:
            never = isinstance(error.__cause__, httpx2.ConnectError)
            told = TransientError(f"OpenAI {'cannot be reached' if never else 'broke off'}: {self._shown(error)}")
            raise (told.without_effect() if never else told) from error
        except openai.APIStatusError as error:
            raise self._refusal(error) from error
        except (openai.OpenAIError, pydantic.ValidationError, ValueError) as error:
            raise TransientError(f"OpenAI: the answer cannot be read: {self._shown(error)}") from error

    def _refusal(self, error: "openai.APIStatusError") -> AppError:
        """Retry (5xx, 409), wait (429), pay (429 of the other kind), log in again (401), configure (403), reject."""
        status, said = error.status_code, f"OpenAI answered {error.status_code}: {self._shown(error)}"
        told: AppError
        if status == 429 and error.code == "insufficient_quota":
            return no_money("OpenAI")
        if status in {408, 409, 425, 429} or status >= 500:
            told = TransientError(said, retry_after=retry_after(error.response.headers.get("retry-after", "")))
        elif status == 404:
            told = NotFound(said)
        elif status in {401, 402, 403}:
            remedy = "renew the key" if status == 401 else "check the plan and the rights of the key"
            told = PermanentError(f"{said}; {remedy}")
        else:
            told = InvalidInput(said)
        told.status = status
        return told.without_effect() if status < 500 and status != 408 else told

    def _shown(self, error: Exception) -> str:
        return shorten(redact(str(error).replace(self._key, "<secret>")), 300)


def _plain(answer: Any) -> Mapping[str, Any]:
    """The client hands on whatever JSON it got; what is no object it leaves as it is."""
    if not hasattr(answer, "model_dump"):
        raise ValueError("it is no response")
    told = answer.model_dump(mode="json", warnings=False)
    return told if isinstance(told, dict) else {}


def _known(made: Any, what: str) -> str:
    id = getattr(made, "id", "")
    if not isinstance(id, str) or not id or "/" in id:
        raise TransientError(f"OpenAI: the answer names no {what}")
    return id


def _on_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"

"""Which model thinks for longer: the one for which there is a key, with the vendor's memory where it has one."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from shared.ai.model import ChatModel, Price, ThreadModel

PATIENCE: Final = 240.0  # seconds for one answer


@dataclass(frozen=True, slots=True)
class Found:
    """One of the two, or neither."""

    threads: ThreadModel | None = None
    chat: ChatModel | None = None


def of(
    env: Mapping[str, str],
    bases: Mapping[str, str],
    *,
    openai_key: str = "",
    gemini_key: str = "",
    model: str = "",
    price: tuple[Decimal, ...] = (),
    network: bool = True,
) -> Found:
    """The model of the first key that is there. `model`, `price` (USD for a million tokens in and out):
    of OpenAI, or of what speaks as it does; empty: what the environment says, then the house's default."""
    if openai_key:
        from shared.ai import openai

        name = model or env.get("LEADREEL_OPENAI_MODEL", openai.MODEL)
        cost = Price(*price) if price else openai.PRICE
        url = bases.get("openai", openai.URL)
        if env.get("LEADREEL_OPENAI_API", "") == "chat":  # servers that know no Responses, Conversations and Files
            from shared.ai.compatible import Compatible

            chat = Compatible(openai_key, url=url, model=name, price=cost, network=network, timeout=PATIENCE)
            return Found(chat=chat)
        from shared.ai.openai_threads import OpenAIThreads

        return Found(threads=OpenAIThreads(openai_key, url=url, model=name, price=cost, network=network))
    if gemini_key:
        from shared.ai import gemini

        name, url = env.get("LEADREEL_GEMINI_MODEL", gemini.MODEL), bases.get("gemini", gemini.URL)
        return Found(chat=gemini.Gemini(gemini_key, url=url, model=name, network=network, timeout=PATIENCE))
    return Found()

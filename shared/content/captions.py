"""The text under a video: what is seen, a question or a call, hashtags. At most 2,200 characters and ten tags."""

import random
import re
from collections.abc import Iterable, Iterator
from typing import Final

from shared.content.families import Brand, Family, Sketch
from shared.content.seasons import Season
from shared.core.text import fold

LONGEST: Final = 2200
MOST_TAGS: Final = 10
_ASKS = {
    "teach": (
        "What would you add?",
        "Which one did you not know?",
        "Save it for the day you need it.",
        "Send it to somebody who starts tomorrow.",
    ),
    "prove": (
        "Would you have guessed?",
        "What is the first thing you see?",
        "Honest opinions are welcome.",
        "What should we make next?",
    ),
    "sell": (
        "Have something like it in mind? Write to us.",
        "Questions about a project of yours? Ask below.",
        "Tell us what you would change for yours.",
    ),
    "inspire": ("Keep it for a slow day.", "Who needs to hear this?", "What is yours?", "Pass it on."),
    "entertain": ("Watch it twice.", "Which moment is yours?", "More of this?"),
    "engage": ("Tell us below.", "One word is enough.", "We read every answer.", "Your turn."),
}
_COMMON = ("handmade", "makersgonnamake", "smallbusiness", "workshop", "madebyhand", "studio", "craft")


def caption_of(
    family: Family, sketch: Sketch, brand: Brand, season: Season, liked: Iterable[str], rng: random.Random
) -> str:
    asks = [ask for ask in _ASKS.get(family.intent, _ASKS["engage"]) if ask.rstrip(".") != sketch.hook]
    call = brand.call_to_action if brand.call_to_action and rng.random() < 0.5 else rng.choice(asks)
    opening = sketch.hook if sketch.hook.endswith((".", "?", "!")) else f"{sketch.hook}."
    who = f"\n\n{brand.handle}" if brand.handle and rng.random() < 0.4 else ""
    tags = " ".join(f"#{tag}" for tag in _tags(family, sketch, brand, season, liked, rng))
    body = f"{opening} {sketch.told}\n\n{call}{who}"
    return f"{body[: LONGEST - len(tags) - 2]}\n\n{tags}"


def _tags(
    family: Family, sketch: Sketch, brand: Brand, season: Season, liked: Iterable[str], rng: random.Random
) -> list[str]:
    """Its own first: what is seen, how it is told, then the brand's, what worked, the time of the year."""
    words = [word for word in fold(sketch.topic).split() if len(word) > 3]
    own = [*(["".join(words)] if 1 < len(words) <= 3 else []), *words[:2]]
    others = rng.sample(_COMMON, 2) if not brand.hashtags and not brand.niche else []
    every = [*own, *family.tags, *brand.hashtags[:4], fold(brand.niche), *liked, rng.choice(season.tags), *others]
    return list(dict.fromkeys(_clean(every)))[:MOST_TAGS]


def _clean(tags: Iterable[str]) -> Iterator[str]:
    for tag in tags:
        plain = re.sub(r"[^\w]|_", "", tag)[:28]
        if len(plain) > 2 and not plain.isdigit():
            yield plain

"""Families of videos: each a way to tell something with what is there. A new one is a function in `FAMILIES`."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from shared.content.model import Asset
from shared.content.seasons import Season
from shared.content.shelf import Shelf, Story
from shared.content.staging import Scene, Set

_MANY = 400  # assets among which one is drawn with care; of more, a sample stands for all


@dataclass(frozen=True, slots=True)
class Brand:
    """What is known of whom the videos are for. All may be empty; nothing is invented in its place."""

    handle: str = ""  # @…
    niche: str = ""  # a few words, such as "handmade furniture"
    hashtags: tuple[str, ...] = ()
    call_to_action: str = ""
    quotes: tuple[str, ...] = ()  # what clients really said, word for word
    tips: tuple[tuple[str, ...], ...] = ()  # each a title and what follows from it


@dataclass(frozen=True, slots=True)
class Sketch:
    """A video as its family thinks of it, before music, caption and reasons are added."""

    scenes: tuple[Scene, ...]
    hook: str  # what is read first
    told: str  # a sentence for the caption: what is seen
    angle: str  # why this works, a clause for the strategy
    topic: str = ""
    own_sound: bool = False  # its films are to be heard


class Picker:
    """Draws assets by chance: what nobody has seen yet and what is new comes up more often."""

    def __init__(self, rng: random.Random, weigh: Callable[[Asset], float]) -> None:
        self.rng, self._weigh = rng, weigh

    def some(self, assets: Sequence[Asset], count: int) -> list[Asset]:
        """At most `count` different ones."""
        pool = assets if len(assets) <= _MANY else self.rng.sample(list(assets), _MANY)
        drawn = sorted(pool, key=lambda one: self.rng.random() ** (1 / max(self._weigh(one), 1e-3)), reverse=True)
        return drawn[:count]

    def one(self, assets: Sequence[Asset]) -> Asset | None:
        return next(iter(self.some(assets, 1)), None)

    def story(self, stories: Sequence[Story]) -> Story | None:
        """One project; those whose pictures were used less come first."""
        if not stories:
            return None

        def weight(story: Story) -> float:
            seen = story.pictures[:20]
            return sum(map(self._weigh, seen)) / len(seen) if seen else 0.01

        pool = stories if len(stories) <= _MANY else self.rng.sample(list(stories), _MANY)
        return max(pool, key=lambda one: self.rng.random() ** (1 / max(weight(one), 1e-3)))

    def spread(self, assets: Sequence[Asset], count: int) -> list[Asset]:
        """At most `count`, evenly over their order, with the first and the last."""
        if len(assets) <= count:
            return list(assets)
        step = (len(assets) - 1) / max(1, count - 1)
        return [assets[round(number * step)] for number in range(count)]


@dataclass(frozen=True)
class Stage:
    """What a family works with."""

    shelf: Shelf
    set: Set
    pick: Picker
    season: Season
    brand: Brand = field(default_factory=Brand)

    @property
    def rng(self) -> random.Random:
        return self.set.rng

    def say(self, named: Sequence[str], plain: Sequence[str], topic: str = "") -> str:
        """One of the lines that name the topic, or one that needs none."""
        lines = (*named, *plain) if topic and not named else named if topic else plain
        return self.rng.choice(lines).replace("{topic}", topic).replace("{the}", _the(topic))

    @cached_property
    def whole_stories(self) -> tuple[Story, ...]:
        return tuple(one for one in self.shelf.stories if one.steps and (one.results or one.films))

    def stories(self, wanted: Callable[[Story], bool]) -> tuple[Story, ...]:
        return tuple(one for one in self.shelf.stories if wanted(one))


def _the(topic: str) -> str:
    """A topic within a sentence: right for one and for many.

    >>> _the("Oak table"), _the("DIY shelves")
    ('the oak table', 'the DIY shelves')
    """
    return f"the {topic if topic[:2].isupper() else topic[:1].lower() + topic[1:]}"


Make = Callable[[Stage], Sketch | None]
"""None when what it needs is not on the shelf."""


@dataclass(frozen=True, slots=True)
class Family:
    name: str
    intent: str  # teach, prove, inspire, entertain, engage, sell
    needs: str  # for people
    tags: tuple[str, ...]
    make: Make
    weight: float = 1.0


def families() -> Mapping[str, Family]:
    """All families by name."""
    from shared.content import families_films, families_photos, families_words

    every: Iterator[Family] = (
        one for room in (families_photos, families_films, families_words) for one in room.FAMILIES
    )
    return {one.name: one for one in every}

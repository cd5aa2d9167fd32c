"""Proposals without a language model: families of videos x what is in the bucket x what worked and what time it is.

The same inputs and seed give the same proposals. Nothing is invented about the work: counts are counted, clients'
words come from the configuration, and where nobody named a project the words do without a name.
"""

import math
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from shared.content.captions import caption_of
from shared.content.families import Brand, Family, Picker, Sketch, Stage, families
from shared.content.figures import Analytics
from shared.content.model import Asset, Inventory, PastDraft, Proposal
from shared.content.performance import Learned, learn
from shared.content.seasons import Season, season_of
from shared.content.shelf import ROLES, Role, Shelf, shelf_of
from shared.content.staging import THEMES, Canvas, Scene, Set
from shared.content.variety import NEAR_EQUAL, Print, nearest, print_of
from shared.core.codec import to_plain
from shared.core.ids import stable_id

SHORTEST, LONGEST = 6.0, 30.0  # seconds
_USUAL = 9.0  # seconds
_TRIES = 3  # of each family for one proposal
_LATELY = 12  # past drafts whose families are given a rest
_REMEMBERED = 200  # past drafts with which a new one is compared


@dataclass(frozen=True, slots=True)
class _Rated:
    """A proposal, how much it would be liked, and how unlike the others it is."""

    proposal: Proposal
    print: Print
    taste: float


class RuleProposer:
    """Makes drafts from what lies in the bucket."""

    name = "rules"

    def __init__(
        self,
        *,
        brand: Brand | None = None,
        canvas: Canvas | None = None,
        roles: Mapping[str, Role] = ROLES,
        south: bool = False,
        least: float = NEAR_EQUAL,
    ) -> None:
        """`south`: seasons of the southern half; `least`: below this distance to any other a proposal is dropped."""
        self._brand, self._canvas, self._roles = brand or Brand(), canvas or Canvas(), dict(roles)
        self._south, self._least = south, least
        self._families = families()

    def propose(
        self,
        inventory: Inventory,
        analytics: Mapping[str, Any] | Analytics | None,
        past: Sequence[PastDraft],
        count: int,
        now: datetime,
        seed: str | int,
    ) -> list[Proposal]:
        """At most `count`, the best first drawn; fewer when no more can be made that differ. See `lacking`."""
        shelf = shelf_of(inventory, self._roles)
        if shelf.empty:
            return []
        learned, season = (
            learn(to_plain(analytics) if isinstance(analytics, Analytics) else analytics, past, now),
            season_of(now.date(), south=self._south),
        )
        recent = sorted(past, key=lambda one: one.proposal.created_at, reverse=True)[:_REMEMBERED]
        prints = [print_of(one.proposal) for one in recent]
        lately = Counter(one.family for one in recent[:_LATELY])
        batch = stable_id("proposals", str(seed), now.isoformat())
        made: list[Proposal] = []
        for number in range(count):
            names = [str(one.facts["family"]) for one in made]
            found = self._best(_Order(shelf, learned, season, now, batch, f"{seed}/{number}", lately), prints, names)
            if found is None:
                break
            made.append(found.proposal)
            prints.append(found.print)
        return made

    def _best(self, order: "_Order", prints: Sequence[Print], names: Sequence[str]) -> _Rated | None:
        """Among a few of each family: who is liked and unlike the others."""
        best: tuple[float, _Rated] | None = None
        for rated in self._candidates(order, names):
            found, like = nearest(rated.print, prints)
            if found < self._least:
                continue
            worth = rated.taste * (0.35 + found)
            if best is None or worth > best[0]:
                facts = {**rated.proposal.facts, "nearest": like}
                best = worth, replace(rated, proposal=replace(rated.proposal, variety=round(found, 4), facts=facts))
        return best[1] if best else None

    def _candidates(self, order: "_Order", names: Sequence[str]) -> Iterator[_Rated]:
        for family in self._families.values():
            for attempt in range(_TRIES):
                rng = random.Random(stable_id("rule", order.seed, family.name, attempt))  # noqa: S311 - chance that can be repeated, no secret
                sketch = self._sketch(family, order, rng)
                if sketch is None:
                    break
                proposal = self._proposal(family, sketch, order, rng)
                if proposal is None:
                    continue
                again = 0.45 ** names.count(family.name)
                taste = order.taste(family, proposal.facts["seconds"]) * again * rng.uniform(0.6, 1.4)
                yield _Rated(proposal, print_of(proposal), taste)

    def _sketch(self, family: Family, order: "_Order", rng: random.Random) -> Sketch | None:
        scenery = Set(self._canvas, rng.choice(THEMES), rng, order.learned.pace, echo=rng.random() < 0.5)
        stage = Stage(order.shelf, scenery, Picker(rng, order.weight), order.season, self._brand)
        return family.make(stage)

    def _proposal(self, family: Family, sketch: Sketch, order: "_Order", rng: random.Random) -> Proposal | None:
        """None when it would be shorter or longer than a reel should be."""
        seconds = length_of(sketch.scenes)
        if not SHORTEST <= seconds <= LONGEST:
            return None
        music = Picker(rng, order.weight).one(order.shelf.music)
        movie = _movie(self._canvas, sketch, music, seconds, rng)
        names = tuple(_sources(movie))
        caption = caption_of(family, sketch, self._brand, order.season, order.learned.tags, rng)
        return Proposal(
            id=stable_id("proposal", order.batch, family.name, *names, sketch.hook, caption),
            batch=order.batch,
            created_at=order.now,
            strategy=_strategy(family, sketch, order),
            intent=family.intent,
            caption=caption,
            resources=names,
            movie=movie,
            source="rules",
            facts={
                "family": family.name,
                "hook": sketch.hook,
                "topic": sketch.topic,
                "seconds": seconds,
                "season": order.season.occasion or order.season.month,
                "music": music.name if music else "",
                **({"post_at": order.learned.slot.told} if order.learned.slot else {}),
            },
        )


@dataclass(frozen=True, slots=True)
class _Order:
    """What one proposal is made from."""

    shelf: Shelf
    learned: Learned
    season: Season
    now: datetime
    batch: str
    seed: str
    lately: Mapping[str, int]  # family → how many of the last drafts

    def weight(self, asset: Asset) -> float:
        """How gladly an asset is taken: unused, new, liked."""
        age = max(0.0, (self.now - asset.updated).total_seconds() / 86_400)
        fresh = 0.5 + 1 / (1 + age / 30)
        return fresh * self.learned.resources.get(asset.name, 1.0) / (1 + 2 * self.learned.used.get(asset.name, 0.0))

    def taste(self, family: Family, seconds: float) -> float:
        learned = self.learned
        length = math.pow(seconds / _USUAL, 4 * (learned.pace - 1))  # who found videos too long is shown shorter ones
        words = 0.5 if learned.wordless and family.intent in {"teach", "inspire"} and family.name in _WORDY else 1.0
        season = 1.3 if family.name == "season_greeting" else 1.0
        again = 1 / (1 + 0.6 * self.lately.get(family.name, 0))
        liked = learned.families.get(family.name, 1.0) * math.sqrt(learned.intents.get(family.intent, 1.0))
        return family.weight * liked * words * season * again * length


_WORDY: Final = {"three_tips", "quote_over_film"}


def _movie(canvas: Canvas, sketch: Sketch, music: Asset | None, seconds: float, rng: random.Random) -> dict[str, Any]:
    movie: dict[str, Any] = {
        "resolution": "custom",
        "width": canvas.width,
        "height": canvas.height,
        "fps": 30,
        "quality": "high",
        "scenes": list(sketch.scenes),
    }
    if music is not None:
        movie["elements"] = [_heard(music, seconds, rng)]
    elif sketch.own_sound:
        for scene in movie["scenes"]:
            scene["elements"] = [_loud(element) for element in scene["elements"]]
    return movie


def _heard(music: Asset, seconds: float, rng: random.Random) -> dict[str, Any]:
    """The piece under the whole movie; a longer one is not always heard from its beginning."""
    whole = music.duration or 0.0
    made: dict[str, Any] = {"type": "audio", "src": music.name, "volume": 0.7, "fade-in": 0.2, "fade-out": 1.2}
    if whole > seconds + 1:
        room = whole - seconds - 0.5
        made["seek"] = round(rng.choice((0.0, 0.0, room * 0.25, room * 0.5)), 1)
        return {**made, "duration": round(seconds, 2)}
    return {**made, "duration": round(seconds, 2), "loop": -1}


def _loud(element: dict[str, Any]) -> dict[str, Any]:
    """The film that is looked at is heard; its darkened copy behind it is not."""
    if element.get("type") != "video" or "correction" in element:
        return element
    return {**element, "muted": False, "volume": 1, "fade-in": 0.15, "fade-out": 0.15}


def length_of(scenes: Sequence[Scene]) -> float:
    """Seconds of the whole: a transition is shared by two scenes."""
    shared = sum(float(scene["transition"]["duration"]) for scene in scenes[1:] if "transition" in scene)
    return round(sum(float(scene["duration"]) for scene in scenes) - shared, 2)


def _sources(movie: Mapping[str, Any]) -> Iterator[str]:
    """Each asset once, in order of appearance."""
    places = [*movie["scenes"], movie]
    found = [element["src"] for place in places for element in place.get("elements", ()) if "src" in element]
    yield from dict.fromkeys(found)


def _strategy(family: Family, sketch: Sketch, order: _Order) -> str:
    """One sentence: why this, and why now."""
    learned = order.learned
    worked = learned.families.get(family.name, 1.0)
    why = sketch.angle[:1].upper() + sketch.angle[1:]
    if worked >= 1.15:
        return f"{why}; videos like it did better than the account's middle."
    if learned.slot is not None:
        return f"{why}; posts of {learned.slot.told} reached {learned.slot.lift:g} times the middle."
    if order.season.occasion and family.name != "season_greeting":
        return f"{why}, with {order.season.occasion} near."
    return f"{why}."


def lacking(inventory: Inventory, roles: Mapping[str, Role] = ROLES) -> tuple[str, ...]:
    """What a person could add, most useful first; the first says so when nothing can be made at all."""
    shelf = shelf_of(inventory, dict(roles))
    told = []
    broken = sum(bool(asset.problem) for asset in inventory.assets)
    if shelf.empty:
        there = (
            f" ({broken} of {len(inventory.assets)} files cannot be used, see `leadreel inventory`)" if broken else ""
        )
        told.append(
            f"nothing to make from{there}: put photos or films into {_folders(roles, 'film', 'result', 'step')}"
        )
    if not shelf.music:
        told.append(f"no music: put pieces that you may use into {_folders(roles, 'music')}")
    if shelf.photos and not any(story.steps and story.results for story in shelf.stories):
        told.append(
            "no project with steps and a result: give its folders in the step and result folders the same name,"
            " such as wip_photos/oak-table and completed_works/oak-table"
        )
    if not shelf.empty and not shelf.films:
        told.append(f"no films: put some into {_folders(roles, 'film')}")
    return tuple(told)


def _folders(roles: Mapping[str, Role], *wanted: Role) -> str:
    names = [f"{folder}/" for folder, role in roles.items() if role in wanted]
    return ", ".join(names) or "the content bucket"

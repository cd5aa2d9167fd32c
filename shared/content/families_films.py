"""Videos told by films: cut to music, walked through, counted down, a thought over moving pictures."""

from shared.content.families import Family, Sketch, Stage
from shared.content.model import Asset
from shared.content.staging import Scene


def music_montage(stage: Stage) -> Sketch | None:
    films, photos = stage.shelf.films, stage.shelf.photos
    if len(films) + len(photos) < 5 or not stage.shelf.music:
        return None
    make = stage.set
    count = stage.rng.randint(7, 12)
    chosen = stage.pick.some(films, count // 2 + 1)
    chosen += stage.pick.some(photos, count - len(chosen))
    stage.rng.shuffle(chosen)
    beat = stage.rng.choice((0.6, 0.75, 0.9, 1.1))
    hook = stage.rng.choice(
        ("Blink and you miss it", "Sound on", "Lately", "In between", "Bits and pieces", "No words")
    )
    opening = make.scene(1.8, _cut(stage, chosen[0], 1.8), make.title(hook, chosen[0]))
    cuts = [
        make.scene(length := beat * (2 if number % 4 == 3 else 1), _cut(stage, one, length))
        for number, one in enumerate(chosen[1:])
    ]
    last = make.beat(1.8)
    closing = make.scene(last, _cut(stage, chosen[0], last, late=True), enter=True)
    return Sketch((opening, *cuts, closing), hook, f"{len(chosen)} moments, cut to one beat.", _MONTAGE)


def film_walk(stage: Stage) -> Sketch | None:
    """One film in three stretches, each with its own line."""
    story = stage.pick.story(stage.stories(lambda one: any((film.duration or 0) >= 6 for film in one.films)))
    film = stage.pick.one([one for one in story.films if (one.duration or 0) >= 6]) if story else None
    if story is None or film is None:
        return None
    make, whole = stage.set, film.duration or 6.0
    hook = stage.say(
        ("{topic}, in motion", "Come and see: {topic}", "A moment with {the}", "{topic}, up close"),
        ("Come with us", "A minute in our day", "Right now, here", "See for yourself"),
        story.topic,
    )
    length = round(min(4.5, whole / 3.2), 2)
    starts = (0.0, (whole - length) / 2, whole - length - 0.1)
    lines = stage.rng.choice(
        (("How it starts", "How it goes on", "How it ends"), ("First", "Then", "At last"), ("Look", "Closer", "There"))
    )
    scenes = []
    for number, (seek, line) in enumerate(zip(starts, lines, strict=True)):
        words = make.title(hook, film) if not number else make.line(line, at=0.66)
        scenes.append(
            make.scene(length, make.picture(film, seconds=length, seek=max(0.0, seek)), words, enter=number > 0)
        )
    return Sketch(tuple(scenes), hook, "Three looks at one moment.", _WALK, story.topic, own_sound=bool(film.sounds))


def quote_over_film(stage: Stage) -> Sketch | None:
    grounds = stage.shelf.films or stage.shelf.photos
    ground = stage.pick.one(grounds)
    if ground is None:
        return None
    make = stage.set
    own = bool(stage.brand.quotes) and stage.rng.random() < 0.6
    text, who = (
        (stage.rng.choice(stage.brand.quotes), "A client, in their own words") if own else stage.rng.choice(_QUOTES)
    )
    parts = _halves(text)
    length = max(6.2, make.reading(text) + 1.5)
    if ground.kind == "video" and (ground.duration or 0) < length:
        ground = max(stage.shelf.films, key=lambda film: (film.duration or 0, film.name))
    room = ground.duration or length if ground.kind == "video" else length
    length = round(max(6.0, min(length, room)), 2)
    first = round(length * (0.45 if len(parts) > 1 else 1), 2)
    at, size = stage.rng.choice((0.24, 0.34)), 8.0 if len(text) < 60 else 6.6
    scenes: list[Scene] = []
    seek = 0.0
    for number, (part, seconds) in enumerate(zip(parts, (first, length - first), strict=False)):
        words = [make.headline(part, at=at, size=size)]
        if number == len(parts) - 1:
            words.append(make.line(who, at=0.70, size=3.8, start=0.4))
        scenes.append(make.scene(seconds, _behind(stage, ground, seconds, seek), words))
        seek += seconds
    return Sketch(tuple(scenes), text, "A thought to keep." if not own else "Their words, not ours.", _QUOTE)


def countdown(stage: Stage) -> Sketch | None:
    pool = [asset for story in stage.shelf.stories for asset in (*story.results, *story.films)]
    count = min(stage.rng.choice((3, 3, 4, 5)), len(pool))
    chosen = stage.pick.some(pool, count)
    if len(chosen) < 3:
        return None
    make = stage.set
    what = stage.rng.choice(("Our top {n}", "{n} we are proud of", "{n} favourites so far", "Count down with us: {n}"))
    hook = what.replace("{n}", str(len(chosen)))
    opening = make.scene(1.8, _behind(stage, chosen[-1], 1.8, 0.0), make.headline(hook, at=0.34, size=11))
    scenes = [opening]
    for left, one in zip(range(len(chosen), 0, -1), chosen, strict=True):
        length = make.beat(2.0 if left > 1 else 3.2)
        scenes.append(
            make.scene(length, _cut(stage, one, length), make.headline(str(left), at=0.145, size=16), enter=True)
        )
    return Sketch(tuple(scenes), hook, f"{len(chosen)} works; number one is a matter of taste.", _COUNT)


def _cut(stage: Stage, asset: Asset, seconds: float, *, late: bool = False) -> list[dict[str, object]]:
    """A piece of a film from wherever it is long enough, or a photo."""
    whole = asset.duration or 0.0
    seek = 0.0
    if asset.kind == "video" and whole > seconds + 0.2:
        seek = (whole - seconds - 0.1) * (1.0 if late else stage.rng.random())
    return stage.set.picture(asset, seconds=seconds, seek=seek)


def _behind(stage: Stage, asset: Asset, seconds: float, seek: float) -> list[dict[str, object]]:
    """Darkened, so that words can be read over it."""
    whole = asset.duration or 0.0
    seek = seek if asset.kind != "video" or seek + seconds <= whole else max(0.0, whole - seconds)
    return stage.set.picture(asset, seconds=seconds, seek=seek, dim=0.22)


def _halves(text: str) -> list[str]:
    """A longer sentence in two parts, where it takes breath."""
    for mark in (". ", "; ", ", ", ": "):
        head, found, tail = text.partition(mark)
        if found and len(head) >= 10 and len(tail) >= 10:
            return [head + mark.strip(), tail]
    return [text]


_MONTAGE = "quick cuts to music are watched again, and repeats count as views"
_WALK = "a moment as it was filmed feels close and needs no explaining"
_QUOTE = "a short thought over moving pictures is shared by those who agree"
_COUNT = "a countdown makes people wait for number one"
_QUOTES = (  # proverbs, and words whose authors died long ago
    ("Measure twice, cut once.", "Carpenters' proverb"),
    ("Well begun is half done.", "Proverb"),
    ("Slow is smooth, and smooth is fast.", "Saying"),
    ("The details are not the details; they make the design.", "after Charles Eames"),
    ("Little by little, one travels far.", "Proverb"),
    ("What is worth doing is worth doing well.", "Proverb"),
    ("Have nothing in your house that you do not know to be useful, or believe to be beautiful.", "William Morris"),
    ("Many hands make light work.", "Proverb"),
    ("Rome was not built in a day.", "Proverb"),
    ("Practice makes the master.", "Proverb"),
    ("A thing of beauty is a joy for ever.", "John Keats"),
    ("Nothing great was ever achieved without enthusiasm.", "Ralph Waldo Emerson"),
)
FAMILIES = (
    Family(
        "music_montage",
        "entertain",
        "five films or photos, and music",
        ("montage", "dayinthelife"),
        music_montage,
        1.1,
    ),
    Family("film_walk", "entertain", "a film of at least six seconds", ("watchthis", "inmotion"), film_walk, 1.1),
    Family("quote_over_film", "inspire", "a film, or a photo", ("words", "mindset"), quote_over_film, 0.8),
    Family("countdown", "entertain", "three results or films", ("top", "favourites"), countdown),
)

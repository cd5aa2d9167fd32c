"""Videos told by photos: from the beginning to the end, one work looked at closely, many side by side."""

from shared.content.families import Family, Sketch, Stage
from shared.content.shelf import Story


def before_after(stage: Stage) -> Sketch | None:
    story = stage.pick.story(stage.whole_stories)
    if story is None:
        return None
    make, first = stage.set, story.steps[0]
    last = stage.pick.one(story.results) or story.films[0]
    hook = stage.say(
        (
            "{topic}: wait for the end",
            "How {the} began",
            "{topic}, before and after",
            "{topic}, then and now",
        ),
        ("Wait for the end", "This is how it began", "Before. And after.", "Same place, new life"),
        story.topic,
    )
    opening = make.scene(make.reading(hook, least=2.0), make.picture(first), make.title(hook, first))
    both = [make.boxed(first, (0, 0, 1, 0.5)), make.boxed(last, (0, 0.5, 1, 0.5), seconds=2.6)]
    split = make.scene(2.6, both, make.line("Before", at=0.40), make.line("After", at=0.53), enter=True)
    length = make.beat(3.2)
    reveal = make.scene(
        length, make.picture(last, seconds=length), make.line(stage.rng.choice(_ENDS), at=0.67), enter=True
    )
    middle = [
        make.scene(make.beat(1.1), make.picture(step), enter=True)
        for step in stage.pick.spread(story.steps[1:], stage.rng.choice((0, 1, 2)))
    ]
    scenes = stage.rng.choice(((opening, *middle, split, reveal), (opening, *middle, reveal, split)))
    return Sketch(
        scenes, hook, f"{_count(story)} between the first picture and the last.", _ANGLES["before_after"], story.topic
    )


def process_reel(stage: Stage) -> Sketch | None:
    story = stage.pick.story(stage.stories(lambda one: len(one.steps) >= 3))
    if story is None:
        return None
    make = stage.set
    steps = stage.pick.spread(story.steps, stage.rng.randint(3, 7))
    hook = stage.say(
        ("How we made {the}", "{topic}, step by step", "Making of: {topic}", "What it takes: {topic}"),
        ("How it is made", "Step by step", "What it really takes", "The part nobody sees"),
        story.topic,
    )
    opening = make.scene(make.reading(hook, least=1.8), make.picture(steps[0]), make.title(hook, steps[0]))
    pace, counted = make.beat(stage.rng.choice((0.9, 1.2, 1.5))), stage.rng.random() < 0.6
    numbered = [
        make.scene(
            pace,
            make.picture(step),
            make.line(f"{number} / {len(steps)}", at=0.70, size=4.4) if counted else [],
            enter=stage.rng.random() < 0.35,
        )
        for number, step in enumerate(steps, 1)
    ]
    scenes = [opening, *(numbered if counted else numbered[1:])]
    last = stage.pick.one(story.results)
    if last:
        length = make.beat(2.8)
        scenes.append(make.scene(length, make.picture(last), make.headline("Done.", at=0.66, size=8), enter=True))
    return Sketch(tuple(scenes), hook, f"{_count(story)} of work in one take.", _ANGLES["process_reel"], story.topic)


def single_reveal(stage: Stage) -> Sketch | None:
    story = stage.pick.story(stage.stories(lambda one: bool(one.results)))
    work = stage.pick.one(story.results) if story else None
    if story is None or work is None:
        return None
    make = stage.set
    hook = stage.say(
        ("Guess what this is", "Look closer", "{topic}: look closer", "The details of {the}"),
        ("Guess what this is", "Look closer", "Can you tell what this is?", "One detail at a time"),
        story.topic,
    )
    spots = stage.rng.sample(_SPOTS, 2 + (stage.rng.random() < 0.5))
    details = [
        make.scene(make.beat(1.5), make.detail(work, spot), make.headline(hook) if not number else [], enter=number > 0)
        for number, spot in enumerate(spots)
    ]
    details[0]["duration"] = make.reading(hook, least=2.0)
    name = story.topic or stage.rng.choice(("Finished.", "Here it is.", "The whole of it."))
    whole = make.scene(make.beat(3.4, 2.4), make.picture(work), make.line(name, at=0.68, size=6, start=0.5), enter=True)
    return Sketch((*details, whole), hook, "First the details, then the whole.", _ANGLES["single_reveal"], story.topic)


def collage(stage: Stage) -> Sketch | None:
    photos = stage.pick.some(stage.shelf.photos, 6)
    story = stage.pick.story(stage.stories(lambda one: len(one.photos) >= 4))
    if story and stage.rng.random() < 0.6:
        photos = stage.pick.some(story.photos, 6)
    else:
        story = None
    if len(photos) < 4:
        return None
    make = stage.set
    grid = stage.rng.choice([grid for grid in _GRIDS if len(grid) <= len(photos)])
    hook = stage.say(
        ("{topic}, from every side", "All of {the}", "{topic} in {count} pictures"),
        ("A look at our wall", "Lately", "{count} pictures, no words", "Which one is yours?", "From the workshop"),
        story.topic if story else "",
    ).replace("{count}", str(len(grid)))
    opening = make.scene(make.reading(hook, least=1.8), make.picture(photos[0], dim=0.25), make.headline(hook, at=0.36))
    steps = [
        make.boxed(photo, box, start=round(0.35 * number, 2), **{"fade-in": 0.2})
        for number, (photo, box) in enumerate(zip(photos, grid, strict=False))
    ]
    wall = make.scene(0.35 * len(steps) + make.beat(2.8), steps, enter=True)
    extra = photos[len(grid) :][:1]
    closing = [make.scene(make.beat(2.0), make.picture(one), enter=True) for one in extra]
    return Sketch(
        (opening, wall, *closing),
        hook,
        f"{len(grid)} pictures, side by side.",
        _ANGLES["collage"],
        story.topic if story else "",
    )


def project_slate(stage: Stage) -> Sketch | None:
    """A project in three slates: what was there, what was done, what is there now. Numbers are counted, not made up."""
    story = stage.pick.story(tuple(one for one in stage.whole_stories if one.topic))
    if story is None:
        return None
    make = stage.set
    last = stage.pick.one(story.results) or story.films[0]
    hook = f"Project: {story.topic}"
    slates = (
        ("The start", story.steps[0]),
        (
            f"The work: {len(story.steps)} stage{'s' * (len(story.steps) > 1)}",
            stage.pick.one(story.steps[1:]) or story.steps[0],
        ),
    )
    opening = make.scene(
        make.reading(hook, least=2.2),
        make.bare("Project", at=0.33, size=6, color=make.theme.accent),
        make.bare(story.topic, at=0.385, size=13),
    )
    middle = [
        make.scene(make.beat(2.3), make.picture(photo), make.line(text, at=0.16, size=6), enter=True)
        for text, photo in slates
    ]
    length = make.beat(3.4)
    closing = make.scene(
        length, make.picture(last, seconds=length), make.line("The result", at=0.16, size=6), enter=True
    )
    return Sketch(
        (opening, *middle, closing),
        hook,
        f"From the start to the result, {_count(story)} in between.",
        _ANGLES["project_slate"],
        story.topic,
    )


def this_or_that(stage: Stage) -> Sketch | None:
    results = [asset for story in stage.shelf.stories for asset in story.results]
    pair = stage.pick.some(results if len(results) >= 2 else stage.shelf.photos, 2)
    if len(pair) < 2:
        return None
    make = stage.set
    hook = stage.rng.choice(("This or that?", "A or B?", "Only one can stay", "Which would you take?", "Pick one"))
    labels = stage.rng.choice((("A", "B"), ("1", "2"), ("Left", "Right")))
    asking = make.scene(
        make.beat(1.6),
        make.bare(hook, at=0.34, size=15),
        make.bare("Answer below", at=0.56, size=5.6, color=make.theme.accent),
    )
    if labels[0] == "Left" or stage.rng.random() < 0.3:
        boxes, marks = ((0.0, 0.0, 0.5, 1.0), (0.5, 0.0, 0.5, 1.0)), ("left", "right")
        labels = ("Left", "Right")
    else:
        boxes, marks = ((0.0, 0.0, 1.0, 0.5), (0.0, 0.5, 1.0, 0.5)), ("top", "foot")
    singles = [
        make.scene(make.beat(1.8), make.picture(one), make.headline(label, at=0.62, size=14), enter=True)
        for one, label in zip(pair, labels, strict=True)
    ]
    both = [make.boxed(one, box) for one, box in zip(pair, boxes, strict=True)]
    heights = (0.40, 0.53) if marks[0] == "top" else (0.64, 0.64)
    names = [
        _mark(make.line(label, at=at, size=6), side, make.canvas.width)
        for label, at, side in zip(labels, heights, marks, strict=True)
    ]
    deciding = make.scene(
        make.beat(3.4, 2.6), both, names, make.headline("Your choice?", at=0.17, size=7.5), enter=True
    )
    return Sketch((asking, *singles, deciding), hook, "Two of ours; one comment decides.", _ANGLES["this_or_that"], "")


def _mark(element: dict[str, object], side: str, width: int) -> dict[str, object]:
    """A label over its half of the picture."""
    if side in {"left", "right"}:
        element |= {"x": 0 if side == "left" else width // 2, "width": width // 2}
    return element


def _count(story: Story) -> str:
    steps = len(story.steps)
    return f"{steps} photo{'s' * (steps != 1)}"


_ENDS = ("Done.", "And now.", "Finished.", "Worth the wait.", "That is it.")
_SPOTS = ((0.3, 0.3, 2.4), (0.7, 0.4, 2.6), (0.5, 0.65, 2.2), (0.35, 0.7, 2.8), (0.6, 0.25, 3.0))
_GRIDS = (
    ((0.0, 0.0, 1.0, 0.34), (0.0, 0.34, 0.5, 0.33), (0.5, 0.34, 0.5, 0.33), (0.0, 0.67, 1.0, 0.33)),
    ((0.0, 0.0, 0.5, 0.5), (0.5, 0.0, 0.5, 0.5), (0.0, 0.5, 0.5, 0.5), (0.5, 0.5, 0.5, 0.5)),
    ((0.0, 0.0, 0.6, 0.4), (0.6, 0.0, 0.4, 0.4), (0.0, 0.4, 0.4, 0.3), (0.4, 0.4, 0.6, 0.3), (0.0, 0.7, 1.0, 0.3)),
    ((0.0, 0.0, 1.0, 0.25), (0.0, 0.25, 1.0, 0.25), (0.0, 0.5, 1.0, 0.25), (0.0, 0.75, 1.0, 0.25)),
)
_ANGLES = {
    "before_after": "the difference is understood without sound and watched to the end",
    "process_reel": "work seen step by step keeps people watching and shows that it is done by hand",
    "single_reveal": "details first make people stay until they see the whole",
    "collage": "many pictures at once show breadth and are looked at twice",
    "project_slate": "a project told from start to result answers what a client would ask",
    "this_or_that": "a choice between two is answered in a second, and comments carry a video further",
}
FAMILIES = (
    Family(
        "before_after",
        "prove",
        "step photos and a result of one project",
        ("beforeandafter", "transformation"),
        before_after,
        1.2,
    ),
    Family(
        "process_reel", "teach", "three step photos of one project", ("process", "behindthescenes"), process_reel, 1.1
    ),
    Family("single_reveal", "prove", "a photo of a completed work", ("details", "reveal"), single_reveal),
    Family("collage", "inspire", "four photos", ("portfolio", "moodboard"), collage, 0.8),
    Family("project_slate", "sell", "a named project with steps and a result", ("project", "casestudy"), project_slate),
    Family("this_or_that", "engage", "two photos", ("thisorthat", "yourchoice"), this_or_that),
)

"""Videos told by words: tips, a question that makes people answer, something for the season."""

from shared.content.families import Family, Sketch, Stage
from shared.content.staging import Scene


def three_tips(stage: Stage) -> Sketch | None:
    grounds = stage.pick.some(stage.shelf.photos or stage.shelf.films, 4)
    if not grounds:
        return None
    make = stage.set
    title, *tips = stage.rng.choice(stage.brand.tips or _TIPS)
    cards = stage.rng.random() < 0.45  # cards of one colour, else over pictures
    scenes: list[Scene] = [
        make.scene(
            make.reading(title, least=2.0), make.picture(grounds[0], seconds=2.5, dim=0.2), make.headline(title, at=0.3)
        )
    ]
    for number, tip in enumerate(tips[:4], 1):
        seconds = make.beat(make.reading(tip, least=2.4), 2.0)
        if cards:
            words = [
                make.bare(str(number), at=0.24, size=26, color=make.theme.accent),
                make.bare(tip, at=0.46, size=7.2),
            ]
            scenes.append(make.scene(seconds, words, enter=True))
            continue
        ground = grounds[number % len(grounds)]
        held = [make.headline(str(number), at=0.2, size=16), make.line(tip, at=0.42, size=6.4, start=0.2)]
        scenes.append(make.scene(seconds, make.picture(ground, seconds=seconds, dim=0.3), held, enter=True))
    last = make.beat(2.2)
    scenes.append(
        make.scene(
            last,
            make.picture(grounds[-1], seconds=last, dim=0.1),
            make.headline("Save this for later", at=0.36, size=8),
            enter=True,
        )
    )
    count = len(tips[:4])
    return Sketch(
        tuple(scenes),
        title,
        f"{count} things worth knowing: {'; '.join(tip.rstrip('.').lower() for tip in tips[:4])}.",
        _TEACH,
    )


def question_hook(stage: Stage) -> Sketch | None:
    story = stage.pick.story(stage.stories(lambda one: bool(one.results or one.films)))
    if story is None:
        return None
    answer = stage.pick.one((*story.results, *story.films))
    begin = stage.pick.one(story.steps) or answer
    if answer is None or begin is None:
        return None
    make = stage.set
    hook = stage.say(
        (
            "Would you have kept {the}?",
            "How long did {the} take?",
            "What would you change about {the}?",
            "Be honest: {the}?",
        ),
        (
            "Would you have dared?",
            "How long did this take?",
            "What would you change?",
            "Too much, or just right?",
            "Would you live with this?",
        ),
        story.topic,
    )
    asking = make.reading(hook, least=2.4)
    showing = make.beat(3.6, 2.8)
    scenes = (
        make.scene(asking, make.picture(begin, seconds=asking, dim=0.18), make.headline(hook, at=0.28)),
        make.scene(showing, make.picture(answer, seconds=showing), enter=True),
        make.scene(
            2.0,
            make.picture(answer, seconds=2.0, dim=0.3),
            make.headline("Tell us below", at=0.36, size=10),
            make.line(stage.rng.choice(_ASKS), at=0.56),
            enter=True,
        ),
    )
    return Sketch(scenes, hook, "One question, and we read every answer.", _ASK, story.topic)


def season_greeting(stage: Stage) -> Sketch | None:
    """Only when there is something to count the days to, or a month that has just begun."""
    visuals = stage.pick.some((*stage.shelf.photos, *stage.shelf.films), 3)
    if not visuals or not stage.season.occasion:
        return None
    make, season = stage.set, stage.season
    hook = season.line
    asking = make.reading(hook, least=2.2)
    middle = [
        make.scene(length := make.beat(1.7), make.picture(one, seconds=length), enter=True) for one in visuals[1:]
    ]
    closing = stage.rng.choice(
        ("Made for days like these", "Something to look forward to", "Plan yours now", "There is still time")
    )
    last = make.beat(2.6)
    scenes = (
        make.scene(asking, make.picture(visuals[0], seconds=asking, dim=0.2), make.headline(hook, at=0.28)),
        *middle,
        make.scene(last, make.picture(visuals[0], seconds=last), make.line(closing, at=0.66), enter=True),
    )
    return Sketch(scenes, hook, f"{closing}.", f"it speaks of {season.occasion} while people have it in mind")


_ASKS = ("Every answer counts", "We read every comment", "One word is enough", "Be honest")
_TEACH = "tips are saved for later, and saves tell the platform that a video is useful"
_ASK = "a question in the first second is answered in the comments"
_TIPS = (
    (
        "Before you start a project",
        "Write down what must not change",
        "Take photos from the same spot",
        "Add a fifth to the time you planned",
    ),
    ("3 mistakes to avoid", "Starting without a drawing", "Buying before measuring", "Hurrying the last coat"),
    (
        "How to brief a maker",
        "Show what you like, and what you do not",
        "Name your budget first",
        "Say what it is for, not how it looks",
    ),
    ("What makes work last", "Good joints, not more screws", "Surfaces that may age", "Parts that can be replaced"),
    (
        "Photos that sell your work",
        "Daylight from one side",
        "A plain background",
        "One picture with a hand in it, for scale",
    ),
    ("Small things, large effect", "Round the edges people touch", "Hide every cable", "Leave some space empty"),
    ("When to ask a professional", "If it carries weight", "If it carries water", "If you would do it twice"),
    ("Plan like a workshop", "The longest job first", "One thing finished before two begun", "Clean up every evening"),
    (
        "Choosing materials",
        "Touch it before you order it",
        "Look at it in evening light",
        "Ask how it looks in ten years",
    ),
    (
        "How to finish what you start",
        "Make the next step tiny",
        "Show somebody the half of it",
        "Set a day, and invite people",
    ),
)
FAMILIES = (
    Family("three_tips", "teach", "a photo or a film", ("tips", "howto"), three_tips),
    Family("question_hook", "engage", "a result, or a film", ("question", "yourturn"), question_hook),
    Family("season_greeting", "engage", "photos or films, and an occasion near", ("season",), season_greeting, 0.9),
)

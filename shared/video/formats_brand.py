"""A brand on any timeline: logo in a corner, a strip of colour, an intro before and an outro behind."""

from dataclasses import dataclass, replace

from shared.video.checks import check
from shared.video.formats import Safe
from shared.video.overlays import laid_over
from shared.video.timeline import (
    Asset,
    Canvas,
    Clip,
    Fill,
    Picture,
    Scene,
    Shape,
    Text,
    Timeline,
    Track,
    Transition,
)


@dataclass(frozen=True, slots=True)
class Brand:
    """What a company looks like. `logo_shape`: width by height of the logo."""

    primary: str = "#0f766e"
    secondary: str = "#0c2f3a"
    accent: str = "#fbbf24"
    text: str = "#ffffff"
    family: str = ""
    logo: Asset | None = None
    logo_shape: float = 1.0
    intro: str = ""  # words of the first card; empty: none
    outro: str = ""  # words of the last card; empty: none
    link: str = ""  # below the outro


_CARD = 2.0  # seconds
_PASSAGE = 0.4


def branded(timeline: Timeline, brand: Brand, safe: Safe | None = None) -> Timeline:
    """The timeline with the brand's logo over it, between its cards. Sounds move with their pictures."""
    canvas, safe = timeline.canvas, safe or Safe()
    made = laid_over(timeline, _logo(brand, timeline, safe)) if brand.logo else timeline
    scenes, shift = list(made.scenes), 0
    passage = Transition("fade", max(1, canvas.frames(_PASSAGE)))
    if brand.intro:
        card = _card("intro", brand.intro, "", brand, canvas, safe)
        scenes[0] = _joined(scenes[0], passage)
        shift = card.length - (scenes[0].enter.length if scenes[0].enter else 0)
        scenes.insert(0, card)
    if brand.outro:
        card = _card("outro", brand.outro, brand.link, brand, canvas, safe)
        fits = min(passage.length, scenes[-1].length // 3)
        scenes.append(replace(card, enter=replace(passage, length=fits) if fits else None))
    sounds = tuple(replace(sound, start=sound.start + shift) for sound in made.sounds)
    return check(Timeline(canvas, tuple(scenes), sounds))


def _joined(scene: Scene, passage: Transition) -> Scene:
    fits = min(passage.length, scene.length // 3)
    return replace(scene, enter=replace(passage, length=fits)) if fits else scene


def _logo(brand: Brand, timeline: Timeline, safe: Safe) -> tuple[Clip, ...]:
    assert brand.logo is not None
    canvas = timeline.canvas
    left, top, wide, _ = safe.box(canvas)
    high = round(min(canvas.width, canvas.height) * 0.1)
    across = max(2, min(round(high * brand.logo_shape), wide // 3))
    clip = Clip(
        Picture(brand.logo, "contain"), 0, timeline.length, left + wide, top, "right", width=across, height=high
    )
    return (replace(clip, opacity=0.92, name="logo"),)


def _card(name: str, words: str, link: str, brand: Brand, canvas: Canvas, safe: Safe) -> Scene:
    length = canvas.frames(_CARD)
    left, top, wide, high = safe.box(canvas)
    unit, middle = min(canvas.width, canvas.height) / 720, left + wide // 2
    title = Text(words, round(64 * unit), brand.text, width=wide, lines=3, align="center", family=brand.family)
    line = Shape("box", brand.accent, radius=round(5 * unit))
    clips = [
        Clip(title, 0, length, middle, top + round(high * 0.48), "center", "bottom", fade_in=canvas.frames(0.4)),
        Clip(
            line,
            *(0, length, middle, top + round(high * 0.48 + 18 * unit), "center"),
            width=round(130 * unit),
            height=round(9 * unit),
        ),
    ]
    if link:
        below = Text(link, round(34 * unit), brand.text, bold=False, width=wide, align="center", family=brand.family)
        clips.append(Clip(below, 0, length, middle, top + round(high * 0.48 + 56 * unit), "center"))
    if brand.logo:
        from shared.video.drawing import draw_text

        image, margin = draw_text(title, wide)
        size, foot = round(120 * unit), round(high * 0.48 - (image.height - 2 * margin) - 26 * unit)
        across = max(2, min(round(size * brand.logo_shape), wide))
        place = Clip(
            Picture(brand.logo, "contain"),
            0,
            length,
            middle,
            top + foot,
            "center",
            "bottom",
            width=across,
            height=size,
        )
        clips.append(place)
    ground = Track("background", (Clip(Fill(brand.primary, brand.secondary), 0, length),))
    return Scene(name, length, (ground, Track(name, tuple(clips))))

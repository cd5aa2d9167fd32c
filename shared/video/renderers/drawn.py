"""Stills of a timeline as RGBA pictures in their places, for the renderers that lay pictures over each other."""

from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image

from shared.core.errors import InvalidInput
from shared.video import drawing
from shared.video.checks import where
from shared.video.layers.base import Files, box_of, corner, path_of
from shared.video.layers.captions import groups
from shared.video.layers.look import fitted
from shared.video.planes import even, open_picture, rgba
from shared.video.timeline import (
    PLAIN,
    Bars,
    Canvas,
    Captions,
    Clip,
    Crop,
    Fill,
    Footage,
    Html,
    Look,
    Page,
    Picture,
    Scene,
    Shape,
    Text,
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture, the even place of its upper left corner, and the clip's frames in which it is seen."""

    image: Image.Image
    x: int
    y: int
    start: int
    stop: int


def refuse_what_only_planes_draw(scene: Scene, clip: Clip, renderer: str) -> None:
    """Raises InvalidInput for an element whose look or move needs the plane renderer."""
    element = clip.element
    lacking = ""
    if isinstance(element, Html):
        lacking = "HTML that was not drawn"
    elif isinstance(element, Bars):
        lacking = "bars that follow the sound"
    elif isinstance(element, Picture | Footage):
        if element.move:
            lacking = "zoom and pan"
        elif not _only_cropped(element.look) or (isinstance(element, Footage) and element.look != PLAIN):
            lacking = "this look"
        elif isinstance(element, Footage) and (element.fit != "cover" or not element.again):
            lacking = "this fit, or a film that stops"
    if lacking:
        raise InvalidInput(f"{where(scene, clip)}: the {renderer} renderer knows no way for {lacking}; use `planes`")


def _only_cropped(look: Look) -> bool:
    return Look(crop=look.crop) == look


def drawn(clip: Clip, canvas: Canvas, files: Files) -> Iterator[Drawn]:
    """The pictures of a still element; captions have one for each state."""
    element = clip.element
    if isinstance(element, Captions):
        yield from _captions(clip, element, canvas, files)
        return
    image, margin = _image(clip, canvas, files)
    image = image.convert("RGBA")
    wide, high = image.width + image.width % 2, image.height + image.height % 2
    if (wide, high) != image.size:
        image = image.crop((0, 0, wide, high))  # beyond its edge: transparent
    x, y = corner(clip, wide, high, margin)
    yield Drawn(image, x, y, 0, clip.length)


def _image(clip: Clip, canvas: Canvas, files: Files) -> tuple[Image.Image, int]:
    element = clip.element
    if isinstance(element, Text):
        return drawing.draw_text(element, clip.width or even(canvas.width * 0.92), files)
    if isinstance(element, Shape):
        return drawing.draw_shape(element, clip.width, clip.height or clip.width), 0
    if isinstance(element, Fill):
        image = drawing.slope(element.color, element.to, *box_of(clip, canvas)).convert("RGBA")
        image.putalpha(rgba(element.color)[3])
        return image, 0
    assert isinstance(element, Picture)
    crop = element.look.crop if element.look else Crop()
    return fitted(open_picture(path_of(files, element.asset)), element.fit, crop, box_of(clip, canvas)), 0


def _captions(clip: Clip, captions: Captions, canvas: Canvas, files: Files) -> Iterator[Drawn]:
    room = clip.width or even(canvas.width * 0.9)
    for group in groups(captions):
        begins = [group.start, *(word.start for word in group.words[1:]), group.end]
        for spoken in range(len(group.words)):
            start, stop = max(0, begins[spoken]), min(clip.length, begins[spoken + 1], group.end)
            if start >= stop:
                continue
            words = [word.text for word in group.words]
            image, margin = drawing.draw_caption(captions, words, spoken, room, files)
            image = image.crop((0, 0, image.width + image.width % 2, image.height + image.height % 2))
            yield Drawn(image, *corner(clip, image.width, image.height, margin), start, stop)


def is_still(clip: Clip) -> bool:
    return not isinstance(clip.element, Page | Footage)

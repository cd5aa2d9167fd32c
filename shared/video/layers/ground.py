"""What lies behind everything: fills and scrolling pages."""

from shared.video import drawing
from shared.video.layers.base import Files, box_of, corner, path_of, strength
from shared.video.planes import Planes, blend, copy_rows, even, opaque, page_image, planes_of, rgba, sprite_of
from shared.video.timeline import Canvas, Clip, Fill, Page

MAX_PAGE = 12_000  # rows of a page that are held in memory


class FillLayer:
    """One colour or a slope of two in its box."""

    def __init__(self, clip: Clip, canvas: Canvas, _files: Files) -> None:
        assert isinstance(clip.element, Fill)
        self._clip = clip
        width, height = box_of(clip, canvas)
        self._place = corner(clip, width, height)
        image = drawing.slope(clip.element.color, clip.element.to, width, height)
        if alpha := 255 - rgba(clip.element.color)[3]:
            image = image.convert("RGBA")
            image.putalpha(255 - alpha)
            self._sprite = sprite_of(image)
        else:
            self._sprite = opaque(planes_of(image))
        self._whole = not alpha and (width, height) == (canvas.width, canvas.height) and self._place == (0, 0)

    def paint(self, k: int, out: Planes) -> None:
        shown = strength(self._clip, k)
        if shown == 256 and self._whole:
            copy_rows(self._sprite.colors, out, 0)
        else:
            blend(self._sprite, out, *self._place, shown)


class PageLayer:
    """A page that scrolls: each frame is a slice of its rows."""

    def __init__(self, clip: Clip, canvas: Canvas, files: Files) -> None:
        assert isinstance(clip.element, Page)
        path = path_of(files, clip.element.asset)
        image = page_image(path, canvas.width, canvas.height, most=MAX_PAGE)
        self._clip = clip
        self._tops = scroll(clip.element, clip.length, image.height - canvas.height)
        self._planes = planes_of(image.crop((0, 0, canvas.width, self._tops[-1] + canvas.height)))

    def paint(self, k: int, out: Planes) -> None:
        shown, top = strength(self._clip, k), self._tops[k]
        if shown == 256:
            copy_rows(self._planes, out, top)
            return
        y, u, v = self._planes
        high = out[0].shape[0]
        half = slice(top // 2, (top + high) // 2)
        blend(opaque((y[top : top + high], u[half], v[half])), out, 0, 0, shown)


def scroll(page: Page, length: int, distance: int) -> list[int]:
    """The top row of a page at each of `length` frames, all even; it never passes `distance`.

    >>> from shared.video.timeline import Asset
    >>> scroll(Page(Asset("p", ""), hold=2, speed=4), 8, 10)
    [0, 0, 0, 2, 4, 6, 8, 10]
    """
    moving = max(1, length - page.hold)
    speed = min(page.speed, max(2, even(distance / moving + 1)))
    tops, at, pace = [], 0, 0
    for k in range(length):
        if k > page.hold:
            if pace < speed and (k - page.hold) % 3 == 1:  # two pixels faster every third frame: a soft start
                pace = min(speed, pace + 2)
            at = min(at + pace, even(distance))
        tops.append(at)
    return tops

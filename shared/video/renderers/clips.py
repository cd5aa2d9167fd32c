"""The renderer that builds MoviePy clips: for effects that users write as clip functions. An extra: `moviepy`.

`finish` receives the whole film as a MoviePy clip and the timeline, and gives back the clip that is written.
"""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shared.core.errors import InvalidInput
from shared.video.checks import check, where
from shared.video.mux import publish, with_sound
from shared.video.render import Rendered
from shared.video.renderers.drawn import drawn, is_still, refuse_what_only_planes_draw
from shared.video.timeline import Canvas, Clip, Footage, Page, Scene, Timeline

if TYPE_CHECKING:
    from shared.video.layers.base import Files

Finish = Callable[[Any, Timeline], Any]


class MoviePyRenderer:
    name = "moviepy"

    def __init__(self, finish: Finish | None = None, threads: int = 2) -> None:
        self._finish = finish
        self._threads = threads

    def render(self, timeline: Timeline, files: "Files", target: Path, *, comment: str = "") -> Rendered:
        from shared.video.audio import encode_sounds
        from shared.video.renderers.planes import cpu_seconds

        try:
            from moviepy import concatenate_videoclips
        except ImportError as error:
            raise InvalidInput("the moviepy renderer needs MoviePy: uv sync --extra moviepy") from error
        start = cpu_seconds()
        check(timeline)
        if any(scene.enter for scene in timeline.scenes):
            raise InvalidInput("the moviepy renderer knows no transitions between scenes; use `planes`")
        whole = concatenate_videoclips([_scene(scene, timeline.canvas, files) for scene in timeline.scenes])
        whole = self._finish(whole, timeline) if self._finish else whole
        with tempfile.TemporaryDirectory(prefix="leadreel-clips-") as folder:
            pictures = Path(folder) / "pictures.mp4"
            try:
                self._write(whole, pictures, timeline)
            finally:
                whole.close()
            track = encode_sounds(timeline, files)
            publish(target, lambda part: with_sound(pictures, part, track, comment), timeline.length)
        return Rendered(target, timeline.length, timeline.seconds, cpu_seconds() - start)

    def _write(self, film: Any, path: Path, timeline: Timeline) -> None:
        matrix = "scale=in_range=pc:out_range=tv:out_color_matrix=bt709"
        tags = "setparams=range=tv:colorspace=bt709:color_primaries=bt709:color_trc=bt709"
        film.write_videofile(
            str(path),
            fps=float(timeline.canvas.rate),
            codec="libx264",
            preset="veryfast",
            audio=False,
            threads=self._threads,
            logger=None,
            ffmpeg_params=["-crf", "18", "-bf", "0", "-vf", f"{matrix},format=yuv420p,{tags}"],
        )


def _scene(scene: Scene, canvas: Canvas, files: "Files") -> Any:
    from moviepy import ColorClip, CompositeVideoClip

    size, length = (canvas.width, canvas.height), float(scene.length / canvas.rate)
    layers = [ColorClip(size, (0, 0, 0), duration=length)]
    for clip in scene.clips():
        refuse_what_only_planes_draw(scene, clip, "moviepy")
        try:
            layers += _layers(clip, canvas, files)
        except OSError as error:
            raise InvalidInput(f"{where(scene, clip)}: cannot be read: {error}") from error
    return CompositeVideoClip(layers, size=size).with_duration(length)


def _layers(clip: Clip, canvas: Canvas, files: "Files") -> list[Any]:
    if isinstance(clip.element, Page):
        return [_page(clip, canvas, files)]
    if isinstance(clip.element, Footage):
        return _footage(clip, canvas, files)
    assert is_still(clip)
    return [
        _placed(one.image, clip, (one.x, one.y), canvas, (one.start, one.stop)) for one in drawn(clip, canvas, files)
    ]


def _frame(t: float, canvas: Canvas) -> int:
    return round(t * float(canvas.rate))


def _placed(
    image: Any, clip: Clip, place: tuple[int, int], canvas: Canvas, span: tuple[int, int], pixels: Any = None
) -> Any:
    """A still (or, with `pixels`, a moving picture that has its transparency) in its place and time."""
    import numpy as np
    from moviepy import ImageClip, VideoClip

    from shared.video.layers.base import strength, sunk

    alpha = np.asarray(image.getchannel("A"), dtype=np.float64) / 255
    first, rate = span[0], float(canvas.rate)
    seconds = (span[1] - span[0]) / rate
    colors = pixels or ImageClip(np.asarray(image.convert("RGB")), duration=seconds)

    def shown(t: float) -> Any:
        return alpha * (strength(clip, min(clip.length - 1, first + _frame(t, canvas))) / 256)

    def where_at(t: float) -> tuple[int, int]:
        return place[0], place[1] + sunk(clip, first + _frame(t, canvas))

    start = max(0.0, (clip.start + first - 0.25) / rate)  # between two frames, where rounding cannot hurt
    mask = VideoClip(shown, is_mask=True, duration=seconds)
    return colors.with_mask(mask).with_position(where_at).with_start(start).with_duration(seconds)


def _page(clip: Clip, canvas: Canvas, files: "Files") -> Any:
    import numpy as np
    from moviepy import VideoClip
    from PIL import Image

    from shared.video.layers.base import path_of
    from shared.video.layers.ground import MAX_PAGE, scroll
    from shared.video.planes import page_image

    element = clip.element
    assert isinstance(element, Page)
    pixels = np.asarray(
        page_image(path_of(files, element.asset), canvas.width, canvas.height, most=MAX_PAGE).convert("RGB")
    )
    tops = scroll(element, clip.length, pixels.shape[0] - canvas.height)

    def frame(t: float) -> Any:
        top = tops[min(clip.length - 1, _frame(t, canvas))]
        return pixels[top : top + canvas.height]

    moving = VideoClip(frame, duration=clip.length / float(canvas.rate))
    full = Image.new("RGBA", (canvas.width, canvas.height), (0, 0, 0, 255))
    return _placed(full, clip, (0, 0), canvas, (0, clip.length), moving)


def _footage(clip: Clip, canvas: Canvas, files: "Files") -> list[Any]:
    from PIL import Image

    from shared.video import drawing
    from shared.video.layers.base import box_of, corner
    from shared.video.planes import even

    element = clip.element
    assert isinstance(element, Footage)
    side = max(16, even(clip.width or canvas.height * 0.36))
    wide, high = (side, side) if element.shape == "round" else box_of(clip, canvas)
    place = corner(clip, wide, high)
    film = _film(clip, canvas, files, (wide, high))
    span = (0, clip.length)
    if element.shape == "rect":
        return [_placed(Image.new("RGBA", (wide, high), (0, 0, 0, 255)), clip, place, canvas, span, film)]
    ring, mask, margin = drawing.bubble_parts(side, element.ring)
    hole = Image.new("RGBA", mask.size)
    hole.putalpha(mask)
    return [
        _placed(ring, clip, (place[0] - margin, place[1] - margin), canvas, span),
        _placed(hole, clip, place, canvas, span, film),
    ]


def _film(clip: Clip, canvas: Canvas, files: "Files", size: tuple[int, int]) -> Any:
    """The film by the house's own reader, since MoviePy's takes every picture for BT.601."""
    import av
    import numpy as np
    from moviepy import VideoClip

    from shared.video.films import covering, looped
    from shared.video.layers.base import path_of

    element = clip.element
    assert isinstance(element, Footage)
    path = path_of(files, element.asset)
    state: dict[str, Any] = {"next": -1}

    def frame(t: float) -> Any:
        k = min(clip.length - 1, _frame(t, canvas))
        if k != state["next"] - 1:
            if k != state["next"]:
                state["stream"] = looped(path, canvas.rate, covering(*size), element.offset)
                for _ in range(k):
                    next(state["stream"])
            y, u, v = next(state["stream"])
            whole = np.concatenate([y.ravel(), u.ravel(), v.ravel()]).reshape(size[1] * 3 // 2, size[0])
            picture = av.VideoFrame.from_ndarray(whole, format="yuv420p")
            state["pixels"] = picture.reformat(format="rgb24", src_colorspace="ITU709").to_ndarray()
            state["next"] = k + 1
        return state["pixels"]

    return VideoClip(frame, duration=clip.length / float(canvas.rate))

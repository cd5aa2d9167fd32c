"""The renderer that hands the whole timeline to one FFmpeg process as a filter graph.

Words never enter the graph: they are pictures by then, and files are named by numbers. Slower than composing on
planes; here for comparison, and for machines on which only an FFmpeg with other encoders is wanted.
"""

import tempfile
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from shared.core.errors import InvalidInput
from shared.video.checks import check
from shared.video.ffmpeg import REMEDY, Limits, find_ffmpeg, high_range, run, toned_by
from shared.video.mux import publish, with_sound
from shared.video.render import Rendered
from shared.video.renderers.drawn import Drawn, drawn, is_still, refuse_what_only_planes_draw
from shared.video.timeline import Canvas, Clip, Footage, Page, Scene, Timeline, TransitionKind

if TYPE_CHECKING:
    from shared.video.layers.base import Files

_XFADE: dict[TransitionKind, str] = {
    "fade": "fade",
    "black": "fadeblack",
    "wipe-left": "wipeleft",
    "wipe-right": "wiperight",
    "wipe-up": "wipeup",
    "wipe-down": "wipedown",
    "slide-left": "slideleft",
    "slide-right": "slideright",
    "slide-up": "slideup",
    "slide-down": "slidedown",
    "circle": "circleopen",
}
_BT709 = "scale=out_color_matrix=bt709:out_range=tv"


@dataclass
class Graph:
    """Inputs, and filters joined by semicolons; labels are numbers."""

    inputs: list[str] = field(default_factory=list)
    chains: list[str] = field(default_factory=list)
    count: int = 0

    def open(self, path: Path, *options: str) -> int:
        self.inputs += [*options, "-i", f"file:{path.absolute()}"]
        self.count += 1
        return self.count - 1

    def add(self, chain: str) -> str:
        self.chains.append(chain)
        return f"[v{len(self.chains)}]"

    def chain(self, sources: str, filters: str) -> str:
        label = f"[v{len(self.chains) + 1}]"
        return self.add(f"{sources}{filters}{label}")


class GraphRenderer:
    name = "ffmpeg"

    def __init__(self, program: str = "", limits: Limits = Limits(seconds=1200.0)) -> None:  # noqa: B008 - frozen
        self._program = program
        self._limits = limits

    def render(self, timeline: Timeline, files: "Files", target: Path, *, comment: str = "") -> Rendered:
        from shared.video.audio import encode_sounds
        from shared.video.renderers.planes import cpu_seconds

        start = cpu_seconds()
        program = find_ffmpeg(self._program)
        if program is None:
            raise InvalidInput(f"the ffmpeg renderer needs the FFmpeg program: {REMEDY}")
        check(timeline)
        with tempfile.TemporaryDirectory(prefix="leadreel-graph-") as name:
            folder = Path(name).absolute()
            arguments = compile_graph(timeline, files, folder)

            def write(part: Path) -> None:
                pictures = folder / "pictures.mp4"
                limited = [*arguments, "-fs", str(self._limits.output), f"file:{pictures}"]
                run(program, limited, target.name, self._limits, folder=folder)
                with_sound(pictures, part, encode_sounds(timeline, files), comment)

            publish(target, write, timeline.length)
        return Rendered(target, timeline.length, timeline.seconds, cpu_seconds() - start)


def compile_graph(timeline: Timeline, files: "Files", folder: Path) -> list[str]:
    """The program's arguments but for the output's name. Pictures and tables lie in `folder`, where it must run."""
    canvas, graph = timeline.canvas, Graph()
    scenes = [_scene(graph, scene, canvas, files, folder) for scene in timeline.scenes]
    whole = scenes[0]
    for scene, label, at in zip(timeline.scenes[1:], scenes[1:], timeline.starts()[1:], strict=True):
        if scene.enter is None:
            whole = graph.chain(f"{whole}{label}", "concat=n=2:v=1:a=0")
        else:
            rate, offset = _seconds(scene.enter.length, canvas), _seconds(at, canvas)
            kind = _XFADE[scene.enter.kind]
            whole = graph.chain(f"{whole}{label}", f"xfade=transition={kind}:duration={rate}:offset={offset}")
    whole = graph.chain(whole, f"fps={_rate(canvas)},settb=1/({_rate(canvas)}),setpts=N,format=yuv420p,{_tags()}")
    quality = ("-preset", "veryfast", "-crf", "18", "-bf", "0", "-profile:v", "high")
    return [
        *("-nostdin", "-hide_banner", "-v", "error", "-y", *graph.inputs),
        *("-filter_complex", ";".join(graph.chains), "-map", whole, "-map_metadata", "-1", "-an"),
        *("-c:v", "libx264", *quality, "-fps_mode", "passthrough", "-frames:v", str(timeline.length)),
        *("-video_track_timescale", str(canvas.rate.numerator * 512), "-f", "mp4"),
    ]


def _tags() -> str:
    return "setparams=range=tv:colorspace=bt709:color_primaries=bt709:color_trc=bt709"


def _rate(canvas: Canvas) -> str:
    return f"{canvas.rate.numerator}/{canvas.rate.denominator}"


def _seconds(frames: int, canvas: Canvas) -> str:
    return f"{float(Fraction(frames) / canvas.rate):.9f}"


def _scene(graph: Graph, scene: Scene, canvas: Canvas, files: "Files", folder: Path) -> str:
    ground = f"color=black:s={canvas.width}x{canvas.height}:r={_rate(canvas)}:d={_seconds(scene.length, canvas)}"
    label = graph.chain("", f"{ground},format=yuv420p,{_tags()}")
    for clip in scene.clips():
        refuse_what_only_planes_draw(scene, clip, "ffmpeg")
        if isinstance(clip.element, Page):
            label = _over(graph, label, _page(graph, clip, canvas, files, folder), clip, (0, 0), canvas)
        elif isinstance(clip.element, Footage):
            label = _footage(graph, label, clip, canvas, files, folder)
        elif is_still(clip):
            for one in drawn(clip, canvas, files):
                label = _over(graph, label, _still(graph, one, canvas, folder), clip, (one.x, one.y), canvas, one)
    return graph.chain(label, f"trim=end_frame={scene.length},setpts=PTS-STARTPTS,settb=AVTB")


def _still(graph: Graph, one: Drawn, canvas: Canvas, folder: Path) -> str:
    path = folder / f"{graph.count}.png"
    one.image.save(path, compress_level=1)
    source = graph.open(path)
    length = one.stop - one.start
    return graph.chain(f"[{source}:v]", f"{_held(length, canvas)},{_BT709},format=yuva420p")


def _held(length: int, canvas: Canvas) -> str:
    """One picture for `length` frames."""
    return f"loop=loop={length}:size=1:start=0,trim=end_frame={length},settb=AVTB,setpts=N/({_rate(canvas)})/TB"


def _over(
    graph: Graph, under: str, layer: str, clip: Clip, place: tuple[int, int], canvas: Canvas, one: Drawn | None = None
) -> str:
    """`layer` laid over `under` in the clip's time, with its fades and its rise."""
    first = one.start if one else 0
    if clip.fade_in or clip.fade_out or clip.opacity < 1:
        shown = _strength(clip, first)
        planes = "lum='lum(X,Y)':cb='cb(X,Y)':cr='cr(X,Y)'"
        layer = graph.chain(layer, f"format=yuva420p,geq={planes}:a='alpha(X,Y)*({shown})'")
    start = clip.start + first
    layer = graph.chain(layer, f"setpts=PTS+{_seconds(start, canvas)}/TB")
    x, y = place
    down = f"{y}"
    if clip.rise and clip.fade_in:
        at = f"floor(t*{_rate(canvas)}+0.5)-{clip.start}"  # by time: frames are counted from 1 here
        down += f"+2*floor({clip.rise}*(1-{_eased(f'({at}+1)/{clip.fade_in}')})/2)"
    return graph.chain(f"{under}{layer}", f"overlay=x={x}:y='{down}':format=yuv420:eof_action=pass")


def _eased(part: str) -> str:
    held = f"clip({part},0,1)"
    return f"{held}*{held}*(3-2*{held})"


def _strength(clip: Clip, first: int) -> str:
    """`strength` of layers/base.py as an expression of the layer's own frame number."""
    at = f"(N+{first})"
    parts = ["1"]
    if clip.fade_in:
        parts.append(f"({at}+1)/{clip.fade_in}")
    if clip.fade_out:
        parts.append(f"({clip.length}-{at})/{clip.fade_out + 1}")
    least = parts[0]
    for part in parts[1:]:
        least = f"min({least},{part})"
    return f"{clip.opacity}*({_eased(least)})"


def _page(graph: Graph, clip: Clip, canvas: Canvas, files: "Files", folder: Path) -> str:
    from shared.video.layers.base import path_of
    from shared.video.layers.ground import MAX_PAGE, scroll
    from shared.video.planes import page_image

    page = clip.element
    assert isinstance(page, Page)
    image = page_image(path_of(files, page.asset), canvas.width, canvas.height, most=MAX_PAGE)
    path = folder / f"{graph.count}.png"
    image.save(path, compress_level=1)
    distance = image.height - canvas.height
    source = graph.open(path)
    held = f"{_BT709},format=yuv420p,{_held(clip.length, canvas)}"
    top = scroll_expression(page, clip.length, distance)
    assert scroll(page, clip.length, distance)[0] == 0
    return graph.chain(f"[{source}:v]", f"{held},crop={canvas.width}:{canvas.height}:0:'{top}'")


def scroll_expression(page: Page, length: int, distance: int) -> str:
    """`scroll` of layers/ground.py, summed up: the top row at frame `n`."""
    from shared.video.planes import even

    moving = max(1, length - page.hold)
    speed = min(page.speed, max(2, even(distance / moving + 1)))
    steps = speed // 2
    full = max(0, 3 * steps - 2)  # frames until the full speed is reached
    gained = sum(2 * min(steps, (m + 2) // 3) for m in range(1, full + 1))
    moved = f"max(0,n-{page.hold})"
    groups = f"floor({moved}/3)"
    early = f"3*{groups}*({groups}+1)+2*mod({moved},3)*({groups}+1)"
    late = f"{gained}+{speed}*({moved}-{full})"
    return f"min({even(distance)},if(lte({moved},{full}),{early},{late}))"


def _footage(graph: Graph, under: str, clip: Clip, canvas: Canvas, files: "Files", folder: Path) -> str:
    from shared.video import drawing
    from shared.video.layers.base import box_of, corner, path_of
    from shared.video.planes import even

    element = clip.element
    assert isinstance(element, Footage)
    source = graph.open(path_of(files, element.asset), "-stream_loop", "-1")
    round_ = element.shape == "round"
    side = max(16, even(clip.width or canvas.height * 0.36))
    wide, high = (side, side) if round_ else box_of(clip, canvas)
    cover = f"scale={wide}:{high}:force_original_aspect_ratio=increase"
    if curve := high_range(path_of(files, element.asset)):
        cover += f":in_color_matrix=bt2020,{toned_by(curve, folder)}scale=0:0"
    cover += ":out_color_matrix=bt709:out_range=tv"
    first, stop = element.offset, element.offset + clip.length
    part = f"trim=start_frame={first}:end_frame={stop},settb=AVTB,setpts=N/({_rate(canvas)})/TB"
    film = graph.chain(f"[{source}:v]", f"fps={_rate(canvas)},{part},{cover},crop={wide}:{high},format=yuv420p")
    place = corner(clip, wide, high)
    if not round_:
        return _over(graph, under, film, clip, place, canvas)
    frame, mask, margin = drawing.bubble_parts(side, element.ring)
    ring = Drawn(frame, place[0] - margin, place[1] - margin, 0, clip.length)
    under = _over(graph, under, _still(graph, ring, canvas, folder), clip, (ring.x, ring.y), canvas)
    path = folder / f"{graph.count}.png"
    mask.save(path)
    hole = graph.chain(f"[{graph.open(path)}:v]", f"format=gray,{_held(clip.length, canvas)}")
    cut = graph.chain(f"{film}{hole}", "alphamerge")
    return _over(graph, under, cut, clip, place, canvas)

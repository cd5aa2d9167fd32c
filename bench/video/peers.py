"""The same videos by the ways that others use: MoviePy, and one FFmpeg graph."""

import subprocess
from pathlib import Path

from bench.video.media import BUBBLE, BUBBLE_X, BUBBLE_Y, HEIGHT, PAGE_ROWS, PERSONAL, RATE, WIDTH, Set
from shared.video.ffmpeg import find_ffmpeg

X264 = ("veryfast", "23", "keyint=150")  # the settings that all have in the equal race
AAC = ("-c:a", "aac", "-b:a", "128k", "-ar", "48000", "-ac", "2")


def ffmpeg(*arguments: object) -> None:
    program = find_ffmpeg()
    assert program, "the bench needs the FFmpeg program: uv sync --extra video"
    subprocess.run(
        [str(program), "-y", "-v", "error", "-nostdin", *map(str, arguments)],
        check=True,
        capture_output=True,
        timeout=600,
    )


def x264(threads: int = 2) -> tuple[object, ...]:
    preset, crf, params = X264
    quality = ("-preset", preset, "-crf", crf, "-x264-params", f"stitchable=1:{params}")
    return ("-c:v", "libx264", *quality, "-pix_fmt", "yuv420p", "-r", RATE, "-threads", threads)


def prepare(media: Set) -> None:
    """Once a campaign, for both peers: mask and ring of the bubble, the page as PNG (as screenshots come)."""
    from PIL import Image, ImageDraw

    mask = Image.new("L", (BUBBLE * 4, BUBBLE * 4), 0)
    ImageDraw.Draw(mask).ellipse((0, 0, BUBBLE * 4 - 1, BUBBLE * 4 - 1), fill=255)
    mask.resize((BUBBLE, BUBBLE)).save(media.folder / "mask.png")
    ring = Image.new("RGBA", (BUBBLE * 4, BUBBLE * 4), (255, 255, 255, 0))
    ImageDraw.Draw(ring).ellipse((4, 4, BUBBLE * 4 - 5, BUBBLE * 4 - 5), outline="#ffffff", width=24)
    ring.resize((BUBBLE, BUBBLE)).save(media.folder / "ring.png")
    Image.open(media.page(0)).save(media.folder / "page.png")


def speed(seconds: float) -> int:
    """Even pixels a frame with which the page is seen to its end."""
    return int((PAGE_ROWS - HEIGHT) / (seconds * RATE)) // 2 * 2


def moviepy(media: Set, lead: int, kind: str, target: Path, seconds: float = PERSONAL, *, common: bool = True) -> None:
    from moviepy import (
        AudioFileClip,
        CompositeVideoClip,
        ImageClip,
        TextClip,
        VideoFileClip,
        concatenate_audioclips,
        concatenate_videoclips,
    )

    pixels = speed(seconds) * RATE
    page = ImageClip(str(media.folder / "page.png")).with_duration(seconds)
    mask = ImageClip(str(media.folder / "mask.png"), is_mask=True).with_duration(seconds)
    ring = ImageClip(str(media.folder / "ring.png")).with_duration(seconds)
    head = VideoFileClip(str(media.head)).subclipped(0, seconds).resized((BUBBLE, BUBBLE)).with_mask(mask)
    text = TextClip(
        font=str(media.font),
        text=f"Hi lead{lead}",
        font_size=48,
        color="white",
        bg_color=(0, 0, 0, 140),
        margin=(18, 18),
    )
    layers = [
        page.with_position(lambda t: (0, -int(pixels * t))),
        head.with_position((BUBBLE_X, BUBBLE_Y)),
        ring.with_position((BUBBLE_X, BUBBLE_Y)),
        text.with_duration(seconds).with_position((22, 22)),
    ]
    whole = CompositeVideoClip(layers, size=(WIDTH, HEIGHT)).with_duration(seconds)
    if common:
        whole = concatenate_videoclips([whole, VideoFileClip(str(media.common(kind)))])
        voices = [AudioFileClip(str(media.voice(lead))), AudioFileClip(str(media.common_voice))]
        whole = whole.with_audio(concatenate_audioclips(voices))
    preset, crf, params = X264
    whole.write_videofile(
        str(target),
        fps=RATE,
        codec="libx264",
        preset=preset,
        audio=common,
        audio_codec="aac",
        logger=None,
        ffmpeg_params=["-crf", crf, "-x264-params", params],
        temp_audiofile=str(target.with_suffix(".m4a")),
    )
    whole.close()


def _inputs(media: Set, seconds: float) -> list[object]:
    folder = media.folder
    return [
        *("-i", folder / "page.png", "-t", seconds, "-i", media.head),
        *("-i", folder / "mask.png", "-i", folder / "ring.png"),
    ]


def graph(media: Set, lead: int, seconds: float) -> str:
    """The personal part, the page converted once: inputs page, head, mask, ring → [p]."""
    scroll = f"min(n*{speed(seconds)}\\,ih-{HEIGHT})"
    return (
        f"[0]format=yuv420p,loop=-1:1,fps={RATE},trim=duration={seconds},setpts=N/{RATE}/TB,crop={WIDTH}:{HEIGHT}:0:'{scroll}'[bg];"
        f"[1]trim=duration={seconds},scale={BUBBLE}:{BUBBLE}[h];[2]format=gray,setpts=PTS-STARTPTS[k];[h][k]alphamerge[b];"
        f"[b][3]overlay=format=auto[c];[bg][c]overlay={BUBBLE_X}:{BUBBLE_Y}:format=yuv420:shortest=1,"
        f"drawtext=fontfile='{media.font}':text='Hi lead{lead}':fontsize=48:fontcolor=white:box=1:boxcolor=black@0.55:"
        "boxborderw=18:x=40:y=40,format=yuv420p[p]"
    )


def whole_graph(media: Set, lead: int, kind: str, target: Path) -> None:
    """All 30 s in one FFmpeg process: composed, joined, encoded."""
    joined = ";[4:v]format=yuv420p[q];[p][q]concat=n=2:v=1:a=0[v];[5:a][6:a]concat=n=2:v=0:a=1[a]"
    ffmpeg(
        *("-filter_threads", 2, "-filter_complex_threads", 2, *_inputs(media, PERSONAL)),
        *("-i", media.common(kind), "-i", media.voice(lead), "-i", media.common_voice),
        *("-filter_complex", graph(media, lead, PERSONAL) + joined, "-map", "[v]", "-map", "[a]"),
        *(*x264(), *AAC, "-movflags", "+faststart", target),
    )


def personal_graph(media: Set, lead: int, target: Path, seconds: float) -> None:
    """The best FFmpeg graph for a video that is personal throughout: everything converted to planes once."""
    ffmpeg(
        *(*_inputs(media, seconds), "-filter_complex", graph(media, lead, seconds), "-map", "[p]"),
        *("-t", seconds, *x264(), target),
    )


def usual_recipe(media: Set, lead: int, target: Path, seconds: float) -> None:
    """What most instructions say: `-loop 1`, which decodes the page anew for each frame."""
    scroll = f"min(n*{speed(seconds)}\\,ih-{HEIGHT})"
    rest = graph(media, lead, seconds).partition("[bg];")[2]
    ffmpeg(
        *("-loop", 1, "-framerate", RATE, "-t", seconds, *_inputs(media, seconds)),
        *("-filter_complex", f"[0]crop={WIDTH}:{HEIGHT}:0:'{scroll}',format=yuv420p[bg];{rest}", "-map", "[p]"),
        *("-t", seconds, *x264(), target),
    )

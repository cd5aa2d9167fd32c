"""How near an encoded film is to what was composed: VMAF by the FFmpeg program, hashes of decoded frames."""

import hashlib
import re
import subprocess
import tempfile
from pathlib import Path

import av

from bench.video import ours
from bench.video.media import Set
from shared.video.ffmpeg import find_ffmpeg
from shared.video.layers.base import Files
from shared.video.renderers.planes import PlaneRenderer
from shared.video.timeline import Timeline

# Both sides carry the same tags: raw frames have none, and where tags differ FFmpeg converts one side unasked,
# which cost the film seven points that it had not lost.
_TAGS = "setparams=range=tv:colorspace=bt709:color_primaries=bt709:color_trc=bt709"


def vmaf(film: Path, line: Timeline, files: Files, span: tuple[int, int]) -> float:
    """The mean over every fifth frame of a span, against the composed frames. imageio-ffmpeg's build has libvmaf.

    Equal frames do not give 100: where little moves, the model says 97.4 to 98.6.
    """
    program = find_ffmpeg()
    assert program
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "composed.yuv"
        with raw.open("wb") as file:
            for frame in ours.frames(line, files, span):
                file.write(frame.to_ndarray().tobytes())
        canvas, rate = line.canvas, line.canvas.rate
        graph = (
            f"[0:v]trim=start_frame={span[0]}:end_frame={span[1]},setpts=N/{rate}/TB,{_TAGS}[d];"
            f"[1:v]setpts=N/{rate}/TB,{_TAGS}[r];[d][r]libvmaf=n_threads=2:n_subsample=5"
        )
        said = subprocess.run(
            [
                *(str(program), "-hide_banner", "-nostdin", "-i", str(film), "-f", "rawvideo", "-pix_fmt", "yuv420p"),
                *("-s", f"{canvas.width}x{canvas.height}", "-r", str(canvas.rate), "-i", str(raw)),
                *("-lavfi", graph, "-f", "null", "-"),
            ],
            capture_output=True, text=True, check=True, timeout=600,
        ).stderr  # fmt: skip
    return float(re.findall(r"VMAF score: ([\d.]+)", said)[-1])


def hashes(film: Path, first: int, stop: int) -> list[str]:
    with av.open(str(film)) as opened:
        frames = [
            frame.to_ndarray().tobytes() for number, frame in enumerate(opened.decode(video=0)) if number >= first
        ]
    return [hashlib.sha256(frame).hexdigest() for frame in frames[: stop - first]]


def shared_frames_equal(made: Set, out: Path, kind: str) -> bool:
    """The shared part of two leads' films, and of a film that is nothing but the shared part."""
    way, files = PlaneRenderer(), ours.files(made)
    films = []
    for lead in (0, 1):
        target = out / f"same{lead}.mp4"
        way.render(ours.timeline(made, lead, kind, personal=2, common=4), files, target)
        films.append(hashes(target, 60, 180))
    alone = ours.common_only(made, kind, 4)
    way.render(alone, files, out / "alone.mp4")
    return films[0] == films[1] == hashes(out / "alone.mp4", 0, 120)

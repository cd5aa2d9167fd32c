"""Makes docs/images/first-journey.jpg from a finished demo: three leads, four moments of each one's video.

Run after `make demo`: .venv/bin/python scripts/picture.py [DATA]
"""

import sys
from pathlib import Path

import av
from PIL import Image

MOMENTS = (0.6, 2.6, 5.2, 9.0)  # seconds
SIZE = (320, 180)
WANTED = ("ridgeline", "casa_luma", "brightwater")


def frames(video: Path) -> list[Image.Image]:
    """The pictures at `MOMENTS`."""
    with av.open(str(video)) as container:
        stream = container.streams.video[0]
        rate = float(stream.average_rate or 30)
        wanted = {round(moment * rate) for moment in MOMENTS}
        return [
            frame.to_image().resize(SIZE, Image.Resampling.LANCZOS)
            for number, frame in enumerate(container.decode(stream))
            if number in wanted
        ]


def main(data: Path) -> None:
    videos = [max((data / "videos").glob(f"*{name}*.mp4"), key=lambda file: file.stat().st_size) for name in WANTED]
    sheet = Image.new("RGB", (SIZE[0] * len(MOMENTS) + 6 * 3, SIZE[1] * len(videos) + 6 * 2), "white")
    for row, video in enumerate(videos):
        for column, picture in enumerate(frames(video)):
            sheet.paste(picture, (column * (SIZE[0] + 6), row * (SIZE[1] + 6)))
    target = Path(__file__).parent.parent / "docs" / "images" / "first-journey.jpg"
    sheet.save(target, quality=82, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "var"))

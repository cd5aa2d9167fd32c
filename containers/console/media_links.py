"""Where a lead's video is to be seen."""

from urllib.parse import quote

from shared.leads.model import Lead

FIELD = "video"


def video_of(lead: Lead) -> str | None:
    """The address on this server of a lead's finished video; None while there is none, or when it lies elsewhere."""
    return media_url(lead.text(FIELD))


def media_url(place: str) -> str | None:
    """`/media/…` for an object of the videos bucket, however the place is written (path, `gs://`, bucket and name).

    >>> media_url("gs://my-videos/l1/intro.mp4"), media_url("/data/buckets/videos/l1.mp4"), media_url("https://x.example/")
    ('/media/videos/l1/intro.mp4', '/media/videos/l1.mp4', None)
    """
    if place.startswith(("http:", "https:")) or not place:
        return None
    if place.startswith("gs://"):
        _, _, name = place.removeprefix("gs://").partition("/")
    else:
        _, _, name = f"/{place}".rpartition("/videos/")
    return f"/media/videos/{quote(name)}" if name and ".." not in name else None

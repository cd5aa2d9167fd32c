"""One element's JSON, variables filled in → its noun. Every key is known, or refused with its place."""

from collections.abc import Callable, Mapping
from typing import Any, cast

from shared.video.json2video.fields import Fields
from shared.video.json2video.model import (
    Audio,
    Audiogram,
    Common,
    Component,
    Dressing,
    Element,
    Hearing,
    Image,
    Markup,
    Placing,
    Position,
    Resize,
    Subtitles,
    Timing,
    Video,
    Voice,
    Words,
)

_POSITIONS = (
    *("custom", "top-left", "top-center", "top-right", "center-left", "center-center", "center-right"),
    *("bottom-left", "bottom-center", "bottom-right"),
)
_PANS = ("left", "right", "top", "bottom", "top-left", "top-right", "bottom-left", "bottom-right")
_PLAIN_STYLES = ("", "000", "001")


def read_element(raw: Mapping[str, Any], place: str) -> Element:
    """Raises InvalidInput that names the place of the first fault."""
    fields = Fields(raw, place)
    fields.ignore("type", "comment", "cache", "condition", "variables", "title")
    element = TYPES[str(raw.get("type"))](fields)
    fields.close()
    return element


def _common(fields: Fields) -> Common:
    duration = fields.number("duration", -1, -2, 36_000)
    if duration <= 0 and duration not in {-1, -2}:
        raise fields.fault("duration", f"{duration:g} is neither -1, -2 nor a time in seconds")
    timing = Timing(
        fields.number("start", 0, 0, 36_000),
        duration,
        fields.number("extra-time", 0, 0, 3600),
        fields.number("fade-in", 0, 0, 600),
        fields.number("fade-out", 0, 0, 600),
    )
    return Common(fields.place, fields.text("id", most=100), timing, int(fields.number("z-index", 0, -99, 99)))


def _placing(fields: Fields, *, resize: bool = True) -> Placing:
    return Placing(
        cast(Position, fields.choice("position", "custom", _POSITIONS)),
        fields.number("x", 0, -20_000, 20_000),
        fields.number("y", 0, -20_000, 20_000),
        fields.number("width", -1, -1, 4096),
        fields.number("height", -1, -1, 4096),
        cast(Resize, fields.choice("resize", "", ("", "cover", "contain", "fill", "fit"))) if resize else "",
    )


def _dressing(fields: Fields) -> Dressing:
    key, light = fields.object("chroma-key"), fields.object("correction")
    made = Dressing(
        crop=_crop(fields),
        angle=_angle(fields),
        flip_x=fields.flag("flip-horizontal"),
        flip_y=fields.flag("flip-vertical"),
        mask=fields.text("mask"),
        key=key.color("color", "#00b140") if fields.has("chroma-key") else "",
        key_tolerance=key.number("tolerance", 25, 1, 100),
        brightness=light.number("brightness", 0, -1, 1),
        contrast=light.number("contrast", 1, 0, 4),
        saturation=light.number("saturation", 1, 0, 3),
        zoom=fields.number("zoom", 0, -10, 10),
        pan=fields.choice("pan", "", ("", *_PANS)),
        pan_distance=fields.number("pan-distance", 0.1, 0.01, 0.5),
    )
    if not fields.flag("pan-crop", default=True):
        raise fields.fault("pan-crop", "a pan without cropping would show the picture's edge; leave it out")
    if light.number("gamma", 1, 0.1, 10) != 1:
        raise light.fault("gamma", "is not supported by this renderer; use brightness and contrast")
    key.ignore("color")
    key.close()
    light.close()
    return made


def _crop(fields: Fields) -> tuple[float, float, float, float] | None:
    own = fields.object("crop")
    if not fields.has("crop"):
        return None
    box = (own.number("x", 0, 0), own.number("y", 0, 0), own.number("width", -1, -1), own.number("height", -1, -1))
    own.close()
    return box


def _angle(fields: Fields) -> float:
    own = fields.object("rotate")
    angle = own.number("angle", 0, -360, 360)
    if own.number("speed", 0):
        raise own.fault("speed", "a turn that moves is not supported by this renderer; give the angle alone")
    own.close()
    return angle


def _hearing(fields: Fields, *, source: bool = True) -> Hearing:
    volume, muted = fields.number("volume", 1, 0, 10), fields.flag("muted")
    if not source:
        return Hearing(volume, muted)
    loop = fields.any("loop")
    times = (-1.0 if loop else 1.0) if isinstance(loop, bool) else fields.number("loop", 1, -1, 1000)
    return Hearing(volume, muted, fields.number("seek", 0, 0, 36_000), times or 1.0)


def _image(fields: Fields) -> Element:
    _made_elsewhere(fields, "prompt")
    return Image(_common(fields), fields.text("src", needed=True), _placing(fields), _dressing(fields))


def _made_elsewhere(fields: Fields, *names: str) -> None:
    for name in (*names, "connection"):
        if fields.has(name):
            raise fields.fault(name, "pictures are not invented by this renderer; give `src`")
    fields.ignore("prompt", "connection")


def _video(fields: Fields) -> Element:
    return Video(
        _common(fields), fields.text("src", needed=True), _placing(fields), _dressing(fields), _hearing(fields)
    )


def _words(fields: Fields) -> Element:
    style = fields.text("style", "")
    if style not in _PLAIN_STYLES:
        known = ", ".join(filter(None, _PLAIN_STYLES))
        raise fields.fault("style", f"the animation {style!r} is the vendor's own; plain text is drawn ({known})")
    settings = fields.object("settings").raw
    return Words(_common(fields), fields.text("text", needed=True), _placing(fields), settings)


def _markup(fields: Fields) -> Element:
    html, src = fields.text("html", most=500_000), fields.text("src", most=2000)
    if bool(html) == bool(src):
        raise fields.fault("html", "give either `html` or `src`, the address of a page")
    if fields.flag("tailwindcss"):
        raise fields.fault("tailwindcss", "is not bundled here; write the styles into the HTML")
    return Markup(_common(fields), html, src, fields.number("wait", 0, 0, 5), _placing(fields))


def _audio(fields: Fields) -> Element:
    return Audio(_common(fields), fields.text("src", needed=True), _hearing(fields))


def _voice(fields: Fields) -> Element:
    fields.ignore("connection")
    return Voice(
        _common(fields),
        fields.text("text", needed=True),
        fields.text("voice"),
        fields.text("model"),
        _hearing(fields, source=False),
    )


def _audiogram(fields: Fields) -> Element:
    return Audiogram(
        _common(fields),
        _placing(fields),
        fields.color("color", "#ffffff") or "#ffffff",
        fields.number("opacity", 0.5, 0, 1),
        fields.number("amplitude", 5, 0, 10),
    )


def _subtitles(fields: Fields) -> Element:
    fields.ignore("model")
    if not fields.place.startswith("movie.elements["):
        raise fields.fault("type", "subtitles stand among the movie's own elements, not in a scene")
    return Subtitles(
        _common(fields),
        fields.text("captions", most=1_000_000),
        fields.text("language", "auto"),
        fields.object("settings").raw,
    )


def _component(fields: Fields) -> Element:
    return Component(
        _common(fields), fields.text("component", needed=True), _placing(fields), fields.object("settings").raw
    )


TYPES: Mapping[str, Callable[[Fields], Element]] = {
    "image": _image,
    "video": _video,
    "text": _words,
    "html": _markup,
    "audio": _audio,
    "voice": _voice,
    "audiogram": _audiogram,
    "subtitles": _subtitles,
    "component": _component,
}

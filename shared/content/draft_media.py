"""A movie's media: names of objects in the bucket become files beside the movie, or addresses that a vendor reads."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from shared.core.errors import InvalidInput, NotFound
from shared.ports.blobs import BlobStore

_WEB = ("http://", "https://")


def media_of(movie: Mapping[str, Any], resources: Sequence[str] = ()) -> dict[str, str]:
    """Names of objects in a movie → the place where each first stands: every `src` that is no address, and every
    variable whose text is one of `resources`.

    >>> media_of({"scenes": [{"elements": [{"type": "image", "src": "build_photos/a.jpg"}]}]})
    {'build_photos/a.jpg': 'movie.scenes[0].elements[0].src'}
    """
    found: dict[str, str] = {}
    known = frozenset(resources)
    for key, text, place in _texts(movie, "movie"):
        source = key == "src" and text.strip() and not text.lower().startswith(_WEB) and "{{" not in text
        if (source or text in known) and text not in found:
            found[text] = place
    return found


def with_sources(movie: Mapping[str, Any], sources: Mapping[str, str]) -> dict[str, Any]:
    """The movie with other texts in the places that `media_of` finds."""

    def changed(value: Any, key: str) -> Any:
        if isinstance(value, Mapping):
            return {name: changed(inner, str(name)) for name, inner in value.items()}
        if isinstance(value, list | tuple):
            return [changed(inner, key) for inner in value]
        return sources.get(value, value) if isinstance(value, str) else value

    made: dict[str, Any] = changed(movie, "")
    return made


def gather(blobs: BlobStore, bucket: str, names: Mapping[str, str], folder: Path) -> None:
    """The objects as files below `folder`, under their names. Raises InvalidInput that names the place in the movie."""
    for name, place in names.items():
        target = folder / name
        if "\0" in name or not target.resolve().is_relative_to(folder.resolve()):
            raise InvalidInput(f"{place}: {name[:80]!r} is no name of an object")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            blobs.download(bucket, name, target)
        except (NotFound, OSError) as error:
            raise InvalidInput(f"{place}: there is no {name[:120]!r} in the bucket {bucket}") from error


def addressed(names: Mapping[str, str], sign: Callable[[str], str], *, on_this_machine: bool) -> dict[str, str]:
    """Name → address. Raises InvalidInput where only this machine could read it and the reader is elsewhere."""
    addresses = {name: sign(name) for name in names}
    for name, address in addresses.items():
        if not address.lower().startswith(_WEB) and not on_this_machine:
            raise InvalidInput(
                f"{names[name]}: json2video cannot read {name[:80]!r} from this machine; render with the house"
                " (renderer: house), or keep the bucket in the cloud"
            )
    return addresses


def telling(movie: Mapping[str, Any], hook: str) -> dict[str, Any]:
    """The movie, whose end the vendor shall tell at `hook`; one that says itself where it goes is left as it is.

    >>> telling({"scenes": []}, "https://us.test/told")["exports"][0]["destinations"][0]["type"]
    'webhook'
    """
    if not hook or "exports" in movie:
        return dict(movie)
    return {**movie, "exports": [{"destinations": [{"type": "webhook", "endpoint": hook}]}]}


def as_order(movie: Mapping[str, Any]) -> bytes:
    """The text that is sent, the same for the same movie."""
    return json.dumps(movie, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _texts(value: Any, place: str, key: str = "") -> Iterator[tuple[str, str, str]]:
    if isinstance(value, str):
        yield key, value, place
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _texts(inner, f"{place}.{name}", str(name))
    elif isinstance(value, list | tuple):
        for number, inner in enumerate(value):
            yield from _texts(inner, f"{place}[{number}]", key)

"""How the assistant thinks, in the owner's words: personality, instructions, intents, and files that it should know.

They come from the configuration's files where it names some, else from the folder `context/` of the content bucket,
else from here. Whatever stands in them is the owner's: addresses and accounts named there may be used in captions.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from shared.content.assistant import ContextFile
from shared.core.errors import InvalidInput
from shared.ports.blobs import BlobStore

FOLDER: Final = "context/"
PERSONALITY, INSTRUCTIONS, INTENTS = "personality.md", "instructions.md", "intents.yaml"
MOST_FILES, MOST_BYTES, MOST_WORDS = 20, 1_000_000, 20_000
DEFAULT_INTENTS: Final[Mapping[str, str]] = {
    "teach": "Show how something is done, so that people keep it.",
    "prove": "Let a finished work speak, so that doubters see the result before the claim.",
    "sell": "Make one clear offer to people who are warm already.",
    "inspire": "Give people a wish: to make, to have, to begin.",
    "entertain": "Make people smile, or watch it twice.",
    "engage": "Ask something that people want to answer.",
}


@dataclass(frozen=True, slots=True)
class Profile:
    instructions: str = ""
    intents: Mapping[str, str] = field(default_factory=lambda: dict(DEFAULT_INTENTS))
    files: tuple[ContextFile, ...] = ()

    @property
    def given(self) -> str:
        """Everything in it that is text."""
        texts = (file.content.decode("utf-8", "replace") for file in self.files)
        return "\n".join([self.instructions, *self.intents.values(), *texts])


@dataclass(frozen=True, slots=True)
class Places:
    """Files that the configuration names; None: it names none."""

    personality: Path | None = None
    instructions: Path | None = None
    intents: Path | None = None
    others: tuple[str, ...] = ()


def read_profile(places: Places, blobs: BlobStore, bucket: str = "content") -> Profile:
    """Raises InvalidInput that names the file which is missing, too large, or not readable."""
    stored = dict(_stored(blobs, bucket))
    personality = _chosen(places.personality, stored.pop(PERSONALITY, b""))
    instructions = _chosen(places.instructions, stored.pop(INSTRUCTIONS, b""))
    intents = _chosen(places.intents, stored.pop(INTENTS, b""))
    named = [("personality.md", personality)] if personality.strip() else []
    others = [(Path(one).name, _read(Path(one).expanduser())) for one in places.others]
    files = tuple(ContextFile(name, content) for name, content in [*named, *others, *stored.items()] if content)
    if len(files) > MOST_FILES:
        raise InvalidInput(f"{len(files)} context files are too many, at most {MOST_FILES}; join some")
    where = str(places.intents or f"{bucket}/{FOLDER}{INTENTS}")
    if len(instructions) > MOST_WORDS:
        place = places.instructions or f"{bucket}/{FOLDER}{INSTRUCTIONS}"
        raise InvalidInput(f"{place}: {len(instructions):,} bytes are told with every question; at most {MOST_WORDS:,}")
    return Profile(_text(instructions), _intents(intents, where) or dict(DEFAULT_INTENTS), files)


def _stored(blobs: BlobStore, bucket: str) -> Iterator[tuple[str, bytes]]:
    for blob in blobs.list(bucket, FOLDER, limit=MOST_FILES + 4):
        name = blob.name.removeprefix(FOLDER)
        if name and "/" not in name:
            _check_size(f"{bucket}/{blob.name}", blob.size)
            yield name, blobs.read(bucket, blob.name)


def _chosen(place: Path | None, stored: bytes) -> bytes:
    return _read(place) if place else stored


def _read(place: Path) -> bytes:
    try:
        _check_size(str(place), place.stat().st_size)
        return place.read_bytes()
    except OSError as error:
        raise InvalidInput(f"{place}: cannot be read ({error.strerror}); the configuration names it") from error


def _check_size(place: str, size: int) -> None:
    if size > MOST_BYTES:
        raise InvalidInput(f"{place}: {size:,} bytes are too many for a context file, at most {MOST_BYTES:,}")


def _text(content: bytes) -> str:
    return content.decode("utf-8-sig", "replace").strip()


def _intents(content: bytes, where: str) -> dict[str, str]:
    """Names and prompts, from YAML or JSON: `name: prompt`, or `name: {prompt: …}`."""
    if not content.strip():
        return {}
    import yaml

    try:
        found = yaml.safe_load(_text(content))
    except yaml.YAMLError as error:
        raise InvalidInput(f"{where}: not readable as YAML or JSON") from error
    if not isinstance(found, dict) or not found:
        raise InvalidInput(f"{where}: expected `name: what the video is to do` lines")
    return {str(name).strip()[:40]: " ".join(_prompt(value))[:1_000] for name, value in found.items()}


def _prompt(value: Any) -> Iterable[str]:
    return (str(one) for one in value.values()) if isinstance(value, dict) else (str(value),)

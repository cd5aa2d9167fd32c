"""Word lists that are written as running text: short to read, and one line in a change of one word."""

from collections.abc import Iterable, Mapping


def words(text: str) -> frozenset[str]:
    """The words of a text, parted by white space."""
    return frozenset(text.split())


def by_tail(ends: Iterable[str], length: int) -> Mapping[str, tuple[str, ...]]:
    """Ends of words by their last `length` letters: which of them a word may have is found in one step."""
    found: dict[str, tuple[str, ...]] = {}
    for end in sorted(ends):
        found[end[-length:]] = (*found.get(end[-length:], ()), end)
    return found


def entries(text: str) -> frozenset[str]:
    """The entries of a text, parted by commas or line ends; the space around them dropped."""
    return frozenset(entry for part in text.split("\n") for raw in part.split(",") if (entry := raw.strip()))

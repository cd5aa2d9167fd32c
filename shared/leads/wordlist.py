"""Word lists that are written as running text: short to read, and one line in a change of one word."""


def words(text: str) -> frozenset[str]:
    """The words of a text, parted by white space."""
    return frozenset(text.split())


def entries(text: str) -> frozenset[str]:
    """The entries of a text, parted by commas or line ends; the space around them dropped."""
    return frozenset(entry for part in text.split("\n") for raw in part.split(",") if (entry := raw.strip()))

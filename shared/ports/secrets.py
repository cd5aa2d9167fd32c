"""Secrets: short texts that are kept where nobody reads them by accident."""

from typing import Protocol


class Secrets(Protocol):
    """Values by name (lower-case letters, digits, - and _). No value is ever logged or put into a message."""

    def read(self, name: str) -> str:
        """The newest value. Raises NotFound with the remedy."""

    def write(self, name: str, value: str) -> None:
        """Replace the value. In the cloud, the secret itself must have been made by terraform."""

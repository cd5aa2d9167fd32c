"""The five errors of the house. Adapters turn every foreign error into one of them, once, at the border."""

from typing import Self


class AppError(Exception):
    """A failure in the house's own words; `str()` is one sentence for the user: what, where, what to do."""

    retryable = False
    not_applied = False
    status = 0  # what a vendor's API answered, where one did
    code = ""  # the vendor's own name of the failure, where it gave one
    unready = False  # this installation lacks a setting, a role or credentials; what was asked for is not at fault

    def without_effect(self) -> Self:
        """This error, saying that the far side certainly did nothing; without it, after a write, nobody knows."""
        self.not_applied = True
        return self

    def of_an_unready_house(self) -> Self:
        """This error, saying that a door is to turn work away until a person has mended the installation."""
        self.unready = True
        return self


class InvalidInput(AppError):
    """The caller must change something; never retried."""


class NotFound(AppError):
    """The thing named does not exist."""


class Conflict(AppError):
    """Someone else changed it first; read again, then decide."""


class TransientError(AppError):
    """The same call may work later."""

    retryable = True

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        """`retry_after`: seconds until a further try makes sense, None when the far side did not say."""
        super().__init__(message)
        self.retry_after = retry_after


class PermanentError(AppError):
    """A person must look; the task is buried with its reason."""

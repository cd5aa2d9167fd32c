"""The five errors of the house. Adapters turn every foreign error into one of them, once, at the border."""


class AppError(Exception):
    """A failure in the house's own words; `str()` is one sentence for the user: what, where, what to do."""

    retryable = False
    not_applied = False  # True: the far side certainly did nothing; else, after a call that writes, nobody knows


class InvalidInput(AppError):
    """The caller must change something; never retried."""

    not_applied = True


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

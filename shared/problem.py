"""Failures as callers get them: `{code, status, message, remedy}`, the same from functions, API and pages."""

from dataclasses import dataclass

from shared.auth.keys import LacksScope, NotAllowed
from shared.core.errors import AppError, Conflict, InvalidInput, NotFound, PermanentError, TransientError


@dataclass(frozen=True, slots=True)
class Problem:
    """One failure. `code` is for programs and never changes; `message` and `remedy` are for people."""

    code: str
    status: int
    message: str
    remedy: str


_KINDS: tuple[tuple[type[AppError], int, str, str], ...] = (
    (LacksScope, 403, "forbidden", "use a key that has the scope, or make one with `leadreel keys create`"),
    (
        NotAllowed,
        401,
        "unauthorized",
        "send an API key as `Authorization: Bearer lr_…`; `leadreel keys create` makes one",
    ),
    (InvalidInput, 400, "invalid_input", "change what the message names and send it again"),
    (NotFound, 404, "not_found", "look the id up in the list and try that one"),
    (Conflict, 409, "conflict", "read it again, then decide"),
    (TransientError, 503, "try_again", "send the same request again in a moment"),
    (PermanentError, 500, "needs_a_person", "look at the reason, mend it, then retry"),
)


def problem_of(error: AppError) -> Problem:
    """What to tell about an error of the house. Its advice, behind the last semicolon, is the remedy.

    >>> problem_of(InvalidInput("leads.csv: row 3 has no e-mail; add one")).remedy
    'add one'
    """
    _, status, code, remedy = next((kind for kind in _KINDS if isinstance(error, kind[0])), _KINDS[-1])
    _, _, advice = str(error).rpartition("; ")
    return Problem(code, status, str(error), advice if advice != str(error) else remedy)

"""When to try again, and when to stop: the arithmetic of Cloud Tasks' RetryConfig."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """Seconds throughout. `max_attempts` counts the first try; -1 = unlimited; `max_duration` 0 = unlimited."""

    max_attempts: int = 10
    min_backoff: float = 1.0
    max_backoff: float = 300.0
    max_doublings: int = 8
    max_duration: float = 0.0

    def delay(self, attempt: int) -> float:
        """Seconds to wait after the `attempt`-th try failed (1 = the first).

        Doubles `max_doublings` times, then grows linearly by the last step, capped at `max_backoff`.

        >>> [RetryPolicy(min_backoff=10, max_backoff=300, max_doublings=3).delay(n) for n in range(1, 8)]
        [10.0, 20.0, 40.0, 80.0, 160.0, 240.0, 300]
        """
        doublings = min(attempt - 1, self.max_doublings)
        step = self.min_backoff * float(2**doublings)
        return min(step * (1 + max(0, attempt - 1 - self.max_doublings)), self.max_backoff)

    def exhausted(self, attempts: int, elapsed: float) -> bool:
        """True when no further try is due: where both limits are set, both must be reached."""
        if self.max_attempts < 0 and self.max_duration <= 0:
            return False
        by_count = self.max_attempts < 0 or attempts >= self.max_attempts
        by_time = self.max_duration <= 0 or elapsed >= self.max_duration
        return by_count and by_time

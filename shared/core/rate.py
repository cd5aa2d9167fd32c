"""A token bucket as a value: storable, comparable, and free of clocks."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class TokenBucket:
    """`rate` tokens a second flow in, at most `burst` stay; `at` is the second of the last look."""

    rate: float
    burst: float
    tokens: float
    at: float

    def refill(self, now: float) -> "TokenBucket":
        gained = max(0.0, now - self.at) * self.rate
        return replace(self, tokens=min(self.burst, self.tokens + gained), at=max(now, self.at))

    def take(self, now: float, count: float = 1.0) -> tuple["TokenBucket", float]:
        """The bucket afterwards, and 0.0 when the tokens were taken or the seconds until they will be there."""
        full = self.refill(now)
        if full.tokens >= count:
            return replace(full, tokens=full.tokens - count), 0.0
        return full, (count - full.tokens) / self.rate

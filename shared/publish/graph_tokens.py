"""Longer tokens for Instagram, by either log-in."""

from dataclasses import dataclass, field
from typing import Final

from shared.core.errors import InvalidInput, PermanentError, TransientError
from shared.publish.graph import VERSION, Flavour, Graph, kind_of, words_of

DAY: Final = 86400.0


@dataclass(frozen=True, slots=True)
class GivenToken:
    """A token as the platform gave it. `lasts`: seconds, None when it does not say."""

    value: str = field(repr=False)
    lasts: float | None


@dataclass(frozen=True, slots=True)
class GraphTokens:
    """Facebook log-in exchanges any living token for a long one, with the app's secret. Instagram log-in exchanges a
    short one with it, and refreshes a long one, a day old at least, without."""

    flavour: Flavour
    app_id: str = ""
    app_secret: str = field(default="", repr=False)
    url: str = ""
    version: str = VERSION
    network: bool = True

    @property
    def youngest(self) -> float:
        return DAY

    def renew(self, value: str) -> GivenToken:
        """Raises InvalidInput when the platform or the settings do not allow it, TransientError when it may later."""
        return self._facebook(value) if self.flavour == "facebook" else self._instagram(value)

    def prove(self, value: str) -> str:
        """One harmless look at who the token belongs to."""
        try:
            self._graph(value).get("me", fields="id")
        except PermanentError as error:
            if kind_of(error) == "reauth":
                return words_of(error)
            raise
        return ""

    def _facebook(self, value: str) -> GivenToken:
        if not (self.app_id and self.app_secret):
            told = "a Facebook log-in's token is renewed with the app's id and secret: set"
            raise InvalidInput(f"{told} LEADREEL_INSTAGRAM_APP_ID and LEADREEL_INSTAGRAM_APP_SECRET")
        app = {"client_id": self.app_id, "client_secret": self.app_secret}
        graph = Graph("", "facebook", self.url, self.version, self.network, hidden=(value, self.app_secret))
        return _given(graph.get("oauth/access_token", grant_type="fb_exchange_token", fb_exchange_token=value, **app))

    def _instagram(self, value: str) -> GivenToken:
        graph = Graph("", "instagram", self.url, self.version, self.network, hidden=(value, self.app_secret))
        try:
            return _given(graph.ask("refresh_access_token", grant_type="ig_refresh_token", access_token=value))
        except InvalidInput:
            if not self.app_secret:
                raise
            given = {"client_secret": self.app_secret, "access_token": value}
            return _given(graph.ask("access_token", grant_type="ig_exchange_token", **given))  # a short one, then

    def _graph(self, value: str) -> Graph:
        return Graph(value, self.flavour, self.url, self.version, self.network)


def _given(answer: dict[str, object]) -> GivenToken:
    value, lasts = answer.get("access_token"), answer.get("expires_in")
    if not isinstance(value, str) or not value:
        raise TransientError("Instagram: the answer holds no token")
    return GivenToken(value, float(lasts) if isinstance(lasts, int | float) and lasts > 0 else None)

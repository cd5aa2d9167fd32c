"""Token endpoints of both log-ins, with ages and ends."""

from datetime import timedelta
from typing import Any

from sandbox.instagram.errors import refuse
from sandbox.instagram.state import LONG_LIFE, Flavour, State, Token
from sandbox.standin import Answer

YOUNGEST = timedelta(hours=24)  # that can be refreshed


def exchange_facebook(state: State, params: dict[str, Any]) -> Answer:
    """`GET /oauth/access_token`: any living token for a long one."""
    if params.get("grant_type") != "fb_exchange_token":
        raise refuse("invalid", "(#100) Invalid grant_type")
    if params.get("client_id") != state.rules.app_id:
        raise refuse("invalid", "(#101) Error validating application. Cannot get application info")
    _check_secret(state, params)
    old = living(state, str(params.get("fb_exchange_token", "")), "facebook")
    fresh = state.make_token(old.user, "facebook")
    return _given(state, fresh)


def exchange_instagram(state: State, params: dict[str, Any]) -> Answer:
    """`GET /access_token`: a short token for a long one."""
    if params.get("grant_type") != "ig_exchange_token":
        raise refuse("invalid", "(#100) Invalid grant_type")
    _check_secret(state, params)
    old = living(state, str(params.get("access_token", "")), "instagram")
    if old.long:
        raise refuse("invalid", "(#100) Session key invalid. This could be because the session key is long-lived")
    return _given(state, state.make_token(old.user, "instagram"))


def refresh_instagram(state: State, params: dict[str, Any]) -> Answer:
    """`GET /refresh_access_token`: a long token, a day old at least, for another sixty days."""
    if params.get("grant_type") != "ig_refresh_token":
        raise refuse("invalid", "(#100) Invalid grant_type")
    old = living(state, str(params.get("access_token", "")), "instagram")
    if not old.long or state.now() - old.made < YOUNGEST:
        raise refuse("invalid", "(#100) The token must be a long-lived one that is at least 24 hours old")
    if not state.rules.rotates:
        old.made, old.ends = state.now(), state.now() + LONG_LIFE["instagram"]
        return _given(state, old)
    return _given(state, state.make_token(old.user, "instagram"))


def debug(state: State, params: dict[str, Any]) -> Answer:
    """`GET /debug_token`, Facebook log-in only: what a token is, asked with the app's own."""
    if params.get("access_token") != f"{state.rules.app_id}|{state.rules.app_secret}":
        raise refuse("malformed")
    token = state.tokens.get(str(params.get("input_token", "")))
    if token is None:
        return Answer(200, {"data": {"is_valid": False, "error": {"code": 190, "message": "Invalid OAuth token"}}})
    valid = not token.dead and token.ends > state.now()
    told = {"app_id": state.rules.app_id, "type": "USER", "is_valid": valid, "expires_at": int(token.ends.timestamp())}
    return Answer(200, {"data": {**told, "issued_at": int(token.made.timestamp()), "user_id": "1"}})


def living(state: State, value: str, flavour: Flavour) -> Token:
    """The token of that value; refused where it is not alive or is the other log-in's."""
    token = state.tokens.get(value)
    if token is None or token.flavour != flavour:
        raise refuse("malformed")
    if token.dead:
        raise refuse(token.dead)
    if token.ends <= state.now():
        raise refuse("token_expired")
    return token


def _check_secret(state: State, params: dict[str, Any]) -> None:
    if params.get("client_secret") != state.rules.app_secret:
        raise refuse("invalid", "(#1) Error validating client secret.")


def _given(state: State, token: Token) -> Answer:
    left = int((token.ends - state.now()).total_seconds())
    return Answer(200, {"access_token": token.value, "token_type": "bearer", "expires_in": left})

"""All stand-ins for vendors at once, and the variables under which the house finds them.

with vendors(8821) as found:
    found.variables   # LEADREEL_INSTAGRAM_BASE_URL, …
"""

import json
import shlex
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from sandbox.standin import StandIn

NAMES: Final = ("instagram", "sheets", "json2video", "openai", "hunter", "airtable")


@dataclass(frozen=True, slots=True)
class Vendors:
    """What runs. `variables`: settings and keys for whoever is to use it."""

    standins: Mapping[str, StandIn]
    variables: Mapping[str, str]

    def exports(self, allow: Sequence[str] = ()) -> str:
        """Lines that a shell takes in; `allow`: more host:port pairs that outbound requests may reach."""
        told = {**self.variables, "LEADREEL_EGRESS_ALLOW": ",".join([*allow, *self.allow])}
        return "".join(f"export {name}={shlex.quote(value)}\n" for name, value in told.items())

    @property
    def allow(self) -> Sequence[str]:
        """host:port pairs."""
        return [one.url.removeprefix("http://") for one in self.standins.values()]


@contextmanager
def vendors(port: int = 0, names: Sequence[str] = NAMES) -> Iterator[Vendors]:
    """Serve them until the block ends: each on its own port from `port` on; 0 = whichever are free."""
    variables: dict[str, str] = {}
    standins: dict[str, StandIn] = {}
    with ExitStack() as stack:
        for number, name in enumerate(NAMES):
            if name in names:
                standins[name] = _begun(stack, name, port + number if port else 0, variables)
        yield Vendors(standins, variables)


def _begun(stack: ExitStack, name: str, port: int, variables: dict[str, str]) -> StandIn:
    if name == "instagram":
        from sandbox.instagram.web import instagram

        standin, own = stack.enter_context(instagram(port=port))
        variables["LEADREEL_INSTAGRAM_BASE_URL"] = f"{standin.url}/instagram"
        variables["LEADREEL_FACEBOOK_BASE_URL"] = f"{standin.url}/facebook"
        variables["LEADREEL_INSTAGRAM_APP_ID"] = own.rules.app_id
        variables["LEADREEL_INSTAGRAM_APP_SECRET"] = own.rules.app_secret
        variables["LEADREEL_INSTAGRAM_ACCOUNT_ID"] = own.user.id
        variables["LEADREEL_INSTAGRAM_TOKEN"] = own.token("facebook")
        return standin
    if name == "sheets":
        from sandbox.sheets.web import serve_sheets

        vendor, standin = stack.enter_context(serve_sheets(port=port))
        variables["LEADREEL_SHEETS_BASE_URL"] = standin.url
        variables["LEADREEL_GOOGLE_SHEET_ID"] = next(iter(vendor.spreadsheets))
        variables["LEADREEL_SHEETS_KEY"] = vendor.account.key_file(f"{standin.url}/token")
        return standin
    if name == "json2video":
        from sandbox.json2video import KEY, Json2Video, json2video, some_film

        known = lru_cache(maxsize=8)(lambda text: some_film(json.loads(text)))
        made = Json2Video(film=lambda movie: known(json.dumps(movie)))
        standin, _ = stack.enter_context(json2video(made, port=port))
        variables["LEADREEL_JSON2VIDEO_BASE_URL"] = f"{standin.url}/v2"
        variables["LEADREEL_JSON2VIDEO_KEY"] = KEY
        return standin
    return _plain(stack, name, port, variables)


def _plain(stack: ExitStack, name: str, port: int, variables: dict[str, str]) -> StandIn:
    from sandbox.standin import serve

    if name == "airtable":
        from sandbox.airtable.web import serve_base

        base, standin = stack.enter_context(serve_base(port=port))
        variables["LEADREEL_AIRTABLE_TOKEN"] = base.token
        variables["LEADREEL_AIRTABLE_BASE"] = base.id
    elif name == "openai":
        from sandbox.openai.web import OpenAI

        standin = stack.enter_context(serve("openai", OpenAI(), port=port))
        variables["LEADREEL_OPENAI_KEY"] = "sk-sandbox"
    else:
        from sandbox.hunter.web import Hunter

        standin = stack.enter_context(serve("hunter", Hunter(), port=port))
        variables["LEADREEL_HUNTER_KEY"] = "hunter-sandbox"
    variables[f"LEADREEL_{name.upper()}_BASE_URL"] = standin.url
    return standin
